"""Mirrored portals drawn at random: only some pages are there, as `wget` and its like leave a portal of a county.

A portal has a home page, channel pages of blocks, sites of departments, articles, and 8 to 15 columns in the systems of
`mirrored_systems`. Of each column the truth is known by construction, and whether the pages that are there prove it.
``python tests/drawn_portals.py PORTALS [SEED]`` prints how many columns are known, and what `auditor discover` finds.
"""

import asyncio
import posixpath
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from html import escape
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from mirrored_systems import FIRST, LAST, NO_MARK, STYLES, SYSTEMS, UNYEARED, Column, Line, System
from portals import HOME, NOW
from portals import column as county_column

from auditor.base.errors import AuditorError
from auditor.base.terms import FetchStatus
from auditor.county.model import GivenReading
from auditor.crawl.column import ColumnReading
from auditor.crawl.home_page import HomePage
from auditor.crawl.proof import full_sizes, with_sizes
from auditor.crawl.walk import read_column
from auditor.discover import Limits, discover, proposal_text
from auditor.fetch import Fetched, PageRequest

SITE, ORIGIN = "清原县人民政府", "http://www.qingyuanx.gov.cn"
FORMS = ("%Y-%m-%d", "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%-m月%-d日", "[%Y-%m-%d]", "%Y-%m-%d %H:%M")
NAMES = {
    "规划计划": (
        "清原县{y}年国民经济和社会发展计划执行情况",
        "清原县“十三五”{a}规划中期评估报告",
        "{a}专项行动实施方案（{y}—{z}年）",
    ),
    "财政预决算": ("清原县{u}{y}年部门预算公开", "{u}{y}年度决算公开说明", "关于{y}年财政预算执行情况的报告"),
    "人事任免": ("清原县人民政府关于{p}等同志任免职的通知", "关于{p}同志试用期满正式任职的通知", "县政府任免{n}名干部"),
    "政策文件": (
        "清原县人民政府办公室关于印发《{a}实施方案》的通知",
        "关于加强{a}工作的意见",
        "清政办发〔{y}〕{n}号 关于调整{a}领导小组的通知",
    ),
    "政策解读": ("《清原县{a}管理办法》政策解读", "一图读懂：{a}有哪些新变化", "{u}负责人就{a}答记者问"),
    "公告公示": ("关于{a}的公示", "清原县{u}关于{a}项目公示", "关于{y}年{m}月{a}对象名单的公告"),
    "招标采购": ("{a}项目（第{n}标段）中标结果公告", "清原县{u}{a}采购竞争性磋商公告", "{a}工程招标公告[QYX-{y}-{n}]"),
    "行政许可": ("{u}行政许可公示（{y}年第{n}期）", "关于准予{p}商贸有限公司许可的决定", "{y}-{m}行政许可信息公示表"),
    "安全生产": ("全县安全生产大检查{m}月通报", "{u}安排部署{a}安全工作", "关于{y}年第{n}批安全隐患整改情况的通报"),
    "教育招生": ("{y}年清原县义务教育招生工作方案", "关于{a}学校{y}年招生计划的公告", "清原一中{n}名教师公开选调公告"),
    "社会救助": ("{y}年{m}月城乡低保资金发放情况", "清原县{m}月份特困供养人员名单", "关于{a}救助标准的通知"),
    "工作动态": ("{u}召开{a}工作推进会", "县委副书记{p}调研{a}工作", "{u}：多措并举推进{a}"),
    "领导活动": ("{p}主持召开县政府第{n}次常务会议", "{p}到{u}督查{a}", "{p}在全县{a}会议上的讲话"),
    "重大项目": ("{a}项目进展（截至{y}年{m}月）", "清原县{y}年{n}个重点项目建设情况", "关于{a}工程环评批复的公示"),
    "环境保护": (
        "{y}年{m}月环境空气质量月报",
        "{u}关于拟作出{a}审批意见的公示",
        "饮用水水源水质状况报告（{y}年第{n}季度）",
    ),
    "统计数据": ("{y}年1—{m}月全县经济运行情况", "清原县{y}年统计公报", "{m}月份规上工业增加值完成情况"),
    "建议提案": ("对县政协第{n}号提案的答复", "关于县人大第{n}号建议的答复函", "{u}{y}年建议提案办理情况"),
    "县长信箱": ("咨询{a}的有关问题", "请问{a}什么时候能办", "关于{u}办事难的反映"),
    "双随机一公开": ("{u}{y}年双随机抽查结果公示（第{n}批）", "{y}年度{a}抽查计划", "关于{a}检查情况的公示"),
    "应急管理": ("县应急局发布{m}月{a}提示", "关于做好{a}应急预案的通知", "{u}开展{a}演练"),
}
ABOUT = ("农村饮水安全", "高标准农田", "城乡居民医保", "老旧小区改造", "春季农业生产", "营商环境", "疫情防控", "河长制",
         "城市管理", "产业扶贫", "义务教育控辍保学", "残疾人康复", "保障性住房", "森林防火", "道路交通",
         "食品安全")  # fmt: skip
UNITS = (
    "财政局",
    "教育局",
    "民政局",
    "农业农村局",
    "住建局",
    "市场监管局",
    "应急管理局",
    "交通运输局",
    "水务局",
    "统计局",
)
PEOPLE = ("王建军", "李志明", "张秀兰", "刘海涛", "陈国栋", "杨丽", "赵永强", "马晓燕")
SERVICES = {"县长信箱"}
"""What discovery leaves out on purpose, and says so: letters are no disclosure."""
EMPTY = ("暂无信息！", "暂无相关内容", "该栏目下暂无数据", "没有找到符合条件的信息")

SPECIALS = ("article", "channel", "menu", "refresh", "script moved", "frame", "years", "old year first", "gone",
            "query", "blank silent", "blank", "blank", "foreign refresh")  # fmt: skip
SAVED = ("all", "all", "all", "first", "two", "past the period", "no second", "last gone")
PINS = ("none",) * 5 + ("marked", "marked twice", "marked everywhere", "bare", "bare twice", "bare everywhere")
_SEVERAL = 3
MISSING = ("404", "404", "soft", "home")


@dataclass
class Mirrored:
    """A column of a mirror: its truth (``None``: no count is right), and whether what is there proves it."""

    name: str
    start: str
    truth: int | None
    is_provable: bool
    traits: dict[str, str]
    lines: tuple[Line, ...] = ()
    is_column: bool = True


@dataclass
class Portal:
    """Pages by address, the answers of interfaces that were kept, and the columns."""

    pages: dict[str, str] = field(default_factory=dict)
    columns: list[Mirrored] = field(default_factory=list)
    answers: list[Callable[[str, Mapping[str, str]], str | None]] = field(default_factory=list)
    missing: str = "404"
    charset: str = "utf-8"
    says_charset: bool = True
    asked: int = 0

    async def fetch(self, request: PageRequest, *, unless_changed: Fetched | None = None) -> Fetched:
        self.asked += 1
        parts = urlsplit(request.url)
        if parts.hostname != urlsplit(HOME).hostname:
            return self._fetched(request, FetchStatus.UNREACHABLE, None, "", "text/html")
        at = parts.path + (f"?{parts.query}" if parts.query else "")
        if request.method == "GET" and at in self.pages:
            return self._fetched(request, FetchStatus.OK, 200, self.pages[at], "text/html")
        asked = dict(parse_qsl(parts.query, keep_blank_values=True))
        asked |= dict(parse_qsl(request.body or "", keep_blank_values=True))
        for answer in self.answers:
            said = answer(unquote(parts.path), asked)
            if said is not None:
                kind = "application/json;charset=UTF-8" if said.startswith("{") else "text/html;charset=UTF-8"
                return self._fetched(request, FetchStatus.OK, 200, said, kind)
        if self.missing == "soft":
            return self._fetched(
                request, FetchStatus.OK, 200, _shell("页面不存在", "<p>您访问的页面不存在或已被删除！</p>"), "text/html"
            )
        if self.missing == "home" and request.method == "GET":
            return self._fetched(request, FetchStatus.OK, 200, self.pages["/"], "text/html")
        return self._fetched(request, FetchStatus.MISSING, 404, "<h1>404 Not Found</h1>", "text/html")

    def _fetched(self, request: PageRequest, status: FetchStatus, http: int | None, text: str, kind: str) -> Fetched:
        is_answer = "charset" in kind
        charset = "utf-8" if is_answer else self.charset
        if not is_answer and self.says_charset:
            kind += f"; charset={charset}"
        body = text.encode("gb18030" if charset != "utf-8" else "utf-8")
        record = f"run.warc.gz#{self.asked}"
        return Fetched(request, status, request.url, http, (("content-type", kind),), body, NOW, status.label, record)


# --- what stands on every page -------------------------------------------------------------------------------------


@dataclass
class Frame:
    """The skeleton of a portal's pages: head, menu, side, foot, in the portal's own make."""

    dice: random.Random
    prefix: str
    charset: str
    menu: str = ""
    hot: str = ""
    ticker: str = ""
    is_table: bool = False
    side_first: bool = True

    def page(self, title: str, body: str, metas: str = "", *, side: bool = True, trail: str = "") -> str:
        p = self.prefix
        hot = (
            f"<div class='{p}-side'><h3>{self.dice.choice(('热点信息', '最新更新', '点击排行', '推荐阅读'))}"
            f"</h3>{self.hot}</div>"
        )
        hot = hot if side and self.hot else ""
        where = f"<div class='{p}-pos'>当前位置：<a href='/'>首页</a> &gt; {trail or escape(title)}</div>"
        if self.is_table:
            main = (
                f"<table width='1000' align='center'><tr><td valign='top'>{hot}</td><td valign='top'>{where}{body}"
                f"</td></tr></table>"
            )
        elif self.side_first:
            main = f"<div class='{p}-wrap'>{hot}<div class='{p}-main'>{where}<h2>{escape(title)}</h2>{body}</div></div>"
        else:
            main = f"<div class='{p}-wrap'>{where}<div class='{p}-main'>{body}</div>{hot}</div>"
        return _shell(
            title, f"{self.ticker}<div class='{p}-nav'><ul>{self.menu}</ul></div>{main}{_FOOT}", metas, self.charset
        )


_TEXT = "各乡镇人民政府，县直各部门：现将有关事项通知如下，请认真贯彻执行。"
_FOOT = (
    "<div class='foot'><a href='/sitemap.html'>网站地图</a> | <a href='http://www.gov.cn/'>中国政府网"
    "</a><p>主办：清原县人民政府办公室"
    " 网站标识码：6208230001 陇ICP备05000123号 最后更新：2020-04-08</p></div>"
)


def _shell(title: str, body: str, metas: str = "", charset: str = "utf-8") -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset='{charset}'><title>{escape(title)}-{SITE}</title>"
        f"<meta name='SiteName' content='{SITE}'>{metas}</head><body>{body}</body></html>"
    )


# --- columns -------------------------------------------------------------------------------------------------------


def _title(dice: random.Random, name: str, day: date, number: int) -> str:
    words = {"y": day.year, "z": day.year + 2, "m": day.month, "n": number + 3, "a": dice.choice(ABOUT),
             "u": dice.choice(UNITS), "p": dice.choice(PEOPLE)}  # fmt: skip
    said = dice.choice(NAMES[name]).format(**words)
    return said + dice.choice(("", "", "", "", f"（{number}）", f"（第{number}号）"))


def _lines(dice: random.Random, column: Column, count: int) -> list[Line]:
    day = dice.choice(
        (
            date(2020, 4, 7),
            date(2020, 3, 30),
            date(2020, 3, 12),
            date(2020, 1, 20),
            date(2019, 12, 20),
            date(2019, 8, 2),
        )
    )
    step = dice.choice((1, 2, 3, 6, 10, 25))
    lines, seen = [], set()
    for number in range(count, 0, -1):
        title = _title(dice, column.name, day, number)
        title = title if title not in seen else f"{title}（{number}）"
        seen.add(title)
        href = column.system.article(column.folder, number, day, column.number)
        href = (
            dice.choice(
                (f"https://mp.weixin.qq.com/s/q{column.number}x{number}", f"/files/{column.number}/{number}.pdf")
            )
            if dice.random() < 0.03 and column.style not in UNYEARED
            else href
        )
        lines.append(Line(title, day, href, number))
        day -= timedelta(days=dice.randint(0, 2 * step))
    return lines


def _pin(dice: random.Random, draft: Column, how: str) -> None:
    """An old item on top: taken from its place, or shown there too, on the first page or on every one."""
    if how == "none" or len(draft.lines) < 6:
        return
    at = len(draft.lines) - dice.randint(1, 3)
    top = replace(draft.lines[at], pin="marked" if how.startswith("marked") else "bare")
    if how in ("marked", "bare"):
        draft.lines = [top, *(x for n, x in enumerate(draft.lines) if n != at)]
    else:
        draft.tops = (top,)


def _ordered(dice: random.Random, lines: list[Line], order: str) -> list[Line]:
    if order == "rising":
        return lines[::-1]
    if order == "by title":
        return sorted(lines, key=lambda x: x.title)
    return lines


def _is_there(saved: str, n: int, column: Column) -> bool:
    passed = next((k for k in range(1, column.pages + 1) if _is_old(column.lines_of(k))), column.pages)
    return {
        "all": True,
        "first": n == 1,
        "two": n <= 2,
        "past the period": n <= passed + 1,
        "no second": n != 2,
        "last gone": n < column.pages or n == 1,
    }[saved]


def _is_old(lines: list[Line]) -> bool:
    return any(x.day < FIRST and not x.pin for x in lines)


def _proved(column: Column, is_there: Callable[[int], bool]) -> bool:
    """Whether the pages that are there, from the first on, show what the quarter holds.

    A list is read back where it falls from rows of the quarter to several older ones; where all rows seen are older,
    it takes three pages of them, or the end. Else the end must be told, or a list without a pager reach back.
    """
    system = column.system
    is_alone = system.name in ("more by script", "no pager", "dotnet")  # no mirror keeps what their steps would bring
    seen: list[Line] = []
    n = 1
    while n <= (1 if is_alone else column.pages) and is_there(n):
        seen += column.lines_of(n)
        n += 1
    if column.style in UNYEARED and not column.articles:
        return False
    tells_end = system.tells_end if column.pages > 1 else system.one_page_ends
    if n > column.pages and tells_end:
        return True
    if column.traits["order"] != "falling":
        return False
    loose = [x for x in seen if not x.pin]
    newer, older = [x for x in loose if x.day >= FIRST], [x for x in loose if x.day < FIRST]
    return (bool(newer) and len(older) >= _SEVERAL) or (n > _SEVERAL and len({x.day for x in older}) > 1)


def _truth(lines: list[Line]) -> int:
    return len({(x.href, x.title) for x in lines if FIRST <= x.day <= LAST})


# --- a whole portal ------------------------------------------------------------------------------------------------


@dataclass
class _Builder:
    dice: random.Random
    portal: Portal
    frame: Frame
    sizes: Mapping[str, int]
    drafts: list[Column] = field(default_factory=list)

    def add(self, path: str, text: str) -> None:
        self.portal.pages[urlsplit(path)._replace(fragment="").geturl()] = text

    def draft(self, name: str, number: int, systems: list[System], style: str, form: str) -> Column:
        dice = self.dice
        system = dice.choice(systems)
        style = (
            style
            if dice.random() < 0.7
            else dice.choice([s for s in STYLES if s not in ("undated", "short day", "letters")])
        )
        if dice.random() < 0.06:
            style = dice.choice(("undated", "short day"))
        style = "letters" if name == "县长信箱" and dice.random() < 0.6 else style
        area = dice.choice(("/zwgk/", "/zfxxgk/fdzdgknr/", "/xwzx/", "/zwgk/zdly/"))
        traits = {
            "system": system.name,
            "style": style,
            "saved": dice.choice(SAVED),
            "pin": dice.choice(PINS),
            "order": dice.choice(("falling",) * 14 + ("rising", "by title")),
            "special": "none",
        }
        draft = Column(
            dice, system, number, name, f"{area}lm{number}", [], self.sizes[system.name], style, form, traits
        )
        draft.articles = dice.random() < (0.8 if style in UNYEARED else 0.3)
        size = draft.size
        count = dice.choice((1, 3, 6, size - 1, size, size + 2, 2 * size + 5, 3 * size, 5 * size + 3, 7 * size))
        draft.lines = _lines(dice, draft, count)
        traits["pin"] = "none" if draft.style in NO_MARK and traits["pin"].startswith("marked") else traits["pin"]
        is_counted = system.answer is not None and "record" in system.counts
        traits["pin"] = traits["pin"] if traits["order"] == "falling" else "none"
        traits["pin"] = traits["pin"].split(" ")[0] if is_counted else traits["pin"]  # its records are what it counts
        _pin(dice, draft, traits["pin"])
        draft.lines = _ordered(dice, draft.lines, traits["order"])
        return draft

    def publish(self, c: Column) -> None:
        """The pages of an ordinary column that were kept, and the answers of its interface."""
        system, traits = c.system, c.traits
        kept = system.answer is not None and self.dice.random() < 0.6
        if system.answer and kept:
            self.portal.answers.append(lambda path, asked: system.answer(c, path, asked) if system.answer else None)
        pages = 1 if system.answer else c.pages
        for n in range(1, pages + 1):
            if n == 1 or _is_there(traits["saved"], n, c):
                self.add(c.at(n), self.list_page(c, n))
        traits["interface"] = ("kept" if kept else "lost") if system.answer else "none"

        def there(n: int) -> bool:
            return kept or (system.has_first if n == 1 else pages > 1 and _is_there(traits["saved"], n, c))

        self.portal.columns.append(
            Mirrored(c.name, c.at(1), _truth(c.lines), _proved(c, there), traits, tuple(c.lines))
        )
        if c.articles:
            for line in c.lines:
                if line.href.startswith("/") and not line.href.endswith(".pdf"):
                    self.add(line.href, self.article(c, line))

    def list_page(self, c: Column, n: int) -> str:
        rows = c.rows(n) if c.system.has_first else ""
        body = c.system.frame(c, rows, c.system.pager(c, n))
        metas = f"<meta name='ColumnName' content='{c.name}'>" + c.system.metas(c)
        trail = f"<a href='{c.folder.rsplit('/', 1)[0]}/'>政务公开</a> &gt; {c.name}"
        return self.frame.page(c.name, body, metas, trail=trail)

    def article(self, c: Column, line: Line) -> str:
        day = f"{line.day:%Y-%m-%d}"
        body = (
            f"<h1>{escape(line.title)}</h1>"
            f"<div class='info'>发布时间：{day} 09:12　来源：{self.dice.choice(UNITS)}　[大 中 小]</div>"
            f"<div class='content'><p>{escape(line.title)}。{_TEXT * 6}</p>"
            f"<p style='text-align:right'>清原县人民政府</p></div><p>上一篇：<a href='{c.at(1)}'>返回列表</a></p>"
        )
        metas = f"<meta name='ArticleTitle' content='{escape(line.title)}'><meta name='PubDate' content='{day} 09:12'>"
        return self.frame.page(line.title, body, metas, trail=f"<a href='{c.at(1)}'>{c.name}</a>")

    # --- columns that are no plain list ---------------------------------------------------------------------------

    def special(self, c: Column, kind: str) -> None:
        start = f"{c.folder}/"
        known, is_column = False, True
        truth: int | None = None
        page = self.frame.page
        match kind:
            case "article":
                text = (
                    "<div class='content'><p>"
                    + "本机关负责全县有关工作，内设办公室、业务股等机构，办公时间为工作日。" * 9
                    + "</p><p>发布日期：2020-02-11</p></div>"
                )
                self.add(start, page(c.name, text))
                is_column = False
            case "channel":
                self.add(start, page(c.name, self.blocks(self.drafts[:4])))
                is_column = False
            case "menu":
                links = "".join(f"<li><a href='{d.at(1)}'>{d.name}</a></li>" for d in self.drafts[:9])
                self.add(start, page(c.name, f"<ul class='mulu'>{links}</ul>"))
                is_column = False
            case "refresh" | "script moved" | "frame":
                inner = replace(
                    c,
                    system=SYSTEMS[11],
                    folder=f"{c.folder}/nr",
                    tops=(),
                    traits={**c.traits, "saved": "all", "order": "falling", "pin": "none"},
                )
                inner.lines = _lines(self.dice, inner, self.dice.choice((4, 18, 40)))
                for n in range(1, inner.pages + 1):
                    self.add(
                        inner.at(n),
                        self.list_page(inner, n)
                        if kind != "frame"
                        else _shell(c.name, inner.rows(n) + inner.system.pager(inner, n)),
                    )
                away = f"{c.folder}/nr/index.html"
                text = {
                    "refresh": (
                        f"<html><head><meta http-equiv='refresh' content='0;url={away}'></head><body></body></html>"
                    ),
                    "script moved": f"<html><body><script>window.location.href='{away}';</script></body></html>",
                    "frame": page(c.name, f"<iframe src='{away}' width='100%' height='800'></iframe>"),
                }[kind]
                self.add(start, text)
                truth, c.lines = _truth(inner.lines), inner.lines
                known = _proved(inner, lambda n: True) and inner.style not in UNYEARED
            case "foreign refresh":
                self.add(
                    start,
                    "<html><head><meta http-equiv='refresh' content='0;url=http://ggzy.example.cn/jy/'></head></html>",
                )
            case "years" | "old year first":
                truth, known = self.years(c, start, kind)
            case "gone":
                pass
            case "query":
                form = (
                    "<form action='/search.jsp'><input name='q'><button>查询</button></form>"
                    "<div id='result'></div><script src='/js/search.js'></script>"
                )
                self.add(start, page(c.name, form))
            case "blank":
                self.add(start, page(c.name, f"<ul class='gl-list'><li>{self.dice.choice(EMPTY)}</li></ul>"))
                truth, known = 0, True
            case "blank silent":
                self.add(start, page(c.name, "<ul class='gl-list'></ul><div class='fy'></div>"))
                truth = 0
        traits = {**c.traits, "special": kind, "system": "—", "style": "—", "saved": "—", "pin": "—", "order": "—"}
        self.portal.columns.append(Mirrored(c.name, start, truth, known, traits, tuple(c.lines), is_column))

    def years(self, c: Column, start: str, kind: str) -> tuple[int, bool]:
        """A list a year, behind tabs that are links; the newest first, or an old year that is shown at first."""
        c.style = "plain"
        c.lines = _lines(self.dice, c, 30)
        years = sorted({x.day.year for x in c.lines} | {2019, 2020}, reverse=True)
        shown = years[0] if kind == "years" else 2019
        kept = self.dice.random() < 0.7
        for year in years:
            at = start if year == shown else f"{c.folder}/{year}/"
            tabs = "".join(
                f"<a class='{'on' if y == year else ''}' href='{start if y == shown else f'{c.folder}/{y}/'}'>{y}年</a>"
                for y in years
            )
            of = [x for x in c.lines if x.day.year == year]
            rows = STYLES["plain"](c, of) if of else f"<p>{EMPTY[0]}</p>"
            if at == start or kept:
                self.add(
                    at,
                    self.frame.page(c.name, f"<div class='tabs'>{tabs}</div>{rows}<div class='fy'>共{len(of)}条</div>"),
                )
        return _truth(c.lines), kept

    # --- pages above the columns ------------------------------------------------------------------------------------

    def blocks(self, drafts: list[Column]) -> str:
        out = []
        for d in drafts:
            rows = "".join(
                f"<li><a href='{x.href}'>{escape(x.title[:22])}</a><span>{x.day:%m-%d}</span></li>" for x in d.lines[:6]
            )
            more = self.dice.choice(("更多&gt;&gt;", "更多", "more", "查看更多"))
            out.append(
                f"<div class='box'><div class='tit'><span>{d.name}</span><a class='more' href='{d.at(1)}'>{more}"
                f"</a></div><ul>{rows}</ul></div>"
            )
        return "".join(out)

    def home(self, channels: Mapping[str, str], depts: list[tuple[str, str]]) -> None:
        heads = "".join(f"<li><a href='{at}'>{name}</a></li>" for name, at in channels.items())
        self.frame.menu = (
            "<li><a href='/'>首页</a></li>" + heads + "<li><a href='http://zwfw.gansu.gov.cn/'>办事服务</a></li>"
        )
        newest = sorted((x for d in self.drafts for x in d.lines), key=lambda x: x.day, reverse=True)[:8]
        self.frame.hot = (
            "<ul>"
            + "".join(f"<li><a href='{x.href}'>{escape(x.title)}</a><span>{x.day}</span></li>" for x in newest)
            + "</ul>"
            if self.dice.random() < 0.7
            else ""
        )
        self.frame.ticker = (
            "<marquee>"
            + "".join(f"<a href='{x.href}'>{escape(x.title)}（{x.day}）</a>" for x in newest[:3])
            + "</marquee>"
            if self.dice.random() < 0.3
            else ""
        )
        units = "".join(f"<a href='{at}'>{name}</a>" for name, at in depts)
        body = self.blocks(self.drafts[:5]) + f"<div class='depts'><h3>部门网站</h3>{units}</div>"
        self.add("/", self.frame.page("首页", body, side=False))


def draw(seed: int) -> Portal:
    """The portal of a seed."""
    dice = random.Random(seed)
    charset = dice.choice(("utf-8", "utf-8", "gb2312"))
    portal = Portal(missing=dice.choice(MISSING), charset=charset, says_charset=dice.random() < 0.5)
    frame = Frame(
        dice,
        dice.choice(("qy", "w", "page", "zf")),
        charset,
        is_table=dice.random() < 0.25,
        side_first=dice.random() < 0.5,
    )
    build = _Builder(dice, portal, frame, {system.name: dice.choice((15, 20, 15, 10, 12)) for system in SYSTEMS})
    systems = [dice.choice(SYSTEMS) for _ in range(dice.choice((1, 2, 2, 3)))]
    style, form = dice.choice([s for s in STYLES if s not in (*UNYEARED, "letters")]), dice.choice(FORMS)
    names = dice.sample(list(NAMES), dice.randint(8, 15))
    drafts = [build.draft(name, 20 + n, systems, style, form) for n, name in enumerate(names)]
    special = {n: dice.choice(SPECIALS) for n in range(3, len(drafts)) if dice.random() < 0.22}
    build.drafts = [d for n, d in enumerate(drafts) if n not in special]
    for d in drafts:
        d.siblings = build.drafts
    _above(build, drafts, special)
    for n, d in enumerate(drafts):
        if n in special:
            build.special(d, special[n])
        else:
            build.publish(d)
    if dice.random() < 0.35:
        _converted(portal, dice)
    return portal


def _above(build: _Builder, drafts: list[Column], special: Mapping[int, str]) -> None:
    """Home page, channel pages and sites of departments, which together link every column."""
    dice = build.dice
    starts = [(d.name, f"{d.folder}/" if n in special else d.at(1), d) for n, d in enumerate(drafts)]
    parts = {"政务公开": starts[: len(starts) // 2], "新闻中心": starts[len(starts) // 2 : -2], "县直部门": starts[-2:]}
    channels = {"政务公开": "/zwgk/", "新闻中心": "/xwzx/"}
    depts = [(unit, f"/bm/{n}/") for n, unit in enumerate(dice.sample(UNITS, 2))]
    build.home(channels, depts)
    for name, at in channels.items():
        links = "".join(f"<li><a href='{to}'>{called}</a></li>" for called, to, _ in parts[name])
        blocks = build.blocks([d for _, _, d in parts[name] if d in build.drafts])
        build.add(
            at, build.frame.page(name, f"<div class='left'><h3>{name}</h3><ul>{links}</ul></div>{blocks}", side=False)
        )
    for (unit, at), (called, to, d) in zip(depts, parts["县直部门"], strict=True):
        body = f"<h3>清原县{unit}</h3><ul class='menu'><li><a href='{to}'>{called}</a></li></ul>" + (
            build.blocks([d]) if d in build.drafts else ""
        )
        build.add(at, build.frame.page(f"清原县{unit}", body, side=False))


# --- what a mirroring program makes of links ------------------------------------------------------------------------


def _converted(portal: Portal, dice: random.Random) -> None:
    """As `wget -k` and HTTrack leave them: links to what was kept are relative, all others lead to the old host."""
    with_suffix, mark = dice.random() < 0.5, dice.random() < 0.5
    names = {at: _file_name(at, with_suffix=with_suffix) for at in portal.pages}
    portal.answers, lost = [], {id(a) for a in portal.answers}
    pages = {}
    for at, text in portal.pages.items():
        pages[names[at]] = _relinked(at, text, names)
        if mark:
            where = f"www.qingyuanx.gov.cn{escape(at)} by HTTrack Website Copier/3.x"
            stamp = f"\n<!-- Mirrored from {where} [XR&CO'2014], Thu, 09 Apr 2020 02:11:26 GMT -->\n"
            pages[names[at]] = pages[names[at]].replace("<head>", stamp + "<head>", 1)
    portal.pages = pages
    for c in portal.columns:
        plain = c.start.split("#")[0]
        c.start = names.get(plain, plain) + c.start[len(plain) :]
        c.traits["links"] = "converted"
        if lost and c.traits.get("interface") == "kept":
            c.traits["interface"], c.is_provable = "lost", False


def _file_name(at: str, *, with_suffix: bool) -> str:
    path, _, query = at.partition("?")
    if not query:
        return at
    return f"{path}%3F{quote(query, safe='=&')}" + (".html" if with_suffix else "")


def _relinked(at: str, text: str, names: Mapping[str, str]) -> str:
    def link(found: re.Match[str]) -> str:
        before, mark, href = found.groups()
        if re.match(r"(?:https?:|javascript:|#|\{)", href):
            return found.group()
        whole = urljoin(f"http://x{at}", href.replace("&amp;", "&"))
        path = whole.removeprefix("http://x")
        plain, _, fragment = path.partition("#")
        if plain not in names:
            return f"{before}{mark}{ORIGIN}{path}{mark}"
        to = posixpath.relpath(names[plain], posixpath.dirname(names[at])) + ("/" if plain.endswith("/") else "")
        return f"{before}{mark}{to}{'#' + fragment if fragment else ''}{mark}"

    return re.sub(r"(<a\b[^>]*?\bhref=|<iframe src=)(['\"])([^'\"]+)\2", link, text)


# --- trying ---------------------------------------------------------------------------------------------------------


def read(portal: Portal) -> list[ColumnReading]:
    """The columns as a crawl reads them, in the light of one another's page sizes."""
    return asyncio.run(_read(portal))


async def _read(portal: Portal) -> list[ColumnReading]:
    readings = [await _read_one(portal, mirrored) for mirrored in portal.columns]
    sizes = full_sizes(readings)
    return [with_sizes(reading, sizes) for reading in readings]


def read_one(portal: Portal, mirrored: Mirrored, given: Mapping[str, str]) -> ColumnReading:
    """A column by itself, read as its county file says."""
    return asyncio.run(_read_one(portal, mirrored, GivenReading(**given)))


async def _read_one(portal: Portal, mirrored: Mirrored, given: GivenReading | None = None) -> ColumnReading:
    start = county_column(mirrored.name).model_copy(update={"url": mirrored.start, "read": given})
    home = HomePage.of(await portal.fetch(PageRequest(HOME)))
    address = f"{HOME.rstrip('/')}{mirrored.start}"
    return await read_column(start, address, portal, since=FIRST, max_pages=50, home=home)


def verdict(mirrored: Mirrored, reading: ColumnReading) -> str:
    """``exact``, ``unknown`` or ``wrong``, by what the reading proves for the quarter."""
    undated = any(sighting.date is None for sighting in reading.sightings)
    if not reading.covers(FIRST) or undated:
        return "unknown"
    counted = sum(s.date is not None and FIRST <= s.date <= LAST for s in reading.sightings)
    return "exact" if counted == mirrored.truth else "wrong"


def judged(seed: int) -> Iterator[tuple[Mirrored, str, str]]:
    """Every column of a portal, what came of it, and the reason where it is unknown."""
    portal = draw(seed)
    for mirrored, reading in zip(portal.columns, read(portal), strict=True):
        yield mirrored, verdict(mirrored, reading), reading.reason


@dataclass(frozen=True)
class Discovered:
    """What discovery made of a portal: columns proposed, told with doubt, dropped in silence; what is none."""

    found: int = 0
    doubted: int = 0
    dropped: tuple[str, ...] = ()
    wrongly: tuple[str, ...] = ()


def discovered(portal: Portal) -> Discovered:
    """Walk the portal from its home page, as ``auditor discover`` does."""
    try:
        proposal = asyncio.run(discover(HOME, portal, limits=Limits()))
    except AuditorError:
        return Discovered(dropped=tuple(c.start for c in portal.columns if c.is_column))
    said = proposal_text(proposal)
    sure = {urljoin(HOME, c.column.url) for c in proposal.columns if c.confidence >= 0.5}
    told = {urljoin(HOME, c.column.url) for c in proposal.columns}
    known = {urljoin(HOME, c.start): c for c in portal.columns}
    columns = {at for at, c in known.items() if c.is_column and c.name not in SERVICES}
    doubted = {
        at for at in columns - sure if at in told or urlsplit(at).path in said or any(at in n for n in proposal.notes)
    }
    return Discovered(
        len(columns & sure), len(doubted), tuple(sorted(columns - sure - doubted)), tuple(sorted(sure - columns))
    )


def main(count: int, first: int) -> int:
    """Draw, read, and print what came of it, by each trait."""
    tally: Counter[tuple[str, str, str]] = Counter()
    reasons: Counter[str] = Counter()
    wrong: list[str] = []
    unknown: list[str] = []
    found: Counter[str] = Counter()
    missed: list[str] = []
    proved: Counter[bool] = Counter()
    for seed in range(first, first + count):
        for mirrored, said, why in judged(seed):
            if mirrored.is_provable:
                proved[said == "exact"] += 1
            said = said if said != "unknown" else ("unknown" if mirrored.is_provable else "honest")
            wrong += [f"{seed} {mirrored.start} {mirrored.truth} {mirrored.traits}"] if said == "wrong" else []
            tally.update((trait, value, said) for trait, value in {**mirrored.traits, "all": "all"}.items())
            if said == "unknown":
                reasons[why] += 1
                unknown.append(f"{seed} {mirrored.start} {list(mirrored.traits.values())} {why}")
        of = discovered(draw(seed))
        found.update(found=of.found, doubted=of.doubted, dropped=len(of.dropped), wrongly=len(of.wrongly))
        missed += [f"{seed} dropped {at}" for at in of.dropped] + [f"{seed} wrongly {at}" for at in of.wrongly]
    lines = ["| | | exact | unknown though proved | unknown, not proved | wrong |", "|---|---|---|---|---|---|"]
    for trait, value in sorted({(trait, value) for trait, value, _ in tally}):
        figures = (tally[trait, value, said] for said in ("exact", "unknown", "honest", "wrong"))
        lines.append(f"| {trait} | {value} | {' | '.join(map(str, figures))} |")
    lines += [f"known of those that the pages prove: {proved[True]} of {proved.total()}"]
    lines += [f"{number}  {why}" for why, number in reasons.most_common(40)]
    lines += [f"unknown: {one}" for one in unknown[:100]]
    lines += [f"wrong: {one}" for one in wrong[:60]]
    lines += [f"discover: {dict(found)}", *missed[:60]]
    sys.stdout.write("\n".join([*lines, ""]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
