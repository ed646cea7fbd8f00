"""How tests ask a service: signed as the gateway signs, by keys made for the run.

A test says only who asks (`headers_for`). The gate of the application under test then finds the
token of exactly that request, signed by the gateway, or by the service that asks on its own
account; the session is one of the test's own, which stands in for the gateway's database. Nothing
else is different: attack tests sign for themselves and meet the gate as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest

from amuddu.kit import identity
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.identity import Identity
from amuddu.kit.trust.gate import Gate, Knock
from amuddu.kit.trust.sessions import GatewaySessions
from amuddu.kit.trust.tokens import Signer, digest

MARK = "test."
SESSION = "test-"


def unsigned(actor: Actor) -> str:
    """What stands for a token until the request is known."""
    return MARK + actor.model_dump_json().encode().hex()


def with_session(actor: Actor) -> Actor:
    """The actor in a session of the test's own, unless in one already."""
    if actor.session_id is not None or actor.role is Role.SERVICE:
        return actor
    return actor.model_copy(update={"session_id": f"{SESSION}{uuid4().hex}"})


@cache
def signer(folder: Path, name: str) -> Signer:
    """Whoever signs as a process, by the key in a folder."""
    identity.make(folder, name)
    return Signer(Identity(name, identity.private(folder / f"{name}.key")))


@contextmanager
def signed_as_they_come() -> Iterator[None]:
    """For the length of the block, tokens of tests are signed at the gate that they come to."""
    admit, hold = Gate.admit, GatewaySessions.hold

    def admitting(gate: Gate, knock: Knock, session: Session) -> Actor:
        if knock.token.startswith(MARK):
            knock = replace(knock, token=_signed(gate, knock))
        return admit(gate, knock, session)

    def holding(sessions: GatewaySessions, actor: Actor) -> bool:
        ours = (actor.session_id or "").startswith(SESSION)
        return ours or hold(sessions, actor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Gate, "admit", admitting)
        patch.setattr(GatewaySessions, "hold", holding)
        yield


def _signed(gate: Gate, knock: Knock) -> str:
    actor = Actor.model_validate_json(bytes.fromhex(knock.token.removeprefix(MARK)))
    folder = gate._reader._identities._folder
    by = str(actor.organisation) if actor.role is Role.SERVICE else "gateway"
    request = digest(knock.method, knock.target, knock.body)
    return signer(folder, by).asked(gate.name, request, with_session(actor))
