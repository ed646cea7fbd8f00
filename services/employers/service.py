"""Use cases on employers and vacancies: with `schemes.py`, the only caller of `outbox.add`.

Whoever may not know of an employer or a vacancy is told that it does not exist. Every change
locks the employer, then the vacancy (see `repository`).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlmodel import Session

from amuddu.contracts.employers import (
    ClosingReason,
    Employer,
    EmployerIn,
    EvaluateIn,
    EvaluationOut,
    SchemeOut,
    Vacancy,
    VacancyClosed,
    VacancyCreate,
    VacancyIn,
    VacancyPage,
    VacancyPublished,
    VacancyStatus,
)
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Actor
from amuddu.kit.errors import Conflict, FieldError, NotFound, invalid
from amuddu.kit.events import outbox
from amuddu.kit.i18n import N_, Text
from amuddu.kit.observability import logs
from amuddu.reference.text import fold
from services.employers import (
    checks,
    incentives,
    mapping,
    repository,
    schemes,
    silence,
    transitions,
)
from services.employers.access import Caller
from services.employers.book import Book
from services.employers.clock import today
from services.employers.models import EmployerRow, VacancyRow
from services.employers.schemas import TransitionOut

log = logs.get(__name__)

_NAME_TAKEN = N_(
    "Un employeur de ce nom est déjà inscrit dans cette agence : choisissez-le dans la liste, "
    "ou ajoutez la ville au nom."
)
_REFERENCE_TAKEN = N_("Une autre offre de cet employeur porte déjà cette référence.")
_KEY_TAKEN = N_("Cette offre a déjà été enregistrée : rechargez la page.")
_UNKNOWN_EMPLOYER = N_("Employeur inconnu : choisissez dans la liste.")
_NOT_ELIGIBLE = N_("Cette offre n'ouvre pas droit à cette aide : {why}")


# --- employers --------------------------------------------------------------------------------


def add_employer(session: Session, body: EmployerIn, *, caller: Caller) -> Employer:
    """Enter an employer in an agency, where its name is not known yet."""
    caller.enters_in(body.agency_id)
    checks.refuse_if_any(checks.employer_problems(body))
    row = EmployerRow(**mapping.employer_values(body))
    _refuse_same_name(session, row)
    repository.add(session, row)
    log.info("employer entered", employer_id=str(row.id))
    return mapping.employer_out(row)


def employers(
    session: Session, *, q: str | None, limit: int, offset: int, caller: Caller
) -> list[Employer]:
    """The employers that the caller may know of, by name."""
    found = repository.employers(
        session, caller.scope, words=fold(q or ""), limit=limit, offset=offset
    )
    return [mapping.employer_out(row) for row in found]


def employer(session: Session, employer_id: UUID, *, caller: Caller) -> Employer:
    """One employer."""
    return mapping.employer_out(_seen(repository.employer(session, employer_id), caller))


def change_employer(
    session: Session, employer_id: UUID, body: EmployerIn, *, caller: Caller
) -> Employer:
    """Change an employer; its open vacancies are told again where that changes them.

    Only an administrator, who sees both agencies, moves an employer to another one.
    """
    row = _locked_employer(session, employer_id, caller)
    checks.refuse_if_any(checks.employer_problems(body))
    if body.agency_id != row.agency_id and caller.scope != repository.Scope():
        raise invalid("agency_id", N_("Seul un administrateur change d'agence : demandez-le lui."))
    values = mapping.employer_values(body)
    if all(getattr(row, name) == value for name, value in values.items()):
        return mapping.employer_out(row)
    published = repository.lock_published(session, row.id)
    told = [mapping.published_event(vacancy, row) for vacancy in published]
    row.sqlmodel_update(values)
    _refuse_same_name(session, row)
    session.flush()
    for vacancy, before in zip(published, told, strict=True):
        _follow_employer(session, vacancy, row, before=before, caller=caller)
    return mapping.employer_out(row)


def _refuse_same_name(session: Session, row: EmployerRow) -> None:
    with session.no_autoflush:
        found = repository.employer_named(session, row.agency_id, row.name_key)
    if found is not None and found.id != row.id:
        raise Conflict(_NAME_TAKEN)


def _follow_employer(
    session: Session,
    vacancy: VacancyRow,
    employer: EmployerRow,
    *,
    before: VacancyPublished,
    caller: Caller,
) -> None:
    """Tell an open vacancy again if its employer's change shows in it.

    The facts are taken as they are: a scheme whose criteria fail from now on is told as such.
    """
    terms = incentives.terms(mapping.content_of(vacancy), employer, book=_book(session), on=today())
    vacancy.incentive = mapping.terms_column(terms)
    if mapping.published_event(vacancy, employer) != before:
        repository.add(session, transitions.revise(vacancy, by=caller.actor, reason="employer"))
        outbox.add(session, mapping.published_event(vacancy, employer))


def _seen(row: EmployerRow | None, caller: Caller) -> EmployerRow:
    if row is None or not caller.scope.covers(row):
        raise NotFound
    return row


def _locked_employer(session: Session, employer_id: UUID, caller: Caller) -> EmployerRow:
    return _seen(repository.lock_employer(session, employer_id), caller)


# --- vacancies: reading -----------------------------------------------------------------------


def vacancies(
    session: Session,
    *,
    status: VacancyStatus | None,
    q: str | None,
    silent_days: int | None = None,
    limit: int,
    offset: int,
    caller: Caller,
) -> VacancyPage:
    """The vacancies that the caller may know of, newest first."""
    rows, total = repository.vacancies(
        session,
        caller.scope,
        status=status,
        words=fold(q or ""),
        silent_since=silence.before(silent_days) if silent_days is not None else None,
        limit=limit,
        offset=offset,
    )
    return VacancyPage(items=tuple(mapping.vacancy_out(*pair) for pair in rows), total=total)


def vacancy(session: Session, vacancy_id: UUID, *, caller: Caller) -> Vacancy:
    """One vacancy."""
    row = _known(repository.vacancy(session, vacancy_id))
    return mapping.vacancy_out(row, _seen(repository.employer(session, row.employer_id), caller))


def history(session: Session, vacancy_id: UUID, *, caller: Caller) -> list[TransitionOut]:
    """What was done to a vacancy, oldest first."""
    row = _known(repository.vacancy(session, vacancy_id))
    _seen(repository.employer(session, row.employer_id), caller)
    return [mapping.transition_out(line) for line in repository.transitions(session, row.id)]


def _known(row: VacancyRow | None) -> VacancyRow:
    if row is None:
        raise NotFound
    return row


# --- vacancies: writing -----------------------------------------------------------------------


def post_vacancy(session: Session, body: VacancyCreate, *, caller: Caller) -> Vacancy:
    """Post a vacancy, published at once or kept as a draft."""
    employer = posting_employer(session, body.employer_id, caller=caller)
    posted = repository.vacancy(session, body.key) if body.key else None
    if posted is not None:  # sent twice; the employer's lock made this one wait for the first
        if posted.employer_id != employer.id:
            raise Conflict(_KEY_TAKEN)
        return mapping.vacancy_out(posted, employer)
    content = checks.linked(mapping.content_in(body), book=_book(session))
    _refuse_same_reference(session, employer, content)
    row = create(session, employer, content, key=body.key, caller=caller)
    if body.publish:
        publish(session, row, employer, caller=caller)
    return mapping.vacancy_out(row, employer)


def change_vacancy(
    session: Session, vacancy_id: UUID, content: VacancyIn, *, caller: Caller
) -> Vacancy:
    """Replace what a vacancy says; a published one must stay fit to be published."""
    row, employer = _locked(session, vacancy_id, caller)
    transitions.guard(row, "revise")
    content = checks.linked(content, book=_book(session))
    _refuse_same_reference(session, employer, content, but=row)
    revise(session, row, employer, content, caller=caller)
    return mapping.vacancy_out(row, employer)


def publish_vacancy(session: Session, vacancy_id: UUID, *, caller: Caller) -> Vacancy:
    """Open a draft to candidates."""
    row, employer = _locked(session, vacancy_id, caller)
    publish(session, row, employer, caller=caller)
    return mapping.vacancy_out(row, employer)


def close_vacancy(
    session: Session, vacancy_id: UUID, reason: ClosingReason, *, caller: Caller
) -> Vacancy:
    """Take no more candidates for a vacancy."""
    row, employer = _locked(session, vacancy_id, caller)
    close(session, row, employer, by=caller.actor, reason=reason)
    return mapping.vacancy_out(row, employer)


def close(
    session: Session, row: VacancyRow, employer: EmployerRow, *, by: Actor, reason: ClosingReason
) -> None:
    """Close a locked vacancy."""
    last = mapping.published_event(row, employer) if row.status == "published" else None
    repository.add(session, transitions.close(row, by=by, reason=reason))
    outbox.add(
        session,
        VacancyClosed(vacancy_id=row.id, revision=row.revision, reason=reason, vacancy=last),
    )
    log.info("vacancy closed", vacancy_id=str(row.id), reason=reason)


def confirm_vacancy(session: Session, vacancy_id: UUID, *, caller: Caller) -> Vacancy:
    """The employer still looks for somebody: the days of silence begin anew."""
    row, employer = _locked(session, vacancy_id, caller)
    repository.add(session, transitions.confirm(row, by=caller.actor))
    return mapping.vacancy_out(row, employer)


def posting_employer(session: Session, employer_id: UUID | None, *, caller: Caller) -> EmployerRow:
    """The employer that a vacancy is posted for, locked.

    An employer's user posts for their own alone; the others say for whom.
    """
    chosen = employer_id or caller.own_employer
    if chosen is None:
        raise invalid("employer_id", N_("Indiquez pour quel employeur est cette offre."))
    row = repository.lock_employer(session, chosen)
    if row is None or not caller.scope.covers(row):
        raise invalid("employer_id", _UNKNOWN_EMPLOYER)
    return row


def create(
    session: Session,
    employer: EmployerRow,
    content: VacancyIn,
    *,
    key: UUID | None = None,
    caller: Caller,
) -> VacancyRow:
    """A new draft of an employer that the caller has locked."""
    row = VacancyRow(employer_id=employer.id, **mapping.vacancy_values(content))
    row.id = key or row.id
    repository.add(session, row, transitions.create(row, by=caller.actor))
    return row


def revise(
    session: Session,
    row: VacancyRow,
    employer: EmployerRow,
    content: VacancyIn,
    *,
    caller: Caller,
) -> None:
    """Change a locked vacancy. What changes nothing leaves no trace and is told to nobody."""
    before = mapping.content_of(row)
    if content == before:
        return
    if row.status == "published":
        terms = _publishable(
            session, content, employer, start_before=before.starts_on, lang=caller.lang
        )
        row.incentive = mapping.terms_column(terms)
    row.sqlmodel_update(mapping.vacancy_values(content))
    repository.add(session, transitions.revise(row, by=caller.actor))
    if row.status == "published":
        outbox.add(session, mapping.published_event(row, employer))


def publish(session: Session, row: VacancyRow, employer: EmployerRow, *, caller: Caller) -> None:
    """Open a locked draft to candidates, with the terms of its incentive as of today."""
    transitions.guard(row, "publish")
    terms = _publishable(session, mapping.content_of(row), employer, lang=caller.lang)
    row.incentive = mapping.terms_column(terms)
    repository.add(session, transitions.publish(row, by=caller.actor))
    outbox.add(session, mapping.published_event(row, employer))
    log.info("vacancy published", vacancy_id=str(row.id))


def _publishable(
    session: Session,
    content: VacancyIn,
    employer: EmployerRow,
    *,
    start_before: date | None = None,
    lang: Lang,
) -> incentives.Terms | None:
    """Terms of the vacancy's incentive; raises `Invalid` with all that is to be mended."""
    problems = list(checks.publication_problems(content, on=today(), start_before=start_before))
    terms = incentives.terms(content, employer, book=_book(session), on=today())
    if terms and terms.told.verdict == "not_eligible":
        why = " ; ".join(terms.failing(lang))
        problems.append(FieldError("incentive_scheme", Text(_NOT_ELIGIBLE, {"why": why})))
    checks.refuse_if_any(problems)
    return terms


def _refuse_same_reference(
    session: Session, employer: EmployerRow, content: VacancyIn, *, but: VacancyRow | None = None
) -> None:
    if content.external_ref is None:
        return
    found = repository.lock_vacancy_by_ref(session, employer.id, content.external_ref)
    if found is not None and found is not but:
        raise Conflict(_REFERENCE_TAKEN)


def _locked(session: Session, vacancy_id: UUID, caller: Caller) -> tuple[VacancyRow, EmployerRow]:
    employer_id = _known(repository.vacancy(session, vacancy_id)).employer_id
    employer = _locked_employer(session, employer_id, caller)
    return _known(repository.lock_vacancy(session, vacancy_id)), employer


# --- incentives -------------------------------------------------------------------------------


def evaluate(session: Session, body: EvaluateIn, *, caller: Caller) -> EvaluationOut:
    """What a scheme would pay for a vacancy, and which facts are still missing."""
    book = _book(session)
    if not incentives.is_known(book, body.scheme_id):
        raise invalid("scheme_id", checks.UNKNOWN_SCHEME)
    employer_id = body.employer_id or caller.own_employer
    row = repository.employer(session, employer_id) if employer_id else None
    if body.employer_id and (row is None or not caller.scope.covers(row)):
        raise invalid("employer_id", _UNKNOWN_EMPLOYER)
    content = checks.linked(body.vacancy, book=book)
    return incentives.evaluate(
        body.scheme_id, content, row, book=book, on=today(), lang=caller.lang
    )


def schemes_on_offer(session: Session, *, caller: Caller) -> list[SchemeOut]:
    """The hiring incentives on offer today."""
    return incentives.on_offer(_book(session), on=today(), lang=caller.lang)


def _book(session: Session) -> Book:
    return schemes.in_force(session, on=today())
