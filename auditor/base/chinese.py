"""How the circular writes dates, ordinals, shares and lists of names, and which characters it can hold."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from auditor.base.pattern import pattern
from auditor.base.words import Words, load_words

DASH = "—"
"""What a share of nothing is printed as."""

_FORBIDDEN = pattern(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]",
    finds=("\u202e", "\ufeff"),
    not_in=("通报",),
    seen="titles from portals: characters that hide or turn text",
)


class ChineseWords(Words):
    """How dates, lists and changes are written; ``digits`` are those of nought to ten."""

    date: str
    month: str
    month_of_year: str
    year: str
    days: str
    digits: str
    and_more: str
    counter: str
    same: str


_WORDS = load_words("chinese", ChineseWords)


def allowed(text: str) -> str:
    """``text`` without what XML forbids, what prints nothing, and what turns the reading direction unseen."""
    return text if text.isprintable() else _FORBIDDEN.sub("", text)


def printable(text: object) -> str:
    """One line of ``text`` as a document may hold it: only allowed characters, runs of white space made one space."""
    return " ".join(allowed(str(text)).split())


_OPENING, _CLOSING = "（《“‘【〔", "）》”’】〕"
_TITLES = pattern(
    "(?<=《)[^《》]+(?=》)",
    finds={"如《甲公告》标注1月6日": "甲公告"},
    not_in=("甲公告", "《》"),
    seen="titles named in findings",
)
_TITLE_KEPT = 24
"""So many characters of a title still tell which it is; the evidence has all of it."""
_INNER_MARKS = str.maketrans("《》", "〈〉")


def shortened(text: str, limit: int) -> str:
    """``text`` cut to ``limit`` characters, the cut marked by an ellipsis."""
    line = printable(text)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def within(sentence: str, limit: int) -> str:
    """A sentence in ``limit`` characters: its longest title is cut where that is enough, for what follows are days and
    bounds; else the clauses that they hold, brackets and quotes whole; else it is `shortened`."""
    line = printable(sentence).rstrip("。；")
    if len(line) > limit:
        title = max(_TITLES.findall(line), key=len, default="")
        kept = len(title) - (len(line) - limit)
        line = line.replace(title, shortened(title, kept)) if kept >= _TITLE_KEPT else line
    if len(line) <= limit:
        return line
    depth, end = 0, 0
    for place, sign in enumerate(line[: limit + 1]):
        if depth == 0 and sign in "，；（":
            end = place
        depth += (sign in _OPENING) - (sign in _CLOSING)
    return line[:end] if 2 * end > limit else shortened(line, limit)


def in_title_marks(title: str) -> str:
    """A title in its marks, those within it turned into single ones (GB/T 15834-2011, 4.15.3.4): 《〈办法〉解读》."""
    return f"《{title.translate(_INNER_MARKS)}》"


def chinese_date(day: date) -> str:
    """A date as documents print it, Arabic and without leading zeros (GB/T 9704-2012, 7.3.5.4): 2020年4月16日."""
    return _WORDS.date.format(year=day.year, month=day.month, day=day.day)


def chinese_month(day: date, year: int) -> str:
    """The month of a day, its year only where it is not ``year``: 3月, 2019年12月."""
    return (_WORDS.month if day.year == year else _WORDS.month_of_year).format(year=day.year, month=day.month)


def chinese_days(first: date, last: date) -> str:
    """One day, or first and last with the year said once where they share it: 2020年4月9日至4月10日."""
    if first == last:
        return chinese_date(first)
    until = chinese_date(last).removeprefix(_WORDS.year.format(year=first.year))
    return _WORDS.days.format(first=chinese_date(first), last=until)


def ordinal(number: int) -> str:
    """1 to 99 in Chinese numerals, as headings count: 一, 十, 十二, 二十一; larger numbers stay Arabic."""
    if not 0 < number < 100:
        return str(number)
    tens, units = divmod(number, 10)
    lead = "" if tens == 0 else _WORDS.digits[10] if tens == 1 else _WORDS.digits[tens] + _WORDS.digits[10]
    return lead + (_WORDS.digits[units] if units else "")


def listed(names: Sequence[str], limit: int | None = None, counter: str = _WORDS.counter) -> str:
    """Names joined by 、; beyond ``limit`` of them the rest is counted: 甲、乙等5个."""
    if limit is None or len(names) <= limit:
        return "、".join(names)
    return _WORDS.and_more.format(names="、".join(names[:limit]), count=len(names), counter=counter)


def share(part: int, whole: int) -> str:
    """``part`` of ``whole`` in per cent, one decimal, halves rounded up; a share of nothing is a dash."""
    if whole == 0:
        return DASH
    return f"{(Decimal(part * 100) / Decimal(whole)).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def change(now: int, before: int) -> str:
    """The change against the period before, as tables print it: +3, -2, 持平."""
    return _WORDS.same if now == before else f"{now - before:+d}"


def text_width(text: str) -> float:
    """The width in characters: Latin letters, digits and signs take half the width."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)
