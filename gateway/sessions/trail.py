"""What the gateway itself writes in the audit: sign-ins, cards, accounts, files that were taken."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from amuddu.contracts.audit import purpose_of
from amuddu.kit.audit.chain import Entry, Outcome
from amuddu.kit.audit.store import Audit, AuditAway
from amuddu.kit.auth import SERVICE_ACTOR_ID, Actor

STRANGER = "stranger"
"""The role of somebody who is not signed in."""


def told(audit: Audit, actor: Actor | None, action: str, *, outcome: Outcome = "allowed") -> None:
    """Write down what also happens while the audit is away; the log says that it was."""
    with suppress(AuditAway):
        must(audit, actor, action, outcome=outcome)


def must(
    audit: Audit,
    actor: Actor | None,
    action: str,
    *,
    outcome: Outcome = "allowed",
    subject: UUID | None = None,
) -> None:
    """Write down what is not to happen otherwise. Raises `AuditAway`."""
    entry = Entry(
        actor_id=actor.id if actor else SERVICE_ACTOR_ID,
        role=actor.role.value if actor else STRANGER,
        organisation=actor.organisation if actor else None,
        agency_id=actor.agency_id if actor else None,
        action=action,
        purpose=purpose_of(action),
        outcome=outcome,
        subject=subject,
    )
    audit.record([entry])
