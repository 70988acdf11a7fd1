"""The county editor: units, columns and facts as tables and forms, or the file itself as text."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from fastapi import APIRouter, Request
from starlette.responses import Response

from auditor.base.errors import BadInput, Outdated, Problem
from auditor.base.period import PERIOD_WORDS
from auditor.base.terms import ColumnKind
from auditor.county.model import County, build_county
from auditor.county.past import has_moved, moved_since
from auditor.fleet.files import CountyFile
from auditor.web.access import Caller, CurrentOffice, Posted, PostedForm, Reader, Signer
from auditor.web.counties import UnknownPage
from auditor.web.forms import FACT_TABLES, Field, FormPlace, Section, fact_values, fields_of, typed_entry
from auditor.web.listing import ListWish, known_kind, list_columns
from auditor.web.moves import parse_moved
from auditor.web.office import Office
from auditor.web.paged import wanted_page
from auditor.web.pages import go, path_to, show
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)
_SECTIONS = WEB_WORDS.sections
_CORRECTION = "correction"
_TYPED_AT_ONCE = ("kind", "unit", "moved", "due_too", "correction", "new-table", "since", "until")
_SHORT: Mapping[str, tuple[str, ...]] = {"address": ("url",), "browser": ("browser", "press")}
"""What a short form of a column asks for, by what it is for."""
_KEYS: Mapping[str, str] = {"table": "id", "unit": "name", "column": "url"}
_REFERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "table": (("unit", "table"), ("column", "table")),
    "unit": (("column", "unit"),),
}
"""Which keys of other entries name an entry, and follow when it is renamed."""


@router.get("/county/{name}/edit")
def editor_page(request: Request, name: str, office: CurrentOffice, who: Reader) -> Response:
    """Everything the county file says, as tables."""
    file = office.book.file_of(name)
    if file.county is None:
        return show(request, who, "county_broken.html", file=file)
    return _list(request, who, file, file.county)


@router.get("/county/{name}/edit/text")
def text_page(request: Request, name: str, office: CurrentOffice, who: Signer) -> Response:
    """The county file as it is written."""
    file = office.book.file_of(name)
    return show(
        request, who, "editor_text.html", file=file, text=office.book.text_of(file),
        problems=file.problems, seen=file.digest, fault="", now="",
    )  # fmt: skip


@router.post("/county/{name}/edit/text")
def save_text(request: Request, name: str, office: CurrentOffice, who: Signer, form: PostedForm) -> Response:
    """Save the file as typed, where it is sound."""
    file = office.book.file_of(name)
    text = form.raw("text")
    try:
        office.book.save_text(file, text, form.text("seen", 64))
    except BadInput as error:
        return show(
            request, who, "editor_text.html", status=422, file=file, text=text,
            problems=error.problems, seen=form.text("seen", 64), fault="", now="",
        )  # fmt: skip
    except Outdated as error:
        file = office.book.file_of(name)
        return show(
            request, who, "editor_text.html", status=409, file=file, text=text, problems=(),
            seen=file.digest, fault=str(error), now=office.book.text_of(file),
        )  # fmt: skip
    office.note(who.name, who.address, WEB_WORDS.acts.edit_file, name)
    return go(path_to("county", office.book.file_of(name).name, "edit"), "saved")


@router.get("/county/{name}/edit/{section}")
def entry_page(
    request: Request, name: str, section: str, office: CurrentOffice, who: Signer, key: str = "", only: str = ""
) -> Response:
    """The form of one entry, or of a new one; with ``only`` a short one, the rest as it is."""
    file, county = office.book.file_of(name), office.book.county(name)
    part = _section(section)
    if part == "column":  # asked for by its identity, or by its address of today
        key = next((column.url for column in county.column if key == column.key), key)
    values = _values(county, part, key)
    return show(
        request, who, "editor_entry.html", county=county, section=part, key=key,
        fields=fields_of(part, county, values), problems=(), seen=file.digest, titles=_SECTIONS, fault="", compared=(),
        only=_SHORT.get(only, ()) if key and part == "column" else (), short=only,
    )  # fmt: skip


@router.post("/county/{name}/edit/bulk")
def post_bulk(request: Request, name: str, office: CurrentOffice, who: Signer, form: PostedForm) -> Response:
    """Change kind, quarters or unit of all ticked columns at once; the whole file is checked before it is written."""
    keys = form.texts("key")
    return _save_many(request, office, who, name, form, _Many(keys, (), WEB_WORDS.acts.change_many, _changed_at_once))


@router.post("/county/{name}/edit/bulk-units")
def post_bulk_units(request: Request, name: str, office: CurrentOffice, who: Signer, form: PostedForm) -> Response:
    """Change the attachment or the days of all ticked units at once, likewise."""
    keys = form.texts("unit-key")
    return _save_many(request, office, who, name, form, _Many((), keys, WEB_WORDS.acts.change_units, _changed_units))


@dataclass(frozen=True, slots=True)
class _Many:
    """What a form changes at once: the ticked columns or the ticked units, how it is recorded, and how it is done."""

    columns: Collection[str]
    units: Collection[str]
    act: str
    change: Callable[[County, Collection[str], Posted], County]

    @property
    def keys(self) -> set[str]:
        return {*self.columns, *self.units}


def _save_many(request: Request, office: Office, who: Caller, name: str, form: Posted, many: _Many) -> Response:
    file, county = office.book.file_of(name), office.book.county(name)
    try:
        office.book.save(file, many.change(county, many.keys, form), form.text("seen", 64))
    except BadInput as error:
        return _list(request, who, file, county, error.problems, many, form)
    except Outdated as error:
        problem = Problem("", "", str(error), "")
        return _list(request, who, office.book.file_of(name), office.book.county(name), (problem,), many, form)
    told = [column.name for column in county.column if column.url in many.columns]
    told += [unit.name for unit in county.unit if unit.name in many.units]
    office.note(who.name, who.address, many.act, name, "、".join(told))
    return go(path_to("county", name, "edit", **_wish_of(request).query()), "saved")


@router.post("/county/{name}/edit/{section}")
def save_entry(
    request: Request, name: str, section: str, office: CurrentOffice, who: Signer, form: PostedForm
) -> Response:
    """Change, add or delete one entry; the whole file is checked before anything is written."""
    file, county = office.book.file_of(name), office.book.county(name)
    part, key = _section(section), form.text("key")
    deleting = form.text("delete") == "yes"
    entry = {} if deleting else typed_entry(part, form, fields_of(part, county, {}))
    try:
        office.book.require_unchanged(file, form.text("seen", 64))
        moved = _CORRECTION if form.text("correction") == "yes" else form.text("moved", 20)
        changed = _changed(county, part, key, entry, deleting=deleting, moved=moved)
        office.book.save(file, changed, form.text("seen", 64))
    except Outdated as error:
        return _outdated(request, office, who, name, part, key, entry, str(error))
    except BadInput as error:
        shown = entry or _values(county, part, key)
        return show(
            request, who, "editor_entry.html", status=422, county=county, section=part,
            key=key, fields=fields_of(part, county, shown), problems=error.problems, seen=form.text("seen", 64),
            titles=_SECTIONS, fault="", compared=(),
            only=_SHORT.get(form.text("only", 20), ()), short=form.text("only", 20),
        )  # fmt: skip
    acts = WEB_WORDS.acts
    act = acts.delete_entry if deleting else acts.change_entry if key else acts.add_entry
    called = key or str(entry.get("name", ""))
    detail = " ".join(filter(None, (called, _told(county, part, key, entry) if key or part == "facts" else "")))
    office.note(who.name, who.address, act.format(section=_SECTIONS[part]), name, detail)
    return go(path_to("county", name, "edit"), "deleted" if deleting else "saved")


def _list(
    request: Request,
    who: Caller,
    file: CountyFile,
    county: County,
    problems: Sequence[Problem] = (),
    many: "_Many | None" = None,
    form: Posted | None = None,
) -> Response:
    """The list as the address asks for it; after a refused change with what was ticked and typed."""
    wish = _wish_of(request)
    return show(
        request, who, "editor.html", status=422 if problems else 200, county=county, file=file, wish=wish,
        found=list_columns(county, wish), kinds=list(ColumnKind), problems=problems,
        ticked=many.columns if many else (), ticked_units=many.units if many else (),
        typed={key: form.text(key, 60) if form else "" for key in _TYPED_AT_ONCE},
        due=form.texts("due") if form else (), quarters=PERIOD_WORDS.quarters,
    )  # fmt: skip


def _wish_of(request: Request) -> ListWish:
    asked = request.query_params
    page = asked.get("page", "")
    words = {key: asked.get(key, "").strip()[:100] for key in ("text", "unit", "table", "sort")}
    return ListWish(**words, kind=known_kind(asked.get("kind", "")), page=wanted_page(page))


def _changed_at_once(county: County, keys: Collection[str], form: Posted) -> County:
    """The county with the ticked columns changed; raise `BadInput` where nothing is ticked or nothing is to change."""
    wished: dict[str, Any] = {}
    if kind := known_kind(form.text("kind", 20)):
        wished["kind"] = kind
    if form.text("due_too", 3) == "yes":
        due = [int(quarter) for quarter in form.texts("due") if quarter in ("1", "2", "3", "4")]
        wished["due"] = None if len(due) == len(PERIOD_WORDS.quarters) else due
    if unit := form.text("unit", 200):
        wished["unit"] = unit
    if not keys:
        raise BadInput.one("批量修改", "", "没有勾选栏目", "请先勾选")
    if not wished:
        raise BadInput.one("批量修改", "", "没有选择要改什么", "请选择类型、季度或责任单位")
    moved = _CORRECTION if form.text("correction", 3) == "yes" else form.text("moved", 20)
    raw = _raw(county)
    for place, entry in enumerate(raw["column"]):
        if entry["url"] in keys:
            now = {key: value for key, value in {**entry, **wished}.items() if value is not None}
            raw["column"][place] = _dated(entry, now, moved if has_moved(entry, now) else "")
    return build_county(raw, FormPlace(raw), county.path)


def _changed_units(county: County, keys: Collection[str], form: Posted) -> County:
    """The county with the ticked units changed; raise `BadInput` where nothing is ticked or nothing is to change."""
    fields = {"table": "new-table", "since": "since", "until": "until"}
    wished = {key: text for key, field in fields.items() if (text := form.text(field, 60))}
    if not keys:
        raise BadInput.one("批量修改", "", "没有勾选单位", "请先勾选")
    if not wished:
        raise BadInput.one("批量修改", "", "没有选择要改什么", "请选择附件表，或填写日期")
    raw = _raw(county)
    raw["unit"] = [{**entry, **wished} if entry["name"] in keys else entry for entry in raw["unit"]]
    return build_county(raw, FormPlace(raw), county.path)


def _told(county: County, section: Section, key: str, entry: Mapping[str, Any]) -> str:
    """Every field that changed, with what stood there and what stands there now."""
    before, now = fields_of(section, county, _values(county, section, key)), fields_of(section, county, entry)
    return "；".join(
        WEB_WORDS.change.format(
            field=one.label, before=_said(one) or WEB_WORDS.empty, now=_said(other) or WEB_WORDS.empty
        )
        for one, other in zip(before, now, strict=True)
        if _said(one) != _said(other)
    )


def _outdated(
    request: Request,
    office: Office,
    who: Caller,
    name: str,
    section: Section,
    key: str,
    typed: dict[str, Any],
    fault: str,
) -> Response:
    """What was typed beside what the file says now, to be sent again knowingly; one that is gone would be added."""
    file, county = office.book.file_of(name), office.book.county(name)
    try:
        now = _values(county, section, key)
    except UnknownPage:
        fault, key, now = WEB_WORDS.deleted_meanwhile.format(fault=fault), "", {}
    filled = fields_of(section, county, typed or now)
    standing = fields_of(section, county, now)
    return show(
        request, who, "editor_entry.html", status=409, county=county, section=section,
        key=key, fields=filled, problems=(), seen=file.digest, titles=_SECTIONS, fault=fault,
        compared=[(one.label, _said(one), _said(other)) for one, other in zip(filled, standing, strict=True)],
        only=(), short="",
    )  # fmt: skip


def _said(field: Field) -> str:
    """What a field holds, in the words of its choices."""
    chosen = field.chosen if field.kind == "quarters" else (field.value,)
    words = {option.value: option.label for option in field.options}
    return "、".join(words.get(value, value) for value in chosen)


def _section(text: str) -> Section:
    for section in get_args(Section):
        if section == text:
            known: Section = section
            return known
    raise UnknownPage("没有这个页面")


def _raw(county: County) -> dict[str, Any]:
    return county.model_dump(mode="json", exclude_defaults=True, exclude={"path"})


def _values(county: County, section: Section, key: str) -> dict[str, Any]:
    """What an entry says now; empty for a new one."""
    if section == "facts":
        return fact_values(county)
    if not key:
        return {}
    entries = county.model_dump(mode="json", exclude={"path"})[section]
    for entry in entries:
        if entry[_KEYS[section]] == key:
            found: dict[str, Any] = entry
            return found
    raise UnknownPage(f"没有这个{_SECTIONS[section]}，可能已被别人删除")


def _dated(before: dict[str, Any], entry: dict[str, Any], moved: str) -> dict[str, Any]:
    """A changed column; ``moved`` says from which day it is otherwise, or that it was entered wrongly from the first.

    Raises `BadInput` where another answers for it or it has another address, and nobody says from when.
    """
    if moved == _CORRECTION or entry.get("was") != before.get("was"):
        return entry
    if moved or has_moved(before, entry):
        return moved_since(before, entry, parse_moved(moved))
    return entry


def _changed(
    county: County, section: Section, key: str, entry: dict[str, Any], *, deleting: bool, moved: str = ""
) -> County:
    """The county with one entry changed, added or taken out; raise `BadInput` with every problem that makes."""
    raw = _raw(county)
    if section == "facts":
        for part in FACT_TABLES:
            typed = {name.partition(".")[2]: value for name, value in entry.items() if name.startswith(f"{part}.")}
            raw[part] = {**({"name": county.name} if part == "county" else {}), **typed}
    else:
        entries = raw[section]
        places = [n for n, known in enumerate(entries) if known[_KEYS[section]] == key] if key else []
        if key and not places:
            raise UnknownPage(f"没有这个{_SECTIONS[section]}，可能已被别人删除")
        if deleting:
            del entries[places[0]]
        elif places:
            before, entries[places[0]] = entries[places[0]], entry
            if section == "column" and not moved:
                build_county(raw, FormPlace(raw), county.path)  # what is wrong in itself, before a day is asked for
            entries[places[0]] = _dated(before, entry, moved) if section == "column" else entry
            _follow(raw, section, key, entry)
        else:
            entries.append(entry)
    return build_county(raw, FormPlace(raw), county.path)


def _follow(raw: dict[str, Any], section: Section, key: str, entry: Mapping[str, Any]) -> None:
    for other, name in _REFERS.get(section, ()):
        for known in raw[other]:
            for told in (known, *known.get("was", ())):
                if told.get(name) == key and entry.get(_KEYS[section]):
                    told[name] = entry[_KEYS[section]]
