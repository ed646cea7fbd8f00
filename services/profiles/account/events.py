"""Noting what happened with an account, and telling the person, within bounds.

Everything is listed on the person's own page. A message goes only to who agreed to be told, by
SMS or e-mail, a few times a day at most: nobody is to be pestered through us.
"""

from __future__ import annotations

from datetime import timedelta

from amuddu.contracts.profiles.account import AccountEventKind, AccountNoted
from amuddu.kit.auth import Actor
from amuddu.kit.clock import now
from amuddu.kit.db import Session
from amuddu.kit.events import outbox
from services.profiles.account import repository
from services.profiles.account.tables import AccountEventRow, ContactChangeRow
from services.profiles.common.tables import ProfileRow
from services.profiles.consents import repository as consents_repository

_DAY = timedelta(days=1)
_NOTED_A_DAY = 50
_TOLD_A_DAY = 5
_BY_OTHERS: frozenset[AccountEventKind] = frozenset(
    {"erasure_asked", "emergency_opened", "data_exported", "code_given"}
)
"""What others do with all that is kept of somebody: noted and told however much there was that
day, or whoever does it would first fill the day with something else."""
_ONCE_A_DAY: frozenset[AccountEventKind] = _BY_OTHERS | {
    "signed_in",
    "card_made",
    "card_stopped",
}


def note(
    session: Session,
    row: ProfileRow,
    kind: AccountEventKind,
    *,
    actor: Actor,
    purpose: str | None = None,
    change: ContactChangeRow | None = None,
    tell: bool = True,
) -> AccountEventRow:
    """Write down what happened; `tell`: send a message too, if the person is to be told by one."""
    event = AccountEventRow(
        profile_id=row.id,
        kind=kind,
        purpose=purpose,
        role=actor.role.value,
        organisation=actor.organisation,
        change_id=change.id if change else None,
    )
    since = now() - _DAY
    noted = repository.noted_since(session, row.id, since)
    if noted >= _NOTED_A_DAY and kind not in _BY_OTHERS:
        return event
    way = change.before if change else {"channel": row.channel}
    event.told = (
        tell
        and way["channel"] in ("email", "sms")
        and (purpose == "contact" or agreed(session, row))
        and not _enough(session, row, kind)
    )
    repository.save(session, event)
    if event.told:
        outbox.add(session, AccountNoted(profile_id=row.id, notice_id=event.id))
    return event


def agreed(session: Session, row: ProfileRow) -> bool:
    """Whether the person agreed to be told things."""
    newest = consents_repository.consents_of(session, row.id).get("contact")
    return newest is not None and newest.given


def _enough(session: Session, row: ProfileRow, kind: AccountEventKind) -> bool:
    since = now() - _DAY
    told = repository.noted_since(session, row.id, since, told=True)
    if told >= _TOLD_A_DAY and kind not in _BY_OTHERS:
        return True
    if kind not in _ONCE_A_DAY:
        return False
    return repository.noted_since(session, row.id, since, kind=kind, told=True) > 0
