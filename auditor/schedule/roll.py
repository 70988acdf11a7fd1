"""The county files the schedule works on: found, read, and read again when they change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from auditor.county import County, load_county
from auditor.errors import BadInput
from auditor.grade import load_pack

_MAGIC = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Roll:
    """The counties in force, and in words what is wrong with the files of others."""

    counties: tuple[County, ...] = ()
    problems: tuple[str, ...] = ()

    def find(self, name: str) -> County | None:
        """The county of that name."""
        return next((county for county in self.counties if county.name == name), None)


@dataclass(frozen=True, slots=True)
class _Read:
    """A file as it was last read: its stamp, and the county or what is wrong."""

    stamp: tuple[int, int]
    county: County | None
    problem: str


class CountyFiles:
    """Files, folders (their ``*.toml``) and patterns; a broken file is reported and stops no other county.

    ``own`` is the folder in which the web pages make county files; it may not be there yet.
    While a file that was good is broken, its county rests: nothing is crawled by an outdated list of columns.
    """

    def __init__(self, sources: Sequence[Path], own: Path | None = None) -> None:
        self._own = own
        self._sources = (*sources, *([own] if own else []))
        self._read: dict[Path, _Read] = {}
        self._lock = Lock()

    @property
    def given(self) -> tuple[Path, ...]:
        """The files and folders, patterns resolved as they stand now."""
        return tuple(path for source in self._sources for path in ([source] if source.is_dir() else _paths_of(source)))

    def read(self) -> Roll:
        """The files as they are now; only those that changed are read anew."""
        with self._lock:
            paths, missing = self._find()
            self._read = {path: self._read_again(path) for path in paths}
            return _roll(self._read, missing)

    def _find(self) -> tuple[list[Path], list[str]]:
        found: dict[Path, None] = {}
        missing = []
        for source in self._sources:
            paths = list(_paths_of(source))
            if not paths and not source.is_dir() and source != self._own:
                missing.append(f"{source}：没有找到这样的县配置文件")
            found.update(dict.fromkeys(paths))
        return list(found), missing

    def _read_again(self, path: Path) -> _Read:
        stamp = _stamp(path)
        known = self._read.get(path)
        if known and known.county and known.stamp == stamp:  # a broken one may be cured elsewhere, as in its pack
            return known
        try:
            county = load_county(path)
            load_pack(county.county.pack, county.path)
        except BadInput as error:
            return _Read(stamp, None, str(error))
        return _Read(stamp, county, "")


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def _paths_of(source: Path) -> Iterator[Path]:
    if source.is_dir():
        yield from sorted(source.glob("*.toml"))
    elif source.exists():
        yield source
    elif _MAGIC & set(source.name):
        yield from sorted(source.parent.glob(source.name))


def _roll(read: dict[Path, _Read], missing: list[str]) -> Roll:
    counties: dict[str, County] = {}
    problems = [*missing, *(entry.problem for entry in read.values() if entry.problem)]
    for path, entry in read.items():
        if entry.county is None:
            continue
        if twin := counties.get(entry.county.name):
            problems.append(f"{path} county.name：与 {twin.path} 是同一个县“{twin.name}”。请只留一份")
            continue
        counties[entry.county.name] = entry.county
    return Roll(tuple(counties.values()), tuple(problems))
