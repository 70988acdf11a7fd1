"""What the text says of a row of an official form by the row's own name: 予以公开3件 beside （一）予以公开 … 3."""

from collections.abc import Iterator, Sequence

from auditor.base.pattern import pattern
from auditor.verify.claims import Claim, claims_of
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.figures import as_number
from auditor.verify.forms import StatementRow, form_rows
from auditor.verify.paper import Grid, OpenedPaper
from auditor.verify.wording import WORDS

_SEEN = "yearly reports whose text tells of tables three and four and of the form of 2014"
_MARK = pattern(
    r"^(?:[^()]*结果)?(?:\(?[一二三四五六七八九十\d]{1,2}[)、.])+|\([^()]*\)|^其中[:：]?|[数量件条次]{1,3}$",
    finds=("(一)予以公开", "收到留言数量(单位:条)"),
    not_in=("予以公开",),
    seen=_SEEN,
)
_OTHER = pattern(r"上[年季]|去年|同[期比]|环比|[增减]|累计|月|季度", finds=("上年",), not_in=("本年",), seen=_SEEN)
_VERB_END = pattern(r"(?:共|的|为|是|了|有){1,3}$", finds=("予以公开的共",), not_in=("予以公开",), seen=_SEEN)
_NAME = 4
_NEAR = 3
_PART = 5


def rows_by_name(paper: OpenedPaper) -> Iterator[Comparison]:
    """A number right behind a row's whole name against the last number of that row; names told once in the forms."""
    in_grids = {grid.place_of(n) for grid in paper.grids for n in range(len(grid.rows))}
    rows: dict[str, list[StatementRow]] = {}
    for row in form_rows(paper):
        name = _MARK.sub("", row.label)
        name = _MARK.sub("", name)
        if row.place in in_grids and len(name) >= _NAME and row.numbers and row.numbers[-1] is not None:
            rows.setdefault(name, []).append(row)
    single = {name: own[0] for name, own in rows.items() if len(own) == 1}
    if any(isinstance(part, Grid) for part in paper.flow) and single:
        for claim in claims_of(paper):
            yield from _named(claim, single)


def _named(claim: Claim, rows: dict[str, StatementRow]) -> Iterator[Comparison]:
    lead = _VERB_END.sub("", claim.lead)
    name = max((one for one in rows if lead.endswith(one)), key=len, default="")
    if not name or not claim.figure.is_exact or claim.measure in ("", "%") or _OTHER.search(lead[: -len(name)]):
        return
    row = rows[name]
    known: Sequence[int] = [number for number in row.numbers if number is not None]
    value = known[-1]
    gap = abs(int(claim.figure.value) - value)
    is_same = claim.figure.value in known
    if not is_same and gap > _NEAR and gap * _PART > value:
        return
    words = WORDS.repeated.format(name=name, stated=claim.figure, tabled=value)
    where = (claim.line.place, row.place)
    quote = (claim.line.around(claim.figure.start, claim.figure.end), row.quote)
    severity = Severity.AGREED if is_same else Severity.LIKELY
    stated = as_number(claim.figure.value)
    yield Comparison("stated_twice", stated, value, where, quote, severity, words, frozenset([claim.spot]))
