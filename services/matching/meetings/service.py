"""The steps of interviews that people take.

Rows are locked from vacancy to person to candidacy to interview: of two who set a time at once for
one person, or at one vacancy, the second waits here and finds what the first one did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from amuddu.contracts.matching.interviews import (
    OVER,
    CallOffIn,
    ChooseIn,
    Interview,
    InterviewReason,
    Interviews,
    InterviewStep,
    MoveIn,
    NotThenIn,
    OutcomeIn,
    ProposeIn,
)
from amuddu.kit import clock
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, Gone, Invalid, NotFound, invalid, known
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from services.matching.candidacies import events as candidacy_events
from services.matching.candidacies import pipeline
from services.matching.candidacies import repository as candidacies_repository
from services.matching.candidacies import service as candidacies
from services.matching.candidacies.tables import CandidacyRow
from services.matching.facts import repository as facts_repository
from services.matching.facts.tables import VacancyRow
from services.matching.interviews import life, repository
from services.matching.interviews.life import By
from services.matching.interviews.tables import InterviewRow
from services.matching.meetings import access, reading
from services.matching.meetings.access import Seat

log = logs.get(__name__)

AHEAD = timedelta(days=92)
"""How far off a time may be."""

_PAST = N_("Cette heure est passée ou trop proche : choisissez une heure à venir.")
_FAR = N_("Choisissez une heure des trois prochains mois.")
_TWICE = N_("Deux fois la même heure : changez-en une.")
_ADDRESS = N_("Écrivez l'adresse, pour que la personne trouve le lieu.")
_LINK = N_("Écrivez l'adresse de la vidéo : elle commence par https://.")
_WHY = N_("Dites pourquoi l'heure change : la personne avait déjà choisi.")
_ONE_ALREADY = N_("Un rendez-vous est déjà proposé à cette personne pour cette offre.")
_NO_YES = N_("Cette personne n'a pas dit oui à cette offre, ou ne le dit plus.")
_ENDED = N_("Ce n'est plus possible : cette offre est terminée pour vous.")
_ENDED_FOR_OTHERS = N_("Ce n'est plus possible : la candidature de cette personne est terminée.")
_FULL = N_("Toutes les places de cette offre sont prises.")
_NOT_PROPOSED = N_("Cette heure n'est pas proposée : choisissez une heure de la liste.")
_BUSY = N_("Vous avez déjà un autre rendez-vous à cette heure : choisissez une autre heure.")
_PERSON_BUSY = N_("La personne a déjà un rendez-vous à cette heure : choisissez-en une autre.")
_TAKEN = N_("Cette heure vient d'être prise : choisissez une autre heure.")
_NOT_YET = N_("Attendez l'heure du rendez-vous pour dire comment il s'est passé.")
_STARTED = N_("L'heure de ce rendez-vous est passée : dites plutôt comment il s'est passé.")
_SAID = N_("C'est déjà noté. Votre agence peut le corriger.")


@dataclass(frozen=True, slots=True)
class _Opened:
    """Rows that a step is about, locked, and where the actor stands."""

    vacancy: VacancyRow
    candidacy: CandidacyRow
    seat: Seat

    def require_yes(self) -> None:
        """Raise where the candidacy ended meanwhile."""
        if self.candidacy.state != "accepted":
            raise Gone(_ENDED if self.seat.side == "person" else _ENDED_FOR_OTHERS)


def _open(session: Session, actor: Actor, candidacy_id: UUID) -> _Opened:
    seen = known(candidacies_repository.candidacy(session, candidacy_id))
    vacancy = known(facts_repository.lock_vacancy(session, seen.vacancy_id))
    person = repository.lock_person(session, seen.profile_id)
    row = known(candidacies_repository.locked_candidacy(session, candidacy_id))
    session.refresh(row)
    return _Opened(vacancy, row, access.seat(actor, row, vacancy, person))


def _step(
    session: Session, actor: Actor, interview_id: UUID, name: InterviewStep
) -> tuple[_Opened, InterviewRow]:
    """What a step is about, where the actor may take it. Raises `NotFound`."""
    seen = known(repository.one(session, interview_id))
    opened = _open(session, actor, seen.candidacy_id)
    opened.seat.require(name)
    return opened, known(repository.locked(session, interview_id))


def _by(seat: Seat, reason: InterviewReason | None = None, *, tell: bool = True) -> By:
    """The employer reads their own reasons, and those that were meant for them."""
    told = tell or seat.is_employer
    return By(seat.side, None if seat.actor.id.int == 0 else seat.actor.id, reason, told)


# --- proposing ----------------------------------------------------------------------------------


def propose(session: Session, actor: Actor, candidacy_id: UUID, body: ProposeIn) -> Interview:
    """Times for somebody who said yes. That the employer wants to meet them is said with it."""
    opened = _open(session, actor, candidacy_id)
    opened.seat.require("propose")
    if opened.candidacy.state != "accepted":
        raise Conflict(_NO_YES)
    if candidacies.full(session, opened.vacancy):
        raise Conflict(_FULL)
    if repository.alive_of(session, candidacy_id) is not None:
        raise Conflict(_ONE_ALREADY)
    row = InterviewRow(
        candidacy_id=candidacy_id,
        vacancy_id=opened.candidacy.vacancy_id,
        profile_id=opened.candidacy.profile_id,
        how=body.how,
        minutes=body.minutes,
    )
    _write(row, body)
    if opened.candidacy.meet_asked_at is None:
        by = pipeline.By.actor(actor)
        candidacy_events.take(session, opened.candidacy, "ask_to_meet", by=by)
    life.begin(session, row, by=_by(opened.seat))
    log.info("interview proposed", candidacy_id=str(candidacy_id))
    return reading.shown(session, opened.seat, row, opened.candidacy)


def move(session: Session, actor: Actor, interview_id: UUID, body: MoveIn) -> Interview:
    """Other times; the calendar of who had one takes the old one out."""
    opened, row = _step(session, actor, interview_id, "move")
    opened.require_yes()
    _refuse_started(row)
    if row.state == "set" and body.reason is None:
        raise invalid("reason", _WHY)
    _write(row, body)
    row.starts_at = row.ends_at = None
    life.take(session, row, "move", by=_by(opened.seat, body.reason))
    return reading.shown(session, opened.seat, row, opened.candidacy)


def _write(row: InterviewRow, body: ProposeIn) -> None:
    """Raises `Invalid`."""
    row.times = [each.isoformat() for each in _times(body)]
    row.how, row.minutes, row.bring = body.how, body.minutes, list(dict.fromkeys(body.bring))
    place = body.how == "place"
    if place and not body.address:
        raise invalid("address", _ADDRESS)
    if body.how == "video" and not body.video_link.startswith("https://"):
        raise invalid("video_link", _LINK)
    row.address = body.address if place else ""
    row.directions = body.directions if place else ""
    row.video_link = body.video_link if body.how == "video" else ""


def _times(body: ProposeIn) -> list[datetime]:
    now = clock.now()
    times: list[datetime] = []
    for number, each in enumerate(body.times):
        # Looked at as it came: the first and the last year have no place in another zone.
        if each <= now:
            raise invalid(f"times.{number}", _PAST)
        if each > now + AHEAD:
            raise invalid(f"times.{number}", _FAR)
        at = each.astimezone(UTC).replace(second=0, microsecond=0)
        if at in times:
            raise invalid(f"times.{number}", _TWICE)
        times.append(at)
    return sorted(times)


# --- the person's answer ------------------------------------------------------------------------


def choose(session: Session, actor: Actor, interview_id: UUID, body: ChooseIn) -> Interview:
    """One of the times. The same one again changes nothing; of two others the first stands."""
    opened, row = _step(session, actor, interview_id, "choose")
    opened.require_yes()
    if row.state == "set" and row.starts_at == body.starts_at:  # a double click
        return reading.shown(session, opened.seat, row, opened.candidacy)
    life.MOVES.guard(row, "choose")
    proposed = (datetime.fromisoformat(each) for each in row.times)
    at = next((each for each in proposed if each == body.starts_at), None)
    if at is None:
        raise invalid("starts_at", _NOT_PROPOSED)
    if at <= clock.now():
        raise invalid("starts_at", _PAST)
    _refuse_clash(session, row, at, own=opened.seat.side == "person")
    row.starts_at, row.ends_at = at, at + timedelta(minutes=row.minutes)
    life.take(session, row, "choose", by=_by(opened.seat))
    return reading.shown(session, opened.seat, row, opened.candidacy)


def _refuse_clash(session: Session, row: InterviewRow, at: datetime, *, own: bool) -> None:
    """Raise `Invalid` where somebody cannot be there; whom else they see is not told."""
    others = repository.clashing(session, row, at, at + timedelta(minutes=row.minutes))
    if any(each.profile_id == row.profile_id for each in others):
        raise invalid("starts_at", _BUSY if own else _PERSON_BUSY)
    if others:
        raise invalid("starts_at", _TAKEN)


def none_fits(session: Session, actor: Actor, interview_id: UUID, body: NotThenIn) -> Interview:
    """No time fits, or the chosen one does not any more: the employer proposes others."""
    opened, row = _step(session, actor, interview_id, "none_fits")
    opened.require_yes()
    if row.state == "none_fits":  # a double click
        return reading.shown(session, opened.seat, row, opened.candidacy)
    _refuse_started(row)
    life.take(session, row, "none_fits", by=_by(opened.seat, body.reason, tell=body.tell))
    return reading.shown(session, opened.seat, row, opened.candidacy)


# --- ends ---------------------------------------------------------------------------------------


def call_off(session: Session, actor: Actor, interview_id: UUID, body: CallOffIn) -> Interview:
    """The two will not talk. The chosen time stays, for calendars to take it out."""
    opened, row = _step(session, actor, interview_id, "call_off")
    if row.state == "off":  # a double click
        return reading.shown(session, opened.seat, row, opened.candidacy)
    opened.require_yes()
    _refuse_started(row)
    life.take(session, row, "call_off", by=_by(opened.seat, body.reason, tell=body.tell))
    return reading.shown(session, opened.seat, row, opened.candidacy)


def record(session: Session, actor: Actor, interview_id: UUID, body: OutcomeIn) -> Interview:
    """What came of it. A counsellor may set right what was written down."""
    opened, row = _step(session, actor, interview_id, "record")
    if row.state in OVER and opened.seat.actor.role is not Role.COUNSELLOR:
        if row.state == body.outcome:  # a double click
            return reading.shown(session, opened.seat, row, opened.candidacy)
        raise Conflict(_SAID)
    life.MOVES.guard(row, "record")
    if row.starts_at is None or row.starts_at > clock.now():
        raise Invalid(_NOT_YET)
    reason = None if body.outcome == "happened" else body.reason
    told = opened.seat.is_employer
    life.take(session, row, "record", to=body.outcome, by=_by(opened.seat, reason, tell=told))
    return reading.shown(session, opened.seat, row, opened.candidacy)


def _refuse_started(row: InterviewRow) -> None:
    if life.started(row):
        raise Conflict(_STARTED)


def interviews_of(session: Session, actor: Actor, candidacy_id: UUID) -> Interviews:
    """Those of a candidacy. Raises `NotFound`."""
    candidacy = candidacies_repository.candidacy(session, candidacy_id)
    if candidacy is None:
        raise NotFound
    return reading.of_candidacy(session, actor, candidacy)
