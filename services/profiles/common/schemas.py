"""What a search of people asks of the database, in keyed digests."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Audited:
    """What the audit calls somebody, and the agency that follows them."""

    audit_id: UUID
    agency_id: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a search asks: any of the ways is enough, each with all of its digests."""

    ways: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Sounding:
    """A word of a name that is spelled so, or sounds so from its beginning: any digest."""

    tokens: tuple[int, ...]
