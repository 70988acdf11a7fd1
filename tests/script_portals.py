"""A portal whose columns are written by scripts, each in a way of its own, and traps for whatever slips past."""

import json
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

NEWEST = date(2020, 3, 28)
HOOK = "const at = document.getElementById('app');"
ROW = "`<li><a href='/art/${row.i}.html'>${row.t}</a><span>${row.d}</span></li>`"
DRAW = f"const draw = (rows) => rows.map((row) => {ROW}).join('');"


def rows(slug: str, count: int, step: int = 6) -> list[dict[str, str]]:
    """Items of one column, newest first, by names that no reader of answers knows."""
    days = [NEWEST - timedelta(days=step * n) for n in range(count)]
    return [
        {"i": f"{slug}/{n}", "t": f"关于{slug}第{n}号事项办理结果的公告", "d": f"{day}"} for n, day in enumerate(days)
    ]


def in_quarter(slug: str, count: int, step: int = 6) -> int:
    """How many of them fall in the first quarter of 2020."""
    return sum("2020-01-01" <= row["d"] <= "2020-03-31" for row in rows(slug, count, step))


def shell(name: str, script: str, body: str = "<div id='app'></div>") -> str:
    """A page that is nothing but its script."""
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{name}</title></head><body>{body}"
        f"<script src='{script}'></script></body></html>"
    )


PAGED = """
let n = 1;
const load = () => fetch('/api/SLUG?p=' + n).then((r) => r.json()).then((data) => {
  at.innerHTML = `<h2>公告</h2><ul class='list'>${draw(data.z)}</ul><div class='pager'>
    <button class='prev'>上一页</button><span>第${n}页</span>
    <button class='nx' ${data.m ? '' : 'disabled'}>下一页</button></div>`;
  at.querySelector('.nx').onclick = () => { n += 1; load(); };
});
load();
"""
SCROLLED = """
let n = 1, busy = false, done = false;
at.innerHTML = "<h2>公告</h2><ul class='list'></ul><div id='end' style='height:40px'></div>";
const load = () => { if (busy || done) return; busy = true;
  fetch('/api/SLUG?p=' + n).then((r) => r.json()).then((data) => {
    at.querySelector('ul').insertAdjacentHTML('beforeend', draw(data.z)); n += 1; busy = false; done = !data.m; }); };
document.head.insertAdjacentHTML('beforeend', '<style>li{height:180px}</style>');
new IntersectionObserver((seen) => { if (seen[0].isIntersecting) load(); }).observe(document.getElementById('end'));
"""
NUMBERED = """
let n = 1;
const load = () => fetch('/api/SLUG?p=' + n).then((r) => r.json()).then((data) => {
  const days = [...Array(31).keys()].map((d) => `<td><a class='d'>${d + 1}</a></td>`).join('');
  at.innerHTML = `<table class='month'><tr>${days}</tr></table><h2>公告</h2><ul class='list'>${draw(data.z)}</ul>
    <div class='pages'>${[1, 2, 3].map((p) => `<a class='${p === n ? 'on' : 'p'}'>${p}</a>`).join('')}</div>
    <p>共24条</p>`;
  const on = (name, act) => at.querySelectorAll(name).forEach((e) => { e.onclick = () => act(e); });
  on('.d', () => { at.querySelector('ul').innerHTML = ''; });
  on('.p', (e) => { n = Number(e.innerText); load(); });
});
load();
"""
MORE = """
let n = 1;
at.innerHTML = "<h2>公告</h2><ul class='list'></ul><div class='foot'></div>";
const load = () => fetch('/api/SLUG?p=' + n).then((r) => r.json()).then((data) => {
  at.querySelector('ul').insertAdjacentHTML('beforeend', draw(data.z)); n += 1;
  at.querySelector('.foot').innerHTML = data.m ? "<a class='b'>加载更多</a>" : '<p>没有更多了</p>';
  if (data.m) at.querySelector('.b').onclick = load; });
load();
"""
ROUTED = """
const route = () => { const slug = location.hash.split('/').pop();
  fetch('/api/' + slug + '?p=1').then((r) => r.json()).then((data) => {
    at.innerHTML = `<h2>${slug}</h2><ul class='list'>${draw(data.z)}</ul><p>共${data.z.length}条</p>`; }); };
addEventListener('hashchange', route); route();
"""
TABBED = """
const get = (slug) => fetch(`/api/${slug}?p=1`).then((r) => r.json());
get('SLUG').then((data) => get('SLUG-old').then((old) => {
  document.head.insertAdjacentHTML('beforeend', '<style>.panel{display:none}.panel.on{display:block}</style>');
  at.innerHTML = `<div class='tabs'><b>最新</b><b>历史</b></div>
    <div class='panel on'><ul class='list'>${draw(data.z)}</ul><p>共${data.z.length}条</p></div>
    <div class='panel'><ul class='list'>${draw(old.z)}</ul></div>`; }));
"""
ONCE = """
fetch('API').then((r) => r.json()).then((data) => {
  at.innerHTML = `<h2>公告</h2><ul class='list'>${draw(data.z)}</ul><p>共${data.z.length}条</p>`; });
"""
EMPTY = """
at.innerHTML = "<h2>公告</h2><div class='list'><p class='none'>暂无数据</p></div>";
fetch('/api/SLUG').then((r) => r.json()).then((data) => {
  if (data.rows.length) at.innerHTML = `<ul class='list'>${draw(data.rows)}</ul>`; }).catch(() => {});
"""
BOLD = """
alert('欢迎访问'); confirm('继续？'); prompt('姓名');
window.open('/caught/opened'); window.open('http://localhost:TRAP/opened');
const link = document.createElement('a'); link.href = '/caught/file.zip'; link.download = 'a.zip';
document.body.append(link); link.click(); link.target = '_blank'; link.removeAttribute('download');
link.href = '/caught/blank'; link.click();
const form = document.createElement('form'); form.action = '/caught/form'; form.target = '_blank';
document.body.append(form); form.submit();
"""
SNEAKY = """
const bare = document.createElement('iframe'); document.body.append(bare);
for (const home of [window, bare.contentWindow]) {
  try { new home.WebSocket('ws://127.0.0.1:TRAP/ws').onmessage = (m) => { at.innerHTML = m.data; }; } catch {}
  try { new home.EventSource('http://localhost:TRAP/events'); } catch {}
  try { new home.Worker('/js/w.js'); } catch {}
  try { new home.SharedWorker('/js/w.js'); } catch {}
  try { const rtc = new home.RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:TRAP' },
    { urls: 'turn:127.0.0.1:TRAP?transport=tcp', username: 'a', credential: 'b' }] });
    rtc.createDataChannel('x'); rtc.createOffer().then((o) => rtc.setLocalDescription(o)); } catch {}
  try { new home.WebTransport('https://127.0.0.1:TRAP/'); } catch {}
}
for (const far of ['203.0.113.9', 'leak.example.cn']) {
  for (const home of [window, bare.contentWindow]) {
    try { new home.WebSocket(`ws://${far}/ws`); } catch {}
    try { const rtc = new home.RTCPeerConnection({ iceServers: [{ urls: `stun:${far}:3478` }] });
      rtc.createDataChannel('x'); rtc.createOffer().then((o) => rtc.setLocalDescription(o)); } catch {}
    try { new home.WebTransport(`https://${far}/`); } catch {}
  }
  navigator.sendBeacon(`http://${far}/beacon`, 'x');
  for (const rel of ['preconnect', 'dns-prefetch', 'prefetch']) {
    const hint = document.createElement('link'); hint.rel = rel; hint.href = `//${far}/`; document.head.append(hint); }
}
try { navigator.serviceWorker.register('/js/sw.js').catch(() => {}); } catch {}
navigator.sendBeacon('http://localhost:TRAP/beacon', 'x');
for (const rel of ['preconnect', 'dns-prefetch', 'prefetch', 'prerender', 'modulepreload']) {
  const hint = document.createElement('link');
  hint.rel = rel; hint.href = 'http://localhost:TRAP/hint'; document.head.append(hint); }
new Image().src = 'http://localhost:TRAP/i.png';
localStorage.setItem('kept', '1'); document.cookie = 'kept=1';
"""


@dataclass
class ScriptPortal:
    """Loopback servers: the portal, another host that the guard refuses, and a socket that nobody should come to."""

    pages: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    seen: list[tuple[str, str]] = field(default_factory=list)
    """Target and user agent of every request."""
    foreign: list[str] = field(default_factory=list)
    trapped: int = 0
    home: str = ""
    trap: int = 0
    elsewhere: str = ""
    """The other host by a name that is not public."""
    away: str = ""
    """The same by the portal's own name, under another port: the guard lets it pass."""

    def asked(self) -> Counter[str]:
        """How often each path was asked for."""
        return Counter(urlsplit(target).path for target, _ in self.seen)

    def answer(self, target: str) -> tuple[int, str, str]:
        parts = urlsplit(target)
        if target in self.pages or parts.path in self.pages:
            return self.pages.get(target) or self.pages[parts.path]
        if parts.path.startswith("/api/"):
            return self._rows(parts.path.removeprefix("/api/"), int(parse_qs(parts.query).get("p", ["1"])[0]))
        return 404, "text/html", "<html><title>404</title></html>"

    def _rows(self, slug: str, number: int) -> tuple[int, str, str]:
        listed = rows(slug, SIZES.get(slug, 24))
        part = listed[(number - 1) * 10 : number * 10]
        return 200, "application/json", json.dumps({"z": part, "m": number * 10 < len(listed)}, ensure_ascii=False)


SIZES = {"hash-a": 7, "hash-b": 3, "tab": 4, "tab-old": 9, "bold": 5, "sneaky": 6, "late": 4, "flood": 4}


def build(portal: ScriptPortal) -> None:
    """All pages of the portal."""

    def add(path: str, content: str, kind: str = "text/html; charset=utf-8", status: int = 200) -> None:
        portal.pages[path] = (status, kind, content.replace("TRAP", str(portal.trap)).replace("AWAY", portal.away))

    def column(slug: str, script: str, *, body: str = "<div id='app'></div>") -> None:
        add(f"/{slug}/", shell("公告", f"/js/{slug}.js", body))
        add(f"/js/{slug}.js", "\n".join((HOOK, DRAW, script.replace("SLUG", slug))), "text/javascript; charset=utf-8")

    add("/", "<html><head><title>崇信县人民政府</title></head><body><a href='/paged/'>公告</a></body></html>")
    column("paged", PAGED)
    column("scroll", SCROLLED)
    column("more", MORE)
    column("numbered", NUMBERED)
    column("hash", ROUTED)
    column("tab", TABBED)
    column("late", f"setTimeout(() => {{ {ONCE.replace('API', '/api/late?p=1')} }}, 1500);")
    column("foreign", ONCE.replace("API", f"{portal.elsewhere}api/foreign?p=1"))
    column("broken", EMPTY)
    add("/api/broken", "{}", "application/json", 500)
    column("empty", EMPTY)
    add("/api/empty", '{"total": 0, "rows": []}', "application/json")
    column("endless", "at.innerHTML = '<ul><li>一</li></ul>'; while (true) {}")
    column("bold", BOLD + ONCE.replace("API", "/api/bold?p=1"))
    column("sneaky", SNEAKY + ONCE.replace("API", "/api/sneaky?p=1"))
    column("flood", "let k = 0; setInterval(() => fetch('/api/flood?p=1&k=' + (k += 1)), 20);")
    column("away", "location.href = 'AWAYplain/';")
    add("/wall/", "<html><head><title>访问验证</title></head><body><div id='app'>请完成安全验证，拖动滑块</div>"
        "<script>fetch('/caught/wall-ran')</script></body></html>")  # fmt: skip
    add("/js/w.js", "fetch('http://localhost:TRAP/worker')", "text/javascript")
    add("/js/sw.js", "fetch('http://localhost:TRAP/sw')", "text/javascript")
    listed = "".join(
        f"<li><a href='/art/{row['i']}.html'>{row['t']}</a><span>{row['d']}</span></li>" for row in rows("plain", 5)
    )
    add(
        "/plain/",
        f"<html><head><title>公告</title></head><body><ul class='list'>{listed}</ul><p>共5条</p></body></html>",
    )


@contextmanager
def script_portal(host: str = "127.0.0.1") -> Iterator[ScriptPortal]:
    """The portal at work; its truth is `in_quarter`."""
    portal = ScriptPortal()

    def handler(of: str) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if of == "foreign":
                    portal.foreign.append(self.path)
                else:
                    portal.seen.append((self.path, self.headers.get("User-Agent", "")))
                status, kind, text = portal.answer(self.path)
                body = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Access-Control-Allow-Origin", "*")
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815 - the library's name

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    trap = socket.create_server((host, 0))
    own = ThreadingHTTPServer((host, 0), handler("own"))
    other = ThreadingHTTPServer((host, 0), handler("foreign"))

    def spring() -> None:
        while True:
            try:
                line, _ = trap.accept()
            except OSError:
                return
            portal.trapped += 1
            line.close()

    portal.trap = trap.getsockname()[1]
    portal.home = f"http://{host}:{own.server_port}/"
    portal.elsewhere = f"http://localhost:{other.server_port}/"
    portal.away = f"http://{host}:{other.server_port}/"
    build(portal)
    threads = [threading.Thread(target=one, daemon=True) for one in (own.serve_forever, other.serve_forever, spring)]
    for thread in threads:
        thread.start()
    try:
        yield portal
    finally:
        own.shutdown()
        other.shutdown()
        own.server_close()
        other.server_close()
        trap.shutdown(socket.SHUT_RDWR)
        trap.close()
        for thread in threads:
            thread.join(10)
