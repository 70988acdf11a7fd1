"""A grading pack as the pages explain it: what gives which grade, what is looked for, and what another would change."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.audit.grade.measure import fact_label, grade_in_words, scoring_of
from auditor.audit.grade.pack import Pack, list_packs, load_pack, office_folder
from auditor.audit.model import Audit
from auditor.audit.words import WORDS
from auditor.base.errors import AuditorError, BadInput
from auditor.base.period import Period
from auditor.base.terms import PENDING
from auditor.county.model import County
from auditor.pipeline.line import draft_audit
from auditor.web.office import Office
from auditor.web.words import WEB_WORDS


@dataclass(frozen=True, slots=True)
class ExplainedGrade:
    """One grade: what gives it, and what its units are asked to do."""

    label: str
    measure: str
    demand: str


@dataclass(frozen=True, slots=True)
class ExplainedPack:
    """One pack in words; ``findings`` are the kinds it looks for, each with what it does."""

    name: str
    pack: Pack
    grades: tuple[ExplainedGrade, ...]
    scoring: str
    findings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PackChange:
    """What another pack would make of a period: how many units stand in which grade, and whose words change."""

    period: Period
    counts: tuple[tuple[str, int], ...]
    changed: tuple[tuple[str, str, str], ...]


def pack_choices(county: County) -> tuple[tuple[str, str], ...]:
    """The packs to choose from, shipped and the office's own, by what a county file calls them, with their titles."""
    return tuple(_choices(county))


def _choices(county: County) -> Iterator[tuple[str, str]]:
    for path in list_packs():
        yield path.stem, load_pack(path.stem).pack.title
    own = {county.county.pack: None} if county.county.pack.endswith(".toml") else {}
    for path in sorted((office_folder(county.path) / "packs").glob("*.toml")):
        own[_beside(path, county.path)] = None
    for name in own:
        try:
            yield name, WEB_WORDS.settings.own_pack.format(title=load_pack(name, county.path).pack.title, file=name)
        except BadInput:
            yield name, WEB_WORDS.settings.broken_pack.format(file=name)


def _beside(path: Path, county_file: Path) -> str:
    """A pack's path as a county file writes it."""
    return Path(os.path.relpath(path.resolve(), county_file.resolve().parent)).as_posix()


def explain_pack(county: County, name: str) -> ExplainedPack:
    """A pack in words; raise `BadInput` where it cannot be used."""
    pack = load_pack(name, county.path)
    groups = {table.id: table.group for table in county.table}
    grades = tuple(
        ExplainedGrade(
            grade.label,
            grade_in_words(grade.id, pack, groups),
            grade.demand
            or (WEB_WORDS.settings.rectify if (grade.rectify if grade.rectify is not None else at > 0) else ""),
        )
        for at, grade in enumerate(pack.grade)
    )
    findings = tuple(
        (fact_label(f"findings:{rule.rule}", pack), WEB_WORDS.settings.forces[rule.force])
        for rule in pack.finding
        if rule.force != "off"
    )
    return ExplainedPack(name, pack, grades, scoring_of(pack), findings)


def changes_by_pack(office: Office, county: County, name: str) -> PackChange | str:
    """What a pack would make of the newest audited period, or why that cannot be said."""
    period = office.newest_period(county)
    if period is None:
        return WEB_WORDS.settings.nothing_to_compare
    facts = county.county.model_copy(update={"pack": name})
    try:
        now = office.audit_of(county, period)
        then = draft_audit(county.model_copy(update={"county": facts}), office.store, office.place, period)
    except AuditorError as error:
        return str(error)
    before, after = _graded(now), _graded(then)
    changed = tuple(
        (unit, before.get(unit, ""), label) for unit, label in after.items() if before.get(unit, "") != label
    )
    counts = tuple(Counter(after.values()).items())
    return PackChange(period, counts, changed)


def _graded(audit: Audit) -> dict[str, str]:
    """The label of every unit's grade."""
    labels = {grade.id: grade.label for grade in audit.pack.grades} | {PENDING: WORDS.pending}
    return {unit.name: labels[unit.grade] for unit in audit.units}
