"""Lines and paragraphs from glyphs: which stand on one line, where a space is meant, which line goes on in the next."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from auditor.base.pattern import pattern
from auditor.verify.opening.marks import is_note_sign
from auditor.verify.opening.pdfpage import Glyph
from auditor.verify.paper import tidy

_WIDE = 1.2
"""Sizes of a letter: a gap above it parts columns."""
_SPACE = 0.5
_MIXED_GAP = 0.25
"""What typesetters add between Chinese and Latin letters or digits."""
_NEVER_FIRST = "，。、；：！？）》〉】”’％…—·,.;:!?)]}%"
_ALWAYS_ON = "（《〈【“‘([{"
_STARTS = pattern(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.、．](?!\d)|附件|[（(]\d{1,2}[)）]",
    finds=("一、更新情况", "（二）问题", "附件1"),
    not_in=("一是", "2020年"),
    seen="崇信县 (2020 Q1)",
    way="match",
)


@dataclass(frozen=True)
class TextLine:
    """One printed line: its glyphs from left to right, spaces left out but kept in ``spaced`` (before which glyph)."""

    glyphs: tuple[Glyph, ...]
    spaced: frozenset[int]
    base: float
    size: float

    @property
    def left(self) -> float:
        """Where the line begins."""
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        """Where the line ends."""
        return self.glyphs[-1].right

    @cached_property
    def chunks(self) -> tuple[tuple[float, float, str], ...]:
        """The parts between wide gaps: left, right, text."""
        parts: list[tuple[float, float, str]] = []
        start, text = 0, self.glyphs[0].text
        for n, (before, glyph) in enumerate(pairwise(self.glyphs), 1):
            gap = glyph.left - before.right
            if gap > _WIDE * self.size:
                parts.append((self.glyphs[start].left, before.right, text))
                start, text = n, glyph.text
                continue
            text += (" " if n in self.spaced or gap > _SPACE * self.size else "") + glyph.text
        return (*parts, (self.glyphs[start].left, self.right, text))

    @cached_property
    def text(self) -> str:
        """The line's words."""
        return tidy(" ".join(text for _, _, text in self.chunks))

    def first_width(self) -> float:
        """How wide the first piece is that may not be broken: a number or word, a character with its punctuation."""
        width, is_open = 0.0, True
        is_word = self.glyphs[0].text.isascii() and self.glyphs[0].text.isalnum()
        for n, glyph in enumerate(self.glyphs):
            if n and not is_open and glyph.text not in _NEVER_FIRST:
                is_more = is_word and glyph.text.isascii() and n not in self.spaced
                if not is_more:
                    break
            width = glyph.right - self.left
            is_open = glyph.text in _ALWAYS_ON
            is_word = is_word or (glyph.text.isascii() and glyph.text.isalnum())
        return width


def text_lines(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """The lines of a page or a cell from top to bottom; glyphs printed twice to look bold count once."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.base):
        if rows and rows[-1][0].base - glyph.base <= 0.5 * max(rows[-1][0].size, glyph.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [line for row in rows if (line := _line(row)) is not None]


def _line(row: list[Glyph]) -> TextLine | None:
    seen = [glyph for glyph in row if not glyph.text.isspace()]
    if not seen:
        return None
    size = median(glyph.size for glyph in seen)
    base = Counter(round(glyph.base, 1) for glyph in seen if glyph.size >= 0.8 * size).most_common(1)[0][0]
    kept: list[Glyph] = []
    spaced: set[int] = set()
    has_space = False
    for glyph in sorted(row, key=lambda glyph: glyph.left):
        if glyph.text.isspace():
            has_space = True
            continue
        if any(glyph.text == other.text and abs(glyph.left - other.left) < 0.25 * size for other in kept[-2:]):
            continue
        if has_space and kept:
            spaced.add(len(kept))
        has_space = False
        kept.append(glyph)
    return _without_note_signs(kept, spaced, base, size)


def _without_note_signs(kept: list[Glyph], spaced: set[int], base: float, size: float) -> TextLine | None:
    raised = {n for n, glyph in enumerate(kept) if glyph.size < 0.8 * size and glyph.base > base + 0.15 * size}
    runs: list[list[int]] = []
    for n in sorted(raised):
        if runs and runs[-1][-1] == n - 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    dropped = {n for run in runs if is_note_sign("".join(kept[n].text for n in run)) for n in run}
    if len(dropped) == len(kept):
        dropped = set()
    left = [n for n in range(len(kept)) if n not in dropped]
    return TextLine(tuple(kept[n] for n in left), frozenset(at for at, n in enumerate(left) if n in spaced), base, size)


@dataclass(frozen=True, slots=True)
class TextColumn:
    """The column text is set in: its edges, the usual distance of its lines, whether paragraphs are set in."""

    left: float
    right: float
    pitch: float
    size: float
    is_indented: bool

    @classmethod
    def of(cls, lines: Sequence[TextLine], page_width: float) -> "TextColumn":
        """Measure the column from all its lines."""
        sizes = Counter(round(line.size) for line in lines for _ in line.glyphs)
        size = float(sizes.most_common(1)[0][0])
        body = [line for line in lines if abs(line.size - size) <= 1] or list(lines)
        lefts, rights = [line.left for line in body], [line.right for line in body]
        left = min(_shared(lefts) or lefts)
        right = max(_shared(rights) or rights)
        right = max(right, page_width - left - 2 * size) if right - left < 0.6 * page_width else right
        steps = [above.base - below.base for above, below in pairwise(body) if 0 < above.base - below.base < 4 * size]
        indented = sum(1 for line in body if 1.4 * size <= line.left - left <= 2.8 * size)
        return cls(left, right, median(steps) if len(steps) >= 3 else 2.2 * size, size, indented * 6 >= len(body))

    def goes_on(self, line: TextLine, following: TextLine, below: "TextColumn", *, is_same_page: bool) -> bool:
        """Whether a paragraph goes on in the next line: its first piece did not fit, and it is not set apart.

        ``below`` is the column of the next line, another one where odd and even pages have other margins.
        """
        if abs(line.size - following.size) > 0.12 * line.size:
            return False
        step = line.base - following.base
        if is_same_page and (step > 1.3 * max(self.pitch, line.size) or step < 0):
            return False
        if self._is_centred(line) and below._is_centred(following):
            return line.size > 1.1 * self.size and not line.text.endswith("。")
        is_mixed = line.text[-1].isascii() is not following.text[0].isascii()
        needed = following.first_width() + (_MIXED_GAP * line.size if is_mixed else 0)
        if line.right + needed <= self.right - 0.25 * line.size:
            return False
        if _STARTS.match(following.text) and (line.text[-1] in "。：；:;！？" or not self.is_indented):
            return False
        before, after = line.left - self.left, following.left - below.left
        if after <= 0.8 * line.size:
            return True
        if (line.right - line.left) * 2 < self.right - self.left:
            return False
        if abs(after - before) < 0.3 * line.size:
            return not self.is_indented or before > 2.8 * line.size
        return before > line.size and after > before and not _STARTS.match(following.text)

    def _is_centred(self, line: TextLine) -> bool:
        before, after = line.left - self.left, self.right - line.right
        return before > line.size and abs(before - after) < 1.2 * line.size


def _shared(places: Sequence[float]) -> list[float]:
    """The places at which two or more lines begin or end."""
    ordered = sorted(places)
    return [b for a, b in pairwise(ordered) if b - a <= 4] + [a for a, b in pairwise(ordered) if b - a <= 4]


def cell_text(glyphs: Iterable[Glyph], right: float) -> str:
    """The words of a cell; a number that its width broke is whole again."""
    text, before = "", None
    for line in text_lines(glyphs):
        is_broken = before is not None and before.right + line.first_width() > right
        text += ("" if not text or is_broken else " ") + line.text
        before = line
    return text
