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


@pytest.mark.parametrize("sign", [*article.SIGNS, *judge.SIGNS], ids=lambda sign: sign.says)
def test_a_sign_says_where_it_was_seen(sign: Sign[Any]) -> None:
    assert sign.seen.strip()


# --- in which charset is a page? ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weight", "text", "codec", "label", "near"),
    [
        ("_LABEL_TRUST", "悲剿弧宠", "gbk", "gb2312", "县财政局"),
        ("_LABEL_TRUST", "碟絞切燈", "big5", "big5", "縣財政局"),
        ("_VALID_UTF8", "盱眙", "utf-8", "", "县财政局"),
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
