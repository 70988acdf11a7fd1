"""What the words about a number have in common with the heads of a table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.facts import FactTable
from auditor.verify.figures import Figure, as_number, shown
from auditor.verify.paper import Line
from auditor.verify.wording import WORDS

SEEN = "circulars of cities and counties whose text tells of the tables behind it"
EXTREME = pattern(
    r"(?P<most>最[多高大好]|居首|排名第一|位列第一|第一名)|(?P<least>最[少低小差]|末位|垫底|最后一名)",
    finds=("最多", "排名末位"),
    not_in=("最近", "最后"),
    seen=SEEN,
)
SUM = pattern(
    r"^(?:合计|小计|总计|总数|总量|数量|总分|得分|总得分)(?:\([^()]*\))?$",
    finds=("合计", "总分"),
    not_in=("基础分",),
    seen=SEEN,
)
MEASURED = pattern(
    r"\([^()]{0,20}\)|[数量]$|^本?[年季月]度?", finds=("采用数", "信息数(条)"), not_in=("单位",), seen=SEEN
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A number of the text, the sentence it stands in, and the words of its own clause on both sides."""

    line: Line
    figure: Figure
    start: int
    end: int

    before: int

    @property
    def lead(self) -> str:
        """The clause up to the number, from the number before on."""
        text = self.line.plain[max(self.start, self.before) : self.figure.start]
        return re.split("[,，;；。、:：]", text)[-1]

    @property
    def tail(self) -> str:
        """The clause from the number on."""
        return re.split("[,，;；。、:：]", self.line.plain[self.figure.end : self.end])[0]


DENIED = pattern(r"[不未非无]$", finds=("不",), not_in=("合格",), seen="verdicts: 合格 beside 不合格")


def _stems(label: str) -> set[str]:
    """The pairs of letters of a head, its measure and 数 left out."""
    text = MEASURED.sub("", label)
    return {text[k : k + 2] for k in range(len(text) - 1)}


def overlap(label: str, words: str) -> int:
    """How many pairs of letters a head and words have in common."""
    return sum(_has(words, pair, label) for pair in _stems(label))


def _has(words: str, pair: str, label: str) -> bool:
    """Whether words hold a pair of letters, and not denied where the head does not deny it (不合格 for 合格)."""
    found = [at.start() for at in re.finditer(re.escape(pair), words)]
    before = [words[max(0, at - 1) : at] for at in found]
    return any(not DENIED.search(letter) or f"{letter}{pair}" in label for letter in before)


def column_of(table: FactTable, columns: Sequence[int], words: str) -> int | None:
    """The column that a clause means: the one whose head shares most with it; the only one there is."""
    if len(columns) == 1:
        return columns[0]
    sums = [c for c in columns if SUM.search(table.labels[c])]
    ranked = sorted(columns, key=lambda c: -overlap(table.labels[c], words))
    if not ranked or not overlap(table.labels[ranked[0]], words):
        return sums[0] if len(sums) == 1 else None
    best = overlap(table.labels[ranked[0]], words)
    return ranked[0] if overlap(table.labels[ranked[1]], words) < best else None


def whole_of(table: FactTable, one: Spoken, value: Decimal, label: str, severity: Severity) -> Comparison:
    """A number of the text against what a table says as a whole."""
    words = WORDS.spoken.whole.format(stated=one.figure, unit=one.figure.measure, label=label, value=shown(value))
    last = table.rows[-1].at
    where = (one.line.place, table.grid.place)
    quote = (one.line.around(one.figure.start, one.figure.end), table.grid.quote(last))
    spots = frozenset([(one.line.place, one.figure.start)])
    stated, computed = as_number(one.figure.value), as_number(value)
    return Comparison("text_table", stated, computed, where, quote, severity, words, spots)


FAR = 10
CHAIN = 3
