"""A PDF page as marks on paper: glyphs where they stand, and the lines that are ruled."""

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from auditor.verify.opening import limits
from auditor.verify.opening.pdffont import use_shipped_font
from auditor.verify.opening.pdfweight import weigh

_RADICALS = str.maketrans(
    "⺟⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳", "母西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟"
)
"""Radicals that wrong tables of fonts give for the character itself; normalising does not mend these."""
_ODD_FORMS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06\ufe10-\ufe1f\ufe30-\ufe4f]")
UNKNOWN = "\ufffd"
"""Stands for a glyph whose character the file does not tell."""
_RIGHT_ANGLE = math.pi / 2
_HUGE = 400.0
_THIN = 2.5
"""Points; Word draws borders as filled strips, never thicker than this."""
_STRAIGHT = 0.8
_MAX_DEPTH = 8
_MAX_SEGMENTS = 4_000


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character, its box (left, right, bottom, top) and the point it is set at, in points; and its font's size."""

    text: str
    box: tuple[float, float, float, float, float, float]
    size: float

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.box[0]

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.box[1]

    @property
    def base(self) -> float:
        """The height of its baseline."""
        return self.box[5]

    @property
    def middle(self) -> float:
        """Half-way between left and right."""
        return (self.box[0] + self.box[1]) / 2


@dataclass(frozen=True, slots=True)
class RuledLine:
    """A ruled line: ``at`` is its height (level) or distance from the left (upright), from ``low`` to ``high``."""

    is_level: bool
    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PdfPage:
    """The marks of one page."""

    glyphs: tuple[Glyph, ...]
    rules: tuple[RuledLine, ...]
    width: float
    height: float
    has_picture: bool = False


def read_pages(content: bytes, path: Path) -> list[PdfPage]:
    """All pages; `BadInput` where the file is damaged, locked, or holds more than an honest document does."""
    weigh(content, path)
    use_shipped_font()
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise limits.unreadable(path, "PDF 已加密", "请取消密码保护后重试") from error
        raise limits.unreadable(path, "PDF 已损坏", "请重新下载，或另存后重试") from error
    try:
        if len(document) > limits.MAX_PAGES:
            raise limits.unreadable(path, f"PDF 超过 {limits.MAX_PAGES} 页", "请只保留要核对的部分")
        pages: list[PdfPage] = []
        room = limits.MAX_TEXT * 3
        for number in range(len(document)):
            page = _read_page(document, number, path)
            room -= len(page.glyphs)
            if room < 0:
                raise limits.unreadable(path, "PDF 内容过多", "请只保留要核对的部分")
            pages.append(page)
    except pypdfium2.PdfiumError as error:
        raise limits.unreadable(path, "PDF 已损坏", "请重新下载，或另存后重试") from error
    finally:
        document.close()
    return pages


def _read_page(document: pypdfium2.PdfDocument, number: int, path: Path) -> PdfPage:
    page = document[number]
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > limits.MAX_PAGE_GLYPHS:
            raise limits.unreadable(path, f"PDF 第{number + 1}页内容过多", "请只保留要核对的部分")
        width, height = page.get_size() if page.get_rotation() % 180 == 0 else page.get_size()[::-1]
        turned = list(_glyphs(text.raw, count))
        quarter = _quarter(angle for _, angle in turned)
        rules, pictures = _drawn(page.raw, path, number)
        glyphs = [glyph for glyph, angle in turned if _quarter((angle,)) == quarter]
        return _upright(PdfPage(tuple(glyphs), tuple(rules), width, height, pictures > 0), quarter)
    finally:
        text.close()
        page.close()


def _glyphs(text: ctypes.c_void_p, count: int) -> Iterator[tuple[Glyph, float]]:
    """The written characters with their angles; spaces that the library itself adds are left out."""
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if pdfium.FPDFText_IsGenerated(text, index) == 1 or code in (0x0D, 0x0A):
            continue
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        is_lost = code == 0 or code > 0x10FFFF or pdfium.FPDFText_HasUnicodeMapError(text, index) == 1
        char = UNKNOWN if is_lost else chr(code)
        if _ODD_FORMS.match(char):
            char = unicodedata.normalize("NFKC", char).translate(_RADICALS)
        size = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
        place = (box.left, box.right, box.bottom, box.top, x.value, y.value)
        yield Glyph(char, place, size if 0.5 < size < _HUGE else 10.0), pdfium.FPDFText_GetCharAngle(text, index)


def _quarter(angles: Iterable[float]) -> int:
    """Towards which side most of these run: 0 to 3 quarter turns, or -1 for aslant (a watermark)."""
    turns = Counter(round(angle / _RIGHT_ANGLE) % 4 if _is_square(angle) else -1 for angle in angles)
    return turns.most_common(1)[0][0] if turns else 0


def _is_square(angle: float) -> bool:
    turns = angle / _RIGHT_ANGLE
    return abs(turns - round(turns)) < 0.05


def _upright(page: PdfPage, quarter: int) -> PdfPage:
    """The page turned so that its text runs to the right."""
    if quarter <= 0:
        return page
    cosine, sine = ((0, -1), (-1, 0), (0, 1))[quarter - 1]

    across, up = page.width * cosine + page.height * sine, page.height * cosine - page.width * sine
    aside, above = -min(0.0, across), -min(0.0, up)

    def turned(x: float, y: float) -> tuple[float, float]:
        return x * cosine + y * sine + aside, y * cosine - x * sine + above

    glyphs = []
    for glyph in page.glyphs:
        left, right, bottom, top, x, y = glyph.box
        corners = [turned(left, bottom), turned(right, top)]
        (x0, x1), (y0, y1) = (sorted(values) for values in zip(*corners, strict=True))
        glyphs.append(Glyph(glyph.text, (x0, x1, y0, y1, *turned(x, y)), glyph.size))
    rules = []
    for rule in page.rules:
        ends = (
            [(rule.low, rule.at), (rule.high, rule.at)]
            if rule.is_level
            else [(rule.at, rule.low), (rule.at, rule.high)]
        )
        (ax, ay), (bx, by) = turned(*ends[0]), turned(*ends[1])
        is_level = abs(ay - by) <= abs(ax - bx)
        spread = sorted((ax, bx)) if is_level else sorted((ay, by))
        rules.append(RuledLine(is_level, ay if is_level else ax, spread[0], spread[1]))
    width, height = (page.height, page.width) if quarter % 2 else (page.width, page.height)
    return PdfPage(tuple(glyphs), tuple(rules), width, height, page.has_picture)


Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1, 0, 0, 1, 0, 0)


def _drawn(page: ctypes.c_void_p, path: Path, number: int) -> tuple[list[RuledLine], int]:
    """The ruled lines among a page's drawings, and how many pictures it has; drawings within drawings included."""
    rules: list[RuledLine] = []
    pictures = seen = 0
    pending = [(pdfium.FPDFPage_GetObject(page, n), _UNIT, 0) for n in range(_few(pdfium.FPDFPage_CountObjects(page)))]
    while pending:
        item, outer, depth = pending.pop()
        seen += 1
        if seen > limits.MAX_PAGE_DRAWINGS:
            raise limits.unreadable(path, f"PDF 第{number + 1}页图形过多", "请只保留要核对的部分")
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            rules += _rules_of(item, _within(_matrix(item), outer))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            inner = _within(_matrix(item), outer)
            count = _few(pdfium.FPDFFormObj_CountObjects(item))
            pending += [(pdfium.FPDFFormObj_GetObject(item, n), inner, depth + 1) for n in range(count)]
    return rules, pictures


def _few(count: int) -> int:
    return max(0, min(count, limits.MAX_PAGE_DRAWINGS + 1))


def _matrix(item: ctypes.c_void_p) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _UNIT
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _within(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def _rules_of(item: ctypes.c_void_p, matrix: Matrix) -> list[RuledLine]:
    """The level and upright strokes of a drawing; a filled strip as thin as a line is one."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    corners: list[list[tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, c, d, e, f = matrix
    for index in range(min(pdfium.FPDFPath_CountSegments(item), _MAX_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not corners:
            corners.append([])
        corners[-1].append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            corners[-1].append(corners[-1][0])
    rules = []
    for shape in corners:
        xs, ys = [x for x, _ in shape], [y for _, y in shape]
        width, height = max(xs) - min(xs), max(ys) - min(ys)
        if min(width, height) <= _THIN:
            rules += _strip(min(xs), max(xs), min(ys), max(ys))
        elif stroke.value:
            for (ax, ay), (bx, by) in pairwise(shape):
                if min(abs(ax - bx), abs(ay - by)) <= _STRAIGHT:
                    rules += _strip(min(ax, bx), max(ax, bx), min(ay, by), max(ay, by))
    return rules


def _strip(left: float, right: float, low: float, high: float) -> list[RuledLine]:
    if right - left >= high - low:
        return [RuledLine(True, (low + high) / 2, left, right)]
    return [RuledLine(False, (left + right) / 2, low, high)]
