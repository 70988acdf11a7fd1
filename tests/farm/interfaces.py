"""Portals whose list comes from an interface: gkmlpt, queryList, Epoint, a base64 pager, a load-more button."""

import base64
import json
from datetime import datetime
from html import escape
from urllib.parse import quote
from zoneinfo import ZoneInfo

from servers import Reply

from farm.dress import bare, modern
from farm.shape import Shape, cut
from farm.site import Request, send_json
from farm.truth import PLANS, Column, Entry

_SHANGHAI = ZoneInfo("Asia/Shanghai")


def _moment(entry: Entry) -> int:
    """Half past midnight, Chinese time: still the day before elsewhere."""
    return int(datetime(entry.day.year, entry.day.month, entry.day.day, 0, 30, tzinfo=_SHANGHAI).timestamp())


class Catalogue(Shape):
    """gkmlpt: a shell with ``window._CONFIG`` and an interface with unix times."""

    size = 100
    shell_requests = 1

    def address(self, column: Column) -> str:
        return f"/gkmlpt/index#{column.number}"

    def target(self, column: Column, number: int) -> str:
        return f"/gkmlpt/index{column.number}"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/gkmlpt/content/2/{sum(map(ord, slug))}/post_{sum(map(ord, slug)) * 1000 + number}.html"

    def answer(self, request: Request) -> Reply | None:
        if request.path == "/":
            return self.send(self.home())
        if request.path == "/gkmlpt/index":
            return self.send(self.shell())
        if request.path.startswith("/gkmlpt/api/all/") and request.query.get("sid") == "660012":
            number = int(request.path.rsplit("/", 1)[-1])
            column = next((c for c in self.columns if c.number == number), None)
            return self.listing(column, int(request.query.get("page", 1))) if column else None
        return None

    def shell(self) -> str:
        nodes = [
            {"id": c.number, "name": c.name, "children": [], "jump_url": "", "post_count": len(c.entries)}
            for c in self.columns
        ]
        config = {"SID": 660012, "TREE": [{"id": 1, "name": "政府信息公开目录", "children": nodes, "jump_url": ""}]}
        script = f"<script>window._CONFIG = {json.dumps(config, ensure_ascii=False)};</script>"
        return bare("政府信息公开目录", f'<div id="app"></div>{script}<script src="/gkmlpt/js/app.js"></script>')

    def listing(self, column: Column, number: int) -> bytes:
        articles = [
            {
                "id": entry.number,
                "title": entry.title,
                "url": entry.address,
                "date": _moment(entry),
                "created_at": "2020-04-02 09:00:00",
                "display_publish_time": _moment(entry),
                "document_number": "",
                "identifier": f"MB2D{entry.number:05}/2020",
                "publisher": "试验县政府办",
                "is_expired": 0,
                "is_abolished": 0,
            }
            for entry in column.page(number, self.size)
        ]
        return send_json({"articles": articles, "classify": {"id": column.number, "post_count": len(column.entries)}})


class Queries(Shape):
    """Jiangxi: a Handlebars template, ``loadPageData`` and ``POST /queryList``."""

    shell_requests = 1

    def target(self, column: Column, number: int) -> str:
        return f"/testxian/col/col{column.number}/index.html"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/testxian/{slug}/{day:%Y%m}/{sum(map(ord, slug)) * 1000 + number:032x}.html"

    def show(self, column: Column, number: int) -> str:
        template = (
            '<script id="entry-template" type="text/x-handlebars-template">{{#each results}}<li><a href="{{urls}}" '
            'title="{{title}}">{{title}}</a><span>{{pubDate}}</span></li>{{/each}}</script>'
        )
        call = (
            f"<script>loadPageData({{current:1,unitid:'u{column.number}',webSiteCode:['testxian'],"
            f"channelCode:['col{column.number}'],"
            f"perPage:'{self.size}',showMode:'full'}});</script>"
        )
        return modern(column.name, f'<ul id="list" class="news"></ul>{template}<div class="pagination"></div>{call}')

    def other(self, request: Request) -> Reply | None:
        if request.path != "/queryList" or request.method != "POST":
            return None
        form = request.form
        column = next((c for c in self.columns if f"col{c.number}" == form.get("channelCode[]")), None)
        if column is None or form.get("webSiteCode[]") != "testxian":
            return send_json({"code": 0, "data": {"total": 0, "results": []}})
        rows = column.page(int(form.get("current", 1)), int(form.get("perPage", 15)))
        results = [
            {
                "title": entry.title,
                "pubDate": _moment(entry) * 1000 if entry.number % 2 else f"{entry.day} 00:30:00",
                "urls": json.dumps({"pc": entry.address}),
            }
            for entry in rows
        ]
        return send_json({"code": 200, "data": {"total": len(column.entries), "results": results}})


class Preloaded(Queries):
    """Jiangxi with its first rows in a script of the page, beside the menu; what follows comes from ``/queryList``."""

    shell_requests = 0
    elsewhere = False

    def requests_needed(self, column: Column) -> int:
        """An empty page's shell, and the empty page that tells the total where the script holds exactly a full one."""
        return super().requests_needed(column) + (len(column.entries) in (0, self.size))

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        column = 1000 + 37 * list(PLANS).index(slug)
        return f"/testxian/col/col{column}/content/content_{sum(map(ord, slug)) * 1000 + number}.html"

    def show(self, column: Column, number: int) -> str:
        menu = [
            {"code": f"col{n}", "showName": name, "releaseTime": 1602259200000 + n, "childCount": 0, "articleCount": 9,
             "urls": json.dumps({"pc": f"/testxian/col/col{n}/index.html"})}
            for n, name in enumerate(("政策文件", "工作动态", "人事信息"), 420)
        ]  # fmt: skip
        rows = [
            {"title": entry.title, "showTitle": f"<p>{entry.title}</p>", "pubDate": f"{entry.day} 16:59",
             "urls": json.dumps({"pc": entry.address})}
            for entry in column.page(1, self.size)
        ]  # fmt: skip
        data = json.dumps(rows, ensure_ascii=False)
        params = (
            f"var params={{current:1,unitid:'u{column.number}',webSiteCode:['testxian'],"
            f"channelCode:['col{column.number}'],perPage:'{self.size}'}};loadPageData(params,'u{column.number}');"
        )
        if not rows:
            return super().show(column, number)
        tree = json.dumps(menu, ensure_ascii=False)
        script = f"<script>var channelsTagParent={tree};var listData={{articleList: {data},}};{params}</script>"
        return modern(column.name, f'<ul id="list" class="news"></ul><div class="pagination"></div>{script}')


class Fujian(Shape):
    """TRS of 福建: the first pages' rows stand in the page, the rest comes from a posted search by channel."""

    elsewhere = False

    def target(self, column: Column, number: int) -> str:
        return f"/zwgk/c{column.number}/"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/zwgk/{slug}/{day:%Y%m}/t{day:%Y%m%d}_{sum(map(ord, slug)) * 1000 + number}.htm"

    def show(self, column: Column, number: int) -> str:
        rows = "".join(
            f'<li><span>{entry.day}</span><a href="{escape(entry.address)}">{escape(entry.title)}</a></li>'
            for entry in column.page(1, self.size)
        )
        settings = (
            f"{{channelid:'229105',classsql:'chnlid={column.number}',maxStaticIndex:1,"
            f"pagebar:{{prepage:{self.size},recordCount:'{len(column.entries)}'}}}}"
        )
        script = f"<script>require(['list2.trsapi'],function(listModel){{listModel({settings});}});</script>"
        body = rows or f"<li>{self.empty}</li>"
        return modern(column.name, f'<ul class="list_base">{body}</ul><div class="pagebar"></div>{script}')

    def other(self, request: Request) -> Reply | None:
        if request.path != "/fjdzapp/search" or request.method != "POST":
            return None
        form = request.form
        column = next((c for c in self.columns if f"chnlid={c.number}" == form.get("classsql")), None)
        if column is None or form.get("channelid") != "229105":
            return send_json({"data": [], "pageCount": 0})
        size = int(form.get("prepage", 15))
        data = [
            {"doctitle": entry.title, "docreltime": f"{entry.day} 10:00:00", "docpuburl": entry.address}
            for entry in column.page(int(form.get("page", 1)), size)
        ]
        return send_json({"data": data, "pageCount": column.pages(size), "count": len(column.entries)})


class Templates(Shape):
    """Epoint: a mustache row in a script that is no item; page 1 by name, then ``n.html`` by the script's rule."""

    empty = ""

    def target(self, column: Column, number: int) -> str:
        return f"/xxgk/00{column.number}/" + ("moreinfo.html" if number == 1 else f"{number}.html")

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/xxgk/001/{day:%Y%m%d}/{sum(map(ord, slug)) * 1000 + number:08x}-4c1d.html"

    def show(self, column: Column, number: int) -> str:
        first = 1 + (number - 1) * self.size
        rows = "".join(
            f'<tr class="ewb-trade-tr"><td class="ewb-trade-td">{n}</td><td>'
            f'<a class="ewb-list-name" href="{escape(entry.address)}" '
            f'title="{escape(entry.title)}">{escape(cut(entry.title, 30))}</a></td><td>'
            f'<span class="ewb-list-date">{entry.day}</span></td></tr>'
            for n, entry in enumerate(column.page(number, self.size), first)
        )
        total = len(column.entries)
        script = (
            '<script type="text/template" id="tpl"><tr class="ewb-trade-tr"><td>{{num}}</td><td>'
            '<a href="{{infourl1}}">{{title1}}</a></td>'
            '<td><span class="ewb-list-date">2020-02-02</span></td></tr></script>'
            f"<script>var pageSize={self.size};$('#page').pagination({{pageIndex:{number - 1},"
            f"pageSize:{self.size},total:{total},"
            "callback:function(i){ if(i==0){location.href='moreinfo.html';}else if(i<99){location.href=(i+1)+'.html';}"
            f"else{{location.href='/xxgk/list.html?categoryNum=00{column.number}&pageIndex='+(i+1);}} }}}});</script>"
        )
        note = "" if rows else '<tr><td colspan="3">暂无信息！</td></tr>'
        content = (
            f'<table class="ewb-trade"><tr><th>序号</th><th>标题</th><th>日期</th></tr>{rows}{note}</table>'
            f'<div id="page" class="pager"></div><span id="mytotalnum" style="display:none">{total}</span>{script}'
        )
        return modern(column.name, content)


class Encoded(Shape):
    """Yunnan: the pager is base64 of url-encoded HTML."""

    size = 25
    empty = "<li>暂无相关信息</li>"

    def target(self, column: Column, number: int) -> str:
        return f"/html/zwgk/{column.slug}/{'index' if number == 1 else number}.html"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/html/{day.year}/{slug}_{day:%m%d}/{sum(map(ord, slug)) * 1000 + number}.html"

    def show(self, column: Column, number: int) -> str:
        pages = column.pages(self.size)
        rows = "".join(
            f'<li><span>{entry.day:%Y-%m-%d}</span><a href="{escape(entry.address)}">{escape(entry.title)}</a></li>'
            for entry in column.page(number, self.size)
        )
        links = "".join(
            f'<a href="/html/zwgk/{column.slug}/{"index" if n == 1 else n}.html">{n}</a>'
            for n in range(max(1, number - 2), min(pages, number + 2) + 1)
        )
        after = (
            f'<a href="/html/zwgk/{column.slug}/{number + 1}.html">下一页</a>' if number < pages else "<a>下一页</a>"
        )
        html = f"<span>{len(column.entries)}条</span>{links}{after}<a>{pages}</a>"
        coded = base64.b64encode(quote(html).encode()).decode()
        content = (
            f'<input type="hidden" id="nsid" value="jyhcms-58-{column.number}"><ul class="list">'
            f"{rows or self.empty}</ul>"
            f'<div id="pages" data="{coded}">{coded}</div><script>'
            '$("#pages").html(decodeURIComponent(atob($("#pages").text())));</script>'
        )
        return modern(column.name, content)


class MoreButton(Shape):
    """A first page in place and a button whose address answers more rows as JSON."""

    size = 12
    empty = "<div class='nodata'>暂无内容</div>"

    def target(self, column: Column, number: int) -> str:
        return f"/channel/{column.number}"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/news/detail/{sum(map(ord, slug)) * 1000 + number}"

    def show(self, column: Column, number: int) -> str:
        rows = "".join(
            f'<div class="item"><a href="{escape(entry.address)}"><h4>{escape(entry.title)}</h4></a>'
            f'<p class="time">{entry.day}</p></div>'
            for entry in column.page(1, self.size)
        )
        pages = column.pages(self.size)
        button = (
            '<a class="btn-more" href="javascript:;'
            f'" data-url="/api/channel/list?channelId={column.number}&amp;pageNo=2&amp;pageSize={self.size}">'
            "加载更多</a>"
            if pages > 1
            else '<p class="end">已经到底了</p>'
        )
        return modern(
            column.name, f'<div class="list-box" id="list">{rows or self.empty}</div>{button if rows else ""}'
        )

    def other(self, request: Request) -> Reply | None:
        column = next((c for c in self.columns if str(c.number) == request.query.get("channelId")), None)
        if column is None or request.path != "/api/channel/list":
            return None
        number = int(request.query.get("pageNo", 1))
        rows = [
            {"id": entry.number, "title": entry.title, "url": entry.address, "publishTime": f"{entry.day} 08:00:00"}
            for entry in column.page(number, self.size)
        ]
        pages = column.pages(self.size)
        return send_json(
            {
                "code": 0,
                "data": {
                    "list": rows,
                    "total": len(column.entries),
                    "pageNo": number,
                    "pages": pages,
                    "hasNext": number < pages,
                },
            }
        )
