"""Use cases of accounts for those who run an organisation: its users, its offices, its log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from gateway.sessions import repository
from gateway.sessions.tables import Account, Agency, OrganisationLog


def employer_users(session: Session, employer_id: UUID) -> Sequence[Account]:
    """Accounts that speak for an enterprise, the first one first."""
    return repository.accounts_of_employer(session, employer_id)


def lock_employer_users(session: Session, employer_id: UUID) -> Sequence[Account]:
    """The same, until the transaction ends nobody else's to count."""
    return repository.lock_accounts_of_employer(session, employer_id)


def follow_employer(session: Session, employer_id: UUID, kept: UUID, *, by: Actor) -> None:
    """Have the accounts of an enterprise speak for the one that it was merged into."""
    for account in repository.accounts_of_employer(session, employer_id):
        note(session, str(account.id), "employer_merged", by=by, detail=str(kept))
    repository.move_employer(session, employer_id, to=kept)


def note(session: Session, subject: str, action: str, *, by: Actor, detail: str = "") -> None:
    """Write a line of the log of an office or an account."""
    line = OrganisationLog(
        subject=subject, action=action, detail=detail, actor_id=by.id, actor_role=by.role.value
    )
    repository.save(session, line)


def note_opened(session: Session, account: Account, *, invited_by: UUID) -> None:
    """Write that an invitation was accepted, and whose it was."""
    inviter = repository.account(session, invited_by)
    line = OrganisationLog(
        subject=str(account.id),
        action="opened",
        detail=account.role,
        actor_id=invited_by,
        actor_role=inviter.role if inviter else Role.ADMINISTRATOR.value,
    )
    repository.save(session, line)


def log_of(session: Session, subject: str) -> Sequence[OrganisationLog]:
    """What was done to an office or an account, the newest first."""
    return repository.log_of(session, subject)


def set_right(
    session: Session, employer_id: UUID, account_id: UUID, *, right: str, by: Actor
) -> bool | None:
    """Say what a user of an enterprise may do; `False` where nobody would own it any more, `None`
    where it is none of its users."""
    users = repository.lock_accounts_of_employer(session, employer_id)
    found = next((each for each in users if each.id == account_id), None)
    if found is None:
        return None
    owners = [
        each
        for each in users
        if each.employer_right in (None, "owner") and each.disabled_at is None
    ]
    if right != "owner" and owners == [found]:
        return False
    found.employer_right = right
    repository.save(session, found)
    note(session, str(found.id), "right", by=by, detail=right)
    return True


@dataclass(frozen=True, slots=True)
class Asked:
    """Which accounts a list shows."""

    words: str = ""
    role: str = ""
    agency: str = ""
    closed: bool | None = None


def users(
    session: Session, asked: Asked, *, limit: int, offset: int
) -> tuple[Sequence[Account], int]:
    """Accounts of those who work here or sign in for an enterprise, and how many there are."""
    return repository.users(
        session,
        words=asked.words,
        role=asked.role,
        agency=asked.agency,
        closed=asked.closed,
        limit=limit,
        offset=offset,
    )


def user(session: Session, account_id: UUID) -> Account | None:
    """An account, unless it is somebody's who looks for work."""
    found = repository.account(session, account_id)
    return found if found is not None and found.role != Role.JOBSEEKER else None


def write_office(
    session: Session, agency_id: str, values: Mapping[str, Any], *, by: Actor
) -> Agency:
    """Open an office, or change what is written of it."""
    found = repository.agency(session, agency_id)
    row = found or Agency(id=agency_id, name="")
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    row.sqlmodel_update(dict(values))
    repository.save(session, row)
    if changed or found is None:
        action = "changed" if found else "opened"
        note(session, agency_id, action, by=by, detail=" ".join(changed)[:200])
    return row


def staff_counts(session: Session) -> dict[str, int]:
    """How many open accounts work in each office."""
    return repository.staff_counts(session)


def staff_of(session: Session, agency_id: str) -> Sequence[Account]:
    """Accounts of those who work in an office, by name."""
    return repository.staff_of(session, agency_id)


def office_names(session: Session) -> dict[str, str]:
    """Names of offices by id."""
    return {each.id: each.name for each in repository.agencies(session)}


def offices(session: Session) -> Sequence[Agency]:
    """Every office, by name."""
    return repository.agencies(session)
