"""A layout learned once gives the very reading that the search gives; whatever is odd is searched."""

import gc
import random
import re
from collections.abc import Callable
from dataclasses import replace
from weakref import ReferenceType, ref

import pytest
from bench.dressed import Portal, dressed_pages
from portals import entries, list_page
from selectolax.lexbor import LexborHTMLParser

from auditor.base.terms import PageKind
from auditor.read.lists import learned
from auditor.read.lists.learned import Layouts
from auditor.read.printed import layouts_told
from auditor.read.reading import read_page

DAYS = ("2020-03-28", "2020-03-15", "2020-02-20", "2020-01-03", "2019-12-30")
SIDE = '<div class="rr"><h3>{head}</h3><ul class="links">{rows}</ul></div>'
ROW = '<li><a href="/h/{n}.html">其他栏目的一条信息第{n}号全文</a>{day}</li>'


def page(name: str = "通知公告", *, before: str = "", slug: str = "a") -> bytes:
    return list_page(entries(*DAYS, slug=slug), total=5, name=name, before=before).encode()


def side(head: str, day: str = "", rows: int = 6, box: str = "links") -> str:
    return SIDE.format(head=head, rows="".join(ROW.format(n=n, day=day) for n in range(rows))).replace("links", box)


def read(body: bytes, layouts: Layouts, number: int) -> bool:
    """Whether a page was read by a layout; it must be read as the search reads it."""
    before = layouts.by_layout
    url = f"http://portal.test/c{number}/"
    assert read_page(body, url=url, layouts=layouts) == read_page(body, url=url)
    return layouts.by_layout > before


def test_the_next_page_of_a_layout_is_read_without_the_search():
    layouts = Layouts()
    assert not read(page(before=side("友情链接")), layouts, 1)
    assert read(page("工作动态", before=side("友情链接"), slug="b"), layouts, 2)
    assert (layouts.by_layout, layouts.searched, layouts.disagreed) == (1, 1, 0)


@pytest.mark.parametrize(
    "odd",
    [
        lambda: page("工作动态", before=side("工作动态"), slug="b"),
        lambda: page("工作动态", before=side("友情链接", "<span>2020-03-01</span>"), slug="b"),
        lambda: page("工作动态", before=side("友情链接", box="other"), slug="b"),
        lambda: page("工作动态", before=side("友情链接"), slug="b").replace(b"news_list", b"new_box"),
        lambda: page("工作动态", before=side("友情链接"), slug="b").replace(b"<span>2020-03-15</span>", b""),
        lambda: page("工作动态", before=side("友情链接") + "<div class='list'></div>", slug="b"),
    ],
    ids=["named", "dated", "unknown box", "moved", "undated row", "hollow"],
)
def test_whatever_is_odd_is_searched(odd: Callable[[], bytes]):
    layouts = Layouts()
    read(page(before=side("友情链接")), layouts, 1)
    assert not read(odd(), layouts, 2)


def test_a_layout_that_once_disagrees_is_dropped_and_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(learned, "CHECKED_EVERY", 1)
    layouts = Layouts()
    read(page(), layouts, 1)
    layouts.lessons.clear()
    monkeypatch.setattr(learned, "_same", lambda one, other: False)
    assert read(page("工作动态", slug="b"), layouts, 2), "what the search finds is taken"
    assert (layouts.disagreed, layouts.known) == (1, {})
    assert layouts_told(layouts.disagreed)[0].startswith("有1页")
    assert layouts_told(0) == ()


def wrapped(body: bytes, layouts: Layouts) -> bool:
    """Whether a page was read by a wrapper; it must be read as the reader in full reads it."""
    before = layouts.by_wrapper
    assert read_page(body, url="http://portal.test/c2/", layouts=layouts) == read_page(
        body, url="http://portal.test/c2/"
    )
    return layouts.by_wrapper > before


def taught() -> Layouts:
    layouts = Layouts()
    read_page(page(before=side("友情链接")), url="http://portal.test/c1/", layouts=layouts)
    layouts.known.clear()
    return layouts


def test_pages_of_one_template_are_read_from_their_mark_up_alone():
    plain = page("工作动态", before=side("友情链接"), slug="b")
    layouts = taught()
    assert wrapped(plain, layouts)
    assert wrapped(plain.replace("信息第2号全文".encode(), "信息第31号全文".encode()), layouts)
    assert wrapped(plain.replace("共5条".encode(), "共55条".encode()), layouts), "what its pager says is read anew"


def test_a_page_teaches_only_when_another_of_its_template_comes():
    """A lesson costs as much as the search that it spares."""
    layouts = taught()
    assert (len(layouts.lessons), layouts.wrappers, layouts.tries) == (1, [], 0)
    assert not wrapped(
        page("人事任免", before=side("友情链接"), slug="c").replace(b"news_list", b"zwgk_list"), layouts
    ), "of another template"
    assert (len(layouts.lessons), layouts.tries) == (2, 0)
    assert wrapped(page("工作动态", before=side("友情链接"), slug="b"), layouts)
    assert (len(layouts.lessons), len(layouts.wrappers), layouts.tries) == (1, 1, 1)


def frame(name: str, slug: str, parent: str, folder: str, up: str) -> bytes:
    """A page whose frame tells where it stands: a note, style sheets, a menu by script, the columns above its own."""
    script = f"<script>var at = '{folder}'; document.write('<li><a href=\"{folder}\">x</a></li>');</script>"
    where = f"<div>当前位置：<a href='/'>首页</a>&gt;<a href='/p/'>{parent}</a>&gt;<a href='./'>{name}</a></div>"
    before = f'<!-- copied from {slug}/index.htm [v3] --><link href="{up}css/a.css">{script}{where}'
    return page(name, slug=slug, before=f"{side('友情链接')}{before}")


def test_what_a_page_teaches_holds_no_tree(monkeypatch: pytest.MonkeyPatch):
    trees: list[ReferenceType[LexborHTMLParser]] = []

    class Watched(LexborHTMLParser):
        def __init__(self, text: str) -> None:
            super().__init__(text)
            trees.append(ref(self))

    monkeypatch.setattr("auditor.read.page.LexborHTMLParser", Watched)
    layouts = Layouts()
    read_page(Portal(1).page(0, 1), url=Portal(1).address(0, 1), layouts=layouts)
    gc.collect()
    assert layouts.lessons
    assert [tree() for tree in trees] == [None]


def test_where_a_page_stands_on_its_portal_changes_nothing():
    first = frame("通知公告", "a", "政务公开", "./", "../")
    for parent, folder, up in (("政务公开", "../b/", "../"), ("要闻动态", "/zx/b/", "../../"), ("政务公开", "./", "")):
        layouts = Layouts()
        read_page(first, url="http://portal.test/c1/", layouts=layouts)
        layouts.known.clear()
        assert wrapped(frame("工作动态", "b", parent, folder, up), layouts), (parent, folder, up)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("&gt;<a href='/p/'>政务公开", "&gt;<a href='/p/'>共3页"),
        ("&gt;<a href='/p/'>政务公开", "&gt;<a href='/p/'>工作动态"),
        ("at = './'", "at = 'index_2.html'"),
        ("<!-- copied", "<!-- <li>旧条目</li>"),
        ("css/a.css", "css/b.css"),
    ],
)
def test_what_else_a_frame_says_is_read_in_full(old: str, new: str):
    layouts = Layouts()
    read_page(frame("通知公告", "a", "政务公开", "./", "../"), url="http://portal.test/c1/", layouts=layouts)
    layouts.known.clear()
    other = frame("工作动态", "b", "政务公开", "./", "../").decode()
    assert old in other
    assert not wrapped(other.replace(old, new, 1).encode(), layouts)


def test_a_row_that_leads_nowhere_is_read_as_the_reader_does():
    texts = [
        page(name, slug=slug, before=side("友情链接")).decode() for name, slug in (("通知公告", "a"), ("工作动态", "b"))
    ]
    first, second = (re.sub(r'href="[^"]*/[ab]/t2[^"]*"', 'href="javascript:;"', text) for text in texts)
    assert first != texts[0]
    layouts = Layouts()
    read_page(first.encode(), url="http://portal.test/c1/", layouts=layouts)
    layouts.known.clear()
    assert wrapped(second.encode(), layouts)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2020-03-15", "2020-13-15"),
        ("<span>2020-03-15", '<span class="zd">2020-03-15'),
        ("<span>2020-03-15", "<span>截止 2020-03-15"),
        ("<h3>友情链接", "<h3>工作动态"),
        ("<h3>友情链接", "<h3>2020年"),
        ("<h3>友情链接", "<h3>共3页"),
        ('<div class="rr">', '<div class="rr" hidden>'),
        ('class="links"', 'class="page"'),
        ("其他栏目的一条信息第2号全文", "2019年"),
        ("其他栏目的一条信息第2号全文", "下一页"),
        ("其他栏目的一条信息第2号全文", "工作动态"),
        ("共5条", "暂无信息"),
        ("共5条", '共5条 <a href="/other/">关于另外一件事的通知</a>'),
        ("</body>", "<script>createPageHTML(3,0,'index','html');</script></body>"),
        ("<title>工作动态", "<title>正文"),
    ],
)
def test_a_page_that_differs_in_what_nobody_explained_is_read_in_full(old: str, new: str):
    text = page("工作动态", before=side("友情链接"), slug="b").decode()
    assert old in text
    assert not wrapped(text.replace(old, new, 1).encode(), taught())


@pytest.mark.parametrize(
    "title", ["[置顶]关于放假的通知", "·关于放假的通知", "关于放假的通知2020-03-05", "详情", "更多>>", "2020年"]
)
def test_a_row_whose_title_says_more_is_read_in_full(title: str):
    text = page("工作动态", before=side("友情链接"), slug="b").decode()
    first = re.search(r"<a [^>]*/b/[^>]*>([^<]+)</a><span>2020-03-28", text)
    assert first
    assert not wrapped(text.replace(first[1], title).encode(), taught())


def test_a_wrapper_that_once_disagrees_is_dropped_and_told(monkeypatch: pytest.MonkeyPatch):
    layouts = taught()
    assert wrapped(page("工作动态", before=side("友情链接"), slug="b"), layouts)
    monkeypatch.setattr(learned, "CHECKED_EVERY", 1)
    layouts.wrappers = [replace(one, listing=replace(one.listing, template="other")) for one in layouts.wrappers]
    assert wrapped(page("工作动态", before=side("友情链接"), slug="b"), layouts), "what was read in full is taken"
    assert (layouts.disagreed, layouts.wrappers) == (1, [])


_ROW = r'<li><a (href="[^"]*/%s/[^"]*")[^>]*>([^<]+)</a><span>(20[^<]*)</span></li>'


def rows_as(form: str) -> Callable[[str, str], str]:
    """Pages whose rows are written in another form; ``{n}`` counts them."""

    def rewrite(text: str, slug: str) -> str:
        numbers = iter(range(1, 99))
        return re.sub(
            _ROW % slug, lambda row: form.format(href=row[1], title=row[2], day=row[3], n=next(numbers)), text
        )

    return rewrite


def every_third_parted(text: str, slug: str) -> str:
    """A page whose rows are parted by a line after every third, as many systems do."""
    numbers = iter(range(1, 99))
    line = '<li class="line"></li>'
    return re.sub(_ROW % slug, lambda row: row[0] + (line if next(numbers) % 3 == 0 else ""), text)


def counted(text: str, slug: str) -> str:
    """A page whose scripts and tags tell which column it is of."""
    ids = {"a": "1148", "b": "1185"}[slug]
    head = f'<meta name="ColumnID" content="{ids}"><script>var channel = {ids}; if (1 < 2) go(channel)</script>'
    return text.replace("</head>", f"{head}</head>").replace("</body>", f"<input id='c' value='{ids}'></body>")


@pytest.mark.parametrize(
    "rewrite",
    [
        rows_as("<li><a {href}>A&amp;B{title}</a><span>{day}</span></li>"),
        rows_as('<li id="line_{n}"><a {href}>{title}</a><span>{day}</span></li>'),
        rows_as("<li><a {href}>{title}</a><!--<i>2019-01-0{n}</i>--><span>{day}</span></li>"),
        rows_as('<li><a {href}><img src="/p/{n}.jpg"></a><a {href}>{title}</a><span>{day}</span></li>'),
        rows_as("<li><a {href}>{title}</a><span>(发布时间：{day} 阅读次数：{n})</span></li>"),
        rows_as("<li><a {href}><h4>{title}</h4><span>{day}</span></a></li>"),
        every_third_parted,
        counted,
    ],
)
def test_templates_of_many_makes_are_read_from_their_mark_up_alone(rewrite: Callable[[str, str], str]):
    first, second = (
        rewrite(page(name, before=side("友情链接"), slug=slug).decode(), slug)
        for name, slug in (("通知公告", "a"), ("工作动态", "b"))
    )
    assert first != page(before=side("友情链接")).decode()
    layouts = Layouts()
    read_page(first.encode(), url="http://portal.test/c1/", layouts=layouts)
    layouts.known.clear()
    assert wrapped(second.encode(), layouts)


PIECES = (
    "<h3>工作动态</h3>",
    "<span>共3条</span>",
    "<a href='/x/'>更多</a>",
    "<span>2020-03-01</span>",
    "暂无信息",
    "<div class='list'></div>",
    "<a href='index_2.html'>下一页</a>",
    "<a href='/c9/'>2019年</a><a href='/c8/'>2020年</a>",
    "<li><a href='/art/99/1.html'>关于一件事的重要通知</a><span>2020-03-03</span></li>",
)


def changed(text: str, draw: random.Random) -> str:
    """A page with one piece put in, taken out, exchanged for another, or with other figures."""
    pieces = re.findall(r"<[^>]*>|[^<]+", text)
    at, other = draw.randrange(len(pieces)), draw.randrange(len(pieces))
    way = draw.randrange(4)
    if way == 0:
        pieces[at] += draw.choice(PIECES)
    elif way == 1:
        del pieces[at]
    elif way == 2:
        pieces[at], pieces[other] = pieces[other], pieces[at]
    else:
        pieces[at] = re.sub(r"\d", lambda _: str(draw.randrange(10)), pieces[at])
    return "".join(pieces)


def test_pages_changed_at_random_are_read_alike():
    draw, by_wrapper = random.Random(11), 0
    for number in range(40):
        portal, layouts = Portal(number % 8), Layouts()
        read_page(portal.page(0, 1), url=portal.address(0, 1), layouts=layouts)
        layouts.known.clear()
        column, which = draw.randrange(1, 10), draw.choice((1, 2))
        url, text = portal.address(column, which), portal.page(column, which).decode(portal.encoding)
        body = changed(text, draw).encode(portal.encoding)
        assert read_page(body, url=url, layouts=layouts) == read_page(body, url=url), (number, url)
        by_wrapper += layouts.by_wrapper
    assert by_wrapper >= 4, "else this shows nothing"


def test_dressed_portals_are_read_alike_by_what_was_learned():
    by_layout = by_wrapper = pages = 0
    for number, made in zip(range(4), dressed_pages(), strict=False):
        layouts = Layouts()
        for url, body in made:
            plain = read_page(body, url=url)
            assert read_page(body, url=url, layouts=layouts) == plain, (number, url)
            pages += plain.kind is PageKind.LIST
        by_layout += layouts.by_layout
        by_wrapper += layouts.by_wrapper
    assert by_layout >= 0.75 * pages > 0
    assert by_wrapper >= 0.75 * pages
