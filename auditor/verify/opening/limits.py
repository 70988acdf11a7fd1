"""Bounds on what a foreign file may cost, and the errors that say so."""

from pathlib import Path

from auditor.base.errors import BadInput, reason_of

MAX_FILE_BYTES = 50_000_000
MAX_UNPACKED_BYTES = 200_000_000
MAX_ZIP_ENTRIES = 5_000
MAX_RATIO = 200
"""Unpacked to packed size of one zip entry, above which it is taken for a bomb (checked from 1 MB up)."""
MAX_TEXT = 1_500_000
"""Characters of text in all."""
MAX_LINE = 10_000
"""Characters of one paragraph."""
MAX_CELLS = 300_000
MAX_CELL_TEXT = 800
"""Characters of a cell above which its table is taken for page layout."""
MAX_SPAN = 200
MAX_PAGES = 600
MAX_DRAWING_BYTES = 60_000_000
"""Drawing instructions of a PDF, unpacked, all pages together."""
MAX_PAGE_GLYPHS = 60_000
MAX_PAGE_DRAWINGS = 60_000
"""Lines, letters and pictures set apart on one page of a PDF."""


def unreadable(path: Path, what: str, cure: str) -> BadInput:
    """The error for a file that cannot be checked."""
    return BadInput.one(path, "", what, cure)


def read_bytes(path: Path) -> bytes:
    """The file's bytes; `BadInput` where it is missing, a folder, empty or too large."""
    try:
        if not path.exists():
            raise unreadable(path, "找不到文件", "请检查路径")
        if not path.is_file():
            raise unreadable(path, "不是普通文件", "请给出 txt、html、docx、pdf 或 xlsx 文件的路径")
        if path.stat().st_size > MAX_FILE_BYTES:
            raise unreadable(path, "文件过大", f"请给出不超过 {MAX_FILE_BYTES // 1_000_000} MB 的文件")
        content = path.read_bytes()
    except OSError as error:
        raise unreadable(path, f"无法读取（{reason_of(error)}）", "请检查文件权限") from error
    if not content.strip():
        raise unreadable(path, "文件是空的", "请重新下载或导出")
    return content
