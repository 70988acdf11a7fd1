"""Tables of indicators, one number a row (the forms before 2014 and those of sites), against the text and one another.

A row is told in the text where a number of the same measure stands with most of the words of its name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from auditor.base.pattern import pattern
from auditor.verify.claims import AMONG, Claim, all_claims_of
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.figures import as_number, is_one_slip
from auditor.verify.forms import StatementRow, form_rows
from auditor.verify.paper import OpenedPaper
from auditor.verify.periods import sentence_start
from auditor.verify.reading import is_near
from auditor.verify.wording import WORDS

_SEEN = "yearly reports of 2008 to 2013 and of government sites: a table of indicators behind the text"
_ROW = pattern(
    r"^(?:其中[:：]?)?(?:\d{1,2}[.、])?(?:本?年度?|全年)?对?(?P<name>[\u4e00-\u9fff、/]{2,30}?)(?:的?(?:总?数量?|总量))?(?:\(?(?:单位[:：])?(?P<measure>[条件个次篇份人]{1,2})\)?)?\d{0,2}(?P<last>[条件个次篇份人]{1,2})?$",
    finds={"主动公开信息数条": "主动公开信息", "其中:1.当面申请数件": "当面申请", "办结留言数量(单位:条)": "办结留言"},
    not_in=("2009年度", "1"),
    seen=_SEEN,
    way="match",
)
_AMONG = pattern(r"^其中", finds=("其中:1.当面申请数",), not_in=("申请总数",), seen=_SEEN)
_NUMBERED = pattern(
    r"^(?:其中[:：]?)?(?P<n>\d{1,2})[.、]", finds={"其中:1.当面": "1", "2.传真": "2"}, not_in=("当面",), seen=_SEEN
)
_WHOLE = pattern(r"总数|总量", finds=("申请总数",), not_in=("申请数",), seen=_SEEN)
_ALL = pattern(r"共|总|收到|受理|接收", finds=("共受理",), not_in=("其中",), seen=_SEEN)
_OTHER = pattern(r"上[年季]|去年|同[期比]|环比|累计|[增减]|月|季度|结转", finds=("上年",), not_in=("本年",), seen=_SEEN)
_THREE = 3
_HALF = 2
_FEW = 2
_LEAST_ROWS = 3


@dataclass(frozen=True, slots=True)
class _Indicator:
    row: StatementRow
    name: str
    measure: str
    is_whole: bool

    @property
    def pairs(self) -> frozenset[str]:
        """The pairs of letters of its name."""
        return frozenset(a + b for a, b in pairwise(self.name))

    @property
    def value(self) -> int:
        return self.row.value or 0


def indicators(paper: OpenedPaper) -> Iterator[Comparison]:
    """Every row told in the text, and every numbered group of rows below its total."""
    places = {grid.place_of(n) for grid in paper.grids for n in range(len(grid.rows))}
    rows = [row for row in form_rows(paper) if row.place in places and len(row.numbers) == 1 and row.value is not None]
    known = [one for row in rows if (one := _indicator(row)) is not None]
    if len(known) < _LEAST_ROWS:
        return
    yield from _groups(rows)
    names = [one.name for one in known]
    claims = [c for c in all_claims_of(paper) if c.figure.is_exact and c.measure not in ("", "%")]
    for one in known:
        if names.count(one.name) == 1:
            yield from _told(one, claims, known)


def _indicator(row: StatementRow) -> _Indicator | None:
    match = _ROW.match(row.label)
    if match is None:
        return None
    measure = match["measure"] or match["last"] or ""
    return _Indicator(row, match["name"], measure, bool(_WHOLE.search(row.label)))


def _told(one: _Indicator, claims: Sequence[Claim], every: Sequence[_Indicator]) -> Iterator[Comparison]:
    fitting = [(score, c) for c in claims if (score := _score(one, c))]
    same = next((c for _, c in fitting if c.figure.value == one.value), None)
    if same is not None:
        yield _compared(one, same)
        return
    best = max((score for score, _ in fitting), default=0)
    meant = [c for score, c in fitting if score == best]
    if len(meant) != 1 or any(_score(other, meant[0]) >= best for other in every if other is not one):
        return
    stated, value = meant[0].figure.value, Decimal(one.value)
    if is_near(stated, value) or abs(stated - value) <= _FEW or is_one_slip(stated, value):
        yield _compared(one, meant[0])


def _score(one: _Indicator, claim: Claim) -> int:
    """How much of a row's name stands with a number: most of it in its sentence, some of it in its own clause."""
    words = claim.line.plain[sentence_start(claim) : claim.figure.start] + claim.tail
    own = re.split("[,，;；。:：(]", words[: len(words) - len(claim.tail)])[-1] + claim.tail
    shared = sum(pair in own for pair in one.pairs)
    around = sum(pair in words for pair in one.pairs)
    is_other = bool(one.measure) and claim.figure.measure != one.measure
    if is_other or _OTHER.search(own) or not shared:
        return 0
    if one.is_whole and (not _ALL.search(own) or AMONG.search(own)):
        return 0
    is_most = around * _THREE >= len(one.pairs) * _HALF
    return shared * _HALF + around if is_most and (shared * _HALF >= len(one.pairs) or len(one.pairs) > _FEW) else 0


def _compared(one: _Indicator, claim: Claim) -> Comparison:
    is_same = claim.figure.value == one.value
    words = WORDS.repeated.format(name=one.name, stated=claim.figure, tabled=one.value)
    where = (claim.line.place, one.row.place)
    quote = (claim.line.around(claim.figure.start, claim.figure.end), one.row.quote)
    severity = Severity.AGREED if is_same else Severity.LIKELY
    stated = as_number(claim.figure.value)
    return Comparison("stated_twice", stated, one.value, where, quote, severity, words, frozenset([claim.spot]))


def _groups(rows: Sequence[StatementRow]) -> Iterator[Comparison]:
    """申请总数19; 其中：1.当面申请7 2.传真申请5 3.网上申请7: rows numbered below a total are all of it."""
    for at, row in enumerate(rows[:-1]):
        if not _WHOLE.search(row.label) or not _AMONG.match(rows[at + 1].label):
            continue
        own: list[StatementRow] = []
        for other in rows[at + 1 :]:
            number = _NUMBERED.match(other.label)
            if number is None or int(number["n"]) != len(own) + 1:
                break
            own.append(other)
        total, stated = sum(other.value or 0 for other in own), row.value or 0
        if len(own) < _FEW or not (total == stated or is_near(Decimal(total), Decimal(stated))):
            continue
        terms = "+".join(str(other.value) for other in own)
        words = WORDS.forms.items.format(name=row.label, total=stated, terms=terms, sum=total)
        severity = Severity.AGREED if total == stated else Severity.LIKELY
        where, quote = (row.place, own[0].place), (row.quote, own[0].quote)
        yield Comparison("form_total", stated, total, where, quote, severity, words)
