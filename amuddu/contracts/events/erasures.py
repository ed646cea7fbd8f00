"""Erasing somebody in every service: what profiles tells, and what each answers once it is done.

    profiles.erasures       erasure.begun       who is to be erased, for every service to hear
    <service>.erasures      <service>.erased    done here: which places, and what is kept there, why

`erasure.begun` is the one record that names the person after they were erased, and it goes with a
tombstone as soon as every place has answered. What is kept is told as codes and counts, never as
ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Literal, get_args
from uuid import UUID

from pydantic import Field

from amuddu.contracts.events.envelope import Event
from amuddu.contracts.types import Contract

TOPIC = "profiles.erasures"

Place = Literal[
    "profiles",
    "profiles_key",
    "profiles_letters",
    "profiles_topics",
    "matching",
    "matching_index",
    "matching_letters",
    "matching_topics",
    "employers",
    "employers_letters",
    "notifications",
    "notifications_letters",
    "notifications_topics",
    "support",
    "support_letters",
    "support_topics",
    "gateway",
]
"""Where something of a person may stand. `_letters`: events that waited or were buried; `_topics`:
records on the broker."""

PLACES: tuple[Place, ...] = get_args(Place)

KeptCode = Literal[
    "claim_money",
    "messages_delivered",
    "records_until_compaction",
    "reference_mark",
    "files_until_read",
]
"""What stays, and so why; the words for it are the pages'."""


def owner(place: Place) -> str:
    """Which process answers for a place."""
    return place.partition("_")[0]


def places_of(process: str) -> tuple[Place, ...]:
    """The places that a process answers for."""
    return tuple(place for place in PLACES if owner(place) == process)


class Kept(Contract):
    """Something that stays, as a code that says why, and how much of it."""

    code: KeptCode
    count: int = Field(ge=1, le=1_000_000_000)


class PlaceErased(Contract):
    """One place where nothing names the person any more."""

    place: Place
    kept: tuple[Kept, ...] = ()


class ErasureBegun(Event):
    """Somebody is to be erased, under all ids that they had; told again until all have answered."""

    type: ClassVar[str] = "erasure.begun"
    topic: ClassVar[str] = TOPIC
    keyed_by: ClassVar[str] = "erasure_id"

    erasure_id: UUID
    profile_ids: tuple[UUID, ...] = Field(min_length=1, max_length=100)


class Erased(Event):
    """A service holds nothing of the person any more but what it says."""

    keyed_by: ClassVar[str] = "erasure_id"

    erasure_id: UUID
    places: tuple[PlaceErased, ...]


class ErasedByMatching(Erased):
    """Facts, vectors, candidacies, their log, and every replica's copy."""

    type: ClassVar[str] = "matching.erased"
    topic: ClassVar[str] = "matching.erasures"


class ErasedByEmployers(Erased):
    """Files of hires; what money hangs on stays, without the person."""

    type: ClassVar[str] = "employers.erased"
    topic: ClassVar[str] = "employers.erasures"


class ErasedByNotifications(Erased):
    """Invitations, messages, calls, notices."""

    type: ClassVar[str] = "notifications.erased"
    topic: ClassVar[str] = "notifications.erasures"


class ErasedBySupport(Erased):
    """Requests for places in training, their log, and the seat that one held."""

    type: ClassVar[str] = "support.erased"
    topic: ClassVar[str] = "support.erasures"


TOLD_BY: Mapping[str, type[Erased]] = MappingProxyType(
    {
        "employers": ErasedByEmployers,
        "matching": ErasedByMatching,
        "notifications": ErasedByNotifications,
        "support": ErasedBySupport,
    }
)
"""Service -> how it says that it is done."""
