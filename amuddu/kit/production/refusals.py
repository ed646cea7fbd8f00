"""Weak secrets and plain connections. Pure; each says what is wrong and the fix, never a value."""

from __future__ import annotations

import math
from collections import Counter
from urllib.parse import parse_qs, unquote, urlsplit

DEMONSTRATION = "amuddu-demo"
"""Password of the demonstration's accounts, printed on the sign-in page."""
LENGTH = 32
BITS = 96.0
"""What the letters of a secret must amount to; 32 random hexadecimal digits hold about 115."""
PASSWORD_LENGTH = 16
_FIX = "openssl rand -hex 32"
_GUESSED = (
    "0123456789",
    "123456",
    "abcdef",
    "azerty",
    "qwerty",
    "amuddu",
    "change",
    "demo",
    "example",
    "exemple",
    "motdepasse",
    "mot-de-passe",
    "password",
    "postgres",
    "secret",
)
"""Words of documents, examples and keyboards: a machine tries them first."""
_ENCRYPTED = frozenset({"require", "verify-ca", "verify-full"})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def weak_secret(value: str) -> str | None:
    """Why a secret is none, with the fix."""
    if len(value) < LENGTH:
        return f"must hold at least {LENGTH} characters ({_FIX})"
    if _repeats(value) or _bits(value) < BITS:
        return f"repeats itself: whoever tries will find it ({_FIX})"
    return _guessed(value)


def weak_password(value: str) -> str | None:
    """Why a password between machines is none, with the fix."""
    if len(value) < PASSWORD_LENGTH:
        return f"must hold at least {PASSWORD_LENGTH} characters ({_FIX})"
    if _repeats(value) or _bits(value) < BITS / 2:
        return f"repeats itself: whoever tries will find it ({_FIX})"
    return _guessed(value)


def _guessed(value: str) -> str | None:
    if any(word in value.casefold() for word in _GUESSED):
        return f"is made of words that are tried first, or copied from an example ({_FIX})"
    return None


def _repeats(value: str) -> bool:
    """Whether it is one piece again and again."""
    return (value + value).find(value, 1) < len(value)


def _bits(value: str) -> float:
    shares = (count / len(value) for count in Counter(value).values())
    return -sum(share * math.log2(share) for share in shares) * len(value)


def plain_address(url: str) -> bool:
    """Whether calls to an address could be read on the way."""
    parts = urlsplit(url)
    return parts.scheme != "https" and not is_loopback(parts.hostname or "")


def plain_database(url: str) -> bool:
    """Whether what a database is asked could be read on the way."""
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    host = asked.get("host", [parts.hostname or ""])[-1]
    if not host or host.startswith("/") or is_loopback(host):
        return False
    return asked.get("sslmode", [""])[-1] not in _ENCRYPTED


def database_password(url: str) -> str | None:
    """The password within the URL of a database, where one is."""
    password = urlsplit(url).password
    return None if password is None else unquote(password)


def plain_brokers(servers: str) -> bool:
    """Whether one of the brokers is on another machine."""
    hosts = (server.strip().rpartition(":")[0].strip("[]") for server in servers.split(","))
    return not all(is_loopback(host) for host in hosts)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    return host in _LOOPBACK or host.startswith("127.")
