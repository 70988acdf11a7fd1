"""``[[finding]]`` of a pack: one kind of finding, its force, its parameters and its sentence."""

from pydantic import BaseModel, ConfigDict, Field

from auditor.base.terms import ColumnKind, Force


class PackTable(BaseModel):
    """A table of a pack: closed, so that a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FindingRule(PackTable):
    """``[[finding]]``: one kind of finding, its force, limits, key words and sentence."""

    rule: str
    force: Force = "print"
    kinds: tuple[ColumnKind, ...] = ()
    words: tuple[str, ...] = ()
    but_not: tuple[str, ...] = ()
    limit: int = 0
    least: int = 0
    share: int = 0
    windows: dict[str, int] = Field(default_factory=dict)
    fields: tuple[str, ...] = ()
    says: str
    why: str = ""
    example: tuple["TitleExample", ...] = ()

    @property
    def parameters_given(self) -> frozenset[str]:
        """The parameters that the pack sets, besides what every finding has."""
        return frozenset(self.model_fields_set - {"rule", "force", "says", "why", "example"})


class TitleExample(PackTable):
    """A title that a key-word rule must find, or a false friend it must leave alone; run as a test."""

    title: str
    finds: bool
    why: str = ""
