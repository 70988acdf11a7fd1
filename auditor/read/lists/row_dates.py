"""The publish date printed in one row: a cell of its own, split in pieces, or in a sentence; never the title's."""

import re
from datetime import date, timedelta

from auditor.base.pattern import pattern
from auditor.read.dates import FoundDate, day, find_dates, in_figures, parse_date, plain_signs
from auditor.read.lists.outline import Box, Outline, is_date_text, is_day_text, is_year_text

_PUBLISH = pattern(
    r"发布|公布|公开|刊登|发稿|上网|回复|答复|公示日期",
    finds=("发布日期", "公开时间", "刊登", "答复时间", "公示日期"),
    not_in=("成文日期", "更新时间", "截止日期", "公示期限"),
    seen="柘城县, 广东侨务",
)
_TOUCHED = pattern(
    r"更新|录入|添加|创建|修改|上传",
    finds=("更新时间", "录入日期", "上传时间"),
    not_in=("发布日期", "成文日期"),
    seen="a usual form; on none of the pages kept",
)
_OTHER = pattern(
    r"成文|生成|印发|有效|截止|截至|报名|施行|实施|废止|签发|开标|期限|起止|开始|结束|失效|征集|提交|来信|写信|咨询|留言|"
    r"(?:决定|许可|处罚|受理|会议|开会|召开|申请|活动|演出|展览|举办|举行|考试|培训|面试|开庭)(?:日期|时间)",
    finds=("成文日期", "截止时间", "有效期", "来信时间", "许可决定日期", "会议时间", "活动日期"),
    not_in=("发布日期", "更新时间", "日期"),
    seen="广东侨务, 浙江省发改委",
)
_NOT_PUBLISHED = pattern(
    r"成文|有效|截止|截至|报名|施行|实施|废止|开标|期限|起止|开始|结束|失效|征集|提交|来信|写信|提问|咨询|留言|"
    r"(?:决定|许可|处罚|受理|会议|开会|召开|申请|活动|演出|展览|举办|举行|考试|培训|面试|开庭)(?:日期|时间)",
    finds=("成文日期", "截止时间", "来信时间", "会议时间", "举办时间"),
    not_in=("生成日期", "印发日期", "发布日期", "更新时间"),
    seen="广东侨务, 浙江省发改委",
)
"""Labels of a day that is no publish date even where it is the only one; a generated or an issued page's day may be."""
_STATE = pattern(
    r"\W?(?:已经?)?(?:废止|失效|截止|结束|施行|实施|生效)\W?|\W?(?:现行)?有效\W?|\W?(?:征集|报名|公示)中\W?",
    finds=("已废止", "[失效]", "有效", "现行有效", "已截止", "征集中"),
    not_in=("废止日期", "有效期", "截止时间：", "施行日期"),
    seen="marks of what became of a document or a survey, beside its title",
    way="fullmatch",
)
"""What became of a document: no label of the day behind it."""
_ISSUED = pattern(
    r"发文(?:日期|时间)",
    finds=("发文日期", "发文时间："),
    not_in=("发文机关", "发布日期"),
    seen="tables of documents: the day that a document bears, or that on which it was put up",
)
"""A label that may mean either; beside another day it decides nothing."""
_SENTENCE_SIGN = pattern(
    r"[，。；！？]|^\S{0,2}(?:19|20)\d\d年\d{1,2}月\d{1,2}日[^\W\d_]|[于至自从在到定]\s?(?:19|20)\d\d\S{3,8}$",
    finds=("2019年12月3日，县政府召开会议", "2019年12月3日县政府召开会议", "现定于2019年12月3日"),
    not_in=("来源：县政府办 2020-03-28 浏览：77", "发布于：2020-03-28", "2020年3月28日 县政府办"),
    seen="excerpts below the titles of lists",
)
"""What the first words of an article have, and a line of source and day has not."""
_SHORT_YEAR = pattern(
    r"[\[(（'‘’]?\s?(\d\d)([-/.年])(0?[1-9]|1[0-2])(?:\2|(?<=\d)月)(0?[1-9]|[12]\d|3[01])日?\s?[\])）]?",
    finds={"[20-01-03]": "20", "18/6/7": "18", "20年03月28日": "20", "'20-03-08": "20"},
    not_in=("2020-01-03", "20-13-01", "20-01/03"),
    seen="kept case of two-digit years",
    way="fullmatch",
)
"""Year, month, day with a year of two digits, in a cell of its own."""
_THREE_SHORT = pattern(
    r"\D{0,6}(?P<a>\d{1,2})\s?(?P<sign>[-/.])\s?(?P<b>\d{1,2})\s?(?P=sign)\s?(?P<c>\d{2})\D{0,6}",
    finds={"12/30/26": "12", "[3.9.20]": "3"},
    not_in=("2020-01-03", "12/30", "12/30/2026"),
    seen="a usual form of templates bought abroad; on none of the pages kept",
    way="fullmatch",
)
_TURN_OF_CENTURY = 70
_LABEL = pattern(
    r"(?:发布|公布|公开|更新|发文|日期|时间|刊登)\S{0,4}?\s?[:：]?\s?$",
    finds=("发布时间：", "公开日期", "更新"),
    not_in=("日期未定的安排"),
    seen="道真县人社局, 柘城县",
)
_TOLD_LABEL = pattern(
    r"[\u4e00-\u9fff]{0,4}(?:日期|时间)\s?[:：]\s?$",
    finds=("发布时间：", "日期: ", "作者：佚名 添加时间："),
    not_in=("办理时间", "时间：早上"),
    seen="titles of links that list all that is known of an article (动易)",
)
_COUNTER = pattern(
    r"(?:阅读|浏览|点击|访问|人气|点击率)(?:次数|量|数|率)?\s?[:：]?\s?\d{1,7}\s?次?",
    finds=("点击：107", "浏览次数:8次", "阅读 23"),
    not_in=("阅读", "点击进入", "10-03"),
    seen="counters beside the day of a row",
)
_PIECE = pattern(
    r"[\d\s\-/.年月日号\[\]()（）|]{1,14}",
    finds=("2017年 ", "08-11", "[3日]"),
    not_in=("三日", "2017年8月11日星期五下午三点"),
    seen="a usual form; on none of the pages kept",
    way="fullmatch",
)
_FRAME = re.compile(r"[\[\]()（）|]")
_SPLIT_SEEN = (
    "rows whose day stands apart from month and year, as in 柘城县; the other orders "
    "are usual forms on none of the pages kept"
)
_SPLIT = (
    pattern(
        r"(?P<d>\d{1,2})[日号]? (?P<y>\d{4})\s?[-/.年]\s?(?P<m>\d{1,2})月?",
        finds={"03 2020-01": "03", "3日 2020年1月": "3"},
        not_in=("2020-01 03",),
        seen=_SPLIT_SEEN,
        way="fullmatch",
    ),
    pattern(
        r"(?P<y>\d{4})\s?[-/.年]\s?(?P<m>\d{1,2})月? (?P<d>\d{1,2})[日号]?",
        finds={"2020-01 03": "2020", "2020年1月 3日": "2020"},
        not_in=("03 2020-01",),
        seen=_SPLIT_SEEN,
        way="fullmatch",
    ),
    pattern(
        r"(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})[日号]? (?P<y>\d{4})年?",
        finds={"01-03 2020": "01", "1月3日 2020年": "1"},
        not_in=("2020 01-03",),
        seen=_SPLIT_SEEN,
        way="fullmatch",
    ),
    pattern(
        r"(?P<y>\d{4})年? (?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})[日号]?",
        finds={"2020 01-03": "2020", "2018年 6月7日": "2018"},
        not_in=("01-03 2020",),
        seen=_SPLIT_SEEN,
        way="fullmatch",
    ),
    pattern(
        r"(?P<d>\d{1,2})[日号]? (?P<m>\d{1,2})月 (?P<y>\d{4})年?",
        finds={"3 1月 2020": "3", "03日 12月 2020年": "03"},
        not_in=("1月 3 2020",),
        seen=_SPLIT_SEEN,
        way="fullmatch",
    ),
    pattern(
        r"(?P<y>\d{4})年? (?P<m>\d{1,2})月? (?P<d>\d{1,2})[日号]?",
        finds={"2020 1 3": "2020", "2020年 1月 3日": "2020"},
        not_in=("3 1 2020",),
        seen=_SPLIT_SEEN,
        way="fullmatch",
    ),
    pattern(
        r"(?P<m>\d{1,2})月 (?P<d>\d{1,2})[日号]? (?P<y>\d{4})年?",
        finds={"1月 3 2020": "1", "12月 03日 2020年": "12"},
        not_in=("3 1月 2020",),
        seen=_SPLIT_SEEN,
        way="fullmatch",
    ),
    pattern(
        r"(?P<d>\d{1,2})[日号]? (?P<m>\d{1,2})月",
        finds={"3 1月": "3", "03日 12月": "03"},
        not_in=("3 1", "1月 3"),
        seen=_SPLIT_SEEN,
        way="fullmatch",
    ),
    pattern(
        r"(?P<m>\d{1,2})月 (?P<d>\d{1,2})[日号]?",
        finds={"1月 3": "1", "12月 03日": "12"},
        not_in=("3 1月", "1 3"),
        seen=_SPLIT_SEEN,
        way="fullmatch",
    ),
    pattern(
        r"(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})[日号]?",
        finds={"01-03": "01", "6月7日": "6", "6 / 7": "6"},
        not_in=("01 03", "2020-01-03"),
        seen=_SPLIT_SEEN,
        way="fullmatch",
    ),
)
_ADDRESS_DAY = pattern(
    r"(?<!\d)(20\d\d|19\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)",
    finds={"./201801/t20180104_7001.html": "2018", "/art/2020-01-03/": "2020"},
    not_in=("/art/2020/13/45/", "123420180104"),
    seen="addresses of TRS WCM and jCMS",
)
_ADDRESS_LOOSE_DAY = pattern(
    r"/(20\d\d|19\d\d)[-/](\d{1,2})[-/](\d{1,2})/",
    finds={"/art/2020/1/3/art_22_1.html": "2020"},
    not_in=("/2020/0103/", "/art/20/1/3/"),
    seen="addresses of jCMS",
)
_ADDRESS_MONTH = pattern(
    r"/(20\d\d|19\d\d)[-/_]?(0[1-9]|1[0-2])/",
    finds={"/c100/202001/content.shtml": "2020", "/2019-12/": "2019"},
    not_in=("/2020/13/", "120200112", "/public/120/200012.html", "/c200103/7.html", "?id=202003"),
    seen="addresses of UCAP and TRS WCM",
)
_ADDRESS_YEAR = pattern(
    r"(?<!/info)(?<!/public)(?<!column)(?<!channel)(?<!channels)[/_-](20\d\d|19\d\d)/"
    r"|[?&](?:y|year|nian|nd|niandu)=(20\d\d|19\d\d)(?!\d)",
    finds={"/art/2018/art_0c1d.html": "2018", "?y=2019&a=1": "2019"},
    not_in=("/20181221/", "/n2018x", "/info/30/2006.htm", "/info/2019/7.htm", "/channels/2019/7.html", "?id=2019"),
    seen="中国建设信息, jpaas; numbers of columns and serials of VSB and 龙讯 that look like years",
)
_CLOCK_TIME = pattern(
    r"\d{1,2}:\d{2}(?::\d{2})?",
    finds=("10:00", "8:05:31"),
    not_in=("2020-01-03",),
    seen="rows that print the time as well",
)
_MONTH_MARK = pattern(
    r"(\d{1,2})\s?月",
    finds={"03 12月/2020": "12", "3 月 2020": "3"},
    not_in=("三月",),
    seen="days set apart from month and year, as in 柘城县",
)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_WORD = pattern(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?(?![a-z])",
    finds={"Mar 2020": "Mar", "05 March": "Mar", "Sept. 2020": "Sep"},
    not_in=("Kmart", "remarks"),
    seen="days set apart from an English month and year",
    flags=re.IGNORECASE,
)
_AT_AN_END = pattern(
    r"^[\[(（【](?P<a>[^\])）】]{8,20})[\])）】]|[\[(（【](?P<b>[^\])）】]{8,20})[\])）】]$|\s(?P<c>\d{4}-\d\d-\d\d)$|^(?P<d>\d{4}-\d\d-\d\d)\s",
    finds={"[2017-12-8日发] 通知": "2017-12-8日发", "关于放假的通知 2020-01-03": "2020-01-03"},
    not_in=("[公示]关于", "通知2020-01-03"),
    seen="a usual form; on none of the pages kept",
)
TITLE_HEAD = pattern(
    r"标题|名称|题名",
    finds=("标题", "信息名称"),
    not_in=("索引号", "发布日期"),
    seen="heads of catalogue tables; lists of 龙讯 whose rows are ul with a li for each cell",
)
_LONGEST_SCRIPT = 300
_WRITES = pattern(
    r"document\.write|\.innerHTML|\.innerText|\.textContent|\.html\(|\.text\(|\.append\(",
    finds=("document.write('2020-03-05 10:11'.substring(0,10));", "$('#d3').html('2020-03-05')"),
    not_in=('var menu=[{"name": "县财政局", "createTime": "2020-02-03"}];', "var today='2020-02-03';"),
    seen="days cut to length by a script in each row; menus and other data in scripts beside rows",
)
"""A script that puts something into the page, not one that only holds it."""
_LEVELS_OF_CELL = 2
_LEVELS_OF_ROW = 3
_LEAST_CELLS = 3
_LONGEST_HEAD = 12
_SENTENCE = 60
_LONGEST_MONTH = 16
_YEAR_FOLDER = pattern(
    r"(?<!/info)(?<!/public)(?<!column)(?<!channel)(?<!channels)(?<!/col)/((?:19|20)\d\d)(?:nian|n)?(?:/|$)"
    r"|[?&](?:year|nian)=((?:19|20)\d\d)",
    finds={"/zwgk/2019/": "2019", "/gb/2020nian/": "2020", "/list?year=2018": "2018"},
    not_in=("/20191/", "/a2019/", "/channels/2019/", "/public/column/2019"),
    seen="中国建设信息",
)


def row_date(outline: Outline, first: int, end: int, link: Box, *, year: int | None, hint: str) -> date | None:
    """The publish date among the texts ``first`` to ``end`` of a row with main link ``link``.

    ``year`` is that of a heading above the row, ``hint`` the row's address: each only completes a printed day that
    lacks its year. ``None`` where nothing printed is surely the row's date.
    """
    texts = outline.texts
    shown = [index for index in range(first, end) if not outline.owners[index].hidden]
    outside = [index for index in shown if not link.first_text <= index < link.end_text]
    inside = range(link.first_text, link.end_text) if link.end_text - link.first_text > 1 else ()
    cells = [index for index in (*outside, *inside) if outline.is_date(index)]
    printed = [(index, one) for index in sorted(cells) for one in find_dates(texts[index])]
    if printed:
        return _published_of(outline, printed, first)
    years = [index for index in outside if is_year_text(texts[index])]
    are_tabs = len({texts[index] for index in years}) > 1
    own = [index for index in shown if not (index in years and (are_tabs or outline.owners[index].in_link))]
    return (
        short_year_date([texts[index] for index in shown])
        or _from_pieces([texts[index] for index in own], year=year, hint=hint)
        or _from_english([texts[index] for index in own])
        or _from_sentences([texts[index] for index in outside])
        or _from_title(" ".join(texts[link.first_text : link.end_text]))
    )


def day_of_month(outline: Outline, first: int, end: int, link: Box, year: int | None, month: int) -> date | None:
    """The day of a row that prints nothing else of it, where headings above name year and month: ``20日``."""
    outside = [at for at in range(first, end) if not link.first_text <= at < link.end_text]
    numbers = {
        int(outline.texts[at][: 2 if outline.texts[at][1:2].isdecimal() else 1])
        for at in outside
        if is_day_text(outline.texts[at])
    }
    return day(year, month, numbers.pop()) if year is not None and len(numbers) == 1 else None


def named_dates(
    outline: Outline, places: list[list[int]], boxes: list[list[Box]], years: list[int | None], hints: list[str]
) -> list[date | None]:
    """Each row's day, where a plan names the texts or the elements that hold it, whatever words stand around it.

    Numerals may be Chinese. A day and a month in figures behind which the year stands are told apart by the other rows
    of the page: where none shows which is which, they are no date.
    """
    if (turned := _short_years_last([" ".join(outline.texts[index] for index in at) for at in places])) is not None:
        return turned
    found = [
        _named(outline, at, year, hint) or _in_attributes(held)
        for at, held, year, hint in zip(places, boxes, years, hints, strict=True)
    ]
    loose = [
        _loose_days(" ".join(outline.texts[index] for index in at)) if day is None else ()
        for at, day in zip(places, found, strict=True)
    ]
    orders = [order for order in (0, 1) if all(days[order] for days in loose if days)]
    if len(orders) == 2 and all(days[0] == days[1] for days in loose if days):
        orders = orders[:1]
    if len(orders) != 1:
        return found
    return [day or (days[orders[0]] if days else None) for day, days in zip(found, loose, strict=True)]


def _named(outline: Outline, places: list[int], year: int | None, hint: str) -> date | None:
    texts = [outline.texts[index] for index in places]
    printed = [(index, one) for index in places for one in find_dates(outline.texts[index])]
    if printed:
        return _published_of(outline, printed)
    figures = [in_figures(text) for text in texts]
    return _put_together(texts, year, hint) or (_put_together(figures, year, hint) if figures != texts else None)


def _put_together(texts: list[str], year: int | None, hint: str) -> date | None:
    """The day whose parts these texts are."""
    return (
        short_year_date(texts)
        or _from_pieces(texts, year=year, hint=hint)
        or _from_pieces(" ".join(texts).split(), year=year, hint=hint)
        or parse_date(" ".join(texts))
        or parse_date("".join(texts))
    )


def _short_years_last(texts: list[str]) -> list[date | None] | None:
    """The days of rows that all print three numbers of two figures, where those cannot begin with the year.

    ``None`` where they may, or print something else; a day is ``None`` where it may be the month as well.
    """
    found = [_THREE_SHORT.fullmatch(text) for text in texts if text]
    numbers = [(int(one["a"]), int(one["b"]), int(one["c"])) for one in found if one]
    if len(numbers) < len(texts) or not texts or all(_of_short(a, b, c) for a, b, c in numbers):
        return None
    orders = [[_of_short(c, a, b) for a, b, c in numbers], [_of_short(c, b, a) for a, b, c in numbers]]
    fitting = [days for days in orders if all(days)]
    return fitting[0] if len(fitting) == 1 else [None] * len(texts)


def _of_short(year: int, month: int, number: int) -> date | None:
    return day(year + (1900 if year >= _TURN_OF_CENTURY else 2000), month, number) if year < 100 else None


def attribute_date(row: Box, timed: list[Box]) -> date | None:
    """The only day that the elements of a row hold in an attribute made for it; ``timed`` are all such elements."""
    names = ("datetime", "data-time", "data-date", "data-pubdate", "data-publish-time", "pubdate")
    held = [box.attrs.get(name, "") for box in timed if box.is_within(row) for name in names]
    days = {one.value for value in held if value for one in find_dates(value)}
    return days.pop() if len(days) == 1 else None


def labelled_date(title: str) -> date | None:
    """The only publish day that the ``title`` of a row's link tells behind a label: ``标题：… 发布时间：2020-3-5``."""
    found = {
        one.value
        for one in find_dates(title)
        if (label := _TOLD_LABEL.search(title[max(0, one.start - _LONGEST_HEAD) : one.start]))
        and _said(label[0]) <= _RANK_UNTOLD
    }
    return found.pop() if len(found) == 1 else None


def script_date(outline: Outline, first: int, end: int) -> date | None:
    """The only day that scripts among a row's texts write: ``document.write('2020-03-05 10:11'.substring(0,10))``."""
    scripts = [node.text() or "" for at, node in outline.scripts if first < at <= end]
    writing = [script for script in scripts if len(script) <= _LONGEST_SCRIPT and _WRITES.search(script)]
    days = {one.value for script in writing for one in find_dates(script)}
    return days.pop() if len(days) == 1 else None


def _in_attributes(boxes: list[Box]) -> date | None:
    """The only day in the attributes of these elements: ``<time datetime="2020-01-03">``."""
    held = [(name, value) for box in boxes for name, value in box.attrs.items() if name not in ("class", "id", "style")]
    days = {one.value for _, value in held if len(value) <= _SENTENCE for one in find_dates(value)}
    return days.pop() if len(days) == 1 else None


def _loose_days(text: str) -> tuple[date | None, date | None] | tuple[()]:
    """A year and two numbers, or one and the name of a month, as day then month and as month then day."""
    plain = _CLOCK_TIME.sub(" ", text)
    words = [word[:3] for word in plain.lower().replace(",", " ").replace(".", " ").split() if word.isalpha()]
    months = [number for number, name in enumerate(_MONTH_NAMES, 1) if name in words]
    marked = _MONTH_MARK.search(plain)
    numbers = [int(one) for one in re.findall(r"\d+", plain)]
    years = [one for one in numbers if 1990 <= one <= 2099]
    rest = [one for one in numbers if one not in years]
    if len(years) != 1:
        return ()
    if len(months) == 1 and len(rest) == 1:
        return (day(years[0], months[0], rest[0]),) * 2
    if len(rest) != 2:
        return ()
    if marked:
        month = int(marked[1])
        other = rest[1] if rest[0] == month else rest[0]
        return (day(years[0], month, other),) * 2
    return day(years[0], rest[1], rest[0]), day(years[0], rest[0], rest[1])


def _published_of(outline: Outline, printed: list[tuple[int, FoundDate]], first: int = 0) -> date | None:
    """Of the days in cells the publish date; ``None`` where several may be it: the article decides.

    ``first`` is where the row begins: what stands before it labels nothing in it.
    """
    ranked = [(_rank(outline, index, one, first), one.value) for index, one in printed]
    best = min(rank for rank, _ in ranked)
    if len({value for _, value in ranked}) == 1:
        return ranked[0][1] if best < _RANK_NEVER else None
    believable = {value for rank, value in ranked if rank < _RANK_NEVER}
    if best != _RANK_PUBLISHED and len(believable) > 1 and any(rank == _RANK_ISSUED for rank, _ in ranked):
        return None
    values = [value for rank, value in ranked if rank == best]
    return values[0] if best == _RANK_PUBLISHED or len(set(values)) == 1 else None


_RANK_PUBLISHED, _RANK_UNTOLD, _RANK_ISSUED, _RANK_TOUCHED, _RANK_OTHER, _RANK_NEVER = range(6)


def _rank(outline: Outline, index: int, found: FoundDate, first: int) -> int:
    """What is said of a date before it or at the head of its column."""
    is_label = (
        index > first and not outline.owners[index - 1].in_link and not _STATE.fullmatch(outline.texts[index - 1])
    )
    before = outline.texts[index][: found.start] or (outline.texts[index - 1][-8:] if is_label else "")
    said = _said(before)
    return _rank_by_header(outline.owners[index]) if said == _RANK_UNTOLD else said


def _said(text: str) -> int:
    if _PUBLISH.search(text):
        return _RANK_PUBLISHED
    if _ISSUED.search(text):
        return _RANK_ISSUED
    if _TOUCHED.search(text):
        return _RANK_TOUCHED
    if _NOT_PUBLISHED.search(text):
        return _RANK_NEVER
    return _RANK_OTHER if _OTHER.search(text) else _RANK_UNTOLD


def split_day(texts: list[str]) -> date | None:
    """The day that texts standing beside each other make, its year among them: ``03-05`` above ``2020``."""
    return _from_pieces(texts, year=None, hint="")


def short_year_date(texts: list[str]) -> date | None:
    """The only day whose year is printed with two digits (``20-11-22``)."""
    found = {
        _of_short(year, int(match[3]), int(match[4]))
        for match in map(_SHORT_YEAR.fullmatch, texts)
        if match and (year := int(match[1])) >= 0
    } - {None}
    return found.pop() if len(found) == 1 else None


def _rank_by_header(cell: Box) -> int:
    """What a table's head says of the cell's column."""
    owner = cell
    while cell.tag != "td":
        if cell.parent is None or cell.tag == "tr":
            return _rank_by_heads(owner)
        cell = cell.parent
    row = cell.parent
    if row is None or row.tag != "tr" or row.parent is None:
        return _RANK_UNTOLD
    number = row.children.index(cell)
    table = row.parent if row.parent.tag == "table" or row.parent.parent is None else row.parent.parent
    head = table.node.css_first("tr")
    if head is None or head.mem_id == row.node.mem_id or head.css_first("a[href]") is not None:
        return _RANK_UNTOLD
    cells = [node for node in head.iter(include_text=False) if node.tag in ("td", "th")]
    text = cells[number].text() if number < len(cells) else ""
    return _said(text)


def _rank_by_heads(cell: Box) -> int:
    """What a line of heads above rows that are no table says: as many boxes as a row has, none of them a link."""
    for _ in range(_LEVELS_OF_CELL):
        row = cell.parent
        if row is None or row.parent is None:
            break
        if len(row.children) >= _LEAST_CELLS:
            heads = heads_of(row)
            number = row.children.index(cell)
            return _said(heads[number]) if heads else _RANK_UNTOLD
        cell = row
    return _RANK_UNTOLD


def heads_of(row: Box) -> list[str]:
    """The words above the cells of such a row; empty where nothing heads them."""
    count, first = len(row.children), row
    for _ in range(_LEVELS_OF_ROW):
        around = first.parent
        if around is None:
            break
        led = next((at for at, box in enumerate(around.children) if box.end_link > box.first_link), 0)
        above: Box | None = around.children[led - 1] if led else None
        while above is not None and len(above.children) == 1:
            above = above.children[0]
        if above is not None and len(above.children) == count:
            heads = [box.node.text().strip() for box in above.children]
            if any(TITLE_HEAD.search(head) for head in heads) and max(map(len, heads)) <= _LONGEST_HEAD:
                return heads
        first = around
    return []


def _from_pieces(texts: list[str], *, year: int | None, hint: str) -> date | None:
    texts = [_COUNTER.sub(" ", plain_signs(text)).strip() for text in texts]
    pieces = [_FRAME.sub(" ", text).strip() for text in texts if _PIECE.fullmatch(text)]
    pieces = [" ".join(piece.split()) for piece in pieces if piece]
    for start in range(len(pieces)):
        for length in (3, 2, 1):
            if start + length > len(pieces):
                continue
            joined = " ".join(pieces[start : start + length])
            for form in _SPLIT:
                match = form.fullmatch(joined)
                if match:
                    own = match.groupdict()
                    found = _dated(own.get("y"), int(own["m"]), int(own["d"]), year=year, hint=hint)
                    if found:
                        return found
    return None


def _from_english(texts: list[str]) -> date | None:
    """The only day that an English month makes with the texts beside it: ``05`` above ``Mar 2020``."""
    named = [at for at, text in enumerate(texts) if len(text) <= _LONGEST_MONTH and _MONTH_WORD.search(text)]
    windows = [slice(max(0, at - before), at + after) for at in named for before, after in ((1, 1), (0, 2), (1, 2))]
    days = {found for window in windows if (found := parse_date(" ".join(texts[window])))}
    return days.pop() if len(days) == 1 else None


def _dated(own_year: str | None, month: int, number: int, *, year: int | None, hint: str) -> date | None:
    if own_year:
        return day(int(own_year), month, number)
    if year is not None:
        return day(year, month, number)
    return _with_year_of_address(month, number, hint)


def _with_year_of_address(month: int, number: int, address: str) -> date | None:
    """A printed day and month, with the year that brings it nearest to the day or month in the row's address."""
    match = _ADDRESS_DAY.search(address) or _ADDRESS_LOOSE_DAY.search(address)
    near = day(*(int(part) for part in match.groups())) if match else None
    if near is None:
        match = _ADDRESS_MONTH.search(address)
        near = day(int(match[1]), int(match[2]), 15) if match else None
    if near is None:
        match = _ADDRESS_YEAR.search(address)
        return day(int(match[1] or match[2]), month, number) if match else None
    offers = [one for one in (day(near.year + step, month, number) for step in (0, -1, 1)) if one]
    best = min(offers, key=lambda one: abs(one - near), default=None)
    return best if best is not None and abs(best - near) <= timedelta(days=183) else None


def _from_sentences(texts: list[str]) -> date | None:
    """A labelled date in a longer text; or the only date of a short one."""
    short: set[date] = set()
    for text in texts:
        for one in find_dates(text):
            if _LABEL.search(text[: one.start]) and not _OTHER.search(text[max(0, one.start - 8) : one.start]):
                return one.value
            is_at_an_end = one.start <= 3 or len(text) - one.end <= 3
            if len(text) <= _SENTENCE and is_at_an_end and not _SENTENCE_SIGN.search(text):
                short.add(one.value)
    return short.pop() if len(short) == 1 else None


def _from_title(text: str) -> date | None:
    """A date set off at either end of the link's own text: ``[2020-03-05]`` or a plain ISO day."""
    match = _AT_AN_END.search(text)
    found = next(group for group in match.groups() if group) if match else ""
    return parse_date(found) if is_date_text(found) else None


def year_of(text: str) -> int | None:
    """The year a heading names and nothing else, in figures or in Chinese numerals."""
    text = text if text[:1].isdecimal() else in_figures(text)
    return int(text[:4]) if is_year_text(text) else None


def year_of_address(url: str) -> int | None:
    """The year a list's own address names as a folder or parameter."""
    match = _YEAR_FOLDER.search(url)
    return int(match[1] or match[2]) if match else None
