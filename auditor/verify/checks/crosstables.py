"""One quantity in two places of a document: tables by column against tables by unit, grades against lists."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity, spots_of
from auditor.verify.figures import as_number, figures_in, shown
from auditor.verify.group_forms import Group
from auditor.verify.groups import groups_of
from auditor.verify.ledger import Ledger, LedgerEntry, ledgers_of
from auditor.verify.names import bare
from auditor.verify.paper import OpenedPaper
from auditor.verify.wording import WORDS

_NAMED = pattern(
    r"“([^“”]{2,60})”栏目[^“”；;。]{0,40}?实际(?:更新|发布|公开|为)?(?=\d)",
    finds={"“人事任免”栏目应有1条,实际0条": "人事任免"},
    not_in=("“人事任免”栏目没有更新",),
    seen="the circulars that this program writes",
)
_LEAST = 5
"""Rows that must agree before the others are called wrong: what two tables share is shown by most of them."""


_NOT = pattern(r"[不未]$", finds=("更新不", "公开未"), not_in=("更新", "不好"), seen="崇信县 (2020 Q1): 更新不及时")
_COLUMNS = pattern(
    r"栏目数|栏目数量",
    finds=("栏目数",),
    not_in=("栏目数合计说明", "应更新栏目数"),
    seen="the circulars that this program writes",
    way="fullmatch",
)

_NO_ITEMS = pattern(
    r"栏目|得分|应", finds=("栏目数", "应更新"), not_in=("公开数量",), seen="the circulars that this program writes"
)


def units_across_tables(paper: OpenedPaper) -> Iterator[Comparison]:
    """What a table gives for a unit against the rows of the tables by column: items, and numbers of columns."""
    by_title = [ledger for ledger in ledgers_of(paper) if ledger.has_titles and ledger.count is not None]
    if not by_title or paper.is_reflowed:
        return
    items, rows = _per_unit(by_title)
    for ledger in ledgers_of(paper):
        if ledger.has_titles:
            continue
        for column in ledger.counts:
            label = ledger.label(column)
            if _COLUMNS.fullmatch(label):
                yield from _unit_column(ledger, column, rows, WORDS.crosstables.column_rows)
            elif not _NO_ITEMS.search(label):
                yield from _unit_column(ledger, column, items, WORDS.crosstables.column_sum)


def _per_unit(ledgers: Sequence[Ledger]) -> tuple[dict[str, Decimal | None], dict[str, Decimal | None]]:
    """Items and rows of each unit in the tables by column; ``None`` where a row of it has no number."""
    items: dict[str, Decimal | None] = defaultdict(Decimal)
    rows: dict[str, Decimal | None] = defaultdict(Decimal)
    for ledger in ledgers:
        for entry in ledger.entries:
            if len(entry.units) != 1 or ledger.count is None:
                continue
            name, value = bare(entry.units[0]), ledger.value(entry, ledger.count)
            before = items[name]
            items[name] = None if value is None or before is None else before + value
            rows[name] = (rows[name] or Decimal(0)) + 1
    return items, rows


def _unit_column(ledger: Ledger, column: int, known: dict[str, Decimal | None], what: str) -> Iterator[Comparison]:
    pairs = []
    for entry in ledger.entries:
        stated = ledger.value(entry, column)
        computed = known.get(bare(entry.units[0])) if len(entry.units) == 1 else None
        if stated is not None and computed is not None:
            pairs.append((entry, stated, computed))
    right = sum(stated == computed for _, stated, computed in pairs)
    if right < _LEAST or (len(pairs) - right) * 5 > right:
        return
    for entry, stated, computed in pairs:
        words = WORDS.crosstables.unit_column.format(
            unit=entry.units[0], label=ledger.label(column), stated=shown(stated), what=what, computed=shown(computed)
        )
        severity = Severity.AGREED
        if stated != computed:
            severity, words = Severity.LIKELY, WORDS.crosstables.others_agree.format(words=words, count=right)
        place, quote = (ledger.place(entry),), (ledger.quote(entry),)
        yield Comparison(
            "stated_twice", as_number(stated), as_number(computed), place, quote, severity, f"{words}。",
            spots_of(ledger.place(entry), (column,)),
        )  # fmt: skip


def grades_in_tables(paper: OpenedPaper) -> Iterator[Comparison]:
    """The grade a table gives a unit against the list of the text that holds it."""
    groups = [group for group in groups_of(paper) if group.label]
    for ledger in ledgers_of(paper):
        if ledger.grade is None or not groups:
            continue
        graded = [(entry, re.sub(r"\s", "", ledger.grid.own(entry.row, ledger.grade))) for entry in ledger.entries]
        wrong = [one for entry, grade in graded if (one := _graded(ledger, entry, grade, groups)) is not None]
        right = sum(1 for one in wrong if not one.is_finding)
        if right >= _LEAST:
            yield from wrong


def _graded(ledger: Ledger, entry: LedgerEntry, grade: str, groups: Sequence[Group]) -> Comparison | None:
    """A unit's grade in a table and in the text; ``None`` where no list has the grade's name or none the unit."""
    named = [group for group in groups if grade and _is_named(group.label, grade)]
    holding = [g for g in groups if any(bare(name) == bare(entry.units[0]) for name in g.names.names)]
    if not named or not holding:
        return None
    is_same = any(group in named for group in holding)
    words = WORDS.crosstables.grade.format(unit=entry.units[0], grade=grade, label=holding[0].label)
    where, quote = (holding[0].names_place, ledger.place(entry)), (holding[0].quote, ledger.quote(entry))
    severity = Severity.AGREED if is_same else Severity.LIKELY
    return Comparison("unit_grade", holding[0].label, grade, where, quote, severity, words)


def _is_named(label: str, grade: str) -> bool:
    """Whether a list's label says a grade: 更新不及时的单位 says 更新不及时, and not 及时."""
    places = (match.start() for match in re.finditer(re.escape(grade), label))
    return any(not _NOT.search(label[:at]) for at in places) or label in grade


def named_columns(paper: OpenedPaper) -> Iterator[Comparison]:
    """“人事任免”栏目…实际0条: the count told of a column against its row in the table."""
    known: dict[str, list[tuple[Ledger, LedgerEntry]]] = defaultdict(list)
    for ledger in ledgers_of(paper):
        for entry in ledger.entries if ledger.has_titles and ledger.count is not None else ():
            known[entry.title].append((ledger, entry))
    for line in paper.lines:
        figures = {figure.start: figure for figure in figures_in(line.plain)}
        for match in _NAMED.finditer(line.plain):
            rows, figure = known.get(match[1], []), figures.get(match.end())
            if len(rows) != 1 or figure is None or figure.measure != "条":
                continue
            ledger, entry = rows[0]
            value = ledger.value(entry, ledger.count) if ledger.count is not None else None
            if value is None:
                continue
            words = WORDS.crosstables.named_column.format(column=match[1], stated=figure, tabled=shown(value))
            where, quote = (line.place, ledger.place(entry)), (line.around(*match.span()), ledger.quote(entry))
            severity = Severity.AGREED if figure.value == value else Severity.LIKELY
            spots = frozenset([(line.place, figure.start)])
            yield Comparison(
                "text_table", as_number(figure.value), as_number(value), where, quote, severity, words, spots
            )
