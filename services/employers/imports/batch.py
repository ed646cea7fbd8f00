"""Import of vacancies from a file: each row judged alone, good rows kept among bad ones.

A row is known by its employer and its own `external_ref`, so the same file sent twice changes
nothing. Rules:

- Rows publish unless they say `publish: false`; a published vacancy never becomes a draft again.
- A row that cannot be published as it is, but names a job, is kept as a draft, with what to mend.
- What a file does not say of the contract, the place or the reason to ask for a rare language
  stays as somebody chose it since.
- What a row can do without and cannot be read is left out and named; the row is kept.
- Old ads are welcome: a start that has passed is dropped, and the row's result says so. A
  vacancy that already holds this start keeps it.
- A closed vacancy is not opened again: a changed row for it is refused.
- A reference used twice in one file is refused the second time: which of the two would be true?
- An ad that says the same as another of its employer is kept, and a question is asked.

A batch is read, compared and written with a few statements; a row that changes a vacancy is
written alone, within a savepoint.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from amuddu.contracts.batch import BatchIn, BatchOut, RowOutcome
from amuddu.contracts.employers import VacancyIn
from amuddu.kit.batch.tolerance import Body, Tolerance
from amuddu.kit.batch.verdicts import Row, Verdicts
from amuddu.kit.clock import today
from amuddu.kit.db import Session
from amuddu.kit.errors import FieldError, Invalid, invalid
from amuddu.kit.i18n import N_, Text
from amuddu.kit.observability import logs
from services.employers.imports import likeness, repository
from services.employers.imports.whose import Employers, ImportRow
from services.employers.organisations.access import Caller
from services.employers.organisations.tables import EmployerRow
from services.employers.schemes import catalogue as schemes
from services.employers.schemes.book import Book
from services.employers.schemes.evaluating import Terms
from services.employers.vacancies import checks, mapping, service
from services.employers.vacancies import repository as vacancies_repository
from services.employers.vacancies.tables import VacancyRow

log = logs.get(__name__)

_NO_REFERENCE = N_(
    "Ajoutez une référence à cette offre, par exemple son numéro chez l'employeur : "
    "elle évite de la créer deux fois."
)
_REPEATED = N_("Une autre ligne de ce fichier porte déjà cette référence : donnez-en une autre.")
_PAST_START = N_("Ce jour de début est passé : il n'a pas été repris.")
_CLOSED = N_("L'offre de cette référence est fermée : donnez une nouvelle référence.")
_DRAFT = N_("Gardée en brouillon. {fix}")
_WAITS = N_("Attend l'accord de l'agence, qui regarde quelques mots avant de la mettre en ligne.")
_NEEDED = frozenset({"title", "external_ref", "publish", "employer_id", "employer_name"})


@dataclass(slots=True)
class _Read:
    """A row that could be read, and whose it is."""

    index: int
    row: ImportRow
    content: VacancyIn
    notes: tuple[FieldError, ...]
    employer: EmployerRow
    draft: bool = False
    """It asked to be published, which it is not fit for."""

    @property
    def key(self) -> repository.Key:
        return self.employer.id, self.row.external_ref


@dataclass(frozen=True, slots=True)
class _Fit:
    """Whether a row is published, and with which terms."""

    publish: bool
    terms: Terms | None = None


@dataclass(slots=True)
class _Import:
    """One import under way."""

    session: Session
    caller: Caller
    book: Book
    """The schemes in force or to come, which rows may name."""
    employers: Employers
    verdicts: Verdicts
    added: list[tuple[_Read, service.Drafted]] = field(default_factory=list)
    by_start: dict[date | None, Book] = field(default_factory=dict)

    def book_for(self, start: date | None) -> Book:
        """The schemes on the day when work starts, read once a day."""
        if start not in self.by_start:
            self.by_start[start] = schemes.at_start(self.session, start, on=today())
        return self.by_start[start]


def import_rows(session: Session, body: BatchIn, *, caller: Caller) -> BatchOut:
    """Create, change or leave one vacancy a row; a refused row leaves nothing behind."""
    if body.agency_id:
        caller.enters_in(body.agency_id)
    vacancies_repository.one_import_at_a_time(session)
    book = schemes.known(session, on=today())
    work = _Import(session, caller, book, Employers(session, body, caller), Verdicts(caller.lang))
    rows = _read(work, body)
    found = repository.locked_by_refs(session, {each.key for each in rows})
    for each in rows:
        with work.verdicts.judging(each.index):
            known = found.get(each.key)
            _as_chosen_since(each, known)
            _without_past_start(each, known)
            if known is None:
                _draft(work, each)
            else:
                outcome = _saved(work, each, known)
                work.verdicts.keep(each.index, outcome, known.id, each.notes, draft=each.draft)
    _add(work)
    done = work.verdicts.out()
    refused = sum(result.outcome == "refused" for result in done.results)
    log.info("vacancies imported", rows=len(done.results), refused=refused)
    return done


def _saved(work: _Import, each: _Read, known: VacancyRow) -> RowOutcome:
    session, caller = work.session, work.caller
    changed = mapping.content_of(known) != each.content
    if changed and known.status == "closed":
        raise invalid("external_ref", _CLOSED)
    published = False
    if each.row.publish and known.status == "draft":
        published = _publishable(work, each).publish
    if not changed and not published:
        return "unchanged"
    with session.begin_nested():
        if changed:
            service.revise(session, known, each.employer, each.content, caller=caller)
        if published:
            service.publish(session, known, each.employer, caller=caller)
    return "updated"


def _draft(work: _Import, each: _Read) -> None:
    """Everything of a new vacancy, to be written with the others."""
    fit = _publishable(work, each) if each.row.publish else _Fit(publish=False)
    each.employer = work.employers.entered(each.employer)
    drafted = service.drafted(
        each.employer, each.content, fit.terms, publish=fit.publish, caller=work.caller
    )
    work.added.append((each, drafted))


def _publishable(work: _Import, each: _Read) -> _Fit:
    """Whether a row can be published; where it cannot, it is to be kept as a draft."""
    lang, book = work.caller.lang, work.book_for(each.content.starts_on)
    try:
        terms = service.publishable(each.content, each.employer, book=book, lang=lang)
    except Invalid as problem:
        each.draft = True
        each.notes += tuple(
            FieldError(lacking.field, Text(_DRAFT, {"fix": lacking.text.in_(lang)}))
            for lacking in problem.fields
        )
        return _Fit(publish=False)
    return _Fit(publish=True, terms=terms)


def _add(work: _Import) -> None:
    if not work.added:
        return
    drafts = [drafted for _, drafted in work.added]
    rows = [drafted.row for drafted in drafts]
    lines = [line for drafted in drafts for line in drafted.lines]
    repository.add_vacancies(work.session, rows, lines)
    service.tell(work.session, drafts)
    questions = likeness.asked(work.session, rows)
    for (each, drafted), asked in zip(work.added, questions, strict=True):
        waits = (
            (FieldError("description", Text(_WAITS)),) if drafted.row.status == "waiting" else ()
        )
        notes = (*each.notes, *waits, *asked)
        work.verdicts.keep(each.index, "created", drafted.row.id, notes, draft=each.draft)


# --- reading a row ----------------------------------------------------------------------------


def _read(work: _Import, body: BatchIn) -> list[_Read]:
    """The rows that can be read, each with its employer."""
    tolerance = Tolerance(
        ImportRow,
        needed=_NEEDED,
        texts=frozenset({"description"}),
        faults=partial(checks.unknown_ids, book=work.book),
        instead={"wage_order": _without_most},
    )
    parsed: dict[int, tuple[ImportRow, tuple[FieldError, ...]]] = {}
    for index, values in enumerate(body.rows):
        with work.verdicts.judging(index):
            parsed[index] = _parsed(values, tolerance)
    work.employers.look_up(row for row, _ in parsed.values())
    found: list[_Read] = []
    seen: set[tuple[UUID, str]] = set()
    for index, (row, notes) in parsed.items():
        with work.verdicts.judging(index):
            employer = work.employers.of(row)
            content = checks.linked(mapping.content_of(row), book=work.book)
            each = _Read(index, row, content, notes, employer)
            if each.key in seen:
                raise invalid("external_ref", _REPEATED)
            seen.add(each.key)
            found.append(each)
    return found


def _parsed(
    values: Row, tolerance: Tolerance[ImportRow]
) -> tuple[ImportRow, tuple[FieldError, ...]]:
    said = {name: value for name, value in map(_tidy, values.items()) if value != ""}
    if "external_ref" in said or "title" not in said:
        return tolerance.read(said)
    raise invalid("external_ref", _NO_REFERENCE)


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


def _without_most(body: Body, _stored: Row) -> None:
    """A highest wage under the lowest says nothing."""
    body.pop("wage_month_max", None)


_CHOSEN_LATER = ("place", "contract_type", "contract_months", "language_reason")
"""What is chosen on the page where a file does not say it."""


def _as_chosen_since(each: _Read, found: VacancyRow | None) -> None:
    content = each.content
    if found is None:
        return
    said = content.contract_type
    for name in _CHOSEN_LATER:
        if name == "contract_months" and said not in (None, found.contract_type):
            continue  # the months of another contract
        if name == "language_reason" and not checks.asks_rare_language(content):
            continue  # the reason of a language that is asked no more
        if getattr(content, name) is None:
            content = content.model_copy(update={name: getattr(found, name)})
    each.content = content


def _without_past_start(each: _Read, found: VacancyRow | None) -> None:
    start = each.content.starts_on
    known = found.starts_on if found else None
    if start is None or start >= today() or start == known:
        return
    each.content = each.content.model_copy(update={"starts_on": None})
    each.notes += (FieldError("starts_on", Text(_PAST_START), left_out=True),)
