"""What every page works with: the counties, the memory, the places, the clock, and the work that is going on."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

from auditor.audit import Audit
from auditor.circular.fonts import choose_faces
from auditor.circular.printing import render_all
from auditor.county import County
from auditor.period import Period
from auditor.pipeline import wording_of
from auditor.settings import Clock, Place
from auditor.store import Store
from auditor.store.people import Activity
from auditor.web.counties import CountyBook, UnknownPage
from auditor.web.shield import SetupCode
from auditor.web.work import Work

T = TypeVar("T")
_KEPT_PRINTS = 6


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


@dataclass
class Office:
    """One running application. ``clock`` may be pretended; ``watch`` is real time, which sign-ins go by."""

    book: CountyBook
    store: Store
    place: Place
    clock: Clock
    watch: Clock
    work: Work
    setup: SetupCode | None = None
    _prints: "OrderedDict[str, Prints]" = field(default_factory=OrderedDict)
    _printing: Lock = field(default_factory=Lock)

    def audit_of(self, county: County, period: Period) -> Audit:
        """The newest audit of a period; raise `UnknownPage` where there is none."""
        audit = self.store.audits.load_audit(county, period)
        if audit is None:
            raise UnknownPage(f"{county.name}{period.label}还没有核查结果")
        return audit

    def prints_of(self, audit: Audit, county: County) -> Prints:
        """All documents of an audit, rendered once while it is asked for again."""
        key = audit.digest()
        with self._printing:
            if key not in self._prints:
                faces = choose_faces(self.place.fonts)
                files, notices = render_all(audit, faces, wording_of(audit, county, self.store, self.place))
                self._prints[key] = Prints(files, (*faces.notices, *notices))
                while len(self._prints) > _KEPT_PRINTS:
                    self._prints.popitem(last=False)
            self._prints.move_to_end(key)
            return self._prints[key]

    def note(self, who: str, address: str, action: str, subject: str, detail: str = "") -> None:
        """Write one line into the record of who did what."""
        self.store.people.note(Activity(self.watch(), who, address, action, subject, detail[:500]))
