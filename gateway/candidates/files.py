"""The ranked list to take along: CSV, XLSX, and a sheet to print for an interview.

People go by their code alone in all three: a file or a sheet of paper lies around, and a name
in it would tell what the page shows to the person's own agency only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from amuddu.contracts.matching.ranking import LanguageMatch, RankedCandidate, Ranking
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Role
from amuddu.kit.i18n import N_
from amuddu.reference.languages import languages
from amuddu.reference.places import places
from gateway.candidates.cards import Card, Evidence, route_shown
from gateway.candidates.pages import Filters
from gateway.clients import Services, ServicesDep
from gateway.clients.base import Caller
from gateway.sessions.security import ViewerDep
from gateway.web import rendering
from gateway.web.labels import in_language
from gateway.web.spreadsheets import Cell, Format, download

router = APIRouter(include_in_schema=False)

MOST_ROWS = 500
_AT_ONCE = 100
ON_PAPER = 20

_HEAD = (
    N_("Rang"),
    N_("Code"),
    N_("Étape"),
    N_("Correspondance (sur 100)"),
    N_("Métier"),
    N_("Ville"),
    N_("Distance (km)"),
    N_("Expérience (mois)"),
    N_("Compétences présentes"),
    N_("Indispensables non indiquées"),
    N_("Souhaitées non indiquées"),
    N_("Langues demandées"),
    N_("Démarches"),
    N_("Aide à l'embauche"),
)


@router.get("/offres/{vacancy_id}/candidats.csv")
def as_csv(
    request: Request, viewer: ViewerDep, services: ServicesDep, vacancy_id: UUID
) -> Response:
    """The list, as it is filtered, for a spreadsheet."""
    return _file("csv", request, viewer, services, vacancy_id)


@router.get("/offres/{vacancy_id}/candidats.xlsx")
def as_xlsx(
    request: Request, viewer: ViewerDep, services: ServicesDep, vacancy_id: UUID
) -> Response:
    """The same as a workbook."""
    return _file("xlsx", request, viewer, services, vacancy_id)


@router.get("/offres/{vacancy_id}/fiche")
def sheet(request: Request, viewer: ViewerDep, services: ServicesDep, vacancy_id: UUID) -> Response:
    """The first people of the list on paper, with room to write."""
    viewer.require(Role.COUNSELLOR, Role.ADMINISTRATOR)
    filters = Filters.of(request.query_params)
    asked = {**filters.asked, "limit": ON_PAPER}
    ranking = services.matching.ranking(viewer.caller, vacancy_id, **asked)
    return rendering.page(
        request,
        viewer,
        "candidate_sheet.html",
        vacancy=services.employers.get(viewer.caller, vacancy_id),
        ranking=ranking,
        filters=filters,
        cards=[
            Card(person, None, (), route_shown(person.route, viewer.lang), ())
            for person in ranking.items
        ],
    )


def _file(
    form: Format, request: Request, viewer: ViewerDep, services: Services, vacancy_id: UUID
) -> Response:
    viewer.require(Role.COUNSELLOR, Role.ADMINISTRATOR)
    filters = Filters.of(request.query_params)
    lang = viewer.lang
    rows = [
        _row(person, lang) for person in _everybody(services, viewer.caller, vacancy_id, filters)
    ]
    head = [rendering.say(viewer, title) for title in _HEAD]
    return download(form, f"candidats-{str(vacancy_id)[:8]}", head, rows, rtl=lang == "ar")


def _everybody(
    services: Services, caller: Caller, vacancy_id: UUID, filters: Filters
) -> Iterator[RankedCandidate]:
    for offset in range(0, MOST_ROWS, _AT_ONCE):
        asked: dict[str, Any] = {**filters.asked, "limit": _AT_ONCE, "offset": offset}
        page: Ranking = services.matching.ranking(caller, vacancy_id, **asked)
        yield from page.items
        if offset + _AT_ONCE >= page.total:
            return


def _row(person: RankedCandidate, lang: Lang) -> list[Cell]:
    words, evidence, reasons = in_language(lang), Evidence(person.reasons), person.reasons
    town = places().get(person.place or "")
    away = reasons.distance_km
    return [
        person.rank,
        person.code,
        words["state"][person.state],
        round(person.fit * 100),
        reasons.occupation_found or "",
        town.names[lang] if town else "",
        None if away is None else round(away),
        reasons.experience_months,
        _joined(one.wanted for one in evidence.met),
        _joined(one.wanted for one in evidence.missing if one.essential),
        _joined(one.wanted for one in evidence.missing if not one.essential),
        _joined(_spoken(one, lang) for one in reasons.languages),
        words["route"][person.route],
        words["verdict"][person.scheme_verdict] if person.scheme_verdict else "",
    ]


def _joined(words: Iterator[str]) -> str:
    return " · ".join(words)


def _spoken(one: LanguageMatch, lang: Lang) -> str:
    """A language that is asked for: the level somebody has, then the level wanted."""
    found = languages().get(one.code)
    name = found.names[lang] if found else one.code
    return f"{'✓' if one.met else '✗'} {name} {one.have or '–'} / {one.wanted}"
