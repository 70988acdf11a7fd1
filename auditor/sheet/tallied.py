"""Items that a person noted from a page: one a line, with title, date and perhaps address, as typed or pasted from a
spreadsheet, or a file of such lines."""

import re
from collections.abc import Sequence
from pathlib import Path

from auditor.audit.tally import TalliedItem
from auditor.base.errors import BadInput, Problem
from auditor.base.grid import GridCell, read_grids, text_grid
from auditor.base.pattern import pattern
from auditor.base.words import Words, load_words
from auditor.sheet.cells import read_day

_ADDRESS = pattern(
    r"https?://[^\s,，；;]{1,2000}",
    finds={"会议纪要 2026-07-01 http://www.a.gov.cn/t1.html": "http://www.a.gov.cn/t1.html"},
    not_in=("www.a.gov.cn", "http：//"),
    seen="the address bar of a browser",
    flags=re.IGNORECASE,
)
_DAY = pattern(
    r"(?<![\d./-])(\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}(?:\s?日)?)(?![\d./-])",
    finds={
        "2026-07-01 会议纪要": "2026-07-01",
        "纪要\u30002026年7月1日": "2026年7月1日",
        "纪要[2026/7/1]": "2026/7/1",
    },
    not_in=("2026年第三季度", "政办发〔2026〕12号", "192.168.1.1"),
    seen="rows of list pages, copied",
)
_AROUND = " \t\u3000,，;；|·•[]［］()（）【】"
_SERIAL = pattern(
    r"^\s{0,9}\d{1,4}\s?(?:[、．.]\s?|\t\s{0,9})(?=\D)",
    finds=("1、会议纪要", "12. 通知", "3\t关于印发办法的通知"),
    not_in=("2026年工作要点", "3月份通报"),
    seen="rows numbered by hand",
)


class TallyWords(Words):
    """What is said of items that a person notes, and the heads of their columns."""

    heads: tuple[str, ...]
    pasted: str
    line: str
    no_date: str
    bad_date: str
    no_title: str
    recorded: str
    withdrawn: str


TALLY_WORDS = load_words("tally", TallyWords)


def read_tallied(path: Path) -> tuple[TalliedItem, ...]:
    """The items of a file: xlsx, csv or text; raises `BadInput` naming each line that is not understood."""
    grids, _ = read_grids(path)
    return _items(str(path), [(grid.where(number, 0), row) for grid in grids for number, row in enumerate(grid.rows)])


def read_tallied_text(text: str) -> tuple[TalliedItem, ...]:
    """The same of what was typed or pasted into a field."""
    if "\t" in text:
        rows: Sequence[Sequence[GridCell]] = text_grid(text).rows
    else:
        rows = [(GridCell(line),) for line in text.splitlines()]
    return _items(TALLY_WORDS.pasted, [(TALLY_WORDS.line.format(number=n), row) for n, row in enumerate(rows, 1)])


def _items(place: str, rows: Sequence[tuple[str, Sequence[GridCell]]]) -> tuple[TalliedItem, ...]:
    items, faults = [], []
    for where, cells in rows:
        texts = [cell.text for cell in cells if cell.text]
        if not texts or set(TALLY_WORDS.heads).issuperset(text.strip() for text in texts):
            continue
        link = next((cell.link for cell in cells if cell.link), "")
        item = _item(" \t ".join(texts), link)
        if isinstance(item, str):
            faults.append(Problem(place, where, item, "每行写一条：标题、日期（如 2026-07-01）、网址（可不写）"))
        else:
            items.append(item)
    if faults:
        raise BadInput(faults)
    return tuple(items)


def _item(line: str, link: str) -> TalliedItem | str:
    """One line as an item, or what is wrong with it."""
    address = _ADDRESS.search(line)
    rest = line[: address.start()] + line[address.end() :] if address else line
    days = list(_DAY.finditer(rest))
    if not days:
        return TALLY_WORDS.no_date.format(line=line.strip()[:60])
    match = next((day for day in days if _stands_apart(rest, day)), days[-1])
    try:
        published = read_day(re.sub(r"\s", "", match[1]))
    except ValueError:
        return TALLY_WORDS.bad_date.format(day=match[1])
    title = " ".join(_SERIAL.sub("", rest[: match.start()] + " " + rest[match.end() :]).split()).strip(_AROUND)
    if not title:
        return TALLY_WORDS.no_title.format(line=line.strip()[:60])
    return TalliedItem(title[:500], published, address[0] if address else link)


def _stands_apart(text: str, day: re.Match[str]) -> bool:
    """Whether a date stands at an end of the line or alone in a cell, and not within the title."""
    before, after = text[: day.start()].rstrip(_AROUND), text[day.end() :].strip(_AROUND)
    return not before or not after or "\t" in text[len(before) : day.start()]
