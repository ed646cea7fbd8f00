"""Calling the officer: that there is something to look at, and nothing of whom it is about."""

from __future__ import annotations

from typing import ClassVar, Literal
from uuid import UUID

from amuddu.contracts.events.envelope import Event
from amuddu.contracts.profiles.account import NOTICES
from amuddu.contracts.types import Contract, Lang

CallKind = Literal["emergency", "erasure"]
"""A profile was opened in an emergency; staff asked that somebody be erased."""


class OfficerCalled(Event):
    """Something the officer is to look at. The alert itself stands in the audit."""

    type: ClassVar[str] = "officer.called"
    topic: ClassVar[str] = NOTICES
    keyed_by: ClassVar[str] = "call_id"

    call_id: UUID
    kind: CallKind


class OfficerAddress(Contract):
    """Where an officer reads their e-mail, and in which language."""

    address: str
    language: Lang


class OfficerAddresses(Contract):
    """Those officers who gave an address."""

    officers: tuple[OfficerAddress, ...] = ()
