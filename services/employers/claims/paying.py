"""Claims after the yes: the contract signed, instalments paid, retention checked, money back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from amuddu.contracts.claims import (
    Claim,
    ClaimState,
    ClaimStepName,
    EndIn,
    MarkDueIn,
    NoteIn,
    PayIn,
    RecoverIn,
    SignContractIn,
)
from amuddu.contracts.schemes import EndCause, LedgerKind
from amuddu.kit import clock
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, invalid, known
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from amuddu.rules.incentives import evaluation as rules
from services.employers.budget import service as budget
from services.employers.claims import eligibility, presenting, repository
from services.employers.claims.tables import ClaimRow, InstalmentRow
from services.employers.claims.taking import opened, taken
from services.employers.hires import repository as hires_repository
from services.employers.hires import steps as hires_steps
from services.employers.organisations.access import Caller
from services.employers.schemes import catalogue as schemes

log = logs.get(__name__)

_ZERO = Decimal(0)
_FUTURE = N_("Ce jour n'est pas encore venu : indiquez aujourd'hui ou un jour passé.")
_BEGAN_BEFORE = N_(
    "Cette aide se demande avant le début du contrat, et la demande date du {day} : le contrat "
    "doit commencer après."
)
_SIGNED_AFTER = N_("Le contrat est signé au plus tard le jour où il commence.")
_UNSETTLED = N_(
    "Les démarches de cette embauche ne sont pas encore précisées : précisez-les d'abord, ou dites "
    "pourquoi le contrat est signé quand même."
)
_NOT_YET = N_("Ce versement est échu le {day} : attendez ce jour.")
_NOT_PLANNED = N_("Ce versement n'est plus à prévoir : rechargez la page.")
_NOT_DUE = N_("Ce versement n'est pas échu : enregistrez d'abord la preuve.")
_STILL_RUNNING = N_("Le maintien dans l'emploi se vérifie à partir du {day}.")
_NOT_STARTED = N_("Le contrat a commencé le {day} : indiquez un jour d'après.")
_OVER_ALREADY = N_("Le maintien dans l'emploi est fini depuis le {day} : vérifiez-le plutôt.")
_TOO_MUCH = N_("Il reste {left} à rendre : indiquez au plus ce montant.")
_SAY_WHY = N_("Il reste {left} à rendre : dites pourquoi la demande est close quand même.")


def sign_contract(
    session: Session, claim_id: UUID, body: SignContractIn, *, caller: Caller
) -> Claim:
    """Write down that the contract is signed: the instalments get their days."""
    row = opened(session, claim_id, "sign_contract", caller=caller)
    scheme = _scheme(session, row)
    _check_days(row, scheme, body)
    early = _refuse_early(session, row, body)
    paid = eligibility.payment_of(row, scheme)
    planned = rules.schedule(scheme, paid, starts_on=body.starts_on)
    row.signed_on, row.starts_on = body.signed_on, body.starts_on
    row.retention_until = rules.retention_ends(
        scheme, starts_on=body.starts_on, funded_months=row.months
    )
    instalments = [
        InstalmentRow(claim_id=row.id, number=each.number, due_on=each.due_on, amount=each.amount)
        for each in planned
    ]
    return taken(
        session,
        row,
        "sign_contract",
        *instalments,
        caller=caller,
        reason=hires_steps.OUT_OF_ORDER if early else None,
        note=" ; ".join(filter(None, (body.although if early else "", body.reference))),
    )


def _refuse_early(session: Session, row: ClaimRow, body: SignContractIn) -> bool:
    """Whether the contract is signed early, for the reason given. Raises `Invalid` without one."""
    hire = hires_repository.hire(session, row.hire_id)
    assert hire is not None  # a claim is one of a hire
    missing = hires_steps.before_signing(hire, hires_repository.steps(session, hire.id))
    unsettled = hire.route == "ask"
    if unsettled and not body.although:
        raise invalid("although", _UNSETTLED)
    if missing and not body.although:
        raise invalid("although", hires_steps.SIGN_EARLY, count=len(missing))
    return unsettled or bool(missing)


def _check_days(row: ClaimRow, scheme: rules.Scheme, body: SignContractIn) -> None:
    if body.signed_on > clock.today():
        raise invalid("signed_on", _FUTURE)
    if body.signed_on > body.starts_on:
        raise invalid("signed_on", _SIGNED_AFTER)
    assert row.submitted_at is not None  # an approved claim was sent in
    sent = row.submitted_at.date()
    if scheme.vacancy.apply_before_start and body.starts_on <= sent:
        raise invalid("starts_on", _BEGAN_BEFORE, day=sent.isoformat())


def lapse(session: Session, claim_id: UUID, body: NoteIn, *, caller: Caller) -> Claim:
    """The contract was never signed: the money is free again."""
    row = opened(session, claim_id, "lapse", caller=caller)
    _move(session, row, "uncommit", presenting.amount(row.total), caller=caller)
    return taken(session, row, "lapse", caller=caller, note=body.note)


def mark_due(
    session: Session, claim_id: UUID, number: int, body: MarkDueIn, *, caller: Caller
) -> Claim:
    """The proof for an instalment was seen, and its day has come."""
    row = opened(session, claim_id, "mark_due", caller=caller)
    instalment = _numbered(repository.instalments(session, row.id), number)
    if instalment.state != "planned":
        raise Conflict(_NOT_PLANNED)
    if instalment.due_on > clock.today():
        raise Conflict(_NOT_YET, day=instalment.due_on.isoformat())
    instalment.state, instalment.proof = "due", body.proof
    return taken(
        session, row, "mark_due", instalment, caller=caller, note=f"{number}: {body.proof}"
    )


def pay(session: Session, claim_id: UUID, number: int, body: PayIn, *, caller: Caller) -> Claim:
    """An instalment that is due was paid."""
    row = opened(session, claim_id, "pay", caller=caller)
    instalments = repository.instalments(session, row.id)
    instalment = _numbered(instalments, number)
    if instalment.state != "due":
        raise Conflict(_NOT_DUE)
    if body.paid_on > clock.today():
        raise invalid("paid_on", _FUTURE)
    instalment.state, instalment.paid_on = "paid", body.paid_on
    instalment.reference = body.reference
    _move(session, row, "pay", instalment.amount, caller=caller)
    return taken(
        session,
        row,
        "pay",
        instalment,
        caller=caller,
        to=_after_paying(instalments),
        note=f"{number}: {body.reference}",
    )


def _after_paying(instalments: list[InstalmentRow]) -> ClaimState:
    states = {each.state for each in instalments}
    if "due" in states:
        return "payment_due"
    return "contract_signed" if "planned" in states else "paid"


def check_retention(session: Session, claim_id: UUID, body: NoteIn, *, caller: Caller) -> Claim:
    """The person stayed on as long as the scheme asks."""
    row = opened(session, claim_id, "check_retention", caller=caller)
    if row.retention_until is not None and clock.today() < row.retention_until:
        raise Conflict(_STILL_RUNNING, day=row.retention_until.isoformat())
    return taken(session, row, "check_retention", caller=caller, note=body.note)


def end_early(session: Session, claim_id: UUID, body: EndIn, *, caller: Caller) -> Claim:
    """The contract ended before its time: what is not paid stays, what is owed is worked out."""
    row = opened(session, claim_id, "end_early", caller=caller)
    _check_end(row, body.ended_on)
    scheme, instalments = _scheme(session, row), repository.instalments(session, row.id)
    paid = sum((each.amount for each in instalments if each.state == "paid"), _ZERO)
    owed = _owed(row, scheme, paid, ended_on=body.ended_on, cause=body.cause)
    row.ended_on, row.end_cause, row.owed_back = body.ended_on, body.cause, owed
    left = [each for each in instalments if each.state in {"planned", "due"}]
    for each in left:
        each.state = "cancelled"
    _move(session, row, "uncommit", sum((each.amount for each in left), _ZERO), caller=caller)
    step: ClaimStepName = "claw_back" if owed else "end_early"
    return taken(session, row, step, *left, caller=caller, reason=body.cause, note=body.note)


def _check_end(row: ClaimRow, ended_on: date) -> None:
    if ended_on > clock.today():
        raise invalid("ended_on", _FUTURE)
    if row.starts_on is not None and ended_on < row.starts_on:
        raise invalid("ended_on", _NOT_STARTED, day=row.starts_on.isoformat())
    if row.retention_until is not None and ended_on >= row.retention_until:
        raise invalid("ended_on", _OVER_ALREADY, day=row.retention_until.isoformat())


def _owed(
    row: ClaimRow, scheme: rules.Scheme, paid: Decimal, *, ended_on: date, cause: EndCause
) -> Decimal:
    assert row.starts_on is not None  # set when the contract was signed
    return rules.clawback(
        scheme,
        paid=paid,
        funded_months=row.months,
        starts_on=row.starts_on,
        ended_on=ended_on,
        cause=cause,
    )


def recover(session: Session, claim_id: UUID, body: RecoverIn, *, caller: Caller) -> Claim:
    """Money came back: it may be given to somebody else."""
    row = opened(session, claim_id, "recover", caller=caller)
    left = _left(row)
    if body.amount > left:
        raise invalid("amount", _TOO_MUCH, left=left)
    row.recovered += body.amount
    _move(session, row, "recover", body.amount, caller=caller)
    return taken(session, row, "recover", caller=caller, note=body.reference)


def close(session: Session, claim_id: UUID, body: NoteIn, *, caller: Caller) -> Claim:
    """Nothing is left to do; what did not come back is explained."""
    row = opened(session, claim_id, "close", caller=caller)
    if _left(row) > 0 and not body.note:
        raise invalid("note", _SAY_WHY, left=_left(row))
    return taken(session, row, "close", caller=caller, note=body.note)


# --- shared -----------------------------------------------------------------------------------


def _move(
    session: Session, row: ClaimRow, kind: LedgerKind, amount: Decimal, *, caller: Caller
) -> None:
    assert row.envelope_id is not None  # a claim that was sent in has its envelope
    envelope = budget.locked(session, row.envelope_id)
    budget.move(session, envelope, kind, amount, by=caller.actor, claim_id=row.id)


def _left(row: ClaimRow) -> Decimal:
    return (row.owed_back or _ZERO) - row.recovered


def _numbered(instalments: list[InstalmentRow], number: int) -> InstalmentRow:
    return known(next((each for each in instalments if each.number == number), None))


def _scheme(session: Session, row: ClaimRow) -> rules.Scheme:
    return schemes.version(session, row.scheme_id, row.scheme_version)
