"""What accounts prove themselves with besides a password: one-time codes, and their subject at an identity provider."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from auditor.base.errors import NotAllowed
from auditor.store.office_tables import CodeRow, RecoveryRow, SubjectRow
from auditor.store.people import Account
from auditor.store.runs import OpenSession


@dataclass(frozen=True, slots=True)
class CodeSecret:
    """The secret that an account's one-time codes come from; not in force until a first code was ``confirmed``.

    What the store keeps of it is sealed (`auditor.web.sealed`)."""

    secret: str
    confirmed: bool


class CredentialStore:
    """Keeps secrets of codes, hashes of recovery codes, and subjects."""

    def __init__(self, open_session: OpenSession) -> None:
        self._open = open_session

    def begin_codes(self, account: Account, secret: str) -> None:
        """Keep a new secret, not in force yet; raise `NotAllowed` where one is in force."""
        with self._open() as session:
            row = session.get(CodeRow, account.id)
            if row and row.confirmed:
                raise NotAllowed("动态口令已经启用；换手机的，先停用，再重新启用")
            session.exec(delete(CodeRow).where(col(CodeRow.account_id) == account.id))
            session.add(CodeRow(account_id=account.id, secret=secret, confirmed=False, last_step=0))

    def find_codes(self, account: Account) -> CodeSecret | None:
        """The account's secret, if any."""
        with self._open() as session:
            row = session.get(CodeRow, account.id)
            return CodeSecret(row.secret, row.confirmed) if row else None

    def replace_secrets(self, change: Callable[[int, str], str]) -> None:
        """Keep every secret as ``change`` gives it back, asked with the account's id and what is kept."""
        with self._open() as session:
            for row in session.exec(select(CodeRow)):
                row.secret = change(row.account_id, row.secret)

    def use_step(self, account: Account, step: int) -> bool:
        """Note that the code of a time step was used; ``False`` where it, or a later one, was used before."""
        with self._open() as session:
            used = update(CodeRow).where(col(CodeRow.account_id) == account.id, col(CodeRow.last_step) < step)
            changed = session.exec(used.values(last_step=step))
            return changed.rowcount == 1

    def confirm_codes(self, account: Account, digests: Sequence[str]) -> None:
        """Put the secret in force, with the hashes of its recovery codes."""
        with self._open() as session:
            session.exec(update(CodeRow).where(col(CodeRow.account_id) == account.id).values(confirmed=True))
            session.exec(delete(RecoveryRow).where(col(RecoveryRow.account_id) == account.id))
            session.add_all(RecoveryRow(digest=digest, account_id=account.id) for digest in digests)

    def use_recovery(self, account: Account, digest: str) -> bool:
        """Use up a recovery code; ``False`` where the account has none with that hash."""
        with self._open() as session:
            used = delete(RecoveryRow).where(
                col(RecoveryRow.account_id) == account.id, col(RecoveryRow.digest) == digest
            )
            changed = session.exec(used)
            return changed.rowcount == 1

    def drop_codes(self, account: Account) -> None:
        """Forget secret and recovery codes."""
        with self._open() as session:
            session.exec(delete(RecoveryRow).where(col(RecoveryRow.account_id) == account.id))
            session.exec(delete(CodeRow).where(col(CodeRow.account_id) == account.id))

    def find_subject(self, issuer: str, subject: str) -> int | None:
        """The id of the account that a provider's subject is."""
        with self._open() as session:
            query = select(SubjectRow.account_id).where(SubjectRow.issuer == issuer, SubjectRow.subject == subject)
            return session.exec(query).first()

    def bind_subject(self, account: Account, issuer: str, subject: str) -> None:
        """Let a provider's subject be this account for good; raise `NotAllowed` where either is taken."""
        try:
            with self._open() as session:
                session.add(SubjectRow(account_id=account.id, issuer=issuer, subject=subject))
        except IntegrityError as error:
            raise NotAllowed(f"账号“{account.name}”已经对应统一身份认证中的另一个人，请联系管理员") from error

    def drop_subjects(self, account: Account) -> None:
        """Forget who the account is at any provider."""
        with self._open() as session:
            session.exec(delete(SubjectRow).where(col(SubjectRow.account_id) == account.id))
