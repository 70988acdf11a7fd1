"""The months a number is told of, by the words before it: 5月份, 1—4月, 第三季度, 上半年."""

import re
from collections.abc import Iterator

from auditor.base.pattern import pattern
from auditor.verify.claims import Claim
from auditor.verify.figures import written_number

Months = tuple[int, int]
"""The first and the last month, both taken in."""

_SEEN = "monthly circulars and hotlines: a month, and the sum since the year began"
_PERIOD = pattern(
    r"(?<![\d—~～-])(?P<a>1[0-2]|[1-9])月?份?(?:[-—–~～至到]{1,2}(?P<b>1[0-2]|[1-9])月份?|(?<=月|份))(?!\d{1,2}日|[底初末上中下])"
    r"|第?(?P<q>[一二三四1-4])季度|(?P<half>[上下])半年|(?P<nine>前三季度)|(?P<year>全年|年度)",
    finds=("5月份", "1—4月", "第三季度", "上半年", "前三季度"),
    not_in=("5月20日", "12条", "5月底"),
    seen=_SEEN,
)
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FIRST_HALF = pattern(r"上", finds=("上",), not_in=("下",), seen=_SEEN)


def periods_in(text: str) -> Iterator[tuple[int, Months]]:
    """Every period of a text with the place where it begins."""
    for match in _PERIOD.finditer(text):
        if match["a"]:
            first, last = int(match["a"]), int(match["b"] or match["a"])
        elif match["q"]:
            quarter = int(match["q"]) if match["q"].isdecimal() else written_number(match["q"]) or _ONE
            first, last = quarter * 3 - 2, quarter * 3
        elif match["half"]:
            first, last = (1, 6) if _FIRST_HALF.match(match["half"]) else (7, 12)
        else:
            first, last = 1, 9 if match["nine"] else 12
        if first <= last:
            yield match.start(), (first, last)


def period_of(claim: Claim, start: int) -> Months | None:
    """The last period named between ``start`` (of the sentence) and the number."""
    found = None
    for _, months in periods_in(claim.line.plain[start : claim.figure.start]):
        found = months
    return found


def days_of(months: Months) -> tuple[int, ...]:
    """How many days a period has; February of a leap year as well."""
    days = sum(_DAYS[month - 1] for month in range(months[0], months[1] + 1))
    return (days, days + 1) if months[0] <= _FEBRUARY <= months[1] else (days,)


def sentence_start(claim: Claim) -> int:
    """Where the sentence of a number begins in its line; brackets end none."""
    return max((m.end() for m in re.finditer("[。!?！？]", claim.line.plain[: claim.figure.start])), default=0)


_FEBRUARY = 2
_ONE = 1
