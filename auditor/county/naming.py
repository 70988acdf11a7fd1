"""What names suggest, from ``rules/names.toml``: the kind of a column, the attachment of a unit.

One piece for discovery, spreadsheets and pasted cells, so that the same names give the same county.
"""

import tomllib
from functools import cache

from pydantic import BaseModel, ConfigDict

from auditor.base.resources import shipped
from auditor.base.terms import ColumnKind
from auditor.county.model import Attachment


class _NameTable(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Kind(_NameTable):
    kind: ColumnKind
    words: tuple[str, ...]


class _UsualTable(_NameTable):
    id: str
    title: str
    group: str
    endings: tuple[str, ...]

    def attachment(self) -> Attachment:
        return Attachment(id=self.id, title=self.title, group=self.group)


class _Names(_NameTable):
    table: tuple[_UsualTable, ...]
    kind: tuple[_Kind, ...]


@cache
def _names() -> _Names:
    return _Names.model_validate(tomllib.loads(shipped("rules", "names.toml").read_text(encoding="utf-8")))


def kind_of(name: str) -> ColumnKind:
    """What a column of that name publishes, most likely."""
    return next(iter(kinds_of(name)), ColumnKind.OTHER)


def kinds_of(name: str) -> tuple[ColumnKind, ...]:
    """All kinds that a column's name has words of, the likeliest first: 财政动态 is of finance, and of news."""
    return tuple(rule.kind for rule in _names().kind if any(word in name for word in rule.words))


def usual_tables() -> tuple[Attachment, ...]:
    """The attachments most circulars have, in order; the first is for whatever no other is for."""
    return tuple(table.attachment() for table in _names().table)


def table_of(unit: str) -> Attachment:
    """The usual attachment of a unit, by how its name ends."""
    first, *others = _names().table
    found = next((table for table in others if unit.endswith(table.endings) and len(unit) >= 2), first)
    return found.attachment()


def is_township(unit: str) -> bool:
    """Whether an office is a town, a street or a park, which have an attachment of their own."""
    return table_of(unit) != usual_tables()[0]
