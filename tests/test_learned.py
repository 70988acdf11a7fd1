"""A layout learned once gives the very reading that the search gives; whatever is odd is searched."""

from collections.abc import Callable

import pytest
from bench.dressed import dressed_pages
from portals import entries, list_page

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
    monkeypatch.setattr(learned, "_same", lambda one, other: False)
    assert read(page("工作动态", slug="b"), layouts, 2), "what the search finds is taken"
    assert (layouts.disagreed, layouts.known) == (1, {})
    assert layouts_told(layouts.disagreed)[0].startswith("有1页")
    assert layouts_told(0) == ()


def test_dressed_portals_are_read_alike_by_what_was_learned():
    by_layout = pages = 0
    for number, made in zip(range(4), dressed_pages(), strict=False):
        layouts = Layouts()
        for url, body in made:
            plain = read_page(body, url=url)
            assert read_page(body, url=url, layouts=layouts) == plain, (number, url)
            pages += plain.kind is PageKind.LIST
        by_layout += layouts.by_layout
    assert by_layout >= 0.75 * pages > 0
