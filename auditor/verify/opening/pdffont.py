"""The one font that stands for every font which a PDF names and does not hold."""

import atexit
import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any

import pypdfium2.raw as pdfium

from auditor.base.resources import shipped

_ONE = 1
"""The handle of the one font."""


@cache
def use_shipped_font() -> None:
    """Let the library take the shipped font in place of those of the machine, for the rest of the process.

    It leaves out characters for which it finds no shape. By the machine's own fonts a paper would be read otherwise on
    each, and on one without fonts not at all.
    """
    font = shipped("templates", "fonts", "GWSong-Regular.ttf").read_bytes()

    def font_data(_info: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
        if table:
            return 0  # it asks whether this is a collection of fonts
        if size >= len(font):
            ctypes.memmove(buffer, font, len(font))
        return len(font)

    told: dict[str, Callable[..., int | None]] = {
        "Release": lambda *_: None,
        "EnumFonts": lambda *_: None,
        "MapFont": lambda *_: _ONE,
        "GetFont": lambda *_: _ONE,
        "GetFontData": font_data,
        "GetFaceName": lambda *_: 0,
        "GetFontCharset": lambda *_: pdfium.FXFONT_DEFAULT_CHARSET,
        "DeleteFont": lambda *_: None,
    }
    info = pdfium.FPDF_SYSFONTINFO(version=1)
    for name, kind in info._fields_:
        if name in told:
            setattr(info, name, kind(told[name]))
    pdfium.FPDF_SetSystemFontInfo(info)
    atexit.register(_forget, info)


def _forget(_info: Any) -> None:
    """The library must not call back into an interpreter that ends; until then its callbacks are kept alive."""
    pdfium.FPDF_SetSystemFontInfo(None)
