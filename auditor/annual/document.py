"""From the year to its document tree: words from ``annual.txt.j2``, cells from the year's value."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path

from auditor.annual.context import AnnexWords, build_context
from auditor.annual.shares import whole_share
from auditor.annual.values import (
    Annual,
    ChannelLine,
    Filled,
    FormTable,
    Gap,
    PointEntry,
    QuarterCell,
    YearClass,
    YearFigures,
    YearRow,
    YearUnit,
)
from auditor.base.chinese import DASH, change, printable, shortened, text_width
from auditor.circular.columns import CellValue, Column, LineT, build_table
from auditor.circular.issued import issued_imprint, issued_remark, standing_imprint
from auditor.documents.tree import Annex, Document, Table, TableColumn
from auditor.documents.wording import AnnexWording, Wording, render_wording

_FORM_OF_2019, _FORM_OF_2021 = 2019, 2021
"""The first years whose reports were made in these forms (国办公开办函〔2019〕60号, 〔2021〕30号)."""
_LANDSCAPE_FROM = 8
_TITLE_LENGTH = 60
_SHORT_LABEL = 8
_WIDEST_LABEL = 11.0
_QUARTERS = ("q1", "q2", "q3", "q4")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One attachment before it is worded: its kind and title for the wording, and its table once there are words."""

    words: AnnexWords
    table: Callable[[Wording], Table]
    lies_across: bool = False


def forms_for(year: int) -> tuple[str, ...]:
    """The form printed unless others are asked for: the one that the year's own report was made in."""
    return ("2014",) if year < _FORM_OF_2019 else ("2019",) if year < _FORM_OF_2021 else ("2021",)


def build_document(annual: Annual, forms: Sequence[str], wording_dir: Path | None = None) -> Document:
    """The yearly document; a pure function of its arguments and the wording file.

    ``forms`` are the official forms to attach; ``wording_dir`` is the office's own folder, whose ``annual.txt.j2`` wins
    over the shipped one. Raises `BadInput` for faults in that file.
    """
    sheets = tuple(_sheets(annual, forms))
    context = build_context(annual, tuple(forms), tuple(sheet.words for sheet in sheets))
    variables = {field.name: getattr(context, field.name) for field in fields(context)}
    wording = render_wording(variables, wording_dir, "annual")
    return Document(
        mark=wording.line("发文机关标志"),
        number=printable(annual.issue.number) if annual.issue else "",
        title=wording.line("标题"),
        addressees=wording.line("主送机关"),
        body=tuple(wording.body),
        annexes=tuple(
            _annex(number, sheet, words, wording)
            for number, (sheet, words) in enumerate(zip(sheets, wording.annexes_for(len(sheets)), strict=True), 1)
        ),
        signature=wording.line("署名"),
        signed_on=annual.signed_on,
        sealed=bool(annual.issue and annual.issue.sealed),
        remark=issued_remark(annual.issue, wording.line("附注", required=False)),
        imprint=issued_imprint(annual.issue, standing_imprint(wording)),
        draft_note="" if annual.issue else wording.line("草稿标记", required=False),
    )


def _annex(number: int, sheet: _Sheet, words: AnnexWording, wording: Wording) -> Annex:
    table = sheet.table(wording)
    is_wide = sheet.lies_across or len(table.columns) >= _LANDSCAPE_FROM
    return Annex(number, words.title, table, words.notes, landscape=is_wide)


# -- attachments -------------------------------------------------------------------------------------------------------


def _sheets(annual: Annual, forms: Sequence[str]) -> Iterator[_Sheet]:
    year_table = partial(_year_table, is_compared=bool(annual.compared))
    for table in annual.tables:
        words = AnnexWords("columns", table.title, lacks_columns=table.figures.has_unknown)
        yield _Sheet(words, partial(year_table, ROW_COLUMNS, table.rows, table.figures))
    is_blind = annual.figures.has_unknown
    units = AnnexWords("units", lacks_columns=is_blind)
    yield _Sheet(units, partial(year_table, UNIT_COLUMNS, _unit_lines(annual), annual.figures))
    yield _Sheet(AnnexWords("grades"), partial(_plain_table, GRADE_COLUMNS, annual.units), lies_across=True)
    classes = AnnexWords("classes", lacks_columns=is_blind)
    yield _Sheet(classes, partial(year_table, CLASS_COLUMNS, annual.classes, annual.figures))
    yield _Sheet(AnnexWords("channels"), partial(_channel_table, annual))
    if annual.points:
        yield _Sheet(AnnexWords("points"), partial(_plain_table, POINT_COLUMNS, annual.points), lies_across=True)
    for form in annual.forms:
        if form.id in forms:
            for grid in form.tables:
                words = AnnexWords("form", grid.title, form.id, form.basis)
                yield _Sheet(words, partial(_form_table, grid))


_YearLine = YearRow | YearUnit | YearClass


def _year_table(
    known: Mapping[str, Column[_YearLine]],
    lines: Sequence[_YearLine],
    whole: YearFigures,
    wording: Wording,
    *,
    is_compared: bool,
) -> Table:
    """A table of quarters; its total row is the year's own sums, so that a quarter without an audit has none."""
    names = tuple(name for name in known if is_compared or name not in ("before", "change"))
    table = build_table(known, names, lines, wording)
    cells = {
        **{name: _quarter_cell(cell, wording) for name, cell in zip(_QUARTERS, whole.cells, strict=True)},
        "year": _year_cell(whole, wording),
        "share": whole_share([line.figures.total for line in lines]),
        "before": DASH if whole.before is None else whole.before,
        "change": _change(whole) if all(line.figures.change is not None for line in lines) else DASH,
        _name_column(known): wording.line("词", "total"),
    }
    return replace(table, total=tuple(cells.get(name, "") for name in names))


def _name_column(known: Mapping[str, Column[_YearLine]]) -> str:
    return next(name for name in known if name != "seq")


def _plain_table(known: Mapping[str, Column[LineT]], lines: Sequence[LineT], wording: Wording) -> Table:
    return build_table(known, tuple(known), lines, wording)


def _channel_table(annual: Annual, wording: Wording) -> Table:
    table = build_table(CHANNEL_COLUMNS, tuple(CHANNEL_COLUMNS), annual.channels.lines, wording)
    sums = (("sum", annual.channels.sum), ("deduplicated", annual.channels.total))
    rows = [("", wording.line("词", name), _form_cell(count, wording), "") for name, count in sums]
    return replace(table, rows=(*table.rows, *rows))


def _form_table(grid: FormTable, wording: Wording) -> Table:
    widest = [max(text_width(line.labels[place]) for line in grid.lines if len(line.labels) > place)
              for place in range(len(grid.heads))]  # fmt: skip
    heads = [
        TableColumn(label, min(max(width * 0.6, 2.0), _WIDEST_LABEL), "left" if width > _SHORT_LABEL else "center")
        for label, width in zip(grid.heads, widest, strict=True)
    ]
    heads += [TableColumn(label, 2.0, "center") for label in grid.values]
    heads += [TableColumn(wording.line("列", "note"), 4.0, "left")] if grid.has_notes else []
    rows = []
    for line in grid.lines:
        values: list[CellValue] = [_form_cell(cell.value, wording) for cell in line.cells]
        values += [""] * (len(grid.values) - len(values))
        rows.append((*line.labels, *values, *([printable(line.note)] if grid.has_notes else [])))
    return Table(tuple(heads), tuple(rows))


def _unit_lines(annual: Annual) -> tuple[YearUnit, ...]:
    """The units, and below them the columns that belong to no single unit, where there are any."""
    if all(cell.gap in (Gap.NOT_LISTED, Gap.NO_AUDIT) for cell in annual.shared.cells):
        return annual.units
    columns = sum(not row.owned for row in annual.rows)
    shared = YearUnit(name="", group="", columns=columns, figures=annual.shared, grades=("",) * len(annual.quarters))
    return (*annual.units, shared)


# -- cells -------------------------------------------------------------------------------------------------------------


def _quarter_cell(cell: QuarterCell, wording: Wording) -> CellValue:
    if cell.count is not None:
        return cell.count
    return wording.line("词", cell.gap.value) if cell.gap else DASH


def _year_cell(figures: YearFigures, wording: Wording) -> CellValue:
    return wording.line("词", "unknown") if figures.total is None else figures.total


def _form_cell(value: int | str | None, wording: Wording) -> CellValue:
    return wording.line("词", "to-fill") if value is None else value


def _change(figures: YearFigures) -> str:
    return change(figures.now or 0, figures.before or 0) if figures.change is not None else DASH


def _quarter_column(place: int) -> Column[_YearLine]:
    return Column(1.7, "center", lambda _, line, wording: _quarter_cell(line.figures.cells[place], wording))


def _row_remark(line: _YearLine, wording: Wording) -> str:
    """The office's remark on a column; on a sum, that it lacks columns nobody could read."""
    if isinstance(line, YearRow):
        return line.remark
    return wording.line("词", "partial") if line.figures.total is not None and line.figures.has_unknown else ""


def _unit_name(line: _YearLine, wording: Wording) -> str:
    return (line.name or wording.line("词", "shared")) if isinstance(line, YearUnit) else ""


_SEQ: Column[_YearLine] = Column(1.2, "center", lambda number, _, __: number)
_FIGURES: Mapping[str, Column[_YearLine]] = {
    **{name: _quarter_column(place) for place, name in enumerate(_QUARTERS)},
    "year": Column(1.7, "center", lambda _, line, wording: _year_cell(line.figures, wording)),
    "share": Column(2.1, "center", lambda _, line, __: line.figures.share),
    "before": Column(2.0, "center", lambda _, line, __: DASH if line.figures.before is None else line.figures.before),
    "change": Column(2.2, "center", lambda _, line, __: _change(line.figures)),
    "remark": Column(3.0, "left", lambda _, line, wording: _row_remark(line, wording)),
}
ROW_COLUMNS: Mapping[str, Column[_YearLine]] = {
    "seq": _SEQ,
    "column": Column(4.0, "left", lambda _, line, __: line.column if isinstance(line, YearRow) else ""),
    "owner": Column(3.6, "center", lambda _, line, __: line.unit if isinstance(line, YearRow) else ""),
    **_FIGURES,
}
UNIT_COLUMNS: Mapping[str, Column[_YearLine]] = {
    "seq": _SEQ,
    "unit": Column(4.0, "left", lambda _, line, wording: _unit_name(line, wording)),
    "columns": Column(1.6, "center", lambda _, line, __: line.columns if isinstance(line, YearUnit) else ""),
    **_FIGURES,
}
CLASS_COLUMNS: Mapping[str, Column[_YearLine]] = {
    "seq": _SEQ,
    "class": Column(4.0, "left", lambda _, line, __: line.label if isinstance(line, YearClass) else ""),
    "columns": Column(1.6, "center", lambda _, line, __: line.columns if isinstance(line, YearClass) else ""),
    **_FIGURES,
}


def _grade_column(place: int) -> Column[YearUnit]:
    return Column(2.6, "center", lambda _, unit, __: unit.grades[place] or DASH)


GRADE_COLUMNS: Mapping[str, Column[YearUnit]] = {
    "seq": Column(1.2, "center", lambda number, _, __: number),
    "unit": Column(4.0, "left", lambda _, unit, __: unit.name),
    **{name: _grade_column(place) for place, name in enumerate(_QUARTERS)},
}
CHANNEL_COLUMNS: Mapping[str, Column[ChannelLine]] = {
    "seq": Column(1.2, "center", lambda number, _, __: number),
    "channel": Column(4.0, "left", lambda _, line, __: line.label),
    "count": Column(2.0, "center", lambda _, line, wording: _form_cell(line.count, wording)),
    "source": Column(3.0, "center", lambda _, line, __: "" if line.filled is Filled.NOBODY else line.filled.label),
}


def _examples(point: PointEntry) -> str:
    return "；".join(
        f"{shortened(item.title, _TITLE_LENGTH)}（{item.date:%Y-%m-%d}，{item.column}）"
        if item.date
        else f"{shortened(item.title, _TITLE_LENGTH)}（{item.column}）"
        for item in point.examples
    )


POINT_COLUMNS: Mapping[str, Column[PointEntry]] = {
    "seq": Column(1.2, "center", lambda _, point, __: point.number),
    "point": Column(4.6, "left", lambda _, point, __: point.text),
    "basis": Column(2.4, "left", lambda _, point, __: point.source),
    "found": Column(1.6, "center", lambda _, point, wording: point.count or wording.line("词", "not-found")),
    "latest": Column(2.2, "center", lambda _, point, __: f"{point.latest:%Y-%m-%d}" if point.latest else DASH),
    "examples": Column(6.0, "left", lambda _, point, __: _examples(point)),
    "remark": Column(
        2.4, "left", lambda _, point, wording: f"{point.blind}{wording.line('词', 'blind')}" if point.blind else ""
    ),
}
