"""Read an article page: what it is called, when it was published, and what its catalogue says of it."""

from datetime import date

from selectolax.lexbor import LexborHTMLParser

from auditor.base.terms import DateSource
from auditor.read.articles.catalogue import Statement, clean_value, statements
from auditor.read.articles.frame import Frame, body_text, linked_texts, read_frame
from auditor.read.articles.published import ArticlePage, DateEvidence, gather_evidence, settle_publication
from auditor.read.dates import find_dates, parse_date
from auditor.read.lists.outline import Outline
from auditor.read.values import ArticleFacts

_LONGEST_TEXT = 20_000
_ENOUGH_EVIDENCE = 4
_DATED_LINKS_OF_A_LIST = 5


def read_article(tree: LexborHTMLParser, text: str, url: str, *, outline: Outline | None = None) -> ArticleFacts | None:
    """What an article page says of itself; ``None`` for any other page (a list, a home page, a wall).

    ``text`` is the page's source (one system marks its fields in comments), ``url`` its own address, ``outline``
    the tree laid flat, where that is already done. Conservative:
    without a title and enough signs of a single published text it is no article.
    """
    outline = outline or Outline(tree)
    metas = _metas(tree)
    said = statements(outline)
    frame = read_frame(outline, text, metas, said)
    if frame is None:
        return None
    page = ArticlePage(outline, frame, said, metas, url)
    evidence = gather_evidence(page)
    if not _is_article(page, evidence):
        return None
    publication = settle_publication(evidence, metas)
    return ArticleFacts(
        title=frame.title,
        published=publication.moment,
        published_from=publication.source,
        formed=_formed(said, frame),
        index_no=_first(said, "index_no", frame),
        doc_no=_first(said, "doc_no", frame),
        publisher=_first(said, "publisher", frame),
        source=_source(said, frame, metas),
        text=body_text(outline, frame, _LONGEST_TEXT),
    )


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    """The page's meta values by name in lower case; the first that says something stands."""
    metas: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        name = (node.attributes.get("name") or node.attributes.get("property") or "").strip().lower()
        value = (node.attributes.get("content") or "").strip()
        if name and value:
            metas.setdefault(name, value[:500])
    return metas


def _is_article(page: ArticlePage, evidence: tuple[DateEvidence, ...]) -> bool:
    """Weigh the signs of a single text against those of a list."""
    frame, metas = page.frame, page.metas
    sources = {one.source for one in evidence}
    fields = {one.field for one in page.said if one.value is not None}
    signs = (
        (3, "articletitle" in metas and metas["articletitle"] not in (metas.get("columnname"), metas.get("sitename"))),
        (1, frame.stands_out or frame.title_at is not None),
        (3, DateSource.ARTICLE in sources or DateSource.SCRIPT in sources),
        (1, DateSource.META in sources),
        (1, DateSource.ADDRESS in sources),
        (1, frame.body_is_named and frame.body_end > frame.body_first),
        (1, _prose(page) >= 200),
        (1, len(fields & {"index_no", "doc_no", "publisher", "formed"}) >= 2),
        (1, "source" in {one.field for one in page.said}),
        (-2, _dated_links(page) >= _DATED_LINKS_OF_A_LIST),
        (-2, frame.title in (metas.get("columnname"), metas.get("sitename"))),
    )
    return sum(weight for weight, holds in signs if holds) >= _ENOUGH_EVIDENCE


def _prose(page: ArticlePage) -> int:
    linked = linked_texts(page.outline)
    return sum(
        len(page.outline.texts[at]) for at in range(page.frame.body_first, page.frame.body_end) if at not in linked
    )


def _dated_links(page: ArticlePage) -> int:
    """How many titles with a date beside them stand as links before the body ends: the rows of a list."""
    linked = linked_texts(page.outline)
    texts = page.outline.texts
    end = page.frame.body_end or len(texts)
    rows = 0
    for at in range(end):
        words = texts[at]
        if len(words) > 30 or not find_dates(words):
            continue
        near = [other for other in (at - 2, at - 1, at + 1, at + 2, at) if 0 <= other < end]
        rows += any(other in linked and len(texts[other]) >= 8 and not find_dates(texts[other]) for other in near)
    return rows


def _first(said: tuple[Statement, ...], field: str, frame: Frame) -> str | None:
    """The first value printed for a field, outside the body where possible."""
    values = [one for one in said if one.field == field and one.value is not None]
    outside = [one for one in values if not frame.in_body(one.at)]
    return next((one.value for one in outside or values), None)


def _formed(said: tuple[Statement, ...], frame: Frame) -> date | None:
    value = _first(said, "formed", frame)
    return parse_date(value) if value else None


def _source(said: tuple[Statement, ...], frame: Frame, metas: dict[str, str]) -> str | None:
    """The printed source; ContentSource only where the page prints no such label at all.

    A label with nothing after it is the page's own answer: templates fill the meta with the clerk's department.
    """
    printed = [one for one in said if one.field == "source" and not frame.in_body(one.at)]
    if printed:
        return next((one.value for one in printed if one.value is not None), None)
    return clean_value(metas.get("contentsource", ""))
