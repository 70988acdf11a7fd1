"""A person shows the program how a column is read: in a real browser, without scripts, into the county file."""

import asyncio
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
import uvicorn
import web_office
from chromium import ENTER, TAB, Chromium, chromium
from portals import column, county
from test_web_snapshot import AT, HOSTILE_PAGE, page
from web_office import COUNTY, NOTICES, PASSWORD, PLANS, Browser, Client, Watch, office, plain_readings

from auditor.archive import ArchiveWriter
from auditor.base.period import Period
from auditor.base.settings import Place, clock_at
from auditor.base.terms import ColumnState, Role
from auditor.cli import main
from auditor.county.model import County, load_county
from auditor.county.writing import save_county
from auditor.fleet.files import CountyFiles
from auditor.pipeline.crawling import crawl_county
from auditor.pipeline.line import audit_county
from auditor.pipeline.replay import replay_period
from auditor.pipeline.trial import not_read_since
from auditor.schedule import Progress
from auditor.store import Store, open_store
from auditor.web.accounts import add_account
from auditor.web.app import create_app
from auditor.web.pages import path_to
from auditor.web.shield import POINTING_POLICY

NAME = "清源县"
HEAD = "<html><head><meta charset='utf-8'><title>{}-清源县</title></head><body>"
NAV = "<div class='nav'><a href='/'>首页</a><a href='/zwgk/'>政务公开</a><a href='/new/'>新卡片</a></div>"


def _days(first: str, count: int) -> list[date]:
    start = date.fromisoformat(first).toordinal()
    return [date.fromordinal(start - 3 * n) for n in range(count)]


def _cards(days: list[date], slug: str, step: str) -> str:
    rows = "".join(
        f"<a class='card' href='/{slug}/t{n}.html'><em>{day:%d}</em><i>{day:%Y.%m}</i>"
        f"<b>卡片第{slug}{n}号事项的公告</b><p>为做好有关工作，现将有关事项公告如下。</p></a>"
        for n, day in enumerate(days, 1)
    )
    pager = f"<a class='r' href='{step}'><img src='/r.png'></a>" if step else ""
    return f"{HEAD.format('卡片')}{NAV}<div class='cards'>{rows}</div><div class='fy'>{pager}</div></body></html>"


def _torn(days: list[date], slug: str, step: str) -> str:
    """A table whose stray end throws the later rows out of it."""
    cells = [
        f"<tr><td><a class='t' href='/{slug}/t{n}.html'>破表第{slug}{n}号事项的公告</a></td>"
        f"<td>{day:%Y-%m-%d}</td></tr>"
        for n, day in enumerate(days, 1)
    ]
    half = len(cells) // 2
    rows = "".join(cells[:half]) + "</table>" + "".join(cells[half:])
    pager = f"<p class='fy'><a href='{step}'>后翻 →</a></p>" if step else "<p class='fy'></p>"
    outer = f"<table><tr><td><table>{rows}</table></td></tr></table>"
    return f"{HEAD.format('破表')}{NAV}{outer}{pager}</body></html>"


def _odd(days: list[date], slug: str, step: str) -> str:
    """Rows whose day is told in words and kept in an attribute's own form by pieces, month first."""
    rows = "".join(
        f"<div class='it'><p class='h'><a href='/{slug}/t{n}.html'>怪日第{slug}{n}号事项的公告</a></p>"
        f"<p class='d'><span>{day.month}月</span><span>{day.day}</span><span>{day.year}</span></p></div>"
        for n, day in enumerate(days, 1)
    )
    pager = f"<div class='fy'><a href='{step}'>下一页</a></div>" if step else "<div class='fy'></div>"
    return f"{HEAD.format('怪日')}{NAV}<div class='w'>{rows}</div>{pager}</body></html>"


def pages() -> dict[str, str]:
    made = {"/": f"{HEAD.format('首页')}{NAV}</body></html>"}
    for path, make in (("/cards/", _cards), ("/torn/", _torn), ("/odd/", _odd)):
        made[path] = make(_days("2020-03-30", 12), "a", "2.html")
        made[f"{path}2.html"] = make(_days("2020-02-20", 12), "b", "3.html")
        made[f"{path}3.html"] = make(_days("2019-12-30", 12), "c", "")
    made["/zwgk/"] = f"{HEAD.format('政务公开')}{NAV}<p>本县政务公开工作由县人民政府办公室负责。</p></body></html>"
    made["/new/"] = _cards(_days("2020-04-03", 12), "n", "")
    return made


@contextmanager
def served(answers: Mapping[str, str]) -> Iterator[str]:
    """A portal on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = answers.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Desk:
    """The office's web pages over a crawled portal."""

    home: str
    store: Store
    place: Place
    path: Path
    base: str = ""
    app: object = None

    @property
    def county(self) -> County:
        return load_county(self.path)

    def crawl(self, now: str) -> Mapping[str, object]:
        asyncio.run(
            crawl_county(
                self.county, self.store, self.place, clock_at(now), since=date(2020, 1, 1), thorough=True,
                watch=lambda *_: None, clock_checked=True,
            )
        )  # fmt: skip
        return {key: one.newest for key, one in self.store.runs.load_readings(self.county).items()}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with served(pages()) as home:
        names = {"/cards/": "卡片", "/torn/": "破表", "/odd/": "怪日"}
        columns = [column(name).model_copy(update={"url": path}) for path, name in names.items()]
        made = county(columns).at(home)
        made = made.model_copy(update={"crawl": made.crawl.model_copy(update={"delay": 0.0})})
        path = tmp_path / "qingyuan.toml"
        save_county(path, made)
        store = open_store(tmp_path / "auditor.db")
        place, watch = Place(tmp_path), Watch()
        add_account(store, "王签", Role.SIGNER, PASSWORD, watch())
        add_account(store, "赵看", Role.READER, PASSWORD, watch())
        pages_of = create_app(
            CountyFiles([path], tmp_path / "counties"), store, place, clock_at("2020-04-10T09:00"), agenda=None,
            progress=Progress(), setup=None, watch=watch, hosts=(),
        )  # fmt: skip
        server = uvicorn.Server(uvicorn.Config(pages_of, "127.0.0.1", 0, log_level="critical"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        try:
            yield Desk(home, store, place, path, f"http://127.0.0.1:{port}", pages_of)
        finally:
            server.should_exit = True
            thread.join(30)
            store.close()


def sign_in(window: Chromium, desk: Desk, name: str) -> None:
    window.go(f"{desk.base}/login")
    window.type_into(window.find("input[name=name]"), name)
    window.type_into(window.find("input[name=password]"), PASSWORD)
    window.click(window.find("form button"))
    window.link("退出")


def point(window: Chromium, words: str) -> None:
    """Click a text of the marked page."""
    window.enter_frame("iframe")
    window.click(window.link(words))
    window.leave_frame()


def teach(window: Chromium, desk: Desk, key: str, title: str, day: str, step: str) -> None:
    window.go(desk.base + path_to("county", NAME, "teach", key=key))
    window.click(window.link("教程序读取这个页面"))
    assert window.shows("第1步", "#step")
    point(window, title)
    assert window.shows("第2步", "#step")
    point(window, day)
    assert window.shows("第3步", "#step")
    point(window, step)
    window.find("button[name=act]")


def test_three_columns_of_a_portal_never_seen_are_taught_without_touching_a_file(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    before = desk.crawl("2020-04-10T02:30")
    assert [one.state for one in before.values()] == [ColumnState.UNREADABLE] * 3, [
        one.reason for one in before.values()
    ]
    with chromium(tmp_path) as window:
        sign_in(window, desk, "王签")
        for key, title, day, step in (
            ("/cards/", "卡片第a5号", "18", "〔图〕"),
            ("/torn/", "破表第a5号", "2020-03-18", "后翻"),
            ("/odd/", "怪日第a5号", "18", "下一页"),
        ):
            teach(window, desk, key, title, day, step)
            assert window.shows("12", "table"), window.text("table")
            window.click(window.link("保存"))
            assert window.shows("已保存", ".say.ok")
        assert [entry for entry in window.log() if entry["level"] == "SEVERE"] == []
    after = desk.crawl("2020-04-11T02:30")
    assert [one.state for one in after.values()] == [ColumnState.COUNTED] * 3, [one.reason for one in after.values()]
    for reading in after.values():
        assert sum(s.date is not None and s.date >= date(2020, 1, 1) for s in reading.sightings) == 24
    with pytest.raises(SystemExit) as leaving:
        main(["--home", str(tmp_path), "check", str(desk.path)])
    assert not leaving.value.code
    assert "栏目“卡片”：按给定的读法，存档的3页共读到36条，其中36条有日期" in capsys.readouterr().out
    noted = [one for one in desk.store.people.list_activity(50) if one.action == "修改栏目读法"]
    assert len(noted) == 3
    assert {one.who for one in noted} == {"王签"}


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ("div.nav > a:nth-of-type(2)", "没有读出这个列表的信息"),
        ("a.card:nth-of-type(4)", "没有取到"),
        ("div.nav > a:nth-of-type(3)", "比前一页的还新"),
        ("div.fy > b", "认不出"),
    ],
)
def test_a_step_that_leads_to_no_further_rows_is_not_saved_unless_the_person_insists(desk: Desk, step: str, why: str):
    desk.crawl("2020-04-10T02:30")
    signer = Browser(Client(desk.app, "127.0.0.1"))
    signer.sign_in("王签")
    where = path_to("county", NAME, "teach")
    page = path_to("county", NAME, "teach", key="/cards/", teach="1", title="none", date="none", step="none")
    plan = {"key": "/cards/", "rows": "a.card", "title": "b", "date": "em, i", "next": step}
    answer = signer.send(where, page, **plan, act="save")
    assert answer.status_code == 200
    assert why in answer.text
    assert desk.county.column[0].read is None
    assert signer.send(where, page, **plan, act="keep").status_code == 303
    assert desk.county.column[0].read is not None


def test_a_plan_is_tried_two_pages_on_before_it_is_saved(desk: Desk):
    desk.crawl("2020-04-10T02:30")
    signer = Browser(Client(desk.app, "127.0.0.1"))
    signer.sign_in("王签")
    where = path_to("county", NAME, "teach")
    page = path_to("county", NAME, "teach", key="/cards/", teach="1", title="none", date="none", step="none")
    plan = {"key": "/cards/", "rows": "a.card", "title": "b", "date": "em, i", "next": "div.fy > a"}
    tried = signer.send(where, page, **plan, act="try").text
    assert "往后试读2页，又读到24条" in tried
    assert "2019.12" not in tried
    assert "2019-12-30" in tried or "2019年12月30日" in tried
    assert desk.county.column[0].read is None
    assert signer.send(where, page, **plan, act="save").status_code == 303
    assert desk.county.column[0].read is not None


def test_what_was_pointed_at_stays_marked_while_the_next_is_asked_for(desk: Desk):
    desk.crawl("2020-04-10T02:30")
    signer = Browser(Client(desk.app, "127.0.0.1"))
    signer.sign_in("王签")

    def frame(page: str) -> str:
        return signer.read(unescape(re.search(r'<iframe[^>]*src="([^"]*)"', page)[1]))  # type: ignore[index]

    def leads(text: str, words: str) -> str:
        found = re.search(rf'href="([^"]*)">{words}', text)
        assert found, words
        return unescape(found[1])

    first = frame(signer.read(path_to("county", NAME, "teach", key="/cards/", teach="1")))
    assert 'class="auditor-title"' not in first
    second = frame(signer.read(leads(first, "卡片第a5号")))
    assert second.count("auditor-title") == first.count("auditor-title") + 1
    third = frame(signer.read(leads(second, "18")))
    assert third.count("auditor-date") == second.count("auditor-date") + 1


def test_what_was_taught_and_not_read_since_is_told_before_issuing_and_every_quarter_is_computed_again(desk: Desk):
    quarters = [Period.parse("2020Q1"), Period.parse("2019Q4")]

    def audit(now: str) -> None:
        for quarter in quarters:
            audit_county(desk.county, desk.store, desk.place, quarter, clock_at(now))

    def replayed() -> list[object]:
        again = [asyncio.run(replay_period(desk.county, desk.store, desk.place, quarter)) for quarter in quarters]
        return [one.differences for one in again]

    desk.crawl("2020-04-10T02:30")
    audit("2020-04-10T03:00")
    assert not_read_since(desk.county, desk.store) == ""
    signer = Browser(Client(desk.app, "127.0.0.1"))
    signer.sign_in("王签")
    plan = {"key": "/cards/", "rows": "a.card", "title": "b", "date": "em, i", "next": "div.fy > a"}
    page = path_to("county", NAME, "teach", key="/cards/", teach="1", title="none", date="none", step="none")
    assert signer.send(path_to("county", NAME, "teach"), page, **plan, act="save").status_code == 303
    told = not_read_since(desk.county, desk.store)
    assert told.startswith("“卡片”改了读法，还没有按新的读法采集")
    circular = path_to("county", NAME, "2020Q1", "circular")
    assert told in signer.read(circular)
    assert replayed() == [(), ()], "what was read before is still computed by the plan of then"
    desk.crawl("2020-04-11T02:30")
    audit("2020-04-11T03:00")
    assert not_read_since(desk.county, desk.store) == ""
    assert "改了读法" not in signer.read(circular)
    assert replayed() == [(), ()]


def test_pointing_works_by_keyboard_alone(desk: Desk, tmp_path: Path):
    desk.crawl("2020-04-10T02:30")
    with chromium(tmp_path) as window:
        sign_in(window, desk, "王签")
        window.go(desk.base + path_to("county", NAME, "teach", key="/odd/", teach="1"))
        window.enter_frame("iframe")
        window.run("document.querySelectorAll('a.auditor-pick')[2].focus()")  # where Tab comes to in the end
        window.press(TAB, ENTER)
        window.leave_frame()
        ends = time.monotonic() + 20
        while "title=" not in window.address and time.monotonic() < ends:
            time.sleep(0.1)
        assert window.shows("第2步", "#step")


def archived(folder: Path, desk: web_office.Office) -> str:
    """A hostile page in the archive, as the newest page of the first column."""
    with ArchiveWriter(folder / "archive" / NAME, "run-000001", started=AT) as writer:
        record = writer.add(page(HOSTILE_PAGE))
        writer.close()
    taken = replace(plain_readings()[PLANS.key], pages=(record,))
    web_office.crawl(desk.store, COUNTY, {**plain_readings(), PLANS.key: taken}, days=1)
    return record


def test_no_page_of_the_archive_acts_or_leads_away(tmp_path: Path):
    with office(tmp_path, plain_readings) as desk:
        record = archived(tmp_path, desk)
        where = {"key": PLANS.key, "record": record, "teach": "1"}
        signer = desk.browser("王签", Role.SIGNER)
        answer = signer.get(path_to("county", NAME, "teach", "body", **where))
        assert answer.headers["content-security-policy"] == POINTING_POLICY
        assert "allow-scripts" not in POINTING_POLICY
        assert "allow-same-origin" not in POINTING_POLICY
        for word in ("evil.test", "alert", "<script", "<iframe", "onload", "onclick", "javascript:", "<base", "<meta"):
            assert word not in answer.text, word
        links = re.findall(r"<a [^>]*>", answer.text)
        assert links
        assert all('href="/county/' in link and 'target="_top"' in link for link in links)
        reader = desk.browser("赵看", Role.READER)
        assert "<a " not in reader.read(path_to("county", NAME, "teach", "body", **where)), (
            "who only looks points at nothing"
        )
        assert "教程序读取这个页面" not in reader.read(path_to("county", NAME, "teach", key=PLANS.key))
        refused = reader.send(path_to("county", NAME, "teach"), key=PLANS.key, rows="li", record=record)
        assert refused.status_code == 403
        other = path_to("county", NAME, "teach", "body", key=NOTICES.key, record=record)
        assert signer.get(other).status_code == 404, "only the column's own pages"


def test_what_is_typed_wrong_is_told_and_nothing_is_written(tmp_path: Path):
    with office(tmp_path, plain_readings) as desk:
        archived(tmp_path, desk)
        signer = desk.browser("王签", Role.SIGNER)
        where = path_to("county", NAME, "teach")
        bad = signer.send(where, key=PLANS.key, rows="li[")
        assert bad.status_code == 422
        assert "不是 CSS 选择器" in bad.text
        late = signer.send(where, key=PLANS.key, rows="li", seen="0" * 64)
        assert late.status_code == 409
        assert "已被别处修改" in late.text
        assert signer.get(f"{where}?key=/nowhere/").status_code == 404
        assert signer.get(f"{where}/body?key={quote(PLANS.key)}&record=x&plan=[").status_code == 404
        assert load_county(tmp_path / "qingyuan.toml").column[0].read is None
