"""Signing in and making accounts: the rules in one place, for the pages and the command line alike."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from auditor.base.errors import BadInput, NotAllowed
from auditor.base.terms import Role
from auditor.store import Store
from auditor.store.people import WHOLE, Account, Bound, Scope, Token
from auditor.web.passwords import TooBusy, account_name, hash_password, is_password, new_secret, secret_digest
from auditor.web.shield import SetupCode
from auditor.web.words import WEB_WORDS

WINDOW = timedelta(minutes=15)
_WAIT = WEB_WORDS.too_many_attempts.format(minutes=WINDOW.seconds // 60)
MOST_FOR_ACCOUNT = 5
MOST_FROM_ADDRESS = 20
"""Failed sign-ins within the window after which an account has to wait, and failures from an address go unrecorded.

A whole office may stand behind one address: its people still come in with the right password.
"""


class TooMany(NotAllowed):
    """So many sign-ins failed that further failures are not even recorded."""


def add_account(
    store: Store,
    name: str,
    role: Role,
    password: str,
    at: datetime,
    *,
    only_first: bool = False,
    scope: Scope = WHOLE,
) -> Account:
    """Make an account; raise `BadInput` for a bad name, password or scope, `NotAllowed` where the name is taken."""
    known = account_name(name)
    _check_scope(role, scope)
    return store.people.add_account(known, role, hash_password(password, known), at, only_first=only_first, scope=scope)


def change_rights(store: Store, name: str, role: Role, scope: Scope | None, *, drafts: bool | None = None) -> Account:
    """Give an account another role, bound as told (``None``: as it was); raise `BadInput` where they do not agree."""
    known = store.people.find_account(name)
    _check_scope(role, scope or (known.scope if known else WHOLE))
    return store.people.change_account(name, role=role, scope=scope, drafts=drafts)


def read_scope(lines: Iterable[str]) -> Scope:
    """A scope from lines: each a county (``清源县``) or a unit of one (``清源县/民政局``); none: all of it."""
    bounds = []
    for line in lines:
        county, _, unit = line.strip().partition("/")
        if county.strip():
            bounds.append(Bound(county.strip(), unit.strip()))
    return Scope(tuple(sorted(set(bounds)))) if bounds else WHOLE


def rights_told(account: Account) -> str:
    """An account's role, and what it is bound to."""
    bounds = "、".join(bounds_told(account))
    return WEB_WORDS.rights.format(role=account.role.label, bounds=bounds) if bounds else account.role.label


def bounds_told(account: Account) -> list[str]:
    """What an account is bound to, in the lines that `read_scope` takes; nothing for the whole office."""
    return [f"{one.county}/{one.unit}".rstrip("/") for one in account.scope.bounds or ()]


def _check_scope(role: Role, scope: Scope) -> None:
    """A unit's account is bound to units, the administrator's to nothing, another's to whole counties at most."""
    units = [bool(bound.unit) for bound in scope.bounds or ()]
    if role is Role.UNIT and not (units and all(units)):
        raise BadInput.one("范围", "", "责任单位的账号没有写明是哪个单位", "请写成 县名/单位名，如 崇信县/财政局")
    if role is Role.ADMINISTRATOR and not scope.is_whole:
        raise BadInput.one("范围", "", "管理员管全部县，不能限定范围", "请留空，或改用别的角色")
    if role is not Role.UNIT and any(units):
        raise BadInput.one("范围", "", f"只有“{Role.UNIT.label}”的账号才能限定到单位", "请只写县名，或改用“责任单位”")


def set_password(store: Store, name: str, password: str) -> Account:
    """Give an account another password; all its sessions end."""
    return store.people.change_account(name, password=hash_password(password, name))


def sign_in(store: Store, name: str, password: str, address: str, at: datetime) -> Account:
    """The account whose password this is; raise `NotAllowed`, in the same words whatever was wrong.

    The attempt is noted before the password is looked at, so that many at once are no way around the limits.
    """
    people, since = store.people, at - WINDOW
    subject = f"account:{secret_digest(name)[:32]}"
    by_name = people.add_attempt(subject, at, since, MOST_FOR_ACCOUNT)
    if by_name is None:
        raise TooMany(_WAIT)
    by_address = people.add_attempt(f"address:{address}", at, since, MOST_FROM_ADDRESS)
    account = people.find_account(name)
    try:
        is_right = is_password(account.password if account else "", password)
    except TooBusy:
        people.drop_attempts([by_name, by_address])
        raise
    if account is None or account.disabled or not is_right:
        raise NotAllowed("账号或口令不对") if by_address else TooMany(_WAIT)
    people.clear_attempts(subject)
    people.drop_attempts([by_address])
    return account


def check_code(store: Store, setup: SetupCode | None, given: str, at: datetime) -> None:
    """Raise `NotAllowed` where the setup code was guessed wrong too often, `BadInput` where it is wrong."""
    noted = store.people.add_attempt("setup", at, at - WINDOW, MOST_FOR_ACCOUNT)
    if noted is None:
        raise NotAllowed("设置码输错次数过多，请稍后再试，或重新启动 auditor serve 取得新的设置码")
    if setup is None or not setup.matches(given):
        raise BadInput.one("设置码", "", "不对", "请照抄终端上显示的设置码")
    store.people.drop_attempts([noted])


def add_token(store: Store, name: str, by: str, at: datetime) -> str:
    """Make a read-only key for another system, which sees what the account ``by`` sees, or all where none is named.

    Returns its secret, which is shown once and kept nowhere. Raises `BadInput` for an account that may not read.
    """
    account = store.people.find_account(by) if by else None
    if by and (account is None or account.disabled or not account.role.includes(Role.READER)):
        raise BadInput.one("令牌", "", f"“{by[:40]}”不是能查看数据的账号", "请选一个启用的账号，责任单位的账号不行")
    secret = f"auditor-{new_secret()}"
    store.people.add_token(account_name(name), secret_digest(secret), by or WEB_WORDS.command_line, at)
    return secret


def bearer_of(store: Store, key: Token) -> Account | None:
    """The account that a key is of; ``None`` where it was shut out since.

    A key of the command line is the office's own, as is whoever may use that: it reads all.
    """
    account = store.people.find_account(key.by)
    if account is None and key.by == WEB_WORDS.command_line:
        return Account(0, key.by, Role.READER, "", key.created_at)
    return None if account is None or account.disabled else account
