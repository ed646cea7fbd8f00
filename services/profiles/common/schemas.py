"""What a search of people asks of the database."""

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
    """One thing that a search asks: any of what is filled in is enough."""

    words: tuple[str, ...]
    """Folded words, all of which the search key holds."""
    phone: str | None = None
    """Last digits of a phone."""
    email: str | None = None
    """Beginning of an e-mail address, in small letters."""


@dataclass(frozen=True, slots=True)
class Sounding:
    """A word of a name that is spelled so, or sounds so from its beginning."""

    text: str
    sound: str
