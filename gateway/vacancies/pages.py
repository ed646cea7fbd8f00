"""Vacancies: the list, one vacancy, publishing and closing it. The form is `vacancy_editing`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import get_args
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from amuddu.contracts.employers import CloseIn, HandBackIn, SchemeOut, Vacancy, VacancyStatus
from amuddu.contracts.organisations import EmployerFile
from amuddu.contracts.postings.alike import AlikeVacancy
from amuddu.contracts.types import Lang
from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, NotFound
from amuddu.rules.base import in_language
from amuddu.rules.incentives.evaluation import Scheme
from amuddu.rules.incentives_kept import read
from amuddu.rules.protection import ages, domestic
from gateway.organisations import pages as organisations
from gateway.rules import cost
from gateway.sessions.security import FormDep
from gateway.vacancies import counts as vacancies_counts
from gateway.vacancies import editing
from gateway.vacancies.counts import Counts
from gateway.web import rendering
from gateway.web.concurrent import or_none
from gateway.web.forms import read_model, text_of
from gateway.web.labels import LABELS
from gateway.web.page import Page, PageDep, done, first_of

router = APIRouter(include_in_schema=False)

PAGE = 20
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
    page: PageDep,
    q: str = "",
    statut: str = "",
    offset: str = "",
) -> Response:
    """The employer's own vacancies, or those of the counsellor's agency."""
    words = " ".join(q.split())[:100]
    status: VacancyStatus | None = next((s for s in STATUSES if s == statut), None)
    first = first_of(offset)
    page.viewer.require(*WRITERS, Role.COORDINATOR, Role.AGENT)
    found = page.services.employers.list(
        page.caller, status=status, q=words or None, limit=PAGE, offset=first
    )
    return page.render(
        "vacancies.html",
        lines=_lines(page, found.items),
        total=found.total,
        offset=first,
        limit=PAGE,
        values={"q": words, "statut": status or ""},
        statuses=STATUSES,
        enterprise=_enterprise(page),
        pager_url="/offres?" + urlencode({"q": words, "statut": status or "", "offset": ""}),
        may_write=page.role in WRITERS,
    )


@router.get("/offres/{vacancy_id}")
def vacancy(page: PageDep, vacancy_id: UUID) -> Response:
    """One vacancy, what can be done with it, and the terms of its incentive."""
    return _show(page, page.services.employers.get(page.caller, vacancy_id))


@router.post("/offres/{vacancy_id}/publier")
def publish(page: PageDep, vacancy_id: UUID, _form: FormDep) -> Response:
    """Publish a draft; one that lacks something comes back as a form that says what."""
    try:
        made = page.services.employers.publish(page.caller, vacancy_id)
    except AmudduError as error:
        found = page.services.employers.get(page.caller, vacancy_id)
        if error.fields:
            return editing.to_be_mended(page, found, error)
        return _show(page, found, problem=error)
    return done(f"/offres/{vacancy_id}", made.status)


@router.post("/offres/{vacancy_id}/rendre")
def hand_back(page: PageDep, vacancy_id: UUID, form: FormDep) -> Response:
    """Hand a vacancy back to its employer, with the kind of wording that has to change."""
    try:
        body = read_model(HandBackIn, {"reason": form.get("reason")})
        page.services.employers.hand_back(page.caller, vacancy_id, body)
    except AmudduError as error:
        found = page.services.employers.get(page.caller, vacancy_id)
        return _show(page, found, problem=error)
    return done(f"/offres/{vacancy_id}", "handed_back")


@router.post("/offres/{vacancy_id}/fermer")
def close(page: PageDep, vacancy_id: UUID, form: FormDep) -> Response:
    """Close a vacancy, with the reason."""
    try:
        body = read_model(CloseIn, {"reason": form.get("reason")})
        page.services.employers.close(page.caller, vacancy_id, body)
    except AmudduError as error:
        found = page.services.employers.get(page.caller, vacancy_id)
        return _show(page, found, problem=error)
    return done(f"/offres/{vacancy_id}", "closed")


@router.post("/offres/{vacancy_id}/encore")
def confirm(page: PageDep, vacancy_id: UUID, _form: FormDep) -> Response:
    """Say that somebody is still looked for."""
    try:
        page.services.employers.confirm(page.caller, vacancy_id)
    except AmudduError as error:
        found = page.services.employers.get(page.caller, vacancy_id)
        return _show(page, found, problem=error)
    return done(f"/offres/{vacancy_id}", "confirmed")


@router.post("/offres/{vacancy_id}/rouvrir")
def reopen(page: PageDep, vacancy_id: UUID, _form: FormDep) -> Response:
    """Open a filled vacancy again: a hire fell through."""
    try:
        page.services.employers.reopen(page.caller, vacancy_id)
    except AmudduError as error:
        found = page.services.employers.get(page.caller, vacancy_id)
        return _show(page, found, problem=error)
    return done(f"/offres/{vacancy_id}", "reopened")


@router.post("/offres/{vacancy_id}/differente")
def tell_apart(page: PageDep, vacancy_id: UUID, form: FormDep) -> Response:
    """Say that two vacancies are not the same ad."""
    try:
        other = UUID(text_of(form, "other"))
    except ValueError:
        raise NotFound from None
    page.services.employers.tell_apart(page.caller, vacancy_id, other)
    return done(f"/offres/{vacancy_id}", "saved")


@router.get("/offres/{vacancy_id}/encore")
@router.get("/offres/{vacancy_id}/publier")
@router.get("/offres/{vacancy_id}/fermer")
@router.get("/offres/{vacancy_id}/rendre")
@router.get("/offres/{vacancy_id}/rouvrir")
@router.get("/offres/{vacancy_id}/differente")
def back_to_vacancy(request: Request, vacancy_id: UUID) -> Response:
    """Somebody changed the language on the answer to a form: show the vacancy in it."""
    return rendering.redirect(f"/offres/{vacancy_id}?{request.url.query}")


def _show(page: Page, found: Vacancy, *, problem: AmudduError | None = None) -> Response:
    return page.render(
        "vacancy.html",
        refused=problem,
        vacancy=found,
        cost=cost.of_vacancy(found, lang=page.lang, scheme=_rules_of_scheme(page, found)),
        scheme=_scheme(page, found),
        counts=_counts(page, found),
        home_duties=_home_duties(found, page.lang),
        home_law={
            "age": ages.limit("domestic"),
            "hours": domestic.weekly_hours(),
            "rest": domestic.rest_hours(),
        },
        reasons=list(LABELS["closing_reason"]),
        handed_back=_handed_back(page, found),
        kinds=LABELS["wording"],
        problem=problem.summary.in_(page.lang) if problem else "",
        may_write=page.role in WRITERS,
        silent_days=_silent_days(found),
        link=_still_hiring_link(page, found),
        alike=_alike(page, found),
    )


def _handed_back(page: Page, found: Vacancy) -> str:
    """The kind of wording that the agency handed a draft back for, if that came last."""
    if found.status != "draft" or page.role not in WRITERS:
        return ""
    steps = page.services.employers.log(page.caller, found.id)
    last = next((line for line in reversed(steps) if line.name != "revise"), None)
    return last.reason or "" if last and last.name == "hand_back" else ""


def _home_duties(found: Vacancy, lang: Lang) -> tuple[str, ...]:
    """What a private household has to do; nothing for other work."""
    trade = found.occupation.concept if found.occupation else None
    if not domestic.is_domestic(trade, household=found.household):
        return ()
    return tuple(in_language(duty.what, lang) for duty in domestic.duties())


def _silent_days(found: Vacancy) -> int:
    """Days since anything was heard of an open vacancy, once they are worth a question."""
    if found.status != "published":
        return 0
    days = (clock.now() - found.updated_at).days
    return days if days >= ASK_DAYS else 0


def _still_hiring_link(page: Page, found: Vacancy) -> str:
    """The link that an agency sends to an employer of whom nothing is heard."""
    if page.role not in (Role.COUNSELLOR, Role.ADMINISTRATOR) or not _silent_days(found):
        return ""
    try:
        return page.services.employers.still_hiring_link(page.caller, found.id).url
    except AmudduError:
        return ""


def _enterprise(page: Page) -> EmployerFile | None:
    """The file of an employer's user who has something to do about it, or who waits."""
    if page.role is not Role.EMPLOYER:
        return None
    found = organisations.file_of(page)
    return None if found and found.state in ("entered", "verified") else found


def _alike(page: Page, found: Vacancy) -> Sequence[AlikeVacancy]:
    """What is likely the same ad, for those who may say so."""
    if page.role not in WRITERS or found.status == "closed":
        return ()
    return or_none(partial(page.services.employers.alike, page.caller, found.id)) or ()


def _lines(page: Page, items: Sequence[Vacancy]) -> list[Line]:
    followed = [item.id for item in items if not item.unpublished]
    if page.role not in _FOLLOWERS:
        followed = []
    counts = vacancies_counts.counts_of(page, followed) or {}
    return [Line(item, counts.get(item.id)) for item in items]


def _counts(page: Page, found: Vacancy) -> Counts | None:
    if found.unpublished or page.role not in _FOLLOWERS:
        return None
    return vacancies_counts.counts(page, found.id)


def _scheme(page: Page, found: Vacancy) -> SchemeOut | None:
    """The scheme as it is on offer today; a past one has its terms left, without a description."""
    wanted = found.incentive_scheme
    if wanted is None:
        return None
    return next((s for s in page.services.employers.schemes(page.caller) if s.id == wanted), None)


def _rules_of_scheme(page: Page, found: Vacancy) -> Scheme | None:
    """The incentive that a vacancy names, as the rules read it today."""
    if found.incentive_scheme is None:
        return None
    kept = page.services.employers.scheme_rules(page.caller, found.incentive_scheme)
    return read(kept.content) if kept else None
