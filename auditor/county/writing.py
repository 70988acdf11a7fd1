"""Writes county files: a new one with every key explained, or an existing one with its comments kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import BaseModel
from tomlkit.items import AoT

from auditor.base.errors import BadInput, unwritable
from auditor.base.files import put_file
from auditor.base.pattern import pattern
from auditor.base.words import Words, load_words
from auditor.county.check import normal_address
from auditor.county.city import City
from auditor.county.keys import keys_of
from auditor.county.model import Attachment, County, DisclosureColumn, Unit, parse_county

_HEADER = pattern(
    r"\s*\[\[?\s*(county|crawl|schedule|issue|table|unit|column)\s*\]\]?\s*(#.*)?",
    finds={"[county]": "county", " [[ column ]] # 栏目": "column"},
    not_in=("[counties]", 'name = "[column]"'),
    seen="county files, as people write them",
    way="fullmatch",
)
_SINGLE = ("county", "crawl", "schedule", "issue")
_MANY = ("table", "unit", "column")
_LISTED = (*_MANY, "member")


class FileWords(Words):
    """What a county file written by the program says of itself in its comments."""

    opening: str
    required: str
    sections: dict[str, str]


_WORDS = load_words("county_file", FileWords)


def _about(section: str) -> str:
    """The comment above a section: a line for each of its keys."""
    lines = []
    for key in keys_of(section):
        required, about = _WORDS.required if key.required else "", f"：{key.about}" if key.about else ""
        lines.append(f"#   {key.name:<11} {key.title}{required}{about}")
    return "\n".join((f"# {_WORDS.sections[section]}", *lines))


def dump_county(county: County, notes: Mapping[str, str] | None = None) -> str:
    """The county as TOML: keys in a fixed order and only where they differ from their defaults.

    ``notes`` gives comments to print above columns, by column key.
    """
    parts = [_WORDS.opening]
    for section in _SINGLE:
        text = _entry_text(section, getattr(county, section))
        if text.count("\n") > 1:
            parts.append(_about(section) + f"\n{text}".rstrip())
    for section in _MANY:
        parts.append(_about(section))
        parts += [_noted(section, entry, notes or {}) for entry in getattr(county, section)]
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def dump_subject(subject: County) -> str:
    """What a circular is frozen with: the county, or the city with what its audit stands on.

    Of a city only the columns of members without an audit are written: those of the others are in their audits.
    """
    if not isinstance(subject, City):
        return dump_county(subject)
    silent = {member.name for member in subject.member if not member.audit}
    parts = [_entry_text("city", subject.county)]
    parts += [_entry_text("sample", subject.sample)] if subject.sample else []
    parts += [_entry_text("issue", subject.issue)]
    parts += [_entry_text("table", table) for table in subject.table]
    parts += [_entry_text("member", member) for member in subject.member]
    parts += [_entry_text("column", column) for column in subject.column if column.unit in silent]
    return "\n".join(parts)


def set_aside(column: DisclosureColumn, note: str) -> str:
    """A column as comment lines, to be uncommented by whoever wants it."""
    lines = [*note.split("\n"), *_entry_text("column", column).rstrip("\n").split("\n")]
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)


def _noted(section: str, entry: BaseModel, notes: Mapping[str, str]) -> str:
    note = notes.get(entry.key, "") if isinstance(entry, DisclosureColumn) else ""
    comment = "".join(f"# {line}\n" for line in note.split("\n")) if note else ""
    return comment + _entry_text(section, entry)


def _entry_text(section: str, entry: BaseModel) -> str:
    """One table of the file, header included."""
    table = tomlkit.table()
    for key, field in type(entry).model_fields.items():
        value = getattr(entry, key)
        if field.is_required() or value != field.default:
            table.add(key, _plain(value))
    document = tomlkit.document()
    document.add(section, tomlkit.aot() if section in _LISTED else table)
    if section in _LISTED:
        document[section].append(table)
    return tomlkit.dumps(document)


def _plain(value: Any) -> Any:
    """A value as TOML writes it."""
    if isinstance(value, BaseModel):
        inline = tomlkit.inline_table()
        inline.update({key: _plain(one) for key, one in value if one != type(value).model_fields[key].default})
        return inline
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return value if isinstance(value, date | int | float) else str(value)


def update_text(text: str, county: County, path: Path = Path()) -> str:
    """The text of a county file changed so that it says ``county``; comments and order stay where they can.

    A file written in a way that cannot be changed entry by entry (arrays in one line, say) is written afresh.
    Raises `BadInput` where ``text`` is no county file.
    """
    before = parse_county(text, path)
    updated = _assembled(text.replace("\r\n", "\n"), before, county)
    if updated is None or not _says(updated, county, path):
        updated = dump_county(county)
    return updated.replace("\n", "\r\n") if "\r\n" in text else updated


def save_county(path: Path, county: County) -> None:
    """Write ``county`` to ``path`` whole or not at all; an existing county file keeps its comments.

    Raises `BadInput` where the place cannot be written or holds something else.
    """
    if path.is_file():
        write_whole(path, update_text(path.read_bytes().decode("utf-8-sig", "replace"), county, path))
    else:
        write_whole(path, dump_county(county))


def write_whole(path: Path, text: str) -> None:
    """Write a text file whole or not at all; raise `BadInput`, or `DiskFull` for want of room."""
    try:
        put_file(path, text.encode("utf-8"))
    except OSError as error:
        raise unwritable(path, "", error, "请检查文件夹是否存在、是否有写入权限") from error


def _says(text: str, county: County, path: Path) -> bool:
    try:
        found = parse_county(text, path)
    except BadInput:
        return False
    return all(getattr(found, section) == getattr(county, section) for section in (*_SINGLE, *_MANY))


@dataclass(frozen=True, slots=True)
class _TomlBlock:
    """One table of a file: ``text`` (own comment, header, keys), and the paragraphs of comments ``above`` it."""

    section: str
    above: str
    text: str


def _blocks(text: str) -> tuple[list[_TomlBlock], str]:
    """The tables of a file in order, and what follows the last one."""
    lines = text.splitlines(keepends=True)
    headers = [(n, match[1]) for n, line in enumerate(lines) if (match := _HEADER.fullmatch(line))]
    blocks, start = [], 0
    for position, (header, section) in enumerate(headers):
        own = header
        while own > start and lines[own - 1].lstrip().startswith("#"):
            own -= 1
        limit = headers[position + 1][0] if position + 1 < len(headers) else len(lines)
        end = limit
        while end > header + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
            end -= 1
        blocks.append(_TomlBlock(section, "".join(lines[start:own]), "".join(lines[own:end])))
        start = end
    return blocks, "".join(lines[start:])


def _assembled(text: str, before: County, after: County) -> str | None:
    """The blocks of ``text`` with the entries of ``after``; ``None`` where blocks and entries do not pair up."""
    blocks, tail = _blocks(text)
    queues: dict[str, list[str]] = {}
    for section in (*_SINGLE, *_MANY):
        mine = [block for block in blocks if block.section == section]
        old, new = _listed(before, section), _listed(after, section)
        if section in _SINGLE and not mine:
            queues[section] = [] if old == new else ["\n" + _entry_text(section, new[0])]
        elif len(mine) == len(old):
            queues[section] = _rewritten(mine, [_identity(before, e) for e in old], old, after, new)
        else:
            return None
    last = {block.section: position for position, block in enumerate(blocks)}
    parts: list[str] = []
    for position, block in enumerate(blocks):
        count = len(queues[block.section]) if position == last[block.section] else 1
        parts += queues[block.section][:count]
        del queues[block.section][:count]
    parts += [entry for queue in queues.values() for entry in queue]
    return "".join(parts) + tail


def _listed(county: County, section: str) -> Sequence[BaseModel]:
    value = getattr(county, section)
    return value if section in _MANY else (value,)


def _rewritten(
    mine: Sequence[_TomlBlock], names: Sequence[str], old: Sequence[BaseModel], after: County, new: Sequence[BaseModel]
) -> list[str]:
    """The blocks of one section as they are to be written; comments above a deleted entry pass to the next one."""
    wanted = {_identity(after, entry) for entry in new}
    known: dict[str, tuple[str, _TomlBlock, BaseModel]] = {}
    passed = ""
    for name, block, entry in zip(names, mine, old, strict=True):
        if name in wanted:
            known[name] = (passed + block.above, block, entry)
            passed = ""
        elif block.above.strip():
            passed += block.above
    texts = []
    for entry in new:
        kept = known.get(_identity(after, entry))
        if kept:
            texts.append(kept[0] + _edited(kept[1], kept[2], entry))
        else:
            texts.append("\n" + _entry_text(mine[0].section, entry))
    return texts


def _identity(county: County, entry: object) -> str:
    match entry:
        case Attachment():
            return entry.id
        case Unit():
            return entry.name
        case DisclosureColumn():
            return normal_address(county.address_of(entry))
        case _:
            return ""


def _edited(block: _TomlBlock, old: BaseModel, new: BaseModel) -> str:
    """The block with only the changed keys touched."""
    if old == new:
        return block.text
    document = tomlkit.parse(block.text)
    holder = document[block.section]
    table: Any = holder[0] if isinstance(holder, AoT) else holder
    for key, field in type(new).model_fields.items():
        value = getattr(new, key)
        if value == getattr(old, key):
            continue
        if value == field.default and not field.is_required():
            table.remove(key)
        else:
            table[key] = _plain(value)
    return tomlkit.dumps(document).rstrip("\n") + "\n"
