"""What an HTTP status or a redirect means for a column."""

import re
import tomllib
from functools import cache
from itertools import chain
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from pydantic import BaseModel, Field

from auditor.base.hosts import host_name
from auditor.base.pattern import pattern
from auditor.base.resources import shipped
from auditor.base.terms import FetchStatus

FetchVerdict = tuple[FetchStatus, str]
"""A status and its sentence (empty for a complete page)."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})
RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504, 507, 508, 509, 520, 522, 523, 524, 525, 526, 527, 530})
"""Statuses that pass by themselves often enough to ask again."""

_HOME = pattern(
    r"/*((index|default|home|main)\.(s?html?|jsp|aspx?|php|do|action))?",
    finds=("", "/", "/index.html", "//default.aspx", "/Main.do"),
    not_in=("/zwgk/", "/index/", "/index_1.html"),
    seen="portals that send removed pages to their front page",
    flags=re.IGNORECASE,
    way="fullmatch",
)
_ERROR_PAGE = pattern(
    r"(40[0-9]|50[0-9]|error|not_?found)([._-].*)?",
    finds=("404", "404.html", "error.jsp", "not_found", "notfound-1.html"),
    not_in=("4041", "errors", "t20200404_1.html"),
    seen="portals that answer removed pages with a redirect to 404.html or error.jsp",
    flags=re.IGNORECASE,
    way="fullmatch",
)


class _Rule(BaseModel, frozen=True, extra="forbid"):
    """What a header or a status says, and its sentence."""

    status: FetchStatus
    detail: str

    def verdict(self, http_status: int) -> FetchVerdict:
        return self.status, self.detail.format(code=http_status)


class _HeaderRule(_Rule):
    name: str
    values: tuple[str, ...]


class _StatusRule(_Rule):
    codes: tuple[int, ...]


class _RangeRule(_Rule):
    lowest: int = Field(alias="from")


class _Rules(BaseModel, frozen=True, extra="forbid"):
    """``rules/portals/_status.toml``."""

    header: tuple[_HeaderRule, ...]
    status: tuple[_StatusRule, ...]
    range: tuple[_RangeRule, ...]


@cache
def _rules() -> _Rules:
    return _Rules.model_validate(tomllib.loads(shipped("rules", "portals", "_status.toml").read_text("utf-8")))


def verdict_on(http_status: int, headers: tuple[tuple[str, str], ...]) -> FetchVerdict:
    """The verdict on an answer that is not a redirect."""
    rules = _rules()
    sent = {(name.lower(), value.lower()) for name, value in headers}
    said = (rule for rule in rules.header if any((rule.name, value) in sent for value in rule.values))
    named = (rule for rule in rules.status if http_status in rule.codes)
    ranged = (rule for rule in rules.range if http_status >= rule.lowest)
    rule: _Rule = next(chain(said, named, ranged))
    return rule.verdict(http_status)


def redirect_target(base: str, location: str) -> str:
    """The absolute address a ``Location`` header (decoded as latin-1) points to.

    Old portals write raw GB18030 or UTF-8 bytes there; they are put back together and percent-encoded as sent.
    Empty when the header is missing or not an address.
    """
    raw = location.strip().encode("latin-1")
    if not raw:
        return ""
    try:
        target = urljoin(base, quote(raw, safe="%/:=&?~#+!$,;'@()*[]|"))
        parts = urlsplit(target)
        is_address = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return ""
    return target if is_address else ""


def departure(asked: str, target: str) -> str | None:
    """Why a redirect leads away from the page that was asked for, or ``None`` if it is the same place.

    From http to https, with or without ``www.``, another port or path of the same site is the same place; another
    host, the site's home page and its error page are not: what they list is not this column's.
    """
    before, after = urlsplit(asked), urlsplit(target)
    if after.scheme not in ("http", "https"):
        return f"网址跳转到不支持的地址（{after.scheme}）"
    if _site(before) != _site(after):
        return f"网址跳转到其他网站（{after.hostname}）"
    if _is_home(after) and not _is_home(before):
        return "网址跳转到网站首页"
    return "网址跳转到网站的出错页" if _is_error(after) else None


def is_front_or_error(address: str) -> bool:
    """Whether an address is a site's front page or an error page: no column has moved there."""
    parts = urlsplit(address)
    return _is_home(parts) or _is_error(parts)


def _site(parts: SplitResult) -> str:
    return host_name(parts.hostname or "").removeprefix("www.")


def _is_home(parts: SplitResult) -> bool:
    return bool(_HOME.fullmatch(parts.path)) and not parts.query


def _is_error(parts: SplitResult) -> bool:
    return bool(_ERROR_PAGE.fullmatch(parts.path.rstrip("/").rpartition("/")[2]))
