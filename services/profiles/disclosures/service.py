"""Who may see a person's contact: the employer of one vacancy, after a yes, until it ends.

A grant goes unknown -> open (yes) -> closed (a later no) and back, and ends with the candidacy:
once cancelled it does not open again, whichever of the two events arrives first. Only being put
forward again begins anew: events carry the round of their candidacy, one of a later round resets
the grant, one of an earlier round comes too late. Events told twice change nothing.

A grant shows a contact only while the person agrees to be proposed.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from amuddu.contracts.matching import CandidateCancelled, CandidateHired, CandidateShortlisted
from amuddu.contracts.notifications import CandidateAnswered
from amuddu.contracts.profiles import Disclosure, DisclosureGrant, Disclosures, DisclosuresIn
from amuddu.kit.auth import Actor, Role
from amuddu.kit.clock import now
from amuddu.kit.db import Session
from amuddu.kit.errors import NotFound
from amuddu.kit.observability import logs
from services.profiles.common import policy as common_policy
from services.profiles.common import repository as common_repository
from services.profiles.common.tables import ProfileRow
from services.profiles.consents import repository as consents_repository
from services.profiles.disclosures import repository
from services.profiles.disclosures.tables import GrantRow
from services.profiles.people import mapping as people_mapping
from services.profiles.people.access import opened
from services.profiles.residence.vault import Visit

log = logs.get(__name__)

News = CandidateShortlisted | CandidateAnswered | CandidateCancelled
"""What is heard of a candidacy."""


def asked(session: Session, event: CandidateShortlisted) -> None:
    """The person is put forward, perhaps again: what an earlier round left is over."""
    _grant(session, event)


def answered(session: Session, event: CandidateAnswered) -> None:
    """Open the contact after a yes, close it after a no."""
    grant = _grant(session, event)
    if grant is None or grant.cancelled_at:
        return
    if event.answer == "no":
        _close(grant)
    elif _agrees(session, event.profile_id):
        _open(grant, event.employer_id)


def cancelled(session: Session, event: CandidateCancelled) -> None:
    """Close the contact: this round of the candidacy is over."""
    grant = _grant(session, event)
    if grant is None or grant.cancelled_at:
        return
    grant.cancelled_at = now()
    _close(grant)


def hired(session: Session, event: CandidateHired) -> None:
    """The person was taken on: their contact stays as open as it was."""
    if common_repository.locked(session, event.profile_id) is None:
        return
    grant = repository.grant(session, event.candidacy_id)
    if grant is not None and grant.profile_id == event.profile_id and grant.hired_at is None:
        grant.hired_at = now()


def _grant(session: Session, event: News) -> GrantRow | None:
    """The candidacy's grant in the event's round, made if need be.

    None for somebody erased meanwhile (there is nothing left to show), where the candidacy is
    known as another's, and where a later round began.
    """
    # The profile's lock makes two events about one person wait for one another.
    if common_repository.locked(session, event.profile_id) is None:
        return None
    found = repository.grant(session, event.candidacy_id) or _new(session, event)
    if (found.profile_id, found.vacancy_id) != (event.profile_id, event.vacancy_id):
        log.error("candidacy told of two people or vacancies", candidacy_id=str(found.candidacy_id))
        return None
    if event.round > found.round:
        _begin(found, event.round)
    return found if event.round == found.round else None


def _new(session: Session, event: News) -> GrantRow:
    grant = GrantRow(
        candidacy_id=event.candidacy_id,
        profile_id=event.profile_id,
        vacancy_id=event.vacancy_id,
        round=event.round,
    )
    session.add(grant)
    return grant


def _begin(grant: GrantRow, number: int) -> None:
    _close(grant)
    grant.round = number
    grant.cancelled_at = None


def _agrees(session: Session, profile_id: UUID) -> bool:
    """Whether the person agrees, as things stand, to be proposed to employers."""
    return consents_repository.as_consents(
        consents_repository.consents_of(session, profile_id)
    ).matching


def _open(grant: GrantRow, employer_id: UUID) -> None:
    if _is_open(grant):
        return
    grant.employer_id = employer_id
    grant.agreed_at = now()
    grant.revoked_at = None
    log.info("contact opened", candidacy_id=str(grant.candidacy_id))


def _close(grant: GrantRow) -> None:
    if _is_open(grant):
        grant.revoked_at = now()
        log.info("contact closed", candidacy_id=str(grant.candidacy_id))


def _is_open(grant: GrantRow) -> bool:
    return grant.agreed_at is not None and grant.revoked_at is None


def disclosure(session: Session, candidacy_id: UUID, *, actor: Actor) -> Disclosure:
    """Contact of a person, for the employer they said yes to or the counsellor who follows them.

    Raises `NotFound` to everybody else, and to them once it is closed again or the person no
    longer agrees to be proposed.
    """
    grant, row = _seen(session, candidacy_id, actor=actor)
    Visit(actor, "disclosure").record(session, row)
    return Disclosure.of(
        grant,
        display_name=people_mapping.display_name(row),
        email=row.email,
        phone=row.phone,
        language=row.language,
    )


def _seen(session: Session, candidacy_id: UUID, *, actor: Actor) -> tuple[GrantRow, ProfileRow]:
    """An open grant that concerns the actor, and whom it is about. Raises `NotFound`."""
    grant = repository.grant(session, candidacy_id)
    if grant is None or grant.agreed_at is None or not _is_open(grant):
        raise NotFound
    row = common_repository.get(session, grant.profile_id)
    if row is None or not _may_see(actor, grant, row) or not _agrees(session, row.id):
        raise NotFound
    return grant, row


def opened_to(
    session: Session, candidacies: Iterable[UUID], *, actor: Actor
) -> dict[UUID, ProfileRow]:
    """The people of these candidacies whose contact is open to the actor. Records nothing."""
    found: dict[UUID, ProfileRow] = {}
    for candidacy_id in candidacies:
        with suppress(NotFound):
            _, found[candidacy_id] = _seen(session, candidacy_id, actor=actor)
    return found


def hired_by_candidacy(session: Session, candidacy_id: UUID) -> ProfileRow | None:
    """Who was hired by a candidacy; none where nobody was."""
    grant = repository.grant(session, candidacy_id)
    if grant is None or grant.hired_at is None:
        return None
    return common_repository.get(session, grant.profile_id)


def disclosures(session: Session, body: DisclosuresIn, *, actor: Actor) -> Disclosures:
    """The contacts of several candidacies, without those that `disclosure` does not find."""
    found: dict[UUID, Disclosure] = {}
    for candidacy_id in body.candidacies:
        with suppress(NotFound):
            found[candidacy_id] = disclosure(session, candidacy_id, actor=actor)
    return Disclosures(disclosures=found)


def _may_see(actor: Actor, grant: GrantRow, row: ProfileRow) -> bool:
    if actor.role is Role.EMPLOYER:
        return actor.employer_id is not None and actor.employer_id == grant.employer_id
    return common_policy.follows(actor, row)


def grants(
    session: Session, profile_id: UUID, *, actor: Actor, limit: int, offset: int
) -> tuple[DisclosureGrant, ...]:
    """To whom the person's contact was opened, newest first."""
    row = opened(session, profile_id, actor=actor)
    found = repository.grants_given(session, row.id, limit=limit, offset=offset)
    return tuple(DisclosureGrant.of(grant, closed_at=grant.revoked_at) for grant in found)
