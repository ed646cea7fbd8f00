"""Systems of partners: what their tokens let them read, and what they are told by webhook.

A partner is an organisation whose programs read public offers or released figures. Nothing here
is about a person: an offer as everybody may read it, without contact, and numbers of the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from amuddu.contracts.employers import HoursWeek
from amuddu.contracts.operations import Operations, Paged, Query
from amuddu.contracts.types import (
    ConceptRef,
    Contract,
    ContractType,
    Day,
    LanguageSkill,
    LongText,
    Money,
    Months,
    Role,
    ShortText,
    Slug,
)

PartnerScope = Literal["offers:read", "report:read"]
"""What a token lets a program read."""

OfferEvent = Literal["offer.published", "offer.changed", "offer.closed"]
"""What becomes of a public offer. `offer.closed`: nobody may read it any more, whatever the
reason: filled, withdrawn, or looked at after a report."""

SCOPES: Mapping[PartnerScope, frozenset[tuple[str, str]]] = {
    "offers:read": frozenset(
        {
            ("GET", "/api/v1/offers"),
            ("GET", "/api/v1/offers/changes"),
            ("GET", "/api/v1/offers.csv"),
            ("GET", "/api/v1/offers.xml"),
            ("GET", "/api/v1/offers/{offer_id}"),
        }
    ),
    "report:read": frozenset({("GET", "/api/v1/report"), ("GET", "/api/v1/report/releases")}),
}
"""The operations of the public API that each scope opens. Every other one is refused."""


# --- offers ---------------------------------------------------------------------------------------


class SharedOffer(Contract):
    """A public offer as partners get it. Contacts are left out of every text."""

    id: UUID
    title: ShortText
    description: LongText = ""
    occupation: ConceptRef
    essential_skills: tuple[ConceptRef, ...] = ()
    wanted_skills: tuple[ConceptRef, ...] = ()
    languages: tuple[LanguageSkill, ...] = ()
    employer_name: ShortText
    agency_id: Slug | None = None
    """Whom to ask: the agency, never the employer."""
    place: Slug
    contract_type: ContractType
    contract_months: Months | None = None
    wage_month: Money | None = None
    wage_month_max: Money | None = None
    starts_on: Day | None = None
    places: int
    hours_week: HoursWeek | None = None


class OfferChange(Contract):
    """The last thing that became of an offer."""

    number: int
    """Grows with each change of any offer."""
    type: OfferEvent
    offer_id: UUID
    at: datetime
    offer: SharedOffer | None = None
    """The offer as it is now; none once it is closed."""


class OfferChanges(Contract):
    """Changes in their order, each offer once, as it stands now."""

    items: tuple[OfferChange, ...]
    after: int
    """What to give as `after` the next time: nothing is left out, nothing comes twice."""
    more: bool
    """Whether there are more now."""


class ChangesAsked(Query):
    """Which changes: those after a number, those since a moment, or all that are known."""

    after: Annotated[int, Field(ge=0, le=2**62)] = 0
    since: AwareDatetime | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100


# --- tokens ---------------------------------------------------------------------------------------


class PartnerIn(Contract):
    """The name of an organisation whose programs read here."""

    name: ShortText


class TokenIn(Contract):
    """What a token is to open, for how long, and who answers for it."""

    scopes: Annotated[tuple[PartnerScope, ...], Field(min_length=1, max_length=2)]
    expires_on: Day
    """Its last day; a year from now at most."""
    owner_id: UUID | None = None
    """Account of whoever answers for it; of whoever makes it where nobody is named."""


class Token(Contract):
    """A token as administrators see it: never the token itself."""

    id: UUID
    hint: str
    """Its first signs, to know it again."""
    scopes: tuple[PartnerScope, ...]
    owner_id: UUID
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


class TokenMade(Contract):
    """A token that was made, told this once."""

    token: str
    about: Token


class Partner(Contract):
    """A partner and its tokens, the newest first."""

    id: UUID
    name: str
    created_at: datetime
    tokens: tuple[Token, ...] = ()


# --- webhooks -------------------------------------------------------------------------------------

WebhookState = Literal["on", "off", "given_up"]
"""`given_up`: nobody took a message for more than a day; nothing is sent until somebody says so."""

DeliveryState = Literal["queued", "sent", "given_up"]
DeliveryFailure = Literal[
    "refused", "redirected", "unreachable", "too_slow", "address", "certificate"
]
"""Why a message was not taken. `address`: its name leads inside, which is asked of nobody."""


class WebhookIn(Contract):
    """Where a partner hears of offers, and of what."""

    url: Annotated[str, Field(min_length=1, max_length=500)]
    events: Annotated[tuple[OfferEvent, ...], Field(min_length=1, max_length=3)]


class Webhook(Contract):
    """An address that hears of offers: never its secret."""

    id: UUID
    partner_id: UUID
    url: str
    events: tuple[OfferEvent, ...]
    state: WebhookState
    created_at: datetime
    failing_since: datetime | None = None
    former_secret_until: datetime | None = None
    """Until when messages are signed with the secret of before, too."""
    waiting: int = 0
    """Messages that wait to be taken."""


class WebhookSecret(Contract):
    """A webhook and the secret that its messages are signed with, told this once."""

    webhook: Webhook
    secret: str


class Delivery(Contract):
    """A message to a webhook and what became of it."""

    id: UUID
    type: OfferEvent
    offer_id: UUID
    state: DeliveryState
    attempts: int
    status: int | None = None
    """What the partner's server answered last."""
    failure: DeliveryFailure | None = None
    created_at: datetime
    due_at: datetime | None = None
    settled_at: datetime | None = None


class DeliveryPage(Contract):
    """Messages of a webhook, newest first."""

    items: tuple[Delivery, ...]
    total: int


# --- who may do what, by which call ---------------------------------------------------------------

_FEED = Operations("notifications", tag="partners")
_HOOKS = Operations("notifications", tag="partners", public=True)
_CHIEF = (Role.ADMINISTRATOR,)
_OF = "/partners/{partner_id}/webhooks"
_ONE = f"{_OF}/{{webhook_id}}"

# fmt: off
CHANGED_OFFERS = _FEED.get("/offers/changes", OfferChanges, "changed_offers", "What became of public offers, oldest change first, closed ones too. For the gateway, which asks for a partner.", query=ChangesAsked, roles=(Role.SERVICE,))
LIST_WEBHOOKS = _HOOKS.get(_OF, tuple[Webhook, ...], "list_webhooks", "Addresses of a partner that hear of offers.", roles=_CHIEF)
READ_WEBHOOK = _HOOKS.get(_ONE, Webhook, "read_webhook", "One address that hears of offers.", roles=_CHIEF)
LIST_DELIVERIES = _HOOKS.get(f"{_ONE}/deliveries", DeliveryPage, "list_deliveries", "Messages of a webhook and what became of each, newest first.", query=Paged, roles=_CHIEF)
REDELIVER = _HOOKS.post(f"{_ONE}/deliveries/{{delivery_id}}", Delivery, "redeliver", "Send a message once more, under the same id.", roles=_CHIEF)
ADD_WEBHOOK = _FEED.post(_OF, WebhookSecret, "add_webhook", "Have an address hear of offers. The secret is told this once.", body=WebhookIn, status=201, roles=_CHIEF)
RENEW_SECRET = _FEED.post(f"{_ONE}/secret", WebhookSecret, "renew_webhook_secret", "Another secret; for a day messages are signed with both.", roles=_CHIEF)
START_WEBHOOK = _FEED.post(f"{_ONE}/start", Webhook, "start_webhook", "Send to it again.", roles=_CHIEF)
STOP_WEBHOOK = _FEED.post(f"{_ONE}/stop", Webhook, "stop_webhook", "Send nothing to it any more.", roles=_CHIEF)
# fmt: on
