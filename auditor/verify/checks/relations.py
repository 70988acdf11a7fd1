"""Relations that the rows of a table keep among themselves, found in the numbers: all rows keep one but for one row.

No word of the heads is asked: where one column is the sum of others in nearly every row, where places follow each
other, where a verdict goes with two columns, the one row that breaks the rule is told.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity, spots_of
from auditor.verify.facts import FactRow, FactTable, is_rate, tables_of
from auditor.verify.figures import as_number, shown
from auditor.verify.paper import Grid, OpenedPaper
from auditor.verify.tables import NO_COUNT, amount_of, header_of, is_subtotal_row, is_total_row
from auditor.verify.wording import WORDS

_KEPT = 4
"""Rows that must keep a relation before another row may break it."""
_TELLING = 2
"""Rows among them in which no part is nought: 0+5=5 shows nothing."""
_WIDEST = 9
"""Columns of numbers up to which sums are sought."""
_MOST_PARTS = 6
_PLACES = pattern(
    r"^(?:名次|排名|排序|位次|名列)$",
    finds=("名次", "排名"),
    not_in=("序号", "得分"),
    seen="rankings of items sent and of assessments: 吉林市 (2020 Q3)",
)
_WHOLE_YEAR = pattern(
    r"^(?:全年|年度|合计|总计|总数|累计|全[县市区]|小计)(?:\(.{1,4}\))?$",
    finds=("全年", "合计", "累计(条)"),
    not_in=("一季度", "合计金额"),
    seen="tables of a year by quarters",
)
_YES_NO = pattern(
    r"^[已是未不否没无√×]", finds=("已更新", "未更新", "否"), not_in=("达标",), seen="columns of verdicts"
)
_RANKED = 5
_SINGLE = 3
_HALF = Decimal("0.06")
_YES_OR_NO = 2

_Row = tuple[int, Mapping[int, Decimal]]


@dataclass(frozen=True, slots=True)
class _Sum:
    """One column that is the sum of others, and the rows that keep to it and that do not."""

    total: int
    parts: tuple[int, ...]
    kept: tuple[int, ...]
    broken: tuple[int, ...]


def sums_across(paper: OpenedPaper) -> Iterator[Comparison]:
    """抽查数 = 合格数 + 不合格数 in every row but one, whatever the heads are called."""
    for grid in paper.grids:
        found = list(_sums(grid))
        for one in found:
            for row in one.broken:
                yield _broken(grid, one, row)
            yield from (_keeps(grid, one, row) for row in one.kept)


def _rows(grid: Grid) -> list[_Row]:
    """The numbers of each row, by column; heads that count nothing and rates are left out."""
    head = header_of(grid)
    own = [c for c, label in enumerate(head.labels) if not NO_COUNT.search(label) and not is_rate(label)]
    rows: list[_Row] = []
    for row in range(head.height, len(grid.rows)):
        cells = {c: amount for c in own if (amount := amount_of(grid.own(row, c))) and not amount.is_percent}
        rows.append((row, {c: amount.value for c, amount in cells.items()}))
    return rows


def _sums(grid: Grid) -> Iterator[_Sum]:
    """The one best-kept sum of each column that is broken somewhere or kept everywhere."""
    rows = _rows(grid)
    columns = sorted({c for _, numbers in rows for c in numbers})
    if len(columns) > _WIDEST:
        return
    for total in columns:
        others = [c for c in columns if c != total]
        best = max(
            (one for parts in _choices(others) if (one := _kept_by(rows, total, parts, grid))),
            key=lambda one: (len(one.kept), -len(one.broken), -len(one.parts)),
            default=None,
        )
        if best is not None:
            yield best


def _choices(others: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Any two columns, or several that stand side by side."""
    yield from combinations(others, 2)
    for size in range(3, min(_MOST_PARTS, len(others)) + 1):
        for start in range(len(others) - size + 1):
            yield tuple(others[start : start + size])


def _kept_by(rows: Sequence[_Row], total: int, parts: tuple[int, ...], grid: Grid) -> _Sum | None:
    kept, broken, telling = [], [], 0
    for row, numbers in rows:
        if total not in numbers or not any(c in numbers for c in parts):
            continue
        values = [numbers.get(c, Decimal(0)) for c in parts]
        if sum(values, Decimal(0)) == numbers[total]:
            kept.append(row)
            telling += all(values)
        elif all(c in numbers for c in parts):
            broken.append(row)
    is_single = len(rows) == 1 and bool(_WHOLE_YEAR.search(header_of(grid).labels[total]))
    if is_single and len(parts) == len(_others(rows, total)) >= _SINGLE and total == max(rows[0][1]):
        return _Sum(total, parts, tuple(kept), tuple(broken))
    named = bool(_WHOLE_YEAR.search(header_of(grid).labels[total])) and len(parts) == len(_others(rows, total))
    least = _TELLING if named else _KEPT
    if len(kept) < least or len(broken) > 1 or telling < (1 if named else _TELLING):
        return None
    return _Sum(total, parts, tuple(kept), tuple(broken))


def _others(rows: Sequence[_Row], total: int) -> set[int]:
    return {c for _, numbers in rows for c in numbers if c != total}


def _terms(grid: Grid, one: _Sum, row: int) -> tuple[list[Decimal], Decimal]:
    values = [amount.value for c in one.parts if (amount := amount_of(grid.own(row, c)))]
    stated = amount_of(grid.own(row, one.total))
    return values, stated.value if stated else Decimal(0)


def _broken(grid: Grid, one: _Sum, row: int) -> Comparison:
    return _across(grid, one, row, Severity.LIKELY, WORDS.tables.others_agree.format(count=len(one.kept)))


def _keeps(grid: Grid, one: _Sum, row: int) -> Comparison:
    return _across(grid, one, row, Severity.AGREED, "。")


def _across(grid: Grid, one: _Sum, row: int, severity: Severity, end: str) -> Comparison:
    values, stated = _terms(grid, one, row)
    computed = sum(values, Decimal(0))
    label, terms = header_of(grid).labels[one.total], f"{'+'.join(map(shown, values))}={shown(computed)}"
    words = WORDS.tables.row.format(terms=terms, label=label, stated=shown(stated)) + end
    place, spots = grid.place_of(row), spots_of(grid.place_of(row), (one.total, *one.parts))
    quote = (grid.quote(row),)
    return Comparison("row_total", as_number(stated), as_number(computed), (place,), quote, severity, words, spots)


def places_in_order(paper: OpenedPaper) -> Iterator[Comparison]:
    """名次 1, 2, 3, 3, 5: the next place, or the same one again; one place that is neither is told."""
    for grid in paper.grids:
        head = header_of(grid)
        columns = [c for c, label in enumerate(head.labels) if _PLACES.search(label)]
        if len(columns) != 1:
            continue
        numbers = [(row, int(grid.own(row, columns[0]))) for row in range(head.height, len(grid.rows))
                   if grid.own(row, columns[0]).strip().isdecimal()]  # fmt: skip
        begins = [at for at, (row, number) in enumerate(numbers) if at == 0 or (number == 1 and _begins(grid, row))]
        first = [max(begin for begin in begins if begin <= at) for at in range(len(numbers))]
        wrong = [
            (row, number, at - first[at] + 1)
            for at, (row, number) in enumerate(numbers)
            if number not in (at - first[at] + 1, numbers[at - 1][1] if at else 1)
        ]
        if len(numbers) >= _RANKED and len(wrong) == 1:
            row, number, wanted = wrong[0]
            words = WORDS.relations.place.format(label=head.labels[columns[0]], number=number, wanted=wanted)
            kind = "serial_repeated" if number < wanted else "serial_gap"
            where, quote = (grid.place_of(row),), (grid.quote(row),)
            yield Comparison(kind, number, wanted, where, quote, Severity.LIKELY, words)


def _begins(grid: Grid, row: int) -> bool:
    """Whether a row is the first of a group that a column of words names: places are told within each."""
    cells = range(len(grid.rows[row]))
    above = [row - 2, row - 1] if row > 1 else [row - 1]
    return any(
        grid.own(row, c).strip().isalpha()
        and len({grid.own(one, c).strip() for one in above}) == 1
        and grid.own(row - 1, c).strip() not in ("", grid.own(row, c).strip())
        for c in cells
    )


def ranked_by(paper: OpenedPaper) -> Iterator[Comparison]:
    """Rows in the order of their places fall in one column of numbers; one that rises is told."""
    for grid in paper.grids:
        head = header_of(grid)
        places = [c for c, label in enumerate(head.labels) if _PLACES.search(label)]
        rows = [row for row in range(head.height, len(grid.rows)) if not _is_sum(grid, row)]
        ranks = [grid.own(row, places[0]).strip() for row in rows] if len(places) == 1 else []
        if (
            len(rows) < _RANKED
            or not ranks
            or ranks != sorted(ranks, key=lambda one: int(one) if one.isdecimal() else 0)
        ):
            continue
        yield from _falls(grid, rows, [c for c in range(len(head.labels)) if c != places[0]])


def _is_sum(grid: Grid, row: int) -> bool:
    return is_total_row(grid.rows[row]) or is_subtotal_row(grid.rows[row])


def _falls(grid: Grid, rows: Sequence[int], columns: Sequence[int]) -> Iterator[Comparison]:
    """Of all columns none falls throughout, and one does but for a single step that one cell explains."""
    values = {c: [a.value for row in rows if (a := amount_of(grid.own(row, c)))] for c in columns}
    full = {c: numbers for c, numbers in values.items() if len(numbers) == len(rows) and len(set(numbers)) > 1}
    rising = {c: [at for at, (a, b) in enumerate(pairwise(numbers)) if b > a] for c, numbers in full.items()}
    if not rising or any(not steps for steps in rising.values()):
        return
    full = {c: numbers for c, numbers in full.items() if len(set(numbers)) * 2 > len(numbers)}  # ranked by, not rare
    nearly = [(c, steps[0]) for c, steps in rising.items() if len(steps) == 1 and c in full]
    if len(nearly) != 1 or len(rows) < _RANKED + 1:
        return
    column, at = nearly[0]
    upper, lower = full[column][at], full[column][at + 1]
    label = header_of(grid).labels[column]
    words = WORDS.relations.rises.format(label=label, upper=shown(upper), lower=shown(lower))
    where = (grid.place_of(rows[at]), grid.place_of(rows[at + 1]))
    quote = (grid.quote(rows[at]), grid.quote(rows[at + 1]))
    yield Comparison("serial_gap", as_number(lower), as_number(upper), where, quote, Severity.DOUBTFUL, words)


def verdicts(paper: OpenedPaper) -> Iterator[Comparison]:
    """是否达标 goes with 实际 against 应有 in every row but one."""
    for grid in paper.grids:
        head = header_of(grid)
        for column in range(len(head.labels)):
            said = {row: grid.own(row, column).strip() for row in range(head.height, len(grid.rows))}
            said = {row: word for row, word in said.items() if word and not _is_sum(grid, row)}
            if _are_opposites(set(said.values())) and len(said) > _KEPT and not any(map(amount_of, said.values())):
                yield from _verdict(grid, column, said)


def _are_opposites(words: set[str]) -> bool:
    """Whether two words say yes and no (达标, 未达标), not two of several grades."""
    return len(words) == _YES_OR_NO and len({_YES_NO.sub("", word) for word in words}) == 1


def _verdict(grid: Grid, column: int, said: Mapping[int, str]) -> Iterator[Comparison]:
    numbers = {row: values for row, values in _rows(grid) if row in said}
    columns = sorted({c for values in numbers.values() for c in values})
    rules: tuple[Callable[[Decimal, Decimal], bool], ...] = (Decimal.__ge__, Decimal.__gt__)
    best: list[tuple[int, str]] | None = None
    for a, b in combinations(columns[:_WIDEST], 2):
        rows = [row for row, values in numbers.items() if a in values and b in values]
        if len(rows) != len(said):
            continue
        for one, other in ((a, b), (b, a)):
            for rule in rules:
                found = _exceptions(rows, said, {row: rule(numbers[row][one], numbers[row][other]) for row in rows})
                best = found if found is not None and (best is None or len(found) < len(best)) else best
    for column_ in columns:
        rows = [row for row, values in numbers.items() if column_ in values]
        if len(rows) == len(said):
            found = _exceptions(rows, said, {row: numbers[row][column_] > 0 for row in rows})
            best = found if found is not None and (best is None or len(found) < len(best)) else best
    if best is not None and len(best) == 1:
        row, wanted = best[0]
        label = header_of(grid).labels[column]
        words = WORDS.relations.verdict.format(label=label, stated=said[row], wanted=wanted, count=len(said) - 1)
        where, quote = (grid.place_of(row),), (grid.quote(row),)
        yield Comparison("unit_grade", said[row], wanted, where, quote, Severity.LIKELY, words)


def _exceptions(
    rows: Sequence[int], said: Mapping[int, str], holds: Mapping[int, bool]
) -> list[tuple[int, str]] | None:
    """The rows whose word differs from that of the others with the same outcome, and the word wanted."""
    words: dict[bool, dict[str, int]] = {True: {}, False: {}}
    for row in rows:
        tally = words[holds[row]]
        tally[said[row]] = tally.get(said[row], 0) + 1
    usual = {outcome: max(tally, key=lambda word: tally[word]) for outcome, tally in words.items() if tally}
    if len(set(usual.values())) != _YES_OR_NO:
        return None
    return [(row, usual[holds[row]]) for row in rows if said[row] != usual[holds[row]]]


def shares_of_all(paper: OpenedPaper) -> Iterator[Comparison]:
    """占比 is what each row has of the sum of one column, in every row but one."""
    for table in tables_of(paper):
        for rate in (c for c in table.numbers if table.is_rate(c)):
            for column in (c for c in table.numbers if not table.is_rate(c)):
                total = table.sum(column)
                rows = [row for row in table.rows if rate in row.numbers and column in row.numbers]
                off = [
                    row for row in rows if total and abs(row.numbers[column] * 100 / total - row.numbers[rate]) > _HALF
                ]
                if total and len(off) == 1 and len(rows) >= _KEPT:
                    yield _share_off(table, off[0], rate, column, total, len(rows) - 1)


def _share_off(table: FactTable, row: FactRow, rate: int, column: int, total: Decimal, right: int) -> Comparison:
    value = round(row.numbers[column] * 100 / total, 2)
    words = WORDS.tables.rate.format(value=shown(value), stated=shown(row.numbers[rate]))
    words += WORDS.tables.others_agree.format(count=right)
    place, quote = table.grid.place_of(row.at), table.grid.quote(row.at)
    spots = spots_of(place, (rate, column))
    stated = as_number(row.numbers[rate])
    return Comparison("percentage", stated, float(value), (place,), (quote,), Severity.LIKELY, words, spots)
