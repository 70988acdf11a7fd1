"""One-time codes (TOTP) of those who sign: enrolled with a first code, each used once, recovery codes for a lost phone.

Needs the extra ``second`` (pyotp, segno, cryptography); nothing else imports them.
"""

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from auditor.base.errors import BadInput, NotAllowed
from auditor.store import Store
from auditor.store.people import Account
from auditor.web.passwords import secret_digest
from auditor.web.sealed import CodeVault, require_codes

STEP = 30
WINDOW = timedelta(minutes=15)
MOST_WRONG = 5
_RECOVERY_CODES = 8
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without those that are taken for one another."""
_ISSUER = "auditor"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a person puts into an authenticator: the secret, and a QR code of it as SVG."""

    secret: str
    picture: str


def begin_enrolment(vault: CodeVault, account: Account) -> Enrolment:
    """Make a new secret, in force once `finish_enrolment` had a code of it."""
    require_codes()
    import pyotp

    secret = pyotp.random_base32()
    vault.begin(account, secret)
    return _shown(secret, account)


def pending_enrolment(vault: CodeVault, account: Account) -> Enrolment | None:
    """The secret that waits for its first code; none where the key was lost meanwhile: one begins anew."""
    known = vault.store.credentials.find_codes(account)
    if known is None or known.confirmed:
        return None
    with suppress(NotAllowed):
        return _shown(vault.open(account, known), account)
    return None


def finish_enrolment(vault: CodeVault, account: Account, code: str, at: datetime) -> Sequence[str]:
    """Put the secret in force; returns the recovery codes, which are shown once and kept as hashes."""
    store = vault.store
    known = store.credentials.find_codes(account)
    if known is None or known.confirmed:
        raise NotAllowed("没有待启用的动态口令，请重新开始")
    secret = vault.open(account, known)
    _limited(store, account, at, lambda: _is_fresh(store, account, secret, code, at))
    codes = [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(3)) for _ in range(_RECOVERY_CODES)
    ]
    store.credentials.confirm_codes(account, [_digest(account, one) for one in codes])
    return codes


def has_codes(store: Store, account: Account) -> bool:
    """Whether the account's codes are in force."""
    known = store.credentials.find_codes(account)
    return known is not None and known.confirmed


def check_code_of(vault: CodeVault, account: Account, code: str, at: datetime) -> None:
    """Take a one-time code or a recovery code, once; raise `BadInput` or `NotAllowed` where it is none."""
    store = vault.store
    known = store.credentials.find_codes(account)
    if known is None or not known.confirmed:
        raise NotAllowed("签发需要动态口令，请先在“我的账号”中启用")
    require_codes()

    def fits() -> bool:
        if "-" in code:  # a recovery code
            return store.credentials.use_recovery(account, _digest(account, code.strip().lower()))
        return _is_fresh(store, account, vault.open(account, known), code, at)

    _limited(store, account, at, fits)


def _limited(store: Store, account: Account, at: datetime, fits: Callable[[], bool]) -> None:
    """Try a code; the attempt is noted before it is looked at, so that many at once are no way around the limit."""
    people, subject = store.people, f"code:{account.id}"
    noted = people.add_attempt(subject, at, at - WINDOW, MOST_WRONG)
    if noted is None:
        raise NotAllowed(f"动态口令输错次数过多，请{WINDOW.seconds // 60}分钟后再试")
    if not fits():
        raise BadInput.one(
            "动态口令", "", "不对，或已经用过", "请等手机上出现下一个6位数字后再填；手机不在身边的，填一个恢复码"
        )
    people.clear_attempts(subject)


def _is_fresh(store: Store, account: Account, secret: str, code: str, at: datetime) -> bool:
    """Whether the code is that of now, or of a step beside, and later than any that was used."""
    import pyotp

    digits, now = "".join(code.split()), int(at.timestamp()) // STEP
    maker = pyotp.TOTP(secret, interval=STEP)
    for step in (now, now - 1, now + 1):
        if secrets.compare_digest(maker.at(step * STEP).encode(), digits.encode()):
            return store.credentials.use_step(account, step)
    return False


def _shown(secret: str, account: Account) -> Enrolment:
    require_codes()
    import pyotp
    import segno

    address = pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=account.name, issuer_name=_ISSUER)
    picture = segno.make(address, error="m").svg_inline(scale=5, border=3, light="white")
    return Enrolment(secret, picture)


def _digest(account: Account, code: str) -> str:
    return secret_digest(f"recovery:{account.id}:{code}")
