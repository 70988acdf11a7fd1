"""What the machine is told once, from the command line or the environment: places, contact, fonts, the clock."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

import platformdirs
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from auditor.base.errors import BadInput, unwritable
from auditor.base.files import make_folder
from auditor.base.period import FIRST_YEAR, LAST_YEAR, LOCAL

Clock = Callable[[], datetime]


class Settings(BaseSettings):
    """Read from ``AUDITOR_…`` variables; command line options win."""

    model_config = SettingsConfigDict(env_prefix="AUDITOR_", frozen=True, extra="ignore")

    home: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("auditor", appauthor=False)))
    db: str = ""
    contact: str = ""
    fonts: Path | None = None
    wording: Path | None = None
    chromium: str = ""
    sandbox: bool = True
    tidy_months: int = Field(default=1, ge=1, le=1200)

    def place_in(self, home: Path, db: str, archive: Path | None = None) -> "Place":
        """Where things are kept; the office's own fonts and wording stand in the home folder unless told otherwise."""
        fonts, wording = self.fonts or home / "fonts", self.wording or home / "wording"
        return Place(home, db, self.contact, fonts, wording, self.browser, self.tidy_months, archive)

    @property
    def browser(self) -> "BrowserSettings":
        """Which browser shows what scripts write."""
        return BrowserSettings(self.chromium, self.sandbox)


@dataclass(frozen=True, slots=True)
class BrowserSettings:
    """The Chromium that shows pages (empty: the system's), and whether it keeps its sandbox, as it must but in tests
    that run as root."""

    program: str = ""
    sandbox: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """Where database, archive, fonts and own wording are, and how to reach the operator."""

    home: Path
    db: str = ""
    contact: str = ""
    fonts: Path | None = None
    wording: Path | None = None
    browser: BrowserSettings = BrowserSettings()
    tidy_months: int = 1
    """How many months, the present one included, keep their runs' own files."""
    archive: Path | None = None

    @property
    def database(self) -> str | Path:
        """The database: a URL, or the SQLite file in the home folder."""
        return self.db or self.home / "auditor.db"

    @property
    def archive_root(self) -> Path:
        """The folder of all archives; where they lie in a store, of their copies."""
        return self.archive or self.home / "archive"

    def archive_of(self, county: str) -> Path:
        """The folder that holds a county's archive; one that stands under the plain name from before stays."""
        root = self.archive_root
        own, plain = root / folder_name(county), root / safe_name(county)
        return plain if plain.is_dir() and not own.is_dir() else own

    def settle_archive(self, county: str, files: Iterable[str]) -> None:
        """Give a county an archive folder of its own, unless ``files`` of its runs lie in one of the plain name."""
        root = self.archive_root
        plain = root / safe_name(county)
        together = plain / "months.jsonl"
        names = together.read_text("utf-8") if together.is_file() else ""
        if any((plain / name).exists() or f'"{name}"' in names for name in files):
            return
        try:
            make_folder(root / folder_name(county))
        except OSError as error:
            raise unwritable(root, "--home", error, "请检查文件夹权限，或用 --home 指定另一个文件夹") from error

    def proofs_of(self, county: str) -> Path:
        """The folder of the files that show what people saw in a county's columns."""
        return self.home / "proofs" / folder_name(county)


def safe_name(text: str) -> str:
    """A name that no file system can misread: letters, digits, Chinese characters, ``-`` and ``_``."""
    return re.sub(r"[^\w-]+", "_", text).strip("_")[:60] or "_"


def folder_name(text: str) -> str:
    """A safe name that two different texts do not share: where letters were left out, a digest tells them apart."""
    name = safe_name(text)
    return name if name == text else f"{name}-{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def system_clock() -> datetime:
    """The present moment, local time."""
    return datetime.now(LOCAL)


def clock_at(text: str) -> Clock:
    """A clock that always says ``text`` (ISO date or datetime, local time where no zone is given)."""
    try:
        moment = datetime.fromisoformat(text)
        if not FIRST_YEAR < moment.year < LAST_YEAR:
            raise ValueError(text)
    except ValueError as error:
        cure = f"请写成 2020-04-10 或 2020-04-10T02:30，年份在{FIRST_YEAR}至{LAST_YEAR}之间"
        raise BadInput.one("--now", "", f"“{text}”不是有效的时间", cure) from error
    fixed = moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)
    return partial(fixed.astimezone, LOCAL)
