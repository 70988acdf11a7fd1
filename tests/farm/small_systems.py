"""Small content systems: EmpireCMS, DedeCMS, iList.jsp, ASP.NET list pages."""

from html import escape

from servers import Reply

from farm.dress import aged, modern
from farm.shape import Shape
from farm.site import Request
from farm.truth import Column, Entry


class Empire(Shape):
    """EmpireCMS in GBK: the total in a titled link, article folders of the migration day, a total past 页 links."""

    charset = "gbk"
    kind = "text/html"
    size = 16
    empty = "<li>此栏目暂无任何新增信息</li>"

    def target(self, column: Column, number: int) -> str:
        return f"/zwgk/{column.slug}/index{'' if number == 1 else f'_{number}'}.html"

    def address(self, column: Column) -> str:
        return f"/zwgk/{column.slug}/index.html"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/zwgk/{slug}/2020-02-19/{number + 2000}.html"

    def show(self, column: Column, number: int) -> str:
        at, pages = self.target(column, number), column.pages(self.size)
        rows = "".join(
            f'<li>\n<a href="{self.href(entry, at)}" >{escape(entry.title)}</a>\n<span class="time">'
            f"\n {entry.day}\n</span> </li>\n"
            for entry in column.page(number, self.size)
        )
        links = "&nbsp;".join(
            f"<b>{n}</b>" if n == number else f'<a href="index{"" if n == 1 else f"_{n}"}.html">{n}</a>'
            for n in range(1, pages + 1)
        )
        if number < pages:
            links += f'&nbsp;<a href="index_{number + 1}.html">下一页</a>&nbsp;<a href="index_{pages}.html">尾页</a>'
        pager = (
            f'<div class="epages"><a title="Total record">&nbsp;<b>{len(column.entries)}</b> </a>&nbsp;{links}</div>'
            if rows
            else ""
        )
        metas = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
        script = '<script src="/e/public/onclick/?classid=9"></script>'
        return modern(column.name, f"<ul class='e2'>{rows or self.empty}</ul>{pager}{script}", metas=metas)


class Dede(Shape):
    """DedeCMS: each row a list of its own with an excerpt and a thumbnail; ``list_42_2.html``; ``共 n页m条``."""

    size = 10
    empty = "<div>该栏目下没有文章</div>"

    def target(self, column: Column, number: int) -> str:
        return f"/a/{column.slug}/" + ("" if number == 1 else f"list_{column.number}_{number}.html")

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/a/{slug}/{day:%Y}/{day:%m%d}/{sum(map(ord, slug)) + number}.html"

    def show(self, column: Column, number: int) -> str:
        pages = column.pages(self.size)
        rows = "".join(
            f'<ul class="e3"><li><a href="{escape(entry.address)}" class="preview">'
            f'<img src="/uploads/{entry.number}.jpg"/></a>'
            f'<a href="{escape(entry.address)}" class="title">{escape(entry.title)}</a><span class="info">'
            f"<small>日期：</small>{entry.day} 10:2{n % 10}:05"
            f"<small>点击：</small>{n * 37}</span><p class='intro'>为贯彻2019年11月8日会议精神，"
            "现将有关事项公布如下，截止2020年2月1日...</p></li></ul>"
            for n, entry in enumerate(column.page(number, self.size))
        )
        links = "".join(
            f"<li class='thisclass'>{n}</li>"
            if n == number
            else f"<li><a href='list_{column.number}_{n}.html'>{n}</a></li>"
            for n in range(1, pages + 1)
            if abs(n - number) < 6
        )
        after = f"<li><a href='list_{column.number}_{number + 1}.html'>下一页</a></li>" if number < pages else ""
        pager = (
            f"<ul class='pagelist'><li><span class='pageinfo'>共 <strong>{pages}</strong>页<strong>"
            f"{len(column.entries)}</strong>条</span></li>{links}{after}</ul>"
        )
        return modern(
            column.name,
            f'<div class="listbox">{rows or self.empty}</div><div class="dede_pages">{pager if rows else ""}</div>',
        )


class JspList(Shape):
    """``iList.jsp?cur_page=n``: rows of links, the date in brackets."""

    size = 18
    empty = "没有相关记录！"

    def address(self, column: Column) -> str:
        return f"/info/iList.jsp?node_id=GKsy&cat_id={column.number}"

    def target(self, column: Column, number: int) -> str:
        return f"/info/{column.number}"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/info/iIndex.jsp?cat_id={sum(map(ord, slug))}&info_id={sum(map(ord, slug)) * 1000 + number}"

    def href(self, entry: Entry, at: str) -> str:
        return escape(entry.address)

    def answer(self, request: Request) -> Reply | None:
        column = next((c for c in self.columns if str(c.number) == request.query.get("cat_id")), None)
        if column is None or request.path != "/info/iList.jsp":
            return super().answer(request)
        return self.send(self.show(column, int(request.query.get("cur_page", 1))))

    def show(self, column: Column, number: int) -> str:
        pages, base = column.pages(self.size), f"iList.jsp?node_id=GKsy&amp;cat_id={column.number}&amp;cur_page="
        rows = "".join(
            f'<tr><td>▪ <a href="{self.href(entry, "")}" target="_blank">{escape(entry.title)}</a>'
            f" [{entry.day:%Y/%m/%d}]</td></tr>"
            for entry in column.page(number, self.size)
        )
        after = f'<a href="{base}{number + 1}">下一页</a>' if number < pages else "下一页"
        pager = (
            f'<div class="pager">第{number}页/共{pages}页 共{len(column.entries)}条 <a href="{base}1">首页</a>'
            f' {after} <a href="{base}{pages}">末页</a></div>'
        )
        return aged(column.name, f"<table class='ilist'>{rows}</table>{self.empty if not rows else pager}")


class Postback(Shape):
    """ASP.NET: a GridView with VIEWSTATE, paged by ``__doPostBack``."""

    size = 15
    kind = "text/html; charset=utf-8"
    empty = "<tr><td>没有任何数据！</td></tr>"

    def target(self, column: Column, number: int) -> str:
        return f"/list.aspx{column.number}"

    def address(self, column: Column) -> str:
        return f"/xxgk/list.aspx?lm={column.number}"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/xxgk/show.aspx?id={sum(map(ord, slug)) * 1000 + number}"

    def href(self, entry: Entry, at: str) -> str:
        return escape(entry.address.removeprefix("/xxgk/"))

    def answer(self, request: Request) -> Reply | None:
        column = next((c for c in self.columns if str(c.number) == request.query.get("lm")), None)
        if column is None or request.path != "/xxgk/list.aspx":
            return super().answer(request)
        if request.method == "GET":
            return self.send(self.show(column, 1))
        form = request.form
        if (
            form.get("__VIEWSTATE") != f"/wEPDwUK{column.number}=="
            or form.get("__EVENTTARGET") != "ctl00$main$GridView1"
        ):
            return None
        return self.send(self.show(column, int(form["__EVENTARGUMENT"].removeprefix("Page$"))))

    def show(self, column: Column, number: int) -> str:
        pages = column.pages(self.size)
        rows = "".join(
            f'<tr class="row"><td><a href="{self.href(entry, "")}">{escape(entry.title)}</a></td>'
            f'<td align="right">{entry.day.year}/{entry.day.month}/{entry.day.day} 0:00:00</td></tr>'
            for entry in column.page(number, self.size)
        )
        links = "".join(
            f"<td><span>{n}</span></td>"
            if n == number
            else f'<td><a href="javascript:__doPostBack(&#39;ctl00$main$GridView1&#39;,&#39;Page${n}&#39;)">'
            f"{n}</a></td>"
            for n in range(1, pages + 1)
        )
        pager = f'<tr class="pgr"><td colspan="2"><table><tr>{links}</tr></table></td></tr>' if pages > 1 else ""
        form = (
            f'<form method="post" action="list.aspx?lm={column.number}" id="form1">'
            '<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="">'
            '<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="">'
            f'<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUK{column.number}==">'
            '<input type="text" name="ctl00$key" value=""><input type="submit" name="ctl00$btn" value="搜索">'
            f'<table id="GridView1" cellspacing="0">{rows or self.empty}{pager}</table></form>'
        )
        return aged(column.name, form)
