"""Portal families: the publishing systems county portals stand on, each described by one file of ``rules/portals``."""

import re
import tomllib
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from auditor.base.errors import BadInput, Problem
from auditor.base.pattern import pattern
from auditor.base.resources import shipped

GENERAL = "general"
_LINE = pattern(
    r"line (\d+)",
    finds={"Invalid value (at line 3, column 5)": "3"},
    not_in=("Invalid statement (at end of document)",),
    seen="tomllib",
)

Checked = TypeVar("Checked", bound=BaseModel)


class PatternExamples(BaseModel):
    """An expression with why it is believed; ``finds`` may say what it finds in each text: ``[[text, found], …]``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pattern: str
    finds: tuple[str | tuple[str, str], ...] = Field(min_length=1)
    not_in: tuple[str, ...] = Field(min_length=1)
    seen: str = Field(min_length=1)


def _is_pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        where = f"第{error.pos + 1}个字符" if error.pos is not None else "某处"
        raise ValueError(f"不是有效的正则表达式（{where}有误）") from error
    return text


def _with_examples(given: object) -> object:
    """The expression of a table, its examples noted; an expression alone is taken as it is."""
    if not isinstance(given, dict):
        return given
    known = PatternExamples.model_validate(given)
    finds = [one if isinstance(one, str) else one[0] for one in known.finds]
    found = {one[0]: one[1] for one in known.finds if not isinstance(one, str)}
    pattern(_is_pattern(known.pattern), finds=found or finds, not_in=known.not_in, seen=known.seen)
    return known.pattern


Pattern = Annotated[str, BeforeValidator(_with_examples), AfterValidator(_is_pattern)]
"""An expression: a text, or a table that says what it finds, what it does not, and where that was seen."""


class _FamilyTable(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MarkExample(_FamilyTable):
    """A page that one mark alone decides: some of its source, its address on the portal, and where that was seen."""

    page: str = ""
    address: str = ""
    seen: str = ""


class Mark(_FamilyTable):
    """One sign of a family: a text the page contains, or a pattern of its address. Weights add up.

    ``decides`` is a page of the family that would be none without this mark; for a weight below 0 the other way round.
    """

    text: str = ""
    address: Pattern = ""
    weight: int = Field(default=1, ge=-5, le=5)
    decides: MarkExample | None = None


class ScriptPager(_FamilyTable):
    """A script that writes the pager of static files ``{file}_{n}.{extension}``.

    Either ``call`` names a function (with ``pages`` and the others it is given an object with those keys, else literals
    by position), or ``pages`` and the others name variables. ``first`` is what the current page counts from.
    """

    words: tuple[str, ...] = Field(min_length=1)
    call: str = ""
    pages: str = ""
    current: str = ""
    file: str = ""
    extension: str = ""
    first: int = 0


class Island(_FamilyTable):
    """Rows that are in the page but not in its tree.

    ``unit`` cuts the page into lists (one group each); ``row`` matches the start of a row, ``row_end`` is its end;
    ``comment`` tells that the rendered list may stand in a comment; ``pager`` is the element whose text is a pager in
    base64 of url-encoded HTML.
    """

    unit: Pattern = ""
    row: Pattern = ""
    row_end: str = "]]>"
    total: Pattern = ""
    pages: Pattern = ""
    next: Pattern = ""
    comment: bool = False
    pager: str = ""


class FamilyRequest(_FamilyTable):
    """How the portal's own script asks for the list.

    ``element`` (a selector) and ``query`` (its attribute) or ``object`` (what stands before an object literal or a
    query string) give the parameters that are sent as they are; ``find`` and ``defaults`` fill the names in braces of
    ``url``, ``send`` and ``address`` (what a posted request says in its address too). Always known: ``page``,
    ``start``, ``end``, ``size``. ``first_send`` is sent for page 1.
    ``needs`` are the parameters without which nothing is asked. ``page`` is the parameter that counts pages.
    """

    url: str
    method: str = Field(default="GET", pattern="^(GET|POST)$")
    element: str = ""
    attributes: tuple[str, ...] = ()
    query: str = ""
    object: Pattern = ""
    find: dict[str, Pattern] = {}
    defaults: dict[str, str] = {}
    send: dict[str, str] = {}
    first_send: dict[str, str] | None = None
    address: dict[str, str] = {}
    drop: tuple[str, ...] = ()
    rename: dict[str, str] = {}
    needs: tuple[str, ...] = ()
    page: str = ""
    size: int = 15
    only_shell: bool = False


class AnswerShape(_FamilyTable):
    """Where an answer in JSON keeps what a list says; dotted paths, the first that is there counts."""

    match: Pattern = ""
    html: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    href: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    pinned: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    current: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    next: tuple[str, ...] = ()


class Pager(_FamilyTable):
    """Where the family's pager keeps its figures, and what its static files are called.

    ``reverse``: page 1 is ``name.ext``, page k of n is ``name/{n-k+1}.ext``. ``numbered``: page k is ``{k}.html``
    beside page 1. ``element`` and the attribute names give figures that a script would print.
    """

    reverse: bool = False
    numbered: bool = False
    element: str = ""
    items: str = ""
    size: str = ""
    current: str = ""
    total: Pattern = ""
    rows: Pattern = ""
    pages: Pattern = ""


class Family(_FamilyTable):
    """One publishing system: how it is recognised, where its rows hide, how its next page is reached."""

    id: str = Field(pattern="^[a-z0-9-]+$")
    name: str
    mark: tuple[Mark, ...] = ()
    needed: int = 3
    script_pager: tuple[ScriptPager, ...] = ()
    island: Island = Island()
    pager: Pager = Pager()
    request: tuple[FamilyRequest, ...] = ()
    answer: AnswerShape = AnswerShape()

    @cached_property
    def _signs(self) -> list[tuple[str, re.Pattern[str] | None, int, int]]:
        """The marks, the weightiest first: text, pattern of the address, weight, what all those after it may add."""
        marks = sorted(self.mark, key=lambda one: -one.weight)
        rest = [sum(max(later.weight, 0) for later in marks[at + 1 :]) for at in range(len(marks))]
        return [
            (mark.text, re.compile(mark.address) if mark.address else None, mark.weight, after)
            for mark, after in zip(marks, rest, strict=True)
        ]

    def surplus(self, text: str, url: str, least: int) -> int:
        """How far the weight of the marks found exceeds what is needed; -1 as soon as it cannot come to ``least``."""
        surplus = -self.needed
        for words, address, weight, rest in self._signs:
            if surplus + max(weight, 0) + rest < least:
                return -1
            if (words and words in text) or (address is not None and address.search(url)):
                surplus += weight
        return surplus


class FieldNames(_FamilyTable):
    """What the fields of a program's answer are usually called, in lower case without ``_`` and ``-``."""

    title: tuple[str, ...]
    href: tuple[str, ...]
    date: tuple[str, ...]
    pinned: tuple[str, ...]
    items: tuple[str, ...]
    pages: tuple[str, ...]
    current: tuple[str, ...]
    size: tuple[str, ...]
    next: tuple[str, ...]
    more: tuple[str, ...]
    last: tuple[str, ...]


def read_family(path: Path) -> Family:
    """Load one family file; `BadInput` names every fault in it."""
    return _validated(Family, path)


@lru_cache(maxsize=1)
def field_names() -> FieldNames:
    """The names usual in answers, from the file beside the families."""
    return _validated(FieldNames, shipped("rules", "portals", "_fields.toml"))


_FAULTS = {"missing": "缺少必填项", "extra_forbidden": "不认识的键"}


def _validated(model: type[Checked], path: Path) -> Checked:
    try:
        return model.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValidationError as error:
        raise BadInput([_explain(path, fault) for fault in error.errors(include_url=False)]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput.one(path, "", "无法读取", "请检查路径、权限，并用 UTF-8 编码保存") from error
    except (ValueError, RecursionError) as error:  # no TOML; figures and brackets beyond all measure
        line = _LINE.search(str(error))
        cure = "请检查引号、括号和等号是否成对，键有没有写两次"
        raise BadInput([Problem(str(path), "", "不是有效的 TOML", cure, int(line[1]) if line else None)]) from error


def _explain(path: Path, fault: Any) -> Problem:
    """A fault in Chinese; those of our own checks are."""
    key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in fault["loc"])
    own = str(fault["ctx"]["error"]) if fault["type"] == "value_error" else ""
    what = own or _FAULTS.get(fault["type"], f"取值“{str(fault['input'])[:40]}”无效")
    return Problem(str(path), key, what, "请对照 rules/README.md 的说明修改")


@lru_cache(maxsize=4)
def families(folder: Path | None = None) -> dict[str, Family]:
    """All families by id, the shipped ones or those of another folder."""
    paths = sorted((folder or shipped("rules", "portals")).glob("[!_]*.toml"))
    found = [read_family(path) for path in paths]
    return {family.id: family for family in found}


def choose_family(text: str, url: str, forced: str = "") -> Family:
    """The family a page belongs to; the forced one; ``general`` where none is sure."""
    known = families()
    if forced in known:
        return known[forced]
    best, most = known[GENERAL], -1
    for family in known.values():
        surplus = family.surplus(text, url, most + 1) if family.mark else -1
        if surplus > most:
            best, most = family, surplus
    return best


def other_families(text: str, url: str, chosen: Family) -> list[Family]:
    """The families that a page might belong to as well: links beside its list are marks, too."""
    others = (family for family in families().values() if family.mark and family.id != chosen.id)
    return [family for family in others if family.surplus(text, url, 0) >= 0]


def script_pagers(first: Family) -> tuple[ScriptPager, ...]:
    """Every known pager script, the chosen family's own before the others."""
    others: Iterable[Family] = (family for family in families().values() if family.id != first.id)
    return first.script_pager + tuple(pager for family in others for pager in family.script_pager)
