"""What a decision rests on, as a digest: it says whether the evidence under a decision is still the same.

A digest says by its prefix which way it was made, so that one made another way is compared that way for ever.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property

from auditor.audit.count import ColumnCount

_WAY = "json1:"
"""Marks a digest of canonical JSON. Digests without a mark are older, see `_former_digests`."""


def canonical_json(value: object) -> bytes:
    """The one way to write a value: JSON (RFC 8259) with sorted keys, without blanks, in ASCII alone.

    Characters beyond ASCII are written as escapes, so that no table of characters has a say in the bytes.
    """
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


class EvidenceDigests:
    """The digests of the machine's own counts, by column key and by unit (over its columns).

    The counts must be those that the readings give, before any decision and before undated items make a column
    unreadable: that depends on grades, and decisions rest on what was read.
    """

    def __init__(self, counts: Sequence[ColumnCount]) -> None:
        """Digests of ``counts``: all columns of a period."""
        self._counts = counts

    def of(self, subject: str) -> str:
        """The digest of a column key or unit; empty for an unknown one."""
        return self.by_subject.get(subject, "")

    def stands(self, subject: str, digest: str) -> bool:
        """Whether ``digest``, made whichever way, is that of the subject's evidence now."""
        known = self.by_subject if digest.startswith(_WAY) else self._former
        return known.get(subject) == digest

    def count_of(self, column_key: str) -> int | None:
        """What the program itself counted in a column, if it can say."""
        return next((count.count for count in self._counts if count.column.key == column_key), None)

    @cached_property
    def by_subject(self) -> dict[str, str]:
        """All of them."""
        digests = {count.column.key: _digest(_evidence(count)) for count in self._counts}
        by_unit: dict[str, list[tuple[str, str]]] = {}
        for count in self._counts:
            if count.column.unit:
                by_unit.setdefault(count.column.unit, []).append((count.column.key, digests[count.column.key]))
        return {**digests, **{unit: _digest(sorted(parts)) for unit, parts in by_unit.items()}}

    @cached_property
    def _former(self) -> dict[str, str]:
        return _former_digests(self._counts)


def _evidence(count: ColumnCount) -> list[object]:
    items = [(s.key, s.item.title, s.date.isoformat() if s.date else "") for s in (*count.items, *count.undated)]
    return [count.state.value, count.count, sorted(items)]


def _digest(value: object) -> str:
    return _WAY + hashlib.sha256(canonical_json(value)).hexdigest()


def _former_digests(counts: Sequence[ColumnCount]) -> dict[str, str]:
    """Digests as they were made before they bore a mark: 16 hex digits over ``repr()``. Only to compare with those.

    ``repr()`` follows the interpreter's table of characters, so a title with a character that one Python knows and an
    older one does not gives two digests: why this way was left.
    """
    digests: dict[str, str] = {}
    by_unit: dict[str, list[str]] = {}
    for count in counts:
        items = [(s.key, s.item.title, str(s.date)) for s in (*count.items, *count.undated)]
        text = repr((count.state.value, count.count, sorted(items)))
        digests[count.column.key] = hashlib.sha256(text.encode()).hexdigest()[:16]
        if count.column.unit:
            by_unit.setdefault(count.column.unit, []).append(digests[count.column.key])
    for unit, parts in by_unit.items():
        digests[unit] = hashlib.sha256("".join(parts).encode()).hexdigest()[:16]
    return digests
