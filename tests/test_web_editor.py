"""The county editor: tables, forms, pasted cells, discovered columns, new counties."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from waiting import wait_until
from web_office import COUNTY, NOTICES, PLANS, Browser, Office, office

from auditor.audit.grade import load_pack
from auditor.base.errors import BadInput
from auditor.base.terms import Role
from auditor.county.model import County, DisclosureColumn, Unit, load_county
from auditor.discover import Proposal, ProposedColumn
from auditor.fleet.files import CountyFiles
from auditor.web.background import BackgroundTask

EDIT = "/county/清源县/edit"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as opened:
        yield opened


def saved(desk: Office) -> County:
    return load_county(desk.folder / "qingyuan.toml")


def change(browser: Browser, section: str, key: str = "", **fields: object):
    page = f"{EDIT}/{section}" + (f"?key={key}" if key else "")
    seen = browser.read(page).split('name="seen" value="')[1].split('"')[0]
    return browser.send(f"{EDIT}/{section}", page, key=key, seen=seen, **fields)


def test_a_column_is_added_changed_and_deleted_and_comments_stay(desk: Office):
    path = desk.folder / "qingyuan.toml"
    path.write_text("# 本县的说明\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    signer = desk.browser("王芳", Role.SIGNER)
    new = {"name": "政府公报", "url": "/zfgb/", "unit": "发改局", "kind": "policy", "due": ["1", "3"], "expect": "2"}
    assert change(signer, "column", **new).status_code == 303
    column = saved(desk).column[-1]
    assert (column.name, column.unit, column.due, column.expect) == ("政府公报", "发改局", (1, 3), 2)
    fields = {**new, "remark": "半年一次", "due": ["1", "2", "3", "4"], "exempt_until": "2020-06-30"}
    assert change(signer, "column", "/zfgb/", **fields).status_code == 422  # a reason is missing
    assert change(signer, "column", "/zfgb/", **fields, exempt_reason="改版").status_code == 303
    column = saved(desk).column[-1]
    assert (column.remark, column.due) == ("半年一次", None)
    assert column.exempt
    assert column.exempt.until == date(2020, 6, 30)
    assert change(signer, "column", "/zfgb/", delete="yes").status_code == 303
    assert saved(desk).column == COUNTY.column
    assert path.read_text(encoding="utf-8").startswith("# 本县的说明\n")


def test_a_renamed_unit_keeps_its_columns(desk: Office):
    signer = desk.browser("王芳", Role.SIGNER)
    fields = {"name": "发展和改革局", "table": "departments", "aliases": "发改局、发改委"}
    assert change(signer, "unit", "发改局", **fields).status_code == 303
    county = saved(desk)
    assert county.unit[0].aliases == ("发改局", "发改委")
    assert county.column[0].unit == "发展和改革局"


def test_what_the_check_forbids_is_told_by_field_and_nothing_is_written(desk: Office):
    signer = desk.browser("王芳", Role.SIGNER)
    before = saved(desk)
    answer = change(signer, "column", name="又一栏目", url=PLANS.url, unit="发改局", expect="许多")
    assert answer.status_code == 422
    assert "栏目“又一栏目”" in answer.text
    assert "应更新条数" in answer.text
    assert 'value="又一栏目"' in answer.text  # what was typed stays
    assert change(signer, "unit", "发改局", delete="yes").status_code == 422  # it still has a column
    assert change(signer, "facts", **{"county.home": "not an address"}).status_code == 422
    assert saved(desk) == before


def test_the_facts_of_the_county_can_be_changed_but_not_its_name(desk: Office):
    signer = desk.browser("王芳", Role.SIGNER)
    fields = {
        "county.home": "https://www.example.org/",
        "county.name": "别县",
        "crawl.delay": "2.5",
        "schedule.audit": "8",
    }
    assert change(signer, "facts", **fields).status_code == 303
    county = saved(desk)
    assert (county.name, county.county.home) == ("清源县", "https://www.example.org/")
    assert (county.crawl.delay, county.schedule.audit) == (2.5, 8)


def test_two_people_do_not_overwrite_each_other(desk: Office):
    signer = desk.browser("王芳", Role.SIGNER)
    seen = signer.read(f"{EDIT}/unit").split('name="seen" value="')[1].split('"')[0]
    change(signer, "unit", name="水务局", table="departments")
    answer = signer.send(f"{EDIT}/unit", name="林草局", table="departments", seen=seen)
    assert answer.status_code == 409
    assert "别处修改" in answer.text
    assert [unit.name for unit in saved(desk).unit][-1] == "水务局"


def test_the_file_as_text_is_checked_with_lines_and_a_broken_file_can_be_cured(desk: Office):
    signer = desk.browser("王芳", Role.SIGNER)
    path = desk.folder / "qingyuan.toml"
    good = path.read_text(encoding="utf-8")
    seen = signer.read(f"{EDIT}/text").split('name="seen" value="')[1].split('"')[0]
    answer = signer.send(f"{EDIT}/text", text=good + "\n[[column]]\nnam = 1\n", seen=seen)
    assert answer.status_code == 422
    assert "行" in answer.text
    assert path.read_text(encoding="utf-8") == good
    path.write_text(good + "\nbroken", encoding="utf-8")
    assert "处问题" in signer.read("/")
    assert "处问题" in signer.read("/county/清源县")
    seen = signer.read(f"{EDIT}/text").split('name="seen" value="')[1].split('"')[0]
    assert signer.send(f"{EDIT}/text", text=good, seen=seen).status_code == 303
    assert saved(desk) == COUNTY.model_copy(update={"path": path})


PASTED = "栏目名称\t责任单位\t网址\t备注\n通知公告\t财政局\t/通知公告/\t每月更新\n招标公告\t住建局\t/zbgg/\t\n"


def test_pasted_cells_are_shown_before_they_are_saved(desk: Office):
    signer = desk.browser("王芳", Role.SIGNER)
    page = "/county/清源县/paste"
    seen = signer.read(page).split('name="seen" value="')[1].split('"')[0]
    answer = signer.send(page, page, text=PASTED, seen=seen)
    assert "新增1个、修改1个" in answer.text
    assert len(saved(desk).column) == 3
    assert signer.send(page, page, text=PASTED, seen=seen, sure="yes").status_code == 303
    county = saved(desk)
    assert [column.name for column in county.column] == [*(column.name for column in COUNTY.column), "招标公告"]
    assert next(column for column in county.column if column.url == NOTICES.url).remark == "每月更新"
    answer = signer.send(page, page, text="没有表头的文字", seen=seen)
    assert answer.status_code == 422
    assert "栏目名称" in answer.text


def proposal() -> Proposal:
    found = [
        ProposedColumn(DisclosureColumn(name="规划计划", url=PLANS.url, unit="发改局"), 0.9, ("列表",)),
        ProposedColumn(DisclosureColumn(name="政府公报", url="/zfgb/", unit="政府办"), 0.8, ("列表", "目录")),
        ProposedColumn(DisclosureColumn(name="友情链接", url="/yqlj/", owner="待确认"), 0.2, ("没有日期",)),
    ]
    units = (Unit(name="发改局", table="departments"), Unit(name="政府办", table="departments"))
    return Proposal("清源县", "清源县人民政府", COUNTY.county.home, tuple(found), units, 12)


def found(desk: Office, name: str) -> None:
    at = desk.watch()
    search = BackgroundTask(name, "王芳", at, finished_at=at, outcome=proposal())
    desk.app.state.office.searches._last[name] = search  # type: ignore[attr-defined]


def test_discovered_columns_are_accepted_line_by_line(desk: Office):
    signer = desk.browser("王芳", Role.SIGNER)
    found(desk, "清源县")
    page = signer.read("/discovery/清源县")
    assert page.count('type="checkbox"') == 2
    assert page.count(" checked") == 1
    assert "已有" in page
    assert signer.send("/discovery/清源县", key=[]).status_code == 422
    assert signer.send("/discovery/清源县", key=["/zfgb/"]).status_code == 303
    county = saved(desk)
    assert [column.name for column in county.column][3:] == ["政府公报"]
    assert [unit.name for unit in county.unit][3:] == ["政府办"]


def test_a_new_county_is_made_of_what_was_discovered(desk: Office):
    signer = desk.browser("王芳", Role.SIGNER)
    found(desk, "新县")
    assert signer.send("/discovery/新县", key=["/zfgb/", PLANS.url]).status_code == 303
    county = load_county(desk.folder / "counties" / "新县.toml")
    assert (county.name, len(county.column)) == ("新县", 2)
    assert "新县" in signer.read("/")


def test_a_search_that_fails_says_why(desk: Office):
    signer = desk.browser("王芳", Role.SIGNER)
    assert signer.send("/new", **{"from": "portal", "name": "远县", "home": "http://127.0.0.1:9/"}).status_code == 303
    wait_until(lambda: "正在查看" not in signer.read("/discovery/远县"))
    assert "say bad" in signer.read("/discovery/远县")
    assert signer.send("/new", **{"from": "portal", "name": "远县", "home": "file:///etc/passwd"}).status_code == 422


def test_a_new_county_comes_from_a_spreadsheet_or_a_county_file(desk: Office):
    signer = desk.browser("王芳", Role.SIGNER)
    sheet = {"from": "sheet", "name": "表县", "home": "https://www.biao.gov.cn/", "text": PASTED}
    page = signer.send("/new", **sheet)
    assert page.status_code == 200
    assert "还没有保存" in page.text
    assert "表县" not in signer.read("/")
    assert signer.send("/new", **sheet, sure="yes").status_code == 303
    assert signer.send("/new", **sheet, sure="yes").status_code == 409
    text = (desk.folder / "qingyuan.toml").read_text(encoding="utf-8").replace("清源县", "文县")
    assert signer.send("/new", **{"from": "toml", "text": text}).status_code == 303
    assert signer.send("/new", **{"from": "toml", "text": "name = "}).status_code == 422
    page = signer.read("/")
    for name in ("清源县", "表县", "文县"):
        assert name in page


@pytest.fixture
def home(desk: Office) -> Path:
    """The office's folder with things that a county file must not lead to."""
    (desk.folder / "link.toml").symlink_to(desk.folder / "auditor.db")
    (desk.folder / "circle.toml").symlink_to(desk.folder / "circle.toml")
    os.link(desk.folder / "auditor.db", desk.folder / "hard.toml")
    (desk.folder / "folder.toml").mkdir()
    (desk.folder / "own").mkdir()
    good = Path(__file__).parent.parent / "rules/packs/chongxin.toml"
    (desk.folder / "own/pack.toml").write_bytes(good.read_bytes())
    (desk.folder / "large.toml").write_bytes(b"#" * 2_000_000)
    (desk.folder / "digits.toml").write_text("x = " + "9" * 5_000, encoding="utf-8")
    (desk.folder / "nested.toml").write_text("x = " + "[" * 5_000, encoding="utf-8")
    (desk.folder / "latin.toml").write_bytes(b"x = '\xe9'")
    os.mkfifo(desk.folder / "pipe.toml")
    outside = desk.folder.parent / f"{desk.folder.name}-other.toml"
    outside.write_bytes(good.read_bytes())
    (desk.folder / "leads-out.toml").symlink_to(outside)
    return desk.folder


NO_PACKS = (
    "auditor.db", "./auditor.db", "auditor.db-wal", "../{name}/auditor.db", "{home}/auditor.db", "link.toml",
    "hard.toml", "circle.toml", "folder.toml", "pipe.toml", "large.toml", "digits.toml", "nested.toml", "latin.toml",
    "../{name}-other.toml", "{home}-other.toml", "leads-out.toml", "own/../../{name}-other.toml", "/etc/passwd",
    "/dev/zero", "/dev/stdin", "", ".", "..", "a\\u0000.toml", "x" * 5_000 + ".toml", "没有.toml", "~/x.toml",
)  # fmt: skip


@pytest.mark.parametrize("given", NO_PACKS, ids=lambda text: text[:30])
def test_a_county_file_cannot_lead_to_other_files_of_the_machine(desk: Office, home: Path, given: str):
    pack = given.format(name=home.name, home=home)
    signer = desk.browser("王芳", Role.SIGNER)
    text = (home / "qingyuan.toml").read_text(encoding="utf-8")
    named = text.replace("[county]", f'[county]\npack = "{pack}"', 1)
    answer = signer.send(f"{EDIT}/text", f"{EDIT}/text", text=named)
    assert answer.status_code == 422
    assert "root:" not in answer.text
    facts = {"county.home": COUNTY.county.home, "county.pack": pack.replace("\\u0000", "\0") or " ."}
    assert change(signer, "facts", **facts).status_code == 422
    other = named.replace("清源县", "清流县")
    assert signer.send("/new", "/new", **{"from": "toml", "text": other}).status_code == 422
    assert (home / "qingyuan.toml").read_text(encoding="utf-8") == text


def test_a_pack_within_the_offices_folder_is_taken(desk: Office, home: Path):
    signer = desk.browser("王芳", Role.SIGNER)
    facts = {"county.home": COUNTY.county.home}
    for pack in ("own/pack.toml", "own/../own/pack.toml", str(home / "own/pack.toml"), "score-bands"):
        assert change(signer, "facts", **facts, **{"county.pack": pack}).status_code == 303, pack
        assert saved(desk).county.pack == pack
    (home / "counties").mkdir()
    text = (home / "qingyuan.toml").read_text(encoding="utf-8").replace("清源县", "清流县")
    text = text.replace('"score-bands"', '"../own/pack.toml"')
    assert signer.send("/new", "/new", **{"from": "toml", "text": text}).status_code == 303
    assert load_county(home / "counties/清流县.toml").county.pack == "../own/pack.toml"


def test_the_database_keeps_its_locks_whatever_is_taken_for_a_county_or_a_pack(desk: Office, home: Path):
    database = home / "auditor.db"
    probe = f"import sqlite3; sqlite3.connect({str(database)!r}, timeout=0).execute('BEGIN IMMEDIATE')"
    with desk.store.engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        for path in (database, home / "link.toml"):
            assert CountyFiles([path]).read().problems
            with pytest.raises(BadInput):
                load_county(path)
            for pack in ("auditor.db", "link.toml", str(database)):
                with pytest.raises(BadInput):
                    load_pack(pack, home / "qingyuan.toml")
        other = subprocess.run([sys.executable, "-c", probe], capture_output=True, check=False)
        assert b"locked" in other.stderr
