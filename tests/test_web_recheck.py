"""The follow-up in the browser: looked at again, answers of units, what is overdue, a second look, and its issue."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from portals import reading, sighting
from web_office import COUNTY, FUNDS, HERE, Q1, Browser, Office, crawl, known_readings, office

from auditor.base.settings import clock_at
from auditor.base.terms import Role, TaskKind
from auditor.recheck.answers import deadline_of, problem_key, standings_of
from auditor.recheck.values import Recheck, RecheckVerdict

LOOK = f"{HERE}/recheck"
NUMBER = "清政办发〔2020〕12号"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, known_readings) as opened:
        signer = opened.browser("王芳", Role.SIGNER)
        fields = {"number": NUMBER, "date": "2020-04-13", "sure": "yes"}
        assert signer.send(f"{HERE}/circular/issue", f"{HERE}/circular?draft=yes", **fields).status_code == 303
        yield opened


def look(browser: Browser, mode: str = "stored") -> str:
    answer = browser.send(LOOK, LOOK, mode=mode)
    assert answer.status_code == 303, answer.text[-600:]
    return browser.read(answer.headers["location"].partition("#")[0])


def kept(desk: Office) -> Recheck:
    paper = desk.store.papers.load_draft(COUNTY, "recheck", Q1.name)
    assert paper
    return Recheck.from_json(paper.json_text)


def at(desk: Office, moment: str) -> None:
    desk.app.state.office.clock = clock_at(moment)  # type: ignore[attr-defined]


def test_an_empty_page_leads_on_and_nothing_to_compare_is_said(desk: Office):
    browser = desk.browser("李雷", Role.REVIEWER)
    assert "还没有复查过" in browser.read(LOOK)
    answer = browser.send(LOOK, LOOK, mode="stored")
    assert answer.status_code == 409
    assert "还没有再次采集" in answer.text


def test_a_look_a_units_answer_and_a_second_look_stand_beside_each_other(desk: Office):
    browser = desk.browser("李雷", Role.REVIEWER)
    crawl(desk.store, COUNTY, known_readings(), days=30)
    page = look(browser)
    assert "资金公示" in page
    assert "未整改" in page
    problem = next(p for p in kept(desk).problems if p.unit == "民政局")
    said = {"problem": problem_key(problem), "state": "explained", "answered_on": "2020-04-09", "draft": "yes"}
    refused = browser.send(f"{LOOK}/answer", f"{LOOK}?draft=yes", **said)
    assert refused.status_code == 409
    assert "没有写说明" in refused.text
    assert 'value="explained" selected' in refused.text, "what was chosen comes back"
    sent = browser.send(f"{LOOK}/answer", f"{LOOK}?draft=yes", **said | {"text": "资金年底才拨付"})
    assert sent.status_code == 303
    assert "资金年底才拨付" in browser.read(f"{LOOK}?draft=yes")
    claim = said | {"state": "done", "text": "已补发"}
    assert browser.send(f"{LOOK}/answer", f"{LOOK}?draft=yes", **claim).status_code == 303
    page = browser.read(f"{LOOK}?draft=yes")
    assert "资金年底才拨付" in page, "earlier answers stay"
    assert "与复查结论不一致" in page
    later = {**known_readings(), FUNDS.key: reading(FUNDS.key, [sighting("救助资金", "2020-05-20")])}
    crawl(desk.store, COUNTY, later, days=60)
    page = look(browser)
    row = re.search(rf'<tr id="{problem_key(problem)}">.*?</tr>', page, re.S)
    assert row
    assert "已整改" in row[0].split('data-label="上次"')[0]
    assert "未整改" in row[0].split('data-label="上次"')[1].split("</td>")[0]
    assert "与复查结论不一致" not in row[0]


def test_overdue_is_what_is_known_not_to_be_put_right_after_the_deadline(desk: Office):
    browser = desk.browser("李雷", Role.REVIEWER)
    crawl(desk.store, COUNTY, known_readings(), days=30)
    assert ">逾期<" not in look(browser), "before the deadline"
    recheck = kept(desk)
    at(desk, "2020-06-30T09:00")
    page = browser.read(f"{LOOK}?draft=yes&only=overdue")
    late = [p for p in recheck.problems if p.verdict in (RecheckVerdict.NOT_YET, RecheckVerdict.PARTLY)]
    assert late
    assert f"{len(late)}个问题" in page
    unknown = recheck.model_copy(
        update={"problems": tuple(p.model_copy(update={"verdict": RecheckVerdict.UNKNOWN}) for p in recheck.problems)}
    )
    assert not any(one.is_overdue for one in standings_of(unknown, None, (), date(2021, 1, 1)))
    assert not any(one.is_overdue for one in standings_of(recheck, None, (), deadline_of(recheck)))


def test_it_is_issued_and_readers_see_only_that(desk: Office):
    signer, reader = desk.browser("王芳", Role.SIGNER), desk.browser("看客", Role.READER)
    crawl(desk.store, COUNTY, known_readings(), days=30)
    look(signer)
    assert reader.get(LOOK).status_code == 403
    assert reader.get(f"{LOOK}/file/recheck.docx?draft=yes").status_code == 403
    fields = {"number": "清政办发〔2020〕20号", "date": "2020-05-20", "sure": "yes", "settled": "yes"}
    without = {key: value for key, value in fields.items() if key != "sure"} | {"contact": "张三 0933-1"}
    refused = signer.send(f"{LOOK}/issue", f"{LOOK}?draft=yes", **without)
    assert refused.status_code == 409
    assert 'value="张三 0933-1"' in refused.text
    answer = signer.send(f"{LOOK}/issue", f"{LOOK}?draft=yes", **fields)
    assert answer.status_code == 303, answer.text[-900:]
    page = reader.read(LOOK)
    assert "清政办发〔2020〕20号" in page
    assert reader.get(f"{LOOK}/file/recheck.docx").content.startswith(b"PK")
    assert "/recheck/package" in signer.read(LOOK)
    assert "/recheck/package" not in page
    assert signer.get(f"{LOOK}/package").status_code == 404, "pages that no archive holds cannot be packed"
    assert reader.get(f"{LOOK}/package").status_code == 403
    assert "草稿" not in reader.get(f"{LOOK}/file/recheck.html").headers["content-disposition"]


def test_a_crawl_for_it_is_asked_of_the_schedule(desk: Office):
    browser = desk.browser("李雷", Role.REVIEWER)
    answer = browser.send(LOOK, LOOK, mode="crawl")
    assert answer.headers["location"].startswith("/county/%E6%B8%85")
    assert desk.asked.tasks == [("清源县", TaskKind.RECHECK, "2020Q1")]
