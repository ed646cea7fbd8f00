"""Values that pass between the parts of this service: an offer's facts, a delivery's outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.notifications import FailureReason
from amuddu.contracts.profiles import Channel
from amuddu.contracts.types import ContractType, Lang


class OfferFacts(BaseModel):
    """The facts of a vacancy that the message and the answer page show."""

    model_config = ConfigDict(frozen=True)

    title: str
    occupation: str | None = None
    """The trade, where the reference data has it."""
    employer_name: str
    place: str
    contract_type: ContractType
    contract_months: int | None = None
    wage_month: Decimal | None = None
    wage_month_max: Decimal | None = None
    starts_on: date | None = None

    @classmethod
    def of(cls, event: VacancyPublished) -> Self:
        """The facts in a published vacancy."""
        said = event.model_dump(include=set(cls.model_fields))
        return cls.model_validate({**said, "occupation": event.occupation.concept})


@dataclass(frozen=True, slots=True)
class Shown:
    """An offer behind a link; once it is not `open`, a yes can be taken back but not given."""

    facts: OfferFacts
    open: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A message that one sender has taken, with what it needs to send it.

    `attempt` counts from 1. `facts` is null where the offer closed or never came.
    """

    message_id: UUID
    invitation_id: UUID
    candidacy_id: UUID
    profile_id: UUID
    agency_id: str | None
    attempt: int
    expires_at: datetime
    facts: OfferFacts | None
    correlation_id: str
    traceparent: str = ""
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose people are to be called: of one agency (`None`: of all) and of one agent, with those
    who have no agent (`None`: of everybody)."""

    agency_id: str | None
    agent_id: UUID | None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message in words. An SMS has no subject."""

    language: Lang
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A channel took the message; `hint` is the masked address."""

    channel: Channel
    text: Rendered
    hint: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The person wants a community agent to call: the text is what the agent reads out.

    The call is for the agency that follows the person: for their own agent where they have
    one, for any agent of that agency otherwise.
    """

    text: Rendered
    agency_id: str
    agent_id: UUID | None


@dataclass(frozen=True, slots=True)
class Failed:
    """The person was not and will not be told by this message."""

    reason: FailureReason
    channel: Channel | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Postponed:
    """Something was out of reach: try again in so many seconds."""

    seconds: float
    channel: Channel | None = None


Outcome = Sent | HandedOver | Failed | Postponed
