"""Reading alone: pages a second, and beside it how much of what stands on them was read right."""

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

from auditor.read.reading import read_page
from tests.bench.ground import size
from tests.bench.rivals import rival_python
from tests.bench.site import COLUMNS, KINDS, items_of, page_of, path_of

Row = tuple[str, ...]
Found = dict[str, list[tuple[str, str, str | None]]]
HOME = "http://127.0.0.1/"
RIVALS = {
    "lxml": "lxml（事先告知版式）",
    "parsel": "parsel（事先告知版式）",
    "gne": "GNE 列表模式（事先给出一条标题，不读日期）",
    "gerapy": "GerapyAutoExtractor 列表模式（不读日期）",
}


def side_by_side() -> Iterator[Row]:
    """Ours and each of the others on the same pages."""
    count = min(size("READ_PAGES", 400), KINDS * COLUMNS)
    names = [(n % KINDS, n // KINDS) for n in range(count)]
    pages = {f"{kind}-{column}": page_of(kind, column) for kind, column in names}
    truth: Found = {
        f"{kind}-{column}": [
            (item.title, HOME.rstrip("/") + item.href, item.day.isoformat()) for item in items_of(kind, column)
        ]
        for kind, column in names
    }
    seconds, found = ours(pages)
    yield line("auditor（不告知版式）", seconds, found, truth, "")
    with tempfile.TemporaryDirectory() as folder:
        for name, body in pages.items():
            (Path(folder) / f"{name}.html").write_bytes(body)
        for tool, title in RIVALS.items():
            theirs, read = rival(tool, Path(folder))
            yield line(title, theirs, read, truth, f"auditor 的 CPU 是它的 {seconds / theirs:.2f}")


def ours(pages: dict[str, bytes]) -> tuple[float, Found]:
    """CPU seconds a page, and what was read."""
    found: Found = {}
    started = time.process_time()
    for name, body in pages.items():
        column = int(name.partition("-")[2])
        reading = read_page(body, url=HOME.rstrip("/") + path_of(column), content_type="text/html")
        found[name] = [(item.title, item.url, item.date.isoformat() if item.date else None) for item in reading.items]
    return (time.process_time() - started) / len(pages), found


def rival(tool: str, folder: Path) -> tuple[float, Found]:
    """The same by another tool."""
    command = [rival_python(), Path(__file__).parent / "rival_readers.py", tool, folder]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout.splitlines()[-1])
    return answer["seconds"], {name: [tuple(item) for item in items] for name, items in answer["found"].items()}


def line(title: str, seconds: float, found: Found, truth: Found, ratio: str) -> Row:
    """Speed beside accuracy: pages whose titles and addresses, and whose dates too, are exactly those of the page."""
    links = sum(plain(found[name]) == plain(truth[name]) for name in truth)
    whole = sum(found[name] == truth[name] for name in truth)
    return (
        f"读取列表页：{title}",
        f"{1 / seconds:,.0f} 页/秒，{seconds * 1000:.2f} 毫秒/页",
        f"标题、网址全对 {links / len(truth):.1%} 的页，连同日期全对 {whole / len(truth):.1%}",
        ratio,
        "",
    )


def plain(items: list[tuple[str, str, str | None]]) -> list[tuple[str, str]]:
    """Titles and addresses; one tool turns full-width brackets into narrow ones, which is no fault here."""
    return [(normalize("NFKC", title), url) for title, url, _ in items]
