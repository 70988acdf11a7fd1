"""The official forms' own arithmetic."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.figures import as_number, figures_in, is_one_slip
from auditor.verify.forms import APPLICANTS, StatementRow, form_rows, whole_number
from auditor.verify.paper import OpenedPaper
from auditor.verify.sentence import flattened
from auditor.verify.tables import is_nil
from auditor.verify.wording import WORDS

_SEEN = "the forms of 2019 (国办公开办函〔2019〕60号) and 2021 (〔2021〕30号), table three"
_NEW = pattern(r"本年新收", finds=("一、本年新收政府信息公开申请数量",), not_in=("本年度办理结果",), seen=_SEEN)
_CARRIED = pattern(r"上年结转", finds=("二、上年结转政府信息公开申请数量",), not_in=("结转下年度",), seen=_SEEN)
_NEXT = pattern(r"结转下年度", finds=("四、结转下年度继续办理",), not_in=("上年结转",), seen=_SEEN)
_SUM = pattern(
    r"(?:^|\))总计$|\(七\)总计|\(六\)总计",
    finds=("(七)总计", "总计"),
    not_in=("总计数", "合计"),
    seen="the form of 2019 (国办公开办函〔2019〕60号)",
)
_TOLD = {
    "total": pattern(
        r"^(?:共|已|全年|本年度?)?(?:办结|答复)(?:申请|政府信息公开申请|依申请公开)?(?:共|共计)?$",
        finds=("办结", "全年办结申请"),
        not_in=("按时办结", "办结建议"),
        seen=_SEEN,
    ),
    "next": pattern(
        r"结转(?:至|到)?下(?:一)?年度?(?:继续办理)?$",
        finds=("结转下年度继续办理",),
        not_in=("上年结转",),
        seen=_SEEN,
    ),
    "carried": pattern(r"^上(?:一)?年度?结转$", finds=("上年结转",), not_in=("结转下年度",), seen=_SEEN),
}
"""Where a number of the text stands in table three, by the words before it."""
_CLOSE = 5
_LEAVES = (19, 21)
"""Rows of outcomes in table three: 19 in the form of 2019, 21 in that of 2021 (其他处理 split in three)."""
_AMOUNT = pattern(
    r"量",
    finds=("量（件）",),
    not_in=("（件）", "：量"),
    seen="申请数 of the form of 2014, and 申请数量 of that of 2019",
    way="match",
)
_OUTCOMES = ("行政复议", "未经复议直接起诉", "复议后起诉")
_MAX_FINDINGS = 4
_FILLED = 3
"""Channels of the form of 2014 that must be filled in; the others are blank where there is nothing."""
_MAX_COLUMNS = 30


_REVIEWED = pattern(
    r"总计|审结", finds=("总计", "尚未审结"), not_in=("结果维持",), seen="the form of 2019 (国办公开办函〔2019〕60号)"
)


@dataclass(frozen=True, slots=True)
class _Block:
    """Table three: received, carried over, outcomes, their total, and carried to the next year."""

    new: StatementRow
    carried: StatementRow
    leaves: tuple[StatementRow, ...]
    total: StatementRow
    next: StatementRow


def applications_table(paper: OpenedPaper) -> Iterator[Comparison]:
    """Table three: 本年新收+上年结转=总计+结转下年度; outcomes=总计; applicants across=总计."""
    block = _block(form_rows(paper))
    if block is None:
        return
    told: set[tuple[tuple[str, ...], object]] = set()
    for one in (*_across(block), *_down(block), *_balance(block)):
        key = (one.where, one.stated)
        if not one.is_finding:
            yield one
        elif key not in told and len(told) < _MAX_FINDINGS:
            told.add(key)
            yield one


def _block(rows: Sequence[StatementRow]) -> _Block | None:
    rows = [row for row in rows if row.applicants is not None]
    start = next((n for n, row in enumerate(rows) if _NEW.search(row.label)), None)
    if start is None or start + 1 >= len(rows) or not _CARRIED.search(rows[start + 1].label):
        return None
    end = next((n for n in range(start + 2, len(rows)) if _NEXT.search(rows[n].label)), None)
    if end is None or not _SUM.search(rows[end - 1].label) or end - 1 <= start + 1:
        return None
    return _Block(rows[start], rows[start + 1], tuple(rows[start + 2 : end - 1]), rows[end - 1], rows[end])


def applications_told(paper: OpenedPaper) -> Iterator[Comparison]:
    """办结12件，结转下年度继续办理2件: what the text says became of the applications, against table three."""
    block = _block(form_rows(paper))
    if block is None:
        return
    places = {row.place for row in (block.new, block.carried, *block.leaves, block.total, block.next)}
    for line in (one for one in paper.lines if one.place not in places):
        for figure in figures_in(flattened(line.plain)):
            lead = re.split(r"[,，;；。、:：]", line.plain[: figure.start])[-1]
            row = next((getattr(block, name) for name, form in _TOLD.items() if form.search(lead)), None)
            if row is None or not figure.is_quantity or not figure.is_exact:
                continue
            value = _values(row)[-1]
            gap = abs(int(figure.value) - value)
            if gap > _CLOSE and gap * _CLOSE > value and not is_one_slip(figure.value, Decimal(value)):
                continue  # of another office or another kind of case
            words = WORDS.repeated.format(name=row.label, stated=figure, tabled=value)
            quote = (line.around(figure.start, figure.end), row.quote)
            severity = Severity.LIKELY if gap else Severity.AGREED
            spots = frozenset([(line.place, figure.start)])
            where = (line.place, row.place)
            yield Comparison("stated_twice", as_number(figure.value), value, where, quote, severity, words, spots)


def _values(row: StatementRow) -> tuple[int, ...]:
    return row.applicants or (0,) * len(APPLICANTS)


def _is_unfilled(row: StatementRow, column: int) -> bool:
    """Whether 总计 was left blank in a row that has applicants: that is not filled in, and no nought."""
    last = row.numbers[-len(APPLICANTS) :]
    return column == len(APPLICANTS) - 1 and last[column] is None and any(last)


def _across(block: _Block) -> Iterator[Comparison]:
    for row in (block.new, block.carried, *block.leaves, block.total, block.next):
        *parts, total = _values(row)
        is_told = any(number is not None for number in row.numbers[-len(APPLICANTS) : -1])
        if row.numbers[-1] is not None and is_told:
            words = WORDS.forms.applicants.format(terms="+".join(map(str, parts)), sum=sum(parts), total=total)
            yield _compared("form_row", total, sum(parts), (row,), words)


def _down(block: _Block) -> Iterator[Comparison]:
    if len(block.leaves) not in _LEAVES:
        return
    for column, who in enumerate(APPLICANTS):
        values = [_values(leaf)[column] for leaf in block.leaves]
        stated = _values(block.total)[column]
        if who == "总计" and any(one.is_finding for one in _across(block)):
            continue
        if any(_is_unfilled(row, column) for row in (*block.leaves, block.total)):
            continue
        shown = "+".join(str(value) for value in values if value) or "0"
        words = WORDS.forms.outcomes.format(who=who, terms=shown, sum=sum(values), total=stated)
        yield _compared("form_total", stated, sum(values), (block.total, block.leaves[0]), words)


def _balance(block: _Block) -> Iterator[Comparison]:
    """The rule printed at the head of the form: row one + row two = row three + row four."""
    rows = (block.new, block.carried, block.total, block.next)
    for column, who in enumerate(APPLICANTS):
        if any(_is_unfilled(row, column) for row in rows):
            continue
        new, carried, total, later = (_values(row)[column] for row in rows)
        words = WORDS.forms.balance.format(
            who=who, new=new, carried=carried, have=new + carried, total=total, later=later, spent=total + later
        )
        yield _compared("form_balance", new + carried, total + later, (block.new, block.total), words)
        if new + carried != total + later and column < len(APPLICANTS) - 1:
            return


def _compared(kind: str, stated: int, computed: int, rows: Sequence[StatementRow], words: str) -> Comparison:
    """The comparison of two values of a form; ``rows`` are the places told."""
    where, quote = tuple(row.place for row in rows), tuple(row.quote for row in rows)
    severity = Severity.AGREED if stated == computed else Severity.SURE
    spots = frozenset((row.place, column) for row in rows for column in range(_MAX_COLUMNS))
    return Comparison(kind, stated, computed, where, quote, severity, words, spots)


def reviews_table(paper: OpenedPaper) -> Iterator[Comparison]:
    """Table four: three times 结果维持+结果纠正+其他结果+尚未审结=总计."""
    if not any("结果维持" in text for text in _words(paper)):
        return
    for row in _rows_of_fifteen(paper):
        for group, who in enumerate(_OUTCOMES):
            *parts, total = row.numbers[-15:][group * 5 : group * 5 + 5]
            values = [part or 0 for part in parts]
            if total is not None and any(part is not None for part in parts):
                words = WORDS.forms.reviews.format(
                    who=who, terms="+".join(map(str, values)), sum=sum(values), total=total
                )
                yield _compared("form_row", total, sum(values), (row,), words)


def _words(paper: OpenedPaper) -> Iterator[str]:
    yield from (re.sub(r"\s", "", line.plain) for line in paper.lines)
    yield from (re.sub(r"\s", "", cell) for grid in paper.grids for row in grid.rows[:4] for cell in row)


def _rows_of_fifteen(paper: OpenedPaper) -> Iterator[StatementRow]:
    for grid in paper.grids:
        text = "".join("".join(row) for row in grid.rows[:4])
        if "维持" not in text or len(grid.rows[0]) != 15:
            continue
        for index, row in enumerate(grid.rows):
            if all(is_nil(c) or whole_number(c) is not None for c in row) and any(
                whole_number(c) is not None for c in row
            ):
                yield StatementRow("", tuple(whole_number(c) for c in row), grid.place_of(index), grid.quote(index))
    for form_row in form_rows(paper):
        if len(form_row.numbers) == 15 and _REVIEWED.search(form_row.label):
            yield form_row


_CHILDREN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("收到申请数", ("当面申请数", "传真申请数", "网络申请数", "信函申请数")),
    ("申请办结数", ("按时办结数", "延期办结数")),
    (
        "申请答复数",
        (
            "属于已主动公开范围数", "(?<!不)同意公开答复数", "同意部分公开答复数", "不同意公开答复数",
            "不属于本行政机关公开数",
            "申请信息不存在数", "告知作出更改补充数", "告知通过其他途径办理数",
        ),
    ),
    (
        "不同意公开答复数",
        ("涉及国家秘密", "涉及商业秘密", "涉及个人隐私", "危及国家安全", "不是.{0,3}条例.{0,3}所指政府信息",
            "法律法规规定的其他情形"),
    ),
    ("行政复议数量", ("维持具体行政行为数", "被依法纠错数", "其他情形数")),
    ("行政诉讼数量", ("维持具体行政行为或者?驳回原告诉讼请求数", "被依法纠错数", "其他情形数")),
    ("从事政府信息公开工作人员数", ("专职人员数", "兼职人员数")),
)  # fmt: skip
_SITE_PARTS = (
    ("概况类信息更新量", "政务动态信息更新量", "信息公开目录信息更新量"),
    ("解读材料数量", "解读产品数量", "媒体评论文章数量"),
    ("自然人办件量", "法人办件量"),
)
_SEEN_BEFORE = "forms that provinces used from 2008 on: sums of applications and answers with numbered parts below"
_PARENT = pattern(
    r"(?P<what>(?:收到申请|申请办结|申请答复|申请的答复|不同意公开答复|受理申请)(?:总)?数)(?:[件条])?$",
    finds={"(一)收到申请数件": "收到申请数", "对申请的答复总数": "申请的答复总数"},
    not_in=("当面申请数", "收到申请数量的增长"),
    seen=_SEEN_BEFORE,
)
_NUMBER = pattern(
    r"(?:其中[:,]?)?(?P<n>\d{1,2})[.、](?!\d)",
    finds={"1.当面申请数": "1", "其中:2.网上申请数": "2"},
    not_in=("(1)国家秘密", "一、主动公开"),
    seen=_SEEN_BEFORE,
    way="match",
)
_WITHIN = pattern(
    r"其中|\(\d{1,2}\)|涉及|危及|不是|法律法规",
    finds=("其中:涉及国家秘密", "(1)国家秘密"),
    not_in=("(二)申请办结数", "三、行政复议"),
    seen=_SEEN_BEFORE,
    way="match",
)
_FEWEST = 2
_CHANNELS = ("政府公报公开", "政府网站公开", "政务微博公开", "政务微信公开", "其他方式公开")


def statistics_table(paper: OpenedPaper) -> Iterator[Comparison]:
    """The nine sections of 2014: each sum against its parts; the de-duplicated total against the channels."""
    rows = [row for row in form_rows(paper) if row.value is not None or row.numbers]
    for parent, children in _CHILDREN:
        for index, row in enumerate(rows):
            if _says(row.label[-40:], parent) and (found := _follow(rows[index + 1 : index + 24], children)):
                yield from _sum_of(row, parent, found)
                break
    yield from _site_sums(rows)
    yield from _numbered_sums(rows)
    yield from _channels(rows)
    yield from _within(rows, "主动公开政府信息数", "主动公开规范性文件数")


def _numbered_sums(rows: Sequence[StatementRow]) -> Iterator[Comparison]:
    """申请数 or 答复数 with 1., 2., 3. below it, in forms whose parts are not those of 2014."""
    for index, row in enumerate(rows):
        name = _PARENT.search(row.label[-16:])
        parts = _numbered(rows[index + 1 :]) if name else []
        fixed = next((children for parent, children in _CHILDREN if _says(row.label[-40:], parent)), ())
        if name and len(parts) >= _FEWEST and not (fixed and _follow(rows[index + 1 : index + 24], fixed)):
            yield from _sum_of(row, name["what"], parts)


def _numbered(rows: Sequence[StatementRow]) -> list[StatementRow]:
    """The rows numbered 1., 2., 3. from the first row on; those of a part (其中, (1)) are passed over."""
    parts: list[StatementRow] = []
    for row in rows:
        found = _NUMBER.match(row.label)
        if found and int(found["n"]) == len(parts) + 1:
            parts.append(row)
        elif not parts or not _WITHIN.match(row.label):
            break
    return parts


def _says(label: str, name: str) -> bool:
    """Whether a label says a name of the form: 申请数, and not 申请数量."""
    return any(not _AMOUNT.match(label, match.end()) for match in re.finditer(name, label))


def _site_sums(rows: Sequence[StatementRow]) -> Iterator[Comparison]:
    """总数 right above its parts in the yearly form of a government site (政府网站工作年度报表)."""
    for index, row in enumerate(rows):
        for children in _SITE_PARTS:
            if "总数" in row.label[-12:] and re.search(
                children[0], "".join(r.label for r in rows[index + 1 : index + 2])
            ):
                found = _follow(rows[index + 1 : index + 1 + len(children)], children)
                if found:
                    yield from _sum_of(row, "总数", found)


def _follow(rows: Sequence[StatementRow], labels: Sequence[str]) -> list[StatementRow] | None:
    """The rows with these labels in this order; ``None`` where one is missing."""
    found: list[StatementRow] = []
    rest = iter(rows)
    for label in labels:
        row = next((row for row in rest if re.search(label, row.label[-40:])), None)
        if row is None:
            return None
        found.append(row)
    return found


def _sum_of(row: StatementRow, name: str, parts: Sequence[StatementRow]) -> Iterator[Comparison]:
    values = [part.value or 0 for part in parts]
    if row.value is None or not any(part.value is not None for part in parts):
        return
    words = WORDS.forms.items.format(name=name, total=row.value, terms="+".join(map(str, values)), sum=sum(values))
    yield _compared("form_total", row.value, sum(values), (row, *parts), words)


def _named(rows: Sequence[StatementRow], label: str) -> StatementRow | None:
    return next((row for row in rows if re.search(label, row.label) and row.value is not None), None)


def _channels(rows: Sequence[StatementRow]) -> Iterator[Comparison]:
    total = _named(rows, "主动公开政府信息数")
    of_each = (next((row for row in rows if re.search(label, row.label)), None) for label in _CHANNELS)
    found = [row for row in of_each if row is not None]
    filled = sum(row.value is not None for row in found)
    if total is None or filled < _FILLED or not total.value:
        return
    values = [row.value or 0 for row in found]
    where, quote = (total.place, found[0].place), (total.quote, " / ".join(row.quote for row in found))
    spots = frozenset((row.place, column) for row in (total, *found) for column in range(_MAX_COLUMNS))
    severity, computed = Severity.AGREED, sum(values)
    words = WORDS.forms.channels_fit.format(total=total.value, sum=sum(values))
    if total.value > sum(values) > 0 and len(found) == len(_CHANNELS):
        severity = Severity.SURE if all(row.value is not None for row in found) else Severity.LIKELY
        words = WORDS.forms.channels_exceeded.format(
            terms="+".join(map(str, values)), sum=sum(values), total=total.value
        )
    elif total.value < max(values):
        severity, computed = Severity.SURE, max(values)
        words = WORDS.forms.channel_exceeds.format(total=total.value, most=max(values))
    yield Comparison("channels", total.value, computed, where, quote, severity, words, spots)


def _within(rows: Sequence[StatementRow], whole: str, part: str) -> Iterator[Comparison]:
    outer, inner = _named(rows, whole), _named(rows, part)
    if outer and inner and outer.value is not None and inner.value is not None and inner.value > outer.value:
        words = WORDS.forms.part_exceeds.format(part=part, stated=inner.value, whole=whole, total=outer.value)
        where, quote = (outer.place, inner.place), (outer.quote, inner.quote)
        yield Comparison("part_exceeds", outer.value, inner.value, where, quote, Severity.SURE, words)
