"""What an office and its units do after one another, walked in a real browser: the units' say, a column that moved, the
second look, and the office put back from its backup."""

import shutil
from pathlib import Path

import pytest
from chromium import Chromium, chromium
from portals import reading, sighting
from test_behind_nginx import served
from test_moves import merged
from test_web_axe import ASKED, AXE
from web_office import CODE, COUNTY, FUNDS, HERE, PASSWORD, Q1, crawl, known_readings, office

from auditor.base.settings import Place, clock_at
from auditor.base.terms import Role
from auditor.county.model import load_county
from auditor.pipeline.line import audit_county
from auditor.store.people import Bound, Scope

UNIT = "民政局"


def enter(window: Chromium, base: str, name: str) -> None:
    window.go(f"{base}/login")
    window.type_into(window.find("#name"), name)
    window.type_into(window.find("#password"), PASSWORD)
    window.click(window.find("main button"))
    window.link("退出")


def leave(window: Chromium) -> None:
    window.click(window.link("退出"))
    window.find("#password")


def faults(window: Chromium) -> list[str]:
    window.run(f"{AXE};return 1;")
    return [str(one) for one in window.wait_for(ASKED)]


def look(window: Chromium, picture: Path | None = None) -> None:
    """No fault that axe knows, no scrolling sideways, on a desk and on a phone."""
    for width in (1366, 390):
        window.look_like(width)
        assert faults(window) == [], width
        assert window.run("return document.documentElement.scrollWidth") <= width, width
        if picture:
            window.picture(picture.with_name(f"{picture.name}-{width}.png"))
    window.look_like(1366)


@pytest.mark.slow
def test_a_unit_answers_a_draft_in_its_browser_and_the_office_decides_and_issues(tmp_path: Path):
    (tmp_path / "office").mkdir()
    paper = tmp_path / "意见.pdf"
    paper.write_bytes(b"%PDF-1.7 stamped")
    with office(tmp_path / "office", known_readings) as desk, served(desk.app) as port, chromium(tmp_path) as window:
        base = f"http://127.0.0.1:{port}"
        desk.browser("王芳", Role.ADMINISTRATOR)
        desk.browser("民政", Role.UNIT, scope=Scope((Bound("清源县", UNIT),)))
        window.look_like(1366)
        enter(window, base, "王芳")
        window.go(f"{base}{HERE}/hearing")
        window.type_into(window.find("#how"), "账号")
        window.click(window.link("记下已送出"))
        assert window.shows("个工作日内答复")
        leave(window)

        enter(window, base, "民政")
        assert window.shows("正在征求意见")
        look(window, tmp_path / "unit")
        window.click(window.link("查看并答复"))
        assert window.shows("征求意见的草稿")
        assert window.shows("征求意见函.docx")
        assert "整改告知单" not in window.text("main"), "nothing has to be put right yet"
        look(window, tmp_path / "period")
        window.type_into(window.find("#text"), "少计一条")
        window.click(window.link("提交答复"))
        window.click(window.link("回到刚才的页面"))
        window.type_into(window.find("#text"), "少计一条：三月二十日的公示")
        window.type_into(window.find("#file"), str(paper))
        window.click(window.link("提交答复"))
        assert window.shows(f"{UNIT}提出意见：少计一条：三月二十日的公示")
        assert window.shows("文件", "main table a[href*=proof]")
        leave(window)

        enter(window, base, "王芳")
        window.go(f"{base}{HERE}/circular?draft=yes")
        assert window.shows(f"{UNIT}的意见（1件）还没有处理")
        window.go(f"{base}{HERE}/hearing")
        assert window.shows("待处理")
        window.type_into(window.find("input[id^=why-]"), "属实，下次采集补计")
        window.click(window.link("记录处理"))
        assert window.shows("采纳。属实")
        issue = desk.browser("王芳", Role.ADMINISTRATOR)
        signed = {"number": "清政办发〔2020〕1号", "date": "2020-04-16", "sure": "yes"}
        assert issue.send(f"{HERE}/circular/issue", f"{HERE}/circular?draft=yes", **signed).status_code == 409
        window.go(f"{base}{HERE}/circular?draft=yes")
        window.type_into(window.find("#number"), signed["number"])
        window.click(window.find("input[name=sure]"))
        window.type_into(window.find("[name=unheard]"), "其余单位已电话核对")
        window.click(window.link("印发"))
        assert window.shows("已印发")
        leave(window)

        enter(window, base, "民政")
        assert window.shows("已印发")
        window.click(window.link("查看、答复"))
        assert window.shows("采纳。属实")
        assert "提交答复" not in window.text("main")
        look(window)


@pytest.mark.slow
def test_a_column_that_was_merged_is_taken_over_in_a_browser_and_put_back(tmp_path: Path):
    (tmp_path / "office").mkdir()
    with office(tmp_path / "office") as desk, served(desk.app) as port, chromium(tmp_path) as window:
        merged(desk)
        audit_county(COUNTY, desk.store, Place(tmp_path / "office"), Q1, clock_at("2020-04-14T09:00"))
        base, path = f"http://127.0.0.1:{port}", tmp_path / "office" / "qingyuan.toml"
        desk.browser("王芳", Role.SIGNER)
        window.look_like(1366)
        enter(window, base, "王芳")
        window.go(f"{base}{HERE}/worklist")
        window.click(window.link("核对并登记"))
        assert window.shows("现在列在")
        look(window, tmp_path / "moved")
        window.click(window.link("登记："))
        window.link("撤回")
        assert load_county(path).column[0].until is not None
        look(window, tmp_path / "taken")
        window.click(window.link("撤回"))
        assert window.shows("可能有变动")
        assert load_county(path).column == COUNTY.column


@pytest.mark.slow
def test_the_year_is_walked_to_its_paper_and_the_office_put_back_on_another_machine(tmp_path: Path):
    """Issued, looked at again, answered by the unit on its phone, issued; the year's paper; backed up and restored."""
    (tmp_path / "office").mkdir()
    (tmp_path / "new" / "backups").mkdir(parents=True)
    follow_up = f"{HERE}/recheck?draft=yes"
    with chromium(tmp_path) as window:
        with office(tmp_path / "office", known_readings) as desk, served(desk.app) as port:
            base = f"http://127.0.0.1:{port}"
            desk.browser("王芳", Role.ADMINISTRATOR)
            desk.browser("民政", Role.UNIT, scope=Scope((Bound("清源县", UNIT),)))
            window.look_like(1366)
            enter(window, base, "王芳")
            window.go(f"{base}{HERE}/circular?draft=yes")
            window.type_into(window.find("#number"), "清政办发〔2020〕1号")
            window.click(window.find("input[name=sure]"))
            window.click(window.link("印发"))
            assert window.shows("内容已冻结")
            crawl(desk.store, COUNTY, known_readings(), days=30)
            window.go(f"{base}{HERE}/recheck")
            window.click(window.find("input[value=stored]"))
            window.click(window.link("开始复查"))
            assert window.shows("未整改")
            assert window.shows("还没有到")
            leave(window)

            enter(window, base, "民政")
            for width in (320, 390):
                window.look_like(width)
                assert window.run("return document.documentElement.scrollWidth") <= width
            window.click(window.link("查看、答复"))
            look(window, tmp_path / "answer")
            window.look_like(390)
            window.choose("select[name=state]", "done")
            window.type_into(window.find("[id^=said-]"), "已补发救助资金公示")
            window.click(window.link("提交"))
            assert window.shows("答复已记录")
            assert window.shows("已补发救助资金公示")
            narrow = window.run(
                "return [...document.querySelectorAll('main td, main th, main li, main p')]"
                ".filter(e => e.innerText.trim().length > 8 && e.clientWidth > 0 && e.clientWidth < 40).length"
            )
            assert narrow == 0, "nothing stands one character a line"
            window.look_like(1366)
            leave(window)

            enter(window, base, "王芳")
            window.go(f"{base}{follow_up}")
            assert window.shows("已补发救助资金公示")
            assert window.shows("与复查结论不一致")
            look(window, tmp_path / "second")
            later = {**known_readings(), FUNDS.key: reading(FUNDS.key, [sighting("救助资金", "2020-05-20")])}
            crawl(desk.store, COUNTY, later, days=60)
            window.go(f"{base}{follow_up}")
            window.click(window.find("input[value=stored]"))
            window.click(window.link("再看一次"))
            assert window.shows("已整改", "main table")
            window.type_into(window.find("#number"), "清政办发〔2020〕2号")
            window.click(window.find("input[name=sure]"))
            window.run("document.querySelector('#date').value = '2020-06-09'; return 1;")
            window.click(window.link("印发"))
            assert window.shows("清政办发〔2020〕2号")
            window.go(f"{base}{HERE.rpartition('/')[0]}/annual?year=2020")
            window.click(window.find("main form[method=post] .row:last-of-type button"))
            assert window.shows("草稿")
            look(window, tmp_path / "year")
            window.type_into(window.find("#number"), "清政办发〔2021〕1号")
            window.run("document.querySelector('#date').value = '2021-01-12'; return 1;")
            window.click(window.find("input[name=sure]"))
            window.click(window.link("印发"))
            assert window.shows("内容已冻结")
            assert window.shows("清政办发〔2021〕1号")
            window.go(f"{base}/upkeep")
            window.click(window.link("现在备份"))
            assert window.shows("已备份")
            [made] = (tmp_path / "office" / "backups").glob("*.zip")
            shutil.copy(made, tmp_path / "new" / "backups")
            leave(window)

        with office(tmp_path / "new") as empty, served(empty.app) as port:
            base = f"http://localhost:{port}"  # a host of its own: nobody is signed in there
            window.go(f"{base}/setup")
            look(window, tmp_path / "setup")
            window.type_into(window.find("#restore-code"), CODE)
            window.click(window.link("恢复这一份"))
            assert window.shows("已由备份恢复")
            enter(window, base, "王芳")
            window.go(f"{base}{HERE}/recheck")
            assert window.shows("清政办发〔2020〕2号")
            window.go(f"{base}{HERE}/circular")
            assert window.shows("清政办发〔2020〕1号")
