"""Numbers that a text comes back to: 关停的28个网站中 after 已关停28个; 上述5个账号 behind lists of three and two.

What is meant may be a number told before of the same things, the names of a list, rows of a table, or several of
these together; a number that is none of them is wrong where one is clearly meant.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from auditor.base.pattern import pattern
from auditor.verify.claims import COUNTED, Claim, all_claims_of, claims_of
from auditor.verify.comparison import Comparison, Severity, Spot
from auditor.verify.facts import tables_of
from auditor.verify.figures import as_number
from auditor.verify.groups import groups_of
from auditor.verify.holding import PART_NAMED
from auditor.verify.names import bare, is_placeholder, looks_like_unit, split_names
from auditor.verify.paper import OpenedPaper
from auditor.verify.reading import is_near
from auditor.verify.wording import WORDS

_SEEN = "circulars of provinces and cities (2014 to 2025): what was named before is told to be mended"
_SAID_BACK = pattern(
    r"(?P<what>[\u4e00-\u9fff“”]{2,14})的$",
    finds={"关停的": "关停", "未整改到位的": "未整改到位"},
    not_in=("关停",),
    seen=_SEEN,
)
_ALL_OF_THEM = pattern(
    r"[\u4e00-\u9fff“”]{0,14}?(?:中[,，]|[要应须]|[,，](?:请|各|要)|于\d|均|已?全部)",
    finds=("个网站中，", "家单位要于", "个部门,请于", "个部门于3月"),
    not_in=("个网站，",),
    seen=_SEEN,
    way="match",
)
_THESE = pattern(
    r"(?:上述|以上|前述|这)$|(?:附件|附表)(?:中|所)?(?:所?列|列出)的?$",
    finds=("上述", "附件所列"),
    not_in=("以上的", "附件"),
    seen=_SEEN,
)
_OF_ANNEX = pattern(r"附[件表]", finds=("附件所列",), not_in=("上述",), seen=_SEEN)
_GENERAL = pattern(
    r"单位|部门|乡镇|街道|政务|政府|账号|新媒体|公众号|网站|栏目", finds=("不合格网站",), not_in=("不合格",), seen=_SEEN
)
_SUMMED = pattern(r"共|合计|总", finds=("共发现",), not_in=("其中",), seen=_SEEN)
_NAMED = pattern(
    r"(?:被通报|被点名|被评为[\u4e00-\u9fff]{2,6}|通报批评|检查发现|抽查发现)的$",
    finds=("望被通报的", "检查发现的"),
    not_in=("发现",),
    seen=_SEEN,
)
_NOT_BACK = pattern(
    r"[上去]年|上[季月期次]|其中|[有发]|(?<!更)新|分$|以[上下]",
    finds=("发现存在问题", "上季度"),
    not_in=("关停",),
    seen=_SEEN,
)
_VERB_BACK = pattern(
    r"(?<![未不没其])(?P<verb>更新|发布|公开|报送|采用|检查|抽查|核查|督查|考核|测评|受理|转派|转办|派单|办理|承办)的$",
    finds={"从督查的": "督查", "共更新的": "更新"},
    not_in=("未更新的", "更新"),
    seen=_SEEN,
)
_SOME = pattern(
    r"其中|[另还]有|部分|[未不没]|上[年季月]|去年|第[一二三四]|其余|剩余|超|应|需",
    finds=("其中督查的", "另有检查的", "未按时更新的"),
    not_in=("从督查的",),
    seen=_SEEN,
)
_THING = pattern(
    r"(?:政务|政府)?(?P<what>信息|单位|部门|乡镇|网站|账号|新媒体|栏目|诉求|工单|申请|文件|建议|提案|稿件|来信|来电)",
    finds={"政务信息": "信息", "单位情况": "单位"},
    not_in=("问题",),
    seen=_SEEN,
    way="match",
)
_BEFORE_WHAT = pattern(r"^(?:其中|对|在|请|将)|[“”]", finds=("对关停",), not_in=("关停",), seen=_SEEN)
_NOT = pattern(r"[未没不无]|逾期|超期|延期|超时|滞后", finds=("未整改",), not_in=("已整改",), seen=_SEEN)
_COUNT_OF_ONE = pattern(
    r"\([^()]{0,60}\)|\d{1,7}[件条个家]",
    finds={"水利局(2个)": "(2个)", "财政局3件": "3件"},
    not_in=("水利局",),
    seen="names with what each has behind them",
)
_WHOSE = pattern(
    r"^[^、]{0,16}(?:单位|部门|乡镇|街道)(?:为|是|有)",
    finds=("超期办结的单位为",),
    not_in=("县直单位县财政局",),
    seen="circulars that name whose the cases are",
)
_NOUN = pattern(
    r"[\u4e00-\u9fff]{0,14}?(?P<thing>单位|部门|乡镇|街道|科室|账号|新媒体|公众号|网站|栏目|问题(?!账号|网站|栏目|单位)|文件|工单|诉求)",
    finds={"不合格账号": "账号", "更新不及时的单位": "单位"},
    not_in=("方面",),
    seen=_SEEN,
    way="match",
)
_BODIES = frozenset(WORDS.facts.bodies.split())
_ACCOUNTS = frozenset(WORDS.facts.accounts.split())
_WINDOW = 12
_LEAST = 2
_MUCH = 2
_SMALL = 3
_MOST_SUMMED = 4
_TENTH = 10


@dataclass(frozen=True, slots=True)
class _Antecedent:
    """What may be meant: how many, of which things, where; ``order`` rises through the paper."""

    value: Decimal
    things: frozenset[str]
    words: str
    place: str
    quote: str
    order: int
    spots: frozenset[Spot]
    names: frozenset[str] = frozenset()


def coming_back(paper: OpenedPaper) -> Iterator[Comparison]:
    """Every number that the text comes back to."""
    yield from _said_back(paper)
    lines = {line.place: at for at, line in enumerate(paper.lines)}
    told = sorted((*_numbers(paper, lines), *_lists(paper, lines), *_rows(paper)), key=lambda one: one.order)
    every = all_claims_of(paper)
    for claim in claims_of(paper):
        is_these = _THESE.search(claim.lead) or _NAMED.search(claim.lead)
        if is_these and claim.figure.is_exact and COUNTED.fullmatch(claim.measure):
            at = _order(lines[claim.line.place], claim.figure.start)
            before = [one for one in told if one.order < at]
            in_rows = _in_rows(every, claim)
            yield from _these(claim, before, in_rows, is_annex=bool(_OF_ANNEX.search(claim.lead)))


def _order(line: int, start: int) -> int:
    return (line + 1) * 100_000 + start


def _numbers(paper: OpenedPaper, lines: dict[str, int]) -> Iterator[_Antecedent]:
    for c in all_claims_of(paper):
        if c.figure.is_exact and not c.is_of_each and COUNTED.fullmatch(c.measure):
            words = re.split("[,，;；。:：(]", c.opens)[-1] + c.tail
            order = _order(lines[c.line.place], c.figure.start)
            quote = c.line.around(c.figure.start, c.figure.end)
            things = _things(c.tail) or _things(c.lead[-4:])
            yield _Antecedent(c.figure.value, things, words, c.line.place, quote, order, frozenset([c.spot]))


def _lists(paper: OpenedPaper, lines: dict[str, int]) -> Iterator[_Antecedent]:
    """The names of each list of units or accounts, and of the names in a sentence that have brackets behind them."""
    for group in groups_of(paper):
        names = group.names.names
        things = _BODIES if group.are_units else _things(group.label) or _things(group.quote)
        order = _order(lines[group.place], group.span[0])
        yield _Antecedent(Decimal(len(names)), things, group.label, group.names_place, group.quote, order, frozenset())
    for line in paper.lines:
        for match in re.finditer(r"[^,，;；。:：]*", line.plain):
            names = split_names(_COUNT_OF_ONE.sub("", _WHOSE.sub("", match[0]))).names
            if len(names) >= _LEAST and all(looks_like_unit(n) and not is_placeholder(n) for n in names):
                order = _order(lines[line.place], match.start())
                size, own = Decimal(len(names)), frozenset(map(bare, names))
                yield _Antecedent(size, _BODIES, "", line.place, match[0], order, frozenset(), own)


def _rows(paper: OpenedPaper) -> Iterator[_Antecedent]:
    """How many rows each table has: what an annex lists stands behind the text."""
    for table in tables_of(paper):
        for thing, number in (*table.things, ("", len(table.rows))):
            things = _things(thing) or frozenset([""])
            yield _Antecedent(Decimal(number), things, thing, table.grid.place, "", 0, frozenset())


def _things(words: str) -> frozenset[str]:
    match = _NOUN.match(words)
    if match is None:
        return frozenset()
    thing = match["thing"]
    return next((kind for kind in (_BODIES, _ACCOUNTS) if thing in kind), frozenset([thing]))


def _in_rows(claims: Sequence[Claim], claim: Claim) -> set[Decimal]:
    """How many numbers of one measure each sentence before tells: 甲网站15个、乙网站17个、丙网站20个 are three."""
    sizes, size = set(), 1
    for before, c in pairwise(claims):
        size = size + 1 if c.opens.startswith("、") and c.measure == before.measure else 1
        if 0 <= claim.sentence - c.sentence <= _SMALL and size > 1:
            sizes.add(Decimal(size))
    return sizes


def _these(claim: Claim, told: Sequence[_Antecedent], in_rows: set[Decimal], *, is_annex: bool) -> Iterator[Comparison]:
    """The number told last of what is called so, by name first; several told one behind the other may be meant."""
    what = (re.match("[\u4e00-\u9fff]{0,14}", claim.tail) or [""])[0]
    things = _things(what)
    rows = [one for one in told if not one.order]
    near = [one for one in told if one.order and (one.things & things or not one.things)][-_WINDOW:]
    close = ([one for one in rows if one.things & things] or rows) if is_annex else near
    named = _by_name(what, close)
    if (union := _named_there(near)) is not None and not named and not is_annex and things == _BODIES:
        near.append(union)
    values = [one.value for one in named or close]
    same = next((one for one in reversed(named or close) if one.value == claim.figure.value), None)
    if same is None and not named and not is_annex:
        same = next((one for one in rows if one.value == claim.figure.value and one.things & things), None)
    if same is not None:
        yield _back(same, claim)
    elif things and close and claim.figure.value not in (_together(near) | in_rows):
        meant = max(named or close, key=lambda one: (_shared(what, one), one.order))
        part = PART_NAMED.search(meant.words)
        if part is not None and part[0] not in claim.clause:
            return  # of a part only
        if _is_meant(meant.value, claim.figure.value) and (not is_annex or len(set(values)) == 1):
            yield _back(meant, claim)


def _named_there(told: Sequence[_Antecedent]) -> _Antecedent | None:
    """All names of the lists that stand in the paragraph of the last one, each once."""
    last = told[-1] if told and told[-1].names else None
    lists = [one for one in told if last is not None and one.names and one.place == last.place]
    if last is None or len(lists) < _LEAST:
        return None
    names = frozenset[str]().union(*(one.names for one in lists))
    quote = "；".join(one.quote for one in lists)
    return replace(last, value=Decimal(len(names)), quote=quote, order=last.order + 1, names=names)


def _by_name(what: str, told: Sequence[_Antecedent]) -> list[_Antecedent]:
    """Those whose words share most with what is called so, where that is much and one number."""
    best = max((_shared(what, one) for one in told), default=0)
    named = [one for one in told if _shared(what, one) == best]
    return named if best >= _MUCH and len({one.value for one in named}) == 1 else []


def _shared(what: str, told: _Antecedent) -> int:
    return sum(a + b in told.words for a, b in pairwise(_GENERAL.sub(" ", what)) if " " not in a + b)


def _together(told: Sequence[_Antecedent]) -> set[Decimal]:
    """What lists, or numbers, that stand one behind the other make up; a number that is a sum itself is left out."""
    lists = [one.value for one in told if not one.spots]
    numbers = [one.value for one in told if one.spots and not _SUMMED.search(one.words)]
    return {
        sum(values[k : k + n], Decimal(0))
        for values in (lists, numbers)
        for n in range(2, _MOST_SUMMED + 1)
        for k in range(len(values) - n + 1)
    }


def _is_meant(one: Decimal, other: Decimal) -> bool:
    return is_near(one, other) or abs(one - other) <= _SMALL


def _said_back(paper: OpenedPaper) -> Iterator[Comparison]:
    """关停的28个网站中 after 已关停28个, 更新的787条信息: one number before it was told with these words."""
    claims = claims_of(paper)
    for at, claim in enumerate(claims):
        said, verb = _SAID_BACK.search(claim.lead), _VERB_BACK.search(claim.lead)
        is_all = said is not None and _ALL_OF_THEM.match(claim.line.plain[claim.figure.end :])
        thing = _THING.match(claim.tail)
        is_counted = verb is not None and thing and not _SOME.search(claim.lead)
        if not claim.figure.is_exact or claim.measure in ("", "%") or not (is_all or is_counted):
            continue
        told = [c for c in claims[:at] if c.measure == claim.measure and c.figure.is_exact]
        if is_all and said:
            what = _BEFORE_WHAT.sub("", said["what"])
            if len(_GENERAL.sub("", what)) < _LEAST or _NOT_BACK.search(what):
                continue
            told = [c for c in told if what in c.words and bool(_NOT.search(c.words)) == bool(_NOT.search(what))]
        elif verb and thing:
            told = [
                c for c in told if verb["verb"] in c.lead and thing["what"] in c.words and not _SOME.search(c.words)
            ]
            if any(abs(c.figure.value - claim.figure.value) * _TENTH > c.figure.value for c in told):
                continue  # of some of them
        if len({c.figure.value for c in told}) == 1 and _is_meant(told[-1].figure.value, claim.figure.value):
            same = told[-1]
            quote = same.line.around(same.figure.start, same.figure.end)
            yield _back(
                _Antecedent(same.figure.value, frozenset(), "", same.line.place, quote, 0, frozenset([same.spot])),
                claim,
            )


def _back(first: _Antecedent, again: Claim) -> Comparison:
    is_same = first.value == again.figure.value
    words = WORDS.repeats.twice.format(first=as_number(first.value), unit=again.figure.measure, second=again.figure)
    where = (first.place, again.line.place)
    quote = (first.quote, again.line.around(again.figure.start, again.figure.end))
    severity = Severity.AGREED if is_same else Severity.LIKELY
    spots = frozenset((*first.spots, again.spot))
    stated, computed = as_number(first.value), as_number(again.figure.value)
    return Comparison("stated_twice", stated, computed, where, quote, severity, words, spots)
