"""List pages of an invented county in every shape of row; the dates of all items are given."""

from collections.abc import Callable
from datetime import date, timedelta

from auditor.read import PageReading
from auditor.read.reading import read_page

URL = "http://www.lanhe.gov.cn/zwgk/tzgg/"
NAME = "通知公告"
SUBJECTS = (
    "春季农田水利建设",
    "城区供水管网改造",
    "义务教育招生",
    "公益性岗位招聘",
    "乡村道路养护",
    "食品安全抽检",
    "防汛物资储备",
)

Row = tuple[str, str, date]


def rows(count: int, newest: date = date(2020, 3, 31), step: int = 3) -> list[Row]:
    return [
        (
            f"蓝河县人民政府办公室关于做好{SUBJECTS[n % len(SUBJECTS)]}工作的通知（第{n + 1}号）",
            f"{URL}content_{9000 - n}.html",
            newest - timedelta(days=step * n),
        )
        for n in range(count)
    ]


NAV = (
    '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>'
    '<li><a href="/zwfw/">政务服务</a></li><li><a href="/hdjl/">互动交流</a></li></ul></div>'
)
FOOT = (
    '<div class="footer"><p>主办：蓝河县人民政府办公室 网站标识码：6200000000</p>'
    '<div class="links"><a href="http://www.gov.cn/">中国政府网</a> <a href="http://www.gansu.gov.cn/">省政府网站</a></div></div>'
)
SIDE = (
    '<div class="side"><h3>热门文章</h3><ul>'
    + "".join(
        f'<li><a href="/xwzx/content_{n}.html">全县重点工作推进会议召开第{n}次</a><span>2020-05-{n:02d}</span></li>'
        for n in range(1, 11)
    )
    + "</ul></div>"
)


def page(main: str, *, side: str = SIDE, before: str = "", column: str = NAME, head: str = "") -> bytes:
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>'
        f"{column}_蓝河县人民政府</title>{head}</head><body>{NAV}"
        '<div class="weizhi">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">'
        f'政务公开</a> &gt; <a href="./">{column}</a></div>'
        f'<div class="wrap">{before}<div class="conbox">{main}</div>{side}</div>{FOOT}</body></html>'
    ).encode()


def read(main: str, *, url: str = URL, **parts: str) -> PageReading:
    return read_page(page(main, **parts), url=url)


def found(reading: PageReading) -> list[tuple[str, str, date | None]]:
    return [(item.title, item.url, item.date) for item in reading.items]


def ul(items: list[Row]) -> str:
    return "<ul>" + "".join(f'<li><a href="{h}">{t}</a><span>{d}</span></li>' for t, h, d in items) + "</ul>"


def ol_before(items: list[Row]) -> str:
    return "<ol>" + "".join(f'<li><span>[{d}]</span> <a href="{h}">{t}</a></li>' for t, h, d in items) + "</ol>"


def table(items: list[Row]) -> str:
    body = "".join(
        f'<tr><td>{n}</td><td><a href="{h}">{t}</a></td><td>{d:%Y/%m/%d}</td></tr>'
        for n, (t, h, d) in enumerate(items, 1)
    )
    return f"<table><tr><th>序号</th><th>标题</th><th>发布日期</th></tr>{body}</table>"


def dl_pairs(items: list[Row]) -> str:
    return "<dl>" + "".join(f'<dt><a href="{h}">{t}</a></dt><dd>{d:%Y.%m.%d}</dd>' for t, h, d in items) + "</dl>"


def divs(items: list[Row]) -> str:
    return "".join(
        f'<div class="row"><div class="t"><a href="{h}">{t}</a></div><div class="d">发布时间：{d} 10:20</div></div>'
        for t, h, d in items
    )


def own_ul(items: list[Row]) -> str:
    return "".join(f'<ul class="one"><li><a href="{h}">{t}</a></li><li>{d}</li></ul>' for t, h, d in items)


def flat(items: list[Row]) -> str:
    return "<div>" + "".join(f'<a href="{h}">{t}</a><span>{d}</span><br>' for t, h, d in items) + "</div>"


def flat_before(items: list[Row]) -> str:
    return "<div>" + "".join(f'<i>{d}</i><a href="{h}">{t}</a><br>' for t, h, d in items) + "</div>"


def bare_text(items: list[Row]) -> str:
    return "<div>" + "".join(f'· <a href="{h}">{t}</a> ({d})<br>' for t, h, d in items) + "</div>"


def chinese(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(f'<li><a href="{h}">{t}</a><em>{d.year}年{d.month}月{d.day}日</em></li>' for t, h, d in items)
        + "</ul>"
    )


def dots(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(f'<li><a href="{h}">{t}</a><b>{d.year}.{d.month}.{d.day}</b></li>' for t, h, d in items)
        + "</ul>"
    )


def compact(items: list[Row]) -> str:
    return "<ul>" + "".join(f'<li><a href="{h}">{t}</a><b>{d:%Y%m%d}</b></li>' for t, h, d in items) + "</ul>"


def split_day(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(
            f'<li><div class="date"><b>{d:%d}</b><i>{d:%Y-%m}</i></div><div class="txt"><a '
            f'href="{h}">{t}</a></div></li>'
            for t, h, d in items
        )
        + "</ul>"
    )


def split_year(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(f'<li><p><em>{d:%m-%d}</em><span>{d.year}</span></p><a href="{h}">{t}</a></li>' for t, h, d in items)
        + "</ul>"
    )


def card_link(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(
            f'<li><a href="{h}"><h4>{t}</h4><p>'
            f"近日，有关单位按照要求对相关工作作了部署，各乡镇陆续推进……</p><span>{d}</span></a>"
            "</li>"
            for t, h, d in items
        )
        + "</ul>"
    )


def excerpt(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(
            f'<li><a href="{h}"><img src="/p.jpg"></a><h3><a href="{h}">{t}</a></h3><p>'
            "按照2019年12月1日会议部署，有关工作正在推进。"
            f'<a href="{h}">[详情]</a></p><span class="time">{d}</span></li>'
            for t, h, d in items
        )
        + "</ul>"
    )


def sentence(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(
            f'<li><a href="{h}">{t}</a><font>（来源：县政府办　发布时间：{d} 08:55:48　阅读：31次）</font></li>'
            for t, h, d in items
        )
        + "</ul>"
    )


def in_link(items: list[Row]) -> str:
    return "<ul>" + "".join(f'<li><a href="{h}"><span>{t}</span><i>{d}</i></a></li>' for t, h, d in items) + "</ul>"


def nested_tables(items: list[Row]) -> str:
    inner = "".join(
        f'<table width="100%"><tr><td width="10"><img src="/dot.gif"></td><td><a href="{h}">'
        f"{t}</a></td><td>{d}</td></tr></table>"
        for t, h, d in items
    )
    return f"<table><tr><td><table><tr><td>{inner}</td></tr></table></td></tr></table>"


def groups_of_five(items: list[Row]) -> str:
    return '<div class="split"></div>'.join(ul(items[n : n + 5]) for n in range(0, len(items), 5))


def two_columns(items: list[Row]) -> str:
    cells = [f'<td><a href="{h}">{t}</a></td><td>{d}</td>' for t, h, d in items]
    return "<table>" + "".join(f"<tr>{''.join(cells[n : n + 2])}</tr>" for n in range(0, len(cells), 2)) + "</table>"


def labelled_cells(items: list[Row]) -> str:
    body = "".join(
        f'<tr><td>620{n}</td><td><a href="{h}">{t}</a></td><td>{d - timedelta(days=9)}</td><td>{d}</td></tr>'
        for n, (t, h, d) in enumerate(items)
    )
    return f"<table><tr><td>索引号</td><td>名称</td><td>成文日期</td><td>发布日期</td></tr>{body}</table>"


def category_link(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(
            f'<li><a href="/zwgk/bm/">[县政府办公室]</a> <a href="{h}">{t}</a><span>{d}</span></li>'
            for t, h, d in items
        )
        + "</ul>"
    )


def two_rows(items: list[Row]) -> str:
    return (
        "<table>"
        + "".join(f'<tr><td><a href="{h}">{t}</a></td></tr><tr><td>{d}</td></tr>' for t, h, d in items)
        + "</table>"
    )


def striped(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(
            f'<li class="{"odd" if n % 2 else "even"}{" last" if n == len(items) - 1 else ""}"><a '
            f'href="{h}">{t}</a><span>{d}</span></li>'
            for n, (t, h, d) in enumerate(items)
        )
        + "</ul>"
    )


def cut(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(f'<li><a href="{h}" title="{t}">{t[:14]}...</a><span>{d}</span></li>' for t, h, d in items)
        + "</ul>"
    )


def paragraphs(items: list[Row]) -> str:
    return "".join(f'<p><a href="{h}">{t}</a>&nbsp;&nbsp;{d}</p>' for t, h, d in items)


def with_separators(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(
            f'<li><a href="{h}">{t}</a><span>{d}</span></li>' + ('<li class="line"></li>' if n % 5 == 4 else "")
            for n, (t, h, d) in enumerate(items)
        )
        + "</ul>"
    )


SHAPES: list[Callable[[list[Row]], str]] = [
    ul,
    ol_before,
    table,
    dl_pairs,
    divs,
    own_ul,
    flat,
    flat_before,
    bare_text,
    chinese,
    dots,
    compact,
    split_day,
    split_year,
    card_link,
    excerpt,
    sentence,
    in_link,
    nested_tables,
    groups_of_five,
    two_columns,
    labelled_cells,
    category_link,
    two_rows,
    striped,
    cut,
    paragraphs,
    with_separators,
]
