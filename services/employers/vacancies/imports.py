"""Import of vacancies from a file: each row judged alone, good rows kept among bad ones.

A row is known by its employer and its own `external_ref`, so the same file sent twice changes
nothing. Four rules:

- Rows publish unless they say `publish: false`; a published vacancy never becomes a draft again.
- Old ads are welcome: a start that has passed is dropped, and the row's result says so. A
  vacancy that already holds this start keeps it.
- A closed vacancy is not opened again: a changed row for it is refused.
- A reference used twice in one file is refused the second time: which of the two would be true?
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from amuddu.contracts.batch import BatchIn, BatchOut, RowOutcome
from amuddu.contracts.employers import VacancyCreate, VacancyIn
from amuddu.contracts.types import ExternalRef, ShortText
from amuddu.kit.batch import Kept, Row, import_each
from amuddu.kit.clock import today
from amuddu.kit.db import Session
from amuddu.kit.errors import FieldError, Invalid, invalid
from amuddu.kit.i18n import N_, Text
from amuddu.kit.observability import logs
from amuddu.kit.web.validation import field_errors
from services.employers.organisations import mapping as organisations_mapping
from services.employers.organisations import repository as organisations_repository
from services.employers.organisations.access import Caller
from services.employers.organisations.tables import EmployerRow
from services.employers.schemes import catalogue as schemes
from services.employers.schemes.book import Book
from services.employers.vacancies import checks, mapping, repository, service
from services.employers.vacancies.tables import VacancyRow

log = logs.get(__name__)

_NO_REFERENCE = N_(
    "Ajoutez une référence à cette offre, par exemple son numéro chez l'employeur : "
    "elle évite de la créer deux fois."
)
_PAST_START = N_("Ce jour de début est passé : il n'a pas été repris.")


class ImportRow(VacancyCreate):
    """A row: a vacancy, its reference, and whose it is where the batch does not say."""

    external_ref: ExternalRef
    employer_name: ShortText | None = None


@dataclass(slots=True)
class _Import:
    """One import under way."""

    session: Session
    batch: BatchIn
    caller: Caller
    book: Book
    """The schemes in force today, which rows may name."""
    seen: dict[tuple[UUID, str], int] = field(default_factory=dict)
    """Number of the row that used each reference, as people count rows: from 1."""


def import_rows(session: Session, body: BatchIn, *, caller: Caller) -> BatchOut:
    """Create, change or leave one vacancy a row; a refused row leaves nothing behind."""
    if body.agency_id:
        caller.enters_in(body.agency_id)
    repository.one_import_at_a_time(session)
    work = _Import(session, body, caller, schemes.in_force(session, on=today()))
    done = import_each(session, body, partial(_kept, work), lang=caller.lang)
    refused = sum(result.outcome == "refused" for result in done.results)
    log.info("vacancies imported", rows=len(done.results), refused=refused)
    return done


def _kept(work: _Import, index: int, values: Row) -> Kept:
    row = _parsed(values)
    employer = _employer_of(work, row)
    _refuse_repeated(work, employer, row.external_ref)
    content = checks.linked(mapping.content_of(row), book=work.book)
    found = repository.lock_vacancy_by_ref(work.session, employer.id, row.external_ref)
    content, notes = _without_past_start(content, found)
    outcome, vacancy = _saved(work, employer, found, content, publish=row.publish)
    work.seen[employer.id, row.external_ref] = index + 1
    return Kept(outcome, vacancy.id, notes)


def _saved(
    work: _Import,
    employer: EmployerRow,
    found: VacancyRow | None,
    content: VacancyIn,
    *,
    publish: bool,
) -> tuple[RowOutcome, VacancyRow]:
    session, caller = work.session, work.caller
    outcome: RowOutcome = "updated" if found else "created"
    if found is None:
        found = service.create(session, employer, content, caller=caller)
    elif mapping.content_of(found) != content:
        if found.status == "closed":
            raise invalid(
                "external_ref",
                N_("L'offre de cette référence est fermée : donnez une nouvelle référence."),
            )
        service.revise(session, found, employer, content, caller=caller)
    elif not (publish and found.status == "draft"):
        outcome = "unchanged"
    if publish and found.status == "draft":
        service.publish(session, found, employer, caller=caller)
    return outcome, found


# --- reading a row ----------------------------------------------------------------------------


def _parsed(values: Row) -> ImportRow:
    try:
        return ImportRow.model_validate({k: v for k, v in map(_tidy, values.items()) if v != ""})
    except ValidationError as error:
        raise Invalid(fields=_explained(error)) from None


def _tidy(cell: tuple[str, Any]) -> tuple[str, Any]:
    """A cell as files write it: an empty one says nothing, an occupation may be bare words."""
    name, value = cell
    if value is None or (isinstance(value, str) and not value.strip()):
        return name, ""
    if name == "occupation":
        return name, _words(value)
    if name in {"essential_skills", "wanted_skills"} and isinstance(value, list):
        return name, [_words(item) for item in value]
    return name, value


def _words(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


def _explained(error: ValidationError) -> tuple[FieldError, ...]:
    fields = field_errors(error.errors(include_url=False))
    return tuple(
        FieldError(found.field, Text(_NO_REFERENCE))
        if found.field == "external_ref" and item["type"] == "missing"
        else found
        for found, item in zip(fields, error.errors(), strict=True)
    )


# --- whose row, and when ----------------------------------------------------------------------


def _employer_of(work: _Import, row: ImportRow) -> EmployerRow:
    if row.employer_name is not None and row.employer_id is None:
        return _employer_named(work, row.employer_name)
    chosen = row.employer_id or work.batch.employer_id
    return service.posting_employer(work.session, chosen, caller=work.caller)


def _employer_named(work: _Import, name: str) -> EmployerRow:
    """The employer of this name in the import's agency, entered where it is not known yet."""
    if work.caller.own_employer is not None:
        raise invalid(
            "employer_name",
            N_("Retirez cette colonne : vos offres sont celles de votre entreprise."),
        )
    agency_id = work.batch.agency_id or work.caller.actor.agency_id
    if agency_id is None:
        raise invalid("agency_id", N_("Indiquez l'agence qui suit ces employeurs."))
    row = EmployerRow(name=name, name_key=organisations_mapping.name_key(name), agency_id=agency_id)
    return organisations_repository.find_or_add_employer(work.session, row)


def _refuse_repeated(work: _Import, employer: EmployerRow, external_ref: str) -> None:
    line = work.seen.get((employer.id, external_ref))
    if line is not None:
        raise invalid(
            "external_ref",
            N_("Cette référence est déjà celle de la ligne {line} : donnez-en une autre."),
            line=line,
        )


def _without_past_start(
    content: VacancyIn, found: VacancyRow | None
) -> tuple[VacancyIn, tuple[FieldError, ...]]:
    start = content.starts_on
    known = found.starts_on if found else None
    if start is None or start >= today() or start == known:
        return content, ()
    without = content.model_copy(update={"starts_on": None})
    return without, (FieldError("starts_on", Text(_PAST_START), left_out=True),)
