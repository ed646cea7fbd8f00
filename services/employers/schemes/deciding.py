"""What a second person decides on a proposed version: approved, it is kept and told."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from amuddu.contracts.schemes.proposals import SchemeDecisionIn, SchemeProposal, SchemeProposals
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, Forbidden, known
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from amuddu.rules.incentives_kept import digest_of
from services.employers.organisations.access import Caller
from services.employers.schemes import catalogue, presenting, repository
from services.employers.schemes.steps import MOVES
from services.employers.schemes.tables import SchemeProposalRow, SchemeVersionRow

log = logs.get(__name__)

_OWN = N_("Une autre personne doit accepter cette version : vous l'avez proposée.")
_NOT_YOURS = N_("Seule la personne qui a proposé cette version peut la retirer.")
_PAST = N_("Le jour choisi est passé : refusez cette version et proposez-la pour un autre jour.")
_MOVED_ON = N_("L'aide a changé depuis : refusez cette version et proposez-la de nouveau.")


def proposals(session: Session, *, caller: Caller) -> SchemeProposals:
    """Versions that were proposed, those that wait first."""
    rows = repository.proposals(session)
    return SchemeProposals(items=tuple(presenting.proposals(session, rows, caller=caller)))


def proposal(session: Session, proposal_id: UUID, *, caller: Caller) -> SchemeProposal:
    """One of them. Raises `NotFound`."""
    return presenting.proposal(
        session, known(repository.proposal(session, proposal_id)), caller=caller
    )


def approve(
    session: Session, proposal_id: UUID, body: SchemeDecisionIn, *, on: date, caller: Caller
) -> SchemeProposal:
    """Keep a version that somebody else proposed, and tell of it: it holds from its day on."""
    row = _locked(session, proposal_id)
    MOVES.guard(row, "approve")
    if row.proposed_by == caller.actor.id:
        raise Forbidden(_OWN)
    if row.valid_from < on:
        raise Conflict(_PAST)
    last = repository.latest(session).get(row.scheme_id)
    if (last.version if last else 0) != row.after:
        raise Conflict(_MOVED_ON)
    kept = SchemeVersionRow(
        scheme_id=row.scheme_id,
        version=row.after + 1,
        valid_from=row.valid_from,
        bundled=False,
        content=row.content,
        digest=digest_of(row.content),
        author_id=row.proposed_by,
        author_role=row.proposed_as,
        reason=row.reason,
    )
    catalogue.keep(session, [kept])
    log.info("scheme version approved", scheme=row.scheme_id, version=kept.version)
    return _taken(session, row, "approve", body, caller=caller)


def refuse(
    session: Session, proposal_id: UUID, body: SchemeDecisionIn, *, caller: Caller
) -> SchemeProposal:
    """Refuse a version, with the reason."""
    return _taken(session, _locked(session, proposal_id), "refuse", body, caller=caller)


def withdraw(
    session: Session, proposal_id: UUID, body: SchemeDecisionIn, *, caller: Caller
) -> SchemeProposal:
    """Take back a version that one proposed."""
    row = _locked(session, proposal_id)
    if row.proposed_by != caller.actor.id:
        raise Forbidden(_NOT_YOURS)
    return _taken(session, row, "withdraw", body, caller=caller)


def _locked(session: Session, proposal_id: UUID) -> SchemeProposalRow:
    repository.one_writer_at_a_time(session)
    return known(repository.lock_proposal(session, proposal_id))


def _taken(
    session: Session, row: SchemeProposalRow, name: str, body: SchemeDecisionIn, *, caller: Caller
) -> SchemeProposal:
    repository.add(session, MOVES.take(row, name, by=caller.actor, note=body.reason))
    return presenting.proposal(session, row, caller=caller)
