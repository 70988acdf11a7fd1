"""Where the crawler may go: public addresses, and the county's own host wherever that is.

Pages and name servers are hostile input: a redirect or a DNS answer can point into the office's own network. A name
is therefore looked up once, its answers are judged, and the connection goes to a judged address, never to the name
(so that a second, different answer of the name server changes nothing).
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from auditor.base.hosts import host_name
from auditor.fetch.faults import Fault, WireFault

Resolver = Callable[[str, int], Awaitable[list[str]]]
"""Looks up a host name for a port; gives its numeric addresses."""

LOOKUP_THREADS = 64
_PROTOCOL_ASSIGNMENTS = IPv4Network("192.0.0.0/24")
_NAT64 = IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")
_UNKNOWN_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


def widen_lookups(loop: asyncio.AbstractEventLoop, threads: int = LOOKUP_THREADS) -> None:
    """Give ``loop`` enough threads to look up many names at once.

    asyncio resolves names in its default thread pool, which has six threads on two processors: a handful of dead
    name servers would hold up every other portal.
    """
    loop.set_default_executor(ThreadPoolExecutor(threads, thread_name_prefix="lookup"))


async def look_up(host: str, port: int) -> list[str]:
    """The system's own answer for a host name."""
    answers = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


def is_public(address: str) -> bool:
    """Whether a numeric address belongs to the public internet.

    Private, loopback, link-local, carrier (100.64/10), multicast and reserved ranges do not, nor does an IPv6
    address that only wraps such an IPv4 address.
    """
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        wrapped = _wrapped(ip)
        if wrapped is not None:
            return is_public(str(wrapped))
        if ip.is_site_local or ip in _NAT64_LOCAL:
            return False
    elif ip in _PROTOCOL_ASSIGNMENTS:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)


def _wrapped(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address inside a mapped, 6to4, Teredo or NAT64 address."""
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


class Guard:
    """Turns a host name into addresses that may be connected to."""

    def __init__(self, home_host: str, resolver: Resolver = look_up) -> None:
        self._home_host, self._resolver = host_name(home_host), resolver

    async def addresses(self, host: str, port: int) -> list[str]:
        """The permitted addresses of ``host``; a `WireFault` when it has none."""
        host = host_name(host)
        found = [host] if _is_numeric(host) else await self._look_up(host, port)
        if host != self._home_host:
            found = [address for address in found if is_public(address)]
            if not found:
                raise WireFault(Fault.FORBIDDEN_ADDRESS)
        return found

    async def _look_up(self, host: str, port: int) -> list[str]:
        try:
            found = await self._resolver(host, port)
        except socket.gaierror as error:
            raise WireFault(Fault.UNKNOWN_HOST if error.errno in _UNKNOWN_NAME else Fault.DNS_FAILED) from error
        except UnicodeError as error:  # a label that is empty or longer than 63 bytes
            raise WireFault(Fault.UNKNOWN_HOST) from error
        if not found:
            raise WireFault(Fault.UNKNOWN_HOST)
        return found


def _is_numeric(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
