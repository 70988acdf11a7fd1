"""When an article was published: all the evidence of its page, weighed in a stated order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from urllib.parse import urlsplit

from auditor.base.pattern import pattern
from auditor.base.terms import DateSource
from auditor.read.articles.catalogue import Statement, vocabulary
from auditor.read.articles.frame import Frame, linked_texts
from auditor.read.dates import day, find_dates, parse_datetime
from auditor.read.lists.outline import Box, Outline
from auditor.read.lists.row_dates import short_year_date, split_day

_BESIDE_TITLE = 14
_ABOVE_TITLE = 8
_MOST_PIECES = 8
_LEVELS_OF_PIECES = 3
_ROW_TEXTS = 12
_SCRIPTS_READ = 100_000
_SCRIPT_READ = 2000
_INFO_WORDS = pattern(
    r"来源|作者|浏览|阅读|点击|访问|字体|字号|编辑|责编|打印|分享|发布|供稿|撰稿|\[?[大中小]\]?$",
    finds=("来源：", "浏览次数", "字体：[大", "打印", "责编：张三"),
    not_in=("县财政局", "预算公开表"),
    seen="道真县人社局, 柘城县",
)
_NAME = pattern(
    r"[\u4e00-\u9fff（）()]{2,16}",
    finds=("某某小学", "县政府办公室", "县文化馆（图书馆）"),
    not_in=("2020年工作", "第3号", "会议于，召开"),
    seen="深圳福田区公办小学: a day and the name of a school",
    way="fullmatch",
)
_WRITTEN_LABEL = pattern(
    r"(?:发布|公开|公布)(?:时间|日期)\s{0,3}[：:]\s{0,3}(?P<value>(?:19|20)\d\d[-/年.]\d{1,2}[-/月.]\d{1,2}日?(?:\s\d{1,2}:\d\d(?::\d\d)?)?)",
    finds={
        "el.innerHTML='发布时间：2020-01-03 09:12';": "2020-01-03 09:12",
        "write('发布日期: 2020年1月3日')": "2020年1月3日",
    },
    not_in=("'发布时间：' + time", "更新时间：2020-01-03"),
    seen="scripts that write the line below the title",
)
_IN_PATH = (
    pattern(
        r"/t(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})_\d+",
        finds={"/zwgk/202001/t20200103_7001.html": "2020"},
        not_in=("/t2020_7001.html", "/at20200103.html"),
        seen="TRS WCM",
    ),
    pattern(
        r"/(?P<y>(?:19|20)\d{2})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})(?:/|_|\.)",
        finds={"/art/2020/1/3/art_22_1.html": "2020", "/2020-01-03_5.html": "2020"},
        not_in=("/2020/0103/a", "/art/20/1/3/"),
        seen="jCMS (大汉)",
    ),
    pattern(
        r"/(?P<y>(?:19|20)\d{2})-?(?P<m>\d{2})[-/]?(?P<d>\d{2})/",
        finds={"/20200103/a.html": "2020", "/2020-0103/": "2020", "/202001/03/1.html": "2020"},
        not_in=("/2020010/", "/a20200103/"),
        seen="a usual form; on none of the pages kept",
    ),
)


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """One date the page gives: ``rank`` 0 is the strongest kind; ``words`` is what the page says."""

    rank: int
    source: DateSource
    moment: datetime | date
    words: str

    @property
    def day(self) -> date:
        """The day of it."""
        return self.moment.date() if isinstance(self.moment, datetime) else self.moment


@dataclass(frozen=True, slots=True)
class Publication:
    """The settled moment, where it was read, and every date of the page that says another day."""

    moment: datetime | date | None
    source: DateSource | None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """What the evidence is looked for in."""

    outline: Outline
    frame: Frame
    said: tuple[Statement, ...]
    metas: dict[str, str]
    url: str


def gather_evidence(page: ArticlePage) -> tuple[DateEvidence, ...]:
    """Every publish date the page gives, strongest kind first."""
    return tuple(sorted(_evidence(page), key=lambda one: one.rank))


def settle_publication(evidence: tuple[DateEvidence, ...], metas: dict[str, str]) -> Publication:
    """Choose the publish date.

    The order: a visible 发布时间 or 发布日期; a visible 日期 or 时间 beside the title; a bare date under the title;
    PubDate and its like, unless it is the moment the page was built; a script's variable; a visible
    更新时间; the address. A time of day missing from the winner is taken from other evidence of the same day.
    """
    built = _build_times(metas)
    trusted = [one for one in evidence if one.source is not DateSource.META or not _is_build_time(one.words, built)]
    if not trusted:
        return Publication(None, None)
    best = trusted[0]
    return Publication(_with_time(best, trusted), best.source)


def address_date(url: str) -> date | None:
    """The day written in an address: ``/2020/3/5/``, ``/t20200305_1.html``, ``/2020-03-05/``."""
    path = urlsplit(url).path
    for one in _IN_PATH:
        found = one.search(path)
        if found:
            return day(int(found["y"]), int(found["m"]), int(found["d"]))
    return None


def _evidence(page: ArticlePage) -> Iterator[DateEvidence]:
    yield from _visible(page)
    yield from _bare(page)
    yield from _in_pieces(page)
    yield from _in_time_element(page)
    for name in vocabulary()["page"]["published_metas"]:
        moment = parse_datetime(page.metas.get(name, ""))
        if moment is not None:
            yield DateEvidence(5, DateSource.META, moment, page.metas[name])
    yield from _written_by_script(page)
    yield from _in_variables(page)
    in_address = address_date(page.url)
    if in_address is not None:
        yield DateEvidence(9, DateSource.ADDRESS, in_address, in_address.isoformat())


def _visible(page: ArticlePage) -> Iterator[DateEvidence]:
    """Dates behind a label; a general label (时间, 日期) counts only outside the body, not far above the title."""
    ranks = {"published": 0, "dated": 2, "updated": 7}
    for one in page.said:
        rank = ranks.get(one.field)
        if rank is None or one.value is None or _is_in_a_row(page, one.at):
            continue
        found = [(each.moment, each.text) for each in find_dates(one.value)] or _with_short_year(one.value)
        in_body = page.frame.in_body(one.at)
        if not found or (one.field != "published" and (in_body or _is_far_above(page, one.at))):
            continue
        box = page.outline.owners[one.at]
        yield DateEvidence(rank + in_body + box.hidden, DateSource.ARTICLE, *found[0])


def _with_short_year(value: str) -> list[tuple[date, str]]:
    """The day at the head of a label's value whose year is printed with two digits."""
    first = value.split()[:1]
    found = short_year_date(first)
    return [(found, first[0])] if found else []


def _in_time_element(page: ArticlePage) -> Iterator[DateEvidence]:
    """The only day in ``time`` elements before the body ends, those in rows of other articles left out."""
    boxes = [box for box in page.outline.boxes_of("time[datetime]") if not box.in_link and not box.hidden]
    end = page.frame.body_end or len(page.outline.texts)
    places = [box for box in boxes if box.first_text < end and not _is_in_a_row(page, min(box.first_text, end - 1))]
    moments = [moment for box in places if (moment := parse_datetime(box.attrs["datetime"])) is not None]
    if len({moment.date() if isinstance(moment, datetime) else moment for moment in moments}) == 1:
        yield DateEvidence(4, DateSource.ARTICLE, moments[0], places[0].attrs["datetime"])


def _is_far_above(page: ArticlePage, at: int) -> bool:
    """Whether a text stands in the head of the page: a clock, a weather line."""
    title_at = page.frame.title_at
    return title_at is not None and at < title_at - _BESIDE_TITLE


def _written_by_script(page: ArticlePage) -> Iterator[DateEvidence]:
    """The one date in a script that stands where the value of a date's label should."""
    labels = {one.at for one in page.said if one.field in ("published", "dated") and one.value is None}
    for texts_before, node in page.outline.scripts:
        if texts_before - 1 not in labels:
            continue
        found = find_dates((node.text() or "")[:_SCRIPT_READ])
        if len({one.value for one in found}) == 1:
            yield DateEvidence(6, DateSource.SCRIPT, found[0].moment, found[0].text)
            return


def _in_variables(page: ArticlePage) -> Iterator[DateEvidence]:
    """The first script variable or linked-data field that is named like a publish date and holds one, or its label."""
    scripts = (node.text() or "" for node in page.outline.tree.css("script:not([src])"))
    text = "\n".join(scripts)[:_SCRIPTS_READ]
    for found in (*_variable().finditer(text), *_WRITTEN_LABEL.finditer(text)):
        moment = parse_datetime(found["value"])
        if moment is not None:
            yield DateEvidence(6, DateSource.SCRIPT, moment, found["value"])
            return


def _bare(page: ArticlePage) -> Iterator[DateEvidence]:
    """A date without a label in the short lines between title and body."""
    title_at = page.frame.title_at
    if title_at is None:
        return
    end = min(title_at + _BESIDE_TITLE, len(page.outline.texts))
    if page.frame.body_first > title_at:
        end = min(end, page.frame.body_first)
    labelled = {one.at for one in page.said if one.field not in ("other", "source")}
    linked = linked_texts(page.outline)
    for at in range(title_at + 1, end):
        words = page.outline.texts[at]
        if at in labelled or at in linked or at - 1 in labelled or len(words) > 80:
            continue
        found = find_dates(words)
        is_all = len(found) == 1 and (_is_all(words, found[0].text) or _is_beside_source(words, found[0].text))
        if is_all and not _is_in_a_row(page, at):
            yield DateEvidence(4, DateSource.ARTICLE, found[0].moment, found[0].text)
            return


def _in_pieces(page: ArticlePage) -> Iterator[DateEvidence]:
    """A day whose year, month and number stand in elements of their own, in one small box beside the title."""
    title_at = page.frame.title_at
    if title_at is None:
        return
    texts, owners = page.outline.texts, page.outline.owners
    end = min(title_at + _BESIDE_TITLE, len(texts))
    end = min(end, page.frame.body_first) if page.frame.body_first > title_at else end
    for at in range(max(0, title_at - _ABOVE_TITLE), end):
        box: Box | None = owners[at]
        while box is not None and box.end_text - box.first_text < 2:
            box = box.parent
        for _ in range(_LEVELS_OF_PIECES):
            if box is None or box.first_text != at or box.end_text - at > _MOST_PIECES or box.hidden:
                break
            if box.in_link or box.end_link > box.first_link:
                break
            found = split_day([text for text in texts[at : box.end_text] if text.strip("-/.|· ")])
            if found is not None and not _is_in_a_row(page, at):
                yield DateEvidence(4, DateSource.ARTICLE, found, page.outline.text_of(box))
                return
            box = box.parent


def _is_all(words: str, printed: str) -> bool:
    rest = words.replace(printed, "").strip(" []()（）【】|｜:：,，")
    return not rest or _INFO_WORDS.search(rest) is not None


def _is_beside_source(words: str, printed: str) -> bool:
    """Whether a day begins or ends a line and nothing but a short name stands beside it: a source without a label."""
    if not (words.startswith(printed) or words.endswith(printed)):
        return False
    return _NAME.fullmatch(words.replace(printed, "").strip()) is not None


def _is_in_a_row(page: ArticlePage, at: int) -> bool:
    """Whether a text belongs to a row of other articles: its small box holds a link that could be a title."""
    outline, title_at = page.outline, page.frame.title_at
    sources = {one.at + 1 for one in page.said if one.field in ("source", "publisher")}
    most = _ROW_TEXTS if title_at is not None else _ROW_TEXTS // 2
    box: Box | None = outline.owners[at]
    for _ in range(5):
        if box is None or box.end_text - box.first_text > most:
            return False
        if title_at is not None and box.first_text <= title_at < box.end_text:
            return False
        if any(link.first_text not in sources and len(outline.text_of(link)) >= 8 for link in outline.links_of(box)):
            return True
        box = box.parent
    return False


def _build_times(metas: dict[str, str]) -> tuple[str, ...]:
    stated = (metas.get(name, "") for name in vocabulary()["page"]["built_metas"])
    return tuple(value for value in stated if value)


def _is_build_time(words: str, built: tuple[str, ...]) -> bool:
    """Whether a stated publish moment is, to the second, the moment the page was made.

    Without seconds it is no clock reading: an editor's date may well fall in the minute in which the page was made.
    """
    moment = parse_datetime(words)
    if not isinstance(moment, datetime):
        return False
    has_seconds = words.count(":") > 1
    return has_seconds and any(parse_datetime(one.partition("_")[0]) == moment for one in built)


def _with_time(best: DateEvidence, trusted: list[DateEvidence]) -> datetime | date:
    if isinstance(best.moment, datetime):
        return best.moment
    for one in trusted:
        if one.day == best.day and isinstance(one.moment, datetime) and one.moment.time() != time(0):
            return one.moment
    return best.moment


@cache
def _variable() -> re.Pattern[str]:
    names = "|".join(vocabulary()["page"]["published_variables"])
    return pattern(
        rf"""\b(?:{names})["']?\s{{0,3}}[:=]\s{{0,3}}["'](?P<value>[^"'<>\n]{{8,40}})["']""",
        finds={
            'var pubDate = "2020-01-03 09:12:00";': "2020-01-03 09:12:00",
            "{'publishtime':'2020-01-03'}": "2020-01-03",
        },
        not_in=('var pubDate = "";', 'var updateTime = "2020-01-03"', "pubtime = 20200103"),
        seen="scripts of article pages of TRS and VSB portals; the names are those of `_article.toml`",
        flags=re.IGNORECASE,
    )
