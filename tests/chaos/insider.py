"""Who writes and reads in a run of chaos: people signed in at the house's gateway.

Calls go straight to the services, as the gateway's would: signed with its key, in sessions that
its database knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Self
from uuid import uuid4

from amuddu.kit import clock, identity
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Database, with_driver
from amuddu.kit.identity import Identity
from amuddu.kit.trust.calls import Asking
from amuddu.kit.trust.tokens import Signer
from cli.processes.separate import Separate
from gateway.sessions import service as accounts
from gateway.sessions.tables import Account, Agency, SignedIn


@dataclass(frozen=True, slots=True)
class Insider:
    """The gateway's key and its database."""

    signer: Signer
    database: str

    @classmethod
    def of(cls, separate: Separate) -> Self:
        """Of a house that runs."""
        folder = Path(separate.environment["AMUDDU_IDENTITIES_DIR"])
        key = identity.private(folder / "gateway.key")
        return cls(Signer(Identity("gateway", key)), separate.databases["gateway"])

    def asking(self, service: str, actor: Actor) -> Asking:
        """How a request to a service is signed."""
        return Asking(self.signer, service, actor)

    def signed_in(self, role: Role, *, agency: str | None = None) -> Actor:
        """Somebody new, signed in for the length of the run."""
        database = Database(with_driver(self.database), pool_size=1)
        with database.session() as session:
            if agency is not None and session.get(Agency, agency) is None:
                session.add(Agency(id=agency, name="Agence"))
                session.flush()
            account = Account(
                login=f"{role}-{uuid4().hex}",
                password_hash="",
                role=role,
                display_name="Compte de test",
                agency_id=agency,
                organisation="Agence",
            )
            session.add(account)
            session.flush()
            row = SignedIn(
                digest=accounts.digest(uuid4().hex),
                account_id=account.id,
                kind="work",
                expires_at=clock.now() + timedelta(days=1),
            )
            session.add(row)
            session.flush()
            actor = accounts.actor_in(session, row.digest)
        database.close()
        assert actor is not None
        return actor
