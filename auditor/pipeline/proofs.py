"""Files that show what a person saw: pictures, PDF and office files, kept by their digest beside the archive."""

import hashlib
from pathlib import Path

from auditor.base.errors import AuditorError, BadInput
from auditor.base.files import labelled_digest, make_folder, put_file
from auditor.base.pattern import pattern
from auditor.base.settings import Place

MAX_PROOF_BYTES = 20_000_000
_STARTS: dict[str, tuple[bytes, ...]] = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".bmp": (b"BM",),
    ".webp": (b"RIFF",),
    ".pdf": (b"%PDF-",),
    ".docx": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
    ".doc": (b"\xd0\xcf\x11\xe0",),
    ".xls": (b"\xd0\xcf\x11\xe0",),
}
"""What a file of each kind begins with: a picture must be one, not a page that a browser would run."""
_KEPT = pattern(
    r"sha256:([0-9a-f]{64})(\.[a-z]{3,4})",
    finds={"sha256:" + "0a" * 32 + ".png": "0a" * 32},
    not_in=("sha256:../../etc", "0a" * 32),
    seen="`keep_proof`",
    way="fullmatch",
)


def keep_proof(place: Place, county: str, name: str, content: bytes) -> str:
    """Keep a file for good; returns what it is called from then on (``sha256:…`` and its suffix).

    ``name`` tells the kind; raises `BadInput` for a file of no kind that shows something.
    """
    suffix = Path(name).suffix.lower().replace("jpeg", "jpg")
    starts = _STARTS.get(suffix)
    if starts is None:
        kinds = " ".join(kind.lstrip(".") for kind in _STARTS)
        raise BadInput.one("佐证", "", f"“{name[:80]}”不是可作佐证的文件", f"请用屏幕截图或文件，可用：{kinds}")
    if not content or len(content) > MAX_PROOF_BYTES:
        size = f"{MAX_PROOF_BYTES // 1_000_000}MB"
        raise BadInput.one("佐证", "", f"文件是空的，或超过{size}", "请重新截图，或另存为较小的文件")
    if not content.startswith(starts):
        raise BadInput.one("佐证", "", f"“{name[:80]}”的内容不是{suffix.lstrip('.')}文件", "请重新截图或另存后再提交")
    called = labelled_digest(content) + suffix
    path = _path(place, county, called)
    if not path.is_file():
        make_folder(path.parent)
        put_file(path, content)
    return called


def read_proof(path: Path) -> bytes:
    """A proof that a user names by its path; raises `BadInput`."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_PROOF_BYTES + 1)
    except (OSError, ValueError) as error:
        raise BadInput.one(path, "", "读不到佐证文件", "请检查路径") from error


def load_proof(place: Place, county: str, called: str) -> bytes:
    """A kept file; raises `AuditorError` where it is not there or not the one that was kept."""
    try:
        content = _path(place, county, called).read_bytes()
    except OSError as error:
        raise AuditorError("佐证文件已不在存档中，请从备份恢复 proofs 文件夹") from error
    if hashlib.sha256(content).hexdigest() != called[7:71]:
        raise AuditorError("佐证文件与提交时不同，已被改动，请从备份恢复 proofs 文件夹")
    return content


def _path(place: Place, county: str, called: str) -> Path:
    match = _KEPT.fullmatch(called)
    if match is None:
        raise BadInput.one("佐证", "", f"“{called[:80]}”不是存档的佐证", "请从栏目页打开")
    return place.proofs_of(county) / f"{match[1]}{match[2]}"
