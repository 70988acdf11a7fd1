"""Looks through what the program stands on: fonts, database, archive, clock, holidays. Nothing is changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from auditor.archive import read_chain, verify_chain
from auditor.archive.remote import county_folders
from auditor.base.errors import ArchiveProblem, StoreProblem
from auditor.base.settings import Place
from auditor.base.words import Words, load_words
from auditor.base.workdays import last_published_year
from auditor.documents.fonts import choose_faces
from auditor.fetch.chromium import find_chromium, find_lack
from auditor.store import Store

Digests = Mapping[str, Mapping[str, str]]
"""For every county the archive files of its runs and the digests that ended them (empty: a run that did not end), as
the database has them."""


class CheckupWords(Words):
    """What is said of each thing looked at, and how damage is cured."""

    time: str
    font: str
    holidays: str
    holidays_old: str
    browser: str
    browser_lacking: str
    database_unusable: str
    database_whole: str
    database_damaged: str
    damage: str
    lost_runs: str
    folder_gone: str
    nothing_archived: str
    archive_unreadable: str
    archive: str
    archive_whole: str
    astray: str
    restore_database: str
    restore_archive: str


_WORDS = load_words("checkup", CheckupWords)


@dataclass(frozen=True, slots=True)
class CheckupLine:
    """One thing that was looked at; ``is_fault`` where it is damaged or missing."""

    text: str
    is_fault: bool = False


@dataclass(frozen=True, slots=True)
class Checkup:
    """Everything that was looked at, and what is to be done (nothing where all is whole)."""

    lines: tuple[CheckupLine, ...]
    cures: tuple[str, ...]


def _surroundings(place: Place, now: datetime) -> Iterator[CheckupLine]:
    """Clock, fonts, holidays and the browser."""
    yield CheckupLine(_WORDS.time.format(now=now, zone=now.tzname()))
    faces = choose_faces(place.fonts)
    for line in (*faces.lines, *faces.notices):
        yield CheckupLine(_WORDS.font.format(told=line))
    last = last_published_year()
    told = _WORDS.holidays if now.year <= last else _WORDS.holidays_old
    yield CheckupLine(told.format(year=last))
    lack = find_lack(place.browser)
    program = find_chromium(place.browser.program)
    yield CheckupLine(_WORDS.browser_lacking.format(why=lack) if lack else _WORDS.browser.format(program=program))


def look_through(store: Store | StoreProblem, place: Place, now: datetime) -> Checkup:
    """The whole of it; a database that could not be opened is told by the problem it gave."""
    lines = list(_surroundings(place, now))
    database, digests = _look_through_database(store, place, lines)
    archive = _look_through_archive(place, digests, lines)
    return Checkup(tuple(lines), tuple(cure for cure in (database, archive) if cure))


def _look_through_database(store: Store | StoreProblem, place: Place, lines: list[CheckupLine]) -> tuple[str, Digests]:
    """What is to be done about the database (empty: nothing), and the digests it knows."""
    try:
        if isinstance(store, StoreProblem):
            raise store
        name = store.engine.url.render_as_string(hide_password=True)
        damage = store.list_damage()
        digests: Digests = {} if damage else store.runs.list_digests()
        damage = damage or list(_lost_runs(place, digests))
    except StoreProblem as problem:
        lines.append(CheckupLine(_WORDS.database_unusable.format(name=place.database), is_fault=True))
        return str(problem), {}
    told = _WORDS.database_damaged if damage else _WORDS.database_whole
    lines.append(CheckupLine(told.format(name=name), is_fault=bool(damage)))
    lines += [CheckupLine(_WORDS.damage.format(what=line), is_fault=True) for line in damage]
    return _WORDS.restore_database.format(file=place.database) if damage else "", digests


def _lost_runs(place: Place, digests: Digests) -> Iterator[str]:
    """The archived counties of whose runs the database has none: it was emptied, or a new one was made in its place."""
    if isinstance(place.database, str):  # shared by several machines, whose archives it need not know by county
        return
    known = {place.archive_of(county).name for county in digests}
    for folder in _archived(place):
        if folder.name not in known and (folder / "chain.jsonl").is_file():
            yield _WORDS.lost_runs.format(county=folder.name)


def _archived(place: Place) -> list[Path]:
    """The archive's folders, one for each county."""
    return county_folders(place.archive_root)


def _look_through_archive(place: Place, digests: Digests, lines: list[CheckupLine]) -> str:
    """What is to be done about the archive; empty: nothing."""
    root = place.archive_root
    folders = _archived(place)
    known: dict[str, dict[str, str]] = {}
    for county, files in digests.items():  # counties of one plain name from before share a folder
        known.setdefault(place.archive_of(county).name, {}).update(files)
    is_shared = isinstance(place.database, str)  # by several machines, which may keep their archives apart
    missing = [] if is_shared else [name for name in known if not (root / name).is_dir()]
    found = [CheckupLine(_WORDS.folder_gone.format(county=name, folder=root / name), is_fault=True) for name in missing]
    for folder in folders:
        found += _look_through_folder(folder, {} if is_shared else known.get(folder.name, {}))
    lines += found or [CheckupLine(_WORDS.nothing_archived)]
    return _WORDS.restore_archive if any(line.is_fault for line in found) else ""


def _look_through_folder(folder: Path, digests: Mapping[str, str]) -> Iterator[CheckupLine]:
    """One county's archive, by its chain and by what the database says of it."""
    try:
        report = verify_chain(folder)
        links = {link.file: f"sha256:{link.chain}" for link in read_chain(folder)}
    except ArchiveProblem as problem:
        yield CheckupLine(_WORDS.archive_unreadable.format(county=folder.name), is_fault=True)
        yield CheckupLine(_WORDS.damage.format(what=problem), is_fault=True)
        return
    astray = [file for file, digest in digests.items() if digest and links.get(file) != digest]
    is_whole = not report.faults and not astray
    told = _WORDS.archive_whole if is_whole else _WORDS.archive
    words = told.format(county=folder.name, files=report.files, records=report.records)
    yield CheckupLine(words, is_fault=not is_whole)
    for fault in (*map(str, report.faults), *(_WORDS.astray.format(file=file) for file in astray)):
        yield CheckupLine(_WORDS.damage.format(what=fault), is_fault=True)
