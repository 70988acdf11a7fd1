"""Every page in a real browser, wide and narrow, light and dark: no fault that axe knows, no scrolling sideways."""

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from chromium import Chromium, chromium
from web_office import COUNTY, FUNDS, PASSWORD, PLANS, Office, crawl, known_readings, office, plain_readings

from auditor.base.terms import Role, TaskKind
from auditor.county.writing import save_county
from auditor.web.pages import path_to

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
ASKED = """
const done = arguments[0];
axe.run(document, {resultTypes: ["violations"], iframes: false}).then(found => done(found.violations.map(
  one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(" | ")}`)));
"""
C, Q = ("county", "清源县"), ("county", "清源县", "2020Q1")
PAGES = {
    "overview": path_to(""),
    "county": path_to(*C),
    "quarter": path_to(*Q),
    "unit": path_to(*Q, "unit", unit="民政局"),
    "column": path_to(*Q, "column", key=PLANS.key),
    "unread column": path_to(*Q, "column", key=FUNDS.key),
    "review": path_to(*Q, "review"),
    "worklist": path_to(*Q, "worklist"),
    "one of the worklist": path_to(*Q, "worklist", key=FUNDS.key),
    "circular": path_to(*Q, "circular"),
    "follow-up": path_to(*Q, "recheck"),
    "year": path_to(*C, "annual"),
    "recomputed": path_to(*Q, "replay"),
    "editor": path_to(*C, "edit"),
    "a column's form": path_to(*C, "edit", "column", key=PLANS.url),
    "facts": path_to(*C, "edit", "facts"),
    "text": path_to(*C, "edit", "text"),
    "settings": path_to(*C, "settings"),
    "another pack": path_to(*C, "settings", pack="points-ranking"),
    "wording": path_to(*C, "settings", "wording"),
    "hearing": path_to(*Q, "hearing"),
    "an item's story": path_to(*Q, "item", key=PLANS.key, url="http://portal.test/1"),
    "paste": path_to(*C, "paste"),
    "teach": path_to(*C, "teach", key=PLANS.key),
    "progress": path_to(*C, "progress"),
    "people": "/people",
    "record": "/activity",
    "notices": "/notices",
    "upkeep": "/upkeep",
    "verify": "/verify",
    "new county": "/new",
    "interface": "/api",
    "account": "/account",
    "one-time codes": "/account/code",
    "cities": "/city",
    "help": "/help",
    "no such page": "/nothing",
}
LOOKS = ((1366, False), (320, True))
"""Widths, and whether dark: a desk, and the narrowest telephone (all below 640 px have one layout)."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, str, Chromium]]:
    """An office over HTTP with a follow-up drawn up, and a window in which its signer is signed in."""
    folder = tmp_path_factory.mktemp("office")
    with office(folder, plain_readings) as opened:
        signer = opened.browser("王芳", Role.ADMINISTRATOR)
        crawl(opened.store, COUNTY, known_readings(), days=30)
        assert signer.send(path_to(*Q, "recheck"), "/account", mode="stored").status_code == 303
        server = uvicorn.Server(uvicorn.Config(opened.app, "127.0.0.1", 0, log_level="critical"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        base = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        try:
            with chromium(folder) as window:
                window.go(f"{base}/login")
                assert faults(window) == []
                window.type_into(window.find("#name"), "王芳")
                window.type_into(window.find("#password"), PASSWORD)
                window.click(window.find("main button"))
                window.link("退出")
                yield opened, base, window
        finally:
            server.should_exit = True
            thread.join(30)


def faults(window: Chromium) -> list[str]:
    window.run(f"{AXE};return 1;")
    found: list[Any] = window.wait_for(ASKED)
    return [str(one) for one in found]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_fault_that_axe_knows_and_does_not_scroll_sideways(
    served: tuple[Office, str, Chromium], name: str
):
    _, base, window = served
    for width, dark in LOOKS:
        window.look_like(width, dark=dark)
        window.go(base + PAGES[name])
        assert faults(window) == [], (name, width)
        assert window.run("return document.documentElement.scrollWidth") <= width, (name, width)


def test_what_comes_back_after_a_form_has_no_fault_either(served: tuple[Office, str, Chromium]):
    """A wrong password, a form too old, wrong values in the editor and in the wording, and a board of many counties."""
    opened, base, window = served

    def sent(path: str, fields: dict[str, str], form: str, told: str) -> None:
        for width, dark in LOOKS:
            window.look_like(width, dark=dark)
            window.go(path)
            for name, value in fields.items():
                window.run(
                    f"document.querySelector({form!r}).elements[{name!r}].value = {json.dumps(value)}; return 1;"
                )
            window.run(f"HTMLFormElement.prototype.submit.call(document.querySelector({form!r})); return 1;")
            wait(lambda: told in window.text("main"))
            assert faults(window) == [], (path, width)
            assert window.run("return document.documentElement.scrollWidth") <= width, (path, width)

    elsewhere = base.replace("127.0.0.1", "localhost")  # a host of its own: nobody is signed in there
    sent(f"{elsewhere}/login", {"name": "王芳", "password": "wrong"}, "main form", "不对")
    sent(f"{base}/notices", {"token": "old", "name": "值班"}, 'form[action="/notices/add"]', "没有处理")
    facts = path_to(*C, "edit", "facts")
    sent(f"{base}{facts}", {"schedule.audit": "99"}, "main form", "没有保存")
    wording = path_to(*C, "settings", "wording")
    sent(f"{base}{wording}", {"text": "{% if %}"}, "main form", "这样写不出通报")
    (opened.folder / "counties").mkdir(exist_ok=True)
    for number in range(6):
        county = COUNTY.model_copy(
            update={"county": COUNTY.county.model_copy(update={"name": f"第{number}县"}), "path": Path()}
        )
        save_county(opened.folder / "counties" / f"{number}.toml", county)
    for width, dark in LOOKS:
        window.look_like(width, dark=dark)
        window.go(base)
        assert window.shows("待办多的在前")
        assert faults(window) == [], width
        assert window.run("return document.documentElement.scrollWidth") <= width, width


def test_what_goes_on_is_shown_without_loading_the_page_again(served: tuple[Office, str, Chromium]):
    office_, base, window = served
    window.look_like(1366)
    window.log()
    office_.progress.begin(COUNTY, TaskKind.OBSERVE, "2020-04-10", office_.watch())
    window.go(f"{base}{path_to(*C, 'progress')}")
    window.run("window.stays = 'the same page'; return 1;")
    assert window.shows("0/3")
    office_.progress.note("清源县", PLANS, plain_readings()[PLANS.key])
    wait(lambda: "1/3" in window.text("main"))
    assert window.run("return window.stays") == "the same page"
    office_.progress.end("清源县")
    wait(lambda: "没有正在进行的任务" in window.text("main"))
    assert not [one for one in window.log() if one["source"] in ("javascript", "security")]


def wait(ready: Any) -> None:
    ends = time.monotonic() + 30
    while not ready():
        assert time.monotonic() < ends
        time.sleep(0.2)
