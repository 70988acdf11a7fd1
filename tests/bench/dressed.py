"""Portals dressed as real ones are, with class names and depth drawn.

A navigation whose current item moves, a breadcrumb, click counters, titles cut short, hot lists with dates, a pager of
two pages a column; some in GB 18030.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

PORTALS, COLUMNS = 20, 10
_SYLLABLES = ("bo", "lan", "xw", "zt", "wj", "mk", "dq", "nr", "tq", "ys", "kz", "fl")
_SUBJECTS = (
    "道路修缮工程",
    "秋粮收购",
    "医疗救助",
    "饮用水源保护",
    "校园食品安全",
    "农机补贴",
    "公共租赁住房",
    "森林防火",
)
_NAMES = (
    "通知公告",
    "工作动态",
    "政策文件",
    "财政预决算",
    "人事信息",
    "规划计划",
    "招标采购",
    "应急管理",
    "乡村振兴",
    "民生实事",
)
_DAYS = ("{:%Y-%m-%d}", "[{:%Y-%m-%d}]", "{:%Y/%m/%d}", "{:%Y.%m.%d}")
_ROWS = 20


def path_of(column: int, page: int = 1) -> str:
    """A page's address within its portal."""
    return f"/zwgk/c{column}/{'index' if page == 1 else f'index_{page}'}.html"


def dressed_pages() -> Iterator[list[tuple[str, bytes]]]:
    """The pages of each portal, column after column, two a column."""
    for number in range(PORTALS):
        portal = Portal(number)
        yield [
            (portal.address(column, page), portal.page(column, page)) for column in range(COLUMNS) for page in (1, 2)
        ]


class Portal:
    """One of the portals; the same number gives the same."""

    def __init__(self, number: int) -> None:
        draw = random.Random(f"dressed {number}")
        self.host = f"http://www.d{number}.example.cn"
        self.number, self.depth, self.form = number, draw.randint(1, 5), draw.choice(_DAYS)
        self.hot, self.row = draw.choice(("side_hot", "rank", "xgxx")), draw.choice(("li", "tr", "dd", "div"))
        self.names = ["".join(draw.sample(_SYLLABLES, 2)) for _ in range(12)]
        self.cut = draw.choice((0, 16, 22))
        self.is_counted, self.encoding = draw.random() < 0.4, "gb18030" if draw.random() < 0.4 else "utf-8"

    @property
    def rows(self) -> str:
        """Where a row stands, as a spider is told it."""
        return f"table.{self.names[10]} tr" if self.row == "tr" else f".{self.names[10]} > {self.row}"

    def address(self, column: int, page: int) -> str:
        return f"{self.host}{path_of(column, page)}"

    def page(self, column: int, page: int) -> bytes:
        name, names = _NAMES[column], self.names
        items = "".join(
            f'<li class="{names[0]}{" on" if n == column else ""}"><a href="/zwgk/c{n}/index.html">{one}</a></li>'
            for n, one in enumerate(_NAMES)
        )
        hot = "".join(
            f'<li><a href="/hot/{n}.html">{_SUBJECTS[n]}热点信息第{n}期</a><em>{date(2020, 3, 1 + n):%m-%d}</em></li>'
            for n in range(6)
        )
        text = (
            f'<!DOCTYPE html><html><head><meta charset="{self.encoding}">'
            f"<title>{name}_模拟县人民政府</title></head><body>"
            f'<div class="{names[1]}"><ul class="nav">{items}</ul></div>'
            f'<div class="{names[2]} crumb">当前位置：<a href="/">首页</a> &gt; '
            f'<a href="/zwgk/">政务公开</a> &gt; {name}</div>'
            f'<div class="{names[3]}"><div class="{self.hot}"><h3>点击排行</h3><ul>{hot}</ul></div>'
            f"{''.join(f'<div class={one}>' for one in names[4 : 4 + self.depth])}<h2>{name}</h2>"
            f"{self._list(column, page)}"
            f"{self._pager(column, page)}{'</div>' * self.depth}</div>"
            f'<div class="foot">主办：模拟县人民政府办公室 今日访问{self.number * 37 + column}次</div></body></html>'
        )
        return text.encode(self.encoding)

    def _list(self, column: int, page: int) -> str:
        draw = random.Random(f"{self.number}/{column}/{page}")
        day, rows = date(2020, 4, 8) - timedelta(days=200 * (page - 1)), []
        for n in range(_ROWS if page == 1 else draw.randint(3, _ROWS - 1)):
            title = f"关于{draw.randrange(2018, 2021)}年{draw.choice(_SUBJECTS)}有关事项的公告（第{n + 1}号）"
            shown = f"{title[: self.cut]}..." if 0 < self.cut < len(title) else title
            link = f'<a href="/art/{self.number}/{column}_{page}_{n}.html" title="{title}">{shown}</a>'
            count = f"<i>浏览{draw.randrange(9000)}次</i>" if self.is_counted else ""
            rows.append(self._row(link, self.form.format(day), count))
            day -= timedelta(days=draw.randint(1, 9))
        opening = {"li": "ul", "tr": "table", "dd": "dl", "div": "div"}[self.row]
        return f'<{opening} class="{self.names[10]}">{"".join(rows)}</{opening}>'

    def _row(self, link: str, day: str, count: str) -> str:
        if self.row == "tr":
            return f"<tr><td>{link}</td><td>{day}{count}</td></tr>"
        return f"<{self.row}>{link}<span>{day}</span>{count}</{self.row}>"

    def _pager(self, column: int, page: int) -> str:
        other = self.address(column, 3 - page).removeprefix(self.host)
        step = f'<a href="{other}">下一页</a>' if page == 1 else f'<a href="{other}">上一页</a><span>下一页</span>'
        return f'<div class="{self.names[11]} page">共2页 {step}</div>'
