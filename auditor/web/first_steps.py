"""The way of a county from its list of columns to its first circular: what is done, what comes next."""

from dataclasses import dataclass

from auditor.base.words import Words, load_words
from auditor.county.model import UNNAMED_UNIT, County
from auditor.web.pages import path_to
from auditor.web.status import Card, PeriodLine


class StepWords(Words):
    """One step: what it is called, what is said of it before, while and after, and where its link leads."""

    title: str
    later: str
    now: str
    done: str
    link: str


class FirstStepsWords(Words):
    """The steps in their order."""

    columns: StepWords
    crawl: StepWords
    worklist: StepWords
    review: StepWords
    issue: StepWords


_WORDS = load_words("first_steps", FirstStepsWords)


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One step: whether it is done, whether it is the next one, and where it is taken."""

    title: str
    told: str
    href: str
    link: str
    is_done: bool
    is_next: bool


def first_steps(card: Card) -> tuple[FirstStep, ...]:
    """The steps of a county that has never issued a circular; none for any other."""
    county = card.county
    if county is None or any(line.issued for line in card.periods):
        return ()
    line = card.periods[0] if card.periods else None
    unowned = sum(column.unit == UNNAMED_UNIT for column in county.column)
    unknown = sum(not row.exempt for row in line.audit.unknown_rows) if line else 0
    pending = len(line.audit.pending_units) if line else 0
    figures = {
        "units": len(county.unit),
        "columns": len(county.column),
        "unowned": unowned,
        "unknown": unknown,
        "pending": pending,
        "period": line.period.label if line else "",
    }
    here = path_to("county", county.name)
    states = (
        (_WORDS.columns, not unowned, path_to("county", county.name, "edit")),
        (_WORDS.crawl, line is not None, f"{here}#start"),
        (_WORDS.worklist, line is not None and not unknown, _of(county, line, "worklist")),
        (_WORDS.review, line is not None and not pending, _of(county, line, "review")),
        (_WORDS.issue, False, _of(county, line, "circular")),
    )
    following = next(place for place, (_, is_done, _) in enumerate(states) if not is_done)
    return tuple(
        FirstStep(
            words.title,
            (words.done if is_done else words.now if place == following else words.later).format(**figures),
            href,
            words.link,
            is_done,
            place == following,
        )
        for place, (words, is_done, href) in enumerate(states)
    )


def _of(county: County, line: PeriodLine | None, page: str) -> str:
    """A page of the newest period; the county's own where there is none."""
    return path_to("county", county.name, line.period.name, page) if line else path_to("county", county.name)
