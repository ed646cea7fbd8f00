"""Cells that somebody typed, as the events that the other services tell matching.

The way of a file: read by the columns of imports, linked and redacted by the service that keeps it,
told by the function that fills its outbox. Nothing is written anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from amuddu.contracts.batch import BatchOut, RowResult
from amuddu.contracts.employers import VacancyIn, VacancyPublished
from amuddu.contracts.profiles import ProfileIn, ProfileUpdated
from amuddu.imports.columns import Kind
from amuddu.imports.importer import Importer
from amuddu.imports.rows import Row, Table
from amuddu.kit.clock import now
from services.employers.organisations.tables import EmployerRow
from services.employers.schemes.book import Book
from services.employers.vacancies import checks as vacancy_checks
from services.employers.vacancies import mapping as vacancy_mapping
from services.employers.vacancies.tables import VacancyRow
from services.profiles.common.tables import ProfileRow
from services.profiles.people import checks as profile_checks
from services.profiles.people import facts
from services.profiles.people import mapping as profile_mapping

Cells = Mapping[str, str]

_ABOUT_EVERYBODY = {"given_name": "Zyx", "birth_year": "1994", "consents.matching": "oui"}
"""What the form asks and no grade may count: alike for all."""
_EMPLOYER = EmployerRow(id=UUID(int=1), name="-", name_key="-", agency_id="nowhere")


class Refused(ValueError):
    """The import would not take a row, or not all of it; says which and why."""


def people(rows: Iterable[Cells]) -> dict[str, ProfileUpdated]:
    """What matching hears of some people, by reference."""
    bodies = _bodies("profiles", [{**_ABOUT_EVERYBODY, **row} for row in rows])
    return {ref: person(ProfileIn.model_validate(body)) for ref, body in bodies.items()}


def vacancies(rows: Iterable[Cells]) -> dict[str, VacancyPublished]:
    """What matching hears of some vacancies, by reference."""
    return {
        ref: vacancy(VacancyIn.model_validate(body))
        for ref, body in _bodies("vacancies", list(rows)).items()
    }


def person(body: ProfileIn) -> ProfileUpdated:
    """What matching hears of somebody whose profile says this."""
    body = profile_checks.linked(body)
    when = now()
    row = ProfileRow(
        id=uuid5(NAMESPACE_URL, f"judged:{body.external_ref}"),
        code="-",
        audit_id=uuid4(),
        revision=1,
        created_at=when,
        updated_at=when,
    ).saying(**profile_mapping.values(body))
    return facts.updated(row, body.consents, age="adult", revision=1)


def vacancy(body: VacancyIn) -> VacancyPublished:
    """What matching hears of a vacancy that says this."""
    content = vacancy_checks.linked(body, book=Book({}))
    row = VacancyRow(employer_id=_EMPLOYER.id, **vacancy_mapping.vacancy_values(content))
    row.id, row.revision = uuid5(NAMESPACE_URL, f"judged:{body.external_ref}"), 1
    return vacancy_mapping.published_event(row, _EMPLOYER)


def _bodies(kind: Kind, rows: list[dict[str, str]] | list[Cells]) -> dict[str, dict[str, object]]:
    """Bodies of some rows, by reference. Raises `Refused` where anything is not taken."""
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    lines = (Row(number, dict(row)) for number, row in enumerate(rows, start=2))
    importer = Importer(kind, Table(names, lines, total=len(rows)), mapping=None, lang="en")
    sent: list[dict[str, object]] = []

    def send(bodies: list[dict[str, object]]) -> BatchOut:
        sent.extend(bodies)
        return BatchOut(
            results=tuple(RowResult(index=place, outcome="created") for place in range(len(bodies)))
        )

    for _ in importer.run(send):
        pass
    report = importer.report
    if not report.complete:
        raise Refused("; ".join(map(str, (*report.refused, *report.notes))))
    return {str(body["external_ref"]): body for body in sent}
