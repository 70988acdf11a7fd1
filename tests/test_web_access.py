"""Who gets in, how far, and what stands before every page."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event
from time import sleep

import pytest
from fastapi.routing import APIRoute
from sqlmodel import select
from web_office import CODE, HERE, PASSWORD, Office, office, plain_readings, token_of

from auditor.base.errors import BadInput, NotAllowed
from auditor.base.terms import Role
from auditor.store.office_tables import SessionRow
from auditor.store.people import Bound, Scope
from auditor.web import access, accounts, passwords
from auditor.web.access import COOKIE
from auditor.web.accounts import MOST_FOR_ACCOUNT, MOST_FROM_ADDRESS, add_account
from auditor.web.passwords import account_name, hash_password
from auditor.web.shield import check_bind


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, plain_readings) as opened:
        yield opened


def test_nobody_sees_a_page_without_signing_in(desk: Office):
    desk.browser("王芳", Role.ADMINISTRATOR)
    stranger = desk.browser()
    for path in ("/", HERE, f"{HERE}/review", f"{HERE}/circular", "/people", "/county/清源县/edit"):
        answer = stranger.get(path)
        assert answer.status_code == 303, path
        assert answer.headers["location"].startswith("/login")


def test_after_signing_in_one_is_led_to_the_page_asked_for_and_never_elsewhere(desk: Office):
    desk.browser("王芳", Role.ADMINISTRATOR)
    browser = desk.browser()
    asked = browser.get(f"{HERE}/review").headers["location"]
    assert "next=" in asked
    answer = browser.send("/login", asked, name="王芳", password=PASSWORD, next="/county/x")
    assert answer.headers["location"] == "/county/x"
    for target in ("//evil.test/", "https://evil.test/", "/\\evil.test", "/\t/evil.test", "javascript:alert(1)"):
        answer = desk.browser().send("/login", "/login", name="王芳", password=PASSWORD, next=target)
        assert answer.headers["location"] == "/", target


READER_MAY_NOT = (
    (f"{HERE}/decide", {"kind": "grade", "unit": "民政局", "grade": "good", "reason": "quality", "text": "所见"}),
    (f"{HERE}/circular/edit", {"original": "x", "text": "y"}),
    ("/county/清源县/crawl", {}),
    ("/county/清源县/audit", {"period": "2020Q1", "mode": "stored"}),
)
REVIEWER_MAY_NOT = (
    (f"{HERE}/circular/issue", {"date": "2020-04-16", "sure": "yes"}),
    ("/county/清源县/edit/unit", {"name": "新局", "table": "departments"}),
    ("/county/清源县/edit/text", {"text": ""}),
    ("/county/清源县/paste", {"text": "x"}),
    ("/people/add", {"name": "李雷", "role": "signer", "password": PASSWORD}),
    ("/people/token", {"name": "平台"}),
    ("/new", {"from": "toml", "text": ""}),
)


@pytest.mark.parametrize(("path", "fields"), READER_MAY_NOT + REVIEWER_MAY_NOT)
def test_a_reader_changes_nothing(desk: Office, path: str, fields: dict[str, str]):
    desk.browser("王芳", Role.ADMINISTRATOR)
    assert desk.browser("赵敏", Role.READER).send(path, **fields).status_code == 403
    assert len(desk.store.people.list_accounts()) == 2


@pytest.mark.parametrize(("path", "fields"), REVIEWER_MAY_NOT)
def test_a_reviewer_neither_issues_nor_manages(desk: Office, path: str, fields: dict[str, str]):
    desk.browser("王芳", Role.ADMINISTRATOR)
    assert desk.browser("李雷", Role.REVIEWER).send(path, **fields).status_code == 403


def test_a_reader_is_shown_no_forms_that_would_be_refused(desk: Office):
    reader = desk.browser("赵敏", Role.READER)
    desk.store.people.change_account("赵敏", drafts=True)
    assert reader.sign_in("赵敏").status_code == 303
    for path in (HERE, f"{HERE}/review", f"{HERE}/circular", "/county/清源县", "/county/清源县/edit"):
        page = reader.read(path)
        assert page.count('method="post"') == 1, path  # signing out


def test_every_form_without_the_pages_token_is_refused(desk: Office):
    browser = desk.browser("王芳", Role.ADMINISTRATOR)
    posts = [route.path for route in _routes(desk.app) if "POST" in (route.methods or set())]
    assert len(posts) > 15
    unit = desk.browser("民政", Role.UNIT, scope=Scope((Bound("清源县", "民政局"),)))
    for path in posts:
        where = path.format(name="清源县", period="2020Q1", section="unit", unit="民政局")
        sender = unit if path.startswith("/mine/") else browser
        for token in ({}, {"token": "0" * 64}):
            answer = sender.client.post(where, data={"sure": "yes", **token})
            assert answer.status_code == 403, (path, answer.status_code)


def _routes(app: object) -> Iterator[APIRoute]:
    for route in app.routes:  # type: ignore[attr-defined]
        if isinstance(route, APIRoute):
            yield route
        elif inner := getattr(route, "original_router", None):
            yield from (found for found in inner.routes if isinstance(found, APIRoute))


def test_a_form_from_another_site_is_refused_even_with_the_token(desk: Office):
    browser = desk.browser("王芳", Role.ADMINISTRATOR)
    token = token_of(browser.read("/account"))
    for headers in ({"origin": "http://evil.test"}, {"sec-fetch-site": "cross-site"}):
        answer = browser.client.post("/county/清源县/crawl", data={"token": token}, headers=headers)
        assert answer.status_code == 403


def test_anothers_token_is_worth_nothing(desk: Office):
    other = token_of(desk.browser("王芳", Role.ADMINISTRATOR).read("/account"))
    answer = desk.browser("李雷", Role.ADMINISTRATOR).client.post("/people/add", data={"token": other})
    assert answer.status_code == 403


def test_an_account_has_to_wait_after_too_many_wrong_passwords_and_is_free_again_later(desk: Office):
    add_account(desk.store, "王芳", Role.ADMINISTRATOR, PASSWORD, desk.watch())
    browser = desk.browser()
    for _ in range(MOST_FOR_ACCOUNT):
        assert "账号或口令不对" in browser.sign_in("王芳", "wrong password").text
    assert "失败次数过多" in browser.sign_in("王芳").text
    assert "失败次数过多" in desk.browser(address="127.0.0.2").sign_in("王芳").text
    desk.watch.pass_time(minutes=16)
    assert browser.sign_in("王芳").status_code == 303


def test_an_address_that_tries_many_names_is_told_to_wait_but_the_office_behind_it_comes_in(desk: Office):
    add_account(desk.store, "王芳", Role.ADMINISTRATOR, PASSWORD, desk.watch())
    stranger = desk.browser(address="10.0.0.9")
    for number in range(MOST_FROM_ADDRESS):
        assert "账号或口令不对" in stranger.sign_in(f"某人{number}", "wrong password").text
    assert "失败次数过多" in stranger.sign_in("某人", "wrong password").text
    assert "失败次数过多" in stranger.sign_in("王芳", "wrong password").text
    assert len(desk.store.people.list_activity(100)) == MOST_FROM_ADDRESS
    assert desk.browser(address="10.0.0.9").sign_in("王芳").status_code == 303


def test_guesses_that_come_all_at_once_are_no_way_around_the_limit(desk: Office, monkeypatch: pytest.MonkeyPatch):
    add_account(desk.store, "王芳", Role.ADMINISTRATOR, PASSWORD, desk.watch())
    looked_at = []
    monkeypatch.setattr(accounts, "is_password", lambda *_given: bool(looked_at.append(sleep(0.05))))

    def guess(number: int) -> str:
        try:
            accounts.sign_in(desk.store, "王芳", f"guess {number}", f"10.0.0.{number}", desk.watch())
        except NotAllowed as error:
            return str(error)
        return "in"

    with ThreadPoolExecutor(12) as pool:
        answers = set(pool.map(guess, range(36)))
    assert len(looked_at) <= MOST_FOR_ACCOUNT
    assert "in" not in answers


def test_few_passwords_are_hashed_at_once_and_a_long_line_is_refused(monkeypatch: pytest.MonkeyPatch):
    under_way, most, go_on = [], [], Event()

    class Slow:
        def verify(self, *_given: str) -> bool:
            under_way.append(1)
            most.append(len(under_way))
            go_on.wait(10)
            under_way.pop()
            return True

    monkeypatch.setattr(passwords, "_HASHER", Slow())
    with ThreadPoolExecutor(30) as pool:
        waiting = [pool.submit(passwords.is_password, "kept", "given") for _ in range(30)]
        refused = [done for done in wait(waiting, 10, FIRST_COMPLETED).done if done.exception()]
        assert all(isinstance(done.exception(), passwords.TooBusy) for done in refused)
        assert refused
        go_on.set()
    assert max(most) == 2
    assert sum(1 for done in waiting if not done.exception()) == 20


def test_unknown_names_and_wrong_passwords_are_told_in_the_same_words(desk: Office):
    add_account(desk.store, "王芳", Role.ADMINISTRATOR, PASSWORD, desk.watch())
    known, unknown = (
        desk.browser().sign_in("王芳", "wrong password"),
        desk.browser().sign_in("无此人", "wrong password"),
    )
    assert known.status_code == unknown.status_code == 403
    assert "账号或口令不对" in known.text
    assert "账号或口令不对" in unknown.text


def test_signing_in_gives_a_new_secret_and_the_old_one_is_worth_nothing(desk: Office):
    add_account(desk.store, "王芳", Role.ADMINISTRATOR, PASSWORD, desk.watch())
    browser = desk.browser()
    browser.get("/login")
    planted = browser.client.cookies[COOKIE]
    cookie = browser.sign_in("王芳").headers["set-cookie"]
    assert planted not in cookie
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    thief = desk.browser()
    thief.client.cookies.set(COOKIE, planted, domain="127.0.0.1")
    assert thief.get("/").status_code == 303


def test_the_cookie_is_secure_behind_tls(desk: Office):
    add_account(desk.store, "王芳", Role.ADMINISTRATOR, PASSWORD, desk.watch())
    browser = desk.browser()
    browser.client.base_url = "https://127.0.0.1:8620"
    answer = browser.sign_in("王芳")
    assert "Secure" in answer.headers["set-cookie"]
    assert "max-age" in answer.headers["strict-transport-security"]


def test_the_database_holds_no_session_secret_and_no_password(desk: Office):
    browser = desk.browser("王芳", Role.ADMINISTRATOR)
    secret = browser.client.cookies[COOKIE]
    content = (desk.folder / "auditor.db").read_bytes() + (desk.folder / "auditor.db-wal").read_bytes()
    assert secret.encode() not in content
    assert PASSWORD.encode() not in content


def test_a_session_ends_when_idle_and_after_a_day_at_work(desk: Office):
    browser = desk.browser("王芳", Role.ADMINISTRATOR)
    desk.watch.pass_time(hours=1.9)
    assert browser.get("/").status_code == 200
    desk.watch.pass_time(hours=2.1)
    assert browser.get("/").status_code == 303
    assert browser.sign_in("王芳").status_code == 303
    for _ in range(7):
        desk.watch.pass_time(hours=1.6)
        last = browser.get("/").status_code
    assert last == 200
    desk.watch.pass_time(hours=1.6)
    assert browser.get("/").status_code == 303


def test_signing_out_and_being_shut_out_end_the_session(desk: Office):
    signer, reader = desk.browser("王芳", Role.ADMINISTRATOR), desk.browser("赵敏", Role.READER)
    secret = signer.client.cookies[COOKIE]
    assert signer.send("/people/change", name="赵敏", what="disable").status_code == 303
    assert reader.get("/").status_code == 303
    assert "账号或口令不对" in reader.sign_in("赵敏").text
    signer.send("/logout")
    signer.client.cookies.set(COOKIE, secret, domain="127.0.0.1")
    assert signer.get("/").status_code == 303


def test_a_changed_password_ends_the_other_sessions(desk: Office):
    first, second = desk.browser("王芳", Role.ADMINISTRATOR), desk.browser("王芳", Role.ADMINISTRATOR)
    new = "another horse 2"
    assert first.send("/account", old="wrong", password=new, again=new).status_code == 409
    assert first.send("/account", old=PASSWORD, password="short", again="short").status_code == 422
    assert first.send("/account", old=PASSWORD, password=new, again=new).status_code == 303
    assert first.get("/").status_code == 200
    assert second.get("/").status_code == 303
    assert second.sign_in("王芳", new).status_code == 303


def test_one_signer_always_remains(desk: Office):
    signer = desk.browser("王芳", Role.ADMINISTRATOR)
    assert signer.send("/people/change", name="王芳", what="disable").status_code == 409
    assert signer.send("/people/change", name="王芳", what="role", role="reader").status_code == 409
    assert signer.get("/people").status_code == 200


@pytest.mark.parametrize(
    "password", ["short 1", "onlyletters", "1234567890123", "王芳的口令是 1234", "Password 2020", "aaaaaaaaa1111"]
)
def test_weak_passwords_are_refused(password: str):
    with pytest.raises(BadInput):
        hash_password(password, "王芳")


@pytest.mark.parametrize("name", ["", "王", "<b>", "a" * 31, "王 芳", "王\n芳"])
def test_names_that_are_none_are_refused(name: str):
    with pytest.raises(BadInput):
        account_name(name)


def test_a_public_address_is_refused_while_nobody_can_sign_in(desk: Office):
    for host in ("0.0.0.0", "::", "192.168.1.5", "example.org"):
        with pytest.raises(NotAllowed, match="user add"):
            check_bind(host, desk.store)
    for host in ("127.0.0.1", "::1", "localhost"):
        check_bind(host, desk.store)
    add_account(desk.store, "王芳", Role.ADMINISTRATOR, PASSWORD, desk.watch())
    check_bind("0.0.0.0", desk.store)


def test_a_foreign_host_name_is_refused_on_loopback(desk: Office):
    browser = desk.browser("王芳", Role.ADMINISTRATOR)
    assert browser.client.get("/", headers={"host": "evil.test:8620"}).status_code == 421
    assert browser.client.get("/", headers={"host": "localhost:8620"}).status_code == 200


def test_a_server_that_goes_by_a_name_answers_to_that_name_alone(tmp_path: Path):
    with office(tmp_path, hosts=("audit.example.org",)) as known:
        client = known.browser().client
        for host, status in (("audit.example.org", 200), ("AUDIT.example.org:443", 200), ("evil.test", 421)):
            assert client.get("/healthz", headers={"host": host}).status_code == status
    assert client.get("/healthz", headers={"host": "[::1]:8620"}).status_code == 200


def test_every_answer_carries_the_security_headers(desk: Office):
    browser = desk.browser("王芳", Role.ADMINISTRATOR)
    for path in ("/", HERE, "/static/auditor.css", "/nowhere", "/healthz", "/login", "/api/v1/counties"):
        headers = browser.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"], path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["referrer-policy"] == "same-origin", path
        assert headers["cross-origin-opener-policy"] == "same-origin", path


def test_no_page_needs_what_the_policy_forbids(desk: Office):
    browser = desk.browser("王芳", Role.ADMINISTRATOR)
    for path in ("/", HERE, f"{HERE}/review", f"{HERE}/circular", "/people", "/county/清源县/edit", "/new", "/api"):
        page = browser.read(path)
        assert "<script" not in page, path
        assert " style=" not in page, path
        assert "<style" not in page, path
        assert 'src="http' not in page, path
        assert " on" not in page.replace(" one", ""), path


def test_an_oversized_form_is_refused(desk: Office):
    browser = desk.browser("王芳", Role.ADMINISTRATOR)
    token = token_of(browser.read("/account"))
    assert browser.client.post("/new", data={"token": token, "text": "x" * 7_000_000}).status_code == 413
    assert browser.client.post("/new", data={"token": token, "text": "x" * 5_000_000}).status_code == 422
    assert desk.browser().send("/login", "/login", name="x" * 100_000).status_code == 413

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"name=" + b"x" * 60_000

    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert desk.browser().client.post("/login", content=endless(), headers=headers).status_code == 413


CODECS = ("punycode", "utf-7", "idna", "unicode_escape", "undefined", "rot13", "zip", "\x00", "utf-8")


@pytest.mark.parametrize("codec", CODECS)
def test_only_the_kind_of_form_that_pages_send_is_read(desk: Office, codec: str):
    browser = desk.browser("王芳", Role.ADMINISTRATOR)
    token = token_of(browser.read("/account"))
    part = f'--XX\r\nContent-Disposition: form-data; name="token"\r\n\r\n{token}\r\n--XX--\r\n'
    kinds = {f"multipart/form-data; boundary=XX; charset={codec}": part.encode(), "application/json": b"{}", "": b""}
    for kind, body in kinds.items():
        answer = browser.client.post("/login", content=body, headers={"content-type": kind})
        assert answer.status_code == 403, kind
    kind = f"application/x-www-form-urlencoded; charset={codec}"  # the name is not looked at: pages send UTF-8
    assert browser.client.post("/logout", content=f"token={token}", headers={"content-type": kind}).status_code == 303


def test_a_form_is_taken_apart_only_once_its_token_was_seen(desk: Office, monkeypatch: pytest.MonkeyPatch):
    browser = desk.browser("王芳", Role.ADMINISTRATOR)
    token = token_of(browser.read("/account"))
    monkeypatch.setattr(access, "parse_qsl", lambda *_given, **_more: pytest.fail("was read"))
    for fields in ({}, {"token": "x"}, {"token": ["x", token]}, {"token": [token, token]}, {"xtoken": token}):
        assert browser.client.post("/new", data=fields).status_code == 403, fields


def test_a_form_of_too_many_fields_or_odd_bytes_is_no_fault_of_the_program(desk: Office):
    browser = desk.browser("王芳", Role.ADMINISTRATOR)
    token = token_of(browser.read("/account"))
    headers = {"content-type": "application/x-www-form-urlencoded"}
    for rest in ("&x" * 4_000, "&name=%ED%A0%80%00%FF%", "&=&==&%=%", "&\xff", "&from=portal&home=http://[::1"):
        answer = browser.client.post("/new", content=f"token={token}{rest}".encode("latin-1"), headers=headers)
        assert answer.status_code == 422, rest[:20]


ODD_HEADS = (
    {"origin": "http://[::1"},
    {"origin": "null"},
    {"origin": "\xff"},
    {"content-length": "\xb2"},
    {"content-length": "9" * 5_000},
    {"content-length": "-1"},
    {"cookie": COOKIE + "=" + "\xe9" * 40},
    {"cookie": "=;;=;" + "x" * 5_000},
    {"cookie": COOKIE + '="\\000\\777' + "a" * 30 + '"'},
    {"authorization": "Bearer \xff"},
    {"authorization": "Bearer " + "x" * 5_000},
    {"authorization": ""},
    {"sec-fetch-site": "\xff"},
    {"content-type": ";;;\xff"},
    {"content-type": "multipart/form-data; boundary=" + "x" * 5_000},
    {"x-forwarded-for": "\xff, [::1"},
    {"x-forwarded-proto": "\xff"},
    {"accept": "\xff" * 100},
    {"range": "bytes=-"},
    {"range": "bytes=" + "0-1," * 2_000},
    {"if-modified-since": "\xff"},
    {"if-none-match": '"' * 3_000},
    {"host": "127.0.0.1:\xff"},
    {"transfer-encoding": "chunked"},
)
ODD_QUERIES = (
    "",
    "next=%00",
    "next=%FF%ED%A0%80",
    "next=//[::1",
    "done=%FF",
    "page=" + "9" * 5_000,
    "&&==%",
    "number=%F0%9F",
)


@pytest.mark.parametrize("heads", ODD_HEADS, ids=str)
def test_odd_heads_of_a_stranger_are_answered_in_order(desk: Office, heads: dict[str, str]):
    desk.browser("王芳", Role.ADMINISTRATOR)
    raw = [(b"content-type", b"application/x-www-form-urlencoded")]
    raw += [(name.encode(), value.encode("latin-1")) for name, value in heads.items()]
    for method, path in STRANGERS_ASK:
        status = asked_raw(desk.app, method, path, raw)
        assert status < 500, (method, path, status)


@pytest.mark.parametrize("query", ODD_QUERIES)
def test_odd_queries_of_a_stranger_are_answered_in_order(desk: Office, query: str):
    desk.browser("王芳", Role.ADMINISTRATOR)
    for method, path in STRANGERS_ASK:
        status = asked_raw(desk.app, method, path, [], query=query.encode())
        assert status < 500, (method, path, status)


STRANGERS_ASK = tuple(
    (method, path)
    for method in ("GET", "POST", "OPTIONS")
    for path in ("/login", "/setup", "/healthz", "/api/v1/counties", "/static/../../x", "/static/" + "x" * 300,
                 "//[", "/\0")
)  # fmt: skip


def asked_raw(app: object, method: str, path: str, heads: list[tuple[bytes, bytes]], *, query: bytes = b"") -> int:
    """The status of one request, sent without a library that would keep it in order."""
    named = {name for name, _ in heads}
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": query, "root_path": "",
        "headers": [*([] if b"host" in named else [(b"host", b"127.0.0.1")]), *heads],
        "client": ("10.0.0.7", 5), "server": ("127.0.0.1", 8620),
    }  # fmt: skip
    statuses: list[int] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"token=x&name=%FF", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(int(str(message["status"])))

    asyncio.run(app(scope, receive, send))  # type: ignore[operator]
    return statuses[0]


def test_the_record_tells_who_did_what(desk: Office):
    signer = desk.browser("王芳", Role.ADMINISTRATOR)
    signer.send("/people/add", name="李雷", role="reviewer", password=PASSWORD)
    desk.browser().sign_in("李雷", "wrong password")
    page = signer.read("/activity")
    assert "新建账号" in page
    assert "登录失败" in page
    assert PASSWORD not in page


def test_setup_needs_the_code_and_this_machine_and_works_once(desk: Office):
    new = {"name": "王芳", "password": PASSWORD, "again": PASSWORD}
    assert desk.browser().get("/").headers["location"] == "/setup"
    assert desk.browser(address="10.0.0.5").get("/setup").status_code == 403
    browser = desk.browser()
    assert browser.client.get("/setup", headers={"x-forwarded-for": "1.2.3.4"}).status_code == 403
    assert "照抄终端" in browser.send("/setup", "/setup", code="00000000", **new).text
    assert not desk.store.people.has_accounts()
    assert browser.send("/setup", "/setup", code=CODE, **new).status_code == 303
    assert browser.get("/").status_code == 200
    assert desk.browser().get("/setup").status_code == 404


def test_the_setup_code_cannot_be_guessed(desk: Office):
    browser = desk.browser()
    for _ in range(5):
        browser.send("/setup", "/setup", code="00000000", name="王芳", password=PASSWORD, again=PASSWORD)
    answer = browser.send("/setup", "/setup", code=CODE, name="王芳", password=PASSWORD, again=PASSWORD)
    assert "次数过多" in answer.text
    assert not desk.store.people.has_accounts()


def test_throttled_attempts_fill_neither_record_nor_memory(desk: Office):
    add_account(desk.store, "王芳", Role.ADMINISTRATOR, PASSWORD, desk.watch())
    browser = desk.browser()
    for _ in range(MOST_FOR_ACCOUNT + 5):
        browser.sign_in("王芳", "wrong password")
    assert len(desk.store.people.list_activity(100)) == MOST_FOR_ACCOUNT


def test_sessions_nobody_uses_are_forgotten(desk: Office):
    desk.browser("王芳", Role.ADMINISTRATOR)
    desk.watch.pass_time(hours=3)
    desk.browser("王芳", Role.ADMINISTRATOR)
    with desk.store.session() as session:
        assert len(session.exec(select(SessionRow)).all()) == 1
