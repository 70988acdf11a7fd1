"""Dates: impossible ones, periods that end before or after they should, signing and publishing out of order."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from auditor.base.chinese import chinese_date
from auditor.base.errors import BadInput
from auditor.base.pattern import pattern
from auditor.base.period import Period
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.figures import noise_in, written_number
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.periods import periods_in
from auditor.verify.wording import WORDS

_DATE = pattern(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日",
    finds={"2020年4月16日": "2020"},
    not_in=("2020年4月", "20年4月16日"),
    seen="崇信县 (2020 Q1)",
)
_ISO = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)")
_SIGNED = pattern(
    r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日?",
    finds=("2020年4月16日", "2019年3月4"),
    not_in=("二〇二〇年四月十六日",),
    seen="崇信县 (2020 Q1) and 河曲县 (2018)",
    way="fullmatch",
)
_WRITTEN_DATE = pattern(
    r"(?P<y>[二〇○O零一九八七六五四三]{4})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日",
    finds=("二〇二〇年四月十六日",),
    not_in=("2020年4月16日",),
    seen="a usual form; in none of the documents kept",
    way="fullmatch",
)
_RANGE = pattern(
    r"(?P<y>(?:19|20)\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日?(?:\([^()]{2,4}\))?(?:起)?(?:至|到|[-—–~～])+"
    r"(?:(?P<y2>(?:19|20)\d{2})年)?(?:(?P<m2>\d{1,2})月)?(?P<d2>\d{1,2})日",
    finds=("2017年1月1日至12月31日", "2019年1月1日起至2019年12月31日"),
    not_in=("2017年1月1日", "2017年1月至3月"),
    seen="永嘉县 溪下乡 (2017)",
)
_DAYS = pattern(
    r"(?<!\d)(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?:\([^()]{2,4}\))?(?:至|到|[-—–~～]{1,2})(?P<y2>\d{4}年)?(?:(?P<m2>\d{1,2})月)?(?P<d2>\d{1,2})日",
    finds={"6月9日至6月30日": "6", "11月11日-11月17日": "11"},
    not_in=("6月9日", "2020年6月至7月"),
    seen="circulars of spot checks: the days of the check",
)
_QUARTER = pattern(
    r"季度[(（,，]?$",
    finds=("第四季度(",),
    not_in=("季度内",),
    seen="notices of checks: the days of a quarter in a bracket",
)
_LEAP = 2020
"""A year with a 29th of February, for days without a year."""
_OVER_NEW_YEAR = 6
"""Months from which on a period that ends in an earlier month runs over the new year."""
_PERIOD = pattern(
    r"(?P<y>(?:19|20)\d{2})年(?:第?(?P<q>[一二三四1-4])季度|(?P<h>[上下])半年|(?P<m>1[0-2]|0?[1-9])月(?!\d))",
    finds=("2020年第一季度", "2023年上半年", "2024年3月"),
    not_in=("2020年", "2020年3月5"),
    seen="崇信县 (2020 Q1), 怀远县 (2024-03)",
)
_STATISTICS = pattern(
    r"更新|发布|公开|统计|报送|采用|信息|考核|运行|督查",
    finds=("信息公开栏目更新情况", "统计表"),
    not_in=("会议纪要",),
    seen="崇信县 (2020 Q1)",
)
_CHECK = pattern(
    r"检查|抽查|普查|监测|巡查|自查",
    finds=("网站抽查情况", "自查报告"),
    not_in=("更新情况",),
    seen="海南省 (2023 Q3), 筠连县 (2021 Q4)",
)
_YEARLY = pattern(
    r"(?P<y>(?:19|20)\d{2})年?度?.{0,20}(?:年度报告|年报|年度报表|工作报告)",
    finds={"2018年政府信息公开工作年度报告": "2018"},
    not_in=("2018年第一季度通报",),
    seen="河曲县 (2018)",
)
_STATED_LIMIT = pattern(
    r"统计(?:时限|期限|时间|数据)|所列数据|数据的?(?:统计|时间)|时间范围",
    finds=("所列数据的统计时限", "统计期限"),
    not_in=("更新及时",),
    seen="河曲县 (2018)",
)
_PUBLISHED = pattern(
    r"(?:(?:发布|公开|上载)(?:日期|时间)|^(?:日期|时间)|^(?:信息)?来源:.{0,40}?\s)[:：]?\s*"
    r"(?P<date>(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2})",
    finds={"发布时间：2013-03-18": "2013-03-18", "来源:青崖区 2022-12-09": "2022-12-09"},
    not_in=("2013-03-18",),
    seen="pages of portals: the line below the title",
)
_LATE_AFTER = {"month": 45, "quarter": 50, "half": 90, "year": 0}
"""Days after which a circular comes long after its period. A year's report has its own date, 31 March."""
_TAG = WORDS.faults.tag.format(name="PubDate")
_MOVED_DAYS = 300
"""A tag this much later than the signing, with no date on the page beside it, is the day the site was moved."""
_PUBLISH_DAYS = 45
"""20 working days (政府信息公开条例第二十六条) never take longer than this, the longest holidays included."""


_ANNEX = pattern(
    r"附件?\s*\d?[:：]?$", finds=("附件1", "附件"), not_in=("见附件。",), seen="崇信县 (2020 Q1)", way="match"
)

_UNTIL = pattern(
    r"(?:截至|截止到?|至|到)(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日",
    finds=("截至3月31日", "截止到2021年6月30日"),
    not_in=("3月31日",),
    seen="甘肃省 (2021 Q2)",
)


@dataclass(frozen=True, slots=True)
class _Dated:
    day: date
    place: str
    quote: str


def impossible_dates(paper: OpenedPaper) -> Iterator[Comparison]:
    """2月30日, 13月: dates that are in no calendar (damaged digits aside)."""
    for line in paper.lines:
        if noise_in(line.plain):
            continue
        for match in _DATE.finditer(line.plain):
            year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
            if _day(year, month, day) is None:
                last = monthrange(year, month)[1] if 1 <= month <= 12 else 0
                why = (
                    WORDS.dates.short_month.format(month=month, last=last)
                    if last
                    else WORDS.dates.no_month.format(month=month)
                )
                words = WORDS.dates.impossible.format(date=match[0], why=why)
                quote = line.around(match.start(), match.end())
                yield Comparison("date_impossible", match[0], why, (line.place,), (quote,), Severity.SURE, words)


def days_of_check(paper: OpenedPaper) -> Iterator[Comparison]:
    """6月9日至6月31日: days without a year that are in no calendar, or that end before they begin."""
    for line in paper.lines:
        if noise_in(line.plain):
            continue
        for match in _DAYS.finditer(line.plain):
            month, later = int(match["m"]), int(match["m2"] or match["m"])
            days = ((month, int(match["d"])), (later, int(match["d2"])))
            bad = next((day for day in days if _day(_LEAP, *day) is None), None)
            if bad is not None and not _day_has_year(line.plain, match):
                last = monthrange(_LEAP, bad[0])[1] if 1 <= bad[0] <= 12 else 0
                why = (
                    WORDS.dates.short_month.format(month=bad[0], last=last)
                    if last
                    else WORDS.dates.no_month.format(month=bad[0])
                )
                words = WORDS.dates.impossible.format(date=match[0], why=why)
                yield _of_days(line, match, why, Severity.SURE, words)
            elif bad is None and _QUARTER.search(line.plain[: match.start()]) and _is_quarter(days):
                last = monthrange(_LEAP, later)[1]
                words = WORDS.dates.period_end.format(month=later, day=days[1][1], last=last)
                severity = Severity.AGREED if days[1][1] == last else Severity.LIKELY
                yield Comparison("period_end", days[1][1], last, (line.place,), (match[0],), severity, words)
            elif bad is None and days[1] < days[0] and month - later < _OVER_NEW_YEAR and not match["y2"]:
                words = WORDS.dates.turned.format(range=match[0])
                yield _of_days(line, match, words, Severity.LIKELY, words)


def _is_quarter(days: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    """Whether days run from the first of a quarter into its last month's last week."""
    (month, day), (later, last) = days
    return day == 1 and later == month + 2 and later % 3 == 0 and last > monthrange(_LEAP, later)[1] - 7


def _day_has_year(text: str, match: re.Match[str]) -> bool:
    """Whether the days carry a year, so that `impossible_dates` reads them."""
    return bool(match["y2"]) or text[: match.start()].endswith("年")


def _of_days(line: Line, match: re.Match[str], why: str, severity: Severity, words: str) -> Comparison:
    quote = line.around(match.start(), match.end())
    return Comparison("date_impossible", match[0], why, (line.place,), (quote,), severity, words)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def period_ends(paper: OpenedPaper) -> Iterator[Comparison]:
    """7月1日至7月30日: a period printed from the first of a month to a day that is not the last one."""
    for line in paper.lines:
        for match in _RANGE.finditer(line.plain):
            year = int(match["y2"] or match["y"])
            month, day = int(match["m2"] or match["m"]), int(match["d2"])
            first = _day(int(match["y"]), int(match["m"]), int(match["d"]))
            end = _day(year, month, day)
            if first and end and end < first:
                yield _of_days(
                    line, match, turned := WORDS.dates.turned.format(range=match[0]), Severity.LIKELY, turned
                )
                continue
            if int(match["d"]) != 1 or not 1 <= month <= 12 or noise_in(match[0]):
                continue
            last = monthrange(year, month)[1]
            if day in (last, last - 1) and _is_full_period(match, month):
                words = WORDS.dates.period_end.format(month=month, day=day, last=last)
                severity = Severity.AGREED if day == last else Severity.LIKELY
                yield Comparison("period_end", day, last, (line.place,), (match[0],), severity, words)


def _is_full_period(match: re.Match[str], month: int) -> bool:
    """Whether the range starts a month, quarter, half or year that ends in ``month``."""
    return int(match["m"]) in (month, month - 2, month - 5, 1) and (month % 3 == 0 or int(match["m"]) == month)


def signing(paper: OpenedPaper) -> Iterator[Comparison]:
    """The date signed against the period reported on, and against the date published."""
    signed, period = signature(paper), _period(paper)
    if signed is None:
        return
    if period is not None:
        yield from _against_period(paper, signed, period, paper.heading)
    elif (undated := _undated_period(paper, signed.day)) is not None and signed.day <= undated.last:
        yield from _against_period(paper, signed, undated, paper.heading)
    published = _published(paper)
    if published is not None:
        yield from _against_publishing(signed, published)


def signature(paper: OpenedPaper) -> _Dated | None:
    """The date that stands alone as a line, as below a signature: the last before the attachments."""
    found = None
    for line in paper.lines:
        if _ANNEX.match(line.plain) and found:
            break
        text = re.sub(r"\s", "", line.plain)
        if _SIGNED.fullmatch(text) or _WRITTEN_DATE.fullmatch(text):
            found = _read_signed(text, line) or found
    return found


def _read_signed(text: str, line: Line) -> _Dated | None:
    if match := _WRITTEN_DATE.fullmatch(text):
        digits = "".join(str("〇一二三四五六七八九".find(c)) if c not in "○O零" else "0" for c in match["y"])
        month, number = written_number(match["m"]), written_number(match["d"])
        day = _day(int(digits), month or 0, number or 0) if digits.isdecimal() else None
    else:
        numbers = [int(n) for n in re.findall(r"\d+", text)]
        day = _day(*numbers) if len(numbers) == 3 else None
    return _Dated(day, line.place, line.text) if day else None


def _period(paper: OpenedPaper) -> Period | None:
    """The period the title names."""
    title = paper.heading
    yearly = _YEARLY.search(title)
    if yearly and not _PERIOD.search(title):
        return Period.of("year", int(yearly["y"]), 1)
    match = _PERIOD.search(title)
    if match is None:
        return None
    try:
        return Period.parse(match[0])
    except BadInput:
        return None


def _undated_period(paper: OpenedPaper, signed: date) -> Period | None:
    """5月份…情况通报: the month or quarter of a title without a year, of the year in which the signing is nearest."""
    months = next((months for _, months in periods_in(paper.heading)), None)
    if months is None or months[1] - months[0] not in (0, 2):
        return None
    years = (signed.year - 1, signed.year)
    if months[0] == months[1]:
        known = [Period.of("month", year, months[0]) for year in years]
    else:
        known = [Period.of("quarter", year, months[1] // 3) for year in years]
    return min(known, key=lambda period: abs((period.last - signed).days))


def _against_period(paper: OpenedPaper, signed: _Dated, period: Period, title: str) -> Iterator[Comparison]:
    where, quote = (WORDS.dates.title, signed.place), (title, signed.quote)
    if signed.day <= period.last:
        severity = _early(paper, signed.day, period, title)
        if severity is not None:
            words = WORDS.dates.signed_early.format(
                period=period.label, last=chinese_date(period.last), signed=chinese_date(signed.day)
            )
            yield Comparison(
                "signed_early", signed.day.isoformat(), period.last.isoformat(), where, quote, severity, words
            )
        return
    limit = date(period.year + 1, 3, 31) if period.kind == "year" else period.last + timedelta(_LATE_AFTER[period.kind])
    if signed.day > limit:
        days = (signed.day - period.last).days
        is_yearly = period.kind == "year"
        rule = WORDS.dates.yearly_rule if is_yearly else WORDS.dates.long_after
        words = WORDS.dates.issued_late.format(
            period=period.label, days=days, signed=chinese_date(signed.day), rule=rule
        )
        severity = Severity.LIKELY if is_yearly and "报告" in title and days < 600 else Severity.DOUBTFUL
        yield Comparison("published_late", signed.day.isoformat(), limit.isoformat(), where, quote, severity, words)
        return
    words = WORDS.signed.format(period=period.label, day=chinese_date(signed.day))
    last = period.last.isoformat()
    yield Comparison("signed_early", signed.day.isoformat(), last, where, quote, Severity.AGREED, words)


def _early(paper: OpenedPaper, signed: date, period: Period, title: str) -> Severity | None:
    """How odd it is to sign before the period is over; a spot check made within the period is nothing odd."""
    if signed < period.first - timedelta(400) or any(_ends_by(line, signed) for line in paper.lines[:30]):
        return None
    if period.kind == "year":
        return Severity.LIKELY
    if signed < period.first:
        return Severity.LIKELY
    return Severity.LIKELY if _STATISTICS.search(title) and not _CHECK.search(title) else None


def _ends_by(line: Line, signed: date) -> bool:
    """Whether a line gives its own closing date, not later than the signing (截至12月20日, 1月1日至12月25日)."""
    for match in _UNTIL.finditer(line.plain):
        day = _day(int(match[1] or signed.year), int(match[2]), int(match[3]))
        if day is not None and day <= signed:
            return True
    return False


def _published(paper: OpenedPaper) -> _Dated | None:
    """When the page says it was put online: 发布日期 in the text, else its PubDate tag."""
    texts = [(line.plain, line.text, line.place) for line in paper.lines[:40]]
    texts += [
        (grid.quote(r), grid.quote(r), grid.place_of(r)) for grid in paper.grids[:1] for r in range(len(grid.rows))
    ]
    for flat, text, place in texts:
        match = _PUBLISHED.search(flat.replace(" | ", ""))
        if match:
            numbers = [int(n) for n in re.findall(r"\d+", match["date"])]
            if len(numbers) == 3 and (day := _day(*numbers)):
                return _Dated(day, place, text[:80])
    for name, content in paper.tags:
        match = _ISO.search(content)
        if name.lower() == "pubdate" and match and (day := _day(int(match["y"]), int(match["m"]), int(match["d"]))):
            return _Dated(day, _TAG, content)
    return None


def _against_publishing(signed: _Dated, published: _Dated) -> Iterator[Comparison]:
    where, quote = (signed.place, published.place), (signed.quote, published.quote)
    days = (published.day - signed.day).days
    if days < 0:
        words = WORDS.dates.published_before.format(
            signed=chinese_date(signed.day), published=chinese_date(published.day), days=-days
        )
        severity = Severity.LIKELY if days < -1 else Severity.DOUBTFUL
        yield Comparison(
            "published_before", published.day.isoformat(), signed.day.isoformat(), where, quote, severity, words
        )
    elif days > _PUBLISH_DAYS and not (published.place == _TAG and days >= _MOVED_DAYS):
        words = WORDS.dates.published_late.format(
            signed=chinese_date(signed.day), published=chinese_date(published.day), days=days
        )
        severity = Severity.LIKELY if days < _MOVED_DAYS else Severity.DOUBTFUL
        yield Comparison(
            "published_late", published.day.isoformat(), signed.day.isoformat(), where, quote, severity, words
        )


def report_years(paper: OpenedPaper) -> Iterator[Comparison]:
    """A yearly report whose statistics period is another year's (text taken over from last year)."""
    yearly = _YEARLY.search(paper.heading)
    if yearly is None:
        return
    for line in paper.lines[:30]:
        if not _STATED_LIMIT.search(line.plain) or noise_in(line.plain):
            continue
        match = _RANGE.search(line.plain)
        if match and (match["y2"] or match["y"]) in (match["y"], yearly["y"]):
            stated, year = int(match["y"]), int(yearly["y"])
            words = WORDS.dates.other_year.format(year=year, stated=stated)
            where, quote = (WORDS.dates.title, line.place), (paper.heading, match[0])
            severity = Severity.AGREED if stated == year else Severity.LIKELY
            yield Comparison("period_year", stated, year, where, quote, severity, words)
            return
