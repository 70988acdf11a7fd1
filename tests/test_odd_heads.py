"""Heads of answers as no specification has them: one column's fault at most, and where nothing can be misread none."""

import asyncio
import gzip
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import pytest
import stamina
from crawls import PROMPT, fetch_from, fixed_clock
from hypothesis import given, settings
from hypothesis import strategies as st
from offices import small_county
from servers import Portal, page, then_close

from auditor.archive import ArchiveReader
from auditor.base.hosts import authority, host_name, with_plain_host
from auditor.base.period import Period
from auditor.base.settings import Place, clock_at
from auditor.base.terms import ColumnState, FetchStatus
from auditor.county.model import County, DisclosureColumn
from auditor.crawl.column import ColumnReading
from auditor.fetch.client import PortalClient
from auditor.fetch.faults import Fault, WireFault
from auditor.fetch.framing import ArrivingAnswer
from auditor.fetch.guard import Guard
from auditor.fetch.head import ODD_LINE, mend_head
from auditor.fetch.values import Fetched, PageRequest
from auditor.fetch.verdict import departure
from auditor.pipeline.crawling import crawl_county
from auditor.store import open_store

LOCATIONS = [
    "", " ", "//", "///", "http:", "http://", "http:///", "http://[::1", "http://[::1]:0/", "http://a:99999999999/",
    "http://a:-1/", "http://a:abc/", "http://-x-.test:80:80/", "http://a..b/", "http://.../", "http://xn--a/",
    "http://xn--99999999999/", "/" + "a" * 70_000, "http://\u4e2d\u6587.test/", "http://\uff11\uff12\uff17.0.0.1/",
    "http://ex ample.test/", "http://a\\b/", "\x01", "\x7f", "http://user:pa@ss@h/", "/%zz", "/a b", "http://0x7f.1/",
    "http://256.256.256.256/", "mailto:x@y", "javascript:alert(1)", "data:text/html,x", "http://[fe80::1%25eth0]/",
    "http://[v1.x]/", "http://\x80/", "http://\ufeff/", "http://\u2100.test/", "http://" + "a" * 300 + ".test/",
    "http://" + "a." * 200 + "test/", "http://a%2Fb/", "http://a%00b/", "\xff\xfe", "?", "#", "http://\u3002/",
]  # fmt: skip
FIELDS = [
    "Content-Type: text/html; charset=punycode", "Content-Type: text/html; charset=\x01\x02", "Content-Type: ;;;=",
    "Content-Type: text/html; charset=" + "x" * 9000, "Content-Type: \xff\xfe", "Content-Type:",
    "Set-Cookie: \u4e2d=\u6587; path=/", "Set-Cookie: a=" + "b" * 60_000, "Set-Cookie: =", "Set-Cookie: ;;;",
    "Set-Cookie: a=b; expires=Thu, 99 Foo 99999 99:99:99 GMT", "Set-Cookie: a=b; max-age=" + "9" * 400,
    "Set-Cookie: a=b; domain=..; path=\x01", 'Set-Cookie: a="b', "Set-Cookie: a=\x01\x02", "Set-Cookie: \x85=1",
    "Date: Thu, 99 Foo 9999999 99:99:99 GMT", "Date: 0", "Date: \x01", "Retry-After: " + "9" * 500,
    "Retry-After: Mon, 01 Jan 0000 00:00:00 GMT", "Retry-After: -1", "Retry-After: \u0661", "ETag: \x01",
    "ETag: W/\u4e2d", 'ETag: "' + "e" * 50_000 + '"', "Last-Modified: \x02 never", "Content-Encoding: ,,,",
    "Content-Encoding: utf-8", "Content-Encoding: NONE", "Content-Encoding: text/html;charset=gbk", "Connection: \x01",
    "Content Type: text/html", "X-Powered-By : ASP.NET", "cache-result/list.php: not support", "no colon here",
    ": no name", "X-Nul: a\0b", "X-Bare: a\rb", "\u6807\u9898: x", "X-Page: \x0b\x0c", "X-Huge: " + "h" * 60_000,
]  # fmt: skip
FRAMING = [
    "Content-Length : 5", "Content Length: 5", "Content-Length\t: 5", "CONTENT_LENGTH 5", "X: a\rContent-Length: 5",
    "Transfer-Encoding : chunked", "Transfer Encoding: chunked", "Transfer-Encoding\0: chunked", "Content-Length:",
    "Content-Length: five", "Content-Length: 5, 6", "Content-Length: +5", "Content-Length: " + "9" * 30,
    "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity", "Content-Length: -1", "Content-Length: 0x5",
]  # fmt: skip
ROWS = "".join(
    f'<li><a href="/zwgk/{n}.html">关于第{n}项工作的通知</a><span>{2020 if n < 7 else 2019}-0{9 - n}-11</span></li>'
    for n in range(1, 9)
)
LIST = f'<html><head><title>栏目</title></head><body><ul class="list">{ROWS}</ul></body></html>'


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    stamina.set_testing(True, attempts=1)
    yield
    stamina.set_testing(False)


def as_bytes(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()


def answer(*fields: str, body: bytes = LIST.encode(), status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}".encode(), *map(as_bytes, fields)]
    if not any("length" in line.lower() or "transfer" in line.lower() for line in fields):
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join([*lines, b"Connection: close", b"", b""]) + body


def fetch(reply: bytes) -> Fetched:
    return fetch_from({"/zwgk/": then_close(reply)}, "/zwgk/")


@pytest.mark.parametrize("location", LOCATIONS, ids=range(len(LOCATIONS)))
def test_any_location_ends_as_a_value(location: str) -> None:
    fetched = fetch(answer(f"Location: {location}", status="302 Found", body=b""))
    assert fetched.status in (FetchStatus.MISSING, FetchStatus.UNREACHABLE)
    assert fetched.detail


@pytest.mark.parametrize("field", FIELDS, ids=range(len(FIELDS)))
def test_a_field_that_says_nothing_of_the_body_loses_no_page(field: str) -> None:
    fetched = fetch(answer(field))
    assert (fetched.status, fetched.body.decode()) == (FetchStatus.OK, LIST)


@pytest.mark.parametrize("field", FRAMING, ids=range(len(FRAMING)))
def test_what_could_say_where_the_body_ends_is_never_guessed(field: str) -> None:
    fetched = fetch(answer(field))
    assert (fetched.status, fetched.detail) == (FetchStatus.UNREACHABLE, Fault.PROTOCOL.sentence)


@given(st.binary(max_size=60), st.binary(max_size=60))
@settings(max_examples=300)
def test_mending_never_raises_but_its_own_fault(name: bytes, value: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nServer: x\r\n" + name.replace(b"\n\n", b"") + b": " + value.replace(b"\n\n", b"")
    try:
        mended, odd = mend_head(head + b"\r\n\r\n")
    except WireFault:
        return
    assert mended.endswith(b"\n\r\n")
    assert odd or mended == head + b"\r\n\r\n"


def answer_to(*lines: str) -> ArrivingAnswer:
    return ArrivingAnswer("\r\n".join([*lines, "", ""]).encode("latin-1"))


@pytest.mark.parametrize(
    ("lines", "body", "keeps_alive"),
    [
        (["HTTP/1.1 200 OK", "Content-Length: 5"], b"5\r\nhe", True),
        (["HTTP/1.1 200", "content-length: 5 , 5", "Connection: Keep-Alive"], b"5\r\nhe", True),
        (["HTTP/1.1 200 OK", "Content-Length: 5", "Content-Length: 5", "Connection: x, Close"], b"5\r\nhe", False),
        (["HTTP/1.1 200 OK", "Content-Length: 5", "Transfer-Encoding: Chunked"], b"hello", True),
        (["HTTP/1.0 200 \xce\xd2", "Server: x"], b"5\r\nhello\r\n0\r\n\r\n", False),
        (["HTTP/1.1 304 Not Modified", "Content-Length: 500"], b"", True),
        (["HTTP/1.1 204 No Content", "Transfer-Encoding: chunked"], b"", True),
        (["HTTP/1.1 200 OK", "Upgrade: h2c", "Connection: Upgrade", "Content-Length: 0"], b"", True),
        (["HTTP/1.0 200 OK", "Connection: keep-alive", "Content-Length: 5"], b"5\r\nhe", True),
    ],
)
def test_a_head_says_where_its_body_ends(lines: list[str], body: bytes, keeps_alive: bool) -> None:
    came = answer_to(*lines)
    assert came.is_whole == (body == b"")
    assert came.take(b"5\r\nhello\r\n0\r\n\r\n") == body
    is_chunked = "Transfer-Encoding: Chunked" in lines
    assert (came.keeps_alive, came.has_surplus) == (keeps_alive, came.is_whole and not is_chunked)
    if not came.is_whole:
        assert came.take(b"") == b""
    assert (came.is_whole, came.fault) == (True, None)


@pytest.mark.parametrize(
    "line", ["ICY 200 OK", "HTTP/1.1 20 OK", "HTTP/1.1  200 OK", "HTTP/1.1 099 x", "<html>", "http/1.1 200 OK"]
)
def test_what_begins_otherwise_is_no_answer(line: str) -> None:
    with pytest.raises(WireFault):
        answer_to(line, "Content-Length: 5")


def test_the_evidence_has_every_field_as_it_was_sent() -> None:
    head = answer_to("HTTP/1.1 200 OK", "transfer-encoding: CHUNKED", "X:  a ", "X: b", "bad line", "Y: a", "\t b").head
    assert head.fields == [(b"transfer-encoding", b"CHUNKED"), (b"X", b"a"), (b"X", b"b"), (b"Y", b"a b")]
    assert head.odd_lines == (b"bad line",)


CHUNKS = "5\r\nhello\r\n6 ;x=1\r\n world\r\n0\r\nX-Sum: 1\r\n\r\n"


@pytest.mark.parametrize(
    ("chunks", "fault"),
    [
        (CHUNKS, None),
        (CHUNKS.replace("hello\r", "hello"), Fault.PROTOCOL),
        (CHUNKS.replace("5\r\n", "0x5\r\n"), Fault.PROTOCOL),
        (CHUNKS.replace("5\r\n", "-5\r\n"), Fault.PROTOCOL),
        (CHUNKS.replace("X-Sum:", "no field"), Fault.PROTOCOL),
        (CHUNKS[:-2], Fault.TRUNCATED),
        (CHUNKS[:9], Fault.TRUNCATED),
    ],
    ids=range(7),
)
def test_chunks_are_taken_apart_and_nothing_is_guessed(chunks: str, fault: Fault | None) -> None:
    text = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}"
    fetched = fetch(text.encode())
    assert fetched.detail == (fault.sentence if fault else "")
    assert fault or fetched.body == b"hello world"


@pytest.mark.parametrize(
    "address",
    [
        "http://www.a.cn/x",
        "https://a.cn:443?b",
        "http://a.cn:8080#c",
        "http://a.cn.:80/",
        "http://u@a.cn/",
        "http://a:b/",
    ],
)
def test_an_address_in_plain_spelling_is_told_as_any_other(address: str) -> None:
    """One whose scheme stands in capitals is taken apart; a plain one is told by a look."""
    other = address.replace("http", "HTTP", 1)
    assert authority(address) == authority(other)
    assert with_plain_host(address).lower() == with_plain_host(other).lower()


def test_a_folded_line_goes_with_the_line_that_is_set_aside() -> None:
    head = b"HTTP/1.1 200 OK\r\nETag: x\r\nbad line: a\r\n more of it\r\nServer: y\r\n\r\n"
    mended, odd = mend_head(head)
    assert mended == b"HTTP/1.1 200 OK\r\nETag: x\r\nServer: y\r\n\r\n"
    assert odd == (b"bad line: a more of it",)


def test_a_blank_before_the_colon_hides_no_field() -> None:
    fetched = fetch(
        answer("Content-Type : text/html; charset=gbk", "Content-Encoding : gzip", body=gzip.compress(b"x"))
    )
    assert (fetched.body, fetched.header("content-type")) == (b"x", "text/html; charset=gbk")


@pytest.mark.parametrize("coding", ["utf-8", "none", "br", "gzip, gzip", "identity"])
def test_packed_content_never_passes_for_a_page(coding: str) -> None:
    fetched = fetch(answer(f"Content-Encoding: {coding}", body=gzip.compress(b"x") * (coding != "br") or b"\x0b\x02"))
    assert fetched.detail == Fault.UNKNOWN_ENCODING.sentence


def test_a_coding_beside_what_is_none_is_undone() -> None:
    assert fetch(answer("Content-Encoding: utf-8, gzip", body=gzip.compress(b"page"))).body == b"page"


def test_odd_lines_are_kept_with_the_evidence_and_told(tmp_path: Path) -> None:
    county = county_of(1)

    async def story() -> tuple[str, ...]:
        async with Portal({county.column[0].url: then_close(answer("Content Type: text/html"))}) as portal:
            return (await crawl(county.at(portal.home), tmp_path)).notes

    notes = asyncio.run(story())
    assert any("不合规范的行（如“Content Type: text/html”）" in note for note in notes)
    reading = next(iter(readings(county, tmp_path).values()))
    kept = ArchiveReader(Place(tmp_path).archive_of(county.name)).read_fetched(reading.pages[0])
    assert kept.header(ODD_LINE) == "Content Type: text/html"


def test_an_odd_head_ends_no_other_column(tmp_path: Path) -> None:
    """Every oddity stands on a column of its own between two that are in order; the same host, the same cookies."""
    oddities = [f"Location: {location}" for location in LOCATIONS] + FIELDS + FRAMING
    random.Random(4).shuffle(oddities)
    county = county_of(2 * len(oddities) + 1)
    replies = {}
    for number, column in enumerate(county.column):
        odd = oddities[number // 2] if number % 2 else ""
        status = "302 Found" if odd.startswith("Location") else "200 OK"
        replies[column.url] = then_close(answer(*filter(None, [odd]), status=status))

    async def story() -> None:
        async with Portal(replies) as portal:
            await crawl(county.at(portal.home), tmp_path)

    asyncio.run(story())
    seen = readings(county, tmp_path)
    assert len(seen) == len(county.column)
    assert {seen[column.key].state for column in county.column[::2]} == {ColumnState.COUNTED}
    assert all(reading.reason for reading in seen.values() if not reading.state.is_known)


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "gb18030"])
def test_robots_txt_is_read_as_windows_saves_it(charset: str) -> None:
    rules = "# 某县\r\nUser-agent: *\r\nDisallow: /zwgk/\r\n".encode(charset)
    fetched = fetch_from({"/robots.txt": page(rules), "/zwgk/": page(LIST)}, "/zwgk/")
    assert fetched.status is FetchStatus.BLOCKED


@pytest.mark.parametrize(
    "content", [b"\0" * 99, b"\xff\xfe\0", b"Crawl-delay: nan\nUser-agent: *\nCrawl-delay: nan", b"%"]
)
def test_a_robots_txt_of_rubbish_forbids_nothing(content: bytes) -> None:
    fetched = fetch_from({"/robots.txt": page(content), "/zwgk/": page(LIST)}, "/zwgk/")
    assert fetched.status is FetchStatus.OK


SPELLINGS = ["云沱县.政务", "xn--9kq19jmwz.xn--zfr164b", "XN--9KQ19JMWZ.XN--ZFR164B", "云沱县．政务", "云沱县。政务."]


@pytest.mark.parametrize("written", SPELLINGS)
def test_a_host_has_one_spelling(written: str) -> None:
    assert host_name(written) == SPELLINGS[1]
    assert departure("http://云沱县.政务/zwgk/", f"https://www.{written}/zwgk/") is None
    assert authority(f"http://{written}:80/a") == SPELLINGS[1]


@pytest.mark.parametrize("written", ["WWW.A.GOV.CN", "www.a.gov.cn.", "ｗｗｗ．ａ．ｇｏｖ．ｃｎ", "www.a.gov.cn"])
def test_letters_wide_or_narrow_are_one_host(written: str) -> None:
    assert with_plain_host(f"http://{written}:8080/A?#") == "http://www.a.gov.cn:8080/A?#"


@pytest.mark.parametrize("trick", ["home.cn%2F.evil.cn", "home.cn\u2100evil.cn", "home.cn%00", "home.cn%40evil.cn"])
def test_no_spelling_turns_one_host_into_another(trick: str) -> None:
    assert host_name(trick) not in ("home.cn", "evil.cn")
    assert departure("http://home.cn/a/", f"http://{quote(trick, safe='%')}/a/") is not None


def test_the_countys_own_host_may_stand_in_the_office_in_any_spelling() -> None:
    async def lan(host: str, port: int) -> list[str]:
        return ["10.20.30.40"]

    for home in SPELLINGS:
        for host in SPELLINGS:
            assert asyncio.run(Guard(home, lan).addresses(host, 80)) == ["10.20.30.40"]


def test_one_host_in_two_spellings_has_one_robots_txt_and_one_pace() -> None:
    asked = []

    async def here(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    async def story() -> Portal:
        async with Portal({"/a/": page(LIST), "/b/": page(LIST)}) as portal:
            port = portal.home.rstrip("/").rpartition(":")[2]
            home = f"http://云沱县.政务:{port}/"
            async with PortalClient(home, PROMPT, now=fixed_clock, resolver=here) as client:
                assert (await client.fetch(PageRequest(f"{home}a/"))).status is FetchStatus.OK
                other = await client.fetch(PageRequest(f"http://{SPELLINGS[2]}.:{port}/b/"))
                assert other.status is FetchStatus.OK
            return portal

    portal = asyncio.run(story())
    assert sum(seen.target == "/robots.txt" for seen in portal.seen) == 1
    assert set(asked) == {SPELLINGS[1]}


@pytest.mark.parametrize("place", ["read", "fetch", "save"])
def test_whatever_one_column_raises_is_its_own_fault(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = county_of(5)
    victim = county.column[2]
    if place == "read":
        from auditor.crawl import walk

        real = walk.read_page

        def read_page(body: bytes, **given: object) -> object:
            if str(given["url"]).endswith(victim.url):
                raise RecursionError("too deep")
            return real(body, **given)  # type: ignore[arg-type]

        monkeypatch.setattr(walk, "read_page", read_page)
    if place == "fetch":
        whole = PortalClient.fetch

        async def fetch(self: PortalClient, request: PageRequest, **given: object) -> Fetched:
            if request.url.endswith(victim.url):
                raise LookupError(request.url)
            return await whole(self, request, **given)  # type: ignore[arg-type]

        monkeypatch.setattr(PortalClient, "fetch", fetch)
    odd = LIST.replace("</ul>", "</ul><p>共99999999999999999999999条</p>") if place == "save" else LIST
    replies = {column.url: page(odd if column is victim else LIST) for column in county.column}
    if place == "save":
        from auditor.store import runs

        write = runs.keep_readings

        def keep_readings(connection: object, run: int, kept: Sequence[tuple[int, ColumnReading]], new: object) -> None:
            if any(reading.column_key == victim.key and reading.state.is_known for _, reading in kept):
                raise OverflowError("Python int too large to convert to SQLite INTEGER")
            write(connection, run, kept, new)  # type: ignore[arg-type]

        monkeypatch.setattr(runs, "keep_readings", keep_readings)

    async def story() -> None:
        async with Portal(replies) as portal:
            await crawl(county.at(portal.home), tmp_path)

    asyncio.run(story())
    seen = readings(county, tmp_path)
    assert seen[victim.key].state is ColumnState.UNREADABLE
    assert "程序处理该栏目时出错" in seen[victim.key].reason
    assert {seen[column.key].state for column in county.column if column is not victim} == {ColumnState.COUNTED}


# --- a county of many columns


def county_of(columns: int) -> County:
    small = small_county("http://127.0.0.1/")
    unit = small.unit[0].name
    column = tuple(DisclosureColumn(name=f"栏目{n}", url=f"/c{n}/", unit=unit) for n in range(columns))
    return small.model_copy(update={"column": column, "unit": small.unit[:1]})


async def crawl(county: County, home: Path):  # type: ignore[no-untyped-def]
    store = open_store(home / "auditor.db")
    try:
        since = Period.parse("2020Q1").first
        clock = clock_at("2020-04-10T02:30")
        return await crawl_county(
            county, store, Place(home), clock, since=since, thorough=True, watch=lambda _column, _reading: None
        )
    finally:
        store.close()


def readings(county: County, home: Path) -> dict[str, ColumnReading]:
    store = open_store(home / "auditor.db")
    try:
        return {key: history.newest for key, history in store.runs.load_readings(county).items()}
    finally:
        store.close()
