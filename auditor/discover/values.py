"""What discovery takes and gives."""

from dataclasses import dataclass
from datetime import date

from auditor.county.model import DisclosureColumn, Unit

_RARE = 0.7


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a portal is looked at: pages in all, clicks away from the home page, articles for guessing units."""

    max_pages: int = 300
    max_depth: int = 4
    max_articles: int = 150


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """One column as found, with how sure that is (0 to 1) and why.

    ``per_quarter`` is estimated from the dates on the first page (``None`` where they do not allow it).
    """

    column: DisclosureColumn
    confidence: float
    reasons: tuple[str, ...]
    family: str = ""
    last_update: date | None = None
    per_quarter: float | None = None
    trail: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What a clerk should know, as one or two lines of comment."""
        facts = [f"置信度 {self.confidence:.2f}"]
        if self.last_update:
            facts.append(f"最近更新 {self.last_update.isoformat()}")
        if self.per_quarter is not None:
            rarely = "（可能按年更新，请核对 due）" if self.per_quarter < _RARE else ""
            facts.append(f"每季约 {self.per_quarter:g} 条{rarely}")
        if self.family and self.family != "general":
            facts.append(f"系统 {self.family}")
        return "；".join(facts) + "\n依据：" + "；".join(self.reasons)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was found on a portal: columns in the order of its catalogue, and their units."""

    name: str
    portal: str
    home: str
    columns: tuple[ProposedColumn, ...]
    units: tuple[Unit, ...]
    pages: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lead:
    """A place where a column may be: an address, what it is called there, and under which headings.

    ``origin`` is where the lead was found: ``tree``, ``sitemap``, ``hub``, ``home`` or ``page``.
    """

    url: str
    name: str
    trail: tuple[str, ...] = ()
    origin: str = "page"
    depth: int = 0
