"""The worklist in the browser: each unknown column with its ways out, and a person's count with its proof."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from httpx import Response
from web_office import COUNTY, FUNDS, HERE, PLANS, Q1, Browser, Office, crawl, office, plain_readings

from auditor.base.resources import shipped
from auditor.base.settings import BrowserSettings, Place, clock_at
from auditor.base.terms import ColumnState, Role, TaskKind, TaskState
from auditor.county.model import load_county
from auditor.crawl.column import ColumnReading
from auditor.crawl.words import WORDS as CRAWL
from auditor.fetch.chromium import WORDS as BROWSER
from auditor.fetch.chromium import find_lack
from auditor.pipeline.line import audit_county
from auditor.read.walls import ONLY_SCRIPTS
from auditor.store.agenda import TaskRecord
from auditor.web.routes.worklist import _WORDS, list_open

WORK = f"{HERE}/worklist"
ONE = f"{WORK}?key={FUNDS.key}"
PNG = b"\x89PNG\r\n\x1a\n picture"
SAID = {
    "column": FUNDS.key,
    "items": "救助资金发放公示\t2020-03-20\n",
    "looked_at": "2020-04-09T15:30",
    "address": "http://portal.test/funds/",
}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, plain_readings) as opened:
        yield opened


def tell(
    browser: Browser, proof: tuple[str, bytes] | None = ("页面.png", PNG), page: str = ONE, **said: str
) -> Response:
    form = browser.read(page)
    hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', form) for name in ("token", "seen", "proof_kept")}
    fields = {name: match[1] for name, match in hidden.items() if match} | SAID | said
    files = {"file": proof or ("", b"")}
    return browser.client.post(f"{HERE}/tally", data=fields, files=files)


def test_each_unknown_column_stands_with_what_it_means_and_what_can_be_done(place: Office):
    page = place.browser("李明", Role.REVIEWER).read(WORK)
    assert "1个栏目本期还说不出条数" in page
    assert "网站没有应答" in page
    assert "重新采集" in page
    assert "人工数清后登记" not in page, "the fitting way alone; the others stand on the column's own page"
    one = place.browser("李明", Role.REVIEWER).read(ONE)
    assert one.index("重新采集") < one.index("更正网址") < one.index("人工数清后登记"), "the likeliest way first"
    assert "<form" not in place.browser("看客", Role.READER).read(ONE).split("</header>")[-1].split("退出")[-1]


def test_what_a_person_counted_is_recorded_with_its_proof(place: Office):
    browser = place.browser("李明", Role.REVIEWER)
    answer = tell(browser)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"{WORK}?done=decided".replace("清源县", "%E6%B8%85%E6%BA%90%E5%8E%BF"),
    )
    kept = place.store.audits.load_kept(COUNTY, Q1)
    assert kept
    [row] = [row for row in kept.audit.rows if row.key == FUNDS.key]
    assert (row.state, row.count, row.by) == (ColumnState.TALLIED, 1, "李明")
    shown = browser.read(f"{HERE}/column?key={FUNDS.key}")
    assert "人工核查" in shown
    assert "程序没有读到" in shown
    file = browser.get("/county/清源县/proof?file=" + row.proof)
    assert (file.content, file.headers["content-disposition"]) == (PNG, 'attachment; filename="proof.png"')
    assert "没有待办" in browser.read(WORK)
    assert place.store.people.list_activity(1)[0].action == "人工核查"


def test_what_cannot_be_taken_comes_back_with_all_that_was_typed_and_the_file(place: Office):
    browser = place.browser("李明", Role.REVIEWER)
    answer = tell(browser, items="没有日期的公示", text="逐页看过")
    assert answer.status_code == 422
    assert "没有日期" in answer.text
    assert "没有日期的公示</textarea>" in answer.text
    assert 'value="逐页看过"' in answer.text
    kept = re.search(r'name="proof_kept" value="(sha256:[^"]+)"', answer.text)
    assert kept, "a file need not be chosen twice"
    assert tell(browser, None, proof_kept=kept[1]).status_code == 303


@pytest.mark.parametrize(
    ("said", "proof", "fault"),
    [
        ({}, None, "没有附截图"),
        ({}, ("a.png", b"<html>"), "内容不是png"),
        ({"items": ""}, ("a.png", PNG), "只填一样"),
        ({"items": "", "count": "12"}, ("a.png", PNG), "须写明"),
        ({"looked_at": "2020-05-01T00:00"}, ("a.png", PNG), "还没有到"),
        ({"address": "portal"}, ("a.png", PNG), "不是网址"),
        ({"column": PLANS.key}, ("a.png", PNG), "没有说明错在哪里"),
        ({"proof_kept": "sha256:../../auditor.db"}, None, "不是存档的佐证"),
    ],
)
def test_a_tally_without_what_it_needs_is_refused(
    place: Office, said: dict[str, str], proof: tuple[str, bytes] | None, fault: str
):
    answer = tell(place.browser("李明", Role.REVIEWER), proof, **said)
    assert answer.status_code == 422
    assert fault in answer.text
    assert place.store.audits.list_decisions(COUNTY, Q1) == []


def test_one_made_over_what_has_changed_since_is_shown_again(place: Office):
    browser = place.browser("李明", Role.REVIEWER)
    form = browser.read(ONE)
    seen = re.search(r'name="seen" value="([^"]*)"', form)
    assert seen
    assert tell(browser).status_code == 303
    answer = tell(browser, seen=seen[1])
    assert answer.status_code == 409
    assert "李明已作出" in answer.text
    assert "救助资金发放公示" in answer.text
    assert len(place.store.audits.list_decisions(COUNTY, Q1)) == 1


def test_readers_and_strangers_record_nothing(place: Office):
    assert tell(place.browser("看客", Role.READER), page="/account").status_code == 403
    assert place.browser().get(WORK).status_code in (303, 401)


def test_a_column_that_was_read_meanwhile_is_no_longer_open(place: Office):
    browser = place.browser("李明", Role.REVIEWER)
    from portals import reading, sightings

    crawl(place.store, COUNTY, {**plain_readings(), FUNDS.key: reading(FUNDS.key, sightings(2))}, days=1)
    assert tell(browser).status_code in (409, 422)


def test_one_column_alone_is_asked_for_again(place: Office):
    browser = place.browser("李雷", Role.REVIEWER)
    assert "只重新采集这个栏目" in browser.read(ONE)
    answer = browser.send(f"{HERE}/retry", ONE, column=FUNDS.key)
    assert answer.status_code == 303
    assert place.asked.tasks == [("清源县", TaskKind.COLUMN, f"2020Q1 {FUNDS.key}")]
    assert browser.send(f"{HERE}/retry", ONE, column="nowhere").status_code == 409


def test_what_runs_says_how_long_it_may_still_take_and_is_broken_off(place: Office):
    browser, reader = place.browser("李雷", Role.REVIEWER), place.browser("看客", Role.READER)
    began = datetime.fromisoformat("2020-04-10T08:50+08:00")
    place.progress.begin(COUNTY, TaskKind.OBSERVE, "2020-04-10", began)
    assert "大约还要" not in browser.read("/county/清源县/progress")
    for column in (PLANS, FUNDS):
        place.progress.note("清源县", column, plain_readings()[column.key])
    page = browser.read("/county/清源县/progress")
    assert "大约还要5分钟" in page
    assert ">停止<" in page
    assert ">停止<" not in reader.read("/county/清源县/progress")
    place.asked.is_under_way = True
    assert browser.send("/county/清源县/halt", "/county/清源县/progress").status_code == 303
    assert place.asked.halted == [("清源县", "由李雷停止")]
    assert reader.send("/county/清源县/halt").status_code == 403


def test_a_column_that_only_a_browser_can_show_is_led_there_first(tmp_path: Path):
    def scripted() -> dict[str, ColumnReading]:
        readings = plain_readings()
        why = "栏目页：页面只有脚本，内容须由浏览器运行脚本后才显示；安装 browser 组件后可以读取"
        return {
            key: replace(reading, state=ColumnState.UNREADABLE, reason=why) if key == FUNDS.key else reading
            for key, reading in readings.items()
        }

    with office(tmp_path, scripted) as opened:
        one = opened.browser("王签", Role.SIGNER).read(ONE)
    assert "要用浏览器打开才看得到" in one
    assert one.index("用浏览器读取") < one.index("人工数清后登记")
    assert "点标题、日期和下一页" not in one, "the archived page holds nothing to point at"
    assert "现在还不能用" in one or find_lack(BrowserSettings()) == ""


def test_a_column_that_need_not_be_counted_leaves_the_worklist_which_is_shown_again(place: Office):
    browser = place.browser("李明", Role.REVIEWER)
    told = {
        "kind": "nil",
        "reason": "nothing-to-publish",
        "text": "已来函说明",
        "column": FUNDS.key,
        "from": "worklist",
    }
    answer = browser.send(f"{HERE}/decide", ONE, **told)
    assert answer.headers["location"].endswith("/2020Q1/worklist?done=decided")
    left = browser.read(WORK)
    assert FUNDS.name not in left
    assert "查看复核" in left


def test_a_column_that_a_browser_shows_already_is_led_to_what_is_pressed_first(tmp_path: Path):
    def unread() -> dict[str, ColumnReading]:
        readings = plain_readings()
        return {**readings, FUNDS.key: replace(readings[FUNDS.key], state=ColumnState.UNREADABLE, reason="没有列表")}

    with office(tmp_path, unread) as opened:
        audit = opened.store.audits.load_audit(COUNTY, Q1)
    assert audit

    def ways(browser: bool, press: str = "") -> list[str]:
        columns = [column.model_copy(update={"browser": browser, "press": press}) for column in COUNTY.column]
        [one] = list_open(audit, COUNTY.model_copy(update={"column": tuple(columns)}))
        return [way for way, _ in one.ways]

    assert ("browser" in ways(False), "press" in ways(False)) == (True, False)
    for given in (ways(True), ways(True, "更多"), ways(False, "更多")):
        assert ("browser" in given, "press" in given) == (False, True)
        assert given.index("press") < given.index("tally")


def test_what_points_to_a_way_out_stands_in_some_reason():
    files = ("crawl", "count", "reading", "browser")
    reasons = "".join(shipped("templates", "words", f"{name}.toml").read_text("utf-8") for name in files)
    reasons += ONLY_SCRIPTS.reason
    signs = [*_WORDS.first.values(), *_WORDS.only_browser.values()]
    assert [sign for some in signs for sign in some if sign not in reasons] == []


def test_a_list_of_which_nobody_knows_the_end_is_counted_by_hand_or_shown_first(place: Office):
    readings = plain_readings()
    why = CRAWL.no_total.format(found=9)
    readings[FUNDS.key] = replace(readings[FUNDS.key], state=ColumnState.UNREADABLE, reason=why, pages=("a#1",))
    crawl(place.store, COUNTY, readings, days=1)
    [one] = list_open(audit_county(COUNTY, place.store, Place(place.folder), Q1, clock_at("2020-04-12T09:00")), COUNTY)
    assert [way for way, _ in one.ways][:2] == ["tally", "browser"]


def test_a_column_is_asked_for_while_another_is_read_and_waits(place: Office):
    browser = place.browser("李雷", Role.REVIEWER)
    place.progress.begin(COUNTY, TaskKind.COLUMN, f"2020Q1 {PLANS.key}", datetime.now(UTC))
    answer = browser.send(f"{HERE}/retry", ONE, column=FUNDS.key)
    assert answer.headers["location"].endswith("/progress?done=queued")
    waits = TaskRecord(TaskKind.COLUMN, f"2020Q1 {FUNDS.key}", TaskState.WAITING, *[datetime.now(UTC)] * 2)
    place.store.agenda.save_task(COUNTY, waits)
    page = browser.read("/county/清源县/progress")
    assert f"单栏目采集（{PLANS.name}）进行中" in page
    assert "0/1个栏目" in page
    assert f"排队的还有：2020年第一季度单栏目采集（{FUNDS.name}）" in page
    place.asked.is_under_way = True
    assert browser.send(f"{HERE}/retry", ONE, column=FUNDS.key).headers["location"].endswith("?done=running")


def test_the_address_alone_is_asked_for_and_from_which_day(place: Office):
    browser = place.browser("王签", Role.SIGNER)
    short = re.search(r'href="([^"]*only=address[^"]*)"', browser.read(ONE))
    assert short
    link = unescape(short[1])
    page = browser.read(link)
    shown = re.findall(r'<(?:input|select)[^>]*type="(?!hidden)[^>]*name="([^"]*)"|<select[^>]*name="([^"]*)"', page)
    assert [a or b for a, b in shown] == ["url", "moved", "correction"]
    hidden: dict[str, list[str]] = {}
    form = page.split(f'action="{link.partition("?")[0]}"')[1]
    for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form):
        hidden.setdefault(name, []).append(unescape(value))
    bad = browser.send(link.partition("?")[0], link, **{**hidden, "url": "javascript:void(0)", "moved": ""})
    assert bad.status_code == 422
    assert "“javascript:void(0)”不是网址" in bad.text
    assert "全部项目" in bad.text, "still the short form"
    there = {**hidden, "url": "/new-place/", "moved": "2020-03-01"}
    assert browser.send(link.partition("?")[0], link, **there).status_code == 303
    now = load_county(place.folder / "qingyuan.toml")
    moved = next(column for column in now.column if column.key == FUNDS.key)
    assert (moved.url, moved.name, moved.unit, moved.due) == ("/new-place/", FUNDS.name, FUNDS.unit, FUNDS.due)
    assert browser.get(link).status_code == 200, "found by what it was called first, too"


@pytest.mark.parametrize(
    ("reason", "way"),
    [
        (CRAWL.article, "address"),
        (CRAWL.no_way_on.format(number=1), "teach"),
        (CRAWL.page_unreachable.format(number=2, why="x"), "again"),
        (CRAWL.fault.format(error="x"), "tally"),
        (CRAWL.no_total.format(found=3), "tally"),
        (CRAWL.no_list, "teach"),
        (CRAWL.no_list_unshown, "teach"),
        (BROWSER.why["root"], "browser"),
    ],
)
def test_the_way_that_a_reason_points_to_comes_first(place: Office, reason: str, way: str):
    readings = plain_readings()
    readings[FUNDS.key] = replace(readings[FUNDS.key], state=ColumnState.UNREADABLE, reason=reason, pages=("a#1",))
    crawl(place.store, COUNTY, readings, days=1)
    audit = audit_county(COUNTY, place.store, Place(place.folder), Q1, clock_at("2020-04-12T09:00"))
    [one] = list_open(audit, COUNTY)
    assert one.ways[0][0] == way
