"""Proposing a county file from a portal: three portals in three shapes, and the sample portal over HTTP."""

import asyncio
import json
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from portals import HOME, Answer, TableFetcher, list_page

from auditor.base.errors import AuditorError, BadInput
from auditor.base.terms import ColumnKind
from auditor.county.model import CrawlRules, example_county, load_county, parse_county
from auditor.discover import Limits, Proposal, ProposedColumn, accept, county_name, discover, proposal_text
from auditor.discover.trees import read_literal, tree_leads
from auditor.discover.words import clean_name, discovery_words
from auditor.fetch.client import PortalClient
from auditor.sample import SamplePortal

Pages = dict[str, Answer | list[Answer]]


def propose(pages: Mapping[str, Answer | list[Answer]], *, home: str = HOME, **limits: int) -> Proposal:
    return asyncio.run(discover(home, TableFetcher(pages), limits=Limits(**limits)))


def by_url(proposal: Proposal) -> dict[str, ProposedColumn]:
    return {column.column.url: column for column in proposal.columns}


def article(title: str, source: str = "", publisher: str = "") -> str:
    table = (
        f"<table><tr><td>索引号</td><td>12345/2020-{len(title)}</td><td>发布机构</td><td>{publisher}</td></tr></table>"
    )
    return (
        f"<html><head><meta charset='utf-8'><meta name='ArticleTitle' content='{title}'>"
        f"<meta name='PubDate' content='2020-03-05 10:00'><meta name='ContentSource' content='{source}'>"
        f"<title>{title}</title></head><body><h1>{title}</h1>{table if publisher else ''}"
        f"<div>发布时间：2020-03-05　来源：{source}</div>"
        f"<div class='content'><p>{'正文内容写在这里，共有若干句话。' * 12}</p></div></body></html>"
    )


def rows(slug: str, count: int = 6, *, step: int = 9, last: date = date(2020, 3, 28)) -> list[tuple[str, str, str]]:
    days = [last - timedelta(days=step * number) for number in range(count)]
    return [
        (f"关于{slug}第{n}号事项办理情况的说明", f"{slug}/t{d:%Y%m%d}_{n}.html", str(d)) for n, d in enumerate(days, 1)
    ]


def page(title: str, *links: tuple[str, str], body: str = "", site: str = "清溪县人民政府门户网站") -> str:
    anchors = "".join(f'<li><a href="{href}">{text}</a></li>' for text, href in links)
    return (
        f"<html><head><meta charset='utf-8'><meta name='SiteName' content='{site}'><title>{title}</title></head>"
        f"<body><div class='main'><h2>{title}</h2><ul>{anchors}</ul>{body}</div></body></html>"
    )


def group(heading: str, links: Iterable[tuple[str, str]]) -> str:
    anchors = "".join(f'<li><a href="{href}">{text}</a></li>' for text, href in links)
    return f"<div class='box'><h3>{heading}</h3><ul>{anchors}</ul></div>"


# --- a portal of plain pages: menu, catalogue page, department pages -----------------------------------------------

DEPARTMENTS = [("财政局", "/bm/czj/"), ("教育科技局", "/bm/jkj/")]
TOWNS = [("河口镇", "/xz/hkz/"), ("石门乡", "/xz/smx/")]
TOPICS = [
    ("财政决算", "/xxgk/czjs/"),
    ("政策解读", "/xxgk/zcjd/"),
    ("人事任免", "/xxgk/rsrm/"),
    ("环境保护", "/xxgk/hjbh/"),
]


def plain_portal() -> Pages:
    pages: Pages = {
        "/": page(
            "清溪县人民政府门户网站",
            ("政府信息公开", "/xxgk/"),
            ("县内要闻", "/xw/yw/"),
            ("县长信箱", "/hdjl/xzxx/"),
            ("办事服务", "/bsfw/"),
            ("省政府", "http://other.test/"),
            ("公开年报.pdf", "/files/report.pdf"),
        ),
        "/xxgk/": page(
            "政府信息公开",
            body=group("法定主动公开内容", TOPICS) + group("部门信息公开", DEPARTMENTS) + group("乡镇信息公开", TOWNS),
        ),
        "/xw/yw/": list_page(rows("yw", 8, step=2), name="县内要闻", next_href="/xw/yw/index_1.html"),
        "/xxgk/hjbh/": (412, "<script>$_ts=1</script>"),
        "/xxgk/rsrm/": page("人事任免", body="<div class='main'><p>暂无信息</p></div>"),
    }
    for name, url in [*TOPICS[:2], *DEPARTMENTS, *TOWNS]:
        pages[url] = list_page(rows(url.split("/")[-2]), name=name, total=6)
    for n, (_, href, _) in enumerate(rows("czjs"), 1):
        pages[f"/xxgk/czjs/{href}"] = article(f"决算{n}", source="清溪县财政局")
    for _, href, _ in rows("zcjd"):
        pages[f"/xxgk/zcjd/{href}"] = article("解读", publisher="清溪县人力资源和社会保障局")
    return pages


def test_the_columns_of_a_plain_portal_are_found_with_names_kinds_and_units() -> None:
    proposal = propose(plain_portal())
    sure = {c.column.url: (c.column.name, c.column.unit) for c in proposal.columns if c.confidence >= 0.5}
    assert sure == {
        "/xxgk/czjs/": ("财政决算", "财政局"),
        "/xxgk/zcjd/": ("政策解读", "人社局"),
        "/xxgk/rsrm/": ("人事任免", "人社局"),
        "/bm/czj/": ("财政局", "财政局"),
        "/bm/jkj/": ("教育科技局", "教育科技局"),
        "/xz/hkz/": ("河口镇", "河口镇"),
        "/xz/smx/": ("石门乡", "石门乡"),
        "/xw/yw/": ("县内要闻", None),
    }
    kinds = {c.column.name: c.column.kind for c in proposal.columns}
    assert kinds["财政决算"] is ColumnKind.FINANCE
    assert kinds["政策解读"] is ColumnKind.INTERPRETATION
    assert kinds["县内要闻"] is ColumnKind.NEWS
    assert proposal.name == "清溪县"
    assert [(unit.name, unit.table) for unit in proposal.units][-2:] == [
        ("河口镇", "townships"),
        ("石门乡", "townships"),
    ]


def test_figures_and_reasons_stand_beside_each_column() -> None:
    column = by_url(propose(plain_portal()))["/xxgk/czjs/"]
    assert column.last_update == date(2020, 3, 28)
    assert column.per_quarter == pytest.approx(91.3 / 9, abs=0.1)
    assert column.confidence > 0.9
    assert "在公开目录页上" in column.reasons
    assert "责任单位取自文章的来源" in column.reasons


def test_the_catalogue_is_trusted_more_than_a_link_on_the_home_page() -> None:
    columns = by_url(propose(plain_portal()))
    assert columns["/xxgk/czjs/"].confidence > columns["/xw/yw/"].confidence
    assert propose(plain_portal()).columns[0].column.url == "/xxgk/czjs/"


def test_http_and_https_links_to_one_page_are_one_column() -> None:
    pages = plain_portal()
    pages["/"] = page("清溪县", ("公开", "https://portal.test/xxgk/"), ("财政决算", "https://portal.test/xxgk/czjs/#a"))
    assert [c.column.url for c in propose(pages).columns].count("/xxgk/czjs/") == 1
    assert all(c.column.url.startswith("/") for c in propose(pages).columns)


def test_letters_services_files_and_other_hosts_are_never_asked_for() -> None:
    fetcher = TableFetcher(plain_portal())
    asyncio.run(discover(HOME, fetcher))
    assert not {"/hdjl/xzxx/", "/bsfw/", "/files/report.pdf", "http://other.test/"} & set(fetcher.asked)
    assert "/xw/yw/index_1.html" not in fetcher.asked
    assert len(fetcher.asked) == len(set(fetcher.asked))


def test_a_blocked_column_is_proposed_as_a_comment_only() -> None:
    proposal = propose(plain_portal())
    blocked = by_url(proposal)["/xxgk/hjbh/"]
    assert blocked.confidence < 0.5
    assert any("没有读到" in reason for reason in blocked.reasons)
    text = proposal_text(proposal)
    assert '# name = "环境保护"' in text
    assert "环境保护" not in {column.name for column in parse_county(text, Path("qx.toml")).column}


def test_an_empty_column_is_still_a_column() -> None:
    assert "/xxgk/rsrm/" in by_url(propose(plain_portal()))
    assert by_url(propose(plain_portal()))["/xxgk/rsrm/"].column.name == "人事任免"


def test_the_proposal_is_a_county_file_with_its_confidence_in_comments() -> None:
    text = proposal_text(propose(plain_portal()))
    county = parse_county(text, Path("qx.toml"))
    assert county.county.portal == "清溪县人民政府门户网站"
    assert "# 置信度 0.9" in text
    assert text.count("# 依据：") == len(propose(plain_portal()).columns)
    assert 'owner = "待确认"' in text
    assert "责任单位没有认出" in text


def test_columns_can_be_accepted_line_by_line() -> None:
    county = accept(propose(plain_portal()), {"/xz/hkz/", "/xxgk/hjbh/"})
    assert {column.name for column in county.column} == {"河口镇", "环境保护"}
    assert [unit.name for unit in county.unit] == ["河口镇"]


def test_no_more_pages_are_asked_for_than_allowed() -> None:
    fetcher = TableFetcher(plain_portal())
    proposal = asyncio.run(discover(HOME, fetcher, limits=Limits(max_pages=4, max_articles=0)))
    assert len(fetcher.asked) == proposal.pages == 4
    assert any("页数上限" in note for note in proposal.notes)


def test_an_endless_portal_comes_to_an_end() -> None:
    class Endless(dict[str, Answer | list[Answer]]):
        def get(self, key: str, default: object = None) -> Answer:  # type: ignore[override]
            return page("目录", *((f"下级{n}", f"{key.rstrip('/')}/{n}/") for n in range(9)))

    fetcher = TableFetcher(Endless())
    with pytest.raises(AuditorError, match="没有一页是信息列表"):
        asyncio.run(discover(HOME, fetcher, limits=Limits(max_pages=60)))
    assert len(fetcher.asked) == 60


def test_every_request_is_told_to_the_watcher() -> None:
    told: list[tuple[int, str]] = []
    fetcher = TableFetcher(plain_portal())
    asyncio.run(discover(HOME, fetcher, watch=lambda number, url: told.append((number, url))))
    assert [number for number, _ in told] == list(range(len(fetcher.asked)))


def test_a_page_that_gathers_other_columns_is_doubted() -> None:
    pages = plain_portal()
    one, two = rows("czjs", 3), rows("zcjd", 3)
    both = [(t, f"/xxgk/czjs/{h}", d) for t, h, d in one] + [(t, f"/xxgk/zcjd/{h}", d) for t, h, d in two]
    pages["/"] = page("清溪县人民政府门户网站", ("政府信息公开", "/xxgk/"), ("公开动态", "/xxgk/all/"))
    pages["/xxgk/all/"] = list_page(both, name="公开动态")
    gathered = by_url(propose(pages))["/xxgk/all/"]
    assert gathered.confidence < 0.5
    assert any("汇总页" in reason for reason in gathered.reasons)


def test_a_home_page_that_cannot_be_read_is_told() -> None:
    with pytest.raises(AuditorError, match="首页打不开"):
        propose({"/": 503})
    with pytest.raises(AuditorError, match="没有在"):
        propose({"/": page("空门户")})


def test_units_written_in_two_ways_are_one_with_an_alias() -> None:
    pages = plain_portal()
    pages["/xxgk/"] = page("政府信息公开", ("解读", "/xxgk/zcjd/"), ("就业信息（人社局）", "/xxgk/jy/"))
    pages["/xxgk/jy/"] = list_page(rows("jy"), name="就业信息（人社局）")
    unit = next(unit for unit in propose(pages).units if "人社局" in (unit.name, *unit.aliases))
    assert {unit.name, *unit.aliases} == {"人社局", "人力资源和社会保障局"}


def test_a_name_the_page_does_not_say_is_asked_for() -> None:
    pages = plain_portal()
    pages["/"] = page("欢迎您", ("政府信息公开", "/xxgk/"), site="欢迎您")
    assert any("县名" in note for note in propose(pages).notes)
    assert asyncio.run(discover(HOME, TableFetcher(pages), name="清溪县")).name == "清溪县"


@pytest.mark.parametrize(
    ("site", "county"),
    [
        ("清溪县人民政府门户网站", "清溪县"),
        ("平凉市崇信县人民政府", "崇信县"),
        ("欢迎您访问清溪县政府网", "清溪县"),
        ("甘肃省临夏州积石山保安族东乡族撒拉族自治县人民政府", "积石山保安族东乡族撒拉族自治县"),
        ("中国政府网", ""),
        ("四川省人民政府", ""),
        ("四川省政府网站集约化平台", ""),
        ("广西壮族自治区", ""),
        ("公司网站", ""),
        ("四川省凉山彝族自治州宁远县人民政府", "宁远县"),
        ("", ""),
    ],
)
def test_the_county_is_read_from_the_name_of_the_portal(site: str, county: str) -> None:
    assert county_name(site) == county


# --- a portal of nested menus: departments with columns of their own, 更多 links, side lists ------------------------


def nested_portal() -> Pages:
    menu = "<div class='nav'><ul><li><a href='/'>首 页</a></li><li><a href='/bmgk/'>部门信息公开</a></li></ul></div>"
    hot = "<div class='side'><h3>热点</h3><ul><li><a href='/hot/1.html'>短标题</a><span>03-05</span></li></ul></div>"
    blocks = ""
    for name, url in (("通知公告", "/tzgg/"), ("工作动态", "/gzdt/")):
        lines = "".join(f"<li><a href={h}>{t}</a><span>{d}</span></li>" for t, h, d in rows(url.strip("/"), 3))
        blocks += f"<div class='tit'><h3>{name}</h3><a class='more' href='{url}'>更多&gt;&gt;</a></div><ul>{lines}</ul>"
    head = "<head><meta charset='utf-8'><title>清溪县人民政府</title></head>"
    pages: Pages = {
        "/": f"<html>{head}<body>{menu}{blocks}{hot}</body></html>",
        "/bmgk/": page("部门信息公开", ("水务局", "/bmgk/swj/"), ("民政局", "/bmgk/mzj/")),
        "/tzgg/": list_page(rows("tzgg", 20), name="通知公告", before=menu + hot),
        "/gzdt/": list_page(rows("gzdt", 20), name="工作动态", before=menu + hot),
    }
    for name, slug in (("水务局", "swj"), ("民政局", "mzj")):
        columns = [("通知公告", f"/bmgk/{slug}/tzgg/"), ("工作计划", f"/bmgk/{slug}/gzjh/")]
        left = f"<div class='left'>{group(name, columns)}</div>"
        pages[f"/bmgk/{slug}/"] = page(name, body=left)
        for title, url in columns:
            trail = f"<div class='pos'>当前位置：首页 &gt; 部门信息公开 &gt; {name} &gt; {title}</div>"
            pages[url] = list_page(rows(url.strip("/"), 5), name=title, before=menu + trail + left + hot)
    return pages


def test_departments_with_columns_of_their_own_are_gone_into() -> None:
    columns = {url: c for url, c in by_url(propose(nested_portal())).items() if c.confidence >= 0.5}
    assert {url: (c.column.name, c.column.unit) for url, c in columns.items()} == {
        "/tzgg/": ("通知公告", None),
        "/gzdt/": ("工作动态", None),
        "/bmgk/swj/tzgg/": ("通知公告", "水务局"),
        "/bmgk/swj/gzjh/": ("工作计划", "水务局"),
        "/bmgk/mzj/tzgg/": ("通知公告", "民政局"),
        "/bmgk/mzj/gzjh/": ("工作计划", "民政局"),
    }


@pytest.mark.parametrize("service", ["办事服务", "互动交流", "县长信箱"])
def test_a_menu_above_a_block_is_no_heading_of_its_columns(service: str) -> None:
    """A short bar of links before the body of a page, one of them a service, says nothing of what follows."""
    bar = f"<div class='nav'><a href='/'>首页</a><a href='/zx/'>资讯</a><a href='/x/'>{service}</a></div>"
    pages = plain_portal()
    del pages["/xxgk/"]
    pages["/"] = page("清溪县人民政府门户网站", body=bar + f"<div class='wrap'>{group('公开', TOPICS)}</div>")
    found = by_url(propose(pages))
    assert {url for _, url in TOPICS} <= found.keys()


def below(name: str, *, body: str = "") -> str:
    """A page whose breadcrumb is links to the folders it stands in."""
    crumbs = "<div>当前位置：<a href='/'>首页</a> &gt; <a href='/zx/'>资讯</a> &gt; <a href='/zx/ts/'>提示</a></div>"
    return page(name, body=crumbs + body)


def test_a_column_that_cannot_be_read_is_told_whatever_its_breadcrumb_links() -> None:
    """Unread columns beside read ones come as comments; steps up a breadcrumb make no channel page of them."""
    ask = '<script>load("/common/search/0f3b9c1d2e4f5a6b7c8d9e0f1a2b3c4d")</script>'
    leads = [("应急提示", "/zx/ts/a/"), ("招标采购", "/zx/ts/b/"), ("统计数据", "/zx/ts/c/")]
    pages: Pages = {
        "/": page("清溪县人民政府门户网站", ("资讯", "/zx/"), ("财政预算", "/ys/")),
        "/ys/": list_page(rows("ys"), name="财政预算"),
        "/zx/": page("资讯", body=group("各类资讯", leads)),
        "/zx/ts/a/": list_page(rows("ts"), name="应急提示"),
        "/zx/ts/b/": below("招标采购", body="<form action='/s'><input name='q'><button>查询</button></form>"),
        "/zx/ts/c/": below("统计数据", body=f"<meta name='channelId' content='0f3b'><ul id='body'></ul>{ask}"),
    }
    found = by_url(propose(pages))
    assert found["/zx/ts/a/"].confidence >= 0.5
    assert found["/zx/ts/b/"].confidence < 0.5
    assert found["/zx/ts/c/"].confidence < 0.5


def test_a_block_and_a_year_of_a_column_are_no_columns() -> None:
    block = "".join(f"<li><a href='{href}'>{title}</a><span>{day}</span></li>" for title, href, day in rows("/gs/", 5))
    years = "<div class='tabs'><a class='on' href='/gg/'>2020年</a><a href='/gg/2019/'>2019年</a></div>"
    head = "<div class='tit'><span>公示</span><a class='more' href='/gs/'>更多&gt;&gt;</a></div>"
    pages: Pages = {
        "/": page("清溪县人民政府门户网站", ("民政局", "/mzj/"), ("公告", "/gg/")),
        "/mzj/": page("民政局", body=f"<div class='box'>{head}<ul>{block}</ul></div>"),
        "/gs/": list_page(rows("gs", 9), name="公示"),
        "/gg/": list_page(rows("gg"), name="公告", before=years),
        "/gg/2019/": list_page(rows("gg", last=date(2019, 11, 3)), name="公告", before=years),
    }
    sure = {url for url, column in by_url(propose(pages)).items() if column.confidence >= 0.5}
    assert sure == {"/gs/", "/gg/"}


@pytest.mark.parametrize("count", [1, 3])
def test_a_department_page_that_shows_the_newest_of_its_column_is_none(count: int) -> None:
    entries = rows("/gs/", count)
    newest = "".join(f"<li><a href='{href}'>{title}</a><span>{day}</span></li>" for title, href, day in entries)
    pages: Pages = {
        "/": page("清溪县人民政府门户网站", ("民政局", "/mzj/")),
        "/mzj/": page("民政局", body=f"<a href='/gs/'>公示公告</a><div class='box'><ul>{newest}</ul></div>"),
        "/gs/": list_page(rows("/gs/", max(count, 2 * count - 1)), name="公示公告"),
    }
    sure = {url for url, column in by_url(propose(pages)).items() if column.confidence >= 0.5}
    assert sure == {"/gs/"}


ADDRESSES = (
    "/100101/list.shtml",
    "/list_42_1.html",
    "/zwgk/index_12.html",
    "/col/12/list.jsp?p=7",
    "/zw/0f3b9c1d2e4f5a6b7c8d9e0f1a2b3c4d.shtml",
    "/20200101/lm.html",
    "/public/12/7.html",
)
NOTICES = list_page(rows("/tzgg"), name="通知公告")


def surely(proposal: Proposal) -> set[str]:
    return {url for url, column in by_url(proposal).items() if column.confidence >= 0.5}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("how", ["{}", "<img alt='{}' src='a.png'>"])
def test_a_column_in_a_menu_is_one_whatever_its_address_looks_like(address: str, how: str) -> None:
    links = f"<li><a href='{address}'>{how.format('财政预决算')}</a></li><li><a href='/tzgg/'>通知公告</a></li>"
    pages: Pages = {"/": page("首页", body=f"<ul class='m'>{links}</ul>"), "/tzgg/": NOTICES}
    pages[address] = list_page(rows("/czj"), name="财政预决算")
    assert surely(propose(pages)) == {address, "/tzgg/"}


def test_a_catalogue_may_print_the_day_of_the_last_item_beside_each_column() -> None:
    names = dict.fromkeys(("人事任免", "政策解读", "财政决算", "安全生产", "统计数据", "公示公告"))
    urls = {f"/lm{n}/": name for n, name in enumerate(names)}
    lines = "".join(f"<li><a href='{url}'>{name}</a> <i>2020-03-05</i></li>" for url, name in urls.items())
    catalogue = page("政务公开", body=f"<ul class='mulu'>{lines}</ul>")
    pages: Pages = {"/": page("首页", ("政务公开", "/mulu/")), "/mulu/": catalogue}
    pages |= {url: list_page(rows(url.strip("/")), name=name) for url, name in urls.items()}
    assert surely(propose(pages)) == set(urls)


PAGERS = (
    "<a href='{}' title='第{}页'><img src='n.gif'></a>",
    "<a href='{}'>{}</a>",
    "<a href='{}'>第{}页</a>",
    "<a href='{}'>往后{}</a>",
)


@pytest.mark.parametrize("pager", PAGERS)
@pytest.mark.parametrize("name", ["list{}.html", "p/{}/"])
def test_later_pages_of_a_list_are_no_columns(name: str, pager: str) -> None:
    def part(number: int) -> str:
        links = "".join(pager.format(f"/tzgg/{name.format(n)}", n) for n in range(1, 4) if n != number)
        shown = rows("/tzgg", 20, last=date(2020, 3, 28) - timedelta(days=190 * number))
        following = f"/tzgg/{name.format(number + 1)}" if number < 3 else ""
        return list_page(shown, name="通知公告", next_href=following, before=f"<div>{links}</div>")

    pages: Pages = {"/": page("首页", ("通知公告", "/tzgg/"), ("人事任免", "/rsrm/")), "/tzgg/": part(1)}
    pages |= {f"/tzgg/{name.format(n)}": part(n) for n in (2, 3)}
    pages["/rsrm/"] = list_page(rows("/rsrm"), name="人事任免")
    assert surely(propose(pages)) == {"/tzgg/", "/rsrm/"}


def test_the_portals_name_above_a_menu_is_no_unit() -> None:
    columns = [("公示公告", "/gsgg/"), ("工作动态", "/gzdt/")]
    pages: Pages = {"/": page("首页", body=group("清溪县人民政府", columns))}
    pages |= {url: list_page(rows(url.strip("/")), name=name) for name, url in columns}
    assert {column.column.unit for column in propose(pages).columns} == {None}


@pytest.mark.parametrize("site", ["清溪县教育科技局", "清溪县教育科技局门户网站"])
def test_a_column_on_a_departments_site_is_that_departments(site: str) -> None:
    columns = [("通知公告", "/jkj/tzgg/"), ("工作动态", "/gzdt/")]
    pages: Pages = {"/": page("首页", *columns)}
    for url, whose in (("/jkj/tzgg/", site), ("/gzdt/", "清溪县人民政府门户网站")):
        text = list_page(rows(url.strip("/")), name={there: name for name, there in columns}[url])
        pages[url] = text.replace("<head>", f"<head><meta name='SiteName' content='{whose}'>", 1)
    found = by_url(propose(pages))
    assert (found["/jkj/tzgg/"].column.unit, found["/gzdt/"].column.unit) == ("教育科技局", None)


def test_a_page_under_a_heading_that_holds_no_list_is_told_with_its_reason() -> None:
    columns = group("信息公开", [("规划计划", "/bm/slj/ghjh/"), ("通知公告", "/tzgg/")])
    pages: Pages = {"/": page("首页", ("县水务局", "/bm/slj/")), "/bm/slj/": page("县水务局", body=columns)}
    pages |= {"/bm/slj/ghjh/": page("规划计划", body=f"<p>{'正在整理。' * 30}</p>"), "/tzgg/": NOTICES}
    proposal = propose(pages)
    assert by_url(proposal)["/bm/slj/ghjh/"].confidence < 0.5
    assert "页面中没有信息列表" in proposal_text(proposal)


def test_a_column_whose_name_heads_articles_on_the_home_page_is_no_channel() -> None:
    """A block headed like an unread column shows its newest articles: none of them is a column below it."""
    titles = ["县长调研春耕备耕", "全县安全生产会议", "河湖长制现场推进"]
    block = group("工作动态", [(title, f"/gzdt/{n}/") for n, title in enumerate(titles)])
    menu = [("通知公告", "/tzgg/"), ("工作动态", "/gzdt/")]
    pages: Pages = {"/": page("清溪县人民政府门户网站", *menu, body=block), "/tzgg/": NOTICES}
    pages |= {f"/gzdt/{n}/": article(title) for n, title in enumerate(titles)}
    pages |= {"/gzdt/": page("工作动态", body=f"<p>{'正在整理。' * 30}</p>")}
    proposal = propose(pages)
    assert by_url(proposal)["/gzdt/"].confidence < 0.5
    assert "页面中没有信息列表" in proposal_text(proposal)


def test_rows_with_dates_are_no_leads() -> None:
    fetcher = TableFetcher(nested_portal())
    asyncio.run(discover(HOME, fetcher, limits=Limits(max_articles=0)))
    assert "/hot/1.html" not in fetcher.asked
    assert not any("/t2020" in url for url in fetcher.asked)
    assert len(fetcher.asked) == len(set(fetcher.asked)) == 11


# --- a portal in GBK whose catalogue is a tree in scripts ----------------------------------------------------------


def crumbs_page(*names: str, items: list[tuple[str, str, str]]) -> bytes:
    trail = " &gt; ".join(f"<a href='#'>{name}</a>" for name in ("首页", *names))
    lines = "".join(f"<tr><td><a href='{h}'>{t}</a></td><td>[{d}]</td></tr>" for t, h, d in items)
    return (
        f"<html><head><title>清溪县人民政府</title></head><body><div class='pos'>当前位置：{trail}</div>"
        f"<table class='list'>{lines}</table></body></html>"
    ).encode("gbk")


def script_portal() -> Pages:
    nodes = [
        {"id": 1, "pId": 0, "name": "部门公开"},
        {"id": 11, "pId": 1, "name": "民政局", "open": True},
        {"id": 111, "pId": 11, "name": "社会救助", "url": "/mzj/shjz/list.html"},
        {"id": 112, "pId": 11, "name": "养老服务", "url": "/mzj/ylfw/list.html"},
        {"id": 113, "pId": 11, "name": "未启用", "url": "null.shtml"},
    ]
    script = "var zNodes = " + json.dumps(nodes, ensure_ascii=False).replace('"id"', "id") + ";"
    channels = {"data": [{"channelName": "规划计划", "channelUrl": "/ghjh/list.html", "children": [
        {"channelName": "专项规划", "channelUrl": "/ghjh/zx/list.html", "children": []}]}]}  # fmt: skip
    home = (
        f"<html><head><title>清溪县人民政府</title></head><body><div id='tree'></div><script>{script}</script>"
        "<script>$.ajax({url:'/u/channel/treeNew/qingxi', dataType:'jsonp'})</script></body></html>"
    )
    return {
        "/": home.encode("gbk"),
        "/u/channel/treeNew/qingxi": f"callback({json.dumps(channels, ensure_ascii=False)});",
        "/mzj/shjz/list.html": crumbs_page("部门公开", "民政局", "社会救助", items=rows("shjz")),
        "/mzj/ylfw/list.html": crumbs_page("部门公开", "民政局", "养老服务", items=rows("ylfw")),
        "/ghjh/list.html": crumbs_page("规划计划", items=rows("ghjh")),
        "/ghjh/zx/list.html": crumbs_page("规划计划", "专项规划", items=rows("zx", 3)),
    }


def test_trees_in_scripts_lead_to_their_columns() -> None:
    columns = by_url(propose(script_portal()))
    assert {url: (c.column.name, c.column.unit) for url, c in columns.items()} == {
        "/mzj/shjz/list.html": ("社会救助", "民政局"),
        "/mzj/ylfw/list.html": ("养老服务", "民政局"),
        "/ghjh/list.html": ("规划计划", "发改局"),
        "/ghjh/zx/list.html": ("专项规划", None),
    }
    assert all("在公开目录树中" in column.reasons for column in columns.values())
    assert columns["/mzj/shjz/list.html"].trail == ("部门公开", "民政局")


def test_the_placeholder_of_an_unused_channel_is_not_followed() -> None:
    fetcher = TableFetcher(script_portal())
    asyncio.run(discover(HOME, fetcher))
    assert not any("null" in url for url in fetcher.asked)


# --- the Guangdong platform: one page, a tree in its configuration, lists by API -----------------------------------


def gkmlpt_portal() -> Pages:
    tree = [{"id": 5001, "name": "政策文件", "post_count": 2, "children": [
        {"id": 5002, "name": "规范性文件", "children": [], "jump_url": ""}]},
        {"id": 5003, "name": "依申请公开", "children": []},
        {"id": 5004, "name": "外部栏目", "jump_url": "http://other.test/", "children": []}]  # fmt: skip
    config = json.dumps({"SID": "764", "TREE": tree}, ensure_ascii=False)
    platform = "<html><head><title>政府信息公开目录</title></head><body><div id='app'></div>"
    platform += f"<script>window._CONFIG = {config};</script></body></html>"

    def answer(number: int) -> str:
        folder = "/gkmlpt/content"
        stamp = int(datetime(2020, 3, 5, 9, 0, tzinfo=UTC).timestamp())
        rows = [
            {"id": number * 10 + n, "title": f"第{number}类文件第{n}号", "url": f"{folder}/post_{number}{n}.html",
             "display_publish_time": stamp - n * 864_000, "publisher": "清溪县司法局"}
            for n in range(3)
        ]  # fmt: skip
        return json.dumps({"articles": rows, "classify": {"post_count": 3}}, ensure_ascii=False)

    return {
        "/": page("清溪县人民政府门户网站", ("政府信息公开", "/gkmlpt/index")),
        "/gkmlpt/index": platform,
        "/gkmlpt/index#5001": platform,
        "/gkmlpt/api/all/5001?page=1&sid=764": answer(5001),
        "/gkmlpt/api/all/5002?page=1&sid=764": answer(5002),
    }


def test_the_nodes_of_the_guangdong_platform_are_columns_of_one_page() -> None:
    columns = by_url(propose(gkmlpt_portal()))
    assert {url: c.column.name for url, c in columns.items()} == {
        "/gkmlpt/index#5001": "政策文件",
        "/gkmlpt/index#5002": "规范性文件",
    }
    assert all(c.confidence > 0.7 and c.family == "gkmlpt" for c in columns.values())
    county = parse_county(proposal_text(propose(gkmlpt_portal())), Path("qx.toml"))
    assert len(county.column) == 2


# --- trees and words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "x = [" + "[" * 5000,
        "x = " + '[{"name":' * 3000,
        'x = [{"name":"a","url":"/a"},' * 500,
        "x = [{name:'a" + "\\" * 20_000,
        "var a = {b: function() { return 1 }}",
        "callback(" + '{"children":[' * 1000,
    ],
)
def test_a_hostile_script_is_no_tree(text: str) -> None:
    assert tree_leads(text, HOME, 1) == []


def test_a_literal_is_read_as_far_as_it_goes() -> None:
    value, end = read_literal("[{id: 1, name: '甲\\u4e59', open: true, more: [1, 2,],}] ;", 0)
    assert value == [{"id": "1", "name": "甲乙", "open": True, "more": ["1", "2"]}]
    assert end == len("[{id: 1, name: '甲\\u4e59', open: true, more: [1, 2,],}]")
    assert read_literal("[1, f(2)]", 0) == (None, 0)


def test_a_page_that_must_not_be_parsed_is_not_walked() -> None:
    pages = plain_portal()
    pages["/xxgk/"] = "<html><body>" + "<div><a href='/x/'>栏目</a>" * 9_000
    assert propose(pages).columns[0].column.url == "/xw/yw/"


@pytest.mark.alone
@pytest.mark.parametrize(
    "noise", ["/" * 300_000, ":{a:" * 100_000, "'" * 300_000 + "treeNew" * 20_000, "<ul><li>" * 3_000]
)
def test_a_hostile_page_takes_little_time(noise: str) -> None:
    pages = {"/": page("清溪县", ("信息公开", "/xxgk/"), body=f"<script>{noise}</script>{noise}")}
    started = time.process_time()
    with suppress(AuditorError):
        propose(pages)
    assert time.process_time() - started < 10


def test_tree_nodes_with_a_loop_of_parents_end() -> None:
    leads = tree_leads("z=[{id:1,pId:2,name:'甲',url:'/a'},{id:2,pId:1,name:'乙',url:'/b'}]", HOME, 1)
    assert [lead.name for lead in leads] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("name", "county", "bare"),
    [
        ("清溪县财政局", "清溪县", "财政局"),
        ("县财政局", "清溪县", "财政局"),
        ("中共清溪县委办公室", "清溪县", "清溪县委办公室"),
        ("国家税务总局清溪县税务局", "清溪县", "国家税务总局清溪县税务局"),
    ],
)
def test_the_county_before_a_unit_is_left_out(name: str, county: str, bare: str) -> None:
    assert discovery_words().bare_unit(name, county) == bare


def test_names_are_cleaned_of_bullets_and_arrows() -> None:
    assert clean_name(" ·【财政决算】 >> ") == "财政决算"


def test_every_pattern_of_the_word_list_compiles_and_every_unit_name_is_a_unit() -> None:
    words = discovery_words()
    assert words.is_article("http://a/202003/t20200305_1.html")
    assert not words.is_article("http://a/xxgk/czjs/index.html")
    assert all(words.is_unit(unit) for unit in words.units.by_name)


# --- the sample portal over HTTP -----------------------------------------------------------------------------------


def test_the_columns_of_the_sample_portal_are_found() -> None:
    async def story(home: str) -> Proposal:
        async with PortalClient(home, CrawlRules(delay=0), now=lambda: datetime(2020, 4, 10, tzinfo=UTC)) as fetcher:
            return await discover(home, fetcher)

    with SamplePortal() as portal:
        proposal = asyncio.run(story(portal.home))
        assert len(portal.requests) < 200
    county = load_county(example_county())
    sure = {column.column.url: column.column.name for column in proposal.columns if column.confidence >= 0.5}
    wanted = {column.url: column.name for column in county.column}
    found = [url for url, name in wanted.items() if sure.get(url) == name]
    assert len(found) >= 0.9 * len(wanted)
    assert len(sure) <= len(wanted) + 2
    again = parse_county(proposal_text(proposal), Path("sample.toml"))
    assert [column.url for column in again.column] == list(sure)


def test_without_a_sure_column_the_file_waits_for_a_person() -> None:
    proposal = propose(
        {
            "/": page("清溪县", ("信息公开", "/xxgk/")),
            "/xxgk/": page("信息公开", ("预算", "/ys/"), ("决算", "/js/")),
            "/ys/": 412,
            "/js/": 503,
        }
    )
    assert {column.column.name for column in proposal.columns} == {"预算", "决算"}
    with pytest.raises(BadInput, match="column"):
        parse_county(proposal_text(proposal), Path("qx.toml"))
