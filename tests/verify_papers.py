"""All invented papers for verify under one head: styles, faults and how one is written."""

from collections.abc import Callable

from tests.opened_papers import Paper
from tests.verify_drafts import Fault
from tests.verify_fourth import FOURTH, FOURTH_FAULTS, fourth
from tests.verify_later import LATER, LATER_FAULTS, later
from tests.verify_marked import MARKED, MARKED_FAULTS, MARKED_SECOND, MARKED_SECOND_FAULTS, marked, marked_second
from tests.verify_monthly import MONTHLY_FAULTS, monthly
from tests.verify_monthly import PASSAGES as MONTHLY
from tests.verify_passages import PASSAGES, PASSAGES_FAULTS, passages
from tests.verify_published import PUBLISHED, PUBLISHED_FAULTS, published
from tests.verify_second import SECOND, SECOND_FAULTS, second
from tests.verify_strangers import STRANGERS, STRANGERS_FAULTS, strangers
from tests.verify_third import THIRD, THIRD_FAULTS, third
from tests.verify_unseen import UNSEEN, UNSEEN_FAULTS, unseen
from tests.verify_varied import VARIED, VARIED_FAULTS, varied

Write = Callable[[str, int, str], Paper]

ALL: dict[str, tuple[tuple[str, ...], tuple[Fault, ...], Write]] = {
    "published": (tuple(PUBLISHED), PUBLISHED_FAULTS, published),
    "unseen": (tuple(UNSEEN), UNSEEN_FAULTS, unseen),
    "later": (tuple(LATER), LATER_FAULTS, later),
    "passages": (tuple(PASSAGES), PASSAGES_FAULTS, passages),
    "monthly": (tuple(MONTHLY), MONTHLY_FAULTS, monthly),
    "varied": (tuple(VARIED), VARIED_FAULTS, varied),
}

WHOLE: dict[str, tuple[tuple[str, ...], tuple[Fault, ...], Write]] = {
    "strangers": (tuple(STRANGERS), STRANGERS_FAULTS, strangers),
    "second": (tuple(SECOND), SECOND_FAULTS, second),
}
"""Whole papers in which every number is said twice; of their faults the tests draw a sample."""

FRESH: dict[str, tuple[tuple[str, ...], tuple[Fault, ...], Write]] = {
    "third": (tuple(THIRD), THIRD_FAULTS, third),
    "fourth": (tuple(FOURTH), FOURTH_FAULTS, fourth),
    "marked": (MARKED, MARKED_FAULTS, marked),
    "marked_second": (MARKED_SECOND, MARKED_SECOND_FAULTS, marked_second),
}
"""The newest sets, by which the checks have only begun to be mended."""
