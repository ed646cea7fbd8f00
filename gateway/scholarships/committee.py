"""A committee's pages: what there is to score, without a name, a code or an agency."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.support.judging import ScoreIn
from amuddu.contracts.support.scholarships import MEMBERS, Scoring, ToScore
from amuddu.kit.errors import AmudduError, NotFound
from gateway.scholarships.words import HOME
from gateway.sessions.security import FormDep
from gateway.web.forms import optional, read_model, text_of, typed_values
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

POINTS = ("need", "benefit", "chance")
MOST = 5
_ONE = f"{HOME}/comite/{{call_id}}/{{application_id}}"


@router.get(f"{HOME}/comite")
def every(page: PageDep) -> Response:
    """Every call on whose committee the reader is."""
    page.viewer.require(*MEMBERS)
    return page.render("committee.html", items=page.services.support.scorings(page.caller).items)


@router.get(_ONE)
def one(page: PageDep, call_id: UUID, application_id: UUID) -> Response:
    """One application to score."""
    page.viewer.require(*MEMBERS)
    return _show(page, call_id, application_id)


@router.post(_ONE)
def score(page: PageDep, call_id: UUID, application_id: UUID, form: FormDep) -> Response:
    """Give points, or say that one cannot judge it."""
    page.viewer.require(*MEMBERS)
    try:
        page.services.support.score(page.caller, application_id, _said(form))
    except AmudduError as error:
        return _show(page, call_id, application_id, refused=error, values=typed_values(form))
    return done(f"{HOME}/comite", "scored")


def _said(form: FormData) -> ScoreIn:
    if text_of(form, "action") == "conflict":
        return ScoreIn(conflict=True)
    return read_model(ScoreIn, {name: optional(form, name) for name in POINTS})


def _show(
    page: Page,
    call_id: UUID,
    application_id: UUID,
    *,
    refused: AmudduError | None = None,
    values: dict[str, str] | None = None,
) -> Response:
    of: Scoring = page.services.support.scoring(page.caller, call_id)
    found = next((each for each in of.items if each.id == application_id), None)
    if found is None:
        raise NotFound
    return page.render(
        "committee_score.html",
        refused=refused,
        scoring=of,
        one=found,
        following=_next(of, found),
        names=POINTS,
        scale=range(MOST + 1),
        values=values or {},
    )


def _next(of: Scoring, found: ToScore) -> ToScore | None:
    """The next one that waits for this member."""
    waiting = [each for each in of.items if not (each.scored or each.conflict)]
    return next((each for each in waiting if each.id != found.id), None)
