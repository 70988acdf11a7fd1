"""Parts that leave nothing out by their own words, against the whole they divide; numbers that the text comes back to.

What a part says of itself is enough (已整改 beside 未整改, 其余, N个中): no word for all is asked of the whole. Only a
whole that nearly is the sum is called wrong, and only where no other number before it is the sum.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby, pairwise, takewhile

from auditor.base.pattern import pattern
from auditor.verify.claims import AMONG, COUNTED, OWN_SUBJECT, Claim, claims_of
from auditor.verify.comparison import Comparison, Severity, Spot
from auditor.verify.figures import as_number, is_one_slip, written_number
from auditor.verify.names import looks_like_unit
from auditor.verify.opposites import HALVES, STATES
from auditor.verify.paper import OpenedPaper
from auditor.verify.wording import WORDS

_SEEN = "circulars of provinces and cities (2014 to 2025): what was checked, what failed, what is still to be mended"
_NOT = pattern(r"[未没不无]|逾期|超期|延期|超时|滞后", finds=("未整改", "逾期公开"), not_in=("已整改",), seen=_SEEN)
_REST = pattern(
    r"其余|其他|其它|剩余|余下|[还仍尚]有|正在|在办|尚未",
    finds=("其余", "仍有", "正在办理"),
    not_in=("另有",),
    seen=_SEEN,
)
_ALL_ELSE = pattern(r"其余|其他|其它|剩余|余下", finds=("其余栏目",), not_in=("尚未审结", "仍有"), seen=_SEEN)
_AMID = pattern(
    r"[\u4e00-\u9fff“”]{0,16}?中[,，]?", finds=("家不合格政务新媒体中，",), not_in=("，其中",), seen=_SEEN, way="match"
)
_PERIODS = pattern(
    r"[、,，]?按[日周旬月季年]",
    finds=("按周更新的",),
    not_in=("按时更新的",),
    seen="columns by how often they are due",
    way="match",
)
_BLANK = pattern(r"[\s\x00“”、的]", finds=("的",), not_in=("差",), seen="names that are told with or without 的")
_GRADE = pattern(r"[优良差]|合格|达标|一般|[较很][好差]", finds=("优秀", "不合格"), not_in=("乡镇",), seen=_SEEN)
_BEST = pattern(r"优|很?好的?|A", finds=("优秀",), not_in=("合格",), seen=_SEEN)
_WORST = pattern(r"不合格|不达标|差", finds=("不合格",), not_in=("合格", "一般"), seen=_SEEN)
_IN_THAT = pattern(
    r"[,，]?(?P<of>[\u4e00-\u9fff“”]{2,10}?)中[,，:：]",
    finds={"差的单位中，乡镇": "差的单位", "有效留言中，": "有效留言"},
    not_in=("其中，乡镇", "24个专区中，"),
    seen="circulars that divide what they have counted a sentence before",
    way="match",
)
_WHOSE = pattern(
    r"(?P<of>[\u4e00-\u9fff]{2,8}?)的(?:单位|部门|乡镇|网站|栏目)(?:为|是|有|分别[为是])",
    finds={"未办结的单位为县城管局": "未办结"},
    not_in=("未办结的为",),
    seen="circulars that name whose the cases are",
    way="match",
)
_CLOSES = pattern(
    r"^[,，]?(?:个[\u4e00-\u9fff]{1,6}|[\u4e00-\u9fff]{0,4})?(?:总?共(?:计|有)?|合计|总计)(?P<what>[\u4e00-\u9fff]{0,8})$",
    finds={"，共": "", "四个乡镇合计": "", "共遗留问题": "遗留问题"},
    not_in=("发布信息", "其中"),
    seen=_SEEN,
)
_BY = pattern(
    r"按[\u4e00-\u9fff]{1,8}(?:划?分|统计|来?看)|从[\u4e00-\u9fff]{1,10}[来上]?看|其中",
    finds=("按平台分", "从问题类型看", "其中"),
    not_in=("按时",),
    seen=_SEEN,
)
_ELSE = pattern(
    r"上[年季月期]|去年|同期|[增减]|结转|累计|不少于|以上|另", finds=("上年", "增加"), not_in=("本季度",), seen=_SEEN
)
_STILL = pattern(r"[还仍尚]有", finds=("仍有",), not_in=("其余",), seen=_SEEN, way="match")
_DONE = pattern(r"已|完成|办结|整改", finds=("已整改",), not_in=("运行平稳",), seen=_SEEN)
_FOUND = pattern(r"存在|发现|查出", finds=("抽查出一定的问题",), not_in=("问题",), seen=_SEEN)
_LOOKED_AT = pattern(
    r"(?:检查|抽查|监测|巡查|核查|普查|运行|纳入|备案)[^未已]{0,4}$", finds=("本次检查",), not_in=("合格",), seen=_SEEN
)
_NOUNS = pattern(
    r"政府|政务|新媒体|网站|账号|单位|部门|信息|栏目|乡镇", finds=("政府网站",), not_in=("合格",), seen=_SEEN
)
_INVOLVES = pattern(r"涉及", finds=("，涉及甲局",), not_in=("其中",), seen=_SEEN)
_DUE = pattern(r"应", finds=("应当解读",), not_in=("已解读",), seen=_SEEN)
_OUTCOME = pattern(
    r"(?:同意|予以|部分|不予|无法|其他|其它)[\u4e00-\u9fff“”]{0,8}$|不掌握[\u4e00-\u9fff]{0,8}$|信息不存在$|补正$|不再处理$",
    finds=("同意部分公开的", "不予公开"),
    not_in=("当面申请",),
    seen="yearly reports that tell how applications were answered",
)
_ALL_ANSWERED = pattern(
    r"(?:全部|均)(?:已|予以|按期|按时|依法|在法定期限内)*(?:答复|办复|办结|办理完毕|予以答复)",
    finds=("已全部答复", "均按期答复"),
    not_in=("答复",),
    seen="yearly reports that tell how applications were answered",
)
_CLOSED = pattern(r"办结|答复", finds=("已办结",), not_in=("收到",), seen=_SEEN)
_APPLIED = pattern(r"申请|受理|收到", finds=("共受理",), not_in=("当面",), seen=_SEEN)
_MEAN = pattern(r"平均|均$", finds=("平均用时",), not_in=("共",), seen=_SEEN)
_WHOLE = pattern(r"共|总|全|应|发现|收到|受理|计", finds=("共", "发现疑似错敏信息"), not_in=("网站",), seen=_SEEN)
_MONTH = pattern(r"月", finds=("10月检查",), not_in=("检查",), seen=_SEEN)
_FAULT = WORDS.quantities.fault
_WHICH_TURN = pattern(r"第?[一二两]批次?", finds=("第二批",), not_in=("批准",), seen=_SEEN)
_NEAR = Decimal("0.25")
_FEW = 3
_NOUN = 7
_TURNS = 4
_SMALL = 9
_HEAD = 30
_DOES = pattern(
    r"[未已不无有为占得达仍尚]|完成|发现|更新|合格|整改|办结|检查|发布",
    finds=("已完成",),
    not_in=("县级", "乡镇"),
    seen=_SEEN,
)
_HEADED = pattern(
    r"\(?(?P<n>[一二三四五六])[)、]",
    finds={"(一)优秀等次": "一", "二、": "二"},
    not_in=("一是",),
    seen=_SEEN,
    way="match",
)
_ITS_SHARE = pattern(
    r"[,，]?占(?:比|总[数量]的?|全部的?)?(?:为|约)?",
    finds=("，占", "，占总数的"),
    not_in=("，其中合格占",),
    seen="hotlines and reports that divide a number by kinds",
    way="fullmatch",
)
_HUNDRED = 100
_CLOSE = 50
"""A total told before is meant where the parts are off it by no more than one in fifty."""
_LEVEL = pattern(r"级$", finds=("县级",), not_in=("公告类",), seen=_SEEN)
_LEAST = 2
_MOST = 12


def partitions(paper: OpenedPaper, spots: frozenset[Spot]) -> Iterator[Comparison]:
    """Every run of numbers of one measure that is a whole and its parts by the parts' own words.

    Numbers in ``spots`` make up another whole; a part of a whole that is right cannot be wrong in the next one.
    """
    claims = claims_of(paper)
    found = [*of_each(claims), *_siblings(claims), *_interleaved(claims), *_by_semicolons(claims)]
    for at in range(len(claims)):
        for form in (
            _two,
            _answered,
            _amid,
            _graded,
            _of_its_name,
            _closing,
            _to_the_rest,
            _alike,
            _direct,
            _exceeding,
            _by_shares,
        ):
            found += form(claims, at)
    settled = spots.union(*(one.spots for one in found if not one.is_finding))
    told = {claim.spot: claim for claim in claims}
    for one in found:
        if not one.is_finding or (len(one.spots & settled) <= 1 and _are_of_one_thing([told[s] for s in one.spots])):
            yield one


def _are_of_one_thing(claims: Sequence[Claim]) -> bool:
    """Whether nothing speaks against adding them up: two things counted, a range, lists of names side by side."""
    things = {claim.thing for claim in claims if claim.thing}
    listed = sum(claim.is_listed for claim in claims)
    return len(things) <= 1 and listed <= 1 and all(claim.figure.is_exact for claim in claims)


def _follow(claims: Sequence[Claim], at: int) -> list[Claim]:
    """The numbers of one measure from one on within its sentence; rates between them are passed over."""
    first = claims[at]
    run: list[Claim] = []
    is_inner = False
    if first.measure == "%":
        return run
    for claim in claims[at : at + _MOST]:
        if claim.sentence != first.sentence or claim.line is not first.line:
            break
        if claim.figure.measure == "%":
            continue
        if (
            claim.measure != first.measure
            or claim.is_of_each
            or (run and (claim.is_listed or _INVOLVES.search(claim.opens)))
        ):
            break
        is_inner = not re.search("[;；]", claim.opens) and (
            is_inner or (len(run) > 1 and bool(AMONG.search(claim.opens)))
        )
        if is_inner:
            continue  # parts of a part, up to the next semicolon
        run.append(claim)
    return run


def _before(claims: Sequence[Claim], at: int) -> list[Claim]:
    """The numbers of the same measure before one, in its sentence and the three before it, nearest first."""
    first = claims[at]
    found = []
    for claim in reversed(claims[:at]):
        if first.sentence - claim.sentence > _FEW:
            break
        if claim.measure == first.measure and claim.figure.is_exact:
            found.append(claim)
    return found


def _answered(claims: Sequence[Claim], at: int) -> Iterator[Comparison]:
    """全部答复。同意公开5件，部分公开6件，不予公开18件: the outcomes of all that was applied for."""
    first = claims[at]
    run = list(takewhile(lambda c: _OUTCOME.search(c.lead), _follow(claims, at)))
    is_first = not at or not _OUTCOME.search(claims[at - 1].lead)
    text = first.line.plain[: first.figure.start]
    if not is_first or len(run) < _FEW:
        return
    before = [c for c in _before(claims, at) if not _ELSE.search(c.words)]
    wholes = [c for c in before if _APPLIED.search(c.words)]
    if not _ALL_ANSWERED.search("。".join(text.split("。")[-_LEAST:])):
        total = sum((part.figure.value for part in run), Decimal(0))
        wholes = [c for c in before if _CLOSED.search(c.words) and _is_slip(c.figure.value, total)]
    totals = [c for c in wholes if not AMONG.search(c.opens) and c.figure.value * _LEAST > first.figure.value]
    if totals:
        same = [c for c in totals if c.figure.value == sum(part.figure.value for part in run)]
        yield from _compared((same or [max(totals, key=lambda c: c.figure.value)])[0], run)


def _two(claims: Sequence[Claim], at: int) -> Iterator[Comparison]:
    """已整改6个，仍有11个未整改: what is done and what is not leave nothing out."""
    run = _follow(claims, at)
    if len(run) == _LEAST and _leave_nothing(run[0], run[1]):
        yield from _judged(claims, at, run, 1)


def _leave_nothing(first: Claim, second: Claim) -> bool:
    one, other = first.words, second.words
    if _ELSE.search(one + other) or _REST.search(one) or _NOT.search(one) or _LOOKED_AT.search(first.lead):
        return False
    rest = _REST.search(other)
    if rest and AMONG.search(first.opens):
        return False  # 其中 leaves room for others
    if rest:
        return not _STILL.match(rest[0]) or bool(_NOT.search(other) or _DONE.search(one))
    bare = _NOUNS.sub(" ", _NOT.sub("", other))
    pairs = {a + b for a, b in pairwise(one)} - (set() if _FOUND.search(one) else {_FAULT})
    return bool(_NOT.search(other)) and any(pair in bare and " " not in pair for pair in pairs)


def _amid(claims: Sequence[Claim], at: int) -> Iterator[Comparison]:
    """14个不合格政务新媒体中，有11个…，2个…，1个…: three parts or more of what is named right before them."""
    run = _follow(claims, at)
    if len(run) > _FEW and not any(_ELSE.search(claim.words) for claim in run):
        between = run[1].opens
        if _AMID.match(between) and run[0].figure.is_exact:
            yield from _compared(run[0], run[1:])


def _graded(claims: Sequence[Claim], at: int) -> Iterator[Comparison]:
    """优秀13所，良好22所，合格14所，不合格5所: grades from the best to the worst are all there are."""
    run = list(takewhile(lambda c: _GRADE.search(c.clause), _follow(claims, at)))
    is_first = not at or claims[at - 1].sentence != claims[at].sentence or not _GRADE.search(claims[at - 1].clause)
    if is_first and len(run) > _LEAST and _BEST.search(run[0].clause) and _WORST.search(run[-1].clause):
        yield from _judged(claims, at, run, _FEW, is_said=True)


def _of_its_name(claims: Sequence[Claim], at: int) -> Iterator[Comparison]:
    """有效留言42条…。有效留言中，办结36条，超期4条，未办结2条: the parts of what opens their sentence by its name."""
    *before, opens = re.split("[;；。]", claims[at].opens)
    is_opening = bool(before) or not at or claims[at - 1].sentence != claims[at].sentence
    whose = _WHOSE.match(opens)
    named = whose or _IN_THAT.match(opens)
    if not is_opening or named is None:
        return
    name = _plain(named["of"])
    own = [claim for claim in claims[at : at + _MOST] if claim.sentence == claims[at].sentence]
    own = list(takewhile(lambda claim: claim is own[0] or not re.search("[;；]", claim.opens), own))
    near = [c for c in claims[:at] if claims[at].sentence - c.sentence <= _FEW and _says(_plain(c.clause), name)]
    wholes = [c for c in near if sum(part.measure == c.measure for part in own) >= _LEAST]
    run = [claim for claim in own if wholes and claim.measure == wholes[-1].measure]
    is_whole = len(run) > _LEAST or (len(run) == _LEAST and (bool(whose) or _are_halves(run)))
    if is_whole and len({c.figure.value for c in wholes}) == 1 and not any(_ELSE.search(c.words) for c in run):
        total = sum((claim.figure.value for claim in run), Decimal(0))
        if _is_slip(wholes[-1].figure.value, total):
            yield _comparison(wholes[-1], run, total)


def _says(words: str, name: str) -> bool:
    """Whether a number's words are a name, or the name but for its noun (未公开54项: 未公开事项)."""
    return len(words) > 1 and (name in words or name.startswith(words))


def _are_halves(run: Sequence[Claim]) -> bool:
    """Whether two numbers are told of the two halves of all things (乡镇3个、县直部门5个)."""
    one, other = (claim.words for claim in run)
    return any(
        (a.search(one) and b.search(other)) or (a.search(other) and b.search(one)) for a, b in (*HALVES, *STATES)
    )


def _plain(words: str) -> str:
    return _BLANK.sub("", words)


def _is_slip(whole: Decimal, total: Decimal) -> bool:
    """Whether a whole is the sum, or so near that it is meant."""
    gap = abs(whole - total)
    return gap <= _FEW or gap * 10 <= max(whole, total) or is_one_slip(whole, total)


def _closing(claims: Sequence[Claim], at: int) -> Iterator[Comparison]:
    """专职人员3名、兼职人员32名，共35名: the last of several is their sum."""
    last = claims[at]
    closes = _CLOSES.search(re.split("[;；。,，、]", last.opens)[-1])
    if closes is None:
        return
    what = closes["what"]
    parts = [c for c in claims[max(0, at - _MOST) : at] if c.sentence == last.sentence and c.measure == last.measure]
    sums = [sum((c.figure.value for c in parts[k:]), Decimal(0)) for k in range(len(parts) - 1)]
    is_named = not what or sum(any(a + b in c.words for a, b in pairwise(what)) for c in parts) == len(parts)
    if len(parts) >= _LEAST and is_named and last.figure.is_exact and not any(_ELSE.search(c.words) for c in parts):
        agreeing = next((k for k, total in enumerate(sums) if total == last.figure.value), None)
        yield from _compared(last, parts[agreeing if agreeing is not None else 0 :])


def _alike(claims: Sequence[Claim], at: int) -> Iterator[Comparison]:
    """其中市级98.2万元，县级88.3万元: the levels told behind 其中 are all where they nearly make the whole."""
    if not at or not AMONG.search(claims[at].opens) or claims[at].sentence - claims[at - 1].sentence > 1:
        return
    whole = next((claim for claim in reversed(claims[:at]) if claim.figure.measure != "%"), claims[at - 1])
    run = list(takewhile(lambda claim: claim is claims[at] or not re.search("[;；]", claim.opens), _follow(claims, at)))
    leads = [AMONG.split(claim.lead)[-1].lstrip(",，") or claim.tail for claim in run]
    if len(run) < _LEAST or whole.measure != claims[at].measure or any(_ELSE.search(c.words) for c in (whole, *run)):
        return
    if len(set(leads)) == len(leads) and all(map(_LEVEL.search, leads)):
        yield from _judged(claims, at, run, _LEAST, is_said=True)


def _direct(claims: Sequence[Claim], at: int) -> Iterator[Comparison]:
    """专区14个，县级2个、乡镇12个: bare nouns right behind a number, up to the end of the sentence."""
    run = list(takewhile(lambda claim: claim is claims[at] or not re.search("[;；]", claim.opens), _follow(claims, at)))
    bare = [claim.lead for claim in run[1:]]
    is_first = not at or claims[at - 1].sentence != claims[at].sentence or claims[at - 1].measure != claims[at].measure
    if len(run) <= _LEAST or not is_first or max(map(len, bare)) > _NOUN or min(map(len, bare)) < _LEAST:
        return
    if any(AMONG.search(claim.opens) or not claim.figure.is_exact for claim in run):
        return  # some of them, or about so many
    if run[1].opens.count("、") > 1 or any(claim.opens.find("、") > 0 for claim in run[_LEAST:]):
        return  # names that the number closes: 甲、乙2个
    is_by_turn = all(map(_PERIODS.match, bare))
    if not any(_ELSE.search(c.words) for c in run) and (is_by_turn or not any(map(_DOES.search, bare))):
        yield from _compared(run[0], run[1:])


def _siblings(claims: Sequence[Claim]) -> Iterator[Comparison]:
    """（一）优秀等次9个单位：…（二）…: the first numbers of headings side by side, against what is told of all."""
    firsts = [
        c for n, c in enumerate(claims) if (not n or claims[n - 1].line is not c.line) and _HEADED.match(c.line.plain)
    ]
    run: list[Claim] = []
    for claim in [*firsts, None]:
        number = _HEADED.match(claim.line.plain) if claim else None
        if claim is not None and number and written_number(number["n"]) == len(run) + 1 and _of_headings(claim):
            run.append(claim)
            continue
        if len(run) > _LEAST and len({c.measure for c in run}) == 1:
            yield from _judged(claims, claims.index(run[0]), run, _FEW, is_said=True)
        run = (
            [claim] if claim is not None and number and written_number(number["n"]) == 1 and _of_headings(claim) else []
        )


def _of_headings(claim: Claim) -> bool:
    """Whether a number stands right in a heading, before the names."""
    return claim.figure.start <= _HEAD and claim.figure.is_exact and bool(COUNTED.fullmatch(claim.measure))


def _exceeding(claims: Sequence[Claim], at: int) -> Iterator[Comparison]:
    """错敏信息140处，其中严重表述错误148处: a part is no more than what it is a part of."""
    claim = claims[at]
    if not at or not AMONG.search(claim.opens) or claim.measure in ("", "%") or not claim.figure.is_exact:
        return
    text = claim.line.plain
    start = max(text.rfind(stop, 0, claim.figure.start) for stop in ";；。") + 1
    own = [c for c in claims[max(0, at - _MOST) : at] if c.line is claim.line and c.measure == claim.measure]
    inside = [c for c in own if c.figure.start >= start]
    if not claim.figure.is_quantity or any(_MEAN.search(c.lead) for c in inside):
        return
    if not inside and AMONG.match(text, start):  # 。其中，…: what the sentence before counts of the same things
        before = (c for c in own if c.sentence == claim.sentence - 1)
        inside = [c for c in before if any(a + b in c.words for a, b in pairwise(claim.words) if " " not in a + b)]
    if inside and all(c.figure.value < claim.figure.value for c in inside) and not _ELSE.search(claim.words):
        whole = max(inside, key=lambda c: c.figure.value)
        words = WORDS.totals.part_exceeds.format(total=whole.figure, unit=whole.figure.measure, part=claim.figure)
        where = (whole.line.place, claim.line.place)
        quote = tuple(c.line.around(c.figure.start, c.figure.end) for c in (whole, claim))
        stated, part = as_number(whole.figure.value), as_number(claim.figure.value)
        spots = frozenset((whole.spot, claim.spot))
        yield Comparison("part_exceeds", stated, part, where, quote, Severity.LIKELY, words, spots)


def _to_the_rest(claims: Sequence[Claim], at: int) -> Iterator[Comparison]:
    """按栏目分，要闻33条，公告64条，其余栏目25条: parts of which the last is what is left."""
    run = _follow(claims, at)
    if at and claims[at - 1].sentence == claims[at].sentence and claims[at - 1].measure == claims[at].measure:
        return
    is_rest = len(run) > _LEAST and _REST.search(run[-1].lead) and not _REST.search(run[0].lead)
    if is_rest and AMONG.search(run[1].opens) and not _ALL_ELSE.search(run[-1].lead):
        return  # 其中…尚未审结1件 leaves room for others
    if is_rest and not any(_ELSE.search(claim.words) for claim in run):
        if _BY.search(run[0].opens):
            yield from _judged(claims, at, run, len(run))
        elif run[0].figure.value > max(claim.figure.value for claim in run[1:]):
            yield from _compared(run[0], run[1:])
        elif at and claims[at - 1].sentence != claims[at].sentence:
            yield from _judged(claims, at, run, len(run))


def _judged(
    claims: Sequence[Claim], at: int, parts: Sequence[Claim], least: int, *, is_said: bool = False
) -> Iterator[Comparison]:
    """The parts against the nearest number before them that may be their whole."""
    total = sum((claim.figure.value for claim in parts), Decimal(0))
    before = [claim for claim in _before(claims, at) if not _ELSE.search(claim.words)]
    largest = max(c.figure.value for c in parts)
    wholes = [claim for claim in before if claim.figure.value * 2 > largest]
    exact = next((claim for claim in wholes if claim.figure.value == total), None)
    if exact is not None:
        yield _comparison(exact, parts, total)
    elif wholes and len(parts) >= least:
        nearest = next((claim for claim in before if _WHOLE.search(claim.lead)), before[0])
        of_them = [claim for claim in before if _same_thing(claim, parts[0])]
        nearest = of_them[0] if of_them else nearest
        if before[0].sentence == parts[0].sentence and not re.search("[;；]", parts[0].opens):
            nearest = before[0]
        is_one_of_them = nearest.lead != "" and nearest.lead[-_LEAST:] == parts[-1].lead[-_LEAST:]
        is_one_of_them = is_one_of_them and not _DUE.search(nearest.lead)
        if nearest in wholes and (is_said or not is_one_of_them) and _is_near(nearest.figure.value, total):
            yield _comparison(nearest, parts, total)


def _same_thing(whole: Claim, part: Claim) -> bool:
    """Whether a part begins with the thing that stands right before the whole (差评13条: 差评整改完成11条)."""
    return len(whole.lead) > 1 and part.lead.startswith(whole.lead[-_LEAST:])


def _by_shares(claims: Sequence[Claim], at: int) -> Iterator[Comparison]:
    """咨询类2051件，占41.7%；…建议类1125件，占22.9%: shares that make a hundred say that nothing is left out."""
    run: list[Claim] = []
    shares: list[Claim] = []
    for claim, share in zip(claims[at::2], claims[at + 1 :: 2], strict=False):
        is_next = claim.measure == claims[at].measure != "%" and share.figure.measure == "%"
        if not is_next or share.sentence != claims[at].sentence or not _ITS_SHARE.fullmatch(share.opens):
            break
        run.append(claim)
        shares.append(share)
    slack = sum((share.figure.step for share in shares), Decimal(0)) / 2
    total = sum((claim.figure.value for claim in run), Decimal(0))
    if len(run) < _FEW or abs(sum((s.figure.value for s in shares), Decimal(0)) - _HUNDRED) > slack:
        return
    before = [c for c in claims[:at] if claims[at].sentence - c.sentence <= _FEW * 2 and c.measure == run[0].measure]
    wholes = [c for c in before if c.figure.is_exact and abs(c.figure.value - total) * _CLOSE <= total]
    same = [c for c in wholes if c.figure.value == total]
    if wholes:
        yield _comparison((same or wholes)[-1], run, total)


def of_each(every: Sequence[Claim]) -> Iterator[Comparison]:
    """网站46个，新媒体70个。其中：县级网站17个，…；县级新媒体27个，…: each whole with the parts that name it."""
    claims = [claim for claim in every if claim.figure.measure != "%"]
    for at in range(_LEAST, len(claims)):
        if not AMONG.match(claims[at].opens.lstrip("。")):
            continue
        wholes = [c for c in claims[at - _LEAST : at] if c.line is claims[at].line and c.measure == claims[at].measure]
        parts = [c for c in claims[at : at + _MOST] if c.sentence == claims[at].sentence]
        if len(wholes) == _LEAST and len(parts) >= _LEAST * 2 and {c.measure for c in parts} == {wholes[0].measure}:
            own = [[c for c in parts if _nearer(c, wholes) is whole] for whole in wholes]
            if all(len(group) >= _LEAST for group in own) and sum(map(len, own)) == len(parts):
                for whole, group in zip(wholes, own, strict=True):
                    yield from _compared(whole, group)


def _nearer(part: Claim, wholes: Sequence[Claim]) -> Claim | None:
    """The whole whose words a part shares more of."""
    shared = [sum(a + b in part.words for a, b in pairwise(whole.words)) for whole in wholes]
    return None if shared[0] == shared[1] else wholes[shared.index(max(shared))]


def _compared(whole: Claim, parts: Sequence[Claim]) -> Iterator[Comparison]:
    if looks_like_unit(whole.lead) and all(looks_like_unit(claim.lead) for claim in parts):
        return  # 甲局36条、乙局20条: side by side
    last = _plain(whole.lead)[-1:]
    if last and sum(_plain(claim.lead)[-1:] == last for claim in parts) * 2 > len(parts):
        return  # told as the parts are: one of them
    total = sum((claim.figure.value for claim in parts), Decimal(0))
    if _is_near(whole.figure.value, total) and len(parts) >= _LEAST:
        yield _comparison(whole, parts, total)


def _is_near(whole: Decimal, total: Decimal) -> bool:
    gap = abs(whole - total)
    return (
        gap <= max(whole, total) * _NEAR
        or gap <= _FEW
        or (len(str(whole)) == len(str(total)) and is_one_slip(whole, total))
    )


def _interleaved(every: Sequence[Claim]) -> Iterator[Comparison]:
    """10月检查36个，发现4个；11月检查27个，发现2个: two numbers told by turns, each against what is told of all."""
    claims = [claim for claim in every if claim.figure.measure != "%"]
    done = 0
    for at in range(len(claims) - _TURNS + 1):
        turns = _by_turns(claims, at) if at >= done else []
        if len(turns) >= _TURNS:
            done = at + len(turns)
            told = [one for group in (turns[::2], turns[1::2]) for one in _of_turns(claims, turns, group)]
            if len(told) < _LEAST or not all(one.is_finding for one in told):
                yield from told  # where both fall short a kind is left out


def _by_semicolons(every: Sequence[Claim]) -> Iterator[Comparison]:
    """不及时25个，已整改23个；不规范11个，已整改10个；…: two numbers a piece, the second of one verb."""
    claims = [claim for claim in every if claim.figure.measure != "%"]
    for _, group in groupby(claims, key=lambda claim: claim.sentence):
        row = list(group)
        starts = [n for n, c in enumerate(row) if n and re.search("[;；]", c.opens)]
        size = len(row) - _LEAST * len(starts)
        is_even = len(starts) >= _LEAST - 1 and starts == [size + _LEAST * n for n in range(len(starts))]
        if not is_even or size != _LEAST or len({c.measure for c in row}) != 1:
            continue
        seconds = row[1::_LEAST]
        if len({c.lead[-_LEAST:] for c in seconds}) == 1 and len(seconds[0].lead) >= _LEAST and len(row) > _TURNS:
            yield from (one for part in (row[::_LEAST], seconds) for one in _of_turns(claims, row, part, _FEW))


def _by_turns(claims: Sequence[Claim], at: int) -> list[Claim]:
    """The numbers of a sentence from one on whose words come back at every second one."""
    ends = [_WHICH_TURN.sub("", _MONTH.split(claim.lead)[-1])[-_LEAST:] for claim in claims[at : at + _MOST]]
    if len(ends) < _LEAST or not all(ends[:_LEAST]) or ends[0] == ends[1]:
        return []
    same = takewhile(
        lambda n: (
            not claims[at + n].is_of_each and claims[at + n].sentence == claims[at].sentence and ends[n] == ends[n % 2]
        ),
        range(len(ends)),
    )
    turns = [claims[at + n] for n in same]
    return turns[: len(turns) // 2 * 2]


def _around(claims: Sequence[Claim], one: Claim, far: int) -> list[Claim]:
    """The numbers of one's measure up to so many sentences from it."""
    return [o for o in claims if abs(o.sentence - one.sentence) <= far and o.measure == one.measure]


def _of_turns(
    claims: Sequence[Claim], turns: Sequence[Claim], group: Sequence[Claim], back: int = 1
) -> Iterator[Comparison]:
    total = sum((claim.figure.value for claim in group), Decimal(0))
    if not total or any(OWN_SUBJECT.search(claim.opens) for claim in group[1:]):
        return  # what each unit's column lacks adds up with nothing
    own = {claim.spot for claim in turns}
    wholes = [o for o in _around(claims, group[0], _FEW * 2) if o.spot not in own and _is_near(o.figure.value, total)]
    wholes = [o for o in wholes if o.figure.value > max(c.figure.value for c in group)]
    near = [o for o in wholes if abs(o.sentence - group[0].sentence) <= back]
    near = [o for o in wholes if group[0].lead[-_LEAST:] in o.words] or near
    exact = next((o for o in wholes if o.figure.value == total), None)
    meant = exact or (near[0] if len({o.figure.value for o in near}) == 1 else None)
    if meant is not None:
        yield _comparison(meant, group, total)


def _comparison(whole: Claim, parts: Sequence[Claim], total: Decimal) -> Comparison:
    terms = "+".join(str(claim.figure) for claim in parts)
    unit = whole.figure.measure
    words = WORDS.complements.sum.format(whole=whole.figure, unit=unit, terms=terms, both=as_number(total))
    severity = Severity.AGREED if total == whole.figure.value else Severity.LIKELY
    line = parts[0].line
    where = (whole.line.place, line.place)
    quote = (
        whole.line.around(whole.figure.start, whole.figure.end),
        line.around(parts[0].figure.start, parts[-1].figure.end),
    )
    spots = frozenset(claim.spot for claim in (whole, *parts))
    stated = as_number(whole.figure.value)
    return Comparison("total_parts", stated, as_number(total), where, quote, severity, words, spots)
