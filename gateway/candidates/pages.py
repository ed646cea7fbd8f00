"""The counsellor's ranked list of a vacancy: who fits, and beside it one person opened, why they
fit, and the decision.

Filters and the person opened live in the address, so all of it is one answer. An action is sent to
the same address and comes back to the same filtered list, at the person it was about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qsl
from uuid import UUID, uuid4

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.employers import Vacancy
from amuddu.contracts.matching.candidacies import HireQuery, RefuseIn, SetAsideIn
from amuddu.contracts.matching.desk import MOST_AT_ONCE, BulkOut
from amuddu.contracts.matching.ranking import RankedCandidate, RankedVacancy, Ranking
from amuddu.contracts.profiles import Label
from amuddu.contracts.types import Lang
from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, BadRequest, NotFound, invalid
from amuddu.kit.i18n import N_
from amuddu.reference import concepts
from amuddu.reference.languages import LEVELS
from gateway.candidates import filters as filters_read
from gateway.candidates import hireability
from gateway.candidates.cards import ACTIONS, Card, route_shown
from gateway.candidates.filters import PAGE, STATES, Filters, number
from gateway.saved import service as saved
from gateway.saved.service import View
from gateway.sessions.security import FormDep
from gateway.web import choices
from gateway.web.concurrent import asking
from gateway.web.forms import day_of, read_model, text_of
from gateway.web.labels import LABELS
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

_FIRST_DAY = N_("Écrivez le premier jour de travail.")
FIRST, LAST = "debut", "fin"
"""In the place of a code: the first and the last person of a page, for who turns over to it."""
WEAK = 0.5
"""Below this fit a counsellor would hardly propose the person: of the trade, and half of what is
essential is not stated, or near to the trade alone."""


@router.get("/offres/{vacancy_id}/candidats")
def candidates(page: PageDep, vacancy_id: UUID) -> Response:
    """The ranked list."""
    page.viewer.require(Role.COUNSELLOR, Role.ADMINISTRATOR)
    return show(page, vacancy_id, Filters.of(page.request.query_params))


@router.post("/offres/{vacancy_id}/candidats")
def decide(page: PageDep, vacancy_id: UUID, form: FormDep) -> Response:
    """Take one step with one person."""
    page.viewer.require(Role.COUNSELLOR)
    filters = Filters.of(dict(parse_qsl(text_of(form, "filters"))))
    profile_id = id_of(form, "profile_id")
    try:
        code = _act(page, form, vacancy_id, profile_id)
    except AmudduError as error:
        return show(page, vacancy_id, filters, refused=error, about=profile_id)
    query = f"{filters.query}&sur={profile_id}".removeprefix("&")
    return done(f"/offres/{vacancy_id}/candidats?{query}", code, at=f"c-{profile_id}")


# --- actions --------------------------------------------------------------------------------------


def id_of(form: FormData, name: str) -> UUID:
    try:
        return UUID(text_of(form, name))
    except ValueError:
        raise BadRequest from None


def _act(page: Page, form: FormData, vacancy_id: UUID, profile_id: UUID) -> str:
    """Do what the button says; return the code of its confirmation."""
    matching, caller = page.services.matching, page.caller
    steps: dict[str, tuple[str, Callable[[], object]]] = {
        "shortlist": ("shortlisted", lambda: _shortlist(page, vacancy_id, profile_id)),
        "set_aside": (
            "set_aside",
            lambda: matching.set_aside(caller, vacancy_id, profile_id, _set_aside(form)),
        ),
        "restore": ("restored", lambda: matching.restore(caller, vacancy_id, profile_id)),
        "cancel": ("cancelled", lambda: matching.cancel(caller, id_of(form, "candidacy_id"))),
        "hire": ("hired", lambda: _hire(page, id_of(form, "candidacy_id"), form)),
        "refuse": (
            "refused",
            lambda: matching.refuse(caller, id_of(form, "candidacy_id"), refusal(form)),
        ),
    }
    step = steps.get(text_of(form, "action"))
    if step is None:
        raise BadRequest
    code, take = step
    take()
    return code


def _shortlist(page: Page, vacancy_id: UUID, profile_id: UUID) -> None:
    hireability.open_ones(page.services, page.caller, [profile_id])
    page.services.matching.shortlist(page.caller, vacancy_id, profile_id)


def _hire(page: Page, candidacy_id: UUID, form: FormData) -> None:
    page.services.matching.hire(page.caller, candidacy_id, hired_on=first_day(form))


def first_day(form: FormData) -> date:
    """The day on which the work begins: nobody is hired by one press alone. Raises `Invalid`."""
    day = read_model(HireQuery, {"hired_on": day_of(form, "hired_on")}).hired_on
    if day is None:
        raise invalid("hired_on", _FIRST_DAY)
    return day


def _set_aside(form: FormData) -> SetAsideIn:
    return read_model(SetAsideIn, {"reason": form.get("reason"), "note": text_of(form, "note")})


def refusal(form: FormData) -> RefuseIn:
    """Why an employer does not go on. Raises `Invalid`."""
    return read_model(RefuseIn, {"reason": form.get("reason")})


# --- the page -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Several:
    """A decision about several people, and whether it can still be undone."""

    bulk: BulkOut
    undoable: bool


def show(
    page: Page,
    vacancy_id: UUID,
    filters: Filters,
    *,
    refused: AmudduError | None = None,
    about: UUID | None = None,
    ticked: Collection[str] = (),
    view: tuple[str, bool, str] | None = None,
) -> Response:
    """The list; `ticked` are the people who were chosen in a form that comes back.

    `refused`: why a step was not taken, said at the person it was `about` (above, for several).
    `view`: the name of a view that was not saved, whether it was to be shared, and why not.
    """
    matching, caller = page.services.matching, page.caller
    ranked = asking(lambda: matching.ranking(caller, vacancy_id, **filters.asked))
    vacancy = page.services.employers.get(page.caller, vacancy_id)
    ranking = _ranking(ranked, vacancy)
    cards, opened = _opened(page, ranking, about)
    unread = filters_read.unread(page)
    return page.render(
        "candidates.html",
        refused=refused,
        problem=refused.summary.in_(page.lang) if refused and view is None else "",
        problem_about=about,
        views=_views(page, filters),
        view=view,
        vacancy=vacancy,
        ranking=ranking,
        cards=cards,
        opened=opened,
        chosen=opened is not None
        and bool(about or page.query("ouvert") in (opened.code, FIRST, LAST)),
        weak_from=_weak_from(ranking) if not filters.tri else None,
        trade_name=trade_name(filters.metier, page.lang),
        counts=Counter(ranking.standing if ranking else {}),
        states=STATES,
        filters=filters,
        unread=unread,
        typed={**filters.values, **{name: page.query(name)[:20] for name in unread}},
        pager_url=f"?{replace(filters, offset=0).query}&offset=".replace("?&", "?"),
        limit=PAGE,
        asks_essentials=bool(vacancy.essential_skills),
        spoken=choices.spoken(page.lang),
        levels=LEVELS,
        aside_reasons=list(LABELS["set_aside_reason"]),
        refusal_reasons=list(LABELS["refusal_reason"]),
        today=clock.today(),
        about=page.query("sur"),
        may_act=page.role == Role.COUNSELLOR,
        put_back=page.done == "set_aside",
        alternatives=_alternatives(page, vacancy_id),
        several=_several(page, vacancy_id),
        not_done=number(page.request.query_params, "refus", most=MOST_AT_ONCE) or 0,
        key=uuid4(),
        ticked=ticked,
    )


def _ranking(ranked: Future[Ranking], vacancy: Vacancy) -> Ranking | None:
    """The ranking; none of a draft, nor of a vacancy still on its way to the matching service."""
    if vacancy.unpublished:
        return None
    try:
        return ranked.result()
    except NotFound:
        return None


def _several(page: Page, vacancy_id: UUID) -> Several | None:
    """The decision about several people that was just taken, as long as it is one's own."""
    try:
        key = UUID(page.query("lot"))
        found = page.services.matching.one_bulk(page.caller, vacancy_id, key)
    except (ValueError, AmudduError):
        return None
    return Several(found, undoable=not found.undone and clock.now() < found.undo_until)


def _alternatives(page: Page, vacancy_id: UUID) -> tuple[RankedVacancy, ...]:
    """Other vacancies that fit somebody who was just set aside; none for whom one may not see."""
    if page.done != "set_aside":
        return ()
    try:
        profile_id = UUID(page.query("sur"))
        found = page.services.matching.vacancies_for(page.caller, profile_id, limit=4).items
    except (ValueError, AmudduError):
        return ()
    others = (one for one in found if one.vacancy.id != vacancy_id and one.state == "proposed")
    return tuple(one for one in others if one.fit >= WEAK)[:3]


def trade_name(trade: str, lang: Lang) -> str:
    """A trade as people read it; nothing for none."""
    return concepts.title(concepts.occupation(trade), lang) if trade else ""


def _weak_from(ranking: Ranking | None) -> int | None:
    """Place on this page of the first person who fits badly, if the page gets there."""
    fits = [item.fit for item in ranking.items] if ranking else []
    return next((place for place, fit in enumerate(fits) if fit < WEAK), None)


def _views(page: Page, filters: Filters) -> list[View]:
    """Views of the counsellor and of their agency."""
    if page.role is not Role.COUNSELLOR:
        return []
    with page.request.app.state.database.session() as session:
        return saved.seen(session, page.viewer.actor, query=filters.at_start)


def _opened(
    page: Page, ranking: Ranking | None, about: UUID | None
) -> tuple[list[Card], Card | None]:
    """Everybody on the page, and the one who is opened: the one an action was about, the one named
    in the address, else the first. What hiring takes is asked of that one alone."""
    people = ranking.items if ranking else ()
    if ranking is None or not people:
        return [], None
    code, after = page.query("ouvert"), page.query("sur")
    default = people[-1 if code == LAST else 0]
    for who in (str(about), code, after):
        found = next((one for one in people if who in (one.code, str(one.profile_id))), None)
        if found is not None:
            default = found
            break
    cards = cards_of(page, ranking, hiring_of=[default.profile_id])
    return cards, cards[people.index(default)]


def cards_of(
    page: Page, ranking: Ranking, *, hiring_of: Sequence[UUID] | None = None
) -> list[Card]:
    """The people of a page; what hiring takes is asked of these alone (none named: of all)."""
    ids = [one.profile_id for one in ranking.items]
    incentive = ranking.vacancy.incentive
    scheme_id = incentive.scheme_id if incentive else None
    asked = ids if hiring_of is None else hiring_of
    known = hireability.of_page(page.services, page.caller, asked, scheme_id)
    labels = labels_by_id(page, ids)

    def card(person: RankedCandidate) -> Card:
        hiring = known.get(person.profile_id, hireability.WITH_AGENCY)
        return Card(
            candidate=person,
            name=labels[person.profile_id].display_name if person.profile_id in labels else None,
            log=person.log,
            may=ACTIONS[person.state],
            route=route_shown(hiring.route, page.lang) if hiring.route else None,
            verdict=hiring.scheme_verdict,
        )

    return [card(person) for person in ranking.items]


def labels_by_id(page: Page, ids: Sequence[UUID]) -> dict[UUID, Label]:
    """How people may be called; codes alone where the profiles service does not answer."""
    try:
        return page.services.profiles.labels(page.caller, ids)
    except AmudduError:
        return {}
