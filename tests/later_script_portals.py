"""Columns written by scripts in ways that the program was not made by: tabs, forms, tokens, frames, windows of rows.

Each column has its own page, script (``later_scripts.js``) and data; `TRUTH` says how many items of the first quarter
of 2020 it holds, or that what is shown does not tell.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

Answer = tuple[int, Mapping[str, str], str]
NEWEST = date(2020, 3, 28)
UNKNOWN = None
HTML = {"Content-Type": "text/html; charset=utf-8"}
JSON = {"Content-Type": "application/json"}
REFUSED: Answer = (403, JSON, '{"error": "denied"}')


def rows(slug: str, count: int, step: int, first: date = NEWEST) -> list[dict[str, str]]:
    """Items of one column, newest first, whose titles differ in their figures alone."""
    days = [first - timedelta(days=step * n) for n in range(count)]
    return [{"k": f"{slug}-{n}", "c": f"关于{slug}事项（第{n}批）的公示", "w": f"{day}"} for n, day in enumerate(days)]


def in_quarter(slug: str) -> int:
    return sum("2020-01-01" <= row["w"] <= "2020-03-31" for row in rows(slug, *SIZES.get(slug, SIZE)))


HELPERS, *_PARTS = Path(__file__).with_name("later_scripts.js").read_text("utf-8").split("\n//// ")
SCRIPTS = {part.split(maxsplit=1)[0]: part.partition("\n")[2] for part in _PARTS}
SIZE = (4, 9)
PAGED = frozenset({"chevron", "arrow", "shadow", "more", "sticky", "halfway"})
SIZES = dict.fromkeys(PAGED, (24, 6)) | {
    "window": (60, 1), "long-window": (120, 1), "leaping": (40, 2), "route-a": (5, 9), "决算": (7, 9), "inner": (4, 9)
}  # fmt: skip
MARKED = ("route#/route-a",)
PRESSED = {"query": "查询", "years-all": "全部"}
COLUMNS = (*(slug for slug in SCRIPTS if slug not in ("route", "inner")), *MARKED)
UNTOLD = frozenset(
    {"menu", "pushed", "made-up", "made-up-quietly", "closed", "years-empty", "years-other", "leaping", "socket"}
    | {"worker", "endless", "clicks", "halfway", "mistaken"}
)
TRUTH: dict[str, int | None] = {
    slug: UNKNOWN if slug in UNTOLD else in_quarter(slug.split("#/")[-1]) for slug in COLUMNS
} | {"years-before": 3, "years-all": 3}
"""What each column holds; `UNKNOWN` where what is shown tells it not."""


@dataclass
class LaterPortal:
    """The portal, at two addresses, and what it was asked."""

    seen: list[str] = field(default_factory=list)
    home: str = ""
    abroad: str = ""

    def answer(self, method: str, target: str, sent: Mapping[str, str]) -> Answer:
        parts = urlsplit(target)
        slug = unquote(parts.path.strip("/"))
        if not slug:
            return 200, HTML, "<title>崇信县人民政府</title><a href='/vue/'>公告</a>"
        if slug in SCRIPTS:
            more = {"Set-Cookie": "csrf=abc123; Path=/"} if slug == "cookie" else {}
            told = f"const SLUG = {json.dumps(slug)}, ABROAD = {json.dumps(self.abroad)};\n"
            return (
                200,
                {**HTML, **more},
                "<!doctype html><html><head><meta charset='utf-8'><meta name='token' content='t0k'><title>公示</title>"
                f"</head><body><div id='root'></div><script>{told}{HELPERS}\n{SCRIPTS[slug]}</script></body></html>",
            )
        if slug.startswith("data/"):
            return self._data(slug.removeprefix("data/"), parse_qs(parts.query), method, sent)
        return 404, HTML, "<title>404</title>"

    def _data(self, slug: str, query: Mapping[str, list[str]], method: str, sent: Mapping[str, str]) -> Answer:
        number = int(query.get("p", ["1"])[0])
        cookie = sent.get("cookie", "")
        is_refused = {
            "token": sent.get("x-access-token") != "t0k",
            "abroad": sent.get("x-key") != "k1",
            "cookie": method != "POST" or sent.get("x-csrf") != "abc123" or "csrf=abc123" not in cookie,
            "made-up": "ok=1" not in cookie,
            "made-up-quietly": "ok=1" not in cookie,
            "mistaken": True,
            "halfway": number > 1,
        }
        if is_refused.get(slug):
            return REFUSED
        listed = rows(slug, *SIZES.get(slug, SIZE))
        if "y" in query:
            year = query["y"][0].replace("全部", "2020")
            is_none = year == "2021" and slug != "years-other"
            listed = [] if is_none else rows(slug, 3, 9, date(int(year), 3, 20))
        if slug == "years-empty":
            return 200, JSON, json.dumps({"total": len(listed), "rows": listed})
        part = listed[(number - 1) * 10 : number * 10] if slug in PAGED else listed
        pages = -(-len(listed) // 10)
        return 200, JSON, json.dumps({"d": part, "n": len(listed), "m": number < pages, "t": pages})


@contextmanager
def later_portal(host: str = "127.0.0.1") -> Iterator[LaterPortal]:
    """The portal at work, on one host with two ports."""
    portal = LaterPortal()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sent = {name.lower(): value for name, value in self.headers.items()}
            self.rfile.read(int(sent.get("content-length", 0)))
            portal.seen.append(unquote(self.path))
            status, headers, text = portal.answer(self.command, self.path, sent)
            content = text.encode()
            self.send_response(status)
            open_to_all = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "X-Key"}
            for name, value in {**headers, **open_to_all, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_OPTIONS = do_GET  # noqa: N815 - the library's names

        def log_message(self, *_: object) -> None:
            pass

    servers = [ThreadingHTTPServer((host, 0), Handler) for _ in range(2)]
    portal.home, portal.abroad = (f"http://{host}:{server.server_port}/" for server in servers)
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield portal
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
