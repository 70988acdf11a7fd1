"""A proposal as a county file: sure columns written out, doubtful ones as comments; or accepted line by line."""

from collections.abc import Collection

from auditor.county.model import UNNAMED_UNIT, UNSETTLED, County, CountyFacts, DisclosureColumn, Unit
from auditor.county.naming import usual_tables
from auditor.county.writing import dump_county, set_aside
from auditor.discover.values import Proposal

THRESHOLD = 0.5
"""Columns below this confidence are not taken unless a person asks for them."""


def proposal_text(proposal: Proposal, threshold: float = THRESHOLD) -> str:
    """The county file a proposal amounts to; every column carries its confidence and the reasons as a comment.

    Columns below ``threshold`` follow as comments. Without a single sure column the file waits for a person to
    uncomment some, and `load_county` says so.
    """
    sure = [column for column in proposal.columns if column.confidence >= threshold]
    doubtful = [column for column in proposal.columns if column.confidence < threshold]
    notes = {column.column.key: _with_question(column.note, column.column) for column in sure}
    text = dump_county(_county(proposal, tuple(column.column for column in sure)), notes)
    if doubtful:
        text += "\n# ---- 把握不大的栏目：核对后去掉行首的 # 即可采用 ----\n"
        known = {column.column.unit for column in sure}
        for column in sorted(doubtful, key=lambda column: -column.confidence):
            alone = column.column
            if alone.unit not in known:
                alone = alone.model_copy(update={"unit": None, "owner": alone.owner or alone.unit or UNSETTLED})
            text += "\n" + set_aside(alone, column.note)
    return text


def accept(proposal: Proposal, keys: Collection[str]) -> County:
    """The county made of the proposed columns with these keys (addresses), and the units they need."""
    return _county(proposal, tuple(column.column for column in proposal.columns if column.column.key in keys))


def _county(proposal: Proposal, columns: tuple[DisclosureColumn, ...]) -> County:
    """A county of proposed columns; not checked, since a person has yet to complete it."""
    named = {column.unit for column in columns}
    units = tuple(unit for unit in proposal.units if unit.name in named)
    units = units or (Unit(name=UNNAMED_UNIT, table=usual_tables()[0].id),)
    used = {unit.table for unit in units}
    return County.model_construct(
        county=CountyFacts(name=proposal.name, portal=proposal.portal, home=proposal.home),
        table=tuple(table for table in usual_tables() if table.id in used),
        unit=units,
        column=columns,
    )


def _with_question(note: str, column: DisclosureColumn) -> str:
    return note if column.unit else f'{note}\n责任单位没有认出：请改写为 unit = "单位名称"，并删去 owner'
