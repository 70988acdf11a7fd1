"""An invented paper written in every format it may be published in, PDFs as other programs make them included.

The PDFs imitate known habits: LibreOffice, Word (runs set apart, borders as filled strips) and WPS (every glyph set by
itself, borders stroked). They use fonts that are named but not embedded, so that no font file is needed.
"""

import random
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

from openpyxl import Workbook

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
UNITS = (
    "教育局",
    "财政局",
    "民政局",
    "司法局",
    "水务局",
    "公安局",
    "统计局",
    "审计局",
    "农业农村局",
    "文体广电和旅游局",
)


@dataclass(frozen=True)
class Merged:
    """A cell over several rows or columns."""

    text: str
    rows: int = 1
    columns: int = 1


Row = Sequence[str | Merged]


@dataclass(frozen=True)
class Paper:
    """Paragraphs (text) and tables (rows), in order."""

    parts: tuple[str | tuple[Row, ...], ...]

    @property
    def lines(self) -> list[str]:
        """The paragraphs."""
        return [part for part in self.parts if isinstance(part, str)]

    @property
    def grids(self) -> list[list[list[str]]]:
        """The tables with merged cells repeated."""
        return [laid_out(part) for part in self.parts if not isinstance(part, str)]


def laid_out(rows: Sequence[Row]) -> list[list[str]]:
    """The fields of a table, row by row."""
    taken: dict[tuple[int, int], str] = {}
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            whole = cell if isinstance(cell, Merged) else Merged(cell)
            while (r, c) in taken:
                c += 1
            for dr in range(whole.rows):
                for dc in range(whole.columns):
                    taken[(r + dr, c + dc)] = whole.text
            c += whole.columns
    width = max(c for _, c in taken) + 1
    return [[taken[(r, c)] for c in range(width)] for r in range(len(rows))]


def invented(seed: int) -> Paper:
    """A circular with long and short paragraphs, headings, a count table with blanks and a form with merged cells."""
    rng = random.Random(seed)
    chosen = rng.sample(UNITS, rng.randint(4, 9))
    counts = [
        rng.choice(("", "0", str(rng.randint(1, 40)), f"{rng.randint(1, 9)},{rng.randint(100, 999)}")) for _ in chosen
    ]
    total = sum(int(count.replace(",", "") or 0) for count in counts)
    year = rng.randint(2012, 2023)
    parts: list[str | tuple[Row, ...]] = [
        f"关于{year}年第一季度信息更新情况的通报",
        "各乡（镇）人民政府，县直各有关单位：",
        f"截至{year}年3月31日，全县{len(chosen)}个单位共更新信息{total}条，其中主动公开{rng.randint(1000, 99999)}条，"
        f"门户网站“政务公开”栏目{rng.randint(100, 999)}条，占{rng.randint(10, 99)}.{rng.randint(0, 9)}%，"
        f"政务微博{rng.randint(100, 999)}条，政务微信{rng.randint(100, 999)}条。"
        f"受理依申请公开{rng.randint(2, 30)}件，已全部办结。",
        "一、总体情况",
        f"{'、'.join(chosen)}更新及时，共{rng.randint(100, 999)}条；其余单位更新{rng.randint(100, 999)}条。",
        "（一）存在的问题",
        "".join(f"{name}更新{rng.randint(1, 12000)}条，" for name in rng.sample(UNITS, 8)) + "均已核实。",
        "二、工作要求",
        "请各单位抓紧整改。",
        f"附件：{year}年第一季度更新情况统计表",
        "县政府办公室",
        f"{year}年4月{rng.randint(5, 25)}日",
        f"{year}年第一季度更新情况统计表",
    ]
    rows: list[Row] = [("序号", "单位", "更新条数", "备注")]
    rows += [
        (str(n), name, count, rng.choice(("", "按季更新")))
        for n, (name, count) in enumerate(zip(chosen, counts, strict=True), 1)
    ]
    rows.append((Merged("合计", columns=2), f"{total}", ""))
    parts.append(tuple(rows))
    parts.append("收到和处理申请情况如下表：")
    blank = ("", "0", "3", "12")
    form: list[Row] = [
        (Merged("办理情况", rows=2, columns=2), Merged("申请人情况", columns=3)),
        ("自然人", "企业", "总计"),
        (Merged("一、本年新收", columns=2), "12", "", "12"),
        (Merged("三、办理结果", rows=3), "（一）予以公开", *(rng.choice(blank) for _ in range(3))),
        ("（二）部分公开", *(rng.choice(blank) for _ in range(3))),
        ("（七）总计", "12", "0", "12"),
    ]
    parts.append(tuple(form))
    return Paper(tuple(parts))


def as_text(paper: Paper) -> str:
    """Plain text, table cells between bars."""
    lines: list[str] = []
    for part in paper.parts:
        lines += [part] if isinstance(part, str) else ["| " + " | ".join(row) + " |" for row in laid_out(part)]
    return "\n".join(lines)


def as_html(paper: Paper) -> str:
    """A bare page."""
    body = ""
    for part in paper.parts:
        if isinstance(part, str):
            body += f"<p>{escape(part)}</p>"
            continue
        rows = ""
        for row in part:
            cells = (cell if isinstance(cell, Merged) else Merged(cell) for cell in row)
            rows += (
                f"<tr>{''.join(f'<td rowspan={c.rows} colspan={c.columns}>{escape(c.text)}</td>' for c in cells)}</tr>"
            )
        body += f"<table border=1>{rows}</table>"
    return f'<html><head><meta charset="utf-8"><title>通报</title></head><body>{body}</body></html>'


def _word_table(rows: Sequence[Row]) -> str:
    width = len(laid_out(rows)[0])
    borders = "".join(
        f'<w:{s} w:val="single" w:sz="4"/>' for s in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{9000 // width}"/>' for _ in range(width))
    form = f'<w:tblW w:w="9000" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
    xml = f"<w:tbl><w:tblPr>{form}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    below: dict[int, tuple[int, int]] = {}
    for row in rows:
        cells, column = "", 0
        queue = [cell if isinstance(cell, Merged) else Merged(cell) for cell in row]
        while queue or column in below:
            if column in below:
                left, span = below.pop(column)
                cells += f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/><w:vMerge/></w:tcPr><w:p/></w:tc>'
                if left > 1:
                    below[column - 1000] = (left - 1, span)
                column += span
                continue
            cell = queue.pop(0)
            merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
            form = f'<w:tcPr><w:gridSpan w:val="{cell.columns}"/>{merge}</w:tcPr>'
            cells += f"<w:tc>{form}{_word_paragraph(cell.text)}</w:tc>"
            if cell.rows > 1:
                below[column - 1000] = (cell.rows - 1, cell.columns)
            column += cell.columns
        below = {key + 1000: value for key, value in below.items()}
        xml += f"<w:tr>{cells}</w:tr>"
    return xml + "</w:tbl>"


def _word_paragraph(text: str, form: str = "") -> str:
    return f'<w:p><w:pPr>{form}</w:pPr><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def as_docx(paper: Paper, path: Path, *, is_indented: bool = True) -> Path:
    """A Word file."""
    indent = '<w:ind w:firstLine="480"/>' if is_indented else ""
    body = "".join(
        _word_paragraph(part, indent) if isinstance(part, str) else _word_table(part) + "<w:p/>" for part in paper.parts
    )
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{kinds}"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{links}">'
            f'<Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
    return path


def as_xlsx(paper: Paper, path: Path) -> Path:
    """A workbook: paragraphs in column A, tables where they come."""
    book = Workbook()
    sheet = book.active
    at = 1
    for part in paper.parts:
        if isinstance(part, str):
            sheet.cell(at, 1, part)
            at += 1
            continue
        taken: set[tuple[int, int]] = set()
        for r, row in enumerate(part):
            c = 0
            for cell in (cell if isinstance(cell, Merged) else Merged(cell) for cell in row):
                while (r, c) in taken:
                    c += 1
                sheet.cell(at + r, c + 1, int(cell.text) if cell.text.isdecimal() else cell.text or None)
                taken |= {(r + dr, c + dc) for dr in range(cell.rows) for dc in range(cell.columns)}
                if cell.rows * cell.columns > 1:
                    sheet.merge_cells(
                        start_row=at + r,
                        start_column=c + 1,
                        end_row=at + r + cell.rows - 1,
                        end_column=c + cell.columns,
                    )
                c += cell.columns
        at += len(part) + 1
    book.save(path)
    return path


_WIDE_FONT, _NARROW_FONT = "F1", "F2"
_NEVER_FIRST = "，。、；：！？）”%,.;"


@dataclass(frozen=True)
class Habits:
    """How a program sets text: see the fields."""

    borders: Literal["strips", "strokes", "dashes", "boxes"] = "strokes"
    each_glyph: bool = False
    """Every glyph has its own place."""
    spaces: bool = False
    """A blank between Chinese and digits."""
    mixed_gap: float = 0.0
    """Sizes of a letter between Chinese and digits."""
    spread: float = 0.0
    """Points added after each letter."""
    radicals: bool = False
    """Some characters come out as the radicals that look like them."""
    bold_twice: bool = False
    """Bold is printed as the same glyph twice, a little aside."""
    turned: bool = False
    """The page is set across and turned."""
    in_form: bool = False
    """All drawing is inside a form."""
    is_indented: bool = True
    paragraph_gap: float = 0.0
    watermark: bool = False
    running: bool = True
    """Pages have a head and a number."""


@dataclass
class _Canvas:
    habits: Habits
    drawing: list[str] = field(default_factory=list)

    def word(self, x: float, y: float, size: float, text: str) -> float:
        """Set text; how far it reaches."""
        odd = str.maketrans("一人入大工日月水长页", "⼀⼈⼊⼤⼯⽇⽉⽔⻓⻚") if self.habits.radicals else {}
        runs: list[str] = []
        for char in text:
            if runs and (runs[-1][-1].isascii() == char.isascii()) and not self.habits.each_glyph:
                runs[-1] += char
            else:
                runs.append(char)
        for n, run in enumerate(runs):
            if n and runs[n - 1][-1].isascii() != run[0].isascii() and " " not in (runs[n - 1][-1], run[0]):
                x += self.habits.mixed_gap * size
            self._run(x, y, size, run.translate(odd))
            if self.habits.bold_twice:
                self._run(x + 0.3, y, size, run.translate(odd))
            x += sum(advance(char, size) + self.habits.spread for char in run)
        return x

    def _run(self, x: float, y: float, size: float, run: str) -> None:
        is_narrow = run.isascii()
        code = run.encode("latin-1").hex() if is_narrow else run.encode("utf-16-be").hex()
        font = _NARROW_FONT if is_narrow else _WIDE_FONT
        self.drawing.append(f"BT /{font} {size} Tf {self.habits.spread} Tc 1 0 0 1 {x:.2f} {y:.2f} Tm <{code}> Tj ET")

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a line."""
        if self.habits.borders == "strips":
            self.drawing.append(f"{x0:.2f} {y0 - 0.24:.2f} {max(x1 - x0, 0.48):.2f} {max(y1 - y0, 0.48):.2f} re f")
        elif self.habits.borders == "dashes":
            length = max(x1 - x0, y1 - y0)
            for n in range(int(length / 3)):
                dx, dy = (3 * n, 0) if x1 > x0 else (0, 3 * n)
                w, h = (1.5, 0.5) if x1 > x0 else (0.5, 1.5)
                self.drawing.append(f"{x0 + dx:.2f} {y0 + dy:.2f} {w} {h} re f")
        else:
            self.drawing.append(f"0.5 w {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S")


def advance(char: str, size: float) -> float:
    """How wide a character is."""
    return size / 2 if char.isascii() else size


def broken(text: str, width: float, size: float, habits: Habits, first: float) -> list[str]:
    """A paragraph's lines: numbers and words are not parted, some marks never begin a line."""
    pieces: list[str] = []
    for char in text:
        is_kept = pieces and (
            (char.isascii() and char.isalnum() and pieces[-1][-1].isascii() and pieces[-1][-1].isalnum())
            or char in _NEVER_FIRST
            or pieces[-1][-1] in "“（"
        )
        if is_kept:
            pieces[-1] += char
        else:
            pieces.append(char)
    lines, room = [""], width - first
    for piece in pieces:
        gap = habits.mixed_gap * size if lines[-1] and _is_mixed(lines[-1][-1], piece[0]) else 0.0
        inner = sum(_is_mixed(a, b) for a, b in pairwise(piece)) * habits.mixed_gap * size
        need = sum(advance(char, size) + habits.spread for char in piece) + gap + inner
        if need > room and lines[-1]:
            lines.append("")
            room = width
        lines[-1] += piece
        room -= need
    return lines


def _is_mixed(before: str, after: str) -> bool:
    """Whether a gap is set between two letters: one Chinese, one not, and neither a blank."""
    return before.isascii() != after.isascii() and " " not in (before, after)


def _spaced(text: str) -> str:
    """A blank between Chinese and digits."""
    out = ""
    for char in text:
        both = out and out[-1].isascii() != char.isascii() and (char + out[-1]).isalnum()
        out += (" " if both else "") + char
    return out


_SIZE, _LEFT, _WIDTH, _HEIGHT, _PITCH, _FOOT = 12.0, 72.0, 595.0, 842.0, 22.0, 90.0


@dataclass
class _Book:
    """The pages so far, and how far down the last one is filled."""

    habits: Habits
    pages: list[_Canvas] = field(default_factory=list)
    y: float = 0.0

    def page(self, need: float = 0.0) -> _Canvas:
        """The page on which so many points are left."""
        if not self.pages or self.y < _FOOT + need:
            self.pages.append(_Canvas(self.habits))
            self.y = _HEIGHT - 90
            if self.habits.running:
                self.pages[-1].word(_LEFT, _HEIGHT - 50, 9, "某县人民政府文件")
                self.pages[-1].word(_WIDTH / 2 - 10, 40, 9, f"- {len(self.pages)} -")
            if self.habits.watermark:
                mark = "草稿草稿".encode("utf-16-be").hex()
                self.pages[-1].drawing.append(f"BT /{_WIDE_FONT} 40 Tf 0.7 0.7 -0.7 0.7 150 300 Tm <{mark}> Tj ET")
        return self.pages[-1]

    def paragraph(self, text: str, *, is_title: bool) -> None:
        """Set a paragraph."""
        own, column = 16.0 if is_title else _SIZE, _WIDTH - 2 * _LEFT
        first = 2 * own if self.habits.is_indented and not is_title else 0.0
        for n, line in enumerate(
            broken(_spaced(text) if self.habits.spaces else text, column, own, self.habits, first)
        ):
            reach = sum(advance(char, own) for char in line)
            x = _LEFT + ((column - reach) / 2 if is_title else first if n == 0 else 0.0)
            self.page().word(x, self.y, own, line)
            self.y -= _PITCH
        self.y -= self.habits.paragraph_gap


def as_pdf(paper: Paper, path: Path, habits: Habits) -> Path:
    """A PDF set with these habits."""
    return as_pdf_pages([paper], path, habits)


def _fill(book: _Book, paper: Paper) -> None:
    for number, part in enumerate(paper.parts):
        if isinstance(part, str):
            book.paragraph(part, is_title=number == 0)
            continue
        page = book.page(min(20.0 * len(part), _HEIGHT - 200))
        book.y = _pdf_table(page, part, _LEFT, _WIDTH - 2 * _LEFT, book.y) - _PITCH


def as_pdf_pages(papers: Sequence[Paper], path: Path, habits: Habits) -> Path:
    """A PDF in which each paper begins a page."""
    book = _Book(habits)
    for paper in papers:
        book.y = 0.0
        _fill(book, paper)
    write_pdf(path, [page.drawing for page in book.pages], habits, _WIDTH, _HEIGHT)
    return path


def _pdf_table(page: _Canvas, rows: Sequence[Row], left: float, column: float, y: float) -> float:
    fields = laid_out(rows)
    count, step = len(fields[0]), 20.0
    wide = column / count
    top = y + 14
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        c = 0
        for cell in (cell if isinstance(cell, Merged) else Merged(cell) for cell in row):
            while (r, c) in taken:
                c += 1
            taken |= {(r + dr, c + dc) for dr in range(cell.rows) for dc in range(cell.columns)}
            x0, x1 = left + c * wide, left + (c + cell.columns) * wide
            y1, y0 = top - r * step, top - (r + cell.rows) * step
            if page.habits.borders == "boxes":
                page.drawing.append(f"0.5 w {x0:.2f} {y0:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re S")
            else:
                for line in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                    page.rule(*line)
            if cell.text:
                lines = broken(cell.text, x1 - x0 - 6, 10, replace(page.habits, mixed_gap=0.0), 0.0)
                for n, line in enumerate(lines):
                    page.word(
                        x0 + 3, (y0 + y1) / 2 - 4 + (len(lines) - 1) * 4.5 - 9.5 * n, 10 if len(lines) == 1 else 9, line
                    )
            c += cell.columns
    return top - len(rows) * step


def write_pdf(path: Path, pages: Sequence[Sequence[str]], habits: Habits, width: float, height: float) -> None:
    """The file itself: fonts named but not embedded, streams packed."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) "
        b"/Supplement 2 >> /DW 1000 /FontDescriptor 6 0 R >>",
        b"<< /Type /Font /Subtype /TrueType /BaseFont /Courier /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 126 "
        b"/Widths [" + b" ".join([b"500"] * 95) + b"] >>",
        b"<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 "
        b"/Descent -120 /CapHeight 700 /StemV 80 >>",
    ]
    kids = []
    fonts = f"/Font << /{_WIDE_FONT} 3 0 R /{_NARROW_FONT} 5 0 R >>"
    for drawing in pages:
        content = "\n".join(drawing)
        if habits.turned:
            content = f"q 0 1 -1 0 {height:.0f} 0 cm\n{content}\nQ"
        resources = fonts
        if habits.in_form:
            packed = zlib.compress(content.encode())
            objects.append(
                f"<< /Type /XObject /Subtype /Form /BBox [0 0 2000 2000] /Resources << {fonts} >> /Filter /FlateDecode "
                f"/Length {len(packed)} >>\nstream\n".encode()
                + packed
                + b"\nendstream"
            )
            resources = f"/XObject << /X {len(objects)} 0 R >>"
            content = "q 1 0 0 1 0 0 cm /X Do Q"
        packed = zlib.compress(content.encode())
        objects.append(f"<< /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream")
        box = f"[0 0 {height} {width}] /Rotate 90" if habits.turned else f"[0 0 {width} {height}]"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Resources << {resources} >> "
            f"/Contents {len(objects)} 0 R >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(bytes(out))


HABITS = {
    "libreoffice": Habits(mixed_gap=0.2, is_indented=False, paragraph_gap=8, running=False),
    "libreoffice-indented": Habits(mixed_gap=0.25, borders="strokes"),
    "word": Habits(mixed_gap=0.25, borders="strips"),
    "word-spread": Habits(borders="strips", spread=0.6),
    "word-boxes": Habits(mixed_gap=0.25, borders="boxes", bold_twice=True),
    "word-dashes": Habits(borders="dashes", watermark=True),
    "wps": Habits(each_glyph=True, spaces=True),
    "wps-radicals": Habits(each_glyph=True, radicals=True, mixed_gap=0.2),
    "wps-form": Habits(each_glyph=True, in_form=True),
    "across": Habits(turned=True, mixed_gap=0.25),
}
