"""Plain text, and the lines of a PDF: paragraphs, and tables told by bars, tabs or columns of spaces."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from auditor.base.pattern import pattern
from auditor.verify.opening.assembly import Assembly, Cell, join_wrapped
from auditor.verify.opening.columns import same_head, table_ranges, table_rows, width
from auditor.verify.paper import tidy

_CELL_LINE = re.compile(r"[^|]{0,200}\|")
_SERIAL_HEAD = pattern(
    r"序号?|编号|号|No\.?|排名|名次|位次|排序|项次|顺序",
    finds=("序号", "排名"),
    not_in=("序号说明", "单位"),
    seen="崇信县 (2020 Q1), 扎兰屯市 (2023 Q1)",
    flags=re.I,
    way="fullmatch",
)
_MAX_HEADS = 11
"""Columns of a table whose cells stand one a line without bars."""
_SUMS = ("合计", "总计", "小计", "总数")


def add_text_lines(assembly: Assembly, lines: Sequence[str], *, is_wrapped: bool = False) -> None:
    """Add text line by line, tables rebuilt; ``is_wrapped`` says that lines end at the page's width."""
    for block in _blocks(lines, len if is_wrapped else width):
        if isinstance(block, list):
            assembly.table([[Cell(text) for text in row] for row in block])
            continue
        for kind, group in groupby(_classified(block), key=lambda pair: pair[0]):
            texts = [line for _, line in group]
            if kind == "stream":
                _add_stream(assembly, texts)
            elif kind == "row":
                _add_rows(assembly, [_bar_cells(line) for line in texts])
            else:
                for text in join_wrapped([line for line in texts if line.strip()], is_certain=is_wrapped):
                    assembly.line(text)


def _blocks(lines: Sequence[str], measure: Callable[[str], int]) -> Iterator[list[list[str]] | tuple[str, ...]]:
    """Runs of plain lines (tuples) and tables (lists of rows); a table that goes on after a page break is one."""
    pending: list[list[str]] | None = None
    at = 0
    for start, end in table_ranges(lines):
        between = tuple(line for line in lines[at:start] if line.strip())
        rows = table_rows(lines[start:end], measure)
        at = end
        if pending is not None and not between and same_head(pending, rows):
            pending += rows[1:]
            continue
        if pending is not None:
            yield pending
        if between:
            yield between
        pending = rows
    if pending is not None:
        yield pending
    yield tuple(lines[at:])


def _classified(lines: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Each line with its kind: ``stream`` (one cell a line), ``row`` (bars) or ``text``."""
    for line in _with_bars([line for line in lines if line.strip()]):
        bare = line.replace("｜", "|").strip()
        if _CELL_LINE.fullmatch(bare):
            yield "stream", bare
        elif bare.count("|") >= 2 or bare.startswith("|"):
            yield "row", bare
        else:
            yield "text", line.rstrip()


def _with_bars(lines: Sequence[str]) -> list[str]:
    """The lines, those that are cells one a line marked by a bar: heads from 序号 on, then 1, 2, … as far apart."""
    cells = [line.strip() for line in lines]
    marked = list(lines)
    at = 0
    while at < len(cells):
        end = _stream_end(cells, at)
        for index in range(at, end):
            marked[index] = cells[index] + "|"
        at = max(end, at + 1)
    return marked


def _stream_end(cells: Sequence[str], at: int) -> int:
    """Where the table ends whose cells stand one a line from ``at`` on; ``at`` itself where there is none."""
    heads = cells[at : at + _MAX_HEADS + 1]
    if not _SERIAL_HEAD.fullmatch(heads[0]) or "1" not in heads[3:]:
        return at
    size = heads.index("1", 3)
    if any(len(cell) > 16 or re.search(r"[,，。;；|]", cell) for cell in heads[:size]):
        return at
    rows = 1
    while at + size * rows < len(cells) and cells[at + size * rows] == str(rows):
        rows += 1
    end = at + size * rows
    if rows < 3 or end > len(cells):
        return at
    if end < len(cells) and cells[end] in _SUMS:
        last = min(end + size, len(cells))
        end += 1
        while end < last and re.fullmatch(r"[\d.,%/—-]{1,12}", cells[end]):
            end += 1
    return end


def _bar_cells(line: str) -> list[str]:
    return line.removeprefix("|").removesuffix("|").split("|")


def _add_rows(assembly: Assembly, rows: list[list[str]]) -> None:
    rows = [row for row in rows if not all(re.fullmatch(r":?-{2,}:?", cell.strip()) for cell in row)]
    most = max(map(len, rows), default=0)
    assembly.table([[Cell(text) for text in _padded(row, most)] for row in rows])


def _add_stream(assembly: Assembly, block: list[str]) -> None:
    """A table whose cells came one a line: its width is the number of heads before the first serial number."""
    cells = [tidy(line.removesuffix("|")) for line in block]
    first = next((n for n, cell in enumerate(cells) if cell.strip() == "1"), 0)
    if not 2 <= first <= 20 or not _SERIAL_HEAD.fullmatch(cells[0]):
        for cell in cells:
            assembly.line(cell)
        return
    rows, row = [cells[:first]], list[str]()
    for cell in cells[first:]:
        if len(row) == first or (row and cell in _SUMS):
            rows.append(_padded(row, first))
            row = []
        row.append(cell)
    rows.append(_padded(row, first))
    assembly.table([[Cell(text) for text in line] for line in rows])


def _padded(row: list[str], size: int) -> list[str]:
    """A short row filled up: a total row lacks the cells its first one is merged with, others lack the last ones."""
    gap = size - len(row)
    if gap > 0 and tidy(row[0]).replace(" ", "") in _SUMS:
        return [row[0], *[""] * gap, *row[1:]]
    return [*row, *[""] * gap]
