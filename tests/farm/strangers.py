"""Portals of no known publishing system, each with a habit of its own."""

import json
from html import escape

from servers import Reply

from farm.dress import aged, bare, modern, side
from farm.shape import Shape, cut
from farm.site import Request, send_json
from farm.truth import Column, Entry


class ByQuery(Shape):
    """A program under one path that tells columns and pages by parameters."""

    path = "/list.jsp"
    column_key = "id"
    page_key = "page"

    def address(self, column: Column) -> str:
        return f"{self.path}?{self.column_key}={column.number}"

    def target(self, column: Column, number: int) -> str:
        return f"/nowhere/{column.number}-{number}"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/show.jsp?newsid={sum(map(ord, slug)) * 1000 + number}"

    def asked(self, request: Request) -> tuple[Column, int] | None:
        said = {**request.query, **request.form}
        column = next((c for c in self.columns if str(c.number) == said.get(self.column_key)), None)
        if column is None or request.path != self.path:
            return None
        return column, int(said.get(self.page_key) or 1)

    def answer(self, request: Request) -> Reply | None:
        where = self.asked(request)
        return self.send(self.show(*where)) if where else super().answer(request)


class TableRows(ByQuery):
    """Every row a table of its own; upper-case tags; a jump list whose script builds the address."""

    size = 17
    empty = "<P>对不起，暂时没有相关信息</P>"

    def show(self, column: Column, number: int) -> str:
        rows = "".join(
            "<TABLE WIDTH=98% BORDER=0><TR><TD WIDTH=20><IMG SRC=/i/dot.gif></TD><TD>"
            f"<A HREF='{escape(entry.address)}' TARGET=_blank>"
            f"{escape(entry.title)}</A></TD><TD ALIGN=right>{entry.day:%Y-%m-%d} 00:00:00.0</TD></TR></TABLE>"
            for entry in column.page(number, self.size)
        )
        pages = column.pages(self.size)
        options = "".join(
            f"<option value={n}{' selected' if n == number else ''}>第{n}页</option>" for n in range(1, pages + 1)
        )
        script = f"<script>function goPage(n){{ window.location.href='list.jsp?id={column.number}&page='+n; }}</script>"
        after = f"<a href='javascript:goPage({number + 1})'>下一页</a>" if number < pages else "下一页"
        pager = f"<DIV>{after} 转到<select onchange='goPage(this.value)'>{options}</select></DIV>{script}"
        return aged(column.name, f"{rows}{pager}" if rows else self.empty)


class Register(ByQuery):
    """A register with index number, formed date and publish date in columns; a form with a hidden page field."""

    path = "/xxgk/zdgk.do"
    column_key = "catalogId"
    page_key = "pageNo"
    size = 18
    elsewhere = False

    def show(self, column: Column, number: int) -> str:
        pages = column.pages(self.size)
        rows = "".join(
            f"<tr><td>{n}</td><td>MB1X{entry.number:04}/2020-000{n:02}</td><td>"
            f"<a href='{escape(entry.address)}' title='{escape(entry.title)}'>"
            f"{escape(cut(entry.title, 18))}</a></td><td>县政府办</td><td>2019-12-0{1 + n % 9}</td><td>"
            f"{entry.day}</td></tr>"
            for n, entry in enumerate(column.page(number, self.size), 1)
        )
        header = "<tr><th>序号</th><th>索引号</th><th>名称</th><th>发布机构</th><th>成文日期</th><th>发布日期</th></tr>"
        blank = "" if rows else "<tr><td colspan='6'>暂无数据</td></tr>"
        form = (
            "<form id='pageForm' method='post' action='/xxgk/zdgk.do'>"
            f"<input type='hidden' name='catalogId' value='{column.number}'>"
            f"<input type='hidden' name='pageNo' id='pageNo' value='{number}'></form>"
            "<script>function toPage(n){document.getElementById('pageNo').value=n;"
            "document.getElementById('pageForm').submit();}</script>"
        )
        after = f"<a href='#' onclick='toPage({number + 1});return false;'>下一页</a>" if number < pages else ""
        note = f"<div class='fy'>共{len(column.entries)}条 第{number}/{pages}页 {after}</div>" if rows else ""
        return modern(column.name, f"<table class='gkml'>{header}{rows}{blank}</table>{form}{note}")


class LayPage(ByQuery):
    """A pager drawn by a plugin's call; a hidden template row and a commented one in the list."""

    path = "/portal/list"
    column_key = "channel"
    page_key = "curr"
    size = 15
    empty = "<li class='nodata'>暂无相关数据</li>"

    def show(self, column: Column, number: int) -> str:
        rows = "".join(
            f"<li><a href='{escape(entry.address)}'><h3>{escape(entry.title)}</h3><span class='time'>"
            f"{entry.day:%Y/%m/%d}</span></a></li>"
            for entry in column.page(number, self.size)
        )
        model = (
            "<li style='display:none' id='model'><a href='/x/0.html'><h3>标题标题标题标题</h3>"
            "<span class='time'>2020/02/02</span></a></li>"
        )
        old = "<!--<li><a href='/x/1.html'><h3>样例信息标题样例</h3><span class='time'>2020/02/03</span></a></li>-->"
        script = (
            "<div id='pages'></div><script>layui.use('laypage',function(){layui.laypage.render({elem:'pages',"
            f"count:{len(column.entries)},limit:{self.size},curr:{number},jump:function(obj,first){{if(!first){{"
            f"location.href='/portal/list?channel={column.number}&curr='+obj.curr;}}}}}});}});</script>"
        )
        return modern(column.name, f"<ul class='news-list'>{model}{old}{rows or self.empty}</ul>{script}")


class MonthDays(Shape):
    """Month and day only; the year stands in the article's address; a category link before every title."""

    size = 16
    empty = "<li>本栏目暂无内容</li>"
    elsewhere = False

    def target(self, column: Column, number: int) -> str:
        return f"/{column.slug}/index{'' if number == 1 else number}.html"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/{slug}/{day:%Y}/{day:%m%d}/{number + 400}.html"

    def show(self, column: Column, number: int) -> str:
        at, pages = self.target(column, number), column.pages(self.size)
        rows = "".join(
            f"<li>[<a href='/fl/{entry.number % 3}/'>{['通知', '公告', '公示'][entry.number % 3]}</a>"
            f"]<a href='{self.href(entry, at)}'>"
            f"{escape(entry.title)}</a><span>{entry.day:%m-%d}</span></li>"
            for entry in column.page(number, self.size)
        )
        links = "".join(
            f"<span class='on'>{n}</span>" if n == number else f"<a href='index{'' if n == 1 else n}.html'>{n}</a>"
            for n in range(1, pages + 1)
        )
        return modern(
            column.name,
            f"<ul class='txtlist'>{rows or self.empty}</ul><div class='pages'>{links if pages > 1 else ''}</div>",
        )


class Opened(ByQuery):
    """Rows without an address: a script opens them; English pager words."""

    path = "/more"
    column_key = "type"
    page_key = "p"
    twins = elsewhere = False
    empty = "<dd>No data 暂无数据</dd>"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return ""

    def show(self, column: Column, number: int) -> str:
        pages = column.pages(self.size)
        rows = "".join(
            f"<dd><em>{entry.day:%Y-%m-%d}</em>"
            f"<a href='javascript:void(0)' onclick=\"openInfo('{entry.number}')\">{escape(entry.title)}</a></dd>"
            for entry in column.page(number, self.size)
        )
        after = (
            f"<a href='?type={column.number}&amp;p={number + 1}'>Next</a>" if number < pages else "<span>Next</span>"
        )
        pager = f"<p class='pager'>Page {number} of {pages} {after}</p>"
        return bare(column.name, f"<dl class='listbox'>{rows or self.empty}</dl>{pager if rows else ''}{side()}")


class Posted(ByQuery):
    """An empty list; an inline script posts JSON for every page."""

    path = "/channel.html"
    size = 10
    shell_requests = 1
    elsewhere = False

    def show(self, column: Column, number: int) -> str:
        script = (
            "<script>var pageNum=1;function load(){$.ajax({url:'/api/article/page',type:'POST',"
            "contentType:'application/json',"
            f"dataType:'json',data:JSON.stringify({{columnId:'{column.number}',pageNum:pageNum,pageSize:{self.size}}}),"
            "success:function(res){var h='';$.each(res.data.records,function(i,o){h+='<li>"
            "<a href=\"'+o.url+'\">'+o.title+'</a><span>'"
            "+o.publishDate+'</span></li>';});$('#articles').html(h);}});}load();</script>"
        )
        return modern(column.name, f"<ul id='articles' class='list'></ul><div id='pager'></div>{script}")

    def other(self, request: Request) -> Reply | None:
        if request.path != "/api/article/page" or request.method != "POST":
            return None
        column = next((c for c in self.columns if str(c.number) == request.form.get("columnId")), None)
        if column is None:
            return None
        number = int(request.form.get("pageNum", 1))
        records = [
            {"title": entry.title, "url": entry.address, "publishDate": f"{entry.day}T00:10:00.000+08:00"}
            for entry in column.page(number, self.size)
        ]
        return send_json(
            {"code": 200, "msg": "ok", "data": {"records": records, "total": len(column.entries), "current": number}}
        )


class Written(ByQuery):
    """The rows as data in a script of the page, the template's braces in the list; ``?page=n``."""

    path = "/c/list"
    column_key = "cid"
    size = 20
    elsewhere = False

    def show(self, column: Column, number: int) -> str:
        rows = [
            {"title": entry.title, "href": entry.address, "pubDate": f"{entry.day}"}
            for entry in column.page(number, self.size)
        ]
        data = json.dumps({"list": rows, "total": len(column.entries), "page": number}, ensure_ascii=False)
        template = (
            "<ul class='list' v-cloak><li v-for='i in list'><a :href='i.href'>{{i.title}}</a><span>"
            "{{i.pubDate}}</span></li></ul>"
        )
        after = (
            f"<a href='/c/list?cid={column.number}&page={number + 1}'>下一页</a>"
            if number < column.pages(self.size)
            else ""
        )
        pager = f"<div class='pages'>{after}</div>"
        return modern(column.name, f"<div id='vm'>{template}</div>{pager}<script>window.__DATA__ = {data};</script>")


class Framed(ByQuery):
    """The list in a frame of its own; letters around the pager's arrows; pinned rows without a mark on every page."""

    path = "/frame/inner.php"
    column_key = "lm"
    page_key = "pg"
    size = 13
    shell_requests = 1

    def address(self, column: Column) -> str:
        return f"/frame/{column.slug}.html"

    def answer(self, request: Request) -> Reply | None:
        for column in self.columns:
            if request.path == self.address(column):
                frame = f"<iframe src='inner.php?lm={column.number}' width='700' height='900' frameborder='0'></iframe>"
                return self.send(modern(column.name, f"<div class='con'>{frame}</div>"))
        return super().answer(request)

    def show(self, column: Column, number: int) -> str:
        pages = column.pages(self.size)
        lines = "".join(self.line(entry) for entry in column.page(number, self.size))
        after = f"<a href='inner.php?lm={column.number}&pg={number + 1}'>»</a>" if number < pages else ""
        numbers = "".join(
            f"<b>{n}</b> " if n == number else f"<a href='inner.php?lm={column.number}&pg={n}'>{n}</a> "
            for n in range(1, pages + 1)
        )
        body = f"<div class='rows'>{lines}</div><div>{numbers}{after}</div>" if lines else "<div>没有记录</div>"
        return f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>"

    def line(self, entry: Entry) -> str:
        return (
            f"<p><a target=_blank href='{escape(entry.address)}'>{escape(entry.title)}</a>"
            f"　({entry.day:%Y年%m月%d日} 阅读{entry.number}次)</p>"
        )
