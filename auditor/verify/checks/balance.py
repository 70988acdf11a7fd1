"""Applications as a sentence tells them: those taken in and carried over make up those answered and carried on."""

import re
from collections.abc import Iterator
from itertools import pairwise

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.figures import Figure, as_number, figures_in
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.sentence import flattened
from auditor.verify.wording import WORDS

_SEEN = "yearly reports: what was taken in, answered, and is carried on"
_MEASURE = pattern(r"[件份条宗]", finds=("件",), not_in=("个", "人次"), seen=_SEEN, way="fullmatch")
_ROLES = {
    "next": pattern(
        r"结转(?:至|到)?下(?:一)?(?:年度?|季度|月)?(?:继续)?(?:办理|处理)?(?:的)?$",
        finds=("结转下年度继续办理", "结转至下一年度"),
        not_in=("上年结转",),
        seen=_SEEN,
    ),
    "carried": pattern(
        r"上(?:一)?(?:年度?|季度|月)(?:度)?结转(?:的|至本年|过来的?|办理|申请)?$",
        finds=("上年结转", "连同上年度结转的"),
        not_in=("结转下年度",),
        seen=_SEEN,
    ),
    "done": pattern(
        r"(?:^|[本全]年度?|共|已|计|年内|期间)(?:依法|累计|共|已)?(?:办结|答复|办理完毕|处理)(?:申请|政府信息公开申请)?(?:共|共计)?$",
        finds=("本年办结", "共答复", "全年共办结"),
        not_in=("按时办结", "其中答复"),
        seen=_SEEN,
    ),
    "new": pattern(
        r"(?:新收到?|收到|受理)(?:政府信息公开|依申请公开|信息公开)?(?:政府信息)?(?:的)?(?:申请|公开申请|申请公开)?(?:共|共计)?$",
        finds=("全年新收政府信息公开申请", "本年新收依申请公开"),
        not_in=("收到留言", "受理投诉"),
        seen=_SEEN,
    ),
}


def applications_balance(paper: OpenedPaper) -> Iterator[Comparison]:
    """新收63件，上年结转3件，办结62件，结转下年4件: in one paragraph or two that follow each other, each told once."""
    for first, second in pairwise((None, *paper.lines)):
        found = _roles(first, second) if second is not None else {}
        if len(found) == len(_ROLES):
            yield _compared(found)


def _roles(above: Line | None, line: Line) -> dict[str, tuple[Line, Figure]]:
    """The figures by what they are said to be; empty where one is told twice with two values."""
    own = _told(line)
    if len(own) == len(_ROLES) or above is None or not own:
        return own
    both = _told(above)
    return {} if len(both) == len(_ROLES) or both.keys() & own.keys() else both | own


def _told(line: Line) -> dict[str, tuple[Line, Figure]]:
    found: dict[str, tuple[Line, Figure]] = {}
    for figure in figures_in(flattened(line.plain)):
        lead = re.split(r"[,，;；。:：、]", line.plain[: figure.start])[-1]
        role = next((name for name, form in _ROLES.items() if form.search(lead)), None)
        if role is None or not _MEASURE.fullmatch(figure.measure) or not figure.is_exact:
            continue
        if role in found and found[role][1].value != figure.value:
            return {}
        found.setdefault(role, (line, figure))
    return found


def _compared(found: dict[str, tuple[Line, Figure]]) -> Comparison:
    new, carried, done, later = (found[role][1] for role in ("new", "carried", "done", "next"))
    have, spent = new.value + carried.value, done.value + later.value
    words = WORDS.told.applications.format(new=new, carried=carried, have=have, done=done, later=later, spent=spent)
    where = tuple(line.place for line, _ in found.values())
    quote = tuple(line.around(figure.start, figure.end) for line, figure in found.values())
    spots = frozenset((line.place, figure.start) for line, figure in found.values())
    severity = Severity.AGREED if have == spent else Severity.LIKELY
    return Comparison("form_balance", as_number(have), as_number(spent), where, quote, severity, words, spots)
