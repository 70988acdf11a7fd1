"""A city over its counties: its file, its counts from their audits, its circular, issued and worked out again."""

import asyncio
import hashlib
import re
import shutil
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
from cities import CITY, NAMES, PERIOD, SILENT, DrawnCity, city_county, county_audit, draw_city, issue, moment

from auditor.audit.model import Audit, IssueEntry
from auditor.base.errors import AuditorError, BadInput, NotAllowed, Outdated
from auditor.base.period import LOCAL
from auditor.base.settings import Place
from auditor.base.terms import PENDING, AuditState, ColumnState, MemberSource
from auditor.circular.printing import document_of
from auditor.circular.unit_papers import Asking, asking_document, brief_document, notice_document
from auditor.cli import main
from auditor.county.city import CITY_TABLES, City, SpotCheck, load_city, load_subject
from auditor.county.model import load_county
from auditor.county.writing import dump_county
from auditor.pipeline import line
from auditor.pipeline.decide import DecisionRequest, record_decision
from auditor.pipeline.line import audit_county, gather, issue_circular, write_circular
from auditor.pipeline.replay import replay_period
from auditor.store import Store, open_store
from auditor.verify import verify_file

NOW = datetime(2026, 10, 20, 9, tzinfo=LOCAL)
SEED = "2026年10月9日开奖 03 11 17"


def clock() -> datetime:
    return NOW


@dataclass
class CityDesk:
    """A drawn city with its memory."""

    place: Place
    store: Store
    drawn: DrawnCity

    @property
    def city(self) -> City:
        return load_city(self.drawn.path)

    def audit(self) -> Audit:
        return audit_county(self.city, self.store, self.place, PERIOD, clock)

    def issue(self, number: str = "定政办发〔2026〕9号", **more: str) -> Audit:
        entry = IssueEntry(number=number, date=NOW.date(), by="李四", **more)  # type: ignore[arg-type]
        return issue_circular(self.city, self.store, self.place, PERIOD, clock, entry, self.audit().digest())

    def replay(self, number: str | None = None) -> tuple[str, ...]:
        return asyncio.run(replay_period(self.city, self.store, self.place, PERIOD, number)).differences


@contextmanager
def desk(folder: Path, **more: object) -> Iterator[CityDesk]:
    place = Place(folder / "home")
    store = open_store(place.database)
    try:
        yield CityDesk(place, store, draw_city(folder / "counties", store, **more))  # type: ignore[arg-type]
    finally:
        store.close()


@dataclass(frozen=True)
class UsualCity:
    """What most tests only look at: the counties, the city's draft, its files."""

    drawn: DrawnCity
    audit: Audit
    out: Path


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> UsualCity:
    folder = tmp_path_factory.mktemp("city")
    with desk(folder) as at:
        audit = at.audit()
        write_circular(audit, at.place, folder / "out")
        return UsualCity(at.drawn, audit, folder / "out")


# -- the file ----------------------------------------------------------------------------------------------------------


def faults(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput) as caught:
        load_city(path)
    return str(caught.value)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    for number, name in enumerate(NAMES[:3]):
        county = city_county(name, number, tmp_path)
        county.path.write_text(dump_county(county), "utf-8")
    return tmp_path / "city.toml"


def member(*files: str) -> str:
    return CITY.format(sample="", city="") + "".join(f'[[member]]\nfile = "{file}"\n' for file in files)


def test_a_city_is_read_with_its_members_called_as_their_files_are(written: Path):
    written.write_text(member("00.toml", "01.toml"), "utf-8")
    city = load_city(written)
    assert [unit.name for unit in city.unit] == ["安定区", "通渭县"]
    assert (city.county.pack, city.portal_name, city.addressees) == ("city-check", "各县（区）门户网站", "各县（区）")
    assert isinstance(load_subject(written), City)
    assert not isinstance(load_subject(written.parent / "00.toml"), City)


def test_wrong_members_are_all_named_with_file_key_and_cure(written: Path):
    shutil.copy(written.parent / "02.toml", written.parent / "again.toml")
    (written.parent / "other.toml").write_text(CITY.format(sample="", city="") + '[[member]]\nfile="x"\n', "utf-8")
    told = faults(written, member("00.toml", "gone.toml", "00.toml", "02.toml", "again.toml", "other.toml"))
    lines = told.splitlines()
    assert len(lines) == 4
    assert "member[2].file：“gone.toml”找不到文件。请检查路径" in lines[0]
    assert "member[3].file：“00.toml”写了两次。与第1个成员是同一个文件" in lines[1]
    assert "member[5].file：“again.toml”的县名“陇西县”重复。与第4个成员同名" in lines[2]
    assert "member[6].file：“other.toml”是市文件" in lines[3]
    assert all(str(written) in line for line in lines)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (("", '[[unit]]\nname = "甲"\n'), "不认识的键"),
        (("", '[sample]\nshare = 30\n'), "sample.seed：缺少必填项"),
        (("", '[sample]\nshare = 0\nseed = "1"\n'), "sample.share：“0”超出范围。应不小于 1"),
        (("", '[sample]\nshare = 30\nseed = "1"\nof = "units"\n'), "sample.of"),
        (('name       = "定水市"\n', ""), "city.name：缺少必填项"),
        (("[[member]]", "[[members]]"), "每个县（区）写一节 [[member]]，有 file"),
        (('"01.toml"', '"01.toml"\nname = "渭源县"'), "member[2].name：写的是“渭源县”，“01.toml”里的县名是“通渭县”"),
        (('"01.toml"', '"01.toml"\ntable = "b"'), "member[2].table：所属的表“b”未定义"),
        (('"定水市"', '"安定区"'), "成员不能与市同名"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_city_file_is_told(written: Path, changed: tuple[str, str], told: str):
    text = member("00.toml", "01.toml")
    text = text.replace(*changed) if changed[0] else text + changed[1]
    assert told in faults(written, text)


def test_a_county_file_is_no_city_and_a_city_file_no_county(written: Path):
    written.write_text(member("00.toml"), "utf-8")
    with pytest.raises(BadInput, match=r"是市文件，不是县配置文件。.*auditor city"):
        load_county(written)
    with pytest.raises(BadInput, match="是县配置文件，不是市文件"):
        load_city(written.parent / "00.toml")


# -- the counts --------------------------------------------------------------------------------------------------------


def test_a_city_counts_what_its_counties_audits_count(usual: UsualCity):
    at, audit = usual, usual.audit
    silent = load_county(at.drawn.counties[SILENT].path)
    assert all(check.ok for check in audit.self_check), audit.self_check
    # recounted another way: from the audits as they were kept, items by items
    known = {name: [row for row in one.rows if row.count is not None] for name, one in at.drawn.audits.items()}
    assert audit.total == sum(len(row.items) for rows in known.values() for row in rows)
    assert len(audit.rows) == sum(len(one.rows) for one in at.drawn.audits.values()) + len(silent.column)
    by_unit = {unit.name: unit for unit in audit.units}
    for name, one in at.drawn.audits.items():
        mine = [row for row in audit.rows if row.unit == name]
        assert [(row.column, row.count, row.state, row.due) for row in mine] == [
            (row.column, row.count, row.state, row.due) for row in one.rows
        ]
        whole = sum(row.count or 0 for row in one.rows)
        assert by_unit[name].total == (None if one.unknown_rows else whole)
        due = [row for row in one.rows if row.due and not row.exempt]
        if not one.unknown_rows:
            share = 100 * sum(not row.is_short for row in due) / len(due)
            assert by_unit[name].grade == ("pass" if share >= 80 else "fail")
    rows = [row for row in audit.rows if row.unit == SILENT]
    assert {(row.count, row.state) for row in rows} == {(None, ColumnState.UNREADABLE)}
    assert (by_unit[SILENT].grade, by_unit[SILENT].total) == (PENDING, None)


def test_every_member_tells_which_audit_it_is_known_by(usual: UsualCity):
    at, audit = usual, usual.audit
    told = {entry.name: entry for entry in audit.members}
    assert told["安定区"].source is MemberSource.ISSUED
    assert told["安定区"].number == "政办发〔2026〕1号"
    corrected = told[NAMES[3]]
    assert (corrected.number, corrected.supersedes) == ("政办发〔2026〕43号", "政办发〔2026〕4号")
    assert told[SILENT] == told[SILENT].model_copy(update={"source": MemberSource.NONE, "digest": ""})
    for name, one in at.drawn.audits.items():
        assert told[name].digest == one.digest()
        assert told[name].pack == f"{one.pack.id} {one.pack.version}"
    assert len({entry.pack for entry in audit.members if entry.pack}) == 3
    assert any("通渭县" in note and "还没有印发" in note for note in audit.notes)
    assert any(note.startswith(f"{SILENT}没有2026年第三季度的核查结果") for note in audit.notes)


def test_what_was_audited_only_while_the_quarter_ran_or_by_an_older_reader_is_unknown(tmp_path: Path):
    with desk(tmp_path) as at:
        for name, changes in ((NAMES[1], {"state": AuditState.PREVIEW}), (NAMES[2], {"reader": "1"})):
            audit = at.drawn.audits[name].model_copy(update=changes)
            at.store.audits.save_audit(at.drawn.counties[name], audit, NOW)
        audit = at.audit()
        assert at.replay() == ()
    told = {entry.name: entry.source for entry in audit.members}
    assert (told[NAMES[1]], told[NAMES[2]]) == (MemberSource.PREVIEW, MemberSource.OLDER)
    for name in NAMES[1:3]:
        assert {row.count for row in audit.rows if row.unit == name} == {None}
        assert next(unit.grade for unit in audit.units if unit.name == name) == PENDING
    assert sum("请重新" in note for note in audit.notes) == 2


def test_a_draft_is_passed_over_for_the_circular_in_force(tmp_path: Path):
    with desk(tmp_path) as at:
        county = at.drawn.counties["安定区"]
        at.store.audits.save_audit(county, county_audit(county, PERIOD, 999), NOW)
        entry = at.audit().members[0]
    assert (entry.source, entry.digest) == (MemberSource.ISSUED, at.drawn.audits["安定区"].digest())


def test_without_any_audit_the_city_says_what_to_do(tmp_path: Path):
    told = "定水市的县（区）都没有2025年第四季度的核查结果。请先"
    with desk(tmp_path) as at, pytest.raises(AuditorError, match=told):
        gather(at.city, at.store, PERIOD.previous(3))


def test_two_counties_may_have_a_column_at_one_address(tmp_path: Path):
    with desk(tmp_path, names=NAMES[:2]) as at:
        twin = at.drawn.counties[NAMES[1]]
        shared = twin.model_copy(update={"county": twin.county.model_copy(update={"home": "https://www.x0.gov.cn/"})})
        shared.path.write_text(dump_county(shared), "utf-8")
        one = county_audit(shared, PERIOD, 5)
        at.store.audits.save_audit(shared, one, NOW)
        audit = at.audit()
    assert len({row.key for row in audit.rows}) == len(audit.rows)
    assert sum(row.count or 0 for row in audit.rows if row.unit == NAMES[1]) == one.total
    assert all(check.ok for check in audit.self_check)


# -- lots --------------------------------------------------------------------------------------------------------------


def test_lots_can_be_drawn_again_by_hand(tmp_path: Path):
    with desk(tmp_path, sample=f'[sample]\nshare = 30\nseed = "{SEED}"') as at:
        audit = at.audit()
    lots = sorted(NAMES, key=lambda name: hashlib.sha256(f"{SEED}|2026Q3|{name}".encode()).hexdigest())
    assert {unit.name for unit in audit.units} == set(lots[:4])  # 30% of 12 are 3.6: four
    assert audit.sample
    assert (audit.sample.out_of, audit.sample.drawn, audit.sample.names) == (12, 4, NAMES)
    text = "".join(paragraph.text for paragraph in document_of(audit).body)
    assert f"从12个县（区）中按30%的比例随机抽取4个县（区），抽签种子为“{SEED}”" in text
    assert all(check.ok for check in audit.self_check)


def test_columns_may_be_drawn_in_every_member(tmp_path: Path):
    with desk(tmp_path, sample=f'[sample]\nshare = 40\nseed = "{SEED}"\nof = "columns"') as at:
        audit = at.audit()
        issued = at.issue()
        assert at.replay() == ()
    sizes = {name: len(one.rows) for name, one in at.drawn.audits.items()}
    for name, size in sizes.items():
        assert sum(row.unit == name for row in audit.rows) == -(-size * 40 // 100)
    assert audit.sample == issued.sample
    assert audit.sample
    assert audit.sample.drawn == len(audit.rows)
    assert len(audit.units) == len(NAMES)
    assert all(check.ok for check in audit.self_check)


def test_the_same_seed_draws_others_in_another_quarter_and_never_none():
    lots = SpotCheck(share=1, seed="甲")
    names = [f"县{number}" for number in range(40)]
    drawn = {lots.draw(names, PERIOD.previous(step)) for step in range(6)}
    assert {len(one) for one in drawn} == {1}
    assert len(drawn) > 1
    assert SpotCheck(share=100, seed="甲").draw(names, PERIOD) == tuple(names)


# -- the circular ------------------------------------------------------------------------------------------------------


def test_the_letters_of_a_city_speak_to_a_county_and_not_to_a_unit(usual: UsualCity):
    audit = usual.audit
    asking = Asking(date(2026, 10, 20), date(2026, 10, 27))
    papers = [notice_document(audit, unit) for unit in audit.units]
    papers += [asking_document(audit, unit, asking) for unit in audit.units]
    texts = ["".join([*(part.text for part in paper.body), *paper.slip]) for paper in papers]
    assert all("你县（区）" in text for text in texts)
    assert any("我县（区）" in text for text in texts)
    assert not any(word in text for text in texts for word in ("你单位", "我单位"))
    assert "个县（区）的" in brief_document(audit).body[0].text


def test_the_circular_speaks_of_counties_and_bounds_its_pass_rate(usual: UsualCity):
    audit = usual.audit
    text = "\n".join(paragraph.text for paragraph in document_of(audit).body)
    passed, failed = len(audit.graded("pass")), len(audit.graded("fail"))
    assert f"合格{passed}个、不合格{failed}个、待核实1个。" in text
    assert f"合格率不低于{100 * passed / 12:.1f}%、不高于{100 * (passed + 1) / 12:.1f}%" in text
    assert f"{SILENT}的全部" in text
    assert f"请{SILENT}于2026年10月26日前完成2026年第三季度的核查，并将结果报送市政务公开中心。" in text
    assert "个单位" not in text
    assert "复查" not in text, "a city makes no follow-up of its own"
    for name in ("circular.docx", "circular.html", "tables.xlsx"):
        assert [one.message for one in verify_file(usual.out / name).findings] == []


@pytest.mark.parametrize(
    ("said", "planted"),
    [
        ("合格1个、", "合格2个、"),
        ("对12个县（区）", "对13个县（区）"),
        ("更新率71.9%", "更新率79.1%"),
        ("（10个）", "（11个）"),
    ],
)
def test_planted_faults_in_a_citys_circular_are_found(usual: UsualCity, tmp_path: Path, said: str, planted: str):
    source, path = usual.out / "circular.docx", tmp_path / "planted.docx"
    with zipfile.ZipFile(source) as given, zipfile.ZipFile(path, "w") as changed:
        for name in given.namelist():
            text = given.read(name)
            assert name != "word/document.xml" or said.encode() in text
            changed.writestr(name, text.replace(said.encode(), planted.encode(), 1))
    assert verify_file(path).findings


def test_an_issued_circular_is_worked_out_again_to_the_byte(tmp_path: Path):
    with desk(tmp_path) as at:
        issued = at.issue()
        # afterwards: a county is audited anew, another issues, the files of all are gone but the city's
        for name in (NAMES[1], SILENT):
            county = at.drawn.counties[name]
            audit = county_audit(county, PERIOD, 777)
            at.store.audits.save_audit(county, audit, NOW)
            issue(at.store, county, audit, f"政办发〔2026〕{name}")
        city = at.city
        for county in at.drawn.counties.values():
            county.path.unlink()
        again = asyncio.run(replay_period(city, at.store, at.place, PERIOD))
        assert again.differences == ()
        assert again.audit.to_json() == issued.to_json()
        kept = at.store.audits.load_issued(city, PERIOD)
    assert kept
    assert kept.to_json() == issued.to_json()
    assert {entry.name: entry.digest for entry in issued.members}[SILENT] == ""


def test_what_a_county_says_otherwise_before_the_freezing_stops_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with desk(tmp_path) as at:
        draft = at.audit()
        county = at.drawn.counties[NAMES[1]]
        at.store.audits.save_audit(county, county_audit(county, PERIOD, 777), NOW)
        entry = IssueEntry(number="定政办发〔2026〕1号", date=NOW.date(), by="李四")
        with pytest.raises(Outdated):
            issue_circular(at.city, at.store, at.place, PERIOD, clock, entry, draft.digest())
        kept_check = line.check_documents

        def late(audit: Audit, wording: Path | None) -> Audit:
            at.store.audits.save_audit(county, county_audit(county, PERIOD, 778), NOW)
            return kept_check(audit, wording)

        monkeypatch.setattr(line, "check_documents", late)
        with pytest.raises(Outdated, match="核对期间有县的结果变化"):
            issue_circular(at.city, at.store, at.place, PERIOD, clock, entry)
        assert at.store.audits.load_issued(at.city, PERIOD) is None


def test_a_corrected_city_circular_supersedes_the_first_and_both_stay(tmp_path: Path):
    with desk(tmp_path) as at:
        first = at.issue()
        with pytest.raises(NotAllowed, match="已印发过通报"):
            at.issue("定政办发〔2026〕10号")
        second = at.issue("定政办发〔2026〕10号", supersedes="定政办发〔2026〕9号")
        assert at.replay("定政办发〔2026〕9号") == ()
        assert at.replay() == ()
    assert first.members == second.members


def test_a_person_may_grade_a_county_but_not_count_its_columns(tmp_path: Path):
    with desk(tmp_path) as at:
        at.audit()
        looked = {"looked_at": "2026-10-12T10:00", "address": "https://www.x6.gov.cn/"}
        wish = DecisionRequest(unit=SILENT, grade="fail", **looked)
        record_decision(at.city, at.store, PERIOD, clock, wish, reason="其他", text="到现场核对，均无更新", by="李四")
        audit = at.audit()
        assert next(unit.grade for unit in audit.units if unit.name == SILENT) == "fail"
        assert all(check.ok for check in audit.self_check)
        wish = DecisionRequest(column="通知公告", exempt=True)
        with pytest.raises(BadInput, match=r"市文件不决定单个栏目.*该县的配置文件"):
            record_decision(at.city, at.store, PERIOD, clock, wish, reason="其他", text="说明", by="李四")


def test_the_quarter_after_tells_the_change_of_each_county(tmp_path: Path):
    with desk(tmp_path) as at:
        before = audit_county(at.city, at.store, at.place, PERIOD.previous(), clock)
        audit = at.audit()
    totals = {unit.name: unit.total for unit in before.units}
    assert {unit.name: unit.previous_total for unit in audit.units} == totals
    assert moment(PERIOD) < NOW


# -- the manual and the command ----------------------------------------------------------------------------------------

MANUAL = (Path(__file__).parents[1] / "docs" / "city.md").read_text("utf-8")


def test_the_manuals_example_is_a_city_file_and_tells_every_key(tmp_path: Path):
    example = re.search(r"```toml\n(.*?)```", MANUAL, re.DOTALL)
    assert example
    for number, (file, name) in enumerate((("anding.toml", "安定区"), ("tongwei.toml", "通渭县"))):
        (tmp_path / file).write_text(dump_county(city_county(name, number, tmp_path)), "utf-8")
    path = tmp_path / "city.toml"
    path.write_text(example[1], "utf-8")
    city = load_city(path)
    assert [member.name for member in city.member] == ["安定区", "通渭县"]
    written = tomllib.loads(example[1])
    for name, table in CITY_TABLES.items():
        told = written.get(name, {})
        keys = set().union(*told) if isinstance(told, list) else set(told)
        if name != "issue":
            assert set(table.model_fields) - keys - {"audit", "portal"} == set(), name


def test_the_command_writes_the_table_and_the_circular_and_says_what_is_unknown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    with desk(tmp_path) as at:
        at.issue()
        county = at.drawn.counties[NAMES[1]]
        at.store.audits.save_audit(county, county_audit(county, PERIOD, 555), NOW)
    asked = [str(at.drawn.path), "-q", "2026Q3", "-o", str(tmp_path / "out"), "--home", str(tmp_path / "home")]
    with pytest.raises(SystemExit) as ended:
        main(["city", *asked, "--now", "2026-10-21T09:00"])
    assert ended.value.code == 3
    said = capsys.readouterr()
    assert f"{SILENT}　公开条数未能核查　更新率未能核查" in said.out
    assert f"市通报印发以后，{NAMES[1]}的结果有变化" in said.out + said.err
    assert {"rollup.xlsx", "circular.docx", "circular.pdf", "audit.json"} <= {
        p.name for p in (tmp_path / "out").iterdir()
    }
    with pytest.raises(SystemExit) as ended:
        main(["crawl", str(at.drawn.path), "--home", str(tmp_path / "home"), "--now", "2026-10-21T09:00"])
    assert ended.value.code == 2
