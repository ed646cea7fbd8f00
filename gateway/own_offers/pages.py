"""Offers for the person who is signed in: the list, one offer, "I'm interested", the answers.

Whether an offer is open to the person by law is asked of profiles, here, at each look; it stands in
no address, no log and no other service, and a session by card is told nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.responses import Response

from amuddu.contracts.matching.own_offers import AnswerPage, OfferSeen
from amuddu.contracts.matching.ranking import RankingPart, VacancyRanking
from amuddu.contracts.matching.searches import SavedSearch, SavedSearches
from amuddu.contracts.notifications import Invitation
from amuddu.contracts.operations import Offset
from amuddu.contracts.profiles import Profile
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, BadRequest, Conflict, NotFound
from gateway.own_offers.asked import HOURS, Asked
from gateway.own_offers.telling import beyond, reason_of, why_apart
from gateway.own_offers.way import map_of, way_of
from gateway.people import words
from gateway.people.person_view import OWN, PersonView
from gateway.people.words import say
from gateway.sessions.security import FormDep
from gateway.training.learning import taught
from gateway.web import choices
from gateway.web.concurrent import asking, or_none
from gateway.web.forms import text_of
from gateway.web.page import PageDep, done

router = APIRouter(include_in_schema=False)

SHOWN = 10
INVITATIONS = 5
NEWEST = 3
"""Answers that the list of offers shows of all."""


def _own(page: PageDep) -> PersonView:
    own = page.viewer.require(Role.JOBSEEKER).profile_id
    return PersonView(page.request, page.viewer, page.services, OWN, True, own)


OwnDep = Annotated[PersonView, Depends(_own)]


# --- the list -----------------------------------------------------------------------------------


@router.get("/offres-pour-moi")
def offers(person: OwnDep, offset: Offset = 0) -> Response:
    """What waits for an answer, then offers within what the person said, best first."""
    if person.profile_id is None:
        return person.page("person_start.html")
    return _list(person, Asked.of(person.request.query_params), offset)


def _list(
    person: PersonView, asked: Asked, offset: int = 0, *, refused: AmudduError | None = None
) -> Response:
    first = offset == 0 and not asked.searching
    matching = person.services.matching
    waiting = asking(lambda: _invitations(person) if first else [])
    opening = asking(lambda: _opening(person))
    missing = asking(lambda: matching.skill_gap(person.caller, person.id) if first else None)
    talks = asking(lambda: matching.interviews(person.caller, limit=INVITATIONS) if first else None)
    saved = asking(lambda: matching.saved_searches(person.caller, person.id))
    newest = asking(lambda: _answers(person, limit=NEWEST) if first else None)
    profile = person.profile()
    found, wide = _found(person, profile, asked, offset)
    gap = or_none(missing.result) if found else None
    return person.page(
        "own_offers.html",
        refused=refused,
        problem=refused.text.in_(person.lang) if refused else "",
        profile=profile,
        asked=asked,
        found=found,
        wide=wide,
        invitations=waiting.result(),
        opening=opening.result(),
        gap=gap,
        taught=or_none(lambda: taught(person, gap, profile.place)) or {},
        newest=or_none(newest.result),
        talks=or_none(talks.result),
        saved=[(one, Asked.again(one)) for one in _items(or_none(saved.result))],
        verified=_verified(person, [one.vacancy.id for one in found.items] if found else []),
        towns=choices.towns(person.lang),
        hours=tuple(HOURS),
        own_trades=[one.concept for one in profile.occupations if one.concept],
        sentence=say(words.CONSENTS, person.lang)["matching"],
        reason_of=reason_of,
        why_apart=why_apart,
        limit=SHOWN,
        offset=offset,
    )


@router.post("/offres-pour-moi/recherches")
def keep_search(person: OwnDep, form: FormDep) -> Response:
    """Save the search that is looked at, or stop one. Stopped twice, it is stopped once."""
    matching = person.services.matching
    asked = Asked.of({name: text_of(form, name) for name in ("ville", "metier", "heures")})
    action = text_of(form, "action")
    if action == "stop":
        try:
            search_id = UUID(text_of(form, "search_id"))
        except ValueError:
            raise BadRequest from None
        matching.drop_search(person.caller, person.id, search_id)
        return done("/offres-pour-moi", "search_stopped", at="recherches")
    if action != "save" or not asked.keepable:
        raise BadRequest
    try:
        matching.save_search(person.caller, person.id, asked.kept)
    except AmudduError as error:
        if error.status != Conflict.status:
            raise
        return _list(person, asked, refused=error)
    return done(asked.url(), "search_saved", at="recherches")


def _items(found: SavedSearches | None) -> tuple[SavedSearch, ...]:
    return found.items if found else ()


def _found(
    person: PersonView, profile: Profile, asked: Asked, offset: int
) -> tuple[VacancyRanking | None, bool]:
    """One page of offers, and whether they are those outside of what was said: asked for, or the
    only ones that a search finds."""
    if not profile.consents.matching:
        return None, False
    if asked.elargir:
        return _part(person, asked, offset, "outside"), True
    found = _part(person, asked, offset, "inside")
    if asked.searching and found is not None and not found.total and found.outside:
        return _part(person, asked, offset, "outside"), True
    return found, False


def _part(
    person: PersonView, asked: Asked, offset: int, part: RankingPart
) -> VacancyRanking | None:
    """One part of the offers; `None` while matching does not know the person."""
    try:
        return person.services.matching.vacancies_for(
            person.caller, person.id, part=part, limit=SHOWN, offset=offset, **asked.wanted
        )
    except NotFound:
        return None


def _invitations(person: PersonView) -> list[tuple[str, Invitation]]:
    """Offers that wait for the person's own answer, each with the address to answer."""
    notifications = person.services.notifications
    waiting = notifications.mine(person.caller, limit=INVITATIONS).items
    tokens = [each.link.rpartition("/")[2] for each in waiting]
    return [(f"/r/{token}", notifications.invitation(person.caller, token)) for token in tokens]


def _opening(person: PersonView) -> str:
    """Whether offers are open to the person by law; where nobody can say, it is not told."""
    try:
        return person.services.profiles.own_opening(person.caller, person.id).answer
    except AmudduError:
        return "untold"


def _answers(person: PersonView, *, limit: int, offset: int = 0) -> AnswerPage | None:
    """What came of answers; nothing while matching does not know the person."""
    try:
        return person.services.matching.own_answers(
            person.caller, person.id, limit=limit, offset=offset
        )
    except NotFound:
        return None


def _verified(person: PersonView, ids: Sequence[UUID]) -> frozenset[UUID]:
    return person.services.employers.verified(ids)


# --- what came of answers -----------------------------------------------------------------------


@router.get("/offres-pour-moi/reponses")
def answers(person: OwnDep, offset: Offset = 0) -> Response:
    """Every answer, and where it stands today."""
    if person.profile_id is None:
        return person.page("person_start.html")
    found = _answers(person, limit=SHOWN, offset=offset)
    return person.page("own_answers.html", found=found, limit=SHOWN, offset=offset)


# --- one offer ----------------------------------------------------------------------------------


@router.get("/offres-pour-moi/{vacancy_id}")
def offer(person: OwnDep, vacancy_id: UUID) -> Response:
    """One offer, whole. Raises `NotFound` for what is not the person's to read."""
    return _offer(person, vacancy_id)


def _offer(person: PersonView, vacancy_id: UUID, *, refused: AmudduError | None = None) -> Response:
    matching = person.services.matching
    opening = asking(lambda: _opening(person))
    seen: OfferSeen = matching.offer_seen(person.caller, person.id, vacancy_id)
    job = seen.ranked.vacancy
    context: dict[str, Any] = {"refused": refused} if refused else {}
    return person.page(
        "own_offer.html",
        seen=seen,
        job=job,
        opening=opening.result(),
        verified=_verified(person, [vacancy_id]),
        way=way_of(seen.home, job.place),
        map=map_of(seen.home, job.place, person.lang),
        beyond=beyond(seen.ranked),
        trade=words.trade,
        **context,
    )


@router.post("/offres-pour-moi/{vacancy_id}/interet")
def say_so(person: OwnDep, vacancy_id: UUID, form: FormDep) -> Response:
    """Say that an offer interests one, or take it back. Said twice, it is said once."""
    matching = person.services.matching
    steps = {
        "oui": ("interested", matching.express_interest),
        "non": ("uninterested", matching.withdraw_interest),
    }
    if (step := steps.get(text_of(form, "interet"))) is None:
        raise BadRequest
    code, take = step
    try:
        take(person.caller, person.id, vacancy_id)
    except AmudduError as error:
        if error.status != Conflict.status:
            raise
        return _offer(person, vacancy_id, refused=error)
    return done(f"/offres-pour-moi/{vacancy_id}", code)
