"""Rows of the official statistics forms, read from tables and from running text alike.

Forms: 政府信息公开情况统计表 (国办发〔2014〕32号), the yearly report's tables of 2019 (国办公开办函〔2019〕60号)
and of 2021 (国办公开办函〔2021〕30号).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from auditor.base.pattern import pattern
from auditor.verify.paper import Grid, Line, OpenedPaper, plain
from auditor.verify.tables import amount_of, is_nil

APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
"""Columns of table three: 自然人, five kinds of 法人或其他组织, 总计."""
_TRAILING = re.compile(r"^(?P<label>.*?[^\d\s.,])\s?(?P<numbers>\d{1,9}(?:\s{1,9}\d{1,9})*)")
_ONLY_NUMBERS = re.compile(r"\d{1,9}(?:\s+\d{1,9})*")


_RECEIVED = pattern(
    r"收到申请数(?!量)",
    finds=("(一)收到申请数",),
    not_in=("收到申请数量",),
    seen="the form of 2014 (国办发〔2014〕32号)",
)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A label and the numbers behind it; ``None`` for a blank cell."""

    label: str
    numbers: tuple[int | None, ...]
    place: str
    quote: str

    @property
    def value(self) -> int | None:
        """The row's single number (forms with one number a row)."""
        return next((number for number in self.numbers if number is not None), None)

    @property
    def applicants(self) -> tuple[int, ...] | None:
        """The seven numbers of table three, blanks as nought; ``None`` where the row has no seven."""
        last = self.numbers[-len(APPLICANTS) :]
        return tuple(number or 0 for number in last) if len(last) == len(APPLICANTS) else None


@lru_cache(maxsize=4)
def form_rows(paper: OpenedPaper) -> tuple[StatementRow, ...]:
    """Every labelled row of numbers in the document, in reading order."""
    rows: list[StatementRow] = []
    pending: list[Line] = []
    for part in paper.flow:
        if isinstance(part, Line):
            _take_line(part, pending, rows)
        else:
            pending.clear()
            rows += _grid_rows(part, is_padded=paper.is_reflowed)
    return tuple(rows)


def _take_line(line: Line, pending: list[Line], rows: list[StatementRow]) -> None:
    """Add a line to the rows: numbers behind a label, or, one cell a line, numbers below their label."""
    text = line.plain
    if _ONLY_NUMBERS.fullmatch(text):
        numbers = tuple(map(int, text.split()))
        if pending:
            label = "".join(p.plain for p in pending[-4:])
            rows.append(StatementRow(label, numbers, pending[-1].place, f"{label} {text}"))
            pending.clear()
        elif rows:
            last = rows[-1]
            rows[-1] = StatementRow(last.label, (*last.numbers, *numbers), last.place, f"{last.quote} {text}")
        return
    match = _TRAILING.fullmatch(text) if len(text) <= 120 else None
    if match:
        label = "".join(p.plain for p in pending[-3:]) + match["label"]
        rows.append(StatementRow(label, tuple(map(int, match["numbers"].split())), line.place, text))
        pending.clear()
    elif len(text) <= 60:
        pending.append(line)
    else:
        pending.clear()


def _grid_rows(grid: Grid, *, is_padded: bool) -> Iterator[StatementRow]:
    for index in range(len(grid.rows)):
        cells = [grid.own(index, column) for column in range(len(grid.rows[index]))]
        while is_padded and cells and not cells[-1]:
            cells.pop()
        start = len(cells)
        while start and (is_nil(cells[start - 1]) or whole_number(cells[start - 1]) is not None):
            start -= 1
        own = range(start, len(cells))
        numbers = [whole_number(cells[column]) for column in own if (index, column) not in grid.carried]
        label = plain(re.sub(r"\s", "", "".join(cells[:start])))
        if numbers and label:
            yield StatementRow(label, tuple(numbers), grid.place_of(index), grid.quote(index))


def whole_number(cell: str) -> int | None:
    """The whole number a cell holds, else ``None``."""
    amount = amount_of(cell)
    return int(amount.value) if amount and not amount.is_percent and amount.value % 1 == 0 else None


@dataclass(frozen=True, slots=True)
class Applications:
    """Applications received by a form: new ones, those carried over, and where that stands."""

    new: int
    carried: int
    place: str
    quote: str


def applications_received(paper: OpenedPaper) -> Applications | None:
    """The totals of table three's first two rows, or 收到申请数 of the form of 2014; ``None`` without either."""
    rows = form_rows(paper)
    new, carried = _row_of(rows, r"本年新收"), _row_of(rows, r"上年结转")
    if new is not None and carried is not None and new.applicants and carried.applicants:
        return Applications(new.applicants[-1], carried.applicants[-1], new.place, new.quote)
    old = next((row for row in rows if _RECEIVED.search(row.label[-40:])), None)
    return Applications(old.value, 0, old.place, old.quote) if old is not None and old.value is not None else None


def _row_of(rows: Sequence[StatementRow], label: str) -> StatementRow | None:
    return next((row for row in rows if re.search(label, row.label) and row.applicants is not None), None)
