"""Passes: one service lets somebody ask another about a person.

Which people somebody may ask everything about is known in profiles alone. It signs a pass for one
other service: about whom, for whom, in which session. It opens nothing by itself: the request that
brings it is signed by the gateway in the name of the same account, in the same session, which has
to exist. So neither of the two keys is enough, nor are both without a session.
"""

from __future__ import annotations

from uuid import UUID

from amuddu.kit.auth import Actor
from amuddu.kit.errors import Forbidden
from amuddu.kit.identity import Identities
from amuddu.kit.settings import Settings
from amuddu.kit.trust.gate import record
from amuddu.kit.trust.tokens import Reader, Refused, Signer, Statement

ISSUER = "profiles"
_KIND = "pass"


class Pass(Statement):
    """`reader` may ask in `session` about the person of these ids: theirs, and those they had
    before a merge that can no longer be undone."""

    people: tuple[UUID, ...]
    reader: UUID
    session: str


def given(signer: Signer, audience: str, *, people: tuple[UUID, ...], actor: Actor) -> str:
    """A pass for one service."""
    return signer.say(
        _KIND, Pass, audience, people=people, reader=actor.id, session=actor.session_id or ""
    )


class Passes:
    """Reads the passes for one service."""

    def __init__(self, settings: Settings, name: str) -> None:
        self._reader = Reader(name, Identities(settings.identities_folder))

    def people(self, token: str, actor: Actor) -> tuple[UUID, ...]:
        """About whom the actor may ask. Raises `Forbidden`, having recorded why."""
        try:
            found = self._reader.read(_KIND, Pass, token)
            if found.iss != ISSUER:
                raise Refused("issuer", issuer=found.iss, actor=actor)
            if (found.reader, found.session) != (actor.id, actor.session_id):
                raise Refused("session", issuer=found.iss, actor=actor)
        except Refused as refused:
            record(self._reader.name, refused)
            raise Forbidden from None
        return found.people
