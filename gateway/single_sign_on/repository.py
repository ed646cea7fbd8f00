"""All SQL of identities at providers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session, col, delete, select

from gateway.credentials.tables import OutsideIdentityRow
from gateway.sessions.tables import Account, SignedIn


def save(session: Session, row: OutsideIdentityRow) -> None:
    session.add(row)
    session.flush()


def with_account(
    session: Session, digests: Collection[str]
) -> tuple[OutsideIdentityRow, Account] | None:
    """The identity that is kept under one of these digests, and whose account it opens."""
    wanted = (
        select(OutsideIdentityRow, Account)
        .join(Account, Account.id == OutsideIdentityRow.account_id)  # type: ignore[arg-type]
        .where(col(OutsideIdentityRow.digest).in_(digests))
    )
    found = session.exec(wanted).first()
    return (found[0], found[1]) if found else None


def of_account(session: Session, account_id: UUID) -> Sequence[OutsideIdentityRow]:
    wanted = select(OutsideIdentityRow).where(OutsideIdentityRow.account_id == account_id)
    return session.exec(wanted.order_by(col(OutsideIdentityRow.created_at))).all()


def in_session(session: Session, digest: str) -> OutsideIdentityRow | None:
    """The identity that a session was opened with."""
    wanted = (
        select(OutsideIdentityRow)
        .join(SignedIn, SignedIn.identity_id == OutsideIdentityRow.id)  # type: ignore[arg-type]
        .where(SignedIn.digest == digest)
    )
    return session.exec(wanted).one_or_none()


def forget(session: Session, account_id: UUID, provider: str) -> bool:
    """Forget an identity; the sessions that it opened end with it. Whether there was one."""
    found = session.exec(
        select(OutsideIdentityRow).where(
            OutsideIdentityRow.account_id == account_id, OutsideIdentityRow.provider == provider
        )
    ).one_or_none()
    if found is None:
        return False
    session.exec(delete(SignedIn).where(col(SignedIn.identity_id) == found.id))
    session.delete(found)
    session.flush()
    return True


def end_sessions(
    session: Session,
    provider: str,
    *,
    digests: Collection[str] = (),
    outside: str | None = None,
) -> int:
    """End the sessions that a provider opened: those of an identity, or that one there."""
    wanted = select(OutsideIdentityRow.id).where(OutsideIdentityRow.provider == provider)
    if digests:
        wanted = wanted.where(col(OutsideIdentityRow.digest).in_(digests))
    ended = delete(SignedIn).where(col(SignedIn.identity_id).in_(wanted))
    if outside is not None:
        ended = ended.where(col(SignedIn.outside) == outside)
    gone = session.exec(ended.returning(col(SignedIn.digest))).all()
    return len(gone)
