"""What a text says has changed since the period before, against both periods."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity, spots_of
from auditor.verify.figures import Figure, as_number, figures_in, shown
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.sentence import sentences
from auditor.verify.sum_parts import measure_of
from auditor.verify.wording import WORDS

_SEEN = "yearly reports, circulars of spot checks (2018 Q3, 2019 Q3) and of a hotline (2025-05)"
_UP = pattern(
    r"(?:增加|增长|提高|提升|上升|增多|多|增幅(?:为|达)?|增长率(?:为|达)?|延长|超额(?:完成)?)了?$",
    finds=("比上年增加", "增长了", "增幅为"),
    not_in=("新增", "减少"),
    seen=_SEEN,
)
_DOWN = pattern(
    r"(?:减少|下降|降低|回落|下滑|少|缩短|压缩|[降减]幅(?:为|达)?|下降率(?:为|达)?)了?$",
    finds=("减少", "环比下降", "降幅为"),
    not_in=("增加", "不减"),
    seen=_SEEN,
)
_BEFORE = pattern(
    r"(?:比|较|与|由|从|相比|同期|[上去]年)[^,，;；。]{0,20}(?<![到至达])$",
    finds=("比2020年的", "较上季度的", "较上年(", "去年发布"),
    not_in=("比较好，", "发布", "由上年的100条增加到"),
    seen=_SEEN,
)
_FROM = pattern(
    r"[由从][^,，;；。\d]{0,16}$",
    finds=("由上年的", "从去年同期的"),
    not_in=("比上年的", "由县政府办发布，"),
    seen="a usual form; in none of the documents kept",
)
_UP_TO = pattern(
    r"(?:增加|增长|提高|提升|上升|减少|下降|降低)[到至为]$",
    finds=("增加到", "提高至"),
    not_in=("增加", "达到"),
    seen="a usual form; in none of the documents kept",
)
"""由2000条增加到2300条: the period before stands first."""
_STEPS_TO = pattern(
    r"[)）]?(?:[,，]?(?:的|相比)?[,，]?)?[^\d,，;；。%]{0,8}",
    finds=("增加", "个百分点提高", ")减少", "相比,增加"),
    not_in=("，其中微信公众号发布信息", "条。"),
    seen=_SEEN,
    way="fullmatch",
)
_POINTS = pattern(r"\s?百分点", finds=("百分点",), not_in=("个",), seen=_SEEN, way="match")
_THEN = pattern(
    r"[,，](?:净|共|同比|环比)?(?:增加|减少|多|少)了?",
    finds=(",增加",),
    not_in=("，其中增加",),
    seen=_SEEN,
    way="fullmatch",
)
_PERIOD_ASIDE = pattern(
    r"(?:个?百分点)?(?:\((?:[上去]年?[年月季度期同末底]*|\d{1,2}月份?|\d{4}年度?|上一?期)[\u4e00-\u9fff]{0,8}"
    r"|[,，](?:[上去]年?[年月季度期同末底]*|\d{4}年度?)[\u4e00-\u9fff]{0,4}为)",
    finds=("(上季度末", "(7月受理", "(2021年为", "，上年为", "个百分点(上季度为"),
    not_in=("(其中", "，其中", "百分点，"),
    seen=_SEEN,
    way="fullmatch",
)
_BETWEEN = pattern(
    r"(?P<one>[\u4e00-\u9fff\d]{0,8}?)(?:比|较|与)(?P<other>(?![上去]|同期)[\u4e00-\u9fff\d]{2,8}?)(?:相比)?(?:净|共)?"
    r"(?:增加|增长|提高|提升|上升|多|减少|下降|降低|少)了?$",
    finds={"第二轮较第一轮减少": "第二轮", "，比调整前减少": ""},
    not_in=("比上年减少", "较去年同期增加"),
    seen="circulars that set one round, quarter or state beside another by its name",
)
_ORDINAL = pattern(r"^第(?=[一二三四]季度)", finds=("第二季度",), not_in=("第二轮",), seen=_SEEN)
_JOINING = pattern(r"^(?:其中|而)[:：]?", finds=("其中第一轮",), not_in=("第一轮",), seen=_SEEN)
_EACH_QUARTER = pattern(
    r"各季度[^,，;；。\d]{0,12}(?:依次|分别)(?:为|是)[^;；。]{0,40}$",
    finds=("各季度更新率依次为78.2%、",),
    not_in=("各季度均更新",),
    seen="yearly summaries: four numbers in the order of the quarters",
)
_QUARTERS = WORDS.dates.quarters.split()
_IN_TURN = pattern(r"分别", finds=("分别增加",), not_in=("增加",), seen=_SEEN)
_AND_ANOTHER = pattern(
    r"(?:[和、]|以及|与)\d", finds=("和13.4%",), not_in=("，其中",), seen="changes of two, told in turn", way="match"
)
_ALL = pattern(r"共|总计|合计|总数", finds=("共发布信息",), not_in=("其中",), seen=_SEEN)


@dataclass(frozen=True, slots=True)
class _Change:
    """A number said to be the change, its sign, the period before where that is told, and the numbers in front."""

    figure: Figure
    sign: int
    before: Figure | None
    ahead: tuple[Figure, ...]


def changes(paper: OpenedPaper) -> Iterator[Comparison]:
    """比上年的2000条增加300条，增长15%; 较上季度的80%提高5个百分点; 较上期减少41件，环比下降1.1%."""
    for line in paper.lines:
        for span in sentences(line.plain):
            own = [f for f in figures_in(line.plain) if span[0] <= f.start < span[1] and f.measure]
            above = [f for f in figures_in(line.plain) if f.start < span[0] and f.measure and f.is_exact]
            found = [one for one in (_change(line, own, n, span[0], above) for n in range(len(own))) if one]
            for number, one in enumerate(found):
                behind = [other for other in found[number + 1 : number + 2] if _is_joined(line, one, other)]
                yield from _judged(line, one, [*found[:number], *behind])


def _is_joined(line: Line, one: _Change, behind: _Change) -> bool:
    """上升6.8%，增加312件: the change in number stands right behind that in per cent."""
    between = line.plain[one.figure.end : behind.figure.start]
    return one.figure.measure == "%" and behind.before is None and bool(_THEN.fullmatch(between))


def _in_bracket(line: Line, own: Sequence[Figure], at: int) -> Figure | None:
    """减少5个(上季度末64个), 增长6.8%(7月受理1900件): the period before stands in the bracket behind the change."""
    behind = own[at + 1] if at + 1 < len(own) else None
    if behind is None or not behind.is_exact:
        return None
    aside = _PERIOD_ASIDE.fullmatch(line.plain, own[at].end, behind.start)
    is_of_points = bool(_POINTS.match(line.plain[own[at].end + 1 :]) or _POINTS.match(line.plain[own[at].end :]))
    return behind if aside and (behind.measure == "%") == is_of_points else None


def _change(line: Line, own: Sequence[Figure], at: int, start: int, above: Sequence[Figure]) -> _Change | None:
    figure, text = own[at], line.plain
    lead = re.split(r"[,，;；。]", text[max(start, figure.start - 24) : figure.start])[-1]
    sign = 1 if _UP.search(lead) else -1 if _DOWN.search(lead) else 0
    if not sign or not figure.is_exact or _IN_TURN.search(lead) or _AND_ANOTHER.match(text, figure.end):
        return None
    if (aside := _in_bracket(line, own, at)) is not None:
        return _Change(figure, sign, aside, (*above, *own[at + 2 :], *own[:at]))
    before = own[at - 1] if at else None
    is_rate = figure.measure == "%" or bool(_POINTS.match(text[figure.end :]))
    if before is not None:
        ahead_of = text[max(start, before.start - 24) : before.start]
        is_period = _BEFORE.search(ahead_of) and not _UP.search(ahead_of) and not _DOWN.search(ahead_of)
        is_next = is_period and _STEPS_TO.fullmatch(text[before.end : figure.start])
        if (
            at > 1
            and _FROM.search(text[max(start, own[at - 2].start - 24) : own[at - 2].start])
            and _UP_TO.search(ahead_of)
        ):
            return _Change(figure, sign, own[at - 2], (before,))
        before = before if is_next and before.is_exact else None
    if before is None and (said := _BETWEEN.search(lead)) is not None:
        known = [f for f in (*above, *own[:at]) if (f.measure == "%") == is_rate]
        other = _called(text, known, said["other"], own[:at])
        one = _called(text, known, said["one"], ()) if said["one"] else next(iter(own[at - 1 : at]), None)
        if one is not None and other is not None and one is not other:
            return _Change(figure, sign, other, (one,))
    ahead = own[: at - 1] if before is not None else own[:at]
    totals = (f for f in above if _ALL.search(re.split(r"[,，;；。]", text[: f.start])[-1]))
    counts = tuple(f for f in ahead if f.measure != "%" or is_rate)
    return _Change(figure, sign, before, counts or tuple(totals))


def _called(text: str, known: Sequence[Figure], name: str, like: Sequence[Figure]) -> Figure | None:
    """The one number told with a name (第一轮30个); of several in a sentence that begins so, that of the same thing."""
    name = _ORDINAL.sub("", name)
    pieces = {f: re.split(r"[、,，;；。:：]", text[: f.start])[-1] for f in known}
    named = [f for f, piece in pieces.items() if _ORDINAL.sub("", _JOINING.sub("", piece)).startswith(name)]
    if len(named) <= 1 and like:
        thing = re.split(r"[、,，;；。:：]", text[: like[-1].start])[-1]
        opened = [f for f in known if text.startswith(name, max(a for a, _ in sentences(text) if a <= f.start))]
        shared = {f: sum(a + b in pieces[f].removeprefix(name) for a, b in pairwise(thing)) for f in opened}
        named = [f for f, n in shared.items() if n and n == max(shared.values())] or named
    series = [f for f in known if not named and _EACH_QUARTER.search(text, 0, f.start)]
    if len(series) == len(_QUARTERS) and name in _QUARTERS:
        return series[_QUARTERS.index(name)]
    return named[0] if len(named) == 1 else None


def _judged(line: Line, one: _Change, earlier: Sequence[_Change]) -> Iterator[Comparison]:
    is_points = bool(_POINTS.match(line.plain[one.figure.end :]))
    if one.figure.measure == "%" and not is_points:
        yield from _rate(line, one, earlier)
    elif one.before is not None:
        measure = "%" if is_points else measure_of(one.figure)
        now = [f for f in one.ahead if measure_of(f) == measure]
        if measure_of(one.before) == measure and now:
            yield _difference(line, one, now, one.before)


def _difference(line: Line, one: _Change, now: Sequence[Figure], before: Figure) -> Comparison:
    """The change in number: this period less the one before."""

    def gap(figure: Figure) -> Decimal:
        return (figure.value - before.value) * one.sign

    slack = (one.figure.step + before.step) / 2 if "." in f"{one.figure}{before}" else Decimal(0)
    fitting = next((f for f in reversed(now) if abs(gap(f) - one.figure.value) <= slack), None)
    meant = fitting or now[-1]
    words = WORDS.told.change.format(before=before, now=meant, computed=shown(gap(meant)), stated=one.figure)
    severity = Severity.AGREED if fitting else _how_sure(now)
    return _compared(line, one.figure, gap(meant), severity, words, (meant, before))


def _rate(line: Line, one: _Change, earlier: Sequence[_Change]) -> Iterator[Comparison]:
    """The change in per cent: the difference, or both periods, against the period before."""
    by = next((o for o in reversed(earlier) if o.sign == one.sign and o.figure.measure not in ("%", "")), None)
    if by is not None and one.before is not None and one.before.start > by.figure.start:
        by = None  # against another period, told behind that change
    base = by.before if by else one.before
    ahead = by.ahead if by else one.ahead
    if base is not None and base.measure == "%":
        return
    readings: list[tuple[Decimal, str, tuple[Figure, ...]]] = []
    if by is not None and base is not None and base.value:
        readings.append((by.figure.value * 100 / base.value, f"{by.figure}÷{base}", (by.figure, base)))
    elif by is not None:
        for now in (f for f in reversed(ahead) if measure_of(f) == measure_of(by.figure) and f.is_exact):
            before = now.value - one.sign * by.figure.value
            if before > 0:
                terms = f"{by.figure}÷({now}{'-' if one.sign > 0 else '+'}{by.figure})"
                readings.append((by.figure.value * 100 / before, terms, (now, by.figure)))
    elif base is not None and base.value:
        for now in (f for f in reversed(ahead) if measure_of(f) == measure_of(base) and f.is_exact):
            change = (now.value - base.value) * one.sign
            readings.append((change * 100 / base.value, f"({now}-{base})÷{base}", (now, base)))
    if not readings:
        return
    fitting = next((r for r in readings if abs(r[0] - one.figure.value) <= one.figure.step), None)
    value, terms, used = fitting or readings[0]
    places = max(0, -int(one.figure.step.as_tuple().exponent))
    words = WORDS.told.change_rate.format(terms=terms, computed=shown(round(value, places + 1)), stated=one.figure)
    severity = Severity.AGREED if fitting else _how_sure([r[2][0] for r in readings])
    yield _compared(line, one.figure, round(value, places), severity, words, used)


def _how_sure(now: Sequence[Figure]) -> Severity:
    """One number that may be this period's leaves no other reading."""
    return Severity.LIKELY if len(now) == 1 else Severity.DOUBTFUL


def _compared(
    line: Line, stated: Figure, computed: Decimal, severity: Severity, words: str, used: Sequence[Figure]
) -> Comparison:
    first, last = min(f.start for f in (*used, stated)), max(f.end for f in (*used, stated))
    quote = (line.around(first, last), line.around(stated.start, stated.end))
    spots = spots_of(line.place, (stated.start, *(f.start for f in used)))
    where = (line.place, line.place)
    return Comparison("change", as_number(stated.value), as_number(computed), where, quote, severity, words, spots)
