"""Helpers that tests of several services share."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import select

from amuddu.contracts.events.envelope import TOMBSTONE, Envelope, Event
from amuddu.contracts.events.erasures import TOPIC as ERASURES
from amuddu.contracts.events.topics import BY_NAME, open_envelope
from amuddu.contracts.profiles.account import NOTICES
from amuddu.kit.auth import Actor, Role, service_actor
from amuddu.kit.db import Database
from amuddu.kit.events.tables import outbox
from tests.signing import unsigned, with_session

AGENCY = "rabat"
OTHER_AGENCY = "casablanca"


def headers_for(actor: Actor, *, lang: str = "fr") -> dict[str, str]:
    """Headers of a call by `actor`, answered in `lang`."""
    return {"Authorization": f"Bearer {unsigned(actor)}", "Accept-Language": lang}


def counsellor(*, agency: str = AGENCY) -> Actor:
    return with_session(
        Actor(id=uuid4(), role=Role.COUNSELLOR, agency_id=agency, organisation="Agence")
    )


def agent(*, agency: str = AGENCY) -> Actor:
    return with_session(Actor(id=uuid4(), role=Role.AGENT, agency_id=agency, organisation="Agence"))


def employer(*, employer_id: UUID | None = None) -> Actor:
    asked = Actor(
        id=uuid4(),
        role=Role.EMPLOYER,
        employer_id=employer_id or uuid4(),
        organisation="Entreprise",
    )
    return with_session(asked)


def jobseeker(*, profile_id: UUID | None = None) -> Actor:
    return with_session(Actor(id=uuid4(), role=Role.JOBSEEKER, profile_id=profile_id, strong=True))


def themselves(profile_id: UUID | str) -> Actor:
    """Somebody whose profile this is."""
    return jobseeker(profile_id=UUID(str(profile_id)))


def coordinator() -> Actor:
    return with_session(Actor(id=uuid4(), role=Role.COORDINATOR, organisation="Coordination"))


def administrator() -> Actor:
    return with_session(Actor(id=uuid4(), role=Role.ADMINISTRATOR, organisation="Amuddu"))


def service(name: str) -> Actor:
    return service_actor(name)


def outbox_envelopes(database: Database) -> list[Envelope]:
    """What waits in a service's outbox, oldest first."""
    with database.engine.connect() as connection:
        rows = connection.execute(select(outbox.c.envelope).order_by(outbox.c.id))
        return [Envelope.model_validate(row.envelope) for row in rows]


def outbox_events(database: Database) -> list[Event]:
    """The events for other services that wait in a service's outbox, oldest first; those that
    only tell the person of their own account are left out."""
    told = [
        each
        for each in outbox_envelopes(database)
        if BY_NAME[each.topic].consumers and each.topic not in (NOTICES, ERASURES)
        if each.type != TOMBSTONE
    ]
    return [open_envelope(envelope) for envelope in told]
