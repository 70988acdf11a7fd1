"""What stands above a list and is of it: blocks of pinned rows, and the newest item, set in larger type."""

import re

from auditor.base.pattern import pattern
from auditor.read.lists.candidates import Rows
from auditor.read.lists.outline import Box, Outline
from auditor.read.lists.rows import Entry, entries_within, main_entry

_PINNED_BLOCK = pattern(
    r"(?:^|[-_ ])(?:zd|zhiding|istop|settop|sticky?|pinned|top-?list)(?:list|news|box)?(?:$|[-_ \d])",
    finds=("zd", "zdlist", "list-zhiding", "sticky box", "toplist"),
    not_in=("top", "zdgk", "stop"),
    seen="pinned rows in a block of their own above the list",
)
_DAY_FOLDER = re.compile(r"/\d{1,8}(?=/|$)")
_LEVELS = 3
_SHORTEST_TITLE = 6


def pinned_above(rows: Rows, candidates: list[Rows]) -> list[Rows]:
    """The blocks above the list that their marks call pinned, where their rows lead where the list's do."""
    folders = {_folder(entry.url) for entry in rows.entries if entry.url}
    return [
        other
        for other in candidates
        if other.first < rows.first
        and other.share_dated == 1
        and not other.targets & rows.targets
        and is_pinned_block(other)
        and {_folder(entry.url) for entry in other.entries} & folders
    ]


def is_pinned_block(rows: Rows) -> bool:
    """Whether the template calls the rows' box that of what is put on top."""
    boxes = (rows.container, rows.container.parent)
    return any(_PINNED_BLOCK.search(box.marks) for box in boxes if box is not None)


def heads_another(rows: Rows, candidates: list[Rows]) -> bool:
    """Whether rows that lead where these do stand below them: the list whose pinned rows these are."""
    own = {_folder(entry.url) for entry in rows.entries}
    below = (other for other in candidates if other.first >= rows.end and not other.targets & rows.targets)
    return any(own & {_folder(entry.url) for entry in other.entries} for other in below)


def _folder(url: str) -> str:
    """Where an article lies, without the folders that name its month or day."""
    return _DAY_FOLDER.sub("", url.rpartition("/")[0])


def headline_above(outline: Outline, rows: Rows, base: str) -> Rows | None:
    """What holds one title and nothing else to click right above a dated list, and leads where its rows do.

    ``None`` where anything else stands between, or where it leads to one of the rows.
    """
    below = rows.container
    for _ in range(_LEVELS if 2 * rows.dated > len(rows.entries) else 0):
        around = below.parent
        if around is None:
            return None
        before = [box for box in around.children[: around.children.index(below)] if _says(box)]
        if before:
            run = _run_of_one(outline, before)
            found = [entry for box in run if (entry := main_entry(entries_within(outline, box, base), box)) is not None]
            if not found or not _is_headline(found[0], rows):
                return None
            box = next(box for box in run if found[0].link.is_within(box))
            return Rows([around], [box], [found[0]], [(run[0].first_text, rows.first)], 1, 0.0, is_loose=False)
        below = around
    return None


def _says(box: Box) -> bool:
    return not box.hidden and (box.end_text > box.first_text or box.end_link > box.first_link)


def _run_of_one(outline: Outline, before: list[Box]) -> list[Box]:
    """The last boxes all links of which lead to one page, and those of its day."""
    run: list[Box] = []
    ways: set[str] = set()
    for box in reversed(before):
        led = {link.attrs.get("href", "").strip() for link in outline.links_of(box)}
        if len(ways | led) > 1 or not (led or (not ways and outline.shows_date(box.first_text, box.end_text))):
            break
        ways |= led
        run.insert(0, box)
    return run


def _is_headline(entry: Entry, rows: Rows) -> bool:
    if len(entry.words) < _SHORTEST_TITLE or not entry.url or entry.url in rows.targets:
        return False
    return any(_lie_together(entry, one) for one in rows.entries)


def _lie_together(one: Entry, other: Entry) -> bool:
    """Whether two articles lie in one folder; of addresses with a query, whether they are written alike."""
    if "?" in one.url:
        return one.kind[1] == other.kind[1]
    return "?" not in other.url and _folder(one.url) == _folder(other.url)
