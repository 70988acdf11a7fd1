"""Whole columns drawn at random with their truth by construction, read through walk and proof without a socket.

``python tests/drawn_columns.py 100000 [SEED]`` draws that many and prints the table of ``docs/figures.md``.
"""

import asyncio
import random
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from html import escape

from portals import HOME, TableFetcher, column

from auditor.crawl.column import ColumnReading
from auditor.crawl.walk import read_column

FIRST, LAST = date(2020, 1, 1), date(2020, 3, 31)
PATH = "/zwgk/tzgg/"
COLUMN = column().model_copy(update={"url": PATH})
ORDERS = ("falls", "falls", "falls", "rises", "by hand", "by title", "by number")
PINS = ("none", "none", "marked", "unmarked", "block on each page", "first page full")
PAGERS = ("words", "numbers", "script", "query", "options", "onclick")
MARKS = ("class", "plain", "none")
ENDS = ("absent", "disabled", "itself")
TOTALS = ("none", "none", "共{n}条", "总记录数：{n}", "共有{n}条记录 每页{s}条", "共{p}页")
FALSE_FIGURES = ("", "", "", "惠企政策2条", "共12项任务", "合计18件", "稳经济33条措施")
NAMES = ("own", "own", "own", "fragment", "shared", "number", "twins")
DATES = ("cell", "cell", "brackets", "updated first", "published first", "deadline labelled", "short year", "in title")
HIDDEN = ("no", "no", "no", "no", "no", "scroll", "icon", "silent")
_WORDS = ("春季农田水利建设", "城区供水管网改造", "义务教育招生", "公益性岗位招聘", "乡村道路养护", "食品安全抽检")


@dataclass(frozen=True)
class Entry:
    """One item: its number, day and whether it is pinned on top."""

    number: int
    title: str
    day: date
    pinned: bool = False


@dataclass(frozen=True)
class Drawn:
    """One column: how it is made, its pages by address, and how many items fall into the quarter."""

    traits: dict[str, str]
    pages: dict[str, str]
    truth: int
    name: str = "通知公告"


def draw(seed: int) -> Drawn:
    """The column of a seed."""
    dice = random.Random(seed)
    choices = {"order": ORDERS, "pin": PINS, "pager": PAGERS, "mark": MARKS, "end": ENDS, "total": TOTALS}
    choices |= {"figure": FALSE_FIGURES, "name": NAMES, "dates": DATES, "hidden": HIDDEN}
    traits = {trait: dice.choice(offers) for trait, offers in choices.items()}
    traits["side"] = dice.choice(("none", "hot list", "hot list"))
    size = dice.choice((6, 10, 12, 15, 20))
    count = dice.choice((1, 2, 3, 7, size - 1, size, size + 1, 2 * size, 2 * size + 3, 3 * size - 1, 4 * size + 2))
    entries = _ordered(_entries(dice, count, traits), traits["order"], dice)
    rows = _pinned(entries, traits["pin"], size, dice)
    pages = [rows[at : at + size] for at in range(0, len(rows), size)]
    if traits["pin"] == "block on each page":
        block = rows[:3]
        pages = [page if number == 0 else [*block, *page] for number, page in enumerate(pages)]
    truth = sum(FIRST <= entry.day <= LAST for entry in entries)
    hidden = traits["hidden"] if len(pages) > 1 else "no"
    traits["hidden"] = hidden
    shown = pages if hidden == "no" else pages[:1]
    made = _Site(traits, size, len(entries), len(pages))
    return Drawn(traits, {made.address(n): made.page(n, page) for n, page in enumerate(shown, 1)}, truth)


def _entries(dice: random.Random, count: int, traits: dict[str, str]) -> list[Entry]:
    newest = dice.choice((date(2020, 4, 8), date(2020, 3, 30), date(2020, 2, 3), date(2019, 12, 30), date(2018, 5, 4)))
    step = dice.choice((1, 2, 5, 9, 30))
    entries, day = [], newest
    papers = dice.sample(range(1, 500), count)  # a title tells nothing of its day
    for number, paper in enumerate(papers):
        title = f"清源县关于{_WORDS[dice.randrange(len(_WORDS))]}的公告（第{paper}号）"
        entries.append(Entry(number, title, day))
        day -= timedelta(days=dice.randrange(step + 1))
    if traits["name"] == "twins" and count > 2:
        entries[1] = replace(entries[1], title=entries[0].title, day=entries[0].day)
    return entries


def _ordered(entries: list[Entry], order: str, dice: random.Random) -> list[Entry]:
    if order == "rises":
        return entries[::-1]
    if order == "by title":
        return sorted(entries, key=lambda entry: entry.title)
    if order == "by number":
        return sorted(entries, key=lambda entry: int(entry.title.rsplit("第", 1)[1][:-2]))
    if order == "by hand":
        return dice.sample(entries, len(entries))
    return entries


def _pinned(entries: list[Entry], pin: str, size: int, dice: random.Random) -> list[Entry]:
    if pin == "none" or len(entries) < 4:
        return entries
    count = {"first page full": size, "block on each page": 3}.get(pin, dice.randrange(1, 4))
    old = sorted(entries, key=lambda entry: entry.day)[: min(count, len(entries) // 2)]
    is_marked = pin in ("marked", "block on each page")
    chosen = {entry.number for entry in old}
    return [*(replace(entry, pinned=is_marked) for entry in old), *(e for e in entries if e.number not in chosen)]


@dataclass
class _Site:
    """Writes the pages of one column."""

    traits: dict[str, str]
    size: int
    count: int
    pages: int
    heads: str = field(init=False, default="")

    def address(self, number: int) -> str:
        if self.traits["pager"] == "query":
            return PATH if number == 1 else f"{PATH}?page={number}"
        return PATH if number == 1 else f"{PATH}index_{number - 1 if self.traits['pager'] == 'script' else number}.html"

    def page(self, number: int, rows: list[Entry]) -> str:
        figure = f"<h3>{self.traits['figure']}</h3>" if self.traits["figure"] else ""
        table = "".join(map(self._row, rows))
        if self.traits["dates"] in ("updated first", "published first"):
            heads = ("更新时间", "发布时间") if self.traits["dates"] == "updated first" else ("发布时间", "更新时间")
            body = f"<table><tr><th>标题</th><th>{heads[0]}</th><th>{heads[1]}</th></tr>{table}</table>"
        else:
            body = f"<ul class='list'>{table}</ul>"
        return (
            "<!DOCTYPE html><html><head><meta charset='utf-8'><title>通知公告_清源县人民政府</title>"
            "<meta name='ColumnName' content='通知公告'></head><body><div class='nav'><a href='/'>首页</a>"
            "<a href='/zwgk/'>政务公开</a></div><div class='weizhi'>当前位置：<a href='/'>首页</a> &gt; 通知公告</div>"
            f"{figure}<div class='main'><h2>通知公告</h2>{body}{self._pager(number)}</div>{self._side()}"
            "<div class='footer'>主办：清源县人民政府办公室 网站标识码：6200000000</div></body></html>"
        )

    def _row(self, entry: Entry) -> str:
        title, day = escape(entry.title), entry.day
        if self.traits["dates"] == "in title":
            title += "(2009.8.4)"
        pin = "<i class='top'>置顶</i>" if entry.pinned else ""
        link = f"<a {self._link(entry)}>{title}</a>"
        later = day + timedelta(days=11)
        match self.traits["dates"]:
            case "updated first":
                return f"<tr><td>{pin}{link}</td><td>{later}</td><td>{day}</td></tr>"
            case "published first":
                return f"<tr><td>{pin}{link}</td><td>{day}</td><td>{later}</td></tr>"
            case "deadline labelled":
                return f"<li>{pin}{link}<span>截止日期：{later}</span><span>发布日期：{day}</span></li>"
            case "short year":
                return f"<li>{pin}{link}<span>{day:%y-%m-%d}</span></li>"
            case "brackets":
                return f"<li>{pin}{link}<em>[{day}]</em></li>"
        return f"<li>{pin}{link}<span>{day}</span></li>"

    def _link(self, entry: Entry) -> str:
        match self.traits["name"]:
            case "fragment":
                return f'href="{PATH}show.html#/detail/{entry.number}"'
            case "shared":
                return f'href="{PATH}show.html"'
            case "number":
                return f'href="javascript:;" onclick="show({9000 + entry.number})"'
        return f'href="{PATH}content_{9000 - entry.number}.html"'

    def _pager(self, number: int) -> str:
        if self.traits["hidden"] != "no":
            return {
                "scroll": "<script>var page=1;$(window).scroll(function(){$.get('/l?page='+(++page),add);});</script>",
                "icon": "<a class='loadmore' href='javascript:;' onclick='next()'>&nbsp;</a>",
                "silent": "",
            }[self.traits["hidden"]]
        total = self.traits["total"].format(n=self.count, s=self.size, p=self.pages)
        total = "" if total == "none" else total
        if self.pages == 1:
            return f"<div class='page'>{total}</div>" if total else ""
        if self.traits["pager"] == "script":
            call = f"createPageHTML({self.pages}, {number - 1}, 'index', 'html');"
            return f"<div class='page'>{total}<script>{call}</script></div>"
        return f"<div class='page'>{total} {self._numbers(number)} {self._next(number)}</div>"

    def _numbers(self, number: int) -> str:
        if self.traits["pager"] != "numbers":
            return ""
        steps = []
        for other in range(1, self.pages + 1):
            if other != number or self.traits["mark"] == "none":
                steps.append(f"<a href='{self.address(other)}'>{other}</a>")
            elif self.traits["mark"] == "class":
                steps.append(f"<a class='on' href='javascript:;'>{other}</a>")
            else:
                steps.append(f"<span>{other}</span>")
        return " ".join(steps)

    def _next(self, number: int) -> str:
        if number == self.pages:
            return {
                "absent": "",
                "disabled": "<a class='disabled'>下一页</a>",
                "itself": f"<a href='{self.address(number)}'>下一页</a>",
            }[self.traits["end"]]
        target = self.address(number + 1)
        if self.traits["pager"] == "onclick":
            return f"<a href='javascript:;' onclick=\"location.href='{target}'\">下一页</a>"
        return f"<a href='{target}'>下一页</a>"

    def _side(self) -> str:
        if self.traits["side"] == "none":
            return ""
        rows = "".join(
            f"<li><a href='/xw/content_{n}.html'>全县重点工作推进会议召开第{n}次</a><span>2020-02-{n:02}</span></li>"
            for n in range(1, 9)
        )
        return f"<div class='side'><h3>热门文章</h3><ul>{rows}</ul></div>"


def read(drawn: Drawn) -> ColumnReading:
    """The column as walk and proof read it."""
    fetcher = TableFetcher(drawn.pages)
    address = f"{HOME.rstrip('/')}{PATH}"
    return asyncio.run(read_column(COLUMN, address, fetcher, since=FIRST, max_pages=50))


def verdict(drawn: Drawn, reading: ColumnReading) -> str:
    """``exact``, ``unknown`` or ``wrong``: a count is what the reading proves for the quarter."""
    undated = any(sighting.date is None for sighting in reading.sightings)
    if not reading.covers(FIRST) or undated:
        return "unknown"
    counted = sum(s.date is not None and FIRST <= s.date <= LAST for s in reading.sightings)
    return "exact" if counted == drawn.truth else "wrong"


def main(count: int, first: int) -> int:
    """Draw, read, and print what came of it, by each trait."""
    tally: Counter[tuple[str, str, str]] = Counter()
    wrong = []
    for seed in range(first, first + count):
        drawn = draw(seed)
        found = verdict(drawn, read(drawn))
        wrong += [seed] if found == "wrong" else []
        tally.update((trait, value, found) for trait, value in {**drawn.traits, "all": "all"}.items())
    lines = ["| | | exact | unknown | wrong |", "|---|---|---|---|---|"]
    for trait, value in sorted({(trait, value) for trait, value, _ in tally}):
        figures = (tally[trait, value, found] for found in ("exact", "unknown", "wrong"))
        lines.append(f"| {trait} | {value or '—'} | {' | '.join(map(str, figures))} |")
    sys.stdout.write("\n".join([*lines, f"wrong seeds: {wrong[:40]}", ""]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
