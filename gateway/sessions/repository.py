"""All SQL of the gateway."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, func, select

from gateway.sessions.tables import Account, Agency, Attempt, Card, SentForm, SignedIn


def account_by_login(session: Session, login: str) -> Account | None:
    return session.exec(select(Account).where(Account.login == login)).one_or_none()


def account(session: Session, account_id: UUID) -> Account | None:
    return session.get(Account, account_id)


def accounts_of_demo(session: Session) -> Sequence[Account]:
    query = select(Account).where(col(Account.demo)).order_by(Account.role, Account.login)
    return session.exec(query).all()


def agencies(session: Session) -> Sequence[Agency]:
    return session.exec(select(Agency).order_by(Agency.name)).all()


def agency(session: Session, agency_id: str) -> Agency | None:
    return session.get(Agency, agency_id)


def names(session: Session, ids: Collection[UUID], roles: Collection[str]) -> dict[UUID, str]:
    """How accounts of these roles are called."""
    wanted = select(Account.id, Account.display_name)
    wanted = wanted.where(col(Account.id).in_(ids), col(Account.role).in_(roles))
    return dict(session.exec(wanted).all())


def save(session: Session, row: Account | Agency | SignedIn | Attempt | Card) -> None:
    session.add(row)
    session.flush()


def signed_in(session: Session, digest: str, *, now: datetime) -> tuple[SignedIn, Account] | None:
    query = (
        select(SignedIn, Account)
        .join(Account, col(Account.id) == SignedIn.account_id)
        .where(
            SignedIn.digest == digest,
            col(SignedIn.expires_at) > now,
            col(Account.disabled_at).is_(None),
        )
    )
    return session.exec(query).one_or_none()


def end(session: Session, digest: str) -> None:
    session.exec(delete(SignedIn).where(col(SignedIn.digest) == digest))


def end_all_of_profile(session: Session, profile_id: UUID) -> None:
    """Forget the accounts of an erased person; their sessions go with them."""
    session.exec(delete(Account).where(col(Account.profile_id) == profile_id))


def sweep(session: Session, *, now: datetime) -> None:
    """Forget sessions that ended, attempts that no limit counts, forms nobody sends again."""
    session.exec(delete(SignedIn).where(col(SignedIn.expires_at) <= now))
    session.exec(delete(Attempt).where(col(Attempt.at) <= now - timedelta(days=1)))
    session.exec(delete(SentForm).where(col(SentForm.at) <= now - timedelta(days=1)))


def attempts(
    session: Session, *, login_digest: str, address_digest: str, since: datetime
) -> tuple[int, int]:
    """Failed sign-ins since a moment: of this login, and from this address."""

    def count(column: str, value: str) -> int:
        query = select(func.count()).where(col(getattr(Attempt, column)) == value)
        return session.exec(query.where(col(Attempt.at) > since)).one()

    return count("login_digest", login_digest), count("address_digest", address_digest)


def account_of_profile(session: Session, profile_id: UUID) -> Account | None:
    """The account of a jobseeker's profile."""
    query = (
        select(Account).where(Account.profile_id == profile_id).order_by(col(Account.created_at))
    )
    return session.exec(query.limit(1)).one_or_none()


def card(session: Session, card_id: UUID, *, lock: bool = False) -> Card | None:
    return session.get(Card, card_id, with_for_update=lock)


def living_card(session: Session, account_id: UUID) -> Card | None:
    query = select(Card).where(Card.account_id == account_id, col(Card.stopped_at).is_(None))
    return session.exec(query).one_or_none()


def stop_cards(session: Session, account_id: UUID, *, now: datetime) -> bool:
    """Stop the card of an account; whether there was one."""
    found = living_card(session, account_id)
    if found is not None:
        found.stopped_at = now
        save(session, found)
    return found is not None


def end_card_sessions(session: Session, account_id: UUID) -> None:
    """End the sessions that a card opened."""
    session.exec(
        delete(SignedIn).where(col(SignedIn.account_id) == account_id, col(SignedIn.kind) == "card")
    )


def claim_form(session: Session, name: str, *, at: datetime) -> bool:
    """Write down that a form is being acted on; whether nobody had before."""
    made = insert(SentForm).values(name=name, location="", at=at)
    done = session.connection().execute(made.on_conflict_do_nothing().returning(col(SentForm.name)))
    return done.first() is not None


def form_led_to(session: Session, name: str) -> str | None:
    """Where a claimed form led; empty while it is being acted on."""
    row = session.get(SentForm, name)
    return row.location if row else None


def keep_location(session: Session, name: str, *, location: str) -> None:
    """Keep where a claimed form led."""
    if row := session.get(SentForm, name):
        row.location = location
        session.add(row)


def forget_form(session: Session, name: str) -> None:
    """Let a form be sent again."""
    session.exec(delete(SentForm).where(col(SentForm.name) == name))
