"""How many list pages are read by a layout that was learned, what of them is read otherwise, and what it saves.

The share is of pages whose rows stand in their mark-up: the answers of programs and what scripts hold are apart. A real
page is read after its siblings, the other list pages of its site that were kept.
"""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from auditor.base.terms import PageKind
from auditor.fetch import PageRequest
from auditor.read import PageReading
from auditor.read.lists.learned import Layouts
from auditor.read.reading import read_page
from tests.bench.dressed import dressed_pages

sys.path.insert(0, str(Path(__file__).parent.parent))

from farm.portals import PORTALS
from farm.shape import Shape
from farm.site import Request
from servers import Seen

Row = tuple[str, ...]
HOST = "http://portal.test"
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
_MOST_PAGES = 6
_REAL_HOST = "http://www.example.gov.cn/list/"


@dataclass(frozen=True)
class Page:
    """A page as it is read."""

    url: str
    body: bytes
    request: PageRequest
    number: int = 0

    def read(self, layouts: Layouts | None = None) -> PageReading:
        return read_page(
            self.body, url=self.url, content_type="text/html", request=self.request, number=self.number, layouts=layouts
        )


@dataclass
class Tally:
    """Pages read by a layout, of how many whose rows stand in mark-up, and how many of them were read otherwise."""

    by_layout: int = 0
    by_wrapper: int = 0
    pages: int = 0
    otherwise: int = 0
    apart: int = 0
    searching: float = 0.0
    learning: float = 0.0

    def add(self, page: Page, layouts: Layouts) -> None:
        began = time.process_time()
        plain = page.read()
        between = time.process_time()
        before = (layouts.by_layout, layouts.by_layout + layouts.searched, layouts.by_wrapper)
        learned = page.read(layouts)
        ended = time.process_time()
        if plain.kind is not PageKind.LIST or not plain.items:
            return
        if layouts.by_layout + layouts.searched == before[1]:
            self.apart += 1
            return
        self.pages += 1
        self.by_layout += layouts.by_layout - before[0]
        self.by_wrapper += layouts.by_wrapper - before[2]
        self.otherwise += learned != plain
        self.searching += between - began
        self.learning += ended - between

    def row(self, name: str, goal: str) -> Row:
        share = self.by_layout / self.pages if self.pages else 0.0
        return (
            f"按学到的版面读取：{name}",
            f"{self.by_layout} / {self.pages} 页（{share:.0%}，其中只看标记 {self.by_wrapper}），"
            f"读得不同 {self.otherwise} 页；接口答复等 {self.apart} 页不计",
            f"每页 CPU {1000 * self.learning / max(self.pages, 1):.2f} 毫秒，逐页查找 "
            f"{1000 * self.searching / max(self.pages, 1):.2f} 毫秒",
            f"{self.learning / self.searching:.2f}" if self.searching else "—",
            goal,
        )


def shares() -> Iterator[Row]:
    """The dressed site, the farm, and the real pages where they are at hand."""
    yield tally(dressed_pages_by_portal()).row("着装的站点", "读得不同 0 页")
    yield tally(farm_pages(odd=False)).row("模拟门户", "≥ 75%，读得不同 0 页")
    yield tally(farm_pages(odd=True)).row("模拟门户中结构少见的", "读得不同 0 页")
    if CORPUS.is_dir():
        yield real_pages().row("真实网页（同站另有列表页的）", "≥ 60%，读得不同 0 页")


def tally(portals: Iterable[Sequence[Page]]) -> Tally:
    """Each portal's pages in turn, with one memory."""
    total = Tally()
    for pages in portals:
        layouts = Layouts()
        for page in pages:
            total.add(page, layouts)
    return total


def dressed_pages_by_portal() -> Iterator[Sequence[Page]]:
    for pages in dressed_pages():
        yield [Page(url, body, PageRequest(url)) for url, body in pages]


def farm_pages(*, odd: bool) -> Iterator[Sequence[Page]]:
    """All columns of each portal of the farm, page after page: the publishing systems, or the odd generators."""
    for make in PORTALS.values():
        shape = make()
        if (make.__module__ in ("farm.homemade", "farm.strangers")) is not odd:
            continue
        yield [page for column in shape.columns for page in _column(shape, shape.address(column))]


def _column(shape: Shape, address: str) -> Iterator[Page]:
    request: PageRequest | None = PageRequest(f"{HOST}{address}" if address.startswith("/") else address)
    number = 1
    for _ in range(_MOST_PAGES):
        body = _body(shape, request) if request is not None else None
        if request is None or body is None:
            return
        page = Page(request.url, body, request, number)
        reading = page.read()
        yield page
        number += reading.kind is PageKind.LIST
        request = reading.next


def _body(shape: Shape, request: PageRequest) -> bytes | None:
    """What the portal answers; ``None`` for what is no plain answer."""
    parts = urlsplit(request.url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    answer = shape.answer(Request.of(Seen(request.method, target, (), (request.body or "").encode(), 0.0)))
    return answer.partition(b"\r\n\r\n")[2] if isinstance(answer, bytes) else None


def real_pages() -> Tally:
    """Each real list page after all other ones of its site."""
    by_site: dict[str, list[Page]] = defaultdict(list)
    for line in (CORPUS / "manifest.jsonl").read_text("utf-8").splitlines():
        known = json.loads(line)
        if known["kind"] == "list" and (CORPUS / known["file"]).is_file():
            url = known["url"] or _REAL_HOST
            by_site[known["site"]].append(Page(url, (CORPUS / known["file"]).read_bytes(), PageRequest(url)))
    total = Tally()
    for pages in by_site.values():
        for page in pages if len(pages) > 1 else ():
            layouts = Layouts()
            for other in pages:
                if other is not page:
                    other.read(layouts)
            total.add(page, replace(layouts))
    return total
