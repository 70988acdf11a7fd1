"""The numbers Word sets before paragraphs by itself (一、 （一） 1.), which the file holds as rules, not as text.

Source: ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (number formats).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from auditor.base.chinese import ordinal
from auditor.verify.opening.wordxml import child, children, is_on, value

_DIGITS = "〇一二三四五六七八九"
_MOST_LEVELS = 9


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 5)


def _roman(number: int) -> str:
    words = ""
    for worth, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        words += sign * (number // worth)
        number %= worth
    return words


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def _digit_by_digit(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": ordinal,
    "chineseCountingThousand": ordinal,
    "japaneseCounting": ordinal,
    "taiwaneseCounting": ordinal,
    "taiwaneseCountingThousand": ordinal,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    pattern: str
    start: int


class Numbering:
    """Counts the numbered paragraphs of a document in reading order and gives each its number as printed."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._by_style = _numbered_styles(styles)
        self._counts: dict[str, list[int | None]] = {}
        self._overridden: dict[str, dict[int, int]] = {}
        for item in children(numbering, "abstractNum"):
            self._levels[value(item, "abstractNumId")] = dict(_levels(item))
        for item in children(numbering, "num"):
            self._add_list(item)

    def _add_list(self, item: Element) -> None:
        name, abstract = value(item, "numId"), value(child(item, "abstractNumId"))
        own: dict[int, _Level] = {}
        for change in children(item, "lvlOverride"):
            level = _whole(value(change, "ilvl"))
            if (start := child(change, "startOverride")) is not None:
                self._overridden.setdefault(name, {})[level] = _whole(value(start), 1)
            own |= dict(_levels(change))
        if own:
            self._levels[f"{abstract} {name}"] = {**self._levels.get(abstract, {}), **own}
            abstract = f"{abstract} {name}"
        self._lists[name] = abstract

    def label(self, properties: Element | None) -> str:
        """The number before the paragraph with these properties; empty where it has none."""
        name, depth = self._list_of(properties)
        levels = self._levels.get(self._lists.get(name, ""), {})
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(self._lists[name], [None] * _MOST_LEVELS)
        restart = self._overridden.get(name, {}).pop(depth, None)
        before = counts[depth]
        start = levels[depth].start
        counts[depth] = restart if restart is not None else start if before is None else before + 1
        counts[depth + 1 :] = [None] * (_MOST_LEVELS - depth - 1)
        return _printed(levels, counts, depth)

    def _list_of(self, properties: Element | None) -> tuple[str, int]:
        by_style = self._by_style.get(value(child(properties, "pStyle")), ("", 0))
        own = child(properties, "numPr")
        if own is None:
            return by_style
        name, level = child(own, "numId"), child(own, "ilvl")
        depth = by_style[1] if level is None else _whole(value(level))
        return (by_style[0] if name is None else value(name)), depth if 0 <= depth < _MOST_LEVELS else 0


def _printed(levels: Mapping[int, _Level], counts: list[int | None], depth: int) -> str:
    if levels[depth].form in ("bullet", "none"):
        return ""

    def number(match: re.Match[str]) -> str:
        level = levels.get(int(match[1]) - 1)
        if level is None:
            return ""
        count = counts[int(match[1]) - 1]
        return _FORMATS.get(level.form, str)(level.start if count is None else count)

    return re.sub(r"%([1-9])", number, levels[depth].pattern)


def _levels(parent: Element) -> list[tuple[int, _Level]]:
    return [
        (
            _whole(value(level, "ilvl")),
            _Level(
                value(child(level, "numFmt")), value(child(level, "lvlText")), _whole(value(child(level, "start")), 1)
            ),
        )
        for level in children(parent, "lvl")
    ]


def _numbered_styles(styles: Element | None) -> dict[str, tuple[str, int]]:
    """The list and level of each paragraph style that numbers, inherited ones included."""
    based, own = {}, {}
    for style in children(styles, "style"):
        name = value(style, "styleId")
        based[name] = value(child(style, "basedOn"))
        if (numbered := child(child(style, "pPr"), "numPr")) is not None:
            own[name] = (value(child(numbered, "numId")), _whole(value(child(numbered, "ilvl"))))
    found = {}
    for name in based:
        at = name
        for _ in range(20):
            if at in own:
                found[name] = own[at]
                break
            at = based.get(at, "")
    return found


def hidden_styles(styles: Element | None) -> frozenset[str]:
    """The styles whose text is hidden."""
    return frozenset(
        value(style, "styleId")
        for style in children(styles, "style")
        if any(is_on(mark) for mark in children(child(style, "rPr"), "vanish"))
    )


def _whole(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isdecimal() and len(text) <= 4 else otherwise
