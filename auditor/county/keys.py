"""What each key of the county file is called and means: one source for forms, comments, sheets and the manual."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from auditor.county.model import (
    Attachment,
    CountyFacts,
    CrawlRules,
    DisclosureColumn,
    Exemption,
    Former,
    GivenReading,
    IssueLines,
    Timetable,
    Unit,
)

TABLES: Mapping[str, type[BaseModel]] = {
    "county": CountyFacts,
    "crawl": CrawlRules,
    "schedule": Timetable,
    "issue": IssueLines,
    "table": Attachment,
    "unit": Unit,
    "column": DisclosureColumn,
    "exempt": Exemption,
    "read": GivenReading,
    "was": Former,
}
"""The tables of a county file by their names; ``exempt``, ``read`` and ``was`` are inline tables of a column."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its name in the file, what it is called in Chinese, and what an office should know of it."""

    name: str
    title: str
    about: str
    required: bool


def keys_of(table: str) -> tuple[Key, ...]:
    """The keys of a table in the order of the file."""
    return tuple(
        Key(name, field.title or name, field.description or "", field.is_required())
        for name, field in TABLES[table].model_fields.items()
    )


def key_of(table: str, name: str) -> Key:
    """One key; raises `KeyError` for a name that the table does not have."""
    return {key.name: key for key in keys_of(table)}[name]
