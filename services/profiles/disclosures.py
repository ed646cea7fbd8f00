"""Who may see a person's contact: the employer of one vacancy, after a yes, until it ends.

A grant goes unknown -> open (yes) -> closed (a later no) and back, and ends with the candidacy:
once cancelled it never opens again, whichever of the two events arrives first. Events told twice
change nothing.
"""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from amuddu.contracts.matching import CandidateCancelled
from amuddu.contracts.notifications import CandidateAnswered
from amuddu.contracts.profiles import Disclosure
from amuddu.kit import logs
from amuddu.kit.auth import Actor, Role, require
from amuddu.kit.errors import NotFound
from services.profiles import mapping, policy, repository
from services.profiles.models import GrantRow, ProfileRow, now
from services.profiles.vault import Visit

log = logs.get(__name__)


def answered(session: Session, event: CandidateAnswered) -> None:
    """Open the contact after a yes, close it after a no."""
    # The profile's lock makes two events about one person wait for one another.
    if repository.locked(session, event.profile_id) is None:
        return  # erased meanwhile: there is nothing left to show
    grant = _grant(session, event.candidacy_id, event.profile_id, event.vacancy_id)
    if grant is None or grant.cancelled_at:
        return
    if event.answer == "yes":
        _open(grant, event.employer_id)
    else:
        _close(grant)


def cancelled(session: Session, event: CandidateCancelled) -> None:
    """Close the contact for good: the candidacy is over."""
    if repository.locked(session, event.profile_id) is None:
        return
    grant = _grant(session, event.candidacy_id, event.profile_id, event.vacancy_id)
    if grant is None or grant.cancelled_at:
        return
    grant.cancelled_at = now()
    _close(grant)


def _grant(
    session: Session, candidacy_id: UUID, profile_id: UUID, vacancy_id: UUID
) -> GrantRow | None:
    """The candidacy's grant, made if need be; none if the candidacy is known as another's."""
    found = repository.grant(session, candidacy_id)
    if found is None:
        found = GrantRow(candidacy_id=candidacy_id, profile_id=profile_id, vacancy_id=vacancy_id)
        session.add(found)
    if (found.profile_id, found.vacancy_id) != (profile_id, vacancy_id):
        log.error("candidacy told of two people or vacancies", candidacy_id=str(candidacy_id))
        return None
    return found


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

    Raises `NotFound` to everybody else, and to them once it is closed again.
    """
    require(actor, Role.EMPLOYER, Role.COUNSELLOR)
    grant = repository.grant(session, candidacy_id)
    if grant is None or grant.agreed_at is None or not _is_open(grant):
        raise NotFound
    row = repository.get(session, grant.profile_id)
    if row is None or not _may_see(actor, grant, row):
        raise NotFound
    Visit(actor, "disclosure").record(session, row)
    return Disclosure(
        candidacy_id=grant.candidacy_id,
        vacancy_id=grant.vacancy_id,
        display_name=mapping.display_name(row),
        email=row.email,
        phone=row.phone,
        language=row.language,
        agreed_at=grant.agreed_at,
    )


def _may_see(actor: Actor, grant: GrantRow, row: ProfileRow) -> bool:
    if actor.role is Role.EMPLOYER:
        return actor.employer_id is not None and actor.employer_id == grant.employer_id
    return policy.follows(actor, row)
