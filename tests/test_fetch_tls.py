"""Certificates and ciphers: each failure has its own sentence, and weak ciphers need the county file's consent."""

import asyncio
import datetime
import socket
import ssl
import warnings
from collections.abc import Iterator
from contextlib import suppress

import pytest
import quiet
import stamina
import trustme
from crawls import fixed_clock
from servers import Portal, page

from auditor.base.terms import FetchStatus
from auditor.county.model import CrawlRules
from auditor.fetch.client import PortalClient
from auditor.fetch.faults import Fault
from auditor.fetch.tls import handshake_fault, tls_context
from auditor.fetch.values import Fetched, PageRequest

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    stamina.set_testing(True, attempts=2, cap=True)
    yield
    stamina.set_testing(False)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def server_side(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def client_side(authority: trustme.CA, mode: str = "strict") -> ssl.SSLContext:
    """A fresh context of the kind the crawler uses, which trusts the test's authority too."""
    context = tls_context.__wrapped__(mode)  # type: ignore[arg-type]
    authority.configure_trust(context)
    return context


def fetch(server: ssl.SSLContext | None, client: ssl.SSLContext, *, timeout: float = 5.0) -> Fetched:
    async def story() -> Fetched:
        async with Portal({"/zwgk/": page("栏目")}, tls=server) as portal:
            home = portal.home.replace("http:", "https:")
            rules = CrawlRules(delay=0, timeout=timeout)
            async with PortalClient(home, rules, now=fixed_clock, context=client) as fetcher:
                return await fetcher.fetch(PageRequest(home + "zwgk/"))

    return quiet.run(story())


def old_server(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = server_side(certificate)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context


def test_a_good_certificate_is_accepted(authority: trustme.CA) -> None:
    fetched = fetch(server_side(authority.issue_cert("127.0.0.1")), client_side(authority))
    assert (fetched.status, fetched.body.decode()) == (FetchStatus.OK, "栏目")


def test_an_expired_certificate_is_told(authority: trustme.CA) -> None:
    now = datetime.datetime.now(datetime.UTC)
    expired = authority.issue_cert("127.0.0.1", not_before=now - 20 * DAY, not_after=now - 10 * DAY)
    fetched = fetch(server_side(expired), client_side(authority))
    assert (fetched.status, fetched.detail) == (FetchStatus.UNREACHABLE, "网站证书已过期")
    assert fetched.attempts == 1


def test_a_certificate_of_the_future_is_told(authority: trustme.CA) -> None:
    now = datetime.datetime.now(datetime.UTC)
    early = authority.issue_cert("127.0.0.1", not_before=now + 10 * DAY, not_after=now + 20 * DAY)
    assert fetch(server_side(early), client_side(authority)).detail == Fault.CERT_NOT_YET_VALID.sentence


def test_a_certificate_for_another_name_is_told(authority: trustme.CA) -> None:
    foreign = authority.issue_cert("www.other.example")
    assert fetch(server_side(foreign), client_side(authority)).detail == "网站证书与域名不符"


def test_a_certificate_of_an_unknown_authority_is_told(authority: trustme.CA) -> None:
    stranger = trustme.CA().issue_cert("127.0.0.1")
    assert fetch(server_side(stranger), client_side(authority)).detail == Fault.CERT_CHAIN.sentence


def test_an_old_server_is_reported_with_the_way_out(authority: trustme.CA) -> None:
    context = old_server(authority.issue_cert("127.0.0.1"))

    def refuse(raw: socket.socket) -> None:  # in a thread of its own, for asyncio would not send the alert
        with suppress(OSError):
            context.wrap_socket(raw, server_side=True).close()

    async def story() -> Fetched:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(5)
            answers = asyncio.gather(*(asyncio.to_thread(lambda: refuse(listener.accept()[0])) for _ in range(2)))
            home = f"https://127.0.0.1:{listener.getsockname()[1]}/"
            async with PortalClient(
                home, CrawlRules(delay=0), now=fixed_clock, context=client_side(authority)
            ) as fetcher:
                fetched = await fetcher.fetch(PageRequest(home + "a/"))
            await answers
        return fetched

    fetched = quiet.run(story())
    assert (fetched.status, fetched.attempts) == (FetchStatus.UNREACHABLE, 1)
    assert 'tls = "legacy"' in fetched.detail


def test_an_old_server_is_reached_where_the_county_file_says_so(authority: trustme.CA) -> None:
    fetched = fetch(old_server(authority.issue_cert("127.0.0.1")), client_side(authority, "legacy"))
    assert fetched.status is FetchStatus.OK


def test_the_legacy_setting_still_checks_certificates(authority: trustme.CA) -> None:
    foreign = authority.issue_cert("www.other.example")
    assert fetch(old_server(foreign), client_side(authority, "legacy")).detail == "网站证书与域名不符"


def test_plain_http_on_the_encrypted_port_is_told(authority: trustme.CA) -> None:
    async def story() -> Fetched:
        async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            await reader.read()
            writer.close()

        return await fetch_raw(plain, client_side(authority))

    assert quiet.run(story()).detail == Fault.NOT_TLS.sentence


def test_a_handshake_broken_off_is_told(authority: trustme.CA) -> None:
    async def story() -> Fetched:
        async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(100)
            writer.close()

        return await fetch_raw(hang_up, client_side(authority))

    assert quiet.run(story()).detail == Fault.TLS_BROKEN.sentence


def test_a_handshake_without_end_is_told(authority: trustme.CA) -> None:
    async def story() -> Fetched:
        async def wait(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while await reader.read(1000):
                pass
            writer.close()

        return await fetch_raw(wait, client_side(authority), timeout=0.3)

    assert quiet.run(story()).detail == "加密连接超过0.2秒没有建立"


async def fetch_raw(serve: object, context: ssl.SSLContext, timeout: float = 5.0) -> Fetched:
    server = await asyncio.start_server(serve, "127.0.0.1", 0)  # type: ignore[arg-type]
    home = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    rules = CrawlRules(delay=0, timeout=timeout)
    async with PortalClient(home, rules, now=fixed_clock, context=context) as fetcher:
        fetched = await fetcher.fetch(PageRequest(home + "a/"))
    server.close()
    await asyncio.sleep(0.01)
    return fetched


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("UNSAFE_LEGACY_RENEGOTIATION_DISABLED", Fault.TLS_OUTDATED),
        ("DH_KEY_TOO_SMALL", Fault.TLS_OUTDATED),
        ("WRONG_VERSION_NUMBER", Fault.NOT_TLS),
        ("SOMETHING_NEW", Fault.TLS_BROKEN),
    ],
)
def test_the_library_s_reasons_are_sorted(reason: str, kind: Fault) -> None:
    error = ssl.SSLError(1, "handshake failed")
    error.reason = reason
    assert handshake_fault(error) is kind


def test_one_context_serves_all_clients() -> None:
    assert tls_context("strict") is tls_context("strict")
    assert tls_context("strict") is not tls_context("legacy")
    assert tls_context("legacy").verify_mode is ssl.CERT_REQUIRED
