"""The word lists of discovery, from ``rules/discover.toml``: what to skip, what is a catalogue, what names suggest."""

import re
import tomllib
from functools import cache
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict

from auditor.base.pattern import pattern
from auditor.base.resources import shipped
from auditor.county.naming import is_township
from auditor.read.families import Pattern

_LONGEST_NAME = 24
_LONGEST_TEXT = 400
_LONGEST_OWNER = 12
_DATE = pattern(
    r"[（(\[【]?(?:\d{2,4}(?:年度?|[-./])?)?(?:\d{1,2}(?:月份?|[-./])?)?(?:\d{1,2}[日号]?)?[)）\]】]?",
    finds=("2026年", "2025-12-31", "9月", "[09-21]", "2025年12月", "2024年度", "2026"),
    not_in=("2026年预算", "十四五规划", "12345热线"),
    seen="archives of years and months on portals, days beside links",
    way="fullmatch",
)
_BRACKETED = re.compile(r"[（(]([^（）()]{2,30})[）)]$")
_NO_OFFICE = pattern(
    r"[、，,。；;：:\d]|网站|门户",
    finds=("国务院门户网站", "县政府办、财政局", "12345热线"),
    not_in=("县财政局", "文体广电和旅游局"),
    seen="links beside the offices of a portal's home page",
)
_SEPARATE = re.compile(r"(?<![\s>》»|:：·])[\s>》»|:：·]+$|^[\s·•■□▪>《【\[]+|(?<![】\]])[】\]]+$")


class _WordTable(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Links(_WordTable):
    skip_words: tuple[str, ...]
    skip_names: tuple[str, ...]
    skip_paths: tuple[str, ...]
    more: tuple[str, ...]
    articles: tuple[Pattern, ...]
    pagers: tuple[Pattern, ...]
    files: tuple[str, ...]
    hubs: tuple[str, ...]
    sitemaps: tuple[str, ...]
    trees: tuple[str, ...]
    first_pages: tuple[str, ...]
    generic: tuple[str, ...]


class _Units(_WordTable):
    endings: tuple[str, ...]
    general: tuple[str, ...]
    office: str
    same: tuple[str, ...]
    not_owners: tuple[str, ...]
    by_name: dict[str, tuple[str, ...]]


class DiscoveryWords(_WordTable):
    """All word lists, and the questions they answer."""

    links: _Links
    units: _Units

    def is_skipped(self, name: str, url: str) -> bool:
        """Whether a link leads to something that is never a column: services, letters, accounts, pagers."""
        path, name = urlsplit(url).path.lower(), re.sub(r"\s", "", name)
        if name in self.links.skip_names or re.fullmatch(r"[\d.<>«»]+", name):
            return True
        return any(word in name for word in self.links.skip_words) or any(
            part in path for part in self.links.skip_paths
        )

    def is_more(self, text: str) -> bool:
        """Whether a link's text only says that there is more."""
        return re.sub(r"[\s>》»+.…\[\]【】]", "", text[:20]).lower() in self.links.more

    def is_article(self, url: str) -> bool:
        """Whether an address is of the form articles have."""
        return _any(self.links.articles, url)

    def is_pager(self, url: str) -> bool:
        """Whether an address is of the form second and later pages have."""
        return _any(self.links.pagers, url)

    def is_file(self, url: str) -> bool:
        """Whether an address is a file and no page."""
        return urlsplit(url).path.lower().rsplit(".", 1)[-1] in self.links.files

    def is_hub(self, name: str) -> bool:
        """Whether a page of that name lists columns."""
        return any(word in name for word in self.links.hubs) and not _BRACKETED.search(name)

    def is_sitemap(self, name: str, url: str) -> bool:
        """Whether a link leads to the site map."""
        return any(word in name or word in url.lower() for word in self.links.sitemaps)

    def is_generic(self, name: str) -> bool:
        """Whether a name says nothing of the column."""
        return not 2 <= len(name) <= _LONGEST_NAME * 2 or name in self.links.generic or is_date(name)

    def may_be_owner(self, text: str) -> bool:
        """Whether what stands in brackets behind a name may be who answers for it: no date, no stage, no figure."""
        return 2 <= len(text) <= _LONGEST_OWNER and text not in self.units.not_owners and not re.search(r"\d", text)

    def unit_by_name(self, name: str) -> str:
        """The unit that usually answers for a column of that name; empty where nothing is usual."""
        found = (unit for unit, words in self.units.by_name.items() if any(word in name for word in words))
        return next(found, "")

    def is_unit(self, name: str) -> bool:
        """Whether a text is the name of an office."""
        if not 2 <= len(name) <= _LONGEST_NAME or name in self.units.general or _NO_OFFICE.search(name):
            return False
        return name.endswith(self.units.endings) or is_township(name)

    def bare_unit(self, unit: str, county: str) -> str:
        """A unit's name without the county before it (县委 is no county)."""
        bare = unit
        for start in ("中共", county, "县"):
            rest = bare.removeprefix(start)
            bare = rest if len(rest) >= 2 and not rest.startswith("委") else bare
        return bare

    def same_unit(self, unit: str) -> str:
        """One word for all spellings of a unit."""
        pairs = (pair.partition("=") for pair in self.units.same)
        return next((short for short, _, full in pairs if unit in (short, full)), unit)


@cache
def discovery_words() -> DiscoveryWords:
    """The shipped words."""
    return DiscoveryWords.model_validate(tomllib.loads(shipped("rules", "discover.toml").read_text(encoding="utf-8")))


def bracketed(name: str) -> str:
    """What stands in brackets at the end of a name."""
    match = _BRACKETED.search(name)
    return match[1] if match else ""


def is_date(name: str) -> bool:
    """Whether a name is nothing but a day, a month or a year."""
    return bool(name) and bool(re.search(r"\d", name)) and _DATE.fullmatch(re.sub(r"\s", "", name)) is not None


def clean_name(text: str) -> str:
    """A link's text without bullets, arrows and blanks."""
    text = re.sub(r"\s+", " ", text[:_LONGEST_TEXT]).strip()
    return _SEPARATE.sub("", _SEPARATE.sub("", text)).strip()


def _any(patterns: tuple[str, ...], url: str) -> bool:
    return any(re.search(pattern, url[:500], re.IGNORECASE) for pattern in patterns)
