"""From boxes back to CSS: the shortest selectors that find just these rows, their titles, their dates."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from auditor.base.pattern import pattern
from auditor.read.lists.outline import Box, Outline
from auditor.read.lists.plan import innermost

_PLAIN_NAME = re.compile(r"-?[A-Za-z_][\w-]{0,60}", re.ASCII)
_COUNTED = re.compile(r"\d{3}|[0-9a-f]{8}")
"""Ids that a system counts up are those of one page, not of a template."""
_PLAIN_WORDS = re.compile(r"[^\d\"\\\s][^\"\\]{0,19}")
_TOLD = pattern(
    r':lexbor-contains\("(?P<words>[^"]{1,40})"\)$',
    finds={'a:lexbor-contains("下一页")': "下一页"},
    not_in=("a.next", 'a[title="下一页"]'),
    seen="steps that are known by their words alone",
)
_FILE = re.compile(r"[\w.-]{3,60}", re.ASCII)
_LEVELS = 6


def rows_selector(outline: Outline, boxes: Sequence[Box], titles: Sequence[Box]) -> str:
    """A selector that finds these boxes and none that is a row as well; empty where none of few levels does.

    Where the rows' own names do not tell them from their neighbours, their titles' do.
    """
    wanted = {box.order for box in boxes}
    named = list(_names(boxes))
    holding = [f"{name}:has({title})" for name in named for title in _names(titles)]
    for own in (*named, *holding):
        for selector in _nested(own, _ancestors(boxes[0])):
            found = {box.order: box for box in innermost(outline.boxes_of(selector))}
            others = (box for order, box in found.items() if order not in wanted)
            if wanted <= found.keys() and not any(_may_be_row(outline, box) for box in others):
                return selector
    return ""


def _may_be_row(outline: Outline, box: Box) -> bool:
    return not box.hidden and (box.end_link > box.first_link or outline.shows_date(box.first_text, box.end_text))


def inner_selector(outline: Outline, rows: Sequence[tuple[int, int]], boxes: Sequence[Sequence[Box]]) -> str:
    """A selector that finds, in each row's texts, just its boxes; empty where none does or a row has none."""
    if not all(boxes) or len({len(group) for group in boxes}) != 1:
        return ""
    parts = [_inner(outline, rows, column) for column in zip(*boxes, strict=True)]
    return ", ".join(dict.fromkeys(parts)) if all(parts) else ""


def _inner(outline: Outline, rows: Sequence[tuple[int, int]], boxes: Sequence[Box]) -> str:
    wanted = [box.order for box in boxes]
    own = list(_names(boxes))
    chained = [f"{parent} > {name}" for parent in _names([box.parent for box in boxes if box.parent]) for name in own]
    placed = [f"{name}:nth-of-type({place})" for name in own if (place := _place_of(boxes))]
    for selector in (*own, *chained, *placed):
        found = outline.boxes_of(selector)
        if [next((box.order for box in found if box.lies_in(*row)), -1) for row in rows] == wanted:
            return selector
    return ""


def step_selector(outline: Outline, step: Box, *, is_named: bool) -> str:
    """A selector for the pager that a step stands in where its words name it, else for the step alone."""
    box: Box | None = step.parent if is_named and step.parent is not None else step
    while box is not None and box.tag not in ("body", "html"):
        for own in _names([box]):
            for selector in _nested(own, _ancestors(box)):
                if [one.order for one in outline.boxes_of(selector)] == [box.order]:
                    return selector
        if not is_named:
            return ""
        box = box.parent
    return ""


def told_selector(outline: Outline, step: Box) -> str:
    """A selector for a step by its own words, where no other element of its kind says just that; else empty."""
    words = outline.text_of(step).strip()
    if not _PLAIN_WORDS.fullmatch(words):
        return ""
    for own in _names([step]):
        selector = f'{own}:lexbor-contains("{words}")'
        alike = [box.order for box in outline.boxes_of(selector) if outline.text_of(box).strip() == words]
        if alike == [step.order]:
            return selector
    return ""


def told_words(selector: str) -> str:
    """The words by which a selector of `told_selector` names its step; empty where it names it otherwise."""
    match = _TOLD.search(selector)
    return match["words"] if match else ""


def marked_selectors(outline: Outline, step: Box) -> Iterator[str]:
    """Selectors for a step without words by what it is marked with: what it is called, its picture, its icon.

    Its place among others comes last: on another page others may stand before it.
    """
    for own in (*_called(step), *_holding(outline, step), *_last_beside(step)):
        for selector in (own, *(f"{name} > {own}" for name in _names([step.parent] if step.parent else []))):
            if [box.order for box in outline.boxes_of(selector)] == [step.order]:
                yield selector
                break


def _called(step: Box) -> Iterator[str]:
    for name in ("title", "aria-label", "alt", "value"):
        if _PLAIN_WORDS.fullmatch(words := step.attrs.get(name, "").strip()):
            yield f'{step.tag}[{name}="{words}"]'


def _holding(outline: Outline, step: Box) -> Iterator[str]:
    """By the file of the picture that a step shows, what that is called, or the classes of its icon."""
    for box in outline.boxes[step.order + 1 : step.last_order + 1]:
        if box.tag == "img" and _FILE.fullmatch(file := box.attrs.get("src", "").rpartition("/")[2]):
            yield f'{step.tag}:has(img[src$="{file}"])'
        yield from (f"{step.tag}:has({name})" for name in (*_called(box), *_with_all_classes(box)))


def _with_all_classes(box: Box) -> Iterator[str]:
    """By its classes together, which tell one icon from another; then by each, and its id."""
    classes = [name for name in box.attrs.get("class", "").split() if _PLAIN_NAME.fullmatch(name)]
    names = (f"{box.tag}.{'.'.join(classes)}" if len(classes) > 1 else "", *_names([box]))
    yield from (name for name in names if name and not name.isalnum())


def _last_beside(step: Box) -> Iterator[str]:
    yield from _with_all_classes(step)
    yield from (f"{name}:last-of-type" for name in _names([step]))


def _ancestors(box: Box) -> list[Box]:
    found, around = [], box.parent
    while around is not None and around.tag not in ("body", "html"):
        found.append(around)
        around = around.parent
    return found[:_LEVELS]


def _names(boxes: Sequence[Box]) -> Iterator[str]:
    """What all of these boxes can be called, the plainest first: an id, a class, the tag."""
    tags = {box.tag for box in boxes}
    tag = tags.pop() if len(tags) == 1 else ""
    if len(boxes) == 1 and _PLAIN_NAME.fullmatch(name := boxes[0].attrs.get("id", "")) and not _COUNTED.search(name):
        yield f"#{name}"
    if not tag:
        return
    shared = [name for name in boxes[0].attrs.get("class", "").split() if _PLAIN_NAME.fullmatch(name)]
    shared = [name for name in shared if all(name in box.attrs.get("class", "").split() for box in boxes)]
    yield from (f"{tag}.{name}" for name in islice(shared, 3))
    yield tag


def _nested(own: str, ancestors: Iterable[Box]) -> Iterator[str]:
    """The name alone where it is more than a tag, within its parent, within that one's parent and so on."""
    if not own.isalnum():
        yield own
    plain, placed = [own], own
    for box in ancestors:
        names = list(islice(_names([box]), 2))
        plain = [f"{name} > {head}" for name in names for head in plain[:2]]
        placed = f"{names[-1]}:nth-of-type({_place_of([box])}) > {placed}"
        yield from (*plain, placed)


def _place_of(boxes: Sequence[Box]) -> int:
    """Which of its parent's children of its tag each of the boxes is, where all are the same; else 0."""
    places = set()
    for box in boxes:
        beside = [child for child in box.parent.children if child.tag == box.tag] if box.parent is not None else [box]
        places.add(beside.index(box) + 1)
    return places.pop() if len(places) == 1 else 0
