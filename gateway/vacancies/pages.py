"""Vacancies: the list, one vacancy, publishing and closing it. The form is `vacancy_editing`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import get_args
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from amuddu.contracts.employers import CloseIn, SchemeOut, Vacancy, VacancyStatus
from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, Invalid
from amuddu.rules.base import in_language
from amuddu.rules.incentives.evaluation import Scheme
from amuddu.rules.incentives_kept import read
from amuddu.rules.protection import domestic
from gateway.clients import Services, ServicesDep
from gateway.rules import cost
from gateway.sessions.security import FormDep, Viewer, ViewerDep
from gateway.vacancies import counts as vacancies_counts
from gateway.vacancies import editing
from gateway.vacancies.counts import Counts
from gateway.web import flash, rendering
from gateway.web.forms import read_model
from gateway.web.labels import LABELS

router = APIRouter(include_in_schema=False)

PAGE = 20
MOST_OFFSET = 100_000
STATUSES: tuple[VacancyStatus, ...] = get_args(VacancyStatus)
CLOSES_SOON = timedelta(days=30)
ASK_DAYS = 30
"""After so long without news the page asks whether somebody is still looked for."""
WRITERS = (Role.EMPLOYER, Role.COUNSELLOR, Role.ADMINISTRATOR)
_FOLLOWERS = WRITERS
"""Roles that matching tells about the people of a vacancy."""


@dataclass(frozen=True, slots=True)
class Line:
    """A vacancy in the list, with how many people stand where; `None`: not known just now."""

    vacancy: Vacancy
    counts: Counts | None

    @property
    def closes_soon(self) -> bool:
        """Whether it closes within a month unless its employer is heard of."""
        day = self.vacancy.closes_on
        return day is not None and day <= clock.today() + CLOSES_SOON


@router.get("/offres")
def vacancies(
    request: Request,
    viewer: ViewerDep,
    services: ServicesDep,
    q: str = "",
    statut: str = "",
    offset: str = "",
) -> Response:
    """The employer's own vacancies, or those of the counsellor's agency."""
    words = " ".join(q.split())[:100]
    status: VacancyStatus | None = next((s for s in STATUSES if s == statut), None)
    first = min(int(offset), MOST_OFFSET) if offset.isdecimal() else 0
    viewer.require(*WRITERS, Role.COORDINATOR, Role.AGENT)
    page = services.employers.list(
        viewer.caller, status=status, q=words or None, limit=PAGE, offset=first
    )
    return rendering.page(
        request,
        viewer,
        "vacancies.html",
        lines=_lines(viewer, services, page.items),
        total=page.total,
        offset=first,
        limit=PAGE,
        values={"q": words, "statut": status or ""},
        statuses=STATUSES,
        pager_url="/offres?" + urlencode({"q": words, "statut": status or "", "offset": ""}),
        may_write=viewer.actor.role in WRITERS,
    )


@router.get("/offres/{vacancy_id}")
def vacancy(
    request: Request, viewer: ViewerDep, services: ServicesDep, vacancy_id: UUID
) -> Response:
    """One vacancy, what can be done with it, and the terms of its incentive."""
    return _show(request, viewer, services, services.employers.get(viewer.caller, vacancy_id))


@router.post("/offres/{vacancy_id}/publier")
def publish(
    request: Request, viewer: ViewerDep, services: ServicesDep, vacancy_id: UUID, _form: FormDep
) -> Response:
    """Publish a draft; one that lacks something comes back as a form that says what."""
    try:
        services.employers.publish(viewer.caller, vacancy_id)
    except AmudduError as error:
        found = services.employers.get(viewer.caller, vacancy_id)
        if error.fields:
            return editing.to_be_mended(request, viewer, services, found, error)
        return _show(request, viewer, services, found, problem=error)
    return rendering.redirect(flash.with_flash(f"/offres/{vacancy_id}", "published"))


@router.post("/offres/{vacancy_id}/fermer")
def close(
    request: Request, viewer: ViewerDep, services: ServicesDep, vacancy_id: UUID, form: FormDep
) -> Response:
    """Close a vacancy, with the reason."""
    try:
        body = read_model(CloseIn, {"reason": form.get("reason")})
        services.employers.close(viewer.caller, vacancy_id, body)
    except AmudduError as error:
        found = services.employers.get(viewer.caller, vacancy_id)
        return _show(request, viewer, services, found, problem=error)
    return rendering.redirect(flash.with_flash(f"/offres/{vacancy_id}", "closed"))


@router.post("/offres/{vacancy_id}/encore")
def confirm(
    request: Request, viewer: ViewerDep, services: ServicesDep, vacancy_id: UUID, _form: FormDep
) -> Response:
    """Say that somebody is still looked for."""
    try:
        services.employers.confirm(viewer.caller, vacancy_id)
    except AmudduError as error:
        found = services.employers.get(viewer.caller, vacancy_id)
        return _show(request, viewer, services, found, problem=error)
    return rendering.redirect(flash.with_flash(f"/offres/{vacancy_id}", "confirmed"))


@router.get("/offres/{vacancy_id}/encore")
@router.get("/offres/{vacancy_id}/publier")
@router.get("/offres/{vacancy_id}/fermer")
def back_to_vacancy(request: Request, vacancy_id: UUID) -> Response:
    """Somebody changed the language on the answer to a form: show the vacancy in it."""
    return rendering.redirect(f"/offres/{vacancy_id}?{request.url.query}")


def _show(
    request: Request,
    viewer: Viewer,
    services: Services,
    found: Vacancy,
    *,
    problem: AmudduError | None = None,
) -> Response:
    return rendering.page(
        request,
        viewer,
        "vacancy.html",
        status=problem.status if problem else 200,
        vacancy=found,
        cost=cost.of_vacancy(
            found, lang=viewer.lang, scheme=_rules_of_scheme(viewer, services, found)
        ),
        scheme=_scheme(viewer, services, found),
        counts=_counts(viewer, services, found),
        home_duties=_home_duties(found, viewer),
        reasons=list(LABELS["closing_reason"]),
        flash=flash.said(request.query_params.get(flash.PARAMETER), viewer),
        problem=_sentence(problem, viewer) if problem else "",
        may_write=viewer.actor.role in WRITERS,
        silent_days=_silent_days(found),
        link=_still_hiring_link(viewer, services, found),
    )


def _home_duties(found: Vacancy, viewer: Viewer) -> tuple[str, ...]:
    """What a private household has to do; nothing for other work."""
    trade = found.occupation.concept if found.occupation else None
    if not domestic.is_domestic(trade, household=found.household):
        return ()
    return tuple(in_language(duty.what, viewer.lang) for duty in domestic.duties())


def _silent_days(found: Vacancy) -> int:
    """Days since anything was heard of an open vacancy, once they are worth a question."""
    if found.status != "published":
        return 0
    days = (clock.now() - found.updated_at).days
    return days if days >= ASK_DAYS else 0


def _still_hiring_link(viewer: Viewer, services: Services, found: Vacancy) -> str:
    """The link that an agency sends to an employer of whom nothing is heard."""
    if viewer.actor.role not in (Role.COUNSELLOR, Role.ADMINISTRATOR) or not _silent_days(found):
        return ""
    try:
        return services.employers.still_hiring_link(viewer.caller, found.id).url
    except AmudduError:
        return ""


def _sentence(problem: AmudduError, viewer: Viewer) -> str:
    """What is wrong with the one field of the form, else the problem as a whole."""
    told = problem.fields[0].text if isinstance(problem, Invalid) else problem.text
    return told.in_(viewer.lang)


def _lines(viewer: Viewer, services: Services, items: Sequence[Vacancy]) -> list[Line]:
    followed = [item.id for item in items if item.status != "draft"]
    if viewer.actor.role not in _FOLLOWERS:
        followed = []
    counts = vacancies_counts.counts_of(services, viewer.caller, followed) or {}
    return [Line(item, counts.get(item.id)) for item in items]


def _counts(viewer: Viewer, services: Services, found: Vacancy) -> Counts | None:
    if found.status == "draft" or viewer.actor.role not in _FOLLOWERS:
        return None
    return vacancies_counts.counts(services, viewer.caller, found.id)


def _scheme(viewer: Viewer, services: Services, found: Vacancy) -> SchemeOut | None:
    """The scheme as it is on offer today; a past one has its terms left, without a description."""
    wanted = found.incentive_scheme
    if wanted is None:
        return None
    return next((s for s in services.employers.schemes(viewer.caller) if s.id == wanted), None)


def _rules_of_scheme(viewer: Viewer, services: Services, found: Vacancy) -> Scheme | None:
    """The incentive that a vacancy names, as the rules read it today."""
    if found.incentive_scheme is None:
        return None
    kept = services.employers.scheme_rules(viewer.caller, found.incentive_scheme)
    return read(kept.content) if kept else None
