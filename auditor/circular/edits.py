"""Paragraphs that a person rewrote: put in the place of what the figures give, and held to the same figures.

A rewritten paragraph belongs to the text it was made from. Dates may differ between the two (a deadline follows the
day of signing), so they are left out when the text is looked for, and the ones that were kept follow the new text.
A rewriting of several lines stands as several paragraphs, one without text takes the paragraph out: only one that the
wording marks as a courtesy, and that tells no figure, name or deadline.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from auditor.audit.model import Audit, EditEntry
from auditor.base.chinese import in_title_marks, printable
from auditor.base.pattern import pattern
from auditor.base.period import LOCAL
from auditor.circular.words import WORDS
from auditor.documents.tree import Paragraph, Span

MAX_EDIT = 4_000
"""Characters a rewritten paragraph may have."""

_DATE = pattern(
    r"\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}月\d{1,2}日|\d{4}年第[一二三四]季度|\d{4}年\d{1,2}月|\d{4}年",
    finds=("2020年4月16日", "4月16日", "2020年第一季度", "2020年3月", "2020年"),
    not_in=("16日", "第一季度"),
    seen="dates that a circular moves with the day of its issue",
)
_DAY = pattern(
    r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日",
    finds={"2020年4月16日": "2020"},
    not_in=("4月", "16日"),
    seen="deadlines of circulars",
)
_FIGURE = pattern(
    r"\d{4}年第[一二三四]季度|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?"
    r"|\d+(?:\.\d+)?(?:%|[个条家处项次篇天倍分名件期])?"
    r"|[零二两三四五六七八九十百千]+[个条家处项次篇天倍分名件期]",
    finds=("2020年第一季度", "4月16日", "87.5%", "12条", "十五个", "3"),
    not_in=("上述单位", "第一"),
    seen="sentences of circulars that an office rewrites",
)

_TITLE = pattern(
    r"《([^《》]+)》",
    finds={"按照《政府信息公开条例》的规定": "政府信息公开条例"},
    not_in=("《》", "“政府信息公开条例”"),
    seen="sentences of circulars that name a law",
)


def marked_text(paragraph: Paragraph) -> str:
    """The paragraph as the wording file would write it, leads between ``**``."""
    return "".join(f"**{span.text}**" if span.bold else span.text for span in paragraph.spans)


def spans_of(text: str) -> tuple[Span, ...]:
    """The runs of a marked text; raise `ValueError` where ``**`` is not paired."""
    parts = printable(text).split("**")
    if len(parts) % 2 == 0:
        raise ValueError("加粗标记“**”不成对")
    return tuple(Span(part, bold=index % 2 == 1) for index, part in enumerate(parts) if part)


def edits_in_force(history: Iterable[EditEntry]) -> tuple[EditEntry, ...]:
    """The latest rewriting of every paragraph; one that says the original again is none."""
    latest: dict[str, EditEntry] = {}
    for edit in history:
        latest.pop(_shape(edit.original), None)
        latest[_shape(edit.original)] = edit
    return tuple(edit for edit in latest.values() if edit.text != edit.original)


def is_same_passage(edit: EditEntry, original: str) -> bool:
    """Whether an edit rewrites the paragraph that the figures give as ``original``."""
    return _shape(edit.original) == _shape(original)


def apply_edits(body: Sequence[Paragraph], edits: Sequence[EditEntry]) -> tuple[Paragraph, ...]:
    """The paragraphs with the rewritten ones in their places; headings are never rewritten."""
    by_shape = {_shape(edit.original): edit for edit in edits}
    return tuple(
        part for paragraph in body for part in rewritten(paragraph, by_shape.get(_shape(marked_text(paragraph))))
    )


def is_applicable(edit: EditEntry, body: Sequence[Paragraph]) -> bool:
    """Whether the paragraph that ``edit`` rewrites still stands in an unedited text."""
    return any(may_change(paragraph) and _shape(marked_text(paragraph)) == _shape(edit.original) for paragraph in body)


def edit_faults(audit: Audit, edit: EditEntry, *, is_courtesy: bool = False) -> Iterator[str]:
    """Where a rewritten paragraph says other numbers, names or deadlines than the one it stands for.

    ``is_courtesy``: whether the wording lets that one be taken out.
    """
    before, after = printable(edit.original), printable(edit.text)
    if not after and not is_courtesy:
        yield WORDS.edit.owed
    try:
        for line in edit.text.split("\n"):
            spans_of(line)
    except ValueError as error:
        yield str(error)
    last = _last_known_day(audit)
    said, now = _figures(before, last), _figures(after, last)
    for told, figures in ((WORDS.edit.lacks, said - now), (WORDS.edit.adds, now - said)):
        for word, number in figures.items():
            yield told.format(what=f"“{word}”") + (WORDS.edit.times.format(count=number) if number > 1 else "")
    yield from _deadline_faults(_deadlines(before, last), _deadlines(after, last))
    names = {unit.name for unit in audit.units} | {f"“{row.column}”" for row in audit.rows}
    names |= {f"“{grade.label}”" for grade in audit.pack.grades}
    names |= set() if after else {grade.label for grade in audit.pack.grades}
    for name in sorted(printable(name) for name in names):
        if (name in before) != (name in after):
            yield (WORDS.edit.lacks if name in before else WORDS.edit.adds).format(what=name)
    titles = _TITLE.findall(after)
    if any(title not in before for title in titles):  # a law may be named that was not; an example stays what it is
        known = {in_title_marks(printable(item.title))[1:-1] for row in audit.rows for item in row.items}
        for title in dict.fromkeys(_TITLE.findall(before)):
            if title in known and title not in titles:
                yield WORDS.edit.lacks.format(what=f"《{title}》")


def _deadline_faults(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """A deadline may be moved; none may be dropped, and none set that nothing was asked for."""
    kept = [day for day in before if day in after]
    if len(after) < len(before):
        gone = next(day for day in before if day not in kept or before.count(day) > after.count(day))
        yield WORDS.edit.deadline_lacks.format(day=gone)
    elif len(after) > len(before):
        new = next(day for day in after if day not in kept or after.count(day) > before.count(day))
        yield WORDS.edit.deadline_adds.format(day=new)


def _deadlines(text: str, last: date) -> list[str]:
    """The days of a text that are still to come."""
    return [match[0] for match in _DAY.finditer(text) if _is_deadline(match, last)]


def _last_known_day(audit: Audit) -> date:
    """The last day that the evidence can speak of."""
    gathered = audit.evidence.crawled_to
    return max(audit.period[1], gathered.astimezone(LOCAL).date()) if gathered else audit.period[1]


def _figures(text: str, last: date) -> Counter[str]:
    """Every figure of a text with its unit; days after ``last`` are deadlines, which a person sets."""
    said = _DAY.sub(lambda match: "" if _is_deadline(match, last) else match[0], re.sub(r"(?<=\d) (?=\D)", "", text))
    return Counter(_FIGURE.findall(said))


def _is_deadline(match: re.Match[str], last: date) -> bool:
    try:
        return date(int(match[1] or last.year), int(match[2]), int(match[3])) > last
    except ValueError:
        return False


def _shape(text: str) -> str:
    return _DATE.sub("〇", text)


def may_change(paragraph: Paragraph) -> bool:
    """Whether a person may rewrite the paragraph: headings are the template's."""
    return paragraph.style in ("body", "note")


def rewritten(paragraph: Paragraph, edit: EditEntry | None) -> tuple[Paragraph, ...]:
    """What stands in the place of a paragraph: itself, or the lines of its rewriting; nothing where that has none."""
    if edit is None or not may_change(paragraph):
        return (paragraph,)
    dates = dict(zip(_DATE.findall(edit.original), _DATE.findall(marked_text(paragraph)), strict=True))
    text = _DATE.sub(lambda match: dates.get(match[0], match[0]), edit.text)
    return tuple(Paragraph(paragraph.style, spans_of(line)) for line in text.split("\n") if line)
