"""Use cases of the person and of who follows her: begin, write, send in, look again, agree."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from amuddu.contracts.profiles.training import TrainingJudged
from amuddu.contracts.support.catalogue import SCHOOL_LEVELS, Criteria
from amuddu.contracts.support.scholarships import (
    AppealIn,
    Application,
    ApplicationIn,
    Applications,
    ApplicationWriteIn,
    Criterion,
    CriterionVerdict,
    DeclineIn,
    Eligibility,
    HouseholdIn,
    SubmitIn,
)
from amuddu.contracts.types import Lang
from amuddu.kit import clock
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, Forbidden, NotFound, invalid, known
from amuddu.kit.i18n import N_
from amuddu.kit.ledger import book
from amuddu.kit.observability import logs
from services.support.catalogue import presenting as catalogue_presenting
from services.support.catalogue import repository as catalogue
from services.support.common import writes
from services.support.places import access as places_access
from services.support.places import repository as places
from services.support.places.profiles_client import ProfilesClient
from services.support.scholarships import presenting, repository, steps
from services.support.scholarships.repository import Mine
from services.support.scholarships.tables import ApplicationRow, CallRow, InstalmentRow, TermsRow

log = logs.get(__name__)

_SEATED = ("held", "confirmed", "attending")
_CLOSED = N_("Cet appel ne prend plus de demandes : regardez les autres appels.")
_TWICE = N_("Il y a déjà une demande pour cet appel : elle est dans « mes bourses ».")
_WHOM = N_("Choisissez la personne pour qui vous demandez cette bourse.")
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


def whose(actor: Actor) -> Mine:
    """The applications that the actor may know of. Raises `Forbidden`."""
    if actor.role is Role.JOBSEEKER and actor.profile_id is not None:
        return Mine(profile_id=actor.profile_id)
    if actor.role is Role.COUNSELLOR and actor.agency_id is not None:
        return Mine(agency_id=actor.agency_id)
    raise Forbidden


def _seen(session: Session, application_id: UUID, actor: Actor) -> ApplicationRow:
    row = repository.application(session, application_id)
    if row is None or not whose(actor).covers(row):
        raise NotFound
    return row


def _mine(session: Session, application_id: UUID, actor: Actor) -> ApplicationRow:
    _seen(session, application_id, actor)
    return known(repository.lock_application(session, application_id))


def shown(session: Session, row: ApplicationRow) -> Application:
    """An application for the person, and for who follows them."""
    of = known(repository.call(session, row.call_id))
    return presenting.application(
        row,
        of,
        known(book.envelope(session, of.envelope_id)),
        catalogue.course(session, row.course_id) if row.course_id else None,
        repository.months(session, [row.id]).get(row.id, ()),
        repository.log(session, row.id),
    )


# --- reading --------------------------------------------------------------------------------------


def applications(session: Session, *, limit: int, offset: int, actor: Actor) -> Applications:
    """One's own, or those of the people of one's agency."""
    rows, total = repository.listed(session, whose(actor), limit=limit, offset=offset)
    return Applications(items=tuple(shown(session, row) for row in rows), total=total)


def application(session: Session, application_id: UUID, *, actor: Actor) -> Application:
    """One application. Raises `NotFound`."""
    return shown(session, _seen(session, application_id, actor))


def eligibility(
    session: Session,
    application_id: UUID,
    *,
    actor: Actor,
    lang: Lang,
    profiles: ProfilesClient,
    on: date,
) -> Eligibility:
    """Every criterion: asked now, told to the reader, kept nowhere."""
    row = _seen(session, application_id, actor)
    of, asks = _call(session, row)
    right = None
    if row.course_id is not None:
        course = known(catalogue.course(session, row.course_id))
        centre = known(catalogue.centre(session, course.centre_id))
        right = catalogue_presenting.RIGHTS.get(centre.operator)
    judged = profiles.judged(
        row.profile_id, _criteria(asks, on=on), right=right, lang=lang, reader=actor
    )
    return Eligibility(
        application_id=row.id, criteria=tuple(_listed(session, row, of, asks, judged, on=on))
    )


def _call(session: Session, row: ApplicationRow) -> tuple[CallRow, TermsRow]:
    of = known(repository.call(session, row.call_id))
    return of, known(repository.terms(session, of.id, row.terms_version))


def _criteria(asks: TermsRow, *, on: date) -> Criteria:
    return Criteria(
        age_least=asks.age_least,
        age_most=asks.age_most,
        version=asks.version,
        valid_from=on,
        source="call",
    )


def _listed(
    session: Session,
    row: ApplicationRow,
    of: CallRow,
    asks: TermsRow,
    judged: TrainingJudged,
    *,
    on: date,
) -> list[Criterion]:
    said = row.state != "draft"
    found: list[tuple[str, CriterionVerdict]] = [
        ("open", _said(said or presenting.takes(of, on=on))),
        ("place", _said(_has_place(session, row))),
        ("course", "ask" if row.course_id is None else _said(_takes_course(row, asks))),
    ]
    if asks.school_level is not None:
        found.append(("school_level", "yes" if said else "ask"))
    if judged.age != "not_asked":
        ages: dict[str, CriterionVerdict] = {"fits": "yes", "unknown": "ask"}
        found.append(("age", ages.get(judged.age, "no")))
    if judged.right is not None:
        papers: dict[str, CriterionVerdict] = {"yes": "yes", "no": "no"}
        found.append(("paper", papers.get(judged.right, "ask")))
    if asks.one_per_course:
        found.append(("once", _said(repository.holder_of_course(session, row) is None)))
    return [Criterion.model_validate({"name": name, "verdict": v}) for name, v in found]


def _said(fits: bool) -> CriterionVerdict:
    return "yes" if fits else "no"


def _takes_course(row: ApplicationRow, asks: TermsRow) -> bool:
    return not asks.courses or str(row.course_id) in asks.courses


def _has_place(session: Session, row: ApplicationRow) -> bool:
    place = places.request(session, row.place_id) if row.place_id else None
    return place is not None and place.state in _SEATED


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
        _whom(body.profile_id, actor), _criteria(asks, on=on), lang=lang, reader=actor
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
        state="draft",
        household_id=uuid4(),
    )
    steps.begin(session, row, by=actor)
    log.info("scholarship begun", application_id=str(row.id))
    return shown(session, row)


def _whom(profile_id: UUID | None, actor: Actor) -> UUID | None:
    if actor.role is Role.JOBSEEKER:
        if profile_id not in (None, actor.profile_id):
            raise Forbidden
        return actor.profile_id
    if profile_id is None:
        raise invalid("profile_id", _WHOM)
    return profile_id


def write(
    session: Session, application_id: UUID, body: ApplicationWriteIn, *, actor: Actor
) -> Application:
    """Keep what is said so far; what did not change leaves no line."""
    row = _mine(session, application_id, actor)
    steps.MOVES.guard(row, "write")
    course_id = None
    if body.place_id is not None:
        place = places.request(session, body.place_id)
        if place is None or place.profile_id != row.profile_id or place.state not in _SEATED:
            raise invalid("place_id", _PLACE)
        places_access.seen(session, body.place_id, actor=actor)
        of = known(catalogue.training_session(session, place.session_id))
        course_id = of.course_id
    if (row.place_id, row.why) != (body.place_id, body.why):
        row.place_id, row.course_id, row.why = body.place_id, course_id, body.why
        steps.step(session, row, "write", by=actor)
    return shown(session, row)


def submit(
    session: Session, application_id: UUID, body: SubmitIn, *, actor: Actor, on: date
) -> Application:
    """Send it in, once nothing is missing and what the call asks is not plainly otherwise."""
    row = _mine(session, application_id, actor)
    steps.MOVES.guard(row, "submit")
    of, asks = _call(session, row)
    if not presenting.takes(of, on=on):
        raise Conflict(_CLOSED)
    if not _has_place(session, row):
        raise invalid("place_id", _PLACE)
    if not _takes_course(row, asks):
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
    row = _mine(session, application_id, actor)
    steps.step(session, row, "admit", by=actor)
    return shown(session, row)


def decline(
    session: Session, application_id: UUID, body: DeclineIn, *, actor: Actor
) -> Application:
    """They say that it does not, and why."""
    row = _mine(session, application_id, actor)
    row.reason = body.reason
    steps.step(session, row, "decline", by=actor, reason=body.reason, note=body.note)
    return shown(session, row)


def household(
    session: Session, application_id: UUID, body: HouseholdIn, *, actor: Actor
) -> Application:
    """Two applications of one household, both of people of the counsellor's agency."""
    row = _mine(session, application_id, actor)
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
    row = _mine(session, application_id, actor)
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
    _seen(session, application_id, actor)
    row, of, envelope = steps.held(session, application_id)
    steps.MOVES.guard(row, "agree")
    steps.move(session, row, envelope, "commit", of.whole, by=actor)
    for number in range(1, of.months + 1):
        writes.add(session, InstalmentRow(application_id=row.id, number=number, amount=of.monthly))
    steps.step(session, row, "agree", by=actor)
    return shown(session, row)


def withdraw(session: Session, application_id: UUID, *, actor: Actor) -> Application:
    """Take it back: what was put aside is free again."""
    _seen(session, application_id, actor)
    row, _, envelope = steps.held(session, application_id)
    steps.MOVES.guard(row, "withdraw")
    steps.left(session, row, envelope, by=actor)
    row.holds_household = row.holds_course = None
    steps.step(session, row, "withdraw", by=actor)
    return shown(session, row)
