"""Runs every check on one document and keeps what may be said of it."""

from collections.abc import Iterable
from pathlib import Path

from auditor.verify.checks import CHECKS, LAST_CHECKS
from auditor.verify.comparison import Comparison, Report, Severity, Spot
from auditor.verify.figures import figures_in, noise_in
from auditor.verify.holding import unexplained
from auditor.verify.kinds import CheckFamily
from auditor.verify.opening import read_paper
from auditor.verify.paper import OpenedPaper
from auditor.verify.tables import counted_columns

_MAX_NOISE = 20
_PARTLY = "part_exceeds"
"""The kind that only says of a part that it is no more than the whole."""


def verify_file(path: Path) -> Report:
    """Check one document (txt, html, docx, pdf with text, xlsx); raise `BadInput` where it cannot be read."""
    return verify_paper(read_paper(path))


def verify_paper(paper: OpenedPaper) -> Report:
    """Check a document already read: find its figures, compare those that belong together, count the rest."""
    compared = tuple(_kept(_all(paper)))
    noise = tuple(dict.fromkeys(f"{line.place}：{text}" for line in paper.lines for text in noise_in(line.plain)))
    return Report(paper.source, compared, _left(paper, compared), noise[:_MAX_NOISE], paper.unread)


def _all(paper: OpenedPaper) -> list[Comparison]:
    """Every comparison; the last checks are told which figures those before them have settled."""
    found = [one for check in CHECKS for one in check(paper)]
    for check, families in LAST_CHECKS:
        settled = [one.spots for one in found if one.family in families and not one.is_finding and one.kind != _PARTLY]
        rates = [one.spots for one in found if one.family is CheckFamily.RATE]
        spots = frozenset[Spot]().union(*settled, *(rates if CheckFamily.RATE in families else ()))
        found += check(paper, spots)
    whole = [one for one in found if one.kind == "total_parts" and not one.is_finding]
    return unexplained(paper, [one for one in found if not _is_settled(one, whole)])


def _is_settled(one: Comparison, whole: Iterable[Comparison]) -> bool:
    """Whether most numbers of a doubtful sum make up other wholes without a gap."""
    if one.kind != "total_parts" or not one.is_finding or one.severity is Severity.SURE:
        return False
    return sum(len(one.spots & other.spots) > 1 for other in whole) > 1


def _kept(found: Iterable[Comparison]) -> Iterable[Comparison]:
    """Every comparison once."""
    seen: set[tuple[str, object, object, tuple[str, ...]]] = set()
    for one in found:
        key = (one.kind, one.stated, one.computed, one.where)
        if key not in seen:
            seen.add(key)
            yield one


def _left(paper: OpenedPaper, compared: Iterable[Comparison]) -> int:
    """How many counts and rates of the text, and columns of counts in tables, took part in no comparison."""
    spots = frozenset(spot for one in compared for spot in one.spots)
    in_text = sum(
        1
        for line in paper.lines
        for figure in figures_in(line.plain)
        if figure.is_quantity and (line.place, figure.start) not in spots
    )
    in_tables = sum(
        1
        for grid in paper.grids
        for column in counted_columns(grid)
        if not any((grid.place_of(row), column) in spots for row in range(len(grid.rows)))
    )
    return in_text + in_tables
