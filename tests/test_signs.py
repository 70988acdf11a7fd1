"""Every weight decides something: a page or text it alone decides, and one near by in which its sign does not hold."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from portals import list_page
from selectolax.lexbor import LexborHTMLParser

from auditor.base.sign import Sign
from auditor.county.check import normal_address
from auditor.discover import judge
from auditor.discover.judge import Candidate, proposed_column
from auditor.discover.proposal import THRESHOLD
from auditor.discover.values import Lead
from auditor.discover.walk import Discovered
from auditor.read import charset
from auditor.read.articles import article
from auditor.read.articles.article import read_article
from auditor.read.lists import listing
from auditor.read.reading import read_page

# --- is a page an article? ------------------------------------------------------------------------------------------

TITLE = "青山县人民政府办公室关于做好春耕备耕工作的通知"
URL = "https://www.qingshan.test/zwgk/tzgg/content.html"
PICTURE = "<div><img src='1.png'></div>"
HEADING = f"<h1>{TITLE}</h1>"
PROSE = "<div><p>" + "各乡镇要统一思想，压实责任，确保农资供应充足、农机调度到位。" * 8 + "</p></div>"
SHORT = "各乡镇要统一思想，压实责任，确保农资供应充足、农机调度到位，春耕备耕工作有序开展，如期完成任务。"


def metas(title: str = TITLE, **others: str) -> str:
    named = {"ArticleTitle": title} | others
    return "".join(f"<meta name='{name}' content='{value}'>" for name, value in named.items())


def page(body: str, head: str = metas(), title: str = "青山县人民政府") -> str:
    return f"<html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{body}</body></html>"


def rows(count: int) -> str:
    return "".join(
        f"<li><a href='/{n}.html'>县领导调研重点项目建设情况之{n}</a><span>2020-06-{n + 10}</span></li>"
        for n in range(count)
    )


def table(*fields: str) -> str:
    return "<table><tr>" + "".join(f"<td>{field}</td>" for field in fields) + "</tr></table>"


ARTICLES: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "ArticleTitle of its own": (
        (page(HEADING + PICTURE), URL),
        (page(HEADING + PICTURE, metas(ColumnName=TITLE)), URL),
    ),
    "the title stands in the page": (
        (page(f"{HEADING}<p>发布时间：2020-03-05</p>{PICTURE}", ""), URL),
        (page(f"<p>发布时间：2020-03-05</p>{PICTURE}", "", TITLE), URL),
    ),
    "a publish date is printed, or written by a script": (
        (page(f"{HEADING}<p>发布时间：2020-03-05</p>{PICTURE}", ""), URL),
        (page(f"{HEADING}<p>会议时间：2020-03-05</p>{PICTURE}", ""), URL),
    ),
    "PubDate": (
        (page(PICTURE, metas(PubDate="2020-03-05 08:55")), URL),
        (page(PICTURE, metas(PubDate="")), URL),
    ),
    "a day in the address": (
        (page(PICTURE), "https://www.qingshan.test/zwgk/202003/t20200305_1.html"),
        (page(PICTURE), "https://www.qingshan.test/zwgk/202003/1.html"),
    ),
    "a body named as one": (
        (page(f"<div class='TRS_Editor'><p>{SHORT}</p></div>"), URL),
        (page(f"<div class='x7'><p>{SHORT}</p></div>"), URL),
    ),
    "prose": ((page(PROSE), URL), (page(f"<div><p>{SHORT}</p></div>"), URL)),
    "fields of a catalogue": (
        (page(table("索引号", "000014349/2020-00017", "发布机构", "县政府办公室") + PICTURE), URL),
        (page(table("索引号", "000014349/2020-00017", "浏览次数", "12") + PICTURE), URL),
    ),
    "a source is named": (
        (page(f"<p>来源：</p>{PICTURE}"), URL),
        (page(f"<p>字体：</p>{PICTURE}"), URL),
    ),
    "rows of a list": (
        (page(f"{HEADING}<ul>{rows(5)}</ul>"), URL),
        (page(f"{HEADING}<ul>{rows(4)}</ul>"), URL),
    ),
    "called like its column or site": (
        (
            page(
                "<h1>春耕备耕工作专栏</h1><p>发布时间：2020-03-05</p>" + PICTURE,
                metas("", ColumnName="春耕备耕工作专栏"),
            ),
            URL,
        ),
        (page("<h1>春耕备耕工作专栏</h1><p>发布时间：2020-03-05</p>" + PICTURE, metas("", ColumnName="专题专栏")), URL),
    ),
}


def is_article(shown: tuple[str, str]) -> bool:
    text, url = shown
    return read_article(LexborHTMLParser(text), text, url) is not None


@pytest.mark.parametrize("sign", article.SIGNS, ids=lambda sign: sign.says)
def test_a_sign_of_an_article_decides_a_page(sign: Sign[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    decided, near = ARTICLES[sign.says]
    speaks_for = sign.weight > 0
    assert (is_article(decided), is_article(near)) == (speaks_for, not speaks_for)
    without = tuple(replace(one, weight=0) if one is sign else one for one in article.SIGNS)
    monkeypatch.setattr(article, "SIGNS", without)
    assert (is_article(decided), is_article(near)) == (not speaks_for, not speaks_for)


# --- is a page a column that the form ticks? ------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """A candidate in a few words: how many rows it shows, how many of them dated; where its lead stands."""

    items: int = 10
    dated: int = 10
    origin: str = "page"
    total: bool = False
    names_agree: bool = False
    gathers: bool = False
    unit: str = ""


PARTLY = Seen(dated=7)
UNDATED = Seen(dated=2, origin="hub", names_agree=True)
EMPTY = Seen(items=0)

COLUMNS = {
    "列表是空的": (replace(EMPTY, origin="hub"), replace(PARTLY, dated=2, origin="hub")),
    "读到列表 {count} 条": (replace(PARTLY, names_agree=True), replace(EMPTY, names_agree=True)),
    "条目都有日期": (Seen(), PARTLY),
    "多数条目没有日期": (replace(UNDATED, names_agree=False), replace(UNDATED, dated=5, names_agree=False)),
    "认出了翻页或总数": (replace(PARTLY, total=True, unit="财政局"), replace(PARTLY, unit="财政局")),
    "内容与其他栏目重复，可能是汇总页": (Seen(gathers=True), Seen()),
    "在公开目录树中": (replace(EMPTY, origin="tree"), EMPTY),
    "在公开目录页上": (replace(EMPTY, origin="hub"), replace(EMPTY, origin="sitemap")),
    "在网站地图上": (replace(PARTLY, origin="sitemap"), PARTLY),
    "首页有链接": (replace(PARTLY, origin="home"), PARTLY),
    "链接文字与页面上的栏目名一致": (replace(PARTLY, names_agree=True), PARTLY),
    "{owner}": (replace(PARTLY, total=True, unit="财政局"), replace(PARTLY, total=True)),
}


def is_ticked(seen: Seen) -> bool:
    url = "https://www.qingshan.test/xxgk/czjs/"
    listed = [
        (f"关于第{n}号事项办理情况的公告", f"/xxgk/czjs/{n}.html", f"2020-03-{28 - n:02}" if n < seen.dated else "")
        for n in range(seen.items)
    ]
    text = list_page(listed, name="财政决算", total=seen.items if seen.total else None)
    reading = read_page(text.encode(), url=url)
    if not seen.items:
        reading = replace(reading, items=(), is_empty_list=True)
    assert len(reading.items) == seen.items
    assert sum(item.date is not None for item in reading.items) == seen.dated * bool(seen.items)
    found = Discovered(url, [Lead(url, "财政决算", origin=seen.origin)], reading)
    candidate = Candidate(found, reading, "财政决算", seen.names_agree, ())
    gathering = {normal_address(url)} if seen.gathers else set()
    proposed = proposed_column(candidate, "https://www.qingshan.test/", gathering, seen.unit, "栏目名就是该单位")
    return proposed.confidence >= THRESHOLD


@pytest.mark.parametrize("sign", [sign for sign in judge.SIGNS if sign.weight], ids=lambda sign: sign.says)
def test_a_sign_of_a_column_decides_whether_it_is_ticked(sign: Sign[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    decided, near = COLUMNS[sign.says]
    speaks_for = sign.weight > 0
    assert (is_ticked(decided), is_ticked(near)) == (speaks_for, not speaks_for)
    without = tuple(replace(one, weight=0) if one is sign else one for one in judge.SIGNS)
    monkeypatch.setattr(judge, "SIGNS", without)
    assert (is_ticked(decided), is_ticked(near)) == (not speaks_for, not speaks_for)


# --- which of two lists is the column's? ------------------------------------------------------------------------------

COLUMN = "https://www.qingshan.test/zwgk/tzgg/index.html"
WORK = "关于做好春季农业生产和乡村道路养护等各项重点工作安排部署的通知要求"
LEADS = {"below": "/zwgk/tzgg/", "other": "/xw/", "abroad": "https://www.baiyun.test/xw/"}


@dataclass(frozen=True)
class Listed:
    """One list of a page: its rows, how many of them are dated, where they lead, and what stands around them."""

    count: int = 6
    dated: int = 6
    length: int = 20
    to: str = "below"
    is_article: bool = True
    heading: str = ""
    has_pager: bool = False
    mark: str = ""
    shape: str = "li"


PLAIN = Listed()
LISTS: dict[str, tuple[Listed, Listed, dict[str, Any]]] = {
    "rows show dates": (PLAIN, Listed(2, 0, 16, is_article=False, heading="通知公告"), {"dated": 0}),
    "titles are long": (PLAIN, Listed(4, 4, 6), {"length": 6}),
    "rows lead to articles": (
        PLAIN,
        Listed(is_article=False, heading="工作动态", shape="crowded"),
        {"is_article": False},
    ),
    "rows lead below the column": (
        Listed(9, 9, is_article=False, mark="sidebar", shape="loose"),
        Listed(4, 0, 28),
        {"to": "other"},
    ),
    "many rows": (PLAIN, Listed(2, 2, 28, shape="loose"), {"count": 2, "dated": 0}),
    "called like the column": (PLAIN, Listed(2, 2, 28, "abroad", heading="通知公告"), {"heading": ""}),
    "a pager stands behind": (PLAIN, Listed(6, 2, 28, is_article=False, has_pager=True), {"has_pager": False}),
    "in what the template marks as content": (
        PLAIN,
        Listed(3, 1, 12, is_article=False, heading="通知公告", mark="list"),
        {"mark": ""},
    ),
    "rows are not one box each": (PLAIN, Listed(2, 2, 28, shape="loose"), {"shape": "li"}),
    "rows hold more than one item": (
        Listed(9, 5, 28),
        Listed(3, 2, 12, is_article=False, has_pager=True, mark="list", shape="crowded"),
        {"shape": "li"},
    ),
    "under a heading of side lists": (
        PLAIN,
        Listed(6, 6, 6, "other", heading="热门推荐", has_pager=True),
        {"heading": ""},
    ),
    "a block of pinned rows above the list": (
        PLAIN,
        Listed(2, 2, 28, is_article=False, heading="通知公告", has_pager=True, mark="zd"),
        {"mark": ""},
    ),
    "rows lead to other hosts and are not dated": (
        Listed(2, 2, 28, "other", heading="工作动态"),
        Listed(2, 0, 28, "abroad", heading="通知公告"),
        {"to": "below"},
    ),
}


def list_row(one: Listed, name: str, number: int) -> str:
    title = f"{name}{number}{WORK}"[: one.length]
    file = f"{name == '乙':d}{number}"
    href = LEADS[one.to] + (f"t20200305_{file}.html" if one.is_article else f"c{file}/")
    day = f"2020-03-{28 - number}" if number < one.dated else ""
    if one.shape == "loose":
        return f"<p><a href='{href}'>{title}</a></p><p>{day}</p>"
    link = f"<a href='{href}'>{title}</a><span>{day}</span>"
    if one.shape == "li":
        return f"<li>{link}</li>"
    second = (
        f"<div><a href='{href.replace('c', 'd')}'>{title}之二</a><span>{day}</span></div>" if number % 3 == 0 else ""
    )
    return f"<li><div>{link}</div>{second}</li>"


def list_block(one: Listed, name: str) -> str:
    inner = "".join(list_row(one, name, number) for number in range(one.count))
    tag = "div" if one.shape == "loose" else "ul"
    heading = f"<h3>{one.heading}</h3>" if one.heading else ""
    pager = "<div class='pages'>共3页 <a href='/zwgk/tzgg/index_2.html'>下一页</a></div>" if one.has_pager else ""
    return f"<div class='{one.mark}'>{heading}<{tag}>{inner}</{tag}>{pager}</div>"


def lists_read(first: Listed, second: Listed) -> set[str]:
    """Whose rows are read: 甲 of the first list, 乙 of the second."""
    body = list_block(first, "甲") + "<div>.</div>" + list_block(second, "乙")
    page = f"<html><head><meta charset='utf-8'><title>通知公告-青山县人民政府</title></head><body>{body}</body></html>"
    return {item.title[0] for item in read_page(page.encode(), url=COLUMN).items}


@pytest.mark.parametrize("sign", listing.SIGNS, ids=lambda sign: sign.says)
def test_a_sign_of_a_list_decides_which_is_read(sign: Sign[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, other = LISTS[sign.says]
    near = replace(first, **other), replace(second, **other)
    decided, beside = lists_read(first, second), lists_read(*near)
    without = tuple(replace(one, weight=0) if one is sign else one for one in listing.SIGNS)
    monkeypatch.setattr(listing, "SIGNS", without)
    assert lists_read(first, second) != decided
    assert lists_read(*near) == beside


@pytest.mark.parametrize("sign", [*article.SIGNS, *judge.SIGNS, *listing.SIGNS], ids=lambda sign: sign.says)
def test_a_sign_says_where_it_was_seen(sign: Sign[Any]) -> None:
    assert sign.seen.strip()


# --- in which charset is a page? ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weight", "text", "codec", "label", "near"),
    [
        ("_LABEL_TRUST", "悲剿弧宠", "gbk", "gb2312", "县财政局"),
        ("_LABEL_TRUST", "碟絞切燈", "big5", "big5", "縣財政局"),
        ("_VALID_UTF8", "盱眙", "utf-8", "", "县财政局"),
        ("_FREQUENT_WEIGHT", "廉告", "gbk", "big5", "县财政局"),
        ("_BROKEN_WEIGHT", "琬妫唤", "gbk", "utf-8", "县财政局"),
        ("_VALID_UTF8", "ئۇيغۇر ئاپتونوم", "utf-8", "", "新疆维吾尔自治区"),
    ],
)
def test_a_weight_of_a_charset_decides_a_text(
    weight: str, text: str, codec: str, label: str, near: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_read(words: str) -> bool:
        return charset.decode(words.encode(codec), f"text/html; charset={label}" if label else "").text == words

    assert is_read(text)
    assert is_read(near)
    monkeypatch.setattr(charset, weight, 0.0)
    assert not is_read(text)
    assert is_read(near)
