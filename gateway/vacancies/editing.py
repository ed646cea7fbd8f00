"""The form of a vacancy: new or changed, with the preview of what an incentive would pay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.employers import Employer, Vacancy, VacancyCreate
from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, NotFound, invalid
from amuddu.kit.i18n import N_
from amuddu.rules import hiring
from gateway.clients import Services, ServicesDep
from gateway.sessions.security import FormDep, Viewer, ViewerDep
from gateway.vacancies import form as vacancies_form
from gateway.vacancies.form import Filled
from gateway.vacancies.incentive_preview import FIELDS, Preview, previews
from gateway.web import choices, flash, rendering
from gateway.web.error_pages import by_field
from gateway.web.forms import text_of

router = APIRouter(include_in_schema=False)

WRITERS = (Role.EMPLOYER, Role.COUNSELLOR, Role.ADMINISTRATOR)
_CHOOSE_EMPLOYER = N_("Choisissez l'employeur dans la liste.")
_NO_TITLE_YET = "…"
"""Stands in for the title in a preview, which does not depend on it."""


@router.get("/offres/nouvelle")
def new(request: Request, viewer: ViewerDep, services: ServicesDep, copie: str = "") -> Response:
    """An empty form, or one filled with an old vacancy: its start is asked anew."""
    viewer.require(*WRITERS)
    values = {"places": "1"}
    if copie:
        copied = services.employers.get(viewer.caller, _vacancy_id(copie))
        values = {**vacancies_form.stored(copied), "starts_on": ""}
    return _form(request, viewer, services, Filled(values), copied=bool(copie))


def _key(form: FormData) -> UUID | None:
    """What the form was made with, so that sending it twice posts one vacancy."""
    try:
        return UUID(text_of(form, "key"))
    except ValueError:
        return None


def _vacancy_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


@router.post("/offres/nouvelle")
def create(
    request: Request, viewer: ViewerDep, services: ServicesDep, form: FormDep, montrer: str = ""
) -> Response:
    """Publish or keep what was typed; or show what an incentive would pay."""
    viewer.require(*WRITERS)
    if montrer:
        return _preview(request, viewer, services, form, shown=montrer)
    asked = _question(request, viewer, services, form)
    if asked:
        return asked
    publishing = text_of(form, "action") == "publish"
    try:
        content = vacancies_form.read(form, lang=viewer.lang)
        body = VacancyCreate.model_validate(
            {
                **dict(content),
                "publish": publishing,
                "employer_id": _employer_id(viewer, form),
                "key": _key(form),
            }
        )
        made = services.employers.create(viewer.caller, body)
    except AmudduError as error:
        return _refused(request, viewer, services, form, error)
    return _done(made, "published" if publishing else "draft")


@router.get("/offres/{vacancy_id}/modifier")
def edit(request: Request, viewer: ViewerDep, services: ServicesDep, vacancy_id: UUID) -> Response:
    """The form with what is stored."""
    viewer.require(*WRITERS)
    vacancy = services.employers.get(viewer.caller, vacancy_id)
    return _form(request, viewer, services, Filled(vacancies_form.stored(vacancy)), vacancy=vacancy)


@router.post("/offres/{vacancy_id}/modifier")
def change(
    request: Request,
    viewer: ViewerDep,
    services: ServicesDep,
    vacancy_id: UUID,
    form: FormDep,
    montrer: str = "",
) -> Response:
    """Keep the changes, and publish where that was asked; or show what an incentive would pay."""
    viewer.require(*WRITERS)
    vacancy = services.employers.get(viewer.caller, vacancy_id)
    if montrer:
        return _preview(request, viewer, services, form, shown=montrer, vacancy=vacancy)
    asked = _question(request, viewer, services, form, vacancy=vacancy)
    if asked:
        return asked
    publishing = text_of(form, "action") == "publish" and vacancy.status == "draft"
    try:
        content = vacancies_form.read(form, lang=viewer.lang, before=vacancy)
        services.employers.update(viewer.caller, vacancy_id, content)
        if publishing:
            services.employers.publish(viewer.caller, vacancy_id)
    except AmudduError as error:
        return _refused(request, viewer, services, form, error, vacancy=vacancy)
    return _done(vacancy, "published" if publishing else "saved")


def to_be_mended(
    request: Request, viewer: Viewer, services: Services, vacancy: Vacancy, error: AmudduError
) -> Response:
    """The form of a draft that cannot be published yet, with what it lacks."""
    filled = Filled(vacancies_form.stored(vacancy), _problems(error, viewer))
    return _form(request, viewer, services, filled, vacancy=vacancy, status=error.status)


# --- answers to a form that was sent ------------------------------------------------------------


def _done(vacancy: Vacancy, code: str) -> Response:
    return rendering.redirect(flash.with_flash(f"/offres/{vacancy.id}", code))


def _refused(
    request: Request,
    viewer: Viewer,
    services: Services,
    form: FormData,
    error: AmudduError,
    *,
    vacancy: Vacancy | None = None,
) -> Response:
    """The form as it was sent, with the problems beside their fields."""
    filled = Filled(vacancies_form.typed(form), _problems(error, viewer))
    return _form(request, viewer, services, filled, vacancy=vacancy, status=error.status)


def _question(
    request: Request,
    viewer: Viewer,
    services: Services,
    form: FormData,
    *,
    vacancy: Vacancy | None = None,
) -> Response | None:
    """Ask once which occupation the words stand for, where the reference data cannot tell."""
    proposals = vacancies_form.proposals(form, services, viewer.caller)
    if not proposals:
        return None
    errors = vacancies_form.question(viewer.lang)
    errors |= {each.field: each.text.in_(viewer.lang) for each in vacancies_form.missing(form)}
    try:
        vacancies_form.read(form, lang=viewer.lang, before=vacancy)
    except AmudduError as error:
        errors |= _problems(error, viewer)
    filled = Filled(vacancies_form.typed(form), errors, proposals)
    return _form(request, viewer, services, filled, vacancy=vacancy, status=422)


def _preview(
    request: Request,
    viewer: Viewer,
    services: Services,
    form: FormData,
    *,
    shown: str,
    vacancy: Vacancy | None = None,
) -> Response:
    """The form again, with what its incentive would pay or the skills of its trade."""
    proposals = vacancies_form.proposals(form, services, viewer.caller)
    filled = Filled(vacancies_form.typed(form), proposals=proposals)
    found: tuple[Preview, ...] = ()
    if shown == "aide":
        try:
            content = vacancies_form.read(
                form, lang=viewer.lang, before=vacancy, title=_NO_TITLE_YET
            )
            employer = _employer_asked(viewer, form, vacancy)
            found = previews(services, viewer.caller, content, employer)
        except AmudduError as error:
            filled = replace(filled, errors=_problems(error, viewer))
    status = 422 if filled.errors else 200
    return _form(
        request,
        viewer,
        services,
        filled,
        vacancy=vacancy,
        status=status,
        previews=found,
        proposing=shown == "competences",
    )


def _problems(error: AmudduError, viewer: Viewer) -> dict[str, str]:
    """Sentences by field; those of one item stand at the list's field and are said once."""
    found = {name: text for name, text in by_field(error, viewer).items() if "." not in name}
    return found or {"": error.text.in_(viewer.lang)}


# --- the employer -------------------------------------------------------------------------------


def _employer_id(viewer: Viewer, form: FormData) -> UUID | None:
    """The employer chosen by somebody who posts for one; an employer's user posts for their own.

    Raises `Invalid` beside the field.
    """
    if viewer.actor.role == Role.EMPLOYER:
        return None
    try:
        return UUID(text_of(form, "employer_id"))
    except ValueError:
        raise invalid("employer_id", _CHOOSE_EMPLOYER) from None


def _employer_asked(viewer: Viewer, form: FormData, vacancy: Vacancy | None) -> UUID | None:
    """The employer in a preview, which goes without one as well."""
    if vacancy is not None:
        return vacancy.employer_id
    return _employer_id(viewer, form) if text_of(form, "employer_id") else None


def _employers(viewer: Viewer, services: Services, vacancy: Vacancy | None) -> list[Employer]:
    if viewer.actor.role == Role.EMPLOYER or vacancy is not None:
        return []
    return sorted(services.employers.employers(viewer.caller), key=lambda found: found.name)


# --- the page -----------------------------------------------------------------------------------


def _form(
    request: Request,
    viewer: Viewer,
    services: Services,
    filled: Filled,
    *,
    vacancy: Vacancy | None = None,
    status: int = 200,
    previews: tuple[Preview, ...] = (),
    copied: bool = False,
    proposing: bool = False,
) -> Response:
    if vacancy is not None and vacancy.status == "closed":
        raise NotFound
    essential, wanted = choices.skills_of(filled.occupation_id, viewer.lang)
    begins = _begins(filled)
    return rendering.page(
        request,
        viewer,
        "vacancy_form.html",
        status=status,
        vacancy=vacancy,
        action=f"/offres/{vacancy.id}/modifier" if vacancy else "/offres/nouvelle",
        filled=filled,
        values=filled.values,
        errors=filled.errors,
        previews=previews,
        copied=copied,
        proposing=proposing,
        key=filled.values.get("key") or uuid4(),
        fields=FIELDS,
        employers=_employers(viewer, services, vacancy),
        asks_employer=viewer.actor.role != Role.EMPLOYER and vacancy is None,
        schemes=services.employers.schemes(viewer.caller),
        towns=choices.towns(viewer.lang),
        spoken=choices.spoken(viewer.lang),
        levels=choices.levels(),
        trades=choices.trades(viewer.lang),
        rows=vacancies_form.language_rows(filled.values),
        essential=_not_listed(essential, filled),
        wanted=_not_listed(wanted, filled),
        keep_words=vacancies_form.KEEP_WORDS,
        minimum=hiring.minimum_wage(on=begins),
        farm_minimum=hiring.minimum_wage(on=begins, sector="farming"),
    )


def _begins(filled: Filled) -> date:
    """The day whose legal minimum is told: that of the start, or today."""
    today = clock.today()
    try:
        return max(today, date.fromisoformat(filled.values.get("starts_on", "")))
    except ValueError:
        return today


def _not_listed(options: tuple[choices.Option, ...], filled: Filled) -> list[choices.Option]:
    """Proposed skills that are not among the lines already typed."""
    listed = {
        line.strip().casefold()
        for name in ("essential_skills", "wanted_skills")
        for line in filled.values.get(name, "").splitlines()
    }
    return [option for option in options if option[1].casefold() not in listed]
