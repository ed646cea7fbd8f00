"""Which addresses a message may go to: the open internet over TLS, and nothing of the house.

A name is resolved at each call, every address that it has is looked at, and the connection goes
to one of those: a name that says something else a moment later changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]

_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""NAT64: an address of IPv4 stands in the last four bytes."""


class NotOutside(Exception):
    """The address leads inside, or nowhere, or is none."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to connect to, and what it is called."""

    address: str
    host: str
    port: int
    tls: bool
    target: str
    """Path and query."""

    @property
    def url(self) -> str:
        """The address to connect to: of the machine, not of its name."""
        scheme = "https" if self.tls else "http"
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"{scheme}://{host}:{self.port}{self.target}"

    @property
    def named(self) -> str:
        """What is said as `Host`."""
        usual = self.port == (443 if self.tls else 80)
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if usual else f"{host}:{self.port}"


def resolve(host: str, port: int) -> list[str]:
    """Every address of a name, as the machine's resolver knows it."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def read(url: str, *, inside: bool) -> SplitResult:
    """An address as somebody wrote it. Raises `NotOutside`."""
    if not url.isascii() or any(each.isspace() or not each.isprintable() for each in url):
        raise NotOutside
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotOutside from None
    schemes = ("https", "http") if inside else ("https",)
    whole = bool(parts.hostname) and port != 0
    extra = parts.username is not None or parts.password is not None or bool(parts.fragment)
    if parts.scheme not in schemes or not whole or extra:
        raise NotOutside
    return parts


def place(url: str, *, inside: bool, resolve: Resolve = resolve) -> Place:
    """Where a message goes. Raises `NotOutside` where any address of the name is not outside."""
    parts = read(url, inside=inside)
    assert parts.hostname is not None  # `read` saw it
    tls = parts.scheme == "https"
    port = parts.port or (443 if tls else 80)
    found = resolve(parts.hostname, port)
    if not found or not (inside or all(map(is_outside, found))):
        raise NotOutside
    query = f"?{parts.query}" if parts.query else ""
    return Place(found[0], parts.hostname, port, tls, (parts.path or "/") + query)


def is_outside(written: str) -> bool:
    """Whether an address is one of the open internet, whatever it is wrapped in."""
    try:
        address: Address = ipaddress.ip_address(written.partition("%")[0])
    except ValueError:
        return False
    within = _within(address)
    return all(each.is_global and not each.is_multicast for each in (address, *within)) and (
        not _of_house(address)
    )


def _of_house(address: Address) -> bool:
    """What some versions of the library take for global."""
    return (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_reserved
        or address.is_unspecified
    )


def _within(address: Address) -> list[Address]:
    """Addresses of IPv4 that stand in one of IPv6."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found: list[Address | None] = [address.ipv4_mapped, address.sixtofour]
    found.extend(address.teredo or ())
    if address in _TRANSLATED:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in found if each is not None]
