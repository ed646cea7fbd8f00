"""The first page of employers, counsellors, agents and coordinators: what waits for them.

A line may be taken over, put off until a day, and given back; the team sees who did. Nobody takes a
line that their own page does not have: another's is not there, and so is one that is over.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.kit import auth, clock
from amuddu.kit.auth import Role
from amuddu.kit.db import Session, SessionDep
from amuddu.kit.errors import AmudduError, BadRequest, NotFound, Unavailable
from amuddu.kit.i18n import N_
from gateway.sessions.security import FormDep, RepeatableFormDep
from gateway.taken import service as taken
from gateway.today.composing import Day, compose, find
from gateway.today.lines import Look
from gateway.today.roles import PLANS
from gateway.web.forms import day_of, text_of
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

HERE = "/aujourdhui"
_OVER = N_("Cette ligne n'attend plus.")
_WEEK = timedelta(days=7)


@router.get(HERE)
def today(page: PageDep, session: SessionDep) -> Response:
    """The page."""
    page.viewer.require(*PLANS)
    return _show(page, session)


@router.post(f"{HERE}/lignes/{{kind}}/{{about}}")
def hold(
    page: PageDep, session: SessionDep, kind: str, about: UUID, form: RepeatableFormDep
) -> Response:
    """Take a line over, put it off, or give it back. Doing it twice is doing it once."""
    page.viewer.require(*PLANS)
    auth.require(page.viewer.actor, *PLANS, writes=True)
    action = text_of(form, "action")
    if action not in ("take", "later", "back"):
        raise BadRequest
    try:
        _hold(page, session, (kind, about), action, form)
    except AmudduError as error:
        typed = text_of(form, "until") if action == "later" else None
        return _show(page, session, refused=error, about=f"l-{kind}-{about}", typed=typed)
    code = {"take": "looked_after", "later": "put_off", "back": "given_back"}[action]
    at = "plus-tard" if action == "later" else f"l-{kind}-{about}"
    return done(f"{HERE}?sur={kind}-{about}", code, at=at)


def _hold(page: Page, session: Session, key: tuple[str, UUID], action: str, form: FormData) -> None:
    """Raises `NotFound` for what is not on the page, `Invalid`, `Conflict`."""
    actor = page.viewer.actor
    name, about = key
    kinds = [kind for kind in PLANS[page.role].kinds if kind.name == name and kind.shared]
    if not kinds:
        raise NotFound
    holds = taken.held(session, actor)
    there = find(Look(page, session), kinds, holds)[name]
    if there is None:
        raise Unavailable(retry_after=2)
    if about not in {line.about for line in there.lines}:
        raise NotFound(_OVER)
    if action == "take":
        taken.take(session, actor, key)
    elif action == "later":
        taken.put_off(session, actor, key, _day(form))
    else:
        taken.give_back(session, actor, key)


def _day(form: FormData) -> date | None:
    try:
        return date.fromisoformat(day_of(form, "until") or "")
    except ValueError:
        return None


@router.post(f"{HERE}/interets/{{interest_id}}")
def take_up(page: PageDep, interest_id: UUID, _form: FormDep) -> Response:
    """Say that the agency looks after an interest; the person reads so."""
    page.viewer.require(Role.COUNSELLOR)
    page.services.matching.take_up_interest(page.caller, interest_id)
    return done(HERE, "taken_up")


def _show(
    page: Page,
    session: Session,
    *,
    refused: AmudduError | None = None,
    about: str = "",
    typed: str | None = None,
) -> Response:
    plan, actor = PLANS[page.role], page.viewer.actor
    found: Day = compose(Look(page, session), plan.kinds, taken.held(session, actor))
    today = clock.today()
    return page.render(
        "today.html",
        refused=refused,
        problem=refused.summary.in_(page.lang) if refused else "",
        problem_about=about,
        typed=typed,
        day=found,
        plan=plan,
        today=today,
        first_day=today + timedelta(days=1),
        usual_day=today + _WEEK,
        last_day=today + taken.LONGEST,
        may_hold=taken.team_of(actor) is not None and actor.employer_right != "read",
        about=page.query("sur"),
    )
