"""What the schedule calls its tasks and how they ended."""

from auditor.base.words import Words, load_words


class ScheduleWords(Words):
    """The name of an audit, and what could not be verified."""

    audit: str
    unknown_columns: str
    unknown_problems: str


WORDS = load_words("schedule", ScheduleWords)
