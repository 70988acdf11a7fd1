"""Totals with their parts as sentences lay them out: 共…条，其中…；分别为…；…，共计…条."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.verify.figures import Figure, figures_in
from auditor.verify.paper import Line
from auditor.verify.sentence import Clause, brackets, clauses, flattened, sentences

_TOTAL = re.compile(r"共|总|累计|合计|全年|总数|总量")
_EXAMINED = re.compile(r"^\s*(?:本\S{0,3})?对|检查|抽查|考核|测评|核查")
_AMONG = re.compile(r"其中|在[^,，。]{0,14}中")
_COMPARED = re.compile(
    r"同比|环比|增长|增加|减少|下降|上升|较(?!好|多|少)|比上年|比去年|排名|平均|人均|日均|提高|新增|以上|"
    r"上年(?!结转)|去年|满分|得分|阅读|点击|访问|"
    r"浏览|粉丝|关注|目标|任务|(?<!规划)计划(?!类|生育)|标准|要求|不少于|至少"
)
_SAME_MEASURE = {"家": "个", "所": "个"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part: the words that name it and its figure."""

    label: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole with its parts as the sentence lays them out; ``force``: strict, complete, among or bare."""

    line: Line
    whole: Figure
    head: str
    parts: tuple[Part, ...]
    force: str
    span: tuple[int, int]

    @property
    def total(self) -> Decimal:
        """What the parts add up to."""
        return sum((part.figure.value for part in self.parts), Decimal(0))


def sums_of(line: Line) -> Iterator[Sum]:
    """Every total of a line that is followed (or led up to) by its parts."""
    text = line.plain
    spans = sentences(text)
    for number, (start, end) in enumerate(spans):
        pieces = list(clauses(text, start, end))
        yield from _bracketed(line, start, end)
        found = _flat_sum(line, pieces, (start, end))
        if found is None and number and _AMONG.match(text[start:end].lstrip()):
            found = _continued(line, spans[number - 1], pieces, (start, end))
        if found is not None:
            yield found
        elif (closing := _closing_sum(line, pieces, (start, end))) is not None:
            yield closing


def _measure(figure: Figure) -> str:
    return _SAME_MEASURE.get(figure.measure, figure.measure)


def _bracketed(line: Line, start: int, end: int) -> Iterator[Sum]:
    """218个(市直53个，县区165个): the bracket right behind a figure holds its parts."""
    text = line.plain
    for low, high in brackets(text):
        if not start <= low < end:
            continue
        before = [f for f in figures_in(flattened(text)) if start <= f.start and f.end <= low and low - f.end <= 8]
        inner = text[low + 1 : high - 1]
        if not before or not before[-1].measure or before[-1].measure == "%":
            continue
        pieces = [Clause(c.text, c.start, c.figures) for c in _inner_clauses(text, low + 1, high - 1)]
        parts, is_clean = _parts(pieces, _measure(before[-1]))
        force = "among" if _AMONG.search(inner) else "complete"
        if len(parts) >= 2 and is_clean:
            head = text[max(start, before[-1].start - 20) : before[-1].start]
            yield Sum(line, before[-1], head, tuple(parts), force, (start, end))


def _inner_clauses(text: str, low: int, high: int) -> Iterator[Clause]:
    inner = text[low:high]
    for piece in clauses(inner, 0, len(inner)):
        moved = tuple(
            Figure(f.value, f.measure, f.start + low, f.end + low, f.is_exact, f.step, f.is_written)
            for f in piece.figures
        )
        yield Clause(piece.text, piece.start + low, moved)


def _flat_sum(line: Line, pieces: Sequence[Clause], span: tuple[int, int]) -> Sum | None:
    """The first total of a sentence with what follows it: 共…条，其中…"""
    for index, piece in enumerate(pieces):
        counted = [f for f in piece.figures if f.measure not in ("", "%")]
        if not counted or _COMPARED.search(piece.text):
            continue
        whole, rest = counted[-1], pieces[index + 1 :]
        if len(counted) > 1 or not rest:
            continue
        tail = piece.after(whole) + rest[0].text
        force = _force(tail, is_total=bool(_TOTAL.search(piece.before(whole)) or _EXAMINED.search(piece.before(whole))))
        if not force:
            continue
        parts, is_clean = _parts(rest, _measure(whole))
        if parts and (is_clean or force != "bare"):
            head = _head(pieces, index, whole)
            return Sum(line, whole, head, tuple(parts), force if is_clean else "loose", span)
    return None


def _force(tail: str, *, is_total: bool) -> str:
    """How far the words promise that the parts are all: strict, complete, among, bare (no word), or not at all."""
    if re.search(r"分别(?:为|是)|分为|^[^,，]{0,10}由", tail):
        return "strict"
    if re.search(r"包括|包含|^[^,，]{0,8}含", tail):
        return "complete"
    if _AMONG.search(tail):
        return "among"
    return "bare" if is_total else ""


def _head(pieces: Sequence[Clause], index: int, whole: Figure) -> str:
    return "".join(piece.text for piece in pieces[max(0, index - 1) : index]) + pieces[index].before(whole)


def _continued(line: Line, before: tuple[int, int], pieces: Sequence[Clause], span: tuple[int, int]) -> Sum | None:
    """共…条。其中，…: the parts stand in the sentence after the total's."""
    earlier = list(clauses(line.plain, *before))
    totals = [
        (piece, f)
        for piece in earlier
        for f in piece.figures
        if f.measure not in ("", "%") and _TOTAL.search(piece.before(f)) and not _COMPARED.search(piece.text)
    ]
    if len(totals) != 1:
        return None
    piece, whole = totals[0]
    if sum(1 for other in earlier for f in other.figures if _measure(f) == _measure(whole)) > 1:
        return None
    parts, is_clean = _parts(pieces, _measure(whole))
    if len(parts) < 2:
        return None
    return Sum(line, whole, piece.before(whole), tuple(parts), "among" if is_clean else "loose", (before[0], span[1]))


def _closing_sum(line: Line, pieces: Sequence[Clause], span: tuple[int, int]) -> Sum | None:
    """…100条，…50条，共计150条: the total closes the sentence."""
    if len(pieces) < 3 or not re.match(r"\s*(?:共计|合计|总计|共)(?!同|享)", pieces[-1].text):
        return None
    last = pieces[-1].figures
    if len(last) != 1 or last[0].measure in ("", "%"):
        return None
    parts, is_clean = _parts(pieces[:-1], _measure(last[0]))
    own = pieces[-1].before(last[0])
    if len(parts) < 2 or not is_clean or len(own) > 10:
        return None
    return Sum(line, last[0], own, tuple(parts), "closing", span)


def _parts(pieces: Sequence[Clause], measure: str) -> tuple[list[Part], bool]:
    """The parts among clauses, and whether nothing else disturbs the list."""
    parts: list[Part] = []
    label, is_clean = "", True
    for piece in pieces:
        label += piece.text
        counted = [f for f in piece.figures if f.measure != "%"]
        if not counted:
            continue
        if _COMPARED.search(piece.text):
            is_clean = is_clean and not any(_measure(f) == measure for f in counted)
            label = ""
            continue
        if parts and re.search(
            r"^其中|共(?!同|产|享|服务|资源|信用|法律|文化|卫生)|累计|合计|总计|全年|剩余.*中", piece.text
        ):
            return parts, False
        same = [f for f in counted if _measure(f) == measure]
        if len(same) == 1 and len(counted) == 1:
            parts.append(Part(label, same[0]))
        elif same or not counted[0].measure:
            is_clean = False
        label = ""
    return parts, is_clean
