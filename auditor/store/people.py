"""Accounts, signed-in browsers, attempts to sign in, keys of other systems, and the record of who did what.

Secrets come in as hashes; this store never sees a password, a session's secret or a token.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from auditor.base.errors import NotAllowed
from auditor.base.terms import Role
from auditor.store.office_tables import AccountRow, ActivityRow, AttemptRow, BoundRow, SessionRow, TokenRow
from auditor.store.runs import OpenSession

_KEPT_ATTEMPTS = timedelta(hours=1)
"""Longer than any limit looks back; how many a stranger can leave behind follows from it."""


@dataclass(frozen=True, slots=True, order=True)
class Bound:
    """A county that an account is bound to, or one unit of it."""

    county: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an account sees: the whole office (``bounds`` is ``None``), or the counties and units that it is bound to.

    A county is seen by who is bound to it or to a unit of it; a unit by who is bound to that unit.
    """

    bounds: tuple[Bound, ...] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is kept from the account."""
        return self.bounds is None

    def sees_county(self, county: str) -> bool:
        """Whether anything of a county is shown."""
        return self.bounds is None or any(bound.county == county for bound in self.bounds)

    def sees_unit(self, county: str, unit: str) -> bool:
        """Whether the account speaks for a unit."""
        return bool(unit) and Bound(county, unit) in (self.bounds or ())


WHOLE = Scope()
"""The scope of whoever is bound to nothing."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in. ``password`` is the hash; ``drafts`` lets one who only reads see drafts too."""

    id: int
    name: str
    role: Role
    password: str
    created_at: datetime
    disabled: bool = False
    drafts: bool = False
    scope: Scope = WHOLE

    @property
    def sees_drafts(self) -> bool:
        """Whether drafts of circulars are shown: to all who work on them, and to readers who are allowed to."""
        return self.drafts or self.role.includes(Role.REVIEWER)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A signed-in browser: whose it is, since when, and when it was last heard of."""

    account: Account
    created_at: datetime
    used_at: datetime


@dataclass(frozen=True, slots=True)
class Activity:
    """One line of the record: who did what to what, when, from where."""

    at: datetime
    who: str
    address: str
    action: str
    subject: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ActivityWish:
    """Which lines of the record are asked for: whose, of what kind, with which words, from when until before when."""

    who: str = ""
    action: str = ""
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A read-only key for another system; its secret is nowhere kept."""

    name: str
    created_at: datetime
    by: str
    used_at: datetime | None = None
    revoked_at: datetime | None = None


class PeopleStore:
    """Keeps who may come in and what they did."""

    def __init__(self, open_session: OpenSession) -> None:
        self._open = open_session

    # -- accounts ------------------------------------------------------------------------------------------------------

    def add_account(
        self, name: str, role: Role, password: str, at: datetime, *, only_first: bool = False, scope: Scope = WHOLE
    ) -> Account:
        """Add an account; raise `NotAllowed` where the name is taken, or with ``only_first`` where any exists."""
        try:
            with self._open() as session:
                if only_first and session.exec(select(AccountRow.id).limit(1)).first() is not None:
                    raise NotAllowed("已经有账号，请登录后由管理员添加")
                row = AccountRow(name=name, role=role.value, password=password, created_at=at)
                session.add(row)
                session.flush()
                _bind(session, row, scope)
                return _account(row, scope)
        except IntegrityError as error:
            raise NotAllowed(f"已经有名为“{name}”的账号") from error

    def list_accounts(self) -> list[Account]:
        """All accounts, oldest first."""
        with self._open() as session:
            bounds: dict[int, list[Bound]] = {}
            for one in session.exec(select(BoundRow)):
                bounds.setdefault(one.account_id, []).append(Bound(one.county, one.unit))
            rows = session.exec(select(AccountRow).order_by(col(AccountRow.id))).all()
            return [_account(row, _scope(row, bounds.get(row.id or 0, []))) for row in rows]

    def find_by_id(self, number: int) -> Account | None:
        """The account of that number."""
        with self._open() as session:
            row = session.get(AccountRow, number)
            return _account(row, _scope_of(session, row)) if row else None

    def has_accounts(self) -> bool:
        """Whether anybody can sign in."""
        with self._open() as session:
            return session.exec(select(AccountRow.id).where(~col(AccountRow.disabled)).limit(1)).first() is not None

    def find_account(self, name: str) -> Account | None:
        """The account of that name."""
        with self._open() as session:
            row = _row(session, name)
            return _account(row, _scope_of(session, row)) if row else None

    def change_account(
        self,
        name: str,
        *,
        role: Role | None = None,
        password: str = "",
        disabled: bool | None = None,
        drafts: bool | None = None,
        scope: Scope | None = None,
    ) -> Account:
        """Change what is given, and end the account's sessions; one administrator who can sign in must remain."""
        with self._open() as session:
            row = _row(session, name)
            if row is None:
                raise NotAllowed(f"没有名为“{name}”的账号")
            kept = row.role == Role.ADMINISTRATOR.value and not row.disabled
            row.role = role.value if role else row.role
            row.password = password or row.password
            row.disabled = row.disabled if disabled is None else disabled
            row.drafts = row.drafts if drafts is None else drafts
            session.flush()
            if kept and not _administrators(session):
                raise NotAllowed("至少要保留一个可以登录的管理员账号")
            if scope is not None:
                _bind(session, row, scope)
            session.exec(delete(SessionRow).where(col(SessionRow.account_id) == row.id))
            return _account(row, _scope_of(session, row))

    # -- sessions ------------------------------------------------------------------------------------------------------

    def open_session(self, digest: str, account: Account, at: datetime) -> None:
        """Remember a signed-in browser."""
        with self._open() as session:
            session.add(SessionRow(digest=digest, account_id=account.id, created_at=at, used_at=at))

    def find_session(self, digest: str) -> SignedIn | None:
        """The browser with that secret's hash, unless its account is disabled."""
        with self._open() as session:
            query = select(SessionRow, AccountRow).join(AccountRow).where(SessionRow.digest == digest)
            found = session.exec(query).first()
            if found is None or found[1].disabled:
                return None
            account = _account(found[1], _scope_of(session, found[1]))
            return SignedIn(account, found[0].created_at, found[0].used_at)

    def touch_session(self, digest: str, at: datetime) -> None:
        """Note that a browser was heard of."""
        with self._open() as session:
            session.exec(update(SessionRow).where(col(SessionRow.digest) == digest).values(used_at=at))

    def close_session(self, digest: str) -> None:
        """Forget one browser."""
        with self._open() as session:
            session.exec(delete(SessionRow).where(col(SessionRow.digest) == digest))

    def drop_sessions(self, before: datetime) -> None:
        """Forget browsers not heard of since ``before``."""
        with self._open() as session:
            session.exec(delete(SessionRow).where(col(SessionRow.used_at) < before))

    # -- attempts to sign in -------------------------------------------------------------------------------------------

    def add_attempt(self, subject: str, at: datetime, since: datetime, most: int) -> int | None:
        """Note an attempt under a name, before it is looked at; ``None`` where ``most`` were noted since then.

        However many come at once, no more than ``most`` are let in: each is counted only after it was noted for all.
        """
        if self.count_attempts(subject, since) >= most:
            return None
        row = AttemptRow(subject=subject, at=at)
        with self._open() as session:
            session.exec(delete(AttemptRow).where(col(AttemptRow.at) < at - _KEPT_ATTEMPTS))
            session.add(row)
        if self.count_attempts(subject, since) <= most:
            return row.id
        self.drop_attempts([row.id])
        return None

    def count_attempts(self, subject: str, since: datetime) -> int:
        """How many attempts were noted since then, those taken back left out."""
        with self._open() as session:
            query = select(func.count()).where(col(AttemptRow.subject) == subject, col(AttemptRow.at) >= since)
            return session.exec(query).one()

    def drop_attempts(self, ids: Sequence[int | None]) -> None:
        """Take attempts back that did not fail."""
        with self._open() as session:
            session.exec(delete(AttemptRow).where(col(AttemptRow.id).in_(ids)))

    def clear_attempts(self, subject: str) -> None:
        """A sign-in succeeded."""
        with self._open() as session:
            session.exec(delete(AttemptRow).where(col(AttemptRow.subject) == subject))

    # -- tokens --------------------------------------------------------------------------------------------------------

    def add_token(self, name: str, digest: str, by: str, at: datetime) -> None:
        """Add a key; raise `NotAllowed` where the name was ever used."""
        try:
            with self._open() as session:
                session.add(TokenRow(name=name, digest=digest, created_at=at, by=by))
        except IntegrityError as error:
            raise NotAllowed(f"已经有名为“{name}”的令牌") from error

    def use_token(self, digest: str, at: datetime) -> Token | None:
        """The key with that hash, its use noted once a minute; ``None`` where there is none in force."""
        with self._open() as session:
            query = select(TokenRow).where(TokenRow.digest == digest, col(TokenRow.revoked_at).is_(None))
            row = session.exec(query).first()
            if row and (row.used_at is None or at - row.used_at > timedelta(minutes=1)):
                row.used_at = at
            return _token(row) if row else None

    def list_tokens(self) -> list[Token]:
        """All keys ever given, oldest first."""
        with self._open() as session:
            rows = session.exec(select(TokenRow).order_by(col(TokenRow.id)))
            return [_token(row) for row in rows]

    def revoke_token(self, name: str, at: datetime) -> None:
        """End a key for good."""
        with self._open() as session:
            row = session.exec(select(TokenRow).where(TokenRow.name == name)).first()
            if row is None or row.revoked_at:
                raise NotAllowed(f"没有名为“{name}”的有效令牌")
            row.revoked_at = at

    # -- the record ----------------------------------------------------------------------------------------------------

    def note(self, activity: Activity) -> None:
        """Add one line to the record."""
        with self._open() as session:
            session.add(
                ActivityRow(
                    at=activity.at,
                    who=activity.who,
                    address=activity.address,
                    action=activity.action,
                    subject=activity.subject,
                    detail=activity.detail,
                )
            )

    def list_activity(self, limit: int, skip: int = 0, wish: ActivityWish | None = None) -> list[Activity]:
        """The record, newest first; of what ``wish`` asks for alone."""
        wish = wish or ActivityWish()
        query = select(ActivityRow)
        if wish.who:
            query = query.where(ActivityRow.who == wish.who)
        if wish.action:
            query = query.where(ActivityRow.action == wish.action)
        if wish.text:
            found = (
                col(part).contains(wish.text, autoescape=True) for part in (ActivityRow.subject, ActivityRow.detail)
            )
            query = query.where(or_(*found))
        if wish.since:
            query = query.where(col(ActivityRow.at) >= wish.since)
        if wish.until:
            query = query.where(col(ActivityRow.at) < wish.until)
        with self._open() as session:
            query = query.order_by(col(ActivityRow.id).desc()).offset(skip).limit(limit)
            return [
                Activity(row.at, row.who, row.address, row.action, row.subject, row.detail)
                for row in session.exec(query)
            ]

    def list_acting(self) -> tuple[list[str], list[str]]:
        """Everybody who stands in the record, and everything that was ever done, each once."""
        with self._open() as session:
            who = session.exec(select(ActivityRow.who).distinct().order_by(ActivityRow.who)).all()
            actions = session.exec(select(ActivityRow.action).distinct().order_by(ActivityRow.action)).all()
            return [name for name in who if name], list(actions)


def _token(row: TokenRow) -> Token:
    return Token(row.name, row.created_at, row.by, row.used_at, row.revoked_at)


def _row(session: Session, name: str) -> AccountRow | None:
    return session.exec(select(AccountRow).where(AccountRow.name == name)).first()


def _administrators(session: Session) -> int:
    query = select(func.count()).where(col(AccountRow.role) == Role.ADMINISTRATOR.value, ~col(AccountRow.disabled))
    return session.exec(query).one()


def _bind(session: Session, row: AccountRow, scope: Scope) -> None:
    """Put what an account is bound to in the place of what it was bound to."""
    session.exec(delete(BoundRow).where(col(BoundRow.account_id) == row.id))
    row.bound = not scope.is_whole
    for bound in dict.fromkeys(scope.bounds or ()):
        session.add(BoundRow(account_id=row.id or 0, county=bound.county, unit=bound.unit))
    session.flush()


def _scope_of(session: Session, row: AccountRow) -> Scope:
    if not row.bound:
        return WHOLE
    found = session.exec(select(BoundRow).where(BoundRow.account_id == row.id))
    return _scope(row, [Bound(one.county, one.unit) for one in found])


def _scope(row: AccountRow, bounds: Sequence[Bound]) -> Scope:
    """Bound to nothing is not the same as not bound: such an account sees nothing."""
    return Scope(tuple(sorted(bounds))) if row.bound else WHOLE


def _account(row: AccountRow, scope: Scope) -> Account:
    role = Role(row.role)
    return Account(row.id or 0, row.name, role, row.password, row.created_at, row.disabled, row.drafts, scope)
