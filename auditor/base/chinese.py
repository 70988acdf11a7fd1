"""How the circular writes dates, ordinals, shares and lists of names, and which characters it can hold."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

DASH = "—"
"""What a share of nothing is printed as."""

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_DIGITS = "零一二三四五六七八九"


def allowed(text: str) -> str:
    """``text`` without what XML forbids, what prints nothing, and what turns the reading direction unseen."""
    return text if text.isprintable() else _FORBIDDEN.sub("", text)


def printable(text: object) -> str:
    """One line of ``text`` as a document may hold it: only allowed characters, runs of white space made one space."""
    return " ".join(allowed(str(text)).split())


def shortened(text: str, limit: int) -> str:
    """``text`` cut to ``limit`` characters, the cut marked by an ellipsis."""
    line = printable(text)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def chinese_date(day: date) -> str:
    """A date as documents print it, Arabic and without leading zeros (GB/T 9704-2012, 7.3.5.4): 2020年4月16日."""
    return f"{day.year}年{day.month}月{day.day}日"


def ordinal(number: int) -> str:
    """1 to 99 in Chinese numerals, as headings count: 一, 十, 十二, 二十一; larger numbers stay Arabic."""
    if not 0 < number < 100:
        return str(number)
    tens, units = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return lead + (_DIGITS[units] if units else "")


def listed(names: Sequence[str], limit: int | None = None, counter: str = "个") -> str:
    """Names joined by 、; beyond ``limit`` of them the rest is counted: 甲、乙等5个."""
    if limit is None or len(names) <= limit:
        return "、".join(names)
    return "、".join(names[:limit]) + f"等{len(names)}{counter}"


def share(part: int, whole: int) -> str:
    """``part`` of ``whole`` in per cent, one decimal, halves rounded up; a share of nothing is a dash."""
    if whole == 0:
        return DASH
    return f"{(Decimal(part * 100) / Decimal(whole)).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def change(now: int, before: int) -> str:
    """The change against the period before, as tables print it: +3, -2, 持平."""
    return "持平" if now == before else f"{now - before:+d}"


def text_width(text: str) -> float:
    """The width in characters: Latin letters, digits and signs take half the width."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)
