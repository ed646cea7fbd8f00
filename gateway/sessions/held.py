"""What the gateway holds about a person: their account, what is open of it, their cards."""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.export.document import AccountPart, HeldAccount, HeldCard, HeldSession
from amuddu.kit.db import Session
from gateway.sessions import repository


def of(session: Session, profile_id: UUID) -> AccountPart:
    """All of it. Secrets are kept as digests alone, and are no part of it."""
    accounts = repository.accounts_of_profile(session, profile_id)
    ids = [account.id for account in accounts]
    return AccountPart(
        accounts=tuple(HeldAccount.of(account) for account in accounts),
        sessions=tuple(HeldSession.of(one) for one in repository.sessions_of(session, ids)),
        cards=tuple(HeldCard.of(one) for one in repository.cards_of(session, ids)),
    )


def ids_of(session: Session, profile_id: UUID) -> tuple[UUID, ...]:
    """The accounts of a person."""
    return tuple(each.id for each in repository.accounts_of_profile(session, profile_id))
