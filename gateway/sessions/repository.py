"""All SQL of the gateway."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import case, literal, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, delete, func, select

from gateway.sessions.tables import (
    Account,
    Agency,
    Card,
    OrganisationLog,
    SentForm,
    SignedIn,
    Tries,
)


def account_by_login(session: Session, login: str) -> Account | None:
    return session.exec(select(Account).where(Account.login == login)).one_or_none()


def living_of_role(session: Session, role: str) -> Sequence[Account]:
    """Accounts of a role that are not closed."""
    wanted = select(Account).where(Account.role == role, col(Account.disabled_at).is_(None))
    return session.exec(wanted.order_by(Account.login)).all()


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


def accounts_of_employer(session: Session, employer_id: UUID) -> Sequence[Account]:
    """Accounts that speak for an enterprise, the first one first."""
    wanted = select(Account).where(Account.employer_id == employer_id)
    return session.exec(wanted.order_by(col(Account.created_at), col(Account.id))).all()


def lock_accounts_of_employer(session: Session, employer_id: UUID) -> Sequence[Account]:
    """The same, locked: two changes wait for one another."""
    wanted = select(Account).where(Account.employer_id == employer_id).order_by(col(Account.id))
    return session.exec(wanted.with_for_update().execution_options(populate_existing=True)).all()


def users(
    session: Session,
    *,
    words: str,
    role: str,
    agency: str,
    closed: bool | None,
    limit: int,
    offset: int,
) -> tuple[Sequence[Account], int]:
    """Accounts but those of people who look for work, by name; and how many there are."""
    asked = [col(Account.role) != "jobseeker"]
    if words:
        name = col(Account.display_name).icontains(words, autoescape=True)
        asked.append(name | col(Account.login).icontains(words, autoescape=True))
    if role:
        asked.append(col(Account.role) == role)
    if agency:
        asked.append(col(Account.agency_id) == agency)
    if closed is not None:
        is_open = col(Account.disabled_at).is_(None)
        asked.append(~is_open if closed else is_open)
    query = select(Account).where(*asked)
    query = query.order_by(func.lower(Account.display_name), col(Account.id))
    total = session.exec(select(func.count()).select_from(Account).where(*asked)).one()
    return session.exec(query.limit(limit).offset(offset)).all(), total


def staff_counts(session: Session) -> dict[str, int]:
    """How many open accounts work in each office."""
    living = col(Account.disabled_at).is_(None)
    wanted = select(Account.agency_id, func.count()).where(living)
    found = session.exec(wanted.group_by(col(Account.agency_id))).all()
    return {agency: number for agency, number in found if agency is not None}


def staff_of(session: Session, agency_id: str) -> Sequence[Account]:
    """Accounts of those who work in an office, by name."""
    wanted = select(Account).where(Account.agency_id == agency_id)
    return session.exec(wanted.order_by(func.lower(Account.display_name))).all()


def move_employer(session: Session, employer_id: UUID, *, to: UUID) -> int:
    """Have the accounts of an enterprise speak for another; how many."""
    wanted = update(Account).where(col(Account.employer_id) == employer_id)
    return session.connection().execute(wanted.values(employer_id=to)).rowcount


def log_of(session: Session, subject: str) -> Sequence[OrganisationLog]:
    """What was done to an office or an account, the newest first."""
    wanted = select(OrganisationLog).where(OrganisationLog.subject == subject)
    return session.exec(wanted.order_by(col(OrganisationLog.id).desc()).limit(100)).all()


def save(session: Session, row: Account | Agency | SignedIn | Card | OrganisationLog) -> None:
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


def people_with_accounts(session: Session, *, after: UUID, limit: int) -> Sequence[UUID]:
    """People whom accounts are about, those after an id, in order."""
    every = col(Account.profile_id)
    wanted = select(every).where(every > after).distinct().order_by(every).limit(limit)
    return [each for each in session.exec(wanted) if each is not None]


def seen(session: Session, account: Account, *, on: date) -> None:
    """Write down on which day an account was last used."""
    if account.last_seen_on < on:
        wanted = update(Account).where(col(Account.id) == account.id)
        session.connection().execute(wanted.values(last_seen_on=on))
        set_committed_value(account, "last_seen_on", on)


def take_try(
    session: Session,
    name: str,
    *,
    free: int,
    now: datetime,
    forgotten: datetime,
    first: timedelta,
    longest: timedelta,
) -> tuple[int, datetime] | None:
    """Count a try of a counter with one statement: how many that makes, and when the next one
    counts; `None` where it was not open.

    From the last free try on, each next one opens twice as late as the one before.
    """
    tries = case((col(Tries.at) < forgotten, 1), else_=col(Tries.tries) + 1)
    late = func.least(
        literal(longest.total_seconds()),
        literal(first.total_seconds()) * func.power(2, func.least(tries - free, 20)),
    )
    wait = case((tries >= free, late), else_=0)
    opens = literal(now) + func.make_interval(0, 0, 0, 0, 0, 0, wait)
    alone = now + first if free <= 1 else now
    counted = (
        insert(Tries)
        .values(name=name, tries=1, at=now, opens_at=alone)
        .on_conflict_do_update(
            index_elements=["name"],
            set_={"tries": tries, "at": now, "opens_at": opens},
            where=col(Tries.opens_at) <= now,
        )
        .returning(col(Tries.tries), col(Tries.opens_at))
    )
    row = session.connection().execute(counted).first()
    return None if row is None else (row.tries, row.opens_at)


def take_share(
    session: Session, name: str, *, most: int, now: datetime, window: timedelta
) -> tuple[int, datetime]:
    """Count a request with one statement: how many were made in this time, and when it ends."""
    over = col(Tries.opens_at) <= now
    made = case((over, 1), else_=func.least(col(Tries.tries), most) + 1)
    counted = (
        insert(Tries)
        .values(name=name, tries=1, at=now, opens_at=now + window)
        .on_conflict_do_update(
            index_elements=["name"],
            set_={
                "tries": made,
                "at": now,
                "opens_at": case((over, now + window), else_=col(Tries.opens_at)),
            },
        )
        .returning(col(Tries.tries), col(Tries.opens_at))
    )
    row = session.connection().execute(counted).one()
    return row.tries, row.opens_at


def try_opens_at(session: Session, name: str, *, now: datetime) -> datetime:
    """When a counter opens again."""
    row = session.exec(select(Tries.opens_at).where(Tries.name == name)).one_or_none()
    return row or now


def give_try_back(session: Session, name: str, *, free: int, now: datetime) -> None:
    """Take one try off a counter again."""
    left = func.greatest(col(Tries.tries) - 1, 0)
    session.connection().execute(
        update(Tries)
        .where(col(Tries.name) == name)
        .values(tries=left, opens_at=case((left < free, now), else_=col(Tries.opens_at)))
    )


def accounts_of_profile(session: Session, profile_id: UUID) -> Sequence[Account]:
    """Every account of a jobseeker's profile."""
    wanted = select(Account).where(Account.profile_id == profile_id)
    return session.exec(wanted.order_by(col(Account.created_at))).all()


def sessions_of(session: Session, accounts: Collection[UUID]) -> Sequence[SignedIn]:
    """Sessions of accounts, the newest first."""
    wanted = select(SignedIn).where(col(SignedIn.account_id).in_(accounts))
    return session.exec(wanted.order_by(col(SignedIn.created_at).desc())).all()


def cards_of(session: Session, accounts: Collection[UUID]) -> Sequence[Card]:
    """Cards of accounts, stopped ones too, the newest first."""
    wanted = select(Card).where(col(Card.account_id).in_(accounts))
    return session.exec(wanted.order_by(col(Card.created_at).desc())).all()


def account_of_profile(session: Session, profile_id: UUID) -> Account | None:
    """The account of a jobseeker's profile."""
    query = (
        select(Account).where(Account.profile_id == profile_id).order_by(col(Account.created_at))
    )
    return session.exec(query.limit(1)).one_or_none()


def card(session: Session, card_id: UUID) -> Card | None:
    return session.get(Card, card_id)


def take_number(session: Session, card_id: UUID, *, most: int) -> int | None:
    """Count a number typed for a card with one statement, before it is looked at; how many in a
    row that makes, `None` where the card takes no more."""
    counted = (
        update(Card)
        .where(col(Card.id) == card_id, col(Card.stopped_at).is_(None), col(Card.wrong) < most)
        .values(wrong=col(Card.wrong) + 1)
        .returning(col(Card.wrong))
    )
    return session.connection().execute(counted).scalar_one_or_none()


def give_number_back(session: Session, card_id: UUID) -> None:
    """Take one number off a card's count again."""
    left = func.greatest(col(Card.wrong) - 1, 0)
    session.connection().execute(update(Card).where(col(Card.id) == card_id).values(wrong=left))


def stop_worn(session: Session, card_id: UUID, *, most: int, now: datetime) -> bool:
    """Stop a card after the last wrong number that it takes; whether that was now."""
    stopped = (
        update(Card)
        .where(col(Card.id) == card_id, col(Card.stopped_at).is_(None), col(Card.wrong) >= most)
        .values(stopped_at=now)
        .returning(col(Card.id))
    )
    return session.connection().execute(stopped).first() is not None


def card_opened(session: Session, card_id: UUID, *, now: datetime) -> bool:
    """The number was right: none was wrong before. `False` where the card was stopped meanwhile."""
    opened = (
        update(Card)
        .where(col(Card.id) == card_id, col(Card.stopped_at).is_(None))
        .values(wrong=0, used_at=now)
        .returning(col(Card.id))
    )
    return session.connection().execute(opened).first() is not None


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
