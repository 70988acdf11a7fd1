"""County files: found by what was named, read, and read again when they change.

The one way to them for the commands, the schedule and the web pages, so that all three know the same counties.
"""

import fnmatch
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from glob import glob
from pathlib import Path
from threading import Lock

from auditor.base.errors import BadInput, Problem
from auditor.base.files import file_digest, is_toml
from auditor.county.city import City, is_city, load_subject
from auditor.county.model import County, read_county_text

_MAGIC = frozenset("*?[")
_CURE = "请给出 .toml 文件、放有 .toml 文件的文件夹或通配符"


@dataclass(frozen=True, slots=True)
class CountyFile:
    """One county file: the county it describes, or what is wrong with it. ``digest`` tells one state from another.

    A county beside ``problems`` can be looked at and edited, but its pack cannot be used: it rests until that is cured.
    """

    path: Path
    name: str
    county: County | None
    digest: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class CountyList:
    """All county and city files as they are now; no two have the same name."""

    files: tuple[CountyFile, ...] = ()

    @property
    def counties(self) -> tuple[County, ...]:
        """The counties in force; a city is none, nothing is crawled for it."""
        known = (file.county for file in self.files if file.county and not file.problems)
        return tuple(county for county in known if not isinstance(county, City))

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with files, in words; one text a file."""
        return tuple("\n".join(map(str, file.problems)) for file in self.files if file.problems)

    def find(self, name: str) -> County | None:
        """The county in force of that name."""
        return next((county for county in self.counties if county.name == name), None)


class CountyFiles:
    """Files, folders (their ``*.toml``) and patterns; a broken file is reported and stops no other county.

    ``own`` is the folder in which the web pages make county files; it may not be there yet.
    While a file that was good is broken, its county rests: nothing is crawled by an outdated list of columns.
    """

    def __init__(self, sources: Sequence[Path], own: Path | None = None) -> None:
        self.own = own
        self._sources = (*sources, *([own] if own else []))
        self._known: dict[Path, tuple[tuple[int, int], CountyFile]] = {}
        self._lock = Lock()
        self._begun = 0
        self._listed = CountyList()

    def read(self) -> CountyList:
        """The files as they are now; only those that changed are read anew.

        Who waited while somebody else began to look takes what that one saw.
        """
        begun = self._begun
        with self._lock:
            if self._begun > begun:
                return self._listed
            self._begun += 1
            found = {source: self._paths_of(source) for source in self._sources}
            paths = _each_once(path for paths in found.values() for path in paths)
            self._known = {path: self._read(path) for path in paths}
            files = [file for _, file in self._known.values()]
            files += [
                _nothing(source) for source, paths in found.items() if not paths and not self._may_be_empty(source)
            ]
            self._listed = CountyList(tuple(_told_apart(files)))
            return self._listed

    def _paths_of(self, source: Path) -> list[Path]:
        return [] if source == self.own and not source.exists() else find_files(source)

    def _may_be_empty(self, source: Path) -> bool:
        return source == self.own or source.is_dir()

    def _read(self, path: Path) -> tuple[tuple[int, int], CountyFile]:
        stamp = _stamp(path)
        known = self._known.get(path)
        if known and known[0] == stamp and not known[1].problems:  # what is wrong may be cured elsewhere, as in a pack
            return known
        return stamp, _open(path, known[1].name if known else path.stem)


def county_files(words: Sequence[Path]) -> list[Path]:
    """The county files meant, each once, in order; raise `BadInput` for a word that means none."""
    found = {word: find_files(word) for word in words}
    if nothing := [problem for word, paths in found.items() if not paths for problem in _nothing(word).problems]:
        raise BadInput(nothing)
    return _each_once(path for paths in found.values() for path in paths if path in words or not _is_city_file(path))


def _is_city_file(path: Path) -> bool:
    """Whether a file found in a folder is a city's, which is no county; what cannot be read is told as a county's."""
    try:
        return is_city(read_county_text(path))
    except BadInput:
        return False


def find_files(source: Path) -> list[Path]:
    """The county files that a file, a folder (its ``*.toml``, hidden ones left out) or a pattern stands for.

    What is neither a folder nor a pattern is a file, there or not: that is told when it is opened.
    """
    try:
        if source.is_dir():
            names = sorted(fnmatch.filter(os.listdir(source), "*.toml"))  # noqa: PTH208 - asked for at every page
            return [source / name for name in names if not name.startswith(".")]
        if source.exists() or not _MAGIC & set(str(source)):
            return [source]
    except OSError:  # a name no system takes
        return [source]
    matches = sorted(glob(str(source), recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    return [path for match in matches for path in find_files(Path(match))]


def state_digest(path: Path) -> str:
    """What tells one state of a file from another; empty where it cannot be read."""
    try:
        return file_digest(path) if is_toml(path) else ""
    except (OSError, ValueError):
        return ""


def _each_once(paths: Iterable[Path]) -> list[Path]:
    """The paths in order, each file once by whatever way it was found."""
    found: dict[object, Path] = {}
    for path in paths:
        found.setdefault(_identity(path), path)
    return list(found.values())


def _identity(path: Path) -> object:
    """What two ways to one file have in common. The system's own number is one call where a path takes one a folder."""
    try:
        status = os.stat(path)  # noqa: PTH116 - asked for at every page
    except (OSError, ValueError):  # nothing there, or links in a circle
        return os.path.realpath(path)
    return (status.st_dev, status.st_ino) if status.st_ino else os.path.realpath(path)


def _open(path: Path, name: str) -> CountyFile:
    """A file as it stands; ``name`` is what it is called while it cannot be read."""
    digest = state_digest(path)  # before reading: a change in between is then noticed when the file is written
    try:
        county = load_subject(path)
    except BadInput as error:
        return CountyFile(path, name, None, digest, error.problems)
    from auditor.audit.grade import load_pack  # a crawl grades nothing

    try:
        load_pack(county.county.pack, county.path)
    except BadInput as error:
        return CountyFile(path, county.name, county, digest, error.problems)
    return CountyFile(path, county.name, county, digest)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return 0, 0
    return status.st_mtime_ns, status.st_size


def _nothing(source: Path) -> CountyFile:
    return CountyFile(source, source.name, None, "", (Problem(str(source), "", "没有找到县配置文件", _CURE),))


def _told_apart(files: Iterable[CountyFile]) -> Iterator[CountyFile]:
    """The files under different names, those that can be read first; the second of a county is a problem."""
    taken: dict[str, CountyFile] = {}
    for file in sorted(files, key=lambda file: file.county is None):
        known, told = taken.get(file.name), file
        if known and file.county and known.county:
            what = f"与 {known.path} 是同一个县“{file.name}”"
            told = replace(file, county=None, problems=(Problem(str(file.path), "name", what, "请只留一份"),))
        if known:
            told = replace(told, name=f"{file.name}（{len(taken) + 1}）")
        taken[told.name] = told
        yield told
