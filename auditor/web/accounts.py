"""Signing in and making accounts: the rules in one place, for the pages and the command line alike."""

from datetime import datetime, timedelta

from auditor.base.errors import NotAllowed
from auditor.base.terms import Role
from auditor.store import Store
from auditor.store.people import Account
from auditor.web.passwords import account_name, digest_of, hash_password, is_password, new_secret

WINDOW = timedelta(minutes=15)
MOST_FOR_ACCOUNT = 5
MOST_FROM_ADDRESS = 20
"""Failed sign-ins within the window after which an account, or an address, has to wait."""


class TooMany(NotAllowed):
    """So many sign-ins failed that further ones are not even looked at."""


def add_account(
    store: Store, name: str, role: Role, password: str, at: datetime, *, only_first: bool = False
) -> Account:
    """Make an account; raise `BadInput` for a bad name or password, `NotAllowed` where the name is taken."""
    known = account_name(name)
    return store.people.add_account(known, role, hash_password(password, known), at, only_first=only_first)


def set_password(store: Store, name: str, password: str) -> Account:
    """Give an account another password; all its sessions end."""
    return store.people.change_account(name, password=hash_password(password, name))


def sign_in(store: Store, name: str, password: str, address: str, at: datetime) -> Account:
    """The account whose password this is; raise `NotAllowed`, in the same words whatever was wrong."""
    subjects = (f"account:{digest_of(name)[:32]}", f"address:{address}")
    for subject, most in zip(subjects, (MOST_FOR_ACCOUNT, MOST_FROM_ADDRESS), strict=True):
        if store.people.count_attempts(subject, at - WINDOW) >= most:
            raise TooMany(f"失败次数过多，请{WINDOW.seconds // 60}分钟后再试")
    account = store.people.find_account(name)
    if not is_password(account.password if account else "", password) or account is None or account.disabled:
        store.people.add_attempts(subjects, at)
        raise NotAllowed("账号或口令不对")
    store.people.clear_attempts(subjects[0])
    return account


def check_code_attempts(store: Store, at: datetime) -> None:
    """Raise `NotAllowed` where the setup code was guessed wrong too often."""
    if store.people.count_attempts("setup", at - WINDOW) >= MOST_FOR_ACCOUNT:
        raise NotAllowed("设置码输错次数过多，请稍后再试，或重新启动 auditor serve 取得新的设置码")


def add_token(store: Store, name: str, by: str, at: datetime) -> str:
    """Make a read-only key for another system; returns its secret, which is shown once and kept nowhere."""
    secret = f"auditor-{new_secret()}"
    store.people.add_token(account_name(name), digest_of(secret), by, at)
    return secret
