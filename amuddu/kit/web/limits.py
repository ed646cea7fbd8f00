"""Limits told in headers, as the IETF's draft has it (draft-ietf-httpapi-ratelimit-headers).

    RateLimit-Policy: "partner";q=300;w=60, "address";q=72;qu="concurrent-requests"
    RateLimit: "partner";r=299;t=57, "address";r=71

Whoever counts says so with `note`; the outermost layer writes the headers, on refusals too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from starlette.datastructures import MutableHeaders
from starlette.types import Scope

_STATE, _LIMITS = "state", "limits"


@dataclass(frozen=True, slots=True)
class Limit:
    """How much there is of something, what is left, and in how many seconds there is more."""

    name: Literal["partner", "address", "tries"]
    quota: int
    left: int
    window: int | None = None
    """Seconds that the quota is for, where it is for a time."""
    again: int | None = None
    at_once: bool = False
    """Counts what is going on now."""


def note(scope: Scope, limit: Limit) -> None:
    """Have a limit told with the answer; of one name the last."""
    noted: dict[str, Limit] = scope.setdefault(_STATE, {}).setdefault(_LIMITS, {})
    noted[limit.name] = limit


def tell(scope: Scope, headers: MutableHeaders) -> None:
    """Write what was noted."""
    noted: dict[str, Limit] = scope.get(_STATE, {}).get(_LIMITS, {})
    if noted:
        headers["RateLimit-Policy"] = ", ".join(map(_policy, noted.values()))
        headers["RateLimit"] = ", ".join(map(_standing, noted.values()))


def _policy(limit: Limit) -> str:
    window = f";w={limit.window}" if limit.window is not None else ""
    unit = ';qu="concurrent-requests"' if limit.at_once else ""
    return f'"{limit.name}";q={limit.quota}{window}{unit}'


def _standing(limit: Limit) -> str:
    again = f";t={limit.again}" if limit.again is not None else ""
    return f'"{limit.name}";r={max(limit.left, 0)}{again}'
