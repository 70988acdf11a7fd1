"""Real pages of public portals against the labels of a careful reader; a score per publishing system."""

import json
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from auditor.base.terms import PageKind
from auditor.read import PageReading
from auditor.read.reading import read_page

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
NO_ADDRESS = "http://www.example.gov.cn/lm/zl/index.html"

EXCEPTIONS: dict[tuple[str, str], str] = {}
"""(page, field) -> why the label is wrong."""

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the evaluation corpus (../shared/corpus) is not here")


def lines(name: str) -> dict[str, dict[str, Any]]:
    if not CORPUS.is_dir():
        return {}
    return {row["id"]: row for row in map(json.loads, (CORPUS / name).read_text("utf-8").splitlines()) if row}


MANIFEST, LABELS = lines("manifest.jsonl"), lines("labels.jsonl")
LISTS = [name for name, label in LABELS.items() if label["kind"] in ("list", "api")]
ARTICLES = [name for name, label in LABELS.items() if label["kind"] == "article"]


def address_of(name: str) -> str:
    return MANIFEST[name]["url"] or NO_ADDRESS


def read(name: str) -> PageReading:
    return read_page((CORPUS / MANIFEST[name]["file"]).read_bytes(), url=address_of(name))


def blank_free(text: str | None) -> str:
    return " ".join((text or "").split())


def moment(value: date | datetime | None, like: str) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")[: len(like)]
    return value.isoformat() if value else ""


def list_faults(name: str) -> list[str]:
    label, reading = LABELS[name], read(name)
    faults = []
    wanted = [(blank_free(one["title"]), one["href"], one["date"]) for one in label["items"]]
    found = [(one.title, one.href, one.date.isoformat() if one.date else None) for one in reading.items]
    if wanted != found:
        faults.append(
            f"items: {[pair for pair in zip(wanted, found, strict=False) if pair[0] != pair[1]][:2]} of {len(wanted)}"
        )
    faults += next_faults(name, label["next_page"], reading)
    for field, figure in (
        ("total_records", reading.total_items),
        ("total_pages", reading.total_pages),
        ("current_page", reading.page_number),
    ):
        if field in label and label[field] != figure:
            faults.append(f"{field}: {figure}, not {label[field]}")
    if not wanted and label["next_page"]["kind"] == "none" and not reading.is_empty_list:
        faults.append("an empty column was not proved empty")
    return [fault for fault in faults if (name, fault.split(":")[0]) not in EXCEPTIONS]


def next_faults(name: str, wanted: dict[str, Any], reading: PageReading) -> list[str]:
    found = reading.next
    if wanted["kind"] == "none":
        return [f"next: {found}, not none"] if found is not None else []
    if wanted["kind"] == "api-json":
        ok = found is not None and found.url.startswith(urljoin(address_of(name), wanted["url"]))
        return [] if ok and all(f"{key}=" in found.url for key in wanted["params"]) else [f"next: {found}"]
    if wanted["href"].startswith("javascript"):
        return []  # whoever saved the page took the address away
    right = found is not None and found.url == urljoin(address_of(name), wanted["href"])
    return [] if right else [f"next: {found}, not {wanted['href']}"]


def article_faults(name: str) -> list[str]:
    label, reading = LABELS[name], read(name)
    article = reading.article
    if reading.kind is not PageKind.ARTICLE or article is None:
        return [f"kind: {reading.kind}"]
    pairs = [
        ("title", blank_free(article.title), blank_free(label["title"])),
        ("pub", moment(article.published, label["pub"]), label["pub"]),
        *(
            (field, value, label[field])
            for field, value in (
                ("index_no", article.index_no),
                ("doc_no", article.doc_no),
                ("publisher", article.publisher),
                ("source", article.source),
                ("formed", article.formed.isoformat() if article.formed else None),
            )
            if field in label
        ),
    ]
    return [
        f"{field}: {got!r}, not {want!r}"
        for field, got, want in pairs
        if got != want and (name, field) not in EXCEPTIONS
    ]


@pytest.mark.parametrize("name", LISTS)
def test_every_labelled_list_is_read_whole(name: str) -> None:
    assert list_faults(name) == []


@pytest.mark.parametrize("name", ARTICLES)
def test_every_labelled_article_is_read_whole(name: str) -> None:
    assert article_faults(name) == []


def test_the_score_per_publishing_system(capsys: pytest.CaptureFixture[str]) -> None:
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    for name in LISTS + ARTICLES:
        is_article = name in ARTICLES
        key = (MANIFEST[name]["cms"].split(" (")[0], "articles" if is_article else "lists")
        total[key] += 1
        right[key] += not (article_faults(name) if is_article else list_faults(name))
    with capsys.disabled():
        print()  # noqa: T201
        for key in sorted(total):
            print(f"  {key[0]:<16} {key[1]:<9} {right[key]}/{total[key]}")  # noqa: T201
    assert right == total
