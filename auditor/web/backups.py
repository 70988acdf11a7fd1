"""The backups that lie in the home folder, where the pages make them and look for them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from auditor.base.period import LOCAL
from auditor.web.office import Office


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup that lies in the home folder."""

    name: str
    size: int
    made_at: datetime


def backup_folder(office: Office) -> Path:
    """Where the pages look for backups."""
    return office.place.home / "backups"


def list_backups(office: Office) -> list[BackupFile]:
    """The backups in the home folder, newest first."""
    found = []
    for path in backup_folder(office).glob("*.zip"):
        if path.is_file():
            status = path.stat()
            found.append(BackupFile(path.name, status.st_size, datetime.fromtimestamp(status.st_mtime, LOCAL)))
    return sorted(found, key=lambda file: file.made_at, reverse=True)
