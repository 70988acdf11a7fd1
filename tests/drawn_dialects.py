"""Portals drawn at random in the dialects of publishing systems: columns of one template, truth by construction.

``python tests/drawn_dialects.py 100000 [SEED]`` draws that many columns, half of them the plain ones of
``drawn_columns.py``, and prints the table of ``docs/figures.md``.
"""

import asyncio
import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from html import escape

import drawn_columns
from drawn_columns import FIRST, LAST, Entry, verdict
from portals import HOME, TableFetcher, column

from auditor.crawl.column import ColumnReading
from auditor.crawl.proof import full_sizes, with_sizes
from auditor.crawl.walk import read_column

TRAITS = {
    "carrier": (
        "list",
        "list",
        "list",
        "table",
        "cards",
        "lines",
        "loose dates",
        "json in a script",
        "literal in a script",
        "torn",
    ),
    "paging": (
        "next",
        "numbers",
        "bare numbers",
        "trs call",
        "trs object",
        "ucap call",
        "vsb",
        "vsb by script",
        "jeecms",
        "siteserver",
        "query",
        "load button",
    ),
    "order": ("falls",) * 6 + ("rises", "by hand", "by department", "by year", "by month"),
    "pin": ("none", "none", "none", "word", "image", "class", "no mark"),
    "total": (
        "",
        "",
        "",
        "共{n}条",
        "共有{n}条记录",
        "总记录数：{n}",
        "{n}条记录 {k}/{p}页",
        "当前第 {k} / {p} 页",
        "共{p}页{n}条",
        "Total {n}",
        "每页{s}条 共{n}条",
        "页次：{k}/{p}",
        "本页{r}条",
        "每页{s}条",
        "显示1-{r}条",
    ),
    "date": (
        "day",
        "day",
        "slashes",
        "dots",
        "signs",
        "time",
        "short year",
        "glued",
        "glued in brackets",
        "beside the source",
        "label",
        "entered and published",
        "unlabelled pair",
        "pair that articles settle",
        "formed alone",
        "excerpt with a day",
        "split",
    ),
    "beside": (
        "nothing",
        "nothing",
        "nothing",
        "more",
        "calendar",
        "hot list",
        "hidden rows",
        "rows in a comment",
        "menu in a script",
        "other years",
        "false total",
        "first state",
        "scroll",
        "undrawn pager",
    ),
}
_MATTERS = ("春季农田水利建设", "城区供水管网改造", "义务教育招生", "公益性岗位招聘", "乡村道路养护", "食品安全抽检")
_UNITS = ("县财政局", "县教育局", "县水务局")
_IN_SCRIPTS = ("json in a script", "literal in a script")


@dataclass(frozen=True)
class Drawn:
    """One column of a portal: its address, its pages and articles by address, and how many items are in the quarter."""

    traits: dict[str, str]
    start: str
    pages: dict[str, str]
    truth: int


def draw_portal(seed: int) -> list[Drawn]:
    """The three columns of a seed, of one template."""
    dice = random.Random(seed)
    traits = {name: dice.choice(offers) for name, offers in TRAITS.items()}
    size = dice.choice((5, 8, 10, 12, 15, 20))
    return [_Site(dice, traits, size, number).drawn() for number in range(3)]


@dataclass
class _Site:
    """Writes one column."""

    dice: random.Random
    traits: dict[str, str]
    size: int
    number: int
    entries: list[Entry] = field(default_factory=list)
    pages: int = 1
    heads: dict[int, str] = field(default_factory=dict)

    def drawn(self) -> Drawn:
        count = self.dice.choice(
            (1, 2, 4, self.size - 1, self.size, self.size + 1, 2 * self.size + 3, 5 * self.size + 2)
        )
        self.entries = self._ordered(self._pinned(self._entries(count)))
        truth = sum(FIRST <= entry.day <= LAST for entry in self.entries)
        shown = self._shown()
        parts = [shown[at : at + self.size] for at in range(0, len(shown), self.size)] or [[]]
        self.pages = len(parts)
        is_cut = self.traits["beside"] in ("more", "first state", "scroll", "undrawn pager") and len(parts) > 1
        pages = {self.address(n): self.page(n, part) for n, part in enumerate(parts[: 1 if is_cut else None], 1)}
        return Drawn(self.traits, self.address(1), pages | self._articles(), truth)

    def _entries(self, count: int) -> list[Entry]:
        day = self.dice.choice((date(2020, 4, 8), date(2020, 3, 30), date(2020, 2, 3), date(2019, 12, 30)))
        step = self.dice.choice((1, 3, 9, 30))
        entries = []
        for number, paper in enumerate(self.dice.sample(range(1, 500), count)):
            matter = self.dice.choice(_MATTERS)
            entries.append(Entry(number, f"清源县关于{matter}的公告（第{paper}号）", day))
            day -= timedelta(days=self.dice.randrange(step + 1))
        return entries

    def _pinned(self, entries: list[Entry]) -> list[Entry]:
        pin = self.traits["pin"]
        if pin == "none" or len(entries) < 4 or self.traits["order"] != "falls":
            return entries
        top = {entry.number for entry in self.dice.sample(entries[len(entries) // 2 :], self.dice.randrange(1, 3))}
        marked = [replace(entry, pinned=pin != "no mark") for entry in entries if entry.number in top]
        return marked + [entry for entry in entries if entry.number not in top]

    def _ordered(self, entries: list[Entry]) -> list[Entry]:
        """In the column's order; groups that nothing on a page heads cannot be known of, and are not drawn."""
        if self.traits["order"] in ("by department", "by month") and self.traits["carrier"] not in ("list", "table"):
            return entries
        match self.traits["order"]:
            case "rises":
                return entries[::-1]
            case "by hand":
                return self.dice.sample(entries, len(entries))
            case "by department":
                units = [self.dice.randrange(len(_UNITS)) for _ in entries]
                order = sorted(range(len(entries)), key=lambda at: units[at])
                self._head([(_UNITS[units[at]], entries[at]) for at in order])
                return [entries[at] for at in order]
            case "by year":
                self._head([(f"{entry.day.year}年", entry) for entry in entries])
            case "by month":
                found = sorted(entries, key=lambda entry: (entry.day.year, entry.day.month, -entry.day.day))
                self._head([(f"{entry.day.month}月", entry) for entry in found])
                return found
        return entries

    def _head(self, named: list[tuple[str, Entry]]) -> None:
        """Headings stand above the first row of each group, as far as the carrier has room for them."""
        last = ""
        for name, entry in named:
            if name != last:
                self.heads[entry.number] = name
            last = name

    def _shown(self) -> list[Entry]:
        if self.traits["beside"] != "other years":
            return self.entries
        years = sorted({entry.day.year for entry in self.entries})
        year = self.dice.choice(years)
        return [entry for entry in self.entries if entry.day.year == year]

    # -- addresses -----------------------------------------------------------------------------------------------------

    def address(self, number: int) -> str:
        match self.traits["paging"]:
            case "vsb" | "vsb by script":
                return f"/c{self.number}.htm" if number == 1 else f"/c{self.number}/{self.pages - number + 1}.htm"
            case "jeecms":
                return f"/c{self.number}/index{'' if number == 1 else f'_{number}'}.jhtml"
            case "siteserver":
                return f"/channels/18{self.number}{'' if number == 1 else f'_{number}'}.html"
            case "ucap call":
                return f"/c{self.number}/list{'' if number == 1 else f'_{number}'}.shtml"
            case "trs call" | "trs object":
                return f"/c{self.number}/" if number == 1 else f"/c{self.number}/index_{number - 1}.html"
            case "query":
                return f"/list.aspx?id=8{self.number}" + ("" if number == 1 else f"&page={number}")
        return f"/c{self.number}/" if number == 1 else f"/c{self.number}/index_{number}.html"

    def article(self, entry: Entry) -> str:
        match self.traits["paging"]:
            case "vsb" | "vsb by script":
                return f"/info/10{self.number}/{9000 - entry.number}.htm"
            case "siteserver":
                return f"/contents/18{self.number}/{9000 - entry.number}.html"
            case "query":
                return f"/show.aspx?id={90000 - entry.number - 1000 * self.number}"
        return f"/c{self.number}/content_{9000 - entry.number}.html"

    def _articles(self) -> dict[str, str]:
        if self.traits["date"] != "pair that articles settle":
            return {}
        return {self.article(entry): self._told(entry) for entry in self.entries}

    def _told(self, entry: Entry) -> str:
        text = "为做好有关工作，经研究，现将有关事项公告如下。" * 4
        return (
            f"<html><head><meta charset='utf-8'><title>{entry.title}</title></head><body><h1>{entry.title}</h1>"
            f"<div class='info'>发布时间：{entry.day} 来源：县政府办</div><div class='content'><p>{text}</p></div>"
            "</body></html>"
        )

    # -- pages ---------------------------------------------------------------------------------------------------------

    def page(self, number: int, rows: list[Entry]) -> str:
        above, below = self._beside(number)
        body = self._body(rows)
        if self.traits["beside"] == "first state" and rows:
            script = "<script>$.get('/api/rows',function(d){$('#rows').html(d)})</script>"
            body = f"<div id='rows' class='list'>暂无数据</div>{script}"
        return (
            "<!DOCTYPE html><html><head><meta charset='utf-8'><title>通知公告_清源县人民政府</title>"
            "<meta name='ColumnName' content='通知公告'></head><body><div class='nav'><a href='/'>首页</a>"
            "<a href='/zwgk/'>政务公开</a></div><div class='weizhi'>当前位置：<a href='/'>首页</a> &gt; 通知公告</div>"
            f"<div class='main'><h2>通知公告</h2>{above}{body}{self._pager(number, len(rows))}{below}</div>"
            "<div class='footer'>主办：清源县人民政府办公室 网站标识码：6200000000</div></body></html>"
        )

    def _beside(self, number: int) -> tuple[str, str]:
        match self.traits["beside"]:
            case "more":
                return f"<a class='more' href='/more/{self.number}/'>更多&gt;&gt;</a>", ""
            case "calendar":
                cells = "".join(f"<td><a href='?day=2020-03-{day:02}'>{day}</a></td>" for day in range(1, 29))
                return f"<table class='calendar'><tr>{cells}</tr></table>", ""
            case "hot list":
                hot = "".join(
                    f"<li><a href='/xw/content_{n}.html'>全县重点工作推进会议召开第{n}次</a>"
                    f"<span>2020-02-{n:02}</span></li>"
                    for n in range(1, 9)
                )
                return "", f"<div class='side'><h3>热门文章</h3><ul>{hot}</ul></div>"
            case "rows in a comment":
                return (
                    "<!--<ul><li><a href='/c9/content_1.html'>样例信息样例信息</a><span>2020-02-03</span></li></ul>-->",
                    "",
                )
            case "menu in a script":
                menu = [
                    {"name": name, "url": f"/zwgk/{n}/index.html", "createTime": "2020-02-03", "children": []}
                    for n, name in enumerate(_UNITS)
                ]
                return f"<script>var menu={json.dumps(menu, ensure_ascii=False)};</script>", ""
            case "other years":
                years = sorted({entry.day.year for entry in self.entries})
                return "".join(
                    f"<a href='/y{self.number}/{year}/'>{year}年</a> " for year in [*years, years[0] - 1]
                ), ""
            case "false total":
                return f"<h4>惠企政策{self.size}条</h4>", "<h3>共12项任务</h3>"
            case "scroll" if self.pages > 1:
                return "", "<script>var page=1;$(window).scroll(function(){$.get('/l?page='+(++page),add);});</script>"
            case "undrawn pager" if self.pages > 1:
                return "", "<el-pagination :total='total'></el-pagination>"
        return "", ""

    def _body(self, rows: list[Entry]) -> str:
        match self.traits["carrier"]:
            case "table":
                return f"<table class='list'>{self._table_head()}{''.join(map(self._tr, rows))}</table>"
            case "cards":
                return f"<div class='list'>{''.join(map(self._card, rows))}</div>"
            case "lines":
                return f"<div class='list'>{''.join(f'<p>{self._link(e)}{self._day(e)}</p>' for e in rows)}</div>"
            case "loose dates":
                return f"<div class='list'>{''.join(f'{self._link(e)} {self._day(e)}<br>' for e in rows)}</div>"
            case "json in a script":
                records = json.dumps(self._records(rows), ensure_ascii=False)
                return f"<ul id='l'></ul><script>var dataList={records};</script>"
            case "literal in a script":
                objects = ",".join(
                    "{" + ",".join(f"{key}:'{value}'" for key, value in record.items()) + "}"
                    for record in self._records(rows)
                )
                return f"<ul id='l'></ul><script>var datasource=[{objects}];</script>"
            case "torn":
                gap = len(rows) // 2
                torn = (self._li(e) + ("</ul></div>" if at == gap else "") for at, e in enumerate(rows))
                return f"<div class='box'><ul class='list'>{''.join(torn)}</ul></div>"
        hidden = ""
        if self.traits["beside"] == "hidden rows":
            row = "<a href='/c9/content_1.html'>模板行模板行模板行</a><span>2020-02-02</span>"
            hidden = f"<li style='display:none'>{row}</li>"
        return f"<ul class='list'>{hidden}{''.join(map(self._li, rows))}</ul>"

    def _records(self, rows: list[Entry]) -> list[dict[str, str]]:
        return [{"title": e.title, "url": self.article(e), "pubDate": f"{e.day}"} for e in rows]

    def _heading(self, entry: Entry, sign: str) -> str:
        return sign.format(self.heads[entry.number]) if entry.number in self.heads else ""

    def _li(self, entry: Entry) -> str:
        return f"{self._heading(entry, '<li class=h>{}</li>')}<li>{self._link(entry)}{self._day(entry)}</li>"

    def _table_head(self) -> str:
        heads = {
            "entered and published": "<th>录入时间</th><th>发布时间</th>",
            "formed alone": "<th>成文日期</th>",
            "label": "<th>发布日期</th>",
        }.get(self.traits["date"])
        return f"<tr><th>标题</th>{heads}</tr>" if heads else ""

    def _tr(self, entry: Entry) -> str:
        head = self._heading(entry, "<tr><td colspan=3>{}</td></tr>")
        return f"{head}<tr><td>{self._link(entry)}</td>{self._day(entry)}</tr>"

    def _card(self, entry: Entry) -> str:
        day = f"({entry.day})" if self.traits["date"] == "glued in brackets" else ""
        cell = self._day(entry) if not day else ""
        title = f"<h3>{self._mark(entry)}{entry.title}{day}</h3><p>{entry.title}</p>"
        return f"<a class='box' href='{self.article(entry)}'><img src='/i/x.png'>{title}{cell}</a>"

    def _mark(self, entry: Entry) -> str:
        if not entry.pinned:
            return ""
        return {"image": "<img src='/i/zd.gif' alt='置顶'>", "class": "<i class='istop'></i>"}.get(
            self.traits["pin"], "<em>[置顶]</em>"
        )

    def _link(self, entry: Entry) -> str:
        glued = {"glued": f"{entry.day}", "glued in brackets": f"（{entry.day}）"}.get(self.traits["date"], "")
        return f"{self._mark(entry)}<a href='{self.article(entry)}'>{escape(entry.title)}{glued}</a>"

    def _day(self, entry: Entry) -> str:
        day, earlier = entry.day, entry.day - timedelta(days=17)
        is_table = self.traits["carrier"] == "table"
        cell: Callable[[object], str] = ("<td>{}</td>" if is_table else "<span>{}</span>").format
        label = "{0}" if is_table else "{1}：{0}"
        split = f"<span class='d'><b>{day:%d}</b><i>{day:%Y-%m}</i></span>"
        pair = cell(earlier) + cell(day)
        told = cell(label.format(earlier, "录入时间")) + cell(label.format(day, "发布时间"))
        return {
            "glued": "",
            "glued in brackets": "",
            "slashes": cell(f"{day:%Y/%m/%d}"),
            "dots": cell(f"[{day:%Y.%m.%d}]"),
            "signs": cell(f"{day:%Y年%m月%d日}"),
            "time": cell(f"{day} 09:30:00"),
            "short year": cell(f"{day:%y-%m-%d}"),
            "beside the source": cell(f"来源：县政府办 {day}"),
            "label": cell(label.format(day, "发布日期")),
            "entered and published": told,
            "unlabelled pair": pair,
            "pair that articles settle": pair,
            "formed alone": cell(label.format(earlier, "成文日期")),
            "excerpt with a day": f"<p>{earlier:%Y年%m月%d日}，县政府召开会议研究。</p>{cell(day)}",
            "split": split if self.traits["carrier"] == "list" else cell(day),
        }.get(self.traits["date"], cell(day))

    # -- pagers --------------------------------------------------------------------------------------------------------

    def _pager(self, number: int, rows: int) -> str:
        total = self.traits["total"].format(n=self._stated, k=number, p=self.pages, s=self.size, r=rows)
        if self.traits["beside"] in ("more", "first state", "scroll", "undrawn pager") and self.pages > 1:
            return ""
        if self.pages == 1:
            return f"<div class='page'>{total}</div>" if total else ""
        return f"<div class='page'>{total} {self._steps(number)}</div>"

    @property
    def _stated(self) -> int:
        return len(self.entries)

    def _steps(self, number: int) -> str:
        following = self.address(number + 1) if number < self.pages else ""
        last = self.address(self.pages)
        match self.traits["paging"]:
            case "trs call":
                return f"<script>createPageHTML({self.pages}, {number - 1}, 'index', 'html');</script>"
            case "trs object":
                figures = f"size:{self.pages}, current:{number - 1}, prefix:'index', suffix:'html'"
                return f"<script>Pager({{{figures}}});</script>"
            case "ucap call":
                called = f"'page_div',{self.pages},{number},'list','shtml',{self._stated}"
                return f"<div id='page_div'></div><script>createPageHTML({called});</script>"
            case "vsb":
                after = (
                    f"<a href='{following}'>下页</a> <a href='{last}'>尾页</a>" if following else "<span>下页</span>"
                )
                return f"<div id='fanye12'>共{self._stated}条 {number}/{self.pages} {after}</div>"
            case "vsb by script":
                after = f"<span class='p_next'><a href='{following}'>下页</a></span>" if following else ""
                return f"<div class='pb_sys_common'>{after}<span class='p_last'><a href='{last}'>尾页</a></span></div>"
            case "jeecms":
                name = following.rsplit("/", 1)[-1]
                after = f"onclick=\"location.href=encodeURI('{name}');\"" if following else "disabled='disabled'"
                return f"<a href='#' {after}>下一页</a>"
            case "load button":
                return f"<a class='more' href='javascript:;' data-url='{following}'>加载更多</a>" if following else ""
            case "numbers" | "bare numbers":
                return self._numbers(number)
        after = f"<a href='{following}'>下一页</a>" if following else "<span>下一页</span>"
        return f"<a href='{self.address(1)}'>首页</a> {after} <a href='{last}'>尾页</a>"

    def _numbers(self, number: int) -> str:
        is_marked = self.traits["paging"] == "numbers"
        return " ".join(
            f"<a class='on' href='javascript:;'>{n}</a>"
            if is_marked and n == number
            else f"<a href='{self.address(n)}'>{n}</a>"
            for n in range(1, self.pages + 1)
        )


def read_portal(columns: list[Drawn]) -> list[ColumnReading]:
    """The columns as walk and proof read them, in the light of one another's page sizes."""
    readings = []
    for drawn in columns:
        start = column().model_copy(update={"url": drawn.start})
        address = f"{HOME.rstrip('/')}{drawn.start}"
        fetcher = TableFetcher(drawn.pages)
        readings.append(asyncio.run(read_column(start, address, fetcher, since=FIRST, max_pages=50)))
    sizes = full_sizes(readings)
    return [with_sizes(reading, sizes) for reading in readings]


def judged(seed: int) -> list[tuple[dict[str, str], str]]:
    """Traits and verdict of each column of a portal."""
    columns = draw_portal(seed)
    return [
        (drawn.traits, verdict(drawn, reading))  # type: ignore[arg-type]
        for drawn, reading in zip(columns, read_portal(columns), strict=True)
    ]


def main(count: int, first: int) -> int:
    """Draw, read, and print what came of it, by each trait: portals and plain columns in turn."""
    tally: Counter[tuple[str, str, str]] = Counter()
    wrong: list[str] = []
    done, seed = 0, first
    while done < count:
        plain = [drawn_columns.draw(at) for at in range(3 * seed, 3 * seed + 3)]
        found = [({"kind": "plain"} | d.traits, verdict(d, drawn_columns.read(d))) for d in plain]
        found += [({"kind": "dialect"} | traits, said) for traits, said in judged(seed)]
        wrong += [f"{seed}:{at}" for at, (_, said) in enumerate(found) if said == "wrong"]
        for traits, said in found:
            tally.update((trait, value, said) for trait, value in {**traits, "all": "all"}.items())
        done, seed = done + len(found), seed + 1
    lines = ["| | | exact | unknown | wrong |", "|---|---|---|---|---|"]
    for trait, value in sorted({(trait, value) for trait, value, _ in tally}):
        figures = (tally[trait, value, said] for said in ("exact", "unknown", "wrong"))
        lines.append(f"| {trait} | {value or '—'} | {' | '.join(map(str, figures))} |")
    sys.stdout.write("\n".join([*lines, f"wrong seeds: {wrong[:60]}", ""]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
