"""The counties the pages know: the files given at the start, and those made here since."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from auditor.county import County, load_county, parse_county
from auditor.county_file import dump_county, update_text, write_whole
from auditor.errors import AuditorError, BadInput, NotAllowed, Problem
from auditor.settings import safe_name


class UnknownPage(AuditorError):
    """There is no such county, period, column or file."""


@dataclass(frozen=True, slots=True)
class CountyFile:
    """One county file: the county it describes, or what is wrong with it. ``digest`` tells one state from another."""

    path: Path
    name: str
    county: County | None
    digest: str = ""
    problems: tuple[Problem, ...] = ()


class CountyBook:
    """Reads county files anew whenever they change on disk; ``folder`` is where new ones are made.

    What is given may be files, or folders with their ``*.toml``.
    """

    def __init__(self, given: Sequence[Path], folder: Path) -> None:
        self._given = tuple(given)
        self._folder = folder
        self._known: dict[Path, tuple[tuple[int, int], CountyFile]] = {}
        self._lock = Lock()

    def files(self) -> tuple[CountyFile, ...]:
        """All county files, each once, those given first; a second one of the same name is a problem."""
        sources = (*self._given, self._folder)
        paths = dict.fromkeys(path for source in sources for path in _paths_of(source))
        files: dict[str, CountyFile] = {}
        for path in paths:
            file = self._read(path)
            if file.name in files:
                what = f"与 {files[file.name].path} 的县名相同"
                name = f"{file.name}（{path.stem}）"
                file = CountyFile(
                    path, name, None, file.digest, (Problem(str(path), "name", what, "请改用另一个县名"),)
                )
            files[file.name] = file
        return tuple(files.values())

    def file_of(self, name: str) -> CountyFile:
        """The file of a county; raise `UnknownPage`."""
        for file in self.files():
            if file.name == name:
                return file
        raise UnknownPage(f"没有名为“{name[:40]}”的县")

    def county(self, name: str) -> County:
        """A county by name; raise `UnknownPage`, or `BadInput` where its file is wrong."""
        file = self.file_of(name)
        if file.county is None:
            raise BadInput(file.problems)
        return file.county

    def counties(self) -> tuple[County, ...]:
        """The counties whose files are sound."""
        return tuple(file.county for file in self.files() if file.county)

    def text_of(self, file: CountyFile) -> str:
        """The file as it is written."""
        try:
            return file.path.read_bytes().decode("utf-8-sig", "replace")
        except OSError as error:
            raise BadInput.one(file.path, "", f"无法读取（{error.strerror}）", "请检查文件是否还在") from error

    def save(self, file: CountyFile, county: County, seen: str) -> None:
        """Write a changed county into its file, comments kept; ``seen`` is the digest the change was made over."""
        self.save_text(file, update_text(self.text_of(file), county, file.path), seen)

    def save_text(self, file: CountyFile, text: str, seen: str) -> None:
        """Write a county file as text; raise `BadInput` with its problems, `NotAllowed` where it changed meanwhile."""
        text = text.replace("\r\n", "\n")
        county = parse_county(text, file.path)
        with self._lock:
            if self._read(file.path).digest != seen:
                raise NotAllowed("配置文件在此期间已被别处修改，没有保存。请重新打开页面，核对后再改")
            if file.county and county.name != file.county.name:
                raise NotAllowed(f"县名是历次记录的依据，不能由“{file.county.name}”改为“{county.name}”；另建一个县即可")
            write_whole(file.path, text)

    def add(self, county: County) -> CountyFile:
        """Make a new county's file; raise `NotAllowed` where there is one of that name."""
        text = dump_county(county)
        path = self._folder / f"{safe_name(county.name)}.toml"
        with self._lock:
            if any(file.name == county.name for file in self.files()) or path.exists():
                raise NotAllowed(f"已经有“{county.name}”，请在该县的“栏目与单位”中修改")
            parse_county(text, path)
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise BadInput.one(self._folder, "", f"无法建立文件夹（{error.strerror}）", "请检查权限") from error
            write_whole(path, text)
        return self.file_of(county.name)

    def _read(self, path: Path) -> CountyFile:
        try:
            status = path.stat()
            mark = (status.st_mtime_ns, status.st_size)
        except OSError:
            mark = (0, 0)
        known = self._known.get(path)
        if known and known[0] == mark:
            return known[1]
        name, digest = known[1].name if known else path.stem, ""
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest() if mark[1] else ""
            county = load_county(path)
            file = CountyFile(path, county.name, county, digest)
        except BadInput as error:
            file = CountyFile(path, name, None, digest, error.problems)
        except OSError as error:
            problem = Problem(str(path), "", f"无法读取（{error.strerror}）", "请检查文件权限")
            file = CountyFile(path, name, None, "", (problem,))
        self._known[path] = (mark, file)
        return file


def _paths_of(source: Path) -> list[Path]:
    if source.is_dir():
        return sorted(path.resolve() for path in source.glob("*.toml"))
    return [source.resolve()] if source.exists() or source.suffix == ".toml" else []
