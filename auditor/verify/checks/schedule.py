"""The days of a paper on one line of time: what it tells of is over when it is signed, what it asks for is to come."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditor.base.chinese import chinese_date
from auditor.base.pattern import pattern
from auditor.verify.checks.dates import signature
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.wording import WORDS

_SEEN = "circulars of spot checks: the days of the check, and by when faults are to be mended"
_DAY = pattern(
    r"(?:(?P<y>(?:19|20)\d{2})年)?(?<!\d)(?P<m>1[0-2]|0?[1-9])月(?:(?P<d>3[01]|[12]\d|0?[1-9])日|(?P<part>底|末|初|[上中下]旬))",
    finds=("2023年9月20日", "11月底", "8月中旬"),
    not_in=("9月20条", "13月5日"),
    seen=_SEEN,
)
_LATER_DAY = pattern(
    r"(?:至|到|[-—–~～]{1,2})(?P<d>3[01]|[12]\d|0?[1-9])日",
    finds={"至20日": "20"},
    not_in=("至9月20日",),
    seen=_SEEN,
    way="match",
)
_BY_THEN = pattern(
    r"(?:\([^()]{1,6}\))?(?:上午|下午|下班)?(?:\d{1,2}[时:点](?:\d{2}分?)?)?(?:之|以)?前(?!后|三|两|[一二])",
    finds=("前", "(星期五)前", "18时前", "之前"),
    not_in=("前三季度", "至今"),
    seen=_SEEN,
    way="match",
)
_ASKED = pattern(
    r"请|务必|须|应当?于|要[在于求]|限期?[于在]|[^已]于$|^于$|报送|上报|报至|报县|反馈|提交|整改(?:到位|完毕)|完成|补齐|书面|仍未|逾期",
    finds=("请各单位于", "前将整改情况报送", "前整改完毕"),
    not_in=("前发布的文件",),
    seen=_SEEN,
)
_ASKED_THEN = pattern(
    r"要求|责令|限", finds=("要求于",), not_in=("请于",), seen="notices of a second look: what the first one asked for"
)
_STAGE = pattern(
    r"(?:\([^()]{1,6}\))?[,，]?(?:为|是|开展|进行)?[\u4e00-\u9fff]{0,8}阶段",
    finds=("为自查阶段", "(星期五)为抽查阶段"),
    not_in=("前报送自查表",),
    seen="plans of checks in stages",
    way="match",
)
_LOOKS_AGAIN = pattern(
    r"(?:起|前后)?[^,，。]{0,10}(?:复[核查验]|再次[核检复]查|回头看|验收)",
    finds=("起组织复核",),
    not_in=("前完成公开",),
    seen="circulars that say when faults are looked at again",
    way="match",
)
_WAS = pattern(
    r"已|截[至止]|以来|发布的|印发的|出台的|制定的|生效|失效|成立|到期|[原曾]",
    finds=("已于", "前发布的"),
    not_in=("请于",),
    seen=_SEEN,
)
_WILL_BE = pattern(r"(?:将|拟|定|计划)(?:在|于)$", finds=("县政府办公室将于",), not_in=("请于",), seen=_SEEN)
_UP_TO = pattern(r"截[至止]到?$|^到$", finds=("截至", "截止到", "到"), not_in=("至", "提高到"), seen=_SEEN)
_DONE = pattern(
    r"了|已|发现|经|共(?!同)|通报的|印发的|结果|对.{2,40}(?:抽查|监测|普查|巡查)",
    finds=("开展了检查", "对全省正在运行的122个政府网站进行抽查", "通报的9家单位"),
    not_in=("整改到位", "开展复查", "共同推进"),
    seen=_SEEN,
)
_ASKS = pattern(
    r"请|务必|须|应|要|确保|力争|拟|将|计划|预计|限期|下一步|开始|起(?:施行|执行|实施)|[前起]",
    finds=("请各单位", "将于", "起施行"),
    not_in=("进行检查",),
    seen=_SEEN,
)
_WEEKDAY = pattern(
    r"\((?:星期|周)(?P<w>[一二三四五六日天])\)",
    finds={"(星期五)": "五", "(周日)": "日"},
    not_in=("(第五周)",),
    seen="notices of meetings, and deadlines",
    way="match",
)
_NUMBER = pattern(
    r"[〔\[](?P<y>(?:19|20)\d{2})[〕\]]\s?第?\d{1,4}号",
    finds={"永政办发〔2024〕31号": "2024"},
    not_in=("（2024年）",),
    seen="numbers of documents quoted in circulars",
)
_YEAR = pattern(r"(?P<y>20\d{2})年", finds={"关于2014年1—3月报送情况的通报": "2014"}, not_in=("本年度",), seen=_SEEN)
_PLANS = pattern(
    r"计划|方案|安排|做好|要点|目标|规划|预算|任务|征集|通知|[试实施]行",
    finds=("2025年工作要点",),
    not_in=("情况的通报",),
    seen=_SEEN,
)
_MONTH = pattern(
    r"(?<![\d—~～-])(?P<m>1[0-2]|[1-9])月份?(?:发布|更新|报送|采用)?\d+[条件个篇次]",
    finds={"9月39条": "9"},
    not_in=("1—9月39条", "9月30日"),
    seen=_SEEN,
)
_END = pattern(r"[底末]", finds=("底",), not_in=("初",), seen=_SEEN)
_SUNDAY = pattern(r"天", finds=("天",), not_in=("日",), seen=_SEEN)
_ONLY_MONTH = pattern(r"\d{1,2}月", finds=("9月39条",), not_in=("39条",), seen=_SEEN)
_WEEK = WORDS.schedule.week
_PARTS = WORDS.schedule.parts
"""The first day that such a part of a month may mean."""


_NO_YEAR_FROM = 62
"""Days from the signing from which on a day without a year is of another year, not out of order."""


@dataclass(frozen=True, slots=True)
class _Day:
    """A day of the text; ``start`` and ``end`` are where it stands, ``has_year`` whether its year is written."""

    first: date
    last: date
    line: Line
    start: int
    end: int
    has_year: bool

    @property
    def clause(self) -> tuple[str, str]:
        """The words about it up to the next stops."""
        text = self.line.plain
        return re.split("[,，;；。]", text[: self.start])[-1], re.split("[;；。]", text[self.end :])[0]


def schedule(paper: OpenedPaper) -> Iterator[Comparison]:
    """A deadline before the signing, something told that comes after it, a weekday that is another, a later number."""
    signed = signature(paper)
    days = [day for line in paper.lines for day in _days(line, signed.day if signed else None)]
    yield from (found for day in days for found in _weekday(day))
    if signed is None:
        return
    for number, day in enumerate(days):
        if number and (earliest := _earliest(days[number - 1], day)):
            yield _in_order(days[number - 1], day, earliest)
        elif day.line.place != signed.place:
            yield from _against(day, signed.day, signed.place, signed.quote)
    yield from _title_year(paper, signed.day, signed.place, signed.quote)
    yield from (found for line in paper.lines for found in _months(line, signed.day, signed.place, signed.quote))
    for line in paper.lines:
        for match in _NUMBER.finditer(line.plain):
            if int(match["y"]) > signed.day.year:
                words = WORDS.schedule.number.format(stated=match["y"], signed=chinese_date(signed.day))
                where, quote = (line.place, signed.place), (match[0], signed.quote)
                stated, computed = int(match["y"]), signed.day.year
                yield Comparison("signed_early", stated, computed, where, quote, Severity.LIKELY, words)


def _earliest(before: _Day, day: _Day) -> date | None:
    """The first day that a step of a sentence may fall on, where the step before it says so; else ``None``.

    What was asked on a day is due after it, stages follow one another, what was due is looked at again afterwards.
    """
    between = day.line.plain[before.end : day.start] if before.line is day.line else "。"
    if "。" in between:
        return None
    if _ASKED_THEN.search(day.clause[0]):
        return before.first
    is_stage = _STAGE.match(day.line.plain, day.end) and _STAGE.match(before.line.plain, before.end)
    is_look = _LOOKS_AGAIN.match(day.clause[1]) and _BY_THEN.match(before.line.plain, before.end)
    return before.last if is_stage or is_look else None


def _in_order(before: _Day, day: _Day, earliest: date) -> Comparison:
    words = WORDS.schedule.order.format(first=chinese_date(earliest), second=chinese_date(day.first))
    where = (before.line.place, day.line.place)
    quote = (day.line.around(before.start, before.end), day.line.around(day.start, day.end))
    severity = Severity.LIKELY if day.first < earliest else Severity.AGREED
    stated, computed = day.first.isoformat(), earliest.isoformat()
    return Comparison("date_impossible", stated, computed, where, quote, severity, words)


def _title_year(paper: OpenedPaper, signed: date, place: str, quoted: str) -> Iterator[Comparison]:
    """A circular of a year that has not begun when it is signed."""
    match = _YEAR.search(paper.heading)
    if match and int(match["y"]) > signed.year and not _PLANS.search(paper.heading):
        told = match[0]
        words = WORDS.schedule.told_after.format(signed=chinese_date(signed), told=told, end=WORDS.schedule.late)
        where, quote = (WORDS.dates.title, place), (paper.heading, quoted)
        stated = int(match["y"])
        yield Comparison("signed_early", stated, signed.year, where, quote, Severity.LIKELY, words)


def _months(line: Line, signed: date, place: str, quoted: str) -> Iterator[Comparison]:
    """其中8月20条、9月35条: a month counted that has not begun."""
    for match in _MONTH.finditer(line.plain):
        first = date(signed.year, int(match["m"]), 1)
        if 0 < (first - signed).days <= _NO_YEAR_FROM and not _ASKS.search(line.plain[: match.start()][-20:]):
            words = WORDS.schedule.told_after.format(
                signed=chinese_date(signed), told=_ONLY_MONTH.findall(match[0])[0], end=WORDS.schedule.late
            )
            where, quote = (line.place, place), (line.around(match.start(), match.end()), quoted)
            yield Comparison(
                "signed_early", first.isoformat(), signed.isoformat(), where, quote, Severity.LIKELY, words
            )


def _days(line: Line, signed: date | None) -> Iterator[_Day]:
    year = 0
    for match in _DAY.finditer(line.plain):
        year = int(match["y"] or year)
        month, number = int(match["m"]), int(match["d"] or _PARTS.get(match["part"] or "", 1))
        end = match.end()
        later = _LATER_DAY.match(line.plain, end) if match["d"] else None
        last = int(later["d"]) if later else number if match["d"] else 28 if _END.search(match["part"]) else number
        years = [year] if year else [signed.year - 1, signed.year, signed.year + 1] if signed else []
        known = [
            (date(one, month, number), date(one, month, last))
            for one in years
            if max(number, last) <= calendar.monthrange(one, month)[1] and last >= number
        ]
        if known:
            nearest = min(known, key=lambda pair: abs((pair[0] - signed).days) if signed else 0)
            yield _Day(*nearest, line, match.start(), later.end() if later else end, bool(year))


def _weekday(day: _Day) -> Iterator[Comparison]:
    match = _WEEKDAY.match(day.line.plain, day.end)
    if match is None or day.first != day.last:
        return
    right, stated = _WEEK[day.first.weekday()], _SUNDAY.sub(_WEEK[-1], match["w"])
    words = WORDS.schedule.weekday.format(day=chinese_date(day.first), right=right, stated=stated)
    severity = Severity.AGREED if stated == right else Severity.LIKELY if day.has_year else Severity.DOUBTFUL
    quote = (day.line.around(day.start, match.end()),)
    yield Comparison("date_impossible", stated, right, (day.line.place,), quote, severity, words)


def _against(day: _Day, signed: date, place: str, quoted: str) -> Iterator[Comparison]:
    before, behind = day.clause
    if not day.has_year and abs((day.last - signed).days) > _NO_YEAR_FROM:
        return
    if by_then := _BY_THEN.match(day.line.plain, day.end):
        rest = day.line.plain[by_then.end() :][:24]
        is_asked = _ASKED.search(before) or _ASKED.search(re.split("[,，;；。]", rest)[0])
        if not is_asked or _WAS.search(before[-12:]) or _WAS.search(rest[:8]):
            return
        severity = Severity.LIKELY if day.last < signed else Severity.AGREED
        end = WORDS.schedule.early if day.last < signed else ""
        words = WORDS.schedule.due_before.format(signed=chinese_date(signed), due=chinese_date(day.last), end=end)
    elif _WILL_BE.search(before):
        severity = Severity.LIKELY if day.last < signed else Severity.AGREED
        end = WORDS.schedule.early if day.last < signed else ""
        words = WORDS.schedule.due_before.format(signed=chinese_date(signed), due=chinese_date(day.last), end=end)
    elif _is_told(before, behind):
        severity = Severity.LIKELY if day.last > signed else Severity.AGREED
        end = WORDS.schedule.late if day.last > signed else ""
        words = WORDS.schedule.told_after.format(signed=chinese_date(signed), told=chinese_date(day.last), end=end)
    else:
        return
    where, quote = (day.line.place, place), (day.line.around(day.start, day.end), quoted)
    yield Comparison("signed_early", day.last.isoformat(), signed.isoformat(), where, quote, severity, words)


def _is_told(before: str, behind: str) -> bool:
    """Whether what is told of a day is over: 截至…, or what was done on it."""
    near = re.sub(r"^\)?[,，]?", "", behind)
    asks = _ASKS.search(before) or _ASKS.search(re.split("[,，]", near)[0])
    return not asks and bool(_UP_TO.search(before) or _DONE.search(near[:60]))
