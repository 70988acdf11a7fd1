"""Faults of single items looked for again: what is gone, what is still there, and what only a page could tell."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from auditor.audit.grade import Pack
from auditor.audit.grade.content import matches
from auditor.audit.model import FindingEntry
from auditor.crawl.walk import is_own_page
from auditor.recheck.pages import PageSeen, is_on_page
from auditor.recheck.values import RecheckVerdict
from auditor.recheck.words import WORDS


@dataclass(frozen=True, slots=True)
class ItemFaults:
    """The items of one problem: how many are mended, how many are faulty as before, and those nobody can judge.

    ``unopened`` pages were not fetched again; ``unread`` tells of each other page why it came to nothing.
    """

    mended: int
    shown: int
    unopened: int
    unread: int

    @property
    def verdict(self) -> RecheckVerdict:
        """What became of the problem as a whole."""
        if self.mended and self.shown:
            return RecheckVerdict.PARTLY
        if self.unopened or self.unread:
            return RecheckVerdict.UNKNOWN
        return RecheckVerdict.NOT_YET if self.shown else RecheckVerdict.DONE

    @property
    def reason(self) -> str:
        """Why, as a Chinese sentence without a full stop."""
        total = self.mended + self.shown + self.unopened + self.unread
        match self.verdict:
            case RecheckVerdict.DONE:
                return WORDS.mended
            case RecheckVerdict.NOT_YET:
                return WORDS.none_mended.format(count=total)
        told = (
            WORDS.faulty.format(count=self.shown) if self.shown else "",
            WORDS.unopened.format(count=self.unopened) if self.unopened else "",
            WORDS.unread.format(count=self.unread) if self.unread else "",
        )
        some = WORDS.some_still_faulty if self.shown else WORDS.some_faulty
        return some.format(count=total, told="，".join(part for part in told if part))


def sort_faults(
    finding: FindingEntry,
    *,
    faulty: Collection[str],
    by_title: Collection[str],
    pages: Mapping[str, PageSeen],
    columns: Collection[str],
) -> ItemFaults:
    """Sort the items of a finding.

    ``faulty`` are the addresses that show the fault by the newest evidence there is, ``by_title`` those that show it in
    the list already; ``pages`` are the article pages opened again, ``columns`` the columns' own addresses.
    """
    mended = shown = unopened = unread = 0
    for url in finding.items:
        page = pages.get(url)
        if url not in faulty:
            mended += 1
        elif not is_on_page(finding.rule) or url in by_title or not any(is_own_page(url, own) for own in columns):
            shown += 1  # the list is all there is to see
        elif page is None:
            unopened += 1
        elif page.fault or page.article is None:
            unread += 1
        else:
            shown += 1
    return ItemFaults(mended, shown, unopened, unread)


def titles_at_fault(pack: Pack, finding: FindingEntry) -> frozenset[str]:
    """The addresses of a finding's items whose titles alone show the fault."""
    rules = [rule for rule in pack.finding if rule.rule == finding.rule and rule.words]
    items = zip(finding.items, finding.titles, strict=True)
    return frozenset(url for url, title in items if any(matches(rule, title) for rule in rules))
