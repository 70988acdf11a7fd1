"""Heading numbers, and attachments announced against attachments there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.figures import written_number
from auditor.verify.paper import Grid, Line, OpenedPaper
from auditor.verify.wording import WORDS

_LEVELS_SEEN = "GB/T 9704-2012: the levels of headings"
_LEVELS = (
    pattern(
        r"(?P<n>[一二三四五六七八九十]{1,3})[、.](?!\d)",
        finds={"一、更新情况": "一"},
        not_in=("一是", "（一）"),
        seen=_LEVELS_SEEN,
        way="match",
    ),
    pattern(
        r"\((?P<n>[一二三四五六七八九十]{1,3})\)",
        finds={"(二)问题": "二"},
        not_in=("(2)", "二、"),
        seen=_LEVELS_SEEN,
        way="match",
    ),
    pattern(
        r"(?P<n>\d{1,2})(?:[.、](?!\d)|\.(?=\d{4}年))",
        finds={"3.更新不及时": "3", "1.2021年": "1"},
        not_in=("3.5分", "2020年"),
        seen=_LEVELS_SEEN,
        way="match",
    ),
    pattern(
        r"\((?P<n>\d{1,2})\)",
        finds={"(1)留言数": "1"},
        not_in=("1.", "(一)"),
        seen=_LEVELS_SEEN,
        way="match",
    ),
)
_FIRST_ITEM = pattern(r"(?<!\d)1[.、]|一是", finds=("1.更新较好", "一是"), not_in=("11.", "二是"), seen=_LEVELS_SEEN)
_FORM_ROW = pattern(
    r"数(?:\([^()]*\))?[条件次人个元万]{1,2}\s?\d|政府信息公开申请数量(?:[\s\d]|$)|——$|需填报|"
    r"^\(?[一二三四五六七八九十\d]{1,3}[)、.](?:本年度?办理结果|结转下年度继续办理|予以公开|部分公开(?:\(.{0,60})?|不予公开|无法提供|"
    r"不予处理|其他处理|总计)[\s\d]{0,99}$"
    r"|^\(?[一二三四五六七八九十\d]{1,3}[)、.][^\d]{2,20}公开\s?\d[\s\d]{0,99}$",
    finds=("(一)收到申请数件 3", "三、本年度办理结果", "(一)予以公开 5"),
    not_in=("三、依申请公开和不予公开情况", "四、建议提案办理结果公开情况"),
    seen="the form of 2014 (国办发〔2014〕32号); a heading may hold the same words",
)
"""Rows of the official forms that stand in the text; a chapter about 不予公开 is none."""
_TORN_ROW = pattern(
    r"(?<!\d)\d{1,7}\s\d{1,7}\s\d{1,7}\s\d",
    finds=("(三)不予4 1 0 0 0 0 5公开", "24 11 0 0 0 0 35"),
    not_in=("2020年1月3日", "一、主动公开 1 2"),
    seen="the form of 2021 (国办公开办函〔2021〕30号) in PDFs whose table is not told from text",
)
_TORN_AROUND = 15
"""Lines before and after rows of a torn table that may be parts of it."""
_POINTS = pattern(
    r"(?:^|[。;；:：,，、)）”!?])(?P<n>[一二三四五六七八九十])(?P<mark>是|要)",
    finds={"一是思想认识不到位": "一", "。二要": "二"},
    not_in=("第一是", "统一是"),
    seen="崇信县 (2020 Q1)",
)
_TURNED_LINES = 2
"""Lines that the title of an attachment may take beyond its first, where the list is broken by hand."""
_ANNEX_PAGE = pattern(
    r"附件?\s*(?P<n>\d{1,2}|[一二三四五六七八九十])?[:：]?",
    finds=("附件1", "附件"),
    not_in=("附件说明", "见附件1"),
    seen="崇信县 (2020 Q1)",
    way="fullmatch",
)
_ANNOUNCED = pattern(
    r"附件?[:：]\s*(?P<rest>.+)",
    finds={"附件:1.统计表": "1.统计表"},
    not_in=("附件1",),
    seen="崇信县 (2020 Q1)",
    way="match",
)
_ITEM = re.compile(r"(?P<n>\d{1,2})[.、]\s?(?P<title>(?:\D|(?:19|20)\d{2}).*)")
_NEXT_ITEM = pattern(
    r"(?<=[\u4e00-\u9fff)》.\da-z])(?<!\A\d)\s?(?=\d[.、](?:[\u4e00-\u9fff《]|(?:19|20)\d{2}年))",
    finds=("统计表2.乡镇",),
    not_in=("第2.5条", "1.统计表"),
    seen="崇信县 (2020 Q1)",
)
_SHORT = 10
"""Letters of a title from which on its last ones may be cut off or written otherwise."""
_REFERENCE = pattern(
    r"(?:详见|见|\()附件?(?P<n>\d{1,2})(?=[)、,。,]|$)",
    finds={"(详见附件2)": "2", "见附件1,": "1"},
    not_in=("附件2", "详见附件"),
    seen="吉林市 (2020 Q3)",
)


_NO_TITLE = pattern(
    r"""[\s《》“”\"'。,，、.:：;；]|\(共?\d+[页家个份]\)|\.(?:xlsx?|docx?|pdf|wps|et)$""",
    finds=("《", "(共3页)", "(8家)", ".xlsx"),
    not_in=("统计表",),
    seen="崇信县 (2020 Q1)",
)

_TITLE_FILLER = pattern(r"^关于|[的之]", finds=("关于更新", "的"), not_in=("更新情况",), seen="崇信县 (2020 Q1)")
_POINTS_SAID = pattern(
    r"(?P<n>[二两三四五六七八九]|\d)(?:个|项|点|条|大)(?P<what>方面|问题|要求|措施|任务|内容|环节|原因)(?:的(?:内容|问题|工作))?[:：](?P<rest>)(?=(?P<bracket>\()?一)",
    finds={"主要有四个方面：一是": "四", "以下五个方面:(一)": "五"},
    not_in=("三个方面。",),
    seen="yearly reports and notices: how many points follow",
)
_THESE_POINTS = pattern(
    r"(?:以上|上述|这)(?P<n>[二两三四五六七八九]|\d)(?:个|项|点|类|条)(?:方面)?(?P<what>问题|任务|要求|措施|工作)",
    finds={"针对以上2个问题": "2", "以上四项任务": "四"},
    not_in=("以上2个单位", "存在以上问题"),
    seen="notices that come back to the points they have made",
)
_MOST_POINTS = 9
_WITH_VERB = pattern(
    r"(?:^|[:：;；。,，])([一二三四五六七八九])是",
    finds={":一是": "一"},
    not_in=("统一是",),
    seen="points of yearly reports",
)
_IN_BRACKETS = pattern(
    r"\(([一二三四五六七八九])\)", finds={"(一)主动公开": "一"}, not_in=("(1)",), seen="points of notices"
)
_TWO_POINTS = 2


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading's number, and the one it should have had: after a slip the count may go on from either."""

    number: int
    expected: int
    line: Line


def heading_numbers(paper: OpenedPaper) -> Iterator[Comparison]:
    """一、二、四: gaps and repeats in the numbers of headings, each level within the one above."""
    last: list[_Heading | None] = [None] * len(_LEVELS)
    torn = _torn(paper)
    for at, part in enumerate(paper.flow):
        if at in torn:
            last = [None] * len(_LEVELS)
            continue
        if isinstance(part, Grid):
            last = [last[0], None, None, None]
            continue
        level, number = _heading(part)
        if number is None or _FORM_ROW.search(part.plain[:60]):
            continue
        before, expected = last[level], number
        if before is not None and number not in (before.number + 1, before.expected + 1, 1):
            expected = before.number + 1
            if level <= 1 or (number == expected + 1 and not _stands_between(paper, before.line, part, expected)):
                yield _heading_finding(before, number, part, level)
        last[level] = _Heading(number, expected, part)
        last[level + 1 :] = [None] * (len(_LEVELS) - level - 1)


def _stands_between(paper: OpenedPaper, first: Line, last: Line, number: int) -> bool:
    """Whether the number that is wanted, or the end of the text, stands somewhere between two numbered lines."""
    low, high = paper.flow.index(first), paper.flow.index(last)
    between = [part.plain for part in paper.flow[low:high] if isinstance(part, Line)]
    missing = re.compile(rf"(?<!\d)\(?{number}\s?[.、)]")
    return any(missing.search(text) for text in between) or any(map(_ANNOUNCED.match, between[1:]))


def _torn(paper: OpenedPaper) -> range:
    """The parts of the text that are, or may be, rows of a table read as text: the numbers there are no headings'."""
    rows = [at for at, part in enumerate(paper.flow) if not isinstance(part, Grid) and _TORN_ROW.search(part.plain)]
    return range(rows[0] - _TORN_AROUND, rows[-1] + _TORN_AROUND + 1) if rows else range(0)


def _heading(line: Line) -> tuple[int, int | None]:
    for level, form in enumerate(_LEVELS):
        if match := form.match(line.plain):
            text = match["n"]
            return level, int(text) if text.isdecimal() else written_number(text)
    return 0, None


def first_numbers(paper: OpenedPaper) -> Iterator[Comparison]:
    """A list of items 1., 2. that begins with 2: its first item is lost.

    Chapters are left alone: a document is often quoted from its second chapter on.
    """
    seen: set[int] = set()
    text_so_far = ""
    for line in paper.lines:
        level, number = _heading(line)
        text = line.plain
        if number is None or level == 3 or _FORM_ROW.search(text[:60]):
            text_so_far += text
            continue
        if (
            level == 2
            and level not in seen
            and number == 2
            and not _FIRST_ITEM.search(text_so_far)
            and len(text_so_far) > 40
        ):
            words = WORDS.structure.starts_late.format(line=line.text[:20])
            yield Comparison("heading_number", 2, 1, (line.place,), (line.text[:40],), Severity.DOUBTFUL, words)
            return
        seen = {other for other in seen if other < level} | {level}
        text_so_far = text


def _heading_finding(before: _Heading, number: int, line: Line, level: int) -> Comparison:
    last, earlier = before.number, before.line
    what = (
        WORDS.structure.repeated
        if number == last
        else WORDS.structure.skipped
        if number > last
        else WORDS.structure.backward
    )
    words = WORDS.structure.heading.format(
        before=earlier.text[:16], wanted=last + 1, number=number, line=line.text[:16], what=what
    )
    severity = Severity.LIKELY if level == 0 or number <= last + 2 else Severity.DOUBTFUL
    where, quote = (earlier.place, line.place), (earlier.text[:40], line.text[:40])
    return Comparison("heading_number", number, last + 1, where, quote, severity, words)


def point_numbers(paper: OpenedPaper) -> Iterator[Comparison]:
    """一是…三是…: gaps in the points of one passage."""
    before: dict[str, tuple[int, int]] = {}
    for index, line in enumerate(paper.lines):
        if _heading(line)[1] is not None and _heading(line)[0] <= 1:
            before = {}
        for match in _POINTS.finditer(line.plain):
            number = written_number(match["n"]) or 0
            last, seen_at = before.get(match["mark"], (number - 1, index))
            is_gap = number > last + 1 and index - seen_at <= 3
            is_next = index == seen_at or (number > 1 and index == seen_at + 1 and not match.start())
            if is_gap or (number == last and is_next):
                words = WORDS.structure.point.format(
                    before=last, written=match["n"], mark=match["mark"], wanted=last + 1
                )
                quote = line.text[match.start() : match.start() + 30]
                yield Comparison("point_number", number, last + 1, (line.place,), (quote,), Severity.LIKELY, words)
            before[match["mark"]] = (number, index)


def _annex(number: int) -> str:
    """The words above an attachment."""
    return f"附件{number}"


@dataclass(frozen=True, slots=True)
class _Announced:
    number: int
    title: str
    line: Line


def attachments(paper: OpenedPaper) -> Iterator[Comparison]:
    """What 附件说明 announces against the attachments that follow, by number and title."""
    announced, end = _announced(paper)
    if not announced:
        return
    follower = paper.flow[end + 1] if end + 1 < len(paper.flow) else None
    skipped = _ITEM.match(follower.plain) if isinstance(follower, Line) and end else None
    last = announced[-1]
    if skipped and isinstance(follower, Line) and int(skipped["n"]) in (last.number, last.number + 2):
        heading = _Heading(last.number, last.number, last.line)
        yield _heading_finding(heading, int(skipped["n"]), follower, 0)
    pages = _pages(paper, end)
    missing = [item for item in announced if item.number not in pages]
    if pages and missing:
        for item in missing:
            words = WORDS.structure.annex_missing.format(
                number=item.number, title=item.title, known="、".join(map(str, pages))
            )
            where, quote = (item.line.place, pages[min(pages)][1]), (item.line.text[:80], _annex(min(pages)))
            yield Comparison("annex_missing", len(announced), len(pages), where, quote, Severity.LIKELY, words)
    for number in sorted(pages.keys() - {item.number for item in announced}):
        words = WORDS.structure.annex_unannounced.format(
            number=number, known="、".join(str(i.number) for i in announced)
        )
        where, quote = (last.line.place, pages[number][1]), (last.line.text[:80], _annex(number))
        yield Comparison("annex_missing", len(announced), len(pages), where, quote, Severity.DOUBTFUL, words)
    for item in announced:
        if item.number in pages:
            yield from _title_differs(item, *pages[item.number])
    yield from _unknown_references(paper, announced)


def _announced(paper: OpenedPaper) -> tuple[list[_Announced], int]:
    """The attachments the note after the body lists, and where in the flow the note ends."""
    for index, part in enumerate(paper.flow):
        match = _ANNOUNCED.match(part.plain) if isinstance(part, Line) else None
        if match is None or not isinstance(part, Line) or len(part.text) > 120:
            continue
        first = _ITEM.match(match["rest"])
        if first is None:
            is_title = len(match["rest"]) <= 60 and not re.search(r"[。;；]", match["rest"])
            return ([_Announced(1, match["rest"], part)] if is_title else []), index
        items, end, turned = _items_in(match["rest"], part), index, ""
        for place, later in enumerate(paper.flow[index + 1 : index + 30], index + 1):
            if not isinstance(later, Line) or place - end > _TURNED_LINES + 1:
                break
            item = _ITEM.match(later.plain)
            if item is None:
                turned += later.plain  # the title before goes on here, where another number follows
                continue
            step = int(item["n"]) - items[-1].number
            if step not in (1, 2):
                break
            items[-1] = replace(items[-1], title=items[-1].title + turned)
            if step > 1:  # a number is left out
                end = place - 1
                break
            items += _items_in(later.plain, later)
            end, turned = place, ""
        return (items if items[0].number == 1 else []), end
    return [], 0


def _items_in(text: str, line: Line) -> list[_Announced]:
    """The numbered titles of one line: usually one, sometimes all of them."""
    items: list[_Announced] = []
    for piece in _NEXT_ITEM.split(text):
        match = _ITEM.match(piece)
        if match and (not items or int(match["n"]) == items[-1].number + 1):
            items.append(_Announced(int(match["n"]), match["title"].strip(), line))
        elif items:
            items[-1] = _Announced(items[-1].number, items[-1].title + piece, line)
    return items


def _pages(paper: OpenedPaper, end: int) -> dict[int, tuple[str, str]]:
    """Attachment pages by number: the text of the lines below 附件N, and the place."""
    pages: dict[int, tuple[str, str]] = {}
    for index in range(end + 1, len(paper.flow)):
        part = paper.flow[index]
        match = _ANNEX_PAGE.fullmatch(part.plain) if isinstance(part, Line) else None
        if match is None or not isinstance(part, Line):
            continue
        text = match["n"] or "1"
        number = int(text) if text.isdecimal() else written_number(text) or 0
        below = [line.text for line in paper.flow[index + 1 : index + 4] if isinstance(line, Line)]
        pages.setdefault(number, ("".join(below), part.place))
    return pages


def _title_differs(item: _Announced, below: str, place: str) -> Iterator[Comparison]:
    stated, found = _bare_title(item.title), _bare_title(below)
    is_cut_short = len(stated) > _SHORT and found.startswith(stated[:-3])
    if not found or not stated or stated in found or is_cut_short:
        return
    actual = found[: len(stated) + 6]
    ratio = max(SequenceMatcher(None, stated, found[: len(stated) + k]).ratio() for k in range(-4, 7, 2))
    if ratio < 0.6:
        return
    words = WORDS.structure.annex_title.format(title=item.title, number=item.number, actual=below[:60])
    severity = Severity.DOUBTFUL if _in_order(stated, actual) or _in_order(actual, stated) else Severity.LIKELY
    where, quote = (item.line.place, place), (item.title, below[:60])
    yield Comparison("annex_title", item.title, below[:60], where, quote, severity, words)


def _in_order(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


def _bare_title(title: str) -> str:
    title = _NO_TITLE.sub(
        "",
        title.replace("（", "(").replace("）", ")"),
    )
    return _TITLE_FILLER.sub("", title)


def _unknown_references(paper: OpenedPaper, announced: Sequence[_Announced]) -> Iterator[Comparison]:
    """详见附件3 where the note lists two attachments only."""
    most = max(item.number for item in announced)
    for line in paper.lines:
        for match in _REFERENCE.finditer(line.plain):
            if int(match["n"]) > most:
                words = WORDS.structure.annex_unknown.format(number=match["n"], most=most)
                quote = line.around(match.start(), match.end())
                where, quotes = (line.place, announced[-1].line.place), (quote, announced[-1].line.text[:60])
                yield Comparison("annex_missing", int(match["n"]), most, where, quotes, Severity.LIKELY, words)


def points_counted(paper: OpenedPaper) -> Iterator[Comparison]:
    """主要有四个方面：一是…；二是…; 以上3项任务: as many points as are said, told behind in one line or before."""
    for number, line in enumerate(paper.lines):
        for said in _POINTS_SAID.finditer(line.plain):
            form = _IN_BRACKETS if said["bracket"] else _WITH_VERB
            yield from _points(line, said, form.findall(line.plain, said.start("rest") - 1))
        for said in _THESE_POINTS.finditer(line.plain):
            marks = (
                _WITH_VERB.findall(line.plain, 0, said.start())
                or [
                    found[1]
                    for other in reversed(paper.lines[max(0, number - _MOST_POINTS) : number])
                    if (found := _WITH_VERB.match(other.plain))
                ][::-1]
            )
            yield from _points(line, said, marks)


def _points(line: Line, said: re.Match[str], marks: Sequence[str]) -> Iterator[Comparison]:
    stated = int(said["n"]) if said["n"].isdecimal() else written_number(said["n"])
    numbers = [written_number(mark) for mark in marks]
    if stated is None or len(marks) < _TWO_POINTS or numbers != list(range(1, len(marks) + 1)):
        return
    words = WORDS.quantities.told.format(stated=stated, what=said["what"], counted=len(marks))
    severity = Severity.AGREED if stated == len(marks) else Severity.LIKELY
    quote = (line.around(said.start(), said.end()),)
    yield Comparison("point_number", stated, len(marks), (line.place,), quote, severity, words)
