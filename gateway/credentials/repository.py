"""All SQL of contacts, of one-time links and codes, of messages and of invitations."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import String, cast, exists, update
from sqlmodel import Session, col, delete, func, select

from gateway.credentials.tables import ContactRow, InvitationRow, MessageRow, OneTimeRow, RequestRow
from gateway.sessions.tables import Account, Agency, SignedIn


def save(
    session: Session,
    row: ContactRow | InvitationRow | MessageRow | OneTimeRow | RequestRow | Account,
) -> None:
    session.add(row)
    session.flush()


def account(session: Session, account_id: UUID, *, lock: bool = False) -> Account | None:
    return session.get(Account, account_id, with_for_update=lock or None)


def account_by_login(session: Session, login: str) -> Account | None:
    return session.exec(select(Account).where(Account.login == login)).one_or_none()


def accounts_of_profile(session: Session, profile_id: UUID) -> Sequence[Account]:
    wanted = select(Account).where(Account.profile_id == profile_id)
    return session.exec(wanted.order_by(col(Account.created_at))).all()


def agency(session: Session, agency_id: str) -> Agency | None:
    return session.get(Agency, agency_id)


def others_of_role(session: Session, role: str, besides: UUID) -> bool:
    """Whether another open account has this role."""
    other = exists().where(
        col(Account.role) == role,
        col(Account.disabled_at).is_(None),
        col(Account.id) != besides,
    )
    return bool(session.exec(select(other)).one())


# --- sessions -------------------------------------------------------------------------------------


def end_sessions(session: Session, account_id: UUID, *, but: str = "") -> int:
    """End every session of an account, or all but one; how many."""
    ended = (
        delete(SignedIn)
        .where(col(SignedIn.account_id) == account_id, col(SignedIn.digest) != but)
        .returning(col(SignedIn.digest))
    )
    return len(session.connection().execute(ended).all())


def end_named(session: Session, account_id: UUID, beginning: str) -> bool:
    """End the session whose digest begins so; whether there was one."""
    ended = (
        delete(SignedIn)
        .where(col(SignedIn.account_id) == account_id, func.left(SignedIn.digest, 16) == beginning)
        .returning(col(SignedIn.digest))
    )
    return session.connection().execute(ended).first() is not None


def open_sessions(session: Session, account_id: UUID, *, now: datetime) -> Sequence[SignedIn]:
    """Sessions that somebody may use, the newest first."""
    wanted = select(SignedIn).where(
        SignedIn.account_id == account_id,
        col(SignedIn.expires_at) > now,
        col(SignedIn.kind).in_(("page", "card", "api", "work")),
    )
    return session.exec(wanted.order_by(col(SignedIn.created_at).desc())).all()


# --- contacts -------------------------------------------------------------------------------------


def reached_at(
    session: Session, role: str, place: str | None
) -> Sequence[tuple[Account, ContactRow]]:
    """Open accounts of a role at a place (`None`: anywhere), each with its confirmed e-mail."""
    where = [
        col(Account.role) == role,
        col(Account.disabled_at).is_(None),
        col(ContactRow.channel) == "email",
        col(ContactRow.verified_at).is_not(None),
    ]
    if place is not None and role == "employer":
        where.append(cast(col(Account.employer_id), String) == place)
    elif place is not None:
        where.append(col(Account.agency_id) == place)
    wanted = select(Account, ContactRow).join(
        ContactRow, col(ContactRow.account_id) == col(Account.id)
    )
    return session.exec(wanted.where(*where).order_by(col(Account.id))).all()


def contacts(session: Session, account_id: UUID) -> Sequence[ContactRow]:
    wanted = select(ContactRow).where(ContactRow.account_id == account_id)
    order = (col(ContactRow.channel), col(ContactRow.created_at))
    return session.exec(wanted.order_by(*order)).all()


def verified(session: Session, account_id: UUID) -> Sequence[ContactRow]:
    """Contacts that count, e-mail first: it costs nothing."""
    return [each for each in contacts(session, account_id) if each.verified_at is not None]


def contact(session: Session, contact_id: UUID) -> ContactRow | None:
    return session.get(ContactRow, contact_id)


def verified_of(session: Session, digests: Collection[str], *, most: int) -> Sequence[ContactRow]:
    """Contacts of accounts with this address, where somebody said that it is theirs."""
    wanted = select(ContactRow).where(
        col(ContactRow.digest).in_(digests), col(ContactRow.verified_at).is_not(None)
    )
    return session.exec(wanted.order_by(col(ContactRow.created_at)).limit(most)).all()


def forget_contacts(
    session: Session, account_id: UUID, channel: str, *, waiting: bool, but: UUID | None = None
) -> None:
    """Forget contacts of a channel: those that wait to be verified, or those that count."""
    counts = col(ContactRow.verified_at)
    session.exec(
        delete(ContactRow).where(
            col(ContactRow.account_id) == account_id,
            col(ContactRow.channel) == channel,
            counts.is_(None) if waiting else counts.is_not(None),
            col(ContactRow.id) != but if but else col(ContactRow.id).is_not(None),
        )
    )


# --- what works once ------------------------------------------------------------------------------


def one_time(session: Session, link_id: UUID) -> OneTimeRow | None:
    return session.get(OneTimeRow, link_id)


def living(
    session: Session, digests: Collection[str], purpose: str, *, now: datetime
) -> OneTimeRow | None:
    """A link or code that still works."""
    wanted = select(OneTimeRow).where(
        col(OneTimeRow.digest).in_(digests),
        OneTimeRow.purpose == purpose,
        col(OneTimeRow.spent_at).is_(None),
        col(OneTimeRow.expires_at) > now,
    )
    return session.exec(wanted).first()


def spend(session: Session, link_id: UUID, *, now: datetime) -> bool:
    """Use a link with one statement; whether it still worked. Of two at once one is told so."""
    spent = (
        update(OneTimeRow)
        .where(
            col(OneTimeRow.id) == link_id,
            col(OneTimeRow.spent_at).is_(None),
            col(OneTimeRow.expires_at) > now,
        )
        .values(spent_at=now)
        .returning(col(OneTimeRow.id))
    )
    return session.connection().execute(spent).first() is not None


def void(session: Session, account_id: UUID, purposes: Collection[str], *, now: datetime) -> None:
    """What was sent or given before works no more."""
    spent = update(OneTimeRow).where(
        col(OneTimeRow.account_id) == account_id,
        col(OneTimeRow.purpose).in_(purposes),
        col(OneTimeRow.spent_at).is_(None),
    )
    session.connection().execute(spent.values(spent_at=now))


def made_since(session: Session, account_id: UUID, purpose: str, since: datetime) -> int:
    """How many of a kind were made for an account since then."""
    counted = select(func.count()).where(
        OneTimeRow.account_id == account_id,
        OneTimeRow.purpose == purpose,
        col(OneTimeRow.created_at) > since,
    )
    return session.exec(counted).one()


# --- requests, messages ---------------------------------------------------------------------------


def take_requests(session: Session, *, most: int) -> Sequence[RequestRow]:
    """Requests that nobody looked at, taken off the table."""
    some = select(RequestRow).order_by(col(RequestRow.created_at)).limit(most)
    rows = session.exec(some.with_for_update(skip_locked=True)).all()
    for row in rows:
        session.delete(row)
    return rows


def message(session: Session, message_id: UUID) -> MessageRow | None:
    return session.get(MessageRow, message_id)


def to_hand_over(session: Session, *, most: int) -> Sequence[MessageRow]:
    """Messages that the service which sends does not know of, locked."""
    some = select(MessageRow).where(col(MessageRow.handed_at).is_(None))
    some = some.order_by(col(MessageRow.created_at)).limit(most)
    return session.exec(some.with_for_update(skip_locked=True)).all()


# --- invitations ----------------------------------------------------------------------------------


def invitation(session: Session, invitation_id: UUID) -> InvitationRow | None:
    return session.get(InvitationRow, invitation_id)


def living_invitation(session: Session, digest: str, *, now: datetime) -> InvitationRow | None:
    """An invitation that still works."""
    wanted = select(InvitationRow).where(
        InvitationRow.digest == digest,
        col(InvitationRow.accepted_at).is_(None),
        col(InvitationRow.withdrawn_at).is_(None),
        col(InvitationRow.expires_at) > now,
    )
    return session.exec(wanted).first()


def open_invitations(
    session: Session, *, now: datetime, most: int, employer_id: UUID | None = None
) -> Sequence[InvitationRow]:
    """Invitations that nobody accepted yet, the newest first: all, or an employer's."""
    wanted = select(InvitationRow).where(
        col(InvitationRow.accepted_at).is_(None),
        col(InvitationRow.withdrawn_at).is_(None),
        col(InvitationRow.expires_at) > now,
    )
    if employer_id is not None:
        wanted = wanted.where(InvitationRow.employer_id == employer_id)
    return session.exec(wanted.order_by(col(InvitationRow.created_at).desc()).limit(most)).all()


def accept(session: Session, invitation_id: UUID, *, now: datetime) -> bool:
    """Use an invitation with one statement; whether it still worked."""
    accepted = (
        update(InvitationRow)
        .where(
            col(InvitationRow.id) == invitation_id,
            col(InvitationRow.accepted_at).is_(None),
            col(InvitationRow.withdrawn_at).is_(None),
            col(InvitationRow.expires_at) > now,
        )
        .values(accepted_at=now)
        .returning(col(InvitationRow.id))
    )
    return session.connection().execute(accepted).first() is not None


def withdraw(session: Session, invitation_id: UUID, *, now: datetime) -> bool:
    """Take an invitation back; whether it still worked."""
    withdrawn = (
        update(InvitationRow)
        .where(
            col(InvitationRow.id) == invitation_id,
            col(InvitationRow.accepted_at).is_(None),
            col(InvitationRow.withdrawn_at).is_(None),
        )
        .values(withdrawn_at=now)
        .returning(col(InvitationRow.id))
    )
    return session.connection().execute(withdrawn).first() is not None
