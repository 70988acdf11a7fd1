"""Each way a request can fail is told apart, never passes for a page, and reads as a sentence."""

import asyncio
import gzip
import socket
import zlib
from collections.abc import Iterator

import pytest
import quiet
import stamina
from crawls import PROMPT, fetch_from, fixed_clock
from servers import Line, Portal, Reply, close, page, redirect, reset, silence, then_close

from auditor.base.terms import FetchStatus
from auditor.county.model import CrawlRules
from auditor.fetch.body import MAX_BODY_BYTES
from auditor.fetch.client import MAX_FAILURE_BYTES, PortalClient
from auditor.fetch.faults import Fault
from auditor.fetch.values import Fetched, PageRequest

ZIPPED = "Content-Encoding: gzip"


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    stamina.set_testing(True, attempts=2, cap=True)
    yield
    stamina.set_testing(False)


def fetch(reply: Reply, path: str = "/zwgk/", *, timeout: float = 5.0, **more: Reply) -> Fetched:
    return fetch_from({path: reply, **more}, path, rules=CrawlRules(delay=0, timeout=timeout))


async def fetch_with(resolver: object, url: str = "http://portal.example.cn/a/", timeout: float = 5.0) -> Fetched:
    rules = CrawlRules(delay=0, timeout=timeout)
    async with PortalClient("http://portal.example.cn/", rules, now=fixed_clock, resolver=resolver) as client:  # type: ignore[arg-type]
        return await client.fetch(PageRequest(url))


def fails_with(error: Exception) -> object:
    async def resolver(host: str, port: int) -> list[str]:
        raise error

    return resolver


def leads_to(*addresses: str) -> object:
    async def resolver(host: str, port: int) -> list[str]:
        return list(addresses)

    return resolver


def is_told_as(fetched: Fetched, kind: Fault) -> bool:
    return fetched.status is FetchStatus.UNREACHABLE and fetched.detail[:6] == kind.sentence[:6]


# --- names and connections


def test_an_unknown_name_is_told_and_not_asked_again() -> None:
    fetched = quiet.run(fetch_with(fails_with(socket.gaierror(socket.EAI_NONAME, "unknown"))))
    assert is_told_as(fetched, Fault.UNKNOWN_HOST)
    assert fetched.attempts == 1
    assert fetched.http_status is None


def test_a_name_server_without_answer_is_not_an_unknown_name() -> None:
    fetched = quiet.run(fetch_with(fails_with(socket.gaierror(socket.EAI_AGAIN, "later"))))
    assert is_told_as(fetched, Fault.DNS_FAILED)
    assert fetched.attempts == 2


def test_a_name_that_cannot_be_a_name_is_unknown() -> None:
    fetched = quiet.run(fetch_with(fails_with(UnicodeError("label too long"))))
    assert is_told_as(fetched, Fault.UNKNOWN_HOST)


def test_a_name_with_no_address_is_unknown() -> None:
    assert is_told_as(quiet.run(fetch_with(leads_to())), Fault.UNKNOWN_HOST)


def test_a_slow_name_server_is_told_with_the_seconds() -> None:
    async def resolver(host: str, port: int) -> list[str]:
        await asyncio.sleep(30)
        return []

    fetched = quiet.run(fetch_with(resolver, timeout=0.15))
    assert fetched.detail == "域名解析超过0.1秒没有结果"


def test_a_refused_connection_is_told() -> None:
    async def story() -> Fetched:
        async with Portal({}) as portal:
            home = portal.home
        async with PortalClient(home, CrawlRules(delay=0), now=fixed_clock) as client:
            return await client.fetch(PageRequest(home + "a/"))

    assert is_told_as(quiet.run(story()), Fault.REFUSED)


def test_a_connection_nobody_accepts_is_a_connect_timeout() -> None:
    async def story() -> Fetched:
        with socket.socket() as deaf, socket.socket() as first, socket.socket() as second:
            deaf.bind(("127.0.0.1", 0))
            deaf.listen(0)
            for caller in (first, second):  # these fill its queue; the next one is left hanging
                caller.setblocking(False)
                caller.connect_ex(deaf.getsockname())
            home = f"http://127.0.0.1:{deaf.getsockname()[1]}/"
            async with PortalClient(home, CrawlRules(delay=0, timeout=0.3), now=fixed_clock) as client:
                return await client.fetch(PageRequest(home + "a/"))

    assert quiet.run(story()).detail == "连接网站超过0.2秒没有接通"


def test_the_next_address_is_tried_when_the_first_one_does_not_answer() -> None:
    async def story() -> Fetched:
        async with Portal({"/a/": page("第二个地址")}) as portal:
            url = f"http://portal.example.cn:{portal.port}/a/"
            return await fetch_with(leads_to("127.0.0.9", "127.0.0.1"), url)

    assert quiet.run(story()).body.decode() == "第二个地址"


@pytest.mark.parametrize(
    ("script", "sentence", "attempts"),
    [
        # The first of these comes over the connection robots.txt was read from: it may just have grown stale.
        (close, "服务器没有回应就关闭了连接", 3),
        (reset, "连接被对方中断", 3),
        (silence, "等待超过0.3秒，服务器没有回应", 2),
    ],
    ids=["closed", "reset", "silent"],
)
def test_a_server_that_says_nothing(script: Reply, sentence: str, attempts: int) -> None:
    fetched = fetch(script, timeout=0.3)
    assert (fetched.status, fetched.detail) == (FetchStatus.UNREACHABLE, sentence)
    assert (fetched.http_status, fetched.attempts) == (None, attempts)


def test_a_dripping_server_ends_at_the_total_deadline() -> None:
    async def drip(line: Line) -> None:
        await line.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n")
        await line.send(*[b"x"] * 10_000, pause=0.02)

    fetched = fetch(drip, timeout=0.3)
    assert fetched.detail == "等待超过0.3秒，页面没有传完"
    assert fetched.http_status == 200
    assert fetched.body.startswith(b"xx")


def test_a_head_that_drips_ends_at_the_total_deadline() -> None:
    async def drip(line: Line) -> None:
        await line.send(b"HTTP/1.1 200 OK\r\n")
        await line.send(*[b"X-Slow: 1\r\n"] * 1000, pause=0.02)

    assert fetch(drip, timeout=0.3).detail == "等待超过0.3秒，服务器没有回应"


# --- the message


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>no head at all</html>",
        b"HTTP/1.1 200 OK\r\nContent-Length : 3\r\n\r\nabc",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"x" * 200_000,
    ],
    ids=["no head", "space before a length's colon", "status", "chunk size", "two lengths", "endless head"],
)
def test_what_is_not_http_is_told_as_such(answer: bytes) -> None:
    assert is_told_as(fetch(then_close(answer)), Fault.PROTOCOL)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<ul><li>half",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n<ul><li>half\r\n",
    ],
    ids=["length", "chunked"],
)
def test_a_body_cut_short_is_no_page_but_is_kept(answer: bytes) -> None:
    fetched = fetch(then_close(answer))
    assert is_told_as(fetched, Fault.TRUNCATED)
    assert fetched.body == b"<ul><li>half"


def test_a_gzip_body_cut_short_is_not_taken_for_a_shorter_page() -> None:
    whole = gzip.compress(b"<li>item</li>" * 500)
    assert is_told_as(fetch(page(whole[:-9], "200 OK", ZIPPED)), Fault.TRUNCATED_GZIP)


def test_a_broken_gzip_body_is_told() -> None:
    assert is_told_as(fetch(page(b"not gzip at all", "200 OK", ZIPPED)), Fault.BAD_ENCODING)


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "zstd", "compress"])
def test_an_encoding_nobody_asked_for_is_told(encoding: str) -> None:
    twice = gzip.compress(gzip.compress(b"x" * 1000))
    assert is_told_as(fetch(page(twice, "200 OK", f"Content-Encoding: {encoding}")), Fault.UNKNOWN_ENCODING)


def test_a_gzip_bomb_stops_at_the_limit() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(60)) + packer.flush()
    fetched = fetch(page(bomb, "200 OK", ZIPPED))
    assert fetched.detail == "页面过大，超过6 MB，已停止接收"
    assert len(bomb) < 100_000
    assert len(fetched.body) <= MAX_FAILURE_BYTES


def test_a_flood_of_empty_gzip_members_is_cut_off() -> None:
    assert is_told_as(fetch(page(gzip.compress(b"") * 5000, "200 OK", ZIPPED)), Fault.BAD_ENCODING)


def test_a_flood_of_tiny_chunks_leaves_others_their_turn() -> None:
    async def story() -> float:
        chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 500_000 + b"0\r\n\r\n"
        async with Portal({"/a/": chunks}) as portal, PortalClient(portal.home, PROMPT, now=fixed_clock) as client:
            crawl = asyncio.create_task(client.fetch(PageRequest(portal.home + "a/")))
            turns = 0
            while not crawl.done():
                await asyncio.sleep(0)
                turns += 1
            assert (await crawl).body == b"x" * 500_000
        return turns

    assert quiet.run(story()) > 3_000_000 // 131_072, "a turn takes at most what a socket's stream holds"


def test_an_endless_body_stops_at_the_limit() -> None:
    async def flood(line: Line) -> None:
        await line.send(b"HTTP/1.1 200 OK\r\n\r\n", *[b"x" * 1_000_000] * 100)

    fetched = fetch(flood)
    assert is_told_as(fetched, Fault.TOO_LARGE)
    assert fetched.attempts == 1


def test_the_largest_page_still_comes_whole() -> None:
    assert len(fetch(page(b"x" * MAX_BODY_BYTES)).body) == MAX_BODY_BYTES


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.cn/",
        "javascript:void(0)",
        "http://",
        "http://[::1",
        "http://a b/",
        "http://x.cn:99999/",
        "http://xn--a.b/",
        "http://xn--0.cn/",
    ],
)
def test_what_is_no_web_address_is_never_asked(url: str) -> None:
    fetched = quiet.run(fetch_with(fails_with(AssertionError("looked up")), url))
    assert is_told_as(fetched, Fault.BAD_ADDRESS)


# --- what the server says

WALLS = [202, 401, 402, 403, 405, 406, 407, 412, 418, 423, 444, 451, 468, 493, 511, 521, 566, 567]


@pytest.mark.parametrize("status", WALLS)
def test_a_wall_is_blocked_at_once_and_its_page_is_kept(status: int) -> None:
    fetched = fetch(page("<script>$_ts</script>", f"{status} X"))
    assert fetched.status is FetchStatus.BLOCKED
    assert fetched.body == b"<script>$_ts</script>"
    assert str(status) in fetched.detail
    assert fetched.attempts == 1


def test_a_challenge_header_is_a_wall_even_with_200() -> None:
    assert fetch(page("<html>", "200 OK", "cf-mitigated: challenge")).status is FetchStatus.BLOCKED


@pytest.mark.parametrize("status", [404, 410])
def test_a_missing_page_is_missing_and_not_asked_again(status: int) -> None:
    fetched = fetch(page("没有", f"{status} X"))
    assert (fetched.status, fetched.attempts) == (FetchStatus.MISSING, 1)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 408])
def test_a_server_error_is_asked_again_and_then_unreachable(status: int) -> None:
    fetched = fetch(page("维护中", f"{status} X"))
    assert (fetched.status, fetched.http_status, fetched.attempts) == (FetchStatus.UNREACHABLE, status, 2)


@pytest.mark.parametrize("status", [204, 206, 304, 400, 414, 501])
def test_a_status_without_a_page_is_unreachable_and_not_asked_again(status: int) -> None:
    fetched = fetch(then_close(f"HTTP/1.1 {status} X\r\n\r\n".encode()))
    assert (fetched.status, fetched.attempts) == (FetchStatus.UNREACHABLE, 1)


def test_too_many_requests_is_a_wall_after_the_retries() -> None:
    fetched = fetch(page("", "429 Too Many"))
    assert (fetched.status, fetched.attempts) == (FetchStatus.BLOCKED, 2)
    assert "请求过于频繁" in fetched.detail


# --- redirects


def test_a_redirect_loop_does_not_show_that_the_page_is_gone() -> None:
    fetched = fetch(redirect("/b/"), **{"/b/": redirect("/zwgk/")})
    assert (fetched.status, fetched.detail) == (FetchStatus.UNREACHABLE, "网址循环跳转，没有给出页面")
    assert fetched.attempts == 2


def test_nor_do_too_many_redirects() -> None:
    chain: dict[str, Reply] = {f"/{n}/": redirect(f"/{n + 1}/") for n in range(1, 10)}
    fetched = fetch(redirect("/1/"), **chain)
    assert (fetched.status, fetched.detail) == (FetchStatus.UNREACHABLE, "网址跳转超过5次，没有给出页面")
    assert len(fetched.redirects) == 6


@pytest.mark.parametrize("home", ["/", "/index.html", "/index.jsp", "//"])
def test_a_redirect_to_the_home_page_is_missing(home: str) -> None:
    target = home if home != "//" else "/./"
    fetched = fetch(redirect(target), **{"/": page("首页"), "/index.html": page("首页")})
    assert (fetched.status, fetched.detail) == (FetchStatus.MISSING, "网址跳转到网站首页")


def test_a_redirect_to_another_host_is_missing_and_not_followed() -> None:
    fetched = fetch(redirect("http://169.254.169.254/latest/meta-data/"))
    assert fetched.status is FetchStatus.MISSING
    assert fetched.url == "http://169.254.169.254/latest/meta-data/"
    assert fetched.attempts == 1


def test_a_redirect_to_an_error_page_is_missing() -> None:
    fetched = fetch(redirect("/public/404.html"), **{"/public/404.html": page("抱歉")})
    assert fetched.detail == "网址跳转到网站的出错页"


@pytest.mark.parametrize("location", ["Location:", "Location: http://[broken/", "X-None: 1"])
def test_a_redirect_to_nowhere_is_told(location: str) -> None:
    fetched = fetch(page("", "302 Found", location))
    assert fetched.status is FetchStatus.UNREACHABLE
    assert "没有写明去处" in fetched.detail


def test_a_redirect_to_a_script_is_missing() -> None:
    assert fetch(redirect("javascript:history.back()")).status is not FetchStatus.OK
