"""Where a page without a list of its own keeps it: in a frame, or as data written into a script."""

import json
import re
from collections.abc import Iterator
from typing import Any

from auditor.base.hosts import authority
from auditor.fetch import PageRequest
from auditor.read.answers import AnswerReading, read_answer
from auditor.read.families import AnswerShape
from auditor.read.lists.outline import Outline
from auditor.read.lists.rows import absolute

_VALUE = re.compile(r"(?:=|^|\(|\w:)\s{0,60}(?=[\[{]\s{0,60}[\[{\"'])", re.MULTILINE)
_FRAME = "frame[src], iframe[src]"
_SMALL = 300
_MOST_VALUES = 20


def framed_request(outline: Outline, url: str, base: str) -> PageRequest | None:
    """The one large frame of the same portal that a page consists of; ``None`` where there is none or a choice."""
    found = set()
    for node in outline.tree.css(_FRAME):
        attrs = {name: value or "" for name, value in node.attributes.items()}
        target = absolute(base, attrs.get("src", ""))
        height = attrs.get("height", "").removesuffix("px")
        is_hidden = "none" in attrs.get("style", "").replace(" ", "") or height == "0"
        is_small = height.isdecimal() and int(height) < _SMALL
        if target and target != url and authority(target) == authority(url) and not is_hidden and not is_small:
            found.add(target)
    return PageRequest(found.pop()) if len(found) == 1 else None


def _values(script: str, decoder: json.JSONDecoder) -> Iterator[Any]:
    """The outermost values that a script holds as JSON, also under a plain key of an object literal."""
    tried, position = 0, 0
    while tried < _MOST_VALUES and (match := _VALUE.search(script, position)):
        tried, position = tried + 1, match.end()
        try:
            value, position = decoder.raw_decode(script, match.end())
        except (ValueError, RecursionError):
            continue
        yield value


def written_rows(scripts: list[str], mapping: AnswerShape, base: str) -> AnswerReading | None:
    """The longest list among the values that the page's scripts hold as JSON."""
    best: AnswerReading | None = None
    decoder = json.JSONDecoder()
    for script in scripts:
        for value in _values(script, decoder):
            answer = read_answer(value, mapping, base)
            if answer.is_list and not answer.items and answer.totals.items == 0:
                best = best or answer
            dated = [item for item in answer.items if item.date is not None and item.href]
            if dated and len(dated) == len(answer.items) and (best is None or len(best.items) < len(dated)):
                best = answer
    return best
