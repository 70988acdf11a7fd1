"""What an office chooses about its circular apart from the words: tables, their columns, deadlines, seal."""

from datetime import date
from typing import Any, ClassVar, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

AnnexKind = Literal["columns", "units", "problems"]
RowColumn = Literal[
    "seq", "column", "count", "owner", "remark", "latest", "due", "expect", "state", "rate", "previous", "change"
]  # fmt: skip
UnitColumn = Literal[
    "seq", "unit", "group", "total", "counted", "columns", "due_columns", "updated", "unknown", "rate",
    "grade", "score", "rank", "previous", "change", "remark",
]  # fmt: skip
UNIT_COLUMN_NAMES: tuple[str, ...] = get_args(UnitColumn)
FactColumn = str
"""A fact of the pack as a column of units: ``total:policy``, ``points``, ``figures:adopted``."""
UnitOrder = Literal["group", "grade", "rank", "score", "total", "rate"]
ProblemColumn = Literal["seq", "unit", "column", "problem", "example"]


class AuditValue(BaseModel):
    """``silent`` keys became known later: left out where they say nothing, as in circulars frozen before them."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    silent: ClassVar[frozenset[str]] = frozenset()

    @model_serializer(mode="wrap")
    def _without_silence(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = write(self)
        fields = type(self).model_fields
        for name in self.silent:
            if name in written and getattr(self, name) == fields[name].default:
                del written[name]
        return written


class CircularLayout(AuditValue):
    """The choices, as a pack's ``[layout]`` table gives them; deadlines count working days from the signing date.

    ``examples`` is how many findings of one kind are told in full before the rest is counted; an attachment with
    ``landscape_from`` or more columns lies across. ``list_counts`` prints each unit's number in the lists (政府办38条),
    the most first and equal numbers once where it is ``together`` (财政局、人社局各20条).
    ``recheck_day``, where given, is the day of the month on which it is looked at again: the first after the deadline.
    ``list_shares`` what part of all units a list is, ``overall_rate`` how many of all due columns were updated,
    ``pass_rate`` what part of all units has nothing to put right (合格率).
    ``unit_order`` sorts the table of units, by the first name first. ``appeal_days`` is how many working days units
    have to answer the draft before it may be issued; 0: they need not be asked.
    """

    silent = frozenset(
        {"recheck_day", "list_counts", "list_shares", "unit_order", "overall_rate", "appeal_days", "pass_rate"}
    )

    annexes: tuple[AnnexKind, ...] = ("columns",)
    columns: tuple[RowColumn, ...] = Field(("seq", "column", "count", "owner", "remark"), min_length=1)
    unit_columns: tuple[UnitColumn | FactColumn, ...] = Field(
        ("seq", "unit", "columns", "due_columns", "updated", "rate", "total", "change", "grade", "remark"), min_length=1
    )
    problem_columns: tuple[ProblemColumn, ...] = Field(("seq", "unit", "column", "problem"), min_length=1)
    rectify_days: int = Field(10, ge=1, le=250)
    recheck_days: int = Field(20, ge=1, le=250)
    recheck_day: int | None = Field(None, ge=1, le=28)
    appeal_days: int = Field(0, ge=0, le=60)
    examples: int = Field(3, ge=1, le=50)
    landscape_from: int = Field(8, ge=1)
    list_counts: bool | Literal["together"] = False
    list_shares: bool = False
    overall_rate: bool = False
    pass_rate: bool = False
    unit_order: tuple[UnitOrder, ...] = ()
    sealed: bool = False
    copies_to: str = ""
    printer: str = ""
    printed_on: date | None = None
