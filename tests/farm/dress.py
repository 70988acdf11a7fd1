"""What stands around a list on a real page: metas, navigation, ticker, side lists, footer, with dates of their own."""

from html import escape

from farm.truth import title_of

_SIDE_DAYS = (
    "2020-03-30",
    "2020-03-27",
    "2020-03-20",
    "2020-03-11",
    "2020-02-28",
    "2020-02-14",
    "2020-01-20",
    "2020-01-06",
)


def head(name: str, *, metas: str = '<meta charset="utf-8">', column_meta: bool = True, extra: str = "") -> str:
    column = (
        f'<meta name="ColumnName" content="{name}"><meta name="ColumnType" content="政务公开">' if column_meta else ""
    )
    return (
        f'<!DOCTYPE html>\n<html><head>{metas}<meta name="SiteName" content="试验县人民政府">{column}'
        f'<meta name="SiteIDCode" content="6208230000"><title>{name}_试验县人民政府</title>'
        f'<link rel="stylesheet" href="/images/css.css">{extra}</head>\n'
    )


def nav() -> str:
    names = ("网站首页", "走进试验", "新闻中心", "政务公开", "政务服务", "互动交流", "专题专栏")
    links = "".join(f'<li><a href="/{"abcdefg"[n]}/index.html">{name}</a></li>' for n, name in enumerate(names))
    return f'<div class="nav"><ul>{links}</ul></div>'


def ticker() -> str:
    """A news ticker on top, dated inside the quarter."""
    rows = "".join(
        f'<li><a href="/xwzx/{n}.html" title="{escape(title_of(n, 700))}">{escape(title_of(n, 700)[:14])}</a>'
        f"[2020-03-{20 + n}]</li>"
        for n in range(4)
    )
    return f'<div id="scroll"><span>今天是2020年4月10日 星期五</span><marquee><ul>{rows}</ul></marquee></div>'


def side(label: str = "最新信息", base: int = 800) -> str:
    """A side list longer than many a column's own list."""
    rows = "".join(
        f'<li><a href="/zx/{base}_{n}.html">{escape(title_of(n, base))}</a><span>{day}</span></li>'
        for n, day in enumerate(_SIDE_DAYS)
    )
    return f'<div class="sidebar fr"><h3>{label}</h3><ul class="hot-list">{rows}</ul></div>'


def tree(names: tuple[str, ...] = ("机构职能", "政策文件", "规划计划", "财政信息", "人事信息")) -> str:
    """The disclosure tree at the left: undated links."""
    rows = "".join(f'<li><a href="/zwgk/{n}/">{name}</a></li>' for n, name in enumerate(names))
    return f'<div class="leftmenu"><h2>政府信息公开目录</h2><ul>{rows}</ul></div>'


def crumbs(name: str) -> str:
    return f'<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; {name}</div>'


def foot() -> str:
    links = "".join(f'<a href="http://www.site{n}.example.gov.cn/">友情链接{n}</a>' for n in range(5))
    return (
        f'<div class="links">{links}</div><div class="footer"><p>主办：试验县人民政府办公室 承办：试验县融媒体中心</p>'
        "<p>网站标识码：6208230001 陇ICP备05000001号 最后更新：2020-04-09</p></div></body></html>"
    )


def modern(name: str, content: str, *, extra: str = "", metas: str = '<meta charset="utf-8">') -> str:
    """A page of the last ten years: div boxes, the tree at the left, hot news at the right."""
    return (
        head(name, metas=metas, extra=extra)
        + f"<body>{ticker()}{nav()}{crumbs(name)}<div class='wrap clearfix'>{tree()}"
        + f"<div class='main-r'><div class='tit'><h2>{name}</h2></div>{content}</div>{side()}</div>{foot()}"
    )


def aged(name: str, content: str, *, metas: str = '<meta charset="utf-8">', extra: str = "") -> str:
    """A page of the table age: everything nested in tables, side lists before the list, unclosed cells."""
    boxes = "".join(
        f'<tr><td height="24">·<a href="/hot/{n}.htm">{escape(title_of(n, 900)[:16])}</a></td><td>03-{28 - n}</td></tr>'
        for n in range(5)
    )
    return (
        head(name, metas=metas, column_meta=False, extra=extra)
        + '<body bgcolor="#ffffff"><table width="1000" align="center" cellpadding="0"><tr><td colspan="2">'
        + '<a href="/">首页</a>|<a href="/zwgk/">政务公开</a>|<a href="/bmfw/">便民服务</a></td></tr><tr>'
        '<td width="220" valign="top">'
        + f'<table><tr><td><b>热点信息</b></td></tr>{boxes}</table></td><td valign="top"><font size="4">'
        f"{name}</font><br>" + f"{content}</td></tr></table>{foot()}"
    )


def bare(name: str, content: str, *, metas: str = '<meta charset="utf-8">', extra: str = "") -> str:
    """A home-made page with next to nothing around the list."""
    return head(name, metas=metas, column_meta=False, extra=extra) + f"<body><h1>{name}</h1>{content}{foot()}"
