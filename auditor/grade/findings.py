"""What the evidence shows besides the counts: one short pure function for each kind of finding.

A finding names unit, column and examples, and its sentence is filled from the pack. No evidence, no finding.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from auditor.column import Sighting
from auditor.count import ColumnCount
from auditor.county import County
from auditor.errors import BadInput
from auditor.grade.pack import AFTER_GRADES, FindingRule, Pack
from auditor.period import Period
from auditor.terms import ColumnKind, ColumnState, Force
from auditor.workdays import count_working_days


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: whom it concerns, its sentence, the items that prove it and the figures it was made of."""

    rule: str
    unit: str
    column: str
    text: str
    force: Force
    items: tuple[Sighting, ...] = ()
    figures: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scene:
    """All that findings may look at: the county's counts for one period, and what earlier periods say of its units.

    ``zero_periods`` tells for each unit how many periods in a row before this one it published nothing. ``grades`` are
    this period's by unit, empty until they are given; ``earlier_grades`` those of the periods before it, newest first;
    ``worst_grade`` is the last of the pack.
    """

    county: County
    period: Period
    counts: tuple[ColumnCount, ...]
    zero_periods: Mapping[str, int] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=dict)
    earlier_grades: tuple[Mapping[str, str], ...] = ()
    worst_grade: str = ""

    def of_kind(self, *kinds: ColumnKind) -> Iterator[ColumnCount]:
        """The columns of these kinds; all columns where none is named."""
        return (count for count in self.counts if not kinds or count.column.kind in kinds)

    def by_unit(self) -> Mapping[str, list[ColumnCount]]:
        """The columns of each unit, in file order."""
        units: dict[str, list[ColumnCount]] = defaultdict(list)
        for count in self.counts:
            if count.column.unit:
                units[count.column.unit].append(count)
        return units


@dataclass(frozen=True, slots=True)
class _Hit:
    """What a check found, before it is worded."""

    unit: str
    column: str
    items: tuple[Sighting, ...] = ()
    figures: Mapping[str, str | int] = field(default_factory=dict)


Check = Callable[[Scene, FindingRule], Iterator[_Hit]]


def find_all(scene: Scene, pack: Pack) -> tuple[Finding, ...]:
    """Everything the pack's finding rules find, in the pack's order; rules that are ``off`` find nothing."""
    return _find(scene, pack.finding)


def find_late_again(scene: Scene, pack: Pack) -> tuple[Finding, ...]:
    """What only grades can show, once ``scene`` has them."""
    return _find(scene, [rule for rule in pack.finding if rule.rule == AFTER_GRADES])


def _find(scene: Scene, rules: Iterable[FindingRule]) -> tuple[Finding, ...]:
    return tuple(
        _word(hit, rule, scene.period)
        for rule in rules
        if rule.force != "off"
        for hit in CHECKS[rule.rule](scene, rule)
    )


def _word(hit: _Hit, rule: FindingRule, period: Period) -> Finding:
    figures = {
        **hit.figures,
        "unit": hit.unit,
        "column": hit.column,
        "number": hit.figures.get("number", len(hit.items)),
        "example": f"《{hit.items[0].item.title}》" if hit.items else "",
        "limit": rule.limit,
        "period": period.label,
    }
    try:
        text = rule.says.format_map({name: str(value) for name, value in figures.items()})
    except (KeyError, ValueError, IndexError) as error:
        cure = f"可用：{'、'.join(sorted(figures))}"
        raise BadInput.one("评定规则", f"finding {rule.rule}", f"“{rule.says}”不能套用（{error}）", cure) from error
    return Finding(rule.rule, hit.unit, hit.column, text, rule.force, hit.items, figures)


def _hit(count: ColumnCount, items: Iterable[Sighting] = (), **figures: str | int) -> _Hit:
    return _Hit(count.column.owner_label, count.column.name, tuple(items), figures)


# -- presence ----------------------------------------------------------------------------------------------------------


def _due_column_short(scene: Scene, rule: FindingRule) -> Iterator[_Hit]:
    """An expected column has fewer items than expected (blank columns are told apart)."""
    for count in scene.of_kind(*rule.kinds):
        if count.is_short and count.state is not ColumnState.BLANK:
            newest = _newest(count, scene.period.last)
            shown = _chinese(newest) if newest else "无"
            yield _hit(count, number=count.count or 0, expect=count.column.expect, newest=shown)


def _blank_column(scene: Scene, rule: FindingRule) -> Iterator[_Hit]:
    """An expected column has never held an item."""
    for count in scene.of_kind(*rule.kinds):
        if count.is_expected and count.state is ColumnState.BLANK:
            yield _hit(count)


def _stale_column(scene: Scene, rule: FindingRule) -> Iterator[_Hit]:
    """A column's newest item is older than its kind's window, in days before the period's last day (``windows``)."""
    for count in scene.of_kind(*rule.kinds):
        days = rule.windows.get(count.column.kind, rule.limit)
        newest = _newest(count, scene.period.last)
        if days and newest and count.count is not None and not count.exempt and not count.is_short:
            age = (scene.period.last - newest).days
            if age > days and count.column.due != ():
                yield _hit(count, number=age, newest=_chinese(newest), days=days)


def _consecutive_zero(scene: Scene, rule: FindingRule) -> Iterator[_Hit]:
    """A unit published nothing for ``least`` periods in a row, this one included."""
    for unit, counts in scene.by_unit().items():
        silent = all(count.count == 0 for count in counts) and any(count.is_expected for count in counts)
        periods = scene.zero_periods.get(unit, 0) + 1
        if silent and periods >= max(2, rule.least):
            yield _Hit(unit, "", figures={"number": periods})


def _late_again(scene: Scene, rule: FindingRule) -> Iterator[_Hit]:
    """A unit has the worst grade for ``least`` periods in a row (two at least), this one included."""
    for unit, grade in scene.grades.items():
        if grade != scene.worst_grade:
            continue
        earlier = [grades.get(unit) == scene.worst_grade for grades in scene.earlier_grades]
        periods = 1 + ([*earlier, False].index(False))
        if periods >= max(2, rule.least):
            yield _Hit(unit, "", figures={"number": periods})


# -- time --------------------------------------------------------------------------------------------------------------


def _late_publication(scene: Scene, rule: FindingRule) -> Iterator[_Hit]:
    """Published more than ``limit`` working days after it was formed (政府信息公开条例, art. 26: 20)."""
    for count in scene.of_kind(*rule.kinds):
        lags = {
            item.key: count_working_days(item.article.formed, item.date)
            for item in count.items
            if item.article and item.article.formed and item.date and item.article.formed < item.date
        }
        late = [item for item in count.items if lags.get(item.key, 0) > rule.limit]
        if late:
            late.sort(key=lambda item: -lags[item.key])
            first = late[0].article
            formed = _chinese(first.formed) if first and first.formed else ""
            yield _hit(count, late, most=lags[late[0].key], formed=formed, published=_chinese(late[0].date))


def _burst(scene: Scene, rule: FindingRule) -> Iterator[_Hit]:
    """``share`` percent of a unit's items (``least`` at least) on one of the period's last ``limit`` days."""
    first = scene.period.last - timedelta(days=rule.limit - 1)
    for unit, counts in scene.by_unit().items():
        items = [item for count in counts for item in count.items]
        days = Counter(item.date for item in items if item.date)
        if len(items) < max(1, rule.least) or not days:
            continue
        day, number = max(days.items(), key=lambda pair: (pair[1], pair[0]))
        if day >= first and number * 100 >= rule.share * len(items):
            columns = "、".join(dict.fromkeys(c.column.name for c in counts for i in c.items if i.date == day))
            on_day = tuple(item for item in items if item.date == day)
            yield _Hit(unit, columns, on_day, {"number": number, "total": len(items), "day": _chinese(day)})


def _back_dated(scene: Scene, rule: FindingRule) -> Iterator[_Hit]:
    """The stated date lies more than ``limit`` days before a proved pass in which the item was not there yet."""
    for count in scene.of_kind(*rule.kinds):
        late = [item for item in count.items if _was_absent(item, rule.limit)]
        if late:
            one = late[0]
            yield _hit(
                count,
                late,
                stated=_chinese(one.date),
                absent=_chinese(one.absent_at),
                seen=_chinese(one.first_seen),
            )


def _was_absent(item: Sighting, days: int) -> bool:
    """Whether the item was looked for on an earlier day, well after its stated date, and was not there."""
    if not (item.absent_at and item.first_seen and item.date):
        return False
    absent = item.absent_at.date()
    return absent < item.first_seen.date() and absent - item.date > timedelta(days=days)


def _vanished(scene: Scene, rule: FindingRule) -> Iterator[_Hit]:
    """Items of the period that were seen and later were gone from where they should be."""
    for count in scene.of_kind(*rule.kinds):
        gone = [s for s in (count.reading.vanished if count.reading else ()) if s.date and s.date in scene.period]
        if gone and gone[0].gone_at:
            yield _hit(count, gone, gone=_chinese(gone[0].gone_at))


def _undated(scene: Scene, rule: FindingRule) -> Iterator[_Hit]:
    """Items without a publish date anywhere; listed, never counted."""
    for count in scene.of_kind(*rule.kinds):
        if count.undated and count.count is not None:
            yield _hit(count, count.undated)


# -- content -----------------------------------------------------------------------------------------------------------


def _misfiled_news(scene: Scene, rule: FindingRule) -> Iterator[_Hit]:
    """Work news filed in a disclosure column: titles with the rule's ``words``, except those with ``but_not``."""
    for count in scene.counts:
        if count.column.kind in (rule.kinds or (ColumnKind.NEWS,)):
            continue  # kinds name the columns where work news belongs
        news = [item for item in count.items if matches(rule, item.item.title)]
        if news:
            yield _hit(count, news)


def matches(rule: FindingRule, title: str) -> bool:
    """Whether a title falls under a key-word rule; words are regular expressions."""
    return any(re.search(word, title) for word in rule.words) and not any(re.search(w, title) for w in rule.but_not)


def _repost_only(scene: Scene, rule: FindingRule) -> Iterator[_Hit]:
    """An interpretation column holds reposts (``words`` in source or title) and fewer than ``least`` own items."""
    for count in scene.of_kind(*(rule.kinds or (ColumnKind.INTERPRETATION,))):
        reposts = [item for item in count.items if _is_repost(item, rule)]
        own = len(count.items) - len(reposts)
        if reposts and own < max(1, rule.least):
            yield _hit(count, reposts, total=len(count.items), own=own)


def _is_repost(item: Sighting, rule: FindingRule) -> bool:
    source = item.article.source or "" if item.article else ""
    return any(re.search(word, source) for word in rule.words) if source else matches(rule, item.item.title)


def _policy_without_interpretation(scene: Scene, rule: FindingRule) -> Iterator[_Hit]:
    """A policy document (``words``) that no interpretation column of the county interprets by name.

    Finds nothing where the county has no interpretation column or one of them could not be read.
    """
    interpreting = list(scene.of_kind(ColumnKind.INTERPRETATION))
    if not interpreting or any(count.reading is None or count.count is None for count in interpreting):
        return
    titles = [_core(s.item.title) for c in interpreting if c.reading for s in c.reading.sightings]
    for count in scene.of_kind(*(rule.kinds or (ColumnKind.POLICY,))):
        bare = [
            item
            for item in count.items
            if matches(rule, item.item.title) and not any(_core(item.item.title) in title for title in titles)
        ]
        if bare:
            yield _hit(count, bare, total=len(count.items))


def _core(title: str) -> str:
    """What a document is about: the name in the book-title marks, else the title without issuer and kind words."""
    inner = re.findall(r"《([^《》]{4,})》", title)
    text = max(inner, key=len) if inner else title
    text = re.sub(r"^.{0,30}?(人民政府|办公室|委员会|局|厅|院|社)(?=关于|印发)", "", text)
    text = re.sub(r"^(关于)?(印发|公布|发布|下发)?", "", text)
    return re.sub(r"[\s“”\"'《》〈〉（）()、，,。:：·—-]|的?(通知|意见|通告|公告)$", "", text)


def _duplicate(scene: Scene, rule: FindingRule) -> Iterator[_Hit]:
    """The same title with the same date under two addresses among one unit's columns: counted, and told."""
    for unit, counts in scene.by_unit().items():
        groups: dict[tuple[str, date | None], list[tuple[ColumnCount, Sighting]]] = defaultdict(list)
        for count in counts:
            for item in count.items:
                groups[re.sub(r"\s+", "", item.item.title), item.date].append((count, item))
        doubled = [pairs for pairs in groups.values() if len(pairs) > 1]
        if len(doubled) >= max(1, rule.least):
            columns = "、".join(dict.fromkeys(count.column.name for pairs in doubled for count, _ in pairs))
            items = tuple(item for pairs in doubled for _, item in pairs)
            yield _Hit(unit, columns, items, {"number": sum(len(pairs) - 1 for pairs in doubled)})


_FIELD_LABELS = {
    "index_no": "索引号",
    "publisher": "发布机构",
    "formed": "成文日期",
    "doc_no": "文号",
    "source": "来源",
}


def _missing_catalogue_field(scene: Scene, rule: FindingRule) -> Iterator[_Hit]:
    """Documents whose page lacks 索引号, 发布机构 or 成文日期 (``fields``); a page that was not read proves nothing."""
    for count in scene.of_kind(*(rule.kinds or (ColumnKind.POLICY,))):
        lacking: dict[str, list[str]] = {}
        for item in count.items:
            if item.article and (missing := [f for f in rule.fields if getattr(item.article, f) is None]):
                lacking[item.key] = missing
        if lacking:
            bare = [item for item in count.items if item.key in lacking]
            names = "、".join(label for f, label in _FIELD_LABELS.items() if any(f in m for m in lacking.values()))
            yield _hit(count, bare, fields=names)


def _garbled_text(scene: Scene, rule: FindingRule) -> Iterator[_Hit]:
    """Titles or texts with the marks of a broken encoding (``words``)."""
    for count in scene.of_kind(*rule.kinds):
        broken = [
            s for s in count.items if matches(rule, s.item.title) or (s.article and matches(rule, s.article.text))
        ]
        if broken:
            yield _hit(count, broken)


# -- all kinds ---------------------------------------------------------------------------------------------------------

CHECKS: dict[str, Check] = {
    "due-column-short": _due_column_short,
    "blank-column": _blank_column,
    "stale-column": _stale_column,
    "consecutive-zero": _consecutive_zero,
    "late-again": _late_again,
    "late-publication": _late_publication,
    "burst": _burst,
    "back-dated": _back_dated,
    "vanished": _vanished,
    "undated": _undated,
    "misfiled-news": _misfiled_news,
    "repost-only": _repost_only,
    "policy-without-interpretation": _policy_without_interpretation,
    "duplicate": _duplicate,
    "missing-catalogue-field": _missing_catalogue_field,
    "garbled-text": _garbled_text,
}


def _newest(count: ColumnCount, until: date) -> date | None:
    """Publish date of the column's newest item up to ``until``, in this period or before it."""
    seen: Sequence[Sighting] = count.reading.sightings if count.reading else ()
    return max((s.date for s in seen if s.date and s.date <= until), default=None)


def _chinese(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
