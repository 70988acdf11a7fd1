"""Columns of `drawn_strangers` that the program cannot read, taught as a clerk would: a title, its date, the next page.

What is pointed at is chosen by what a person sees, the words on the page, and never by how the page is made. The plan
that is proposed is put into the county file, and the column is read again: exact, unknown or wrong.
``python tests/drawn_teaching.py COUNT [SEED]`` prints how many columns were unknown before and after; with ``mirrors``
behind it, of COUNT columns of the mirrored portals of `drawn_portals`.
"""

import asyncio
import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain, count, islice

import drawn_portals
from drawn_columns import FIRST, verdict
from drawn_strangers import Row, Stranger, draw, read
from portals import HOME, NOW, TableFetcher, column

from auditor.base.terms import FetchStatus
from auditor.county.model import GivenReading
from auditor.crawl.column import ColumnReading
from auditor.crawl.walk import read_column
from auditor.fetch import Fetched, PageRequest
from auditor.read.lists.outline import Outline
from auditor.read.lists.pager_words import NEXT_WORD
from auditor.read.lists.plan import Misfit
from auditor.read.planning import Unteachable, marked_page, proposed, what_bars
from auditor.read.values import Plan

_NEAR = 8


def taught(drawn: Stranger) -> Plan | None:
    """The plan that a clerk comes to on the first page; ``None`` where there is none to be had."""
    shown = [row for row in drawn.rows if not row.pinned and row.title in drawn.pages[drawn.start]]
    url = f"{HOME.rstrip('/')}{drawn.start}"
    fetched = Fetched(PageRequest(url), FetchStatus.OK, url, 200, (), drawn.pages[drawn.start].encode(), NOW)
    with marked_page(fetched) as opened:
        if what_bars(opened) is not Unteachable.NONE or not shown:
            return None
        outline, row = opened.page.outline, shown[len(shown) // 2]
        title = next((at for at, text in enumerate(outline.texts) if row.title in text), None)
        if title is None:
            return None
        step = _step(outline)
        for day in (*_days(outline, title, row), None):
            for to in (step, None) if step is not None else (None,):
                try:
                    return proposed(opened.page, outline.owners[title].order, day, to)
                except Misfit:
                    continue
    return None


def _days(outline: Outline, title: int, row: Row) -> Iterator[int]:
    """Where the day of a row may be pointed at: the texts around the title that show its number, nearest first."""
    near = sorted(range(max(0, title - _NEAR), min(len(outline.texts), title + _NEAR)), key=lambda at: abs(at - title))
    for at in near:
        said = re.findall(r"\d+", outline.texts[at])
        if at != title and str(row.day.day) in [number.lstrip("0") for number in said]:
            yield outline.owners[at].order


def _step(outline: Outline) -> int | None:
    places = [at for at, text in enumerate(outline.texts) if NEXT_WORD.fullmatch(text.strip())]
    return outline.owners[places[-1]].order if places else None


def read_by(drawn: Stranger, plan: Plan) -> ColumnReading:
    """The column as it is read with the plan in its county file."""
    start = column().model_copy(update={"url": drawn.start, "read": GivenReading(**plan.given)})
    address = f"{HOME.rstrip('/')}{drawn.start}"
    return asyncio.run(read_column(start, address, TableFetcher(drawn.pages), since=FIRST, max_pages=50))


def judged(seed: int) -> Iterator[tuple[str, str, dict[str, str], str]]:
    """For each column of a seed what it was before, what after, its traits and the reason that is left."""
    columns = draw(seed)
    for drawn, before in zip(columns, read(columns), strict=True):
        said = verdict(drawn, before)  # type: ignore[arg-type]
        plan = taught(drawn) if said == "unknown" else None
        after = read_by(drawn, plan) if plan is not None and plan.given else None
        yield (
            said,
            verdict(drawn, after) if after is not None else said,  # type: ignore[arg-type]
            drawn.traits,
            (after or before).reason,
        )


def judged_mirror(seed: int) -> Iterator[tuple[str, str, dict[str, str], str]]:
    """The same for the columns of a mirrored portal, whose interfaces answer where the mirror kept their answers."""
    portal = drawn_portals.draw(seed)
    pages = {at: text.replace("charset='gb2312'", "charset='utf-8'") for at, text in portal.pages.items()}
    for mirrored, before in zip(portal.columns, drawn_portals.read(portal), strict=True):
        said, start = drawn_portals.verdict(mirrored, before), mirrored.start.partition("#")[0]
        rows = tuple(Row(x.number, x.title, x.day, x.href, bool(x.pin)) for x in mirrored.lines)
        drawn = Stranger(mirrored.traits, start, pages, mirrored.truth or 0, rows)
        plan = taught(drawn) if said == "unknown" and start in pages and rows else None
        after = drawn_portals.read_one(portal, mirrored, plan.given) if plan is not None and plan.given else None
        now = drawn_portals.verdict(mirrored, after) if after is not None else said
        yield said, now, mirrored.traits, (after or before).reason


def main(wanted: int, first: int, *, of_mirrors: bool = False) -> int:
    """Teach what is unknown, and print how many columns are so before and after."""
    changes: Counter[tuple[str, str]] = Counter()
    reasons: Counter[str] = Counter()
    wrong = []
    found = chain.from_iterable(map(judged_mirror if of_mirrors else judged, count(first)))
    for before, after, traits, why in islice(found, wanted):
        changes[before, after] += 1
        if before != after == "wrong":
            wrong.append(traits)
        elif after == "unknown":
            reasons[why] += 1
    lines = [f"{before:8} -> {after:8} {number}" for (before, after), number in sorted(changes.items())]
    lines += [f"{number}  {why}" for why, number in reasons.most_common(10)]
    sys.stdout.write("\n".join([*lines, *(f"wrong: {one}" for one in wrong), ""]))
    return 1 if wrong else 0


if __name__ == "__main__":
    at = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    sys.exit(main(int(sys.argv[1]), at, of_mirrors="mirrors" in sys.argv[3:]))
