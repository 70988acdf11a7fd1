"""An issued circular stands by what it was issued with: pack, county file and wording as they were."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from test_pipeline import APRIL, Q1, crawl

from auditor.audit.model import Audit, IssueEntry
from auditor.base.errors import BadInput, Outdated
from auditor.base.resources import shipped
from auditor.base.settings import Place, clock_at
from auditor.county.model import County, Former, example_county, load_county
from auditor.county.writing import save_county
from auditor.pipeline import line
from auditor.pipeline.line import audit_county, inputs_of, issue_circular
from auditor.pipeline.replay import replay_period
from auditor.recheck.prepare import prepare_recheck
from auditor.sample import SamplePortal
from auditor.store import Store, open_store


def county_with_own_pack(folder: Path, home: str) -> County:
    """Four columns of the sample portal, graded by a pack file beside the county file."""
    (folder / "own.toml").write_text(shipped("rules", "packs", "chongxin.toml").read_text("utf-8"), "utf-8")
    whole = load_county(example_county()).at(home)
    names = ("资源交易", "环境保护", "政府文件", "人事任免")
    columns = tuple(column for column in whole.column if column.name in names)
    units = tuple(unit for unit in whole.unit if any(column.unit == unit.name for column in columns))
    facts = whole.county.model_copy(update={"pack": "own.toml"})
    cut = whole.model_copy(update={"county": facts, "column": columns, "unit": units, "table": whole.table[:1]})
    save_county(folder / "county.toml", cut)
    return load_county(folder / "county.toml")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[County, Store, Place]]:
    """A county with a pack file of its own beside it, crawled."""
    place = Place(tmp_path / "home")
    store = open_store(place.database)
    with SamplePortal() as portal:
        county = county_with_own_pack(tmp_path, portal.home)
        crawl(county, store, place, "2020-04-10T02:30")
        yield county, store, place
    store.close()


def issue(office: tuple[County, Store, Place], number: str = "崇政办发〔2020〕1号") -> Audit:
    county, store, place = office
    return issue_circular(county, store, place, Q1, APRIL, IssueEntry(number=number, date=date(2020, 4, 16), by="王"))


def test_replay_stands_by_the_pack_and_the_owners_of_that_day(office: tuple[County, Store, Place]):
    county, store, place = office
    issued = issue(office)
    pack = county.path.parent / "own.toml"
    edited = pack.read_text("utf-8").replace('version = "', 'version = "edited-', 1)
    pack.write_text(edited, "utf-8")
    moved = county.column[0].model_copy(update={"unit": county.unit[1].name, "name": "改了名的栏目"})
    renamed = tuple(
        unit.model_copy(update={"name": "新设的局"}) if n == 0 else unit for n, unit in enumerate(county.unit)
    )
    later = county.model_copy(update={"column": (moved, *county.column[1:]), "unit": renamed})
    replayed = asyncio.run(replay_period(later, store, place, Q1))
    assert replayed.differences == ()
    assert replayed.audit.to_json() == issued.to_json()
    old, text = inputs_of(issued, later, store)
    assert (old.column, old.unit) == (county.column, county.unit)
    assert "edited-" not in text
    now = audit_county(county, store, place, Q1, APRIL)
    assert now.pack.version.startswith("edited-"), "a new draft goes by today's pack"


def test_the_follow_up_goes_by_the_pack_of_the_circular(office: tuple[County, Store, Place]):
    county, store, place = office
    issue(office)
    crawl(county, store, place, "2020-05-20T02:30")
    before = prepare_recheck(county, store, place, Q1)
    (county.path.parent / "own.toml").write_text("broken", "utf-8")
    assert prepare_recheck(county, store, place, Q1) == before


def test_a_pack_that_changes_while_issuing_stops_it(
    office: tuple[County, Store, Place], monkeypatch: pytest.MonkeyPatch
):
    county, store, _ = office
    pack, check = county.path.parent / "own.toml", line._require_issuable

    def edit_meanwhile(*given: object) -> None:
        pack.write_text(pack.read_text("utf-8") + "\n# 改动\n", "utf-8")
        check(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(line, "_require_issuable", edit_meanwhile)
    with pytest.raises(Outdated, match="评定规则文件有改动"):
        issue(office)
    assert store.audits.load_issued(county, Q1) is None


def test_a_circular_of_before_stands_by_what_there_is(office: tuple[County, Store, Place]):
    county, store, place = office
    issued = issue(office)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE circular SET pack = '', county_file = ''")
    assert inputs_of(issued, county, store)[0] is county
    assert asyncio.run(replay_period(county, store, place, Q1)).differences == ()


def test_every_issued_circular_replays_after_everything_it_rests_on_was_changed(
    office: tuple[County, Store, Place], tmp_path: Path
):
    county, store, place = office
    first = issue(office)
    crawl(county, store, place, "2020-04-20T02:30")
    numbers = ("崇政办发〔2020〕1号", "崇政办发〔2020〕2号")
    entry = IssueEntry(number=numbers[1], date=date(2020, 4, 21), by="王", supersedes=numbers[0])
    second = issue_circular(county, store, place, Q1, clock_at("2020-04-21T09:00"), entry)
    pack = county.path.parent / "own.toml"
    pack.write_text(pack.read_text("utf-8").replace('version = "', 'version = "edited-', 1), "utf-8")
    wording = tmp_path / "wording"
    (wording / "circular").mkdir(parents=True)
    text = (
        shipped("templates", "circular", "circular.txt.j2").read_text("utf-8").replace("现将结果通报如下", "通报如下")
    )
    (wording / "circular" / "circular.txt.j2").write_text(text, "utf-8")
    was = (Former(until=date(2020, 2, 1), unit=county.column[0].unit or "", name="旧名", url="/elsewhere/"),)
    moved = county.column[0].model_copy(update={"unit": county.unit[-1].name, "was": was})
    later = county.model_copy(update={"column": tuple(reversed((moved, *county.column[1:])))})
    changed = replace(place, wording=wording)
    for number, issued in zip(numbers, (first, second), strict=True):
        replayed = asyncio.run(replay_period(later, store, changed, Q1, number))
        assert replayed.differences == ()
        assert replayed.audit.to_json() == issued.to_json()
    with pytest.raises(BadInput, match="没有印发过"):
        asyncio.run(replay_period(later, store, changed, Q1, "没有这个文号"))
