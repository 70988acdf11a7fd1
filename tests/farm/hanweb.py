"""Hanweb: data islands that hold the list twice, paged by POST or GET, and the units of the newer platform."""

import json
from html import escape

from servers import Reply

from farm.dress import modern
from farm.shape import Shape, cut
from farm.site import Request, send, send_json
from farm.truth import Column, Entry


class Islands(Shape):
    """``jpage``: three pages of ten in an island, a phone unit that repeats them; more by POST with startrecord."""

    size = 30
    per_page = 10
    empty = ""

    def target(self, column: Column, number: int) -> str:
        return f"/col/col{column.number}/index.html"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/art/{day.year}/{day.month}/{day.day}/art_{sum(map(ord, slug))}_{number + 8000}.html"

    def row(self, entry: Entry, at: str) -> str:
        href = entry.address
        return (
            f"<li><a href='{escape(href)}' title='{escape(entry.title)}' target='_blank'>"
            f"\n   {escape(cut(entry.title))}  </a>"
            f"<span>{entry.day}</span></li>"
        )

    def records(self, rows: tuple[Entry, ...], at: str) -> str:
        return "".join(f"<record><![CDATA[{self.row(entry, at)}]]></record>\n" for entry in rows)

    def show(self, column: Column, number: int) -> str:
        units = "".join(self.unit(column, unit) for unit in (column.number + 5_000_000, column.number + 6_000_000))
        extra = '<meta name="WebId" content="14"><script src="/module/jslib/jquery/jquery.jpage.js"></script>'
        return modern(column.name, units, extra=extra)

    def unit(self, column: Column, unit: int) -> str:
        rows = self.records(column.page(1, self.size), self.address(column))
        island = f"<datastore>\n<nextgroup></nextgroup>\n<recordset><ul>{rows}</ul></recordset></datastore>"
        return (
            f'<div id="{unit}" class="pg"><script type="text/xml">{island}</script></div>'
            f"<script>$(function(){{ var o={{totalRecord:1000,perPage:15}};\n"
            f"$('#{unit}').jpage({{themeName:'default',dataStore:ds,openCookies:false,showMode:'full',"
            f"groupSize:3,perPage:{self.per_page},"
            f"barPosition:'bottom',totalRecord:{len(column.entries)},proxyUrl:'/module/web/jpage/dataproxy.jsp',"
            f"ajaxParam:{{col:1,appid:1,webid:14,path:'/',columnid:{column.number},sourceContentType:1,unitid:'{unit}',"
            f"webname:'试验县人民政府',permissiontype:0}}}});}});</script>"
        )

    def other(self, request: Request) -> Reply | None:
        if request.path != "/module/web/jpage/dataproxy.jsp":
            return None
        asked = {**request.query, **request.form}
        column = next((c for c in self.columns if str(c.number) == asked.get("columnid")), None)
        if column is None or asked.get("webid") != "14" or not asked.get("unitid", "").endswith(str(column.number)):
            return send("<datastore><totalrecord>0</totalrecord></datastore>", "text/xml")
        rows = self.group(column, request)
        xml = (
            f"<datastore><totalrecord>{len(column.entries)}</totalrecord><totalpage>"
            f"{column.pages(self.per_page)}</totalpage>"
            f"<nextgroup></nextgroup><recordset>{self.records(rows, request.path)}</recordset></datastore>"
        )
        return send(xml, "text/xml;charset=UTF-8")

    def group(self, column: Column, request: Request) -> tuple[Entry, ...]:
        if request.method != "POST" or "startrecord" not in request.query:
            return ()
        start, end = int(request.query["startrecord"]), int(request.query["endrecord"])
        return column.entries[start - 1 : end]


class IslandsByPage(Islands):
    """The same page on a server that has never heard of startrecord: it wants ``page`` and ``perpage``."""

    def group(self, column: Column, request: Request) -> tuple[Entry, ...]:
        asked = {**request.query, **request.form}
        size = min(100, int(asked.get("perpage", self.per_page)))
        return column.page(int(asked.get("page", 1)), size)


class Units(Shape):
    """jpaas with its first page in place: totals are attributes of the pager table."""

    unit = "/api-gateway/jpaas-publish-server/front/page/build/unit"
    empty = "<li>暂无数据</li>"

    def target(self, column: Column, number: int) -> str:
        return f"/zfxxgk/fdzdgknr/{column.slug}/index.html"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/zfxxgk/fdzdgknr/{slug}/art/{day.year}/art_{sum(map(ord, slug)) * 1000 + number:032x}.html"

    def query(self, column: Column) -> str:
        return (
            f"{{'parseType':'bulidstatic','webId':'27','tplSetId':'Kp3x{column.number}','pageType':'column',"
            f"'tagId':'当前栏目_list','editType':'null','pageId':'{column.number}'}}"
        )

    def fragment(self, column: Column, number: int) -> str:
        rows = "".join(
            f'<li><a href="{escape(entry.address)}" title="{escape(entry.title)}">{escape(cut(entry.title, 24))}</a>'
            f"<b>{entry.day}</b></li>"
            for entry in column.page(number, self.size)
        )
        return (
            f'<div class="page-content"><ul>{rows or self.empty}</ul></div><style>.pagination td{{color:#333}}</style>'
            f'<table class="pagination" queryData="{self.query(column)}" rows={self.size} count={len(column.entries)} '
            f'pageNo={number} unitUrl="{self.unit}"><tr><td>共 0 页</td><td><a>下一页</a></td></tr></table>'
        )

    def show(self, column: Column, number: int) -> str:
        box = (
            f'<div id="当前栏目_list">{self.fragment(column, 1)}</div><script src="/cms_files/js/pageNew.js"></script>'
        )
        return modern(column.name, box)

    def other(self, request: Request) -> Reply | None:
        if request.path != self.unit or request.query.get("parseType") not in ("bulidstatic", "buildstatic"):
            return None
        asked = request.query
        column = next((c for c in self.columns if str(c.number) == asked.get("pageId")), None)
        if column is None or asked.get("tagId") != "当前栏目_list" or asked.get("tplSetId") != f"Kp3x{column.number}":
            return send_json({"success": False, "code": "500", "message": "模板不存在", "data": None})
        number = int(json.loads(asked.get("paramJson") or "{}").get("pageNo", 1))
        return send_json(
            {"success": True, "code": "200", "message": "生成成功", "data": {"html": self.fragment(column, number)}}
        )


class UnitShells(Units):
    """jpaas whose page holds no item: the unit is fetched by a script's attributes."""

    shell_requests = 1

    def show(self, column: Column, number: int) -> str:
        script = (
            f'<script id="u{column.number}" src="/cms_files/default/script/unitbuild.js?v=4.5" webId="27" '
            f'parseType="bulidstatic" url="{self.unit}" queryData="{self.query(column)}"></script>'
        )
        return modern(column.name, f'<div class="bt-column"><ul></ul>{script}</div>')
