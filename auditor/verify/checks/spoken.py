"""What the text says of a table: of a row by its name, of how many rows, of sums, of the first and the last ones."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.facts import FactRow, FactTable, is_rate, tables_of
from auditor.verify.figures import Figure, as_number, figures_in, is_one_slip, shown, written_number
from auditor.verify.names import bare, split_names
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.sentence import sentences
from auditor.verify.wording import WORDS

_SEEN = "circulars of cities and counties whose text tells of the tables behind it"
_OTHER_TIME = pattern(
    r"应|须|上[一个]?[年季月次期]|去年|同期|累计|环比|同比|第[一二三四](?!方)|[增减]|以上|以下|超过?|不足|至少|平均|[由从]",
    finds=("上季度", "同比", "比上月增加"),
    not_in=("本季度",),
    seen=_SEEN,
)
_SUBSET = pattern(
    r"其中|其余|[未不没零另仅余各每前后]|超过|低于|高于|以[上下]|存在|尚|仍|等$|部分|分别",
    finds=("其中", "未更新的", "存在问题的"),
    not_in=("全县", "考核单位"),
    seen=_SEEN,
)
_EXTREME = pattern(
    r"(?P<most>最[多高大好]|居首|排名第一|位列第一|第一名)|(?P<least>最[少低小差]|末位|垫底|最后一名)",
    finds=("最多", "排名末位"),
    not_in=("最近", "最后"),
    seen=_SEEN,
)
_NO_EXTREME = pattern(
    r"最(?:低|高|多|少|大|小)(?:标准|要求|限度|分值|不超过|得|扣|加|\d)|至少|最[多少]不",
    finds=("最低标准", "最多10"),
    not_in=("最低的是",),
    seen=_SEEN,
)
_FIRST = pattern(
    r"(?:位列|位居|居|列|排名|排)?(?:全[县市区])?前(?P<n>[一二两三四五六七八九十\d]{1,2})(?:名|位)",
    finds={"位列前三名": "三", "采用量居前3位": "3"},
    not_in=("前三季度",),
    seen=_SEEN,
)
_AFTER_FIRST = pattern(
    r"[^,，;；。:：]{0,16}?(?:依次|分别)?(?:是|为|有|:|：)(?P<names>[^,，;；。:：]{3,120})",
    finds={"的县(市、区)是甲县、乙市和丙县": "甲县、乙市和丙县"},
    not_in=("。",),
    seen=_SEEN,
    way="match",
)
_SUM = pattern(
    r"^(?:合计|小计|总计|总数|总量|数量|总分|得分|总得分)(?:\([^()]*\))?$",
    finds=("合计", "总分"),
    not_in=("基础分",),
    seen=_SEEN,
)
_AVERAGE = pattern(
    r"平均(?P<what>[\u4e00-\u9fff]{0,10})$",
    finds={"平均每个栏目更新": "每个栏目更新", "平均分为": "分为"},
    not_in=("平均。",),
    seen=_SEEN,
)
_SUBJECT = pattern(
    r"(?:考核|考评|纳入|参加|检查|抽查|参评|涉及|监测|测评|通报|核查)的?$",
    finds=("本次考核", "涉及"),
    not_in=("市直",),
    seen=_SEEN,
)
_COUNTED = pattern(r"[个家户项]", finds=("个",), not_in=("条",), seen=_SEEN, way="fullmatch")
_BETWEEN = pattern(
    r"(?P<what>[\u4e00-\u9fff]{2,8})(?:均|都)?[在为]?(?P<low>\d{1,3}(?:\.\d{1,2})?)%?(?:至|到|[-—–~～]{1,2})(?P<high>\d{1,3}(?:\.\d{1,2})?)%(?:之间|不等)",
    finds={"合格率在75.7%至98.0%之间": "合格率在"},
    not_in=("提高至98.0%",),
    seen=_SEEN,
)
_APART = pattern(
    r"最高[^,，;；。]{0,8}最低[^,，;；。]{0,8}相差$", finds=("最高分与最低分相差",), not_in=("相差",), seen=_SEEN
)
_GROUP = pattern(
    r"[县市区省]直|乡镇|街道|部门|[\u4e00-\u9fff]组",
    finds=("县直", "乡镇"),
    not_in=("全县",),
    seen="assessments of two groups, one of which is tabled: 县直组平均分84.7分 beside the scores of 乡镇",
)
_PLACE = pattern(r"[排名]名|第一|末位|垫底|居首", finds=("排名末位",), not_in=("最多",), seen=_SEEN)
_JOINS = pattern(r"[、和及]$", finds=("甲局、",), not_in=("甲局",), seen=_SEEN)
_JOINED = pattern(r"[、和及等]", finds=("、乙局",), not_in=("仍有",), seen=_SEEN, way="match")
_BEFORE_NAME = pattern(r"[县市区是为中的]$", finds=("其中",), not_in=("科",), seen=_SEEN)
_QUOTE_END = pattern(r"”等?", finds=("”",), not_in=("”栏目",), seen=_SEEN, way="fullmatch")
_MOST = pattern(r"最", finds=("最高分",), not_in=("得分",), seen=_SEEN)
_OTHERS = pattern(r"其余$", finds=("其余",), not_in=("其中",), seen=_SEEN)
_REST_OF = pattern(r"其余", finds=("其余5个县",), not_in=("其中",), seen=_SEEN)
_IN_TURN = pattern(r"分别", finds=("分别为",), not_in=("各有",), seen=_SEEN)
_MEASURED = pattern(
    r"\([^()]{0,20}\)|[数量]$|^本?[年季月]度?", finds=("采用数", "信息数(条)"), not_in=("单位",), seen=_SEEN
)
_ALL_HAS = pattern(r"\([^()]{0,20}\)$|(?:共有?|有|为)$", finds=("单位共", "乡镇(街道)"), not_in=("单位",), seen=_SEEN)
_POINTS = pattern(
    r"^(?:总|合计|综合|最终|考核)?(?:得分|总分|分数|成绩)",
    finds=("总分", "得分(分)"),
    not_in=("主动公开(30分)",),
    seen=_SEEN,
)
_OF_SCORE = pattern(r"[得总]分|成绩|分数", finds=("得分前三名",), not_in=("发布条数",), seen=_SEEN)
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
    seen=_SEEN,
)
_SCORES = pattern(r"分", finds=("得分",), not_in=("数量",), seen=_SEEN)
_UNIT_OF_COUNT = pattern(r"[条件篇个家次]", finds=("信息数(条)",), not_in=("数量",), seen=_SEEN)
_NEAR = 3
_PART = 5
"""A number is meant for another where it is off by at most three, or by one part in five."""


@dataclass(frozen=True, slots=True)
class _Spoken:
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


def spoken(paper: OpenedPaper) -> Iterator[Comparison]:
    """Every number and name that the text says of a table, against that table."""
    tables = tables_of(paper)
    if not tables:
        return
    for line in paper.lines:
        for start, end in sentences(line.plain):
            figures = [f for f in figures_in(line.plain) if start <= f.start < end and f.is_exact]
            ends = [start, *(figure.end for figure in figures)]
            told = [_Spoken(line, figure, start, end, before) for figure, before in zip(figures, ends, strict=False)]
            for table in tables:
                yield from _of_rows(table, told, tables)
                yield from _of_all(table, told, tables, is_reflowed=paper.is_reflowed)
            yield from _in_a_row(tables, told)
            yield from _averages(tables, line, start, end)
            yield from _bounds(tables, line, start, end)
            yield from _spread(tables, line, start, end)
            yield from _outermost(tables, line, start, end)
            yield from _first_ones(tables, line, start, end)


_DENIED = pattern(r"[不未非无]$", finds=("不",), not_in=("合格",), seen="verdicts: 合格 beside 不合格")


def _stems(label: str) -> set[str]:
    """The pairs of letters of a head, its measure and 数 left out."""
    text = _MEASURED.sub("", label)
    return {text[k : k + 2] for k in range(len(text) - 1)}


def _overlap(label: str, words: str) -> int:
    return sum(_has(words, pair, label) for pair in _stems(label))


def _ends(lead: str, word: str) -> bool:
    """Whether the words before a number end in one, and not in its denial (不合格 for 合格)."""
    before = lead.removesuffix(word)
    return bool(word) and before != lead and not _DENIED.search(before)


def _has(words: str, pair: str, label: str) -> bool:
    """Whether words hold a pair of letters, and not denied where the head does not deny it (不合格 for 合格)."""
    found = [at.start() for at in re.finditer(re.escape(pair), words)]
    before = [words[max(0, at - 1) : at] for at in found]
    return any(not _DENIED.search(letter) or f"{letter}{pair}" in label for letter in before)


def _is_near(one: Decimal, other: Decimal) -> bool:
    gap = abs(one - other)
    return gap <= _NEAR or gap * _PART <= max(one, other) or is_one_slip(one, other)


def _of_rows(table: FactTable, told: Sequence[_Spoken], tables: Sequence[FactTable]) -> Iterator[Comparison]:
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
        column = _column(table, columns, gap + one.tail + one.lead)
        if column is None and _EXTREME.search(naming := _clause_of(text[begin : one.figure.start], row.name)):
            column = _column(table, columns, naming)  # 差评最多的是甲县，为9条
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


def _is_said(table: FactTable, column: int, one: _Spoken) -> bool:
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
    for letter in set(_MEASURED.sub("", label)):
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


def _column(table: FactTable, columns: Sequence[int], words: str) -> int | None:
    """The column that a clause means: the one whose head shares most with it; the only one there is."""
    if len(columns) == 1:
        return columns[0]
    sums = [c for c in columns if _SUM.search(table.labels[c])]
    ranked = sorted(columns, key=lambda c: -_overlap(table.labels[c], words))
    if not ranked or not _overlap(table.labels[ranked[0]], words):
        return sums[0] if len(sums) == 1 else None
    best = _overlap(table.labels[ranked[0]], words)
    return ranked[0] if _overlap(table.labels[ranked[1]], words) < best else None


def _cell(table: FactTable, row: FactRow, column: int, one: _Spoken, severity: Severity) -> Comparison:
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
    table: FactTable, told: Sequence[_Spoken], tables: Sequence[FactTable], *, is_reflowed: bool
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
        if agrees or (is_meant and not is_reflowed and len(tables) == 1):
            yield _whole(table, one, value, label, Severity.AGREED if agrees else Severity.LIKELY)


def _outer(table: FactTable, column: int, *, are_told: bool) -> tuple[Decimal, ...]:
    """The sum of a column of counts; the most and the least of any, where the text tells of them."""
    values = table.values(column)
    return (*((max(values), min(values)) if are_told else ()), *(() if table.is_rate(column) else (table.sum(column),)))


def _aggregate(table: FactTable, one: _Spoken) -> tuple[Decimal, str] | None:
    """What of the table a number is of: its rows of a kind, its rows, or the sum of a column."""
    if one.figure.measure in ("", "%") or _OTHER_TIME.search(one.lead):
        return None
    ending = [word for word in table.kinds if _ends(one.lead, word) or one.tail.startswith(word)]
    kind = max(ending, key=len, default="")
    if kind and not _COUNTED.fullmatch(one.figure.measure):
        return None
    if kind:
        return Decimal(table.kinds[kind]), kind
    behind = one.line.plain[one.figure.end : one.figure.end + _FAR]
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
    columns = [c for c in table.numbers if not table.is_rate(c) and _overlap(table.labels[c], one.lead) > 1]
    column = _column(table, columns, one.lead) if columns else None
    if (
        len(table.numbers) == 1
        and not columns
        and _overlap(table.grid.title.splitlines()[-1] if table.grid.title else "", one.lead) > 1
    ):
        column = table.numbers[0]
    return (table.sum(column), table.labels[column]) if column is not None else None


def _whole(table: FactTable, one: _Spoken, value: Decimal, label: str, severity: Severity) -> Comparison:
    words = WORDS.spoken.whole.format(stated=one.figure, unit=one.figure.measure, label=label, value=shown(value))
    last = table.rows[-1].at
    where = (one.line.place, table.grid.place)
    quote = (one.line.around(one.figure.start, one.figure.end), table.grid.quote(last))
    spots = frozenset([(one.line.place, one.figure.start)])
    stated, computed = as_number(one.figure.value), as_number(value)
    return Comparison("text_table", stated, computed, where, quote, severity, words, spots)


def _in_a_row(tables: Sequence[FactTable], told: Sequence[_Spoken]) -> Iterator[Comparison]:
    """一至四季度分别为4个、3个、2个、0个: all but one of a chain stand side by side in one row or column."""
    chain = list(takewhile(lambda one: not re.search("[。;；]", one.lead), told))
    opening = next((n for n, one in enumerate(chain) if _IN_TURN.search(one.lead)), None)
    run = (
        [one for one in chain[opening:] if one.figure.measure == chain[opening].figure.measure]
        if opening is not None
        else []
    )
    if len(run) < _CHAIN:
        return
    values = [one.figure.value for one in run]
    shown_down = [table.values(c) for table in tables for c in table.numbers]
    if any(values == down[k : k + len(values)] for down in shown_down for k in range(len(down))):
        return
    lines = [(table, row, [row.numbers.get(c) for c in table.numbers]) for table in tables for row in table.rows]
    lines += [(table, _totals(table), [table.sum(c) for c in table.numbers]) for table in tables]
    for table, row, numbers in lines:
        if row.name != _TOTAL_ROW and not _overlap(row.name, run[0].lead):
            continue
        for at in range(len(numbers) - len(values) + 1):
            wrong = [k for k, value in enumerate(values) if numbers[at + k] != value]
            if (
                len(wrong) <= 1
                and len(values) - len(wrong) >= _CHAIN - 1
                and None not in numbers[at : at + len(values)]
            ):
                one = run[wrong[0]] if wrong else run[0]
                severity = Severity.LIKELY if wrong else Severity.AGREED
                yield _cell(table, row, table.numbers[at + (wrong[0] if wrong else 0)], one, severity)
                return


def _totals(table: FactTable) -> FactRow:
    """The sums of all columns, as a row of their own."""
    return FactRow(_TOTAL_ROW, table.rows[-1].at, {c: table.sum(c) for c in table.numbers})


def _averages(tables: Sequence[FactTable], line: Line, start: int, end: int) -> Iterator[Comparison]:
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
            means[0] if len(means) == 1 else next((o for o in means if _SUM.search(o[0].labels[o[1]])), None)
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


def _bounds(tables: Sequence[FactTable], line: Line, start: int, end: int) -> Iterator[Comparison]:
    """其余5个县合格率在75.7%至98.0%之间: the least and the most of the rows that are meant."""
    for match in _BETWEEN.finditer(line.plain, start, end):
        said = line.plain[start : match.start()]
        for table in tables:
            rates = [c for c in table.numbers if table.is_rate(c) and _overlap(table.labels[c], match["what"])]
            rest = [row for row in table.rows if not _REST_OF.search(said) or row.name not in said]
            values = [row.numbers[rates[0]] for row in rest if rates and rates[0] in row.numbers]
            if len(rates) == 1 and len(values) >= _CHAIN:
                bounds = (("low", min(values)), ("high", max(values)))
                right = sum(abs(Decimal(match[name]) - value) < _POINT for name, value in bounds)
                for name, value in bounds if right else ():
                    yield _bound(table, line, match, name, value, rates[0])


def _spread(tables: Sequence[FactTable], line: Line, start: int, end: int) -> Iterator[Comparison]:
    """最高分与最低分相差43.3分: between the most and the least of some column, or of the only one there is."""
    for figure in (f for f in figures_in(line.plain) if start <= f.start < end and f.measure and f.measure != "%"):
        if _APART.search(line.plain[start : figure.start]) is None or not figure.is_exact:
            continue
        columns = [(t, c) for t in tables for c in t.numbers if not t.is_rate(c) and len(t.values(c)) >= _CHAIN]
        apart = [(t, c, max(t.values(c)) - min(t.values(c))) for t, c in columns]
        right = next((one for one in apart if one[2] == figure.value), None)
        if right or len(apart) == 1:
            table, column, value = right or apart[0]
            severity = Severity.AGREED if right else Severity.LIKELY
            told, label = _Spoken(line, figure, start, end, start), table.labels[column]
            words = WORDS.spoken.apart.format(stated=figure, unit=figure.measure, label=label, value=shown(value))
            yield replace(_whole(table, told, value, label, severity), text=words)


def _bound(table: FactTable, line: Line, match: re.Match[str], name: str, value: Decimal, column: int) -> Comparison:
    stated = Decimal(match[name])
    words = WORDS.spoken.bound.format(stated=shown(stated), label=table.labels[column], value=shown(value))
    severity = Severity.AGREED if abs(stated - value) < _POINT else Severity.LIKELY
    row = next(row for row in table.rows if row.numbers.get(column) == value)
    where = (line.place, table.grid.place_of(row.at))
    quote = (line.around(match.start(), match.end()), table.grid.quote(row.at))
    return Comparison("text_table", as_number(stated), as_number(value), where, quote, severity, words)


def _outermost(tables: Sequence[FactTable], line: Line, start: int, end: int) -> Iterator[Comparison]:
    """更新最多的是甲局: no row of the column that is meant has more."""
    text = line.plain[start:end]
    for match in _EXTREME.finditer(text):
        if _NO_EXTREME.search(text[max(0, match.start() - 3) : match.end() + 4]):
            continue
        is_most = match["most"] is not None
        for table in tables:
            row = _beside(table, text, match.start(), match.end())
            if row is not None:
                clause = re.split("[,，;；。]", text[: match.start()])[-1] + text[match.start() : match.end() + 6]
                clause = clause.replace(row.name, "")
                if not any(_overlap(label, clause) for label in table.labels):
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
    column = _score(table, columns) if _PLACE.search(clause) else _column(table, columns, clause)
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


def _first_ones(tables: Sequence[FactTable], line: Line, start: int, end: int) -> Iterator[Comparison]:
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
                said = text[max(0, match.start() - _FAR) : match.end()]
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
_FAR = 10
_CHAIN = 3
_MEAN = 4
_TOTAL_ROW = WORDS.spoken.all_rows
_POINT = Decimal("0.1")
