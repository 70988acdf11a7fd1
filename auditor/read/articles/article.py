"""Read an article page: what it is called, when it was published, and what its catalogue says of it."""

from dataclasses import dataclass
from datetime import date

from selectolax.lexbor import LexborHTMLParser

from auditor.base.sign import Sign
from auditor.base.terms import DateSource
from auditor.read.articles.catalogue import Statement, clean_value, statements
from auditor.read.articles.frame import Frame, body_text, linked_texts, read_frame
from auditor.read.articles.published import ArticlePage, DateEvidence, gather_evidence, settle_publication
from auditor.read.articles.rewording import LONGEST_TEXT
from auditor.read.dates import find_dates, parse_date
from auditor.read.lists.outline import Outline
from auditor.read.values import ArticleFacts

_ENOUGH_EVIDENCE = 4
_DATED_LINKS_OF_A_LIST = 5
_PROSE = 200
"""Characters outside links that a body of sentences has at least."""
_FIELDS_OF_A_CATALOGUE = 2


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
        text=body_text(outline, frame, LONGEST_TEXT),
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


@dataclass(frozen=True, slots=True)
class Weighable:
    """What is weighed of a page that has a title: ``dated_by`` is where its dates stand, ``printed`` its fields."""

    page: ArticlePage
    dated_by: frozenset[DateSource]
    printed: frozenset[str]

    @property
    def is_called_by_meta(self) -> bool:
        """Whether ArticleTitle says something that neither column nor site is called."""
        metas = self.page.metas
        return "articletitle" in metas and metas["articletitle"] not in (metas.get("columnname"), metas.get("sitename"))

    @property
    def is_called_like_its_place(self) -> bool:
        """Whether the title is that of the column or the site."""
        return self.page.frame.title in (self.page.metas.get("columnname"), self.page.metas.get("sitename"))


_CATALOGUE = frozenset({"index_no", "doc_no", "publisher", "formed"})

SIGNS: tuple[Sign[Weighable], ...] = (
    Sign(
        "ArticleTitle of its own",
        3,
        lambda one: one.is_called_by_meta,
        "metas of the guide for government websites (2017): most portals",
    ),
    Sign(
        "the title stands in the page",
        1,
        lambda one: one.page.frame.stands_out or one.page.frame.title_at is not None,
        "all publishing systems; not on pages that a script fills",
    ),
    Sign(
        "a publish date is printed, or written by a script",
        3,
        lambda one: not one.dated_by.isdisjoint({DateSource.ARTICLE, DateSource.SCRIPT}),
        "a label and a date under the title: all publishing systems; pubdata in scripts of TRS",
    ),
    Sign("PubDate", 1, lambda one: DateSource.META in one.dated_by, "Hanweb, UCAP: pages that print no date"),
    Sign("a day in the address", 1, lambda one: DateSource.ADDRESS in one.dated_by, "t20200103_1.html of TRS WCM"),
    Sign(
        "a body named as one",
        1,
        lambda one: one.page.frame.body_is_named and one.page.frame.body_end > one.page.frame.body_first,
        "TRS_Editor, UCAP-CONTENT, v_news_content",
    ),
    Sign("prose", 1, lambda one: _prose(one.page) >= _PROSE, "notices and news of every portal"),
    Sign(
        "fields of a catalogue",
        1,
        lambda one: len(one.printed & _CATALOGUE) >= _FIELDS_OF_A_CATALOGUE,
        "index number and publisher above documents: jCMS, jpaas, lonsun, Guangdong",
    ),
    Sign(
        "a source is named",
        1,
        lambda one: "source" in {said.field for said in one.page.said},
        "a label under the title, also with nothing behind it",
    ),
    Sign(
        "rows of a list",
        -2,
        lambda one: _dated_links(one.page) >= _DATED_LINKS_OF_A_LIST,
        "columns whose template fills the metas of an article",
    ),
    Sign("called like its column or site", -2, lambda one: one.is_called_like_its_place, "columns with a date on top"),
)
"""What speaks for a single published text, and what for a list."""


def _is_article(page: ArticlePage, evidence: tuple[DateEvidence, ...]) -> bool:
    """Weigh the signs of a single text against those of a list."""
    fields = frozenset(said.field for said in page.said if said.value is not None)
    one = Weighable(page, frozenset(found.source for found in evidence), fields)
    return sum(sign.weight for sign in SIGNS if sign.holds(one)) >= _ENOUGH_EVIDENCE


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
