"""How many columns, units and cases a circular says there are, against those that it names or that its tables hold."""

import re
from collections.abc import Iterator, Sequence

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.figures import Figure, as_number, figures_in
from auditor.verify.groups import groups_of
from auditor.verify.ledger import Ledger, ledgers_of
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.wording import WORDS

_EXAMINED = pattern(
    r"(?:对|共(?:核查|检查|抽查)|(?:核查|检查|抽查)了?)[^,，。;；]{0,24}$",
    finds=("对全县", "共核查了"),
    not_in=("对51个栏目，",),
    seen="the circulars that this program writes",
)
_KNOWN = pattern(
    r"能够(?:核查|读取|统计)的$|可(?:以)?(?:核查|读取|统计)的$",
    finds=("能够核查的", "可以读取的"),
    not_in=("不能核查",),
    seen="the circulars that this program writes",
)
_UNKNOWN = pattern(
    r"^(?:栏目)?(?:的?页面?)?(?:均|暂|尚)?(?:未能|不能|无法)(?:核查|读取|统计|访问)",
    finds=("栏目页面暂不能读取", "栏目未能核查"),
    not_in=("栏目能够核查",),
    seen="the circulars that this program writes",
)
_SHARED = pattern(
    r"不归属(?:单一|任何)?单位的$",
    finds=("不归属单一单位的",),
    not_in=("归属单位的",),
    seen="the circulars that this program writes",
)
_CASES = pattern(
    r"涉及(?P<units>\d+)个单位(?:、(?P<columns>\d+)个栏目)?(?:[,，]共(?P<cases>\d+)(?:处|例|条|个))?",
    finds=("涉及2个单位、3个栏目，共4处", "涉及2个单位"),
    not_in=("涉及单位2个",),
    seen="the circulars that this program writes",
)
_ALL_TOLD = pattern(
    r"^。?(?:具体(?:是|为|情况)?|分别(?:是|为)|即)[:：]?(?P<items>.+)$",
    finds=("。具体是：甲局", "分别为甲"),
    not_in=("有的单位",),
    seen="the circulars that this program writes",
    way="match",
)
_AGAIN = pattern(
    r"^(?P<what>[\u4e00-\u9fff]{2,16}?)(?:单位|栏目|部门|网站)",
    finds={"待核实单位": "待核实"},
    not_in=("单位", "个单位"),
    seen="the circulars that this program writes",
    way="match",
)


_TOLD_BELOW = pattern(
    r"具体(?:是|为)[:：]$", finds=("具体是：",), not_in=("具体是甲",), seen="the circulars that this program writes"
)

_COLUMN = pattern(
    r"“([^“”]+)”栏目",
    finds={"“人事任免”栏目": "人事任免"},
    not_in=("人事任免栏目",),
    seen="the circulars that this program writes",
)

_SAID = pattern(
    r"(?:上述|以上|这)$", finds=("上述", "以上"), not_in=("上述的",), seen="the circulars that this program writes"
)


def columns_counted(paper: OpenedPaper) -> Iterator[Comparison]:
    """对…51个栏目, 能够核查的47个栏目, 另有4个栏目未能核查: against each other and against the tables' rows."""
    stated = dict(_columns_stated(paper))
    ledgers = [ledger for ledger in ledgers_of(paper) if ledger.has_titles and ledger.count is not None]
    if {"all", "known", "unknown"} <= stated.keys():
        yield _balance(*(stated[role] for role in ("all", "known", "unknown")))
    if not ledgers or paper.is_reflowed:
        return
    if not any(ledger.value(entry, ledger.count or 0) is not None for ledger in ledgers for entry in ledger.entries):
        return  # a list of problems counts nothing
    rows = sum(len(ledger.entries) for ledger in ledgers)
    known = sum(ledger.value(entry, ledger.count or 0) is not None for ledger in ledgers for entry in ledger.entries)
    shared = sum(not entry.units for ledger in ledgers for entry in ledger.entries)
    counted = {"all": rows, "known": known, "unknown": rows - known, "shared": shared}
    is_meant = any(int(stated[role][1].value) == counted[role] for role in stated if role != "all" and counted[role])
    if "all" in stated and abs(int(stated["all"][1].value) - rows) * 5 > rows and not is_meant:
        return  # the tables are about something else
    for role, (line, figure) in stated.items():
        if counted[role] or role != "shared":
            yield _rows_counted(line, figure, counted[role], ledgers, _ROLES[role])


_ROLES = WORDS.quantities.roles


def _columns_stated(paper: OpenedPaper) -> Iterator[tuple[str, tuple[Line, Figure]]]:
    """The numbers of columns a text states, by what it says of them; later ones of a role win nothing."""
    seen: set[str] = set()
    for line in paper.lines:
        for figure in figures_in(line.plain):
            behind = line.plain[figure.end : figure.end + 14]
            if figure.measure != "个" or not behind.startswith("栏目") or not figure.is_exact:
                continue
            before = line.plain[max(0, figure.start - 30) : figure.start]
            role = _role(before, behind)
            if role and role not in seen:
                seen.add(role)
                yield role, (line, figure)


def _role(before: str, behind: str) -> str:
    if _KNOWN.search(before):
        return "known"
    if _SHARED.search(before):
        return "shared"
    if _UNKNOWN.search(behind):
        return "unknown"
    return "all" if _EXAMINED.search(before) else ""


def _balance(whole: tuple[Line, Figure], known: tuple[Line, Figure], unknown: tuple[Line, Figure]) -> Comparison:
    total = known[1].value + unknown[1].value
    words = WORDS.quantities.balance.format(all=whole[1], known=known[1], unknown=unknown[1], sum=total)
    severity = Severity.AGREED if total == whole[1].value else Severity.LIKELY
    places = (whole, known, unknown)
    where = tuple(line.place for line, _ in places)
    quote = tuple(line.around(figure.start, figure.end) for line, figure in places)
    spots = frozenset((line.place, figure.start) for line, figure in places)
    stated, computed = as_number(whole[1].value), as_number(total)
    return Comparison("total_parts", stated, computed, where, quote, severity, words, spots)


def _rows_counted(line: Line, figure: Figure, rows: int, ledgers: Sequence[Ledger], what: str) -> Comparison:
    words = WORDS.quantities.rows.format(stated=figure, what=what, rows=rows)
    where = (line.place, *(ledger.grid.place for ledger in ledgers))
    quote = (line.around(figure.start, figure.end), *(ledger.quote(ledger.entries[-1]) for ledger in ledgers))
    severity = Severity.AGREED if rows == figure.value else Severity.LIKELY
    spots = frozenset([(line.place, figure.start)])
    return Comparison("text_table", as_number(figure.value), rows, where, quote, severity, words, spots)


def cases_named(paper: OpenedPaper) -> Iterator[Comparison]:
    """涉及2个单位、2个栏目，共2处。具体是：…；…: against the units, columns and cases that are told."""
    units = _known_units(paper)
    for index, line in enumerate(paper.lines):
        match = _CASES.search(line.plain)
        if match is None:
            continue
        rest = line.plain[match.end() :]
        follower = paper.lines[index + 1] if index + 1 < len(paper.lines) else None
        if follower is not None and _TOLD_BELOW.search(rest):
            rest += follower.plain  # a page broke the paragraph here
        told = _ALL_TOLD.match(rest)
        if told is None:
            continue
        items = [item for item in re.split("[;；]", told["items"].rstrip("。")) if item]
        named = {name for item in items if (name := _starting_unit(item, units))}
        columns = {(_starting_unit(i, units), c[1]) for i in items if (c := _COLUMN.search(i))}
        if all(_starting_unit(item, units) for item in items):
            yield _told(line, match, "units", len(named), WORDS.quantities.unit)
        if match["columns"] and len([i for i in items if _COLUMN.search(i)]) == len(items):
            yield _told(line, match, "columns", len(columns), WORDS.quantities.column)
        if match["cases"]:
            yield _told(line, match, "cases", len(items), WORDS.quantities.case)


def _known_units(paper: OpenedPaper) -> tuple[str, ...]:
    """Every unit the tables and lists name, longest first."""
    tabled = {name for ledger in ledgers_of(paper) for entry in ledger.entries for name in entry.units}
    listed = {name for group in groups_of(paper) for name in group.units}
    return tuple(sorted(tabled | listed, key=lambda name: (-len(name), name)))


def _starting_unit(item: str, units: Sequence[str]) -> str:
    return next((name for name in units if item.startswith(name)), "")


def _told(line: Line, match: re.Match[str], which: str, counted: int, what: str) -> Comparison:
    stated = int(match[which])
    words = WORDS.quantities.told.format(stated=stated, what=what, counted=counted)
    where, quote = (line.place, line.place), (match[0], line.text[match.end() :].strip("。"))
    severity = Severity.AGREED if stated == counted else Severity.LIKELY
    spots = frozenset([(line.place, match.start(which))])
    return Comparison("list_count", stated, counted, where, quote, severity, words, spots)


def said_again(paper: OpenedPaper) -> Iterator[Comparison]:
    """上述5个待核实单位: against the list of that name before it; 不归属…的3个栏目 said twice."""
    groups = [group for group in groups_of(paper) if group.label]
    shared: list[tuple[Line, Figure]] = []
    for line in paper.lines:
        for figure in figures_in(line.plain):
            before, behind = line.plain[max(0, figure.start - 16) : figure.start], line.plain[figure.end :]
            if figure.measure != "个":
                continue
            if _SHARED.search(before):
                shared.append((line, figure))
            again = _AGAIN.match(behind) if _SAID.search(before) else None
            group = next((g for g in groups if again and again["what"] in g.label), None)
            if group is not None and group.line is not line:
                yield _same((group.line, group.figures[0]), (line, figure), group.stated)
    for later in shared[1:]:
        yield _same(shared[0], later, int(shared[0][1].value))


def _same(first: tuple[Line, Figure], second: tuple[Line, Figure], value: int) -> Comparison:
    words = WORDS.quantities.same.format(first=value, second=second[1])
    where = (first[0].place, second[0].place)
    quote = tuple(line.around(figure.start, figure.end) for line, figure in (first, second))
    severity = Severity.AGREED if value == second[1].value else Severity.LIKELY
    spots = frozenset((line.place, figure.start) for line, figure in (first, second))
    return Comparison("stated_twice", value, as_number(second[1].value), where, quote, severity, words, spots)
