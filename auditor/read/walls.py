"""Recognise a page that came, under a status of success, instead of the column: walls, errors, notices, files.

What such pages look like is data, ``rules/portals/_walls.toml``; here is only how it is applied, and what no pattern
can say: files sent as pages, error objects of interfaces, empty bodies, pages that only lead elsewhere.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from pydantic import BaseModel, ConfigDict

from auditor.base.pattern import pattern
from auditor.base.resources import shipped
from auditor.base.terms import ColumnState
from auditor.read.values import PageProblem

_LONGEST_ERROR = 4000
_FILE_STARTS = (
    ("%PDF-", "PDF文件"),
    ("PK\x03\x04", "压缩包或Office文件"),
    ("GIF8", "图片"),
    ("Rar!\x1a", "压缩包"),
    ("{\\rtf", "Word文件"),
)
_CODES = ("code", "status", "errcode", "errorCode", "statusCode", "resultCode")
_MESSAGES = ("msg", "message", "error", "errmsg", "info")
_SUCCESS = (0, 1, 200, 10000, 20000)
_STATES = {401: ColumnState.BLOCKED, 403: ColumnState.BLOCKED, 429: ColumnState.BLOCKED, 404: ColumnState.MISSING}
_NUMBER = re.compile(r"-?[0-9]{1,9}")
_SOURCE_READ = 120_000
_SIGN_FLAGS = re.IGNORECASE | re.MULTILINE
_LINE = 60
_DATES_OF_A_LIST = 3
_SHELL_TEXT = 40
_REDIRECT_TEXT = 80
_SHORT_SCRIPT = 5000

ONLY_SCRIPTS = PageProblem(
    ColumnState.UNREADABLE, "页面只有脚本，内容须由浏览器运行脚本后才显示；安装 browser 组件后可以读取"
)
"""What is wrong with a page that a browser could show."""
_SILENT = pattern(
    r"<(script|style|template|textarea|svg|noframes)\b[^<>]{0,2000}>.*?(?:</\1\s{0,9}>|\Z)",
    finds=(
        "<script>var a = 1;</script>",
        "<noframes>您的浏览器不支持框架</noframes>",
        "<STYLE type='text/css'>p {}</STYLE >",
        "<textarea>cut off",
    ),
    not_in=("<scripture>", "<p>style</p>", "</script>"),
    seen="HTML, the elements whose text no reader sees",
    flags=re.DOTALL | re.IGNORECASE,
)
_FRAME = pattern(
    r"<i?frame\b",
    finds=("<frame src='right.asp'>", "<IFRAME src='/l.jsp'>"),
    not_in=("<frameset cols='20%,80%'>",),
    seen="HTML, what holds another page",
    flags=re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_LINK = re.compile(r"<a\b[^<>]{0,2000}>[^<]*+(?:<(?!/?a\b)[^<]*+)*+(?:</a\s{0,9}>)?", re.I)
_LINK_START = pattern(
    r"<a\s[^<>]{0,2000}?\bhref\b",
    finds=("<a href='/'>", "<A class=more target=_blank HREF=1.html>"),
    not_in=("<a name='top'>", "<area href='/'>", "<link href='a.css'>"),
    seen="HTML, links",
    flags=re.IGNORECASE,
)
_BREAK = pattern(
    r"</?(?:p|div|h[1-6]|li|ul|tr|td|th|br|hr|table|section|center|title|dd|dt|form|body|pre)\b[^<>]{0,2000}>",
    finds=("<p>", "</div>", "<br/>", "<td class='a'>", "<H1>"),
    not_in=("<span>", "<a href='/'>", "<picture>", "<b>"),
    seen="HTML, the elements that end a line",
    flags=re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]{0,2000}>")
TITLE = pattern(
    r"<title\b[^>]{0,300}>(.{0,400}?)</title",
    finds={"<title>403 Forbidden</title>": "403 Forbidden", "<TITLE lang='zh'>\n县政府\n</TITLE>": "\n县政府\n"},
    not_in=("<title>cut off", "<p>title</p>"),
    seen="HTML, the document's title",
    flags=re.DOTALL | re.IGNORECASE,
)
_DATE = pattern(
    r"20\d\d ?[-/.年] ?[01]?\d ?[-/.月] ?\d",
    finds=("2020-01-03", "2018年6月7日", "2017.12.8"),
    not_in=("2020年", "1999-01-03"),
    seen="安图县林业局 and nearly all lists",
)
_OWN_STATEMENT = pattern(
    r"(?:发布|发文|公布|成文|生成|更新)(?:时间|日期)|来\s{0,3}源\s{0,2}[:：]|索\s{0,3}引\s{0,3}号|name\s{0,3}=\s{0,3}[\"']?ArticleTitle",
    finds=("发布时间：", "成文日期", "来源：", "索 引 号", '<meta name="ArticleTitle"'),
    not_in=("来源地证明", "发布会"),
    seen="柘城县, 丽水市, 道真县人社局",
    flags=re.I,
)
_REFRESH = pattern(
    r"<meta\b[^>]{0,100}?http-equiv\s{0,3}=\s{0,3}[\"']?refresh[^>]{0,100}?url\s{0,3}=\s{0,3}[\"']?(?P<to>[^\"'>\s]{1,500})",
    finds={'<meta http-equiv="refresh" content="0;url=/index/">': "/index/"},
    not_in=("<meta http-equiv='content-type' content='text/html'>",),
    seen="HTML's own redirect",
    flags=re.I,
)
_SCRIPTED = pattern(
    r"location(?:\.href)?\s{0,3}=\s{0,3}[\"'](?P<to>[^\"'\s]{1,500})[\"']"
    r"|location\.(?:replace|assign)\(\s{0,3}[\"'](?P<by>[^\"'\s]{1,500})[\"']"
    r"|window\.open\(\s{0,3}[\"'](?P<new>[^\"'\s]{1,500})[\"']\s{0,3},\s{0,3}[\"']_(?:self|top)",
    finds={
        'window.location.href ="/search.shtml";': "/search.shtml",
        "location.replace('/a/')": "/a/",
        "window.open('/b/', '_self'": "/b/",
    },
    not_in=("location.href = url", "window.open('/b/', '_blank'"),
    seen="道真县人社局",
    flags=re.I,
)
_LIST_IN_SCRIPT = pattern(
    r"<datastore|<recordset|<record>|queryData|unitbuild|_CONFIG\b|loadPageData|text/(?:xml|template|html|x-handlebars)|"
    r"application/json|createPageHTML|dataproxy|/api/|api-gateway|getInfoList|publicInfoList|common/search|pageIndex|pageNo",
    finds=("<datastore>", "<record>", "createPageHTML(8,0", "'/api/list'", "pageNo: 1"),
    not_in=("<recorder>", "api"),
    seen="杭州市余杭区, TRS WCM",
    flags=re.I,
)
_EMPTY = pattern(
    r"(?:暂无|尚无|没有|未找到|未查询到|查无|无)(?:找到|查询到|发布)?"
    r"(?:任何|相关|相应|新增|符合条件|您要查找|可显示|对应|此类|该类){0,3}的?"
    r"(?:信息(?!化)|数据|内容|记录|文章|文件|资料|资讯|新闻|动态|公告|通知|公示|条目|结果|列表)"
    r"|(?:共|总共|合计|总计|总数[:：]?|记录数?[:：]?) ?(?:有)? ?0 ?(?:条|项|篇|个记录|记录)"
    r"|(?:栏目|频道)(?:下)?(?:暂|尚)?(?:未|没有)发布|\bno (?:data|records?|results?)\b",
    finds=("此栏目暂无任何新增信息", "没有找到相关内容", "共0条", "No data", "栏目下暂未发布"),
    not_in=("暂无休息", "共10条", "无障碍浏览"),
    seen="柘城县",
    flags=re.I,
)
_EMPTY_SIGN = pattern(
    r"[无没未条项篇录n]",
    finds=("暂无信息", "共0条", "no data"),
    not_in=("首页",),
    seen="the words of the pattern above, each of which holds one of these",
    flags=re.I,
)
"""What each of these texts has in it: asked first, as nearly all texts of a page have none."""
_FULL = pattern(
    r"没有更多|无更多|[1-9]\d{0,6}\s?(?:条|篇)记?录?",
    finds=("没有更多信息", "12条记录"),
    not_in=("0条记录", "暂无信息"),
    seen="ends of lists that scroll",
    way="match",
)


_FAILED = pattern(
    r"(?:系统|服务器?|程序|数据库?|接口|网络|页面|列表|栏目|信息|请求|连接|访问|加载|查询|读取|获取)(?:内部)?"
    r"(?:发生|出现)?(?:了)?(?:异常|错误|出错|失败|超时|繁忙|中断|不可用|未响应)"
    r"|(?:加载|连接|查询|请求|读取|获取)[^。，,；;]{0,8}(?:失败|超时|出错|异常)|出错了|请?稍[后候](?:再试|重试|再来|刷新)|请?刷新(?:重试|页面)"
    r"|(?<![a-z])[a-z]{2,20}(?:Exception|Error)(?![a-z])|\bSQLSTATE\b|ORA-\d{5}|(?:Fatal|Parse) error|Traceback"
    r"|(?:failed|unable|error|timed? ?out|unavailable)\b.{0,20}(?:load|connect|fetch|request|server|database)"
    r"|(?:Internal )?Server Error|(?:request|load|loading|connection)\s(?:failed|error|timed? ?out)|未将对象引用"
    r"|OLE DB|\bODBC\b|\berror\W{0,3}(?:code)?\W{0,3}[0-9a-fx]{5,12}\b"
    r"|(?:没有|无|暂无)(?:访问|查看|浏览)?权限|无权|(?:尚?未|请先?)登[录陆]|登[录陆]已?(?:超时|过期|失效)",
    finds=(
        "系统异常",
        "数据库连接失败，暂无数据",
        "java.lang.NullPointerException at com.gov.cms.ListAction",
        "列表加载失败",
        "服务器繁忙",
        "获取数据超时",
        "请稍后再试",
        "接口请求出错",
        "Failed to load data",
        "ORA-12541: TNS:no listener",
        "Microsoft OLE DB Provider error 80004005",
        "您没有权限访问，暂无内容",
        "请先登录",
    ),
    not_in=(
        "暂无信息",
        "共0条",
        "该栏目暂无数据，请关注其他栏目",
        "没有找到相关内容",
        "No data",
        "网站纠错",
        "政府网站找错",
    ),
    seen="portals whose program puts its own failure where the rows should be, under a status of success",
    flags=re.I,
)
_OTHERWISE = pattern(
    r"(?:正在|处于|进行|系统|升级|网站|栏目)(?:维护|升级|改版|调试|建设|迁移|整改)(?!中心|费|情况|方案|工作|资金|公告|通知)|(?:停止|不再)更新"
    r"|已(?:停用|关闭|下线|撤销|迁移|迁至|并入|移至|改版)|历史(?:信息|数据)请|符合(?:您的|查询|检索|筛选)?条件|(?:查询|检索|搜索|筛选)结果",
    finds=(
        "网站正在升级维护中，暂无信息",
        "该栏目已停止更新，暂无信息",
        "没有找到符合条件的信息",
        "本栏目已并入政策文件",
    ),
    not_in=("暂无信息", "共0条", "技术支持：县网站建设中心", "关于栏目建设情况的通知"),
    seen="columns under work, that ended or moved; the answer of a search form",
)


class _Sign(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    line: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    unless_source: tuple[str, ...] = ()
    unless_title: tuple[str, ...] = ()
    longest_text: int | None = None
    longest_source: int | None = None
    most_links: int | None = None
    even_on_content: bool = False

    def names(self, title: str) -> bool:
        """Whether a title is what the sign is known by."""
        if not _any(self.title).search(title):
            return False
        return not (self.unless_title and _any(self.unless_title).search(title))

    def holds(self, page: "_PageSigns") -> bool:
        """Whether everything given in the sign is so; cheap conditions are asked first."""
        if not self.even_on_content and page.is_content:
            return False
        if self.title and not _any(self.title).search(page.title):
            return False
        if self.longest_source is not None and len(page.source) > self.longest_source:
            return False
        if self.source and not _any(self.source).search(page.source):
            return False
        return self._holds_in_text(page)

    def _holds_in_text(self, page: "_PageSigns") -> bool:
        if self.most_links is not None and page.links > self.most_links:
            return False
        if self.longest_text is not None and page.text_length > self.longest_text:
            return False
        if self.text and not _any(self.text).search(page.text):
            return False
        if self.line and not any(_any(self.line).search(line) for line in page.lines):
            return False
        if self.unless_source and _any(self.unless_source).search(page.source):
            return False
        return not (self.unless_title and _any(self.unless_title).search(page.title))


class Wall(BaseModel):
    """One kind of page that came instead of the column, its signs, and the examples that the tests try."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    state: ColumnState
    reason: str
    finds: tuple[dict[str, str | int], ...]
    not_in: tuple[str, ...]
    seen: str
    signs: tuple[_Sign, ...]


class _Walls(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    wall: tuple[Wall, ...]


@cache
def walls() -> tuple[Wall, ...]:
    """The walls of ``rules/portals/_walls.toml``, in the order in which they are looked for."""
    with shipped("rules", "portals", "_walls.toml").open("rb") as file:
        return _Walls.model_validate(tomllib.load(file)).wall


@cache
def _foreign_titles() -> tuple[tuple[Wall, tuple[_Sign, ...]], ...]:
    """The walls that a page with a list may be known by, with their signs."""
    signs = ((wall, tuple(sign for sign in wall.signs if sign.even_on_content and sign.title)) for wall in walls())
    return tuple((wall, own) for wall, own in signs if own)


@cache
def _any_foreign_title() -> re.Pattern[str]:
    return pattern(
        _either(title for _, signs in _foreign_titles() for sign in signs for title in sign.title),
        finds=("澳门金沙娱乐官网", "Welcome to nginx!", "Index of /zwgk", "Apache Tomcat/9.0.1"),
        not_in=("县体育彩票公益金使用情况", "娱乐场所治理", "崇信县人民政府"),
        seen="the titles of `_walls.toml` that tell even of a page with a list",
        flags=_SIGN_FLAGS,
    )


@cache
def _any(signs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_either(signs), _SIGN_FLAGS)


def _either(signs: Iterable[str]) -> str:
    return "|".join(f"(?:{sign})" for sign in signs)


class _PageSigns:
    """What the signs are looked for in, worked out only where a sign asks for it."""

    def __init__(self, text: str) -> None:
        self.source = text[:_SOURCE_READ]
        found = TITLE.search(self.source)
        self.title = _plain(found[1]) if found else ""

    @cached_property
    def is_content(self) -> bool:
        """Whether the page is surely a list or an article, whatever words it contains."""
        dates = _DATE.finditer(self.source)
        if sum(1 for _, _ in zip(range(_DATES_OF_A_LIST), dates, strict=False)) == _DATES_OF_A_LIST:
            return True
        return _OWN_STATEMENT.search(self.source) is not None

    @cached_property
    def _visible(self) -> str:
        return _SILENT.sub(" ", _COMMENT.sub(" ", self.source)) if "<" in self.source else self.source

    @cached_property
    def links(self) -> int:
        return len(_LINK_START.findall(self._visible))

    @cached_property
    def text_length(self) -> int:
        return len(re.sub(r"\s+", "", _plain(TITLE.sub(" ", self._visible))))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        return tuple(line for line in self.text.split("\n") if line and len(line) <= _LINE)

    @cached_property
    def text(self) -> str:
        """The visible text outside links, a line per block."""
        marked = _BREAK.sub("\n", _LINK.sub(" ", TITLE.sub("\n", self._visible)))
        lines = (" ".join(line.split()) for line in _plain(marked).split("\n"))
        return "\n".join(line for line in lines if line)


def find_problem(
    text: str,
    *,
    url: str,
    holds_nothing: bool = False,
) -> PageProblem | None:
    """Why a page cannot be a page of the column, or ``None`` for one that may be read.

    ``text`` is the decoded body; ``holds_nothing`` where the caller knows that dates on it are but those of side lists.
    A list or an article is never a problem for the words in its titles; a page that is empty but says so (暂无信息) is
    none either.
    """
    page = _PageSigns(text)
    if holds_nothing:
        page.is_content = False
    no_page = _not_a_page(page)
    if no_page is not None:
        return no_page
    for wall in walls():
        if any(sign.holds(page) for sign in wall.signs):
            return PageProblem(wall.state, wall.reason)
    if page.is_content:
        return None
    return _leads_elsewhere(page, url) or _is_bare_shell(page)


def find_hijacking(text: str, titles: Sequence[str]) -> PageProblem | None:
    """Whether a page with a list belongs to somebody else: by the document's title, or by most of the rows' titles."""
    page = _PageSigns(text)
    if not _any_foreign_title().search("\n".join((page.title, *titles))):
        return None
    for wall, signs in _foreign_titles():
        foreign = sum(1 for title in titles if any(sign.names(title) for sign in signs))
        if foreign * 2 > len(titles) or any(sign.names(page.title) for sign in signs):
            return PageProblem(wall.state, wall.reason)
    return None


def says_empty(text: str) -> bool:
    """Whether a list's visible text says that the list is empty (暂无信息, 此栏目暂无内容, 共0条)."""
    if not _EMPTY_SIGN.search(text):
        return False
    found = _EMPTY.search(text[:_SOURCE_READ])
    return found is not None and not _FULL.match(text, found.start())


def says_failed(text: str) -> bool:
    """Whether a text tells of a failure of the portal's program (系统异常, 数据库连接失败, NullPointerException)."""
    return _FAILED.search(text[:_LONGEST_ERROR]) is not None


def says_otherwise(text: str) -> bool:
    """Whether a text gives another reason why no rows stand on a page than that there are none.

    A failure, work on the column, its end or its move, the answer of a search form.
    """
    return says_failed(text) or _OTHERWISE.search(text[:_LONGEST_ERROR]) is not None


def _plain(markup: str) -> str:
    return unescape(_TAG.sub(" ", markup)).replace("\xa0", " ").strip()


def _not_a_page(page: _PageSigns) -> PageProblem | None:
    kind = _kind_of_file(page.source)
    if kind:
        return PageProblem(ColumnState.UNREADABLE, f"地址返回的是{kind}，不是网页，请核对栏目网址")
    start = page.source[:200].lstrip("\ufeff \t\r\n")
    if start[:1] in ("{", "["):
        return _interface_error(page.source.strip("\ufeff \t\r\n"))
    if not start and not page.source.strip():
        return PageProblem(ColumnState.UNREADABLE, "服务器返回了空白页面，没有任何内容")
    return None


def _leads_elsewhere(page: _PageSigns, url: str) -> PageProblem | None:
    """A page with next to no text that sends its reader to another address."""
    target = sent_on_to(page.source)
    if not target or page.text_length > _REDIRECT_TEXT or page.links > 3:
        return None
    address = _absolute(url, target)
    if address.partition("#")[0] == url.partition("#")[0]:
        return PageProblem(ColumnState.BLOCKED, "页面只是反复转到自身，未给出栏目内容，请人工核查")
    return PageProblem(ColumnState.MISSING, f"页面自动转到其他地址（{address[:120]}），请核对栏目网址")


def sent_below(text: str, url: str) -> str:
    """Where a page with next to no text sends its reader, if that is a page in the folder it stands for itself.

    A column's entry may only lead into it: ``/zwgk/czjs/`` to ``/zwgk/czjs/list/index.html``. What leads elsewhere may
    be another column, and is left to people.
    """
    page, target = _PageSigns(text), sent_on_to(text)
    parts = urlsplit(url)
    folder, _, name = parts.path.rpartition("/")
    is_entry = not parts.query and (not name or name.startswith(("index.", "default.")))
    if not target or not folder or not is_entry or _leads_elsewhere(page, url) is None:
        return ""
    address = _absolute(url, target).partition("#")[0]
    into = urlsplit(address)
    is_below = into[:2] == parts[:2] and into.path.startswith(f"{folder}/") and address != url
    return address if is_below else ""


def sent_on_to(source: str) -> str:
    """Where a page's own words send its reader at once, as written; empty where they do not."""
    found = _REFRESH.search(source) or (_SCRIPTED.search(source) if len(source) < _SHORT_SCRIPT else None)
    return unescape(next(value for value in found.groupdict().values() if value)) if found else ""


def _absolute(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError:
        return target


def _is_bare_shell(page: _PageSigns) -> PageProblem | None:
    """A page without text whose content a script would have to make, from an address that is not known."""
    if page.text_length > _SHELL_TEXT or page.links > 3 or _LIST_IN_SCRIPT.search(page.source):
        return None
    if "<script" in page.source.lower():
        return ONLY_SCRIPTS
    if page.text_length == 0 and "<img" not in page.source.lower() and not _FRAME.search(page.source):
        return PageProblem(ColumnState.UNREADABLE, "页面没有任何文字，无法识别列表")
    return None


# -- bodies that are no web page at all --------------------------------------------------------------------------------


def _kind_of_file(text: str) -> str:
    """What sort of file a decoded body is, in Chinese; empty for text."""
    start = text[:1000]
    for mark, kind in _FILE_STARTS:
        if start.startswith(mark):
            return kind
    if "NG\r\n\x1a\n" in start[:12] or "JFIF" in start[:16] or "Exif" in start[:16]:
        return "图片"
    controls = sum(character < " " and character not in "\t\n\r\f\x1b" for character in start)
    if controls > 3 and controls > len(start) * 0.02:
        return "二进制文件"
    return ""


def _interface_error(source: str) -> PageProblem | None:
    """An interface's answer that says it failed; answers with rows, long ones and broken ones are the reader's."""
    if len(source) > _LONGEST_ERROR or source[:1] != "{":
        return None
    try:
        answer = json.loads(source)
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict) or any(isinstance(value, list | dict) and value for value in answer.values()):
        return None
    code = _code(answer)
    fails = (code is not None and code not in _SUCCESS) or answer.get("success") is False
    if not fails and answer.get("error") in (None, "", 0, False):
        return None
    message = next((str(answer[key]) for key in _MESSAGES if answer.get(key)), "")
    state = _STATES.get(code or 0, ColumnState.UNREADABLE)
    if code is not None and str(code).startswith("5"):
        state = ColumnState.UNREACHABLE
    return PageProblem(state, f"接口返回错误{f'：{message[:60]}' if message else ''}，未能取得栏目内容")


def _code(answer: dict[str, Any]) -> int | None:
    stated = next((answer[key] for key in _CODES if not isinstance(answer.get(key), bool | None)), None)
    return int(str(stated)) if stated is not None and _NUMBER.fullmatch(str(stated)) else None
