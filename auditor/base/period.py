"""Periods of an audit: quarters above all, also months, half-years and years."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from auditor.base.errors import BadInput
from auditor.base.pattern import pattern
from auditor.base.words import Words, load_words

LOCAL = ZoneInfo("Asia/Shanghai")
"""The time all offices keep: days and quarters begin and end by it."""

FIRST_YEAR, LAST_YEAR = 1990, 2200
"""Years that a period, and a pretended clock, can be in."""

PeriodKind = Literal["month", "quarter", "half", "year"]

_MONTHS: dict[PeriodKind, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_FORMS: tuple[tuple[PeriodKind, re.Pattern[str]], ...] = (
    (
        "quarter",
        pattern(
            r"(\d{4})[-\s]?[Qq]([1-4])",
            finds=("2020Q1", "2020-q4"),
            not_in=("2020Q5", "Q1"),
            seen="the option --quarter, county files, titles of circulars",
            way="fullmatch",
        ),
    ),
    (
        "quarter",
        pattern(
            r"(\d{4})年?第?([1-4一二三四])季度",
            finds=("2020年第一季度", "2020年1季度"),
            not_in=("第一季度", "2020年第五季度"),
            seen="the option --quarter, county files, titles of circulars",
            way="fullmatch",
        ),
    ),
    (
        "half",
        pattern(
            r"(\d{4})[-\s]?[Hh]([12])",
            finds=("2020H1", "2020-h2"),
            not_in=("2020H3",),
            seen="the option --quarter, county files, titles of circulars",
            way="fullmatch",
        ),
    ),
    (
        "half",
        pattern(
            r"(\d{4})年?([上下])半年",
            finds=("2020年上半年", "2020下半年"),
            not_in=("上半年",),
            seen="the option --quarter, county files, titles of circulars",
            way="fullmatch",
        ),
    ),
    (
        "month",
        pattern(
            r"(\d{4})-(0[1-9]|1[0-2])",
            finds=("2020-03", "2020-12"),
            not_in=("2020-3", "2020-13"),
            seen="the option --quarter, county files, titles of circulars",
            way="fullmatch",
        ),
    ),
    (
        "month",
        pattern(
            r"(\d{4})年(1[0-2]|0?[1-9])月",
            finds=("2020年3月", "2020年03月"),
            not_in=("2020年13月", "3月"),
            seen="the option --quarter, county files, titles of circulars",
            way="fullmatch",
        ),
    ),
    (
        "year",
        pattern(
            r"(\d{4})年?()",
            finds=("2020", "2020年"),
            not_in=("20", "2020年度"),
            seen="the option --quarter, county files, titles of circulars",
            way="fullmatch",
        ),
    ),
)
_ORDINALS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2, "": 1}


class PeriodTerms(Words):
    """What a period is called beside others: 本季度, 整个季度, 上季度, 下季度, 季度末; what several are counted in."""

    now: str
    whole: str
    previous: str
    next: str
    end: str
    times: str


class PeriodLabels(Words):
    """How periods are printed."""

    in_year: str
    year: str
    whole_year: str
    quarters: tuple[str, str, str, str]
    halves: tuple[str, str]
    month: str
    terms: dict[PeriodKind | Literal["other"], PeriodTerms]


PERIOD_WORDS = load_words("period", PeriodLabels)


def terms_of(kind: PeriodKind) -> PeriodTerms:
    """What periods of a kind are called beside each other; half-years, which have no short name, in general words."""
    return PERIOD_WORDS.terms.get(kind, PERIOD_WORDS.terms["other"])


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A run of whole months, both ends included; compares by its first day."""

    first: date
    last: date
    kind: PeriodKind

    @classmethod
    def of(cls, kind: PeriodKind, year: int, number: int) -> "Period":
        """The ``number``-th (from 1) month, quarter, half or the year of ``year``."""
        months = _MONTHS[kind]
        start = (number - 1) * months
        first = date(year, start + 1, 1)
        end_year, end_month = divmod(year * 12 + start + months, 12)
        return cls(first, date(end_year, end_month + 1, 1) - timedelta(days=1), kind)

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read ``2020Q1``, ``2020年第一季度``, ``2020-03``, ``2020H1``, ``2020``; else raise `BadInput`."""
        for kind, form in _FORMS:
            if match := form.fullmatch(text.strip()):
                year, number = match[1], match[2]
                if not FIRST_YEAR <= int(year) <= LAST_YEAR:
                    break
                return cls.of(kind, int(year), _ORDINALS.get(number) or int(number))
        raise BadInput.one(
            "--quarter", "", f"“{text}”不是有效的季度", "请写成 2020Q1（也可写 2020年第一季度、2020-03、2020H1、2020）"
        )

    @classmethod
    def containing(cls, kind: PeriodKind, day: date) -> "Period":
        """The period of ``kind`` that ``day`` falls in."""
        return cls.of(kind, day.year, (day.month - 1) // _MONTHS[kind] + 1)

    @property
    def year(self) -> int:
        """Calendar year."""
        return self.first.year

    @property
    def terms(self) -> PeriodTerms:
        """What it is called beside others."""
        return terms_of(self.kind)

    @property
    def number(self) -> int:
        """Which one of its year, from 1."""
        return (self.first.month - 1) // _MONTHS[self.kind] + 1

    @property
    def name(self) -> str:
        """Stable short name, as on the command line: ``2020Q1``, ``2020-03``, ``2020H1``, ``2020``."""
        match self.kind:
            case "quarter":
                return f"{self.year}Q{self.number}"
            case "month":
                return f"{self.year}-{self.number:02}"
            case "half":
                return f"{self.year}H{self.number}"
            case _:
                return str(self.year)

    @property
    def label(self) -> str:
        """Printed name: 2020年第一季度, 2020年3月, 2020年上半年, 2020年."""
        if self.kind == "year":
            return PERIOD_WORDS.year.format(year=self.year)
        return PERIOD_WORDS.in_year.format(year=self.year, name=self.short_label)

    @property
    def short_label(self) -> str:
        """Printed name without the year: 第一季度, 3月, 上半年, 全年."""
        match self.kind:
            case "quarter":
                return PERIOD_WORDS.quarters[self.number - 1]
            case "month":
                return PERIOD_WORDS.month.format(number=self.number)
            case "half":
                return PERIOD_WORDS.halves[self.number - 1]
            case _:
                return PERIOD_WORDS.whole_year

    @property
    def quarters(self) -> tuple[int, ...]:
        """Numbers (1 to 4) of the quarters this period touches."""
        return tuple(range((self.first.month - 1) // 3 + 1, (self.last.month - 1) // 3 + 2))

    def __contains__(self, day: date) -> bool:
        """Whether ``day`` falls in the period, first and last day included."""
        return self.first <= day <= self.last

    def require_begun(self, today: date) -> None:
        """Raise `BadInput` for a period that has not begun: there is nothing to count in it, and no 0 either."""
        if today < self.first:
            what = f"{self.label}尚未开始（今天是{today:%Y-%m-%d}）"
            raise BadInput.one("--quarter", self.name, what, f"请核对年份和季度；{self.first:%Y-%m-%d}起才能核查")

    def previous(self, steps: int = 1) -> "Period":
        """The period of the same kind ``steps`` before this one."""
        per_year = 12 // _MONTHS[self.kind]
        index = self.year * per_year + self.number - 1 - steps
        return Period.of(self.kind, index // per_year, index % per_year + 1)

    def split(self, kind: PeriodKind) -> tuple["Period", ...]:
        """The shorter periods of ``kind`` that make up this one, in order."""
        parts: list[Period] = []
        day = self.first
        while day <= self.last:
            parts.append(Period.containing(kind, day))
            day = parts[-1].last + timedelta(days=1)
        return tuple(parts)
