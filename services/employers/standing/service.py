"""Use cases on where an employer stands: it declares itself, its agency finds out.

What its users can do follows from the state alone, at once: nothing is told to other services. An
employer that is no longer answered for has no open vacancy left.
"""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.organisations import (
    CorrectIn,
    DeclarationIn,
    EmployerFile,
    EmployerState,
    MergeEmployerIn,
    SuspendIn,
    ToMendIn,
    VerifyIn,
)
from amuddu.kit import clock
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, Forbidden, Invalid, invalid
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from services.employers.common import writes
from services.employers.organisations import mapping
from services.employers.organisations import repository as organisations_repository
from services.employers.organisations.access import Caller
from services.employers.organisations.service import locked_employer, refuse_same_name, seen
from services.employers.organisations.steps import MOVES
from services.employers.organisations.tables import EmployerRow
from services.employers.standing import checks, repository
from services.employers.standing.reading import whole
from services.employers.vacancies import employer_changes
from services.employers.vacancies import repository as vacancies_repository
from services.employers.vacancies import service as vacancies

log = logs.get(__name__)

_AGENCY_SAYS = frozenset({"name", "agency_id"})
"""What its agency wrote of an employer stays, whatever the employer declares."""
_CHANGED = N_("L'entreprise a changé sa fiche entre-temps : relisez-la avant de décider.")
_NO_ICE = N_("Il manque l'ICE : demandez-le à l'entreprise, ou écrivez-le dans la fiche.")
_ICE_TAKEN = N_(
    "Une entreprise vérifiée porte déjà cet ICE. Si c'est la même, réunissez les deux fiches."
)
_ITSELF = N_("Choisissez une autre entreprise que celle-ci.")
_STILL_OPEN = N_(
    "Cette entreprise a encore des offres en ligne ou des embauches en cours : terminez-les avant "
    "de réunir les fiches."
)


def declare(session: Session, body: DeclarationIn, *, caller: Caller) -> EmployerFile:
    """Write down what an employer's user declares; the first time, the employer comes to be.

    The id is the one that the gateway gave the account: said twice, it is one employer.
    """
    own = caller.own_employer
    if own is None or not caller.actor.owns_employer:
        raise Forbidden
    values = checks.declared(body)
    row = organisations_repository.lock_employer(session, own)
    if row is None:
        row = EmployerRow(id=own, state="declared", name_key="", **values)
        line = MOVES.begin(row, "declare", by=caller.actor)
        session.add(row)
    else:
        to: EmployerState = "entered" if row.state == "entered" else "declared"
        line = MOVES.take(row, "declare", to=to, by=caller.actor)
        left = _AGENCY_SAYS if to == "entered" else frozenset()
        row.sqlmodel_update({name: value for name, value in values.items() if name not in left})
    if row.state == "declared":
        row.name_key = mapping.key_of(row)
    row.declared_at, row.to_mend, row.note = clock.now(), [], ""
    session.flush()
    writes.add(session, line)
    log.info("employer declared", employer_id=str(row.id))
    return whole(session, row, caller)


def verify(session: Session, employer_id: UUID, body: VerifyIn, *, caller: Caller) -> EmployerFile:
    """An agency found a declaration right: what waited for it is published."""
    row = locked_employer(session, employer_id, caller)
    MOVES.guard(row, "verify")
    if row.updated_at != body.as_of:
        raise Conflict(_CHANGED)
    if row.ice is None:
        raise invalid("ice", _NO_ICE)
    _refuse_same_ice(session, row, row.ice)
    line = MOVES.take(row, "verify", by=caller.actor, reasons=(body.basis,))
    row.name_key = mapping.key_of(row)
    refuse_same_name(session, row)
    row.verified_at, row.basis, row.to_mend, row.note = clock.now(), body.basis, [], ""
    session.flush()
    writes.add(session, line)
    _publish_waiting(session, row, caller)
    log.info("employer verified", employer_id=str(row.id))
    return whole(session, row, caller)


def hand_back(
    session: Session, employer_id: UUID, body: ToMendIn, *, caller: Caller
) -> EmployerFile:
    """Hand a declaration back with what to mend."""
    row = locked_employer(session, employer_id, caller)
    to: EmployerState = "entered" if row.state == "entered" else "returned"
    line = MOVES.take(
        row, "hand_back", to=to, by=caller.actor, reasons=body.reasons, note=body.note
    )
    row.to_mend, row.note, row.declared_at = list(body.reasons), body.note, None
    writes.add(session, line)
    return whole(session, row, caller)


def withdraw(
    session: Session, employer_id: UUID, body: ToMendIn, *, caller: Caller
) -> EmployerFile:
    """Take a verification back, with what to mend; nothing of the employer stays open."""
    row = locked_employer(session, employer_id, caller)
    line = MOVES.take(row, "withdraw", by=caller.actor, reasons=body.reasons, note=body.note)
    row.to_mend, row.note = list(body.reasons), body.note
    row.verified_at = row.declared_at = row.basis = None
    writes.add(session, line)
    _close_open(session, row, caller)
    log.info("verification withdrawn", employer_id=str(row.id))
    return whole(session, row, caller)


def correct(
    session: Session, employer_id: UUID, body: CorrectIn, *, caller: Caller
) -> EmployerFile:
    """Set an employer's file right. Its open vacancies follow."""
    row = locked_employer(session, employer_id, caller)
    values = {name: value for name, value in checks.declared(body).items() if _says(name, value)}
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return whole(session, row, caller)
    line = MOVES.take(row, "correct", by=caller.actor, reasons=sorted(changed))
    if row.state == "verified" and "ice" in changed:
        _refuse_same_ice(session, row, changed["ice"])
    if "name" in changed:
        named = EmployerRow(**row.model_dump() | changed)
        changed["name_key"] = mapping.key_of(named)
    employer_changes.apply(session, row, changed, caller=caller)
    writes.add(session, line)
    return whole(session, row, caller)


def suspend(
    session: Session, employer_id: UUID, body: SuspendIn, *, caller: Caller
) -> EmployerFile:
    """Publish nothing of an employer any more, and let it write nothing."""
    row = locked_employer(session, employer_id, caller)
    line = MOVES.take(row, "suspend", by=caller.actor, reasons=(body.reason,), note=body.note)
    row.verified_at = row.basis = None
    writes.add(session, line)
    _close_open(session, row, caller)
    log.info("employer suspended", employer_id=str(row.id), reason=body.reason)
    return whole(session, row, caller)


def resume(session: Session, employer_id: UUID, *, caller: Caller) -> EmployerFile:
    """Let a suspended employer be looked at again: one that declared itself waits anew."""
    row = locked_employer(session, employer_id, caller)
    to: EmployerState = "declared" if row.ice else "entered"
    line = MOVES.take(row, "resume", to=to, by=caller.actor)
    row.declared_at = clock.now() if row.ice else None
    writes.add(session, line)
    return whole(session, row, caller)


def merge(
    session: Session, employer_id: UUID, body: MergeEmployerIn, *, caller: Caller
) -> EmployerFile:
    """An employer was entered twice: what was never told goes to the other, the rest stays.

    A person said yes to one employer by its name, so what was told under that name stays there, to
    be read by its agency. Merged again into the same, nothing changes.
    """
    if employer_id == body.into:
        raise invalid("into", _ITSELF)
    first, second = sorted((employer_id, body.into))
    rows = {each: organisations_repository.lock_employer(session, each) for each in (first, second)}
    row, kept = seen(rows[employer_id], caller), seen(rows[body.into], caller)
    if row.merged_into == kept.id:
        return whole(session, row, caller)
    if kept.state in ("merged", "suspended"):
        raise invalid("into", N_("Cette fiche ne peut pas en recevoir une autre."))
    MOVES.guard(row, "merge")
    if vacancies_repository.lock_published(session, row.id) or repository.open_hires(
        session, row.id
    ):
        raise Conflict(_STILL_OPEN)
    line = MOVES.take(row, "merge", by=caller.actor, other=kept.id)
    row.merged_into, row.name_key = kept.id, f"{row.name_key[:163]} {row.id}"[:200]
    session.flush()
    moved = repository.hand_over_unpublished(session, row.id, to=kept.id)
    writes.add(session, line)
    log.info("employers merged", employer_id=str(row.id), kept=str(kept.id), vacancies=moved)
    return whole(session, row, caller)


def _says(name: str, value: object) -> bool:
    """Whether a correction says something: a name is never taken away."""
    return value is not None or name in ("cnss", "rc_number", "rc_court")


def _refuse_same_ice(session: Session, row: EmployerRow, ice: str) -> None:
    found = repository.verified_with(session, ice)
    if found is not None and found.id != row.id:
        raise Conflict(_ICE_TAKEN)


def _publish_waiting(session: Session, row: EmployerRow, caller: Caller) -> None:
    """Publish what waited for the agency to know the employer; what lacks something goes on
    waiting, and the agency sees why."""
    for vacancy in repository.lock_waiting(session, row.id):
        if vacancies.waits_for_words(vacancy):
            continue
        try:
            vacancies.publish(session, vacancy, row, caller=caller)
        except (Invalid, Conflict) as error:
            log.info("vacancy goes on waiting", vacancy_id=str(vacancy.id), code=error.code)


def _close_open(session: Session, row: EmployerRow, caller: Caller) -> None:
    for vacancy in vacancies_repository.lock_published(session, row.id):
        vacancies.close(session, vacancy, row, by=caller.actor, reason="withdrawn")
