"""Accounts and tokens on the command line."""

import io
from pathlib import Path

import pytest

import auditor.cli.people
from auditor.base.terms import Role
from auditor.cli import main
from auditor.store import open_store
from auditor.web.accounts import sign_in
from auditor.web.passwords import secret_digest

PASSWORD = "correct horse 1"
assert auditor.cli.people.users


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def command(*words: str, typed: str = "") -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            main([*words, "--home", str(tmp_path)])
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out + captured.err

    return command


def test_an_account_is_added_listed_changed_and_shut_out(run, tmp_path: Path):
    code, text = run("user", "add", "王芳", "--role", "administrator", typed=f"{PASSWORD}\n")
    assert (code, "管理员" in text, PASSWORD in text) == (0, True, False)
    assert run("user", "add", "王芳", typed=f"{PASSWORD}\n")[0] == 1
    assert run("user", "add", "李雷", "--role", "复核人员", typed=f"{PASSWORD}\n")[0] == 0
    assert run("user", "role", "李雷", "--role", "reader")[0] == 0
    assert run("user", "password", "李雷", typed="another horse 2\n")[0] == 0
    store = open_store(tmp_path / "auditor.db")
    account = store.people.find_account("李雷")
    assert account
    assert sign_in(store, "李雷", "another horse 2", "127.0.0.1", account.created_at).role is Role.READER
    store.close()
    assert run("user", "disable", "李雷")[0] == 0
    text = run("user", "list")[1]
    assert "李雷  查看人员  已停用" in text
    assert "王芳  管理员  可登录" in text
    code, text = run("user", "disable", "王芳")
    assert (code, "至少要保留一个" in text) == (1, True)


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (("user", "add", "王芳"), "short\n", "口令应为"),
        (("user", "add", "王"), f"{PASSWORD}\n", "不能作账号名"),
        (("user", "add", "王芳", "--role", "king"), f"{PASSWORD}\n", "没有“king”这个角色"),
    ],
)
def test_what_is_wrong_is_told_with_code_two(run, words: tuple[str, ...], typed: str, said: str):
    code, text = run(*words, typed=typed)
    assert code == 2
    assert said in text


def test_a_token_is_shown_once_listed_and_revoked(run, tmp_path: Path):
    code, text = run("token", "add", "平台")
    secret = text.strip()
    assert (code, secret.startswith("auditor-")) == (0, True)
    store = open_store(tmp_path / "auditor.db")
    used = store.people.use_token(secret_digest(secret), store.people.list_tokens()[0].created_at)
    assert used
    assert used.name == "平台"
    store.close()
    listed = run("token", "list")[1]
    assert "平台  有效" in listed
    assert secret not in listed
    assert run("token", "revoke", "平台")[0] == 0
    assert "停用" in run("token", "list")[1]
    assert run("token", "revoke", "平台")[0] == 1


def test_an_account_is_bound_to_counties_or_to_a_unit_and_stays_so(run, tmp_path: Path):
    code, text = run(
        "user", "add", "孙悦", "--role", "reviewer", "--to", "清源县", "--to", "玉泉县", typed=f"{PASSWORD}\n"
    )
    assert (code, "复核人员（清源县、玉泉县）" in text) == (0, True)
    assert run("user", "role", "孙悦", "--role", "signer")[0] == 0
    assert "签发人员（清源县、玉泉县）" in run("user", "list")[1], "another role is no wider scope"
    assert run("user", "role", "孙悦", "--role", "administrator")[0] == 2
    assert run("user", "role", "孙悦", "--role", "reader", "--whole")[0] == 0
    assert "孙悦  查看人员  可登录" in run("user", "list")[1]
    for wrong in ((), ("--to", "清源县")):
        assert run("user", "add", "周平", "--role", "unit", *wrong, typed=f"{PASSWORD}\n")[0] == 2
    assert run("user", "add", "周平", "--role", "reader", "--to", "清源县/民政局", typed=f"{PASSWORD}\n")[0] == 2
    code, text = run("user", "add", "周平", "--role", "unit", "--to", "清源县/民政局", typed=f"{PASSWORD}\n")
    assert (code, "责任单位（清源县/民政局）" in text) == (0, True)
