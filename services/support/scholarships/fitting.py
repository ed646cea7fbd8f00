"""Use cases that tell what a call asks of somebody: asked now, told to the reader, kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from amuddu.contracts.profiles.training import TrainingJudged
from amuddu.contracts.support.catalogue import Criteria
from amuddu.contracts.support.judging import CallFit, Criterion, CriterionVerdict, Eligibility
from amuddu.contracts.support.training import RequestState
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.errors import NotFound, known
from services.support.catalogue import presenting as catalogue_presenting
from services.support.catalogue import repository as catalogue
from services.support.places import repository as places
from services.support.places.profiles_client import ProfilesClient
from services.support.scholarships import access, presenting, repository
from services.support.scholarships.repository import Place
from services.support.scholarships.tables import ApplicationRow, CallRow, TermsRow

SEATED: tuple[RequestState, ...] = ("held", "confirmed", "attending")
"""States of a place in training that a scholarship may stand on."""


def eligibility(
    session: Session,
    application_id: UUID,
    *,
    actor: Actor,
    lang: Lang,
    profiles: ProfilesClient,
    on: date,
) -> Eligibility:
    """Every criterion for an application."""
    row = access.seen(session, application_id, actor)
    of, asks = call_of(session, row)
    judged = profiles.judged(
        row.profile_id,
        criteria(asks, on=on),
        right=_right(session, row.course_id),
        lang=lang,
        reader=actor,
    )
    said = row.state != "draft"
    listed = _listed(
        asks,
        judged,
        takes=said or presenting.takes(of, on=on),
        place=has_place(session, row),
        course=None if row.course_id is None else takes_course(row.course_id, asks),
        said=said,
        once=repository.holder_of_course(session, row) is None,
    )
    return Eligibility(application_id=row.id, criteria=listed)


def fit(
    session: Session,
    call_id: UUID,
    *,
    profile_id: UUID | None,
    actor: Actor,
    lang: Lang,
    profiles: ProfilesClient,
    on: date,
) -> CallFit:
    """Every criterion of a call for somebody, who may not have applied."""
    of = known(repository.call(session, call_id))
    if of.state == "draft":
        raise NotFound
    asks = known(repository.terms(session, call_id))
    wanted = access.whom(profile_id, actor)
    seats = repository.seats(session, wanted, SEATED) if wanted else ()
    best = next((each for each in seats if takes_course(each.course_id, asks)), None)
    judged = profiles.judged(
        wanted,
        criteria(asks, on=on),
        right=_right(session, best.course_id) if best else None,
        lang=lang,
        reader=actor,
    )
    listed = _listed(
        asks,
        judged,
        takes=presenting.takes(of, on=on),
        place=bool(seats),
        course=None if not seats else best is not None,
        said=False,
        once=best is None or not repository.has_course(session, judged.profile_id, best.course_id),
    )
    made = repository.of_person(session, call_id, judged.profile_id)
    return CallFit(
        call_id=of.id,
        profile_id=judged.profile_id,
        application_id=made.id if made and access.whose(actor).covers(made) else None,
        criteria=listed,
    )


def call_of(session: Session, row: ApplicationRow) -> tuple[CallRow, TermsRow]:
    """An application's call, and the version of it that it was begun with."""
    of = known(repository.call(session, row.call_id))
    return of, known(repository.terms(session, of.id, row.terms_version))


def criteria(asks: TermsRow, *, on: date) -> Criteria:
    """What is asked of profiles."""
    return Criteria(
        age_least=asks.age_least,
        age_most=asks.age_most,
        version=asks.version,
        valid_from=on,
        source="call",
    )


def takes_course(course_id: UUID | None, asks: TermsRow) -> bool:
    """Whether a call takes a course; any where it names none."""
    return not asks.courses or str(course_id) in asks.courses


def has_place(session: Session, row: ApplicationRow) -> bool:
    """Whether the place that an application stands on is still the person's."""
    place = places.request(session, row.place_id) if row.place_id else None
    return place is not None and place.state in SEATED


def seats(session: Session, row: ApplicationRow) -> Sequence[tuple[Place, bool]]:
    """The places of an application's person, each with whether the call takes its course."""
    _, asks = call_of(session, row)
    found = repository.seats(session, row.profile_id, SEATED)
    return [(each, takes_course(each.course_id, asks)) for each in found]


def _right(session: Session, course_id: UUID | None) -> str | None:
    if course_id is None:
        return None
    course = known(catalogue.course(session, course_id))
    centre = known(catalogue.centre(session, course.centre_id))
    return catalogue_presenting.RIGHTS.get(centre.operator)


def _listed(
    asks: TermsRow,
    judged: TrainingJudged,
    *,
    takes: bool,
    place: bool,
    course: bool | None,
    said: bool,
    once: bool,
) -> tuple[Criterion, ...]:
    found: list[tuple[str, CriterionVerdict]] = [
        ("open", _said(takes)),
        ("place", _said(place)),
        ("course", "ask" if course is None else _said(course)),
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
        found.append(("once", _said(once)))
    return tuple(Criterion.model_validate({"name": name, "verdict": v}) for name, v in found)


def _said(fits: bool) -> CriterionVerdict:
    return "yes" if fits else "no"
