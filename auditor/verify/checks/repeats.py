"""The same quantity stated twice with different values; only where the words leave no doubt that it is the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.figures import Figure, as_number, figures_in, is_one_slip
from auditor.verify.forms import StatementRow, applications_received, form_rows
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.sentence import flattened
from auditor.verify.wording import WORDS

_TOTAL = pattern(
    r"共|累计|总计|合计|总数|^\s*全[年省市县区州]",
    finds=["本季度共发布信息", " 全县发布信息", "总数为"],
    not_in=["健全制度", "其中部门"],
    seen="the words that make a figure the whole of its kind, in circulars and yearly reports",
)
_FILLER = pattern(
    r"各类|各项|各级|全[县市区]|我[县市区]|本[县市区]|政府|各|等|了|方面|内容|有关|相关|截至目前|目前|"
    r"[\s,，:：“”\"]|通过|已经|已|据统计|经核查统计发现|经",
    finds=("各类", "据统计"),
    not_in=("主动公开信息",),
    seen="崇信县 (2020 Q1) and 河曲县 (2018)",
)
_COUNTED = frozenset("条件篇个家份")
_APPLIED = frozenset("件份条")
_SUBJECT = pattern(
    r"信息|单位|网站|新媒体|申请|文件|建议|提案|栏目|政策|稿件",
    finds=("信息", "栏目"),
    not_in=("会议",),
    seen="崇信县 (2020 Q1) and 河曲县 (2018)",
)
_RECEIVED = pattern(
    r"(?:新?收到|新收|受理|接收)(?:各类|书面|群众|公民|的){0,2}(?:依申请公开(?:政府)?(?:信息)?(?:申请)?"
    r"|(?:政府)?(?:信息)?(?:公开)?(?:政府信息)?(?:公开)?(?:的)?申请(?:公开)?(?:政府信息)?(?:公开)?)"
    r"(?:数量|总数|数)?(?:为|共|计)?$",
    finds=("收到政府信息公开申请", "收到依申请公开信息数"),
    not_in=("收到群众来信", "收到申请人"),
    seen="河曲县 (2018)",
)
_FORM_TOTAL = pattern(
    r"主动公开政府信息数",
    finds=("(一)主动公开政府信息数(不同渠道",),
    not_in=("主动公开规范性文件数",),
    seen="the form of 2014 (国办发〔2014〕32号), section one",
)
_PUBLISHED = pattern(
    r"^\s*(?:\d{4}年度?|截至?年底)?(?:我[省市县区]|全[年省市县区]){0,2}(?:共|累计|总共)?主动公开(?:各类)?(?:政府)?信息(?:共|共计|总计|总数)?$",
    finds=("全年共主动公开政府信息", "2016年全县主动公开政府信息", "主动公开各类信息共"),
    not_in=("通过网站主动公开政府信息", "教育局主动公开政府信息", "主动公开规范性文件"),
    seen="yearly reports of 2014 to 2018: the text repeats the form's first line",
)
_SITE_TOTAL = pattern(
    r"信息发布(?:\(.{1,8}\))?.{0,4}总数",
    finds=("信息发布(单位:条)总数",),
    not_in=("信息发布(单位:条)概况类信息更新量",),
    seen="the yearly form of a government site (政府网站工作年度报表)",
)
_ON_SITE = pattern(
    r"(?:^|全年|我[省市县区]|县|市|区)(?:政府)?(?:门户)?网站(?:全年)?(?:共|累计|共计)?(?:发布|更新)(?:各类)?(?:政府|政务)?信息(?:共|总数|总计)?$",
    finds=("全年政府网站共发布信息",),
    not_in=("教育局网站发布信息", "通过网站主动公开政府信息"),
    seen="yearly reports of government sites: the text repeats the form",
)
_HANDLED = pattern(
    r"依申请公开(?:政府信息)?(?:申请)?(?:办理|办结|答复|处理)?(?:数)?$",
    finds=("依申请公开办理",),
    not_in=("依申请公开受理点",),
    seen="河曲县 (2018)",
)
_SUMMARY = pattern(
    r"总体|总的|综上|据统计|综合|全年|截至|目前",
    finds=("总体来看", "全年"),
    not_in=("一季度",),
    seen="a usual form; in none of the documents kept",
    way="match",
)
_YEAR = pattern(
    r"(?:\d{4}年度?[,，]?)?",
    finds=("2023年,", "2023年度"),
    not_in=("2023年一季度",),
    seen="a usual form; in none of the documents kept",
    way="fullmatch",
)
_ELSEWHERE = pattern(
    r"上年|去年|结转|其中|年以来|季度|\d{4}年(?!度?,)|月|部门|局|办公室|乡镇|网上|当面|信函|网络",
    finds=("其中", "上年结转", "当面"),
    not_in=("共收到",),
    seen="河曲县 (2018)",
)


@dataclass(frozen=True, slots=True)
class _Statement:
    line: Line
    figure: Figure
    lead: str

    @property
    def quote(self) -> str:
        return self.line.around(self.figure.start, self.figure.end)


def same_totals(paper: OpenedPaper) -> Iterator[Comparison]:
    """A total given twice in the same words (县政府门户网站共发布信息…条) with two values."""
    seen: dict[tuple[str, str], _Statement] = {}
    for line in paper.lines:
        for figure in figures_in(flattened(line.plain)):
            lead = re.split(r"[,，;；。:：]", line.plain[: figure.start])[-1]
            if figure.measure not in _COUNTED or not figure.is_exact or not _TOTAL.search(lead):
                continue
            key = (_FILLER.sub("", lead), figure.measure)
            if len(key[0]) < 5 or not _SUBJECT.search(lead):
                continue
            here = _Statement(line, figure, lead)
            first = seen.setdefault(key, here)
            if first.line is not line and not _is_list_item(first, here):
                yield _twice(first, here)


def _is_list_item(first: _Statement, second: _Statement) -> bool:
    """Whether the two stand in like lines about different subjects (one line for each unit or year)."""
    leads = [s.line.plain[: s.figure.start - len(s.lead)].strip() for s in (first, second)]
    if all(_YEAR.fullmatch(lead) for lead in leads):
        return leads[0] != leads[1] and "" not in leads
    one, other = (re.sub(r"\d|\s", "", s.line.plain[: s.figure.start - len(s.lead)]) for s in (first, second))
    if _SUMMARY.match(one) or _SUMMARY.match(other):
        return False
    return one != other and len(one) < 40 and len(other) < 40


def _twice(first: _Statement, second: _Statement) -> Comparison:
    unit = second.figure.measure
    words = WORDS.repeats.twice.format(first=first.figure, unit=unit, second=second.figure)
    severity = Severity.AGREED
    if first.figure.value != second.figure.value:
        severity, words = Severity.LIKELY, WORDS.repeats.differs.format(words=words)
    where, quote = (first.line.place, second.line.place), (first.quote, second.quote)
    stated, computed = as_number(first.figure.value), as_number(second.figure.value)
    spots = frozenset((one.line.place, one.figure.start) for one in (first, second))
    return Comparison("stated_twice", stated, computed, where, quote, severity, words, spots)


def applications(paper: OpenedPaper) -> Iterator[Comparison]:
    """Applications received: text against text, and text against table three of the yearly form."""
    received = list(_applications(paper, _RECEIVED))
    tabled = applications_received(paper)
    if tabled is not None:
        for statement in received:
            known = {Decimal(tabled.new)}
            if "新收" not in statement.lead:
                known.add(Decimal(tabled.new + tabled.carried))
            spots = frozenset([(statement.line.place, statement.figure.start)])
            where, quote = (statement.line.place, tabled.place), (statement.quote, tabled.quote)
            stated = as_number(statement.figure.value)
            if statement.figure.value in known:
                words = WORDS.repeats.received_same.format(stated=statement.figure, unit=statement.figure.measure)
                yield Comparison("stated_twice", stated, stated, where, quote, Severity.AGREED, words, spots)
            else:
                unit = statement.figure.measure
                words = WORDS.repeats.received_other.format(stated=statement.figure, unit=unit, tabled=tabled.new)
                yield Comparison("stated_twice", stated, tabled.new, where, quote, Severity.LIKELY, words, spots)
                return
    values = {s.figure.value for s in received}
    if tabled is None and len(values) == 2 and is_one_slip(*values):
        first, other = received[0], next(s for s in received if s.figure.value != received[0].figure.value)
        if first.line is not other.line:
            yield _twice(first, other)
    if len(values) == 1:
        for handled in _applications(paper, _HANDLED):
            if handled.figure.value not in values and handled.line is not received[0].line:
                yield _handled(received[0], handled)
                return


def published(paper: OpenedPaper) -> Iterator[Comparison]:
    """Items published, in the text against the first line of the form of 2014."""
    rows = form_rows(paper)
    yield from _published_as(paper, next((row for row in rows if _FORM_TOTAL.search(row.label[:24])), None), _PUBLISHED)
    yield from _published_as(paper, next((row for row in rows if _SITE_TOTAL.search(row.label)), None), _ON_SITE)


def _published_as(paper: OpenedPaper, row: StatementRow | None, form: re.Pattern[str]) -> Iterator[Comparison]:
    """The numbers that the text tells in these words against one row of a form."""
    if row is None or not row.value:
        return
    for line in paper.lines:
        for figure in figures_in(flattened(line.plain)):
            lead = re.split(r"[,，;；。:：]", line.plain[: figure.start])[-1]
            if figure.measure != "条" or not figure.is_exact or not form.search(lead) or line.place == row.place:
                continue
            gap, value = abs(figure.value - row.value), Decimal(row.value)
            words = WORDS.published.format(stated=figure, tabled=row.value)
            if gap and gap * 5 > value and not is_one_slip(figure.value, value):
                continue  # of one office, or one site only
            severity = Severity.AGREED if not gap else Severity.LIKELY
            where, quote = (line.place, row.place), (line.around(figure.start, figure.end), row.quote)
            spots = frozenset([(line.place, figure.start)])
            yield Comparison("stated_twice", as_number(figure.value), row.value, where, quote, severity, words, spots)


def _applications(paper: OpenedPaper, form: re.Pattern[str]) -> Iterator[_Statement]:
    for line in paper.lines:
        for figure in figures_in(flattened(line.plain)):
            lead = re.split(r"[,，;；。:：、]", line.plain[: figure.start])[-1]
            is_one = figure.measure in _APPLIED and figure.is_exact and form.search(lead)
            if is_one and not _ELSEWHERE.search(form.sub("", lead)[-12:]):
                yield _Statement(line, figure, lead)


def _handled(received: _Statement, handled: _Statement) -> Comparison:
    words = WORDS.repeats.handled.format(received=received.figure, handled=handled.figure)
    where, quote = (received.line.place, handled.line.place), (received.quote, handled.quote)
    stated, computed = as_number(received.figure.value), as_number(handled.figure.value)
    return Comparison("stated_twice", stated, computed, where, quote, Severity.DOUBTFUL, words)
