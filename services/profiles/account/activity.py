"""When somebody was last heard of: a day, and no more of it than that.

What counts is what the person does: signing in, looking at or changing their profile, answering an
offer, answering the link that asks whether they stay. What staff write, and files, do not count,
or an agency could keep somebody for ever; only its word that it asked the person does, under the
name of who gave it (`retention/dormancy.py`).
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from uuid import UUID

from amuddu.kit.auth import Actor
from amuddu.kit.clock import today
from amuddu.kit.db import Session
from amuddu.kit.errors import NotFound
from amuddu.kit.i18n import N_
from services.profiles.account import repository
from services.profiles.common.policy import owns
from services.profiles.common.tables import ProfileRow

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_PURPOSE = b"amuddu.stay:"


def noticed(session: Session, row: ProfileRow, *, actor: Actor) -> None:
    """The person does something, if it is they. Raises `NotFound` where they are just erased."""
    if owns(actor, row) and (row.last_active_on < today() or row.aside_on is not None):
        heard_of(session, row)


def heard_of(session: Session, row: ProfileRow) -> None:
    """Write down that the person was heard of today; what asked or waited for them ends.

    With a statement of its own: an erasure under way holds the row, and whichever of the two
    comes second sees what the first has done.
    """
    if not repository.heard_of(session, row, on=today()):
        raise NotFound


def heard_of_id(session: Session, profile_id: UUID) -> None:
    """The same of somebody who is not read; of nobody where they are gone."""
    repository.heard_of_id(session, profile_id, on=today())


# --- the link -------------------------------------------------------------------------------------


def token(asking_id: UUID, *, key: str) -> str:
    """The end of the link that asks whether somebody stays."""
    return urlsafe_b64encode(asking_id.bytes + _signature(asking_id.bytes, key)).decode()


def read_token(token: str, keys: tuple[str, ...]) -> UUID:
    """The asking of a link. Raises `NotFound` where none of the keys signed it."""
    if _TOKEN.fullmatch(token):
        raw = urlsafe_b64decode(token)
        if any(hmac.compare_digest(raw[16:], _signature(raw[:16], key)) for key in keys):
            return UUID(bytes=raw[:16])
    raise NotFound(N_("Ce lien n'est pas reconnu : ouvrez-le à nouveau depuis votre message."))


def _signature(identifier: bytes, key: str) -> bytes:
    return hmac.digest(key.encode(), _PURPOSE + identifier, sha256)[:8]
