"""Every form and every address of the pages with odd values: an answer in words, never a fault of the program."""

import random
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from web_office import HERE, Office, known_readings, office, token_of

from auditor.base.terms import Role

ODD = (
    "",
    " ",
    "0",
    "-1",
    "9" * 5_000,
    "1e999",
    "nan",
    "２０２０Q９",
    "2020Q1",
    "9999-12-31",
    "2020-02-30",
    "甲" * 3_000,
    "\ud800",
    "\0",
    "\u202e",
    "../../x",
    "/",
    "//",
    "http://[::1",
    "http://a:99999/",
    "javascript:x",
    "<script>",
    "{{ 7*7 }}",
    "=1+1",
    "\r\n",
    "'\"",
    "\\",
    "%00",
    "%ff",
    "[county]",
    "x\ty\n1\t2",
    "\U0010ffff",
    "٣",
    "①",
    "true",
    "none",
    "清源县",
    "发改局",
)
FORMS = {
    f"{HERE}/decide": ("kind", "unit", "grade", "column", "item", "reason", "text", "withdraw", "from", "seen"),
    f"{HERE}/circular/edit": ("original", "text", "restore", "seen"),
    f"{HERE}/circular/issue": ("number", "date", "printed_on", "sure", "seen"),
    "/county/清源县/edit/facts": (
        "county.home",
        "county.pack",
        "crawl.delay",
        "crawl.max_pages",
        "schedule.observe",
        "seen",
    ),
    "/county/清源县/edit/table": ("key", "id", "title", "group", "delete", "seen"),
    "/county/清源县/edit/unit": ("key", "name", "table", "aliases", "since", "until", "delete", "seen"),
    "/county/清源县/edit/column": (
        "key",
        "name",
        "url",
        "unit",
        "due",
        "expect",
        "kind",
        "exempt_until",
        "portal",
        "seen",
    ),
    "/county/清源县/edit/text": ("text", "seen"),
    "/county/清源县/paste": ("text", "sure", "seen"),
    "/county/清源县/crawl": ("x",),
    "/county/清源县/audit": ("period", "mode"),
    "/new": ("from", "name", "text"),
    "/discovery/清源县": ("key",),
    "/people/add": ("name", "role", "password"),
    "/people/change": ("name", "what", "role", "password"),
    "/city": ("name", "home", "issuer", "inspector", "member"),
    "/people/token": ("name", "what", "account"),
    "/account": ("old", "password", "again"),
    "/login": ("name", "password", "next"),
}
CHOICES = {
    "kind": ("grade", "exclude", "include", "exempt", "nil"),
    "from": ("toml", "sheet", "unit", "column"),
    "sure": ("yes",),
    "withdraw": ("yes",),
    "delete": ("yes",),
    "what": ("role", "password", "disable", "enable", "revoke"),
    "mode": ("stored",),
    "reason": ("quality", "other"),
}
PATHS = (
    "/county/{}",
    "/county/{}/edit",
    "/county/清源县/edit/{}",
    "/county/清源县/edit/unit?key={}",
    "/county/清源县/{}",
    "/county/清源县/2020Q1/{}",
    "/county/清源县/{}/circular",
    "/county/清源县/2020Q1/circular?number={}",
    "/county/清源县/2020Q1/circular/file/{}",
    "/county/清源县/2020Q1/circular/preview?number={}",
    "/county/清源县/2020Q1/unit?unit={}",
    "/county/清源县/2020Q1/column?key={}",
    "/county/清源县/snapshot?record={}",
    "/county/清源县/snapshot/body?record={}",
    "/discovery/{}",
    "/activity?page={}",
    "/?done={}",
    "/login?next={}",
    "/api/v1/counties/{}/periods",
    "/api/v1/counties/清源县/periods/{}/audit.json",
    "/api/v1/counties/清源县/runs?limit={}",
    "/api/v1/counties/清源县/periods/2020Q1/units/{}",
    "/api/v1/counties/清源县/periods/2020Q1/column?key={}",
    "/static/{}",
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, known_readings) as opened:
        yield opened


@pytest.mark.parametrize("path", FORMS)
def test_no_value_of_a_form_is_a_fault_of_the_program(desk: Office, path: str):
    browser = desk.browser("王芳", Role.ADMINISTRATOR)
    chance = random.Random(path)
    odd = [text.encode("utf-8", "surrogatepass") for text in ODD]
    for _ in range(12):
        token = token_of(browser.read("/account"))
        fields = [
            (name, chance.choice([*odd, *(word.encode() for word in CHOICES.get(name, ()))])) for name in FORMS[path]
        ]
        body = urlencode([("token", token), *fields])
        answer = browser.client.post(path, content=body, headers={"content-type": "application/x-www-form-urlencoded"})
        assert answer.status_code < 500, (fields, answer.text[:300])
        if browser.get("/account").status_code != 200:  # the form took its own account's rights
            break


@pytest.mark.parametrize("path", PATHS)
def test_no_part_of_an_address_is_a_fault_of_the_program(desk: Office, path: str):
    browser = desk.browser("王芳", Role.ADMINISTRATOR)
    for text in ODD:
        word = urlencode({"": text.encode("utf-8", "surrogatepass")})[1:].replace("+", "%20")
        answer = browser.get(path.replace("{}", word[:6_000]))
        assert answer.status_code < 500, (text, answer.text[:300])
