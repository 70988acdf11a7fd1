"""Numbers that a text says of a table's rows and columns, and how it speaks of the table as a whole."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from auditor.base.pattern import pattern
from auditor.verify.checks.headwords import (
    CHAIN,
    DENIED,
    EXTREME,
    FAR,
    MEASURED,
    SEEN,
    Spoken,
    column_of,
    overlap,
    whole_of,
)
from auditor.verify.checks.superlatives import averages, bounds_of, first_ones, outermost, spread
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.facts import FactRow, FactTable, tables_of
from auditor.verify.figures import Figure, as_number, figures_in, is_one_slip, shown
from auditor.verify.paper import OpenedPaper
from auditor.verify.sentence import sentences
from auditor.verify.wording import WORDS

_OTHER_TIME = pattern(
    r"应|须|上[一个]?[年季月次期]|去年|同期|累计|环比|同比|第[一二三四](?!方)|[增减]|以上|以下|超过?|不足|至少|平均|[由从]",
    finds=("上季度", "同比", "比上月增加"),
    not_in=("本季度",),
    seen=SEEN,
)
_SUBSET = pattern(
    r"其中|其余|[未不没零另仅余各每前后]|超过|低于|高于|以[上下]|存在|尚|仍|等$|部分|分别",
    finds=("其中", "未更新的", "存在问题的"),
    not_in=("全县", "考核单位"),
    seen=SEEN,
)
_SUBJECT = pattern(
    r"(?:考核|考评|纳入|参加|检查|抽查|参评|涉及|监测|测评|通报|核查)的?$",
    finds=("本次考核", "涉及"),
    not_in=("市直",),
    seen=SEEN,
)
_COUNTED = pattern(r"[个家户项]", finds=("个",), not_in=("条",), seen=SEEN, way="fullmatch")
_JOINS = pattern(r"[、和及]$", finds=("甲局、",), not_in=("甲局",), seen=SEEN)
_JOINED = pattern(r"[、和及等]", finds=("、乙局",), not_in=("仍有",), seen=SEEN, way="match")
_BEFORE_NAME = pattern(r"[县市区是为中的]$", finds=("其中",), not_in=("科",), seen=SEEN)
_QUOTE_END = pattern(r"”等?", finds=("”",), not_in=("”栏目",), seen=SEEN, way="fullmatch")
_MOST = pattern(r"最", finds=("最高分",), not_in=("得分",), seen=SEEN)
_OTHERS = pattern(r"其余$", finds=("其余",), not_in=("其中",), seen=SEEN)
_IN_TURN = pattern(r"分别", finds=("分别为",), not_in=("各有",), seen=SEEN)
_ALL_HAS = pattern(r"\([^()]{0,20}\)$|(?:共有?|有|为)$", finds=("单位共", "乡镇(街道)"), not_in=("单位",), seen=SEEN)
_ANOTHER = pattern(
    r"公室|.{0,6}(?:对|向|会同|组织)$",
    finds=("公室对", "牵头对", "组织"),
    not_in=("公开信息", "上报"),
    seen="a longer name that begins so (政府办公室), and one that looks at others: 县政府办公室对14家单位进行了考核",
    way="match",
)
_NO_STATEMENT = pattern(
    r"每|扣|加分|缺|如|例|将|把|被|《|.\(",
    finds=("缺少解读的栏目每个扣", "将"),
    not_in=("公开信息", "”栏目"),
    seen="rules of points, examples and what was done with something, beside the name of a column of the site",
)
_PLAIN_THING = pattern(
    r"^“[^”]*”(?:账号|栏目)|政府信息|政务信息|信息|文件|问题|栏目|稿件|文章|中$|[。”)\s]",
    finds=("信息",),
    not_in=("缺少",),
    seen=SEEN,
)
_SCORES = pattern(r"分", finds=("得分",), not_in=("数量",), seen=SEEN)
_UNIT_OF_COUNT = pattern(r"[条件篇个家次]", finds=("信息数(条)",), not_in=("数量",), seen=SEEN)
_NEAR = 3
_PART = 5
"""A number is meant for another where it is off by at most three, or by one part in five."""


def spoken(paper: OpenedPaper) -> Iterator[Comparison]:
    """Every number and name that the text says of a table, against that table."""
    tables = tables_of(paper)
    if not tables:
        return
    for line in paper.lines:
        for start, end in sentences(line.plain):
            figures = [f for f in figures_in(line.plain) if start <= f.start < end and f.is_exact]
            ends = [start, *(figure.end for figure in figures)]
            told = [Spoken(line, figure, start, end, before) for figure, before in zip(figures, ends, strict=False)]
            for table in tables:
                yield from _of_rows(table, told, tables)
                yield from _of_all(table, told, tables, is_reflowed=paper.is_reflowed)
            yield from _in_a_row(tables, told)
            yield from averages(tables, line, start, end)
            yield from bounds_of(tables, line, start, end)
            yield from spread(tables, line, start, end)
            yield from outermost(tables, line, start, end)
            yield from first_ones(tables, line, start, end)


def _ends(lead: str, word: str) -> bool:
    """Whether the words before a number end in one, and not in its denial (不合格 for 合格)."""
    before = lead.removesuffix(word)
    return bool(word) and before != lead and not DENIED.search(before)


def _is_near(one: Decimal, other: Decimal) -> bool:
    gap = abs(one - other)
    return gap <= _NEAR or gap * _PART <= max(one, other) or is_one_slip(one, other)


def _of_rows(table: FactTable, told: Sequence[Spoken], tables: Sequence[FactTable]) -> Iterator[Comparison]:
    """水利局仍有4个问题未整改: the row of that name, in the column whose head the words share."""
    previous, found = 0, []
    for one in told:
        text = one.line.plain
        begin = max(one.start, previous)
        previous = one.figure.end
        row, gap = _named(table, text[begin : one.figure.start], text[one.figure.end : one.figure.end + 12])
        if row is None or _OTHER_TIME.search(gap) or _NO_STATEMENT.search(gap) or not one.figure.is_quantity:
            continue
        columns = [c for c in row.numbers if table.is_rate(c) == (one.figure.measure == "%")]
        equal = [c for c in columns if abs(row.numbers[c] - one.figure.value) <= _slack(table, c, one.figure)]
        others = sum(row.name == other.name for told_of in tables for other in told_of.rows)
        if others > 1 or "“" in gap:
            continue
        column = column_of(table, columns, gap + one.tail + one.lead)
        if column is None and EXTREME.search(naming := _clause_of(text[begin : one.figure.start], row.name)):
            column = column_of(table, columns, naming)  # 差评最多的是甲县，为9条
        found.append((one, row, column, equal))
    agreed = Counter(c for *_, equal in found for c in equal)
    usual = max(agreed, key=lambda c: agreed[c], default=None)
    for one, row, column, equal in found:
        if column is None and usual is not None and agreed[usual] > 1:
            column = usual if table.is_rate(usual) == (one.figure.measure == "%") else None
        if equal:
            yield _cell(table, row, column if column in equal else equal[0], one, Severity.AGREED)
        elif column in row.numbers and _is_near(row.numbers[column], one.figure.value) and _is_said(table, column, one):
            yield _cell(table, row, column, one, Severity.LIKELY)


def _clause_of(text: str, name: str) -> str:
    """The clause that a name stands in, without it."""
    return next((part.replace(name, "") for part in reversed(re.split("[,，;；。]", text)) if name in part), "")


def _is_said(table: FactTable, column: int, one: Spoken) -> bool:
    """Whether a number is told of what a column measures: in its unit, and nothing told of what is counted but that.

    有1件文件缺少索引号 tells of one of a column's two papers, 扣10分 of a rule.
    """
    label, measure = table.labels[column], one.figure.measure
    is_score = bool(_SCORES.search(measure))
    if is_score != bool(_SCORES.search(label)):
        return False
    if not is_score and measure != "%" and set(_UNIT_OF_COUNT.findall(label)) - {measure}:
        return False
    rest = _PLAIN_THING.sub("", one.tail)
    for letter in set(MEASURED.sub("", label)):
        rest = rest.replace(letter, "")
    return not rest


def _slack(table: FactTable, column: int, figure: Figure) -> Decimal:
    return figure.step / 2 if table.is_rate(column) else Decimal(0)


def _named(table: FactTable, before: str, behind: str) -> tuple[FactRow | None, str]:
    """The one row named right before a number (nearest to it) or in quotes right behind it; what stands between."""
    best: tuple[int, FactRow] | None = None
    for row in table.rows:
        at = before.rfind(row.name)
        if at >= 0 and (best is None or (at, len(row.name)) > (best[0], len(best[1].name))):
            best = (at, row)
    if best is not None:
        rest = before[best[0] + len(best[1].name) :]
        joined = _JOINS.search(before[: best[0]]) or _JOINED.match(rest)
        whole = (
            best[0] == 0
            or not re.match(r"[\u4e00-\u9fff]", before[best[0] - 1])
            or _BEFORE_NAME.search(before[: best[0]])
        )
        joined = joined or _QUOTE_END.fullmatch(rest) or _ANOTHER.match(rest)
        return (None, "") if joined or not whole else (best[1], rest)
    quoted = next((row for row in table.rows if behind.startswith(f"“{row.name}”")), None)
    return quoted, before[-8:]


def _cell(table: FactTable, row: FactRow, column: int, one: Spoken, severity: Severity) -> Comparison:
    value = row.numbers[column]
    words = WORDS.crosstables.named_unit.format(
        unit=row.name, stated=one.figure, measure=one.figure.measure, label=table.labels[column], tabled=shown(value)
    )
    where, quote = (
        (one.line.place, table.grid.place_of(row.at)),
        (one.line.around(one.figure.start, one.figure.end), table.grid.quote(row.at)),
    )
    spots = frozenset([(one.line.place, one.figure.start), (table.grid.place_of(row.at), column)])
    stated, computed = as_number(one.figure.value), as_number(value)
    return Comparison("text_table", stated, computed, where, quote, severity, words, spots)


def _of_all(
    table: FactTable, told: Sequence[Spoken], tables: Sequence[FactTable], *, is_reflowed: bool
) -> Iterator[Comparison]:
    """5个单位14个栏目应更新53条: where one number of a sentence is of the table, so are the others that name it."""
    claims = [(one, found) for one in told if (found := _aggregate(table, one))]
    anchored = [one for one, (value, _) in claims if one.figure.value == value]
    are_told = any(_MOST.search(one.lead) for one in told)
    known = {n for one in tables for c in one.numbers if one.values(c) for n in _outer(one, c, are_told=are_told)}
    is_anchored = bool(anchored) or any(one.figure.value in known and one.figure.value > _PART for one in told)
    for one, (value, label) in claims:
        agrees = one.figure.value == value
        others = {n for other in tables if other is not table for _, n in other.things}
        is_meant = is_anchored and _is_near(one.figure.value, value) and int(one.figure.value) not in others
        is_meant = is_meant and max(one.figure.value, value) < min(one.figure.value, value) * FAR
        if agrees or (is_meant and not is_reflowed and len(tables) == 1):
            yield whole_of(table, one, value, label, Severity.AGREED if agrees else Severity.LIKELY)


def _outer(table: FactTable, column: int, *, are_told: bool) -> tuple[Decimal, ...]:
    """The sum of a column of counts; the most and the least of any, where the text tells of them."""
    values = table.values(column)
    return (*((max(values), min(values)) if are_told else ()), *(() if table.is_rate(column) else (table.sum(column),)))


def _aggregate(table: FactTable, one: Spoken) -> tuple[Decimal, str] | None:
    """What of the table a number is of: its rows of a kind, its rows, or the sum of a column."""
    if one.figure.measure in ("", "%") or _OTHER_TIME.search(one.lead):
        return None
    ending = [word for word in table.kinds if _ends(one.lead, word) or one.tail.startswith(word)]
    kind = max(ending, key=len, default="")
    if kind and not _COUNTED.fullmatch(one.figure.measure):
        return None
    if kind:
        return Decimal(table.kinds[kind]), kind
    behind = one.line.plain[one.figure.end : one.figure.end + FAR]
    if _OTHERS.search(one.lead) and table.rows:
        things = [thing for thing, number in table.things if number == len(table.rows) and behind.startswith(thing)]
        named = sum(row.name in one.line.plain[one.start : one.figure.start] for row in table.rows)
        return (Decimal(len(table.rows) - named), things[0]) if things and named else None
    if _SUBSET.search(one.lead) or any(row.name in one.lead for row in table.rows):
        return None
    for thing, number in table.things if _COUNTED.fullmatch(one.figure.measure) else ():
        lead = _ALL_HAS.sub("", _ALL_HAS.sub("", one.lead))
        is_told = lead.endswith(thing) and bool(_SUBJECT.search(lead[: -len(thing)]))
        is_behind = behind.startswith(thing) or behind[2:].startswith(thing)
        if len(thing) > 1 and (is_told or is_behind):
            rows = len(table.rows)
            return Decimal(min((number, rows), key=lambda n: abs(n - one.figure.value))), thing
    columns = [c for c in table.numbers if not table.is_rate(c) and overlap(table.labels[c], one.lead) > 1]
    column = column_of(table, columns, one.lead) if columns else None
    if (
        len(table.numbers) == 1
        and not columns
        and overlap(table.grid.title.splitlines()[-1] if table.grid.title else "", one.lead) > 1
    ):
        column = table.numbers[0]
    return (table.sum(column), table.labels[column]) if column is not None else None


def _in_a_row(tables: Sequence[FactTable], told: Sequence[Spoken]) -> Iterator[Comparison]:
    """一至四季度分别为4个、3个、2个、0个: all but one of a chain stand side by side in one row or column."""
    chain = list(takewhile(lambda one: not re.search("[。;；]", one.lead), told))
    opening = next((n for n, one in enumerate(chain) if _IN_TURN.search(one.lead)), None)
    run = (
        [one for one in chain[opening:] if one.figure.measure == chain[opening].figure.measure]
        if opening is not None
        else []
    )
    if len(run) < CHAIN:
        return
    values = [one.figure.value for one in run]
    shown_down = [table.values(c) for table in tables for c in table.numbers]
    if any(values == down[k : k + len(values)] for down in shown_down for k in range(len(down))):
        return
    lines = [(table, row, [row.numbers.get(c) for c in table.numbers]) for table in tables for row in table.rows]
    lines += [(table, _totals(table), [table.sum(c) for c in table.numbers]) for table in tables]
    for table, row, numbers in lines:
        if row.name != _TOTAL_ROW and not overlap(row.name, run[0].lead):
            continue
        for at in range(len(numbers) - len(values) + 1):
            wrong = [k for k, value in enumerate(values) if numbers[at + k] != value]
            if len(wrong) <= 1 and len(values) - len(wrong) >= CHAIN - 1 and None not in numbers[at : at + len(values)]:
                one = run[wrong[0]] if wrong else run[0]
                severity = Severity.LIKELY if wrong else Severity.AGREED
                yield _cell(table, row, table.numbers[at + (wrong[0] if wrong else 0)], one, severity)
                return


def _totals(table: FactTable) -> FactRow:
    """The sums of all columns, as a row of their own."""
    return FactRow(_TOTAL_ROW, table.rows[-1].at, {c: table.sum(c) for c in table.numbers})


_TOTAL_ROW = WORDS.spoken.all_rows
