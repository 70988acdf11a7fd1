"""Tables told by the place of words on the line: what a PDF's text and tabulated plain text have instead of cells."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from auditor.base.pattern import pattern

_WIDE_GAP = re.compile(r"\s{2,}|\t")
_WORD = re.compile(r"\S+")
_TOTAL = pattern(
    r"(?:合\s*计|总\s*计|小\s*计)\b|(?:合|总|小)计\s",
    finds=("合计", "总 计", "小计 "),
    not_in=("合计算",),
    seen="崇信县 (2020): its tables",
)
_OTHER = pattern(
    r"附件?\s*\d*[:：]?$|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\([一二三四五六七八九十]+\)",
    finds=("附件1", "附件：", "一、更新情况", "（二）", "(三)"),
    not_in=("附件1说明", "第一季度"),
    seen="崇信县 (2020)",
)
_GLUED = re.compile(r"^(\s*\d{1,4})(?=[\u4e00-\u9fff])")
"""A serial number that stands too near to the next cell."""
_MAX_LINE = 600


_SERIAL_HEAD = pattern(
    r"(?:序号|编号)\s", finds=("序号 栏目",), not_in=("序号栏目",), seen="崇信县 (2020 Q1)", way="match"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line and the places on the line it covers."""

    text: str
    start: int
    end: int


def width(text: str) -> int:
    """Columns a text takes on the line."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def words(line: str, measure: Callable[[str], int]) -> list[Word]:
    """The words of a line with their places."""
    return [
        Word(match[0], start := measure(line[: match.start()]), start + measure(match[0]))
        for match in _WORD.finditer(line)
    ]


def table_ranges(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Start and end of each run of lines that is a table: three or more rows of three or more fields."""
    ranges, start = [], 0
    while start < len(lines):
        end = _run_end(lines, start) if _is_row(lines[start]) else start
        rows = sum(1 for line in lines[start:end] if _is_row(line))
        if rows >= 3 and sum(1 for line in lines[start:end] if re.search(r"(?:^|\s)\d", line)) * 2 >= rows:
            ranges.append((start, end))
        start = max(end, start + 1)
    return ranges


def _is_row(line: str) -> bool:
    """Whether a line has three fields set apart by blanks; what bars set apart is told by its bars."""
    text = line.strip()
    return (
        "|" not in text.replace("｜", "|")
        and 0 < len(text) <= _MAX_LINE
        and (len(_WIDE_GAP.split(text)) >= 3 or bool(_TOTAL.match(text)))
    )


def _run_end(lines: Sequence[str], start: int) -> int:
    """Where the table that starts here ends; lines that only continue wrapped cells belong to it."""
    end, row = start, ""
    while end < len(lines) and (_is_row(lines[end]) or _continues(lines[end], row)):
        row = lines[end] if _is_row(lines[end]) else row
        end += 1
    return end


def _continues(line: str, row: str) -> bool:
    """Whether a line holds the rest of wrapped cells: set in far, or starting where a cell of the row above starts."""
    text = line.strip()
    indent = len(line) - len(line.lstrip())
    is_below_a_cell = indent > 0 and any(abs(indent - word.start()) <= 1 for word in list(_WORD.finditer(row))[1:])
    is_short = 0 < len(text) <= 60 and not text.endswith(("。", "：", ":"))
    return is_short and (indent >= 6 or is_below_a_cell) and not _OTHER.match(text)


def table_rows(lines: Sequence[str], measure: Callable[[str], int] = width) -> list[list[str]]:
    """The cells of a table's lines: each word goes to the head it stands nearest to, wrapped cells are joined.

    Where every line has as many tabs they part the cells, empty ones too.

    ``measure`` tells how far a text reaches: plain text is aligned by `width`, the lines of a PDF by ``len``.
    """
    if lines[0].strip().count("\t") and len({line.count("\t") for line in lines}) == 1:
        return [[cell.strip() for cell in line.split("\t")] for line in lines]
    if _SERIAL_HEAD.match(lines[0].lstrip()):
        lines = [_GLUED.sub(r"\1 ", line) for line in lines]
    placed = [words(line, measure) for line in lines]
    centres = _centres(placed)
    rows: list[list[str]] = []
    for line in placed:
        cells = [""] * len(centres)
        for word, column in zip(line, _columns_of(line, centres), strict=True):
            cells[column] += word.text
        if rows and not cells[0] and _only_continues(cells):
            rows[-1] = [before + more for before, more in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    return rows


def _only_continues(cells: Sequence[str]) -> bool:
    """Whether a line without a first cell is the rest of wrapped cells: no total, and no numbers of its own."""
    is_total = any(_TOTAL.match(f"{cell} ") for cell in cells[:3])
    return not is_total and sum(1 for cell in cells if cell.isdecimal()) < 2


def _centres(lines: Sequence[Sequence[Word]]) -> list[float]:
    """Where each column's middle is: of the heads, and of all lines with as many words as there are heads.

    Where most lines have more words than the first (heads above heads), theirs is the number of columns.
    """
    usual = Counter(len(line) for line in lines).most_common(1)[0][0]
    size = max(len(lines[0]), usual)
    full = [line for line in lines if len(line) == size]
    return [sum(line[n].start + line[n].end for line in full) / (2 * len(full)) for n in range(size)]


def _columns_of(line: Sequence[Word], centres: Sequence[float]) -> list[int]:
    """The column of each word: in order, one each, as near as possible; the nearest where there are too many words."""
    middles = [(word.start + word.end) / 2 for word in line]
    if len(line) > len(centres):
        return [min(range(len(centres)), key=lambda n: abs(centres[n] - middle)) for middle in middles]
    best: list[tuple[float, list[int]]] = [(0.0, [])] * (len(centres) + 1)
    for index, middle in enumerate(middles):
        following = [(float("inf"), list[int]())] * (len(centres) + 1)
        for column in range(index, len(centres)):
            cost, chosen = best[column]
            reached = (cost + abs(centres[column] - middle), [*chosen, column])
            following[column + 1] = min(following[column], reached)
        best = following
    return min(best)[1]


def same_head(first: list[list[str]], second: list[list[str]]) -> bool:
    """Whether a table goes on from the page before: it opens with the same heads."""
    return len(first[0]) == len(second[0]) and first[0] == second[0] and any(first[0])
