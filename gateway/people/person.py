"""One person's pages: what is stored, the form, papers, what is open, vacancies, who looked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.matching.ranking import VacancyRanking
from amuddu.contracts.operations import Offset
from amuddu.contracts.profiles import ConsentIn, Profile, ProfileIn, Purpose
from amuddu.contracts.profiles.erasure import ErasureAsked
from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.db import Session, SessionDep
from amuddu.kit.errors import AmudduError, NotFound
from amuddu.kit.i18n import N_
from amuddu.reference.countries import countries
from amuddu.reference.text import fold
from amuddu.rules.residence import WARNING, right_facts
from gateway.accounts import profiles as account_profiles
from gateway.clients.base import ServiceProblem
from gateway.people import changes, guardian, steps, title_form, words
from gateway.people import form as people_form
from gateway.people.person_view import (
    KNOWN,
    NEWCOMER,
    OWN,
    NewcomerDep,
    PersonByPasswordDep,
    PersonDep,
    PersonView,
)
from gateway.people.words import say
from gateway.sessions import service as accounts
from gateway.sessions.security import FormDep, Viewer
from gateway.training.learning import taught
from gateway.web import choices, rendering
from gateway.web.concurrent import asking, or_none
from gateway.web.forms import text_of, typed_values
from gateway.web.labels import in_language

router = APIRouter(include_in_schema=False)

PAGE = 20
OFFERS = 10


# --- somebody new: first, since `nouvelle` is not the id of a profile ----------------------------


@router.get(NEWCOMER)
def enter(person: NewcomerDep, session: SessionDep) -> Response:
    """An empty form."""
    return _form(person, session, None, values=_first_values(person))


@router.post(NEWCOMER)
def add(person: NewcomerDep, session: SessionDep, form: FormDep) -> Response:
    """Add a person on their behalf."""
    return save(person, session, form)


# --- what is stored -----------------------------------------------------------------------------


@router.get(OWN)
@router.get(KNOWN)
def summary(person: PersonDep) -> Response:
    """Everything that is stored, in plain words."""
    if person.profile_id is None:
        return person.page("person_start.html")
    try:
        profile = person.profile()
    except NotFound:
        if person.role is not Role.ADMINISTRATOR:
            raise
        return rendering.redirect(f"{person.base}/urgence")
    return person.page(
        "person.html",
        profile=profile,
        erasure=_erasure(person),
        papers=paper_state(profile),
        left=steps.left(profile),
        sentences=say(words.CONSENTS, person.lang),
        to_read=say(words.TO_READ_ALOUD, person.lang),
        distances=say(words.DISTANCES, person.lang),
        saved=person.query("ok"),
        months=dict(choices.months(person.lang)),
        guardian=guardian.agreements(person, profile),
        closed_work=guardian.closed_work(person, profile),
    )


def _erasure(person: PersonView) -> ErasureAsked | None:
    """The erasure that waits, for those who may stop it."""
    if person.role is Role.ADMINISTRATOR:
        return None
    return person.services.profiles.erasure(person.caller, person.id).asked


def paper_state(profile: Profile) -> str:
    """What the summary may tell of the title on a screen that others see: never which it is."""
    title = profile.residence
    if title is None:
        return "unknown"
    return ending_state(title.valid_until)


def ending_state(valid_until: date | None) -> str:
    """`expired`, `soon` (a renewal is to be asked) or `known`."""
    today = clock.today()
    if valid_until is None or valid_until - timedelta(days=WARNING.days) > today:
        return "known"
    return "expired" if valid_until < today else "soon"


@router.post(f"{OWN}/accord/{{purpose}}")
@router.post(f"{KNOWN}/accord/{{purpose}}")
def set_consent(person: PersonDep, purpose: Purpose, form: FormDep) -> Response:
    """Give or withdraw one consent, in one tap."""
    typed = text_of(form, "method")
    method = "self" if person.own else typed if typed in people_form.STAFF_METHODS else "read_aloud"
    body = ConsentIn.model_validate({"given": text_of(form, "given") == "1", "method": method})
    person.services.profiles.set_consent(person.caller, person.id, purpose, body)
    return rendering.redirect(f"{person.base}?ok=accord#accords")


# --- the form -----------------------------------------------------------------------------------


@router.get(f"{OWN}/modifier")
@router.get(f"{KNOWN}/modifier")
def edit(person: PersonDep, session: SessionDep) -> Response:
    """The form, filled with what is stored."""
    if person.profile_id is None:
        return _form(person, session, None, values=_first_values(person))
    profile = person.profile()
    return _form(person, session, profile, values=people_form.values_of(profile))


def _first_values(person: PersonView) -> dict[str, str]:
    """Whoever comes alone has no agency yet that could call them."""
    return {"channel": "sms" if person.own else "agent", "language": person.lang}


@router.post(f"{OWN}/modifier")
@router.post(f"{KNOWN}/modifier")
def save(person: PersonDep, session: SessionDep, form: FormDep) -> Response:
    """Keep what the form says, or show it again as it was typed with what is to be mended."""
    stored = person.profile() if person.profile_id else None
    try:
        body = people_form.read(form, stored, own=person.own)
        profile = kept(person, session, form, stored, body)
    except AmudduError as error:
        if error.status >= 500:
            raise
        values = typed_values(form)
        if stored is not None and isinstance(error, people_form.ChangedMeanwhile):
            values |= people_form.consent_values(stored)
        errors = problems_of(error, person.viewer)
        return _form(person, session, stored, values=values, errors=errors, status=error.status)
    base = person.base if person.own or stored else f"/personnes/{profile.id}"
    return rendering.redirect(f"{base}?ok={'profil' if stored else 'nouveau'}")


def kept(
    person: PersonView, session: Session, form: FormData, stored: Profile | None, body: ProfileIn
) -> Profile:
    """The profile, made or changed. What the service refuses is named as on the form."""
    try:
        if stored is None:
            return account_profiles.create_profile(session, person.services, person.caller, body)
        return account_profiles.change_profile(
            session, person.services, person.caller, stored.id, body
        )
    except ServiceProblem as error:
        raise people_form.placed(error, form) from error


def _form(
    person: PersonView,
    session: Session,
    stored: Profile | None,
    *,
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    context = form_context(person, session, stored, values=values, errors=errors)
    return person.page("person_form.html", status=status, stored=stored, **context)


def form_context(
    person: PersonView,
    session: Session,
    stored: Profile | None,
    *,
    values: Mapping[str, str],
    errors: Mapping[str, str] | None,
) -> dict[str, Any]:
    """What the questions of a profile read, all together or one at a time."""
    rows = people_form.row_counts(stored)
    return {
        "values": values,
        "errors": errors or {},
        "rows": rows,
        "open_rows": people_form.open_rows(values, rows),
        "sentences": say(words.CONSENTS, person.lang),
        "to_read": say(words.TO_READ_ALOUD, person.lang),
        "distances": _distances(values.get("max_distance_km", ""), person.viewer),
        "choices": form_choices(person.viewer),
        "month_asked": people_form.month_asked(values),
        "months": choices.months(person.lang),
        "agencies": accounts.agencies(session) if person.own else [],
    }


def _distances(chosen: str, viewer: Viewer) -> list[tuple[str, str]]:
    """Distances to choose from, with the one that is stored where it is another."""
    offered = say(words.DISTANCES, viewer.lang)
    if chosen.isascii() and chosen.isdigit() and len(chosen) <= 4 and chosen not in offered:
        own = rendering.say(viewer, N_("Jusqu'à {km} km"), km=int(chosen))
        offered = dict(sorted({**offered, chosen: own}.items(), key=lambda each: int(each[0])))
    return list(offered.items())


def form_choices(viewer: Viewer) -> dict[str, Any]:
    """Trades, languages and towns to choose from, in the reader's language."""
    lang = viewer.lang
    return {
        "trades": choices.trades(lang),
        "languages": choices.spoken(lang),
        "levels": list(in_language(lang)["level"].items()),
        "towns": choices.towns(lang),
        "contracts": people_form.CONTRACTS,
    }


def problems_of(error: AmudduError, viewer: Viewer) -> dict[str, str]:
    """Sentences by field of the form; without fields, the error's own sentence."""
    found: dict[str, str] = {}
    for item in error.fields:
        found.setdefault(item.field, item.text.in_(viewer.lang))
    return found or {"": error.text.in_(viewer.lang)}


# --- the residence title ------------------------------------------------------------------------


@router.get(f"{OWN}/titre")
@router.get(f"{KNOWN}/titre")
def edit_title(person: PersonByPasswordDep) -> Response:
    """The page that asks about papers, and nothing else."""
    return _title_form(person, values=title_form.values_of(person.profile()))


@router.post(f"{OWN}/titre")
@router.post(f"{KNOWN}/titre")
def save_title(person: PersonByPasswordDep, form: FormDep) -> Response:
    """Keep the title, then show what it opens."""
    stored = person.profile()
    try:
        body = title_form.read(form, stored)
        person.services.profiles.update(person.caller, stored.id, body)
    except AmudduError as error:
        if error.status >= 500:
            raise
        placed = title_form.placed(error) if error.fields else error
        errors = problems_of(placed, person.viewer)
        return _title_form(person, values=typed_values(form), errors=errors, status=error.status)
    return rendering.redirect(f"{person.base}/droits?ok=titre")


def _title_form(
    person: PersonView,
    *,
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    lang = person.lang
    papers = say(words.PAPERS, lang)
    questions = say(words.QUESTIONS, lang)
    nationalities = ((code, each.names[lang]) for code, each in countries().items())
    return person.page(
        "person_title.html",
        status=status,
        values=values,
        errors=errors or {},
        papers=papers,
        behind=[(code, papers[code]) for code in words.CARDS],
        questions=[(code, questions[code]) for code in title_form.asked_overlays()],
        nationalities=sorted(nationalities, key=lambda each: fold(each[1])),
    )


@router.get(f"{OWN}/droits")
@router.get(f"{KNOWN}/droits")
def rights(person: PersonByPasswordDep) -> Response:
    """What is open today, grouped by answer; duties of the employer stand apart."""
    found = person.services.profiles.rights(person.caller, person.id)
    facts = right_facts()
    duties = [right for right in found.rights if right.id in facts and facts[right.id].obligation]
    open_to = [right for right in found.rights if right not in duties]
    return person.page(
        "person_rights.html",
        found=found,
        duties=duties,
        groups={
            answer: [right for right in open_to if right.answer == answer]
            for answer in ("yes", "conditional", "ask", "no")
        },
        changes=changes.changes_of(found.rights, person.lang),
        ending=ending_state(found.expires_on),
        asked=any(right.answer != "ask" for right in found.rights),
        saved=person.query("ok"),
    )


# --- vacancies ------------------------------------------------------------------------


@router.get(f"{KNOWN}/offres")
def offers(person: PersonDep, offset: Offset = 0, elargir: str = "") -> Response:
    """Open vacancies that fit somebody, best first, for those who follow them."""
    matching = person.services.matching
    missing = asking(lambda: None if offset else matching.skill_gap(person.caller, person.id))
    profile = person.profile()
    wide = elargir == "1"
    ranking = _ranking(person, offset, wide) if profile.consents.matching else None
    gap = missing.result() if ranking else None
    return person.page(
        "person_offers.html",
        profile=profile,
        ranking=ranking,
        gap=gap,
        taught=or_none(lambda: taught(person, gap, profile.place)) or {},
        trade=words.trade,
        limit=OFFERS,
        offset=offset,
        wide=wide,
        sentence=say(words.CONSENTS, person.lang)["matching"],
        verified=person.services.employers.verified(item.vacancy.id for item in ranking.items)
        if ranking
        else frozenset(),
    )


def _ranking(person: PersonView, offset: int, wide: bool) -> VacancyRanking | None:
    """The vacancies; `None` for a moment after a profile was saved, until matching knows it."""
    try:
        return person.services.matching.vacancies_for(
            person.caller,
            person.id,
            part="outside" if wide else "inside",
            limit=OFFERS,
            offset=offset,
        )
    except NotFound:
        return None
