"""No request leaves for the office's own network, whatever pages and name servers say."""

import asyncio
import threading

import pytest
from crawls import PROMPT, fixed_clock
from servers import Portal, page, redirect

from auditor.base.terms import FetchStatus
from auditor.fetch.client import PortalClient
from auditor.fetch.faults import Fault
from auditor.fetch.guard import LOOKUP_THREADS, is_public, look_up, widen_lookups
from auditor.fetch.values import Fetched, PageRequest

INNER = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.127.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "198.18.0.1",
    "203.0.113.5",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "2002:7f00:1::",
    "2002:c0a8:101::1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
]
OUTER = [
    "114.114.114.114",
    "223.5.5.5",
    "172.32.0.1",
    "100.128.0.1",
    "2400:3200::1",
    "::ffff:223.5.5.5",
    "64:ff9b::df05:505",
]


@pytest.mark.parametrize("address", INNER)
def test_inner_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTER)
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)


def fetch(url: str, home: str, answers: dict[str, list[list[str]]]) -> tuple[Fetched, list[str]]:
    """Fetch with a name server that gives each name's answers in turn."""
    asked: list[str] = []

    async def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers[host].pop(0)

    async def story() -> Fetched:
        async with PortalClient(home, PROMPT, now=fixed_clock, resolver=resolver) as client:
            return await client.fetch(PageRequest(url))

    return asyncio.run(story()), asked


@pytest.mark.parametrize("host", ["127.0.0.2", "192.168.0.1", "[::1]", "169.254.169.254"])
def test_a_foreign_inner_address_is_refused(host: str) -> None:
    fetched, _ = fetch(f"http://{host}/admin", "http://www.example.gov.cn/", {})
    assert fetched.detail == Fault.FORBIDDEN_ADDRESS.sentence
    assert fetched.attempts == 0


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1"])
def test_a_disguised_inner_address_is_refused(host: str) -> None:
    async def story() -> Fetched:
        async with PortalClient("http://www.example.gov.cn/", PROMPT, now=fixed_clock, resolver=look_up) as client:
            return await client.fetch(PageRequest(f"http://{host}/"))

    assert asyncio.run(story()).status is FetchStatus.UNREACHABLE


def test_a_name_that_resolves_to_the_inner_network_is_refused() -> None:
    answers = {"zwgk.example.gov.cn": [["10.0.0.5", "::ffff:10.0.0.5"]] * 2}
    fetched, _ = fetch("http://zwgk.example.gov.cn/a/", "http://www.example.gov.cn/", answers)
    assert fetched.status is FetchStatus.UNREACHABLE
    assert fetched.detail == Fault.FORBIDDEN_ADDRESS.sentence


def test_the_county_s_own_host_may_be_inside() -> None:
    async def story() -> Fetched:
        async def resolver(host: str, port: int) -> list[str]:
            return ["127.0.0.1"]

        async with Portal({"/a/": page("内网试运行")}) as portal:
            home = f"http://portal.example.gov.cn:{portal.port}/"
            async with PortalClient(home, PROMPT, now=fixed_clock, resolver=resolver) as client:
                return await client.fetch(PageRequest(home + "a/"))

    assert asyncio.run(story()).status is FetchStatus.OK


def test_a_name_is_looked_up_once_and_its_address_connected_to() -> None:
    """A second answer (rebinding) is never asked for between judging and connecting."""

    async def story() -> tuple[Fetched, list[str], Portal]:
        asked: list[str] = []

        async def resolver(host: str, port: int) -> list[str]:
            asked.append(host)
            return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

        async with Portal({"/a/": page("一次")}) as portal:
            home = f"http://portal.example.gov.cn:{portal.port}/"
            async with PortalClient(home, PROMPT, now=fixed_clock, resolver=resolver) as client:
                return await client.fetch(PageRequest(home + "a/")), asked, portal

    fetched, asked, portal = asyncio.run(story())
    assert fetched.status is FetchStatus.OK
    assert asked == ["portal.example.gov.cn"]  # robots.txt and the page share the connection
    assert portal.connections == 1
    assert portal.seen[0].header("host") == f"portal.example.gov.cn:{portal.port}"


def test_a_redirect_to_the_same_site_s_other_name_is_judged_again() -> None:
    async def story() -> Fetched:
        async def resolver(host: str, port: int) -> list[str]:
            return {"example.gov.cn": ["127.0.0.1"], "www.example.gov.cn": ["192.168.0.7"]}[host]

        async with Portal({"/a/": redirect("http://www.example.gov.cn/a/")}) as portal:
            home = f"http://example.gov.cn:{portal.port}/"
            async with PortalClient(home, PROMPT, now=fixed_clock, resolver=resolver) as client:
                return await client.fetch(PageRequest(home + "a/"))

    fetched = asyncio.run(story())
    assert fetched.detail == Fault.FORBIDDEN_ADDRESS.sentence
    assert fetched.redirects[0].endswith("/a/")


def test_many_names_are_looked_up_at_once() -> None:
    all_there = threading.Barrier(LOOKUP_THREADS)

    async def story() -> None:
        loop = asyncio.get_running_loop()
        widen_lookups(loop)
        await asyncio.gather(*(loop.run_in_executor(None, all_there.wait, 60) for _ in range(LOOKUP_THREADS)))

    asyncio.run(story())
    assert not all_there.broken
