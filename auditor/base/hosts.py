"""One spelling for a host's name, however a page, a county file or a server writes it."""

from functools import lru_cache
from urllib.parse import unquote, urlsplit

from auditor.base.pattern import pattern

_DEFAULT_PORTS = {"http": 80, "https": 443}
_PLAIN = pattern(
    r"(https?)://([a-z0-9](?:[a-z0-9._-]{0,250}[a-z0-9])?)(?::([1-9][0-9]{0,3}|[1-5][0-9]{4}))?(?![^/?#])",
    finds=("http://www.gov.cn/zwgk/", "https://www.gov.cn", "http://127.0.0.1:18080/?a=1", "http://a.cn:80#top"),
    not_in=(
        "http://WWW.gov.cn/",
        "http://a.cn:65536/",
        "http://www.gov.cn./",
        "http://user@www.gov.cn/",
        "//www.gov.cn/",
        "http://[::1]/",
    ),
    seen="nearly all addresses of all portals",
    way="match",
)
"""An address that begins in the one spelling already, but perhaps for its scheme's own port."""
_NAME = pattern(
    r"[a-z0-9._-]+",
    finds=("www.chongxin.gov.cn", "xn--fiqs8s"),
    not_in=("云沱县.政务", "a b"),
    seen="names as they go over the wire",
    way="fullmatch",
)
_HOST = pattern(
    r"[^\s%<>\"'{}|\\^`]+",
    finds=("www.gov.cn", "云沱县.政务"),
    not_in=("a b", "a<b"),
    seen="addresses in pages: what a browser takes for a host",
    way="fullmatch",
)


@lru_cache(maxsize=4096)
def host_name(written: str) -> str:
    """The name as it goes over the wire: lower case, narrow letters, punycode (UTS 46), no final dot.

    ``云沱县.政务``, ``xn--…``, ``ＷＷＷ.…`` and ``www.….`` are one host. What is no name stays as it was written.
    """
    host = written
    if "%" in host and ":" not in host:  # a raw Chinese name in a Location header
        host = unquote(host)
    plain = host if host.isascii() else _punycode(host)
    plain = plain.lower().removesuffix(".")
    return plain if _NAME.fullmatch(plain) else written.lower()


def _punycode(host: str) -> str:
    import idna  # only names in other scripts need it

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        pass
    try:
        return host.encode("idna").decode("ascii")  # older names, with what the newer rules left out
    except UnicodeError:
        return ""


def is_web_address(url: str) -> bool:
    """Whether an address is a whole http(s) one that can be asked for."""
    try:
        if _PLAIN.match(url):
            return True
        parts = urlsplit(url)
        is_host = bool(_HOST.fullmatch(parts.hostname or ""))
        return parts.scheme in _DEFAULT_PORTS and is_host and parts.port != 0
    except ValueError:
        return False


def authority(url: str) -> str:
    """Host and port of an address in one spelling, the scheme's own port left out; empty where it has no host."""
    if plain := _PLAIN.match(url):
        scheme, name, number = plain.groups()
        return name if number is None or int(number) == _DEFAULT_PORTS[scheme] else f"{name}:{number}"
    parts = urlsplit(url)
    name = host_name(parts.hostname or "")
    name = f"[{name}]" if ":" in name else name
    try:
        port = parts.port
    except ValueError:  # beyond 65535, or no number: its own writing tells it apart
        return name + parts.netloc.rpartition("@")[2].removeprefix(parts.hostname or "")
    return name if port is None or port == _DEFAULT_PORTS.get(parts.scheme) else f"{name}:{port}"


def with_plain_host(url: str) -> str:
    """The address with its host in the one spelling; as it was where it has none."""
    plain = _PLAIN.match(url)
    if plain and (plain[3] is None or int(plain[3]) != _DEFAULT_PORTS[plain[1]]):
        return url
    try:
        parts = urlsplit(url)
        if not parts.hostname:
            return url
        login, mark, _ = parts.netloc.rpartition("@")
        return url.replace(parts.netloc, f"{login}{mark}{authority(url)}", 1)
    except ValueError:
        return url
