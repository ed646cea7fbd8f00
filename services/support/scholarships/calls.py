"""Use cases of calls: the coordination enters, opens and closes them, everybody reads them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from amuddu.contracts.support.calls import (
    CallIn,
    CallTermsIn,
    CommitteeIn,
    KeptCall,
    ScholarshipCall,
    ScholarshipCalls,
)
from amuddu.contracts.support.scholarships import DecisionList
from amuddu.kit import clock
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, NotFound, invalid, known
from amuddu.kit.i18n import N_
from amuddu.kit.ledger import book
from amuddu.kit.ledger.book import dirhams
from services.support.catalogue import repository as catalogue
from services.support.common import writes
from services.support.scholarships import presenting, repository
from services.support.scholarships.tables import ApplicationRow, CallRow, TermsRow

_ENVELOPE = N_("Choisissez une enveloppe dans la liste.")
_PAST = N_("Ce jour est passé : choisissez aujourd'hui ou un jour à venir.")
_COURSE = N_("Une des formations n'existe plus : choisissez-la de nouveau.")
_AGES = N_("L'âge le plus haut est sous le plus bas : inversez-les.")
_FEW = N_("Il faut au moins {quorum} membres différents, comme le demande cet appel.")
_COMMITTEE = N_("Nommez d'abord le comité : {quorum} membres au moins.")
_OPENED = N_("Cet appel est déjà ouvert ou fermé.")
_NOT_OPEN = N_("Cet appel n'est pas ouvert.")
_SCORING = N_("Le comité a commencé à noter : il ne change plus.")


def calls(session: Session, *, actor: Actor, on: date) -> ScholarshipCalls:
    """Calls, those that take applications first; drafts for the coordination alone."""
    keeper = actor.role is Role.COORDINATOR
    rows = repository.calls(session, drafts=keeper)
    found = [_shown(session, row, on=on) for row in rows]
    if keeper:
        decide, order = repository.to_decide(session), repository.to_order(session)
        found = [
            each.model_copy(
                update={"to_decide": decide.get(each.id, 0), "to_order": order.get(each.id, 0)}
            )
            for each in found
        ]
    return ScholarshipCalls(
        items=tuple(sorted(found, key=lambda each: not each.takes_applications))
    )


def call(session: Session, call_id: UUID, *, actor: Actor, on: date) -> ScholarshipCall:
    """One call; a draft is the coordination's alone. Raises `NotFound`."""
    row = known(repository.call(session, call_id))
    if row.state == "draft" and actor.role is not Role.COORDINATOR:
        raise NotFound
    return _shown(session, row, on=on)


def _shown(session: Session, row: CallRow, *, on: date) -> ScholarshipCall:
    asks = known(repository.terms(session, row.id))
    return presenting.call(row, asks, known(book.envelope(session, row.envelope_id)), on=on)


def kept(session: Session, row: CallRow, *, on: date) -> KeptCall:
    """A call as the coordination reads it."""
    envelope = known(book.envelope(session, row.envelope_id))
    shown = _shown(session, row, on=on)
    return KeptCall.of(
        shown,
        envelope_id=row.envelope_id,
        quorum=row.quorum,
        members=tuple(UUID(each) for each in row.members),
        free=dirhams(envelope.free),
        applications=dict(repository.by_state(session, row.id)),
    )


def add(session: Session, body: CallIn, *, on: date) -> KeptCall:
    """Enter a call with its first version of what it asks."""
    if book.envelope(session, body.envelope_id) is None:
        raise invalid("envelope_id", _ENVELOPE)
    if body.closes_on < on:
        raise invalid("closes_on", _PAST)
    row = CallRow(
        **body.model_dump(exclude={"terms", "monthly"}), monthly=book.centimes(body.monthly)
    )
    writes.add(session, row)
    _version(session, row, body.terms, 1, on=on)
    return kept(session, row, on=on)


def change_terms(session: Session, call_id: UUID, body: CallTermsIn, *, on: date) -> KeptCall:
    """Add a version; applications begun before keep theirs."""
    row = known(repository.lock_call(session, call_id))
    last = known(repository.terms(session, call_id))
    if CallTermsIn.of(presenting.terms(last)) != body:
        _version(session, row, body, last.version + 1, on=on)
    return kept(session, row, on=on)


def _version(session: Session, row: CallRow, body: CallTermsIn, number: int, *, on: date) -> None:
    if body.age_least and body.age_most and body.age_most < body.age_least:
        raise invalid("age_most", _AGES)
    if any(catalogue.course(session, each) is None for each in body.courses):
        raise invalid("courses", _COURSE)
    said = body.model_dump(exclude={"courses"})
    courses = [str(each) for each in body.courses]
    writes.add(
        session, TermsRow(call_id=row.id, version=number, valid_from=on, courses=courses, **said)
    )


def appoint(session: Session, call_id: UUID, body: CommitteeIn, *, on: date) -> KeptCall:
    """Say who scores, until anybody has."""
    row = known(repository.lock_call(session, call_id))
    members = list(dict.fromkeys(str(each) for each in body.members))
    if len(members) < row.quorum:
        raise invalid("members", _FEW, quorum=row.quorum)
    ids = [each.id for each in repository.of_call(session, call_id)]
    if repository.scores(session, ids):
        raise Conflict(_SCORING)
    row.members = members
    _touch(session, row)
    return kept(session, row, on=on)


def open_call(session: Session, call_id: UUID, *, on: date) -> KeptCall:
    """Open a call that has its committee."""
    row = known(repository.lock_call(session, call_id))
    if row.state != "draft":
        raise Conflict(_OPENED)
    if len(row.members) < row.quorum:
        raise Conflict(_COMMITTEE, quorum=row.quorum)
    row.state = "open"
    _touch(session, row)
    return kept(session, row, on=on)


def close(session: Session, call_id: UUID, *, on: date) -> KeptCall:
    """Close a call: what was sent in goes on."""
    row = known(repository.lock_call(session, call_id))
    if row.state != "open":
        raise Conflict(_NOT_OPEN)
    row.state = "closed"
    _touch(session, row)
    return kept(session, row, on=on)


def _touch(session: Session, row: CallRow) -> None:
    row.updated_at = clock.now()
    writes.add(session, row)


def decisions(session: Session, call_id: UUID, *, on: date) -> DecisionList:
    """A call's applications by codes, the most points first."""
    row = known(repository.call(session, call_id))
    rows = repository.of_call(session, call_id)
    ids = [each.id for each in rows]
    scores, months = repository.scores(session, ids), repository.months(session, ids)
    households = repository.households(session, call_id)
    appeals = repository.appeals(session, ids)

    def order(each: ApplicationRow) -> tuple[float, int]:
        points = presenting.mean(scores.get(each.id, ()))
        return -float(points if points is not None else -1), each.number or 0

    return DecisionList(
        call=kept(session, row, on=on),
        items=tuple(
            presenting.decided(
                each,
                catalogue.course(session, each.course_id) if each.course_id else None,
                scores.get(each.id, ()),
                months.get(each.id, ()),
                same_household=households.get(each.household_id, 0) > 1,
                appeal=appeals.get(each.id, ""),
            )
            for each in sorted(rows, key=order)
        ),
    )
