"""What shares and rates have in common: a part of a base in per cent, and the comparison the two make."""

from decimal import Decimal

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity, spots_of
from auditor.verify.figures import Figure, as_number, is_one_slip, shown
from auditor.verify.paper import Line
from auditor.verify.wording import WORDS

RATE = pattern(
    r"(?P<not>[不未])?(?P<stem>(?:按[时期]|及时|限期|如期)?[\u4e00-\u9fff]{2})(?:率|比例)(?:为|达到?|是|:|均为|分别为|仅为?|只有)?$",
    finds=("抽查合格率为", "不合格率", "节约率", "抽查比例为", "未办结率仅"),
    not_in=("效率", "合格率较", "占比"),
    seen="circulars of spot checks and hotlines: a rate is called by what it is a rate of",
)
LOOSE = pattern(
    r"以上|以下|左右|上下|的|标准",
    finds=("以上", "左右", "的目标"),
    not_in=("，其中",),
    seen="a usual form; in none of the documents kept",
    way="match",
)
BASE_VERB = pattern(
    r"共|受理|收到|检查|抽查|监测|报送|上报|运行|应|总|普查|核查|在册|开设|备案|全[省市县区]|现有",
    finds=("共抽查", "受理", "全县"),
    not_in=("其中",),
    seen="海南省 (2023 Q3)",
)
NAME = 2
_CLOSE = 15
"""Percentage points by which a rate may be off the counts of another sentence and still be meant for them."""


def fits(percent: Figure, computed: Decimal, slack: Decimal = Decimal(0)) -> bool:
    """Whether a percentage is what was computed, within its rounding and ``slack``."""
    return abs(computed - percent.value) <= percent.step / 2 + slack + Decimal("1e-9")


def looks_cut_off(percent: Figure, computed: Decimal) -> bool:
    """Whether digits were cut off instead of rounded."""
    return 0 <= computed - percent.value < percent.step


def ratio(part: Decimal, base: Decimal) -> Decimal:
    """A part of a base in per cent; below nought where there is no base."""
    return part * 100 / base if base else Decimal(-1)


def percent_comparison(
    line: Line, percent: Figure, terms: str, computed: Decimal, severity: Severity, *counts: Figure
) -> Comparison:
    """A percentage against its recomputation; ``counts`` are the figures it was computed from."""
    places = max(0, -int(percent.step.as_tuple().exponent))
    value = round(computed, places)
    text = WORDS.shares.share.format(terms=terms, exact=shown(round(computed, places + 2)), value=value, stated=percent)
    if severity is Severity.DOUBTFUL:
        text += WORDS.shares.truncated
    first, last = min(f.start for f in (*counts, percent)), max(f.end for f in (*counts, percent))
    where, quote = (line.place, line.place), (line.around(first, last), line.around(percent.start, percent.end))
    spots = spots_of(line.place, (percent.start, *(f.start for f in counts)))
    return Comparison("percentage", as_number(percent.value), as_number(value), where, quote, severity, text, spots)


def is_near_rate(percent: Figure, computed: Decimal) -> bool:
    """Whether a rate is off by so little, or by one digit, that it must be meant for these counts."""
    places = max(0, -int(percent.step.as_tuple().exponent))
    return abs(computed - percent.value) <= _CLOSE or is_one_slip(percent.value, round(computed, places))
