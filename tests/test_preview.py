"""A quarter that has not begun is refused; one that runs is a preview: counts so far, nobody called late, no issue."""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from portals import column, county, reading, sightings, unread

from auditor.annual.prepare import load_quarters
from auditor.audit.build import build_audit
from auditor.audit.decisions import DecisionReason
from auditor.audit.grade import load_pack
from auditor.audit.model import Audit, IssueEntry
from auditor.base.errors import BadInput, NotAllowed
from auditor.base.period import LOCAL, Period
from auditor.base.settings import Place, clock_at
from auditor.base.terms import PENDING, AuditState, ColumnState
from auditor.circular.content import preview_note
from auditor.circular.printing import document_of, render_all
from auditor.circular.unit_papers import render_papers
from auditor.county.model import DisclosureColumn
from auditor.crawl.column import ColumnReading
from auditor.documents.fonts import choose_faces
from auditor.pipeline.decide import DecisionRequest, record_decision
from auditor.pipeline.line import audit_county, issue_circular
from auditor.recheck.prepare import find_circular
from auditor.store import RunMark, Store, open_store
from auditor.web.charts import heat_map, trend

Q1 = Period.parse("2020Q1")
PACK = load_pack("chongxin")
MIDDLE = datetime(2020, 2, 10, 3, tzinfo=LOCAL)
AFTER = datetime(2020, 4, 10, 3, tzinfo=LOCAL)


def columns() -> tuple[DisclosureColumn, ...]:
    return (
        column("完成栏目", unit="甲局"),
        column("尚缺栏目", unit="乙局", expect=3),
        column("零更新栏目", unit="丙局"),
        column("读不到栏目", unit="丁局"),
    )


def seen(at: datetime = MIDDLE) -> dict[str, ColumnReading]:
    full, short, none, broken = columns()
    return {
        full.key: reading(full.key, sightings(4, "2020-02-08", "甲"), read_at=at),
        short.key: reading(short.key, sightings(1, "2020-02-03", "乙"), read_at=at),
        none.key: reading(none.key, sightings(1, "2019-11-01", "丙"), read_at=at),
        broken.key: replace(unread(broken.key), read_at=at),
    }


def running(earlier: Sequence[Audit] = ()) -> Audit:
    return build_audit(county(columns()), Q1, PACK, seen(), earlier=earlier)


def test_no_unit_is_graded_worse_than_waiting_and_what_is_missing_is_said():
    audit = running()
    assert audit.state is AuditState.PREVIEW
    grades = {unit.name: unit.grade for unit in audit.units}
    assert grades["乙局"] == grades["丙局"] == grades["丁局"] == PENDING
    assert set(grades.values()) <= {"good", PENDING}
    said = {unit.name: "；".join(unit.reasons) for unit in audit.units}
    assert "尚缺：“尚缺栏目”2条" in said["乙局"]
    assert "尚缺：“零更新栏目”1条" in said["丙局"]
    assert "未能核查：“读不到栏目”" in said["丁局"]
    assert [row.count for row in audit.rows] == [4, 1, 0, None]
    assert not {"due-column-short", "stale-column", "consecutive-zero"} & {finding.rule for finding in audit.findings}
    assert all(unit.proposed in ("good", PENDING) for unit in audit.units)


def test_the_same_evidence_after_the_end_is_a_draft_with_grades():
    audit = build_audit(county(columns()), Q1, PACK, seen(AFTER))
    assert audit.state is AuditState.DRAFT
    assert {unit.name: unit.grade for unit in audit.units}["丙局"] == "late"


@pytest.mark.parametrize(("day", "state"), [(31, AuditState.PREVIEW), (32, AuditState.DRAFT)])
def test_the_last_day_still_runs(day: int, state: AuditState):
    at = datetime(2020, 3, 31, 23, 59, tzinfo=LOCAL) if day == 31 else datetime(2020, 4, 1, 0, 1, tzinfo=LOCAL)
    assert build_audit(county(columns()), Q1, PACK, seen(at)).state is state


def test_what_was_read_before_the_first_day_counts_nothing():
    before = datetime(2019, 12, 30, tzinfo=LOCAL)
    audit = build_audit(county(columns()), Q1, PACK, seen(before))
    assert {row.count for row in audit.rows} == {None}
    assert {row.state for row in audit.rows} <= {ColumnState.UNREADABLE, ColumnState.UNREACHABLE}


def test_a_preview_accuses_nobody_in_the_next_quarter():
    preview = running()
    q2 = Period.parse("2020Q2")
    only = column("零更新栏目", unit="丙局")
    later = {only.key: reading(only.key, sightings(1, "2019-11-01", "丙"), read_at=datetime(2020, 7, 9, tzinfo=LOCAL))}
    audit = build_audit(county([only]), q2, PACK, later, earlier=[preview])
    assert audit.units[0].previous_grade is None
    assert "consecutive-zero" not in {finding.rule for finding in audit.findings}


def test_every_page_and_file_says_that_the_period_runs(tmp_path: Path):
    audit = running()
    note = preview_note(audit)
    assert note.startswith("（进行中：2020年第一季度尚未结束，统计截至2020年2月10日")
    files, _ = render_all(audit, choose_faces(None), None)
    html = files["circular.html"].decode()
    assert note in html
    assert "@top-right { content:" in html, "it stands in the head of each printed page"
    with zipfile.ZipFile(io.BytesIO(files["circular.docx"])) as parts:
        for name in ("word/header1.xml",):
            assert note in parts.read(name).decode()
        assert b"rIdHead" in parts.read("word/document.xml")
    for name in ("tables.xlsx", "evidence.xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(files[name]))
        for sheet in book:
            assert sheet["A1"].value == note, (name, sheet.title)
            assert note in str(sheet.oddHeader.center.text)
    import pypdf

    for page in pypdf.PdfReader(io.BytesIO(files["circular.pdf"])).pages:
        assert "进行中" in page.extract_text().replace(" ", "")
    assert '"state": "preview"' in files["audit.json"].decode()
    assert "尚缺2条" in re.sub("<[^>]+>", "", html)


def text_of(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return re.sub(r"<[^>]+>", "", parts.read(name).decode())


def test_the_papers_that_go_with_a_preview_accuse_nobody(tmp_path: Path):
    audit = running()
    note = preview_note(audit)
    files, _ = render_papers(audit, choose_faces(None))
    assert note in text_of(files["brief.docx"], "word/header1.xml")
    brief = text_of(files["brief.docx"], "word/document.xml")
    assert "没有需要通报的问题" not in brief
    assert "没有连续两期" not in brief
    for sheet in openpyxl.load_workbook(io.BytesIO(files["ledger.xlsx"])):
        assert sheet["A1"].value == note
    with zipfile.ZipFile(io.BytesIO(files["notices.zip"])) as notices:
        names = [name for name in notices.namelist() if name.endswith(".docx")]
        assert {name.split("/")[0] for name in names} == {"01-乙局", "02-丙局"}
        for name in names:
            assert "整改" not in name
            assert note in text_of(notices.read(name), "word/header1.xml")
            said = text_of(notices.read(name), "word/document.xml")
            assert "整改" not in said
            assert "评定为" not in said
            assert "尚缺：" in said
            assert "2020年3月31日前补齐" in said
        for name in notices.namelist():
            if name.endswith(".xlsx"):
                assert {sheet["A1"].value for sheet in openpyxl.load_workbook(io.BytesIO(notices.read(name)))} == {note}


def test_no_day_of_a_preview_counts_from_a_signing_that_is_not():
    audit = running()
    document = document_of(audit)
    said = "".join(paragraph.text for paragraph in document.body)
    assert document.signed_on == date(2020, 2, 10)
    days = {date(*map(int, found)) for found in re.findall(r"(\d{4})年(\d+)月(\d+)日", said)}
    assert max(days) == date(2020, 3, 31), "until its last day what is missing can be made good"
    assert "将在期间结束后对" in said
    whole = build_audit(
        county(columns()[:3]), Q1, PACK, {key: value for key, value in seen().items() if key != columns()[3].key}
    )
    assert "工作要求" not in "".join(paragraph.text for paragraph in document_of(whole).body)


def test_a_running_period_is_compared_with_no_period_that_is_over():
    one = columns()[0]
    old = {one.key: reading(one.key, sightings(2, "2019-12-22", "旧"), read_at=AFTER, back_to="2019-09-20")}
    before = build_audit(county([one]), Period.parse("2019Q4"), PACK, old)
    audit = build_audit(county(columns()[:1]), Q1, PACK, seen(), earlier=[before])
    assert audit.rows[0].previous_count is not None
    assert not re.search("比上季度|与上季度", "".join(paragraph.text for paragraph in document_of(audit).body))
    over = build_audit(county(columns()[:1]), Q1, PACK, seen(AFTER), earlier=[before])
    assert re.search("比上季度|与上季度", "".join(paragraph.text for paragraph in document_of(over).body))


def test_a_week_that_has_not_come_shows_no_number():
    chart = heat_map(running(), "崇信县")
    counted = [line for line in chart.lines if line.cells]
    assert len(counted) == 3
    assert {len(line.cells) for line in counted} == {6}, "10 February is in the sixth week"
    assert chart.ahead == 7
    over = heat_map(build_audit(county(columns()), Q1, PACK, seen(AFTER)), "崇信县")
    assert {len(line.cells) for line in over.lines if line.cells} == {13}
    assert over.ahead == 0


def test_an_offices_own_wording_cannot_leave_the_mark_out(tmp_path: Path):
    from auditor.base.resources import shipped

    text = shipped("templates", "circular", "circular.txt.j2").read_text(encoding="utf-8")
    (tmp_path / "circular.txt.j2").write_text(text.replace("{% if is_draft %}", "{% if false %}"), encoding="utf-8")
    files, _ = render_all(running(), choose_faces(None), tmp_path)
    assert preview_note(running()) in files["circular.html"].decode()


def test_the_self_check_of_a_preview_holds(tmp_path: Path):
    store = stored(tmp_path)
    audit = audit_county(county(columns()), store, Place(tmp_path), Q1, clock_at("2020-02-11"))
    assert all(check.ok for check in audit.self_check), [check for check in audit.self_check if not check.ok]


# --- the store, issuing, deciding


def stored(home: Path) -> Store:
    store = open_store(home / "auditor.db")
    place = county(columns())
    mark = store.runs.start(place, RunMark(0, MIDDLE, date(2019, 10, 1), True))
    store.runs.save(mark, place, [(one, seen()[one.key]) for one in place.column])
    store.runs.finish(RunMark(mark.id, MIDDLE, mark.since, True, MIDDLE, "run-000001.warc.gz", "sha256:0"))
    return store


def test_a_preview_is_no_quarter_of_the_year_yet(tmp_path: Path):
    store, place = stored(tmp_path), county(columns())
    audit_county(place, store, Place(tmp_path), Q1, clock_at("2020-02-11"))
    assert load_quarters(place, store, 2020).audits == (None, None, None, None)


def test_the_charts_say_which_period_still_runs():
    [bar] = trend([running()])
    assert (bar.label, bar.kind) == ("2020年第一季度（进行中）", "part")
    assert bar.text.startswith("5条")
    [over] = trend([build_audit(county(columns()), Q1, PACK, seen(AFTER))])
    assert "进行中" not in over.label


def test_a_preview_is_not_issued_even_once_the_period_is_over(tmp_path: Path):
    store, place = stored(tmp_path), county(columns())
    entry = IssueEntry(number="清政办发〔2020〕1号", date=date(2020, 4, 16), by="王")
    with pytest.raises(NotAllowed, match="进行中"):
        issue_circular(place, store, Place(tmp_path), Q1, clock_at("2020-04-16"), entry)
    audit_county(place, store, Place(tmp_path), Q1, clock_at("2020-02-11"))
    with pytest.raises(NotAllowed, match="进行中"):
        find_circular(place, store, Q1)


def test_a_person_cannot_call_a_unit_late_before_the_time_is_up(tmp_path: Path):
    store, place = stored(tmp_path), county(columns())
    wish = DecisionRequest(unit="丙局", grade="late")
    reason = next(iter(DecisionReason)).value
    record_decision(place, store, Q1, clock_at("2020-02-11"), wish, reason=reason, text="试", by="王")
    audit = audit_county(place, store, Place(tmp_path), Q1, clock_at("2020-02-11"))
    assert {unit.name: unit.grade for unit in audit.units}["丙局"] == PENDING
    assert "人工认定的等次也暂不采用" in audit.notes[0]


def test_a_quarter_that_has_not_begun_is_refused(tmp_path: Path):
    store, place = stored(tmp_path), county(columns())
    entry = IssueEntry(number="", date=date(2020, 7, 16), by="王")
    q3, today = Period.parse("2020Q3"), clock_at("2020-02-11")
    with pytest.raises(BadInput, match="尚未开始"):
        audit_county(place, store, Place(tmp_path), q3, today)
    with pytest.raises(BadInput, match="尚未开始"):
        issue_circular(place, store, Place(tmp_path), q3, today, entry)
    wish = DecisionRequest(unit="丙局", grade="late")
    with pytest.raises(BadInput, match="尚未开始"):
        record_decision(place, store, q3, today, wish, reason="other", text="试", by="王")


def test_the_weeks_of_many_columns_are_shown_a_hundred_at_a_time():
    audit = build_audit(county(columns()), Q1, PACK, seen(AFTER))
    [table, *_] = audit.tables
    rows = tuple(table.rows[0].model_copy(update={"key": f"/{number}/"}) for number in range(250))
    many = audit.model_copy(update={"tables": (table.model_copy(update={"rows": rows}),)})
    assert many.digest() != audit.digest(), "a copy has a digest of its own"
    charts = [heat_map(many, "崇信县", page) for page in (1, 2, 3, 99)]
    assert [(len(chart.lines), chart.page, chart.pages) for chart in charts] == [
        (100, 1, 3), (100, 2, 3), (50, 3, 3), (50, 3, 3)
    ]  # fmt: skip
    assert len({line.href for chart in charts[:3] for line in chart.lines}) == 250
    assert len({chart.summary for chart in charts}) == 1, "which tells of all"
