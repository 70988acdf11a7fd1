"""The pages of a city: its counties side by side, its circular from draft to issue; two hundred counties."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import uvicorn
from chromium import chromium
from cities import CITY, NAMES, PERIOD, SILENT, DrawnCity, county_audit, draw_city, moment
from sqlalchemy import event, text
from test_web_axe import LOOKS, faults
from waiting import wait_until
from web_office import PASSWORD, Asked, Browser, Client, Watch, add_account

from auditor.base.settings import Place, clock_at
from auditor.base.terms import Role
from auditor.city.rollup import roll_up
from auditor.county.city import load_city
from auditor.county.writing import dump_county
from auditor.fleet.files import CountyFiles, county_files
from auditor.schedule import Progress
from auditor.store import Store, open_store
from auditor.store.tables import stamp
from auditor.web.app import create_app
from auditor.web.pages import path_to
from auditor.web.shield import SetupCode
from auditor.web.signin import SignInRules

CITY_PAGE = path_to("city", "定水市", period=PERIOD.name)
MANY = 200


@dataclass
class CityOffice:
    """The application over a folder of counties and their city."""

    app: object
    store: Store
    drawn: DrawnCity
    watch: Watch

    def browser(self, name: str, role: Role) -> Browser:
        browser = Browser(Client(self.app, "127.0.0.1"))
        if self.store.people.find_account(name) is None:
            add_account(self.store, name, role, PASSWORD, self.watch())
        assert browser.sign_in(name).status_code == 303
        return browser


@contextmanager
def opened(folder: Path, drawn: DrawnCity, store: Store) -> Iterator[CityOffice]:
    watch = Watch()
    app = create_app(
        CountyFiles([folder / "counties"]), store, Place(folder), clock_at("2026-10-20T09:00"), agenda=Asked(),
        progress=Progress(), setup=SetupCode("12345678"), watch=watch,
    )  # fmt: skip
    yield CityOffice(app, store, drawn, watch)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CityOffice]:
    folder = tmp_path_factory.mktemp("office")
    store = open_store(Place(folder).database)
    with opened(folder, draw_city(folder / "counties", store), store) as office:
        yield office
    store.close()


def rows_of(page: str) -> dict[str, list[str]]:
    """The cells of the table by the county's name."""
    found = {}
    for row in page.split("<tbody>")[1].split("</tbody>")[0].split("<tr")[1:]:
        cells = [re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]
        found[cells[0]] = cells
    return found


def test_the_table_says_what_the_audits_say_and_bounds_what_they_do_not(served: CityOffice):
    page = served.browser("看客", Role.READER).read(CITY_PAGE)
    rows = rows_of(page)
    assert list(rows) == list(NAMES)
    shares = {}
    for name, audit in served.drawn.audits.items():
        due = [row for row in audit.rows if row.due and not row.exempt]
        low = sum(row.count is not None and row.count >= row.expect for row in due)
        high = low + sum(row.count is None for row in due)
        shares[name] = (low / len(due), high / len(due))
        told = [f"{(2000 * part // len(due) + 1) // 2 / 10:.1f}%" for part in (low, high)]  # halves rounded up
        total = sum(row.count or 0 for row in audit.rows)
        assert rows[name][6] == (f"至少{total}" if audit.unknown_rows else str(total))
        assert rows[name][7] in (told[0], f"{told[0]}至{told[1]}")
    shares[SILENT] = (0.0, 1.0)
    for name, (low, high) in shares.items():
        others = [one for other, one in shares.items() if other != name]
        first, last = 1 + sum(one[0] > high for one in others), 1 + sum(one[1] > low for one in others)
        assert rows[name][8] == (str(first) if first == last else f"{first}至{last}")
    assert rows[SILENT][1:8] == ["—", "—", "—", "—", "—", "未能核查", "未能核查"]
    assert rows[SILENT][11] == "没有结果"
    assert rows[NAMES[3]][11] == "政办发〔2026〕43号（替代政办发〔2026〕4号）"


def test_every_line_leads_to_the_countys_own_pages_and_they_open(served: CityOffice):
    reader = served.browser("看客", Role.READER)
    page = reader.read(CITY_PAGE)
    links = set(re.findall(r'href="(/county/[^"]+)"', page))
    assert len(links) >= len(NAMES)
    for link in sorted(links)[:4]:
        reader.read(link.replace("&amp;", "&"))
    assert path_to("county", SILENT) in links


def test_lines_are_searched_and_sorted_and_the_table_downloads_as_shown(served: CityOffice):
    reader = served.browser("看客", Role.READER)
    assert list(rows_of(reader.read(CITY_PAGE + "&text=水"))) == ["鄠水县"]
    ranked = list(rows_of(reader.read(CITY_PAGE + "&sort=rank")).values())
    firsts = [int(row[8].split("至")[0]) for row in ranked]
    assert firsts == sorted(firsts)
    assert "没有符合条件的县（区）" in reader.read(CITY_PAGE + "&text=海")
    content = reader.get(CITY_PAGE + "&text=水&table_no=0&as=csv").content.decode("utf-8-sig")
    assert content.splitlines()[0].startswith("县（区）,单位,栏目")
    assert len(content.splitlines()) == 2
    for odd in ("&page=0", "&page=99", "&sort=nonsense", "&page=x"):
        assert len(rows_of(reader.read(CITY_PAGE + odd))) == len(NAMES)


def test_the_workbook_holds_every_county_and_the_sums(served: CityOffice):
    answer = served.browser("看客", Role.READER).get(path_to("city", "定水市", PERIOD.name, "rollup.xlsx"))
    assert answer.status_code == 200
    lines = list(openpyxl.load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [line[0] for line in lines[2:14]] == list(NAMES)
    known = [line for line in lines[2:14] if line[0] != SILENT]
    assert lines[14][1:6] == tuple(sum(line[place] for line in known) for place in range(1, 6))
    audits = served.drawn.audits.values()
    assert lines[14][6] == f"至少{sum(row.count or 0 for audit in audits for row in audit.rows)}"


def test_the_circular_is_drafted_decided_and_issued_on_the_pages(tmp_path: Path):
    store = open_store(Place(tmp_path).database)
    with opened(tmp_path, draw_city(tmp_path / "counties", store), store) as office:
        signer, reader = office.browser("王芳", Role.SIGNER), office.browser("看客", Role.READER)
        assert reader.send("/city/定水市/audit", CITY_PAGE, period=PERIOD.name).status_code == 403
        answer = signer.send("/city/定水市/audit", CITY_PAGE, period=PERIOD.name)
        assert (answer.status_code, answer.headers["location"]) == (303, CITY_PAGE)
        wait_until(lambda: "核对通报草稿" in signer.read(CITY_PAGE))
        here = path_to("county", "定水市", PERIOD.name)
        assert f'href="{here}/circular?draft=yes"' in signer.read(CITY_PAGE)
        draft = signer.read(f"{here}/circular?draft=yes")
        assert "回头看" not in draft.split("</nav>")[2]
        assert "通报草稿" not in reader.read(CITY_PAGE)
        sent = {"kind": "grade", "unit": SILENT, "grade": "fail", "reason": "other", "text": "到现场核对，均无更新"}
        sent |= {"looked_at": "2026-10-12T10:00", "address": "https://www.x6.gov.cn/"}
        assert signer.send(f"{here}/decide", f"{here}/review", **sent).status_code == 303
        sent = {"number": "定政办发〔2026〕9号", "date": "2026-10-20", "sure": "yes"}
        office.app.state.office.signing_in = SignInRules(code_to_sign=True)  # type: ignore[attr-defined]
        answer = signer.send(f"{here}/circular/issue", f"{here}/circular?draft=yes", **sent)
        assert "签发需要动态口令" in answer.text, "a city's paper asks for what a county's does"
        assert 'name="code"' in answer.text
        office.app.state.office.signing_in = SignInRules()  # type: ignore[attr-defined]
        answer = signer.send(f"{here}/circular/issue", f"{here}/circular?draft=yes", **sent)
        assert answer.status_code == 303, answer.text[-1500:]
        packed = signer.get(f"{here}/package")
        assert (packed.status_code, packed.headers["content-type"]) == (200, "application/zip")
        assert "各成员的核查结果打包" in signer.read(f"{here}/circular")
        assert "市的通报已印发（定政办发〔2026〕9号" in reader.read(CITY_PAGE)
        assert f"{SILENT}" in reader.read(f"{here}/circular/preview")
        assert reader.get(f"{here}/circular/file/circular.docx").status_code == 200
        county = office.drawn.counties[NAMES[1]]
        store.audits.save_audit(county, county_audit(county, PERIOD, 555), moment(PERIOD))
        assert f"印发以后{NAMES[1]}的结果有变化" in reader.read(CITY_PAGE)
    store.close()


def test_a_city_is_made_on_the_page_over_counties_that_are_known(tmp_path: Path):
    """Nothing half made is left, what was typed comes back, and its table is there at once."""
    store = open_store(Place(tmp_path).database)
    drawn = draw_city(tmp_path / "counties", store, names=NAMES[:3])
    drawn.path.unlink()
    app = create_app(
        CountyFiles([], tmp_path / "counties"), store, Place(tmp_path), clock_at("2026-10-20T09:00"), watch=Watch()
    )
    signer = CityOffice(app, store, drawn, Watch()).browser("王芳", Role.SIGNER)
    facts = {"name": "新水市", "home": "https://www.xinshui.gov.cn/"}
    before = {path.name for path in (tmp_path / "counties").iterdir()}
    for wrong, told in (
        ({**facts, "home": "网址", "member": NAMES[0]}, "网址"),
        ({**facts, "name": NAMES[1], "member": NAMES[0]}, "已经有"),
        (facts, "member"),
    ):
        answer = signer.send("/city", "/city", **wrong)
        assert (answer.status_code, told in answer.text) == (422, True), answer.text[-3000:]
        assert wrong["home"] in answer.text
        assert {path.name for path in (tmp_path / "counties").iterdir()} == before
    answer = signer.send("/city", "/city", **facts, member=NAMES[0], issuer="新水市政务公开办公室")
    assert answer.headers["location"].startswith(path_to("city", "新水市"))
    assert list(rows_of(signer.read(path_to("city", "新水市", period=PERIOD.name)))) == [NAMES[0]]
    assert signer.send("/city", "/city", **facts, member=NAMES[0]).status_code == 422
    store.close()


def test_a_city_is_no_county_to_crawl_to_edit_or_to_look_up(served: CityOffice):
    signer = served.browser("王芳", Role.SIGNER)
    folder = served.drawn.path.parent
    assert served.drawn.path not in county_files([folder])
    assert county_files([served.drawn.path]) == [served.drawn.path]
    assert "定水市" not in {county.name for county in CountyFiles([folder]).read().counties}
    assert signer.get(path_to("county", "定水市")).headers["location"] == path_to("city", "定水市")
    assert signer.get(path_to("county", "定水市", PERIOD.name)).headers["location"] == CITY_PAGE
    for path in ("edit", "annual", "2026Q3/recheck", "2026Q3/worklist", "progress"):
        assert signer.get(f"/county/定水市/{path}").status_code == 404, path
    assert 'href="/city/' in signer.read("/")
    assert "定水市" in signer.read("/city")
    assert signer.get("/city/没有的市").status_code == 404
    assert signer.get("/city/定水市?period=nonsense").status_code == 422
    assert signer.get("/city/定水市?period=2031Q1").status_code == 200


def test_two_hundred_counties_cost_as_many_queries_as_twelve_and_a_page_is_small(tmp_path: Path):
    store = open_store(Place(tmp_path).database)
    names = tuple(f"第{number:03}县" for number in range(MANY))
    drawn = draw_city(tmp_path / "counties", store, names=names[:2])
    one = drawn.counties[names[0]]
    with store.engine.begin() as connection:  # as if each had been audited: the same, under its own name
        for name in names[2:]:
            connection.execute(text("INSERT INTO county (name) VALUES (:name)"), {"name": name})
        connection.execute(
            text(
                "INSERT INTO audit (county_id, period, made_at, digest, json_text, wording, summary) "
                "SELECT c.id, a.period, :at, c.name, a.json_text, '', a.summary FROM county c, audit a "
                "WHERE c.id > 2 AND a.county_id = 1"
            ),
            {"at": stamp(moment(PERIOD))},
        )
    for number, name in enumerate(names):
        facts = one.county.model_copy(update={"name": name})
        small = one.model_copy(update={"county": facts, "column": one.column[:1]})
        units = tuple(unit for unit in small.unit if unit.name == small.column[0].unit)
        path = tmp_path / "counties" / f"{number:03}.toml"
        path.write_text(dump_county(small.model_copy(update={"unit": units})), "utf-8")
    members = "".join(f'[[member]]\nfile = "{number:03}.toml"\n' for number in range(MANY))
    drawn.path.write_text(CITY.format(sample="", city="") + members, "utf-8")
    for path in drawn.path.parent.glob("0[01].toml"):
        path.unlink()
    with opened(tmp_path, drawn, store) as office:
        reader = office.browser("看客", Role.READER)
        reader.read(CITY_PAGE)
        asked: list[str] = []
        event.listen(store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
        page = reader.read(CITY_PAGE)
        assert len(asked) < 15, asked
        taken = []
        for _ in range(5):
            before = time.process_time()
            reader.read(CITY_PAGE)
            taken.append(time.process_time() - before)
        assert len(page.encode()) < 60_000
        assert min(taken) < 0.5, "a tenth of a second where nothing else runs: see docs/figures.md"
        assert "第1页，共4页" in page
        rolled = roll_up(load_city(drawn.path), store.overview, PERIOD)
        assert len(rolled.lines) == MANY
    store.close()


# -- in a browser ------------------------------------------------------------------------------------------------------


def test_the_pages_have_no_fault_that_axe_knows_and_do_not_scroll_sideways(served: CityOffice, tmp_path: Path):
    served.browser("王芳", Role.SIGNER)
    server = uvicorn.Server(uvicorn.Config(served.app, "127.0.0.1", 0, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    base = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        with chromium(tmp_path) as window:
            window.go(f"{base}/login")
            window.type_into(window.find("#name"), "王芳")
            window.type_into(window.find("#password"), PASSWORD)
            window.click(window.find("main button"))
            window.link("退出")
            for width, dark in LOOKS:
                window.look_like(width, dark=dark)
                for page in (CITY_PAGE, "/city", f"{CITY_PAGE}&text=海"):
                    window.go(base + page)
                    assert faults(window) == [], (page, width)
                    assert window.run("return document.documentElement.scrollWidth") <= width, (page, width)
    finally:
        server.should_exit = True
        thread.join(30)
