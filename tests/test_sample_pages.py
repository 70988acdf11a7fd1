"""The sample portal over HTTP: its pages are built as real portals build them, and the reader gets them right."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urljoin

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from auditor.base.errors import AuditorError
from auditor.base.period import Period
from auditor.county.model import example_county, load_county
from auditor.fetch import PageRequest
from auditor.read import ListItem, PageReading
from auditor.read.reading import read_page
from auditor.sample import SampleColumn, SampleFault, SampleItem, SamplePortal, System, build_site, truth
from auditor.sample.pages import UNIT_API

QUARTER = Period.parse("2020Q1")


@pytest.fixture(scope="module")
def portal() -> Iterator[SamplePortal]:
    with SamplePortal() as running:
        yield running


@pytest.fixture(scope="module")
def client(portal: SamplePortal) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=portal.home, timeout=10) as asking:
        yield asking


# -- pages -------------------------------------------------------------------------------------------------------------


def _rows(html: str, base: str) -> list[tuple[str, str, str]]:
    """Title, path and date of the rows of a list, read plainly."""
    rows = []
    page = LexborHTMLParser(html)
    for item in (page.css_first(".main") or page.body or page).css("li"):
        link = item.css_first("a")
        if link is None:
            continue
        path = urljoin(base, str(link.attributes["href"]))
        title = link.attributes.get("title") or link.text(strip=True)
        rows.append((title, path, re.findall(r"\d{4}-\d\d-\d\d", item.text())[-1]))
    return rows


def _expected(items: tuple[SampleItem, ...]) -> list[tuple[str, str, str]]:
    return [(item.title, item.path, item.date.isoformat()) for item in items]


def _unit_query(html: str) -> dict[str, str]:
    """The parameters that a page of the unit system gives its script."""
    holder = LexborHTMLParser(html).css_first("[queryData]")
    assert holder is not None
    assert UNIT_API in (holder.attributes.get("url"), holder.attributes.get("uniturl"))
    query: dict[str, str] = json.loads(str(holder.attributes["querydata"]).replace("'", '"'))
    return query


def _records(text: str) -> str:
    return "".join(re.findall(r"<!\[CDATA\[(<li>.*?)\]\]>", text))


def test_every_static_list_gives_its_items_over_its_numbered_files(client: httpx.Client) -> None:
    for column in build_site().lists:
        if column.system not in (System.STATIC, System.LEGACY):
            continue
        charset = "utf-8" if column.system is System.STATIC else "gbk"
        step = 0 if column.system is System.STATIC else 1
        text = client.get(column.path).content.decode(charset)
        if column.system is System.STATIC:
            pages = int(re.search(r"createPageHTML\((\d+), 0, ", text)[1])  # type: ignore[index]
        else:
            pages = len(set(re.findall(r'href="index_(\d+)\.html"', text))) + 1
        texts = [text] + [
            client.get(f"{column.path}index_{n}.html").content.decode(charset) for n in range(1 + step, pages + step)
        ]
        rows = [row for page in texts for row in _rows(page, column.path)]
        assert rows == _expected(column.items), column.path
        assert client.get(f"{column.path}index_{pages + step}.html").status_code == 404


def test_every_data_island_continues_by_post(client: httpx.Client) -> None:
    columns = [column for column in build_site().columns if column.system is System.ISLAND]
    for column in columns:
        text = client.get(column.path).text
        total = int(re.search(r"totalRecord: (\d+),", text)[1])  # type: ignore[index]
        form = {"columnid": re.search(r"columnid: (\d+)", text)[1]}  # type: ignore[index]
        records = _records(text)
        for start in range(31, total + 1, 30):
            address = f"/module/web/jpage/dataproxy.jsp?startrecord={start}&endrecord={start + 29}&perpage=10"
            answer = client.post(address, data=form).text
            assert f"<totalrecord>{total}</totalrecord>" in answer
            records += _records(answer)
        assert _rows(records, column.path) == _expected(column.items), column.path
    assert max(len(column.items) for column in columns) > 90


def test_every_shell_is_filled_by_the_unit_interface(client: httpx.Client) -> None:
    columns = [column for column in build_site().columns if column.system is System.UNIT]
    filled: list[bool] = []
    for column in columns:
        text = client.get(column.path).text
        query = _unit_query(text)
        shown = _rows(text, column.path)
        rows: list[tuple[str, str, str]] = []
        for number in range(1, -(-len(column.items) // 15) + 1):
            asked = {**query, "paramJson": json.dumps({"pageNo": number, "pageSize": "15"})}
            answer = client.get(UNIT_API, params=asked).json()
            assert answer["success"]
            rows += _rows(answer["data"]["html"], column.path)
        assert rows == _expected(column.items), column.path
        beyond = {**query, "paramJson": json.dumps({"pageNo": 99, "pageSize": "15"})}
        assert not client.get(UNIT_API, params=beyond).json()["success"]
        assert shown in ([], rows[:15]), column.path
        filled.append(bool(shown))
    assert set(filled) == {True, False}


def test_the_blank_column_says_that_it_is_empty(client: httpx.Client) -> None:
    text = client.get("/zwgk/tagk/tajg/").text

    assert "暂无信息" in text
    assert _rows(text, "/") == []


def test_every_list_page_carries_dated_hot_news_of_the_quarter_beside_it(client: httpx.Client) -> None:
    for path in ("/zwgk/ssj/", "/col/col1035/index.html", "/zfxxgk/fdzdgknr/zcjd/index.html", "/xzgk/jpz/"):
        side = LexborHTMLParser(client.get(path).content).css_first(".side")
        assert side is not None
        dates = [date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", side.text())]
        assert len(dates) >= 5
        assert all(day in QUARTER for day in dates)


def test_an_article_of_a_policy_column_shows_its_catalogue_fields(client: httpx.Client) -> None:
    item = next(i for i in truth()["/zfxxgk/fdzdgknr/zfwj/index.html"] if i.date == date(2020, 2, 24))
    page = LexborHTMLParser(client.get(item.path).text)

    metas = {meta.attributes.get("name"): meta.attributes.get("content") for meta in page.css("meta[name]")}
    assert metas["ArticleTitle"] == item.title
    assert str(metas["PubDate"]).startswith("2020-02-24 ")
    cells = [cell.text(strip=True) for cell in page.css("table.catalog td")]
    assert dict(zip(cells[::2], cells[1::2], strict=True)) == {
        "索引号": item.index_no,
        "发布机构": "崇信县人民政府办公室",
        "成文日期": str(item.formed),
        "文号": item.doc_no,
        "主题分类": "政府文件",
        "发布日期": "2020-02-24",
    }


def test_every_article_is_served(client: httpx.Client) -> None:
    for column in build_site().lists:
        for item in column.items[:2]:
            answer = client.get(item.path)
            assert answer.status_code == 200
            assert item.title.encode("gbk" if column.system is System.LEGACY else "utf-8") in answer.content


def test_older_townships_pages_are_gbk_and_say_so_only_in_the_page(client: httpx.Client) -> None:
    answer = client.get("/xzgk/hzz/")

    assert answer.headers["content-type"] == "text/html"
    assert b"charset=gb2312" in answer.content
    assert "黄寨镇" in answer.content.decode("gbk")


def test_the_catalogue_links_every_column(client: httpx.Client) -> None:
    page = LexborHTMLParser(client.get("/zfxxgk/").text)
    links = {node.attributes["href"]: node.text(strip=True) for node in page.css("ul.tree a")}

    assert links == {column.url: column.name for column in load_county(example_county()).column}
    assert client.get("/").status_code == 200
    assert "Disallow" not in client.get("/robots.txt").text


# -- what the reader makes of it ---------------------------------------------------------------------------------------


def _ask(client: httpx.Client, request: PageRequest) -> PageReading:
    headers = {"Content-Type": request.content_type} if request.body is not None else {}
    answer = client.request(request.method, request.url, content=request.body, headers=headers)
    assert answer.status_code == 200, request
    return read_page(answer.content, url=str(answer.url), content_type=answer.headers["content-type"], request=request)


@pytest.mark.parametrize("column", build_site().lists, ids=lambda column: column.name)
def test_the_reader_follows_every_list_to_its_end(client: httpx.Client, column: SampleColumn) -> None:
    home = str(client.base_url).rstrip("/")
    asked: PageRequest | None = PageRequest(home + column.path)
    items: list[ListItem] = []
    while asked and len(items) <= len(column.items):
        reading = _ask(client, asked)
        assert reading.problem is None
        assert reading.total_items in (None, len(column.items))
        items += reading.items
        asked = reading.next

    assert [(i.title, i.url, i.date, i.pinned) for i in items] == [
        (i.title, home + i.path, i.date, i.pinned) for i in column.items
    ]
    assert reading.is_empty_list == (not column.items)


@pytest.mark.parametrize("column", build_site().columns, ids=lambda column: column.name)
def test_the_reader_gets_the_facts_of_articles(client: httpx.Client, column: SampleColumn) -> None:
    for item in column.items[:2]:
        facts = _ask(client, PageRequest(str(client.base_url.join(item.path)))).article
        assert facts is not None
        published = facts.published.date() if isinstance(facts.published, datetime) else facts.published
        assert (facts.title, published, facts.source) == (item.title, item.date, item.source)
        assert (facts.formed, facts.doc_no or "", facts.index_no or "") == (item.formed, item.doc_no, item.index_no)
        assert facts.publisher == (item.publisher if item.doc_no else None)


# -- the server --------------------------------------------------------------------------------------------------------


def test_a_file_is_not_sent_twice_to_who_has_it(client: httpx.Client) -> None:
    first = client.get("/zwgk/ssj/")
    by_tag = client.get("/zwgk/ssj/", headers={"If-None-Match": first.headers["etag"]})
    by_time = client.get("/zwgk/ssj/", headers={"If-Modified-Since": first.headers["last-modified"]})
    other = client.get("/zwgk/ssj/", headers={"If-None-Match": '"another"'})
    older = client.get("/zwgk/ssj/", headers={"If-Modified-Since": "Wed, 01 Jan 2020 00:00:00 GMT"})

    assert [answer.status_code for answer in (by_tag, by_time, other, older)] == [304, 304, 200, 200]
    assert by_tag.content == b""


@pytest.mark.parametrize(
    ("kind", "status", "sign"),
    [
        ("captcha", 200, "验证码"),
        ("412", 412, "_ts"),
        ("500", 500, "错误"),
        ("404", 404, "404"),
        ("empty-200", 200, "主办"),
    ],
)
def test_a_column_fails_as_it_is_told_and_heals(
    portal: SamplePortal, client: httpx.Client, kind: str, status: int, sign: str
) -> None:
    whole = client.get("/zwgk/ssj/").text
    portal.fail("/zwgk/ssj/", kind)
    failed = client.get("/zwgk/ssj/")
    beside = client.get("/zwgk/zpgg/")
    portal.heal()

    assert failed.status_code == status
    assert sign in failed.text
    assert "随机抽查" not in LexborHTMLParser(failed.text).css_first("body").text().replace("双随机", "")  # type: ignore[union-attr]
    assert beside.status_code == 200
    assert client.get("/zwgk/ssj/").text == whole


def test_an_unknown_fault_is_refused(portal: SamplePortal) -> None:
    with pytest.raises(ValueError, match="no-such"):
        portal.fail("/", "no-such")


def test_requests_are_recorded_as_they_were_served(client: httpx.Client, portal: SamplePortal) -> None:
    portal.requests.clear()
    client.get("/zwgk/ssj/?a=1")
    client.post("/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=3", data={"columnid": "1035"})
    client.get("/nowhere")

    assert [(r.method, r.path, r.query, r.form, r.status) for r in portal.requests] == [
        ("GET", "/zwgk/ssj/", "a=1", "", 200),
        ("POST", "/module/web/jpage/dataproxy.jsp", "startrecord=1&endrecord=3", "columnid=1035", 200),
        ("GET", "/nowhere", "", "", 404),
    ]


@pytest.mark.parametrize(
    "query", ["columnid=1", "columnid=1035&startrecord=x&perpage=99999999999", "columnid=1035&page=2"]
)
def test_odd_record_requests_are_answered_soberly(client: httpx.Client, query: str) -> None:
    answer = client.get(f"/module/web/jpage/dataproxy.jsp?{query}")

    assert answer.status_code == (404 if query == "columnid=1" else 200)


@pytest.mark.parametrize("param", ["", "[]", "{", '{"pageNo":"x"}', '{"pageNo":null}'])
def test_odd_page_numbers_give_the_first_page(client: httpx.Client, param: str) -> None:
    column = next(column for column in build_site().columns if column.system is System.UNIT)
    query = _unit_query(client.get(column.path).text)
    answer = client.get(UNIT_API, params={**query, "paramJson": param}).json()

    assert 'pageNo="1"' in answer["data"]["html"]


def test_the_content_can_change_while_the_portal_runs() -> None:
    site = build_site()
    first = site.columns[1]
    shorter = replace(site, columns=(site.columns[0], replace(first, items=first.items[1:]), *site.columns[2:]))
    with SamplePortal() as running, httpx.Client(base_url=running.home) as asking:
        before = asking.get(first.path).text
        running.site = shorter
        after = asking.get(first.path).text

    assert first.items[0].title in before
    assert first.items[0].title not in after
    assert running.site is shorter


def test_two_portals_run_side_by_side_and_stop_for_good() -> None:
    with SamplePortal() as one, SamplePortal() as two:
        assert one.home != two.home
        assert httpx.get(two.home).status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(one.home)


def test_a_taken_port_is_a_clear_error(portal: SamplePortal) -> None:
    port = int(portal.home.rstrip("/").rsplit(":", 1)[1])

    with pytest.raises(AuditorError, match=str(port)), SamplePortal(port):
        pass


def test_an_overlong_form_is_dropped(client: httpx.Client, portal: SamplePortal) -> None:
    portal.requests.clear()
    client.post("/module/web/jpage/dataproxy.jsp", content=b"columnid=1035&x=" + b"y" * 50_000)

    assert portal.requests[0].form == ""
    assert SampleFault("412") is SampleFault.WALL
