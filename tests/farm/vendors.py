"""Other publishing systems with static or fragment pages: VSB, lonsun, UCAP, the Guangdong one."""

from html import escape
from posixpath import dirname, relpath

from servers import Reply

from farm.dress import aged, modern
from farm.shape import Shape, cut
from farm.site import Request, send, send_json
from farm.truth import Column


class Reverse(Shape):
    """VSB: files numbered from the end, one folder deeper from page 2 on; the date inside a sentence."""

    size = 20
    empty = "<tr><td>暂无新闻</td></tr>"

    def target(self, column: Column, number: int) -> str:
        return f"/{column.slug}.htm" if number == 1 else f"/{column.slug}/{column.pages(self.size) - number + 1}.htm"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/info/{1000 + len(slug)}/{sum(map(ord, slug)) * 100 + number}.htm"

    def show(self, column: Column, number: int) -> str:
        at, pages = self.target(column, number), column.pages(self.size)
        rows = "".join(
            f'<tr id="line_u7_{n}" height="26"><td width="16"><img src="/images/dot.gif"></td><td><a class="c1771" '
            f'href="{self.href(entry, at)}" target="_blank">{escape(entry.title)}</a>'
            f"<font color=gray>(发布时间：{entry.day:%Y/%m/%d} 08:55:{n:02} 阅读次数：<span id=dyn{n}></span>"
            ")</font></td></tr>"
            f'<span id="section_u7_{n}" style="display:none;"><hr></span>\n'
            for n, entry in enumerate(column.page(number, self.size))
        )
        pager = ""
        if pages > 1:

            def link(to: int, label: str) -> str:
                if not 1 <= to <= pages or to == number:
                    return f'<span class="PrevDisabled">{label}</span>'
                return f'<a href="{relpath(self.target(column, to), dirname(at))}" class="Next">{label}</a>'

            pager = (
                f'<tr><td colspan="2" id="fanye1771" nowrap>共{len(column.entries)}条&nbsp;&nbsp;{number}/{pages}&nbsp;'
                f"{link(1, '首页')}{link(number - 1, '上页')}{link(number + 1, '下页')}{link(pages, '尾页')}"
                '<input size="2" id="u7GOPAGE"><a href="javascript:_simple_list_gotopage_fun()">转到</a></td></tr>'
            )
        body = f'<table width="100%" class="winstyle1771">{rows or self.empty}{pager}</table>'
        return aged(column.name, body, extra="<script src='/system/resource/js/dynclicks.js'></script>")


class Labels(Shape):
    """lonsun: ``/public/column`` with the first page in place, more as fragments of ``/site/label/8888``."""

    empty = "<div class='noinfo'>暂无相关信息</div>"

    def address(self, column: Column) -> str:
        return f"/public/column/7011?type=4&action=list&nav=3&catId={column.number}"

    def target(self, column: Column, number: int) -> str:
        return f"/public/column/7011#{column.number}"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/public/7011/{sum(map(ord, slug)) * 1000 + number}.html"

    def rows(self, column: Column, number: int) -> str:
        rows = "".join(
            f'<li><a class="left" href="{escape(entry.address)}" title="{escape(entry.title)}">'
            f"{escape(cut(entry.title))}</a>"
            f'<span class="date right">{entry.day}</span></li>'
            for entry in column.page(number, self.size)
        )
        pages = column.pages(self.size)
        script = (
            f"<script>Ls.pagination('#page_public',{{pageCount:{pages},pageIndex:{number}}});</script>" if rows else ""
        )
        inner = f'<ul class="clearfix xxgk_nav_list">{rows}</ul>' if rows else self.empty
        return f"{inner}<div id='page_public'></div>{script}"

    def answer(self, request: Request) -> Reply | None:
        if request.path == "/":
            return self.send(self.home())
        column = next((c for c in self.columns if str(c.number) == request.query.get("catId")), None)
        if column and request.path == "/public/column/7011":
            return self.send(self.page(column))
        asked = {**request.query, **request.form}
        column = next((c for c in self.columns if str(c.number) == asked.get("catId")), None)
        wanted = {
            "labelName": "publicInfoList",
            "siteId": "6793339",
            "organId": "7011",
            "file": "/c2/publicInfoList_new",
        }
        if column and request.path == "/site/label/8888" and all(asked.get(k) == v for k, v in wanted.items()):
            return send(self.rows(column, int(asked.get("pageIndex", 1))))
        return None

    def requests_needed(self, column: Column) -> int:
        return super().requests_needed(column) + (not column.entries)  # the interface is asked whether it is so

    def page(self, column: Column) -> str:
        script = (
            "<script>var opts={IsAjax:1,dataType:'html',labelName:'publicInfoList',siteId:'6793339',"
            f"pageSize:'{self.size}',action:'list',isDate:'true',dateFormat:'yyyy-MM-dd',length:'50',"
            "organId:'7011',type:'4',"
            f"catId:'{column.number}',cId:'',result:'暂无相关信息',file:'/c2/publicInfoList_new'}};"
            "Ls.ajaxList('/site/label/8888',opts);</script>"
        )
        metas = (
            '<meta charset="utf-8"><meta name="SiteId" content="6793339">'
            '<meta name="HtmlGenerateTime" content="2020-04-09 21:00">'
        )
        box = f'<div class="xxgk_navli">{self.rows(column, 1)}</div>{script}'
        return modern(column.name, box, metas=metas)


class Channels(Shape):
    """UCAP: an empty list, filled by the search interface of the channel."""

    size = 20
    shell_requests = 1
    empty = ""

    def target(self, column: Column, number: int) -> str:
        return f"/site/{column.number:032x}/list.shtml"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/site/c{len(slug)}/{day:%Y%m}/{sum(map(ord, slug)) * 7919 % 65536:04x}{number:028x}.shtml"

    def show(self, column: Column, number: int) -> str:
        channel = f"{column.number:032x}"
        script = (
            "<ul class='list' id='listbox'></ul><div id='page'></div><script>var channelId='" + channel + "';"
            f"$.get('/common/search/{channel}?sort=&_isAgg=false&_isJson=true&_pageSize={self.size}&_template=index"
            "&_channelName=&page='+page,function(res){render(res.data.results)});</script>"
        )
        metas = (
            f'<meta charset="utf-8"><meta name="channelId" content="{channel}"><meta name="template,'
            'templategroup,version" content="3,x,1">'
        )
        return modern(column.name, script, metas=metas)

    def other(self, request: Request) -> Reply | None:
        channel = request.path.removeprefix("/common/search/")
        column = next((c for c in self.columns if f"{c.number:032x}" == channel), None)
        if column is None:
            return None
        number, size = int(request.query.get("page", 1)), int(request.query.get("_pageSize", 10))
        results = [
            {
                "title": escape(entry.title),
                "url": entry.address,
                "publishedTimeStr": f"{entry.day} 10:12:00",
                "publishedTime": 0,
            }
            for entry in column.page(number, size)
        ]
        return send_json(
            {
                "data": {
                    "page": number,
                    "rows": size,
                    "total": len(column.entries),
                    "channelId": channel,
                    "results": results,
                }
            }
        )


class Commented(Channels):
    """UCAP: the rendered list and its pager stand in a comment, while a script would load the same rows."""

    shell_requests = 0

    def requests_needed(self, column: Column) -> int:
        return super().requests_needed(column) + (not column.entries)  # the interface is asked whether it is so

    size = 18
    empty = "<li>暂无内容</li>"

    def target(self, column: Column, number: int) -> str:
        return f"/site/c10{column.number}/list{'' if number == 1 else f'_{number}'}.shtml"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/site/c10{len(slug)}/{day:%Y%m}/{sum(map(ord, slug)) * 7919 % 65536:04x}{number:028x}.shtml"

    def show(self, column: Column, number: int) -> str:
        at = self.target(column, number)
        rows = "".join(
            f'<li><a href="{self.href(entry, at)}" target="_blank">{escape(entry.title)}</a>'
            f'<span class="date">{entry.day}</span></li>'
            for entry in column.page(number, self.size)
        )
        call = f"createPageHTML('page_div',{column.pages(self.size)},{number},'list','shtml',{len(column.entries)});"
        channel = f"{column.number:032x}"
        content = (
            f'<div class="list_div"><!--<ul class="list">{rows or self.empty}</ul><div id="page_div"></div>'
            f'<script>{call}</script>--><ul id="xxlist"></ul></div>'
        )
        metas = (
            f'<meta charset="utf-8"><meta name="channelId" content="{channel}"><meta name="code" content="tzgg">'
            '<meta name="template,templategroup,version" content="12,xxgk,1.3">'
            '<meta name="others" content="页面生成时间 2020-04-09 14:01:14">'
        )
        return modern(column.name, content, metas=metas)


class Posts(Shape):
    """The Guangdong static form: ``index_2.html`` counted from 1, a second date of every row in a comment."""

    size = 20
    empty = "<li>没有找到数据</li>"

    def target(self, column: Column, number: int) -> str:
        return f"/zwgk/{column.slug}/index{'' if number == 1 else f'_{number}'}.html"

    def address(self, column: Column) -> str:
        return f"/zwgk/{column.slug}/"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/zwgk/{slug}/content/post_{sum(map(ord, slug)) * 1000 + number}.html"

    def answer(self, request: Request) -> Reply | None:
        path = request.path + "index.html" if request.path.endswith("/") and request.path != "/" else request.path
        return super().answer(Request(request.method, path, request.query, request.form))

    def href(self, entry, at):  # type: ignore[no-untyped-def]
        return escape(entry.address)

    def show(self, column: Column, number: int) -> str:
        pages = column.pages(self.size)
        rows = "".join(
            f'<li><a href="{self.href(entry, "")}" target="_blank">{escape(entry.title)}</a>'
            f'<!--<span>2020-02-0{1 + n % 9}</span>--><span class="time">{entry.day}</span></li>'
            for n, entry in enumerate(column.page(number, self.size))
        )
        names = {n: f"index{'' if n == 1 else f'_{n}'}.html" for n in range(1, pages + 1)}
        numbers = "".join(
            f'<a class="{"current" if n == number else "normal"}" href="{names[n]}">{n}</a>'
            for n in names
            if abs(n - number) < 5
        )
        after = names.get(number + 1, "javascript:;")
        pager = (
            f'<a class="first" href="{names[1]}">首页</a>{numbers}<a class="next" href="{after}">下一页</a>'
            f'<a class="last" href="{names[pages]}">尾页</a>'
        )
        content = f'<ul class="news_list">{rows or self.empty}</ul><div class="page">{pager if pages > 1 else ""}</div>'
        return modern(column.name, content, extra="<script>window.NFCMS_SITE_ID='660';</script>")
