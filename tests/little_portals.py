"""Eight little portals in structures of their own, for discovery: each a mapping of paths to answers, and its truth.

``columns`` are the addresses that are columns, with their names; ``told`` those that were linked as columns and cannot
be read, which a person must hear of. Everything else that is linked is no column.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

Served = bytes | tuple[int, bytes]


@dataclass
class LittlePortal:
    """A portal with its truth."""

    county: str
    pages: dict[str, Served]
    columns: dict[str, str]
    told: dict[str, str] = field(default_factory=dict)
    units: frozenset[str] = frozenset()
    """Units that must be among those proposed."""


def html(title: str, body: str, *, head: str = "", charset: str = "utf-8") -> bytes:
    meta = f"<meta http-equiv='Content-Type' content='text/html; charset={charset}'>"
    return f"<html><head>{meta}{head}<title>{title}</title></head><body>{body}</body></html>".encode(charset)


def links(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<li><a href="{href}">{text}</a></li>' for text, href in pairs)


def news(slug: str, count: int = 8, step: int = 9) -> str:
    days = [date(2026, 9, 20) - timedelta(days=step * n) for n in range(count)]
    return "".join(
        f"<li><a href='/{slug}/t{day:%Y%m%d}_{100 + n}.html'>关于印发{slug}工作第{n}号通知事项的说明</a>{day}</li>"
        for n, day in enumerate(days)
    )


def column(name: str, slug: str, site: str, *, above: str = "", charset: str = "utf-8", count: int = 8) -> bytes:
    place = f"{above} &gt; {name}" if above else name
    trail = f"<div class='dqwz'>当前位置：<a href='/'>首页</a> &gt; {place}</div>"
    rows = f"<div class='list'><ul>{news(slug, count)}</ul></div><div class='page'>共{count}条 第1/1页</div>"
    return html(f"{name}-{site}", f"{trail}<h2>{name}</h2>{rows}", charset=charset)


# -- 1: GBK, a table as navigation, titles that greet, columns that time out or are gone


def gbk() -> LittlePortal:
    site = "中国·云沱 云沱县人民政府公众信息网"
    names = {"/tzgg/": "通知公告", "/czyjs/": "财政预决算", "/rsxx/": "人事信息", "/ghjh/": "规划计划"}
    menu = "".join(
        f"<td><a href='{url}'>{name}</a></td>"
        for url, name in {**names, "/zfcg/": "政府采购", "/ajbg/": "安全生产"}.items()
    )
    pages: dict[str, Served] = {
        "/": html(
            f"欢迎访问{site}",
            f"<table><tr>{menu}</tr></table><div><h3>云沱要闻</h3><ul>{news('yw', 4)}</ul></div>",
            charset="gbk",
        ),
        "/zfcg/": (404, b"<html><body>404</body></html>"),
        "/ajbg/": (503, b""),
    }
    pages |= {url: column(name, url.strip("/"), site, charset="gbk") for url, name in names.items()}
    return LittlePortal("云沱县", pages, names, {"/zfcg/": "政府采购", "/ajbg/": "安全生产"})


# -- 2: the navigation is JSON in a script


def nav_in_json() -> LittlePortal:
    site = "石桥县人民政府"
    tree = [
        {"channelName": "政务公开", "url": "/zwgk/", "children": [
            {"channelName": "政策文件", "url": "/zwgk/zcwj/", "children": []},
            {"channelName": "政策解读", "url": "/zwgk/zcjd/", "children": []},
            {"channelName": "建议提案", "url": "/zwgk/jyta/", "children": []},
        ]},
        {"channelName": "政民互动", "url": "/hd/", "children": [{"channelName": "县长信箱", "url": "/hd/xzxx/"}]},
    ]  # fmt: skip
    head = f"<script>var navData = {json.dumps(tree, ensure_ascii=False)};</script>"
    names = {"/zwgk/zcwj/": "政策文件", "/zwgk/zcjd/": "政策解读"}
    pages: dict[str, Served] = {
        "/": html(f"首页 - {site}", "<div id='nav'></div>", head=head + f"<meta name='SiteName' content='{site}'>"),
        "/zwgk/": html(f"政务公开-{site}", "<div id='nav'></div>", head=head),
        "/zwgk/jyta/": html(f"建议提案-{site}", "<div id='app'></div><script src='/js/app.js'></script>"),
    }
    pages |= {
        url: column(name, url.strip("/").replace("/", "_"), site, above="政务公开") for url, name in names.items()
    }
    return LittlePortal("石桥县", pages, names, {"/zwgk/jyta/": "建议提案"})


# -- 3: frames


def frames() -> LittlePortal:
    site = "平川县政府网"
    names = {"/gg/": "公告公示", "/wj/": "政府文件", "/zj/": "资金信息"}
    top = html(
        site,
        "<a href='/zb/' target='main'>机构招标</a>"
        + "".join(f"<a href='{u}' target='main'>{n}</a> " for u, n in names.items()),
    )
    pages: dict[str, Served] = {
        "/": "<html><head><title>平川县人民政府</title></head><frameset rows='80,*'><frame name='top' src='/top.html'>"
        "<frame name='main' src='/main.html'></frameset></html>".encode(),
        "/top.html": top,
        "/main.html": html("主页", f"<h3>平川动态</h3><ul>{news('dt', 5)}</ul>"),
        "/zb/": html("机构招标", "<p>该栏目正在建设中</p>"),
    }
    pages |= {url: column(name, url.strip("/"), site) for url, name in names.items()}
    return LittlePortal("平川县", pages, names, {"/zb/": "机构招标"})


# -- 4: a mega menu with topics, and a province in the site's name


def mega_menu() -> LittlePortal:
    site = "四川省宁远县人民政府"
    groups = {
        "法定主动公开": {"/gk/gfxwj/": "规范性文件", "/gk/ghxx/": "规划信息", "/gk/tjxx/": "统计信息"},
        "重点领域信息公开": {"/zd/shjz/": "社会救助", "/zd/jyxx/": "教育信息", "/zd/ylws/": "医疗卫生"},
    }
    boxes = "".join(
        f"<div class='sub'><h4>{name}</h4><ul>{links((n, u) for u, n in pages.items())}</ul></div>"
        for name, pages in groups.items()
    )
    names = {url: name for group in groups.values() for url, name in group.items()}
    menu = f"<nav class='mega'><ul><li><a href='javascript:;'>政务公开</a>{boxes}</li></ul></nav>"
    foot = (
        "<div class='footer'><ul>"
        + links([("四川省人民政府", "http://www.sc.example/"), ("网站声明", "/about/")])
        + "</ul></div>"
    )
    pages: dict[str, Served] = {"/": html(f"{site}门户网站", menu + f"<ul>{news('yw', 5)}</ul>" + foot)}
    pages |= {url: column(name, url.strip("/").replace("/", "_"), site) for url, name in names.items()}
    pages["/gk/tjxx/"] = (403, b"<html><head><title>403</title></head><body>Forbidden</body></html>")
    del names["/gk/tjxx/"]
    return LittlePortal("宁远县", pages, names, {"/gk/tjxx/": "统计信息"})


# -- 5: all columns stand on the site map alone


def site_map() -> LittlePortal:
    site = "青台县人民政府"
    names = {
        f"/c/{n}/": name for n, name in enumerate(["人事任免", "招考录用", "应急管理", "价格和收费", "扶贫资金"], 1)
    }
    body = (
        "<h2>网站地图</h2><dl><dt>信息公开</dt><dd><ul>"
        + links((n, u) for u, n in {**names, "/c/9/": "公益事业"}.items())
        + "</ul></dd></dl>"
    )
    pages: dict[str, Served] = {
        "/": html(f"{site}网站", "<div><a href='/map.shtml'>网站地图</a></div><p>欢迎</p>"),
        "/map.shtml": html("网站地图", body),
        "/c/9/": html("公益事业", "<script>location.href='/error.html'</script>"),
    }
    pages |= {url: column(name, f"c{url[3]}", site) for url, name in names.items()}
    return LittlePortal("青台县", pages, names, {"/c/9/": "公益事业"})


# -- 6: departments with home pages of their own; rows with dates on every page


def departments() -> LittlePortal:
    site = "河阳县人民政府"
    pages: dict[str, Served] = {}
    names: dict[str, str] = {}
    bureaus = {"czj": "财政局", "jyj": "教育局", "mzj": "民政局"}
    for slug, name in bureaus.items():
        own = {f"/{slug}/gzdt/": f"{name[:2]}动态", f"/{slug}/zcwj/": "部门文件"}
        names |= own
        blocks = "".join(
            f"<div><h3>{n}</h3><a href='{u}'>更多</a><ul>{news(u.strip('/').replace('/', '_'), 4)}</ul></div>"
            for u, n in own.items()
        )
        pages[f"/{slug}/"] = html(
            f"{name}-{site}", f"<h1>河阳县{name}</h1><ul>{links((n, u) for u, n in own.items())}</ul>{blocks}"
        )
        for url, called in own.items():
            pages[url] = column(called, url.strip("/").replace("/", "_"), site, above=name)
    pages["/"] = html(
        f"{site}门户网站",
        "<div class='bm'><h3>部门网站</h3><ul>"
        + links((n, f"/{s}/") for s, n in bureaus.items())
        + f"</ul></div><ul>{news('yw', 6)}</ul>",
    )
    return LittlePortal("河阳县", pages, names, units=frozenset({"财政局", "教育局", "民政局"}))


# -- 7: the catalogue is a page of years, days and topics; an English mirror


def dated() -> LittlePortal:
    site = "临江区人民政府"
    names = {"/xxgk/zcfg/": "政策法规", "/xxgk/gsgg/": "公示公告", "/xxgk/zdxm/": "重大项目"}
    other = [
        ("2026年", "/xxgk/2026/"),
        ("2025-12-31", "/xxgk/20251231/"),
        ("9月", "/xxgk/09/"),
        ("English", "/en/"),
        ("Home", "/en/index.html"),
    ]
    catalogue = "<h2>政府信息公开目录</h2><ul>" + links([(n, u) for u, n in names.items()] + other) + "</ul>"
    pages: dict[str, Served] = {
        "/": html(
            f"首页 {site}",
            "<ul>" + links([("政府信息公开", "/xxgk/"), ("English", "/en/")]) + "</ul>",
            head="<meta name='SiteName' content='公司网站'>",
        ),
        "/xxgk/": html(f"政府信息公开目录-{site}", catalogue),
        "/en/": html("Linjiang District", f"<ul>{links([('News', '/en/news/')])}</ul>"),
        "/en/news/": column("News", "en_news", site),
    }
    for slug in ("2026", "20251231", "09"):
        pages[f"/xxgk/{slug}/"] = column("信息列表", f"y{slug}", site, above="2026年")
    pages |= {
        url: column(name, url.strip("/").replace("/", "_"), site, above="信息公开") for url, name in names.items()
    }
    return LittlePortal("临江区", pages, names)


# -- 8: columns stand only in the guide's tree; some of them are other sites, files and pages of text


def guide() -> LittlePortal:
    site = "白水县人民政府"
    names = {
        "/zfxxgk/fdzdgk/jgzn/": "机构职能动态",
        "/zfxxgk/fdzdgk/xzxk/": "行政许可",
        "/zfxxgk/fdzdgk/ggqsydw/": "公共企事业单位",
    }
    tree = (
        "var zNodes=["
        + ",".join(
            f'{{id:{n},pId:0,name:"{name}",url:"{url}"}}'
            for n, (url, name) in enumerate(
                {
                    **names,
                    "/zfxxgk/zn.html": "公开指南说明",
                    "/zfxxgk/fdzdgk/xzcf/": "行政处罚",
                    "/zfxxgk/nb.pdf": "年度报告",
                }.items(),
                1,
            )
        )
        + "];"
    )
    pages: dict[str, Served] = {
        "/": html(f"{site}门户网站", "<ul>" + links([("信息公开", "/zfxxgk/")]) + "</ul>"),
        "/zfxxgk/": html(
            f"信息公开指南-{site}",
            "<h2>政府信息公开指南</h2><p>为了方便公民获取信息。</p><div id='tree'></div>",
            head=f"<script>{tree}</script>",
        ),
        "/zfxxgk/zn.html": html(
            "公开指南说明",
            f"<h1>公开指南说明</h1><div class='content'><p>{'本机关主动公开的信息由办公室负责。' * 30}</p></div>",
        ),
        "/zfxxgk/fdzdgk/xzcf/": (500, b"error"),
    }
    pages |= {url: column(name, url.strip("/").replace("/", "_"), site) for url, name in names.items()}
    return LittlePortal("白水县", pages, names, {"/zfxxgk/fdzdgk/xzcf/": "行政处罚", "/zfxxgk/zn.html": "公开指南说明"})


# -- 9: a menu that a linked script writes, a tree that a script builds call by call, a menu in an inline frame


def written_menus() -> LittlePortal:
    site = "白河县人民政府"
    names = {
        "/w/tzgg/": "通知公告", "/w/zcwj/": "政策文件",
        "/t/rsrm/list.html": "人事任免", "/t/czxx/list.html": "财政信息",
        "/f/yjgl/": "应急管理", "/f/shjz/": "社会救助",
        "/o/ghjh/": "规划计划", "/o/tjsj/": "统计数据",
    }  # fmt: skip
    written = [(name, url) for url, name in names.items() if url.startswith("/w/")]
    menu = "".join(f"document.write('<li><a href=\"{url}\">{name}</a></li>');\n" for name, url in written)
    tree = (
        "d=new dTree('d');d.add(0,-1,'信息公开目录');d.add(1,0,'主动公开','');"
        "d.add(2,1,'人事任免','/t/rsrm/list.html');d.add(3,1,'财政信息','/t/czxx/list.html');"
        "d.add(4,1,'建议提案','/t/jyta/list.html');document.write(d);"
    )
    literal = "var cols={list:[{title:'规划计划',link:'/o/ghjh/'},{title:'统计数据',link:'/o/tjsj/'}]};"
    framed = links((name, url) for url, name in names.items() if url.startswith("/f/"))
    pages: dict[str, Served] = {
        "/": html(
            site,
            "<script src='/js/topmenu.js'></script><iframe src='/left.html'></iframe><a href='/gk/'>信息公开目录</a>",
            head=f"<script>{literal}</script>",
        ),
        "/js/topmenu.js": menu.encode(),
        "/left.html": html("左侧菜单", f"<ul>{framed}</ul>"),
        "/gk/": html("信息公开目录", f"<div class='tree'><script>{tree}</script></div>"),
        "/t/jyta/list.html": (503, b""),
    }
    pages |= {url: column(name, url.strip("/").replace("/", "_"), site) for url, name in names.items()}
    return LittlePortal("白河县", pages, names, {"/t/jyta/list.html": "建议提案"})


PORTALS: Mapping[str, Callable[[], LittlePortal]] = {
    "gbk": gbk,
    "nav_in_json": nav_in_json,
    "frames": frames,
    "mega_menu": mega_menu,
    "site_map": site_map,
    "departments": departments,
    "dated": dated,
    "guide": guide,
    "written_menus": written_menus,
}
