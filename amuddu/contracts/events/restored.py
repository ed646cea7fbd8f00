"""A service that was restored from a backup: who was erased since is erased there again.

    <service>.erasures      <service>.held     whom the service holds, as marks (digests of ids)
    profiles.erasures       erasure.again      those of the marks whose people were erased

Nobody keeps a list of erased people: profiles keeps marks, and so does each service of those whom
it erased. A backup of before an erasure has neither the mark nor the memory of having answered. So
each service tells from time to time, as marks, whom it holds; profiles answers with those that it
has a mark of, and the service erases them as at the first time, and answers for its places anew.

Ids are drawn at random, so a mark leads nobody to an id; whoever has an old id learns no more than
that it was held, or erased.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.events.envelope import Event
from amuddu.contracts.events.erasures import TOPIC
from amuddu.contracts.types import Contract

MOST = 1000
"""Marks in one event."""

Mark = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Restorable = Literal["employers", "matching", "notifications", "support"]


class Held(Event):
    """Whom a service holds, a part of them: the last record of each part is enough."""

    keyed_by: ClassVar[str] = "part_id"

    part_id: UUID
    marks: tuple[Mark, ...] = Field(min_length=1, max_length=MOST)


class HeldByEmployers(Held):
    """Files of hires."""

    type: ClassVar[str] = "employers.held"
    topic: ClassVar[str] = "employers.erasures"


class HeldByMatching(Held):
    """Facts and candidacies."""

    type: ClassVar[str] = "matching.held"
    topic: ClassVar[str] = "matching.erasures"


class HeldByNotifications(Held):
    """Invitations and notices."""

    type: ClassVar[str] = "notifications.held"
    topic: ClassVar[str] = "notifications.erasures"


class HeldBySupport(Held):
    """Requests for places in training."""

    type: ClassVar[str] = "support.held"
    topic: ClassVar[str] = "support.erasures"


HELD_BY: Mapping[str, type[Held]] = MappingProxyType(
    {
        "employers": HeldByEmployers,
        "matching": HeldByMatching,
        "notifications": HeldByNotifications,
        "support": HeldBySupport,
    }
)
"""Service -> how it says whom it holds."""


class ErasureAgain(Event):
    """People whom one service holds were erased: it is to erase them again, and to answer."""

    type: ClassVar[str] = "erasure.again"
    topic: ClassVar[str] = TOPIC
    keyed_by: ClassVar[str] = "erasure_id"

    erasure_id: UUID
    service: Restorable
    marks: tuple[Mark, ...] = Field(min_length=1, max_length=MOST)


class MarksIn(Contract):
    """Whom the gateway's accounts are about, as marks."""

    marks: tuple[Mark, ...] = Field(min_length=1, max_length=MOST)


class ErasedMarks(Contract):
    """Those of them whose people were erased."""

    marks: tuple[Mark, ...]
