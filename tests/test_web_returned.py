"""What was typed is never lost: a session that ended, a page that grew old, a fault; every error has a way on."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from httpx import Response
from web_office import COUNTY, HERE, LOOKED, PASSWORD, Q1, SAW, Browser, Office, known_readings, office, token_of

from auditor.base.terms import Role
from auditor.web.pages import path_to

THERE = path_to("county", "清源县", "2020Q1", "unit")
OURS = {"origin": "http://127.0.0.1:8620", "referer": f"http://127.0.0.1:8620{THERE}"}
SAID = {
    "kind": "grade",
    "unit": "民政局",
    "grade": "partial",
    "reason": "read-by-hand",
    "text": "电话核实，三月确有发布",
    **LOOKED,
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, known_readings) as opened:
        yield opened


def hidden(page: str, prefix: str = "") -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page.split("<main")[1])
    found += re.findall(r'<textarea id="[^"]*" name="([^"]*)" rows="4">\n([^<]*)', page)
    assert all(name.startswith(prefix) or name in ("token", "to", "back") for name, _ in found)
    return {name: unescape(value) for name, value in found}


def decide(browser: Browser, **more: str) -> Response:
    page = browser.read(f"{HERE}/review")
    seen = re.search(r'name="seen" value="([^"]*)"', browser.read(f"{HERE}/unit?unit=民政局"))
    assert seen
    fields = {"token": token_of(page), "seen": seen[1], **SAID, **more}
    return browser.client.post(f"{HERE}/decide", data=fields, headers=OURS)


def test_after_the_session_ended_the_form_comes_back_and_is_sent_once_signed_in(desk: Office):
    browser = desk.browser("李雷", Role.REVIEWER)
    page, unit = browser.read(f"{HERE}/review"), browser.read(f"{HERE}/unit?unit=民政局")
    seen = re.search(r'name="seen" value="([^"]*)"', unit)
    assert seen
    desk.watch.pass_time(hours=3)
    fields = {"token": token_of(page), "seen": seen[1], **SAID}
    answer = browser.client.post(f"{HERE}/decide", data=fields, headers=OURS)
    assert answer.status_code == 401
    assert SAID["text"] in answer.text
    carried = hidden(answer.text, "f.")
    wrong = browser.client.post("/resume", data={**carried, "name": "李雷", "password": "x"}, headers=OURS)
    assert wrong.status_code == 403
    assert SAID["text"] in wrong.text
    again = browser.client.post("/resume", data={**carried, "name": "李雷", "password": PASSWORD}, headers=OURS)
    assert again.status_code == 200
    assert "还没有保存" in again.text
    assert desk.store.audits.list_decisions(COUNTY, Q1) == [], "nothing is sent without a word"
    assert browser.client.post(f"{HERE}/decide", data=hidden(again.text), headers=OURS).status_code == 303
    assert desk.store.audits.list_decisions(COUNTY, Q1)[0].text == SAW + SAID["text"]


def test_a_page_that_grew_old_gives_back_what_was_typed_with_a_fresh_token(desk: Office):
    browser = desk.browser("李雷", Role.REVIEWER)
    answer = decide(browser, token="0" * 64)
    assert answer.status_code == 403
    assert SAID["text"] in answer.text
    assert browser.client.post(f"{HERE}/decide", data=hidden(answer.text), headers=OURS).status_code == 303


def test_a_fault_in_a_field_gives_back_the_others(desk: Office):
    browser = desk.browser("李雷", Role.REVIEWER)
    answer = decide(browser, grade="best of all")
    assert answer.status_code == 422
    assert "没有选择等次" in answer.text
    fields = hidden(answer.text) | {"grade": "partial"}
    assert fields["text"] == SAID["text"]
    assert browser.client.post(f"{HERE}/decide", data=fields, headers=OURS).status_code == 303


def test_foreign_and_silent_senders_get_nothing_back_and_secrets_never_come(desk: Office):
    browser = desk.browser("王芳", Role.ADMINISTRATOR)
    fields = {"token": "0" * 64, **SAID}
    for headers in ({"origin": "https://evil.test"}, {}, {"sec-fetch-site": "cross-site"}):
        answer = browser.client.post(f"{HERE}/decide", data=fields, headers=headers)
        assert answer.status_code == 403
        assert SAID["text"] not in answer.text, headers
    sent = {"token": "0" * 64, "name": "李雷", "role": "reader", "password": "secret words 1" * 5, "text": "说明"}
    answer = browser.client.post("/people/add", data=sent, headers=OURS)
    assert answer.status_code == 403
    assert "secret words" not in answer.text


def test_every_error_page_has_a_way_on(desk: Office):
    browser = desk.browser("李雷", Role.REVIEWER)
    page = browser.client.get("/upkeep", headers={"referer": f"http://127.0.0.1:8620{THERE}"}).text
    assert f'href="{THERE}"' in page
    assert "回到刚才的页面" in page
    assert "回到总览" in browser.client.get("/nothing", headers={"referer": "https://evil.test/x"}).text
