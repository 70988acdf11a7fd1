"""The tables of a page: each cell called by its column for narrow screens, and each table as a file as it is shown.

The file is read back from the page itself, so that no two differ.
"""

import csv
import io
import re
from urllib.parse import parse_qsl, urlencode

import xlsxwriter
from selectolax.lexbor import LexborHTMLParser, LexborNode
from starlette.datastructures import URL
from starlette.responses import Response

from auditor.base.pattern import pattern
from auditor.web.downloads import saved_file
from auditor.web.words import WEB_WORDS

FORMATS = ("xlsx", "csv")
_LEAST_ROWS = 3
"""A table of fewer rows is read at a glance."""
_ASIDE = "form, details, script, style, svg"
_RISKY = ("=", "+", "-", "@", "\t")
_WIDEST = 60
_HEAD = pattern(
    r"<th[^>]*>(.*?)</th>",
    finds={'<th scope="col">单位</th>': "单位"},
    not_in=("<td>单位</td>",),
    seen="the tables of templates/web",
    flags=re.DOTALL,
)
_CELL = re.compile(r"<t[dh](?=[ >])")
_TAG = re.compile(r"<[^>]*>")


def with_tables(page: str, address: URL | None) -> str:
    """The page with its cells called by the heads of their columns, and a line below each table that leads to it as a
    file (none without an ``address``). Only the templates' own marks are looked at: what they print is escaped.
    """
    parts = page.split("</table>")
    for number, part in enumerate(parts[:-1]):
        before, begin, body = part.rpartition("<tbody>")
        heads = [_plain(head) for head in _HEAD.findall(before[before.rfind("<table") :])]
        rows = body.split("<tr")
        if heads:
            body = "<tr".join([rows[0], *(_called(row, heads) for row in rows[1:])])
        links = ""
        if address is not None and len(rows) > _LEAST_ROWS:
            each = "".join(f'<a href="{_escaped(address, number, form)}" download>{form}</a>' for form in FORMATS)
            links = f'<p class="save">{WEB_WORDS.save_table}{each}</p>'
        parts[number] = f"{before}{begin}{body}</table>{links}"
    return "".join(parts)


def _called(row: str, heads: list[str]) -> str:
    """A row whose cells say what they are called; those that say it themselves are left."""
    place = -1

    def label(found: "re.Match[str]") -> str:
        nonlocal place
        place += 1
        own = row[found.end() : row.find(">", found.end())]
        if "data-label" in own or place >= len(heads) or not heads[place]:
            return found[0]
        return f'{found[0]} data-label="{heads[place]}"'

    return _CELL.sub(label, row)


def _plain(head: str) -> str:
    return "" if "unseen" in head else _TAG.sub("", head).strip()


def _escaped(address: URL, number: int, form: str) -> str:
    query = [(name, value) for name, value in _pairs(address) if name not in ("table_no", "as", "done")]
    words = urlencode([*query, ("table_no", str(number)), ("as", form)])
    return f"{address.path}?{words}".replace("&", "&amp;")


def _pairs(address: URL) -> list[tuple[str, str]]:
    return parse_qsl(address.query, keep_blank_values=True)


def saved_table(page: str, number: str, form: str) -> Response | None:
    """The table of that number as a file; ``None`` where the page has none."""
    read = LexborHTMLParser(page)
    tables, title = read.css("table"), read.css_first("title")
    if not (number.isdecimal() and len(number) < 4 and int(number) < len(tables)):
        return None
    rows = [[_text(cell) for cell in row.css("th, td")] for row in tables[int(number)].css("tr")]
    content = _xlsx(rows) if form == "xlsx" else _csv(rows)
    return saved_file(content, f"{title.text().partition(' - ')[0] if title else WEB_WORDS.name}.{form}")


def _text(cell: LexborNode) -> str:
    for aside in cell.css(_ASIDE):
        aside.decompose()
    return " ".join(cell.text(separator=" ").split())


def _xlsx(rows: list[list[str]]) -> bytes:
    """Every cell a text, so that none becomes a formula, a number or a link."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True})
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                sheet.write_string(number, place, text, None if number else head)
        for place in range(max(map(len, rows), default=0)):
            longest = max(len(row[place]) for row in rows if place < len(row))
            sheet.set_column(place, place, min(_WIDEST, 4 + 2 * longest))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows) - 1, 0), max(max(map(len, rows), default=1) - 1, 0))
    return buffer.getvalue()


def _csv(rows: list[list[str]]) -> bytes:
    """With the mark by which Excel knows UTF-8; a cell that it would take for a formula begins with an apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerows([f"'{text}" if text.startswith(_RISKY) else text for text in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")
