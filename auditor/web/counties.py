"""The county files as the pages look at them and change them."""

import os
from collections.abc import Mapping, Sequence
from copy import copy
from pathlib import Path
from threading import Lock
from typing import NoReturn

import tomlkit

from auditor.audit.grade import load_pack
from auditor.base.errors import AuditorError, BadInput, NotAllowed, Outdated, reason_of, unwritable
from auditor.base.files import is_toml
from auditor.base.settings import folder_name
from auditor.county.city import City, load_city, parse_city
from auditor.county.model import County, parse_county
from auditor.county.writing import dump_county, update_text, write_whole
from auditor.fleet.files import CountyFile, CountyFiles, CountyList, state_digest
from auditor.store.people import WHOLE, Scope


class UnknownPage(AuditorError):
    """There is no such county, period, column or file, or it is kept from whoever asks: nobody is told which."""


def refuse_county(name: str) -> NoReturn:
    """Say that there is no such county."""
    raise UnknownPage(f"没有名为“{name[:40]}”的县")


class CountyBook:
    """What the pages know of the county files, and how they change them; new ones are made in ``files.own``."""

    def __init__(self, files: CountyFiles) -> None:
        self._files = files
        self._lock = Lock()
        self._scope = WHOLE
        self._listed: CountyList | None = None
        self._is_read_once = False

    def read_once(self) -> "CountyBook":
        """The book for a page that only reads: its files are not looked for again and again."""
        book = copy(self)
        book._is_read_once = True
        return book

    def seen_by(self, scope: Scope) -> "CountyBook":
        """The same book, in which those who are bound find the counties that they are bound to."""
        book = copy(self)
        book._scope = scope
        return book

    def files(self) -> tuple[CountyFile, ...]:
        """All county files, under different names."""
        found = self._list().files
        return tuple(f for f in found if self._scope.sees_county(f.name) and not isinstance(f.county, City))

    def cities(self) -> tuple[City, ...]:
        """The cities whose files can be read, for those who see all counties."""
        found = self._list().files if self._scope.is_whole else ()
        return tuple(file.county for file in found if isinstance(file.county, City))

    def city(self, name: str) -> City | None:
        """The city of that name."""
        return next((city for city in self.cities() if city.name == name), None)

    def subject(self, name: str) -> County:
        """A county or a city by name, for the pages that serve both."""
        return self.city(name) or self.county(name)

    def file_of(self, name: str) -> CountyFile:
        """The file of a county; raise `UnknownPage`."""
        for file in self.files():
            if file.name == name:
                return file
        refuse_county(name)

    def county(self, name: str) -> County:
        """A county by name; raise `UnknownPage`, or `BadInput` where its file is wrong."""
        file = self.file_of(name)
        if file.county is None:
            raise BadInput(file.problems)
        return file.county

    def counties(self) -> tuple[County, ...]:
        """The counties whose files can be read."""
        return tuple(file.county for file in self.files() if file.county)

    def _list(self) -> CountyList:
        if not self._is_read_once:
            return self._files.read()
        self._listed = self._listed or self._files.read()
        return self._listed

    def text_of(self, file: CountyFile) -> str:
        """The file as it is written; raise `BadInput` where it cannot be read."""
        if not is_toml(file.path):
            raise BadInput(file.problems)
        try:
            return file.path.read_bytes().decode("utf-8-sig", "replace")
        except OSError as error:
            raise BadInput.one(file.path, "", f"无法读取（{reason_of(error)}）", "请检查文件是否还在") from error

    def save(self, file: CountyFile, county: County, seen: str) -> None:
        """Write a changed county into its file, comments kept; ``seen`` is the digest the change was made over."""
        self.save_text(file, update_text(self.text_of(file), county, file.path), seen)

    def save_text(self, file: CountyFile, text: str, seen: str) -> None:
        """Write a county file as text; raise `BadInput` with its problems, `Outdated` where it changed meanwhile."""
        text = text.replace("\r\n", "\n")
        county = _checked(text, file.path)
        with self._lock:
            self.require_unchanged(file, seen)
            if file.county and county.name != file.county.name:
                raise NotAllowed(f"县名是历次记录的依据，不能由“{file.county.name}”改为“{county.name}”；另建一个县即可")
            write_whole(file.path, text)

    def require_unchanged(self, file: CountyFile, seen: str) -> None:
        """Raise `Outdated` where the file is not as it was when its digest was ``seen``."""
        if state_digest(file.path) != seen:
            raise Outdated("您打开页面之后，配置文件已被别处修改，没有保存。您填写的内容还在，请核对后再保存")

    def add(self, county: County) -> CountyFile:
        """Make a new county's file; raise `NotAllowed` where there is one of that name."""
        text, folder = dump_county(county), self._files.own
        if folder is None:
            raise NotAllowed("这里只用给定的配置文件，不能新建县")
        path = folder / f"{folder_name(county.name)}.toml"
        with self._lock:
            if any(file.name == county.name for file in self.files()) or path.exists():
                raise NotAllowed(f"已经有“{county.name}”，请在该县的“栏目与单位”中修改")
            _checked(text, path)
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise unwritable(folder, "", error, "请检查权限", "无法建立文件夹") from error
            write_whole(path, text)
        return self.file_of(county.name)

    def add_city(self, facts: Mapping[str, str], members: Sequence[CountyFile]) -> City:
        """Make a new city's file over counties that are known; raise as `add` does."""
        folder = self._files.own
        if folder is None:
            raise NotAllowed("这里只用给定的配置文件，不能新建市")
        files = [Path(os.path.relpath(file.path.resolve(), folder.resolve())).as_posix() for file in members]
        text = tomlkit.dumps({"city": facts, "member": [{"file": file} for file in files]})
        city = parse_city(text, folder / "city.toml")
        path = folder / f"{folder_name(city.name)}.toml"
        with self._lock:
            if any(file.name == city.name for file in self._files.read().files) or path.exists():
                raise NotAllowed(f"已经有“{city.name}”")
            load_pack(city.county.pack, path)
            folder.mkdir(parents=True, exist_ok=True)
            write_whole(path, text)
            try:
                return load_city(path)
            except BadInput:  # two counties that cannot stand together: no file is left that every page complains of
                path.unlink()
                raise


def _checked(text: str, path: Path) -> County:
    """The county of a text that is to be written; raise `BadInput` where that, or the pack it names, cannot be used."""
    county = parse_county(text, path)
    load_pack(county.county.pack, path)
    return county
