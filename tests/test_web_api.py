"""The JSON beside the pages: read-only, by token, described; and the page for monitoring."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import Response
from web_office import COUNTY, FUNDS, PLANS, Q1, Office, known_readings, office, plain_readings

from auditor.base.errors import BadInput
from auditor.base.terms import Role
from auditor.store.people import Bound, Scope
from auditor.web.accounts import add_token

BASE = "/api/v1/counties/清源县"
PATHS = (
    "/api/v1/counties",
    "/api/v1/items/2020Q1",
    f"{BASE}/periods",
    f"{BASE}/periods/2020Q1/audit.json",
    f"{BASE}/periods/2020Q1/units/发改局",
    f"{BASE}/periods/2020Q1/column?key={PLANS.key}",
    f"{BASE}/runs",
    "/api/v1/health",
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, plain_readings) as opened:
        yield opened


def ask(desk: Office, path: str, token: str = "") -> Response:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return desk.browser().client.get(path, headers=headers)


def test_a_token_reads_everything_and_nobody_else_does(desk: Office):
    token = add_token(desk.store, "平台", "", desk.watch())
    for path in PATHS:
        assert ask(desk, path, token).status_code == 200, path
        for wrong in ("", "wrong", token[:-1], ""):
            answer = ask(desk, path, wrong)
            assert answer.status_code == 401, path
            assert "令牌" in answer.json()["error"]
    assert token.encode() not in (desk.folder / "auditor.db").read_bytes()


def test_items_found_are_told_by_county_and_quarter(desk: Office):
    token = add_token(desk.store, "平台", "", desk.watch())
    (found,) = ask(desk, "/api/v1/items/2020Q1", token).json()
    items = [one for key, told in desk.store.runs.load_readings(COUNTY).items() for one in told.newest.sightings]
    in_quarter = [one for one in items if one.date and Q1.first <= one.date <= Q1.last]
    assert found["county"] == COUNTY.name
    assert found["items"] == len(in_quarter) > 0
    assert ask(desk, "/api/v1/items/2021Q1", token).json() == []
    for wrong in ("2020", "2020-03", "x"):
        assert ask(desk, f"/api/v1/items/{wrong}", token).status_code in (404, 422)


def test_a_revoked_token_is_worth_nothing_and_its_use_is_noted(desk: Office):
    token = add_token(desk.store, "平台", "", desk.watch())
    ask(desk, PATHS[0], token)
    assert desk.store.people.list_tokens()[0].used_at == desk.watch()
    desk.store.people.revoke_token("平台", desk.watch())
    assert ask(desk, PATHS[0], token).status_code == 401


def test_a_token_opens_no_page_and_changes_nothing(desk: Office):
    desk.browser("王芳", Role.ADMINISTRATOR)
    token = add_token(desk.store, "平台", "", desk.watch())
    assert ask(desk, "/", token).status_code == 303
    for path in PATHS:
        answer = desk.browser().client.post(path, headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == 405, path


def test_a_token_sees_what_its_account_sees_and_ends_with_it(desk: Office):
    """Bound to a county, shut out, or a unit's: a key is no way around what the account may do."""
    other = Scope((Bound("别的县"),))
    desk.browser("王芳", Role.ADMINISTRATOR), desk.browser("李明", Role.READER, scope=other)
    desk.browser("民政", Role.UNIT, scope=Scope((Bound("清源县", "民政局"),)))
    token = add_token(desk.store, "平台", "李明", desk.watch())
    assert ask(desk, "/api/v1/counties", token).json() == []
    assert ask(desk, "/api/v1/health", token).json() == []
    assert ask(desk, f"/api/v1/counties/{COUNTY.name}/periods", token).status_code == 404
    desk.store.people.change_account("李明", scope=Scope((Bound(COUNTY.name),)))
    assert [one["name"] for one in ask(desk, "/api/v1/counties", token).json()] == [COUNTY.name]
    desk.store.people.change_account("李明", disabled=True)
    assert ask(desk, "/api/v1/counties", token).status_code == 401
    for name in ("民政", "李明", "没有"):
        with pytest.raises(BadInput, match="不是能查看数据的账号"):
            add_token(desk.store, "又一个", name, desk.watch())
    made = desk.browser("王芳", Role.ADMINISTRATOR).send("/people/token", name="县里", account="民政")
    assert made.status_code == 422


def test_the_token_made_on_the_page_works_and_is_shown_once(desk: Office):
    signer = desk.browser("王芳", Role.ADMINISTRATOR)
    page = signer.send("/people/token", name="平台").text
    token = page.split('<p class="code">')[1].split("<")[0]
    assert ask(desk, PATHS[0], token).status_code == 200
    assert token not in signer.read("/people")


def test_the_audit_is_the_stored_one_byte_for_byte(desk: Office):
    audit = desk.store.audits.load_audit(COUNTY, Q1)
    assert audit
    answer = desk.browser("赵敏", Role.READER).get(f"{BASE}/periods/2020Q1/audit.json")
    assert answer.text == audit.to_json()
    assert answer.headers["x-audit-digest"] == audit.digest()
    assert desk.browser("赵敏").sign_in("赵敏").status_code == 303


def test_an_unknown_count_is_null_not_zero(desk: Office):
    answer = desk.browser("赵敏", Role.READER).get(f"{BASE}/periods/2020Q1/column?key={FUNDS.key}")
    assert answer.json()["count"] is None
    assert answer.json()["state"] == "unreachable"


def test_what_is_not_there_is_told_as_json(desk: Office):
    reader = desk.browser("赵敏", Role.READER)
    for path, status in (
        ("/api/v1/counties/别县/runs", 404),
        (f"{BASE}/periods/2019Q4/audit.json", 404),
        (f"{BASE}/periods/nonsense/audit.json", 422),
        (f"{BASE}/periods/2020Q1/audit.json?issued=true", 404),
        (f"{BASE}/periods/2020Q1/units/没有", 404),
        (f"{BASE}/runs?limit=0", 422),
    ):
        answer = reader.get(path)
        assert answer.status_code == status, path
        assert answer.json()["error"], path


def test_the_interface_is_described_without_help_from_elsewhere(desk: Office):
    schema = json.loads(ask(desk, "/api/openapi.json").text)
    described = set(schema["paths"])
    assert "/api/v1/counties/{county}/periods/{period}/audit.json" in described
    assert all(path.startswith(("/api/v1/", "/healthz")) for path in described)
    assert all(set(calls) == {"get"} for calls in schema["paths"].values())
    assert "#/components/schemas/Audit" in json.dumps(schema)
    page = ask(desk, "/api").text
    for path in described:
        assert path in page
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert ask(desk, path).status_code in (303, 404)


def test_monitoring_needs_no_sign_in_and_learns_no_secrets(desk: Office, tmp_path: Path):
    answer = ask(desk, "/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["unverifiable_columns"] == 1
    assert answer.json()["counties"] == 1
    assert "清源县" not in answer.text
    assert str(tmp_path) not in answer.text
    (tmp_path / "other").mkdir()
    with office(tmp_path / "other", known_readings) as sound:
        assert ask(sound, "/healthz").json()["status"] == "ok"
        sound.progress.set_problems((f"{tmp_path}/notices.toml：写法不对",))
        sound.watch.pass_time(seconds=11)
        answer = ask(sound, "/healthz")
        assert (answer.json()["status"], answer.json()["file_problems"]) == ("degraded", 1)
        assert str(tmp_path) not in answer.text
        sound.progress.set_problems(())
        (tmp_path / "other" / "qingyuan.toml").write_text("broken", encoding="utf-8")
        sound.watch.pass_time(seconds=11)
        assert ask(sound, "/healthz").json()["status"] == "degraded"
