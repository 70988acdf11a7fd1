"""Runs every check on one document and keeps what may be said of it."""

from collections.abc import Iterable
from pathlib import Path

from auditor.verify.checks import CHECKS
from auditor.verify.comparison import Comparison, Report
from auditor.verify.figures import figures_in, noise_in
from auditor.verify.opening import read_paper
from auditor.verify.paper import OpenedPaper
from auditor.verify.tables import counted_columns

_MAX_NOISE = 20


def verify_file(path: Path) -> Report:
    """Check one document (txt, html, docx, pdf with text, xlsx); raise `BadInput` where it cannot be read."""
    return verify_paper(read_paper(path))


def verify_paper(paper: OpenedPaper) -> Report:
    """Check a document already read: find its figures, compare those that belong together, count the rest."""
    compared = tuple(_kept(one for check in CHECKS for one in check(paper)))
    noise = tuple(dict.fromkeys(f"{line.place}：{text}" for line in paper.lines for text in noise_in(line.plain)))
    return Report(paper.source, compared, _left(paper, compared), noise[:_MAX_NOISE], paper.unread)


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
