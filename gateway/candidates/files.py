"""The ranked list to take along: CSV, XLSX, and a sheet to print for an interview.

People go by their code alone in all three: a file or a sheet of paper lies around, and a name
in it would tell what the page shows to the person's own agency only. So would what hiring them
takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.matching.ranking import LanguageMatch, RankedCandidate, Ranking
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Role
from amuddu.kit.i18n import N_
from amuddu.reference.languages import languages
from amuddu.reference.places import places
from gateway.candidates.cards import Card, Evidence
from gateway.candidates.filters import Filters
from gateway.sessions import trail
from gateway.web.labels import in_language
from gateway.web.page import Page, PageDep
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
)


@router.get("/offres/{vacancy_id}/candidats.csv")
def as_csv(page: PageDep, vacancy_id: UUID) -> Response:
    """The list, as it is filtered, for a spreadsheet."""
    return _file(page, "csv", vacancy_id)


@router.get("/offres/{vacancy_id}/candidats.xlsx")
def as_xlsx(page: PageDep, vacancy_id: UUID) -> Response:
    """The same as a workbook."""
    return _file(page, "xlsx", vacancy_id)


@router.get("/offres/{vacancy_id}/fiche")
def sheet(page: PageDep, vacancy_id: UUID) -> Response:
    """The first people of the list on paper, with room to write."""
    page.viewer.require(Role.COUNSELLOR, Role.ADMINISTRATOR)
    filters = Filters.of(page.request.query_params)
    asked = {**filters.asked, "limit": ON_PAPER}
    ranking = page.services.matching.ranking(page.caller, vacancy_id, **asked)
    return page.render(
        "candidate_sheet.html",
        vacancy=page.services.employers.get(page.caller, vacancy_id),
        ranking=ranking,
        filters=filters,
        cards=[Card(person, name=None, log=(), may=()) for person in ranking.items],
    )


def _file(page: Page, form: Format, vacancy_id: UUID) -> Response:
    actor = page.viewer.require(Role.COUNSELLOR, Role.ADMINISTRATOR)
    trail.must(page.request.app.state.audit, actor, "exported")
    filters = Filters.of(page.request.query_params)
    rows = [_row(person, page.lang) for person in _everybody(page, vacancy_id, filters)]
    head = [page.say(title) for title in _HEAD]
    return download(form, f"candidats-{str(vacancy_id)[:8]}", head, rows, rtl=page.lang == "ar")


def _everybody(page: Page, vacancy_id: UUID, filters: Filters) -> Iterator[RankedCandidate]:
    for offset in range(0, MOST_ROWS, _AT_ONCE):
        asked: dict[str, Any] = {**filters.asked, "limit": _AT_ONCE, "offset": offset}
        found: Ranking = page.services.matching.ranking(page.caller, vacancy_id, **asked)
        yield from found.items
        if offset + _AT_ONCE >= found.total:
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
    ]


def _joined(words: Iterator[str]) -> str:
    return " · ".join(words)


def _spoken(one: LanguageMatch, lang: Lang) -> str:
    """A language that is asked for: the level somebody has, then the level wanted."""
    found = languages().get(one.code)
    name = found.names[lang] if found else one.code
    return f"{'✓' if one.met else '✗'} {name} {one.have or '–'} / {one.wanted}"
