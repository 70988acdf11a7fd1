"""Opens a published document: txt, html, docx, pdf with text, xlsx.

Each form's reader is loaded by the first document of that form: their libraries are large, and most calls need one.
"""

import re
from pathlib import Path

from auditor.read.charset import decode
from auditor.verify.opening import limits
from auditor.verify.opening.assembly import Assembly
from auditor.verify.opening.plaintext import add_text_lines
from auditor.verify.paper import Paper

__all__ = ["read_paper"]

_MARKUP = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body|meta|div|table|p)\b", re.I)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_paper(path: Path) -> Paper:
    """Read a document by what it is, not by what its name says; raise `BadInput` where that cannot be done."""
    content = limits.read_bytes(path)
    if content.startswith(b"%PDF-") or b"%PDF-" in content[:1024]:
        from auditor.verify.opening.portable import read_pdf

        return read_pdf(path)
    if content.startswith(b"PK\x03\x04"):
        return _read_container(content, path)
    if content.startswith(_OLD_OFFICE):
        raise limits.unreadable(path, "是旧版 Office 文件，或加了密码", "请取消密码，另存为 docx 或 xlsx 后重试")
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"Rar!", b"7z\xbc\xaf")):
        raise limits.unreadable(path, "是图片或压缩包", "请给出 txt、html、docx、pdf 或 xlsx 文件")
    return _read_text(content, path)


def _read_container(content: bytes, path: Path) -> Paper:
    from auditor.verify.opening.office import read_docx, read_xlsx

    if b"word/document.xml" in content:
        return read_docx(content, path)
    if b"xl/workbook.xml" in content:
        return read_xlsx(content, path)
    raise limits.unreadable(path, "不是 docx 或 xlsx 文件", "请给出 txt、html、docx、pdf 或 xlsx 文件")


def _read_text(content: bytes, path: Path) -> Paper:
    text = decode(content).text
    if text.count("\x00") > len(text) // 100:
        raise limits.unreadable(path, "不是文字文件", "请给出 txt、html、docx、pdf 或 xlsx 文件")
    if _MARKUP.match(text) or (path.suffix.lower() in (".html", ".htm", ".shtml") and "<" in text):
        from auditor.verify.opening.webpage import read_html

        paper = read_html(text, str(path))
    else:
        assembly = Assembly(str(path), "txt")
        add_text_lines(assembly, text[: limits.MAX_TEXT].splitlines())
        paper = assembly.paper()
    if not any(re.search("[\u3400-\u9fff]", line.text) for line in paper.lines) and not paper.grids:
        raise limits.unreadable(path, "没有可读的中文文字", "请确认文件内容，或改用其他格式")
    return paper
