"""A column's past in one cell or field, and what a change made from a day on adds to it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from auditor.county.keys import keys_of
from auditor.county.model import UNSETTLED, Former

_TITLES = {key.name: key.title for key in keys_of("was")}
_UNTIL = _TITLES["until"]
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PART = re.compile(r"(?:\\.|[^\\；;\n])+", re.DOTALL)
MOVABLE = ("name", "url", "unit", "owner", "table")
"""The keys of a column whose former values its past keeps."""


def past_text(was: Sequence[Former]) -> str:
    """A column's past as one line: ``原情况截至=2026-06-30；原责任单位=国资局``, entry after entry."""
    parts = []
    for former in was:
        said = {"until": former.until.isoformat(), **former.model_dump(exclude={"until"}, exclude_defaults=True)}
        parts += [f"{_TITLES[key]}={_escaped(str(text))}" for key, text in said.items()]
    return "；".join(parts)


def read_past(text: str) -> list[dict[str, str]]:
    """What `past_text` wrote, or somebody in its way, as the county file would say it; raises `ValueError`."""
    names = {title: key for key, title in _TITLES.items()}
    entries: list[dict[str, str]] = []
    for part in _PART.findall(text):
        title, _, value = part.strip().replace("＝", "=", 1).partition("=")
        key, value = names.get(title.strip(), ""), _ESCAPED.sub(r"\1", value.strip())
        if key == "until":
            entries.append({key: date.fromisoformat(value).isoformat()})
        elif key and value and entries:
            entries[-1][key] = value
        elif part.strip():
            raise ValueError(part)
    return entries


def moved_since(before: Mapping[str, Any], now: dict[str, Any], day: date) -> dict[str, Any]:
    """The entry ``now`` (as the county file says it) with what it changes told as the past until the day before."""
    gone = {key: before[key] for key in MOVABLE if _was_said(before, key) and before.get(key) != now.get(key)}
    if not gone:
        return now
    if "unit" not in gone and now.get("unit") and _was_said(before, "owner"):
        gone["owner"] = before["owner"]
    last = (day - timedelta(days=1)).isoformat()
    earlier = [former for former in now.get("was", []) if str(former["until"]) != last]
    same: Mapping[str, Any] = next((former for former in now.get("was", []) if str(former["until"]) == last), {})
    was = sorted([*earlier, {**same, "until": last, **gone}], key=lambda former: str(former["until"]))
    return {**now, "was": was}


def has_moved(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether another answers for the column, or it stands at another address: from when must be said."""
    return any(_was_said(before, key) and before.get(key) != now.get(key) for key in ("unit", "owner", "url"))


def _was_said(before: Mapping[str, Any], key: str) -> bool:
    """Whether an entry said that of a column; that nobody has yet settled who answers for it says nothing."""
    return bool(before.get(key)) and not (key == "owner" and before[key] == UNSETTLED)


def _escaped(text: str) -> str:
    return re.sub(r"([\\；;\n])", r"\\\1", text)
