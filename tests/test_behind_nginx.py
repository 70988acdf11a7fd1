"""Behind a real nginx under a path: every address that a page gives stays below it, and works."""

import asyncio
import re
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
import uvicorn
from needs import needs
from web_office import HERE, PASSWORD, PLANS, Office, known_readings, office, token_of

from auditor.base.errors import BadInput
from auditor.base.terms import Role
from auditor.web.access import COOKIE
from auditor.web.pages import path_to
from auditor.web.prefix import behind_proxy, inner_path, read_prefix

DOCS = Path(__file__).parent.parent / "docs" / "running.md"
LOOPBACK = ("127.0.0.1", "::1")
_ADDRESS = re.compile(r'\b(?:href|src|data-live)="([^"]*)"')
_UNKEPT = re.compile(r"/(?:snapshot|teach)\?")
"""What leads to archived pages: the office of these tests has none."""
_TARGET = re.compile(r'\baction="([^"]*)"')


@contextmanager
def served(app: object) -> Iterator[int]:
    """The port at which an application is served on loopback, as `auditor serve` does."""
    config = uvicorn.Config(app, "127.0.0.1", 0, log_level="critical", proxy_headers=False)  # type: ignore[arg-type]
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(30)


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def nginx(folder: Path, location: str) -> Iterator[str]:
    """The address of an nginx that has this one location."""
    program = needs("nginx")
    folder.mkdir()
    port = free_port()
    temps = " ".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log stderr crit; events {{}}\n"
        f"http {{ access_log off; {temps} server {{ listen 127.0.0.1:{port}; {location} }} }}\n",
        "utf-8",
    )
    running = subprocess.Popen(
        [program, "-p", str(folder), "-c", str(folder / "nginx.conf")], stdout=subprocess.DEVNULL
    )
    base = f"http://127.0.0.1:{port}"
    try:
        _wait_for(base)
        yield base
    finally:
        running.terminate()
        running.wait(30)


def _wait_for(base: str) -> None:
    for _ in range(200):
        try:
            httpx.get(base)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nginx does not answer")


def documented(port: int) -> str:
    """The location that the manual prints, for this server."""
    [found] = re.findall(r"```nginx\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert "127.0.0.1:8620" in found
    return found.replace("127.0.0.1:8620", f"127.0.0.1:{port}")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    (tmp_path / "office").mkdir()
    with office(tmp_path / "office", known_readings) as opened:
        opened.browser("王芳", Role.ADMINISTRATOR)
        yield opened


def sign_in(client: httpx.Client, under: str) -> httpx.Response:
    form = client.get(f"{under}/login")
    [target] = re.findall(r'<form[^>]*action="([^"]*login)"', form.text)
    return client.post(target, data={"token": token_of(form.text), "name": "王芳", "password": PASSWORD})


def crawl_all(client: httpx.Client, start: str, under: str, most: int) -> set[str]:
    """Follow every address from ``start`` on; each must stay below ``under`` and be answered."""
    waiting, seen = [start], set[str]()
    while waiting and len(seen) < most:
        here = waiting.pop(0)
        if _kind(here) in seen:
            continue
        seen.add(_kind(here))
        answer = client.get(here)
        assert answer.status_code < 400, (here, answer.status_code)
        if answer.is_redirect:
            waiting.append(_inside(urljoin(here, answer.headers["location"]), under, here))
            continue
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        for found in _TARGET.findall(answer.text):
            _inside(urljoin(here, unescape(found)), under, here)
        for found in _ADDRESS.findall(answer.text):
            address = urljoin(here, unescape(found))
            if not _UNKEPT.search(address) and address.startswith(start.rpartition("/audit")[0]):
                waiting.append(_inside(address, under, here))
    return seen


def _inside(address: str, under: str, where: str) -> str:
    assert urlsplit(address).path.startswith(f"{under}/"), (where, address)
    return address.partition("#")[0]


def _kind(address: str) -> str:
    """One of a kind is enough: what differs in numbers or in a long query is the same page."""
    parts = urlsplit(address)
    names = sorted({pair.partition("=")[0] for pair in parts.query.split("&")})
    path = re.sub(r"/file/.*", "/file/", parts.path)  # each of them would be rendered
    return f"{path}?{names}"


def test_every_address_stays_below_the_path_that_the_proxy_tells(desk: Office, tmp_path: Path):
    with (
        served(behind_proxy(desk.app, LOOPBACK)) as port,  # type: ignore[arg-type]
        nginx(tmp_path / "nginx", documented(port)) as base,
        httpx.Client(base_url=base, timeout=60) as client,
    ):
        first = client.get("/audit/")
        assert first.headers["location"] == "/audit/login"
        wanted = client.get(f"/audit{HERE}/review")
        assert "next=%2Faudit%2Fcounty" in wanted.headers["location"]
        answer = sign_in(client, "/audit")
        assert answer.headers["location"] == "/audit/"
        assert f"{COOKIE}=" in answer.headers["set-cookie"]
        assert "path=/audit;" in answer.headers["set-cookie"].lower() + ";"
        seen = crawl_all(client, f"{base}/audit/", "/audit", 400)
        paths = {urlsplit(one).path for one in seen}
        for needed in ("/audit/static/auditor.css", "/audit/people", "/audit/api/openapi.json"):
            assert needed in paths
        assert len(seen) > 40, seen
        assert any("/file/" in path for path in paths), "downloads are below it too"
        assert client.get("/audit/api/openapi.json").json()["servers"] == [{"url": "/audit/"}]
        column = client.get(f"/audit{path_to('county', '清源县', '2020Q1', 'column', key=PLANS.key)}").text
        form = {"token": token_of(column), "name": "周平", "role": "reader", "password": PASSWORD}
        assert client.post("/audit/people/add", data=form).headers["location"] == "/audit/people?done=account"
        assert client.get("/people").status_code == 404, "nginx has nothing above the path"
        long = client.post("/audit/people/add", data={**form, "token": "x"}, headers={"origin": base})
        assert long.status_code == 403
        assert 'action="/audit/' in long.text, "a form that was not taken comes back, and goes to where it belongs"


@pytest.mark.parametrize("passed", ["/", ""], ids=["stripped", "whole"])
def test_a_proxy_that_tells_nothing_is_no_hindrance_where_the_path_is_given(desk: Office, tmp_path: Path, passed: str):
    with served(behind_proxy(desk.app, LOOPBACK, "/audit/")) as port:  # type: ignore[arg-type]
        location = (
            f"location /audit/ {{ proxy_pass http://127.0.0.1:{port}{passed}; proxy_set_header Host $http_host; }}"
        )
        with nginx(tmp_path / "nginx", location) as base, httpx.Client(base_url=base, timeout=60) as client:
            assert sign_in(client, "/audit").headers["location"] == "/audit/"
            assert len(crawl_all(client, f"{base}/audit/", "/audit", 25)) == 25


# -- without a proxy ---------------------------------------------------------------------------------------------------


def told(app: object, headers: dict[str, str], client: str) -> str:
    """Where the first page of a stranger leads to."""

    async def ask() -> str:
        transport = httpx.ASGITransport(app=app, client=(client, 1))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8620") as browser:
            answer = await browser.get("/", headers=headers)
            return str(answer.headers["location"])

    return asyncio.run(ask())


def test_only_a_trusted_proxy_is_believed(desk: Office):
    app = behind_proxy(desk.app, ("127.0.0.1",))  # type: ignore[arg-type]
    assert told(app, {"x-forwarded-prefix": "/audit"}, "127.0.0.1") == "/audit/login"
    assert told(app, {"x-forwarded-prefix": "/audit"}, "10.0.0.9") == "/login"
    for odd in ("//evil.test", "audit", "/a b", "/../x", "/" + "a" * 90, '/"><x', "/a\\b", ""):
        assert told(app, {"x-forwarded-prefix": odd}, "127.0.0.1") == "/login", odd
    assert told(app, {}, "127.0.0.1") == "/login", "one request's path is not the next one's"
    elsewhere = behind_proxy(desk.app, ("10.0.0.9",))  # type: ignore[arg-type]
    assert told(elsewhere, {"x-forwarded-prefix": "/audit"}, "10.0.0.9") == "/audit/login"
    assert told(elsewhere, {"x-forwarded-prefix": "/audit"}, "127.0.0.1") == "/login"


def test_a_path_is_given_as_a_path():
    assert read_prefix(" /audit/ ") == "/audit"
    assert read_prefix("/") == ""
    for wrong in ("audit", "https://x/audit", "/a b", "//x"):
        with pytest.raises(BadInput, match="--root-path"):
            read_prefix(wrong)
    assert inner_path("/county/x") == "/county/x"
