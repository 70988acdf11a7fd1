"""What a text says of the most, the least, the first and the mean of a table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from auditor.base.pattern import pattern
from auditor.verify.checks.headwords import CHAIN, EXTREME, FAR, SEEN, SUM, Spoken, column_of, overlap, whole_of
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.facts import FactRow, FactTable, is_rate
from auditor.verify.figures import as_number, figures_in, shown, written_number
from auditor.verify.names import bare, split_names
from auditor.verify.paper import Line
from auditor.verify.wording import WORDS

_NO_EXTREME = pattern(
    r"最(?:低|高|多|少|大|小)(?:标准|要求|限度|分值|不超过|得|扣|加|\d)|至少|最[多少]不",
    finds=("最低标准", "最多10"),
    not_in=("最低的是",),
    seen=SEEN,
)
_FIRST = pattern(
    r"(?:位列|位居|居|列|排名|排)?(?:全[县市区])?前(?P<n>[一二两三四五六七八九十\d]{1,2})(?:名|位)",
    finds={"位列前三名": "三", "采用量居前3位": "3"},
    not_in=("前三季度",),
    seen=SEEN,
)
_AFTER_FIRST = pattern(
    r"[^,，;；。:：]{0,16}?(?:依次|分别)?(?:是|为|有|:|：)(?P<names>[^,，;；。:：]{3,120})",
    finds={"的县(市、区)是甲县、乙市和丙县": "甲县、乙市和丙县"},
    not_in=("。",),
    seen=SEEN,
    way="match",
)
_AVERAGE = pattern(
    r"平均(?P<what>[\u4e00-\u9fff]{0,10})$",
    finds={"平均每个栏目更新": "每个栏目更新", "平均分为": "分为"},
    not_in=("平均。",),
    seen=SEEN,
)
_BETWEEN = pattern(
    r"(?P<what>[\u4e00-\u9fff]{2,8})(?:均|都)?[在为]?(?P<low>\d{1,3}(?:\.\d{1,2})?)%?(?:至|到|[-—–~～]{1,2})(?P<high>\d{1,3}(?:\.\d{1,2})?)%(?:之间|不等)",
    finds={"合格率在75.7%至98.0%之间": "合格率在"},
    not_in=("提高至98.0%",),
    seen=SEEN,
)
_APART = pattern(
    r"最高[^,，;；。]{0,8}最低[^,，;；。]{0,8}相差$", finds=("最高分与最低分相差",), not_in=("相差",), seen=SEEN
)
_GROUP = pattern(
    r"[县市区省]直|乡镇|街道|部门|[\u4e00-\u9fff]组",
    finds=("县直", "乡镇"),
    not_in=("全县",),
    seen="assessments of two groups, one of which is tabled: 县直组平均分84.7分 beside the scores of 乡镇",
)
_PLACE = pattern(r"[排名]名|第一|末位|垫底|居首", finds=("排名末位",), not_in=("最多",), seen=SEEN)
_REST_OF = pattern(r"其余", finds=("其余5个县",), not_in=("其中",), seen=SEEN)
_POINTS = pattern(
    r"^(?:总|合计|综合|最终|考核)?(?:得分|总分|分数|成绩)",
    finds=("总分", "得分(分)"),
    not_in=("主动公开(30分)",),
    seen=SEEN,
)
_OF_SCORE = pattern(r"[得总]分|成绩|分数", finds=("得分前三名",), not_in=("发布条数",), seen=SEEN)


def averages(tables: Sequence[FactTable], line: Line, start: int, end: int) -> Iterator[Comparison]:
    """平均得分78.4分, 平均每个栏目18.1条: the mean of some column, else of the one that is meant."""
    for figure in (f for f in figures_in(line.plain) if start <= f.start < end and f.measure != "%"):
        said = _AVERAGE.search(line.plain[max(start, figure.start - 12) : figure.start])
        if said is None or "\n" in said[0]:
            continue
        means = [
            (table, c, sum(values, Decimal(0)) / len(values))
            for table in tables for c in table.numbers if not table.is_rate(c) and (values := table.values(c))
        ]  # fmt: skip
        right = next((one for one in means if abs(one[2] - figure.value) <= figure.step), None)
        meant = right or (
            means[0] if len(means) == 1 else next((o for o in means if SUM.search(o[0].labels[o[1]])), None)
        )
        whose = _GROUP.findall(re.split("[,，;；。]", line.plain[start : figure.start])[-1])
        if meant is not None and not right and not all(_is_about(meant[0], group) for group in whose):
            continue  # the mean of others than those of the table
        if meant is not None and (right or abs(meant[2] - figure.value) * _MEAN <= meant[2]):
            table, column, value = meant
            exact = round(value, max(1, -int(figure.step.as_tuple().exponent)))
            words = WORDS.told.mean.format(
                total=shown(table.sum(column)), size=len(table.values(column)), computed=shown(exact), stated=figure
            )
            where, quote = (
                (line.place, table.grid.place),
                (line.around(figure.start, figure.end), table.grid.quote(table.rows[0].at)),
            )
            severity = Severity.AGREED if right else Severity.LIKELY
            spots = frozenset([(line.place, figure.start)])
            stated = as_number(figure.value)
            yield Comparison("mean", stated, as_number(exact), where, quote, severity, words, spots)


def _is_about(table: FactTable, group: str) -> bool:
    """Whether a table's title or heads name a group of units."""
    title = table.grid.title.splitlines()[-1:]
    return any(group in words for words in (*title, *table.labels))


def bounds_of(tables: Sequence[FactTable], line: Line, start: int, end: int) -> Iterator[Comparison]:
    """其余5个县合格率在75.7%至98.0%之间: the least and the most of the rows that are meant."""
    for match in _BETWEEN.finditer(line.plain, start, end):
        said = line.plain[start : match.start()]
        for table in tables:
            rates = [c for c in table.numbers if table.is_rate(c) and overlap(table.labels[c], match["what"])]
            rest = [row for row in table.rows if not _REST_OF.search(said) or row.name not in said]
            values = [row.numbers[rates[0]] for row in rest if rates and rates[0] in row.numbers]
            if len(rates) == 1 and len(values) >= CHAIN:
                bounds = (("low", min(values)), ("high", max(values)))
                right = sum(abs(Decimal(match[name]) - value) < _POINT for name, value in bounds)
                for name, value in bounds if right else ():
                    yield _bound(table, line, match, name, value, rates[0])


def spread(tables: Sequence[FactTable], line: Line, start: int, end: int) -> Iterator[Comparison]:
    """最高分与最低分相差43.3分: between the most and the least of some column, or of the only one there is."""
    for figure in (f for f in figures_in(line.plain) if start <= f.start < end and f.measure and f.measure != "%"):
        if _APART.search(line.plain[start : figure.start]) is None or not figure.is_exact:
            continue
        columns = [(t, c) for t in tables for c in t.numbers if not t.is_rate(c) and len(t.values(c)) >= CHAIN]
        apart = [(t, c, max(t.values(c)) - min(t.values(c))) for t, c in columns]
        right = next((one for one in apart if one[2] == figure.value), None)
        if right or len(apart) == 1:
            table, column, value = right or apart[0]
            severity = Severity.AGREED if right else Severity.LIKELY
            told, label = Spoken(line, figure, start, end, start), table.labels[column]
            words = WORDS.spoken.apart.format(stated=figure, unit=figure.measure, label=label, value=shown(value))
            yield replace(whole_of(table, told, value, label, severity), text=words)


def _bound(table: FactTable, line: Line, match: re.Match[str], name: str, value: Decimal, column: int) -> Comparison:
    stated = Decimal(match[name])
    words = WORDS.spoken.bound.format(stated=shown(stated), label=table.labels[column], value=shown(value))
    severity = Severity.AGREED if abs(stated - value) < _POINT else Severity.LIKELY
    row = next(row for row in table.rows if row.numbers.get(column) == value)
    where = (line.place, table.grid.place_of(row.at))
    quote = (line.around(match.start(), match.end()), table.grid.quote(row.at))
    return Comparison("text_table", as_number(stated), as_number(value), where, quote, severity, words)


def outermost(tables: Sequence[FactTable], line: Line, start: int, end: int) -> Iterator[Comparison]:
    """更新最多的是甲局: no row of the column that is meant has more."""
    text = line.plain[start:end]
    for match in EXTREME.finditer(text):
        if _NO_EXTREME.search(text[max(0, match.start() - 3) : match.end() + 4]):
            continue
        is_most = match["most"] is not None
        for table in tables:
            row = _beside(table, text, match.start(), match.end())
            if row is not None:
                clause = re.split("[,，;；。]", text[: match.start()])[-1] + text[match.start() : match.end() + 6]
                clause = clause.replace(row.name, "")
                if not any(overlap(label, clause) for label in table.labels):
                    clause += text[: match.start()].replace(row.name, "")
                yield from _extreme(table, row, clause, is_most, line, (start + match.start(), start + match.end()))


def _beside(table: FactTable, text: str, low: int, high: int) -> FactRow | None:
    """The one row named in the clause of 最多, behind it or before it."""
    behind, before = re.split("[,，;；。]", text[high:])[0], re.split("[,，;；。]", text[:low])[-1]
    for words in (behind, before):
        named = [row for row in table.rows if row.name in words]
        named = [row for row in named if not any(row.name in other.name and other is not row for other in named)]
        if named:
            return named[0] if len(named) == 1 else None
    return None


def _score(table: FactTable, columns: Sequence[int]) -> int | None:
    """The column that places are given by."""
    return next((c for c in columns if _POINTS.search(table.labels[c])), None)


def _extreme(
    table: FactTable, row: FactRow, clause: str, is_most: bool, line: Line, spot: tuple[int, int]
) -> Iterator[Comparison]:
    rates = [c for c in table.numbers if table.is_rate(c)]
    wanted = rates if is_rate(clause) else [c for c in table.numbers if c not in rates]
    columns = [c for c in wanted if c in row.numbers]
    column = _score(table, columns) if _PLACE.search(clause) else column_of(table, columns, clause)
    pick = max if is_most else min
    outer = {c: pick(table.values(c)) for c in columns}
    is_right = any(row.numbers[c] == outer[c] for c in ([column] if column is not None else columns))
    if column is None and not is_right:
        column = columns[0] if columns else None
    if column is None:
        return
    best = next(other for other in table.rows if other.numbers.get(column) == outer[column])
    words = WORDS.spoken.extreme.format(
        name=row.name, label=table.labels[column], value=shown(row.numbers[column]),
        other=best.name, outer=shown(outer[column]),
    )  # fmt: skip
    severity = Severity.AGREED if is_right else Severity.LIKELY
    where = (line.place, table.grid.place_of(best.at))
    quote = (line.around(*spot), table.grid.quote(best.at))
    computed = row.name if is_right else best.name
    yield Comparison("text_table", row.name, computed, where, quote, severity, words)


def first_ones(tables: Sequence[FactTable], line: Line, start: int, end: int) -> Iterator[Comparison]:
    """甲、乙、丙位列前三名: the three rows that have most in some column, all of one table."""
    text = line.plain[start:end]
    for match in _FIRST.finditer(text):
        number = int(match["n"]) if match["n"].isdecimal() else written_number(match["n"]) or 0
        after = _AFTER_FIRST.match(text, match.end())
        listed = after["names"] if after else re.split("[,，;；。:：]", text[: match.start()])[-1]
        for table in tables:
            rows = {bare(row.name): row for row in table.rows}
            names = [bare(name) for name in split_names(listed).names]
            if len(names) == number < len(rows) and set(names) <= rows.keys():
                said = text[max(0, match.start() - FAR) : match.end()]
                yield from _leading(table, [rows[name] for name in names], line, start + match.start(), said)


def _leading(table: FactTable, rows: Sequence[FactRow], line: Line, at: int, said: str) -> Iterator[Comparison]:
    columns = [c for c in table.numbers if all(c in row.numbers for row in table.rows)]
    scored = _score(table, columns) if _OF_SCORE.search(said) else None
    columns = columns if scored is None else [scored]
    best = {c: sorted(table.rows, key=lambda row: -row.numbers[c])[: len(rows)] for c in columns}
    gaps = {c: sum(row.numbers[c] < best[c][-1].numbers[c] for row in rows) for c in columns}
    repeated = len({row.name for row in rows}) < len(rows)
    if not gaps:
        return
    column = min(columns, key=lambda c: gaps[c])
    is_right = not gaps[column] and not repeated
    if gaps[column] > 1 and len(rows) - gaps[column] < _TWO:
        return  # by another measure than those of the table
    out = next((row for row in rows if row.numbers[column] < best[column][-1].numbers[column]), rows[-1])
    left = next((row for row in best[column] if row not in rows), rows[0])
    words = WORDS.spoken.first.format(
        name=out.name, label=table.labels[column], value=shown(out.numbers[column]),
        other=left.name, outer=shown(left.numbers[column]),
    )  # fmt: skip
    severity = Severity.AGREED if is_right else Severity.LIKELY
    where, quote = (line.place, table.grid.place), (line.around(at, at + len(said)), table.grid.quote(left.at))
    listed = "、".join(row.name for row in rows)
    computed = listed if is_right else "、".join(row.name for row in best[column])
    yield Comparison("text_table", listed, computed, where, quote, severity, words)


_TWO = 2
_MEAN = 4
_POINT = Decimal("0.1")
