"""Looking back: what became of the problems one circular named; unknown is never 未整改."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from portals import HOME, NOW, column, county, reading, sighting, sightings, unread

from auditor.audit.build import build_audit
from auditor.audit.decisions import Decision, DecisionKind, DecisionReason
from auditor.audit.figures import load_figures
from auditor.audit.grade import load_pack
from auditor.audit.model import Audit, FindingEntry, IssueEntry
from auditor.audit.tally import Tally
from auditor.base.errors import AuditorError, BadInput
from auditor.base.period import Period
from auditor.base.settings import Place
from auditor.base.terms import AuditState, ColumnState, DateSource
from auditor.county.model import DisclosureColumn
from auditor.crawl.column import ColumnReading, Sighting
from auditor.documents.fonts import choose_faces
from auditor.documents.parts import printed_blocks
from auditor.documents.writing import print_paper, render_paper
from auditor.read import ArticleFacts
from auditor.recheck import Recheck, RecheckEvidence, RecheckVerdict, build_recheck
from auditor.recheck.document import build_document
from auditor.recheck.pages import PageSeen
from auditor.recheck.prepare import prepare_recheck
from auditor.recheck.printing import check_documents, recheck_paper
from auditor.recheck.values import CountOutcome, ProblemEntry
from auditor.store import RunMark, Store, open_store
from auditor.verify import render_text, verify_file

Q1 = Period.parse("2020Q1")
PACK = load_pack("chongxin")
LATER = NOW + timedelta(days=20)
CIRCULAR = date(2020, 4, 16)
OLD = "2019-11-02"


def seen_at(moment: datetime, *seen: Sighting) -> list[Sighting]:
    return [replace(one, first_seen=moment) for one in seen]


def old() -> list[Sighting]:
    return seen_at(NOW, sighting("往年的公告", OLD))


def looked_again(
    pairs: Sequence[tuple[DisclosureColumn, ColumnReading, ColumnReading]],
    *,
    extra: Sequence[FindingEntry] = (),
    pages: Mapping[str, PageSeen] | None = None,
) -> Recheck:
    place = county([chosen for chosen, _, _ in pairs])
    before = {chosen.key: first for chosen, first, _ in pairs}
    after = {chosen.key: second for chosen, _, second in pairs}
    audit = build_audit(place, Q1, PACK, before)
    audit = audit.model_copy(update={"findings": (*audit.findings, *extra)})
    return build_recheck(place, audit, RecheckEvidence(after, PACK, pages=pages or {}), CIRCULAR)


def again(
    before: Sequence[Sighting], after: Sequence[Sighting] | ColumnReading, **facts: object
) -> tuple[DisclosureColumn, ColumnReading, ColumnReading]:
    chosen = column("规划计划", **facts)
    second = after if isinstance(after, ColumnReading) else reading(chosen.key, after, read_at=LATER)
    return chosen, reading(chosen.key, before), second


def problem(recheck: Recheck, rule: str) -> ProblemEntry:
    [found] = [entry for entry in recheck.problems if entry.rule == rule]
    return found


def new(count: int, day: str = "2020-04-21") -> list[Sighting]:
    return seen_at(LATER, *sightings(count, day, "整改"))


@pytest.mark.parametrize(
    ("found", "verdict"),
    [(0, RecheckVerdict.NOT_YET), (2, RecheckVerdict.PARTLY), (3, RecheckVerdict.DONE), (5, RecheckVerdict.DONE)],
)
def test_a_short_column_needs_as_many_items_as_were_missing(found: int, verdict: RecheckVerdict):
    recheck = looked_again([again(old(), [*old(), *new(found)], expect=3)])
    entry = problem(recheck, "due-column-short")
    assert (entry.expected, entry.before, entry.after, entry.verdict) == (3, 0, found, verdict)
    assert len(entry.items) == found
    assert all(item.date == date(2020, 4, 21) and item.url.startswith(HOME) for item in entry.items)


def test_a_column_that_cannot_be_read_again_stays_unknown():
    chosen = column("规划计划")
    other = column("人事任免", "人社局")
    quiet = (other, reading(other.key, old()), reading(other.key, old(), read_at=LATER))
    for second in (
        unread(chosen.key),
        replace(unread(chosen.key), read_at=LATER),
        reading(chosen.key, old()),
        reading(chosen.key, new(0), read_at=LATER, back_to="2020-04-25"),
    ):
        recheck = looked_again([again(old(), second), quiet])
        entry = next(entry for entry in recheck.problems if entry.unit == "发改局")
        assert (entry.verdict, entry.after) == (RecheckVerdict.UNKNOWN, None)
        assert entry.reason
        unit = next(unit for unit in recheck.units if unit.name == "发改局")
        assert (unit.verdict, unit.after, unit.blind) == (RecheckVerdict.UNKNOWN, None, 1)


def test_what_was_there_before_is_no_rectification():
    early = seen_at(NOW, sighting("四月初的公告", "2020-04-03"))
    recheck = looked_again([again([*old(), *early], [*old(), *early])])
    assert problem(recheck, "due-column-short").verdict is RecheckVerdict.NOT_YET
    backwards = seen_at(LATER, sighting("补录的旧文", "2018-05-01"))
    recheck = looked_again([again(old(), [*old(), *backwards])])
    assert problem(recheck, "due-column-short").verdict is RecheckVerdict.NOT_YET


def test_a_late_entry_dated_back_into_the_quarter_is_new():
    filled = seen_at(LATER, sighting("补发的公告", "2020-03-20"))
    entry = problem(looked_again([again(old(), [*old(), *filled])]), "due-column-short")
    assert (entry.verdict, entry.items[0].date) == (RecheckVerdict.DONE, date(2020, 3, 20))


def test_an_item_without_a_date_does_not_decide():
    bare = seen_at(LATER, sighting("没有日期的公告", None))
    entry = problem(looked_again([again(old(), [*old(), *bare])]), "due-column-short")
    assert (entry.verdict, entry.after) == (RecheckVerdict.UNKNOWN, 0)
    assert "没有标注日期" in entry.reason


def test_a_blank_column_is_filled_or_still_blank():
    chosen = column("规划计划")
    blank = reading(chosen.key, state=ColumnState.BLANK, reached_end=True)
    still = replace(blank, read_at=LATER)
    filled = reading(chosen.key, new(1), read_at=LATER, reached_end=True)
    assert problem(looked_again([(chosen, blank, still)]), "blank-column").verdict is RecheckVerdict.NOT_YET
    assert problem(looked_again([(chosen, blank, filled)]), "blank-column").verdict is RecheckVerdict.DONE


def test_misplaced_items_must_be_gone():
    first, second = seen_at(
        NOW,
        sighting("县发改局召开年度工作会议", "2020-03-05", url=f"{HOME}m1.html"),
        sighting("县领导调研重点项目", "2020-03-06", url=f"{HOME}m2.html"),
    )
    good = seen_at(NOW, *sightings(3))
    for left, verdict in (
        ([first, second], RecheckVerdict.NOT_YET),
        ([first], RecheckVerdict.PARTLY),
        ([], RecheckVerdict.DONE),
    ):
        recheck = looked_again([again([first, second, *good], [*left, *good])])
        assert problem(recheck, "misfiled-news").verdict is verdict
    elsewhere = seen_at(LATER, sighting("县发改局召开座谈会", "2020-04-20", url=f"{HOME}m3.html"))
    recheck = looked_again([again([first, *good], [*elsewhere, *good])])
    assert problem(recheck, "misfiled-news").verdict is RecheckVerdict.DONE


def opened(name: str, article: ArticleFacts | None = None, fault: str = "") -> dict[str, PageSeen]:
    """The page of an item as it was opened again after the circular."""
    return {f"{HOME}{name}.html": PageSeen(f"run.warc.gz#{name}", LATER, article, fault)}


def test_a_missing_date_is_put_right_or_not():
    good = seen_at(NOW, *sightings(3))
    bare = seen_at(NOW, sighting("没有日期的公告", None, url=f"{HOME}u.html"))
    dated = seen_at(NOW, sighting("没有日期的公告", "2020-03-09", url=f"{HOME}u.html"))
    still = again([*bare, *good], [*bare, *good])
    assert problem(looked_again([again([*bare, *good], [*dated, *good])]), "undated").verdict is RecheckVerdict.DONE
    assert problem(looked_again([still]), "undated").verdict is RecheckVerdict.UNKNOWN, (
        "the page may bear a date by now"
    )
    page = ArticleFacts("没有日期的公告", None)
    assert problem(looked_again([still], pages=opened("u", page)), "undated").verdict is RecheckVerdict.NOT_YET
    page = ArticleFacts("没有日期的公告", date(2020, 3, 9), DateSource.ARTICLE)
    assert problem(looked_again([still], pages=opened("u", page)), "undated").verdict is RecheckVerdict.DONE


def test_a_date_missing_from_a_file_or_another_site_is_judged_by_the_list():
    good = seen_at(NOW, *sightings(3))
    for url in (f"{HOME}u.pdf", "http://elsewhere.test/u.html"):
        bare = seen_at(NOW, sighting("没有日期的公告", None, url=url))
        entry = problem(looked_again([again([*bare, *good], [*bare, *good])]), "undated")
        assert (entry.verdict, entry.unopened) == (RecheckVerdict.NOT_YET, 0)


BARE = ArticleFacts("关于某事项的通知", date(2020, 3, 5), formed=date(2020, 3, 1))
FULL = replace(BARE, index_no="000014349/2020-00012", publisher="清源县发展和改革局")


def lacking(*names: str) -> tuple[DisclosureColumn, ColumnReading, ColumnReading]:
    """A column whose list did not change, with documents that lack catalogue fields."""
    items = seen_at(
        NOW, *(sighting(f"{name}号通知", "2020-03-05", url=f"{HOME}{name}.html", article=BARE) for name in names)
    )
    return again(items, items, kind="policy")


def test_a_fault_on_a_page_that_was_not_opened_again_is_unknown():
    entry = problem(looked_again([lacking("p")]), "missing-catalogue-field")
    assert (entry.verdict, entry.unopened, entry.pages) == (RecheckVerdict.UNKNOWN, 1, ())
    assert "内容页未重新打开" in entry.reason


def test_a_page_opened_again_shows_what_became_of_its_fault():
    def entry(*pages: dict[str, PageSeen]) -> ProblemEntry:
        seen = {url: page for one in pages for url, page in one.items()}
        return problem(looked_again([lacking("p", "q")], pages=seen), "missing-catalogue-field")

    done = entry(opened("p", FULL), opened("q", FULL))
    assert (done.verdict, set(done.pages)) == (RecheckVerdict.DONE, {"run.warc.gz#p", "run.warc.gz#q"})
    assert entry(opened("p", BARE), opened("q", BARE)).verdict is RecheckVerdict.NOT_YET
    partly = entry(opened("p", FULL), opened("q", BARE))
    assert (partly.verdict, partly.reason) == (RecheckVerdict.PARTLY, "涉及的2条中仍有1条未改正")


def test_a_page_that_cannot_be_read_again_stays_unknown():
    for page in (opened("q", fault="连接超时"), opened("q")):
        for other in (FULL, BARE):
            found = looked_again([lacking("p", "q")], pages={**opened("p", other), **page})
            entry = problem(found, "missing-catalogue-field")
            assert (entry.verdict, entry.unopened) == (RecheckVerdict.UNKNOWN, 0), "neither 已整改 nor 未整改"
            assert "1条的内容页暂不能读取" in entry.reason
            assert "超时" not in entry.reason, "an office says that it could not be read"
    three = {**opened("p", FULL), **opened("q", BARE), **opened("r", fault="连接超时")}
    entry = problem(looked_again([lacking("p", "q", "r")], pages=three), "missing-catalogue-field")
    assert entry.verdict is RecheckVerdict.PARTLY, "whatever the third is"
    assert entry.reason == "涉及的3条中仍有1条未改正，1条的内容页暂不能读取"


def test_garbled_text_is_looked_for_on_the_page_and_a_garbled_title_in_the_list():
    def verdict(item: Sighting, pages: dict[str, PageSeen]) -> RecheckVerdict:
        items = seen_at(NOW, item)
        return problem(looked_again([again(items, items)], pages=pages), "garbled-text").verdict

    broken = replace(BARE, text="关于某事项的锟斤拷锟斤拷通知")
    on_page = sighting("关于某事项的通知", "2020-03-05", url=f"{HOME}g.html", article=broken)
    assert verdict(on_page, {}) is RecheckVerdict.UNKNOWN
    assert verdict(on_page, opened("g", replace(broken, text="关于某事项的通知全文"))) is RecheckVerdict.DONE
    assert verdict(on_page, opened("g", broken)) is RecheckVerdict.NOT_YET
    in_title = sighting("关于锟斤拷锟斤拷的通知", "2020-03-05", url=f"{HOME}g.html")
    assert verdict(in_title, {}) is RecheckVerdict.NOT_YET


def test_a_missing_interpretation_is_unknown_while_interpretations_cannot_be_read():
    policy, reads = column("政策文件", "政府办", kind="policy"), column("政策解读", "政府办", kind="interpretation")
    paper = seen_at(NOW, sighting("县政府办公室关于印发供水管理办法的通知", "2020-03-05"))
    own = seen_at(NOW, sighting("《用电管理办法》解读", "2020-03-01"))
    answer = seen_at(LATER, sighting("《供水管理办法》解读", "2020-04-20"))

    def verdict(later: ColumnReading) -> RecheckVerdict:
        pairs = [
            (policy, reading(policy.key, paper), reading(policy.key, paper, read_at=LATER)),
            (reads, reading(reads.key, own), later),
        ]
        return problem(looked_again(pairs), "policy-without-interpretation").verdict

    assert verdict(reading(reads.key, [*own, *answer], read_at=LATER)) is RecheckVerdict.DONE
    assert verdict(reading(reads.key, own, read_at=LATER)) is RecheckVerdict.NOT_YET
    assert verdict(replace(unread(reads.key), read_at=LATER)) is RecheckVerdict.UNKNOWN


def formed(day: str, on: str) -> Sighting:
    """A document formed ``on`` one day and published on another."""
    facts = ArticleFacts(
        "关于某事项的通知", date.fromisoformat(day), formed=date.fromisoformat(on), index_no="1", publisher="某局"
    )
    return sighting(f"{day}的通知", day, url=f"{HOME}{day}.html", article=facts)


def test_a_habit_is_judged_by_what_came_after():
    first = seen_at(NOW, formed("2020-03-20", "2020-01-02"))
    prompt = seen_at(LATER, formed("2020-04-21", "2020-04-20"))
    slow = seen_at(LATER, formed("2020-04-22", "2020-01-02"))
    for after, verdict in (([], RecheckVerdict.UNKNOWN), (prompt, RecheckVerdict.DONE), (slow, RecheckVerdict.NOT_YET)):
        entry = problem(looked_again([again(first, [*first, *after], kind="policy")]), "late-publication")
        assert entry.verdict is verdict


def test_a_silent_unit_has_spoken_or_not():
    silent = FindingEntry(rule="consecutive-zero", unit="发改局", column="", text="连续没有发布", force="print")
    told = problem(looked_again([again(old(), [*old(), *new(1)])], extra=[silent]), "consecutive-zero")
    assert told.verdict is RecheckVerdict.DONE
    still = problem(looked_again([again(old(), old())], extra=[silent]), "consecutive-zero")
    assert still.verdict is RecheckVerdict.NOT_YET


def test_a_unit_is_done_only_when_all_is_done():
    short, fine = column("规划计划"), column("项目公示", expect=2)
    pairs = [
        (short, reading(short.key, old()), reading(short.key, [*old(), *new(1)], read_at=LATER)),
        (fine, reading(fine.key, old()), reading(fine.key, old(), read_at=LATER)),
    ]
    [unit] = looked_again(pairs).units
    assert (unit.problems, unit.done, unit.not_yet, unit.after, unit.verdict) == (2, 1, 1, 1, RecheckVerdict.PARTLY)


def test_without_a_later_crawl_there_is_nothing_to_compare():
    with pytest.raises(AuditorError, match="还没有再次采集"):
        looked_again([again(old(), reading("/规划计划/", old()))])


def test_trial_findings_are_not_followed_up():
    trial = FindingEntry(rule="burst", unit="发改局", column="规划计划", text="试行", force="trial")
    assert "burst" not in {entry.rule for entry in looked_again([again(old(), old())], extra=[trial]).problems}


# -- columns without a count -------------------------------------------------------------------------------------------


def uncounted(decisions: Sequence[Decision] = ()) -> Recheck:
    """Five columns that the circular could not count: two read by now, three not, one of which a person may count."""
    names = (
        ("财政预算", "财政局"),
        ("人事任免", "人社局"),
        ("政务公告", "政府办"),
        ("用水公告", "水务局"),
        ("规划计划", "发改局"),
    )
    columns = [column(name, unit) for name, unit in names]
    later = (
        reading(columns[0].key, [*old(), *seen_at(LATER, *sightings(4)), *new(2)], read_at=LATER),
        reading(columns[1].key, old(), read_at=LATER),
        replace(unread(columns[2].key), read_at=LATER),
        unread(columns[3].key),
        reading(columns[4].key, new(2), read_at=LATER, back_to="2020-04-15"),
    )
    place, before = county(columns), {one.key: unread(one.key) for one in columns}
    evidence = RecheckEvidence({one.key: seen for one, seen in zip(columns, later, strict=True)}, PACK, decisions)
    return build_recheck(place, build_audit(place, Q1, PACK, before), evidence, CIRCULAR)


def test_every_column_without_a_count_is_told_with_what_became_of_it():
    again = uncounted()
    assert [(one.unit, one.outcome, one.count, one.reason) for one in again.uncounted] == [
        ("财政局", CountOutcome.READ, 4, ""),
        ("人社局", CountOutcome.READ, 0, ""),
        ("政府办", CountOutcome.OPEN, None, "页面暂不能读取"),
        ("水务局", CountOutcome.OPEN, None, "通报取证之后没有成功读取"),
        ("发改局", CountOutcome.OPEN, None, "页面暂不能读取"),
    ]
    assert "“财政预算”4条、人社局的“人事任免”0条" in said(again)
    assert "原通报数量待核的5个栏目，本次重新核查，其中现已能够读取2个，数量仍待核3个。" in said(again)
    assert "页面暂不能读取的有政府办的“政务公告”、发改局的“规划计划”；通报取证之后没有成功读取的有水务局" in said(again)
    assert "请政府办、水务局、发改局于" in said(again)


def test_a_column_counted_by_a_person_since_is_told_as_such():
    tally = Tally(6, LATER, f"{HOME}政务公告/", "sha256:ab.png").to_text()
    key = column("政务公告", "政府办").key
    facts = ("政府办", tally, DecisionReason.READ_BY_HAND, "当场打开网页清点", "张三", LATER, key)
    again = uncounted([Decision(DecisionKind.TALLY, *facts)])
    [one] = again.uncounted_with(CountOutcome.TALLIED)
    assert (one.unit, one.count) == ("政府办", 6)
    assert "经人工核查的栏目：政府办的“政务公告”，2020年第一季度公开信息6条。" in said(again)


def test_verify_agrees_with_what_became_of_columns_without_a_count(tmp_path: Path):
    recheck = check_documents(uncounted())
    assert all(check.ok for check in recheck.self_check), recheck.self_check
    assert Recheck.from_json(recheck.to_json()) == recheck
    for name in print_paper(recheck_paper(recheck), tmp_path).files[:3]:
        report = verify_file(tmp_path / name)
        assert report.is_consistent, render_text(report)


def test_where_every_column_was_counted_nothing_is_said_of_it():
    recheck = mixed()
    assert not recheck.uncounted
    assert "uncounted" not in recheck.to_json()
    assert "数量待核" not in said(recheck)


def said(recheck: Recheck) -> str:
    return "\n".join(paragraph.text for paragraph in build_document(recheck).body)


# -- documents ---------------------------------------------------------------------------------------------------------


def mixed() -> Recheck:
    """A follow-up with every verdict."""
    names = (("财政预算", "财政局", 3), ("人事任免", "人社局", 1), ("政务公告", "政府办", 1), ("用水公告", "水务局", 1))
    columns = [column(name, unit, expect=expect) for name, unit, expect in names]
    later: Sequence[ColumnReading] = (
        reading(columns[0].key, [*old(), *new(2)], read_at=LATER),
        replace(unread(columns[1].key), read_at=LATER),
        reading(columns[2].key, [*old(), *new(1)], read_at=LATER),
        reading(columns[3].key, old(), read_at=LATER),
    )
    return looked_again([(c, reading(c.key, old()), second) for c, second in zip(columns, later, strict=True)])


def test_verify_finds_nothing_wrong_in_the_follow_up(tmp_path: Path):
    recheck = check_documents(mixed())
    assert {entry.verdict for entry in recheck.problems} == set(RecheckVerdict)
    assert all(check.ok for check in recheck.self_check), recheck.self_check
    paper = recheck_paper(recheck)
    assert print_paper(paper, tmp_path).files == paper.names
    for name in paper.names[:4]:
        report = verify_file(tmp_path / name)
        assert report.is_consistent, render_text(report)


def test_the_document_names_every_unit_once_under_its_verdict():
    recheck = mixed()
    document = build_document(recheck)
    text = "\n".join(paragraph.text for paragraph in document.body)
    for verdict, unit in zip(RecheckVerdict, ("政府办", "财政局", "水务局", "人社局"), strict=True):
        assert f"{verdict.label}的单位（1个）\n{unit}。" in text
    assert "4个问题，其中已整改1个，部分整改或未整改2个，未能核查1个" in text
    assert "不按未整改处理" in text
    problems = document.annexes[0].table
    assert [row[6] for row in problems.rows] == ["部分整改", "未能核查", "已整改", "未整改"]
    assert [row[5] for row in problems.rows] == [2, "未能核查", 1, 0]


def test_all_formats_say_the_same():
    recheck = mixed()
    contents, _ = render_paper(recheck_paper(recheck), choose_faces())
    assert Recheck.from_json(contents["recheck.json"]) == recheck
    assert render_paper(recheck_paper(recheck), choose_faces())[0] == contents
    book = openpyxl.load_workbook(io.BytesIO(contents["recheck.xlsx"]))
    cells = {str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    tables = [block for block in printed_blocks(build_document(recheck)) if isinstance(block, tuple)]
    assert {text for table in tables for row in table for text in row if text} <= cells


# -- from the store ----------------------------------------------------------------------------------------------------


PLACE = county([column("规划计划"), column("人事任免", "人社局")])


def crawl(store: Store, at: datetime, seen: Mapping[str, Sequence[Sighting]]) -> None:
    mark = store.runs.start(PLACE, RunMark(0, at, date(2020, 1, 1), thorough=True))
    for chosen in PLACE.column:
        result = reading(chosen.key, seen.get(chosen.key, old()), read_at=at)
        store.runs.save(mark, PLACE, [(chosen, result)])
    store.runs.finish(replace(mark, finished_at=at, archive="a", digest="d"))


def issued(audit: Audit) -> Audit:
    entry = IssueEntry(number="清政办发〔2020〕12号", date=CIRCULAR, by="张三")
    return audit.model_copy(update={"state": AuditState.ISSUED, "issue": entry})


def test_an_issued_circular_is_followed_up_from_the_store(tmp_path: Path):
    store = open_store(tmp_path / "auditor.db")
    place = Place(tmp_path)
    try:
        with pytest.raises(AuditorError, match="还没有核查结果"):
            prepare_recheck(PLACE, store, place, Q1)
        crawl(store, NOW, {})
        readings = {key: history.for_period(Q1.last) for key, history in store.runs.load_readings(PLACE).items()}
        store.audits.issue(PLACE, issued(build_audit(PLACE, Q1, PACK, readings)), at=NOW)
        with pytest.raises(AuditorError, match="还没有再次采集"):
            prepare_recheck(PLACE, store, place, Q1)
        crawl(store, LATER, {"/规划计划/": [*old(), sighting("整改后的公告", "2020-04-21")]})
        recheck = prepare_recheck(PLACE, store, place, Q1)
        assert [(entry.unit, entry.verdict) for entry in recheck.problems] == [
            ("发改局", RecheckVerdict.DONE),
            ("人社局", RecheckVerdict.NOT_YET),
        ]
        [item] = recheck.problems[0].items
        assert (item.title, item.first_seen) == ("整改后的公告", LATER)
        assert recheck.number == "清政办发〔2020〕12号"
        with pytest.raises(BadInput, match="没有印发过"):
            prepare_recheck(PLACE, store, place, Q1, "别的文号")
    finally:
        store.close()


BY_FIGURES = """
[pack]
id = "own"
title = "试用"
version = "1"
[[grade]]
id = "good"
label = "较好"
rectify = false
[[grade]]
id = "late"
label = "不及时"
[figures]
file = "采用-{period}.csv"
source = "县政府办信息科"
columns = { adopted = "采用数" }
[[rule]]
grade = "good"
all = [{ fact = "figures:adopted", is = ">=", value = 5 }, { fact = "total", is = ">=", value = 3 }]
[[rule]]
grade = "late"
"""


def test_the_figures_are_those_of_the_circular_whatever_became_of_the_sheet(tmp_path: Path):
    (tmp_path / "own.toml").write_text(BY_FIGURES, "utf-8")
    head = PLACE.county.model_copy(update={"pack": "own.toml"})
    place = PLACE.model_copy(update={"path": tmp_path / "county.toml", "county": head})
    pack, sheet = load_pack("own.toml", place.path), tmp_path / "采用-2020Q1.csv"
    sheet.write_text("单位,采用数\n发改局,5\n人社局,1\n", "utf-8")
    fault = FindingEntry(rule="duplicate", unit="人社局", column="人事任免", text="重复", force="print")
    store = open_store(tmp_path / "auditor.db")
    try:
        crawl(store, NOW, {})
        readings = {key: history.for_period(Q1.last) for key, history in store.runs.load_readings(place).items()}
        audit = issued(build_audit(place, Q1, pack, readings, figures=load_figures(place, pack, Q1)))
        audit = audit.model_copy(update={"findings": (*audit.findings, fault)})
        store.audits.issue(place, audit, at=NOW)
        sheet.unlink()
        undated = replace(sighting("没有日期的公告", "2020-04-21"), date=None)
        crawl(store, LATER, {"/人事任免/": [*old(), *new(2), undated]})  # too few were adopted, dated or not
        told = problem(prepare_recheck(place, store, Place(tmp_path), Q1), "duplicate")
        assert told.verdict is RecheckVerdict.DONE, told.reason
        sheet.write_text("单位,采用数\n不认识的局,一\n", "utf-8")
        assert problem(prepare_recheck(place, store, Place(tmp_path), Q1), "duplicate") == told
    finally:
        store.close()


FOUR_GRADES = """
[[grade]]
id    = "top"
label = "优秀"
[[grade]]
id    = "fair"
label = "较好"
rectify = false
[[grade]]
id    = "poor"
label = "一般"
[[grade]]
id    = "none"
label = "未更新"
[[rule]]
grade = "top"
all   = [{ fact = "total", is = ">=", value = 6 }]
[[rule]]
grade = "fair"
all   = [{ fact = "total", is = ">=", value = 3 }]
[[rule]]
grade = "poor"
all   = [{ fact = "total", is = ">=", value = 1 }]
[[rule]]
grade = "none"
"""


def four_grades(folder: Path, grades: str = FOUR_GRADES) -> Audit:
    """One unit in each of four grades, by a pack that is one file."""
    head = '[pack]\nid = "four"\ntitle = "四档"\nversion = "1"\n'
    (folder / "four.toml").write_text(head + grades, encoding="utf-8")
    pack = load_pack("four.toml", folder / "county.toml")
    counts = {"甲局": 7, "乙局": 4, "丙局": 1, "丁局": 0}
    columns = [column(f"栏目{unit}", unit=unit) for unit in counts]
    seen = {
        one.key: reading(one.key, [*old(), *sightings(count, "2020-03-20", one.name)])
        for one, count in zip(columns, counts.values(), strict=True)
    }
    return build_audit(county(columns), Q1, pack, seen)


def test_a_fourth_grade_costs_one_file_and_says_itself_whom_it_asks(tmp_path: Path):
    audit = four_grades(tmp_path)
    assert {unit.name: unit.grade for unit in audit.units} == {
        "甲局": "top", "乙局": "fair", "丙局": "poor", "丁局": "none",
    }  # fmt: skip
    assert [audit.must_rectify(grade) for grade in ("top", "fair", "poor", "none", "pending")] == [
        False, False, True, True, False,
    ]  # fmt: skip
    assert Audit.from_json(audit.to_json()) == audit
    place = county([column(f"栏目{unit.name}", unit=unit.name) for unit in audit.units])
    later = {one.key: reading(one.key, old(), read_at=LATER) for one in place.column}
    found = build_recheck(place, audit, RecheckEvidence(later, PACK, pages={}), CIRCULAR)
    assert {unit.name for unit in found.units} == {"丙局", "丁局"}


def test_even_the_first_grade_may_ask_for_rectification(tmp_path: Path):
    audit = four_grades(tmp_path, FOUR_GRADES.replace('"优秀"', '"优秀"\nrectify = true').replace("false", "true"))
    assert all(audit.must_rectify(grade.id) for grade in audit.pack.grades if grade.id != "pending")


def test_what_a_pack_does_not_say_stands_in_no_file():
    audit = build_audit(county([column("规划计划")]), Q1, PACK, {})
    assert '"rectify":' not in audit.to_json()
    assert [audit.must_rectify(grade) for grade in ("good", "partial", "late", "pending")] == [False, True, True, False]


def test_the_colours_follow_the_order_of_the_grades(tmp_path: Path):
    from auditor.base.resources import shipped
    from auditor.web.charts import unit_bars
    from auditor.web.pages import tone_of

    audit = four_grades(tmp_path)
    assert [tone_of(audit, grade) for grade in ("top", "fair", "poor", "none", "pending", "?")] == [
        "tone-0", "tone-1", "tone-3", "tone-4", "pending", "",
    ]  # fmt: skip
    assert [bar.kind for bar in unit_bars(audit, audit.units)] == ["tone-0", "tone-1", "tone-3", "tone-4"]
    three = build_audit(county([column("规划计划")]), Q1, PACK, {})
    assert [tone_of(three, grade) for grade in ("good", "partial", "late")] == ["tone-0", "tone-2", "tone-4"]
    sheet = shipped("templates", "web", "static", "auditor.css").read_text(encoding="utf-8")
    assert all(f".meter.tone-{n}" in sheet and f".tag.tone-{n}" in sheet for n in range(5))
