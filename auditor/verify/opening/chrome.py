"""What a web page carries around its document: the way to the page, menus, tools, links to other pages."""

import re

from auditor.base.pattern import pattern
from auditor.verify.paper import plain

_WAY = pattern(
    r"^(?:您?的?(?:当前|现在)?(?:所在)?的?(?:位置|栏目)(?:是)?|您?当前(?:所在)?(?:位置|栏目)|您在这里)\s*:|^(?:网站)?首页\s*(?:[>›»→]|&gt;)",
    finds=("您当前的位置:首页>政务公开", "当前位置: 首页", "您在这里:", "首页 > 通知公告"),
    not_in=("位置偏远的乡镇:", "首页栏目:", "今年首页"),
    seen="a kept notice whose title was its way",
    way="match",
)
_STEP = re.compile(r"[>›»→]|>>|/|-|\|")
_TOOL = pattern(
    r"打印(?:本页|文章|此页|页面)?|关闭(?:窗口|本页|页面)?|收藏(?:本页)?|纠错|分享(?:到|至)?:?|微信|微博|新浪微博|腾讯微博|QQ空间|QQ好友"
    r"|字[体号](?:大小)?:?|大|中|小|默认|复制链接|返回(?:顶部|首页|上页|列表)?|扫一扫[^\s|·、/\[【(]{0,16}|手机(?:版|扫[^\s|·、/\[【(]{0,16})|无障碍(?:浏览|阅读)?|"
    r"长者(?:模式|助手)|适老化|设为首页|加入收藏|下载(?:文档|word|pdf)?|朗读|繁体|简体|English|登录|注册|邮箱",
    finds=("打印本页", "扫一扫在手机打开当前页面", "字号:", "分享到:"),
    not_in=("通报如下", "县财政局"),
    seen="河曲县 (2018)",
    flags=re.I,
)
_BETWEEN_TOOLS = "[]【】()|·/、 \t"
_NEIGHBOUR = pattern(
    r"(?:上一[篇条页]|下一[篇条页]|前一[篇条]|后一[篇条])\s*:|(?:相关(?:链接|阅读|新闻|文章|信息|推荐|稿件)|猜你喜欢|延伸阅读|热门推荐)\s?:?\s?$",
    finds=("上一篇: 关于", "下一条:", "相关链接:", "猜你喜欢"),
    not_in=("上一年:", "相关单位:"),
    seen="a usual form; in none of the documents kept",
    way="match",
)
_MARK = pattern(
    r"(?:^|[-_\s])(?:bread_?-?crumbs?|crumbs?|dqwz|weizhi|sitemap|bdshare\w*|share\w*|fenxiang|prev_?-?next|related\w*|xgwd|xgyd|"
    r"footer|copyright|topbar|toolbar|menu|navbar|nav|daohang|skiplinks?|sidebar)(?:$|[-_\s])",
    finds=("breadcrumb", "crumbs", "bdshare-box", "footer", "nav"),
    not_in=("content", "navy", "main"),
    seen="the classes of page frames; see auditor.read.lists.listing",
    flags=re.I,
)
_FILE = pattern(
    r"\.(?:docx?|xlsx?|pdf|wps|et|zip|rar|ofd|txt)(?:$|[?#])",
    finds=(".docx", "/a/b.PDF", "/f.xls?x=1"),
    not_in=("a.html", "/docs/", "b.pdfx"),
    seen="attachments of circulars",
    flags=re.I,
)


def is_chrome_line(text: str) -> bool:
    """Whether a line belongs to the page around the document: the way to it, tools, the neighbouring pages."""
    flat = plain(text).strip()
    if len(flat) > 200:
        return False
    if _WAY.match(flat) and (len(_STEP.findall(flat)) >= 1 or flat.endswith(":")) and not flat.endswith("。"):
        return True
    return bool((_TOOL.search(flat) and not _TOOL.sub("", flat).strip(_BETWEEN_TOOLS)) or _NEIGHBOUR.match(flat))


def is_chrome_mark(names: str) -> bool:
    """Whether an element's class and id say that it is page furniture."""
    return bool(_MARK.search(names))


def is_link_list(text_length: int, links: list[tuple[int, str]]) -> bool:
    """Whether a block is a menu or a list of other pages: nearly all of it links (length, address), none to a file."""
    if len(links) < 4 or any(_FILE.search(href) for _, href in links):
        return False
    return sum(length for length, _ in links) * 100 >= text_length * 85
