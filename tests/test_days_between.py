"""Days that stand between the titles of a list: both ends tell whether they precede or follow them."""

from collections.abc import Callable

import pytest
from test_strange_columns import PATH, Item, count, in_quarter, items, page, walk

PAIRS: dict[str, Callable[[str, str], tuple[str, str]]] = {
    "p, p": lambda day, link: (f"<p class='d'>{day}</p>", f"<p>{link}</p>"),
    "plain p, p": lambda day, link: (f"<p>{day}</p>", f"<p>{link}</p>"),
    "div, div": lambda day, link: (f"<div class='d'>{day}</div>", f"<div class='t'>{link}</div>"),
    "span, p": lambda day, link: (f"<span>{day}</span>", f"<p>{link}</p>"),
    "dt, dd": lambda day, link: (f"<dt>{day}</dt>", f"<dd>{link}</dd>"),
    "h5, h4": lambda day, link: (f"<h5>{day}</h5>", f"<h4>{link}</h4>"),
}
LINKS = "<a href='/zwgk/zn.html'>公开指南</a> <a href='/zwgk/ml.html'>公开目录</a> <a href='/zwgk/nb/'>公开年报</a>"
ABOVE = {
    "nothing": "",
    "links in p": f"<p>{LINKS}</p>",
    "links in div": f"<div>{LINKS}</div>",
    "links in dd": f"<dd>{LINKS}</dd>",
    "one link": "<p><a href='/zwgk/zn.html'>公开指南</a></p>",
    "two lines": "<p><a href='/zwgk/zn.html'>公开指南</a></p><p><a href='/zwgk/ml.html'>公开目录</a></p>",
}
BELOW = {
    "nothing": "",
    "pager": "<div class='fanye'><span>共 {n} 条</span><span>1 / 1</span><span>下一页</span></div>",
    "pager in p": "<p>1/1</p>",
    "links in p": f"<p>{LINKS}</p>",
}
FORMS = ("{:%Y-%m-%d}", "{:%Y/%m/%d}", "[{:%Y.%m.%d}]")


def _listed(rows: list[Item], pair: str, form: str, *, is_above: bool) -> str:
    found = []
    for row in rows:
        day, title = PAIRS[pair](form.format(row.day), f"<a href='{row.href}'>{row.title}</a>")
        found.append(day + title if is_above else title + day)
    return "".join(found)


@pytest.mark.parametrize("is_above", [True, False], ids=["day first", "title first"])
@pytest.mark.parametrize("above", ABOVE)
@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize("pair", PAIRS)
def test_no_line_beside_the_list_moves_its_days(pair: str, below: str, above: str, is_above: bool):
    for number, form in [(1, FORMS[0]), (2, FORMS[1]), (3, FORMS[0]), (12, FORMS[2])]:
        rows = items(number, "2020-03-30", 9)
        body = ABOVE[above] + _listed(rows, pair, form, is_above=is_above) + BELOW[below].format(n=number)
        reading, _ = walk({PATH: page(f"<div class='content'>{body}</div>")})
        found = {s.item.href: s.date for s in reading.sightings}
        assert all(found.get(row.href) in (None, row.day) for row in rows), (number, found)
        assert count(reading) in (None, in_quarter(rows)), number
        assert not any(s.date for s in reading.sightings if "/zwgk/zn" in s.item.href or "/zwgk/ml" in s.item.href)
        if number > 2 and above in ("nothing", "links in p") and below in ("nothing", "pager"):
            assert [found.get(row.href) for row in rows] == [row.day for row in rows], number
            assert number < 12 or count(reading) == in_quarter(rows)


def test_days_that_neither_end_decides_date_nothing():
    rows = items(5, "2020-03-30", 9)
    body = _listed(rows, "p, p", FORMS[0], is_above=True)
    body = body[body.index("</p>") + 4 :]
    reading, _ = walk({PATH: page(f"<div class='content'>{body}</div>")})
    assert all(s.date is None for s in reading.sightings)
    assert count(reading) is None


@pytest.mark.parametrize("is_above", [True, False], ids=["day first", "title first"])
def test_a_row_without_a_day_moves_none(is_above: bool):
    rows = items(12, "2020-03-30", 9)
    body = _listed(rows, "p, p", FORMS[0], is_above=is_above).replace(f"<p class='d'>{rows[4].day}</p>", "")
    reading, _ = walk({PATH: page(f"<div class='content'>{body}</div>")})
    assert [s.date for s in reading.sightings] == [None if row is rows[4] else row.day for row in rows]
