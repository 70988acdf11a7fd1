"""The texts that an issued paper was frozen with, put where the program finds them as files."""

from collections.abc import Mapping
from pathlib import Path

from auditor.base.errors import unwritable
from auditor.base.files import put_file
from auditor.base.settings import Place, folder_name, safe_name
from auditor.county.model import County
from auditor.documents.wording import WordingKind, wording_file


def frozen_wording(place: Place, county: County, stem: str, kind: WordingKind, text: str) -> Path:
    """A folder that holds ``text`` as the wording of that kind; ``stem`` names the paper."""
    return frozen_files(place, county, stem, {wording_file(kind): text})


def frozen_files(place: Place, county: County, stem: str, texts: Mapping[str, str]) -> Path:
    """A folder that holds these texts by file name; ``stem`` names the paper."""
    folder = place.home / "issued" / folder_name(county.name) / safe_name(stem)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            put_file(folder / name, text.encode())
    except OSError as error:
        raise unwritable(folder, "--home", error, "请检查文件夹权限") from error
    return folder
