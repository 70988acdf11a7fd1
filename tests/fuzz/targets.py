"""One function for each thing that comes from outside. Each may refuse its input with the project's own errors only."""

import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path

from auditor.audit.grade import load_pack
from auditor.audit.model import Audit
from auditor.base.errors import AuditorError
from auditor.circular.content import build_document
from auditor.county.model import parse_county
from auditor.read.charset import decode
from auditor.read.dates import find_dates, parse_datetime
from auditor.read.printed import reading_to_json
from auditor.read.reading import read_page
from auditor.sheet import county_from_sheet, read_pasted, read_sheet
from auditor.verify import to_json, verify_file

_FOLDER = Path(tempfile.gettempdir())
URL = "http://portal.test/zwgk/ghjh/index.html"


def read(data: bytes) -> None:
    """A page of a portal, as a server may send it."""
    reading = read_page(data, url=URL)
    reading_to_json(reading)
    assert not (reading.is_empty_list and reading.items)
    for item in reading.items:
        item.title.encode()


def answer(data: bytes) -> None:
    """The answer of a list interface."""
    read_page(data, url=f"{URL}?page=2", content_type="application/json")


def dates(data: bytes) -> None:
    """Text with dates in it."""
    text = data.decode("utf-8", "replace")
    for found in find_dates(text):
        assert 1990 <= found.value.year <= 2099
    parse_datetime(text)


def charset(data: bytes) -> None:
    """Bytes of unknown encoding."""
    decode(data).text.encode("utf-8", "surrogatepass")


def county(data: bytes) -> None:
    """A county file."""
    _refusing(lambda: parse_county(data.decode("utf-8", "replace"), Path("county.toml")))


def pack(data: bytes) -> None:
    """A grading pack."""
    _refusing(lambda: load_pack(str(_written(data, ".toml"))))


def sheet(data: bytes) -> None:
    """A spreadsheet of the office, and text pasted from one."""
    _refusing(lambda: county_from_sheet(read_sheet(_written(data, ".xlsx"))))
    _refusing(lambda: county_from_sheet(read_pasted(data.decode("utf-8", "replace")), name="县", home="http://a.test/"))


def published(data: bytes) -> None:
    """A published document given to ``verify``."""
    for ending in (".txt", ".html", ".docx", ".xlsx", ".pdf"):
        _refusing(lambda ending=ending: to_json(verify_file(_written(data, ending))))  # type: ignore[misc]


def wording(data: bytes) -> None:
    """An office's own wording."""
    from audits import make_audit

    audit: Audit = make_audit(1)
    folder = Path(tempfile.mkdtemp())
    (folder / "circular.txt.j2").write_bytes(data)
    _refusing(lambda: build_document(audit, signed_on=audit.period[1], wording_dir=folder))


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target for target in (read, answer, dates, charset, county, pack, sheet, published, wording)
}


def _refusing(work: Callable[[], object]) -> None:
    try:
        work()
    except (AuditorError, tomllib.TOMLDecodeError):
        return


def _written(data: bytes, ending: str) -> Path:
    path = _FOLDER / f"auditor-fuzz{ending}"
    path.write_bytes(data)
    return path
