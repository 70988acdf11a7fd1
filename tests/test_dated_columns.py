"""A column's unit, name and address have dates: what moves changes the future, never a past quarter."""

import asyncio
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from test_pipeline import APRIL, Q1, crawl
from web_office import PLANS
from web_office import office as web_office

from auditor.annual.prepare import load_quarters
from auditor.audit.model import IssueEntry
from auditor.base.errors import BadInput
from auditor.base.period import Period
from auditor.base.settings import Place
from auditor.base.terms import Role
from auditor.cli import main
from auditor.county.model import County, Former, example_county, load_county, parse_county
from auditor.county.past import past_text, read_past
from auditor.county.writing import dump_county, save_county, update_text
from auditor.pipeline.decide import DecisionRequest, record_decision
from auditor.pipeline.line import audit_county, issue_circular
from auditor.pipeline.replay import replay_period
from auditor.recheck.prepare import prepare_recheck
from auditor.sample import SamplePortal
from auditor.sheet import county_from_sheet, export_sheet, read_sheet
from auditor.store import Store, open_store

FILE = """
[county]
name = "清溪县"
home = "https://www.qingxi.example.cn/"

[[table]]
id = "departments"
title = "统计表"
group = "政府部门"

[[table]]
id = "others"
title = "其他"
group = "其他"

[[unit]]
name = "财政局"
table = "departments"

[[unit]]
name = "国资局"
table = "departments"
until = 2026-08-31

[[column]]
name = "决算公开"
url = "/new/czjs/"
unit = "财政局"
was = [
  { until = 2026-06-30, unit = "国资局" },
  { until = 2026-03-31, url = "/czjs/", name = "决算" },
  { until = 2025-12-31, owner = "相关部门", table = "others" },
]

[[column]]
name = "旧栏目"
url = "/old/"
unit = "财政局"
until = 2026-06-30
"""


def told(county: County, day: str) -> tuple[str, str, str | None, str]:
    column = county.on(date.fromisoformat(day)).column[0]
    return column.name, column.url, column.unit, column.owner


@pytest.fixture
def county() -> County:
    return parse_county(FILE, Path("qx.toml"))


def test_a_column_stands_as_it_stood_that_day(county: County):
    assert told(county, "2025-12-31") == ("决算", "/czjs/", None, "相关部门")
    assert told(county, "2026-01-01") == ("决算", "/czjs/", "国资局", "")
    assert told(county, "2026-03-31") == ("决算", "/czjs/", "国资局", "")
    assert told(county, "2026-04-01") == ("决算公开", "/new/czjs/", "国资局", "")
    assert told(county, "2026-07-01") == ("决算公开", "/new/czjs/", "财政局", "")


def test_its_identity_is_its_first_address_whichever_day_is_looked_at(county: County):
    days = ("2025-01-01", "2026-01-01", "2026-04-01", "2026-09-01")
    assert {county.on(date.fromisoformat(day)).column[0].key for day in days} == {"/czjs/"}
    assert county.on(date(2026, 9, 1)) is county
    then = county.on(date(2026, 2, 1))
    assert then.on(date(2026, 9, 1)) is then, "the file of that day knows nothing of what came later"


def test_a_column_that_ended_counts_in_no_later_quarter(county: County):
    names = [[one.name for one in county.columns_during(Period.parse(quarter))] for quarter in ("2026Q2", "2026Q3")]
    assert names == [["决算公开", "旧栏目"], ["决算公开"]]


def test_the_past_is_written_and_read_back_with_the_file(county: County):
    assert parse_county(dump_county(county), county.path) == county
    moved = county.column[1].model_copy(update={"was": county.column[0].was[:1]})
    changed = county.model_copy(update={"column": (county.column[0], moved)})
    assert parse_county(update_text(FILE, changed), county.path).column == changed.column


@pytest.mark.parametrize(
    ("was", "fault"),
    [
        ('{ until = 2026-06-30, unit = "无此局" }', "原责任单位“无此局”未定义"),
        ("{ until = 2026-06-30 }", "没有写原来是什么"),
        ('{ until = 2026-06-30, url = "/old/" }', "地址相同"),
        ('{ until = 2026-06-30, url = "http：//x/" }', "全角标点"),
        ('{ unit = "国资局" }', "缺少必填项"),
        ('{ until = 2026-06-30, unit = "国资局" }, { until = 2026-06-30, name = "旧名" }', "截至同一天"),
        ('{ until = 2026-06-30, units = "国资局" }', "不认识的键"),
    ],
)
def test_a_past_that_cannot_be_is_named(was: str, fault: str):
    start, end = FILE.index("was = ["), FILE.index("]\n", FILE.index("was = [")) + 1
    with pytest.raises(BadInput) as caught:
        parse_county(FILE[:start] + f"was = [{was}]" + FILE[end:], Path("qx.toml"))
    assert fault in str(caught.value)
    assert "column[1]" in str(caught.value)


# -- through the line --------------------------------------------------------------------------------------------------


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[County, Store, Place]]:
    place = Place(tmp_path / "home")
    store = open_store(place.database)
    with SamplePortal() as portal:
        whole = load_county(example_county()).at(portal.home)
        names = ("资源交易", "环境保护", "政府文件", "人事任免")
        columns = tuple(column for column in whole.column if column.name in names)
        units = tuple(unit for unit in whole.unit if any(column.unit == unit.name for column in columns))
        cut = whole.model_copy(update={"column": columns, "unit": units, "table": whole.table[:1]})
        save_county(tmp_path / "county.toml", cut)
        county = load_county(tmp_path / "county.toml")
        crawl(county, store, place, "2020-04-10T02:30")
        yield county, store, place
    store.close()


def moved(county: County, **was: object) -> County:
    """The county with its first column at another unit's and under another name, from a day on."""
    text = dump_county(county)
    first = county.column[0]
    other = next(unit.name for unit in county.unit if unit.name != first.unit)
    former = ", ".join(f'{key} = "{value}"' for key, value in {"unit": first.unit, "name": first.name, **was}.items())
    entry = text.index("[[column]]")
    own = text[entry:].replace(f'unit = "{first.unit}"', f'unit = "{other}"', 1)
    own = own.replace(f'name = "{first.name}"', f'name = "新名"\nwas = [{{ {former} }}]', 1)
    return parse_county(text[:entry] + own, county.path)


def test_a_move_changes_the_future_and_no_past_quarter(office: tuple[County, Store, Place]):
    county, store, place = office
    before = audit_county(county, store, place, Q1, APRIL)
    later = moved(county, until="2020-04-30")
    assert later.column[0].unit != county.column[0].unit
    assert audit_county(later, store, place, Q1, APRIL).to_json() == before.to_json()
    assert not asyncio.run(replay_period(later, store, place, Q1)).differences
    already = moved(county, until="2020-03-30")
    rows = audit_county(already, store, place, Q1, APRIL).rows
    assert next(row for row in rows if row.key == county.column[0].key).unit == already.column[0].unit


def test_decisions_and_the_follow_up_go_by_the_owner_of_the_quarter(office: tuple[County, Store, Place]):
    county, store, place = office
    issue_circular(
        county, store, place, Q1, APRIL, IssueEntry(number="崇政办发〔2020〕1号", date=date(2020, 4, 16), by="王")
    )
    crawl(county, store, place, "2020-05-20T02:30")
    before = prepare_recheck(county, store, place, Q1)
    year = load_quarters(county, store, 2020)
    later = moved(county, until="2020-04-30")
    assert prepare_recheck(later, store, place, Q1) == before
    assert load_quarters(later, store, 2020) == year
    wish = DecisionRequest(column=county.column[0].name, exempt=True)
    decision, _ = record_decision(later, store, Q1, APRIL, wish, reason="portal-fault", text="门户迁移", by="王")
    assert decision.unit == county.column[0].unit


def test_a_new_address_keeps_the_items_and_the_archive_replays(office: tuple[County, Store, Place]):
    county, store, place = office
    first = county.column[0]
    seen = {one.key: one.first_seen for one in store.runs.load_readings(county)[first.key].newest.sightings}
    text = dump_county(county).replace(
        f'url = "{first.url}"', f'url = "{first.url}?new=1"\nwas = [{{ until = "2020-04-12", url = "{first.url}" }}]', 1
    )
    later = parse_county(text, county.path)
    assert later.column[0].key == first.key
    crawl(later, store, place, "2020-04-12T02:30")
    assert store.runs.load_readings(later)[first.key].newest.address == ""
    crawl(later, store, place, "2020-04-13T02:30")
    newest = store.runs.load_readings(later)[first.key].newest
    assert newest.address == f"{first.url}?new=1"
    assert newest.entry
    assert newest.entry.url.endswith("?new=1")
    assert {one.key: one.first_seen for one in newest.sightings} == seen
    audit_county(later, store, place, Q1, APRIL)
    assert not asyncio.run(replay_period(later, store, place, Q1)).differences
    late = parse_county(text.replace("2020-04-12", "2020-04-01"), county.path)
    audit_county(late, store, place, Q1, APRIL)
    assert not asyncio.run(replay_period(late, store, place, Q1)).differences, "a move told late replays as asked"


# -- how it is entered -------------------------------------------------------------------------------------------------


def test_the_past_stands_in_one_cell_and_is_read_back(county: County):
    odd = Former(until=date(2026, 1, 1), name="甲；乙=丙\\丁\n戊", url="/a;b/?c=1")
    for was in ((), county.column[0].was, (odd,)):
        assert [Former(**one) for one in read_past(past_text(was))] == list(was)
    assert read_past("原情况截至＝2026-06-30\n原责任单位=国资局") == [{"until": "2026-06-30", "unit": "国资局"}]
    for text in ("国资局", "原责任单位=国资局", "原情况截至=去年"):
        with pytest.raises(ValueError, match=r"."):
            read_past(text)


def imported(table: Path, path: Path, *more: str) -> int:
    """The exit code of the import."""
    with pytest.raises(SystemExit) as leaving:
        main(["import", str(table), "-o", str(path), *more])
    return int(leaving.value.code or 0)


def test_a_sheet_that_moves_a_column_must_say_from_when(county: County, tmp_path: Path):
    path = tmp_path / "qx.toml"
    save_county(path, county)
    table = tmp_path / "qx.csv"
    table.write_text("栏目名称,责任单位,网址\n决算公开,国资局,/new/czjs/\n", "utf-8")
    assert imported(table, path) == 2
    assert load_county(path).column == county.column, "nothing is written before it is said"
    assert imported(table, path, "--from", "2026-07-10") == 0
    made = load_county(path)
    assert (told(made, "2026-07-09")[2], told(made, "2026-07-10")[2]) == ("财政局", "国资局")
    assert told(made, "2026-03-01") == told(county, "2026-03-01")
    assert imported(table, path, "--from", "2026-07-10") == 0, "said again, nothing moves"
    assert load_county(path) == made


def test_a_county_with_a_past_goes_out_as_a_spreadsheet_and_comes_back(county: County, tmp_path: Path):
    export_sheet(county, tmp_path / "a.xlsx")
    again = county_from_sheet(read_sheet(tmp_path / "a.xlsx")).county
    assert [(one.was, one.until) for one in again.column] == [(one.was, one.until) for one in county.column]


def test_the_editor_asks_from_when(tmp_path: Path):
    with web_office(tmp_path) as desk:
        signer = desk.browser("王芳", Role.SIGNER)
        edit, key = "/county/清源县/edit/column", PLANS.url
        page = f"{edit}?key={key}"
        before = load_county(desk.folder / "qingyuan.toml")
        unit = next(one.name for one in before.unit if one.name != PLANS.unit)
        typed = {"key": key, "name": PLANS.name, "url": "/moved/", "unit": unit, "due": ["1", "2", "3", "4"]}

        def save(**more: object) -> int:
            seen = signer.read(page).split('name="seen" value="')[1].split('"')[0]
            return signer.send(edit, page, seen=seen, **typed, **more).status_code

        assert save() == 422
        assert save(moved="明年") == 422
        assert load_county(desk.folder / "qingyuan.toml") == before
        assert save(moved="2020-04-15") == 303
        column = next(one for one in load_county(desk.folder / "qingyuan.toml").column if one.key == key)
        assert (column.url, column.unit) == ("/moved/", unit)
        assert (column.on(date(2020, 4, 14)).url, column.on(date(2020, 4, 14)).unit) == (PLANS.url, PLANS.unit)
        page = f"{edit}?key=/moved/"
        past = signer.read(page).split('name="was" value="')[1].split('"')[0]
        assert "原情况截至=2020-04-14" in past
        typed |= {"key": "/moved/", "name": "改正了的名称", "was": past}
        assert save() == 303, "a name may be put right without a day"
        changed = next(one for one in load_county(desk.folder / "qingyuan.toml").column if one.key == key)
        assert (changed.was, changed.name) == (column.was, "改正了的名称")
