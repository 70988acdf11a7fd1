"""The county file as forms: which fields an entry has, and an entry made of what was typed."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Literal

from auditor.base.errors import Problem
from auditor.base.period import PERIOD_WORDS
from auditor.base.terms import ColumnKind
from auditor.county.check import Location
from auditor.county.keys import TABLES, key_of, keys_of
from auditor.county.model import SWITCH_WORDS, County, Former
from auditor.county.past import past_text, read_past
from auditor.web.access import Posted
from auditor.web.words import WEB_WORDS

Section = Literal["facts", "table", "unit", "column"]
Values = Mapping[str, Any]

_NUMBERS = frozenset({"expect", "delay", "concurrency", "max_pages", "timeout", "audit"})
_SWITCHED = "true"
_WHOLE = frozenset({"expect", "concurrency", "max_pages", "audit"})
_QUARTERS = ("1", "2", "3", "4")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a field."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: its key in the county file, its label, and what is in it now."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    kind: Literal["text", "date", "choice", "quarters"] = "text"
    options: tuple[Option, ...] = ()
    chosen: tuple[str, ...] = ()
    required: bool = False


FACT_TABLES = ("county", "crawl", "schedule", "issue")
"""The tables of a county file that stand once."""
_FACTS = tuple(
    f"{table}.{key.name}"
    for table in FACT_TABLES
    for key in keys_of(table)
    if f"{table}.{key.name}" != "county.name"  # the county's identity is set when its file is made
)


def fact_values(county: County) -> dict[str, Any]:
    """What the single tables of a county file say, by ``table.key``."""
    whole = county.model_dump(mode="json", exclude={"path"})
    return {f"{part}.{name}": value for part in FACT_TABLES for name, value in (whole[part] or {}).items()}


def fields_of(section: Section, county: County, values: Values) -> tuple[Field, ...]:
    """The fields of an entry, filled with ``values``."""
    match section:
        case "facts":
            switched = frozenset({"crawl.pictures"})
            return tuple(
                (_switch if name in switched else _text)(values, name.partition(".")[0], name) for name in _FACTS
            )
        case "table":
            return tuple(_text(values, "table", key.name) for key in keys_of("table"))
        case "unit":
            return (
                _text(values, "unit", "name"),
                _choice(values, "unit", "table", _tables(county)),
                _text(values, "unit", "aliases", WEB_WORDS.forms.aliases),
                _date(values, "unit", "since"),
                _date(values, "unit", "until"),
            )
        case "column":
            return _column_fields(county, values)


def _column_fields(county: County, values: Values) -> tuple[Field, ...]:
    units = (Option("", WEB_WORDS.forms.no_unit), *(Option(unit.name, unit.name) for unit in county.unit))
    tables = (Option("", WEB_WORDS.forms.by_unit), *_tables(county))
    kinds = tuple(Option(kind.value, kind.label) for kind in reversed(ColumnKind))
    quarters = tuple(Option(number, word) for number, word in zip(_QUARTERS, PERIOD_WORDS.quarters, strict=True))
    due = Field("due", key_of("column", "due").title, hint=WEB_WORDS.forms.due, kind="quarters", options=quarters)
    exempt = {f"exempt_{name}": value for name, value in (values.get("exempt") or {}).items()}
    read = {f"read_{name}": value for name, value in (values.get("read") or {}).items()}
    return (
        _text(values, "column", "name"),
        _text(values, "column", "url"),
        _choice(values, "column", "unit", units),
        _text(values, "column", "owner"),
        _choice(values, "column", "table", tables),
        replace(due, chosen=_quarters(values)),
        _text(values, "column", "expect"),
        _choice(values, "column", "kind", kinds),
        _text(values, "column", "remark"),
        _date(exempt, "exempt", "exempt_until"),
        _text(exempt, "exempt", "exempt_reason"),
        _date(values, "column", "since"),
        _date(values, "column", "until"),
        replace(_text(values, "column", "was"), value=_shown_past(values.get("was") or ())),
        _text(values, "column", "portal"),
        *(_text(read, "read", f"read_{key.name}") for key in keys_of("read")),
        _switch(values, "column", "browser"),
        _text(values, "column", "press"),
    )


def _text(values: Values, table: str, name: str, more: str = "") -> Field:
    """A field of text called as its key is; ``name`` may carry its table before a dot, ``exempt_`` or ``read_``."""
    key = key_of(table, name.rpartition(".")[2].removeprefix("exempt_").removeprefix("read_"))
    is_required = key.required and table != "exempt"  # an exemption as a whole may be left out
    return Field(name, key.title, _shown(values.get(name, "")), f"{key.about}{more}", required=is_required)


def _date(values: Values, table: str, name: str) -> Field:
    return replace(_text(values, table, name), kind="date")


def _choice(values: Values, table: str, name: str, options: tuple[Option, ...]) -> Field:
    return replace(_text(values, table, name), kind="choice", options=options, required=False)


def _switch(values: Values, table: str, name: str) -> Field:
    value = _SWITCHED if values.get(name) in (True, _SWITCHED) else ""
    return replace(
        _choice(values, table, name, (Option("", SWITCH_WORDS.no), Option(_SWITCHED, SWITCH_WORDS.yes))), value=value
    )


def _tables(county: County) -> tuple[Option, ...]:
    return tuple(Option(table.id, table.group or table.title) for table in county.table)


def typed_entry(section: Section, form: Posted, fields: Sequence[Field]) -> dict[str, Any]:
    """The entry that was typed, as the county file would say it; what was left empty is left out."""
    entry = {field.name: _typed(field.name, form.text(field.name)) for field in fields if form.text(field.name)}
    if section == "unit" and "aliases" in entry:
        entry["aliases"] = [
            name.strip() for name in str(entry["aliases"]).replace("，", "、").split("、") if name.strip()
        ]
    if section == "column":
        with suppress(ValueError):  # else the text stays, for the check to name it
            entry |= {"was": read_past(str(entry["was"]))} if "was" in entry else {}
        entry.pop("due", None)
        due = [int(quarter) for quarter in form.texts("due") if quarter in _QUARTERS]
        if len(due) < len(_QUARTERS):
            entry["due"] = due
        exempt = {"until": entry.pop("exempt_until", ""), "reason": entry.pop("exempt_reason", "")}
        if any(exempt.values()):
            entry["exempt"] = exempt
        if read := {key.name: entry.pop(f"read_{key.name}") for key in keys_of("read") if f"read_{key.name}" in entry}:
            entry["read"] = read
    return entry


def _typed(name: str, text: str) -> Any:
    """A number where a number is meant and typed; else the text, so that the check can name it."""
    key = name.rpartition(".")[2]
    if key not in _NUMBERS:
        return text
    try:
        return int(text) if key in _WHOLE else float(text)
    except ValueError:
        return text


def _shown_past(was: Any) -> str:
    """A column's past in one field; what could not be read as one stays as it was typed."""
    return was if isinstance(was, str) else past_text([Former(**former) for former in was])


def _quarters(values: Values) -> tuple[str, ...]:
    due = values.get("due")
    return _QUARTERS if due is None else tuple(str(quarter) for quarter in due)


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "、".join(str(part) for part in value)
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


class FormPlace:
    """Points into the forms: problems name the entry and the field by their labels."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._raw = raw

    def problem(self, location: Location, what: str, cure: str) -> Problem:
        """The problem at its entry."""
        section = str(location[0]) if location else ""
        keys = [part for part in location[1:] if isinstance(part, str)]
        index = next((part for part in location[1:] if isinstance(part, int)), None)
        entries = self._raw.get(section)
        name = ""
        if index is not None and isinstance(entries, list) and index < len(entries):
            name = f"“{entries[index].get('name') or entries[index].get('title') or index + 1}”"
        title = WEB_WORDS.sections.get(section, WEB_WORDS.sections["facts"])
        return Problem(f"{title}{name}", _called(section, keys), what, cure)

    def called(self, key: str) -> str:
        """The label of the field."""
        return next((own.title for table in TABLES for own in keys_of(table) if own.name == key), key)


def _called(section: str, keys: Sequence[str]) -> str:
    """The label of a field by its keys, with that of the key within where it is a table of its own."""
    known = {key.name: key.title for key in keys_of(section)} if section in TABLES else {}
    inner = _called(keys[0], keys[1:]) if len(keys) > 1 and keys[0] == "read" else ""
    return "：".join(filter(None, (known.get(keys[0], keys[0]) if keys else "", inner)))
