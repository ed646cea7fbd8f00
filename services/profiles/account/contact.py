"""Changes of contact: which are made at once, and which wait for a yes.

    by the agency                      made at once; told to the contact of before
    by the person, with a password     asked of the contact of before by a message; else of the
                                       agency in person; made at once where there is neither, or
                                       where no address was there before
    with a card alone                  as above, and never made at once

Nothing goes to a new address before it counts.
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from amuddu.contracts.profiles import ProfileIn
from amuddu.contracts.profiles.account import ContactWaiting
from amuddu.kit.auth import Actor, Role
from amuddu.kit.clock import now
from amuddu.kit.db import Session
from amuddu.kit.errors import NotFound, TooManyRequests
from amuddu.kit.i18n import N_
from services.profiles.account import events, repository
from services.profiles.account.tables import ContactChangeRow
from services.profiles.common.tables import ProfileRow

CONTACT = ("email", "phone", "channel")
WAITS = timedelta(days=7)
UNDONE_WITHIN = timedelta(days=7)
_ASKED_A_DAY = 3
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_PURPOSE = b"amuddu.contact:"


def allowed(session: Session, row: ProfileRow, body: ProfileIn, *, actor: Actor) -> ProfileIn:
    """The body with the contact that counts today; what may not count yet is kept to wait."""
    before = {name: getattr(row, name) for name in CONTACT}
    wanted = {name: getattr(body, name) for name in CONTACT}
    if row.revision == 0 or wanted == before:
        return body
    person = actor.role is Role.JOBSEEKER
    asked = (before["email"] or before["phone"]) and (_by_message(session, row) or row.agency_id)
    if not person or (actor.strong and not asked):
        change = _changed(session, row, before, wanted, actor=actor, state="applied")
        events.note(session, row, "contact_changed", actor=actor, change=change, tell=not person)
        return body
    standing = repository.waiting(session, row.id)
    if standing is None or standing.until <= now() or standing.wanted != wanted:
        _refuse_many(session, row)
        change = _changed(session, row, before, wanted, actor=actor, state="waiting")
        events.note(
            session, row, "contact_asked", actor=actor, change=change, tell=change.by_message
        )
    return body.model_copy(update=before)


def _by_message(session: Session, row: ProfileRow) -> bool:
    address = {"email": row.email, "sms": row.phone, "agent": None}[row.channel]
    return bool(address) and events.agreed(session, row)


def _refuse_many(session: Session, row: ProfileRow) -> None:
    day = timedelta(days=1)
    if repository.asked_since(session, row.id, now() - day) >= _ASKED_A_DAY:
        raise TooManyRequests(
            N_("Trop de changements demandés aujourd'hui. Réessayez demain, ou allez à l'agence."),
            retry_after=int(day.total_seconds()),
        )


def _changed(
    session: Session,
    row: ProfileRow,
    before: dict[str, Any],
    wanted: dict[str, Any],
    *,
    actor: Actor,
    state: Any,
) -> ContactChangeRow:
    standing = repository.waiting(session, row.id)
    if standing is not None:
        standing.state = "refused"  # another one takes its place
        repository.save(session, standing)
    change = ContactChangeRow(
        profile_id=row.id,
        state=state,
        by_message=_by_message(session, row),
        asked_by=actor.role.value,
        until=now() + (WAITS if state == "waiting" else UNDONE_WITHIN),
    ).saying(before=before, wanted=wanted)
    repository.save(session, change)
    return change


def waiting(session: Session, row: ProfileRow) -> ContactWaiting | None:
    """The change that waits, as the person and their agency read it."""
    change = repository.waiting(session, row.id)
    if change is None or change.until <= now():
        return None
    return ContactWaiting(
        asked_at=change.asked_at,
        until=change.until,
        by_message=change.by_message,
        **shown(change.wanted),
    )


def shown(contact: Mapping[str, Any]) -> dict[str, Any]:
    """A contact in part: enough for who knows it, nothing for who does not."""
    phone, email = contact["phone"], contact["email"]
    return {
        "channel": contact["channel"],
        "phone_hint": f"•••• {phone[-2:]}" if phone else None,
        "email_hint": f"{email[0]}•••@•••" if email else None,
    }


# --- links ----------------------------------------------------------------------------------------


def token(change_id: UUID, *, key: str) -> str:
    """The end of the link that the contact of before gets."""
    return urlsafe_b64encode(change_id.bytes + _signature(change_id.bytes, key)).decode()


def read_token(token: str, keys: tuple[str, ...]) -> UUID:
    """The change of a link. Raises `NotFound` where none of the keys signed it."""
    if _TOKEN.fullmatch(token):
        raw = urlsafe_b64decode(token)
        if any(hmac.compare_digest(raw[16:], _signature(raw[:16], key)) for key in keys):
            return UUID(bytes=raw[:16])
    raise NotFound(N_("Ce lien n'est pas reconnu : ouvrez-le à nouveau depuis votre message."))


def _signature(identifier: bytes, key: str) -> bytes:
    return hmac.digest(key.encode(), _PURPOSE + identifier, sha256)[:8]
