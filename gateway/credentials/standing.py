"""Joiners, movers, leavers: suspend an account, open it again, change its role or agency.

Whatever changes, every session of the account ends at once. For administrators.
"""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.types import Role
from amuddu.kit import clock
from amuddu.kit.audit import recording
from amuddu.kit.auth import Actor, require
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, Forbidden, known
from amuddu.kit.i18n import N_
from gateway.credentials import recovery, repository
from gateway.credentials.invitations import Place, placed
from gateway.credentials.kept import Keys
from gateway.sessions import trail
from gateway.sessions.tables import Account

_NEVER_NOBODY = (Role.ADMINISTRATOR.value, Role.OFFICER.value)


def read(session: Session, account_id: UUID, *, by: Actor) -> Account:
    """An account of staff or of an employer. Raises `NotFound` for people who look for work:
    theirs is looked after by their agency."""
    require(by, Role.ADMINISTRATOR)
    return _of_staff(session, account_id)


def _of_staff(session: Session, account_id: UUID, *, lock: bool = False) -> Account:
    account = repository.account(session, account_id, lock=lock)
    if account is not None and account.role in (Role.JOBSEEKER.value, Role.SERVICE.value):
        account = None
    return known(account)


def _to_change(session: Session, account_id: UUID, *, by: Actor) -> Account:
    require(by, Role.ADMINISTRATOR)
    account = _of_staff(session, account_id, lock=True)
    if account.id == by.id:
        raise Forbidden(N_("Pas son propre compte : demandez à un autre administrateur."))
    return account


def _not_the_last(session: Session, account: Account) -> None:
    if account.role in _NEVER_NOBODY and not repository.others_of_role(
        session, account.role, account.id
    ):
        raise Conflict(N_("C'est le dernier compte de ce rôle : ouvrez-en d'abord un autre."))


def suspend(session: Session, account_id: UUID, *, by: Actor) -> Account:
    """Close an account for now: nobody signs in, and whoever is signed in is out at once."""
    account = _to_change(session, account_id, by=by)
    if account.disabled_at is None:
        _not_the_last(session, account)
        account.disabled_at = clock.now()
        repository.save(session, account)
    repository.end_sessions(session, account.id)
    repository.void(session, account.id, ("recover", "code"), now=clock.now())
    trail.must(recording.of(session), by, "account_suspended")
    return account


def reopen(session: Session, account_id: UUID, *, by: Actor) -> Account:
    """Open a suspended account again, with the password and proofs it had."""
    account = _to_change(session, account_id, by=by)
    account.disabled_at = None
    account.last_seen_on = clock.today()  # or the table of retention would close it again
    repository.save(session, account)
    trail.must(recording.of(session), by, "account_reopened")
    return account


def move(session: Session, account_id: UUID, place: Place, *, by: Actor) -> Account:
    """Give an account another role or another agency; its sessions end."""
    account = _to_change(session, account_id, by=by)
    agency_id, employer_id, organisation = placed(session, place)
    if account.role != place.role.value:
        _not_the_last(session, account)
    account.role = place.role.value
    account.agency_id, account.employer_id = agency_id, employer_id
    account.organisation = organisation
    repository.save(session, account)
    repository.end_sessions(session, account.id)
    trail.must(recording.of(session), by, "account_moved")
    return account


def give_code(
    session: Session, keys: Keys, account_id: UUID, *, by: Actor, frees_proofs: bool
) -> str:
    """A code for staff who forgot the password, or lost what proves them too."""
    account = _to_change(session, account_id, by=by)
    if account.disabled_at is not None:
        raise Conflict(N_("Ce compte est suspendu : rouvrez-le d'abord."))
    return recovery.give_code(session, keys, account, by=by, frees_proofs=frees_proofs)
