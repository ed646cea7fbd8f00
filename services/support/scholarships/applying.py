"""Use cases of the person and of who follows her: begin, write, send in, look again, agree."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from amuddu.contracts.support.catalogue import SCHOOL_LEVELS
from amuddu.contracts.support.scholarships import (
    AppealIn,
    Application,
    ApplicationIn,
    Applications,
    ApplicationWriteIn,
    DeclineIn,
    HouseholdIn,
    ScholarshipState,
    SubmitIn,
)
from amuddu.contracts.types import Lang
from amuddu.kit import clock
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, NotFound, invalid, known
from amuddu.kit.i18n import N_
from amuddu.kit.ledger import book
from amuddu.kit.observability import logs
from services.support.catalogue import repository as catalogue
from services.support.common import writes
from services.support.places import repository as places
from services.support.places.profiles_client import ProfilesClient
from services.support.places.tables import RequestRow
from services.support.scholarships import access, fitting, presenting, repository, steps
from services.support.scholarships.tables import ApplicationRow, InstalmentRow

log = logs.get(__name__)

_CLOSED = N_("Cet appel ne prend plus de demandes : regardez les autres appels.")
_TWICE = N_("Il y a déjà une demande pour cet appel : elle est dans « mes bourses ».")
_PLACE = N_("Choisissez une de vos places en formation. Sans place, demandez-en une d'abord.")
_LEVEL = N_(
    "Cet appel demande d'avoir étudié plus longtemps. Regardez les autres appels, ou demandez à "
    "votre conseiller."
)
_COURSE = N_("Cet appel ne prend pas cette formation : choisissez une autre place.")
_AGE = N_("Cet appel ne prend pas votre âge : regardez les autres appels.")
_WHY = N_("Dites en quelques mots pourquoi cette bourse vous aide.")
_COURSE_HELD = N_("Il y a déjà une bourse pour cette formation : une seule est possible.")
_OTHER = N_("Aucune demande de votre agence ne porte ce code dans cet appel.")
_LATE = N_("Le délai pour faire revoir cette décision est passé : il était de {days} jours.")
_ONCE = N_("Cette décision a déjà été revue une fois.")


def shown(session: Session, row: ApplicationRow) -> Application:
    """An application for the person, and for who follows them."""
    of = known(repository.call(session, row.call_id))
    asks = known(repository.terms(session, of.id, row.terms_version))
    return presenting.application(
        row,
        of,
        known(book.envelope(session, of.envelope_id)),
        catalogue.course(session, row.course_id) if row.course_id else None,
        repository.months(session, [row.id]).get(row.id, ()),
        repository.log(session, row.id),
        school_level=asks.school_level,
        seats=fitting.seats(session, row) if row.state == "draft" else (),
    )


# --- reading --------------------------------------------------------------------------------------


def applications(
    session: Session, *, limit: int, offset: int, state: ScholarshipState | None, actor: Actor
) -> Applications:
    """One's own, or those of the people of one's agency."""
    rows, total = repository.listed(session, access.whose(actor), state, limit=limit, offset=offset)
    return Applications(items=tuple(shown(session, row) for row in rows), total=total)


def application(session: Session, application_id: UUID, *, actor: Actor) -> Application:
    """One application. Raises `NotFound`."""
    return shown(session, access.seen(session, application_id, actor))


# --- applying -------------------------------------------------------------------------------------


def apply(
    session: Session,
    call_id: UUID,
    body: ApplicationIn,
    *,
    actor: Actor,
    lang: Lang,
    profiles: ProfilesClient,
    on: date,
) -> Application:
    """Begin an application. Profiles says whether the actor may, before anything is written."""
    of = known(repository.call(session, call_id))
    if not presenting.takes(of, on=on):
        raise NotFound if of.state == "draft" else Conflict(_CLOSED)
    asks = known(repository.terms(session, call_id))
    who = profiles.judged(
        access.whom(body.profile_id, actor), fitting.criteria(asks, on=on), lang=lang, reader=actor
    )
    if who.age in ("too_young", "too_old"):
        raise Conflict(_AGE)
    of = known(repository.lock_call(session, call_id))
    if repository.of_person(session, call_id, who.profile_id) is not None:
        raise Conflict(_TWICE)
    row = ApplicationRow(
        call_id=call_id,
        terms_version=asks.version,
        profile_id=who.profile_id,
        code=who.code,
        agency_id=who.agency_id,
        agent_id=who.agent_id,
        state="draft",
        household_id=uuid4(),
    )
    steps.begin(session, row, by=actor)
    log.info("scholarship begun", application_id=str(row.id))
    return shown(session, row)


def write(
    session: Session, application_id: UUID, body: ApplicationWriteIn, *, actor: Actor
) -> Application:
    """Keep what is said so far; what did not change leaves no line."""
    row = access.mine(session, application_id, actor)
    steps.MOVES.guard(row, "write")
    course_id = None
    if body.place_id is not None:
        place = places.request(session, body.place_id)
        if place is None or not _is_theirs(place, row, actor):
            raise invalid("place_id", _PLACE)
        of = known(catalogue.training_session(session, place.session_id))
        course_id = of.course_id
    if (row.place_id, row.why) != (body.place_id, body.why):
        row.place_id, row.course_id, row.why = body.place_id, course_id, body.why
        steps.step(session, row, "write", by=actor)
    return shown(session, row)


def _is_theirs(place: RequestRow, row: ApplicationRow, actor: Actor) -> bool:
    """Whether a place is the person's, and one that the actor may know of."""
    mine = place.profile_id == row.profile_id and place.state in fitting.SEATED
    return mine and actor.agency_id in (None, place.agency_id)


def submit(
    session: Session, application_id: UUID, body: SubmitIn, *, actor: Actor, on: date
) -> Application:
    """Send it in, once nothing is missing and what the call asks is not plainly otherwise."""
    row = access.mine(session, application_id, actor)
    steps.MOVES.guard(row, "submit")
    of, asks = fitting.call_of(session, row)
    if not presenting.takes(of, on=on):
        raise Conflict(_CLOSED)
    if not fitting.has_place(session, row):
        raise invalid("place_id", _PLACE)
    if not fitting.takes_course(row.course_id, asks):
        raise invalid("place_id", _COURSE)
    if not row.why:
        raise invalid("why", _WHY)
    if asks.school_level is not None and (
        body.school_level is None
        or SCHOOL_LEVELS.index(body.school_level) < SCHOOL_LEVELS.index(asks.school_level)
    ):
        raise invalid("school_level", _LEVEL)
    if asks.one_per_course and repository.holder_of_course(session, row) is not None:
        raise Conflict(_COURSE_HELD)
    steps.step(session, row, "submit", by=actor)
    return shown(session, row)


def admit(session: Session, application_id: UUID, *, actor: Actor) -> Application:
    """A counsellor who follows the person says that it fits."""
    row = access.mine(session, application_id, actor)
    steps.step(session, row, "admit", by=actor)
    return shown(session, row)


def decline(
    session: Session, application_id: UUID, body: DeclineIn, *, actor: Actor
) -> Application:
    """They say that it does not, and why."""
    row = access.mine(session, application_id, actor)
    row.reason = body.reason
    steps.step(session, row, "decline", by=actor, reason=body.reason, note=body.note)
    return shown(session, row)


def household(
    session: Session, application_id: UUID, body: HouseholdIn, *, actor: Actor
) -> Application:
    """Two applications of one household, both of people of the counsellor's agency."""
    row = access.mine(session, application_id, actor)
    other = repository.by_code(session, row.call_id, body.code, actor.agency_id or "")
    if other is None or other.id == row.id:
        raise invalid("code", _OTHER)
    if row.holds_household is None:
        row.household_id = other.household_id
        row.updated_at = clock.now()
        writes.add(session, row)
    elif other.holds_household is None:
        other.household_id = row.household_id
        writes.add(session, other)
    return shown(session, row)


# --- afterwards -----------------------------------------------------------------------------------


def appeal(
    session: Session, application_id: UUID, body: AppealIn, *, actor: Actor, on: date
) -> Application:
    """Have a no looked at again, once, in time."""
    row = access.mine(session, application_id, actor)
    steps.MOVES.guard(row, "appeal")
    if row.appealed:
        raise Conflict(_ONCE)
    until = steps.may_appeal_until(row, presenting.APPEAL_DAYS)
    if until is None or on > until:
        raise Conflict(_LATE, days=presenting.APPEAL_DAYS)
    row.appealed, row.reason, row.refused_on = True, None, None
    steps.step(session, row, "appeal", by=actor, note=body.why)
    return shown(session, row)


def agree(session: Session, application_id: UUID, *, actor: Actor) -> Application:
    """The agreement is signed: the money is committed, the months are planned."""
    access.seen(session, application_id, actor)
    row, of, envelope = steps.held(session, application_id)
    steps.MOVES.guard(row, "agree")
    steps.move(session, row, envelope, "commit", of.whole, by=actor)
    for number in range(1, of.months + 1):
        writes.add(session, InstalmentRow(application_id=row.id, number=number, amount=of.monthly))
    steps.step(session, row, "agree", by=actor)
    return shown(session, row)


def withdraw(session: Session, application_id: UUID, *, actor: Actor) -> Application:
    """Take it back: what was put aside is free again."""
    access.seen(session, application_id, actor)
    row, _, envelope = steps.held(session, application_id)
    steps.MOVES.guard(row, "withdraw")
    steps.left(session, row, envelope, by=actor)
    row.holds_household = row.holds_course = None
    steps.step(session, row, "withdraw", by=actor)
    return shown(session, row)
