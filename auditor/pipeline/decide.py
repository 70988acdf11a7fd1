"""Turns what a person asks for into a recorded decision, checked against the county, the pack and the evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.audit.build import evidence_digests
from auditor.audit.count import ColumnCount, count_column
from auditor.audit.decisions import Decision, DecisionKind, DecisionReason, parse_reason
from auditor.audit.grade import load_pack
from auditor.base.errors import BadInput
from auditor.base.period import Period
from auditor.base.settings import Clock
from auditor.county.model import County, DisclosureColumn
from auditor.store import Store

BY_EYE = (
    "能打开网页的请先重新采集。仍读不到而人工打开网页数过的，条数不补填，请认定责任单位的等次："
    "auditor decide --unit 单位 --grade 等次 --reason read-by-hand，并在 --text 写明查看时间、网址和看到的条数"
)
"""What to do about a column that only people can read: what they count is a grade's reason, never the count."""


@dataclass(frozen=True, slots=True)
class DecisionRequest:
    """What a person wants decided, as given: one of grade, exclude, include, exempt and nil."""

    unit: str = ""
    grade: str = ""
    column: str = ""
    exclude: str = ""
    include: str = ""
    exempt: bool = False
    nil: bool = False
    withdraw: bool = False


def record_decision(
    county: County,
    store: Store,
    period: Period,
    clock: Clock,
    wish: DecisionRequest,
    *,
    reason: str,
    text: str,
    by: str,
) -> Decision:
    """Check and add one decision; raise `BadInput` naming the option that is wrong."""
    if not by.strip():
        raise BadInput.one("--by", "", "没有写经办人", "请写姓名")
    known, words = _reason(reason, text)
    kind, unit, column, item, value = _subject(county, wish)
    counts = _counts(county, store, period)
    if item and not wish.withdraw:
        _require_item(next((count for count in counts if count.column is column), None), kind, item)
    decision = Decision(
        kind=kind,
        unit=unit,
        value=value,
        reason=known,
        text=words,
        by=by.strip(),
        at=clock(),
        column_key=column.key if column else "",
        item=item,
        evidence=evidence_digests(counts).get(column.key if column else unit, ""),
        withdrawn=wish.withdraw,
    )
    store.audits.add_decision(county, period, decision)
    return decision


def _reason(reason: str, text: str) -> tuple[DecisionReason, str]:
    """A reason of the closed list, or free words filed under 其他."""
    try:
        return parse_reason(reason), text
    except BadInput:
        if not reason.strip():
            raise
        return DecisionReason.OTHER, f"{reason.strip()}。{text}" if text else reason.strip()


def _subject(county: County, wish: DecisionRequest) -> tuple[DecisionKind, str, DisclosureColumn | None, str, str]:
    """What is decided: kind, unit, column, item and value."""
    asked = [name for name in ("grade", "exclude", "include", "exempt", "nil") if getattr(wish, name)]
    if len(asked) != 1:
        cure = "一次只写一项：--grade、--exclude、--include、--exempt、--nil"
        raise BadInput.one("auditor decide", "", "没有写要决定什么" if not asked else "一次写了几项决定", cure)
    if wish.grade:
        return DecisionKind.GRADE, _unit(county, wish.unit), None, "", _grade(county, wish.grade)
    column = _column(county, wish.column)
    kind = DecisionKind(asked[0])
    return kind, column.unit or "", column, wish.exclude or wish.include, ""


def _unit(county: County, name: str) -> str:
    unit = county.units_by_name.get(name.strip())
    if unit is None:
        cure = f"可用：{'、'.join(unit.name for unit in county.unit)}"
        raise BadInput.one("--unit", "", f"没有“{name}”这个单位", cure)
    return unit.name


def _grade(county: County, name: str) -> str:
    pack = load_pack(county.county.pack, county.path)
    for grade in pack.grade:
        if name.strip() in (grade.id, grade.label):
            return grade.id
    known = "、".join(f"{grade.id}（{grade.label}）" for grade in pack.grade)
    raise BadInput.one("--grade", "", f"没有“{name}”这个等次", f"可用：{known}")


def _column(county: County, name: str) -> DisclosureColumn:
    found = [column for column in county.column if name.strip() in (column.name, column.url, county.address_of(column))]
    if len(found) != 1:
        what = f"没有“{name}”这个栏目" if not found else f"有{len(found)}个栏目叫“{name}”"
        raise BadInput.one("--column", "", what, "请写县配置文件中栏目的 name 或 url")
    return found[0]


def _counts(county: County, store: Store, period: Period) -> Sequence[ColumnCount]:
    """What the decision is made over: the machine's counts as they stand now; none where nothing was crawled yet."""
    readings = {key: history.for_period(period.last) for key, history in store.runs.load_readings(county).items()}
    as_of = max((reading.read_at for reading in readings.values()), default=None)
    if as_of is None:
        return ()
    return [count_column(column, readings.get(column.key), period, as_of=as_of) for column in county.column]


def _require_item(count: ColumnCount | None, kind: DecisionKind, item: str) -> None:
    """Refuse a decision over an item that would change nothing; what a person counted by eye goes into the grade."""
    if count is None:
        return
    option, name = f"--{kind.value}", count.column.name
    if count.count is None or count.reading is None:
        what = f"“{name}”栏目本期未能核查（{count.reason}），没有条数可以补计或剔除"
        raise BadInput.one(option, "", what, BY_EYE)
    seen = count.items if kind is DecisionKind.EXCLUDE else count.reading.sightings
    if not any(item in (sighting.key, sighting.item.url) for sighting in seen):
        what = f"“{name}”栏目{'本期计入的信息' if kind is DecisionKind.EXCLUDE else '采集到的信息'}中没有“{item[:200]}”"
        raise BadInput.one(option, "", what, "请照核查底稿或 audit.json 填写该条的网址；刚发布的请先重新采集")
