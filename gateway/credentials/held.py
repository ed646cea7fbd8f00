"""What is held of what lets a person in, for their copy. Secrets are no part of it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from amuddu.contracts.export.document import HeldContact, HeldPasskey
from amuddu.kit.db import Session
from gateway.credentials import contacts, proofs_repository
from gateway.credentials.kept import Keys


def contacts_of(session: Session, keys: Keys, ids: Collection[UUID]) -> tuple[HeldContact, ...]:
    """Contacts of accounts, whole."""
    return tuple(
        HeldContact(
            channel=row.channel,
            address=address,
            verified_at=row.verified_at,
            created_at=row.created_at,
        )
        for each in ids
        for row, address in contacts.opened(session, keys, each)
    )


def passkeys_of(session: Session, ids: Collection[UUID]) -> tuple[HeldPasskey, ...]:
    """Passkeys of accounts, without what they sign with."""
    found = (row for each in ids for row in proofs_repository.passkeys(session, each))
    return tuple(HeldPasskey.of(row) for row in found)
