"""Columns of the fault portal that are in order, though they look suspicious: none of them may raise an alarm."""

import gzip
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from html import escape

from servers import Line, Reply, page, redirect

from farm.dress import bare, modern
from farm.site import Request, send
from farm.truth import AFTER, BEFORE, FIRST, LAST, spread, title_of

SIZE = 15
DAYS = [AFTER, *spread(16, LAST, FIRST), BEFORE, date(2018, 6, 1)]
"""Nineteen items, sixteen of them in the quarter, on two pages."""
_ALARMING = (
    "福利彩票公益金使用情况公告",
    "关于网站系统维护期间暂停服务的公告",
    "关于谨防“登录验证码”诈骗的提示",
    "县政务服务中心迁移新址公告",
    "关于依法查处网络赌博案件的通报",
    "您访问的页面不存在？——网站404错误整改情况",
    "关于关闭403个违规账号的公示",
)


def rows_of(days: Sequence[date], slug: str, titles: Sequence[str] = (), first: int = 1) -> str:
    """Plain rows; ``titles`` replace the invented ones from the first row on."""
    salt = sum(map(ord, slug)) % 300
    named = [titles[n] if n < len(titles) else title_of(n + first, salt) for n in range(len(days))]
    return "".join(
        f'<li><a href="/{slug}/{day:%Y%m}/t{day:%Y%m%d}_{n}.html">{escape(title)}</a><span>{day}</span></li>'
        for n, (day, title) in enumerate(zip(days, named, strict=True), first)
    )


def listed(slug: str, number: int, days: Sequence[date] = DAYS, *, titles: Sequence[str] = (), note: str = "") -> str:
    """Page ``number`` of a plain column; ``note`` stands beside the pager."""
    shown = days[(number - 1) * SIZE : number * SIZE]
    pages = max(1, -(-len(days) // SIZE))
    after = f'<a href="/{slug}/?page={number + 1}">下一页</a>' if number < pages else ""
    rows = rows_of(shown, slug, titles, 1 + (number - 1) * SIZE)
    return modern("信息公开", f'<ul class="list">{rows}</ul><div class="page">{note}{after}</div>')


def number_in(request: Request) -> int:
    return int(request.query.get("page", 1))


def alarming_titles(request: Request) -> Reply:
    return send(listed("alarming", number_in(request), titles=_ALARMING))


def gbk_called_utf8(request: Request) -> Reply:
    return send(listed("gbk-called-utf8", number_in(request)), "text/html; charset=utf-8", "gb18030")


def utf8_called_gbk(request: Request) -> Reply:
    text = listed("utf8-called-gbk", number_in(request)).replace('charset="utf-8"', 'charset="gb2312"')
    return send(text, "text/html; charset=GBK")


def zipped(request: Request) -> Reply:
    body = gzip.compress(listed("zipped", number_in(request)).encode(), mtime=0)
    return send(body, "text/html; charset=utf-8", "utf-8", "Content-Encoding: gzip")


def chunked(request: Request) -> Reply:
    body = listed("chunked", number_in(request)).encode()
    parts = [body[n : n + 700] for n in range(0, len(body), 700)]

    async def script(line: Line) -> None:
        await line.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
        for part in parts:
            await line.send(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        await line.send(b"0\r\n\r\n")

    return script


def with_cookie(request: Request) -> Reply:
    return send(
        listed("with-cookie", number_in(request)),
        "text/html; charset=utf-8",
        "utf-8",
        "Set-Cookie: JSESSIONID=A1; Path=/",
    )


def moved_a_step(request: Request) -> Reply:
    if request.path.endswith("/"):
        return send(listed("moved-a-step", number_in(request)))
    return redirect("/moved-a-step/", "301 Moved Permanently")


class Hurt:
    """Fails on its first request only, as busy servers do."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, request: Request) -> Reply:
        self.times += 1
        return (
            page("busy", "503 Service Unavailable")
            if self.times == 1
            else send(listed("hurt-once", number_in(request)))
        )


def pinned(request: Request) -> Reply:
    """An old item pinned on top of every page, and once more in its place."""
    days = [date(2018, 6, 1), *DAYS[:-1]]
    text = listed("pinned", number_in(request), days)
    return send(text.replace("<span>2018-06-01</span>", '<em class="top">置顶</em><span>2018-06-01</span>'))


def future_day(request: Request) -> Reply:
    """An item dated after the crawl on top: a slip of the hand, and no reason to doubt the others."""
    return send(listed("future-day", number_in(request), [date(2020, 12, 1), *DAYS]))


def blank_in_words(request: Request) -> Reply:
    return send(modern("信息公开", '<ul class="list"><li>暂无信息</li></ul>'))


def blank_by_figure(request: Request) -> Reply:
    return send(modern("信息公开", '<ul class="list"></ul><div class="page">共 0 条记录 第1页/共0页</div>'))


def alone(request: Request) -> Reply:
    return send(bare("信息公开", f'<div class="list"><ul>{rows_of([LAST], "alone")}</ul></div>'))


HEALTHY: Mapping[str, tuple[Callable[[Request], Reply], int]] = {
    "alarming": (alarming_titles, 16),
    "gbk-called-utf8": (gbk_called_utf8, 16),
    "utf8-called-gbk": (utf8_called_gbk, 16),
    "zipped": (zipped, 16),
    "chunked": (chunked, 16),
    "with-cookie": (with_cookie, 16),
    "moved-a-step": (moved_a_step, 16),
    "hurt-once": (Hurt(), 16),
    "pinned": (pinned, 16),
    "future-day": (future_day, 16),
    "blank-in-words": (blank_in_words, 0),
    "blank-by-figure": (blank_by_figure, 0),
    "alone": (alone, 1),
}
"""Programs by column, and how many items each published in the quarter."""
