"""Nine little portals on loopback: every lead is proposed, told as a comment with its reason, or counted."""

import asyncio
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from little_portals import PORTALS, LittlePortal, Served, column, html, links
from selectolax.lexbor import LexborHTMLParser
from servers import Portal, page

from auditor.base.errors import AuditorError
from auditor.county.model import CrawlRules, parse_county
from auditor.discover import Limits, Proposal, ProposedColumn, discover, proposal_text
from auditor.discover.judge import Candidate
from auditor.discover.owners import owner_by_name
from auditor.discover.site import portal_name
from auditor.discover.walk import Discovered
from auditor.discover.words import is_date
from auditor.fetch.client import PortalClient
from auditor.read.reading import read_page


def served(answer: Served) -> bytes:
    status, body = answer if isinstance(answer, tuple) else (200, answer)
    return page(body, f"{status} as it is", "Content-Type: text/html")


def propose(pages: dict[str, Served], **limits: int) -> Proposal:
    async def story() -> Proposal:
        rules = CrawlRules(delay=0, timeout=5)
        now = datetime(2026, 10, 1, tzinfo=UTC)
        async with (
            Portal({path: served(answer) for path, answer in pages.items()}) as portal,
            PortalClient(portal.home, rules, now=lambda: now) as client,
        ):
            return await discover(portal.home, client, limits=Limits(**{"max_pages": 80, **limits}))

    return asyncio.run(story())


@cache
def proposed(name: str) -> tuple[LittlePortal, Proposal]:
    portal = PORTALS[name]()
    return portal, propose(portal.pages)


def sure(proposal: Proposal) -> dict[str, ProposedColumn]:
    return {found.column.url: found for found in proposal.columns if found.confidence >= 0.5}


def doubtful(proposal: Proposal) -> dict[str, ProposedColumn]:
    return {found.column.url: found for found in proposal.columns if found.confidence < 0.5}


@pytest.mark.parametrize("name", PORTALS)
def test_the_columns_are_found_and_nothing_else_is_one(name: str):
    portal, proposal = proposed(name)
    assert {url: found.column.name for url, found in sure(proposal).items()} == portal.columns


@pytest.mark.parametrize("name", PORTALS)
def test_what_was_linked_as_a_column_and_cannot_be_read_is_a_comment_with_its_reason(name: str):
    portal, proposal = proposed(name)
    told = doubtful(proposal)
    assert {url: found.column.name for url, found in told.items()} == portal.told
    assert all("页面没有读到：" in found.note for found in told.values())
    text = proposal_text(proposal)
    for url, found in told.items():
        reason = "；".join(found.reasons)
        assert f'# 依据：{reason}\n# [[column]]\n# name = "{found.column.name}"\n# url = "{url}"\n' in text
    assert [column.url for column in parse_county(text, Path("a.toml")).column] == list(sure(proposal))


@pytest.mark.parametrize("name", PORTALS)
def test_the_county_and_its_portal_are_called_as_they_are(name: str):
    portal, proposal = proposed(name)
    assert proposal.name == portal.county
    assert portal.county in proposal.portal
    assert "公司" not in proposal.portal
    assert portal.units <= {unit.name for unit in proposal.units}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("departments", "有下级栏目的部门首页3个"),
        ("dated", "以日期为名的2个"),
        ("nav_in_json", "互动、办事、登录、外文版等2个"),
        ("mega_menu", "其他网站的1个"),
        ("guide", "目录中的文件、内容页1个"),
    ],
)
def test_the_summary_says_how_many_links_were_left_out_and_why(name: str, told: str):
    (note,) = proposed(name)[1].notes
    assert re.match(r"另有\d+个链接没有列为栏目：", note)
    assert told in note


def test_a_portal_whose_only_column_cannot_be_read_still_gives_a_comment():
    proposal = propose({"/": html("旱塬县人民政府", links([("政府采购", "/zfcg/")])), "/zfcg/": (502, b"")})
    assert [found.column.name for found in proposal.columns] == ["政府采购"]
    assert '# name = "政府采购"' in proposal_text(proposal)


def test_an_article_on_the_home_page_is_counted_and_no_comment():
    portal = PORTALS["gbk"]()
    text = (
        "<h1>县长调研农业</h1><p>发布时间：2026-09-01 来源：云沱报</p><div class='content'><p>"
        + "正文内容。" * 90
        + "</p></div>"
    )
    home = portal.pages["/"]
    assert isinstance(home, bytes)
    more = "<ul><li><a href='/tt/18.html'>县长调研农业</a></li></ul></body>".encode("gbk")
    pages = {**portal.pages, "/": home.replace(b"</body>", more), "/tt/18.html": html("县长调研农业", text)}
    proposal = propose(pages)
    assert set(doubtful(proposal)) == set(portal.told)
    assert any("内容页，或没有列表、又不在目录和导航中的1个" in note for note in proposal.notes), proposal.notes


def test_where_nothing_was_found_the_error_says_what_was_left_out():
    pages: dict[str, Served] = {
        "/": html("旱塬县人民政府", links([("县长信箱", "/xx/"), ("省政府", "http://a.example/x/")]))
    }
    with pytest.raises(AuditorError, match="另有2个链接没有列为栏目：互动、办事、登录、外文版等1个、其他网站的1个"):
        propose(pages)


def test_pages_beyond_the_limit_are_counted_once_each():
    portal = PORTALS["gbk"]()
    proposal = propose(portal.pages, max_pages=9)
    assert any(re.match(r"还有 \d 页因达到页数上限没有看", note) for note in proposal.notes), proposal.notes


@pytest.mark.parametrize(
    "name", ["2026年", "2025-12-31", "9月", "[09-21]", "（2020-03-05）", "2024年度", "12月份", "2026", "1 月"]
)
def test_a_date_is_no_name(name: str):
    assert is_date(name)


@pytest.mark.parametrize("name", ["2026年预算", "十四五规划", "第三季度", "三公经费", "", "12345热线", "月报"])
def test_a_name_with_a_date_in_it_is_one(name: str):
    assert not is_date(name)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("财政预决算（财政局）", "财政局"),
        ("残疾人事业（残联）", "残联"),
        ("工作通知（2020-03-05）", ""),
        ("年度报告（2026年）", ""),
        ("管理办法（试行）", ""),
        ("旧文件（已归档）", ""),
        ("第3批（第3批）", ""),
    ],
)
def test_only_who_may_answer_for_a_column_is_taken_from_its_brackets(name: str, unit: str):
    reading = read_page(column(name, "a", "县政府"), url="http://a.test/a/")
    candidate = Candidate(Discovered("http://a.test/a/"), reading, name, True, ())
    assert owner_by_name(candidate, "旱塬县").unit == unit


@pytest.mark.parametrize(
    ("head", "body", "name"),
    [
        (
            "<meta name=SiteName content=公司网站><title>首页</title>",
            "<p>主办：四川省旱塬县人民政府办公室</p>",
            "四川省旱塬县人民政府",
        ),
        ("<title>网站首页</title>", "<p>版权所有：旱塬县人民政府</p><p>四川省人民政府</p>", "旱塬县人民政府"),
        ("<title>四川省人民政府</title>", "<p>友情链接 四川省人民政府</p>", "四川省人民政府"),
        ("<title>欢迎光临旱塬县政府网</title>", "", "旱塬县政府网"),
        ("<title>公司网站</title>", "<p>公司简介</p>", ""),
    ],
)
def test_a_portal_is_called_after_its_government(head: str, body: str, name: str):
    assert portal_name(LexborHTMLParser(f"<html><head>{head}</head><body>{body}</body></html>")) == name
