"""The units' say before a circular is signed, step by step; rows are added, never changed."""

from dataclasses import replace

from sqlmodel import col, select

from auditor.audit.hearing import Hearing, HearingEvent, HearingStep
from auditor.base.period import Period
from auditor.county.model import County
from auditor.store.basis import claim_county
from auditor.store.office_tables import HearingRow
from auditor.store.runs import OpenSession, known_id_of


class HearingStore:
    """Keeps what was sent to units, what they answered, and what was decided upon it."""

    def __init__(self, open_session: OpenSession) -> None:
        self._open = open_session

    def add(self, county: County, period: Period, event: HearingEvent) -> HearingEvent:
        """Write one step down for good; returns it with its id."""
        with self._open() as session:
            row = HearingRow(
                county_id=claim_county(session, county), period=period.name, step=event.step.value, unit=event.unit,
                at=event.at, by=event.by, text=event.text, file=event.file, value=event.value, draft=event.draft,
                refers=event.refers,
            )  # fmt: skip
            session.add(row)
            session.flush()
            return replace(event, id=row.id or 0)

    def load(self, county: County, period: Period) -> Hearing:
        """All steps of a period's hearing."""
        with self._open() as session:
            query = select(HearingRow).where(
                HearingRow.county_id == known_id_of(session, county), HearingRow.period == period.name
            )
            return Hearing(
                tuple(
                    HearingEvent(
                        HearingStep(row.step), row.by, row.at, row.unit, row.text, row.file, row.value, row.draft,
                        row.refers, row.id or 0,
                    )
                    for row in session.exec(query.order_by(col(HearingRow.id)))
                )
            )  # fmt: skip
