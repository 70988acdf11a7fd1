"""Passwords and secrets: rules a person can follow, argon2 hashes, random keys kept as hashes only."""

import hashlib
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from auditor.base.errors import BadInput, NotAllowed

MIN_PASSWORD = 10
MAX_PASSWORD = 128
MAX_NAME = 30

_HASHER = PasswordHasher()
_AT_ONCE = BoundedSemaphore(2)
"""Hashes under way; each takes 64 MB on purpose."""
_IN_LINE = BoundedSemaphore(20)
"""Hashes under way or waiting; each holds one of the threads that answer all pages."""
_GUESSED_FIRST = ("password", "admin", "123456", "qwerty", "111111", "000000", "888888", "666666", "abcdef", "mima")


class TooBusy(NotAllowed):
    """So many passwords wait to be looked at that another one would keep the pages from being answered."""


def hash_password(password: str, name: str) -> str:
    """The hash of a password that keeps the rules; raise `BadInput` naming the rule it breaks, or `TooBusy`."""
    password = unicodedata.normalize("NFKC", password)
    kinds = sum(
        (
            any(c.isdigit() for c in password),
            any(c.isalpha() for c in password),
            any(not c.isalnum() for c in password),
        )
    )
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise _weak(f"口令应为{MIN_PASSWORD}至{MAX_PASSWORD}个字符")
    if kinds < 2:
        raise _weak("口令应包含文字（或字母）、数字、符号中的至少两类")
    if name.lower() in password.lower():
        raise _weak("口令不能包含账号名")
    if len(set(password)) < 5 or any(word in password.lower() for word in _GUESSED_FIRST):
        raise _weak("口令太容易猜到")
    with _turn():
        return _HASHER.hash(password)


def is_password(kept: str, given: str) -> bool:
    """Whether ``given`` is the password of the hash; ``kept`` empty (no such account) takes as long to say no.

    Raises `TooBusy` where too many passwords wait to be looked at.
    """
    if len(given) > MAX_PASSWORD:
        return False
    try:
        with _turn():
            return _HASHER.verify(kept or _nobody(), unicodedata.normalize("NFKC", given)) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def account_name(text: str) -> str:
    """A name as accounts bear it; raise `BadInput` where it is none."""
    name = unicodedata.normalize("NFKC", text).strip()
    if not 2 <= len(name) <= MAX_NAME or not all(c.isalnum() or c in "·_-." for c in name):
        raise BadInput.one(
            "账号名", "", f"“{name[:MAX_NAME]}”不能作账号名", f"请用姓名：2至{MAX_NAME}个文字、字母或数字"
        )
    return name


def new_secret() -> str:
    """A secret nobody can guess (256 bits)."""
    return secrets.token_urlsafe(32)


def secret_digest(secret: str) -> str:
    """What is kept of a secret. It is random and long, so a fast hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


@contextmanager
def _turn() -> Iterator[None]:
    """Wait until few enough hashes are under way; raise `TooBusy` where the line is long."""
    if not _IN_LINE.acquire(blocking=False):
        raise TooBusy("正在登录的人太多，请过几秒再试")
    try:
        with _AT_ONCE:
            yield
    finally:
        _IN_LINE.release()


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash that no password has."""
    return _HASHER.hash(secrets.token_hex(16))


def _weak(what: str) -> BadInput:
    return BadInput.one("口令", "", what, "请换一个，例如把几个不相干的词和数字连起来")
