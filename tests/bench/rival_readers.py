"""Reading list pages with public tools: lxml and parsel that are told each layout, GNE and Gerapy that are not.

Run by the rival environment: ``rival_readers.py TOOL FOLDER``, one file a page, named ``KIND-COLUMN.html``. Writes
JSON: seconds of CPU a page, and what was found on each.
"""

import json
import re
import sys
import time
from pathlib import Path
from urllib.parse import urljoin

DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")
ROWS = ("ul.list > li", "table.list > tr, table.list > tbody > tr", "ul.list > li", "dl.list > dd")
HOME = "http://127.0.0.1/"


def told(text):
    found = DAY.search(text or "")
    return "{}-{:02}-{:02}".format(*(int(part) for part in found.groups())) if found else None


def by_lxml(body, kind):
    import lxml.html

    items = []
    for row in lxml.html.fromstring(body).cssselect(ROWS[kind % 4]):
        link = row.cssselect("a")[0]
        rest = " ".join(cell.text or "" for cell in row.cssselect("span, td.d, em"))
        items.append((link.text_content().strip(), urljoin(HOME, link.get("href")), told(rest)))
    return items


def by_parsel(body, kind):
    import parsel

    charset = "gb18030" if b"gb2312" in body[:200] else "utf-8"
    items = []
    for row in parsel.Selector(body.decode(charset)).css(ROWS[kind % 4]):
        link = row.css("a")
        rest = " ".join(row.css("span::text, td.d::text, em::text").getall())
        items.append((link.css("::text").get().strip(), urljoin(HOME, link.attrib["href"]), told(rest)))
    return items


def by_gerapy(body, _kind):
    from gerapy_auto_extractor.extractors.list import extract_list

    charset = "gb18030" if b"gb2312" in body[:200] else "utf-8"
    return [(item["title"], urljoin(HOME, item["url"]), None) for item in extract_list(body.decode(charset)) or []]


def by_gne(body, _kind):
    import gne

    charset = "gb18030" if b"gb2312" in body[:200] else "utf-8"
    text = body.decode(charset)
    first = re.search(r"class='list'.*?<a [^>]*title='([^'（]+)", text, re.S)[1]  # it wants to be shown one item
    found = gne.ListPageExtractor().extract(text, feature=first)
    return [(item["title"], urljoin(HOME, item["url"]), None) for item in found]


if __name__ == "__main__":
    read = {"lxml": by_lxml, "parsel": by_parsel, "gerapy": by_gerapy, "gne": by_gne}[sys.argv[1]]
    pages = [(path.stem, path.read_bytes()) for path in sorted(Path(sys.argv[2]).glob("*.html"))]
    read(pages[0][1], int(pages[0][0].split("-")[0]))
    found, started = {}, time.process_time()
    for name, body in pages:
        try:
            found[name] = read(body, int(name.split("-")[0]))
        except Exception:  # noqa: BLE001 - what a tool cannot read counts as nothing found
            found[name] = []
    json.dump({"seconds": (time.process_time() - started) / len(pages), "found": found}, sys.stdout)
