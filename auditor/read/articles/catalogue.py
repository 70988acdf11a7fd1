"""Labels and their values on an article page: 索引号, 文号, 来源, 发布时间 and their kin, in any mark-up."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from auditor.base.pattern import pattern
from auditor.base.resources import shipped
from auditor.read.dates import find_dates
from auditor.read.lists.outline import Box, Outline

_CELLS = frozenset({"td", "th", "dt", "dd"})
_ROWS = frozenset(
    {"tr", "dl", "li", "p", "span", "font", "label", "em", "b", "strong", "td", "dd", "h2", "h3", "h4", "h5"}
)
_HOLDS_A_VALUE = frozenset({"span", "b", "em", "font", "strong", "div", "p", "dd", "a", "label", "u"})
_NAMES = frozenset({"source", "publisher"})
_LONGEST_ROW = 160
_LONGEST_LINE = 400
_LONGEST_VALUE = 100
_NEXT_LABEL = pattern(
    r" [|｜]? ?[\u4e00-\u9fff]{2,7} ?[：:]",
    finds=(" 发布机构：", " | 文号:", " ｜ 主题分类："),
    not_in=("发布机构", "国办发〔2020〕1号"),
    seen="丽水市, 江西省政府",
)
_PLACEHOLDER = pattern(
    r"[{}<$]|'\s*\+|\+\s*'|document\.",
    finds=("{{doc.title}}", "' + title + '", "document.write(s)", "<%=no%>", "${no}"),
    not_in=("农办〔2020〕3号", "a+b"),
    seen="安图县林业局; templates of page scripts",
)
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_EDGES = " :：|｜，,；;、"
_OPENING = "(（[【〔"
_BRACKETS = (("(", ")"), ("（", "）"), ("[", "]"), ("【", "】"), ("〔", "〕"))


@cache
def vocabulary() -> dict[str, dict[str, Any]]:
    """The words of ``rules/portals/_article.toml``, by section."""
    with shipped("rules", "portals", "_article.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _fields() -> dict[str, str]:
    return {label: field for field, labels in vocabulary()["labels"].items() for label in labels}


@cache
def _label_pattern() -> re.Pattern[str]:
    spaced = (" ?".join(map(re.escape, label)) for label in sorted(_fields(), key=len, reverse=True))
    return pattern(
        rf"(?:^|(?<=[\s|｜（(\[【;；,，、>》]))(?P<label>{'|'.join(spaced)}) ?"
        r"(?:[】\])）] ?[：:]? ?|[：:] ?|$|(?=[0-9０-９])| (?=[0-9０-９]))",
        finds={
            "发布机构：县财政局": "发布机构",
            "【索 引 号】11620823": "索 引 号",
            "点击 | 来源:本站": "来源",
            "发布时间 2020": "发布时间",
        },
        not_in=("信息来源于群众", "按照发布机构要求", "县文号管理办法"),
        seen="catalogue boxes and lines under titles of nearly all portals; the labels are those of `_article.toml`",
    )


@cache
def _nothing() -> frozenset[str]:
    return frozenset(word.lower() for word in vocabulary()["values"]["nothing"])


@dataclass(frozen=True, slots=True)
class Statement:
    """One label with what the page prints after it; ``at`` is the place of the label among the page's texts.

    ``value`` is ``None`` where the page leaves the place empty or writes that there is nothing.
    """

    field: str
    label: str
    value: str | None
    at: int


def field_of(label: str) -> str:
    """What a label stands for, blanks within it apart; empty for a word that is none."""
    return _fields().get("".join(label.split()).rstrip(":："), "")


def statements(outline: Outline, first: int = 0, end: int | None = None) -> tuple[Statement, ...]:
    """Every known label of the page, or of the texts ``first`` to ``end``, with its value, in reading order."""
    found: list[Statement] = []
    label_pattern = _label_pattern()
    for at, text in enumerate(outline.texts[first:end], first):
        labels = list(label_pattern.finditer(text)) if len(text) <= _LONGEST_LINE else []
        for number, label in enumerate(labels):
            stop = labels[number + 1].start() if number + 1 < len(labels) else len(text)
            own = text[label.end() : stop]
            is_last = number + 1 == len(labels)
            if not own.strip(_EDGES) and is_last:
                own = _value_elsewhere(outline, at)
            elif is_last and _CLOCK.fullmatch(_text_at(outline, at + 1)):
                own = f"{own} {_text_at(outline, at + 1)}"
            name = label["label"].replace(" ", "")
            field = _fields()[name]
            found.append(Statement(field, name, clean_value(_undated(own) if field in _NAMES else own), at))
    return tuple(found)


def clean_value(text: str) -> str | None:
    """A value as a clerk would copy it; ``None`` for 无, empty places, scripts' placeholders and whole paragraphs."""
    following = _NEXT_LABEL.search(text)
    value = (text[: following.start()] if following else text).strip(_EDGES).rstrip(_OPENING + _EDGES)
    for opening, closing in _BRACKETS:
        if value.endswith(closing) and opening not in value:
            value = value[:-1].strip(_EDGES)
        if value.startswith(opening) and value.endswith(closing):
            value = value[1:-1].strip(_EDGES)
    if not value or value.lower() in _nothing() or len(value) > _LONGEST_VALUE or _PLACEHOLDER.search(value):
        return None
    return value


def _undated(text: str) -> str:
    """A name without the date that some templates print after it: 来源：县政府办 2020-03-05."""
    dates = find_dates(text)
    return text[: dates[0].start] if dates and dates[0].start > 1 else text


def _text_at(outline: Outline, at: int) -> str:
    return outline.texts[at] if at < len(outline.texts) else ""


def _starts_with_label(text: str) -> bool:
    return _label_pattern().match(text.lstrip(_OPENING + _EDGES)) is not None


def _value_elsewhere(outline: Outline, at: int) -> str:
    """The value of a label that ends its text: in the next cell, the cell below, or the next element of the row."""
    cell = _cell_of(outline.owners[at])
    if cell is not None and cell.end_text == at + 1:
        return _in_next_cell(outline, cell)
    after = at + 1
    if after >= len(outline.texts):
        return ""
    row = outline.owners[at]
    if _leaves_empty(row, after):
        return ""
    for _ in range(3):
        if row.end_text > after or row.parent is None:
            break
        row = row.parent
        if _leaves_empty(row, after):
            return ""
    if row.end_text <= after or not _is_row(outline, row) or _starts_with_label(outline.texts[after]):
        return ""
    value = outline.texts[after].lstrip(_EDGES) or _text_at(outline, after + 1)
    following = _text_at(outline, after + 1)
    return f"{value} {following}" if _CLOCK.fullmatch(following) else value


def _cell_of(box: Box) -> Box | None:
    climbing: Box | None = box
    for _ in range(5):
        if climbing is None or climbing.tag in _CELLS:
            return climbing
        climbing = climbing.parent
    return None


def _leaves_empty(row: Box, after: int) -> bool:
    """Whether the element meant for the value stands there with nothing in it."""
    following = next((child for child in row.children if child.first_text >= after), None)
    return following is not None and following.end_text == after and following.tag in _HOLDS_A_VALUE


def _is_row(outline: Outline, box: Box) -> bool:
    length = sum(map(len, outline.texts[box.first_text : box.end_text]))
    return length <= (2 * _LONGEST_ROW if box.tag in _ROWS else _LONGEST_ROW)


def _in_next_cell(outline: Outline, cell: Box) -> str:
    if cell.parent is None:
        return ""
    cells = [child for child in cell.parent.children if child.tag in _CELLS]
    place = next(index for index, child in enumerate(cells) if child is cell)
    if place + 1 == len(cells):
        return _in_cell_below(outline, cell.parent, place, len(cells))
    beside = outline.text_of(cells[place + 1])
    if _starts_with_label(beside):
        return _in_cell_below(outline, cell.parent, place, len(cells))
    return beside


def _in_cell_below(outline: Outline, row: Box, place: int, width: int) -> str:
    """The value under a label of a heading row, where every cell of that row is a label."""
    if row.parent is None or row.tag != "tr" or width < 2:
        return ""
    cells = [child for child in row.children if child.tag in _CELLS]
    if not all(_label_pattern().fullmatch(outline.text_of(child)) for child in cells):
        return ""
    rows = [child for child in row.parent.children if child.tag == "tr"]
    index = next(number for number, child in enumerate(rows) if child is row)
    below = [child for child in rows[index + 1].children if child.tag in _CELLS] if index + 1 < len(rows) else []
    if len(below) != width:
        return ""
    value = outline.text_of(below[place])
    return "" if _starts_with_label(value) else value
