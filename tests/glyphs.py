"""Reads where each glyph of a PDF stands, from its content streams: what a ruler on the page would measure."""

import re
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject

from auditor.base.resources import shipped

Matrix = tuple[float, float, float, float, float, float]


typst = pytest.importorskip("typst", reason="no PDF engine for this platform")


@cache
def shipped_fonts(_folder: Path | None = None) -> Any:
    """The shipped subsets alone, as on a machine without any Chinese font."""
    folder = shipped("templates", "fonts")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph: its characters, baseline origin and size in points from the page's lower left corner."""

    text: str
    x: float
    y: float
    size: float
    font: str
    width: float


def page_glyphs(content: bytes) -> list[list[Glyph]]:
    """The glyphs of every page, in the order they are drawn."""
    return [_Page(page).glyphs for page in PdfReader(BytesIO(content)).pages]


def page_lines(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs of one page by baseline, from top to bottom, each line from left to right."""
    ordered = sorted(glyphs, key=lambda glyph: (-round(glyph.y, 1), glyph.x))
    return [list(line) for _, line in groupby(ordered, key=lambda glyph: round(glyph.y, 1))]


def line_text(line: list[Glyph]) -> str:
    return "".join(glyph.text for glyph in line)


def all_text(content: bytes) -> str:
    """Every character of the file in drawing order, without white space."""
    return re.sub(r"\s", "", "".join(glyph.text for page in page_glyphs(content) for glyph in page))


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


class _Font:
    def __init__(self, font: DictionaryObject) -> None:
        self.name = str(font["/BaseFont"]).lstrip("/").split("+")[-1]
        below = font["/DescendantFonts"][0].get_object()
        self.default = float(below.get("/DW", 1000))
        self.widths: dict[int, float] = {}
        entries = list(below.get("/W", ArrayObject()))
        while entries:
            first, second = int(entries.pop(0)), entries.pop(0)
            second = second.get_object() if hasattr(second, "get_object") else second
            if isinstance(second, ArrayObject):
                self.widths.update({first + offset: float(width) for offset, width in enumerate(second)})
            else:
                width = float(entries.pop(0))
                self.widths.update(dict.fromkeys(range(first, int(second) + 1), width))
        self.characters = _characters(font["/ToUnicode"].get_object().get_data().decode("latin-1"))


def _characters(cmap: str) -> dict[int, str]:
    known: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            known[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for offset in range(int(last, 16) - int(first, 16) + 1):
                known[int(first, 16) + offset] = chr(int(text, 16) + offset)
    return known


class _Page:
    """A small interpreter of the drawing operators that concern text."""

    def __init__(self, page: PageObject) -> None:
        self.glyphs: list[Glyph] = []
        self.fonts: dict[str, _Font] = {}
        self.state: Matrix = (1, 0, 0, 1, 0, 0)
        self.stack: list[Matrix] = []
        self.text: Matrix = self.state
        self.font, self.size, self.spacing = "", 0.0, 0.0
        self.reader = page.pdf
        self.draw(page.get_contents(), page["/Resources"].get_object())

    def draw(self, contents, resources: DictionaryObject) -> None:
        fonts = resources.get("/Font", DictionaryObject()).get_object()
        self.fonts.update({name: _Font(font.get_object()) for name, font in fonts.items()})
        stream = contents if isinstance(contents, ContentStream) else ContentStream(contents, self.reader)
        for operands, operator in stream.operations:
            self.step(operator.decode(), operands, resources)

    def step(self, operator: str, operands, resources: DictionaryObject) -> None:
        match operator:
            case "q" | "Q" | "cm":
                self.place(operator, operands)
            case "BT":
                self.text = (1, 0, 0, 1, 0, 0)
            case "Tm":
                self.text = tuple(map(float, operands))
            case "Td":
                self.text = _times((1, 0, 0, 1, float(operands[0]), float(operands[1])), self.text)
            case "Tc":
                self.spacing = float(operands[0])
            case "Tf":
                self.font, self.size = operands[0], float(operands[1])
            case "Tj":
                self.show([operands[0]])
            case "TJ":
                self.show(operands[0])
            case "Do":
                form = resources["/XObject"][operands[0]].get_object()
                if form.get("/Subtype") == "/Form":
                    self.draw(form, form.get("/Resources", resources).get_object())

    def place(self, operator: str, operands) -> None:
        if operator == "q":
            self.stack.append(self.state)
        elif operator == "Q":
            self.state = self.stack.pop()
        else:
            self.state = _times(tuple(map(float, operands)), self.state)

    def show(self, parts) -> None:
        font = self.fonts[self.font]
        for part in parts:
            if isinstance(part, int | float) or not isinstance(part, bytes | str):
                self.move(-float(part) / 1000 * self.size)
                continue
            raw = part if isinstance(part, bytes) else part.original_bytes
            for code in (int.from_bytes(raw[i : i + 2]) for i in range(0, len(raw), 2)):
                width = font.widths.get(code, font.default) / 1000 * self.size
                _, _, c, d, x, y = _times(self.text, self.state)
                scale = (c * c + d * d) ** 0.5
                text = font.characters.get(code, "")
                self.glyphs.append(Glyph(text, x, y, self.size * scale, font.name, width * scale))
                self.move(width + self.spacing)

    def move(self, by: float) -> None:
        self.text = _times((1, 0, 0, 1, by, 0), self.text)
