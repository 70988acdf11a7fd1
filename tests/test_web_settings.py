"""What a county goes by, in the browser: packs explained and tried, wording tried before it counts, fonts."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from web_office import HERE, Browser, Office, known_readings, nothing, office, plain_readings, token_of

from auditor.audit.grade.pack import list_packs
from auditor.base.resources import shipped
from auditor.base.terms import Role
from auditor.documents.wording import wording_text

SETTINGS = "/county/清源县/settings"
WORDING = f"{SETTINGS}/wording"
FONT = shipped("templates", "fonts", "GWHei-Medium.ttf")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, plain_readings) as opened:
        yield opened


@pytest.fixture
def signer(desk: Office) -> Browser:
    return desk.browser("王芳", Role.SIGNER)


def test_every_pack_is_explained_and_tried_on_the_newest_period(signer: Browser):
    now = signer.read(SETTINGS)
    assert "最近一次更新距季度末不超过60天" in now
    assert "抓取间隔秒数" in now
    assert "改用这一规则" not in now
    for path in list_packs():
        page = signer.read(f"{SETTINGS}?pack={path.stem}")
        assert ("换用以后" in page) == (path.stem != "chongxin")
        assert "什么情况评什么等次" in page
        assert "None" not in page
    assert "2020年第一季度现有的证据试算" in page
    assert "待核实1个" in page  # the unit with an unread column stays unknown under any pack


def test_a_pack_is_chosen_and_what_was_issued_stays(desk: Office, signer: Browser):
    answer = signer.send(f"{SETTINGS}/pack", f"{SETTINGS}?pack=zero-list", pack="zero-list")
    assert answer.status_code == 303
    assert 'pack = "zero-list"' in (desk.folder / "qingyuan.toml").read_text("utf-8")
    assert "（现用）" in signer.read(SETTINGS)
    wrong = signer.send(f"{SETTINGS}/pack", f"{SETTINGS}?pack=chongxin", pack="../../etc/passwd")
    assert wrong.status_code == 422
    assert "zero-list" in (desk.folder / "qingyuan.toml").read_text("utf-8")
    reader = desk.browser("看客", Role.READER)
    assert "改用这一规则" not in reader.read(f"{SETTINGS}?pack=chongxin")
    assert reader.send(f"{SETTINGS}/pack", "/account", pack="chongxin").status_code == 403


def test_an_offices_own_pack_can_be_chosen(desk: Office, signer: Browser):
    folder = desk.folder / "packs"
    folder.mkdir()
    text = shipped("rules", "packs", "chongxin.toml").read_text("utf-8")
    (folder / "ours.toml").write_text(text.replace("fresh_days = 60", "fresh_days = 20"), "utf-8")
    (folder / "broken.toml").write_text("[pack", "utf-8")
    page = signer.read(f"{SETTINGS}?pack=packs/ours.toml")
    assert "距季度末不超过20天" in page
    assert "packs/broken.toml（有误，不能用）" in page
    form = f"{SETTINGS}?pack=packs/ours.toml"
    assert signer.send(f"{SETTINGS}/pack", form, pack="packs/ours.toml").status_code == 303
    assert signer.send(f"{SETTINGS}/pack", f"{SETTINGS}?pack=chongxin", pack="packs/broken.toml").status_code == 422


def test_wording_is_tried_before_it_counts(desk: Office, signer: Browser):
    text = wording_text()
    changed = text.replace("特此通报。", "特此通报，请认真整改。")
    assert changed != text
    tried = signer.send(WORDING, WORDING, text=changed, act="try")
    assert "可以使用" in tried.text
    frame = tried.text.split('src="')[1].split('"')[0]
    shown = signer.get(frame)
    assert "请认真整改" in shown.text
    assert "default-src 'none'" in shown.headers["content-security-policy"]
    assert not (desk.folder / "wording").exists()
    assert signer.send(WORDING, WORDING, text=changed, act="save").status_code == 303
    assert "本单位的用语" in signer.read(SETTINGS)
    assert "请认真整改" in signer.read(f"{HERE}/circular/preview")
    assert signer.send(f"{WORDING}/drop", WORDING).status_code == 303
    assert "请认真整改" not in signer.read(f"{HERE}/circular/preview")


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("{{ nothing }}\n", "不存在的名称"),
        ("{% if %}\n", "模板标签有误"),
        ("{{ ''.__class__ }}\n", "无法生成文稿"),
        ("全县共更新99999条。\n", "写死了99999条"),
    ],
)
def test_wording_that_prints_nothing_or_a_wrong_number_is_not_kept(
    desk: Office, signer: Browser, broken: str, said: str
):
    answer = signer.send(WORDING, WORDING, text=wording_text().replace("特此通报。", f"{broken}特此通报。"), act="save")
    assert said in answer.text
    assert "/auditor-" not in answer.text, "no folder of the trial's own"
    assert broken.strip()[:8].replace("'", "&#39;") in answer.text  # what was typed comes back
    assert not (desk.folder / "wording").exists()


def test_wording_changed_meanwhile_is_not_overwritten(desk: Office, signer: Browser):
    other = desk.browser("李雷", Role.SIGNER)
    form = signer.read(WORDING)
    seen = form.split('name="seen" value="')[1].split('"')[0]
    assert other.send(WORDING, WORDING, text=wording_text() + "\n", act="save").status_code == 303
    late = signer.client.post(
        WORDING, data={"token": token_of(form), "seen": seen, "text": wording_text() + "\n\n", "act": "save"}
    )
    assert "已被别处修改" in late.text


def test_a_font_is_taken_in_used_and_taken_out(desk: Office, signer: Browser):
    def send(name: str, content: bytes) -> str:
        token = token_of(signer.read(SETTINGS))
        answer = signer.client.post(f"{SETTINGS}/fonts", data={"token": token}, files={"file": (name, content)})
        return answer.text if answer.status_code != 303 else signer.read(SETTINGS)

    assert "不是有效的字体文件" in send("a.ttf", b"nothing")
    assert "不是字体文件" in send("a.exe", b"nothing")
    assert "GWHei-Medium.ttf" in send("../GWHei-Medium.ttf", FONT.read_bytes())
    assert (desk.folder / "fonts" / "GWHei-Medium.ttf").read_bytes() == FONT.read_bytes()
    assert signer.send(f"{SETTINGS}/fonts/drop", SETTINGS, file="../qingyuan.toml").status_code == 422
    assert signer.send(f"{SETTINGS}/fonts/drop", SETTINGS, file="GWHei-Medium.ttf").status_code == 303
    assert not list((desk.folder / "fonts").iterdir())


def test_a_new_county_is_led_step_by_step_to_its_first_circular(tmp_path: Path):
    with office(tmp_path, nothing) as opened:
        page = opened.browser("王芳", Role.SIGNER).read("/county/清源县")
        assert page.count('aria-current="step"') == 1
        assert "选一个已结束的季度" in page
    with office(tmp_path, plain_readings) as opened:
        page = opened.browser("王芳", Role.SIGNER).read("/county/清源县")
        assert "1个栏目没有读出，读不出不等于零" in page
        assert f'href="{quote(HERE)}/worklist"' in page
    with office(tmp_path, known_readings) as opened:
        signer = opened.browser("王芳", Role.SIGNER)
        assert "核对预览和自查，填上文号，签发" in signer.read("/county/清源县")
        fields = {"number": "清政办发〔2020〕1号", "date": "2020-04-11", "settled": "yes", "sure": "yes"}
        answer = signer.send(f"{HERE}/circular/issue", f"{HERE}/circular", **fields)
        assert answer.status_code == 303, answer.text[-900:]
        assert 'aria-current="step"' not in signer.read("/county/清源县")


def test_each_state_leads_to_what_it_means(signer: Browser):
    help_page = signer.read("/help")
    for path in (f"{HERE}/review", f"{HERE}/worklist", f"{HERE}/unit?unit=民政局", "/county/清源县"):
        links = set(re.findall(r'href="/help#([a-z]+)"', signer.read(path)))
        assert links, path
        assert all(f'id="{one}"' in help_page for one in links)
