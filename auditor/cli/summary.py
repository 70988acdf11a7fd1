"""Short Chinese summaries for the terminal."""

from collections.abc import Iterator

from auditor.audit.model import Audit, RowEntry
from auditor.base.terms import PENDING, AuditState
from auditor.circular.unit_papers import WORDS
from auditor.cli.console import say
from auditor.cli.words import CLI_WORDS
from auditor.documents.writing import Printed
from auditor.pipeline.decide import BY_EYE, Decided
from auditor.web.words import WEB_WORDS

_WORDS = CLI_WORDS.summary


def audit_summary(audit: Audit) -> str:
    """Totals, units per grade, and what could not be verified."""
    parts = "，".join(
        _WORDS.group.format(table=table.group or table.title, total=table.total) for table in audit.tables
    )
    is_known = len(audit.unknown_rows) < len(audit.rows)
    found = _WORDS.found.format(total=audit.total, parts=parts) if is_known else _WORDS.all_unknown
    mark = f"（{audit.state.label}）" if audit.state is AuditState.PREVIEW else ""
    lines = [
        _WORDS.head.format(county=audit.county, period=audit.span.label, mark=mark, found=found, units=len(audit.units))
    ]
    for grade in audit.pack.grades:
        units = audit.graded(grade.id)
        names = "、".join(unit.name for unit in units)
        lines.append(_WORDS.grade.format(grade=grade.label, count=len(units), units=names or _WORDS.none))
    pending = audit.graded(PENDING)
    if pending:
        lines.append(_WORDS.pending.format(count=len(pending), units="、".join(unit.name for unit in pending)))
    unknown = audit.unknown_rows
    lines.append(_WORDS.unknown.format(count=len(unknown)) + (_WORDS.not_counted if unknown else ""))
    lines += _unknown_lines(audit)
    lines += [f"  {BY_EYE}"] if unknown and pending and not audit.members else []
    failed = [check for check in audit.self_check if not check.ok]
    lines.append(
        _WORDS.self_check
        + (
            "；".join(_WORDS.failed.format(check=check.name, detail=check.detail) for check in failed)
            or _WORDS.passed.format(count=len(audit.self_check))
        )
    )
    lines.append(_WORDS.digest.format(digest=audit.digest()))
    return "\n".join(lines)


def _unknown_lines(audit: Audit) -> Iterator[str]:
    """Each unknown column; those of a city's member that are unknown for one and the same reason in one line."""
    alike: dict[tuple[object, ...], list[RowEntry]] = {}
    for row in audit.unknown_rows:
        alike.setdefault(
            (row.unit, row.state, row.reason) if audit.members else (row.key or row.seq, row.unit), []
        ).append(row)
    for rows in alike.values():
        row, count = rows[0], len(rows)
        if count > 1:
            told = CLI_WORDS.city.some_unknown
            yield told.format(unit=row.unit, count=count, state=row.state.label, reason=row.reason)
        else:
            yield f"  “{row.column}”（{row.unit}）{row.state.label}：{row.reason}"


def printed_summary(printed: Printed) -> str:
    """Which files were written, and which to open first."""
    about = WEB_WORDS.files | _WORDS.files | WORDS.about
    lines = [_WORDS.written.format(folder=printed.folder)]
    lines += [f"  {name:<14} {about[name]}" for name in printed.files]
    lines += [_WORDS.notice.format(notice=notice) for notice in printed.notices]
    lines.append(_WORDS.open_first.format(file=printed.folder / printed.files[0]))
    return "\n".join(lines)


def demo_summary() -> str:
    """What the demo's figures are, and what they are not."""
    return _WORDS.demo


def say_decided(decided: Decided) -> None:
    """What the unit's grade is now, and the digest of the result that says so, or why there is no result yet."""
    audit, name = decided.audit, decided.decision.unit
    if audit is None:
        say(_WORDS.undecided.format(crawl_first=decided.fault or _WORDS.crawl_first))
        return
    for unit in (unit for unit in audit.units if unit.name == name):
        say(_WORDS.decided.format(unit=unit.name, grade=audit.label_of(unit.grade), digest=audit.digest()))
