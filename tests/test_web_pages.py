"""The pages themselves: what they show, what a decision, an edit and an issue do, and what hostile titles cannot."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from portals import reading, sighting
from web_office import (
    COUNTY,
    FUNDS,
    HERE,
    HOSTILE,
    LOOKED,
    NOTICES,
    PLANS,
    Q1,
    SAW,
    Browser,
    Office,
    crawl,
    hostile_readings,
    known_readings,
    office,
    plain_readings,
)

from auditor.audit.model import Audit, IssueEntry
from auditor.base.settings import Place
from auditor.base.terms import PENDING, AuditState, ColumnState, NoticeKind, NoticeState, Role, TaskKind, TaskState
from auditor.circular import printing
from auditor.circular.pictures import Picture
from auditor.documents import writing
from auditor.documents.readback import docx_blocks
from auditor.pipeline import line
from auditor.pipeline.pictures import note_picture
from auditor.store.agenda import TaskRecord
from auditor.store.audits import AuditStore
from auditor.store.notices import Notice
from auditor.store.runs import RunStore
from auditor.web.charts import heat_map
from auditor.web.pages import path_to


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, plain_readings) as opened:
        yield opened


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, known_readings) as opened:
        yield opened


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, hostile_readings) as opened:
        yield opened


def audit_of(desk: Office) -> Audit:
    audit = desk.store.audits.load_audit(COUNTY, Q1)
    assert audit
    return audit


def grade_of(desk: Office, unit: str) -> str:
    return next(entry.grade for entry in audit_of(desk).units if entry.name == unit)


def passage(page: str) -> str:
    """The original of the first problem."""
    return unescape(re.findall(r'name="original" value="(\*\*[^"]*)"', page)[0])


def test_the_overview_shows_periods_next_work_and_what_cannot_be_verified(desk: Office):
    page = desk.browser("赵敏", Role.READER).read("/")
    for words in (
        "清源县",
        "2020年第一季度",
        "草稿",
        "1个栏目未能核查",
        "从未核查成功",
        "2020-04-11 02:30",
        "2020-07-10",
    ):
        assert words in page, words


def test_a_quarter_shows_units_and_an_unknown_column_is_never_a_zero(desk: Office):
    page = desk.browser("赵敏", Role.READER).read(HERE)
    for words in ("发改局", "更新情况较好", "民政局", "待核实", "未能核查（不是零）", 'class="hatch"'):
        assert words in page, words
    row = re.search(r"资金公示</a></th>(.*?)</tr>", page.partition("各栏目每周更新</h2>")[2])
    assert row
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", row[1])
    assert cells == ["民政局", "无法访问，未能核查（不是零）", "—"]
    assert "0条，1个栏目未能核查" not in page


def test_a_column_of_which_the_number_alone_is_known_has_no_weeks_of_zeros(desk: Office):
    audit = desk.store.audits.load_audit(COUNTY, Q1)
    assert audit
    rows = [
        row.model_copy(update={"state": ColumnState.TALLIED, "count": 7, "items": ()}) if row.count is None else row
        for table in audit.tables
        for row in table.rows
    ]
    tables = [audit.tables[0].model_copy(update={"rows": tuple(rows)})]
    shown = heat_map(audit.model_copy(update={"tables": tuple(tables)}), "清源县")
    [told] = [one for one in shown.lines if not one.cells]
    assert (told.total, told.state) == ("7", "人工核查，只有条数，发布日期不详")


def test_the_filters_leave_only_the_units_asked_for(desk: Office):
    browser = desk.browser("赵敏", Role.READER)
    table = browser.read(f"{HERE}?grade=pending").split("<caption>")[1].split("</table>")[0]
    assert "民政局" in table
    assert "发改局" not in table
    assert "没有符合条件的单位" in browser.read(f"{HERE}?grade=pending&table=nowhere")
    assert "1个单位" in browser.read(f"{HERE}?need=1")


def test_a_column_shows_its_items_and_how_far_back_was_read(desk: Office):
    page = desk.browser("赵敏", Role.READER).read(path_to("county", "清源县", "2020Q1", "column", key=PLANS.key))
    assert page.count("2020-03-20") >= 4
    assert "读回到2019-12-20" in page
    assert 'rel="noopener noreferrer nofollow"' in page


def test_an_unread_column_says_what_failed(desk: Office):
    page = desk.browser("赵敏", Role.READER).read(path_to("county", "清源县", "2020Q1", "column", key=FUNDS.key))
    for words in ("无法访问", "连接被拒绝", "未知", "不能说是零"):
        assert words in page


def test_a_decision_settles_a_pending_unit_and_can_be_taken_back(desk: Office):
    reviewer = desk.browser("李雷", Role.REVIEWER)
    page = reviewer.read(f"{HERE}/review")
    assert "待核实的单位（1个）" in page
    answer = reviewer.send(
        f"{HERE}/decide",
        f"{HERE}/review",
        kind="grade",
        unit="民政局",
        grade="partial",
        reason="read-by-hand",
        text="共2条",
        **LOOKED,
    )
    assert answer.status_code == 303
    unit = next(unit for unit in audit_of(desk).units if unit.name == "民政局")
    assert (unit.grade, unit.proposed) == ("partial", PENDING)
    assert unit.decision
    assert (unit.decision.by, unit.decision.text) == ("李雷", f"{SAW}共2条")
    page = reviewer.read(f"{HERE}/review")
    assert f"{SAW}共2条" in page
    reviewer.send(
        f"{HERE}/decide",
        f"{HERE}/review",
        kind="grade",
        unit="民政局",
        grade="partial",
        withdraw="yes",
        reason="other",
        text="有误",
    )
    assert grade_of(desk, "民政局") == PENDING
    assert [d.withdrawn for d in desk.store.audits.list_decisions(COUNTY, Q1)] == [False, True]


def test_one_decision_reads_counts_grades_and_prints_once(desk: Office, monkeypatch: pytest.MonkeyPatch):
    calls: Counter[str] = Counter()

    def counted(owner: Any, name: str) -> None:
        kept = getattr(owner, name)

        def call(*args: object, **named: object) -> object:
            calls[name] += 1
            return kept(*args, **named)

        monkeypatch.setattr(owner, name, call)

    reviewer = desk.browser("李雷", Role.REVIEWER)
    page = reviewer.read(f"{HERE}/review")
    hidden = {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("token", "seen")}
    counted(RunStore, "load_readings")
    counted(line, "count_columns")
    counted(line, "build_audit")
    counted(printing, "build_document")
    counted(writing, "render_docx")
    fields = {
        "kind": "grade",
        "unit": "民政局",
        "grade": "partial",
        "reason": "read-by-hand",
        "text": "共2条",
        **LOOKED,
    }
    assert reviewer.client.post(f"{HERE}/decide", data={**hidden, **fields}).status_code == 303
    assert calls == {"load_readings": 1, "count_columns": 1, "build_audit": 1, "build_document": 1, "render_docx": 1}


def test_a_decision_needs_a_reason_of_the_list_and_words_where_it_is_another(desk: Office):
    reviewer = desk.browser("李雷", Role.REVIEWER)
    for fields in (
        {"unit": "民政局", "grade": "good", "reason": "other"},
        {"unit": "民政局", "grade": "good", "reason": "quality", "text": "共2条"},
        {"unit": "民政局", "grade": "good", "reason": "quality", "text": "共2条", **LOOKED, "address": "门户"},
        {"unit": "民政局", "grade": "good", "reason": "quality", "text": "共2条", **LOOKED, "looked_at": "2999-01-01"},
        {"unit": "民政局", "grade": "good", "reason": "quality", "text": "共2条", **LOOKED, "looked_at": "2019-12-31"},
        {"unit": "民政局", "grade": "", "reason": "quality"},
        {"unit": "民政局", "grade": PENDING, "reason": "quality"},
        {"unit": "没有的局", "grade": "good", "reason": "quality"},
    ):
        assert reviewer.send(f"{HERE}/decide", f"{HERE}/review", kind="grade", **fields).status_code == 422, fields
    assert desk.store.audits.list_decisions(COUNTY, Q1) == []


def test_an_item_can_be_excluded_but_only_one_that_is_there(desk: Office):
    reviewer = desk.browser("李雷", Role.REVIEWER)
    item = next(row for row in audit_of(desk).rows if row.key == NOTICES.key).items[0].url
    fields = {"kind": "exclude", "column": NOTICES.key, "reason": "not-countable", "from": "column"}
    assert reviewer.send(f"{HERE}/decide", f"{HERE}/review", item="http://elsewhere.test/", **fields).status_code == 409
    answer = reviewer.send(f"{HERE}/decide", f"{HERE}/review", item=item, **fields)
    assert "column?key=" in answer.headers["location"]
    row = next(row for row in audit_of(desk).rows if row.key == NOTICES.key)
    assert (row.count, row.proposed_count) == (0, 1)
    assert "人工剔除的信息（1条）" in reviewer.read(path_to("county", "清源县", "2020Q1", "column", key=NOTICES.key))


def test_changed_evidence_opens_a_decision_again(desk: Office):
    reviewer = desk.browser("李雷", Role.REVIEWER)
    reviewer.send(
        f"{HERE}/decide",
        f"{HERE}/review",
        kind="grade",
        unit="财政局",
        grade="good",
        reason="quality",
        text="所见3条",
        **LOOKED,
    )
    assert grade_of(desk, "财政局") == "good"
    more = [sighting("关于预算的公告", "2020-03-25"), sighting("又一公告", "2020-03-26")]
    crawl(desk.store, COUNTY, {**plain_readings(), NOTICES.key: reading(NOTICES.key, more)}, days=1)
    assert reviewer.send("/county/清源县/audit", period="2020Q1", mode="stored").status_code == 303
    page = reviewer.read(f"{HERE}/review")
    assert "财政局的人工决定（评定等次，李雷）所依据的内容已变化" in page
    assert "依据已变，未采用，需重新决定" in page
    assert '<span class="tag ok">有效</span>' not in page
    assert grade_of(desk, "财政局") != "good"


def test_an_edit_reaches_every_document_and_keeps_the_original(whole: Office):
    reviewer = whole.browser("李雷", Role.REVIEWER)
    original = passage(reviewer.read(f"{HERE}/circular"))
    text = original.replace("民政局", "经复核，民政局", 1)
    assert reviewer.send(f"{HERE}/circular/edit", f"{HERE}/circular", original=original, text=text).status_code == 303
    audit = audit_of(whole)
    assert [(edit.original, edit.text, edit.by) for edit in audit.edits] == [(original, text, "李雷")]
    assert all(check.ok for check in audit.self_check)
    page = reviewer.read(f"{HERE}/circular")
    assert "<ins>经复核，</ins>" in page
    assert "李雷修改过" in page
    assert "经复核，民政局" in reviewer.read(f"{HERE}/circular/preview")
    word = docx_blocks(reviewer.get(f"{HERE}/circular/file/circular.docx").content)
    assert any("经复核，民政局" in block for block in word if isinstance(block, str))
    assert "经复核，民政局" in reviewer.read(f"{HERE}/circular/file/audit.json")
    reviewer.send(f"{HERE}/circular/edit", f"{HERE}/circular", original=original, text=text, restore="yes")
    assert audit_of(whole).edits == ()
    assert len(whole.store.audits.list_edits(COUNTY, Q1)) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("应发布1条", "应发布2条"),
        lambda text: text.replace("民政局", "财政局"),
        lambda text: text + "另有发改局。",
        lambda text: text + "共9条。",
        lambda text: text + "三个单位。",
        lambda text: text + "**",
        lambda _: "",
    ],
)
def test_an_edit_that_contradicts_the_figures_is_refused(whole: Office, change):
    reviewer = whole.browser("李雷", Role.REVIEWER)
    original = passage(reviewer.read(f"{HERE}/circular"))
    assert change(original) != original
    answer = reviewer.send(f"{HERE}/circular/edit", f"{HERE}/circular", original=original, text=change(original))
    assert answer.status_code == 409
    assert ("修改与核查结果不符" if change(original) else "这一段不能删去") in answer.text
    assert f">{change(original)}</textarea>" in unescape(answer.text)  # what was typed is not lost
    assert audit_of(whole).edits == ()


def test_only_problem_and_requirement_paragraphs_can_be_edited(whole: Office):
    reviewer = whole.browser("李雷", Role.REVIEWER)
    assert (
        reviewer.send(f"{HERE}/circular/edit", f"{HERE}/circular", original="特此通告。", text="特此。").status_code
        == 409
    )
    originals = re.findall(r'name="original" value="([^"]*)"', reviewer.read(f"{HERE}/circular"))
    assert not any("能够核查的" in text for text in originals)


def test_the_working_papers_of_a_page_list_the_pictures_that_were_taken(whole: Office):
    taken = Picture("2020Q1", PLANS.key, PLANS.url, "没有更新", whole.watch(), f"sha256:{'0' * 64}")
    note_picture(Place(whole.folder), COUNTY.name, taken)
    answer = whole.browser("李雷", Role.REVIEWER).get(f"{HERE}/circular/file/evidence.xlsx")
    assert "网页截图" in load_workbook(BytesIO(answer.content)).sheetnames


def test_issuing_freezes_the_edited_circular_and_offers_its_six_files(whole: Office):
    signer = whole.browser("王芳", Role.ADMINISTRATOR)
    original = passage(signer.read(f"{HERE}/circular"))
    signer.send(
        f"{HERE}/circular/edit",
        f"{HERE}/circular",
        original=original,
        text=original.replace("民政局", "经复核，民政局", 1),
    )
    number = "清政办发〔2020〕12号"
    fields = {"number": number, "date": "2020-04-16", "settled": "yes", "printer": "清源县人民政府办公室"}
    answer = signer.send(f"{HERE}/circular/issue", f"{HERE}/circular", **fields)
    assert (answer.status_code, "没有勾选" in answer.text, number in answer.text) == (409, True, True)
    for day, said in (("2020-04-15", "早于成文日期"), ("明日", "不是有效的日期")):
        answer = signer.send(f"{HERE}/circular/issue", f"{HERE}/circular", sure="yes", printed_on=day, **fields)
        assert (answer.status_code, said in answer.text) == (409, True)
    answer = signer.send(f"{HERE}/circular/issue", f"{HERE}/circular", sure="yes", printed_on="2020-04-17", **fields)
    assert answer.status_code == 303
    issued = whole.store.audits.load_issued(COUNTY, Q1)
    assert issued
    assert issued.issue
    assert (issued.issue.number, issued.issue.by, len(issued.edits)) == (number, "王芳", 1)
    assert "经复核，民政局" in signer.read(f"{HERE}/circular/preview?number={number}")
    assert "2020年4月17日印发" in signer.read(f"{HERE}/circular/preview?number={number}")
    for file in ("circular.docx", "circular.html", "tables.xlsx", "evidence.xlsx", "audit.json", "circular.pdf"):
        answer = signer.get(f"{HERE}/circular/file/{file}?number={number}")
        assert answer.status_code == 200, file
        assert "attachment" in answer.headers["content-disposition"]
    assert signer.get(f"{HERE}/circular/file/other.txt").status_code == 404
    assert signer.get(f"{HERE}/circular?number=无此号").status_code == 404
    assert number in signer.read("/county/清源县")
    assert "已印发" in signer.read("/")


def test_a_second_circular_takes_the_place_of_the_first_by_a_new_number(whole: Office):
    signer = whole.browser("王芳", Role.ADMINISTRATOR)
    first, second = "清政办发〔2020〕12号", "清政办发〔2020〕13号"
    for number in (first, second):
        answer = signer.send(
            f"{HERE}/circular/issue", f"{HERE}/circular?draft=yes", number=number, date="2020-04-16", sure="yes"
        )
        assert answer.status_code == 303
        assert number in signer.read("/")
    issued = whole.store.audits.load_issued(COUNTY, Q1)
    assert issued
    assert issued.issue
    assert issued.issue.supersedes == first
    answer = signer.send(
        f"{HERE}/circular/issue", f"{HERE}/circular?draft=yes", number=second, date="2020-04-16", sure="yes"
    )
    assert answer.status_code == 409


def test_work_that_is_started_is_done_and_its_failure_is_told(desk: Office):
    reviewer = desk.browser("李雷", Role.REVIEWER)
    assert reviewer.send("/county/清源县/audit", period="2020Q1", mode="stored").status_code == 303
    assert reviewer.send("/county/清源县/audit", period="nonsense", mode="stored").status_code == 422
    assert "现在没有正在进行的任务" in reviewer.read("/county/清源县/progress")


PAGES = (
    "/",
    "/county/清源县",
    HERE,
    f"{HERE}/unit?unit=发改局",
    f"{HERE}/unit?unit=民政局",
    path_to("county", "清源县", "2020Q1", "column", key=PLANS.key),
    path_to("county", "清源县", "2020Q1", "column", key=NOTICES.key),
    path_to("county", "清源县", "2020Q1", "column", key=FUNDS.key),
    f"{HERE}/review",
    f"{HERE}/circular",
    f"{HERE}/circular/preview",
    "/county/清源县/progress",
    "/county/清源县/edit",
    "/activity",
)


def test_hostile_titles_are_only_text_on_every_page(hostile: Office):
    signer = hostile.browser("王芳", Role.ADMINISTRATOR)
    signer.send(
        f"{HERE}/decide",
        f"{HERE}/review",
        kind="grade",
        unit="民政局",
        grade="good",
        reason="other",
        text=HOSTILE,
        **LOOKED,
    )
    seen = 0
    for path in PAGES:
        page = signer.read(path)
        seen += "alert(1)" in page
        assert "<script" not in page, path
        assert "<img" not in page, path
        assert 'href="javascript:' not in page, path
        assert 'href="data:' not in page, path
        assert "\u202e" not in page, path
        assert "onclick=x" not in re.sub(r'"[^"]*"', "", page), path
        assert "49 " not in page or "{{ 7*7 }}" in page, path
    assert seen > 4


def test_errors_are_pages_in_words(desk: Office):
    browser = desk.browser("赵敏", Role.READER)
    for path, status in (
        ("/county/没有的县", 404),
        ("/county/清源县/2019Q4", 404),
        ("/county/清源县/nonsense", 422),
        (f"{HERE}/unit?unit=没有", 404),
        (f"{HERE}/column?key=没有", 404),
        (f"{HERE}/column", 422),
        ("/county/清源县/snapshot?record=../../etc/passwd", 404),
        ("/nowhere/at/all", 404),
    ):
        answer = browser.get(path)
        assert answer.status_code == status, path
        assert "未能完成" in answer.text


def test_everything_works_by_keyboard_alone(desk: Office):
    signer: Browser = desk.browser("王芳", Role.ADMINISTRATOR)
    for path in PAGES:
        if "preview" in path:
            continue
        page = signer.read(path)
        assert 'class="skip" href="#content"' in page
        for control in re.findall(r"<(?:input|select|textarea)[^>]*>", page):
            if 'type="hidden"' in control or " hidden" in control:
                continue
            label = re.search(r'id="([^"]+)"', control)
            is_named = "aria-label" in control or (label and f'for="{label[1]}"' in page)
            assert is_named or re.search(rf"<label[^>]*>[^<]*{re.escape(control)}", page), (path, control)


def test_a_decision_over_a_page_older_than_the_newest_crawl_is_not_taken(desk: Office):
    reviewer = desk.browser("李雷", Role.REVIEWER)
    fields = {"kind": "grade", "unit": "民政局", "grade": "partial", "reason": "quality", "text": "所见3条", **LOOKED}
    assert reviewer.send(f"{HERE}/decide", seen="an older crawl", **fields).status_code == 409
    assert desk.store.audits.list_decisions(COUNTY, Q1) == []
    assert reviewer.send(f"{HERE}/decide", f"{HERE}/review", **fields).status_code == 303


def test_what_is_issued_is_what_was_previewed(whole: Office):
    signer = whole.browser("王芳", Role.ADMINISTRATOR)
    fields = {"number": "清政办发〔2020〕12号", "date": "2020-04-16", "sure": "yes"}
    page = signer.read(f"{HERE}/circular")
    seen = page.split('name="seen" value="')[1].split('"')[0]
    more = [sighting("关于预算的公告", "2020-03-25"), sighting("又一公告", "2020-03-26")]
    crawl(whole.store, COUNTY, {**known_readings(), NOTICES.key: reading(NOTICES.key, more)}, days=1)
    answer = signer.send(f"{HERE}/circular/issue", seen=seen, **fields)
    assert answer.status_code == 409
    assert "预览之后结果有变化" in answer.text
    assert whole.store.audits.load_issued(COUNTY, Q1) is None
    answer = signer.send(
        f"{HERE}/circular/issue",
        f"{HERE}/circular",
        **fields,
    )
    assert answer.status_code == 303
    issued = whole.store.audits.load_issued(COUNTY, Q1)
    assert issued
    assert issued.total == 6


def test_changes_found_by_later_crawls_are_shown(desk: Office):
    before = sighting("关于预算的公告", "2020-03-25", url="http://portal.test/1.html")
    after = sighting("关于决算的公告", "2020-03-24", url="http://portal.test/1.html")
    for days, seen in ((1, before), (2, after)):
        crawl(desk.store, COUNTY, {**plain_readings(), NOTICES.key: reading(NOTICES.key, [seen])}, days=days)
    page = desk.browser("赵敏", Role.READER).read(path_to("county", "清源县", "2020Q1", "column", key=NOTICES.key))
    changes = page.split("观察台账")[1]
    for words in ("标题", "关于预算的公告", "关于决算的公告", "2020-03-25", "2020-03-24"):
        assert words in changes


def test_the_buttons_ask_the_schedule_and_wait_in_line_where_it_is_at_work(desk: Office):
    reviewer = desk.browser("李雷", Role.REVIEWER)
    assert reviewer.send("/county/清源县/crawl").headers["location"].endswith("progress?done=started")
    assert reviewer.send("/county/清源县/audit", period="2019Q4", mode="crawl").status_code == 303
    wanted = [("清源县", TaskKind.OBSERVE, ""), ("清源县", TaskKind.AUDIT, "2019Q4")]
    assert desk.asked.tasks == wanted
    assert [line.action for line in desk.store.people.list_activity(2)] == ["采集并核查", "采集"]
    desk.asked.is_under_way = True
    desk.progress.begin(COUNTY, TaskKind.OBSERVE, "2020-04-10", desk.watch())
    assert reviewer.send("/county/清源县/crawl").headers["location"].endswith("progress?done=running")
    desk.asked.is_under_way = False
    answer = reviewer.send("/county/清源县/audit", period="2019Q4", mode="crawl")
    assert answer.headers["location"].endswith("progress?done=queued")
    assert desk.asked.tasks[2:] == wanted
    acts = [line.action for line in desk.store.people.list_activity(3)]
    assert acts == ["采集并核查", "采集并核查", "采集"], "what runs already was not begun, and is not noted"
    assert "日常采集进行中" in reviewer.read("/")


def test_a_task_that_is_about_to_begin_is_shown_and_one_put_off_is_not(desk: Office):
    reviewer = desk.browser("李雷", Role.REVIEWER)
    at = desk.watch()
    record = TaskRecord(TaskKind.AUDIT, "2020Q1", TaskState.WAITING, at, at)
    desk.store.agenda.save_task(COUNTY, record)
    assert "2020年第一季度核查进行中</strong>（等待）" in reviewer.read("/county/清源县/progress")
    assert reviewer.send("/county/清源县/crawl").headers["location"].endswith("progress?done=queued")
    desk.store.agenda.save_task(COUNTY, replace(record, next_at=at + timedelta(minutes=10)))
    assert "没有正在进行的任务" in reviewer.read("/county/清源县/progress")


def test_a_task_that_failed_is_told_and_leaves_the_results_alone(desk: Office):
    reader = desk.browser("赵敏", Role.READER)
    desk.progress.end(COUNTY.name, "门户没有一个栏目能够读到")
    for path in ("/", "/county/清源县", "/county/清源县/progress"):
        assert "门户没有一个栏目能够读到" in reader.read(path), path
    assert audit_of(desk).total == 5


def test_broken_files_and_notices_that_did_not_arrive_are_on_the_overview(desk: Office):
    reader, now = desk.browser("赵敏", Role.READER), desk.watch()
    desk.progress.set_problems(("notices.toml：第3行写法不对",))
    for day, event in ((0, "新通知"), (8, "旧通知")):
        made = now - timedelta(days=day)
        notice = Notice(event, "公开科", NoticeKind.TROUBLE, "清源县", event, "", made, NoticeState.FAILED)
        desk.store.notices.add([notice])
    page = reader.read("/")
    assert "notices.toml：第3行写法不对" in page
    assert "“新通知”未能送达“公开科”" in page
    assert "旧通知" not in page


def test_asking_again_reads_neither_items_nor_audits_again_until_there_is_a_new_one(
    desk: Office, monkeypatch: pytest.MonkeyPatch
):
    reader = desk.browser("赵敏", Role.READER)
    paths = ("/", "/county/清源县/progress", "/healthz")
    before = [reader.read(path) for path in paths]

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("read again")

    desk.watch.pass_time(seconds=11)
    with monkeypatch.context() as patch:
        for shelf, name in ((AuditStore, "load_audit"), (AuditStore, "load_copy"), (RunStore, "load_readings")):
            patch.setattr(shelf, name, refuse)
        assert [reader.read(path) for path in paths] == before
    crawl(desk.store, COUNTY, known_readings(), days=1)
    assert desk.browser("李雷", Role.REVIEWER).send("/county/清源县/audit", period="2020Q1", mode="stored").is_redirect
    assert ("个栏目未能核查" in before[0], "可以印发" in before[0]) == (True, False)
    desk.watch.pass_time(seconds=11)
    assert "个栏目未能核查" not in reader.read("/")
    assert '"unverifiable_columns":0' in reader.read("/healthz")


def test_the_countys_page_lists_its_circulars_without_reading_them(whole: Office, monkeypatch: pytest.MonkeyPatch):
    reader, draft = whole.browser("赵敏", Role.READER), audit_of(whole)
    for number, supersedes, day in (
        ("", "", 15),
        ("清政办发〔2020〕12号", "", 16),
        ("清政办发〔2020〕13号", "清政办发〔2020〕12号", 17),
    ):
        entry = IssueEntry(number=number, date=date(2020, 4, day), by="王芳", supersedes=supersedes)
        issued = draft.model_copy(update={"state": AuditState.ISSUED, "issue": entry})
        whole.store.audits.issue(COUNTY, issued, at=whole.watch())
    reader.read("/")  # what the periods show is remembered

    def refuse(*_: object) -> None:
        raise AssertionError("read")

    with monkeypatch.context() as patch:
        patch.setattr(Audit, "from_json", refuse)
        page = reader.read("/county/清源县")
    rows = re.findall(r"<tr><td[^>]*>2020年第一季度</td>(.*?)</tr>", page)
    cells = [re.sub(r"<[^>]+>", " ", row).split() for row in rows]
    assert cells == [
        ["清政办发〔2020〕13号", "2020-04-17", "王芳", "清政办发〔2020〕12号", "查看和下载"],
        ["已被替代", "清政办发〔2020〕12号", "2020-04-16", "王芳", "（无文号）", "查看和下载"],
        ["已被替代", "（无文号）", "2020-04-15", "王芳", "—", "查看和下载"],
    ]
    for number in ("", "清政办发〔2020〕12号"):
        assert reader.get(f"{HERE}/circular?number={number}").status_code == 200


def test_without_a_schedule_the_buttons_are_refused_and_stored_pages_can_still_be_audited(desk: Office):
    desk.app.state.office.agenda = None  # type: ignore[attr-defined]
    reviewer = desk.browser("李雷", Role.REVIEWER)
    assert reviewer.send("/county/清源县/crawl").status_code == 409
    assert reviewer.send("/county/清源县/audit", period="2020Q1", mode="stored").status_code == 303


def test_every_state_of_a_column_says_what_it_means_and_what_to_do(desk: Office):
    page = desk.browser("看客", Role.READER).read("/help")
    for state in ColumnState:
        row = page.split(f">{state.label}</span>")[1].split("</tr>")[0]
        assert len(re.findall(r"<td[^>]*>[^<]{8,}</td>", row)) == 2, state
