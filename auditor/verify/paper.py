"""A published document as the checks see it: lines with a place name, tables with rows, in reading order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from auditor.base.pattern import pattern
from auditor.verify.wording import WORDS

OpenedKind = Literal["txt", "html", "docx", "pdf", "xlsx"]

_HALF = str.maketrans(
    "０１２３４５６７８９％．，；：（）！？［］｜",
    "0123456789%.,;:()!?[]|",
)
_CJK = r"\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_SPACE_BESIDE_CJK = re.compile(rf"(?<=[{_CJK}])[ \t]|[ \t](?=[{_CJK}])")
_PAUSES = "，。；：,;:!?！？"
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f]")


_NAMES_A_PAPER = pattern(
    r"通报|报告|通知|公示|统计表|情况",
    finds=("更新情况的通报", "年度报告"),
    not_in=("一、总体要求",),
    seen="崇信县 (2020 Q1) and 河曲县 (2018)",
)


def tidy(text: str) -> str:
    """Text without invisible characters and without spaces beside Chinese characters; other spaces single."""
    text = _INVISIBLE.sub("", text.replace("\u00a0", " ").replace("\u3000", " ").replace("\r", " ").replace("\n", " "))
    text = re.sub(r"[ \t]{2,}", " ", text)
    return _SPACE_BESIDE_CJK.sub("", text).strip()


def plain(text: str) -> str:
    """The text with full-width digits and punctuation made half-width; the length stays, so positions agree."""
    return text.translate(_HALF)


@dataclass(frozen=True)
class Line:
    """One paragraph (or heading) and where it stands, such as ``第3段``."""

    text: str
    place: str

    @cached_property
    def plain(self) -> str:
        """The same text, same length, in half-width digits and punctuation."""
        return plain(self.text)

    def around(self, start: int, end: int) -> str:
        """A quotation that holds ``text[start:end]`` and the words about it, cut where a clause begins or ends."""
        before = re.search(rf"[^{_PAUSES}]{{0,40}}$", self.text[:start])
        after = re.match(rf"[^{_PAUSES}]{{0,20}}", self.text[end:])
        return self.text[start - len(before[0] if before else "") : end + len(after[0] if after else "")].strip()


@dataclass(frozen=True)
class Grid:
    """One table: every row equally long; ``carried`` are the cells repeated from a merged cell.

    ``title`` is what stands right above the table (attachment number and heading).
    """

    rows: tuple[tuple[str, ...], ...]
    place: str
    title: str = ""
    carried: frozenset[tuple[int, int]] = field(default_factory=frozenset)

    def place_of(self, row: int) -> str:
        """The place name of one row (0-based)."""
        return WORDS.places.row.format(place=self.place, row=row + 1)

    def quote(self, row: int) -> str:
        """One row as it would be read aloud: its own cells, separated by bars."""
        cells = (cell for index, cell in enumerate(self.rows[row]) if (row, index) not in self.carried)
        return " | ".join(cells).strip(" |")

    def own(self, row: int, column: int) -> str:
        """The cell's text, empty where a merged cell merely continues."""
        return "" if (row, column) in self.carried else self.rows[row][column]


@dataclass(frozen=True)
class OpenedPaper:
    """A document: its lines and tables in reading order, its links and page tags.

    ``is_reflowed`` says that lines were joined and tables rebuilt from positions, so that gaps may be the reader's;
    ``unread`` names in Chinese what of the document could not be read, ``pictures`` counts those seen in it.
    """

    source: str
    kind: OpenedKind
    flow: tuple[Line | Grid, ...]
    links: tuple[str, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    is_reflowed: bool = False
    unread: tuple[str, ...] = ()
    pictures: int = 0

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines outside tables."""
        return tuple(part for part in self.flow if isinstance(part, Line))

    @cached_property
    def grids(self) -> tuple[Grid, ...]:
        """The tables."""
        return tuple(part for part in self.flow if isinstance(part, Grid))

    @cached_property
    def heading(self) -> str:
        """The document's title: the first line that names a circular or a report, else the first line."""
        titles = (text for text in self._title_candidates() if _NAMES_A_PAPER.search(text))
        return next(titles, self.lines[0].plain if self.lines else "")

    def _title_candidates(self) -> Iterator[str]:
        for name, text in self.tags:
            if name.lower() in ("articletitle", "title"):
                yield plain(text)
        yield from (line.plain for line in self.lines[:12] if len(line.plain) <= 60 and not line.plain.endswith("。"))
