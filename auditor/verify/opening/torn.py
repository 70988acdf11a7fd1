"""Tables that a page's end tore in two, or that were written as two, put together again."""

from dataclasses import replace

from auditor.verify.paper import Grid, Line, OpenedPaper
from auditor.verify.tables import header_of

_FEWEST = 2


def mended(paper: OpenedPaper) -> OpenedPaper:
    """The same document with each table made whole that goes on in the next one: same heads, numbers that go on."""
    flow: list[Line | Grid] = []
    for part in paper.flow:
        last = flow[-1] if flow else None
        if isinstance(part, Grid) and isinstance(last, Grid) and (joined := _joined(last, part)) is not None:
            flow[-1] = joined
        else:
            flow.append(part)
    return replace(paper, flow=tuple(flow)) if len(flow) < len(paper.flow) else paper


def _joined(first: Grid, second: Grid) -> Grid | None:
    """Two tables in one, where nothing stands between them and the rows of the second are numbered on."""
    head, other = header_of(first), header_of(second)
    is_repeated = head.labels == other.labels and head.height == other.height
    top = other.height if is_repeated else 0
    if len(first.rows[0]) != len(second.rows[0]) or not (is_repeated or not other.height) or len(second.rows) <= top:
        return None
    before, after = first.rows[-1][0].strip(), second.rows[top][0].strip()
    if not before.isdecimal() or not after.isdecimal() or int(after) != int(before) + 1 or int(before) < _FEWEST:
        return None
    shift = len(first.rows) - top
    carried = first.carried | {(row + shift, column) for row, column in second.carried if row >= top}
    return replace(first, rows=(*first.rows, *second.rows[top:]), carried=frozenset(carried))
