"""What is asked of a portal before a run begins, and is the run's own answer once it has begun."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from auditor.base.terms import FetchStatus
from auditor.fetch.values import Archive, Exchange, Fetched, Fetcher, PageRequest


@dataclass(slots=True)
class Opening:
    """Holds outcomes in place of an `Archive` that is not there yet."""

    _held: list[tuple[Fetched, tuple[Exchange, ...]]] = field(default_factory=list)

    def add(self, fetched: Fetched, trail: Sequence[Exchange] = (), *, earlier: Fetched | None = None) -> str:
        """Hold one outcome; it has no record yet."""
        del earlier
        self._held.append((fetched, tuple(trail)))
        return ""

    def holds(self, fetched: Fetched) -> bool:
        """Nothing of before can be found here."""
        del fetched
        return False

    def over(self, portal: Fetcher, archive: Archive) -> "Begun":
        """The run has begun: what was held is written into its archive, and answers in place of ``portal``."""
        answers = {
            fetched.request.key: replace(fetched, record=archive.add(fetched, trail)) for fetched, trail in self._held
        }
        return Begun(portal, answers)


@dataclass(frozen=True, slots=True)
class Begun:
    """A `Fetcher` that gives each answer of before once, and then asks anew; it knows which pages the run has."""

    _portal: Fetcher
    _answers: Mapping[str, Fetched]
    _given: set[str] = field(default_factory=set)
    _pages: set[str] = field(default_factory=set)

    async def fetch(self, request: PageRequest, *, unless_changed: Fetched | None = None) -> Fetched:
        """The answer that is there already, once; else what the portal says now."""
        if request.key in self._answers and request.key not in self._given:
            self._given.add(request.key)
            return self._answers[request.key]
        fetched = await self._portal.fetch(request, unless_changed=unless_changed)
        if fetched.status in (FetchStatus.OK, FetchStatus.NOT_MODIFIED):
            self._pages.add(request.key)
        return fetched

    def has_page(self, request: PageRequest) -> bool:
        """Whether the run has asked for this page and got it, or heard that it stands as before."""
        return request.key in self._pages
