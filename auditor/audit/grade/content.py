"""Findings from what was published: titles, sources, texts and catalogue fields."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from auditor.audit.count import ColumnCount
from auditor.audit.grade.finding_input import FindingInput, Hit, hit
from auditor.audit.grade.finding_rule import FindingRule
from auditor.audit.words import WORDS
from auditor.base.pattern import pattern
from auditor.base.terms import ColumnKind
from auditor.county.naming import kinds_of
from auditor.crawl.column import Sighting
from auditor.read.values import CUT

_ISSUER = pattern(
    r"^.{0,30}?(人民政府|办公室|委员会|局|厅|院|社)(?=关于|印发)",
    finds={"崇信县人民政府办公室关于印发方案的通知": "办公室", "县农业农村局关于春耕的通知": "局"},
    not_in=("关于印发方案的通知", "县人民政府工作报告"),
    seen="titles of documents of all offices",
)
_PASSED_ON = pattern(
    r"^(?:关于(?:印发|公布|发布|下发)?|印发|公布|发布|下发)",
    finds=("关于印发实施方案的通知", "关于春耕的通知", "印发实施方案"),
    not_in=("实施方案", "春耕通知"),
    seen="titles of documents of all offices",
)
_TELLING = 4
"""So many characters of a document's name tell it from others."""
_UNTELLING = pattern(
    r"[\s“”\"'《》〈〉（）()、，,。:：·—-]|的?(通知|意见|通告|公告)$",
    finds={"春耕的通知": "通知", "实施方案（试行）": "（", "公告": "公告"},
    not_in=("通知书", "实施意见书"),
    seen="titles of documents and of their interpretations, which agree but for these",
)


def misfiled_news(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """Work news filed in a disclosure column: titles with the rule's ``words``, except those with ``but_not``.

    The rule's ``kinds`` name the columns where work news belongs. A county file need not say a column's kind, and what
    it says may be guessed: a column that is called 政务动态 takes work news all the same.
    """
    welcome = set(rule.kinds or (ColumnKind.NEWS,))
    for count in about.counts:
        if welcome & {count.column.kind, *kinds_of(count.column.name)}:
            continue
        news = [item for item in count.items if matches(rule, item.item.title)]
        if news:
            yield hit(count, news)


def matches(rule: FindingRule, title: str) -> bool:
    """Whether a title falls under a key-word rule; words are regular expressions."""
    return any(re.search(word, title) for word in rule.words) and not any(re.search(w, title) for w in rule.but_not)


def repost_only(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """An interpretation column holds reposts (``words`` in source or title) and fewer than ``least`` own items."""
    for count in about.of_kind(*(rule.kinds or (ColumnKind.INTERPRETATION,))):
        reposts = [item for item in count.items if is_repost(item, rule)]
        own = len(count.items) - len(reposts)
        if reposts and own < max(1, rule.least):
            yield hit(count, reposts, total=len(count.items), own=own)


def is_repost(item: Sighting, rule: FindingRule) -> bool:
    """Whether an item comes from elsewhere: the rule's ``words`` in its source, else in its title."""
    source = item.article.source or "" if item.article else ""
    return any(re.search(word, source) for word in rule.words) if source else matches(rule, item.item.title)


def policy_without_interpretation(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """A policy document (``words``) that no interpretation column of the county interprets by name.

    Finds nothing where the county has no interpretation column or one of them could not be read.
    """
    interpreting = list(about.of_kind(ColumnKind.INTERPRETATION))
    if not interpreting or any(count.reading is None or count.count is None for count in interpreting):
        return
    told = [one for count in interpreting if count.reading for one in count.reading.sightings]
    titles = [_core(one.title) for one in told]
    begun = tuple(_core(_begun(one)) for one in told if one.is_cut)
    for count in about.of_kind(*(rule.kinds or (ColumnKind.POLICY,))):
        bare = [
            item for item in count.items if matches(rule, item.item.title) and not _is_interpreted(item, titles, begun)
        ]
        if bare:
            yield hit(count, bare, total=len(count.items))


def _is_interpreted(item: Sighting, titles: Sequence[str], begun: tuple[str, ...]) -> bool:
    """Whether an interpretation names the document; where a title is cut off, its beginning must do."""
    core = _core(_begun(item))
    return any(core in title for title in titles) or any(len(one) >= _TELLING and core.startswith(one) for one in begun)


def _begun(item: Sighting) -> str:
    """The title without the dots that stand for its end, and what marks open before them."""
    return CUT.sub("", item.title).rpartition("《")[2] if item.is_cut else item.title


def _core(title: str) -> str:
    """What a document is about: the name in the book-title marks, else the title without issuer and kind words."""
    inner = re.findall(r"《([^《》]{4,})》", title)
    text = max(inner, key=len) if inner else title
    return _UNTELLING.sub("", _PASSED_ON.sub("", _ISSUER.sub("", text)))


def duplicate(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """The same title with the same date under two addresses among one unit's columns: counted, and told."""
    for unit, counts in about.by_unit().items():
        groups: dict[tuple[str, date | None], list[tuple[ColumnCount, Sighting]]] = defaultdict(list)
        for count in counts:
            for item in count.items:
                if not item.is_cut:
                    groups[re.sub(r"\s+", "", item.title), item.date].append((count, item))
        doubled = [pairs for pairs in groups.values() if len(pairs) > 1]
        if len(doubled) >= max(1, rule.least):
            columns = "、".join(dict.fromkeys(count.column.name for pairs in doubled for count, _ in pairs))
            items = tuple(item for pairs in doubled for _, item in pairs)
            yield Hit(unit, columns, items, {"number": sum(len(pairs) - 1 for pairs in doubled)})


def missing_catalogue_field(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """Documents whose page lacks 索引号, 发布机构 or 成文日期 (``fields``); a page that was not read proves nothing."""
    for count in about.of_kind(*(rule.kinds or (ColumnKind.POLICY,))):
        lacking: dict[str, list[str]] = {}
        for item in count.items:
            if item.article and (missing := [f for f in rule.fields if getattr(item.article, f) is None]):
                lacking[item.key] = missing
        if lacking:
            bare = [item for item in count.items if item.key in lacking]
            names = "、".join(label for f, label in WORDS.catalogue.items() if any(f in m for m in lacking.values()))
            yield hit(count, bare, fields=names)


def garbled_text(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """Titles or texts with the marks of a broken encoding (``words``)."""
    for count in about.of_kind(*rule.kinds):
        broken = [
            s for s in count.items if matches(rule, s.item.title) or (s.article and matches(rule, s.article.text))
        ]
        if broken:
            yield hit(count, broken)
