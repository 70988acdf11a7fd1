"""A reading as the plain values that ``auditor read --json`` prints."""

from datetime import date, datetime
from typing import Any

from auditor.read.values import PageReading


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


def _iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
