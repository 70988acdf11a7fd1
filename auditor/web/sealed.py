"""Secrets that the database must not tell by itself: sealed under a key that lies in the home folder, not in it.

Needs the package cryptography, which comes with the extra ``second``; nothing else imports it.
"""

import base64
import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from auditor.base.errors import NotAllowed, reason_of
from auditor.store import Store
from auditor.store.credentials import CodeSecret
from auditor.store.people import Account

KEY_FILE = "codes.key"
_SEALED = "sealed:"
_KEY_BYTES = 32
_NONCE_BYTES = 12


def can_have_codes() -> bool:
    """Whether the packages of the extra are there."""
    return all(map(find_spec, ("pyotp", "segno", "cryptography")))


def require_codes() -> None:
    """Raise `NotAllowed` where they are missing."""
    if not can_have_codes():
        raise NotAllowed("没有安装动态口令所需的程序包，请运行 pip install 'auditor[second]'")


@dataclass(frozen=True, slots=True)
class CodeVault:
    """The secrets of one-time codes: rows of the store, each sealed for its account alone (AES-256-GCM)."""

    store: Store
    home: Path

    def begin(self, account: Account, secret: str) -> None:
        """Keep a new secret, not in force yet; raise `NotAllowed` where one is in force, or no key can be written."""
        self.store.credentials.begin_codes(account, self._seal(account.id, secret))

    def open(self, account: Account, known: CodeSecret) -> str:
        """The secret itself; raise `NotAllowed` where the key is not the one that it was sealed under."""
        return self._open(account.id, known.secret)

    def seal_plain(self) -> None:
        """Seal what a version before kept as it is."""
        self.store.credentials.replace_secrets(
            lambda account_id, kept: kept if kept.startswith(_SEALED) else self._seal(account_id, kept)
        )

    def _seal(self, account_id: int, secret: str) -> str:
        require_codes()
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(self._key(make=True)).encrypt(nonce, secret.encode(), _purpose(account_id))
        return _SEALED + base64.b64encode(nonce + sealed).decode()

    def _open(self, account_id: int, kept: str) -> str:
        if not kept.startswith(_SEALED):
            return kept
        require_codes()
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            told = base64.b64decode(kept.removeprefix(_SEALED), validate=True)
            nonce, sealed = told[:_NONCE_BYTES], told[_NONCE_BYTES:]
            return AESGCM(self._key()).decrypt(nonce, sealed, _purpose(account_id)).decode()
        except (InvalidTag, ValueError) as error:
            raise self._lost("不是当初的那一个") from error

    def _key(self, *, make: bool = False) -> bytes:
        path = self.home / KEY_FILE
        try:
            if make and not path.exists():
                _write_new(path, os.urandom(_KEY_BYTES))
            key = path.read_bytes()
        except OSError as error:
            raise self._lost(reason_of(error)) from error
        if len(key) != _KEY_BYTES:
            raise self._lost("内容不对")
        return key

    def _lost(self, why: str) -> NotAllowed:
        return NotAllowed(
            f"动态口令的密钥文件 {self.home / KEY_FILE} 不能用（{why}）。请放回原来的文件；"
            "找不回来的，由管理员在“账号与令牌”中停用动态口令，本人再重新启用"
        )


def _write_new(path: Path, content: bytes) -> None:
    """A file for its owner alone; one that somebody else made meanwhile stays."""
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123 - with mode
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        pass


def _purpose(account_id: int) -> bytes:
    """Sealed together with the secret: a row copied to another account opens nothing."""
    return f"one-time codes of account {account_id}".encode()
