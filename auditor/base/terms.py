"""The field's closed vocabularies: every word the program decides by, with its printed label."""

from enum import StrEnum
from typing import Literal


class Labelled(StrEnum):
    """A closed set of words; each member carries the Chinese label that readers see."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Labelled":
        """Make a member from its stored value and its printed label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class ColumnState(Labelled):
    """Why a column's number is what it is. Only ``COUNTED``, ``BLANK`` and ``TALLIED`` have a number."""

    COUNTED = "counted", "已核查"
    """The list was read back past the first day of the period, or to its end."""
    BLANK = "blank", "空白栏目"
    """The list was found and has never held an item."""
    TALLIED = "tallied", "人工核查"
    """Not read by the program: counted by a person, who shows what was seen."""
    BLOCKED = "blocked", "被拦截"
    """A bot wall, a login or robots.txt stood in the way."""
    UNREACHABLE = "unreachable", "无法访问"
    """Network, TLS, timeout or server error (5xx)."""
    MISSING = "missing", "栏目不存在"
    """404, 410, a soft 404, or redirected away from the column."""
    UNREADABLE = "unreadable", "无法识别"
    """A page came, but its list was not understood or its pages do not reach back far enough."""

    @property
    def is_known(self) -> bool:
        """Whether a column in this state has a count."""
        return self in (ColumnState.COUNTED, ColumnState.BLANK, ColumnState.TALLIED)


class FetchStatus(Labelled):
    """How one request ended, seen from the wire alone."""

    OK = "ok", "正常"
    """A complete 2xx answer with its body."""
    NOT_MODIFIED = "not_modified", "未变化"
    """304: the body the archive already holds still stands."""
    BLOCKED = "blocked", "被拦截"
    """A status, header or cookie that only bot walls send; or robots.txt forbids the address."""
    UNREACHABLE = "unreachable", "无法访问"
    """DNS, connection, TLS, timeout, 5xx, truncated or over-long body."""
    MISSING = "missing", "不存在"
    """404 or 410, a redirect loop, or a redirect to another place."""
    LOST = "lost", "没有存档"
    """Never on the wire: what is read again from the archive of an earlier version, which did not keep this page."""


class PageKind(Labelled):
    """What one page turned out to be."""

    LIST = "list", "列表页"
    ARTICLE = "article", "内容页"
    SHELL = "shell", "脚本空壳页"
    """A page whose list is loaded by a script; ``next`` tells where from, where that is known."""
    WALL = "wall", "拦截页"
    OTHER = "other", "其他页面"


class Order(Labelled):
    """What shows that a list falls, so that nothing newer stands behind where reading stopped."""

    PAGES = "pages", "连续各页日期由新到旧"
    """Over two pages at least, and over two different days."""
    CROSSING = "crossing", "同一页内由新到旧跨过起始日"
    """One page with rows on both sides of the first day asked for."""
    RISING = "rising", "由旧到新排列，已从末页往回读到起始日之前"
    """Oldest first: read from the last page back, over two different days at least, until a whole page was older."""


class End(Labelled):
    """What shows that a list ended where reading ended."""

    TOTAL = "total", "条数与页面标注的总数相符"
    PAGER = "pager", "翻页栏表明已是末页"
    NO_NEXT = "no_next", "前面各页有下一页，末页没有"
    SHORT = "short", "末页条数不足一整页"
    """Fewer rows than earlier pages of the column, or other columns of the same template, have shown."""
    NO_PAGER = "no_pager", "同一模板的其他栏目超过一页时有翻页，本栏目没有"
    FEW = "few", "仅数条，页面没有翻页或加载更多"
    """Fewer rows than any usual page holds, nothing leads on, and no other column of the template tells its size."""
    EMPTY = "empty", "页面说明栏目为空"
    WHOLE = "whole", "没有翻页，列表由新到旧直到起始日之前"


class TotalWitness(Labelled):
    """What shows that a stated figure is the list's total."""

    ROWS = "rows", "与读到的条数相等"
    PINNED = "pinned", "扣除置顶或重复的条目后相符"


class DateMeaning(Labelled):
    """What shows that a list's dates are publish dates."""

    LIST = "list", "列表中每条唯一的日期"
    ARTICLE = "article", "正文页的发布日期"
    MIXED = "mixed", "列表和正文页的发布日期"
    ADDRESS = "address", "部分取自网址（已注明）"


class DateSource(Labelled):
    """Where an item's publish date was read, strongest first."""

    LIST = "list", "列表"
    ARTICLE = "article", "正文页"
    META = "meta", "页面标签"
    SCRIPT = "script", "正文页脚本"
    ADDRESS = "address", "网址"
    """Only when nothing else is there; always marked where it is used."""


class ColumnKind(Labelled):
    """What a column publishes; decides which findings can apply to it."""

    NEWS = "news", "工作动态"
    NOTICE = "notice", "通知公告"
    POLICY = "policy", "政策文件"
    INTERPRETATION = "interpretation", "政策解读"
    PERSONNEL = "personnel", "人事信息"
    PLAN = "plan", "规划计划"
    FINANCE = "finance", "财政信息"
    OTHER = "other", "其他"


class AuditState(Labelled):
    """How far an audit has come."""

    PREVIEW = "preview", "进行中"
    """The evidence ends within the period: counts so far, no grade but the first, never issued."""
    DRAFT = "draft", "草稿"
    ISSUED = "issued", "已印发"
    SUPERSEDED = "superseded", "已被替代"


class Role(Labelled):
    """What an account may do; every role may do what those before it may."""

    READER = "reader", "查看人员"
    """Sees everything but accounts."""
    REVIEWER = "reviewer", "复核人员"
    """Also decides, edits paragraphs, crawls and audits."""
    SIGNER = "signer", "签发人员"
    """Also issues, and keeps the county file and the accounts."""

    def includes(self, other: "Role") -> bool:
        """Whether this role may do what ``other`` may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


class TaskKind(Labelled):
    """What the schedule does by itself."""

    OBSERVE = "observe", "日常采集"
    """The daily crawl that records what is there and when it was first seen."""
    AUDIT = "audit", "季度核查"
    """A thorough crawl after the quarter, the audit, and the draft of the circular."""


class TaskState(Labelled):
    """How far a scheduled task has come."""

    WAITING = "waiting", "等待"
    RUNNING = "running", "进行中"
    """Begun; whether anybody is still at it, the lease tells."""
    DONE = "done", "已完成"
    FAILED = "failed", "未能完成"
    """Given up after several tries; the next one takes over."""


class NoticeKind(Labelled):
    """What people are told of."""

    DRAFT = "draft", "通报草稿已生成"
    ISSUED = "issued", "通报已印发"
    WARNING = "warning", "更新预警"
    """Before the quarter's end: which units are about to miss a column that is due."""
    UNVERIFIABLE = "unverifiable", "栏目持续无法核查"
    REPEAT = "repeat", "再次更新不及时"
    TROUBLE = "trouble", "自动核查未能完成"
    CALENDAR = "calendar", "节假日安排未公布"
    """A day was reckoned beyond the published holidays, by weekends alone."""


class NoticeState(Labelled):
    """How far a notice has come on one channel."""

    WAITING = "waiting", "待发送"
    SENT = "sent", "已发送"
    FAILED = "failed", "未能送达"


PENDING = "pending"
"""The one grade every pack has: the evidence does not decide (待核实)."""

Force = Literal["grade", "print", "trial", "off"]
"""What a finding does: lowers the grade and is printed; is printed; is shown to reviewers only; is not computed."""
