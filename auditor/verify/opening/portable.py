"""PDF files with text: lines joined back to paragraphs, tables rebuilt from the columns of the page."""

import logging
import re
import time
from collections import Counter
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from auditor.verify.opening import limits
from auditor.verify.opening.assembly import Assembly
from auditor.verify.opening.plaintext import add_text_lines
from auditor.verify.paper import Paper, tidy

_DAMAGE = (
    PyPdfError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
    RecursionError,
    ZeroDivisionError,
)
"""What the PDF library lets through on damaged files."""
PAGE_END = "\f"
"""Stands between pages, so that columns are told page by page."""
_PAGE_NUMBER = re.compile(r"[-—–－\s]*\d{1,4}[-—–－\s]*|第\s*\d+\s*页.{0,12}")


def read_pdf(content_path: Path) -> Paper:
    """The text of a PDF; `BadInput` where it is damaged, encrypted or scanned."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    path, started = content_path, time.monotonic()
    pages: list[list[str]] = []
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise limits.unreadable(path, "PDF 已加密", "请取消密码保护后重试")
        if len(reader.pages) > limits.MAX_PAGES:
            raise limits.unreadable(path, f"PDF 超过 {limits.MAX_PAGES} 页", "请只保留要核对的部分")
        for page in reader.pages:
            text = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False) or ""
            pages.append(_page_lines(text))
            if (
                time.monotonic() - started > limits.MAX_SECONDS
                or sum(len(line) for page in pages for line in page) > limits.MAX_TEXT * 3
            ):
                raise limits.unreadable(path, "PDF 解析超时或内容过多", "请只保留要核对的部分")
    except DependencyError as error:
        raise limits.unreadable(path, "PDF 的加密方式不受支持", "请取消密码保护后重试") from error
    except _DAMAGE as error:
        raise limits.unreadable(path, "PDF 已损坏", "请重新下载，或另存后重试") from error
    lines = _without_running_heads(pages)
    if len(re.findall("[\u4e00-\u9fff]", "".join(lines))) < 10:
        raise limits.unreadable(path, "PDF 中没有可读的文字（可能是扫描件）", "请先做文字识别，或改用 Word、网页版本")
    assembly = Assembly(str(path), "pdf")
    assembly.is_reflowed = True
    add_text_lines(assembly, lines, is_wrapped=True)
    return assembly.paper()


def _page_lines(text: str) -> list[str]:
    """A page's lines without page numbers; columns stay separated by runs of spaces."""
    lines = [line.rstrip() for line in text.splitlines()]
    return [line for line in lines if line.strip() and not _PAGE_NUMBER.fullmatch(tidy(line))]


def _without_running_heads(pages: list[list[str]]) -> list[str]:
    """All lines, without those that stand first or last on most pages."""
    edges = Counter(line.strip() for page in pages for line in {*page[:1], *page[-1:]})
    running = {line for line, times in edges.items() if times >= 3 and times * 2 > len(pages)}
    kept: list[str] = []
    for page in pages:
        kept += [line for line in page if line.strip() not in running or line not in (page[0], page[-1])]
        kept.append(PAGE_END)
    return kept
