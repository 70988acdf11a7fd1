"""Politeness, measured on the server's side or on a pretended clock."""

import asyncio
from collections.abc import Iterator

import pytest
import quiet
import stamina
from crawls import PROMPT, fetch_from, fixed_clock
from servers import Line, Portal, Reply, close, page, redirect, silence, then_close
from stamina.instrumentation import set_on_retry_hooks

from auditor import __version__
from auditor.base.terms import FetchStatus
from auditor.county.model import CrawlRules
from auditor.fetch.client import PortalClient, Retries, user_agent
from auditor.fetch.pace import JITTER, HostQueues
from auditor.fetch.values import Fetched, PageRequest


class Timekeeper:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
        await asyncio.sleep(0)

    def queues(self) -> HostQueues:
        return HostQueues(self.sleep, self.clock)


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    stamina.set_testing(True, attempts=3, cap=True)
    yield
    stamina.set_testing(False)


def crawl(
    replies: dict[str, Reply], *paths: str, rules: CrawlRules = PROMPT, keeper: Timekeeper | None = None
) -> tuple[list[Fetched], Portal, PortalClient]:
    async def story() -> tuple[list[Fetched], Portal, PortalClient]:
        queues = (keeper or Timekeeper()).queues()
        async with (
            Portal(replies) as portal,
            PortalClient(portal.home, rules, now=fixed_clock, queues=queues) as client,
        ):
            requests = [PageRequest(portal.home.rstrip("/") + path) for path in paths]
            return [await client.fetch(request) for request in requests], portal, client

    return quiet.run(story())


# --- pace


def test_the_delay_lies_between_any_two_requests_robots_included() -> None:
    keeper = Timekeeper()
    crawl({"/a/": page(), "/b/": page()}, "/a/", "/b/", rules=CrawlRules(delay=2.0), keeper=keeper)
    assert len(keeper.slept) == 2
    assert all(2.0 <= pause <= 2.0 * (1 + JITTER) for pause in keeper.slept)


def test_pauses_are_not_all_alike() -> None:
    keeper = Timekeeper()
    crawl({"/a/": page()}, *["/a/"] * 8, rules=CrawlRules(delay=2.0), keeper=keeper)
    assert len(set(keeper.slept)) > 4


def test_redirects_keep_the_delay_too() -> None:
    keeper = Timekeeper()
    crawl({"/a/": redirect("/b/"), "/b/": page()}, "/a/", rules=CrawlRules(delay=2.0), keeper=keeper)
    assert len(keeper.slept) == 2


def gather(rules: CrawlRules, clients: int = 1) -> Portal:
    async def slow(line: Line) -> None:
        await asyncio.sleep(0.02)
        await line.send(page())

    async def story() -> Portal:
        queues = HostQueues()
        async with Portal({f"/{n}/": slow for n in range(6)}) as portal:
            asked = [PortalClient(portal.home, rules, now=fixed_clock, queues=queues) for _ in range(clients)]
            await asyncio.gather(*(asked[n % clients].fetch(PageRequest(f"{portal.home}{n}/")) for n in range(6)))
            for client in asked:
                await client.__aexit__(None, None, None)
        return portal

    return quiet.run(story())


def test_one_request_at_a_time_even_when_asked_for_many_at_once() -> None:
    portal = gather(PROMPT)
    assert portal.most_at_once == 1
    assert len(portal.asked("/robots.txt")) == 1


def test_as_many_at_once_as_the_county_file_allows() -> None:
    assert gather(CrawlRules(delay=0, concurrency=3)).most_at_once == 3


def test_two_counties_on_one_host_share_its_pace() -> None:
    assert gather(PROMPT, clients=2).most_at_once == 1


def test_all_pages_come_over_one_connection() -> None:
    replies: dict[str, Reply] = {"/a/": page(), "/b/": page("", "404 No"), "/c/": page("", "503 No")}
    _, portal, _ = crawl(replies, "/a/", "/b/", "/c/", "/a/")
    assert portal.connections == 1


def test_a_connection_grown_stale_is_replaced_without_a_word() -> None:
    async def once_more(line: Line) -> None:
        await line.send(page("好"))

    results, portal, client = crawl({"/a/": [close, once_more]}, "/a/")
    assert results[0].status is FetchStatus.OK
    assert (results[0].attempts, portal.connections) == (2, 2)
    assert client.requests == len(portal.seen) == 3


@pytest.mark.parametrize("pause", [0.0, 0.02], ids=["at once", "later"])
def test_bytes_after_an_answer_never_spoil_the_next_one(pause: float) -> None:
    async def sloppy(line: Line) -> None:
        await line.send(page("一"), b"\r\nleft over", pause=pause)

    async def story() -> list[str]:
        replies: dict[str, Reply] = {"/a/": sloppy, "/b/": page("二")}
        async with Portal(replies) as portal, PortalClient(portal.home, PROMPT, now=fixed_clock) as client:
            first = await client.fetch(PageRequest(portal.home + "a/"))
            await asyncio.sleep(2 * pause)
            second = await client.fetch(PageRequest(portal.home + "b/"))
        return [first.body.decode(), second.body.decode()]

    assert quiet.run(story()) == ["一", "二"]


def test_deadlines_leave_nothing_behind_that_stops_later_requests() -> None:
    async def story() -> list[FetchStatus]:
        async with Portal({"/slow/": silence, "/a/": page()}) as portal:
            rules = CrawlRules(delay=0, timeout=0.05)
            async with PortalClient(portal.home, rules, now=fixed_clock, retries=Retries(attempts=1)) as client:
                slow = [await client.fetch(PageRequest(portal.home + "slow/")) for _ in range(10)]
                good = await client.fetch(PageRequest(portal.home + "a/"))
        return [*(one.status for one in slow), good.status]

    assert quiet.run(story()) == [FetchStatus.UNREACHABLE] * 10 + [FetchStatus.OK]


def test_a_cancelled_crawl_closes_its_connections() -> None:
    async def story() -> int:
        async with Portal({"/slow/": silence}) as portal:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05), PortalClient(portal.home, PROMPT, now=fixed_clock) as client:
                    await client.fetch(PageRequest(portal.home + "slow/"))
            await asyncio.sleep(0.02)
            return portal.open_connections

    assert quiet.run(story()) == 0


def test_an_interim_answer_is_passed_over() -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    results, _, _ = crawl({"/a/": early + page("栏目")}, "/a/")
    assert results[0].body.decode() == "栏目"


def test_an_answer_that_ends_with_the_connection_is_whole() -> None:
    results, portal, _ = crawl({"/a/": then_close(b"HTTP/1.0 200 OK\r\n\r\nold"), "/b/": page("二")}, "/a/", "/b/")
    assert [fetched.body for fetched in results] == [b"old", "二".encode()]
    assert portal.connections == 2


def test_a_connection_idle_too_long_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.fetch.transport.KEEP_ALIVE_SECONDS", 0.0)
    _, portal, _ = crawl({"/a/": page()}, "/a/", "/a/")
    assert portal.connections == 3


# --- who we say we are


def test_the_crawler_names_itself_its_version_and_a_contact() -> None:
    assert user_agent("mailto:zw@example.gov.cn") == f"ColumnAuditor/{__version__} (+mailto:zw@example.gov.cn)"
    _, portal, _ = crawl({"/a/": page()}, "/a/")
    assert {seen.header("user-agent") for seen in portal.seen} == {f"ColumnAuditor/{__version__}"}


def test_only_encodings_that_can_be_bounded_are_asked_for() -> None:
    _, portal, _ = crawl({"/a/": page()}, "/a/")
    assert portal.asked("/a/")[0].header("accept-encoding") == "gzip, deflate"


def test_settings_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1/")
    results, _, _ = crawl({"/a/": page()}, "/a/")
    assert results[0].status is FetchStatus.OK


def test_cookies_stay_with_their_portal() -> None:
    async def story() -> str:
        async with Portal({"/a/": page("", "200 OK", "Set-Cookie: JSESSIONID=1; Path=/")}) as portal:
            for _ in range(2):
                async with PortalClient(portal.home, PROMPT, now=fixed_clock) as client:
                    await client.fetch(PageRequest(portal.home + "a/"))
            return portal.seen[-1].header("cookie")

    assert quiet.run(story()) == ""


def test_a_cookie_redirect_to_the_same_address_is_followed() -> None:
    replies: dict[str, Reply] = {"/a/": [redirect("/a/", "302 Found", "Set-Cookie: seen=1; Path=/"), page("栏目")]}
    results, portal, _ = crawl(replies, "/a/")
    assert results[0].body.decode() == "栏目"
    assert portal.seen[-1].header("cookie") == "seen=1"


# --- robots.txt


def test_robots_is_read_once_and_a_forbidden_page_is_never_asked_for() -> None:
    robots = page("User-agent: *\nDisallow: /secret/\n")
    results, portal, client = crawl({"/robots.txt": robots, "/a/": page()}, "/a/", "/secret/x", "/secret/y")
    assert [fetched.status for fetched in results] == [FetchStatus.OK, FetchStatus.BLOCKED, FetchStatus.BLOCKED]
    assert results[1].detail == "robots.txt 不允许访问该网址"
    assert results[1].attempts == 0
    assert [seen.target for seen in portal.seen] == ["/robots.txt", "/a/"]
    assert client.requests == 2


def test_rules_for_this_crawler_win_over_those_for_all() -> None:
    robots = page("User-agent: *\nDisallow:\n\nUser-agent: ColumnAuditor\nDisallow: /\n")
    results, _, _ = crawl({"/robots.txt": robots}, "/a/")
    assert results[0].status is FetchStatus.BLOCKED


def test_a_redirect_into_a_forbidden_place_is_not_followed() -> None:
    robots = page("User-agent: *\nDisallow: /secret/\n")
    results, portal, _ = crawl({"/robots.txt": robots, "/a/": redirect("/secret/")}, "/a/")
    assert results[0].status is FetchStatus.BLOCKED
    assert not portal.asked("/secret/")


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "410 Gone"])
def test_without_a_robots_file_everything_is_allowed(status: str) -> None:
    results, _, client = crawl({"/robots.txt": page("", status), "/a/": page()}, "/a/")
    assert results[0].status is FetchStatus.OK
    assert client.notes == ()


def test_a_broken_robots_file_does_not_stop_the_crawl_but_is_noted() -> None:
    results, portal, client = crawl({"/robots.txt": page("", "500 No"), "/a/": page()}, "/a/", "/a/")
    assert results[0].status is FetchStatus.OK
    assert len(client.notes) == len(portal.asked("/robots.txt")) == 1
    assert "robots.txt" in client.notes[0]


def test_a_page_in_place_of_robots_has_no_rules() -> None:
    results, _, _ = crawl({"/robots.txt": page("<html><p>Disallow: nothing</p>"), "/a/": page()}, "/a/")
    assert results[0].status is FetchStatus.OK


@pytest.mark.parametrize(("asked", "kept"), [(5, 5.0), (0.5, 1.0), (86400, 30.0)])
def test_a_longer_crawl_delay_wins_within_reason(asked: float, kept: float) -> None:
    keeper = Timekeeper()
    robots = page(f"User-agent: *\nCrawl-delay: {asked}\n")
    rules = CrawlRules(delay=1.0)
    crawl({"/robots.txt": robots, "/a/": page()}, *["/a/"] * 3, rules=rules, keeper=keeper)
    assert len(keeper.slept) == 3
    assert all(kept <= pause <= kept * (1 + JITTER) for pause in keeper.slept)


def test_time_spent_elsewhere_counts_towards_a_crawl_delay() -> None:
    keeper = Timekeeper()
    replies: dict[str, Reply] = {"/robots.txt": page("User-agent: *\nCrawl-delay: 9\n"), "/a/": page()}

    async def story() -> None:
        queues = keeper.queues()
        async with (
            Portal(replies) as portal,
            PortalClient(portal.home, PROMPT, now=fixed_clock, queues=queues) as client,
        ):
            await client.fetch(PageRequest(portal.home + "a/"))
            keeper.time += 60
            await client.fetch(PageRequest(portal.home + "a/"))

    quiet.run(story())
    assert len(keeper.slept) == 1


# --- trying again


def test_a_passing_error_is_met_with_another_try() -> None:
    results, portal, _ = crawl({"/a/": [page("", "503 No"), page("", "500 No"), page("来了")]}, "/a/")
    assert (results[0].status, results[0].attempts) == (FetchStatus.OK, 3)
    assert len(portal.asked("/a/")) == 3


def test_waits_between_tries_grow() -> None:
    waits: list[float] = []
    stamina.set_testing(False)
    set_on_retry_hooks([lambda details: waits.append(details.wait_for)])
    try:
        patience = Retries(attempts=4, first_wait=0.01, jitter=0.005)
        assert fetch_from({"/a/": page("", "500 No")}, "/a/", retries=patience).attempts == 4
    finally:
        set_on_retry_hooks(None)
    assert [int(wait * 100) for wait in waits] == [1, 2, 4]


def test_retry_after_is_waited_for_by_the_whole_host() -> None:
    keeper = Timekeeper()
    replies: dict[str, Reply] = {"/a/": [page("", "429 Slow", "Retry-After: 17"), page("好")]}
    results, _, _ = crawl(replies, "/a/", keeper=keeper)
    assert results[0].status is FetchStatus.OK
    assert keeper.slept == [pytest.approx(17)]


def test_retry_after_as_a_date_is_taken_against_the_server_s_clock() -> None:
    keeper = Timekeeper()
    headers = ("Date: Wed, 01 Apr 2020 02:00:00 GMT", "Retry-After: Wed, 01 Apr 2020 02:00:30 GMT")
    crawl({"/a/": [page("", "503 No", *headers), page()]}, "/a/", keeper=keeper)
    assert keeper.slept == [pytest.approx(30)]


@pytest.mark.parametrize("value", ["", "soon", "-5", "1e3", "٣"])
def test_a_retry_after_that_makes_no_sense_is_no_wait(value: str) -> None:
    keeper = Timekeeper()
    header = f"Retry-After: {value}".encode().decode("latin-1")
    results, _, _ = crawl({"/a/": [page("", "503 No", header), page()]}, "/a/", keeper=keeper)
    assert (results[0].attempts, keeper.slept) == (2, [])


def test_a_server_that_asks_for_an_hour_is_left_alone() -> None:
    results, portal, _ = crawl({"/a/": page("", "503 No", "Retry-After: 3600")}, "/a/")
    assert results[0].attempts == len(portal.asked("/a/")) == 1
    assert "3600秒" in results[0].detail


def test_retries_make_no_noise(caplog: pytest.LogCaptureFixture) -> None:
    crawl({"/a/": page("", "500 No")}, "/a/")
    assert caplog.records == []


def test_a_dead_host_is_asked_only_once_per_page_after_a_while() -> None:
    results, _, _ = crawl({f"/{n}/": close for n in range(5)}, *[f"/{n}/" for n in range(5)])
    assert [fetched.attempts >= 3 for fetched in results] == [True, True, True, False, False]


# --- asking conditionally


def ask_again(first: bytes, second: Reply) -> tuple[Fetched, Fetched, Portal]:
    async def story() -> tuple[Fetched, Fetched, Portal]:
        async with (
            Portal({"/a/": [first, second]}) as portal,
            PortalClient(portal.home, PROMPT, now=fixed_clock) as client,
        ):
            request = PageRequest(portal.home + "a/")
            earlier = await client.fetch(request)
            return earlier, await client.fetch(request, unless_changed=earlier), portal

    return quiet.run(story())


def test_validators_go_back_byte_for_byte() -> None:
    odd, day = 'W/"5e\xd6-x"', "Tue,  31 Mar 2020 8:00:00 GMT"
    first = page("一", "200 OK", f"ETag: {odd}", f"Last-Modified: {day}")
    _, now, portal = ask_again(first, b"HTTP/1.1 304 Not Modified\r\n\r\n")
    assert now.status is FetchStatus.NOT_MODIFIED
    assert now.body == b""
    assert portal.seen[-1].header("if-none-match") == odd
    assert portal.seen[-1].header("if-modified-since") == day
    assert portal.connections == 1


def test_a_changed_page_comes_whole() -> None:
    _, now, _ = ask_again(page("一", "200 OK", 'ETag: "1"'), page("二", "200 OK", 'ETag: "2"'))
    assert (now.status, now.body.decode()) == (FetchStatus.OK, "二")


def test_an_answer_without_validators_is_asked_for_plainly() -> None:
    _, now, portal = ask_again(page("一"), page("一"))
    assert now.status is FetchStatus.OK
    assert not portal.seen[-1].header("if-none-match")


def test_a_failure_is_not_asked_about_conditionally() -> None:
    _, _, portal = ask_again(page("墙", "403 No", 'ETag: "wall"'), page("一"))
    assert not portal.seen[-1].header("if-none-match")


# --- requests and redirects


def test_a_form_is_sent_as_it_stands() -> None:
    async def story() -> Portal:
        async with (
            Portal({"/page": page("{}")}) as portal,
            PortalClient(portal.home, PROMPT, now=fixed_clock) as client,
        ):
            await client.fetch(PageRequest(portal.home + "page", "POST", "no=2&name=%D6%D0", "text/x-odd"))
        return portal

    seen = quiet.run(story()).seen[-1]
    assert (seen.method, seen.body, seen.header("content-type")) == ("POST", b"no=2&name=%D6%D0", "text/x-odd")


def test_a_redirect_within_the_site_is_followed_and_told() -> None:
    results, portal, _ = crawl({"/a": redirect("/a/"), "/a/": page("栏目")}, "/a")
    fetched = results[0]
    assert (fetched.status, fetched.url) == (FetchStatus.OK, portal.home + "a/")
    assert (fetched.redirects, fetched.attempts) == ((portal.home + "a",), 2)


def test_a_location_in_gb18030_leads_to_the_same_bytes() -> None:
    raw = "/栏目/".encode("gb18030").decode("latin-1")
    results, _, _ = crawl({"/a/": redirect(raw), "/%C0%B8%C4%BF/": page("到了")}, "/a/")
    assert results[0].body.decode() == "到了"


@pytest.mark.parametrize("encoding", ["zlib", "raw", "members", "padding"])
def test_deflate_and_gzip_come_in_all_their_dialects(encoding: str) -> None:
    import gzip
    import zlib

    text = "<li>条目</li>".encode() * 300
    raw = zlib.compressobj(6, zlib.DEFLATED, -15)
    bodies = {
        "zlib": (zlib.compress(text), "deflate"),
        "raw": (raw.compress(text) + raw.flush(), "deflate"),
        "members": (gzip.compress(text[:100]) + gzip.compress(text[100:]), "gzip"),
        "padding": (gzip.compress(text) + b"\0" * 40, "gzip"),
    }
    body, name = bodies[encoding]
    results, _, _ = crawl({"/a/": page(body, "200 OK", f"Content-Encoding: {name}")}, "/a/")
    assert results[0].body == text
