"""Erasing somebody on their behalf: one of the staff asks, another confirms, or a week goes by.

The person reads of it on their own pages meanwhile and may stop it, as may any of the staff who
follow them. What the person asks for themselves is done at once (`people/service.py`).
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from amuddu.contracts.profiles import ErasureReceipt
from amuddu.contracts.profiles.erasure import (
    WAIT_DAYS,
    DueErasures,
    ErasureAsked,
    ErasureIn,
    ErasureState,
)
from amuddu.contracts.profiles.oversight import OfficerCalled
from amuddu.kit.auth import Actor
from amuddu.kit.clock import now
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, NotFound
from amuddu.kit.events import outbox
from amuddu.kit.i18n import N_
from services.profiles.account import events
from services.profiles.common import repository as common_repository
from services.profiles.erasures import repository
from services.profiles.erasures.tables import ErasureRequestRow
from services.profiles.people import service as people
from services.profiles.people.access import opened
from services.profiles.residence.vault import Visit

_SOMEBODY_ELSE = N_(
    "Vous avez demandé cet effacement : une autre personne de l'agence doit le confirmer."
)
_NOT_ASKED = N_("Personne n'a demandé cet effacement, ou il a été arrêté.")
DUE_AT_ONCE = 50


def ask(session: Session, profile_id: UUID, body: ErasureIn, *, actor: Actor) -> ErasureState:
    """Ask for an erasure; asked again it stays as it was."""
    row = opened(session, profile_id, actor=actor, lock=True)
    found = repository.request_of(session, row.id)
    if found is None:
        found = ErasureRequestRow(
            profile_id=row.id,
            asked_by=actor.id,
            asked_role=actor.role.value,
            reason=body.reason,
            due_at=now() + timedelta(days=WAIT_DAYS),
        )
        session.add(found)
        session.flush()
        Visit(actor, "erasure_asked").record(session, row)
        events.note(session, row, "erasure_asked", actor=actor)
        outbox.add(session, OfficerCalled(call_id=uuid4(), kind="erasure"))
    return _state(found, actor)


def read(session: Session, profile_id: UUID, *, actor: Actor) -> ErasureState:
    """The erasure that waits, if one does."""
    row = opened(session, profile_id, actor=actor)
    return _state(repository.request_of(session, row.id), actor)


def stop(session: Session, profile_id: UUID, *, actor: Actor) -> ErasureState:
    """Stop it; where none waits nothing happens."""
    row = opened(session, profile_id, actor=actor, lock=True)
    found = repository.request_of(session, row.id)
    if found is not None:
        session.delete(found)
        session.flush()
        Visit(actor, "erasure_stopped").record(session, row)
        if actor.is_staff:
            events.note(session, row, "erasure_stopped", actor=actor)
    return ErasureState()


def confirm(
    session: Session, profile_id: UUID, *, actor: Actor, keys: tuple[str, ...]
) -> ErasureReceipt:
    """Erase what another of the staff has asked. Raises `Conflict` for whoever asked."""
    row = opened(session, profile_id, actor=actor, lock=True)
    found = repository.request_of(session, row.id)
    if found is None:
        raise Conflict(_NOT_ASKED)
    if found.asked_by == actor.id:
        Visit(actor, "erased").record_refused(session, row)
        raise Conflict(_SOMEBODY_ELSE)
    return people.erase_locked(session, row, actor=actor, keys=keys)


def due(session: Session) -> DueErasures:
    """Those whose week is over."""
    return DueErasures(ids=tuple(repository.due(session, now(), limit=DUE_AT_ONCE)))


def carry_out(
    session: Session, profile_id: UUID, *, actor: Actor, keys: tuple[str, ...]
) -> ErasureReceipt:
    """Erase somebody whose week is over. Raises `NotFound` for anybody else."""
    row = common_repository.locked(session, profile_id)
    found = repository.request_of(session, profile_id) if row else None
    if row is None or found is None or found.due_at > now():
        raise NotFound
    return people.erase_locked(session, row, actor=actor, keys=keys)


def _state(found: ErasureRequestRow | None, actor: Actor) -> ErasureState:
    if found is None:
        return ErasureState()
    other = actor.is_staff and found.asked_by != actor.id
    return ErasureState(asked=ErasureAsked.of(found, may_confirm=other))
