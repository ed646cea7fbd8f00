"""The form of a vacancy: new or changed, with the preview of what an incentive would pay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends
from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.responses import JSONResponse, Response

from amuddu.contracts.employers import (
    MOST_LANGUAGES,
    Employer,
    Vacancy,
    VacancyChange,
    VacancyCreate,
)
from amuddu.contracts.matching.linking import LinkedConcept, LinkJobIn
from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, FieldError, Invalid, NotFound, invalid
from amuddu.kit.i18n import N_, Text
from amuddu.rules import hiring
from amuddu.rules.protection import domestic
from amuddu.rules.protection.minimum import full_week, minimum_month
from amuddu.wording.notes import notes
from gateway.sessions.security import FormDep, RepeatableFormDep
from gateway.vacancies import form as vacancy_form
from gateway.vacancies.form import KEEP_WORDS, Sent
from gateway.vacancies.incentive_preview import FIELDS, Preview, previews
from gateway.web import choices
from gateway.web.error_pages import by_field
from gateway.web.forms import text_of
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

WRITERS = (Role.EMPLOYER, Role.COUNSELLOR, Role.ADMINISTRATOR)
PROPOSALS = 6
MOST_SCREENED = 8000
_SAID = N_("« {words} » : {why} {better}")
_CHOOSE_EMPLOYER = N_("Choisissez l'employeur dans la liste.")
_WHOSE_HOME = N_("Dites si le travail est au domicile d'un particulier.")
_WHICH_TRADE = N_("Choisissez le métier le plus proche dans la liste ci-dessous.")


@dataclass(frozen=True, slots=True)
class Edit(Page):
    """The form's page, and the vacancy that is changed; `None` where a new one is written."""

    vacancy: Vacancy | None = None

    @property
    def asks_employer(self) -> bool:
        """Whether the form asks whose the vacancy is: of a new one, and of one of a file that
        named nobody."""
        if self.role == Role.EMPLOYER:
            return False
        lacking = self.vacancy.to_mend if self.vacancy else ()
        return self.vacancy is None or any(each.field == "employer_id" for each in lacking)


def _edit(page: Page, vacancy: Vacancy | None = None) -> Edit:
    return Edit(page.request, page.viewer, page.services, vacancy)


def _for_new(page: PageDep) -> Edit:
    page.viewer.require(*WRITERS)
    return _edit(page)


def _for_known(page: PageDep, vacancy_id: UUID) -> Edit:
    page.viewer.require(*WRITERS)
    return _edit(page, page.services.employers.get(page.caller, vacancy_id))


NewDep = Annotated[Edit, Depends(_for_new)]
KnownDep = Annotated[Edit, Depends(_for_known)]


@router.get("/offres/nouvelle")
def new(edit: NewDep, copie: str = "") -> Response:
    """An empty form, or one filled with an old vacancy: its start is asked anew."""
    values = {"places": "1"}
    if copie:
        copied = edit.services.employers.get(edit.caller, _vacancy_id(copie))
        values = {**vacancy_form.stored(copied), "starts_on": ""}
    return _page(edit, values, copied=bool(copie))


def _vacancy_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


@router.post("/offres/mots")
def screen(page: PageDep, form: RepeatableFormDep) -> Response:
    """What the words of an offer get wrong, while it is typed: for scripts. Kept nowhere."""
    page.viewer.require(*WRITERS)
    text = text_of(form, "text")[:MOST_SCREENED]
    found = notes([("text", text)], lang=page.lang)
    said = " ".join(page.say(_SAID, words=n.words, why=n.why, better=n.better) for n in found)
    return JSONResponse({"said": said}, headers={"Cache-Control": "no-store"})


@router.get("/offres/{vacancy_id}/modifier")
def edit(edit: KnownDep) -> Response:
    """The form with what is stored."""
    assert edit.vacancy is not None  # `KnownDep` found it
    return _page(edit, vacancy_form.stored(edit.vacancy))


# The form and its token are looked at before who sends it: a strange form is refused as such.
@router.post("/offres/nouvelle")
def create(form: FormDep, edit: NewDep, montrer: str = "") -> Response:
    """Publish or keep what was typed; or show what an incentive would pay."""
    return _answer(edit, form, montrer)


@router.post("/offres/{vacancy_id}/modifier")
def change(form: FormDep, edit: KnownDep, montrer: str = "") -> Response:
    """Keep the changes, and publish where that was asked; or show what an incentive would pay."""
    return _answer(edit, form, montrer)


def to_be_mended(page: Page, vacancy: Vacancy, error: AmudduError) -> Response:
    """The form of a draft that cannot be published yet, with what it lacks."""
    edit, values = _edit(page, vacancy), vacancy_form.stored(vacancy)
    return _page(edit, values, errors=_problems(edit, error), status=error.status)


# --- answers to a form that was sent ------------------------------------------------------------


def _answer(edit: Edit, form: FormData, shown: str) -> Response:
    """Show more of the form, ask once which occupation is meant, or keep what was sent. A refused
    form comes back as it was sent, with the problems beside their fields."""
    sent = vacancy_form.parse(form, lang=edit.lang, before=edit.vacancy, preview=shown == "aide")
    proposals = _proposals(edit, sent)
    more: dict[str, Any] = {"proposals": proposals, "proposing": shown == "competences"}
    try:
        if shown == "aide":
            more["previews"] = _previews(edit, sent)
        elif not shown and proposals:
            asked = FieldError("occupation", Text(_WHICH_TRADE))
            raise Invalid(fields=(asked, *sent.lacks, *sent.problems))
        elif not shown and _asks_household(sent, form):
            asked = FieldError("household", Text(_WHOSE_HOME))
            raise Invalid(fields=(asked, *sent.lacks, *sent.problems))
        elif not shown:
            return _kept(edit, sent)
    except AmudduError as error:
        more["errors"] = _problems(edit, error)
        more["status"] = 422 if shown else error.status
    return _page(edit, sent.values, **more)


def _asks_household(sent: Sent, form: FormData) -> bool:
    """Whether the form comes back once to ask if the employer is a private household."""
    return domestic.is_asked(sent.values.get("occupation_concept")) and "household" not in form


def _kept(edit: Edit, sent: Sent) -> Response:
    """Keep what was sent, and go on to the vacancy."""
    content, caller, employers = sent.read(), edit.caller, edit.services.employers
    vacancy, publishing = edit.vacancy, sent.publishing
    if vacancy is None:
        chosen = {"employer_id": _employer_id(edit, sent), "key": sent.key}
        body = VacancyCreate(**dict(content), publish=publishing, **chosen)
        made = employers.create(caller, body)
        return done(f"/offres/{made.id}", made.status)
    whose = _employer_id(edit, sent) if edit.asks_employer else None
    employers.update(caller, vacancy.id, VacancyChange(**dict(content), employer_id=whose))
    if publishing and vacancy.unpublished:
        return done(f"/offres/{vacancy.id}", employers.publish(caller, vacancy.id).status)
    return done(f"/offres/{vacancy.id}", "saved")


def _previews(edit: Edit, sent: Sent) -> tuple[Preview, ...]:
    content, vacancy = sent.read(), edit.vacancy
    employer_id = vacancy.employer_id if vacancy else None
    if vacancy is None and sent.values.get("employer_id", "").strip():
        employer_id = _employer_id(edit, sent)
    return previews(edit, content, employer_id)


def _proposals(edit: Edit, sent: Sent) -> tuple[LinkedConcept, ...]:
    """Occupations that the words may stand for; none where it is settled or cannot be asked."""
    if not sent.open_words:
        return ()
    try:
        return edit.services.matching.link_job(edit.caller, _job(sent)).items
    except (AmudduError, ValidationError):
        return ()  # the words alone are enough to go on; what is wrong with them is told elsewhere


def _job(sent: Sent) -> LinkJobIn:
    """What the form tells of the trade; the words for it alone while the rest cannot be read."""
    told = sent.vacancy
    skills = (*told.essential_skills, *told.wanted_skills) if told else ()
    return LinkJobIn(
        title=sent.open_words,
        skills=tuple(skill.text for skill in skills),
        description=told.description if told else "",
        limit=PROPOSALS,
    )


def _problems(edit: Edit, error: AmudduError) -> dict[str, str]:
    """Sentences by field; those of one item stand at the list's field and are said once."""
    found = {name: text for name, text in by_field(error, edit.viewer).items() if "." not in name}
    return found or {"": error.text.in_(edit.lang)}


def _employer_id(edit: Edit, sent: Sent) -> UUID | None:
    """The employer chosen by somebody who posts for one; an employer's user posts for their own.

    Raises `Invalid` beside the field.
    """
    if edit.role == Role.EMPLOYER:
        return None
    if sent.employer_id is None:
        raise invalid("employer_id", _CHOOSE_EMPLOYER)
    return sent.employer_id


# --- the page -----------------------------------------------------------------------------------


def _page(
    edit: Edit,
    values: Mapping[str, str],
    *,
    errors: Mapping[str, str] | None = None,
    proposals: tuple[LinkedConcept, ...] = (),
    status: int = 200,
    previews: tuple[Preview, ...] = (),
    copied: bool = False,
    proposing: bool = False,
) -> Response:
    vacancy, lang, employers = edit.vacancy, edit.lang, edit.services.employers
    if vacancy is not None and vacancy.status == "closed":
        raise NotFound
    trade = "" if proposals else values.get("occupation_concept", "")
    essential, wanted = choices.skills_of(trade, lang)
    begins = _begins(values)
    return edit.render(
        "vacancy_form.html",
        status=status,
        vacancy=vacancy,
        action=f"/offres/{vacancy.id}/modifier" if vacancy else "/offres/nouvelle",
        values=values,
        errors=errors or {},
        proposals=proposals,
        previews=previews,
        copied=copied,
        proposing=proposing,
        key=values.get("key") or uuid4(),
        fields=FIELDS,
        employers=_by_name(employers.employers(edit.caller)) if edit.asks_employer else (),
        asks_employer=edit.asks_employer,
        schemes=employers.schemes(edit.caller),
        towns=choices.towns(lang),
        spoken=choices.spoken(lang),
        levels=choices.levels(),
        trades=choices.trades(lang),
        rows=vacancy_form.language_rows(values),
        most_languages=MOST_LANGUAGES,
        essential=_not_listed(essential, values),
        wanted=_not_listed(wanted, values),
        keep_words=KEEP_WORDS,
        minimum=hiring.minimum_wage(on=begins),
        asks_household=domestic.is_asked(trade),
        home_minimum=minimum_month("domestic", on=begins),
        farm_minimum=hiring.minimum_wage(on=begins, sector="farming"),
        part=_part(values, begins),
    )


def _part(values: Mapping[str, str], begins: date) -> dict[str, Decimal | int | None]:
    """The least that the hours which were typed pay, in a firm and in a home."""
    typed = values.get("hours_week", "")
    hours = int(typed) if typed.isdecimal() and len(typed) < 3 else 0
    if not 0 < hours < full_week("general"):
        return {}
    general, home = (minimum_month(k, on=begins, hours_week=hours) for k in ("general", "domestic"))
    return {
        "hours": hours,
        "general": general.amount if general else None,
        "home": home.amount if home else None,
    }


def _by_name(employers: Iterable[Employer]) -> list[Employer]:
    return sorted(employers, key=lambda employer: employer.name)


def _begins(values: Mapping[str, str]) -> date:
    """The day whose legal minimum is told: that of the start, or today."""
    today = clock.today()
    try:
        return max(today, date.fromisoformat(values.get("starts_on", "")))
    except ValueError:
        return today


def _not_listed(
    options: tuple[choices.Option, ...], values: Mapping[str, str]
) -> list[choices.Option]:
    """Proposed skills that are not among the lines already typed."""
    listed = {
        line.strip().casefold()
        for name in ("essential_skills", "wanted_skills")
        for line in values.get(name, "").splitlines()
    }
    return [option for option in options if option[1].casefold() not in listed]
