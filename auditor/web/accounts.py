"""Signing in and making accounts: the rules in one place, for the pages and the command line alike."""

from datetime import datetime, timedelta

from auditor.base.errors import BadInput, NotAllowed
from auditor.base.terms import Role
from auditor.store import Store
from auditor.store.people import Account
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
    store: Store, name: str, role: Role, password: str, at: datetime, *, only_first: bool = False
) -> Account:
    """Make an account; raise `BadInput` for a bad name or password, `NotAllowed` where the name is taken."""
    known = account_name(name)
    return store.people.add_account(known, role, hash_password(password, known), at, only_first=only_first)


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
    """Make a read-only key for another system; returns its secret, which is shown once and kept nowhere."""
    secret = f"auditor-{new_secret()}"
    store.people.add_token(account_name(name), secret_digest(secret), by, at)
    return secret
