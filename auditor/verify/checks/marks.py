"""What a text says of rows beyond a mark or with nothing, against the tables: 超过30条的单位有3个, 乙局无一采用."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.base.pattern import pattern
from auditor.verify.claims import Claim, claims_of
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.facts import FactRow, FactTable, tables_of
from auditor.verify.figures import as_number, shown
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.periods import sentence_start
from auditor.verify.sentence import sentences
from auditor.verify.wording import WORDS

_SEEN = "circulars of counties: those above and below a mark are counted, those with nothing are named"
_BEYOND = pattern(
    r"(?P<what>[\u4e00-\u9fff]{0,12}?)(?:(?P<way>超过|高于|多于|大于|达到|不足|低于|少于|小于|不到|未达到)(?P<n>\d{1,5}(?:\.\d+)?)(?P<m>条|篇|件|%|次|项)"
    r"|在?(?P<n2>\d{1,5}(?:\.\d+)?)(?P<m2>条|篇|件|%|次|项)(?:\(含\))?(?P<way2>以上|以下))(?:的|\(含\))*(?:(?:单位|部门|乡镇|街道|网站|账号|县|市|区|地区|栏目|[、()]){1,6})?(?:共|有|为)*$",
    finds={"报送总量超过30条的单位有": "报送总量", "合格率在90%以上的有": "合格率", "更新不足6条的部门": "更新"},
    not_in=("发布信息", "共"),
    seen=_SEEN,
)
_LESS = pattern(r"不足|低于|少于|小于|不到|未达到|以下", finds=("不足",), not_in=("超过",), seen=_SEEN)
_COUNTED = pattern(r"[个家]", finds=("个",), not_in=("条",), seen=_SEEN, way="fullmatch")
_NOTHING = pattern(
    r"(?P<verb>[\u4e00-\u9fff]{0,12}?(?:未|没有|零|无一|均未|尚未)(?P<what>发布|报送|更新|公开|采用|上报|采纳))(?:任何|一条|过)?(?:政务|政府)?(?:信息)?(?=[,，。;；]|$|的)",
    finds={"三季度未发布信息": "三季度未发布", "报送46篇但无一采用": "篇但无一采用"},
    not_in=("未按时发布",),
    seen=_SEEN,
)
_SUM = pattern(r"合计|小计|总[计数量]", finds=("合计",), not_in=("采用数",), seen=_SEEN)
_OTHER_TIME = pattern(r"上[年季月期]|去年|同期|按时|及时|应", finds=("上季度",), not_in=("三季度",), seen=_SEEN)
_SCORE = pattern(r"[得总]分|分数|成绩|^分$", finds=("总分",), not_in=("部分",), seen=_SEEN)
_MEASURED = pattern(
    r"\([^()]{0,60}\)|数量?$", finds=("采用数量", "报送数(条)"), not_in=("数字化栏目",), seen="heads of tables of items"
)
_LONG = 3
_FULL = pattern(r"满分(?:为|是)?$", finds=("，满分",), not_in=("得分",), seen=_SEEN)
_ADDED = pattern(r"附加|加分|另加", finds=("附加分",), not_in=("得分",), seen=_SEEN)
_POINT = pattern(r"分", finds=("分",), not_in=("部分",), seen=_SEEN, way="fullmatch")


def beyond_marks(paper: OpenedPaper) -> Iterator[Comparison]:
    """Every number of rows beyond a mark, and every row said to have nothing."""
    tables = tables_of(paper)
    if not tables:
        return
    for claim in claims_of(paper):
        if _COUNTED.fullmatch(claim.measure) and claim.figure.is_exact:
            yield from _beyond(claim, tables)
    for line in paper.lines:
        for start, end in sentences(line.plain):
            yield from _nothing(line, start, end, tables)


def beyond_full(paper: OpenedPaper) -> Iterator[Comparison]:
    """满分100分…得分100.5分: no score is above the one number of full marks; added marks may be."""
    claims = [claim for claim in claims_of(paper) if _POINT.fullmatch(claim.measure)]
    full = {claim.figure.value: claim for claim in claims if _FULL.search(claim.lead)}
    if len(full) != 1 or any(_ADDED.search(line.plain) for line in paper.lines):
        return
    ((most, stated),) = full.items()
    for claim in claims:
        if claim.figure.value > most and claim.figure.is_exact:
            words = WORDS.told.over_marks.format(full=shown(most), stated=claim.figure)
            where = (stated.line.place, claim.line.place)
            quote = tuple(c.line.around(c.figure.start, c.figure.end) for c in (stated, claim))
            spots, value = frozenset([stated.spot, claim.spot]), as_number(claim.figure.value)
            yield Comparison("part_exceeds", as_number(most), value, where, quote, Severity.LIKELY, words, spots)


def _beyond(claim: Claim, tables: Sequence[FactTable]) -> Iterator[Comparison]:
    before = claim.line.plain[sentence_start(claim) : claim.figure.start]
    said = _BEYOND.search(re.split("[,，;；。、:：]", before)[-1])
    if said is None:
        return
    mark, way = Decimal(said["n"] or said["n2"]), said["way"] or said["way2"]
    is_rate, is_less = (said["m"] or said["m2"]) == "%", bool(_LESS.search(way))
    columns = [(table, c) for table in tables for c in table.numbers if table.is_rate(c) == is_rate]
    columns = [(table, c) for table, c in columns if not _SCORE.search(table.labels[c])]
    # A table of fewer rows than are told of lists but some of the units.
    columns = [(table, c) for table, c in columns if len(table.values(c)) >= claim.figure.value]
    sizes = [(table, c, _sizes(table.values(c), mark, is_less=is_less)) for table, c in columns]
    fitting = next((one for one in sizes if int(claim.figure.value) in one[2]), None)
    named = [one for one in sizes if any(pair in said["what"] for pair in _pairs(one[0].labels[one[1]]))]
    sums = [one for one in sizes if _SUM.search(one[0].labels[one[1]])]
    clear = next((some for some in (named, sums, sizes) if len(some) == 1), None)
    one = fitting or (clear[0] if clear else None)
    if one is None:
        return
    table, column, counted = one
    words = WORDS.told.in_band.format(
        band=said[0].removeprefix(said["what"]), stated=claim.figure, unit=claim.figure.measure,
        label=table.labels[column], counted=counted[0],
    )  # fmt: skip
    severity = Severity.AGREED if fitting else Severity.LIKELY
    computed = int(claim.figure.value) if fitting else counted[0]
    where = (claim.line.place, table.grid.place)
    quote = (claim.line.around(claim.figure.start, claim.figure.end), table.grid.quote(table.rows[0].at))
    stated = as_number(claim.figure.value)
    yield Comparison("text_table", stated, computed, where, quote, severity, words, frozenset([claim.spot]))


def _sizes(values: Sequence[Decimal], mark: Decimal, *, is_less: bool) -> tuple[int, ...]:
    """How many are beyond the mark, those on it left out or taken in."""
    inside = sum(value < mark if is_less else value > mark for value in values)
    return (inside, inside + sum(value == mark for value in values))


def _pairs(label: str) -> set[str]:
    text = _MEASURED.sub("", label)
    return {text[k : k + 2] for k in range(len(text) - 1)} or {text}


def _nothing(line: Line, start: int, end: int, tables: Sequence[FactTable]) -> Iterator[Comparison]:
    text = line.plain[start:end]
    for said in _NOTHING.finditer(text):
        for table in tables:
            row, between = _named(table, text[: said.start()] + said["verb"], said.end("verb"))
            if row is None or _OTHER_TIME.search(between):
                continue
            columns = [c for c in row.numbers if not table.is_rate(c) and not _SCORE.search(table.labels[c])]
            named = [c for c in columns if said["what"] in table.labels[c]]
            column = next((some[0] for some in (named, columns) if len(some) == 1), None)
            if column is None or Decimal(0) not in table.values(column):
                continue
            yield _idle(line, (start + said.start(), start + said.end()), table, row, column)


def _named(table: FactTable, text: str, end: int) -> tuple[FactRow | None, str]:
    """The one row whose name opens the clause that says so; none where several are named together."""
    clause = re.split("[,，;；。:：]", text[:end])[-1]
    if "、" in clause:
        return None, ""
    row = next((row for row in table.rows if len(row.name) >= _LONG and clause.startswith(row.name)), None)
    return row, clause.removeprefix(row.name) if row else ""


def _idle(line: Line, span: tuple[int, int], table: FactTable, row: FactRow, column: int) -> Comparison:
    value = row.numbers[column]
    words = (WORDS.idle_wronged if value else WORDS.idle_in_both).format(name=row.name, value=shown(value))
    where = (line.place, table.grid.place_of(row.at))
    quote = (line.around(*span), table.grid.quote(row.at))
    severity = Severity.LIKELY if value else Severity.AGREED
    spots = frozenset([(table.grid.place_of(row.at), column)])
    return Comparison("text_table", 0, as_number(value), where, quote, severity, words, spots)
