"""What a check gives: two values that must agree, where both come from, the sum that was done, and the outcome."""

from collections.abc import Iterable
from dataclasses import dataclass

from auditor.base.terms import Labelled
from auditor.verify.kinds import KINDS, CheckFamily

ComparedValue = int | float | str
Spot = tuple[str, int]
"""One figure of the document: the place name of its line or table row, and its position or column there."""


class Severity(Labelled):
    """Whether two values agree, and if they do not, how sure that is."""

    AGREED = "agreed"
    """The values agree, or the words allow a reading by which they do."""
    SURE = "sure"
    """The document contradicts itself by its own words; only the sum was done."""
    LIKELY = "likely"
    """The words leave another reading open, but an unlikely one."""
    DOUBTFUL = "doubtful"
    """Worth a look."""

    @property
    def rank(self) -> int:
        """0 for the surest; what agrees comes last."""
        return (Severity.SURE, Severity.LIKELY, Severity.DOUBTFUL, Severity.AGREED).index(self)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison; where the values do not agree it is a finding.

    ``stated`` is what the document says, ``computed`` what follows from the rest of it; ``where`` and ``quote`` go
    together, one place name for each quotation; ``text`` explains it in Chinese with the sum written out; ``spots``
    are the figures that took part.
    """

    kind: str
    stated: ComparedValue
    computed: ComparedValue
    where: tuple[str, ...]
    quote: tuple[str, ...]
    severity: Severity
    text: str
    spots: frozenset[Spot] = frozenset()

    @property
    def is_finding(self) -> bool:
        """Whether the values do not agree."""
        return self.severity is not Severity.AGREED

    @property
    def family(self) -> CheckFamily:
        """The head under which it is counted."""
        return KINDS[self.kind].family


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome for one document.

    ``compared`` holds every comparison, ``left`` how many figures took part in none; ``noise`` lists damage of the
    text extraction, which is no fault of the document; ``unread`` names what of the document could not be read.
    """

    source: str
    compared: tuple[Comparison, ...]
    left: int = 0
    noise: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Comparison, ...]:
        """The comparisons that do not agree."""
        return tuple(one for one in self.compared if one.is_finding)

    @property
    def is_consistent(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def is_blind(self) -> bool:
        """Whether the document has figures and none of them could be compared with any other."""
        return bool(self.left) and not any(one.family.has_figures for one in self.compared)


def spots_of(place: str, positions: Iterable[int]) -> frozenset[Spot]:
    """The spots of figures in one line (their starts) or one table row (their columns)."""
    return frozenset((place, position) for position in positions)
