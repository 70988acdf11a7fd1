"""Home-made programs and their ways with dates and pages."""

from html import escape

from servers import Reply

from farm.dress import aged, bare, modern, side
from farm.shape import Shape, cut
from farm.site import Request
from farm.truth import Column, Entry


class Years(Shape):
    """``?page=n``: definition lists under year headings, ``[03-05]`` in the term."""

    size = 14
    empty = "<p>暂无数据</p>"

    def address(self, column: Column) -> str:
        return f"/news.php?cid={column.number}"

    def target(self, column: Column, number: int) -> str:
        return f"/news{column.number}"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/show.php?id={sum(map(ord, slug)) * 1000 + number}"

    def answer(self, request: Request) -> Reply | None:
        column = next((c for c in self.columns if str(c.number) == request.query.get("cid")), None)
        if column is None or request.path != "/news.php":
            return super().answer(request)
        return self.send(self.show(column, int(request.query.get("page", 1))))

    def show(self, column: Column, number: int) -> str:
        pages, rows, year = column.pages(self.size), "", 0
        for entry in column.page(number, self.size):
            if entry.day.year != year:
                rows, year = rows + f'<h3 class="year">{entry.day.year}年</h3>', entry.day.year
            rows += (
                f'<dl><dt>[{entry.day:%m-%d}]</dt><dd><a href="{escape(entry.address)}">'
                f"{escape(entry.title)}</a></dd></dl>"
            )
        here = f"/news.php?cid={column.number}&page="
        pager = "".join(
            f"<strong>{n}</strong> " if n == number else f'<a href="{here}{n}">[{n}]</a> ' for n in range(1, pages + 1)
        )
        pager += f'<a href="{here}{number + 1}">&gt;</a>' if number < pages else ""
        return bare(column.name, side("热点排行", 850) + (f"{rows}<div>{pager}</div>" if rows else self.empty))


class Cells(Shape):
    """Year, month and day in cells of their own; ``下页`` by query; GB18030 bytes under a claim of UTF-8."""

    size = 12
    charset = "gb18030"
    kind = "text/html"
    empty = "<tr><td colspan=5>暂无资料</td></tr>"

    def address(self, column: Column) -> str:
        return f"/more.asp?lb={column.number}"

    def target(self, column: Column, number: int) -> str:
        return f"/more{column.number}"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/view.asp?bh={sum(map(ord, slug)) * 1000 + number}"

    def answer(self, request: Request) -> Reply | None:
        column = next((c for c in self.columns if str(c.number) == request.query.get("lb")), None)
        if column is None or request.path != "/more.asp":
            return super().answer(request)
        return self.send(self.show(column, int(request.query.get("pg", 1))))

    def show(self, column: Column, number: int) -> str:
        pages = column.pages(self.size)
        rows = "".join(
            f"<tr><td>{n}.</td><td><a href='{escape(entry.address)}'>{escape(entry.title)}</a>"
            f"{'<font color=red>新</font>' if n == 1 else ''}</td>"
            f"<td>{entry.day.year}年</td><td>{entry.day.month}月</td><td>{entry.day.day}日</td>"
            for n, entry in enumerate(column.page(number, self.size), 1)
        )
        link = f"<a href='more.asp?lb={column.number}&pg={number + 1}'>下页</a>" if number < pages else ""
        note = f"共有{len(column.entries)}条记录 当前第{number}/{pages}页 {link}"
        metas = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
        return aged(column.name, f"<table border=1>{rows or self.empty}</table>{note if rows else ''}", metas=metas)


class Cards(Shape):
    """Boxes with a thumbnail, day and month apart (05 / 2020-03), an excerpt with other dates."""

    size = 8
    empty = "<div class='empty'>暂无相关资讯</div>"

    def target(self, column: Column, number: int) -> str:
        return f"/list/{column.number}-{number}.html"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/detail/{sum(map(ord, slug)) * 1000 + number}.html"

    def show(self, column: Column, number: int) -> str:
        pages = column.pages(self.size)
        rows = "".join(
            f'<div class="card"><a class="pic" href="{escape(entry.address)}">'
            f'<img alt="" src="/p/{entry.number}.jpg"></a><div class="d"><b>{entry.day:%d}</b>'
            f'<i>{entry.day:%Y-%m}</i></div><div class="t"><a href="{escape(entry.address)}">'
            f"{escape(entry.title)}</a><p>2020年1月15日，我县召开专题会议，"
            f'安排部署相关工作……<a href="{escape(entry.address)}">[详细]</a></p></div></div>'
            for entry in column.page(number, self.size)
        )
        links = f'<a href="{column.number}-{number - 1}.html">上一页</a>' if number > 1 else ""
        links += "".join(
            f'<a href="{column.number}-{n}.html">{n}</a>' for n in range(1, pages + 1) if abs(n - number) < 3
        )
        links += f'<a href="{column.number}-{number + 1}.html">下一页</a>' if number < pages else ""
        return modern(
            column.name, f'<div class="cards">{rows or self.empty}</div><div class="pagination">{links}</div>'
        )


class TwoColumns(Shape):
    """Two items a table row, every title followed by its date in brackets."""

    size = 20
    empty = "<tr><td>目前没有信息</td></tr>"

    def target(self, column: Column, number: int) -> str:
        return f"/{column.slug}/p{number}.html"

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/{slug}/n{number}.html"

    def show(self, column: Column, number: int) -> str:
        at, pages = self.target(column, number), column.pages(self.size)
        cells = [
            f'<td width="50%">·<a href="{self.href(entry, at)}" title="{escape(entry.title)}">'
            f"{escape(cut(entry.title, 16))}</a>({entry.day})</td>"
            for entry in column.page(number, self.size)
        ]
        rows = "".join(f"<tr>{''.join(cells[n : n + 2])}</tr>" for n in range(0, len(cells), 2))
        after = f'<a href="p{number + 1}.html">后一页</a>' if number < pages else ""
        note = f"{number}/{pages} {after} <a href='p{pages}.html'>最后一页</a>" if pages > 1 else ""
        return aged(column.name, f"<table class='two'>{rows or self.empty}</table><p align=center>{note}</p>")


class Undated(Shape):
    """A list without any date; the articles say it: in a line of text, a meta, or a script."""

    size = 15
    empty = "<li>暂无信息</li>"
    elsewhere = False

    def target(self, column: Column, number: int) -> str:
        return f"/xw/{column.slug}/" + ("" if number == 1 else f"{number}.html")

    def article(self, slug, number, day):  # type: ignore[no-untyped-def]
        return f"/xw/{slug}/n{number}.html"

    def show(self, column: Column, number: int) -> str:
        at, pages = self.target(column, number), column.pages(self.size)
        rows = "".join(
            f'<li>◆ <a href="{self.href(entry, at)}">{escape(entry.title)}</a></li>'
            for entry in column.page(number, self.size)
        )
        after = f'<a href="{number + 1}.html">下一页</a>' if number < pages else ""
        return bare(
            column.name,
            f'<div class="newslist"><ul>{rows or self.empty}</ul></div><div class="page">'
            f"共{len(column.entries)}条 {after}</div>",
        )

    def other(self, request: Request) -> Reply | None:
        for column in self.columns:
            for entry in column.entries:
                if entry.address == request.path:
                    return self.send(self.text(entry))
        return None

    def text(self, entry: Entry) -> str:
        said = (
            f"<p class='info'>发布时间：{entry.day} 09:30　来源：县政府办　浏览次数：12</p>",
            f"<p class='info'>来源：县政府办 时间：{entry.day.year}年{entry.day.month}月{entry.day.day}日</p>",
            f"<script>var pubdata='{entry.day.year}年{entry.day:%m}月{entry.day:%d}日';"
            "document.write(pubdata);</script>",
        )[entry.number % 3]
        body = (
            "<p>各乡镇人民政府，县直有关部门：</p><p>根据2019年10月20日会议安排，现就有关事项说明如下，"
            "请认真抓好落实，确保各项工作按期完成。</p>"
        )
        return bare(escape(entry.title), f"{said}<div class='content' id='zoom'>{body * 3}</div>")

    def requests_needed(self, column: Column) -> int:
        needed = column.pages_needed(self.size)
        return needed + len(column.entries[: needed * self.size])
