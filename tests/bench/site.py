"""A fast loopback server with many simulated portals, each on an address of its own in 127/8.

Run as a program it prints its port once it answers, and its own CPU seconds when its input ends:

    python -m tests.bench.site --portals 200 --columns 51

Portals differ in list layout, date format and charset; twenty different ones repeat, so that thousands of portals fit
into little memory. Each answer has an ETag, and a conditional question about it gets a 304. ``/robots.txt`` is a 404.
"""

import argparse
import asyncio
import hashlib
import json
import random
import resource
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from tests.bench import dressed

KINDS = 20
"""How many portals differ; the others repeat them."""
COLUMNS = 51
LAST_DAY = date(2020, 4, 8)
_LAYOUTS = 4
_DATES = ("{:%Y-%m-%d}", "{0.year}年{0.month}月{0.day}日", "[{:%Y-%m-%d}]", "{:%Y/%m/%d}", "{:%Y.%m.%d}")
_SUBJECTS = (
    "道路修缮工程", "秋粮收购", "医疗救助", "饮用水源保护", "校园食品安全", "农机补贴", "公共租赁住房", "森林防火",
    "社会保险费", "地质灾害防治", "公开招聘工作人员", "预算执行情况", "招商引资项目", "安全生产检查", "防汛抗旱",
    "文物保护单位", "农村危房改造", "残疾人就业", "政府采购", "行政许可事项",
)  # fmt: skip
_FORMS = ("关于{}的通知", "关于做好{}工作的公告", "{}情况公示", "关于{}的批复", "{}实施方案", "关于{}的通报")


@dataclass(frozen=True, slots=True)
class Item:
    """One row as it should be read."""

    title: str
    href: str
    day: date


def address_of(portal: int) -> str:
    """The portal's own loopback address."""
    return f"127.10.{portal // 250}.{portal % 250 + 1}"


def path_of(column: int) -> str:
    """A column's address within its portal."""
    return f"/col/c{column:03d}/index.html"


@cache
def items_of(kind: int, column: int) -> tuple[Item, ...]:
    """What the list of a column holds, newest first: 15 to 20 rows back to the year before."""
    draw = random.Random(f"{kind}/{column}")
    day, rows = LAST_DAY - timedelta(days=draw.randrange(12)), []
    for number in range(draw.randint(15, 20)):
        subject = f"{draw.randrange(2019, 2021)}年{draw.choice(_SUBJECTS)}"
        title = f"{draw.choice(_FORMS).format(subject)}（第{number + 1}号）"
        rows.append(Item(title, f"/art/{day:%Y/%m/%d}/c{column:03d}_{number}.html", day))
        day -= timedelta(days=draw.randint(1, 12))
    return tuple(rows)


def page_of(kind: int, column: int) -> bytes:
    """One list page of about 19 KB, in the portal's layout, date format and charset."""
    layout, form = kind % _LAYOUTS, _DATES[kind % len(_DATES)]
    is_gb = kind % 10 < 3
    rows = "\n".join(_row(layout, item, form.format(item.day)) for item in items_of(kind, column))
    opening, closing = {1: ("<table class='list'>", "</table>"), 3: ("<dl class='list'>", "</dl>")}.get(
        layout, ("<ul class='list'>", "</ul>")
    )
    total = len(items_of(kind, column))
    text = (
        f"<!DOCTYPE html><html><head><meta charset='{'gb2312' if is_gb else 'utf-8'}'><title>栏目{column}</title>"
        f"<meta name='ColumnName' content='栏目{column}'><style>{_STYLE}</style></head><body>"
        f"<div class='top'>{_links(60, 'nav')}</div><div class='side'>{_links(45, 'side')}</div>"
        f"<div class='main'><h2>栏目{column}</h2>{opening}{rows}{closing}"
        f"<div class='page'>共{total}条 第1/1页</div></div>"
        f"<div class='foot'>主办：模拟县人民政府办公室</div><script>{_SCRIPT}</script></body></html>"
    )
    return text.encode("gb18030" if is_gb else "utf-8")


def _row(layout: int, item: Item, day: str) -> str:
    link = f"<a href='{item.href}' title='{item.title}' target='_blank'>{item.title}</a>"
    if layout == 1:
        return f"<tr><td class='t'>{link}</td><td class='d'>{day}</td></tr>"
    if layout == 2:
        return f"<li><span>{day}</span>{link}</li>"
    if layout == 3:
        return f"<dd class='row'>{link}<em>{day}</em></dd>"
    return f"<li>{link}<span>{day}</span></li>"


def _links(count: int, name: str) -> str:
    return "\n".join(
        f"<a class='{name}-item' href='/{name}/p{n}/index.html' title='{_SUBJECTS[n % 20]}'>{_SUBJECTS[n % 20]}</a>"
        for n in range(count)
    )


_STYLE = "".join(f".c{n}{{margin:0 auto;padding:{n}px;font-size:14px;line-height:24px;color:#333}}" for n in range(50))
_SCRIPT = "".join(f"function f{n}(a,b){{var c=document.getElementById('x{n}');return c&&a>b?a:b;}}" for n in range(30))


def answer(body: bytes, tag: str) -> bytes:
    """A whole 200 answer."""
    head = f'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: "{tag}"\r\nContent-Length: {len(body)}\r\n\r\n'
    return head.encode() + body


class Site(asyncio.Protocol):
    """One connection; requests are answered in the order they come, without reading more of them than must be."""

    kinds: dict[str, dict[bytes, tuple[bytes, bytes]]]
    requests = 0
    body_bytes = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._held = transport, b""
        self._pages = self.kinds[transport.get_extra_info("sockname")[0]]

    def data_received(self, data: bytes) -> None:
        self._held += data
        while b"\r\n\r\n" in self._held:
            head, _, self._held = self._held.partition(b"\r\n\r\n")
            Site.requests += 1
            page, tag = self._pages.get(head.split(b" ", 2)[1], (_NOT_FOUND, b""))
            if tag and b'"' + tag + b'"' in head:
                page = b'HTTP/1.1 304 Not Modified\r\nETag: "' + tag + b'"\r\n\r\n'
            Site.body_bytes += len(page)
            self._transport.write(page)


_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n"


def _lists(kind: int, columns: int, *, is_dressed: bool) -> list[tuple[str, bytes]]:
    if not is_dressed:
        return [(path_of(n), page_of(kind, n)) for n in range(columns)]
    portal = dressed.Portal(kind)
    return [(dressed.path_of(n, page), portal.page(n, page)) for n in range(columns) for page in (1, 2)]


def _pages(kind: int, columns: int, *, is_dressed: bool) -> dict[bytes, tuple[bytes, bytes]]:
    table = {}
    home = f"<html><head><meta charset='utf-8'><title>模拟县</title></head><body>{_links(80, 'home')}</body></html>"
    for path, body in [("/", home.encode()), *_lists(kind, columns, is_dressed=is_dressed)]:
        tag = hashlib.sha256(body).hexdigest()[:16]
        table[path.encode()] = (answer(body, tag), tag.encode())
    return table


async def serve(portals: int, columns: int, *, is_dressed: bool) -> None:
    """Answer until standard input ends; a line on it asks for the figures so far."""
    by_kind = [_pages(kind, columns, is_dressed=is_dressed) for kind in range(min(KINDS, portals))]
    Site.kinds = {address_of(n): by_kind[n % KINDS] for n in range(portals)}
    loop = asyncio.get_running_loop()
    first = await loop.create_server(Site, address_of(0), 0, backlog=1024)
    port = first.sockets[0].getsockname()[1]
    others = await asyncio.gather(
        *(loop.create_server(Site, address_of(n), port, backlog=64) for n in range(1, portals))
    )
    _tell(port)
    while await loop.run_in_executor(None, sys.stdin.readline):
        used = resource.getrusage(resource.RUSAGE_SELF)
        cpu = used.ru_utime + used.ru_stime
        _tell({"requests": Site.requests, "bytes": Site.body_bytes, "cpu": cpu})
    for server in (first, *others):
        server.close()


def _tell(what: object) -> None:
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--portals", type=int, default=200)
    parser.add_argument("--columns", type=int, default=COLUMNS)
    parser.add_argument("--dressed", action="store_true")
    given = parser.parse_args()
    asyncio.run(serve(given.portals, given.columns, is_dressed=given.dressed))
