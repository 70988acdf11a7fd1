"""Markup that is cheap to send and dear to parse is refused before it is parsed, wherever pages are opened."""

import time
from pathlib import Path

import pytest
from offices import at

from auditor.base.errors import BadInput
from auditor.base.markup import find_tangle
from auditor.base.terms import ColumnState, FetchStatus
from auditor.fetch import Fetched, PageRequest
from auditor.read.reading import read_page
from auditor.verify.opening import read_paper
from auditor.web.snapshot import inert_page

N = 60_000
TANGLES = {
    "unclosed": "<div>" * N,
    "closed at last": "<div>" * N + "</div>" * N,
    "lists": "<ul><li>" * N,
    "a line break in the tag": "<div\n>" * N,
    "a slash in the tag": "<section/" * N,
    "closed in comments only": "<div><!-- </div> -->" * N,
    "closed in attributes only": "<div title='</div>'>" * N,
    "closed in character data only": "<div><svg><![CDATA[</div>]]></svg>" * N,
    "closed in scripts only": "<div><script>'</div>'</script>" * N,
    "closed in a cell only": "<div><table><td></div></table>" * N,
    "after an empty comment": "<!-->" + "<div>" * N,
    "after a sign that opens no value": '<p a==">' + "<div>" * N,
    "formatting never closed": "".join(f"<div><font size={n}></div>x" for n in range(N)),
    "attributes": "<div " + " ".join(f"a{n}" for n in range(N)) + ">",
    "attributes with values": "<div " + "".join(f"a{n}=''" for n in range(N)) + ">",
    "attributes of the body": "".join(f"<body a{n}=1>" for n in range(N)),
    "names of its own": "".join(f"<x-{n}>" for n in range(N)),
}
LONG_BUT_FLAT = {
    "rows": "<table>" + "<tr><td><p><font>x</font><td>y" * 20_000 + "</table>",
    "unclosed items": "<ul>" + "<li>x<p>y" * 20_000 + "</ul>",
    "comments never closed": "<!--" * N,
    "scripts never closed": "<script>" * N,
    "words in one attribute": f'<meta name=description content="{"word " * 20_000}">',
    "markup in scripts": "<script>a = '<div></div>'</script>" * 800,
    "blocks": "<div class='a b'><span>x</span></div>" * 20_000,
}


@pytest.mark.alone
@pytest.mark.parametrize("kind", TANGLES)
def test_a_tangle_is_refused_before_it_is_parsed(kind: str, tmp_path: Path):
    page = f"<html><body><p>全县共有3个单位，公开信息3条。</p>{TANGLES[kind]}"
    file = tmp_path / "通报.html"
    file.write_text(page, encoding="utf-8")
    started = time.process_time()
    reading = read_page(page.encode(), url="http://www.lanhe.gov.cn/zwgk/")
    with pytest.raises(BadInput, match="未予解析"):
        read_paper(file)
    head = (("content-type", "text/html; charset=utf-8"),)
    answer = Fetched(
        request=PageRequest("http://h.test/"), status=FetchStatus.OK, url="http://h.test/", http_status=200,
        headers=head, body=page.encode(), fetched_at=at("2020-04-10T02:30"),
    )  # fmt: skip
    assert "<div>" not in inert_page(answer)
    assert time.process_time() - started < 8
    assert reading.problem
    assert reading.problem.state is ColumnState.UNREADABLE


@pytest.mark.parametrize("kind", LONG_BUT_FLAT)
def test_what_is_long_but_flat_is_parsed(kind: str):
    assert find_tangle(LONG_BUT_FLAT[kind]) == ""
