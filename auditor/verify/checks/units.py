"""Units stated, units graded, units in the tables: three numbers and sets that must agree."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.figures import Figure, figures_in
from auditor.verify.group_forms import Group
from auditor.verify.groups import classes_of
from auditor.verify.ledger import OWNER, ledgers_of
from auditor.verify.names import is_placeholder, looks_like_unit, match_names
from auditor.verify.paper import Grid, Line, OpenedPaper
from auditor.verify.tables import header_of
from auditor.verify.wording import WORDS

_STATED = pattern(
    r"对(?:全[县市区])?[^,，。;；]{0,12}$|共(?:核查|检查|抽查|考核|统计|测评)[^,，。;；]{0,8}$|"
    r"(?:核查|检查|抽查|考核)了[^,，。;；]{0,8}$|(?:^|[,，。;；])全[县市区旗](?:共有?)?$|"
    r"(?:检查|核查|抽查|督查|考核|测评|通报|评估)(?:共|共计)?(?:涉及|覆盖)(?:全[县市区旗])?$|(?:参加|列入|纳入|参与)(?:检查|考核|测评|评估)的[^,，。;；]{0,8}$",
    finds=("对全县", "共核查县直", "检查了", "5月份，全县", "全县共有", "本次检查涉及", "参加考核的责任单位"),
    not_in=("其中县直部门", "抽查的", "全县共更新"),
    seen="circulars of 崇信县 (2020), 怀远县 (2024), 洋县 (2020)",
)
_PAIR = ((r"(?<!不)合格", r"不合格"), (r"(?<![未不])达标", r"[未不]达标|低于"), (r"(?<!不)及时", r"不及时"))


_COUNTS = pattern(
    r"数|量|条|得分|率|等次", finds=("公开数量", "等次"), not_in=("责任单位", "备注"), seen="崇信县 (2020 Q1)"
)

_SUM = pattern(r"合计|总计|小计", finds=("合计", "小计"), not_in=("序号",), seen="崇信县 (2020 Q1)")

_UNITS = pattern(
    r"(?:责任|成员|县直|被检查|政府)?(?:(?:单位|部门)(?!.{0,2}网站)|县\(?[市区]\)?的)",
    finds=("单位第一季度", "责任单位", "县(区)的612个栏目"),
    not_in=("单位网站", "栏目"),
    seen="崇信县 (2020 Q1)",
    way="match",
)

_UNITS_BEFORE = pattern(
    r"(?:责任|成员|县直|被检查|政府)?(?:单位|部门)(?:共|共有|共计)?$",
    finds=("共检查单位", "参加测评的单位共"),
    not_in=("检查了", "单位栏目"),
    seen="a usual form; in none of the documents kept",
)

_COUNTY = pattern(
    r"([\u4e00-\u9fff]{1,6}?[县市区旗])", finds={"崇信县": "崇信县"}, not_in=("政府办",), seen="崇信县 (2020 Q1)"
)

_NO_PLACE = pattern(
    r"人民政府|办公室|附件|关于", finds=("人民政府", "关于"), not_in=("崇信县",), seen="崇信县 (2020 Q1)"
)

_ONLY_COUNTED = pattern(
    r"(?<!\d)(\d{1,5})[个家][^,。;]{1,30}(?:,占[^,。;]{1,20})?,(?:不(?:再)?(?:逐一|一一)|均不)列[名举]",
    finds={"3个单位正常更新,不逐一列名": "3", "其余12个单位更新及时,占参评单位的60.0%,不再一一列举": "12"},
    not_in=("3个单位更新不及时：甲局", "其余单位不逐一列名"),
    seen="circulars of this program whose pack only counts the middle grade",
)

_NAMES_OMITTED = pattern(
    r"(?<!\d)(\d{1,5})[个家](?:单位|部门|乡镇)?\((?:具体)?(?:名单)?(?:从)?略\)",
    finds={"良好单位29个(名单略)": "29"},
    not_in=("29个(名单附后)",),
    seen="assessments that name the best and the worst only",
)
_MIDDLE = pattern(r"部分|一般|基本", finds=("部分更新",), not_in=("更新及时",), seen="崇信县 (2020 Q1)")


@dataclass(frozen=True, slots=True)
class _TableUnit:
    name: str
    place: str
    quote: str


def units_stated_graded_tabled(paper: OpenedPaper) -> Iterator[Comparison]:
    """A stated number of units against the groups, and the groups against the tables."""
    groups = _grade_groups(paper)
    tabled = _table_units(paper)
    stated = _stated_units(paper)
    if groups and _is_partition(groups) and not _only_counts_others(paper, groups, stated):
        yield from _graded(groups, tabled, stated, _places(paper))
    elif stated is not None and tabled and not groups:
        yield from _tabled(stated, tabled, has_idle=_has_idle(paper))


def _grade_groups(paper: OpenedPaper) -> list[Group]:
    """The classes the text sorts units into, each number once; lists that name only some are none."""
    found: list[Group] = []
    for group in classes_of(paper):
        if group.is_closed and all(group.line is not one.line or group.figures != one.figures for one in found):
            found.append(group)
    return found


def _only_counts_others(paper: OpenedPaper, groups: Sequence[Group], stated: tuple[Line, Figure] | None) -> bool:
    """Whether the text only counts further units, and says so: with them the classes are as many as are stated."""
    counted = (number for line in paper.lines for number in _ONLY_COUNTED.findall(line.plain))
    omitted = (number for line in paper.lines for number in _NAMES_OMITTED.findall(line.plain))
    others = sum(map(int, (*counted, *omitted)))
    whole = sum(group.stated for group in groups) + others
    return others > 0 and stated is not None and int(stated[1].value) == whole


def _is_partition(groups: Sequence[Group]) -> bool:
    """Whether the groups are meant to hold every unit: three classes or more, or a pair of opposites."""
    if len(groups) >= 3:
        return True
    labels = [group.label for group in groups]
    return len(labels) == 2 and any(
        re.search(one, a) and re.search(other, b) for one, other in _PAIR for a, b in (labels, labels[::-1])
    )


def _table_units(paper: OpenedPaper) -> list[_TableUnit]:
    """Every unit of the tables' owner columns, once; placeholders and totals are no units."""
    found: dict[str, _TableUnit] = {}
    for grid in paper.grids:
        head = header_of(grid)
        columns = [c for c, label in enumerate(head.labels) if OWNER.search(label)]
        if not columns or not _counts_something(head.labels):
            continue
        for row in range(head.height, len(grid.rows)):
            for column in columns:
                for name in _owners(grid, row, column):
                    found.setdefault(name, _TableUnit(name, grid.place_of(row), grid.quote(row)))
    return list(found.values())


def _counts_something(labels: Sequence[str]) -> bool:
    return any(_COUNTS.search(label) for label in labels)


def _owners(grid: Grid, row: int, column: int) -> list[str]:
    text = re.sub(r"\s", "", grid.rows[row][column])
    if _SUM.search("".join(grid.rows[row][:2])):
        return []
    names = [name for name in re.split(r"[、,，/;；]", text) if name]
    return [name for name in names if not is_placeholder(name)]


def _stated_units(paper: OpenedPaper) -> tuple[Line, Figure] | None:
    """对35个单位…进行了核查: the one number of units a circular says it looked at, ``None`` if there are several."""
    found: list[tuple[Line, Figure]] = []
    for line in paper.lines[:40]:
        for figure in figures_in(line.plain):
            before = re.sub(r"\s", "", line.plain[max(0, figure.start - 24) : figure.start])
            noun = _UNITS.match(line.plain[figure.end :]) or _UNITS_BEFORE.search(before)
            if (
                figure.measure in ("个", "家")
                and figure.is_exact
                and noun
                and _STATED.search(before)
                and "其中" not in before
            ):
                found.append((line, figure))
    values = {figure.value for _, figure in found}
    return found[0] if len(values) == 1 else None


def _places(paper: OpenedPaper) -> tuple[str, ...]:
    """Names of the county and city the document speaks of, longest first."""
    text = paper.heading + "".join(line.plain for line in paper.lines[-12:])
    text += "".join(grid.title for grid in paper.grids[:3])
    found = _COUNTY.findall(_NO_PLACE.sub("|", text))
    names = {name for name in found if 2 <= len(name) <= 6}
    return tuple(sorted(names | {name[:-1] for name in names if len(name) > 2}, key=len, reverse=True))


def _graded(
    groups: Sequence[Group],
    tabled: Sequence[_TableUnit],
    stated: tuple[Line, Figure] | None,
    places: Sequence[str],
) -> Iterator[Comparison]:
    names = [name for group in groups for name in group.names.names]
    fit = match_names([unit.name for unit in tabled], names, places)
    is_fit = (
        bool(tabled) and len(fit.only_first) * 10 <= len(tabled) * 3 and len(fit.only_second) * 10 <= len(names) * 3
    )
    missing = [unit for unit in tabled if unit.name in fit.only_first] if is_fit and not fit.is_ambiguous else []
    strangers = fit.only_second if is_fit and not fit.is_ambiguous else ()
    is_whole = is_fit and not fit.only_first and not fit.only_second
    if stated is not None and int(stated[1].value) in {group.stated for group in groups}:
        stated = None  # of one class: 对被评为一般等次的6个部门
    gap = _stated_gap(groups, stated, len(missing), is_whole=is_whole)
    if gap is not None and stated is not None:
        yield _against_stated(groups, stated, missing if gap == len(missing) else [])
    if gap is None or gap != len(missing):
        for unit in missing[:5]:
            yield _ungraded(unit, groups)
    for name in strangers[:5]:
        yield _stranger(name, groups, tabled)
    if is_whole:
        yield _all_found(groups, tabled)


def _all_found(groups: Sequence[Group], tabled: Sequence[_TableUnit]) -> Comparison:
    text = WORDS.units.all_found.format(count=len(tabled))
    where, quote = (groups[0].names_place, tabled[0].place), (groups[0].quote, tabled[0].quote)
    return Comparison("unit_ungraded", len(tabled), len(tabled), where, quote, Severity.AGREED, text)


def _stated_gap(
    groups: Sequence[Group], stated: tuple[Line, Figure] | None, missing: int, *, is_whole: bool
) -> int | None:
    """How many units short the groups are of the stated number; ``None`` where they need not agree.

    ``is_whole`` says that groups and tables hold the same units; else a wide gap may be units that were praised and
    blamed by nobody.
    """
    if stated is None:
        return None
    gap = int(stated[1].value) - sum(group.stated for group in groups)
    is_near = abs(gap) * 20 <= int(stated[1].value) * 3 or abs(gap) <= 2
    has_middle = any(_MIDDLE.search(group.label) for group in groups)
    is_near = is_near or gap < 0 or (len(groups) >= 3 and has_middle)
    return gap if is_near or is_whole or (missing and gap == missing) else None


def _against_stated(groups: Sequence[Group], stated: tuple[Line, Figure], missing: Sequence[_TableUnit]) -> Comparison:
    line, figure = stated
    graded = sum(group.stated for group in groups)
    gap = abs(int(figure.value) - graded)
    text = WORDS.units.classes.format(stated=figure, terms="+".join(str(group.stated) for group in groups), sum=graded)
    text += WORDS.units.off.format(gap=gap) if gap else "。"
    if missing:
        text += WORDS.units.missing.format(names="、".join(unit.name for unit in missing))
    where = (line.place, *(group.place for group in groups), *(unit.place for unit in missing))
    quote = (_around(line, figure), *(g.number_quote for g in groups), *(unit.quote for unit in missing))
    severity = (Severity.SURE if missing else Severity.LIKELY) if gap else Severity.AGREED
    spots = frozenset([(line.place, figure.start)]).union(*(group.spots for group in groups))
    return Comparison("units_stated", int(figure.value), graded, where, quote, severity, text, spots)


def _around(line: Line, figure: Figure) -> str:
    return line.around(figure.start, figure.end)


def _ungraded(unit: _TableUnit, groups: Sequence[Group]) -> Comparison:
    text = WORDS.units.ungraded.format(name=unit.name, labels="、".join(g.label for g in groups))
    where = (unit.place, groups[0].names_place)
    return Comparison(
        "unit_ungraded", unit.name, WORDS.units.in_no_class, where, (unit.quote, groups[0].quote), Severity.LIKELY, text
    )


def _stranger(name: str, groups: Sequence[Group], tabled: Sequence[_TableUnit]) -> Comparison:
    group = next(group for group in groups if name in group.names.names)
    text = WORDS.units.stranger.format(name=name, label=group.label, count=len(tabled))
    where = (group.names_place, tabled[0].place)
    return Comparison(
        "unit_not_in_table",
        name,
        WORDS.units.not_in_table,
        where,
        (group.quote, tabled[0].quote),
        Severity.LIKELY,
        text,
    )


def _has_idle(paper: OpenedPaper) -> bool:
    """Whether the one table that counts by unit also lists units with 0: then it is meant to hold them all."""
    by_unit = [ledger for ledger in ledgers_of(paper) if not ledger.has_titles and ledger.count is not None]
    values = [ledger.value(entry, ledger.count or 0) for ledger in by_unit for entry in ledger.entries]
    return len(by_unit) == 1 and 0 in values


def _tabled(stated: tuple[Line, Figure], tabled: Sequence[_TableUnit], *, has_idle: bool) -> Iterator[Comparison]:
    """Without groups, the tables alone must hold the stated number of units.

    One more or less is told; more where the table lists units without an item too.
    """
    line, figure = stated
    names = [unit.name for unit in tabled if looks_like_unit(unit.name)]
    gap = int(figure.value) - len(names)
    widest = len(names) // 2 if has_idle else max(1, len(names) // 20)
    if len(names) != len(tabled) or abs(gap) > widest:
        return
    text = WORDS.units.stated.format(stated=figure, counted=len(names))
    where, quote = (line.place, tabled[0].place), (_around(line, figure), tabled[0].quote)
    severity = Severity.DOUBTFUL if gap else Severity.AGREED
    spots = frozenset([(line.place, figure.start)])
    yield Comparison("units_stated", int(figure.value), len(names), where, quote, severity, text, spots)
