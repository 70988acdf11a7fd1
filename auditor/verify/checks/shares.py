"""Percentages against their base, and shares that should add up to 100."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from auditor.verify.comparison import Comparison, Severity, spots_of
from auditor.verify.figures import Figure, as_number, figures_in, shown
from auditor.verify.paper import Line, Paper
from auditor.verify.sentence import brackets, sentences

_SHARE = re.compile(r"(?:占(?P<of>[^,，;；。%\d]{0,14}?)|占比(?:为|达)?|比例(?:为|达)?|比重(?:为|达)?)(?:的|为|约为)?$")
_FILLER = re.compile(r"总|全部|比|例|重|的|数|量|为|约|达|信息|公开|发布")
_TOTAL = re.compile(r"共|总|累计|合计|全年")
_RATE = re.compile(
    r"(?P<stem>办结|办理|采用|采纳|录用|合格|达标|回复|答复|回应|整改|满意|处理|按时|按期|及时|更新|反馈|签收|"
    r"受理|检查|抽查)(?:率|比例)(?:为|达到?|是|:|均为|分别为)?$"
)
_LOOSE = re.compile(r"以上|以下|左右|上下|的目标|的要求|标准")
_PARTIAL = re.compile(r"主要|居前|前[三四五\d]|最多|较多|较高|依次为|重点|多选|同时")
_BASE_VERB = re.compile(r"共|受理|收到|检查|抽查|监测|报送|上报|运行|应|总|普查|核查|在册|开设|备案")


@dataclass(frozen=True, slots=True)
class _Share:
    """A percentage said to be a part of a total; ``part`` is the count it belongs to, ``base`` names the total."""

    percent: Figure
    part: Figure | None
    sentence: tuple[int, int]


def percentages(paper: Paper) -> Iterator[Comparison]:
    """Shares of a total (占…%) and rates (办结率…%) recomputed from the counts beside them."""
    for number, line in enumerate(paper.lines):
        figures = figures_in(line.plain)
        if not any(f.measure == "%" for f in figures):
            continue
        shares = list(_shares(line, figures))
        yield from _check_shares(line, shares, figures, paper.lines[max(0, number - 3) : number])
        yield from _check_rates(line, figures)
        yield from _beyond_hundred(line, figures)


def _shares(line: Line, figures: Sequence[Figure]) -> Iterator[_Share]:
    text = line.plain
    for span in sentences(text):
        own = [f for f in figures if span[0] <= f.start < span[1]]
        for index, figure in enumerate(own):
            lead = re.split(r"[,，;；。、]", text[span[0] : figure.start])[-1]
            if figure.measure != "%" or not _SHARE.search(lead) or _LOOSE.match(text[figure.end :]):
                continue
            yield _Share(figure, _part_of(figure, own[:index], text), span)


def _part_of(percent: Figure, before: Sequence[Figure], text: str) -> Figure | None:
    """The count right before a percentage; what stands in a bracket of its own is passed over."""
    inside = [b for b in brackets(text) if b[0] <= percent.start < b[1]]
    outer = [f for f in before if inside or not any(low <= f.start < high for low, high in brackets(text))]
    if not outer or outer[-1].measure == "%" or percent.start - outer[-1].end > 24:
        return None
    return outer[-1]


def _fits(percent: Figure, computed: Decimal) -> bool:
    step = percent.step
    return abs(computed - percent.value) <= step / 2 + Decimal("1e-9")


def _ratio(part: Decimal, base: Decimal) -> Decimal:
    return part * 100 / base if base else Decimal(-1)


def _check_shares(
    line: Line, shares: Sequence[_Share], figures: Sequence[Figure], before: Sequence[Line]
) -> Iterator[Comparison]:
    known = [s for s in shares if s.part is not None and s.part.is_exact and s.percent.is_exact]
    if not known:
        return
    parts_sum = sum((s.part.value for s in known if s.part), Decimal(0))
    for share in known:
        part = share.part
        if part is None:
            continue
        bases = [f for f in figures if f.measure != "%" and f.start < part.start and f.value >= part.value]
        wide = {f.value for f in bases} | {parts_sum} | {f.value for other in before for f in figures_in(other.plain)}
        fitting = next((f for f in bases if _fits(share.percent, _ratio(part.value, f.value))), None)
        if fitting is not None:
            computed = _ratio(part.value, fitting.value)
            yield _percent_finding(line, share.percent, part, fitting, computed, Severity.AGREED)
        if any(_fits(share.percent, _ratio(part.value, base)) for base in wide):
            continue
        base = _named_base(line, share, bases)
        if base is not None:
            finding = _share_finding(line, share, part, base, known)
            if finding is not None:
                yield finding


def _named_base(line: Line, share: _Share, bases: Sequence[Figure]) -> Figure | None:
    """The total the words point to: the last one before the share that a total word introduces."""
    part = share.part
    if part is None:
        return None
    totals = [
        f
        for f in bases
        if f.is_exact
        and f.measure in (part.measure, "家" if part.measure == "个" else part.measure)
        and _TOTAL.search(re.split(r"[;；。]", line.plain[max(0, f.start - 24) : f.start])[-1])
    ]
    if len(totals) != 1:
        return None
    lead = re.split(r"[,，;；。、]", line.plain[max(0, share.percent.start - 24) : share.percent.start])[-1]
    base = totals[0]
    context = line.plain[max(0, base.start - 30) : base.end + 8]
    strange = set(_FILLER.sub("", lead.rsplit("占", 1)[-1])) - set(context)
    return None if len(strange) > 1 else base


def _share_finding(line: Line, share: _Share, part: Figure, base: Figure, known: Sequence[_Share]) -> Comparison | None:
    computed = _ratio(part.value, base.value)
    fitting = [s for s in known if s.part and _fits(s.percent, _ratio(s.part.value, base.value))]
    off = abs(computed - share.percent.value)
    total = sum((s.percent.value for s in known), Decimal(0))
    if off <= share.percent.step * Decimal("1.5") and total == 100:
        return None  # one share adjusted so that the list adds up
    severity = Severity.SURE if fitting else Severity.LIKELY
    if off <= share.percent.step:
        severity = Severity.DOUBTFUL
    return _percent_finding(line, share.percent, part, base, computed, severity)


def _percent_finding(
    line: Line, percent: Figure, part: Figure, base: Figure, computed: Decimal, severity: Severity
) -> Comparison:
    places = max(0, -int(percent.step.as_tuple().exponent))
    value = round(computed, places)
    text = f"{part}÷{base}={shown(round(computed, places + 2))}%，按所写位数应为{value}%，文中写作{percent}%。"
    if severity is not Severity.AGREED and abs(computed - percent.value) <= percent.step:
        text += "（可能是舍去尾数而未四舍五入）"
    quote = line.around(part.start, percent.end)
    whole = line.around(base.start, base.end)
    where, spots = (line.place, line.place), spots_of(line.place, (percent.start, part.start, base.start))
    return Comparison(
        "percentage", as_number(percent.value), float(value), where, (whole, quote), severity, text, spots
    )


def _check_rates(line: Line, figures: Sequence[Figure]) -> Iterator[Comparison]:
    text = line.plain
    spans = sentences(text)
    for index, figure in enumerate(figures):
        rate = _RATE.search(text[max(0, figure.start - 10) : figure.start])
        if figure.measure != "%" or rate is None or not figure.is_exact or _LOOSE.match(text[figure.end :]):
            continue
        number = next(n for n, span in enumerate(spans) if span[0] <= figure.start < span[1])
        start = spans[max(0, number - 1)][0]
        context = [f for f in figures if start <= f.start < spans[number][1] and f.measure != "%" and f.is_exact]
        if _is_explained(figure, [f.value for f in context]):
            continue
        found = _numerator(
            text, [f for f in figures[:index] if f in context and f.start >= spans[number][0]], rate["stem"]
        )
        if found is not None:
            yield from _rate_finding(line, figure, *found)


def _is_explained(percent: Figure, values: Sequence[Decimal]) -> bool:
    """Whether some two or three counts nearby give the rate."""
    values = values[-12:]
    if any(_fits(percent, _ratio(a, b)) or _fits(percent, _ratio(b - a, b)) for a in values for b in values if b >= a):
        return True
    if any(_fits(percent, _ratio(a, a + b)) for a in values for b in values if a + b):
        return True
    return any(
        _fits(percent, _ratio(a + b, c)) or _fits(percent, _ratio(c - a - b, c))
        for a, b in combinations(values, 2)
        for c in values
        if c >= a + b
    )


def _numerator(text: str, context: Sequence[Figure], stem: str) -> tuple[Figure, Figure, bool] | None:
    """The count the rate speaks of, its base, and whether it counts the opposite (不合格8家, 8个不合格)."""
    for index in range(len(context) - 1, 0, -1):
        figure = context[index]
        lead = re.split(r"[,，;；。、(]", text[max(0, figure.start - 14) : figure.start])[-1]
        tail = re.split(r"[,，;；。、:：)]", text[figure.end : figure.end + 8])[0]
        words = next((words for words in (lead, tail) if stem in words), "")
        if not words and not (stem == "采用" and "采纳" in lead):
            continue
        base = _base_of(text, figure, context[:index])
        return (figure, base, bool(re.search(rf"[不未]{stem}", words))) if base else None
    return None


def _base_of(text: str, part: Figure, before: Sequence[Figure]) -> Figure | None:
    """The one earlier count of the same measure that is large enough; of several, the one a verb introduces."""
    alike = [f for f in before if f.measure == part.measure or {f.measure, part.measure} <= {"个", "家"}]
    if len(alike) > 1:
        alike = [f for f in alike if _BASE_VERB.search(re.split(r"[;；。]", text[max(0, f.start - 16) : f.start])[-1])]
    return alike[0] if len(alike) == 1 and alike[0].value >= part.value else None


def _rate_finding(line: Line, percent: Figure, part: Figure, base: Figure, is_opposite: bool) -> Iterator[Comparison]:
    counted = base.value - part.value if is_opposite else part.value
    computed = _ratio(counted, base.value)
    off = abs(computed - percent.value)
    severity = Severity.DOUBTFUL if off <= percent.step else Severity.LIKELY
    top = f"({base}-{part})" if is_opposite else str(part)
    places = max(0, -int(percent.step.as_tuple().exponent))
    text = f"{top}÷{base}={shown(round(computed, places + 2))}%，文中写作{percent}%。"
    if severity is Severity.DOUBTFUL:
        text += "（可能是舍去尾数而未四舍五入）"
    quotes = (line.around(base.start, base.end), line.around(part.start, percent.end))
    value = float(round(computed, places))
    yield Comparison("percentage", as_number(percent.value), value, (line.place, line.place), quotes, severity, text)


def _beyond_hundred(line: Line, figures: Sequence[Figure]) -> Iterator[Comparison]:
    text = line.plain
    for figure in figures:
        lead = text[max(0, figure.start - 16) : figure.start]
        is_share = bool(_SHARE.search(re.split(r"[,，;；。、]", lead)[-1])) or bool(_RATE.search(lead))
        if (
            figure.measure == "%"
            and figure.value > 100
            and is_share
            and not re.search(r"增|同比|完成|超|去年|上年", lead)
        ):
            quote = line.around(figure.start, figure.end)
            words = f"写作{figure}%，占比或这一类比率不可能超过100%。"
            yield Comparison("percentage", as_number(figure.value), 100, (line.place,), (quote,), Severity.SURE, words)


def share_sums(paper: Paper) -> Iterator[Comparison]:
    """Shares of one total that are meant to be all of it: they add up to 100 within rounding."""
    for line in paper.lines:
        shares = [s for s in _shares(line, figures_in(line.plain)) if s.percent.is_exact]
        for span in dict.fromkeys(s.sentence for s in shares):
            own = [s for s in shares if s.sentence == span]
            finding = _share_sum(line, span, own)
            if finding is not None:
                yield finding


def _share_sum(line: Line, span: tuple[int, int], own: Sequence[_Share]) -> Comparison | None:
    total = sum((s.percent.value for s in own), Decimal(0))
    slack = max(sum((s.percent.step for s in own), Decimal(0)) / 2, Decimal("0.1")) + Decimal("0.05")
    text = line.plain[span[0] : span[1]]
    if len(own) < 3 or abs(total - 100) <= slack or not 90 <= total <= 110 or _PARTIAL.search(text):
        return None
    parts = [s.part for s in own if s.part]
    if len(parts) not in (0, len(own)) or len({part.measure for part in parts}) > 1 or "其中" in text[20:]:
        return None
    is_complete = (len(own) >= 4 and bool(parts)) or bool(re.search(r"其他|其它|其余", text))
    if not is_complete and total < 100:
        return None
    values = [s.percent.value for s in own]
    words = (
        f"{len(own)}个占比相加为{'+'.join(map(shown, values))}={shown(total)}%，"
        f"与100%相差{shown(abs(100 - total))}个百分点，超出四舍五入的误差。"
    )
    severity = Severity.LIKELY if total < 100 else Severity.SURE
    quote = line.text[span[0] : span[1]].strip()
    return Comparison("shares_sum", 100, as_number(total), (line.place,), (quote,), severity, words)
