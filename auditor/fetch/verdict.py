"""What an HTTP status or a redirect means for a column."""

import re
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from auditor.base.hosts import host_name
from auditor.base.terms import FetchStatus

Verdict = tuple[FetchStatus, str]
"""A status and its sentence (empty for a complete page)."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})
RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504, 507, 508, 509, 520, 522, 523, 524, 525, 526, 527, 530})
"""Statuses that pass by themselves often enough to ask again."""

_WALLS = {
    202: "网站要求先通过脚本验证（202）",
    401: "网站要求登录（401）",
    402: "网站拒绝访问（402）",
    403: "网站拒绝访问（403）",
    405: "网站防火墙拒绝访问（405）",
    406: "网站防火墙拒绝访问（406）",
    407: "网络代理要求登录（407）",
    412: "网站要求先通过脚本验证（412）",
    418: "网站防火墙拒绝访问（418）",
    423: "网站拒绝访问（423）",
    429: "请求过于频繁，网站暂时拒绝访问（429）",
    444: "网站防火墙拒绝访问（444）",
    451: "网站拒绝访问（451）",
    468: "网站防火墙拒绝访问（468）",
    493: "网站防火墙拒绝访问（493）",
    511: "网络要求先登录（511）",
    521: "网站要求先通过脚本验证（521）",
    566: "网站防火墙拒绝访问（566）",
    567: "网站防火墙拒绝访问（567）",
}
_WALL_HEADERS = {"cf-mitigated": ("challenge",), "x-amzn-waf-action": ("challenge", "captcha")}
_SERVER_ERRORS = {
    502: "网站网关错误（502）",
    503: "网站暂停服务（503）",
    504: "网站网关超时（504）",
}
_NO_PAGE = {204, 205, 206}
_HOME = re.compile(r"/*((index|default|home|main)\.(s?html?|jsp|aspx?|php|do|action))?", re.IGNORECASE)
_ERROR_PAGE = re.compile(r"(40[0-9]|50[0-9]|error|not_?found)([._-].*)?", re.IGNORECASE)


def judge(http_status: int, headers: tuple[tuple[str, str], ...]) -> Verdict:
    """The verdict on an answer that is not a redirect."""
    for name, value in headers:
        if value.lower() in _WALL_HEADERS.get(name.lower(), ()):
            return FetchStatus.BLOCKED, f"网站要求先通过人机验证（{http_status}）"
    if http_status in _WALLS:
        return FetchStatus.BLOCKED, _WALLS[http_status]
    if http_status in (404, 410):
        return FetchStatus.MISSING, f"页面不存在（{http_status}）"
    if http_status in _NO_PAGE:
        return FetchStatus.UNREACHABLE, f"网站没有给出完整页面（{http_status}）"
    if 200 <= http_status < 300:
        return FetchStatus.OK, ""
    if http_status >= 500:
        return FetchStatus.UNREACHABLE, _SERVER_ERRORS.get(http_status, f"网站内部错误（{http_status}）")
    if http_status == 408:
        return FetchStatus.UNREACHABLE, "网站等待请求超时（408）"
    return FetchStatus.UNREACHABLE, f"网站没有给出页面（{http_status}）"


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
    if _ERROR_PAGE.fullmatch(after.path.rstrip("/").rpartition("/")[2]):
        return "网址跳转到网站的出错页"
    return None


def _site(parts: SplitResult) -> str:
    return host_name(parts.hostname or "").removeprefix("www.")


def _is_home(parts: SplitResult) -> bool:
    return bool(_HOME.fullmatch(parts.path)) and not parts.query
