"""Claims as employers write them: begun from a hire, documents ticked, sent in, taken back.

Sending in reserves the money in the transaction that moves the claim. Locks are taken from
employer to claim to envelope. The decision is in `claims_deciding`, what follows a yes in
`claims_paying`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session

from amuddu.contracts.claims import (
    Claim,
    ClaimIn,
    ClaimPage,
    ClaimState,
    DocumentsIn,
    NoteIn,
)
from amuddu.contracts.hires import Claimable
from amuddu.kit.errors import Conflict, FieldError, Invalid, NotFound, invalid
from amuddu.kit.i18n import N_, Text
from amuddu.kit.observability import logs
from amuddu.rules.base import in_language
from services.employers import (
    budget,
    claim_access,
    claim_judging,
    claim_steps,
    claims_shown,
    clock,
    hires,
    repository,
    repository_claims,
    repository_schemes,
    schemes,
)
from services.employers.access import Caller
from services.employers.book import Book
from services.employers.claim_judging import Judged
from services.employers.models import EmployerRow, VacancyRow
from services.employers.models_claims import ClaimRow
from services.employers.models_hires import HireRow

log = logs.get(__name__)

_UNKNOWN_SCHEME = N_("Aide inconnue : choisissez dans la liste des aides.")
_ALREADY = N_("Cette aide est déjà demandée pour cette embauche : ouvrez la demande.")
ABANDONED = N_("Cette embauche est abandonnée : aucune aide ne peut être demandée.")
_NOT_ELIGIBLE = N_("Cette embauche n'ouvre pas droit à cette aide : {why}")
_TOO_LATE = N_(
    "Cette aide se demande avant le début du contrat, qui a commencé le {day} : la demande ne "
    "peut plus être envoyée."
)
_NO_START = N_("Indiquez d'abord la date de début du contrat dans le dossier d'embauche.")
_NO_ENVELOPE = N_(
    "Cette aide ne se demande pas ici aujourd'hui : aucune enveloppe n'est ouverte. Adressez-vous "
    "à : {operator}."
)
_NO_AMOUNT = N_(
    "Le montant de cette aide n'est pas confirmé : la coordination doit d'abord le fixer."
)
_MISSING_DOCUMENT = N_("Cochez ce document et la date à laquelle vous l'avez : {name}")
_UNKNOWN_DOCUMENT = N_("Ce document n'est pas dans la liste.")
_FUTURE = N_("Ce jour n'est pas encore venu : indiquez aujourd'hui ou un jour passé.")
_OTHER_CURRENCY = N_("L'enveloppe est dans une autre monnaie que l'aide : corrigez l'une des deux.")


# --- reading ----------------------------------------------------------------------------------


def claims(
    session: Session,
    *,
    state: ClaimState | None,
    scheme_id: str | None,
    hire_id: UUID | None,
    limit: int,
    offset: int,
    caller: Caller,
) -> ClaimPage:
    """The claims that the caller may know of, those that wait for somebody first."""
    rows, total = repository_claims.claims(
        session,
        caller.scope,
        state=state,
        scheme_id=scheme_id,
        hire_id=hire_id,
        limit=limit,
        offset=offset,
    )
    items = tuple(claims_shown.line(session, row, caller=caller) for row in rows)
    return ClaimPage(items=items, total=total)


def claim(session: Session, claim_id: UUID, *, caller: Caller) -> Claim:
    """One claim with its log."""
    found = repository_claims.whole(session, claim_id)
    if found is None or not caller.scope.covers(found[2]):
        raise NotFound
    return claims_shown.whole(session, found, caller=caller)


def claimable(session: Session, hire_id: UUID, *, caller: Caller) -> list[Claimable]:
    """What each scheme on offer says of a hire: those asked for here first."""
    hire, employer = hires.seen(session, hire_id, caller=caller)
    vacancy = _vacancy(session, hire)
    on, book = clock.today(), schemes.in_force(session, on=clock.today())
    here = repository_schemes.open_schemes(session, on)
    others = repository_claims.of_hire(session, hire_id)
    begun = {each.scheme_id: each.id for each in others}
    found = []
    for scheme in book.on_offer(on):
        judged = _judged(
            session, scheme.id, hire, employer, vacancy, book=book, others=others, here=here, on=on
        )
        found.append(
            Claimable.model_validate(
                {
                    "scheme_id": scheme.id,
                    "name": in_language(scheme.name, caller.lang),
                    "verdict": judged.verdict.value,
                    "monthly": judged.monthly,
                    "months": judged.months,
                    "total": judged.total,
                    "currency": judged.currency,
                    "here": scheme.id in here,
                    "operator": scheme.operator,
                    "claim_id": begun.get(scheme.id),
                    "failing": [in_language(c.text, caller.lang) for c in judged.failing()],
                }
            )
        )
    return sorted(found, key=lambda each: (not each.here, each.verdict == "not_eligible"))


def _judged(
    session: Session,
    scheme_id: str,
    hire: HireRow,
    employer: EmployerRow,
    vacancy: VacancyRow,
    *,
    book: Book,
    others: Sequence[ClaimRow],
    here: set[str],
    on: date,
) -> Judged:
    version = book.get(scheme_id)
    assert version is not None  # every caller took the id from this book
    return claim_judging.judge(
        session,
        version,
        hire=hire,
        employer=employer,
        vacancy=vacancy,
        book=book,
        others=others,
        here=scheme_id in here,
        on=on,
    )


# --- writing ----------------------------------------------------------------------------------


def begin(session: Session, hire_id: UUID, body: ClaimIn, *, caller: Caller) -> Claim:
    """Begin a draft for a hire."""
    hire, employer = hires.seen(session, hire_id, caller=caller, lock=True)
    if hire.state == "abandoned":
        raise Conflict(ABANDONED)
    on = clock.today()
    book = schemes.in_force(session, on=on)
    version = book.get(body.scheme_id)
    if version is None or version.scheme not in book.on_offer(on):
        raise invalid("scheme_id", _UNKNOWN_SCHEME)
    if any(
        each.scheme_id == body.scheme_id for each in repository_claims.of_hire(session, hire_id)
    ):
        raise Conflict(_ALREADY)
    row = ClaimRow(
        hire_id=hire.id,
        employer_id=employer.id,
        scheme_id=version.scheme.id,
        scheme_version=version.number,
        documents=[
            {"number": number, "name": dict(name), "given_on": None, "reference": None}
            for number, name in enumerate(version.scheme.documents, start=1)
        ],
        written_by=caller.actor.id,
    )
    _judge_again(session, row, hire, employer, book=book, on=on)
    repository_claims.add(session, row)
    repository_claims.add(session, claim_steps.create(row, by=caller.actor))
    log.info("claim begun", claim_id=str(row.id), scheme=row.scheme_id)
    return claim(session, row.id, caller=caller)


def tick_documents(session: Session, claim_id: UUID, body: DocumentsIn, *, caller: Caller) -> Claim:
    """Say which documents are there, since when, under which reference."""
    row, employer = locked(session, claim_id, caller=caller)
    claim_access.authorise(row, employer, "edit", by=caller.actor)
    claim_steps.guard(row, "edit")
    given = {each.number: each for each in body.documents}
    problems = [
        FieldError(f"documents.{index}.given_on", Text(_FUTURE))
        for index, each in enumerate(body.documents)
        if each.given_on and each.given_on > clock.today()
    ]
    problems += [
        FieldError(f"documents.{index}.number", Text(_UNKNOWN_DOCUMENT))
        for index, each in enumerate(body.documents)
        if each.number not in {kept["number"] for kept in row.documents}
    ]
    if problems:
        raise Invalid(fields=problems)
    row.documents = [
        {**kept, **given[kept["number"]].model_dump(mode="json")}
        if kept["number"] in given
        else kept
        for kept in row.documents
    ]
    repository_claims.add(session, row)
    return claim(session, row.id, caller=caller)


def submit(session: Session, claim_id: UUID, *, caller: Caller) -> Claim:
    """Send a claim in: judged by the version of today, its money reserved.

    Where the scheme has a cap an employer, the employer's row is locked first: of two claims for
    the last place the second sees the first.
    """
    on = clock.today()
    book = schemes.in_force(session, on=on)
    capped = _has_cap(session, claim_id, book)
    row, employer = locked(session, claim_id, caller=caller, with_employer=capped)
    claim_access.authorise(row, employer, "submit", by=caller.actor)
    claim_steps.guard(row, "submit")
    hire, _ = hires.seen(session, row.hire_id, caller=caller)
    if hire.state == "abandoned":
        raise Conflict(ABANDONED)
    before, envelope_before = row.total, row.envelope_id
    judged = _judge_again(session, row, hire, employer, book=book, on=on)
    _refuse_late(judged, hire, on=on)
    if judged.failing():
        why = " ; ".join(in_language(each.text, caller.lang) for each in judged.failing())
        raise Conflict(_NOT_ELIGIBLE, why=why)
    _refuse_missing_documents(row, caller)
    _reserve(session, row, judged, before, envelope_before, caller=caller, on=on)
    repository_claims.add(session, row, claim_steps.submit(row, by=caller.actor))
    log.info("claim sent in", claim_id=str(row.id), scheme=row.scheme_id)
    return claim(session, row.id, caller=caller)


def _has_cap(session: Session, claim_id: UUID, book: Book) -> bool:
    row = repository_claims.claim(session, claim_id)
    version = book.get(row.scheme_id) if row else None
    if version is None:
        return False
    rules = version.scheme.employer
    return rules.persons_cap is not None or rules.not_subsidised_before


def _judge_again(
    session: Session, row: ClaimRow, hire: HireRow, employer: EmployerRow, *, book: Book, on: date
) -> Judged:
    """Write down what the version in force says of the hire as it stands today."""
    here = repository_schemes.open_schemes(session, on)
    others = [each for each in repository_claims.of_hire(session, hire.id) if each.id != row.id]
    judged = _judged(
        session,
        row.scheme_id,
        hire,
        employer,
        _vacancy(session, hire),
        book=book,
        others=others,
        here=here,
        on=on,
    )
    row.scheme_version = judged.version.number
    row.starts_on, row.monthly, row.months = hire.starts_on, judged.monthly, judged.months
    row.total, row.currency = judged.total, judged.currency
    row.criteria = [each.model_dump(mode="json") for each in judged.criteria]
    return judged


def _refuse_late(judged: Judged, hire: HireRow, *, on: date) -> None:
    """A scheme that is asked before the contract begins is refused for one that has begun."""
    if not judged.version.scheme.vacancy.apply_before_start:
        return
    if hire.starts_on is None:
        raise invalid("starts_on", _NO_START)
    if hire.starts_on <= on:
        raise Conflict(_TOO_LATE, day=hire.starts_on.isoformat())


def _refuse_missing_documents(row: ClaimRow, caller: Caller) -> None:
    missing = [
        FieldError(
            f"documents.{index}.given_on",
            Text(_MISSING_DOCUMENT, {"name": in_language(each["name"], caller.lang)}),
        )
        for index, each in enumerate(row.documents)
        if each["given_on"] is None
    ]
    if missing:
        raise Invalid(fields=missing)


def _reserve(
    session: Session,
    row: ClaimRow,
    judged: Judged,
    before: object,
    envelope_before: UUID | None,
    *,
    caller: Caller,
    on: date,
) -> None:
    """Set the money aside; what was reserved for a claim that was sent back is released first."""
    scheme = judged.version.scheme
    if envelope_before is not None:
        former = budget.locked(session, envelope_before)
        kept = claims_shown.amount(before)
        budget.move(session, former, "release", kept, by=caller.actor, claim_id=row.id)
    envelope = budget.for_claim(session, row.scheme_id, on=on)
    if envelope is None:
        raise Conflict(_NO_ENVELOPE, operator=scheme.operator or scheme.funder or "ANAPEC")
    if row.total is None:
        raise Conflict(_NO_AMOUNT)
    if envelope.currency != row.currency:
        raise Conflict(_OTHER_CURRENCY)
    row.envelope_id = envelope.id
    budget.move(session, envelope, "reserve", row.total, by=caller.actor, claim_id=row.id)


def withdraw(session: Session, claim_id: UUID, body: NoteIn, *, caller: Caller) -> Claim:
    """Take a claim back; its money is free again."""
    row, employer = locked(session, claim_id, caller=caller)
    claim_access.authorise(row, employer, "withdraw", by=caller.actor)
    line = claim_steps.withdraw(row, by=caller.actor, note=body.note)
    release(session, row, caller)
    repository_claims.add(session, row, line)
    return claim(session, row.id, caller=caller)


# --- shared -----------------------------------------------------------------------------------


def locked(
    session: Session, claim_id: UUID, *, caller: Caller, with_employer: bool = False
) -> tuple[ClaimRow, EmployerRow]:
    """A claim that the caller may know of, locked, with its employer. Raises `NotFound`."""
    known = repository_claims.claim(session, claim_id)
    if known is None:
        raise NotFound
    find = repository.lock_employer if with_employer else repository.employer
    employer = find(session, known.employer_id)
    if employer is None or not caller.scope.covers(employer):
        raise NotFound
    row = repository_claims.lock_claim(session, claim_id)
    assert row is not None  # claims are never deleted
    return row, employer


def release(session: Session, row: ClaimRow, caller: Caller) -> None:
    """Free the money of a claim that will not be paid."""
    if row.envelope_id is None:
        return
    envelope = budget.locked(session, row.envelope_id)
    total = claims_shown.amount(row.total)
    budget.move(session, envelope, "release", total, by=caller.actor, claim_id=row.id)


def _vacancy(session: Session, hire: HireRow) -> VacancyRow:
    found = repository.vacancy(session, hire.vacancy_id)
    assert found is not None  # a hire is one of a vacancy, which is kept
    return found
