"""One host under many spellings (case, final dot, punycode, full width) is one host, wherever it is compared."""

import asyncio
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from offices import at, small_county
from servers import Line, Portal, page

from auditor.base.errors import BadInput
from auditor.base.period import Period
from auditor.base.settings import Place
from auditor.county.model import DisclosureColumn, parse_county
from auditor.discover.links import is_same_host
from auditor.fetch import PageRequest
from auditor.pipeline.crawling import crawl_county
from auditor.pipeline.line import audit_county
from auditor.pipeline.replay import replay_period
from auditor.sheet import county_from_sheet, read_pasted
from auditor.store import open_store

NOW = at("2020-04-10T02:30")
SPELLINGS = (
    "http://云沱县.政务/zwgk/",
    "http://xn--9kq19jmwz.xn--zfr164b/zwgk/",
    "http://XN--9KQ19JMWZ.xn--zfr164b./zwgk/",
    "http://云沱县．政务:80/zwgk/",
)


@pytest.mark.parametrize("url", SPELLINGS)
def test_a_request_is_the_same_under_every_spelling_of_its_host(url: str):
    assert PageRequest(url).key == PageRequest(SPELLINGS[1]).key
    assert is_same_host(url, SPELLINGS[0])
    assert PageRequest(url.replace("zwgk", "ZWGK")).key != PageRequest(url).key


def test_two_columns_under_two_spellings_of_one_address_are_one():
    text = """
[county]
name = "云沱县"
home = "http://云沱县.政务/"
[[table]]
id = "d"
title = "表"
group = "部门"
[[unit]]
name = "财政局"
table = "d"
"""
    columns = "".join(
        f'[[column]]\nname = "甲{n}"\nurl = "{url}"\nunit = "财政局"\n' for n, url in enumerate(SPELLINGS[:2])
    )
    with pytest.raises(BadInput, match="地址相同"):
        parse_county(text + columns, Path("a.toml"))


def test_the_commonest_host_of_a_sheet_is_counted_over_all_its_spellings():
    rows = [*SPELLINGS[:3], "http://www.bie.gov.cn/a/", "http://www.bie.gov.cn/b/"]
    text = "".join(f"甲{n}\t财政局\t{url}{n}/\n" for n, url in enumerate(rows))
    county = county_from_sheet(read_pasted(f"栏目\t责任单位\t网址\n{text}"), name="云沱县").county
    assert county.county.home == "http://xn--9kq19jmwz.xn--zfr164b/"


def test_a_crawl_keeps_one_pace_and_one_robots_file_and_is_replayed_under_another_spelling(tmp_path: Path):
    asked: list[str] = []

    async def story() -> None:
        async def answer(line: Line) -> None:
            asked.append(line.seen.target)
            port = server.home.rsplit(":", 1)[1].strip("/")
            rows = "".join(
                f'<li><a href="http://LOCALHOST:{port}/c/{n}.html">关于第{n}项工作的通知</a> 2020-0{4 - n}-01</li>'
                for n in (1, 2, 3)
            )
            rows += '<li><a href="/c/0.html">关于去年工作的通知</a><span>2019-11-11</span></li>' * 2
            body = f"<html><head><title>通知公告</title></head><body><ul class='list'>{rows}</ul></body></html>"
            await line.send(page(body, "200 OK", "Content-Type: text/html; charset=utf-8"))

        robots = "User-agent: *\nDisallow: /geheim/\n".encode("utf-16")
        async with Portal(
            {"/robots.txt": page(robots), "/": page("<p>x</p>"), "/c/": answer, "/geheim/": answer}
        ) as server:
            home = server.home.replace("127.0.0.1", "LocalHost.")
            small = small_county(home)
            unit = small.unit[0].name
            columns = (
                DisclosureColumn(name="通知公告", url=server.home.replace("127.0.0.1", "localhost") + "c/", unit=unit),
                DisclosureColumn(name="不许看的", url="/geheim/", unit=unit),
            )
            county = small.model_copy(update={"column": columns, "unit": small.unit[:1]})
            store = open_store(tmp_path / "auditor.db")
            mark = await crawl_county(
                county,
                store,
                Place(tmp_path),
                lambda: NOW,
                since=date(2020, 1, 1),
                thorough=True,
                watch=lambda _c, _r: None,
            )
            assert replace(mark, id=0).requests == 3, "one robots.txt, the home page, one column"
            assert asked == ["/c/"], "what robots.txt forbids in UTF-16 is not asked for"
            audit = audit_county(county, store, Place(tmp_path), Period.parse("2020Q1"), lambda: NOW)
            assert [row.count for row in audit.rows] == [3, None]
            assert "robots" in audit.rows[1].reason
            again = county.model_copy(
                update={
                    "county": county.county.model_copy(update={"home": server.home.replace("127.0.0.1", "localhost")})
                }
            )
            assert (await replay_period(again, store, Place(tmp_path), Period.parse("2020Q1"))).audit.rows[0].count == 3
            store.close()

    asyncio.run(story())
