"""Who may see a person's contact: the employer of one vacancy, after a yes, until it ends.

Four have to agree before a contact opens, each heard by a way of its own, in any order: matching
put the person forward for the vacancy in this round of the candidacy, notifications heard a yes in
the same round, the gateway saw that yes come in at the public door, and the vacancy is that
employer's as the employers service says. What is heard is written down (`asked`, `answered`,
`witness`, `cancelled`, `offered`), and each time `_settle` opens or closes by all that is known:
the last one to come finds the others there.

A candidacy that is cancelled does not open again. Only being put forward again begins anew: events
carry the round, one of a later round resets the grant, one of an earlier round comes too late.
Events told twice change nothing. What matching says of a candidacy outweighs an answer that came
before it; an answer about another person or vacancy is refused.

A grant shows a contact only while the person agrees to be proposed.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.contracts.matching import CandidateCancelled, CandidateHired, CandidateShortlisted
from amuddu.contracts.notifications import CandidateAnswered
from amuddu.contracts.profiles import Disclosure, DisclosureGrant, Disclosures, DisclosuresIn
from amuddu.contracts.profiles.witness import Witnessed, WitnessIn
from amuddu.kit.auth import Actor, Role
from amuddu.kit.clock import now
from amuddu.kit.db import Session
from amuddu.kit.errors import NotFound
from amuddu.kit.events.consumer import written_at
from amuddu.kit.events.signing import Forged
from amuddu.kit.observability import logs
from services.profiles.account import activity
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

CLOCKS = timedelta(seconds=5)
"""How far the clocks of two machines may differ."""


def asked(session: Session, event: CandidateShortlisted) -> None:
    """The person is put forward, perhaps again: what an earlier round left is over."""
    grant = _of_matching(session, event)
    if grant is not None and grant.asked_round < event.round:
        grant.asked_round, grant.asked_employer_id = event.round, event.employer_id
        _settle(session, grant)


def answered(session: Session, event: CandidateAnswered) -> None:
    """The person said yes or no; it counts in the round in which they were asked."""
    grant = _made_sure_of(session, event.candidacy_id, event)
    if grant is None:
        return
    if not _is_of(grant, event):
        if grant.round:
            raise Forged("candidacy")
        _begin_anew(grant, event)
    if event.round < max(grant.round, grant.answered_round) or _outdated(grant, event):
        log.info("older answer ignored", candidacy_id=str(event.candidacy_id))
        return
    # A yes of somebody who does not agree to be proposed is not kept for a day when they do.
    counts = event.answer == "no" or _agrees(session, event.profile_id)
    grant.answer = event.answer if counts else None
    grant.answered_round, grant.answered_at = event.round, written_at()
    if event.answer == "no":
        _forget_witness(grant)
    _settle(session, grant)
    activity.heard_of_id(session, event.profile_id)


def _forget_witness(grant: GrantRow) -> None:
    """A yes after this no needs a witness of its own, unless there is one already: a change of
    mind reaches the gateway before the no is heard of here."""
    at = grant.answered_at
    if at is None or grant.witnessed_at is None or grant.witnessed_at < at - CLOCKS:
        grant.witnessed_round = 0


def witness(session: Session, candidacy_id: UUID, body: WitnessIn) -> Witnessed:
    """The gateway saw a yes come in. Of somebody erased meanwhile nothing is kept.

    Raises `NotFound` for a candidacy that is known to be another's.
    """
    grant = _made_sure_of(session, candidacy_id, body)
    if grant is not None:
        if not _is_of(grant, body):
            if grant.round:
                log.error("witness of another candidacy", candidacy_id=str(candidacy_id))
                raise NotFound
            _begin_anew(grant, body)
        if body.round >= grant.witnessed_round:
            grant.witnessed_round, grant.witnessed_at = body.round, now()
        _settle(session, grant)
    return Witnessed(round=body.round)


def _outdated(grant: GrantRow, event: CandidateAnswered) -> bool:
    """Whether a yes was given before the answer that is known. A no always counts: closing is the
    safe mistake where clocks differ."""
    at = written_at()
    same_round = event.round == grant.answered_round
    known = grant.answered_at
    return bool(event.answer == "yes" and same_round and known and at and at < known)


def cancelled(session: Session, event: CandidateCancelled) -> None:
    """Close the contact: this round of the candidacy is over."""
    grant = _of_matching(session, event)
    if grant is not None and grant.cancelled_at is None:
        grant.cancelled_at = now()
        _settle(session, grant)


def offered(session: Session, event: VacancyPublished) -> None:
    """Whose a vacancy is: yeses that came before may open a contact now."""
    row = repository.locked_employer_of(session, event.vacancy_id)
    if row.employer_id is None:
        row.employer_id = event.employer_id
        for grant in repository.locked_grants_of(session, event.vacancy_id):
            _settle(session, grant)
    elif row.employer_id != event.employer_id:
        raise Forged("employer")


def closed(session: Session, event: VacancyClosed) -> None:
    """A vacancy that was closed before this service heard of it is somebody's as well."""
    if event.vacancy is not None:
        if event.vacancy.vacancy_id != event.vacancy_id:
            raise Forged("vacancy")
        offered(session, event.vacancy)


def hired(session: Session, event: CandidateHired) -> None:
    """The person was taken on: their contact stays as open as it was."""
    if common_repository.locked(session, event.profile_id) is None:
        return
    grant = repository.locked_grant(session, event.candidacy_id)
    if grant is None or not grant.asked_round:
        log.info("hire of a candidacy that was not heard of", candidacy_id=str(event.candidacy_id))
        return
    if not _is_of(grant, event):
        raise Forged("candidacy")
    if grant.asked_employer_id not in (None, event.employer_id):
        raise Forged("employer")
    if grant.hired_at is None:
        grant.hired_at = now()


def _of_matching(
    session: Session, event: CandidateShortlisted | CandidateCancelled
) -> GrantRow | None:
    """The candidacy's grant in the event's round; none for somebody erased meanwhile, and where a
    later round began. Matching says whose a candidacy is, once."""
    grant = _made_sure_of(session, event.candidacy_id, event)
    if grant is None:
        return None
    if not _is_of(grant, event):
        if grant.round:
            raise Forged("candidacy")
        log.error("an answer told of another candidacy", candidacy_id=str(grant.candidacy_id))
        _begin_anew(grant, event)
    if event.round > grant.round:
        _close(grant)
        grant.round, grant.cancelled_at = event.round, None
    return grant if event.round == grant.round else None


Said = CandidateShortlisted | CandidateAnswered | CandidateCancelled | CandidateHired | WitnessIn


def _is_of(grant: GrantRow, said: Said) -> bool:
    return (grant.profile_id, grant.vacancy_id) == (said.profile_id, said.vacancy_id)


def _begin_anew(grant: GrantRow, said: Said) -> None:
    """What was said before matching spoke was of another person or offer: it counts for nobody."""
    grant.profile_id, grant.vacancy_id = said.profile_id, said.vacancy_id
    grant.answer, grant.answered_round, grant.answered_at = None, 0, None
    grant.witnessed_round, grant.witnessed_at = 0, None


def _made_sure_of(session: Session, candidacy_id: UUID, said: Said) -> GrantRow | None:
    """The candidacy's grant, locked, made if need be; none for somebody erased meanwhile, of whom
    there is nothing left to show."""
    # The profile's lock makes two events about one person wait for one another.
    if common_repository.locked(session, said.profile_id) is None:
        return None
    grant = repository.locked_grant(session, candidacy_id)
    if grant is None:
        grant = GrantRow(
            candidacy_id=candidacy_id, profile_id=said.profile_id, vacancy_id=said.vacancy_id
        )
        session.add(grant)
    return grant


def _settle(session: Session, grant: GrantRow) -> None:
    """Open or close a contact, by all that was heard of its candidacy so far."""
    session.flush()
    employer_id = repository.locked_employer_of(session, grant.vacancy_id).employer_id
    said_yes = grant.answer == "yes" and grant.answered_round == grant.round
    witnessed = grant.witnessed_round == grant.round
    put_forward = grant.asked_round == grant.round and grant.cancelled_at is None
    named = grant.asked_employer_id or employer_id
    if employer_id is not None and named != employer_id:
        log.error("put forward for another's vacancy", candidacy_id=str(grant.candidacy_id))
    if not (said_yes and witnessed and put_forward) or employer_id not in (None, named):
        _close(grant)
    elif employer_id is not None and _agrees(session, grant.profile_id):
        _open(grant, employer_id)


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
    grant, row = _seen(session, candidacy_id, actor=actor, visit=Visit(actor, "disclosure"))
    Visit(actor, "disclosure").record(session, row)
    return Disclosure.of(
        grant,
        display_name=people_mapping.display_name(row),
        email=row.email,
        phone=row.phone,
        language=row.language,
    )


def _seen(
    session: Session, candidacy_id: UUID, *, actor: Actor, visit: Visit | None = None
) -> tuple[GrantRow, ProfileRow]:
    """An open grant that concerns the actor, and whom it is about. Raises `NotFound`; `visit`: a
    grant that is somebody else's is recorded as refused."""
    grant = repository.grant(session, candidacy_id)
    if grant is None or grant.agreed_at is None or not _is_open(grant):
        raise NotFound
    row = common_repository.get(session, grant.profile_id)
    if row is None or not _agrees(session, row.id):
        raise NotFound
    if not _may_see(actor, grant, row):
        if visit:
            visit.record_refused(session, row)
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


def concerned(session: Session, candidacy_id: UUID, *, actor: Actor) -> ProfileRow | None:
    """The person of a candidacy: for an employer while their contact is open to them, for who
    follows the person whatever became of it. Records nothing."""
    if actor.role is Role.EMPLOYER:
        return opened_to(session, [candidacy_id], actor=actor).get(candidacy_id)
    grant = repository.grant(session, candidacy_id)
    row = common_repository.get(session, grant.profile_id) if grant else None
    return row if row is not None and common_policy.follows(actor, row) else None


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
