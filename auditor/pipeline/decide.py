"""Turns what a person asks for into a recorded decision, checked against county, pack and evidence.

Where what the person looked at has changed meanwhile nothing is recorded: nobody's word is replaced unseen.
"""

from dataclasses import dataclass, replace

from auditor.audit.count import ColumnCount
from auditor.audit.decisions import Decision, DecisionKind, DecisionReason, can_tally, parse_reason
from auditor.audit.declared import Declaration
from auditor.audit.digests import EvidenceDigests
from auditor.audit.grade import load_pack
from auditor.audit.model import Audit
from auditor.audit.tally import Tally, moment_looked_at, require_look
from auditor.audit.words import WORDS
from auditor.base.errors import BadInput, DiskFull, Outdated, StoreProblem
from auditor.base.period import LOCAL, Period
from auditor.base.settings import Clock, Place
from auditor.county.city import City
from auditor.county.model import County, DisclosureColumn
from auditor.pipeline.anew import read_anew
from auditor.pipeline.line import Material, gather, keep_audit
from auditor.store import Store
from auditor.store.audits import KeptAudit

BY_EYE = "能打开网页的请先重新采集。仍读不到的，请人工打开网页数清，用 auditor tally 登记条目、查看时间和截图"
"""What to do about a column that only people can read: what they count is kept beside the program's answer."""


@dataclass(frozen=True, slots=True)
class DecisionRequest:
    """What a person wants decided, as given: one of grade, exclude, include, exempt, nil, tally and declare.

    ``counted`` goes with ``tally`` and ``declared`` with ``declare``, unless that is taken back; ``looked_at`` and
    ``address`` with ``grade``: when and where the person looked at what it rests on.
    """

    unit: str = ""
    grade: str = ""
    column: str = ""
    exclude: str = ""
    include: str = ""
    exempt: bool = False
    nil: bool = False
    withdraw: bool = False
    tally: bool = False
    counted: Tally | None = None
    declare: bool = False
    declared: Declaration | None = None
    looked_at: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that stands, and the audit it gives; none before any crawl, nor where ``fault`` says why."""

    decision: Decision
    audit: Audit | None = None
    fault: str = ""


def decide_and_audit(
    county: County,
    store: Store,
    place: Place,
    period: Period,
    clock: Clock,
    wish: DecisionRequest,
    *,
    reason: str,
    text: str,
    by: str,
    seen: KeptAudit | None = None,
) -> Decided:
    """Record a decision as `record_decision` does, and keep the audit that it gives.

    A grade must say when and where somebody looked, and what was seen: its words begin with that.
    Where that cannot be kept, as on a full disk, the decision stands for the next audit.
    """
    if wish.grade and not wish.withdraw:
        _subject(county.on(period.last), wish)
        known, words = _reason(reason, text)
        reason, text = known.value, _as_looked(wish, words, period, clock)
    read_anew(county, store, place, clock)
    decision, material = record_decision(county, store, period, clock, wish, reason=reason, text=text, by=by, seen=seen)
    if not material.is_there:
        return Decided(decision)
    try:
        return Decided(decision, keep_audit(material, store, place, clock))
    except (DiskFull, StoreProblem) as problem:
        return Decided(decision, fault=str(problem))


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
    seen: KeptAudit | None = None,
) -> tuple[Decision, Material]:
    """Check and add one decision; the decision as it was added, and what the audit is made from with it.

    Raises `BadInput` naming the option that is wrong, and, where ``seen`` is the audit that the person looked at,
    `Outdated` where what the decision is about has changed since, by another decision or by what was read. Where
    another decision comes in between the checks and the adding, everything is checked again over that one.
    """
    period.require_begun(clock().date())
    county = county.on(period.last)
    if not by.strip():
        raise BadInput.one("--by", "", "没有写经办人", "请写姓名")
    known, words = _reason(reason, text)
    kind, unit, column, item, value = _subject(county, wish)
    if not wish.withdraw:
        _require_present(county, period, unit, column)
        if kind is DecisionKind.GRADE:
            _require_words(words)
    wanted = Decision(
        kind=kind,
        unit=unit,
        value=value,
        reason=known,
        text=words,
        by=by.strip(),
        at=clock(),
        column_key=column.key if column else "",
        item=item,
        withdrawn=wish.withdraw,
    )
    while True:
        material = gather(county, store, period)
        digests = EvidenceDigests(material.counts if material.readings else ())
        if seen:
            _refuse_outdated(wanted, seen, material, digests)
        count = next((count for count in material.counts if count.column is column), None)
        if item and material.readings and not wish.withdraw:
            _require_item(count, kind, item)
        if wish.counted and count:
            wanted = replace(wanted, value=_told_over(wish.counted, count, words).to_text())
        rests = "" if kind is DecisionKind.DECLARE else digests.of(wanted.rests_on)  # a word, whatever is published
        decision = replace(wanted, evidence=rests)
        added = store.audits.add_decision(county, period, decision, after=material.basis.decision)
        if added:
            basis = replace(material.basis, decision=added.id)
            return added, replace(material, basis=basis, decisions=(*material.decisions, added))


def _refuse_outdated(decision: Decision, seen: KeptAudit, material: Material, digests: EvidenceDigests) -> None:
    """Raise `Outdated` where the unit or column has been decided about, or its evidence has changed, since ``seen``.

    To take back a decision only the decisions matter: it may be wrong just because the evidence has changed.
    """
    newer = [known for known in material.decisions if known.id > seen.basis.decision and _touches(known, decision)]
    if newer:
        last = newer[-1]
        verb = "撤回了" if last.withdrawn else "作出"
        what = f"{last.by}已{verb}“{last.kind.label}”的决定（{last.at.astimezone(LOCAL):%Y-%m-%d %H:%M}）"
    elif not decision.withdrawn and _has_new_evidence(decision, seen, material, digests):
        what = "又采集到了不同的内容"
    else:
        return
    raise Outdated(f"您打开页面之后，{what}，没有记录您的决定。请核对后再决定")


def _touches(known: Decision, decision: Decision) -> bool:
    """Whether two decisions are about the same unit, or about one column of no single unit."""
    return known.unit == decision.unit if decision.unit else known.column_key == decision.column_key


def _has_new_evidence(decision: Decision, seen: KeptAudit, material: Material, digests: EvidenceDigests) -> bool:
    if seen.evidence is not None:
        return not digests.stands(decision.rests_on, seen.evidence.get(decision.rests_on, ""))
    return seen.basis.run != material.basis.run or not material.basis.is_settled


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
    kinds = ("grade", "exclude", "include", "exempt", "nil", "tally", "declare")
    asked = [name for name in kinds if getattr(wish, name)]
    if len(asked) != 1:
        cure = "一次只写一项：--grade、--exclude、--include、--exempt、--nil"
        raise BadInput.one("auditor decide", "", "没有写要决定什么" if not asked else "一次写了几项决定", cure)
    if wish.grade:
        return DecisionKind.GRADE, _unit(county, wish.unit), None, "", _grade(county, wish.grade)
    if isinstance(county, City):
        cure = "请用该县的配置文件决定，重新核查后再汇总；市文件只能改判成员的等次（--unit、--grade）"
        raise BadInput.one("--column", "", "市文件不决定单个栏目", cure)
    column = find_column(county, wish.column)
    kind = DecisionKind(asked[0])
    value = wish.counted.to_text() if wish.counted else wish.declared.to_text() if wish.declared else ""
    return kind, column.unit or "", column, wish.exclude or wish.include, value


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


def find_column(county: County, name: str) -> DisclosureColumn:
    """The column of that name or address; raise `BadInput` where there is none, or more than one."""
    wanted = name.strip()
    found = [one for one in county.column if wanted in (one.name, one.url, one.key, county.address_of(one))]
    if len(found) != 1:
        what = f"没有“{name}”这个栏目" if not found else f"有{len(found)}个栏目叫“{name}”"
        raise BadInput.one("--column", "", what, "请写县配置文件中栏目的 name 或 url")
    return found[0]


def _as_looked(wish: DecisionRequest, words: str, period: Period, clock: Clock) -> str:
    """The words of a grade by hand with when and where it was looked; raise `BadInput` where one of them is missing."""
    _require_words(words)
    if not wish.looked_at:
        cure = "请写打开网页查看的时间，如 2020-04-08T15:30"
        raise BadInput.one(WORDS.looked_at, "", "人工认定等次没有写什么时间查看的", cure)
    moment = moment_looked_at(WORDS.looked_at, wish.looked_at, clock())
    if not wish.address.strip():
        cure = "请写打开的网址，从浏览器地址栏复制"
        raise BadInput.one("查看的网址（--address）", "", "人工认定等次没有写查看了哪个网址", cure)
    require_look(period, moment, wish.address.strip())
    return WORDS.looked.format(at=moment.astimezone(LOCAL), address=wish.address.strip(), seen=words.strip())


def _require_words(words: str) -> None:
    """Refuse a grade by hand that nobody could follow: what was looked at and seen stands beside it for good."""
    if not words.strip():
        cure = "请写明什么时间、打开哪个网址、看到了什么，如 4月8日打开栏目页，1月以来共5条，最新为3月20日"
        raise BadInput.one("说明（--text）", "", "人工认定等次没有写明依据", cure)


def _require_present(county: County, period: Period, unit: str, column: DisclosureColumn | None) -> None:
    """Refuse a decision over what the period's audit does not hold: it would change nothing."""
    there = column in county.columns_during(period) if column else unit in {u.name for u in county.units_in(period)}
    if not there:
        what = f"“{column.name if column else unit}”在{period.label}不在核查之内"
        raise BadInput.one("--column" if column else "--unit", "", what, "请核对季度，和单位的设立、撤销日期")


def _told_over(tally: Tally, count: ColumnCount, words: str) -> Tally:
    """A person's number with the program's own, where it has one; refuse it where both agree or nothing is said why."""
    if can_tally(count):
        return tally
    said, about = WORDS.tally_over, {"column": count.column.name, "count": count.count}
    if tally.number == count.count:
        raise BadInput.one(said["number"], "", said["agrees"].format(**about), said["agrees_cure"])
    if not words.strip():
        raise BadInput.one(said["seen"], "", said["unsaid"].format(**about), said["unsaid_cure"])
    return replace(tally, over=count.count)


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
