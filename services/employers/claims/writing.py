"""Claims as employers write them: begun from a hire, documents ticked, sent in, taken back.

Sending in reserves the money in the transaction that moves the claim. Locks are taken from
employer to claim to envelope. The decision is in `claims_deciding`, what follows a yes in
`claims_paying`.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from amuddu.contracts.claims import Claim, ClaimIn, DocumentsIn, NoteIn
from amuddu.kit import clock
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, invalid
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from amuddu.rules.base import in_language
from services.employers.budget import repository as budget_repository
from services.employers.budget import service as budget
from services.employers.claims import documents, presenting, repository
from services.employers.claims.eligibility import Judged
from services.employers.claims.reading import claim, claim_row, judge_hire, vacancy_of
from services.employers.claims.steps import MOVES
from services.employers.claims.tables import ClaimRow
from services.employers.claims.taking import opened, release, taken
from services.employers.common import writes
from services.employers.hires import service as hires
from services.employers.hires.profiles_client import ProfilesClient
from services.employers.hires.tables import HireRow
from services.employers.organisations.access import Caller
from services.employers.organisations.tables import EmployerRow
from services.employers.schemes import catalogue as schemes
from services.employers.schemes.book import Book

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
_OTHER_CURRENCY = N_("L'enveloppe est dans une autre monnaie que l'aide : corrigez l'une des deux.")


def create(session: Session, hire_id: UUID, body: ClaimIn, *, caller: Caller) -> Claim:
    """Begin a draft for a hire."""
    hire, employer = hires.of_employer(session, hire_id, caller=caller, lock=True)
    if hire.state == "abandoned":
        raise Conflict(ABANDONED)
    on = clock.today()
    book = schemes.at_start(session, hire.starts_on, on=on)
    version = book.get(body.scheme_id)
    if version is None or version.scheme not in book.on_offer(on, hire.starts_on or on):
        raise invalid("scheme_id", _UNKNOWN_SCHEME)
    if any(each.scheme_id == body.scheme_id for each in repository.of_hire(session, hire_id)):
        raise Conflict(_ALREADY)
    row = ClaimRow(
        hire_id=hire.id,
        employer_id=employer.id,
        scheme_id=version.scheme.id,
        scheme_version=version.number,
        documents=[
            {
                "number": number,
                "name": dict(name),
                "papers": [],
                "given_on": None,
                "reference": None,
            }
            for number, name in enumerate(version.scheme.documents, start=1)
        ],
        written_by=caller.actor.id,
    )
    _judge_again(session, row, hire, employer, book=book, on=on)
    writes.add(session, row)
    writes.add(session, MOVES.begin(row, "create", by=caller.actor))
    log.info("claim begun", claim_id=str(row.id), scheme=row.scheme_id)
    return claim(session, row.id, caller=caller)


def edit(
    session: Session,
    claim_id: UUID,
    body: DocumentsIn,
    *,
    caller: Caller,
    profiles: ProfilesClient,
) -> Claim:
    """Say which papers stand for which document, since when, under which reference. Raises
    `Unavailable` where profiles does not answer which there are."""
    before = claim_row(session, claim_id, caller=caller)
    # Asked before the claim is locked: whoever works on it does not wait for another service.
    new = documents.adds(before, body)
    there = profiles.papers(before.hire_id, reader=caller.actor) if new else {}
    row = opened(session, claim_id, "edit", caller=caller)
    documents.write(row, body, there=there)
    writes.add(session, row)
    return claim(session, row.id, caller=caller)


def submit(session: Session, claim_id: UUID, *, caller: Caller) -> Claim:
    """Send a claim in: judged by the version of the day when work starts, its money reserved.

    Where the scheme has a cap an employer, the employer's row is locked first: of two claims for
    the last place the second sees the first.
    """
    on = clock.today()
    capped = _has_cap(session, claim_id, on=on)
    row = opened(session, claim_id, "submit", caller=caller, lock_employer=capped)
    hire, employer = hires.of_employer(session, row.hire_id, caller=caller)
    if hire.state == "abandoned":
        raise Conflict(ABANDONED)
    before, envelope_before = row.total, row.envelope_id
    book = schemes.at_start(session, hire.starts_on, on=on)
    judged = _judge_again(session, row, hire, employer, book=book, on=on)
    _refuse_late(judged, hire, on=on)
    if judged.failing():
        why = " ; ".join(in_language(each.text, caller.lang) for each in judged.failing())
        raise Conflict(_NOT_ELIGIBLE, why=why)
    documents.refuse_missing(row, caller)
    _reserve(session, row, judged, before, envelope_before, caller=caller, on=on)
    row.comment, row.written_by, row.submitted_at = "", caller.actor.id, clock.now()
    return taken(session, row, "submit", caller=caller)


def _has_cap(session: Session, claim_id: UUID, *, on: date) -> bool:
    found = repository.whole(session, claim_id)
    if found is None:
        return False
    row, hire = found[0], found[1]
    version = schemes.at_start(session, hire.starts_on, on=on).get(row.scheme_id)
    if version is None:
        return False
    rules = version.scheme.employer
    return rules.persons_cap is not None or rules.not_subsidised_before


def _judge_again(
    session: Session, row: ClaimRow, hire: HireRow, employer: EmployerRow, *, book: Book, on: date
) -> Judged:
    """Write down what a version says of the hire as it stands today."""
    here = budget_repository.open_schemes(session, on)
    others = [each for each in repository.of_hire(session, hire.id) if each.id != row.id]
    judged = judge_hire(
        session,
        row.scheme_id,
        hire,
        employer,
        vacancy_of(session, hire),
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
        kept = presenting.amount(before)
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
    row = opened(session, claim_id, "withdraw", caller=caller)
    release(session, row, caller)
    return taken(session, row, "withdraw", caller=caller, note=body.note)


# --- shared -----------------------------------------------------------------------------------
