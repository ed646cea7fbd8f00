"""What the notifications service does with offers, invitations and messages.

An invitation is open until it is closed (the candidacy ended, the message failed), its days
are over or its vacancy closes. While it is open the person may answer, and change their mind.
A yes can be taken back for longer: until the candidacy ends, even once the vacancy is closed.

Its message goes queued -> sent | failed | cancelled. A message for the agent channel stays
queued, as a task, until the person answers; the counsellor is told at once that it is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal
from uuid import UUID

from amuddu.contracts import notifications as contract
from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.contracts.matching import CandidateCancelled, CandidateShortlisted
from amuddu.contracts.notifications import (
    Answer,
    AnswerIn,
    CandidateAnswered,
    DeclineReason,
    FailureReason,
    NotificationFailed,
    NotificationSent,
)
from amuddu.contracts.profiles import Channel, ProfileUpdated, ProfileWithdrawn
from amuddu.kit import clock
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import Gone, NotFound
from amuddu.kit.events import outbox
from amuddu.kit.events.consumer import written_at
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs, tracing
from services.notifications.invitations import links, repository
from services.notifications.invitations.schemas import (
    Due,
    Failed,
    HandedOver,
    OfferFacts,
    Outcome,
    Postponed,
    Rendered,
    Sent,
    Shown,
)
from services.notifications.invitations.tables import Invitation, Message, Offer
from services.notifications.settings import NotificationsSettings

log = logs.get(__name__)

NOTED_AS: Mapping[Role, Literal["agent", "counsellor"]] = {
    Role.AGENT: "agent",
    Role.COUNSELLOR: "counsellor",
}
"""Who may write down the answer of somebody they called."""
_NO_YES = N_("Ce lien ne mène plus à un rendez-vous. Demandez à votre agence.")


# --- offers -----------------------------------------------------------------------------------


def record_offer(session: Session, event: VacancyPublished) -> None:
    """Keep what a published vacancy says, unless something newer is known."""
    facts = OfferFacts.of(event).model_dump(mode="json")
    repository.put_offer(
        session, event.vacancy_id, event.revision, {"open": not event.hidden, "facts": facts}
    )


def close_offer(session: Session, event: VacancyClosed) -> None:
    """Links of a closed vacancy stop working; publishing it again opens them again."""
    repository.put_offer(session, event.vacancy_id, event.revision, {"open": False})


# --- invitations ------------------------------------------------------------------------------


def invite(session: Session, event: CandidateShortlisted) -> None:
    """Queue a message to a shortlisted person, once for each round of their candidacy."""
    earlier = repository.open_invitation_for_update(session, event.candidacy_id)
    if earlier is not None:
        if event.round <= earlier.round and not _is_over(earlier):
            return
        _close(earlier)
        _cancel_message(repository.message_for_update(session, earlier.id))
        session.flush()  # before the new one: a candidacy has one open invitation
    invitation = Invitation(**event.model_dump(exclude={"tell_after"}))
    session.add(invitation)
    session.flush()
    message = Message(
        invitation_id=invitation.id,
        correlation_id=logs.correlation_id()[:64],
        traceparent=tracing.traceparent(),
        asked_at=written_at(),
    )
    if event.tell_after is not None:  # who put them forward may still change their mind
        message.due_at = max(message.created_at, event.tell_after)
    session.add(message)
    log.info("invitation queued", candidacy_id=str(event.candidacy_id))


def cancel(session: Session, event: CandidateCancelled) -> bool:
    """A round of the candidacy ended: nothing more is sent and its link stops working.

    Returns whether the person had heard of the offer.
    """
    invitation = repository.open_invitation_for_update(session, event.candidacy_id)
    if invitation is not None and invitation.round <= event.round:
        _close(invitation)
        message = repository.message_for_update(session, invitation.id)
        heard = message.state == "sent" or invitation.answer == "yes"
        _cancel_message(message)
        log.info("invitation cancelled", candidacy_id=str(event.candidacy_id))
        return heard
    return False


def cancel_unsent(session: Session, event: ProfileUpdated) -> list[UUID]:
    """Who no longer wants to be told is told nothing more; whoever holds a link may answer.

    Returns the invitations of which nobody could tell them.
    """
    untold: list[UUID] = []
    if event.contactable:
        return untold
    for invitation in repository.unsaid_of_person_for_update(session, event.profile_id):
        message = repository.message_for_update(session, invitation.id)
        if invitation.answer is not None:
            _cancel_message(message)
        elif message.state == "queued":
            _fail(session, message, invitation, "no_consent")
            untold.append(invitation.id)
    return untold


def forget(session: Session, event: ProfileWithdrawn) -> None:
    """The person withdrew: close what is open and keep no text of what was sent.

    The rows stay, empty: how many messages went out is a fact about the deployment.
    """
    invitations = repository.invitations_of_person_for_update(session, event.profile_id)
    for invitation in invitations:
        _close(invitation)
        message = repository.message_for_update(session, invitation.id)
        _cancel_message(message)
        _blank(message)
    log.info("person forgotten", profile_id=str(event.profile_id), invitations=len(invitations))


def behind_link(
    session: Session, token: str, *, settings: NotificationsSettings
) -> contract.Invitation:
    """The offer behind a link, and the answer given so far."""
    return look_up(session, links.read(token, *settings.accepted_keys))


def asked_behind_link(
    session: Session, token: str, *, settings: NotificationsSettings
) -> contract.Question:
    """What an answer by a link would be to. Raises `NotFound`, and `Gone` once it is too late."""
    return asked(session, links.read(token, *settings.accepted_keys))


def yes_behind_link(
    session: Session, token: str, *, settings: NotificationsSettings
) -> contract.Question:
    """Whose yes stands behind a link; the days to answer are of no account any more. Raises
    `NotFound`, and `Gone` where no yes stands or the candidacy ended."""
    identifier = links.read(token, *settings.accepted_keys)
    invitation = _issued(repository.invitation(session, identifier))
    if invitation.answer != "yes" or invitation.closed_at is not None:
        raise Gone(_NO_YES)
    return contract.Question.of(invitation)


def asked(session: Session, invitation_id: UUID) -> contract.Question:
    """The same of an invitation."""
    invitation = _issued(repository.invitation(session, invitation_id))
    _living(session, invitation)
    return contract.Question.of(invitation)


def look_up(session: Session, invitation_id: UUID) -> contract.Invitation:
    """What the page behind a link shows. Raises `NotFound`, and `Gone` once it is too late."""
    invitation = _issued(repository.invitation(session, invitation_id))
    return _page(invitation, _shown(session, invitation))


def answer(
    session: Session, invitation_id: UUID, body: AnswerIn, *, noted: Actor | None = None
) -> contract.Invitation:
    """Record a yes or a no; the same answer again changes nothing. `noted`: who wrote it down
    for the person.

    A yes has no reason. A no without a reason keeps the reason given earlier. Whoever said
    yes may say no as long as the employer may see their contact.
    Raises `NotFound`, and `Gone` once it is too late.
    """
    invitation = _issued(repository.invitation_for_update(session, invitation_id))
    late = body.answer == "no" and invitation.answer is not None
    shown = (_shown if late else _living)(session, invitation)
    kept = None if body.answer == "yes" else body.reason or invitation.reason
    if (body.answer, kept) != (invitation.answer, invitation.reason):
        _record(session, invitation, body.answer, kept, noted)
    return _page(invitation, shown)


def _shown(session: Session, invitation: Invitation) -> Shown:
    """The offer of an invitation that was answered, open or not, or that can be answered now."""
    offer = repository.offer(session, invitation.vacancy_id)
    kept = invitation.answer is not None and invitation.closed_at is None
    if not kept or offer is None or offer.facts is None:
        return _living(session, invitation)
    open_now = offer.open and not _is_over(invitation)
    return Shown(OfferFacts.model_validate(offer.facts), open=open_now)


def _record(
    session: Session,
    invitation: Invitation,
    answer: Answer,
    reason: DeclineReason | None,
    noted: Actor | None,
) -> None:
    invitation.answer, invitation.reason = answer, reason
    invitation.answered_at = clock.now()
    _record_read_out(repository.message_for_update(session, invitation.id))
    outbox.add(
        session,
        CandidateAnswered.of(
            invitation,
            noted_as=NOTED_AS[noted.role] if noted else None,
            noted_by=noted.id if noted else None,
        ),
    )
    log.info("candidate answered", candidacy_id=str(invitation.candidacy_id), answer=answer)


def _close(invitation: Invitation) -> None:
    if invitation.closed_at is None:
        invitation.closed_at = clock.now()


def _is_over(invitation: Invitation) -> bool:
    return invitation.expires_at is not None and invitation.expires_at <= clock.now()


def _issued(invitation: Invitation | None) -> Invitation:
    """An invitation whose link was made; before that, nobody can hold one."""
    if invitation is None or invitation.expires_at is None:
        raise NotFound
    return invitation


def _living(session: Session, invitation: Invitation) -> Shown:
    """The offer of an invitation that can be answered now."""
    offer = repository.offer(session, invitation.vacancy_id)
    if invitation.closed_at is not None or offer is None or not offer.open:
        raise Gone(
            N_("Cette offre n'est plus ouverte. Votre agence peut vous en proposer d'autres.")
        )
    if _is_over(invitation):
        raise Gone(N_("La date pour répondre est passée. Demandez un nouveau lien à votre agence."))
    return Shown(OfferFacts.model_validate(offer.facts), open=True)


def _page(invitation: Invitation, shown: Shown) -> contract.Invitation:
    return contract.Invitation.of(invitation, **shown.facts.model_dump(), open=shown.open)


# --- messages ---------------------------------------------------------------------------------


def take_next(session: Session, *, lease_seconds: float, days: int) -> Due | None:
    """The next message to send, taken for so many seconds, or `None` when nothing is due.

    A sender that dies leaves its message to the next one when the seconds are over. The days
    to answer begin to count the first time that a message is taken.
    """
    now = clock.now()
    found = repository.next_due(session, now=now, abandoned=now - timedelta(days=days))
    if found is None:
        return None
    message, invitation = found
    message.attempts += 1
    message.due_at = now + timedelta(seconds=lease_seconds)
    if invitation.expires_at is None:
        invitation.expires_at = links.last_moment(now, days=days)
    return _due(message, invitation, repository.offer(session, invitation.vacancy_id))


def _due(message: Message, invitation: Invitation, offer: Offer | None) -> Due:
    assert invitation.expires_at is not None
    facts = offer.facts if offer is not None and offer.open else None
    return Due(
        message_id=message.id,
        invitation_id=invitation.id,
        candidacy_id=invitation.candidacy_id,
        profile_id=invitation.profile_id,
        agency_id=invitation.agency_id,
        attempt=message.attempts,
        expires_at=invitation.expires_at,
        facts=None if facts is None else OfferFacts.model_validate(facts),
        correlation_id=message.correlation_id,
        traceparent=message.traceparent,
        asked_at=message.asked_at,
    )


def record_outcome(session: Session, due: Due, outcome: Outcome) -> None:
    """Write down what became of a message that a sender had taken, and tell the others.

    A message that was settled meanwhile (cancelled, or sent by another sender after this
    one's time was over) stays as it is.
    """
    invitation = repository.invitation_for_update(session, due.invitation_id)
    if invitation is None:
        log.warning("erased meanwhile", message_id=str(due.message_id))
        return
    message = repository.message_for_update(session, due.invitation_id)
    if message.state != "queued":
        log.warning("message settled meanwhile", message_id=str(due.message_id))
        return
    match outcome:
        case Sent(channel=channel, text=text, hint=hint):
            message.address_hint = hint
            message.state, message.sent_at = "sent", clock.now()
            _record_sent(session, message, invitation, channel, text)
        case HandedOver(text=text, agency_id=agency_id, agent_id=agent_id):
            message.agency_id, message.agent_id = agency_id, agent_id
            _record_sent(session, message, invitation, "agent", text)
        # Failing is the last word only of the sender that still holds the message.
        case Failed(reason=reason, channel=channel, hint=hint) if message.attempts == due.attempt:
            message.channel, message.address_hint = channel, hint
            _fail(session, message, invitation, reason)
        case Postponed(seconds=seconds) if message.attempts == due.attempt:
            message.due_at = clock.now() + timedelta(seconds=seconds)


def _record_sent(
    session: Session, message: Message, invitation: Invitation, channel: Channel, text: Rendered
) -> None:
    message.channel, message.due_at = channel, None
    message.subject, message.body = text.subject, text.body
    invitation.language = text.language
    candidacy_id = invitation.candidacy_id
    outbox.add(session, NotificationSent(candidacy_id=candidacy_id, channel=channel))
    log.info("message sent", message_id=str(message.id), channel=channel)


def _fail(
    session: Session, message: Message, invitation: Invitation, reason: FailureReason
) -> None:
    message.state, message.failure, message.due_at = "failed", reason, None
    # Closed, so that shortlisting the person again makes a new message.
    _close(invitation)
    outbox.add(session, NotificationFailed(candidacy_id=invitation.candidacy_id, reason=reason))
    log.warning("message failed", message_id=str(message.id), reason=reason)


def _record_read_out(message: Message) -> None:
    """An answer to a message that an agent had in hand: it was read out."""
    if message.state == "queued" and message.channel == "agent":
        message.state, message.sent_at = "sent", clock.now()


def _cancel_message(message: Message) -> None:
    if message.state == "queued":
        message.state, message.due_at = "cancelled", None


def _blank(message: Message) -> None:
    message.subject = message.body = message.address_hint = ""
