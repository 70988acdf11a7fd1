"""Totals of running text that are followed, or led up to, by their parts: the forms in which they are told."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from auditor.base.pattern import pattern
from auditor.verify.figures import Figure, figures_in
from auditor.verify.opposites import HALVES
from auditor.verify.paper import Line
from auditor.verify.sentence import Clause, brackets, clauses, flattened, sentences
from auditor.verify.sum_parts import (
    AMONG,
    BASE,
    BY,
    COMPARED,
    IN_THAT,
    STAGE,
    TOTAL,
    Item,
    Part,
    Sum,
    SumForce,
    clause_items,
    is_named,
    measure_of,
    parts_of,
)

_SAYS_ALL = pattern(
    r"(?<!公)共(?!同|产|享|服务|资源|信用|法律|文化|卫生|建|有制)|总(?:数|量|计)|累计|合计",
    finds=("共发布", "总数", "累计公开"),
    not_in=("全县合格", "公共资源"),
    seen="郎溪县 (2022-12): 全县网站合格36家；微信合格29家 are counts side by side",
)
_CLOSING = pattern(
    r"\s{0,3}(?:以上|[一二三四上本]季度|[上下]半年|全年|[二三]者|[二三两]项)?(?:共计|合计|总计|总共|累计|共)(?!同|享)",
    finds=("共计", "合计", "二季度累计"),
    not_in=("共同",),
    seen="a usual form; in none of the documents kept",
    way="match",
)
_EXAMINED = pattern(
    r"^\s*(?:本\S{0,3}|分[两二三四]批)?对|检查|抽查|考核|测评|核查",
    finds=("对全县", "抽查"),
    not_in=("更新",),
    seen="海南省 (2023 Q3)",
)
_STRICT = pattern(
    r"分别(?:为|是|有|达|发布|更新|公开|报送|采用)?|分为|^[^,，]{0,10}由",
    finds=("分别为", "分为"),
    not_in=("其中",),
    seen="崇信县 (2020 Q1)",
)
_COMPLETE = pattern(
    r"包括|包含|^[^,，]{0,8}含", finds=("包括", "含新制定"), not_in=("其中",), seen="河曲县 (2018), 上海市 (2022)"
)
_AGAINST_BEFORE = pattern(
    r"同比|环比|[比较](?:上|去|前)[年月季期个周旬日]|平均|[日周月人]均",
    finds=("比上年增加", "同比", "较去年", "日均"),
    not_in=("比较好", "上年结转"),
    seen="a usual form; in none of the documents kept",
)
"""A comparison with an earlier period; between a whole and 其中 it is passed over."""
_KINDS = pattern(
    r"\s?[^,，:：;；。\d]{0,6}(?:(?:渠道|方式|类型|类别|分类|来源|性质|主体|形式|领域)[:：]|(?:答复|办理|处理)结果(?:分别)?(?:[为是][:：]?|[:：]))",
    finds=("申请渠道:网络", "答复结果为：予以公开", "申请方式：", "工单分类:"),
    not_in=("全年收到申请12件",),
    seen="a usual form; in none of the documents kept",
    way="match",
)
_RESULT = pattern(
    r"([\u4e00-\u9fff]{2})结果",
    finds={"答复结果为:予以公开": "答复"},
    not_in=("办结",),
    seen="a usual form; in none of the documents kept",
    way="match",
)
_OPENING = 24
_NAME_ENDS = pattern(
    r"[\d,，、;；。和及与]",
    finds=("和41个", "，抽查"),
    not_in=("县政府门户网站",),
    seen="宜昌市 (2020): 市政府门户网站、13个县政府门户网站和41个政府部门网站",
)
_KIND = 2
"""Letters at the end of a name that say of what kind it is (网站)."""
"""Letters before the first number of a list in which it says how it divides (全县账号按平台分：微信266个)."""
_AMONG_PLACES = pattern(
    r"[^,，。]{0,8}中$",
    finds=["乡镇中", "县直部门中", "中"],
    not_in=["，其中", "部门分别为"],
    seen="在12个乡镇中, 保留的45个账号中: a number that opens what follows, in circulars of spot checks",
    way="match",
)
_STAGED = pattern(
    rf"分别({STAGE.pattern})",
    finds={"分别办结": "办结"},
    not_in=("分别为", "办结"),
    seen="收到信件…，分别办结…: what was done with each, in reports of hotlines",
)
_FOLLOWS = pattern(
    r"其中|分别|包括",
    finds=("其中", "分别为"),
    not_in=("另有",),
    seen="崇信县 (2020 Q1) and 河曲县 (2018)",
    way="match",
)


def sums_of(line: Line) -> Iterator[Sum]:
    """Every total of a line that is followed (or led up to) by its parts."""
    text = line.plain
    before: list[Item] = []
    earlier: list[Item] = []
    start_before = 0
    for start, end in sentences(text):
        yield from _bracketed(line, start, end)
        items = clause_items(line, list(clauses(text, start, end)))
        if items and before and AMONG.match(items[0].label.lstrip()):
            before = _without_comparison(before)
        earlier = [*before, *earlier]
        yield from _classified(line, earlier, items, (start, end))
        found = list(_parallel(line, (start_before if before else start), start, end))
        found = found or list(_closing(line, items, (start, end))) or list(_flat(line, items, (start, end)))
        yield from found or (_apart(line, before, items, (start_before, end)) if before else ())
        before, start_before = items, start


def _parallel(line: Line, earliest: int, start: int, end: int) -> Iterator[Sum]:
    """报送386条，采用152条。其中，县直报送241条，采用98条；乡镇报送145条，采用54条: one sum for each verb.

    Where every one of them falls short, another kind was left out.
    """
    among = line.plain.find("其中", start, end)
    if among < 0:
        return
    figures = [f for f in figures_in(flattened(line.plain)) if earliest <= f.start < end]
    figures = [f for f in figures if f.measure not in ("", "%")]
    bounds = [among, *(m.start() for m in re.finditer("[;；]", line.plain[:end]) if m.start() > among), end]
    rows = [[f for f in figures if low <= f.start < high] for low, high in pairwise(bounds)]
    size = len(rows[0])
    wholes = [f for f in figures if f.start < among][-size:]
    columns = list(zip(wholes, *rows, strict=False))
    if not 2 <= size == len(wholes) <= 3 or len(rows) < 2 or any(len(row) != size for row in rows):
        return
    is_selection = all(sum(f.value for f in parts) < whole.value for whole, *parts in columns)
    if not is_selection and all(_share_a_verb(line.plain, column) for column in columns):
        for whole, *parts in columns:
            told = tuple(Part(_lead(line.plain, part), part) for part in parts)
            yield Sum(line, whole, _lead(line.plain, whole), told, "complete", (start, end))


def _share_a_verb(text: str, column: Sequence[Figure]) -> bool:
    """Whether the counts of one column are of one measure and the clauses before them have two letters in common."""
    leads = [_lead(text, figure) for figure in column]
    pairs = [{a + b for a, b in pairwise(lead)} for lead in leads]
    return len({measure_of(figure) for figure in column}) == 1 and bool(set.intersection(*pairs))


def _lead(text: str, figure: Figure) -> str:
    return re.split(r"[,，;；。、:：\d]", text[: figure.start])[-1]


def _without_comparison(items: list[Item]) -> list[Item]:
    """The items without a last one that compares with an earlier period (…12件，比上年增加3件。其中…)."""
    is_aside = len(items) > 1 and _AGAINST_BEFORE.search(items[-1].clause.before(items[-1].figures[0]))
    return items[:-1] if is_aside else items


def _classified(line: Line, before: Sequence[Item], items: Sequence[Item], span: tuple[int, int]) -> Iterator[Sum]:
    """按内容分，…; 申请渠道：…; a second 其中: all parts of a number before, the one they give or the total."""
    for at, item in enumerate(items[:-1]):
        ahead = [*reversed(items[:at]), *before]
        if (named := IN_THAT.match(item.label.lstrip())) is not None:
            yield from _of_that(line, ahead, items[at:], span, named["of"])
            continue
        is_by = BY.search(item.label[:_OPENING]) or (not at and _KINDS.match(line.plain, span[0]))
        if ahead and (is_by or _is_second_among(items, at)):
            found = _of_one_before(line, ahead, items[at:], span, _head_of(items[:at]))
            yield from (found,) if found else ()


def _of_that(
    line: Line, before: Sequence[Item], items: Sequence[Item], span: tuple[int, int], name: str
) -> Iterator[Sum]:
    """重点领域中，政策文件35件、…: parts of the number that was told under that name."""
    wholes = [item for item in before if is_named(item.label, name) and len(item.figures) == 1]
    if len(wholes) == 1:
        whole = wholes[0].figures[0]
        parts, is_clean = parts_of(items, whole)
        if len(parts) > 1:
            yield Sum(line, whole, wholes[0].label, tuple(parts), "among", span, is_clean)


def _is_second_among(items: Sequence[Item], at: int) -> bool:
    """…56件，其中自然人50件，法人6件；其中网络申请…: the same whole is split again."""
    is_set_off = at > 1 and bool(re.search("[;；]", items[at].opens_after))
    opens = [bool(AMONG.match(item.label.lstrip())) for item in items[: at + 1]]
    return is_set_off and opens[at] and any(opens[1:at])


def _head_of(items: Sequence[Item]) -> Item | None:
    """What the first 其中 of a sentence goes back to."""
    opens = [n for n, item in enumerate(items) if n and AMONG.match(item.label.lstrip())]
    return items[opens[0] - 1] if opens else None


def _of_one_before(
    line: Line, before: Sequence[Item], items: Sequence[Item], span: tuple[int, int], head: Item | None
) -> Sum | None:
    """The parts against the number before that they give; else the sentence's head, the nearest total, the only one."""
    first = items[0].figures[0]
    wholes = [(item, figure) for item in before for figure in item.figures if measure_of(figure) == measure_of(first)]
    if (base := _base_before(line, items, first)) is not None:
        return Sum(line, base, "", tuple(parts_of(items, base)[0]), "complete", span)
    stage = _RESULT.match(items[0].label.lstrip())
    of_stage = [one for one in wholes if stage and stage[1] in one[0].clause.before(one[1])]
    if len(of_stage) == 1:
        wholes = of_stage
    named = [one for one in wholes if one[0] is head] or [one for one in wholes if TOTAL.search(one[0].label)]
    named = named or (wholes if len(wholes) == 1 else [])
    for is_last, (item, whole) in [*((False, one) for one in wholes), *((True, one) for one in named[:1])]:
        parts, is_clean = parts_of(items, whole)
        if len(parts) >= 2 and (is_last or sum(part.value for part in parts) == whole.value):
            return Sum(line, whole, item.label, tuple(parts), "complete", span, is_clean)
    return None


def _base_before(line: Line, items: Sequence[Item], first: Figure) -> Figure | None:
    """占全县381个账号的64.6%: a number named as the base of a share, where the parts all but make it up."""
    for figure in figures_in(flattened(line.plain[: first.start])):
        is_base = measure_of(figure) == measure_of(first) and BASE.search(line.plain[: figure.start])
        parts, is_clean = parts_of(items, figure) if is_base else ([], False)
        gap = abs(figure.value - sum(part.value for part in parts))
        if is_base and is_clean and len(parts) > 1 and gap * 10 <= figure.value:
            return figure
    return None


def sums_below(earlier: Sequence[Line], line: Line) -> Iterator[Sum]:
    """其中…; 按信访目的分：…: a line of parts, the whole stands in one of the lines before it (``earlier``).

    It is the number there that they add up to, else the only total of their measure.
    """
    spans = sentences(line.plain)
    items = clause_items(line, list(clauses(line.plain, *spans[0]))) if spans else []
    by = bool(items) and bool(BY.search(items[0].label) or _KINDS.match(line.plain))
    if len(items) < 2 or not (by or items[0].label.startswith("其中")):
        return
    wholes = [
        (other, item, figure)
        for other in reversed(earlier)
        for start, end in sentences(other.plain)
        for item in clause_items(other, list(clauses(other.plain, start, end)))
        for figure in item.figures
        if measure_of(figure) == measure_of(items[0].figures[0])
    ]
    totals = [one for one in wholes if TOTAL.search(one[1].clause.before(one[2]))]
    right_above = [one for one in totals if one[0] is earlier[-1]]
    totals = right_above if len(right_above) == 1 else totals
    readings = [
        Sum(other, whole, item.label, tuple(parts), "complete" if by else "among", spans[0], is_clean, below=line)
        for other, item, whole in (*wholes, *(totals if len(totals) == 1 else ()))
        for parts, is_clean in (parts_of(items, whole),)
        if len(parts) >= 2
    ]
    agreeing = [found for found in readings if not found.gap]
    near = [found for found in readings if by and len(found.parts) > 2 and abs(found.gap) * 50 <= found.whole.value]
    yield from (agreeing or (readings[-1:] if len(totals) == 1 else near))[:1]


def _flat(line: Line, items: Sequence[Item], span: tuple[int, int]) -> Iterator[Sum]:
    """The first whole of a sentence with what follows it, and the sums inside."""
    for index, item in enumerate(items[:-1]):
        cut = next((at for at in range(index + 3, len(items) - 1) if _opens_its_own(items, at)), len(items))
        rest = items[index + 1 : cut]
        if len(rest) > 1 and AMONG.match(rest[1].label.lstrip()):
            rest = [*_without_comparison([item, rest[0]])[1:], *rest[1:]]
        if COMPARED.search(item.clause.before(item.figures[-1])) or _is_said_again(rest):
            continue
        sums = [
            found
            for nth, figure in _wholes(item)
            if (force := _force(item, figure, rest))
            and (found := _sum(line, items[: index + 1], rest, figure, nth, force, span))
        ]
        if sums and len(rest) > 2 and AMONG.match(rest[1].label.lstrip()) and _is_other_measure(rest[0], sums):
            figure = rest[0].figures[-1]
            second = _sum(line, items[: index + 2], rest[1:], figure, 0, "among", span)
            sums += [second] if second else []
        if sums:
            is_full = any(found.total == found.whole.value and len(found.parts) > 1 for found in sums)
            outer = _outer(items[:index], sums[-1]) if sums[-1].force == "among" else None
            yield from (replace(found, has_complete_twin=is_full, outer=outer) for found in sums)
            yield from _inner(line, rest, sums[-1].whole, span)
            if cut < len(items):
                yield from _flat(line, items[cut:], span)
            return


def _is_other_measure(item: Item, sums: Sequence[Sum]) -> bool:
    """共56个栏目、信息353条，其中…: the number between the whole and 其中 is a whole in another measure."""
    return len(item.figures) == 1 and all(measure_of(item.figures[0]) != measure_of(one.whole) for one in sums)


def _opens_its_own(items: Sequence[Item], at: int) -> bool:
    """Whether a new whole begins behind a semicolon: …53条；中标公告203条，分别为…; the parts before it had theirs."""
    follower = items[at + 1].label.lstrip()
    is_whole = bool(re.search("[;；]", items[at].opens_after)) and bool(_FOLLOWS.match(follower))
    return (
        is_whole and not re.search("[;；]", items[at - 1].opens_after) and not AMONG.match(items[at - 1].label.lstrip())
    )


def _outer(before: Sequence[Item], found: Sum) -> Figure | None:
    """An earlier number of the sentence that is large enough for the parts: 其中 may go back to it."""
    alike = (f for item in before for f in item.figures if measure_of(f) == measure_of(found.whole))
    return next((figure for figure in alike if figure.value >= found.total > found.whole.value), None)


def _is_said_again(rest: Sequence[Item]) -> bool:
    """共有…个，检查…个，其中…: the parts belong to the number right before 其中."""
    return len(rest) > 1 and bool(AMONG.match(rest[1].label.lstrip())) and bool(_EXAMINED.search(rest[0].label))


def _wholes(item: Item) -> Iterator[tuple[int, Figure]]:
    """The figures of a clause that may be wholes, each with its number among those of its measure."""
    seen: dict[str, int] = {}
    for figure in item.figures:
        nth = seen.setdefault(measure_of(figure), 0)
        seen[measure_of(figure)] += 1
        yield nth, figure


def _force(item: Item, whole: Figure, rest: Sequence[Item]) -> SumForce | None:
    """How far the words between whole and first part promise that the parts are all; ``None`` for not at all."""
    tail = item.clause.after(whole) + "".join(rest[0].label)
    own = item.clause.before(whole)
    if _STRICT.search(tail):
        stage = _STAGED.search(rest[0].label)
        is_other = bool(re.search("[;；]", rest[0].opens_after)) or bool(stage and stage[1] not in item.label)
        return None if is_other else "strict"
    if BY.match(rest[0].label.lstrip()):
        is_set_off = re.search("[;；]", rest[0].opens_after) and not TOTAL.search(item.label)
        return None if is_set_off else "complete"  # behind a semicolon it divides what stands before the parts
    if _COMPLETE.search(tail):
        return "complete"
    largest = max((figure.value for other in rest if (figure := other.alike(whole))), default=whole.value)
    if AMONG.search(tail) or (_AMONG_PLACES.match(item.clause.after(whole)) and largest <= whole.value):
        return "among"
    words = item.label[: len(item.label) - len(item.clause.text)] + own
    is_apart = bool(re.search("[;；]", rest[0].opens_after))
    is_total = (_SAYS_ALL if is_apart else TOTAL).search(words) or _EXAMINED.search(own)
    return "bare" if is_total and not BY.search(item.label[:_OPENING]) else None


def _sum(
    line: Line,
    lead: Sequence[Item],
    rest: Sequence[Item],
    whole: Figure,
    nth: int,
    force: SumForce,
    span: tuple[int, int],
) -> Sum | None:
    item = lead[-1]
    if len(lead) > 1 and force == "among" and not _EXAMINED.search(item.label):
        # the parts of a part end at the semicolon, behind which the outer whole goes on
        rest = [rest[0], *takewhile(lambda item: not re.search("[;；]", item.opens_after), rest[1:])]
    parts, is_clean = parts_of(rest, whole, nth)
    if not parts or (force == "bare" and not is_clean):
        return None
    head = item.label[: max(0, len(item.label) - len(item.clause.text))] + item.clause.before(whole)
    singles = _singles(line, whole, parts[0].figure) if force == "complete" else 0
    return Sum(line, whole, head, tuple(parts), force, span, is_clean, singles=singles)


def _singles(line: Line, whole: Figure, first: Figure) -> int:
    """包含市政府门户网站、13个县政府门户网站…: the names before the first number that are of the kind it counts."""
    text = flattened(line.plain)
    kind = _NAME_ENDS.split(text[first.end :])[0].replace("\x00", "")[-_KIND:]
    *names, _ = re.split("、", re.split("[,，:：]", text[whole.end : first.start])[-1])
    return sum(name.endswith(kind) for name in names) if len(kind) == _KIND else 0


def _inner(line: Line, items: Sequence[Item], outer: Figure, span: tuple[int, int]) -> Iterator[Sum]:
    """Parts of a part: …公众号1860条，其中乡村振兴150条、民政社保40条; up to the next semicolon."""
    for index, item in enumerate(items[1:], 1):
        if not AMONG.match(item.label.lstrip()) or re.search("[;；]", item.opens_after):
            continue
        whole = items[index - 1].figures[-1]
        behind = takewhile(lambda later: not re.search("[;；]", later.opens_after), items[index + 1 :])
        parts, is_clean = parts_of([item, *behind], whole)
        if parts:
            yield Sum(line, whole, items[index - 1].label, tuple(parts), "among", span, is_clean, outer=outer)


def _bracketed(line: Line, start: int, end: int) -> Iterator[Sum]:
    """218个(市直53个，县区165个): the bracket right behind a figure holds its parts."""
    text = line.plain
    for low, high in brackets(text):
        if not start <= low < end:
            continue
        before = [f for f in figures_in(flattened(text)) if start <= f.start and f.end <= low and low - f.end <= 8]
        if not before or before[-1].measure in ("", "%"):
            continue
        items = clause_items(line, list(_inner_clauses(text, low + 1, high - 1)))
        parts, is_clean = parts_of(items, before[-1])
        if len(parts) >= 2 and is_clean and len(parts) == len(items):
            head = text[max(start, before[-1].start - 20) : before[-1].start]
            force: SumForce = "among" if AMONG.search(text[low:high]) else "complete"
            yield Sum(line, before[-1], head, tuple(parts), force, (start, high))


def _inner_clauses(text: str, low: int, high: int) -> Iterator[Clause]:
    inner = text[low:high]
    for piece in clauses(inner, 0, len(inner)):
        moved = tuple(replace(f, start=f.start + low, end=f.end + low) for f in piece.figures)
        yield Clause(piece.text, piece.start + low, moved)


def _apart(line: Line, before: Sequence[Item], items: Sequence[Item], span: tuple[int, int]) -> Iterator[Sum]:
    """共…条。其中，…: the parts stand in the sentence after the total's; without 其中 there are three or more."""
    is_among = bool(items) and bool(AMONG.match(items[0].label.lstrip()))
    by_verb = _of_their_verb(line.plain, before, items) if is_among else None
    item = by_verb or before[-1]
    if not items or not (is_among or TOTAL.search(item.label) or _are_halves(items)):
        return
    found = [one for nth, whole in _wholes(item) if (one := _apart_of(line, before, items, span, item, whole, nth))]
    if not is_among or by_verb:
        found = found[-1:]
    is_full = any(not one.gap for one in found)
    yield from (replace(one, has_complete_twin=is_full) for one in found)


def _are_halves(items: Sequence[Item]) -> bool:
    """Whether two clauses tell the two halves of what stands before them: 直接解答2182件，转交594件."""
    labels = [item.label for item in items]
    pairs = (labels, labels[::-1]) if len(labels) == 2 else ()
    return any(one.search(a) and other.search(b) for a, b in pairs for one, other in HALVES)


def _apart_of(
    line: Line,
    before: Sequence[Item],
    items: Sequence[Item],
    span: tuple[int, int],
    item: Item,
    whole: Figure,
    nth: int,
) -> Sum | None:
    """One number of the sentence before with its parts; ``None`` where another number may be meant as well."""
    is_among, own = bool(AMONG.match(items[0].label.lstrip())), item.clause.before(whole)
    parts, is_clean = parts_of(items, whole, nth)
    if COMPARED.search(own) or len(parts) < 2:
        return None
    added = sum(part.value for part in parts)
    rivals = [f for other in before for f in other.figures if measure_of(f) == measure_of(whole) and f is not whole]
    if (
        item is before[-1]
        and rivals
        and (
            not is_among
            or (added != whole.value and any(f.value >= added for f in rivals))
            or added > max(whole.value, *(f.value for f in rivals)) * 3 / 2  # of both wholes together
        )
    ):
        return None
    if not is_among and (TOTAL.search(items[0].label) or whole is not item.figures[-1]):
        return None
    return Sum(line, whole, own, tuple(parts), "among" if is_among else "bare", span, is_clean, is_apart=True)


def _of_their_verb(text: str, before: Sequence[Item], items: Sequence[Item]) -> Item | None:
    """派单235件，按时办结229件。其中热线派单…，网络派单…: the one number before that is named as all parts are."""
    if len(items) < 2 or any(len(item.figures) != 1 for item in items):
        return None
    parts = [item.figures[0] for item in items]
    named = [item for item in before if _share_a_verb(text, [item.figures[-1], *parts])]
    return named[0] if len(named) == 1 else None


def _closing(line: Line, items: Sequence[Item], span: tuple[int, int]) -> Iterator[Sum]:
    """…100条，…50条，共计150条: the total closes the sentence, or its first half (…，合计188件，其中…)."""
    for index, item in enumerate(items[2:], 2):
        own = item.clause.before(item.figures[0])
        is_last = item is items[-1]
        if not _CLOSING.match(item.clause.text) or len(item.figures) != 1 or len(own) > (10 if is_last else 3):
            continue
        before = items[:index]
        if any(AMONG.search(one.label) or TOTAL.search(one.clause.text) for one in before[1:]):
            return
        parts, is_clean = parts_of(before, item.figures[0])
        if len(parts) == len(before) and is_clean and not AMONG.search(before[0].label):
            yield Sum(line, item.figures[0], own, tuple(parts), "closing", span)
            yield from _flat(line, items[index:], span)
        return
