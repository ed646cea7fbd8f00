"""Use cases: yes or no to a change of contact, taking it back, what happened with an account."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from amuddu.contracts.profiles.account import (
    AccountEvent,
    AccountEventIn,
    ContactAnswer,
    ContactChange,
    Notice,
)
from amuddu.kit.auth import Actor, Role
from amuddu.kit.clock import now, today
from amuddu.kit.db import Session
from amuddu.kit.errors import Gone, NotFound
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from services.profiles.account import activity, contact, events, repository
from services.profiles.account.tables import AccountEventRow, ContactChangeRow
from services.profiles.common import policy
from services.profiles.common import repository as common_repository
from services.profiles.common.tables import ProfileRow
from services.profiles.history import recording as history
from services.profiles.people.access import opened
from services.profiles.people.service import publish_change
from services.profiles.residence import vault
from services.profiles.residence.vault import Visit

log = logs.get(__name__)

_SENT_WITHIN = timedelta(days=3)
_CHANGES = ("contact_asked", "contact_changed", "contact_undone")
_ABOUT_STAYING = ("stay_asked", "stay_erase_asked")
_LATE = N_("C'est trop tard pour ce changement. Votre agence peut vous aider.")


# --- changes of contact -------------------------------------------------------------------------


def behind_link(session: Session, token: str, *, keys: tuple[str, ...]) -> ContactChange:
    """The change that the contact of before is asked about."""
    change, row = _found(session, contact.read_token(token, keys))
    return _out(change, row)


def answer_by_link(
    session: Session, token: str, body: ContactAnswer, *, keys: tuple[str, ...]
) -> ContactChange:
    """Whoever holds the contact of before says whether they asked for the change."""
    change, row = _found(session, contact.read_token(token, keys))
    person = Actor(id=row.owner_id or row.id, role=Role.JOBSEEKER, profile_id=row.id)
    return _settle(session, change, row, body, actor=person)


def settle(
    session: Session, profile_id: UUID, body: ContactAnswer, *, actor: Actor
) -> ContactChange:
    """The agency confirms in person, or refuses; the person, with their password, takes back."""
    row = opened(session, profile_id, actor=actor, lock=True)
    if actor.role is Role.JOBSEEKER:
        policy.require_strong(actor)
        if body.answer == "mine":
            raise NotFound
    change = repository.newest_change(session, row.id)
    if change is None:
        raise NotFound
    return _settle(session, change, row, body, actor=actor)


def _found(session: Session, change_id: UUID) -> tuple[ContactChangeRow, ProfileRow]:
    known = repository.change(session, change_id)
    row = common_repository.locked(session, known.profile_id) if known else None
    change = repository.change(session, change_id, lock=True)
    if change is None or row is None or not change.by_message:
        raise NotFound
    return change, row


def _settle(
    session: Session,
    change: ContactChangeRow,
    row: ProfileRow,
    body: ContactAnswer,
    *,
    actor: Actor,
) -> ContactChange:
    mine = body.answer == "mine"
    if change.until <= now():
        raise Gone(_LATE)
    if change.state == "waiting" and mine:
        change.until = now() + contact.UNDONE_WITHIN
        _write(session, row, change.wanted, change, "applied", "contact_changed", actor=actor)
    elif change.state == "waiting":
        change.state = "refused"
        events.note(session, row, "contact_refused", actor=actor, change=change, tell=False)
    elif change.state == "applied" and not mine:
        if any(getattr(row, name) != change.wanted[name] for name in contact.CONTACT):
            raise Gone(_LATE)  # it was changed again since
        _write(session, row, change.before, change, "undone", "contact_undone", actor=actor)
    repository.save(session, change)
    return _out(change, row)


def _write(
    session: Session,
    row: ProfileRow,
    values: dict[str, str | None],
    change: ContactChangeRow,
    state: str,
    kind: str,
    *,
    actor: Actor,
) -> None:
    history.note(session, row, history.differing(row, values), actor=actor)
    for name in contact.CONTACT:
        setattr(row, name, values[name])
    change.state = state  # type: ignore[assignment]  # one of those of its column
    row.updated_at = now()
    sensitive = vault.opened(session, row, visit=Visit(actor, "saved"))
    publish_change(session, row, sensitive, on=today(), changed=True)
    events.note(session, row, kind, actor=actor, change=change)  # type: ignore[arg-type]
    log.info("contact settled", profile_id=str(row.id), state=state, role=actor.role.value)


def _out(change: ContactChangeRow, row: ProfileRow) -> ContactChange:
    over = change.until <= now() and change.state in ("waiting", "applied")
    return ContactChange(
        state="over" if over else change.state,
        until=change.until,
        language=row.language,
        **contact.shown(change.wanted),
    )


# --- what happened ------------------------------------------------------------------------------


def listed(
    session: Session, profile_id: UUID, *, actor: Actor, limit: int, offset: int
) -> tuple[AccountEvent, ...]:
    """What happened with somebody's account, newest first."""
    row = opened(session, profile_id, actor=actor)
    found = repository.events(session, row.id, limit=limit, offset=offset)
    return tuple(AccountEvent.of(event) for event in found)


def note(session: Session, profile_id: UUID, body: AccountEventIn, *, actor: Actor) -> AccountEvent:
    """Note what the gateway did for an account."""
    row = opened(session, profile_id, actor=actor, lock=True)
    return AccountEvent.of(events.note(session, row, body.kind, actor=actor))


def _link(
    session: Session, event: AccountEventRow, change: ContactChangeRow | None, key: str
) -> str | None:
    """The end of the link that a message has: to a change of contact, or to the question whether
    the person stays."""
    if event.kind in _ABOUT_STAYING:
        asking = repository.asking(session, event.profile_id)
        return activity.token(asking.id, key=key) if asking else None
    return contact.token(change.id, key=key) if change else None


def notice(session: Session, notice_id: UUID, *, actor: Actor, keys: tuple[str, ...]) -> Notice:
    """Where a message about an account goes: about a change of contact, to the one of before."""
    event = repository.event(session, notice_id)
    if event is None or not event.told or event.at < now() - _SENT_WITHIN:
        raise NotFound
    row = common_repository.get(session, event.profile_id)
    change = repository.change(session, event.change_id) if event.change_id else None
    if row is None:
        raise NotFound
    way = {name: getattr(row, name) for name in contact.CONTACT}
    if change is not None and event.kind in _CHANGES:
        way = change.before
    address = {"email": way["email"], "sms": way["phone"]}.get(str(way["channel"]))
    if not address:
        raise NotFound
    Visit(actor, "contact_route").record(session, row)
    # Who came to the agency in person is not undone by whoever holds the telephone of before.
    linked = change is not None and change.asked_by == Role.JOBSEEKER.value and change.by_message
    return Notice(
        kind=event.kind,
        channel=way["channel"],
        address=address,
        language=row.language,
        token=_link(session, event, change if linked else None, keys[0]),
    )
