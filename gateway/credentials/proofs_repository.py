"""All SQL of second proofs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, update
from sqlmodel import Session, col, delete, func, select

from gateway.credentials.tables import PasskeyRow, RecoveryCodeRow, TotpRow
from gateway.sessions.tables import Account, SignedIn


def save(session: Session, row: TotpRow | PasskeyRow | RecoveryCodeRow) -> None:
    session.add(row)
    session.flush()


def totp(session: Session, account_id: UUID) -> TotpRow | None:
    return session.get(TotpRow, account_id)


def forget_totp(session: Session, account_id: UUID) -> None:
    session.exec(delete(TotpRow).where(col(TotpRow.account_id) == account_id))
    session.expire_all()


def take_step(session: Session, account_id: UUID, step: int) -> bool:
    """Take the code of a half minute with one statement; `False` where it, or a later one, was."""
    taken = (
        update(TotpRow)
        .where(col(TotpRow.account_id) == account_id, col(TotpRow.last_step) < step)
        .values(last_step=step)
        .returning(col(TotpRow.account_id))
    )
    return session.connection().execute(taken).first() is not None


def passkeys(session: Session, account_id: UUID) -> Sequence[PasskeyRow]:
    wanted = select(PasskeyRow).where(PasskeyRow.account_id == account_id)
    return session.exec(wanted.order_by(col(PasskeyRow.created_at))).all()


def passkey(session: Session, account_id: UUID, credential_id: bytes) -> PasskeyRow | None:
    """The passkey of an account by the number that its device gave it."""
    wanted = select(PasskeyRow).where(
        PasskeyRow.account_id == account_id, PasskeyRow.credential_id == credential_id
    )
    return session.exec(wanted).one_or_none()


def is_known(session: Session, credential_id: bytes) -> bool:
    """Whether anybody has this passkey."""
    wanted = select(PasskeyRow.id).where(PasskeyRow.credential_id == credential_id)
    return session.exec(wanted).first() is not None


def used(session: Session, passkey_id: UUID, *, before: int, count: int, now: datetime) -> bool:
    """Write down that a passkey signed; `False` where it did meanwhile, by its own counter."""
    done = (
        update(PasskeyRow)
        .where(
            col(PasskeyRow.id) == passkey_id,
            or_(col(PasskeyRow.sign_count) == before, col(PasskeyRow.sign_count) == 0),
        )
        .values(sign_count=count, used_at=now)
        .returning(col(PasskeyRow.id))
    )
    return session.connection().execute(done).first() is not None


def forget_passkey(session: Session, account_id: UUID, passkey_id: UUID) -> bool:
    gone = (
        delete(PasskeyRow)
        .where(col(PasskeyRow.account_id) == account_id, col(PasskeyRow.id) == passkey_id)
        .returning(col(PasskeyRow.id))
    )
    return session.connection().execute(gone).first() is not None


def codes_left(session: Session, account_id: UUID) -> int:
    counted = select(func.count()).where(
        RecoveryCodeRow.account_id == account_id, col(RecoveryCodeRow.spent_at).is_(None)
    )
    return session.exec(counted).one()


def forget_codes(session: Session, account_id: UUID) -> None:
    session.exec(delete(RecoveryCodeRow).where(col(RecoveryCodeRow.account_id) == account_id))


def spend_code(
    session: Session, account_id: UUID, digests: Collection[str], *, now: datetime
) -> bool:
    """Use a code on paper with one statement; whether it still worked."""
    spent = (
        update(RecoveryCodeRow)
        .where(
            col(RecoveryCodeRow.account_id) == account_id,
            col(RecoveryCodeRow.digest).in_(digests),
            col(RecoveryCodeRow.spent_at).is_(None),
        )
        .values(spent_at=now)
        .returning(col(RecoveryCodeRow.digest))
    )
    return session.connection().execute(spent).first() is not None


def forget_all(session: Session, account_id: UUID) -> None:
    """Every second proof of an account is gone."""
    for table in (TotpRow, PasskeyRow, RecoveryCodeRow):
        session.exec(delete(table).where(col(table.account_id) == account_id))


# --- the session in which a proof is asked --------------------------------------------------------


def session_of(session: Session, digest: str, *, now: datetime) -> tuple[SignedIn, Account] | None:
    """A session, a half one too, and its account."""
    wanted = (
        select(SignedIn, Account)
        .join(Account, col(Account.id) == SignedIn.account_id)
        .where(
            SignedIn.digest == digest,
            col(SignedIn.expires_at) > now,
            col(Account.disabled_at).is_(None),
        )
    )
    return session.exec(wanted).one_or_none()


def set_challenge(session: Session, digest: str, challenge: bytes) -> None:
    """What a passkey is to sign in this session."""
    asked = update(SignedIn).where(col(SignedIn.digest) == digest)
    session.connection().execute(asked.values(challenge=challenge))


def take_challenge(session: Session, digest: str) -> bytes | None:
    """What a passkey was to sign: asked once, so that no answer counts twice."""
    row = session.get(SignedIn, digest, with_for_update=True)
    if row is None or row.challenge is None:
        return None
    challenge, row.challenge = row.challenge, None
    session.add(row)
    session.flush()
    return challenge


def proved(session: Session, digest: str, *, now: datetime) -> None:
    """The second proof was given in this session."""
    done = update(SignedIn).where(col(SignedIn.digest) == digest)
    session.connection().execute(done.values(proved_at=now))
