"""What keeps an office going, in the browser: checkup, backups and back, papers checked, recomputed and packed."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from web_office import CODE, HERE, Browser, Office, known_readings, nothing, office

from auditor.base.terms import Role


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, known_readings) as opened:
        yield opened


def settled(browser: Browser, path: str) -> str:
    """The page once what goes on has ended."""
    for _ in range(600):
        page = browser.read(path)
        if 'http-equiv="refresh"' not in page:
            return page
        time.sleep(0.05)
    raise AssertionError(page)


def test_a_checkup_tells_what_is_whole_and_what_is_not(desk: Office):
    signer = desk.browser("王芳", Role.ADMINISTRATOR)
    assert "开始体检" in signer.read("/upkeep")
    assert signer.send("/upkeep/checkup", "/upkeep").status_code == 303
    page = settled(signer, "/upkeep")
    assert "检查完整，可以使用" in page
    assert desk.browser("李雷", Role.REVIEWER).get("/upkeep").status_code == 403


def test_a_backup_is_made_saved_put_back_elsewhere_and_deleted(desk: Office, tmp_path_factory: pytest.TempPathFactory):
    signer = desk.browser("王芳", Role.ADMINISTRATOR)
    assert signer.send("/upkeep/backup", "/upkeep").status_code == 303
    page = settled(signer, "/upkeep")
    assert "已备份" in page
    [made] = (desk.folder / "backups").glob("*.zip")
    saved = signer.get(f"/upkeep/backup/{made.name}")
    assert saved.content == made.read_bytes()
    assert signer.get("/upkeep/backup/..%2Fauditor.db").status_code == 404
    new = tmp_path_factory.mktemp("new")
    with office(new, nothing) as empty:
        (new / "backups").mkdir()
        (new / "backups" / made.name).write_bytes(saved.content)
        visitor = empty.browser()
        assert "或由备份恢复" in visitor.read("/setup")
        wrong = visitor.send("/setup/restore", "/setup", code="0", file=made.name)
        assert wrong.status_code == 400
        assert not empty.store.people.has_accounts()
        answer = visitor.send("/setup/restore", "/setup", code=CODE, file=made.name)
        assert answer.status_code == 303, answer.text[-400:]
        again = empty.browser("王芳", Role.ADMINISTRATOR)
        assert "发改局" in again.read(HERE)
        assert visitor.get("/setup").status_code == 404
        assert again.send("/setup/restore", "/account", code=CODE, file=made.name).status_code == 404
    assert signer.send("/upkeep/backup/delete", "/upkeep", file=made.name).status_code == 303
    assert not made.exists()


def test_a_finished_paper_is_checked_and_kept_nowhere(desk: Office):
    reader = desk.browser("看客", Role.READER)
    token = reader.read("/verify").split('name="token" value="')[-1][:64]
    paper = "全县共发布信息12条，其中：部门发布7条，乡镇发布4条。".encode()
    answer = reader.client.post("/verify", data={"token": token}, files={"file": ("通报.txt", paper)})
    assert answer.status_code == 200
    assert "1处不一致" in answer.text
    assert "12" in answer.text.split("不一致之处")[1]
    for name, content in (("通报.doc", b"x"), ("a.docx", b"no zip"), ("b.pdf", b"%PDF-"), ("", b"")):
        answer = reader.client.post("/verify", data={"token": token}, files={"file": (name, content)})
        assert answer.status_code == 422, name
        assert "没有核对：" in answer.text or "没有选择文件" in answer.text


def test_what_is_not_archived_is_told_when_an_audit_is_recomputed(desk: Office):
    reviewer = desk.browser("李雷", Role.REVIEWER)
    assert "开始重算" in reviewer.read(f"{HERE}/replay")
    assert reviewer.send(f"{HERE}/replay", f"{HERE}/replay").status_code == 303
    page = settled(reviewer, f"{HERE}/replay")
    assert 'class="say bad"' in page or "有不同" in page


def test_the_county_is_taken_along_as_a_sheet(desk: Office):
    answer = desk.browser("看客", Role.READER).get("/county/清源县/export")
    assert answer.content.startswith(b"PK")
    reviewer = desk.browser("李雷", Role.REVIEWER)
    assert reviewer.get(f"{HERE}/package").status_code == 409, "nothing was issued"
