"""The whole of what is kept about a person, asked of every service that has some of it.

The gateway puts it together for the length of one request and keeps nothing. A service that does
not answer is named in the document: it is never silently shorter.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from amuddu.contracts.export import HOLDERS, Holder, PassIn
from amuddu.contracts.export.document import PARTS, AccountPart, PartName, PersonExport
from amuddu.contracts.export.employers import EXPORT_EMPLOYERS
from amuddu.contracts.export.matching import EXPORT_MATCHING
from amuddu.contracts.export.notifications import EXPORT_NOTIFICATIONS
from amuddu.contracts.export.profiles import ExportIn
from amuddu.contracts.export.support import EXPORT_SUPPORT
from amuddu.contracts.operations import Operation
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Role
from amuddu.kit.db import Session
from amuddu.kit.errors import AmudduError
from amuddu.kit.observability import logs
from gateway.clients import Services
from gateway.clients.base import Caller
from gateway.credentials import held as credentials
from gateway.credentials.kept import Keys
from gateway.own_data.about import about
from gateway.sessions import held
from gateway.web.concurrent import asking

log = logs.get(__name__)

_ASKED: dict[Holder, Operation[Any]] = {
    "matching": EXPORT_MATCHING,
    "employers": EXPORT_EMPLOYERS,
    "notifications": EXPORT_NOTIFICATIONS,
    "support": EXPORT_SUPPORT,
}


def compose(
    session: Session,
    services: Services,
    caller: Caller,
    profile_id: UUID,
    body: ExportIn,
    *,
    keys: Keys,
    lang: Lang | None = None,
) -> PersonExport:
    """Everything about a person, in a language: the person's own unless one is given.

    Profiles decides whether the caller may, and writes it down, before anything is asked.
    """
    begun = services.profiles.begin_export(caller, profile_id, body)
    spoken = lang or begun.part.profile.language
    in_language = replace(caller, lang=spoken)
    asked = {
        holder: asking(
            partial(
                services.of(holder).send,
                _ASKED[holder],
                in_language,
                body=PassIn(token=begun.passes[holder]),
            )
        )
        for holder in HOLDERS
    }
    own = caller.actor is not None and caller.actor.role is Role.JOBSEEKER
    account = _account(session, profile_id, keys if own else None)
    parts: dict[PartName, Any] = {"profiles": begun.part, "account": account}
    for holder, answer in asked.items():
        try:
            parts[holder] = answer.result()
        except AmudduError as error:
            log.warning("an export lacks a part", part=holder, why=type(error).__name__)
    missing = tuple(part for part in PARTS if part not in parts)
    return PersonExport(
        id=begun.id,
        made_at=begun.at,
        made_for="person" if own else "staff",
        language=spoken,
        complete=not missing,
        missing=missing,
        about=about(spoken),
        **parts,
    )


def _account(session: Session, profile_id: UUID, keys: Keys | None) -> AccountPart:
    """What the gateway holds. Contacts of the account are the person's to read: with one, staff
    could find out which telephone or mailbox opens it."""
    found = held.of(session, profile_id)
    ids = held.ids_of(session, profile_id)
    contacts = credentials.contacts_of(session, keys, ids) if keys else ()
    passkeys = credentials.passkeys_of(session, ids)
    return found.model_copy(update={"contacts": contacts, "passkeys": passkeys})
