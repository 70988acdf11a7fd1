"""A reading as the plain values that ``auditor read --json`` prints."""

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from auditor.base.words import Words, load_words
from auditor.read.values import PageReading, Plan


class PlanWords(Words):
    """How a plan is told."""

    line: str
    seen: str
    none: str
    tried: str
    misfit: str
    untried: str
    unread: str
    own: str
    activity: str
    picture: str
    undated: str
    only_quarter: str
    no_step: str
    running_text: str
    layouts_differ: str
    bars: dict[str, str]
    doubts: dict[str, str]


PLAN_WORDS = load_words("plan", PlanWords)


def reading_to_json(reading: PageReading) -> dict[str, Any]:
    """The reading in the published form: addresses as written and absolute, dates in ISO form or null."""
    article, following = reading.article, reading.next
    return {
        "url": reading.url,
        "family": reading.family,
        "kind": reading.kind.value,
        "charset": reading.charset,
        "items": [
            {
                "title": item.title,
                "url": item.url,
                "href": item.href,
                "date": _iso(item.date),
                "date_from": item.date_from.value if item.date_from else None,
                "pinned": item.pinned,
            }
            for item in reading.items
        ],
        "next": None
        if following is None
        else {"kind": reading.next_kind, "url": following.url, "method": following.method, "body": following.body},
        "total_items": reading.total_items,
        "total_pages": reading.total_pages,
        "article": None
        if article is None
        else {
            "title": article.title,
            "published": _iso(article.published),
            "formed": _iso(article.formed),
            "index_no": article.index_no,
            "doc_no": article.doc_no,
            "publisher": article.publisher,
            "source": article.source,
        },
    }


def plan_line(plan: Plan) -> str:
    """The plan as a county file would say it, and how days are written."""
    given = ", ".join(f"{key} = {json.dumps(selector, ensure_ascii=False)}" for key, selector in plan.given.items())
    line = PLAN_WORDS.line.format(given=given) if given else PLAN_WORDS.none
    return line + (PLAN_WORDS.seen.format(form=plan.date_form) if plan.date_form else "")


def layouts_told(disagreed: int) -> tuple[str, ...]:
    """That pages were read otherwise by what was learned of their layout than by the search; nothing where none was."""
    return (PLAN_WORDS.layouts_differ.format(count=disagreed),) if disagreed else ()


def plan_to_json(plan: Plan | None) -> dict[str, Any] | None:
    """The plan in the published form: every key, empty where nothing was seen; null where no list was understood."""
    return None if plan is None else asdict(plan) | {"ends": list(plan.ends)}


def _iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
