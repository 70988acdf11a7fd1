"""One-time codes of signers and single sign-on: tokens made here and judged, and a real provider."""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest
import sqlalchemy
from needs import needs, needs_package
from test_behind_nginx import free_port, served
from web_office import HERE, PASSWORD, Browser, Office, known_readings, office, token_of

from auditor.base.errors import BadInput, NotAllowed
from auditor.base.terms import Role
from auditor.web.sealed import KEY_FILE, CodeVault
from auditor.web.second_factor import MOST_WRONG, check_code_of, has_codes
from auditor.web.signin import SignInRules, read_sign_in
from auditor.web.sso import SingleSignOn, SsoFault

ISSUER = "https://sso.test"
RULES = {"sso": {"issuer": ISSUER, "client_id": "auditor", "client_secret": "s3cret"}}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, known_readings) as opened:
        yield opened


# -- one-time codes ----------------------------------------------------------------------------------------------------


def code_at(desk: Office, secret: str, **later: float) -> str:
    import pyotp

    return pyotp.TOTP(secret).at(desk.watch() + timedelta(**later))


def enrolled(desk: Office, browser: Browser) -> tuple[str, list[str]]:
    """The secret and the recovery codes of whoever is signed in."""
    assert browser.send("/account/code", "/account/code", old="wrong").status_code == 409
    assert browser.send("/account/code", "/account/code", old=PASSWORD).status_code == 303
    page = browser.read("/account/code")
    assert "<svg" in page
    found = re.search(r'<p class="code">([A-Z2-7]{32})</p>', page)
    assert found
    assert browser.send("/account/code/confirm", "/account/code", code="000000").status_code == 422
    shown = browser.send("/account/code/confirm", "/account/code", code=code_at(desk, found[1]))
    assert shown.status_code == 200
    codes = re.findall(r"<li>([a-z0-9-]{17})</li>", shown.text)
    assert len(set(codes)) == 8
    again = browser.read("/account/code")
    assert found[1] not in again
    assert codes[0] not in again
    return found[1], codes


def test_who_signs_proves_it_with_a_code_where_the_office_asks_for_it(desk: Office):
    needs_package("pyotp")
    desk.app.state.office.signing_in = SignInRules(code_to_sign=True)  # type: ignore[attr-defined]
    signer = desk.browser("王芳", Role.SIGNER)
    paper = f"{HERE}/circular"
    signed = {"number": "清政办发〔2020〕1号", "date": "2020-04-16", "sure": "yes"}

    def issue(code: str) -> httpx.Response:
        return signer.send(f"{paper}/issue", f"{paper}?draft=yes", **signed, code=code)

    assert "先在“我的账号”中启用" in issue("123456").text
    secret, _ = enrolled(desk, signer)
    assert 'id="code"' in signer.read(f"{paper}?draft=yes")
    used = code_at(desk, secret)
    assert issue(used).status_code == 409, "the code that enrolled was used"
    desk.watch.pass_time(seconds=90)
    assert issue("").status_code == 409
    assert issue(used).status_code == 409, "an old one"
    refused = issue("12345x")
    assert "不对，或已经用过" in refused.text
    assert signed["number"] in refused.text, "what was typed comes back"
    assert "12345x" not in refused.text
    assert issue(code_at(desk, secret)).status_code == 303


def test_no_code_is_taken_twice_nor_guessed_for_long(desk: Office):
    needs_package("pyotp")
    signer = desk.browser("王芳", Role.SIGNER)
    secret, codes = enrolled(desk, signer)
    account = desk.store.people.find_account("王芳")
    assert account
    assert has_codes(desk.store, account)

    def check(code: str) -> bool:
        try:
            check_code_of(desk.app.state.office.codes, account, code, desk.watch())  # type: ignore[attr-defined]
        except (BadInput, NotAllowed):
            return False
        return True

    desk.watch.pass_time(seconds=60)
    now = code_at(desk, secret)
    assert check(f"{now[:3]} {now[3:]}")
    assert not check(now)
    assert not check(code_at(desk, secret, seconds=-30)), "an earlier one neither"
    assert check(codes[0].upper())
    assert not check(codes[0])
    for _ in range(MOST_WRONG):
        assert not check("000000")
    desk.watch.pass_time(seconds=60)
    assert not check(code_at(desk, secret)), "too many guesses"
    assert not check(codes[1])
    desk.watch.pass_time(minutes=16)
    assert check(code_at(desk, secret))
    content = (desk.folder / "auditor.db").read_bytes() + (desk.folder / "auditor.db-wal").read_bytes()
    assert codes[1].encode() not in content
    admin = desk.browser("李雷", Role.ADMINISTRATOR)
    assert admin.send("/people/change", "/people", name="王芳", what="credentials").status_code == 303
    assert not has_codes(desk.store, account)


# -- tokens made here --------------------------------------------------------------------------------------------------


def test_the_database_alone_tells_no_secret_of_the_codes(desk: Office):
    """Sealed under a key file, for its account alone; without the key a recovery code still ends the codes."""
    signer = desk.browser("王芳", Role.SIGNER)
    secret, codes = enrolled(desk, signer)
    with desk.store.engine.connect() as connection:
        kept = connection.execute(sqlalchemy.text("SELECT secret FROM account_code")).scalar_one()
    assert secret not in kept
    vault: CodeVault = desk.app.state.office.codes  # type: ignore[attr-defined]
    key = vault.home / KEY_FILE
    assert key.stat().st_mode & 0o077 == 0
    desk.browser("李明", Role.SIGNER)
    account, stranger = (desk.store.people.find_account(name) for name in ("王芳", "李明"))
    assert account
    assert stranger
    known = desk.store.credentials.find_codes(account)
    assert known
    assert vault.open(account, known) == secret
    with pytest.raises(NotAllowed, match="不是当初的"):
        vault.open(stranger, known)
    key.rename(key.with_name("away"))
    told = signer.send("/account/code/drop", "/account/code", code=code_at(desk, secret, seconds=30))
    assert (told.status_code, KEY_FILE in told.text) == (409, True)
    key.write_bytes(b"short")
    assert "内容不对" in signer.send("/account/code/drop", "/account/code", code=code_at(desk, secret, seconds=30)).text
    assert signer.send("/account/code/drop", "/account/code", code=codes[0]).status_code == 303


def test_secrets_kept_plain_by_a_version_before_are_sealed_and_go_on(desk: Office):
    signer = desk.browser("王芳", Role.SIGNER)
    secret, _ = enrolled(desk, signer)
    with desk.store.engine.begin() as connection:
        connection.execute(sqlalchemy.text("UPDATE account_code SET secret = :secret"), {"secret": secret})
    vault: CodeVault = desk.app.state.office.codes  # type: ignore[attr-defined]
    vault.seal_plain()
    vault.seal_plain()
    with desk.store.engine.connect() as connection:
        assert secret not in connection.execute(sqlalchemy.text("SELECT secret FROM account_code")).scalar_one()
    desk.watch.pass_time(seconds=60)
    assert signer.send("/account/code/drop", "/account/code", code=code_at(desk, secret)).status_code == 303


class Provider:
    """In the place of an identity provider: its description, its keys, and the tokens it is told to give."""

    def __init__(self) -> None:
        needs_package("authlib")
        from joserfc.jwk import RSAKey

        self.key = RSAKey.generate_key(2048, {"kid": "k1"})
        self.stranger = RSAKey.generate_key(2048, {"kid": "k1"})
        self.token = ""
        self.asked: list[dict[str, list[str]]] = []

    def sso(self) -> SingleSignOn:
        rules = SignInRules.model_validate(RULES)
        assert rules.sso
        return SingleSignOn(rules.sso, client=lambda: httpx.Client(transport=httpx.MockTransport(self._answer)))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        match request.url.path:
            case "/.well-known/openid-configuration":
                names = ("authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint")
                places = {name: f"{ISSUER}/{name}" for name in names}
                return httpx.Response(200, json={"issuer": ISSUER, **places})
            case "/jwks_uri":
                return httpx.Response(200, json={"keys": [self.key.as_dict(private=False)]})
            case _:
                self.asked.append(parse_qs(request.content.decode()))
                return httpx.Response(200, json={"id_token": self.token, "access_token": "a", "token_type": "Bearer"})

    def sign(self, claims: Mapping[str, Any], *, key: object = None, alg: str = "RS256") -> str:
        from joserfc import jwt

        return jwt.encode({"alg": alg, "kid": "k1"}, dict(claims), key or self.key)  # type: ignore[arg-type]


NOW = datetime(2020, 4, 10, 9, 0, tzinfo=UTC)
STAMP = int(NOW.timestamp())
GOOD = {
    "iss": ISSUER, "aud": "auditor", "sub": "u1", "nonce": "n1", "iat": STAMP, "exp": STAMP + 300,
    "preferred_username": "张三",
}  # fmt: skip


def test_a_token_is_taken_only_as_the_providers_for_us_now_and_of_this_try():
    provider = Provider()
    sso = provider.sso()
    assert sso.claims_of(provider.sign(GOOD), "n1", NOW)["sub"] == "u1"
    assert sso.claims_of(provider.sign({**GOOD, "aud": ["other", "auditor"], "azp": "auditor"}), "n1", NOW)
    for changed in (
        {"nonce": "n2"}, {"iss": "https://evil.test"}, {"aud": "other"}, {"exp": STAMP - 120}, {"sub": ""},
        {"azp": "other"}, {"iat": STAMP + 3_600}, {"exp": None}, {"nonce": None}, {"sub": None}, {"aud": None},
    ):  # fmt: skip
        claims = {key: value for key, value in {**GOOD, **changed}.items() if value is not None}
        with pytest.raises(SsoFault):
            sso.claims_of(provider.sign(claims), "n1", NOW)
    with pytest.raises(SsoFault):
        sso.claims_of(provider.sign(GOOD, key=provider.stranger), "n1", NOW)
    head, body, _ = provider.sign(GOOD).split(".")
    import base64

    none = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    for forged in (f"{none}.{body}.", f"{head}.{body}.", "x", "", f"{head}.{body}.AAAA"):
        with pytest.raises(SsoFault):
            sso.claims_of(forged, "n1", NOW)


def way_back(desk: Office, provider: Provider, browser: Browser, **claims: object) -> httpx.Response:
    """Go to the provider and come back with a token of these claims."""
    start = browser.get("/sso?next=/account")
    assert start.status_code == 303
    query = {key: value[0] for key, value in parse_qs(urlsplit(start.headers["location"]).query).items()}
    assert query["code_challenge_method"] == "S256"
    assert query["redirect_uri"] == "http://127.0.0.1:8620/sso/back"
    stamp = int(desk.watch().timestamp())
    told = {**GOOD, "iat": stamp, "exp": stamp + 300, "nonce": query["nonce"], **claims}
    provider.token = provider.sign(told)
    return browser.get(f"/sso/back?code=c1&state={query['state']}")


@pytest.fixture
def joined(desk: Office) -> tuple[Office, Provider]:
    provider = Provider()
    state = desk.app.state.office  # type: ignore[attr-defined]
    state.signing_in, state.sso = SignInRules.model_validate(RULES), provider.sso()
    return desk, provider


def test_a_person_comes_in_by_the_provider_and_stays_that_account(joined: tuple[Office, Provider]):
    desk, provider = joined
    desk.browser("张三", Role.REVIEWER)
    browser = desk.browser()
    assert "用统一身份认证登录" in browser.read("/login")
    answer = way_back(desk, provider, browser)
    assert answer.headers["location"] == "/account"
    assert "张三（复核人员）" in browser.read("/account")
    assert provider.asked[0]["code_verifier"]
    renamed = desk.browser()
    way_back(desk, provider, renamed, preferred_username="李四")
    assert "张三" in renamed.read("/account"), "the subject counts, not the name it goes by now"
    other = desk.browser()
    answer = way_back(desk, provider, other, sub="u2")
    assert answer.status_code == 403
    assert "另一个人" in answer.text, "another subject does not become the account by its name"


def test_who_came_in_by_the_provider_is_led_on_to_sign_out_there_too(joined: tuple[Office, Provider]):
    """With the token they came in by, once; who came in with a password stays here."""
    desk, provider = joined
    desk.browser("张三", Role.REVIEWER)
    browser = desk.browser()
    assert way_back(desk, provider, browser, preferred_username="张三").status_code == 303
    left = browser.send("/logout", "/account")
    assert left.status_code == 200
    assert '<meta http-equiv="refresh" content="0; url=/sso/out">' in left.text
    assert browser.get("/account").headers["location"].startswith("/login")
    out = browser.get("/sso/out").headers["location"]
    query = {key: value[0] for key, value in parse_qs(urlsplit(out).query).items()}
    assert query == {
        "client_id": "auditor", "id_token_hint": provider.token,
        "post_logout_redirect_uri": "http://127.0.0.1:8620/login",
    }  # fmt: skip
    assert "id_token_hint" not in browser.get("/sso/out").headers["location"]
    by_password = desk.browser("李四", Role.REVIEWER)
    assert by_password.send("/logout", "/account").headers["location"] == "/login"


def test_nobody_comes_in_without_an_account_nor_as_an_administrator(joined: tuple[Office, Provider]):
    desk, provider = joined
    admin = desk.browser("王芳", Role.ADMINISTRATOR)
    accounts = len(desk.store.people.list_accounts())
    stranger = desk.browser()
    answer = way_back(desk, provider, stranger, preferred_username="路人")
    assert answer.status_code == 403
    assert "这里没有您的账号" in answer.text
    assert stranger.get("/").status_code == 303
    answer = way_back(desk, provider, stranger, preferred_username="王芳")
    assert answer.status_code == 403
    assert "先用口令登录" in answer.text
    assert len(desk.store.people.list_accounts()) == accounts
    assert way_back(desk, provider, admin, preferred_username="wangfang", sub="w1").status_code == 303
    again = desk.browser()
    assert way_back(desk, provider, again, preferred_username="wangfang", sub="w1").status_code == 303
    assert "王芳" in again.read("/account")
    assert admin.send("/people/change", "/people", name="王芳", what="credentials").status_code == 303
    assert way_back(desk, provider, desk.browser(), sub="w1", preferred_username="王芳").status_code == 403


def test_a_way_back_is_the_browsers_that_began_it_once_and_soon(joined: tuple[Office, Provider]):
    desk, provider = joined
    desk.browser("张三", Role.READER)
    browser = desk.browser()
    start = browser.get("/sso")
    query = {key: value[0] for key, value in parse_qs(urlsplit(start.headers["location"]).query).items()}
    stamp = int(desk.watch().timestamp())
    provider.token = provider.sign({**GOOD, "nonce": query["nonce"], "iat": stamp, "exp": stamp + 9_000})
    back = f"/sso/back?code=c1&state={query['state']}"
    assert desk.browser().get(back).status_code == 403, "another browser is led into nobody's account"
    assert browser.get(back).status_code == 403, "and the try is used up"
    assert browser.get("/sso/back?code=c1&state=x").status_code == 403
    assert browser.get("/sso/back").status_code == 403
    start = browser.get("/sso")
    state = parse_qs(urlsplit(start.headers["location"]).query)["state"][0]
    assert browser.get(f"/sso/back?error=access_denied&state={state}").status_code == 403
    start = browser.get("/sso")
    query = {key: value[0] for key, value in parse_qs(urlsplit(start.headers["location"]).query).items()}
    provider.token = provider.sign({**GOOD, "nonce": query["nonce"], "iat": stamp, "exp": stamp + 9_000})
    desk.watch.pass_time(minutes=11)
    assert browser.get(f"/sso/back?code=c1&state={query['state']}").status_code == 403
    assert browser.get("/").headers["location"].startswith("/login")


def test_without_a_provider_there_is_no_such_page(desk: Office):
    desk.browser("张三", Role.READER)
    assert desk.browser().get("/sso").status_code == 404
    assert "统一身份认证" not in desk.browser().read("/login")


def test_the_file_says_what_is_wrong_with_it_and_never_a_secret(tmp_path: Path):
    assert read_sign_in(tmp_path) == SignInRules()
    path = tmp_path / "signin.toml"
    for text, told in (
        ("code_to_sign = ", "TOML"),
        ("code = true\n", "没有这一项"),
        ("[sso]\nissuer = 'http://sso.example.gov.cn'\nclient_id = 'a'\nclient_secret = 's3cret'\n", "sso.issuer"),
        ("[sso]\nissuer = 'https://sso.example.gov.cn'\nclient_secret = 's3cret'\n", "sso.client_id"),
    ):
        path.write_text(text, "utf-8")
        with pytest.raises(BadInput, match=told) as refused:
            read_sign_in(tmp_path)
        assert "s3cret" not in str(refused.value)
    path.write_text(
        "code_to_sign = true\n[sso]\nissuer = 'https://sso.test'\nclient_id = 'a'\nclient_secret = 's3cret'\n", "utf-8"
    )
    rules = read_sign_in(tmp_path)
    assert rules.code_to_sign
    assert rules.sso
    assert "s3cret" not in repr(rules)


def test_nothing_of_it_is_loaded_before_it_is_needed():
    asked = (
        "import sys, auditor.web.app; print([n for n in ('authlib', 'joserfc', 'pyotp', 'segno') if n in sys.modules])"
    )
    import sys

    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "[]"


# -- a real provider ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which npm has installed the provider."""
    known = os.environ.get("AUDITOR_TEST_OIDC", "")
    if known:
        return Path(known)
    folder = tmp_path_factory.mktemp("npm")
    ask = [needs("npm"), "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), "oidc-provider@8"]
    done = subprocess.run(ask, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        pytest.skip(f"npm cannot install oidc-provider: {done.stderr.strip()[-200:]}")
    return folder


@contextmanager
def provider_at(packages: Path, callback: str) -> Iterator[str]:
    """The issuer of a real provider on loopback."""
    port = free_port()
    script = Path(__file__).with_name("oidc_provider.mjs")
    command = [needs("node"), "--no-warnings", str(script), str(packages), str(port), callback]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        try:
            assert running.stdout
            assert any("ready" in line for line in running.stdout)
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()


def signed_in_there(client: httpx.Client, address: str, name: str) -> str:
    """Walk through the provider's own forms; the address to which it sends the browser back."""
    for _ in range(12):
        answer = client.get(address)
        while answer.is_redirect:
            address = urljoin(address, answer.headers["location"])
            if "/sso/back" in address:
                return address
            answer = client.get(address)
        [target] = re.findall(r'<form[^>]*action="([^"]+)"', answer.text)
        hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', answer.text))
        typed = {"login": name, "password": "any"} if 'name="login"' in answer.text else {}
        answer = client.post(urljoin(address, target), data={**hidden, **typed})
        address = urljoin(address, answer.headers["location"])
        if "/sso/back" in address:
            return address
    raise AssertionError(address)


@pytest.mark.slow
def test_a_real_provider_signs_a_person_in(desk: Office, packages: Path):
    needs_package("authlib")
    desk.watch.now = datetime.now(UTC)
    desk.browser("zhangsan", Role.REVIEWER)
    with served(desk.app) as port:
        here = f"http://127.0.0.1:{port}"
        with provider_at(packages, f"{here}/sso/back") as issuer, httpx.Client(timeout=60) as client:
            rules = SignInRules.model_validate(
                {"sso": {"issuer": issuer, "client_id": "auditor", "client_secret": "s3cret-of-the-office"}}
            )
            assert rules.sso
            state = desk.app.state.office  # type: ignore[attr-defined]
            state.signing_in, state.sso = rules, SingleSignOn(rules.sso)
            start = client.get(f"{here}/sso?next=/account")
            back = signed_in_there(client, start.headers["location"], "zhangsan")
            answer = client.get(back)
            assert answer.headers["location"] == "/account", answer.text[-500:]
            assert "zhangsan（复核人员）" in client.get(f"{here}/account").text
            assert client.get(back).status_code == 403, "a code is good once"
            leaving = {"token": token_of(client.get(f"{here}/account").text)}
            left = client.post(f"{here}/logout", data=leaving)
            assert '0; url=/sso/out"' in left.text, "what answers a form may not lead elsewhere: a page does"
            assert client.get(f"{here}/account").status_code == 303, "signed out here"
            out = client.get(f"{here}/sso/out").headers["location"]
            assert out.startswith(f"{issuer}/session/end")
            assert "id_token_hint=" in out
            assert client.get(out).status_code == 200
            assert "id_token_hint" not in client.get(f"{here}/sso/out").headers["location"]
