"""PDF files with text: paragraphs joined again, tables by their ruled lines, or else by the columns of the page."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.base.pattern import pattern
from auditor.verify.opening import limits
from auditor.verify.opening.assembly import Assembly, Cell
from auditor.verify.opening.columns import table_ranges, table_rows
from auditor.verify.opening.pdfpage import UNKNOWN, Glyph, PdfPage, read_pages
from auditor.verify.opening.ruled import RuledTable, ruled_tables
from auditor.verify.opening.typeset import TextColumn, TextLine, cell_text, text_lines
from auditor.verify.paper import OpenedPaper, tidy
from auditor.verify.wording import WORDS

_PAGE_NUMBER = pattern(
    r"[-—–－·.\s]{0,9}\d{1,4}[-—–－·.\s]{0,9}|第?\s?\d{1,4}\s?页.{0,12}|\d{1,4}\s?/\s?\d{1,4}|第[一二三四五六七八九十]{1,5}页",
    finds=("— 1 —", "第2页 共3页", "3/12"),
    not_in=("第二季度", "2020年"),
    seen="GB/T 9704-2012: page numbers; reports printed by Word",
    way="fullmatch",
)
_EDGE = 0.13
"""The share of a page, at its head and foot, in which what recurs on other pages is no text of the document."""
_CONTINUED = pattern(
    r"(?:续表|接上表|[（(]续[)）]).{0,40}|.{0,40}[（(]续[)）]",
    finds=("续表", "统计表（续）"),
    not_in=("手续", "统计表"),
    seen="tables over two pages",
    way="fullmatch",
)


@dataclass(slots=True)
class _Table:
    """A table in the flow of the document: its rows of cells, and its ruled parts, one for each page."""

    rows: list[list[Cell]]
    ruled: list[RuledTable]


_Laid = tuple[PdfPage, list[TextLine | _Table]]
"""A page and its lines and tables from top to bottom."""
_ENOUGH_LINES = 8
_MOST_HEADS = 4
_WIDEST_GAP = 200


def read_pdf(content: bytes, path: Path) -> OpenedPaper:
    """The text of a PDF; `BadInput` where it is damaged, encrypted, scanned, or its fonts do not tell their letters."""
    pages = read_pages(content, path)
    glyphs = sum(len(page.glyphs) for page in pages)
    lost = sum(1 for page in pages for glyph in page.glyphs if glyph.text == UNKNOWN)
    if lost * 10 > glyphs:
        raise limits.unreadable(
            path, "PDF 的字体没有附上文字对照表，读出来是乱码", "请改用 Word、网页版本，或先做文字识别"
        )
    if sum(_is_chinese(glyph) for page in pages for glyph in page.glyphs) < 10:
        raise limits.unreadable(path, "PDF 中没有可读的文字（可能是扫描件）", "请先做文字识别，或改用 Word、网页版本")
    assembly = Assembly(str(path), "pdf")
    if lost:
        assembly.unread.append(WORDS.places.unmapped.format(count=lost))
    pictures = [n for n, page in enumerate(pages, 1) if page.has_picture and sum(map(_is_chinese, page.glyphs)) < 10]
    if pictures:
        assembly.unread.append(WORDS.places.pictures.format(pages="、".join(map(str, pictures))))
    _add_pages(assembly, pages)
    return assembly.paper()


def _is_chinese(glyph: Glyph) -> bool:
    return "\u3400" <= glyph.text[0] <= "\u9fff"


_Set = tuple[TextLine, TextColumn]
"""A line and the column it is set in."""


def _add_pages(assembly: Assembly, pages: Sequence[PdfPage]) -> None:
    """Put the pages together as paragraphs and tables."""
    laid = _without_running_heads([(page, _parts(page)) for page in pages])
    for run in _runs(laid, _columns(laid)):
        if isinstance(run, _Table):
            assembly.table(run.rows)
            assembly.is_reflowed |= not run.ruled
        else:
            for text in _paragraphs(run):
                assembly.line(text)


def _columns(laid: Sequence[_Laid]) -> list[TextColumn | None]:
    """The column of each page; odd and even pages of one width share it, unless both have lines enough of their own."""
    groups: dict[tuple[int, int], list[TextLine]] = {}
    for number, (page, parts) in enumerate(laid):
        groups.setdefault((round(page.width / 20), number % 2), []).extend(p for p in parts if isinstance(p, TextLine))
    columns: list[TextColumn | None] = []
    for number, (page, _) in enumerate(laid):
        width = round(page.width / 20)
        own, other = groups[(width, number % 2)], groups.get((width, 1 - number % 2), [])
        lines = own if min(len(own), len(other)) >= _ENOUGH_LINES else own + other
        columns.append(TextColumn.of(lines, page.width) if lines else None)
    return columns


def _runs(laid: Sequence[_Laid], columns: Sequence[TextColumn | None]) -> Iterator[list[_Set | None] | _Table]:
    """Tables, those over several pages joined, and the lines between them; ``None`` stands where a page ends."""
    pending: _Table | None = None
    lines: list[_Set | None] = []
    for (_, parts), column in zip(laid, columns, strict=True):
        for part in _tabled(parts, column):
            if isinstance(part, TextLine):
                lines += [(part, column)] if column is not None else []
            elif pending is not None and None in lines and (whole := _joined(pending, part, lines)) is not None:
                pending, lines = whole, []
            else:
                if pending is not None:
                    yield pending
                yield lines
                pending, lines = part, []
        lines.append(None)
    if pending is not None:
        yield pending
    yield lines


def _tabled(parts: Sequence[TextLine | _Table], column: TextColumn | None) -> Iterator[TextLine | _Table]:
    """The parts of a page; lines that stand in columns without any ruled line become tables."""
    run: list[TextLine] = []
    for part in [*parts, None]:
        if isinstance(part, TextLine):
            run.append(part)
            continue
        if run and column is not None:
            yield from _unruled(run, column)
        run = []
        if part is not None:
            yield part


def _paragraphs(lines: Sequence[_Set | None]) -> Iterator[str]:
    text, is_same_page = "", True
    before: _Set | None = None
    for placed in lines:
        if placed is None:
            is_same_page = False
            continue
        line, column = placed
        if before is not None and before[1].goes_on(before[0], line, column, is_same_page=is_same_page):
            is_word = text[-1:].isascii() and line.text[:1].isalpha() and line.text[:1].isascii()
            text += (" " if is_word else "") + line.text
        else:
            yield text
            text = line.text
        before, is_same_page = placed, True
    yield text


def _parts(page: PdfPage) -> list[TextLine | _Table]:
    """The lines and ruled tables of a page from top to bottom."""
    tables = sorted(ruled_tables(page.rules), key=lambda table: table.area)
    free: list[Glyph] = []
    for glyph in page.glyphs:
        y = glyph.base + 0.3 * glyph.size
        for table in tables:
            if (cell := table.cell_at(glyph.middle, y)) is not None:
                table.glyphs.setdefault(cell, []).append(glyph)
                break
        else:
            free.append(glyph)
    placed: list[tuple[float, TextLine | _Table]] = [(line.base, line) for line in text_lines(free)]
    for table in tables:
        rows = _rows(table)
        if any(len(cell.text) > limits.MAX_CELL_TEXT for row in rows for cell in row):
            placed += [(line.base, line) for glyphs in table.glyphs.values() for line in text_lines(glyphs)]
        elif table.glyphs:
            placed.append((table.top, _Table(rows, [table])))
    return [part for _, part in sorted(placed, key=lambda pair: -pair[0])]


def _rows(table: RuledTable) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[] for _ in table.ys[1:]]
    for cell in sorted(set(table.owner.values())):
        height, width = table.span(cell)
        text = cell_text(table.glyphs.get(cell, ()), table.xs[cell[1] + width])
        rows[cell[0]].append(Cell(text, columns=width, rows=height))
    return rows


def _without_running_heads(pages: Sequence[_Laid]) -> list[_Laid]:
    """The pages without page numbers, and without lines that recur at head or foot."""
    edges: Counter[tuple[str, bool]] = Counter()
    for page, parts in pages:
        edges.update({_edge_key(page, line) for line in _edge_lines(page, parts)})
    running = {key for key, times in edges.items() if times >= 2 and times * 3 > len(pages)}
    kept = []
    for page, parts in pages:
        gone = [
            line
            for line in _edge_lines(page, parts)
            if _PAGE_NUMBER.fullmatch(tidy(line.text)) or (_edge_key(page, line) in running and len(pages) > 1)
        ]
        kept.append((page, [part for part in parts if not any(part is line for line in gone)]))
    return kept


def _edge_key(page: PdfPage, line: TextLine) -> tuple[str, bool]:
    return re.sub(r"\d+", "#", line.text), line.base * 2 > page.height


def _edge_lines(page: PdfPage, parts: Sequence[TextLine | _Table]) -> list[TextLine]:
    """The first two and last two parts of a page that are lines at its very head or foot."""
    near = _EDGE * page.height
    return [
        part
        for part in {id(part): part for part in [*parts[:2], *parts[-2:]]}.values()
        if isinstance(part, TextLine) and not near < part.base < page.height - near
    ]


def _unruled(lines: Sequence[TextLine], column: TextColumn) -> Iterator[TextLine | _Table]:
    """Lines of which some stand in columns: those become a table."""
    unit = max(column.size / 2, 1.0)
    printed = [_printed(line, column.left, unit) for line in lines]
    at = 0
    for start, end in table_ranges(printed):
        yield from lines[at:start]
        rows = table_rows(printed[start:end])
        yield _Table([[Cell(text) for text in row] for row in rows], [])
        at = end
    yield from lines[at:]


def _printed(line: TextLine, left: float, unit: float) -> str:
    """A line as characters of one width, its parts at the columns where they stand."""
    text = ""
    reached = 0
    for start, end, words in line.chunks:
        column = min(max(round((start - left) / unit), reached + 2 if text else 0), reached + _WIDEST_GAP)
        text += " " * (column - reached) + words
        reached = max(column + round((end - start) / unit), column + 1)
    return text


def _joined(table: _Table, following: _Table, between: Sequence[_Set | None]) -> _Table | None:
    """A table with its rest from the next page: the same columns, nothing but 续表 between; else ``None``."""
    if any(placed is not None and not _CONTINUED.fullmatch(placed[0].text) for placed in between):
        return None
    if table.ruled and following.ruled:
        return _on_one_grid([*table.ruled, *following.ruled])
    heads = [[cell.text for cell in part.rows[0]] for part in (table, following)]
    is_same = bool(table.ruled) == bool(following.ruled) and heads[0] == heads[1] and any(heads[0])
    return _Table(table.rows + _rest(table.rows, following.rows), []) if is_same else None


def _on_one_grid(parts: Sequence[RuledTable]) -> _Table | None:
    """The parts of a table laid on the columns of the finest of them."""
    finest = max(parts, key=lambda part: len(part.xs))
    laid = [part.on_edges(finest.xs) for part in parts]
    rows: list[list[Cell]] = []
    for part in laid:
        if part is None:
            return None
        own = _rows(part)
        rows += _rest(rows, own)
    return _Table(rows, list(parts))


def _rest(rows: Sequence[list[Cell]], following: Sequence[list[Cell]]) -> list[list[Cell]]:
    """The rows of a table's next part without the heads set again."""
    same = 0
    while same < min(len(rows), len(following), _MOST_HEADS) and rows[same] == following[same]:
        same += 1
    return list(following[same:])
