"""Notices with their targets, the record of activities with its values, and any table as a file."""

import io
import stat
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import offices  # noqa: F401 - apprise is loaded where its warning is no error
import openpyxl
import pytest
from waiting import wait_until
from web_office import HERE, HOSTILE, Office, hostile_readings, known_readings, office

from auditor.base.terms import NoticeKind, NoticeState, Role
from auditor.notices import notifier
from auditor.notices.rules import Target, load_rules
from auditor.store.notices import Notice
from auditor.web.routes import notices

SECRET = "json://127.0.0.1:9/secret-key"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, known_readings) as opened:
        yield opened


def test_without_a_target_the_page_says_that_nobody_was_told(desk: Office):
    signer = desk.browser("王芳", Role.ADMINISTRATOR)
    at = datetime(2020, 4, 10, tzinfo=UTC)
    page_only = Notice("e1", "", NoticeKind.DRAFT, "清源县", "草稿已生成", "", at, NoticeState.SENT, sent_at=at)
    desk.store.notices.add([page_only])
    page = signer.read("/notices")
    assert "没有发给任何人" in page.split("发过的通知")[0]
    assert "只在网页上，没有发给任何人" in page.split("发过的通知")[1]
    assert "已送达" not in page
    assert desk.browser("李雷", Role.REVIEWER).get("/notices").status_code == 403


def test_a_target_is_added_tested_and_taken_out_and_its_secret_is_never_shown(
    desk: Office, monkeypatch: pytest.MonkeyPatch
):
    signer = desk.browser("王芳", Role.ADMINISTRATOR)
    (desk.folder / "notices.toml").write_text("# 值班安排\n[days]\nwarning = 5\n", "utf-8")
    refused = signer.send("/notices/add", "/notices", name="群", url="没有这种")
    assert refused.status_code == 422
    assert 'value="群"' in refused.text
    sent = signer.send("/notices/add", "/notices", name="群", url=SECRET, event=["trouble"])
    assert sent.status_code == 303, sent.text[-300:]
    text = (desk.folder / "notices.toml").read_text("utf-8")
    assert "# 值班安排" in text
    assert load_rules(desk.folder).target[0].events == (NoticeKind.TROUBLE,)
    if sys.platform != "win32":
        assert stat.S_IMODE((desk.folder / "notices.toml").stat().st_mode) == 0o600
    page = signer.read("/notices")
    assert ">json<" in page
    assert "secret" not in page
    told: list[Target] = []
    monkeypatch.setattr(notices, "send_by_apprise", lambda target, *_: told.append(target))
    assert signer.send("/notices/test", "/notices", name="群").status_code == 303
    wait_until(lambda: "对方已接收" in signer.read("/notices"))
    assert [target.name for target in told] == ["群"]

    answers = threading.Event()

    def fail(*_: object) -> None:
        assert answers.wait(30)
        raise notifier.NotSent("对方拒收（403），请核对地址和口令")

    monkeypatch.setattr(notices, "send_by_apprise", fail)
    assert signer.send("/notices/test", "/notices", name="群").status_code == 303, "however slow the channel is"
    assert "正在试发给“群”" in signer.read("/notices")
    answers.set()
    wait_until(lambda: "没有成功：对方拒收（403）" in signer.read("/notices"))
    assert signer.send("/notices/drop", "/notices", name="群").status_code == 303
    assert load_rules(desk.folder).target == ()
    assert load_rules(desk.folder).days.warning == 5
    assert not any("secret" in line.detail for line in desk.store.people.list_activity(20))


def test_what_failed_and_what_waits_says_why(desk: Office):
    at = datetime(2020, 4, 10, tzinfo=UTC)
    page = Notice("e1", "", NoticeKind.TROUBLE, "清源县", "自动核查未能完成", "", at, NoticeState.SENT, sent_at=at)
    desk.store.notices.add(
        [page, Notice("e1", "群", NoticeKind.TROUBLE, "清源县", "自动核查未能完成", "", at, next_at=at)]
    )
    claimed = desk.store.notices.claim(at, at + timedelta(minutes=5))
    assert claimed
    desk.store.notices.settle(claimed, NoticeState.FAILED, at, error="没有送达，请检查网络、地址和口令")
    told = desk.browser("王芳", Role.ADMINISTRATOR).read("/notices")
    assert "未送达，已放弃" in told
    assert "没有送达，请检查网络" in told


def test_a_change_stands_in_the_record_with_both_values(desk: Office):
    signer = desk.browser("王芳", Role.ADMINISTRATOR)
    form = "/county/清源县/edit/facts"
    fields = {"county.home": "http://portal.test/", "county.issuer": "清源县人民政府办公室", "crawl.delay": "2.5"}
    answer = signer.send(form, form, **fields, **{"issue.contact": "张三 0933-1"})
    assert answer.status_code == 303, answer.text[-600:]
    detail = desk.store.people.list_activity(1)[0].detail
    assert "→2.5" in detail
    assert "（空）→张三 0933-1" in detail
    assert "联系人" in signer.read("/activity")


def test_the_record_is_filtered_and_saved_whole_as_filtered(desk: Office):
    signer = desk.browser("王芳", Role.ADMINISTRATOR)
    for number in range(250):
        desk.app.state.office.note("李雷" if number % 2 else "王芳", "::1", "核对文件", f"文件{number}")  # type: ignore[attr-defined]
    page = signer.read("/activity?person=李雷&action=核对文件&text=文件1")
    assert "文件101<" in page
    assert "文件100<" not in page
    assert "person=%E6%9D%8E" in page, "the way on keeps the filter"
    answer = signer.get("/activity?person=李雷&action=核对文件&table_no=0&as=csv")
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert len(rows) == 126, "all of them, not one page"
    assert rows[0].startswith("时间,谁,做了什么")
    assert unquote(answer.headers["content-disposition"]).endswith("操作记录.csv")
    assert "没有符合条件的记录" in signer.read("/activity?since=2030-01-01")
    for odd in ("since=x", "until=99999-01-01", "page=-1", "page=x", "table_no=9&as=xlsx"):
        assert signer.get(f"/activity?{odd}").status_code < 500, odd


def test_a_table_is_saved_as_it_is_shown(desk: Office):
    reader = desk.browser("看客", Role.READER)
    page = reader.read(HERE)
    assert "table_no=0&amp;as=xlsx" in page
    answer = reader.get(f"{HERE}?grade=good&table_no=0&as=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.values)
    assert rows[0][:3] == ("单位", "类别", "等次")
    assert all(row[2] == "更新情况较好" for row in rows[1:])


def test_no_cell_of_a_saved_table_is_a_formula(tmp_path: Path):
    with office(tmp_path, hostile_readings) as hostile:
        reader = hostile.browser("看客", Role.READER)
        number = reader.read(HERE).count("</table>")
        for place in range(number):
            text = reader.get(f"{HERE}?table_no={place}&as=csv").content.decode("utf-8-sig")
            assert not any(cell.startswith(("=", "+", "@")) for row in text.splitlines() for cell in row.split(","))
        assert HOSTILE not in reader.read(HERE)
