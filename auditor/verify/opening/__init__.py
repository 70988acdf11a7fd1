"""Opens a published document: txt, csv, html, docx, pdf with text, xlsx.

Each form's reader is loaded by the first document of that form: their libraries are large, and most calls need one.
"""

import re
from pathlib import Path

from auditor.base.pattern import pattern
from auditor.read.charset import decode
from auditor.verify.opening import limits
from auditor.verify.opening.assembly import Assembly
from auditor.verify.opening.plaintext import add_text_lines
from auditor.verify.opening.torn import mended
from auditor.verify.opening.zipped import main_part, open_zip
from auditor.verify.paper import Grid, OpenedPaper

__all__ = ["read_paper"]

_MARKUP = pattern(
    r"(?:<\?xml[^>]{0,200}>\s{0,99})?(?:<!--(?:(?!-->).){0,500}-->\s{0,99}){0,3}<(?:!doctype\s{1,9}html|html|head|body|meta|div|table|p)\b",
    finds=("<!DOCTYPE html>", "<html>", "<?xml version='1.0'?><html>"),
    not_in=("通报<b>", "< 3"),
    seen="pages of portals saved by a browser",
    flags=re.I | re.S,
    way="match",
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS = "请给出 txt、csv、html、docx、pdf 或 xlsx 文件"
_SAVE_AS = "请用办公软件另存为 docx、xlsx 或 pdf 后重试"
_PACKED = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"Rar!", b"7z\xbc\xaf", b"BM", b"\x1f\x8b")
_SAYS_SOMETHING = pattern(
    r"[。;]|[,、].*[,、]|\d(?:条|个|件|项|家|篇|次|份|人|%)|^[一二三四五六七八九十]{1,3}、|^附件|.{61}",
    finds=("共更新262条", "一、更新情况", "附件1"),
    not_in=("首页", "政务公开"),
    seen="崇信县 (2020 Q1), beside the frames of portals",
)
_CATALOGUE = pattern(
    r"索引号|发布机构|发文机关|发布日期|成文日期|生成日期|文号|主题分类|名称|公开方式|公开形式",
    finds=("索引号", "发布机构"),
    not_in=("索引", "机构职能"),
    seen="catalogue heads of disclosure pages: 宿迁市 (2014)",
    way="match",
)


_MAIL_HEAD = pattern(
    r"(?:MIME-Version|From|Content-Type):",
    finds=("MIME-Version: 1.0", "From: <saved>"),
    not_in=("<html>", "通报"),
    seen="pages saved as mht",
    way="match",
)


def read_paper(path: Path) -> OpenedPaper:
    """Read a document by what it is, not by what its name says; raise `BadInput` where there is nothing to read."""
    content = limits.read_bytes(path)
    paper = mended(_read(content, path))
    if not _has_matter(paper):
        raise limits.unreadable(path, _why_nothing(paper), "请确认文件内容，或改用有文字的版本（扫描件请先做文字识别）")
    return paper


def _read(content: bytes, path: Path) -> OpenedPaper:
    if content.startswith(b"%PDF-") or b"%PDF-" in content[:1024]:
        from auditor.verify.opening.portable import read_pdf

        return read_pdf(content, path)
    if content.startswith(b"PK\x03\x04"):
        return _read_container(content, path)
    if content.startswith(_OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise limits.unreadable(path, "文件加了密码", "请取消密码保护后重试")
        what = "是旧版 Office（doc、xls）或 WPS（wps、et）文件"
        raise limits.unreadable(path, what, "请用办公软件打开，另存为 docx 或 xlsx 后重试")
    if content.startswith(_PACKED):
        raise limits.unreadable(path, "是图片或压缩包", _KINDS)
    if content.startswith(b"{\\rtf"):
        raise limits.unreadable(path, "是 RTF 文件", _SAVE_AS)
    return _read_text(content, path)


def _read_container(content: bytes, path: Path) -> OpenedPaper:
    with open_zip(content, path) as archive:
        names = frozenset(archive.namelist())
        main = main_part(archive)
    if "xl/workbook.xml" in names:
        from auditor.verify.opening.spreadsheet import read_xlsx

        return read_xlsx(content, path)
    if main in names and not main.startswith(("xl/", "ppt/")):
        from auditor.verify.opening.word import read_docx

        return read_docx(content, path)
    others = (
        ("OFD.xml", "是 OFD 版式文件", "请用版式阅读软件另存为 PDF 后重试"),
        ("xl/workbook.bin", "是二进制的 xlsb 文件", "请另存为 xlsx 后重试"),
        ("ppt/presentation.xml", "是演示文稿", _KINDS),
        ("content.xml", "是 OpenDocument 文件", _SAVE_AS),
    )
    what, cure = next(
        ((what, cure) for name, what, cure in others if name in names), ("不是 docx 或 xlsx 文件", _KINDS)
    )
    raise limits.unreadable(path, what, cure)


def _read_text(content: bytes, path: Path) -> OpenedPaper:
    text = decode(content).text
    if text.count("\x00") > len(text) // 100:
        raise limits.unreadable(path, "不是文字文件", _KINDS)
    if 'progid="Excel.Sheet"' in text[:2000] or 'progid="Word.Document"' in text[:2000]:
        raise limits.unreadable(path, "是 XML 格式的旧版 Office 文件", _SAVE_AS)
    if _MAIL_HEAD.match(text, re.I) and "multipart/related" in text[:5000]:
        raise limits.unreadable(path, "是打包的网页（mht）", "请在浏览器中另存为 html 后重试")
    suffix = path.suffix.lower()
    if _MARKUP.match(text.lstrip()) or (suffix in (".html", ".htm", ".shtml") and "<" in text):
        from auditor.verify.opening.webpage import read_html

        return read_html(text, str(path))
    if suffix == ".csv":
        from auditor.verify.opening.spreadsheet import read_csv

        return read_csv(text, str(path))
    assembly = Assembly(str(path), "txt")
    add_text_lines(assembly, assembly.within(text, limits.MAX_TEXT).splitlines())
    return assembly.paper()


def _has_matter(paper: OpenedPaper) -> bool:
    """Whether a document says more than its own title: a table with data, or a line that is no mere heading."""
    if not any(re.search("[\u3400-\u9fff]", text) for text in _texts(paper)):
        return False
    if paper.kind == "txt" or any(not _is_catalogue(grid) for grid in paper.grids):
        return True
    if any(_SAYS_SOMETHING.search(line.plain) for line in paper.lines):
        return True
    return not paper.pictures and not paper.unread and (len(paper.lines) > 2 or bool(paper.grids))


def _texts(paper: OpenedPaper) -> list[str]:
    return [line.text for line in paper.lines] + [cell for grid in paper.grids for row in grid.rows for cell in row]


def _is_catalogue(grid: Grid) -> bool:
    """Whether a table is the head of a catalogue entry: labels as 索引号 and 发布机构 and their values."""
    labels = [cell for row in grid.rows[:8] for cell in row if _CATALOGUE.match(re.sub(r"\s", "", cell))]
    return len(grid.rows) <= 8 and len(labels) >= 2


def _why_nothing(paper: OpenedPaper) -> str:
    nothing = "没有可读的文字或表格，无法核对"
    if paper.unread:
        return f"{nothing}：正文是{'、'.join(paper.unread)}"
    if paper.pictures:
        return f"{nothing}：正文是图片（可能是扫描件）"
    if paper.kind == "xlsx":
        return f"{nothing}：工作表是空的"
    is_chinese = any(re.search("[\u3400-\u9fff]", text) for text in _texts(paper))
    return f"{nothing}：只有标题" if is_chinese else f"{nothing}：没有可读的中文文字"
