"""Anything from outside: random bytes, broken markup, bombs. Refusals are Chinese errors; nothing crashes or hangs."""

import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from fuzz.targets import TARGETS, URL
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.base.settings import safe_name
from auditor.base.terms import PageKind
from auditor.read.reading import read_page

FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
TAGS = [
    "<ul>",
    "</ul>",
    "<li>",
    "<a href='x/t1.html'>",
    "</a>",
    "<span>2020-03-05</span>",
    "<table>",
    "<tr>",
    "<td>",
    "<!--",
    "-->",
]
SCRIPTS = [
    "<script>createPageHTML(3,0,'index','html')</script>",
    "<script type='text/xml'><record><![CDATA[",
    "]]></record>",
]
WORDS = [
    "下一页",
    "共3页",
    "暂无信息",
    "公告",
    "{{title}}",
    "&#x0;",
    "\ud83d",
    "javascript:;",
    "[county]",
    "name = ",
    '"',
    "\x00",
    "锟斤拷",
]
pieces = st.lists(st.sampled_from(TAGS + SCRIPTS + WORDS), max_size=60).map("".join)
texts = st.one_of(pieces, st.text(max_size=300), st.text("0123456789-年月日./ []（）", max_size=60))
blobs = st.one_of(st.binary(max_size=400), texts.map(lambda text: text.encode("utf-8", "surrogatepass")))


@pytest.mark.parametrize("name", sorted(TARGETS))
@FEW
@given(blobs)
def test_nothing_from_outside_crashes(name: str, data: bytes):
    TARGETS[name](data)


@pytest.mark.alone
@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 200_000,
        b"<table><tr><td>" * 50_000,
        b"<table><tr><td>" * 4_000 + b"<a href='t1.html'>x</a>" + b"</td></tr></table>" * 4_000,
        b"<table><tr><td><a href='t20200305_1.html'>abcdefgh</a>2020-03-05" * 4_000 + b"</td></tr></table>" * 4_000,
        b"<li><a href='" + b"a" * 1_000_000 + b"'>x</a>",
        b"<a href='x'>" + b"\xb9\xab\xb8\xe6" * 300_000 + b"</a>",
        b"createPageHTML(" + b"1," * 200_000,
        b"<!--" * 100_000,
        (" " * 500_000 + "共").encode(),
        ("2020-" * 200_000).encode(),
        ("〔" * 200_000).encode(),
        b"&" * 500_000,
        b"\x00" * 1_000_000,
        b"{" * 100_000,
        b"[" * 200_000,
    ],
)
def test_a_hostile_page_costs_little_and_is_never_an_empty_list(body: bytes):
    started = time.process_time()
    reading = read_page(body, url=URL)
    assert time.process_time() - started < 5
    assert not reading.is_empty_list
    assert reading.kind is not PageKind.LIST or reading.items


@pytest.mark.parametrize(
    "title", ["../../etc/passwd", "C:\\windows", "a/b", "..", "", "县\x00市", "长" * 500, "con?*|<>"]
)
def test_names_of_units_and_counties_cannot_leave_the_folder(title: str, tmp_path: Path):
    name = safe_name(title)
    assert (tmp_path / name).resolve().parent == tmp_path.resolve()
    assert name not in ("", ".", "..")
    assert len(name) <= 60


def bomb(name: str, size: int = 300_000_000) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(name, "w", force_zip64=True) as part:
            for _ in range(size // 1_000_000):
                part.write(b" " * 1_000_000)
    return packed.getvalue()


@pytest.mark.alone
@pytest.mark.parametrize(("target", "part"), [("published", "word/document.xml"), ("sheet", "xl/workbook.xml")])
def test_zip_bombs_are_refused(target: str, part: str):
    started = time.process_time()
    TARGETS[target](bomb(part))
    assert time.process_time() - started < 10


def test_xml_entities_are_refused():
    packed = BytesIO()
    laughs = (
        '<!DOCTYPE a [<!ENTITY b "' + "ha" * 1000 + '"><!ENTITY c "' + "&b;" * 1000 + '">]><a>' + "&c;" * 1000 + "</a>"
    )
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", laughs)
    TARGETS["published"](packed.getvalue())
