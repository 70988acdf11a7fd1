"""What a check gives: one inconsistency, with both places quoted, and how sure it is."""

from dataclasses import dataclass, field

from auditor.base.terms import Labelled

Figure = int | float | str


class Severity(Labelled):
    """How sure a finding is."""

    SURE = "sure", "确定"
    """The document contradicts itself by its own words; only the sum was done."""
    LIKELY = "likely", "很可能"
    """The words leave another reading open, but an unlikely one."""
    DOUBTFUL = "doubtful", "存疑"
    """Worth a look; at most one of these is reported for a document."""

    @property
    def rank(self) -> int:
        """0 for the surest."""
        return (Severity.SURE, Severity.LIKELY, Severity.DOUBTFUL).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """One inconsistency.

    ``stated`` is what the document says, ``computed`` what follows from the rest of it; ``where`` and ``quote`` go
    together, one place name for each quotation; ``text`` explains it in Chinese with the sum written out.
    """

    kind: str
    stated: Figure
    computed: Figure
    where: tuple[str, ...]
    quote: tuple[str, ...]
    severity: Severity
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome for one document.

    ``noise`` lists damage of the text extraction, which is no fault of the document; ``checked`` names the checks.
    """

    source: str
    findings: tuple[Finding, ...]
    noise: tuple[str, ...] = ()
    checked: tuple[str, ...] = field(default=())

    @property
    def is_consistent(self) -> bool:
        """Whether nothing was found."""
        return not self.findings
