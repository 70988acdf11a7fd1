"""Archived pages are shown inert."""

from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest
from web_office import office, plain_readings

from auditor.archive import ArchiveWriter
from auditor.base.terms import FetchStatus, Role
from auditor.fetch import Fetched, PageRequest
from auditor.web.pages import path_to
from auditor.web.snapshot import inert_page

AT = datetime(2020, 4, 10, tzinfo=UTC)
HOSTILE_PAGE = """<!doctype html><html><head><title>列表</title><base href="http://evil.test/">
<meta http-equiv="refresh" content="0;url=http://evil.test/"><link rel="stylesheet" href="http://evil.test/a.css">
<style>@import url(http://evil.test/b.css); li { background: url('http://evil.test/c.png'); color: red }</style>
<script>alert(1)</script></head><body onload="alert(2)" background="http://evil.test/d.png">
<a href="http://evil.test/" ping="http://evil.test/p" onclick="alert(3)">关于某事项的公告</a>
<a href="javascript:alert(4)">第二条</a><img src="http://evil.test/e.png" srcset="http://evil.test/f.png 2x" alt="图">
<iframe src="http://evil.test/g"></iframe><form action="http://evil.test/h"><input formaction="http://evil.test/i"></form>
<svg><use xlink:href="http://evil.test/j"></use><script>alert(5)</script></svg>
<div style="background:url(http://evil.test/k)">正文</div><video src="http://evil.test/l" autoplay></video>
<noscript><p title="</noscript><img src=http://evil.test/m onerror=alert(6)>"></noscript>
<template><script>alert(7)</script></template></body></html>"""


def page(body: str, kind: str = "text/html; charset=utf-8") -> Fetched:
    request = PageRequest("http://portal.test/list/")
    return Fetched(request, FetchStatus.OK, request.url, 200, (("content-type", kind),), body.encode(), AT)


def test_nothing_in_a_snapshot_acts_or_reaches_out():
    shown = inert_page(page(HOSTILE_PAGE))
    assert "关于某事项的公告" in shown
    assert "正文" in shown
    assert "color: red" in shown
    for word in ("evil.test", "alert", "<script", "<iframe", "onload", "onclick", "javascript:", "<base", "<meta"):
        assert word not in shown, word


RULES = (
    "background:u\\72l(http://evil.test/a)",
    "background:\\75\\72\\6c (http://evil.test/a)",
    "background:\\000075 rl('http://evil.test/a')",
    "background:u\\rl(http://evil.test/a)",
    "background:url(http://evil.test/a",
    "background:url(http://evil.test/" + "a" * 5_000 + ")",
    "background:URL(\n'http://evil.test/a'\n)",
    "background:-webkit-image-set(url(http://evil.test/a) 1x)",
    "background:src('http://evil.test/a')",
    "background:\\55RL(http://evil.test/a)",
    "background:url(http://evil.test/\\)a)",
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule[:40])
def test_no_spelling_of_css_names_another_place(rule: str):
    styles = (
        f"<style>li{{color:red;{rule}}}</style><style>\\40import 'http://evil.test/b';@\\69mport 'http://evil.test/c"
    )
    shown = inert_page(page(f'<html><body><p style="{escape(rule)}">正文</p></body></html>'))
    whole = inert_page(page(f"<html><head>{styles}</style></head><body>正文</body></html>"))
    for text in (shown, whole):
        assert "正文" in text
        assert "evil" not in text
        assert "\\" not in text


def test_what_an_escape_stands_for_is_not_an_escape_again():
    for rule in (
        "background:u\\5c 72l(a)",
        "background:u\\5c\\72l(a)",
        "background:u\\5c\n72l(a)",
        "background:u\\\\72l(a)",
    ):
        shown = inert_page(page(f'<html><body><p style="{rule}">正文</p></body></html>'))
        assert "\\" not in shown, rule
        assert "url(" not in shown, rule


@pytest.mark.parametrize("body", ['{"title": "<script>alert(1)</script>"}', "<xml><a>\u0000</a></xml>"])
def test_what_is_no_web_page_is_shown_as_its_text(body: str):
    shown = inert_page(page(body, "application/json"))
    assert "<script" not in shown
    assert "<pre>" in shown


def test_a_snapshot_stands_in_a_closed_frame_under_a_policy_that_forbids_everything(tmp_path: Path):
    with office(tmp_path, plain_readings) as desk:
        with ArchiveWriter(tmp_path / "archive" / "清源县", "run-000001", started=AT) as writer:
            record = writer.add(page(HOSTILE_PAGE))
            writer.close()
        reader = desk.browser("赵敏", Role.READER)
        frame = reader.read(path_to("county", "清源县", "snapshot", record=record))
        assert '<iframe sandbox title="存档的网页"' in frame
        answer = reader.get(path_to("county", "清源县", "snapshot", "body", record=record))
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("sandbox; default-src 'none'")
        assert answer.headers["x-frame-options"] == "SAMEORIGIN"
        assert "evil.test" not in answer.text
        source = reader.read(path_to("county", "清源县", "snapshot", "body", record=record, source="1"))
        assert "&lt;script&gt;alert(1)" in source
        assert "<script" not in source
        assert "source=1" in reader.read(path_to("county", "清源县", "snapshot", record=record, source="1"))
        assert desk.browser().get(path_to("county", "清源县", "snapshot", "body", record=record)).status_code == 303
