"""Who sees what: every role at every route, made anew from the routes; other counties and units by every way in."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from portals import column, county, reading, sighting, sightings
from web_office import COUNTY, HERE, PASSWORD, PLANS, Q1, Browser, Office, crawl, known_readings, office, token_of

from auditor.base.settings import Place, clock_at
from auditor.base.terms import Role
from auditor.county.writing import save_county
from auditor.pipeline.line import audit_county
from auditor.pipeline.proofs import keep_proof
from auditor.store.people import Bound, Scope
from auditor.web.access import Anyone, Reader, gates_of
from auditor.web.app import _include
from auditor.web.pages import path_to

OWN, OTHER = "清源县", "玉泉县"
SECRET = ("玉泉", "邻县规划", "邻县统计局", "邻县标题")
"""What belongs to the other county, and stands on no page of those who are not to see it."""
THEIRS = column("邻县规划", "邻县统计局", url="/neighbour/")
OTHERS = county(
    [THEIRS, column("邻县资金", "民政局", url="/funds2/")],
    county={
        "name": OTHER,
        "home": "http://other.test/",
        "issuer": "玉泉县政府办",
        "inspector": "",
        "addressees": "各单位",
    },
)
BOUND = Scope((Bound(OWN),))
UNIT = Scope((Bound(OWN, "民政局"),))
REFUSALS = ("这项操作需要", "只限于所属的县")


def walk(app: object) -> Iterator[APIRoute]:
    for route in app.routes:  # type: ignore[attr-defined]
        if isinstance(route, APIRoute):
            yield route
        elif inner := getattr(route, "original_router", None):
            yield from (found for found in inner.routes if isinstance(found, APIRoute))


@contextmanager
def two_counties(folder: Path) -> Iterator[Office]:
    """An office with two counties, both audited, and one issued in each."""
    with office(folder, known_readings) as desk:
        (folder / "counties").mkdir()
        save_county(folder / "counties" / "yuquan.toml", OTHERS)
        first, second = OTHERS.column
        crawl(
            desk.store,
            OTHERS,
            {
                first.key: reading(first.key, sightings(4, "2020-03-20")),
                second.key: reading(second.key, [sighting("邻县标题", "2020-03-25")]),
            },
        )
        audit_county(OTHERS, desk.store, Place(folder), Q1, clock_at("2020-04-10T09:00"))
        yield desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with two_counties(tmp_path_factory.mktemp("two")) as opened:
        yield opened


@dataclass(frozen=True)
class People:
    """One browser of each role, and of those who are bound."""

    anybody: Browser
    by_role: dict[Role, Browser]
    bound: dict[Role, Browser]


@pytest.fixture(scope="module")
def people(desk: Office) -> People:
    made = {role: desk.browser(f"人{role.value}", role, scope=UNIT if role is Role.UNIT else Scope()) for role in Role}
    bound = {
        role: desk.browser(f"限{role.value}", role, scope=BOUND) for role in (Role.READER, Role.REVIEWER, Role.SIGNER)
    }
    return People(desk.browser(), made, bound)


def address(route: APIRoute, name: str = OWN, unit: str = "民政局") -> str:
    filled = {
        "name": name, "county": name, "unit": unit, "period": "2020Q1", "section": "unit", "file": "circular.docx",
        "key": "0" * 64,
    }  # fmt: skip
    unknown = set(re.findall(r"{(\w+)}", route.path)) - set(filled)
    assert not unknown, f"{route.path}: say what {unknown} stand for, and whether a gate has to look at them"
    return route.path.format(**filled)


def declared(route: APIRoute) -> tuple[frozenset[Role], bool]:
    """The roles that may use a route (none: anybody), and whether only those who are bound to nothing."""
    gates = set(gates_of(None, [route.dependant]))
    assert gates, f"{route.path} does not say who may use it"
    closed = [gate for gate in gates if gate.roles]
    allowed = frozenset(Role).intersection(*(gate.roles for gate in closed)) if closed else frozenset()
    return allowed, any(gate.whole for gate in gates)


def test_every_route_says_who_may_use_it_and_another_is_not_taken_in(desk: Office):
    routes = list(walk(desk.app))
    assert len(routes) > 80
    for route in routes:
        declared(route)
    from fastapi import APIRouter

    forgotten = APIRouter()
    forgotten.add_api_route("/forgotten", lambda: {"all": "counties"})
    with pytest.raises(TypeError, match="forgotten"):
        _include(FastAPI(), forgotten)
    assert Anyone != Reader


def test_what_is_open_to_whom_is_written_down_here(desk: Office):
    """A new route that strangers, units or readers may use for more than looking is to be thought of twice."""

    def may(role: Role | None, method: str) -> set[str]:
        return {
            route.path
            for route in walk(desk.app)
            if method in route.methods and (role in declared(route)[0] or (role is None and not declared(route)[0]))
        }

    assert may(None, "GET") == {
        *("/login", "/setup", "/healthz", "/api", "/api/openapi.json", "/sso", "/sso/back", "/sso/out")
    }
    assert may(None, "POST") == {"/login", "/resume", "/setup", "/setup/restore"}
    mine = "/mine/{name}/{unit}"
    inside = {"/", "/account", "/help"}
    assert may(Role.UNIT, "GET") == inside | {
        "/mine", mine, f"{mine}/{{period}}", f"{mine}/{{period}}/file/{{file}}", f"{mine}/{{period}}/proof"
    }  # fmt: skip
    assert may(Role.UNIT, "POST") == {
        "/logout", "/account", f"{mine}/{{period}}/say", f"{mine}/{{period}}/answer"
    }  # fmt: skip
    assert may(Role.READER, "POST") == {"/logout", "/account", "/verify"}
    only_administrator = may(Role.ADMINISTRATOR, "POST") - may(Role.SIGNER, "POST")
    assert {"/people/add", "/people/change", "/people/token", "/upkeep/backup", "/notices/add"} <= only_administrator
    for path in ("/people", "/activity", "/notices", "/upkeep"):
        assert path in may(Role.ADMINISTRATOR, "GET") - may(Role.SIGNER, "GET")


def test_every_role_at_every_route_is_let_in_or_refused_as_declared(desk: Office, people: People):
    tried = 0
    for route in walk(desk.app):
        allowed, _ = declared(route)
        for method in sorted(route.methods & {"GET", "POST"}):
            where = address(route)
            if allowed:
                answer = people.anybody.client.request(method, where)
                assert answer.status_code in (303, 401), (method, where, answer.status_code)
            let_in = [role for role in Role if role in allowed][:1]
            for role, browser in people.by_role.items():
                if route.path == "/logout" or (role in allowed and role not in let_in):
                    continue
                answer = browser.client.request(method, where)
                is_refused = answer.status_code == 403 and REFUSALS[0] in answer.text
                assert is_refused == bool(allowed and role not in allowed), (method, where, role, answer.status_code)
                assert answer.status_code < 500, (method, where, role)
                tried += 1
    assert tried > 200


def test_who_is_bound_finds_no_other_county_by_any_address(desk: Office, people: People):
    everybody = [*people.bound.items(), (Role.UNIT, people.by_role[Role.UNIT])]
    for route in walk(desk.app):
        if not {"{name}", "{county}"} & set(re.findall(r"{\w+}", route.path)):
            continue
        allowed, whole = declared(route)
        for role, browser in everybody:
            for method in sorted(route.methods & {"GET", "POST"}):
                answer = browser.client.request(method, address(route, OTHER))
                hidden = role in allowed and not whole
                assert answer.status_code == (404 if hidden else 403), (method, route.path, role)
                told = answer.text.replace(f"“{OTHER}”", "")  # what was asked for may be said back
                assert not any(word in told for word in SECRET), (method, route.path, role)
                if role is not Role.SIGNER:
                    continue
                nowhere = browser.client.request(method, address(route, "无此县"))
                same = nowhere.text.replace("无此县", OTHER)
                assert _plain(same) == _plain(answer.text), "one that is kept from them looks like none"


def test_no_page_of_who_is_bound_names_another_county(desk: Office, people: People):
    desk.progress.set_problems((f"{OTHER} 配置文件有误",))
    queries = ("", f"?text=玉泉&key={PLANS.key}&unit=民政局&year=2020&draft=yes")
    seen = 0
    for route in walk(desk.app):
        allowed, whole = declared(route)
        if "GET" not in route.methods or whole:
            continue
        for role in (Role.READER, Role.SIGNER):
            browser = people.bound[role]
            if allowed and role not in allowed:
                continue
            for query in queries[role is Role.READER :]:
                answer = browser.get(address(route) + query)
                told = answer.text.replace("text=玉泉", "").replace('value="玉泉"', "")
                assert not any(word in told for word in SECRET), (route.path, query, role)
                seen += answer.status_code == 200
    assert seen > 40
    desk.progress.set_problems(())


def test_who_sees_all_sees_both(desk: Office, people: People):
    for role in (Role.READER, Role.ADMINISTRATOR):
        page = people.by_role[role].read("/")
        assert OWN in page
        assert OTHER in page
    names = {one["name"] for one in people.by_role[Role.READER].get("/api/v1/counties").json()}
    assert names == {OWN, OTHER}
    assert [one["name"] for one in people.bound[Role.READER].get("/api/v1/counties").json()] == [OWN]
    assert people.anybody.get("/healthz").json()["counties"] == 2
    assert people.bound[Role.READER].get("/healthz").json()["counties"] == 2, "one answer for all is kept"


def test_who_is_bound_makes_no_counties_and_no_accounts(desk: Office, people: People):
    signer, accounts = people.bound[Role.SIGNER], len(desk.store.people.list_accounts())
    assert "新建县" not in signer.read("/")
    for path in ("/new", "/new/upload", "/people/add", "/notices/add", "/upkeep/backup", "/people/change"):
        assert signer.send(path, name="x", county=OTHER).status_code == 403, path
    text = signer.read(f"/county/{OWN}/edit/text")
    renamed = signer.send(f"/county/{OWN}/edit/text", f"/county/{OWN}/edit/text", text=text.replace(OWN, OTHER))
    assert renamed.status_code != 303
    assert len(desk.store.people.list_accounts()) == accounts


def test_files_of_another_county_are_not_reached_through_ones_own(desk: Office, people: People):
    proof = keep_proof(Place(desk.folder), OTHER, "a.pdf", b"%PDF-1.7 of the neighbours")
    answer = people.bound[Role.READER].get(path_to("county", OWN, "proof", file=proof))
    assert b"neighbours" not in answer.content
    assert answer.status_code != 200
    assert people.by_role[Role.READER].get(path_to("county", OTHER, "proof", file=proof)).status_code == 200


def _plain(page: str) -> str:
    return re.sub(r"[0-9a-f]{64}|“[^”]*”|/county/\S+", "", page)


# -- a unit ------------------------------------------------------------------------------------------------------------


def _signed(number: str) -> dict[str, str]:
    return {"number": number, "date": "2020-04-16", "sure": "yes", "unheard": "已当面告知"}


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, known_readings) as opened:
        yield opened


def hear(desk: Office) -> tuple[Browser, Browser, Browser]:
    """The office's browser once the draft is sent, and those of two units."""
    admin = desk.browser("王芳", Role.ADMINISTRATOR)
    assert admin.send(f"{HERE}/hearing/send", "/account", days="3", text="邮件").status_code == 303
    units = [
        desk.browser(name, Role.UNIT, scope=Scope((Bound(OWN, unit),)))
        for name, unit in (("民政", "民政局"), ("财政", "财政局"))
    ]
    return admin, units[0], units[1]


def test_a_unit_sees_its_own_columns_and_what_they_lack_before_the_quarter_ends(small: Office):
    unit = small.browser("民政", Role.UNIT, scope=UNIT)
    assert unit.get("/").headers["location"] == "/mine"
    home = unit.get("/mine").headers["location"]
    page = unit.read(home)
    assert "资金公示" in page
    assert "未达应更新条数：资金公示（0/1）" in page
    assert re.search(r"还有\d+个工作日", page)
    for other in ("规划计划", "通知公告", "发改局", "财政局"):
        assert other not in page
    assert "还没有发给本单位" in page, "a draft is the office's until it is sent"
    assert unit.get(f"{home}/2020Q1").status_code == 404


def test_a_unit_has_nothing_of_another_unit(small: Office):
    admin, unit, other = hear(small)
    mine, theirs = path_to("mine", OWN, "民政局"), path_to("mine", OWN, "财政局")
    page = unit.read(f"{mine}/2020Q1")
    assert "财政局" not in page
    for path in ("", "/2020Q1", "/2020Q1/file/核查底稿.xlsx", "/2020Q1/proof?file=x"):
        assert unit.get(theirs + path).status_code == 404, path
    form = {"token": token_of(other.read(f"{theirs}/2020Q1")), "text": "财政局的意见"}
    sent = other.client.post(
        f"{theirs}/2020Q1/say", data=form, files={"file": ("意见.pdf", b"%PDF-1.7 ours", "application/pdf")}
    )
    assert sent.status_code == 303, sent.text[-500:]
    assert "财政局的意见" not in unit.read(f"{mine}/2020Q1")
    [event] = [one for one in small.store.hearings.load(COUNTY, Q1).events if one.file]
    assert (event.unit, event.by) == ("财政局", "财政")
    assert other.get(f"{theirs}/2020Q1" + path_to("proof", file=event.file)).content == b"%PDF-1.7 ours"
    assert unit.get(f"{mine}/2020Q1" + path_to("proof", file=event.file)).status_code == 404
    form = {"token": token_of(unit.read(f"{mine}/2020Q1")), "text": "x", "agrees": "yes", "unit": "财政局"}
    none = {"file": ("", b"", "application/octet-stream")}
    assert unit.client.post(f"{theirs}/2020Q1/say", data=form, files=none).status_code == 404
    assert unit.client.post(f"{mine}/2020Q1/say", data=form, files=none).status_code == 303
    said = small.store.hearings.load(COUNTY, Q1).events[-1]
    assert said.unit == "民政局", "a unit named in the form counts for nothing"
    assert "财政局的意见" in admin.read(f"{HERE}/hearing")


def test_a_unit_reads_its_papers_and_answers_its_own_problems_alone(small: Office):
    admin, unit, other = hear(small)
    answer = admin.send(f"{HERE}/circular/issue", f"{HERE}/circular?draft=yes", **_signed("清政办发〔2020〕1号"))
    assert answer.status_code == 303, answer.text[-500:]
    here = path_to("mine", OWN, "民政局", "2020Q1")
    assert "下一次采集" in unit.read(here)
    crawl(small.store, COUNTY, known_readings(), days=30)
    page = unit.read(here)
    assert "清政办发〔2020〕1号" in page
    assert "财政局" not in page
    files = re.findall(r'href="(/mine/[^"]*/file/[^"]*)"', page)
    assert len(files) >= 2
    for file in files:
        assert unit.get(file).status_code == 200
    assert unit.get(f"{here}/file/tables.xlsx").status_code == 404
    problem = re.search(r'name="problem" value="([0-9a-f]+)"', page)
    assert problem
    assert unit.send(f"{here}/answer", here, problem=problem[1], state="done", text="已补发").status_code == 303
    assert unit.send(f"{here}/answer", here, problem=problem[1], state="", text="").status_code == 422
    assert unit.send(f"{here}/answer", here, problem="0" * 16, state="done").status_code == 404
    theirs = path_to("mine", OWN, "财政局", "2020Q1")
    assert other.send(f"{theirs}/answer", theirs, problem=problem[1], state="done", text="冒答").status_code == 404
    assert "已补发" in unit.read(here)
    assert admin.send(f"{HERE}/recheck", "/account", mode="stored").status_code == 303
    assert "已补发" in admin.read(f"{HERE}/recheck?draft=yes"), "the office reads it where it follows up"
    closed = {"token": token_of(unit.read(here)), "text": "晚了", "agrees": "yes"}
    late = unit.client.post(f"{here}/say", data=closed, files={"file": ("", b"", "application/octet-stream")})
    assert late.status_code == 422
    assert "已经印发" in late.text


# -- accounts ----------------------------------------------------------------------------------------------------------


def test_the_administrator_binds_an_account_and_its_browser_is_signed_out(desk: Office, people: People):
    admin = people.by_role[Role.ADMINISTRATOR]
    new = {"name": "周平", "role": "reader", "password": PASSWORD}
    assert admin.send("/people/add", "/people", **new, scope=OWN).status_code == 303
    browser = desk.browser("周平", Role.READER)
    assert OTHER not in browser.read("/")
    assert f'data-label="范围">{OWN}</td>' in admin.read("/people")
    change = {"name": "周平", "what": "role"}
    for role, scope in (
        ("reader", "没有的县"),
        ("reader", f"{OWN}/民政局"),
        ("unit", ""),
        ("unit", OWN),
        ("unit", f"{OWN}/没有的局"),
        ("administrator", OWN),
    ):
        answer = admin.send("/people/change", "/people", **change, role=role, scope=scope)
        assert answer.status_code == 422, (role, scope)
    assert admin.send("/people/change", "/people", **change, role="unit", scope=f"{OWN}/民政局").status_code == 303
    assert browser.get("/").headers["location"].startswith("/login")
    assert browser.sign_in("周平").status_code == 303
    assert browser.get("/").headers["location"] == "/mine"
    assert admin.send("/people/change", "/people", **change, role="reader", scope="").status_code == 303
    assert browser.sign_in("周平").status_code == 303
    assert OTHER in browser.read("/")


def test_an_account_whose_last_bound_is_gone_sees_nothing(desk: Office, people: People):
    assert people.bound[Role.READER]
    desk.store.people.change_account("限reader", scope=Scope(()))
    known = desk.store.people.find_account("限reader")
    assert known
    assert known.scope == Scope(())
    assert not known.scope.sees_county(OWN)
    desk.store.people.change_account("限reader", scope=BOUND)
