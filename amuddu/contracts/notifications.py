"""Notifications: what was sent to whom, by which channel, and what they answered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.events.envelope import Event
from amuddu.contracts.operations import Limit, Operations, Paged, Query
from amuddu.contracts.profiles import STAFF, Channel
from amuddu.contracts.types import Contract, ContractType, Day, Lang, Money, Role, Slug

DELIVERIES = "notifications.deliveries"
ANSWERS = "notifications.answers"

FailureReason = Literal["no_consent", "no_address", "rejected", "gave_up", "expired"]
Answer = Literal["yes", "no"]
DeclineReason = Literal["too_far", "wage", "hours", "found_work", "not_my_trade", "other"]
MessageState = Literal["queued", "sent", "failed", "cancelled"]


class NotificationSent(Event):
    """The provider took the message."""

    type: ClassVar[str] = "notification.sent"
    topic: ClassVar[str] = DELIVERIES
    keyed_by: ClassVar[str] = "candidacy_id"

    candidacy_id: UUID
    channel: Channel


class NotificationFailed(Event):
    """The person could not be told; a counsellor has to find another way."""

    type: ClassVar[str] = "notification.failed"
    topic: ClassVar[str] = DELIVERIES
    keyed_by: ClassVar[str] = "candidacy_id"

    candidacy_id: UUID
    reason: FailureReason


class CandidateAnswered(Event):
    """The person said yes or no to an offer. A later answer replaces an earlier one."""

    type: ClassVar[str] = "candidate.answered"
    topic: ClassVar[str] = ANSWERS
    keyed_by: ClassVar[str] = "candidacy_id"

    candidacy_id: UUID
    vacancy_id: UUID
    profile_id: UUID
    employer_id: UUID
    answer: Answer
    reason: DeclineReason | None = None
    round: int = Field(default=1, ge=1)
    """The round of the candidacy in which the person was asked."""
    noted_as: Literal["agent", "counsellor"] | None = None
    """The role of who wrote the answer down for the person; `null`: the person did."""
    noted_by: UUID | None = None
    """Their account."""


# --- HTTP bodies ------------------------------------------------------------------------------


class Invitation(Contract):
    """What the page behind a signed link shows: the offer, and the answer given so far."""

    vacancy_id: UUID
    title: str
    occupation: Slug | None = None
    """The trade, which readers of other languages than the employer's understand."""
    employer_name: str
    place: Slug
    contract_type: ContractType
    contract_months: int | None
    wage_month: Money | None
    wage_month_max: Money | None
    starts_on: Day | None
    language: Lang
    expires_at: datetime
    open: bool
    answer: Answer | None = None
    reason: DeclineReason | None = None
    answered_at: datetime | None = None


class Question(Contract):
    """What an answer would be to: whose candidacy, in which round. For the gateway."""

    candidacy_id: UUID
    profile_id: UUID
    vacancy_id: UUID
    round: int = Field(ge=1)


class AnswerIn(Contract):
    """A yes or a no; a no may say why, which helps the next proposal."""

    answer: Answer
    reason: DeclineReason | None = None


class MessageOut(Contract):
    """A message as the demonstration's outbox shows it; the address is masked."""

    id: UUID
    candidacy_id: UUID
    profile_id: UUID
    """Whom it is for; `profiles` says how the reader may call this person."""
    channel: Channel | None
    """`null` until the person was found and agreed to be told."""
    language: Lang
    state: MessageState
    subject: str
    body: str
    link: str
    address_hint: str
    created_at: datetime
    sent_at: datetime | None
    failure: FailureReason | None = None
    calls: int = 0
    """How many times somebody called and nobody answered."""
    called_at: datetime | None = None
    """The last of those times."""


class MessagePage(Contract):
    """Messages, newest first."""

    items: tuple[MessageOut, ...]
    total: int


class SendingState(Contract):
    """How sending stands: what waits to leave, and what could not be delivered in a week."""

    waiting: int
    oldest_at: datetime | None
    """When the oldest that a sender is to take was asked for."""
    sent: int
    failed: dict[FailureReason, int]


class CallTask(Contract):
    """A person to be called: what to read out, and the offer with the answer noted so far."""

    message: MessageOut
    offer: Invitation


class WordToSay(Contract):
    """Word for somebody whom no message reaches: an agent says it to them."""

    id: UUID
    profile_id: UUID
    language: Lang
    text: str
    created_at: datetime


AccountMessageKind = Literal[
    "recover",
    "verify",
    "invited",
    "password_changed",
    "contact_changed",
    "code_given",
    "proof_changed",
    "identity_changed",
    "token_ends",
]
"""What somebody is told about what lets them in, the first three with a link; `token_ends`: a
partner's token that they answer for ends in two weeks."""


class AccountMessageIn(Contract):
    """A message about an account, by its id alone: the gateway says where it goes as it leaves."""

    id: UUID


class AccountMessage(Contract):
    """What the gateway says of such a message, to the sender alone."""

    kind: AccountMessageKind
    channel: Literal["email", "sms"]
    address: str
    language: Lang
    token: str | None = None
    """The end of its link."""


class Newest(Query):
    """How many are shown."""

    limit: Limit = 20


# --- who may do what, by which call -----------------------------------------------------------

# The pattern is told, not enforced: a link that is not ours is 404, whatever it looks like.
_TOKEN = {
    "token": Annotated[
        str,
        Field(
            description="The token at the end of a link.",
            json_schema_extra={"pattern": "^[A-Za-z0-9_-]{32}$"},
        ),
    ]
}
_INVITATIONS = Operations("notifications", tag="invitations")
_MESSAGES = Operations("notifications", tag="messages")

# fmt: off
READ_INVITATION = _INVITATIONS.get("/invitations/{token}", Invitation, "read_invitation", "The offer behind a link, and the answer given so far.", parameters=_TOKEN)
READ_QUESTION = _INVITATIONS.get("/invitations/{token}/question", Question, "read_question", "What an answer by this link would be to. For the gateway alone.", parameters=_TOKEN, roles=(Role.SERVICE,))
READ_SAID_YES = _INVITATIONS.get("/invitations/{token}/yes", Question, "read_said_yes", "Whose yes stands behind this link, as long as the candidacy goes on. For the gateway alone.", parameters=_TOKEN, roles=(Role.SERVICE,))
ANSWER_INVITATION = _INVITATIONS.post("/invitations/{token}/answer", Invitation, "answer_invitation", "Say yes or no; saying something else later replaces it.", body=AnswerIn, parameters=_TOKEN)
LIST_MESSAGES = _MESSAGES.get("/messages", MessagePage, "list_messages", "Messages, newest first: a counsellor's own agency's; in the demonstration, all of them.", query=Paged)
READ_SENDING = _MESSAGES.get("/messages/sending", SendingState, "read_sending", "What waits to be sent, and what could not be delivered in a week, counted.", roles=(Role.ADMINISTRATOR,))
LIST_OWN_INVITATIONS = _MESSAGES.get("/messages/mine", MessagePage, "list_own_invitations", "Offers that a jobseeker may still answer, newest first, with the link to answer.", query=Newest, roles=(Role.JOBSEEKER,))
LIST_CALLS = _MESSAGES.get("/messages/for-agents", MessagePage, "list_calls", "People of the agency to be called, who waits longest first: what to read out.", query=Paged, roles=(*STAFF, Role.ADMINISTRATOR))
READ_CALL = _MESSAGES.get("/messages/for-agents/{message_id}", CallTask, "read_call", "One person to be called, and the offer; also once they answered, until the offer ends.", roles=(*STAFF, Role.ADMINISTRATOR))
READ_CALLED_QUESTION = _MESSAGES.get("/messages/for-agents/{message_id}/question", Question, "read_called_question", "What the answer of somebody who is called would be to.", roles=STAFF)
NOTE_ANSWER = _MESSAGES.post("/messages/for-agents/{message_id}/answer", CallTask, "note_answer", "Write down the answer of somebody who was called; another one later replaces it.", body=AnswerIn, roles=STAFF)
QUEUE_ACCOUNT_MESSAGE = _MESSAGES.post("/account-messages", AccountMessageIn, "queue_account_message", "Send a message about an account. For the gateway alone.", body=AccountMessageIn, status=202, roles=(Role.SERVICE,))
NOTE_NOBODY = _MESSAGES.post("/messages/for-agents/{message_id}/nobody", CallTask, "note_nobody_answered", "Write down a call that nobody took; the same within a minute is the same call.", roles=STAFF)
LIST_TO_SAY = _MESSAGES.get("/messages/to-say", tuple[WordToSay, ...], "list_to_say", "Word for people of the agency whom no message reaches, the oldest first.", query=Newest, roles=(*STAFF, Role.ADMINISTRATOR))
NOTE_SAID = _MESSAGES.post("/messages/to-say/{notice_id}", tuple[WordToSay, ...], "note_said", "Write down that somebody was told; what is left to say.", roles=STAFF)
# fmt: on
