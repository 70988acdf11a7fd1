"""Dates as portals print them. What is not surely a date is none: document numbers, amounts, ids, versions, ranges."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

from auditor.base.pattern import pattern

EARLIEST = date(1990, 1, 1)
LATEST = date(2099, 12, 31)
"""The window in which a printed date is believable; no clock is asked."""

BEIJING = timezone(timedelta(hours=8))
"""The one time of all portals. Times with another offset are turned into it; all results are without a zone."""

_LONGEST = 200_000
_SHORT_TEXT = 32

_WIDTH = str.maketrans(
    "０１２３４５６７８９：／．－–‐﹣年　\xa0\u2002\u2003\u2009\t\r\n〔〕［］（）Ｔ",
    "0123456789:/.----年        []" + "[]()T",
)
"""One character for one, so that positions hold."""

_ZEROS = "〇○◯零OoΟ"
_HAN_DIGITS = dict.fromkeys(_ZEROS, 0) | {han: value for value, han in enumerate("一二三四五六七八九", 1)}
_HAN_DIGIT = "".join(_HAN_DIGITS)

_MAYBE = pattern(
    r"[0-9０-９年]", finds=("2020", "０３", "一月的年报"), not_in=("通知公告",), seen="every date holds a digit or 年"
)
_HAN_PART = pattern(
    rf"(?<![{_HAN_DIGIT}十廿卅])(?:(?P<year>[一二][{_HAN_DIGIT}]{{3}})(?= ?年|\W*$)|"
    r"(?P<number>[正一二三四五六七八九十廿卅]{1,3})(?= ?[月日号]|\W*$))",
    finds={"二〇二〇年": "二〇二〇", "十二月": "十二", "廿三": "廿三"},
    not_in=("通知一览", "一九年", "五一节放假"),
    seen="a usual form of days set in parts; on none of the pages kept",
)
_ODD_SIGN = pattern(
    r"(?<=[0-9])(?:(?P<dot>[·•‧∙・⋅])|[—―─−‑⁃‒])(?=[0-9])|(?<=[0-9] )(?:(?P<loose>[·•‧∙・⋅])|[—―─−‑⁃‒])(?= [0-9])",
    finds={"2020·01·03": "·", "2020 — 01 — 03": "—", "03•05": "•"},
    not_in=("2020-01-03", "阿·布", "3月5日—8日"),
    seen="公共资源交易中心 and other portals whose templates print dots in mid-height between the figures of a day",
)
"""A dot or dash between figures that is not the usual one."""
_ODD_CELL = pattern(
    r"\W{0,3}(?:19|20)[0-9]{2} ?(?:(?P<sign>[^\w\s]) ?[0-9]{1,2} ?(?P=sign)|年 ?[0-9]{1,2} ?[-/.月]) ?[0-9]{1,2}"
    r"\W{0,3}",
    finds=("2020、01、03", "2020,1,3", "2020年01月03", "2020年1-3"),
    not_in=("2020-01/03", "2020、01", "第2020、1、3号"),
    seen="usual slips of templates; on none of the pages kept",
    way="fullmatch",
)
"""A cell that holds nothing but three figures, whatever one sign stands between them."""
_BETWEEN_FIGURES = pattern(
    r"(?<=[0-9])( ?)(?:[^\w\s]|[年月])( ?)(?=[0-9])",
    finds=("2026·03", "2026 • 3", "2026年3"),
    not_in=("2026年", "20260307"),
    seen="days set with signs of every make",
)
_LONGEST_CELL = 20
_AFTER = r"(?![0-9A-Za-z_%％￥])(?![./\-_][0-9A-Za-z])"
_AFTER_DAY = rf"(?:(?=[0-9]{{2}}:[0-9]{{2}})|(?=T[0-9]{{1,2}}:)|{_AFTER})"
_BEFORE = r"(?<![0-9A-Za-z_¥￥$第])(?<![0-9A-Za-z][.\-/])(?<![0-9][:,])"

_NUMERIC = pattern(
    _BEFORE + r"(?P<y>(?:19|20)[0-9]{2}) ?(?P<sep>[-/.]) ?(?P<m>[0-9]{1,2}) ?(?P=sep) ?"
    rf"(?P<d>[0-9]{{2}}{_AFTER_DAY}|[0-9](?:(?=T[0-9]{{1,2}}:)|{_AFTER}))",
    finds={"2020-01-03": "2020", "2020/1/3": "2020", "2020-01-03T08:00": "2020", "2017.12.8": "2017"},
    not_in=("2020-01/03", "12020-01-03", "1.2020.1.3", "2020-01-03.html", "第2020-1-3"),
    seen="安图县林业局 and nearly all lists",
)
_WRITTEN = pattern(
    rf"(?<![0-9{_HAN_DIGIT}])(?P<y>(?:19|20)[0-9]{{2}}|[一二][{_HAN_DIGIT}]{{3}}) {{0,3}}年 {{0,3}}"
    r"(?P<m>[0-9]{1,2}|[正一二三四五六七八九十]{1,2}) {0,3}月 {0,3}"
    r"(?P<d>[0-9]{1,2}|[一二三四五六七八九十廿卅]{1,3}) {0,3}[日号]",
    finds={"2017年3月21日": "2017", "二〇二〇年一月三日": "二〇二〇", "2020年 1月 3日": "2020"},
    not_in=("2017年3月", "一七年三月二日", "2017年3月份21日"),
    seen="道真县人社局, 甘肃省发改委, 江西省政府",
)
_COMPACT = pattern(
    r"(?<![0-9A-Za-z_.\-/,¥￥$])(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?P<clock>[0-9]{6})?"
    r"(?=$|[ ,;:，。；、|)\]）】》])(?!,[0-9])",
    finds={"20200103": "2020", "发布：20200103 ": "2020", "20200103083000": "2020"},
    not_in=("13820200103", "20200103号", "20200103,100"),
    seen="a usual form; on none of the pages kept",
)
_COMPACT_LEAD = re.compile(r"(?:^|[ (\[（【:：，,、|])$")
_NUMBER_LABEL = pattern(
    r"(?:号码?|编[号码]|[电话代邮]码?|手机|电话|传真|邮编|QQ|ID|id|Id|No|NO|金额|资金|版本|版) ?[:：.]? ?[vV]?$",
    finds=("编号：", "电话:", "文号", "QQ", "版本 v"),
    not_in=("发布日期：", "号召全县"),
    seen="甘肃省发改委, 道真县人社局",
)
_NUMBER_UNIT = pattern(
    r" ?(?:号|元|万|亿|人|次|条|件|个|户|亩|吨|版|公里|％)",
    finds=("号", " 元", "亩"),
    not_in=("日", "年"),
    seen="counts and sums in titles",
    way="match",
)
_CLOCK = pattern(
    r"[ T]{0,3}(?:[(]?(?:星期|周)[一二三四五六日天][)]? {0,3})?(?P<half>上午|下午|晚上|中午|AM|PM)? ?"
    r"(?P<h>[0-9]{1,2})(?::(?P<min>[0-9]{2})(?::(?P<s>[0-9]{2})(?:\.[0-9]{1,9})?)?|[时点](?P<min2>[0-9]{1,2})分(?:(?P<s2>[0-9]{1,2})秒)?)"
    r"(?![0-9:])(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2}(?![0-9]))?",
    finds={" 11:23": "11", " 16:16:05": "16", "T08:00:00Z": "08", "下午3时20分": "下午"},
    not_in=("11：23", "25", "上午好"),
    seen="安图县林业局, 江西省政府",
    way="match",
)
_JAVA = pattern(
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?P<mon>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (?P<d>[0-9]{1,2}) "
    r"(?P<h>[0-9]{2}):(?P<min>[0-9]{2}):(?P<s>[0-9]{2}) (?:CST|GMT\+0?8(?::?00)?) (?P<y>[0-9]{4})\b",
    finds={"Fri Jan 03 08:00:00 CST 2020": "Jan"},
    not_in=("Fri, 03 Jan 2020 08:00:00 GMT", "Jan 03 2020"),
    seen="Java's Date.toString() in answers",
)
_ENGLISH = pattern(
    r"(?<![0-9A-Za-z])(?:(?P<word>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.? {1,3}"
    r"(?P<n>[0-9]{1,2})(?:st|nd|rd|th)?,? {1,3}|(?P<n2>[0-9]{1,2})(?:st|nd|rd|th)?[ -]{1,3}"
    r"(?P<word2>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}[.,]?[ -]{1,3})"
    r"(?P<y>(?:19|20)[0-9]{2})(?![0-9A-Za-z])(?! {1,3}[0-9]{2}:[0-9]{2}:[0-9]{2} (?:GMT|UTC))",
    finds={"Jan 3, 2020": "Jan", "March 5, 2020": "Mar", "Sept. 5th, 2020": "Sept"},
    not_in=("Fri, 03 Jan 2020 08:00:00 GMT", "May 2020", "Marathon 2020", "5 2020"),
    seen="lists with English months, as templates bought abroad print them",
    flags=re.IGNORECASE,
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TO_NEXT = pattern(
    r" {0,3}起? {0,3}(?:至|到|-{1,2}|—{1,2}|~|～) {0,3}$",
    finds=("至", "起至", " - ", "—"),
    not_in=("至今", "、"),
    seen="道真县人社局, 柘城县: 8月8日到8月17日",
    way="fullmatch",
)
_TO_DAY = pattern(
    r" {0,3}起? {0,3}(?:(?:至|到) {0,3}[0-9]|(?:-{1,2}|—{1,2}|~|～) {0,3}[0-9]{1,2} {0,3}(?:[日号月]|[-/.][0-9]))",
    finds=("至19日", "-05月19号", "到8月17日", "—8日"),
    not_in=("-05", "至今"),
    seen="柘城县: 2018年05月14号-05月19号",
    way="match",
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """One date printed in a text: its day, where it stands, its time of day where one follows, the text itself."""

    value: date
    start: int
    end: int
    time: time | None
    text: str

    @property
    def moment(self) -> datetime | date:
        """Day and time where a time is printed, else the day."""
        return self.value if self.time is None else datetime.combine(self.value, self.time)


def find_dates(text: str) -> tuple[FoundDate, ...]:
    """All dates of a text in reading order.

    Days without a year (``3月5日``, ``[03-05]``) are none: nothing beside them says of which year they are.
    Both ends of a range (``3月5日至12日``) are left out: neither is the date of anything. Day and month are never
    guessed: only year, month, day in that order (and Java's ``Thu Mar 05 08:55:48 CST 2020``) are read.
    """
    if len(text) <= _SHORT_TEXT:
        return _find_in_short(text)
    return _find(text) if _MAYBE.search(text) else ()


@lru_cache(maxsize=8192)
def _find_in_short(text: str) -> tuple[FoundDate, ...]:
    """The same, remembered: the cells of lists print the same days again and again."""
    return _find(text) if _MAYBE.search(text) else ()


def plain_signs(text: str) -> str:
    """The text with the usual signs between the figures of its days, character for character; in half width."""
    plain = _ODD_SIGN.sub(lambda found: "." if found["dot"] or found["loose"] else "-", text.translate(_WIDTH))
    if len(plain) <= _LONGEST_CELL and _ODD_CELL.fullmatch(plain):
        return _BETWEEN_FIGURES.sub(r"\1-\2", plain)
    return plain


def _find(text: str) -> tuple[FoundDate, ...]:
    plain = plain_signs(text[:_LONGEST])
    found: list[FoundDate] = []
    taken = 0
    for candidate in sorted(_candidates(plain), key=lambda one: (one.start, -one.end)):
        if candidate.start >= taken:
            found.append(candidate)
            taken = candidate.end
    kept = _without_ranges(found, plain)
    return tuple(replace(one, text=text[one.start : one.end]) for one in kept)


def parse_date(text: str) -> date | None:
    """The one day a short text prints with its year; ``None`` where it prints none, or two different ones."""
    days = {one.value for one in find_dates(text)}
    return days.pop() if len(days) == 1 else None


def parse_datetime(text: str) -> datetime | date | None:
    """The one moment a short text prints, with its time of day where one is given; ``None`` as in `parse_date`."""
    found = find_dates(text)
    if len({one.value for one in found}) != 1:
        return None
    return next((one.moment for one in found if one.time is not None), found[0].value)


def in_figures(text: str) -> str:
    """A year, month or day that stands in Chinese numerals as figures, the rest as it is: 十二月三十日 is 12月30日.

    Only for a place that is known to hold a day or a part of one.
    """
    return _HAN_PART.sub(lambda found: str(_year(found["year"]) if found["year"] else _number(found["number"])), text)


def from_unix(value: float | str) -> datetime | None:
    """Unix seconds or milliseconds, as programs answer them, in Beijing time; ``None`` outside the window.

    Only for fields that are known to hold a moment: a bare number in a text is never a date.
    """
    try:
        seconds = float(value)
    except ValueError:
        return None
    if abs(seconds) >= 1e11:
        seconds /= 1000
    if not 0 < seconds < 4.2e9:
        return None
    moment = datetime.fromtimestamp(seconds, BEIJING).replace(tzinfo=None, microsecond=0)
    return moment if EARLIEST <= moment.date() <= LATEST else None


def day(year: int, month: int, number: int) -> date | None:
    """The day of the calendar, or ``None`` where there is none or it is not believable."""
    if not (1 <= month <= 12 and 1 <= number <= 31 and EARLIEST.year <= year <= LATEST.year):
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _candidates(plain: str) -> Iterator[FoundDate]:
    for match in _NUMERIC.finditer(plain):
        if not _names_a_number(plain, match):
            yield from _found(plain, match, int(match["y"]), int(match["m"]), int(match["d"]))
    if "月" in plain and "年" in plain:
        for match in _WRITTEN.finditer(plain):
            yield from _found(plain, match, _year(match["y"]), _number(match["m"]), _number(match["d"]))
    for match in _COMPACT.finditer(plain):
        if _COMPACT_LEAD.search(plain, max(0, match.start() - 1), match.start()) and not _names_a_number(plain, match):
            yield from _found(plain, match, int(match["y"]), int(match["m"]), int(match["d"]))
    if "20" in plain or "19" in plain:
        for match in _ENGLISH.finditer(plain):
            month = _MONTHS.index((match["word"] or match["word2"])[:3].capitalize()) + 1
            yield from _found(plain, match, int(match["y"]), month, int(match["n"] or match["n2"]))
    if "CST" in plain or "GMT" in plain:
        for match in _JAVA.finditer(plain):
            yield from _found(plain, match, int(match["y"]), _MONTHS.index(match["mon"]) + 1, int(match["d"]))


def _found(plain: str, match: re.Match[str], year: int, month: int, number: int) -> Iterator[FoundDate]:
    value = day(year, month, number)
    if value is None:
        return
    own = match.groupdict()
    if own.get("clock"):
        clock = own["clock"]
        at = _time(int(clock[:2]), int(clock[2:4]), int(clock[4:]))
        if at is not None:
            yield FoundDate(value, match.start(), match.end(), at, "")
        return
    if own.get("mon"):
        at = _time(int(own["h"]), int(own["min"]), int(own["s"]))
        yield FoundDate(value, match.start(), match.end(), at, "")
        return
    value, at, end = _with_clock(plain, value, match.end())
    yield FoundDate(value, match.start(), end, at, "")


def _with_clock(plain: str, value: date, end: int) -> tuple[date, time | None, int]:
    """The time of day printed right after a date; an explicit offset moves both to Beijing time."""
    clock = _CLOCK.match(plain, end)
    if clock is None:
        return value, None, end
    hour = int(clock["h"])
    if clock["half"] in ("下午", "晚上", "PM") and hour < 12:
        hour += 12
    at = _time(hour, int(clock["min"] or clock["min2"]), int(clock["s"] or clock["s2"] or 0))
    if at is None:
        return value, None, end
    if not clock["zone"]:
        return value, at, clock.end()
    moment = datetime.combine(value, at, _zone(clock["zone"])).astimezone(BEIJING)
    return moment.date(), moment.time(), clock.end()


def _zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=min(int(digits[:2]), 14), minutes=int(digits[2:]) % 60)
    return timezone(-offset if text[0] == "-" else offset)


def _time(hour: int, minute: int, second: int) -> time | None:
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _names_a_number(plain: str, match: re.Match[str]) -> bool:
    """Whether the digits belong to a number that only looks like a date: 编号2020-3-5, 版本2020.3.5, 20200305元."""
    before = plain[max(0, match.start() - 8) : match.start()]
    return bool(_NUMBER_LABEL.search(before) or _NUMBER_UNIT.match(plain, match.end()))


def _without_ranges(found: list[FoundDate], plain: str) -> list[FoundDate]:
    """Leave out dates joined to a next one, and that next one."""
    kept: list[FoundDate] = []
    open_range = False
    for index, one in enumerate(found):
        following = found[index + 1].start if index + 1 < len(found) else one.end
        joins = bool(_TO_NEXT.fullmatch(plain, one.end, following)) if following > one.end else False
        opens = joins or bool(_TO_DAY.match(plain, one.end))
        if not open_range and not opens:
            kept.append(one)
        open_range = joins
    return kept


def _year(text: str) -> int:
    return int(text) if text.isdecimal() else int("".join(str(_HAN_DIGITS[han]) for han in text))


def _number(text: str) -> int:
    """A month or a day in digits or in Chinese numerals (三, 十二, 二十五, 廿五, 正); 0 where it is no number."""
    if text.isdecimal():
        return int(text)
    text = {"正": "一"}.get(text, text).replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _HAN_DIGITS.get(text, 0)
    if (tens and tens not in _HAN_DIGITS) or (ones and ones not in _HAN_DIGITS):
        return 0
    return (_HAN_DIGITS[tens] if tens else 1) * 10 + (_HAN_DIGITS[ones] if ones else 0)
