"""Tables by themselves: rows against 合计, rows across, serial numbers, rate columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, permutations

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity, spots_of
from auditor.verify.figures import as_number, shown
from auditor.verify.paper import Grid, OpenedPaper
from auditor.verify.tables import amount_of, header_of, is_nil, is_subtotal_row, is_total_of_class, is_total_row
from auditor.verify.wording import WORDS

_SERIAL = pattern(
    r"^(?:序号|编号|序|号|NO\.?|№)$",
    finds=("序号", "NO."),
    not_in=("序号说明", "单位"),
    seen="崇信县 (2020 Q1)",
    flags=re.I,
    way="match",
)
_NO_SUM = pattern(
    r"率|占比|比例|百分|得分|分值|平均|排名|名次|位次|年份|电话|日期|时间|序号|编号|备注|同比|环比|%|权重|分数",
    finds=("采用率", "排名", "备注"),
    not_in=("采用条数",),
    seen="扎兰屯市 (2023 Q1)",
)
_ACROSS = pattern(
    r"^(?:.{0,6})?(?:合计|总计|小计|总数|总量|总分|总得分|合计得分|总成绩)(?:\(.{1,4}\))?$",
    finds=["合计", "部门小计", "总得分(分)"],
    not_in=["合计发布情况说明", "计划数"],
    seen="heads of the column that sums its row, in count tables and rankings",
)
_SCORE = pattern(
    r"得分|分值|分数",
    finds=("得分", "1-3月得分"),
    not_in=("平均分", "采用条数"),
    seen="rankings of items sent and used: 扎兰屯市 (2023)",
)
_FORM = pattern(
    r"本年新收|结果维持|第二十条|收到申请数",
    finds=("一、本年新收政府信息公开申请数量", "(一)收到申请数"),
    not_in=("公开数量",),
    seen="the form of 2014 (国办发〔2014〕32号), the form of 2019 (国办公开办函〔2019〕60号)",
)
_FULL = 100
_SERIALS = 3
"""Serial numbers from which on they are a run."""
_RATE = pattern(
    r"率|占比|比例", finds=("采用率", "占比"), not_in=("采用条数",), seen="扎兰屯市 (2023 Q1), 宁国市 (2022)"
)


_CHANGE = pattern(
    r"增长|同比|环比|增幅",
    finds=("同比增长率", "环比"),
    not_in=("采用率",),
    seen="a usual form; in none of the documents kept",
)


def column_totals(paper: OpenedPaper) -> Iterator[Comparison]:
    """The 合计 row against the sum of the rows above it, column by column."""
    for grid in _free_grids(paper):
        head = header_of(grid)
        totals = [row for row in range(head.height, len(grid.rows)) if is_total_row(grid.rows[row])]
        yield from _subtotals(grid, head.height, is_reflowed=paper.is_reflowed)
        if len(totals) != 1 or is_total_of_class(grid.rows[totals[0]]) or not _is_whole(grid, totals[0], head.height):
            continue
        if paper.is_reflowed and not _is_unbroken(grid, range(head.height, totals[0])):
            continue
        every = []
        for column, label in enumerate(head.labels):
            found = list(_column_total(grid, column, head.height, totals[0], paper.is_reflowed))
            if not _NO_SUM.search(label) or (_SCORE.search(label) and all(map(_is_near, found))):
                every += found
        is_shifted = paper.kind == "txt" and len(every) > 1 and all(one.is_finding for one in every)
        yield from () if is_shifted else every  # merged cells that plain text does not show


def _is_near(one: Comparison) -> bool:
    """Whether a sum of scores is nearly what stands there; else that may be their mean."""
    return abs(float(one.stated) - float(one.computed)) * 5 <= float(one.computed)


def _subtotals(grid: Grid, top: int, *, is_reflowed: bool) -> Iterator[Comparison]:
    """Each 小计 row against the rows above it, back to the one before or a total that stands first.

    The first numbers must be rows, not a 小计.
    """
    rows = [row for row in range(top, len(grid.rows)) if is_subtotal_row(grid.rows[row])]
    first = next((row for row in range(top, len(grid.rows)) if not is_total_row(grid.rows[row])), top)
    starts = [first, *(row + 1 for row in rows)]
    labels = header_of(grid).labels
    if is_reflowed or not rows or any(row - start < 2 for start, row in zip(starts, rows, strict=False)):
        return
    for start, row in zip(starts, rows, strict=False):
        for column, label in enumerate(labels):
            if not _NO_SUM.search(label):
                yield from _column_total(grid, column, start, row, is_reflowed)


def _free_grids(paper: OpenedPaper) -> Iterator[Grid]:
    """The tables that are no official form; those have checks of their own."""
    for grid in paper.grids:
        if not any(_FORM.search(cell) for row in grid.rows for cell in row[:3]):
            yield grid


def _is_whole(grid: Grid, total: int, top: int) -> bool:
    """Whether the total row stands below or above all its rows."""
    return total >= len(grid.rows) - 3 or total == top


def _column_total(grid: Grid, column: int, top: int, total: int, is_reflowed: bool) -> Iterator[Comparison]:
    stated = amount_of(grid.own(total, column))
    rows = range(top, total) if total > top else range(total + 1, len(grid.rows))
    if stated is None or stated.is_percent or len(rows) < 2:
        return
    plain_rows: list[Decimal] = []
    subtotals: list[Decimal] = []
    for row in rows:
        cell = grid.own(row, column)
        amount = amount_of(cell)
        if amount is None:
            if re.search(r"\d", cell):
                return
            continue  # blank, a dash or words (未能核查): no number, and no nought either
        (subtotals if is_subtotal_row(grid.rows[row]) else plain_rows).append(amount.value)
    computed = sum(plain_rows, Decimal(0))
    if not plain_rows:
        return
    if subtotals and sum(subtotals) == stated.value:
        computed = stated.value
    severity = Severity.LIKELY if is_reflowed else Severity.SURE
    label = header_of(grid).labels[column] or WORDS.tables.amount
    text = WORDS.tables.column.format(
        label=label, count=len(plain_rows), terms=_added(plain_rows), stated=shown(stated.value)
    )
    if computed == stated.value:
        severity = Severity.AGREED
        text += "。"
    else:
        text += WORDS.tables.off.format(gap=shown(abs(computed - stated.value)))
    where = (grid.place_of(total), WORDS.tables.span.format(first=grid.place_of(rows[0]), last=rows[-1] + 1))
    quote = (grid.quote(total), f"{grid.quote(rows[0])} …… {grid.quote(rows[-1])}")
    spots = frozenset((grid.place_of(row), column) for row in (*rows, total))
    yield Comparison("table_total", as_number(stated.value), as_number(computed), where, quote, severity, text, spots)


def _added(values: Sequence[Decimal]) -> str:
    total = shown(sum(values, Decimal(0)))
    return f"{'+'.join(map(shown, values))}={total}" if len(values) <= 60 else total


def _is_unbroken(grid: Grid, rows: range) -> bool:
    """Whether a table rebuilt from a page has its own title and serial numbers from 1 on without a gap."""
    columns = [c for c, label in enumerate(header_of(grid).labels) if _SERIAL.match(label)]
    numbers = [_serial(grid, row, columns[0]) for row in rows] if columns else []
    return bool(grid.title) and numbers == list(range(1, len(rows) + 1))


def row_totals(paper: OpenedPaper) -> Iterator[Comparison]:
    """A 合计 column against the other numeric columns, where most rows show that it is their sum."""
    for grid in _free_grids(paper):
        labels = header_of(grid).labels
        sums = [c for c, label in enumerate(labels) if _ACROSS.match(label)]
        parts = [
            c for c, label in enumerate(labels) if c not in sums and not _NO_SUM.search(label) and _is_numeric(grid, c)
        ]
        if len(sums) == 1 and len(parts) >= 2:
            yield from _rows_across(grid, sums[0], parts)


def _is_numeric(grid: Grid, column: int) -> bool:
    cells = [grid.own(row, column) for row in range(header_of(grid).height, len(grid.rows))]
    amounts = [amount_of(cell) for cell in cells if not is_nil(cell)]
    return bool(amounts) and all(a is not None and not a.is_percent for a in amounts)


def _is_counted(grid: Grid, column: int) -> bool:
    """Whether most cells of a column are counts; some may say in words that theirs is not known."""
    cells = [grid.own(row, column) for row in range(header_of(grid).height, len(grid.rows))]
    told = [cell for cell in cells if not is_nil(cell)]
    amounts = [amount for cell in told if (amount := amount_of(cell))]
    return len(amounts) * 2 > len(told) and not any(amount.is_percent for amount in amounts)


def _rows_across(grid: Grid, total: int, parts: Sequence[int]) -> Iterator[Comparison]:
    rows: list[tuple[int, Decimal, list[Decimal]]] = []
    for row in range(header_of(grid).height, len(grid.rows)):
        stated = amount_of(grid.own(row, total))
        values = [amount.value for c in parts if (amount := amount_of(grid.own(row, c)))]
        if stated is not None and values:
            rows.append((row, stated.value, values))
    wrong = sum(1 for _, stated_value, values in rows if sum(values) != stated_value)
    right = len(rows) - wrong
    if right < 3 or wrong * 3 > right:
        return
    for row, stated_value, values in rows:
        computed = sum(values, Decimal(0))
        text = WORDS.tables.row.format(
            terms=_added(values), label=header_of(grid).labels[total], stated=shown(stated_value)
        )
        text += "。" if computed == stated_value else WORDS.tables.others_agree.format(count=right)
        place, quote = grid.place_of(row), grid.quote(row)
        severity = Severity.AGREED if computed == stated_value else Severity.SURE
        spots = spots_of(place, (total, *parts))
        yield Comparison(
            "row_total", as_number(stated_value), as_number(computed), (place,), (quote,), severity, text, spots
        )


@dataclass(frozen=True, slots=True)
class _Break:
    before: int
    after: int
    index: int


def serial_numbers(paper: OpenedPaper) -> Iterator[Comparison]:
    """Gaps and repeats in 序号; several serial columns side by side are read down or across."""
    for grid in paper.grids:
        head = header_of(grid)
        columns = [c for c, label in enumerate(head.labels) if _SERIAL.match(label)]
        rows = range(head.height, len(grid.rows))
        if not columns or len(rows) < 3:
            continue
        down = [(row, _serial(grid, row, column)) for column in columns for row in rows]
        across = [(row, _serial(grid, row, column)) for row in rows for column in columns]
        best = min((down, across), key=lambda cells: len(_breaks([n for _, n in cells])))
        yield from _serial_findings(grid, best, paper.is_reflowed)


def _serial(grid: Grid, row: int, column: int) -> int | None:
    text = grid.own(row, column).strip()
    return int(text) if re.fullmatch(r"\d{1,4}", text) else None


def _breaks(numbers: Sequence[int | None]) -> list[_Break]:
    """Where a run of serial numbers jumps or repeats; starting anew at 1 is a new run."""
    known = [(index, number) for index, number in enumerate(numbers) if number is not None]
    if len(known) < 3:
        return []
    return [
        _Break(before, after, index)
        for (_, before), (index, after) in pairwise(known)
        if after != before + 1 and after != 1
    ]


def _unbroken_serials(grid: Grid, first_row: int, first: int, last_row: int, last: int) -> Comparison:
    places, quotes = (grid.place_of(first_row), grid.place_of(last_row)), (grid.quote(first_row), grid.quote(last_row))
    words = WORDS.serials.format(first=first, last=last)
    return Comparison("serial_gap", last, last, places, quotes, Severity.AGREED, words)


def _serial_findings(grid: Grid, cells: Sequence[tuple[int, int | None]], is_reflowed: bool) -> Iterator[Comparison]:
    breaks = _breaks([number for _, number in cells])
    known = [(row, number) for row, number in cells if number is not None]
    if not breaks and len(known) >= _SERIALS:
        yield _unbroken_serials(grid, *known[0], *known[-1])
    if not breaks or len(breaks) > max(2, len(cells) // 8):
        return
    for found in _merged(breaks):
        row = cells[found.index][0]
        if found.after == found.before:
            kind, what = "serial_repeated", WORDS.tables.twice.format(number=found.after)
        elif found.after > found.before:
            kind, what = "serial_gap", WORDS.tables.gap.format(before=found.before, after=found.after)
        else:
            kind, what = "serial_repeated", WORDS.tables.back.format(before=found.before, after=found.after)
        text = WORDS.tables.wanted.format(what=what, number=found.before + 1)
        places = (grid.place_of(max(row - 1, 0)), grid.place_of(row))
        quotes = (grid.quote(max(row - 1, 0)), grid.quote(row))
        severity = Severity.DOUBTFUL if is_reflowed else Severity.LIKELY
        yield Comparison(kind, found.after, found.before + 1, places, quotes, severity, text)


def _merged(breaks: Sequence[_Break]) -> list[_Break]:
    """One wrong number makes two breaks (3, 9, 5): told once."""
    kept: list[_Break] = []
    for found in breaks:
        if kept and found.index == kept[-1].index + 1 and found.after == kept[-1].before + 2:
            continue
        kept.append(found)
    return kept


def rate_columns(paper: OpenedPaper) -> Iterator[Comparison]:
    """A rate column against two count columns, where most rows show which two."""
    for grid in paper.grids:
        labels = header_of(grid).labels
        counts = [c for c, label in enumerate(labels) if not _NO_SUM.search(label) and _is_counted(grid, c)]
        for column, label in enumerate(labels):
            if _RATE.search(label) and not _CHANGE.search(label):
                yield from _rate_column(grid, column, counts)


def _rate_column(grid: Grid, column: int, counts: Sequence[int]) -> Iterator[Comparison]:
    """The two counts that give most of the rates: the one of the other, or what the one leaves of the other."""
    best: tuple[list[_RateRow], int, int] = ([], 0, 0)
    for part, base in permutations(counts, 2):
        for is_rest in (False, True):
            rows = _rate_rows(grid, column, part, base, is_rest=is_rest)
            if sum(row.fits for row in rows) > sum(row.fits for row in best[0]):
                best = (rows, part, base)
    rows, part, base = best
    wrong = sum(not row.fits for row in rows)
    right = len(rows) - wrong
    if right < 3 or wrong * 4 > right:
        return
    for one in rows:
        value = round(one.computed, 2)
        text = WORDS.tables.rate.format(value=shown(value), stated=shown(one.stated))
        text += "。" if one.fits else WORDS.tables.others_agree.format(count=right)
        place, quote = grid.place_of(one.row), grid.quote(one.row)
        severity = Severity.AGREED if one.fits else Severity.LIKELY
        spots = spots_of(place, (column, part, base))
        yield Comparison("percentage", as_number(one.stated), float(value), (place,), (quote,), severity, text, spots)


@dataclass(frozen=True, slots=True)
class _RateRow:
    row: int
    stated: Decimal
    computed: Decimal
    fits: bool


def _rate_rows(grid: Grid, column: int, part: int, base: int, *, is_rest: bool) -> list[_RateRow]:
    """Each row's rate as printed and as the two counts give it; a blank cell makes no comparison.

    ``is_rest`` takes the part for what is left out (抽查数, 不合格数, 合格率).
    """
    rows = []
    for row in range(header_of(grid).height, len(grid.rows)):
        stated, top, bottom = (amount_of(grid.own(row, c)) for c in (column, part, base))
        if top is None and is_rest and stated is not None and stated.value == _FULL and is_nil(grid.own(row, part)):
            top = amount_of("0")  # a dash beside a full rate is nought
        if stated is None or top is None or bottom is None or not bottom.value:
            continue
        share = (bottom.value - top.value) if is_rest else top.value
        computed = share * 100 / bottom.value
        scale = 1 if stated.is_percent or stated.value > 1 or not share else 100
        fits = abs(computed - stated.value * scale) <= stated.step * scale
        rows.append(_RateRow(row, stated.value * scale, computed, fits))
    return rows
