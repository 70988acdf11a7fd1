"""How the reader and, where they are installed, general extractors do on the farm's pages: lists and article dates.

Run from the repository: ``python tests/bench/farm_figures.py``; with others to compare, where they are not installed:
``uv run --no-project --python .venv/bin/python --with-editable . --with gne --with gerapy-auto-extractor
--with htmldate python tests/bench/farm_figures.py``.
"""

import importlib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from farm.homemade import Undated
from farm.portals import PORTALS
from farm.shape import Shape
from farm.site import Request

from auditor.read.reading import read_page

HOST = "http://portal.test"
Rows = set[tuple[str, str]]
"""Title and address of every row."""


@dataclass(frozen=True)
class ListPage:
    """The first page of one column whose rows stand in the page itself."""

    url: str
    body: bytes
    kind: str
    charset: str
    rows: Rows
    days: dict[str, date]


def list_pages() -> Iterator[ListPage]:
    for shape in (portal() for portal in PORTALS.values()):
        for column in shape.columns if shape.shell_requests == 0 else ():
            body = body_of(shape, shape.address(column))
            rows = {(entry.title, absolute(entry.address)) for entry in column.page(1, shape.size)}
            days = {absolute(entry.address): entry.day for entry in column.page(1, shape.size) if entry.address}
            if rows:
                url = HOST + shape.address(column)
                yield ListPage(url, body, shape.kind, shape.charset, rows, days)


def absolute(address: str) -> str:
    return address if address.startswith("http") or not address else HOST + address


def body_of(shape: Shape, address: str) -> bytes:
    path, _, query = address.partition("?")
    pairs = dict(pair.split("=", 1) for pair in query.split("&") if "=" in pair)
    answer = shape.answer(Request("GET", path, pairs, {}))
    assert isinstance(answer, bytes), address
    return answer.partition(b"\r\n\r\n")[2]


def ours(page: ListPage) -> Rows:
    reading = read_page(page.body, url=page.url, content_type=page.kind)
    assert all(item.date in (None, page.days[item.url]) for item in reading.items if item.url in page.days)
    return {(item.title, item.url) for item in reading.items}


def gerapy(page: ListPage) -> Rows:
    extract = importlib.import_module("gerapy_auto_extractor").extract_list
    found = extract(page.body.decode(page.charset, "replace"), base_url=page.url) or []
    return {(item.get("title") or "", item.get("url") or "") for item in found}


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def report_lists(name: str, read: Callable[[ListPage], Rows]) -> None:
    whole = addresses = found = wrong = held = pages = 0
    began = time.perf_counter()
    for page in list_pages():
        rows = read(page)
        pages += 1
        held += len(page.rows)
        whole += rows == page.rows
        addresses += {url for _, url in rows} == {url for _, url in page.rows}
        found += len(rows & page.rows)
        wrong += len(rows - page.rows)
    took = (time.perf_counter() - began) / pages * 1000
    say(
        f"lists    {name:24} pages with every row {whole}/{pages} (addresses alone {addresses}); "
        f"rows {found}/{held}; wrong rows {wrong}; {took:.1f} ms a page"
    )


def article_pages() -> Iterator[tuple[str, bytes, date]]:
    shape = Undated()
    for column in shape.columns:
        for entry in column.entries:
            yield absolute(entry.address), body_of(shape, entry.address), entry.day


def our_day(url: str, body: bytes) -> str:
    article = read_page(body, url=url).article
    return str(article.published)[:10] if article and article.published else ""


def htmldate_day(url: str, body: bytes) -> str:
    find = importlib.import_module("htmldate").find_date
    return find(body.decode(), url=url, original_date=True, extensive_search=True) or ""


def gne_day(url: str, body: bytes) -> str:
    extractor = importlib.import_module("gne").GeneralNewsExtractor()
    said = extractor.extract(body.decode()).get("publish_time") or ""
    return said.replace("年", "-").replace("月", "-").replace("日", "")[:10]


def report_days(name: str, read: Callable[[str, bytes], str]) -> None:
    right = wrong = pages = 0
    began = time.perf_counter()
    for url, body, day in article_pages():
        said = read(url, body)
        pages += 1
        right += "-".join(part.zfill(2) for part in said.split("-")) == str(day)
        wrong += bool(said) and "-".join(part.zfill(2) for part in said.split("-")) != str(day)
    took = (time.perf_counter() - began) / pages * 1000
    say(f"articles {name:24} days right {right}/{pages}, wrong {wrong}; {took:.1f} ms a page")


def is_installed(name: str) -> bool:
    try:
        importlib.import_module(name)
    except ImportError:
        say(f"         {name} is not installed")
        return False
    return True


def main() -> None:
    report_lists("this reader", ours)
    if is_installed("gerapy_auto_extractor"):
        report_lists("gerapy-auto-extractor", gerapy)
    report_days("this reader", our_day)
    if is_installed("htmldate"):
        report_days("htmldate", htmldate_day)
    if is_installed("gne"):
        report_days("gne", gne_day)


if __name__ == "__main__":
    main()
