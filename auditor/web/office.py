"""What every page works with: the counties, the memory, the places, the clock, and the work that is going on."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from threading import Lock
from typing import Generic, Protocol, TypeVar

from auditor.audit.model import Audit
from auditor.base.errors import NotAllowed
from auditor.base.period import Period
from auditor.base.settings import Clock, Place
from auditor.base.terms import TaskKind
from auditor.circular.printing import render_all
from auditor.circular.unit_papers import render_papers
from auditor.county.model import County
from auditor.discover import Proposal
from auditor.documents.fonts import choose_faces
from auditor.pipeline.line import wording_of
from auditor.pipeline.own_wording import TriedWording
from auditor.pipeline.pictures import list_pictures
from auditor.recheck.values import Recheck
from auditor.schedule.progress import Progress
from auditor.store import Store
from auditor.store.people import WHOLE, Activity, Scope
from auditor.web.background import BackgroundTasks
from auditor.web.counties import CountyBook, UnknownPage
from auditor.web.sealed import CodeVault
from auditor.web.shield import SetupCode
from auditor.web.signin import SignInRules
from auditor.web.sso import SingleSignOn
from auditor.web.words import WEB_WORDS

T = TypeVar("T")
_KEPT_PRINTS = 6
_KEPT_AUDITS = 100


@dataclass(frozen=True, slots=True)
class Prints:
    """The rendered files of an audit, and what the office should know about them."""

    files: Mapping[str, bytes]
    notices: tuple[str, ...]


class Lately(Generic[T]):
    """Remembers one answer for some seconds, so that asking often costs little."""

    def __init__(self, span: timedelta) -> None:
        self._span = span
        self._kept: tuple[datetime, T] | None = None
        self._lock = Lock()

    def get(self, now: datetime, compute: Callable[[], T]) -> T:
        """The kept answer, or a new one where that is too old."""
        with self._lock:
            if self._kept is None or not timedelta() <= now - self._kept[0] < self._span:
                self._kept = (now, compute())
            return self._kept[1]


class Starter(Protocol):
    """Whoever runs crawls and audits, as `auditor.schedule.Agenda` does."""

    def request(self, county: str, kind: TaskKind, period: str = "") -> bool:
        """Begin a task and return at once; ``False`` where it is under way already."""

    def halt(self, county: str, note: str) -> bool:
        """Break off what is being done for a county; ``False`` where nothing is done here."""


class Kept(Generic[T]):
    """Remembers the answers asked for last, by a key that stands for all they depend on."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[str, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str, compute: Callable[[], T]) -> T:
        """The kept answer, or a new one, computed once however many ask."""
        with self._lock:
            if key not in self._answers:
                self._answers[key] = compute()
                while len(self._answers) > self._most:
                    self._answers.popitem(last=False)
            self._answers.move_to_end(key)
            return self._answers[key]

    def known(self, key: str) -> T | None:
        """The kept answer, if it is still there."""
        with self._lock:
            return self._answers.get(key)

    def forget(self) -> None:
        """Give up all answers: what they depend on beside their key has changed."""
        with self._lock:
            self._answers.clear()


@dataclass
class Office:
    """One running application. ``clock`` may be pretended; ``watch`` is real time, which sign-ins go by.

    ``agenda`` is who runs the work that pages ask for (``None``: nobody here), ``progress`` the board it writes on.
    ``scope`` is what the caller for whom this was made may see; ``sso`` the provider that ``signing_in`` names.
    """

    book: CountyBook
    store: Store
    place: Place
    clock: Clock
    watch: Clock
    agenda: Starter | None
    progress: Progress
    searches: BackgroundTasks[Proposal]
    background: BackgroundTasks[object]
    setup: SetupCode | None = None
    audits: Kept[Audit | None] = field(default_factory=lambda: Kept(_KEPT_AUDITS))
    follow_ups: Kept[Recheck] = field(default_factory=lambda: Kept(_KEPT_AUDITS))
    prints: Kept[Prints] = field(default_factory=lambda: Kept(_KEPT_PRINTS))
    tried: Kept[TriedWording] = field(default_factory=lambda: Kept(_KEPT_PRINTS))
    scope: Scope = WHOLE
    signing_in: SignInRules = field(default_factory=SignInRules)
    sso: SingleSignOn | None = None

    def seen_by(self, scope: Scope, *, at_once: bool = False) -> "Office":
        """The same office with the counties alone that somebody is bound to, their files looked at once for all."""
        book = self.book.read_once() if at_once else self.book
        return replace(self, book=book.seen_by(scope), scope=scope)

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the office's files; it names them all, so that only those see it who see all."""
        return self.progress.problems if self.scope.is_whole else ()

    @property
    def codes(self) -> CodeVault:
        """The secrets of one-time codes."""
        return CodeVault(self.store, self.place.home)

    def ask_for(self, county: County, kind: TaskKind, period: str = "") -> bool:
        """Have a crawl or an audit begun, or done after what is under way; ``False`` where that very task runs already.

        Raises `NotAllowed` where nobody here runs any.
        """
        if self.agenda is None:
            raise NotAllowed("这里只供查看，不能采集。采集和核查由 auditor serve 进行")
        return self.agenda.request(county.name, kind, period)

    def halt(self, county: County, by: str) -> None:
        """Have the work on a county broken off; raise `NotAllowed` where nothing of it is done here."""
        if self.agenda is None or not self.agenda.halt(county.name, WEB_WORDS.halted.format(by=by)):
            raise NotAllowed(f"{county.name}没有由本程序进行的采集，不必停止")

    def newest_period(self, county: County) -> Period | None:
        """The audited period that ends last; ``None`` where there is none."""
        return max(self.store.audits.list_periods(county), key=lambda period: period.last, default=None)

    def audit_of(self, county: County, period: Period) -> Audit:
        """The newest audit of a period; raise `UnknownPage` where there is none."""
        digest = self.store.audits.find_digest(county, period)
        load = partial(self.store.audits.load_audit, county, period, digest)
        audit = self.audits.get(digest, load) if digest else load()
        if audit is None:
            raise UnknownPage(f"{county.name}{period.label}还没有核查结果")
        return audit

    def prints_of(self, audit: Audit, county: County) -> Prints:
        """All documents of an audit with the pictures of its day, rendered once while it is asked for again."""
        copy = self.store.audits.load_copy(county, audit.span, audit.issue.number) if audit.issue else None
        pictures = list_pictures(self.place, county.name, audit.quarter, until=copy.issued_at if copy else None)

        def render() -> Prints:
            faces = choose_faces(self.place.fonts)
            files, notices = render_all(audit, faces, wording_of(audit, county, self.store, self.place), pictures)
            return Prints(files, (*faces.notices, *notices))

        return self.prints.get(f"{audit.digest()} {len(pictures)}", render)

    def papers_of(self, audit: Audit) -> Prints:
        """What goes with its circular, likewise."""

        def render() -> Prints:
            files, notices = render_papers(audit, choose_faces(self.place.fonts))
            return Prints(files, notices)

        return self.prints.get(f"{audit.digest()} papers", render)

    def note(self, who: str, address: str, action: str, subject: str, detail: str = "") -> None:
        """Write one line into the record of who did what."""
        self.store.people.note(Activity(self.watch(), who, address, action, subject, detail[:500]))
