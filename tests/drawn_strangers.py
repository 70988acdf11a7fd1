"""County portals drawn as strangers write them: row styles, pagers and surroundings of systems that no family names.

Each style, pager and trouble is one of its own kind; a seed pairs them at random, three columns a portal. The truth is
made first. ``python tests/drawn_strangers.py COUNT [SEED]`` prints what came of each kind.
"""
# ruff: noqa: E501, C901 - markup is written as portals write it, one line a kind

import asyncio
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from html import escape

from drawn_columns import FIRST, LAST, verdict
from portals import HOME, TableFetcher, column

from auditor.crawl.column import ColumnReading
from auditor.crawl.proof import full_sizes, with_sizes
from auditor.crawl.walk import read_column

_ABOUT = ("招聘编外人员", "2020年度部门预算", "第3批惠农补贴", "城乡低保（2019年第四季度）", "停水抢修", "河道采砂许可")
_FORMS = ("关于{}的公告", "{}情况公示", "{}结果公布", "关于印发{}实施方案的通知", "关于做好{}工作的通知")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CHINESE = "〇一二三四五六七八九十"


@dataclass(frozen=True)
class Row:
    """One item with its truth."""

    number: int
    title: str
    day: date
    href: str
    pinned: bool = False

    @property
    def a(self) -> str:
        return f'<a href="{self.href}" title="{escape(self.title)}">{escape(self.title)}</a>'

    @property
    def earlier(self) -> date:
        return self.day - timedelta(days=3 + self.number % 20)


def _ul(rows: list[Row], li: Callable[[Row], str], kind: str = "list") -> str:
    return f"<ul class='{kind}'>" + "".join(f"<li>{li(r)}</li>" for r in rows) + "</ul>"


def _table(rows: list[Row], heads: str, cells: Callable[[int, Row], list[str]]) -> str:
    head = "<tr>" + "".join(f"<th>{h}</th>" for h in heads.split()) + "</tr>" if heads else ""
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in cells(n, r)) + "</tr>" for n, r in enumerate(rows, 1))
    return f"<table border=0 cellpadding=0>{head}{body}</table>"


def _catalogue(r: Row) -> str:
    return (
        f"<li class='clearfix'><div class='mc'>{r.a}<div class='xlt_table' style='display:none'><table><tr>"
        f"<td>索 引 号：</td><td>11XY/2020-{r.number:05}</td><td>信息分类：</td><td>公告</td></tr><tr><td>发布机构：</td>"
        f"<td>县政府办</td><td>生成日期：</td><td>{r.earlier}</td></tr></table></div></div><div class='rq'>{r.day}</div></li>"
    )


def _asp(rows: list[Row]) -> str:
    lines = "".join(
        f"<tr><td width='3%'>·</td><td height=24><a class=t href={r.href} target=_blank>{r.title}</a></td>"
        f"<td align=right><font color=#999999>[{r.day:%y-%m-%d}]</font></td></tr><tr><td colspan=3 background=x.gif></td></tr>"
        for r in rows
    )
    return f"<table width=100%><tr><td><table width=98% align=center>{lines}</table></td></tr></table>"


def _timeline(rows: list[Row]) -> str:
    found, last = [], 0
    for r in rows:
        if r.day.year != last:
            found.append(f"<div class='year'><em>{r.day.year}</em></div>")
            last = r.day.year
        found.append(f"<div class='item'><span class='d'>{r.day:%m-%d}</span>{r.a}</div>")
    return f"<div class='timeline'>{''.join(found)}</div>"


def _big_day(rows: list[Row]) -> str:
    return (
        "<div class='news'>"
        + "".join(
            f"<div class='item clearfix'><div class='date'><span>{r.day:%d}</span><p>{r.day:%Y-%m}</p></div><div class='txt'>"
            f"<h4>{r.a}</h4><p class='des'>{r.earlier.month}月{r.earlier.day}日，县委召开会议，传达学习上级精神，研究部署工作……</p></div></div>"
            for r in rows
        )
        + "</div>"
    )


def _letters(rows: list[Row]) -> str:
    return _table(
        rows,
        "编号 来信标题 来信时间 回复时间 处理状态",
        lambda n, r: [f"XZ{r.number:04}", r.a, f"{r.earlier}", f"{r.day}", "已回复"],
    )


def _answers(rows: list[Row]) -> str:
    return (
        "<div class='zxly'>"
        + "".join(
            f"<dl><dt><b>问：</b>{r.a}<span>提问时间：{r.earlier}</span></dt><dd><b>答：</b>您好，您反映的问题已转相关单位办理。"
            f"<span>回复时间：{r.day}</span></dd></dl>"
            for r in rows
        )
        + "</div>"
    )


def _in_script(rows: list[Row]) -> str:
    items = ",".join(
        f'{{"publishTime":"{r.day} 09:12:0{r.number % 10}","showTitle":"{r.title}","publishUrl":"{r.href}","keywords":""}}'
        for r in rows
    )
    return f"<div id='showData0'></div><script>var datasource=[{items}];xpage.init(datasource);</script>"


def _state(rows: list[Row]) -> str:
    data = {"list": [{"title": r.title, "link": r.href, "publish_date": f"{r.day}"} for r in rows], "total": len(rows)}
    return f"<div id='app'></div><script>window.__INITIAL_STATE__={json.dumps({'news': data}, ensure_ascii=False)};</script>"


def _twice(rows: list[Row]) -> str:
    pc = _ul(rows, lambda r: f"{r.a}<span>{r.day}</span>", "pc hidden-xs")
    return pc + "<div class='phone visible-xs'>" + _ul(rows, lambda r: f"{r.a}<em>{r.day:%m-%d}</em>", "m") + "</div>"


def _by_unit(rows: list[Row]) -> str:
    half = len(rows) // 2 or 1
    parts = [("县财政局", rows[:half]), ("县教育局", rows[half:])]
    return "".join(f"<h3>{u}</h3>{_ul(p, lambda r: f'{r.a}<span>{r.day}</span>')}" for u, p in parts if p)


def _two_columns(rows: list[Row]) -> str:
    lis = [f"<li>{r.a}<span>{r.day:%Y-%m-%d}</span></li>" for r in rows]
    half = (len(lis) + 1) // 2
    return f"<div class='l'><ul class='nl'>{''.join(lis[:half])}</ul></div><div class='r'><ul class='nl'>{''.join(lis[half:])}</ul></div>"


def _headline(rows: list[Row]) -> str:
    first = rows[0]
    top = f"<div class='tt'><h2>{first.a}</h2><p>县政府召开会议，研究部署有关工作。<a href='{first.href}'>[详细]</a></p></div>"
    return top + _ul(rows, lambda r: f"{r.a}<span>{r.day}</span>")


def _chinese(day: date) -> str:
    year = "".join(_CHINESE[int(c)] for c in f"{day.year}")
    month = _CHINESE[day.month] if day.month <= 10 else "十" + _CHINESE[day.month - 10]
    tens, ones = divmod(day.day, 10)
    said = ("" if tens == 0 else "十" if tens == 1 else _CHINESE[tens] + "十") + (_CHINESE[ones] if ones else "")
    return f"{year}年{month}月{said}日"


STYLES: dict[str, Callable[[list[Row]], str]] = {
    "em": lambda rows: _ul(rows, lambda r: f"{r.a}<em>{r.day}</em>"),
    "i before": lambda rows: _ul(rows, lambda r: f"<i>{r.day}</i>{r.a}"),
    "font": lambda rows: _ul(rows, lambda r: f"{r.a}<font color='#999'>（{r.day:%Y/%m/%d}）</font>"),
    "b": lambda rows: _ul(rows, lambda r: f"<b>{r.day:%Y.%m.%d}</b><p>{r.a}</p>"),
    "inside the link": lambda rows: _ul(rows, lambda r: f"<a href='{r.href}'><p>{r.title}</p><span>{r.day}</span></a>"),
    "bare text": lambda rows: _ul(rows, lambda r: f"{r.a} {r.day}"),
    "dl": lambda rows: "<dl class='l'>" + "".join(f"<dt>{r.a}</dt><dd>{r.day}</dd>" for r in rows) + "</dl>",
    "dl each": lambda rows: "".join(f"<dl><dd>{r.a}</dd><dt>{r.day}</dt></dl>" for r in rows),
    "divs": lambda rows: "<div class='ll'>" + "".join(
        f"<div class='row'><div class='col-9'>{r.a}</div><div class='col-3'>{r.day}</div></div>" for r in rows
    ) + "</div>",
    "ul each": lambda rows: "".join(f"<ul class='u'><li class='t'>{r.a}</li><li class='d'>{r.day}</li></ul>" for r in rows),
    "big day": _big_day,
    "day over month": lambda rows: _ul(
        rows, lambda r: f"<a href='{r.href}'><div class='time'><h3>{r.day:%d}</h3><p>{r.day:%Y/%m}</p></div><div>{r.title}</div></a>"
    ),
    "month over day": lambda rows: _ul(
        rows, lambda r: f"<span class='rl'><b>{r.day.month}月</b><i>{r.day:%d}</i><u>{r.day.year}</u></span>{r.a}"
    ),
    "english": lambda rows: _ul(rows, lambda r: f"{r.a}<span>{_MONTHS[r.day.month - 1]} {r.day.day}, {r.day.year}</span>"),
    "english split": lambda rows: _ul(
        rows, lambda r: f"<div class='d'><strong>{r.day:%d}</strong><small>{_MONTHS[r.day.month - 1]} {r.day.year}</small></div>{r.a}"
    ),
    "time element": lambda rows: _ul(rows, lambda r: f"{r.a}<time datetime='{r.day}T09:00:00+08:00'>{r.day.month}月{r.day.day}日</time>"),
    "attribute": lambda rows: _ul(rows, lambda r: f"{r.a}<span class='d' data-time='{r.day}'></span>"),
    "title attribute": lambda rows: _ul(
        rows, lambda r: f"<a href='{r.href}' title='标题：{r.title}&#10;发布时间：{r.day}'>{r.title[:14]}...</a><span>{r.day:%m-%d}</span>"
    ),
    "weekday": lambda rows: _ul(rows, lambda r: f"{r.a}<span>{r.day.year}年{r.day.month}月{r.day.day}日 星期{_CHINESE[r.day.isoweekday() % 7] if r.day.isoweekday() < 7 else '日'}</span>"),
    "chinese": lambda rows: _ul(rows, lambda r: f"{r.a}<span>{_chinese(r.day)}</span>"),
    "digits": lambda rows: _ul(rows, lambda r: f"{r.a}<span>{r.day:%Y%m%d}</span>"),
    "loose digits": lambda rows: _ul(rows, lambda r: f"{r.a}<span>{r.day.year}-{r.day.month}-{r.day.day} 9:0{r.number % 10}</span>"),
    "full width": lambda rows: _ul(rows, lambda r: f"{r.a}<span>［{r.day:%Y}－{r.day:%m}－{r.day:%d}］</span>"),
    "source and views": lambda rows: _ul(
        rows, lambda r: f"<h5>{r.a}</h5><p>来源：县政府办　发布时间：{r.day}　浏览次数：{r.number * 7 + 2019}</p>"
    ),
    "read on": lambda rows: _ul(
        rows, lambda r: f"<h3>{r.a}</h3><p>根据2019年12月{r.number % 28 + 1}日会议精神，现将有关事项通知如下：</p><div>{r.day}<a href='{r.href}'>阅读全文&gt;</a></div>"
    ),
    "numbered table": lambda rows: _table(rows, "序号 标题 发布日期", lambda n, r: [f"{n}", r.a, f"{r.day}"]),
    "catalogue table": lambda rows: _table(
        rows, "索引号 信息名称 发文字号 成文日期 发布日期", lambda n, r: [f"11/2020-{r.number:04}", r.a, f"清政发〔{r.day.year}〕{n}号", f"{r.earlier}", f"{r.day}"]
    ),
    "published first table": lambda rows: _table(
        rows, "发布日期 名称 有效期至", lambda n, r: [f"{r.day}", r.a, f"{r.day + timedelta(days=365)}"]
    ),
    "range table": lambda rows: _table(
        rows, "标题 公示期 发布时间", lambda n, r: [r.a, f"{r.day + timedelta(days=1)}至{r.day + timedelta(days=8)}", f"{r.day}"]
    ),
    "range alone": lambda rows: _table(rows, "标题 公示期", lambda n, r: [r.a, f"{r.day + timedelta(days=40)}至{r.day + timedelta(days=47)}"]),
    "headless table": lambda rows: _table(rows, "", lambda n, r: [f"<img src=dot.gif>{r.a}", f"({r.day})"]),
    "catalogue popup": lambda rows: f"<ul class='gkml'>{''.join(map(_catalogue, rows))}</ul>",
    "asp": _asp,
    "timeline": _timeline,
    "letters": _letters,
    "answers": _answers,
    "datasource": _in_script,
    "state": _state,
    "twice": _twice,
    "by unit": _by_unit,
    "two columns": _two_columns,
    "headline": _headline,
    "weui": lambda rows: "<div class='weui-cells'>" + "".join(
        f"<a class='weui-cell' href='{r.href}'><div class='weui-cell__bd'><p>{r.title}</p></div><div class='weui-cell__ft'>{r.day}</div></a>" for r in rows
    ) + "</div>",
    "cards": lambda rows: "<div class='cards'>" + "".join(
        f"<div class='card'><a href='{r.href}'><img src='/u/{r.number}.jpg' alt=''></a><div class='c'><a href='{r.href}'>{r.title}</a><p>{r.day}</p></div></div>" for r in rows
    ) + "</div>",
    "category in brackets": lambda rows: _ul(rows, lambda r: f"<a class='lm' href='/zwgk/gg/'>[公告]</a>{r.a}<span>{r.day}</span>"),
    "unit beside": lambda rows: _ul(rows, lambda r: f"<span class='dw'>县财政局</span>{r.a}<span class='sj'>{r.day}</span>"),
    "new mark": lambda rows: _ul(rows, lambda r: f"{r.a}{'<img src=new.gif>' if r.number < 3 else ''}<span>{r.day}</span>"),
    "cut": lambda rows: _ul(rows, lambda r: f"<a href='{r.href}' title='{r.title}'>{r.title[:9]}…</a><span>{r.day:%Y-%m-%d}</span>"),
    "date in the title": lambda rows: _ul([replace(r, title=f"{r.earlier.year}年{r.earlier.month}月{r.earlier.day}日停水公告{r.number}") for r in rows], lambda r: f"{r.a}<span>{r.day}</span>"),
    "bracketed document": lambda rows: _ul([replace(r, title=f"{r.title}（{r.earlier}）") for r in rows], lambda r: f"{r.a}<span>{r.day}</span>"),
    "paragraphs": lambda rows: "".join(f"<p class='MsoNormal'>{n}、{r.a}　{r.day.year}年{r.day.month}月{r.day.day}日</p>" for n, r in enumerate(rows, 1)),
    "explained": lambda rows: _ul(
        rows, lambda r: f"{r.a}<span>{r.day}</span><a class='jd' href='/jd/{r.number}.html'>[解读]</a><a href='/f/{r.number}.pdf'>[下载]</a>"
    ),
    "nested": lambda rows: _ul(
        rows, lambda r: f"{r.a}<span>{r.day}</span><ul class='fj'><li><a href='/f/{r.number}.doc'>附件：申请表{r.number}</a></li></ul>"
    ),
    "day below": lambda rows: "<table>" + "".join(
        f"<tr><td>{r.a}</td></tr><tr><td class='d'>{r.day}</td></tr>" for r in rows
    ) + "</table>",
    "day above": lambda rows: "".join(f"<p class='d'>{r.day}</p><p>{r.a}</p>" for r in rows),
    "broken lines": lambda rows: "<div>" + "".join(f"{r.day} {r.a}<br/>" for r in rows) + "</div>",
    "created and open": lambda rows: _table(
        rows, "索引号 标题 公开时限 公开日期", lambda n, r: [f"K{r.number:05}", r.a, "长期公开", f"{r.day}"]
    ),
    "updated beside": lambda rows: _ul(
        rows, lambda r: f"{r.a}<span>更新时间：{r.day + timedelta(days=40)}</span><span>发布时间：{r.day}</span>"
    ),
    "relative": lambda rows: _ul(rows, lambda r: f"{r.a}<span>{'昨天' if r.number == 0 else f'{r.number}天前'}</span>"),
    "month and day": lambda rows: _ul(rows, lambda r: f"{r.a}<span>[{r.day:%m-%d}]</span>"),
}  # fmt: skip
LATER_STYLES: dict[str, Callable[[list[Row]], str]] = {
    "slash day": lambda rows: _ul(rows, lambda r: f"{r.a}<span>{r.day:%m/%d}</span>"),
    "slash day above": lambda rows: "".join(f"<p class='d'>{r.day:%m/%d}</p><p>{r.a}</p>" for r in rows),
    "slash day below": lambda rows: "".join(f"<p>{r.a}</p><p class='d'>{r.day:%m/%d}</p>" for r in rows),
    "slash lines": lambda rows: "<div>" + "".join(f"{r.day:%m/%d} {r.a}<br/>" for r in rows) + "</div>",
    "slash dl": lambda rows: "<dl>" + "".join(f"<dt>{r.day:%m/%d}</dt><dd>{r.a}</dd>" for r in rows) + "</dl>",
    "dot day": lambda rows: _ul(rows, lambda r: f"<i>{r.day:%m.%d}</i>{r.a}"),
    "loose spans": lambda rows: "<div class='ls'>" + "".join(f"<span>{r.day:%m/%d}</span>{r.a}" for r in rows) + "</div>",
}  # fmt: skip
"""Days that look like what a pager prints (1/2); drawn where they are asked for, so that earlier seeds stay."""
_FIRST_STYLES = tuple(STYLES)
LATER = 20_000_000
"""From this seed on the later kinds are drawn."""
LATER_PAGERS = ("bare fraction", "fraction in a line", "fraction above", "fraction of steps")
STYLES |= LATER_STYLES
DATED_BY_ADDRESS = ("title attribute", "time element", "month and day", *LATER_STYLES)
"""Styles that print no year: the row's address holds the month."""


TWISTS = (
    "none", "none", "none", "years in tabs", "years in script tabs", "years in hidden tabs", "years in a select", "pinned apart",
    "one page too few", "last page again", "year said once", "interface", "capped interface", "unsorted interface",
    "overlap", "tail of the guide",
)  # fmt: skip


@dataclass
class Site:
    """One column to be written."""

    dice: random.Random
    style: str
    pager: str
    trouble: str
    number: int
    size: int
    rows: list[Row]
    twist: str = "none"
    others: tuple[Row, ...] = ()
    """Rows of the column that this page does not show."""

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.rows) // self.size))

    def at(self, n: int) -> str:
        k = self.number
        match self.pager:
            case "asp words" | "image" | "form" | "full words":
                return f"/list.asp?id={k}" + (f"&page={n}" if n > 1 else "")
            case "start":
                return f"/c{k}/" if n == 1 else f"/c{k}/?start={(n - 1) * self.size}"
            case "path":
                return f"/c{k}/" if n == 1 else f"/c{k}/p/{n}.html"
            case "zero based":
                return f"/c{k}/index.html" if n == 1 else f"/c{k}/index_{n - 1}.html"
            case "laypage" | "laypage hash":
                return f"/c{k}/list" if n == 1 else f"/c{k}/list?page={n}"
            case "folder":
                return f"/c{k}/" if n == 1 else f"/c{k}/{n}/"
        return f"/c{k}/list.shtml" if n == 1 else f"/c{k}/list_{n}.shtml"

    def steps(self, n: int) -> str:
        if self.twist in _INTERFACES:
            return "<div id='pages'></div>"
        p, total, there = self.pages, len(self.rows), self.at(n + 1)
        is_last = n >= p
        match self.pager:
            case "asp words":
                after = "下一页 尾页" if is_last else f"<a href={there}>下一页</a> <a href={self.at(p)}>尾页</a>"
                return f"<div align=center>首页 上一页 {after} 页次：<b>{n}</b>/<b>{p}</b>页 共<b>{total}</b>条信息 {self.size}条/页</div>"
            case "image":
                after = "" if is_last else f"<a href='{there}'><img src='/i/next.gif' alt='下一页'></a>"
                return f"<div class='pg'>第{n}页/共{p}页 {after}</div>"
            case "form":
                after = "" if is_last else f"<a href=\"javascript:goPage('{n + 1}')\">下一页</a>"
                script = f"<script>function goPage(p){{location.href='/list.asp?id={self.number}&page='+p;}}</script>"
                return f"<div class='pg'>共{total}条记录 {n}/{p} {after}</div>{script}"
            case "full words":
                after = "" if is_last else f"<a href='{there}'>后一页</a> <a href='{self.at(p)}'>最后页</a>"
                return f"<div>当前显示第 {n} 页，共 {p} 页，{total} 条记录 {after}</div>"
            case "start":
                return "" if is_last else f"<div class='pg'><a class='next' href='{there}'>Older »</a></div>"
            case "path" | "folder":
                links = "".join(
                    f"<li class='active'><span>{k}</span></li>"
                    if k == n
                    else f"<li><a href='{self.at(k)}'>{k}</a></li>"
                    for k in range(1, p + 1)
                )
                after = "<li class='disabled'><span>›</span></li>" if is_last else f"<li><a href='{there}'>›</a></li>"
                return f"<ul class='pagination'><li><span>‹</span></li>{links}{after}</ul>" if p > 1 else ""
            case "zero based":
                return f"<div class='page'><script>createPageHTML({p},{n - 1},'index','html',{total});</script></div>"
            case "laypage":
                call = f"laypage.render({{elem:'pg',count:{total},limit:{self.size},curr:{n},jump:function(o,f){{if(!f)location.href='?page='+o.curr;}}}});"
                return f"<div id='pg'></div><script>{call}</script>"
            case "laypage hash":
                return f"<div id='pg'></div><script>layui.use('laypage',function(){{layui.laypage({{cont:'pg',pages:{p},curr:{n},jump:function(e,f){{if(!f){{location.href='?page='+e.curr}}}}}})}})</script>"
            case "select":
                options = "".join(
                    f"<option value='{self.at(k)}'{' selected' if k == n else ''}>第{k}页</option>"
                    for k in range(1, p + 1)
                )
                return f"<select onchange='location=this.value'>{options}</select>" if p > 1 else ""
            case "numbers and dots":
                near = [k for k in range(1, p + 1) if k in (1, p) or abs(k - n) < 2]
                links = " ".join(f"<b>{k}</b>" if k == n else f"<a href='{self.at(k)}'>{k}</a>" for k in near)
                return f"<p class='pages'>{links} 共{p}页</p>" if p > 1 else ""
            case "load more":
                return (
                    ""
                    if is_last
                    else f"<div class='more-btn' data-url='{there}' data-page='{n + 1}'>点击加载更多</div>"
                )
            case "bare fraction" | "fraction above":
                after = "" if is_last else f"<a href='{there}'>下一页</a>"
                return f"<div>{n}/{p} {after}</div>" if p > 1 else ""
            case "fraction in a line":
                after = "" if is_last else f"<p><a href='{there}'>下一页</a></p>"
                return f"<p>{n}/{p}</p>{after}" if p > 1 else ""
            case "fraction of steps":
                after = "<i>下页</i>" if is_last else f"<a href='{there}'>下页</a>"
                return f"<span>上页</span><em>{n} / {p}</em>{after}" if p > 1 else ""
            case "rel next":
                head = "" if is_last else f"<link rel='next' href='{there}'>"
                return f"{head}<div class='pg'>{'' if is_last else f'<a href={there}>下一页</a>'}<span>到第<input value={n}>页</span></div>"
        after = (
            "<span class='nextbtn gray'>下一页</span>" if is_last else f"<a class='nextbtn' href='{there}'>下一页</a>"
        )
        return f"<div class='fanye'><span>共 {total} 条</span><span>{n} / {p}</span>{after}</div>"

    def page(self, n: int) -> str:
        part = self.rows[(n - 1) * self.size : n * self.size]
        body = STYLES[self.style](part) if part else "<p class='none'>暂无相关信息</p>"
        above, below = self.beside(n)
        above, below = above + self.twisted(n), below + (self._hidden() if self.twist == "years in hidden tabs" else "")
        if self.pager == "fraction above":
            above += self.steps(n)
        if self.twist in _INTERFACES:
            body = f"<ul id='list'></ul><script>{self._script()}</script>"
        return (
            "<!DOCTYPE html><html><head><meta charset='utf-8'><title>公示公告-石门县人民政府</title></head><body>"
            "<div class='top'><a href='/'>网站首页</a>|<a href='/wza/'>无障碍</a></div><ul class='nav'><li><a href='/zwgk/'>政务公开</a></li>"
            "<li><a href='/hdjl/'>互动交流</a></li><li><a href='/ywdt/'>要闻动态</a></li></ul>"
            f"<div class='loc'>您的位置：<a href='/'>首页</a>&gt;<a href='/zwgk/'>政务公开</a>&gt;公示公告</div><div class='content'>{above}{body}"
            f"{'' if self.pager == 'fraction above' else self.steps(n)}</div>{below}<div class='foot'>主办：石门县人民政府办公室 备案号：湘ICP备2020000001号 网站标识码：4307260001</div></body></html>"
        )

    def twisted(self, n: int) -> str:
        years = sorted({r.day.year for r in (*self.rows, *self.others)}, reverse=True)
        shown = self.rows[0].day.year if self.rows else 0
        match self.twist:
            case "years in tabs":
                return (
                    "<div class='nf'>"
                    + "".join(
                        f"<a class='{'on' if y == shown else ''}' href='/c{self.number}/y{y}/'>{y}</a>" for y in years
                    )
                    + "</div>"
                )
            case "years in script tabs" | "years in hidden tabs":
                return (
                    "<ul class='nf'>"
                    + "".join(
                        f"<li class='{'active' if y == shown else ''}' onclick='tab({y})'>{y}年</li>" for y in years
                    )
                    + "</ul>"
                )
            case "years in a select":
                return (
                    "<select onchange='byYear(this.value)'>"
                    + "".join(f"<option value='{y}'{' selected' if y == shown else ''}>{y}年</option>" for y in years)
                    + "</select>"
                )
            case "pinned apart" if n == 1:
                return (
                    "<div class='zd'>"
                    + _ul(list(self.others), lambda r: f"{r.a}<span>{r.day}</span>", "zdlist")
                    + "</div>"
                )
            case "tail of the guide" if n == 1:
                return "<p><a href='/zwgk/zn.html'>公开指南</a> <a href='/zwgk/ml.html'>公开目录</a> <a href='/zwgk/nb/'>公开年报</a></p>"
        return ""

    def _hidden(self) -> str:
        return "<div class='old' style='display:none'>" + STYLES["em"](list(self.others)) + "</div>"

    def _script(self) -> str:
        return (
            f"var pageNo=1;function load(){{$.ajax({{url:'/api/{self.number}/list',type:'get',data:{{pageNo:pageNo,pageSize:{self.size}}},"
            "success:function(d){render(d.data.rows);}});}load();"
        )

    def answers(self) -> dict[str, str]:
        """What the interface answers."""
        size = self.size if self.twist != "capped interface" else max(2, self.size // 2)
        rows = self.rows if self.twist != "unsorted interface" else self.rows[::-1]
        found = {}
        for n in range(1, -(-len(rows) // size) + 2):
            part = rows[(n - 1) * size : n * size]
            records = [
                {
                    "articleId": 7000 + r.number,
                    "title": r.title,
                    "url": r.href,
                    "createTime": f"{r.earlier} 08:00:00",
                    "publishTime": f"{r.day} 10:00:00",
                }
                for r in part
            ]
            data = {"code": 200, "data": {"total": len(rows), "pageNo": n, "rows": records}}
            found[f"/api/{self.number}/list?pageNo={n}&pageSize={self.size}"] = json.dumps(data, ensure_ascii=False)
        return found

    def beside(self, n: int) -> tuple[str, str]:
        k = self.number
        match self.trouble:
            case "year tabs hidden":
                old = "".join(
                    f"<li><a href='/c{k}/old_{y}.html'>往年公告{y}年第{y % 7}号</a><span>{y}-05-0{y % 7 + 1}</span></li>"
                    for y in range(2012, 2016)
                )
                return (
                    "<div class='tab'><span class='on'>最新</span><span>往年</span></div>",
                    f"<div class='tabc' style='display:none'><ul>{old}</ul></div>",
                )
            case "category tabs":
                return (
                    f"<div class='tab'><a class='on' href='{self.at(1)}'>全部</a><a href='/c{k}/tz/'>通知</a><a href='/c{k}/gg/'>公告</a></div>",
                    "",
                )
            case "side news":
                hot = "".join(
                    f"<li><a href='/yw/{n}.html'>县委理论学习中心组开展集体学习{n}</a><span>2020-03-{n:02}</span></li>"
                    for n in range(1, 7)
                )
                return "", f"<div class='right'><h3>要闻</h3><ul>{hot}</ul></div>"
            case "left news":
                hot = "".join(
                    f"<li><a href='/yw/{n}.html'>县委理论学习中心组开展集体学习{n}</a><i>03-{n:02}</i></li>"
                    for n in range(1, 7)
                )
                return f"<div class='left'><h3>最新发布</h3><ul>{hot}</ul></div>", ""
            case "slider":
                pics = "".join(
                    f"<li><a href='/tp/{n}.html'><img src='/tp/{n}.jpg'><p>我县召开经济工作会议{n}</p></a></li>"
                    for n in range(1, 5)
                )
                return f"<div class='swiper'><ul>{pics}</ul></div>", ""
            case "search box":
                return (
                    "<form action='/s'><input name='q'><select><option>2020</option><option>2019</option></select>起<input value='2019-01-01'>止<input value='2020-12-31'></form>",
                    "",
                )
            case "update line":
                return f"<p class='tip'>本栏目最近更新：2020-04-08　本栏目共有信息{len(self.rows)}条</p>", ""
            case "friend links":
                return "", "<div class='links'><ul>" + "".join(
                    f"<li><a href='http://www.x{n}.example/'>友情链接单位{n}</a></li>" for n in range(9)
                ) + "</ul></div>"
        return "", ""


PAGERS = (
    "plain", "asp words", "image", "form", "full words", "start", "path", "zero based", "laypage", "laypage hash", "select",
    "numbers and dots", "load more", "rel next", "folder",
)  # fmt: skip
TROUBLES = (
    "none", "none", "year tabs hidden", "category tabs", "side news", "left news", "slider", "search box", "update line",
    "friend links",
)  # fmt: skip


_IN_SCRIPTS = ("state", "datasource")
_INTERFACES = ("interface", "capped interface", "unsorted interface")


@dataclass(frozen=True)
class Stranger:
    """One column with its truth."""

    traits: dict[str, str]
    start: str
    pages: dict[str, str]
    truth: int
    rows: tuple[Row, ...] = ()


def _rows(dice: random.Random, count: int, style: str, number: int, pin: str, *, later: bool) -> list[Row]:
    newest = (date(2020, 4, 8), date(2020, 3, 30), date(2020, 2, 20), date(2019, 12, 30), date(2019, 6, 1))
    day = dice.choice((*newest, date(2021, 2, 3), date(2021, 2, 3)) if later else newest)
    step, rows = dice.choice((1, 4, 11, 30)), []
    for at, paper in enumerate(dice.sample(range(1000, 9000), count)):
        title = dice.choice(_FORMS).format(dice.choice(_ABOUT)) + (f"（{paper}）" if at % 3 else f"{paper}号")
        month = f"{day:%Y%m}/" if style in DATED_BY_ADDRESS or dice.random() < 0.3 else ""
        rows.append(Row(at, title, day, f"/c{number}/{month}content_{paper}.shtml"))
        day -= timedelta(days=dice.randrange(step + 1))
    if pin == "old on top" and count > 5:
        top = rows.pop(dice.randrange(4, count))
        rows.insert(0, top)
    return rows


def draw(seed: int, style: str = "", pager: str = "", trouble: str = "", twist: str = "") -> list[Stranger]:
    """The three columns of a seed, all of one make."""
    dice = random.Random(seed)
    style, pager = style or dice.choice(_FIRST_STYLES), pager or dice.choice(PAGERS)
    trouble, size = trouble or dice.choice(TROUBLES), dice.choice((6, 10, 15, 20))
    pin, twist = dice.choice(("none", "none", "old on top")), twist or dice.choice(TWISTS)
    if style == "by unit":
        size = 90
    if (twist == "pinned apart" and style in _IN_SCRIPTS) or (twist == "one page too few" and pager != "plain"):
        twist = "none"  # rows in two places, a total said nowhere: nothing on the pages tells
    return [
        _drawn(dice, {"style": style, "pager": pager, "trouble": trouble, "pin": pin, "twist": twist}, size, n)
        for n in range(21, 24)
    ]


def draw_later(seed: int) -> list[Stranger]:
    """The columns of a seed, of the kinds that were written later."""
    dice = random.Random(-seed)
    return draw(seed, dice.choice(list(LATER_STYLES)), dice.choice((*PAGERS, *LATER_PAGERS, *LATER_PAGERS)))


def _drawn(dice: random.Random, traits: dict[str, str], size: int, number: int) -> Stranger:
    twist, pin = traits["twist"], traits["pin"]
    count = dice.choice((2, size - 1, size + 3, 2 * size + 1, 3 * size, 4 * size + 2))
    rows = _rows(
        dice,
        count,
        traits["style"],
        number,
        "none" if twist.startswith("years") else pin,
        later=twist.startswith("years"),
    )
    truth = sum(FIRST <= row.day <= LAST for row in rows)
    others: tuple[Row, ...] = ()
    if twist.startswith("years"):
        others = tuple(row for row in rows if row.day.year != rows[0].day.year)
        rows = [row for row in rows if row.day.year == rows[0].day.year]
    if twist == "pinned apart" and count > 6:
        others, rows = tuple(rows[1:3]), [rows[0], *rows[3:]]
    site = Site(dice, traits["style"], traits["pager"], traits["trouble"], number, size, rows, twist, others)
    pages = {site.at(n): site.page(n) for n in range(1, site.pages + 1)}
    match twist:
        case "interface" | "capped interface" | "unsorted interface":
            pages = {site.at(1): site.page(1), **site.answers()}
        case "one page too few" if site.pages > 2:
            less = replace(site, rows=rows[: (site.pages - 1) * size])
            first = {
                less.at(n): less.page(n).replace(f"{len(less.rows)}", f"{len(rows)}") for n in range(1, less.pages + 1)
            }
            pages = {**pages, **first}
        case "last page again":
            pages[site.at(site.pages + 1)] = site.page(site.pages)
        case "year said once" if traits["style"] == "timeline":
            pages = _said_once(pages)
        case "overlap" if site.pages > 1:
            pages = {
                site.at(n): replace(site, rows=_overlapping(rows, size)).page(n)
                for n in range(1, -(-len(_overlapping(rows, size)) // size) + 1)
            }
    return Stranger(traits, site.at(1), pages, truth, tuple(rows))


def _overlapping(rows: list[Row], size: int) -> list[Row]:
    """Each page begins with the last row of the one before."""
    found: list[Row] = []
    for row in rows:
        if found and len(found) % size == 0:
            found.append(found[-1])
        found.append(row)
    return found


def _said_once(pages: dict[str, str]) -> dict[str, str]:
    """The heading of a year stands above its first row alone, also where the year goes on over the page."""
    seen: set[str] = set()
    found = {}
    for at, text in pages.items():
        heads = set(re.findall(r"<div class='year'><em>\d{4}</em></div>", text))
        for head in heads & seen:
            text = text.replace(head, "")
        seen |= heads
        found[at] = text
    return found


def read(columns: list[Stranger]) -> list[ColumnReading]:
    """The columns as walk and proof read them, in the light of one another's page sizes."""
    readings = []
    for drawn in columns:
        start = column().model_copy(update={"url": drawn.start})
        fetcher = TableFetcher(drawn.pages)
        address = f"{HOME.rstrip('/')}{drawn.start}"
        readings.append(asyncio.run(read_column(start, address, fetcher, since=FIRST, max_pages=50)))
    sizes = full_sizes(readings)
    return [with_sizes(reading, sizes) for reading in readings]


def judged(columns: list[Stranger]) -> list[tuple[dict[str, str], str, str]]:
    """Traits, verdict and reason of each column."""
    return [
        (drawn.traits, verdict(drawn, reading), reading.reason)  # type: ignore[arg-type]
        for drawn, reading in zip(columns, read(columns), strict=True)
    ]


def main(count: int, first: int) -> int:
    """Draw, read, and print what came of each kind."""
    tally: Counter[tuple[str, str, str]] = Counter()
    reasons: Counter[str] = Counter()
    wrong: list[int] = []
    for seed in range(first, first + count // 3):
        for traits, said, why in judged(draw(seed) if first < LATER else draw_later(seed)):
            wrong += [seed] if said == "wrong" else []
            tally.update((trait, value, said) for trait, value in {**traits, "all": "all"}.items())
            reasons.update([why] if said == "unknown" else [])
    lines = ["| | | exact | unknown | wrong |", "|---|---|---|---|---|"]
    for trait, value in sorted({(trait, value) for trait, value, _ in tally}):
        figures = (tally[trait, value, said] for said in ("exact", "unknown", "wrong"))
        lines.append(f"| {trait} | {value} | {' | '.join(map(str, figures))} |")
    lines += [f"{number}  {why}" for why, number in reasons.most_common(12)]
    sys.stdout.write("\n".join([*lines, f"wrong seeds: {sorted(set(wrong))[:60]}", ""]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
