"""Pagers written by a script into static file names: ``createPageHTML(…)``, ``Pager({…})``, named variables."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from auditor.read.families import ScriptPager
from auditor.read.next_page.literals import calls, object_after, without_comments
from auditor.read.next_page.totals import Totals

_EXTENSIONS = frozenset({"html", "htm", "shtml", "shtm", "jsp", "jhtml", "aspx", "asp", "php"})
_WRITTEN_FILE = re.compile(
    r"""["'=\\]([\w-]{1,60}?)(?:\\?["']\s{0,9}\+\s{0,9}["'])?_\\?["']?\s{0,9}\+"""  # "index_" + or "index" + "_" +
    r"""(?:\s{0,9}\(?[\w$ +-]{1,40}\)?\s{0,9}\+\s{0,9}["']\.?"""
    r"""(?:["']\s{0,9}\+\s{0,9}["']\.?)?(\w{2,6}))?"""  # n + ".shtml"
)
"""The file before the number and the extension after it in what a script writes: ``"index_" + nextPage + ".shtml"``."""
_NUMBERED_FILE = re.compile(r"_(\d{1,6})\.\w{1,10}$")


@dataclass(frozen=True, slots=True)
class StaticStep:
    """What a pager's script says: the figures, and the next file's address where there is one."""

    url: str
    totals: Totals


def read_script_pager(scripts: list[str], pagers: tuple[ScriptPager, ...], url: str) -> StaticStep | None:
    """The first pager call among the scripts that one of the known pagers explains."""
    for script in scripts:
        for pager in pagers:
            if not any(word in script for word in pager.words):
                continue
            plain = without_comments(script)
            found = _by_call(plain, pager) if pager.call else _by_names(plain, pager)
            if found is not None:
                return _step(found, url)
    return None


@dataclass(frozen=True, slots=True)
class _Figures:
    pages: int
    current: int
    name: str
    extension: str
    records: int | None
    first: int


def _by_call(script: str, pager: ScriptPager) -> _Figures | None:
    if pager.pages:
        for match in re.finditer(rf"(?<![\w$.]){re.escape(pager.call)}\s*\(\s*(?=\{{)", script):
            values = object_after(script, match.end())
            if values.get(pager.pages, "").isdecimal() and values.get(pager.current, "").isdecimal():
                return _Figures(
                    int(values[pager.pages]),
                    int(values[pager.current]),
                    values.get(pager.file, "index"),
                    values.get(pager.extension, "html"),
                    None,
                    pager.first,
                )
        return None
    for arguments in calls(script, pager.call):
        figures = _by_position(arguments)
        if figures is not None:
            return figures
    return None


def _by_position(arguments: list[str]) -> _Figures | None:
    """The order of arguments differs between templates: kinds tell which is which.

    Figures come as page count, current page, records; the file name stands right before the extension. Where a holder
    is named first, pages count from 1, else from 0.
    """
    numbers = [int(argument) for argument in arguments if argument.isdecimal()]
    extension = next((at for at, argument in enumerate(arguments) if argument.lstrip(".").lower() in _EXTENSIONS), None)
    if len(numbers) < 2 or not extension:
        return None
    first = 0 if arguments[0].isdecimal() else 1
    return _Figures(
        pages=numbers[0],
        current=numbers[1],
        name=arguments[extension - 1],
        extension=arguments[extension].lstrip("."),
        records=numbers[2] if len(numbers) > 2 else None,
        first=first,
    )


def _by_names(script: str, pager: ScriptPager) -> _Figures | None:
    pages, current = _assigned(script, pager.pages), _assigned(script, pager.current)
    if not (pages.isdecimal() and current.isdecimal()) or _is_counted_later(script, pager.pages):
        return None
    written = _WRITTEN_FILE.search(script)
    name = _assigned(script, pager.file) or (written[1] if written else "")
    extension = (_assigned(script, pager.extension) or (written[2] if written else "") or "html").lstrip(".")
    return _Figures(int(pages), int(current), name or "index", extension, None, pager.first)


def _assigned(script: str, name: str) -> str:
    if not name:
        return ""
    match = re.search(rf"(?<![\w$]){re.escape(name)}\s*=\s*[\"']?([\w./-]+)", script)
    return match[1] if match else ""


def _is_counted_later(script: str, name: str) -> bool:
    """Whether a script that asks for something sets the variable by more than figures: the first value is a default."""
    given = re.findall(rf"(?<![\w$.]){re.escape(name)}\s*=\s*(?!=)([^;,\n]{{1,80}})", script)
    return len(given) > 1 and any(not value.strip().strip("'\"").isdecimal() for value in given)


def _step(figures: _Figures, url: str) -> StaticStep:
    path = urlsplit(url).path
    number = _NUMBERED_FILE.search(path)
    first = figures.first
    if (
        first == 0
        and figures.current >= 1
        and number is None
        and path.rsplit("/", 1)[-1].split(".")[0] in ("", figures.name)
    ):
        first = 1
    current = figures.current - first + 1
    totals = Totals(figures.records, figures.pages or None, max(current, 1))
    if current >= figures.pages:
        return StaticStep("", totals)
    return StaticStep(urljoin(url, f"{figures.name}_{figures.current + 1}.{figures.extension}"), totals)
