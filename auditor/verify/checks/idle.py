"""Units that a text says published nothing, against the noughts of the one table that counts by unit."""

import re
from collections.abc import Iterator, Mapping

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity, spots_of
from auditor.verify.ledger import Ledger, LedgerEntry, ledgers_of
from auditor.verify.names import bare, looks_like_unit, split_names
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.sentence import sentences
from auditor.verify.wording import WORDS

_NOTHING = pattern(
    r"(?:[没未](?:有)?(?:更新|发布|公开|报送|上报)(?:和公开|任何|[一1]条|过|信息){0,3}|零(?:更新|报送|发布|公开)|"
    r"(?:数量?|信息|条数|更新|报送|发布)量?均?(?:为|是)(?:0|零)(?:条|篇)?)",
    finds=("没有更新信息", "零报送", "信息为0", "未发布和公开一条信息"),
    not_in=("更新及时", "没有问题", "零星更新"),
    seen="monthly circulars that name those without an item: 洋县 (2020), 武定县 (2023 to 2025)",
)
_IDLE = pattern(
    _NOTHING.pattern + r"的?(?:(?:单位|部门|乡镇|镇|账号|乡\(镇\)){1,2}|(?<=的)(?=共?有))"
    r"(?:共?有|为|是|分别)?(?:\d{1,4}[个家](?:单位|部门|乡镇)?)?"
    r"[,，:：]?(?:分别)?(?:为|是|有)?[:：]?(?=[\u4e00-\u9fff])",
    finds=("没有更新信息的单位有水务局", "零报送的单位有3家，分别是水务局", "更新数量为0的单位有4个,分别为司法局"),
    not_in=("未更新的栏目", "及时更新的单位有水务局", "没有更新。"),
    seen="monthly circulars that name those without an item: 洋县 (2020), 武定县 (2023 to 2025)",
)
_IDLE_BEHIND = pattern(
    r"(?:\d{1,4}[个家](?:单位|部门|乡镇))?(?:均|全月|全季度|本月|本季度|[一二三四]季度)?" + _NOTHING.pattern,
    finds=("未发布和公开一条信息", "4个单位零报送", "本季度没有更新信息"),
    not_in=("更新及时", "更新数量较少"),
    seen="洋县 (2020 Q2): the names stand before it",
    way="match",
)
_OPEN = pattern(
    r"^(?:个别|部分|少数|如)|等(?:部门|单位|乡镇)?$",
    finds=("个别单位", "如水务局", "水务局等", "水务局、司法局等部门"),
    not_in=("水务局、司法局",),
    seen="a list that names only some, in circulars",
)
_LAST_NAME = pattern(
    r"^.*、[\u4e00-\u9fff]{1,14}?(?:局|办|委|中心|镇|乡|街道|院|会|区|站|社)(?=\d|均|全|本|[一二三四]季度|[没未零]|更新|发布|报送)",
    finds=("水务局、司法局4个单位零报送", "河东镇、上湾镇未发布"),
    not_in=("水务局、司法局更好", "水务局未发布"),
    seen="洋县 (2020 Q2): a list of names with its verb right behind",
)
_ALL_NAMED = pattern(
    r"(?P<names>[^等]{4,400})等(?P<n>\d{1,3})[个家](?:单位|部门|乡镇)?(?:均|全月|全季度|本月|本季度|[一二三四]季度)?"
    + _NOTHING.pattern,
    finds={"水务局、司法局等2个单位本季度没有发布信息": "水务局、司法局"},
    not_in=("水务局等单位没有更新",),
    seen="a usual form; in none of the documents kept",
    way="match",
)
"""甲、乙等2个单位: as many names as the number says, so that none is left out."""
_NO_ITEMS = pattern(
    r"分(?:数|值)?$|栏目数",
    finds=("总得分", "栏目数"),
    not_in=("发布条数",),
    seen="score tables beside those that count items",
)
_LEAST = 2
"""Units that text and table must both call idle before another one is called wrong."""


def idle_units(paper: OpenedPaper) -> Iterator[Comparison]:
    """没有更新的单位有甲、乙: each has 0 in the table, and no other unit of the table has."""
    counting = [ledger for ledger in ledgers_of(paper) if not ledger.has_titles and ledger.count is not None]
    counting = [ledger for ledger in counting if not _NO_ITEMS.search(ledger.label(ledger.count or 0))]
    entries: dict[str, tuple[Ledger, LedgerEntry]] = {}
    for ledger in counting:
        entries |= {bare(entry.units[0]): (ledger, entry) for entry in ledger.entries if len(entry.units) == 1}
    if not entries or len({ledger.label(ledger.count or 0) for ledger in counting}) > 1:
        return
    for line in paper.lines:
        for start, end in sentences(line.plain):
            for at, body in _bodies(line.plain, start, end):
                yield from _compared(line, at, body, entries)


def _bodies(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The lists of idle units in a sentence with their place: behind the words that call them so, or before them."""
    if (found := _IDLE.search(text, start, end)) is not None:
        yield found.end(), re.split("[,，;；。!]", text[found.end() : end])[0]
        return
    at = start
    for piece in re.split("([,，;；。:：])", text[start:end]):
        names = _LAST_NAME.search(piece)
        all_named = _ALL_NAMED.match(piece)
        if all_named is not None and int(all_named["n"]) == len(split_names(all_named["names"]).names):
            yield at, all_named["names"]
        elif names is not None and _IDLE_BEHIND.match(piece, names.end()):
            yield at, names[0]
        at += len(piece)


def _compared(
    line: Line, start: int, body: str, entries: Mapping[str, tuple[Ledger, LedgerEntry]]
) -> Iterator[Comparison]:
    names = split_names(body).names
    if not names or _OPEN.search(body) or not all(map(looks_like_unit, names)):
        return
    said = {bare(name) for name in names}
    idle = {name for name, (ledger, entry) in entries.items() if ledger.value(entry, ledger.count or 0) == 0}
    odd = max(len(said - idle), len(idle - said))
    if len(said & idle) < _LEAST or not said <= entries.keys() or odd * 2 > len(said & idle):
        return
    quote = line.around(start, start + len(body))
    for name in sorted(said | idle):
        ledger, entry = entries[name]
        value = ledger.value(entry, ledger.count or 0)
        if value is None:
            continue
        words, severity = WORDS.idle_in_both, Severity.AGREED
        if name not in said:
            words, severity = WORDS.idle_left_out, Severity.LIKELY
        elif value != 0:
            words, severity = WORDS.idle_wronged, Severity.LIKELY
        words = words.format(name=name, value=value)
        where, spots = (line.place, ledger.place(entry)), spots_of(ledger.place(entry), (ledger.count or 0,))
        stated = 0 if name in said else WORDS.not_listed
        yield Comparison("text_table", stated, int(value), where, (quote, ledger.quote(entry)), severity, words, spots)
