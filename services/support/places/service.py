"""Use cases of requests: the person and her counsellor ask, confirm, refuse, take back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from amuddu.contracts.profiles.training import TrainingJudged
from amuddu.contracts.support.catalogue import SCHOOL_LEVELS, Criteria
from amuddu.contracts.support.training import (
    Fit,
    KeepIn,
    Paper,
    PlaceRequest,
    PlaceRequests,
    RefuseIn,
    RequestIn,
    RequestState,
)
from amuddu.contracts.types import Lang
from amuddu.kit import clock
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, Forbidden, invalid, known
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from services.support.catalogue import presenting as catalogue_presenting
from services.support.catalogue import repository as catalogue
from services.support.catalogue.tables import CourseRow, SessionRow
from services.support.places import access, presenting, repository, steps
from services.support.places.profiles_client import ProfilesClient
from services.support.places.repository import Whose
from services.support.places.tables import RequestRow
from services.support.settings import SupportSettings

log = logs.get(__name__)

MOST_KEPT = timedelta(days=14)
"""For so long a counsellor may have a seat held while somebody waits for a paper."""
_CLOSED = N_(
    "Cette session ne prend plus de demandes. Choisissez une autre session, ou une autre formation."
)
_TWICE = N_("Il y a déjà une demande pour cette session : elle est dans « mes demandes ».")
_LEVEL = N_(
    "Cette formation demande d'avoir étudié plus longtemps. Cherchez-en une de votre niveau, ou "
    "demandez à votre conseiller."
)
_WHOM = N_("Choisissez la personne pour qui vous demandez cette place.")
_AGES: Mapping[str, str] = {
    "too_young": N_(
        "Cette formation prend à partir de {least} ans. Votre conseiller peut vous en proposer "
        "une autre."
    ),
    "too_old": N_(
        "Cette formation prend jusqu'à {most} ans. Votre conseiller peut vous en proposer une "
        "autre."
    ),
}
_UNTIL = N_("Choisissez un jour après aujourd'hui, avant le {latest}.")
_ENDED = N_(
    "Cette place était gardée jusqu'au {day}. Elle passe à la personne suivante : faites une "
    "nouvelle demande."
)
_PAPERS: Mapping[str | None, Paper] = {
    "yes": "open",
    "conditional": "conditional",
    "ask": "ask",
    "no": "closed",
    None: "unknown",
}


class AnotherAge(Conflict):
    """A course that takes other ages."""

    code = "another_age"


# --- what is in the way ---------------------------------------------------------------------------


def fit(
    session: Session,
    course_id: UUID,
    *,
    profile_id: UUID | None,
    actor: Actor,
    lang: Lang,
    profiles: ProfilesClient,
    on: date,
) -> Fit:
    """What is in the way for somebody: asked now, told to the reader, kept nowhere."""
    course = known(catalogue.course(session, course_id))
    centre = known(catalogue.centre(session, course.centre_id))
    asks = _asks(session, course, on=on)
    right = catalogue_presenting.RIGHTS.get(centre.operator)
    found = profiles.judged(_whom(profile_id, actor), asks, right=right, lang=lang, reader=actor)
    return Fit.of(found, paper=_PAPERS[found.right])


def _whom(profile_id: UUID | None, actor: Actor) -> UUID | None:
    """Of whom it is: nobody else than oneself for who asks for themselves."""
    if actor.role is Role.JOBSEEKER:
        if profile_id not in (None, actor.profile_id):
            raise Forbidden
        return actor.profile_id
    if profile_id is None:
        raise invalid("profile_id", _WHOM)
    return profile_id


def _asks(session: Session, course: CourseRow, *, on: date) -> Criteria:
    return catalogue_presenting.criteria(known(catalogue.criteria(session, course.id, on)))


# --- asking ---------------------------------------------------------------------------------------


def ask(
    session: Session,
    session_id: UUID,
    body: RequestIn,
    *,
    actor: Actor,
    lang: Lang,
    profiles: ProfilesClient,
    settings: SupportSettings,
    on: date,
) -> PlaceRequest:
    """Ask for a place. Profiles is asked before the seats are counted: nobody waits for it."""
    of = known(catalogue.training_session(session, session_id))
    course = known(catalogue.course(session, of.course_id))
    asks = _asks(session, course, on=on)
    _check_level(asks, body)
    who = profiles.judged(_whom(body.profile_id, actor), asks, lang=lang, reader=actor)
    if who.age in _AGES:
        raise AnotherAge(_AGES[who.age], least=asks.age_least, most=asks.age_most)
    row = _asked(session, session_id, who, actor=actor, settings=settings, on=on)
    log.info("place asked", request_id=str(row.id), state=row.state)
    return _whole(session, row)


def _check_level(asks: Criteria, body: RequestIn) -> None:
    if asks.school_level is None or body.school_level is None:
        return
    if SCHOOL_LEVELS.index(body.school_level) < SCHOOL_LEVELS.index(asks.school_level):
        raise invalid("school_level", _LEVEL)


def _asked(
    session: Session,
    session_id: UUID,
    who: TrainingJudged,
    *,
    actor: Actor,
    settings: SupportSettings,
    on: date,
) -> RequestRow:
    """The request, with a seat or a turn. Seats are counted while the session is held."""
    of = known(catalogue.lock_session(session, session_id))
    if not catalogue_presenting.takes_requests(of, on=on):
        raise Conflict(_CLOSED)
    if repository.active_of(session, of.id, who.profile_id) is not None:
        raise Conflict(_TWICE)
    steps.expire(session, of, on=on, days=settings.training_hold_days)
    row = RequestRow(
        session_id=of.id,
        profile_id=who.profile_id,
        code=who.code,
        agency_id=who.agency_id,
        state="waiting",
        asked_at=clock.now(),
    )
    until = on + timedelta(days=settings.training_hold_days)
    steps.begin(session, row, of, until=until, by=actor)
    return row


# --- reading --------------------------------------------------------------------------------------


def requests(
    session: Session,
    *,
    state: RequestState | None,
    profile_id: UUID | None,
    limit: int,
    offset: int,
    actor: Actor,
) -> PlaceRequests:
    """One's own requests, or those of the people of one's agency."""
    mine = access.whose(actor)
    if profile_id is not None and mine.profile_id is None:
        mine = Whose(profile_id=profile_id, agency_id=mine.agency_id)
    rows, total = repository.listed(session, mine, state=state, limit=limit, offset=offset)
    turns = repository.turns(session, {row.session_id for row, *_ in rows})
    items = tuple(presenting.request(found, turns.get(found[0].id)) for found in rows)
    return PlaceRequests(items=items, total=total)


def request(session: Session, request_id: UUID, *, actor: Actor) -> PlaceRequest:
    """One request. Raises `NotFound`."""
    return _whole(session, access.seen(session, request_id, actor=actor))


def _whole(session: Session, row: RequestRow) -> PlaceRequest:
    of = known(catalogue.training_session(session, row.session_id))
    course = known(catalogue.course(session, of.course_id))
    centre = known(catalogue.centre(session, course.centre_id))
    turn = repository.turns(session, [of.id]).get(row.id)
    return presenting.request((row, of, course, centre), turn, repository.log(session, row.id))


# --- steps ----------------------------------------------------------------------------------------


def keep(
    session: Session, request_id: UUID, body: KeepIn, *, actor: Actor, on: date
) -> PlaceRequest:
    """Hold a seat until another day, within two weeks and before the session starts."""
    row, of = _mine(session, request_id, actor=actor)
    steps.MOVES.guard(row, "keep")
    _refuse_ended(row, on=on)
    latest = min(on + MOST_KEPT, of.starts_on)
    if not on < body.until <= latest:
        raise invalid("until", _UNTIL, latest=(latest + timedelta(days=1)).isoformat())
    row.held_until = body.until
    steps.step(session, row, of, "keep", by=actor)
    return _whole(session, row)


def confirm(session: Session, request_id: UUID, *, actor: Actor, on: date) -> PlaceRequest:
    """Confirm a held seat. Raises `Conflict` where its day has passed."""
    row, of = _mine(session, request_id, actor=actor)
    steps.MOVES.guard(row, "confirm")
    _refuse_ended(row, on=on)
    row.held_until = None
    steps.step(session, row, of, "confirm", by=actor)
    return _whole(session, row)


def refuse(
    session: Session,
    request_id: UUID,
    body: RefuseIn,
    *,
    actor: Actor,
    settings: SupportSettings,
    on: date,
) -> PlaceRequest:
    """Say that it is not possible; a seat that it held goes to the next."""
    row, of = _mine(session, request_id, actor=actor)
    steps.left(session, row, of, "refuse", by=actor, reason=body.reason, note=body.note)
    steps.move_up(session, of, on=on, days=settings.training_hold_days)
    return _whole(session, row)


def withdraw(
    session: Session, request_id: UUID, *, actor: Actor, settings: SupportSettings, on: date
) -> PlaceRequest:
    """Take a request back; its seat goes to the next."""
    row, of = _mine(session, request_id, actor=actor)
    steps.left(session, row, of, "withdraw", by=actor)
    steps.move_up(session, of, on=on, days=settings.training_hold_days)
    return _whole(session, row)


def _mine(session: Session, request_id: UUID, *, actor: Actor) -> tuple[RequestRow, SessionRow]:
    access.seen(session, request_id, actor=actor)
    return access.held(session, request_id)


def _refuse_ended(row: RequestRow, *, on: date) -> None:
    if row.held_until is not None and row.held_until < on:
        raise Conflict(_ENDED, day=row.held_until.isoformat())
