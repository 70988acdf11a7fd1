"""Where redirects lead, judged by their addresses alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.base.hosts import is_web_address
from auditor.fetch.verdict import departure, redirect_target

COLUMN = "http://www.example.gov.cn/zwgk/czjs/"


@pytest.mark.parametrize(
    "target",
    [
        "https://www.example.gov.cn/zwgk/czjs/",
        "http://example.gov.cn/zwgk/czjs/",
        "http://www.example.gov.cn:8080/zwgk/czjs/",
        "http://www.example.gov.cn/zwgk/czjs/index.html",
        "http://WWW.EXAMPLE.GOV.CN/zwgk/new/",
        "http://www.example.gov.cn/?column=3",
    ],
)
def test_the_same_site_is_the_same_place(target: str) -> None:
    assert departure(COLUMN, target) is None


@pytest.mark.parametrize(
    ("target", "word"),
    [
        ("http://www.other.gov.cn/zwgk/czjs/", "其他网站"),
        ("http://zwgk.example.gov.cn/czjs/", "其他网站"),
        ("http://www.example.gov.cn.evil.example/zwgk/czjs/", "其他网站"),
        ("http://www.example.gov.cn@evil.example/", "其他网站"),
        ("https://example.gov.cn/", "首页"),
        ("http://www.example.gov.cn/index.shtml", "首页"),
        ("http://www.example.gov.cn/404.htm", "出错页"),
        ("http://www.example.gov.cn/error/", "出错页"),
        ("ftp://www.example.gov.cn/zwgk/czjs/", "不支持"),
    ],
)
def test_another_place_is_named(target: str, word: str) -> None:
    assert word in str(departure(COLUMN, target))


def test_the_home_page_itself_may_move_about() -> None:
    assert departure("http://www.example.gov.cn/", "https://www.example.gov.cn/index.html") is None


@given(st.text(st.characters(max_codepoint=0xFF), max_size=60))
def test_any_location_is_an_address_or_nothing(location: str) -> None:
    target = redirect_target(COLUMN, location)
    if target:
        departure(COLUMN, target)
        is_web_address(target)


@given(st.text(max_size=60))
def test_any_text_can_be_asked_whether_it_is_an_address(text: str) -> None:
    assert is_web_address(text) in (True, False)
    assert is_web_address(f"http://{text}") in (True, False)
