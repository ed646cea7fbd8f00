"""Writing consents down: what is new, who gave it and how, and telling the person.

Who gave a consent and how is set by the session; see docs/decisions/0053.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from amuddu.contracts.profiles import ConsentMethod, ProfileIn, Purpose
from amuddu.contracts.profiles.account import AccountEventKind
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from services.profiles.account import events
from services.profiles.common.tables import ProfileRow
from services.profiles.consents import repository
from services.profiles.consents.tables import ConsentRow


def agree(
    session: Session, row: ProfileRow, body: ProfileIn, *, actor: Actor, by_file: bool
) -> bool:
    """Write down what a body says anew of each purpose; whether it says anything new."""
    said = list(newly_said(repository.consents_of(session, row.id), body))
    for purpose, given in said:
        method = "import" if by_file else body.consent_method
        record(session, row, purpose, given, method=method, actor=actor, by_file=by_file)
    return bool(said)


def newly_said(
    current: Mapping[Purpose, ConsentRow], body: ProfileIn
) -> Iterator[tuple[Purpose, bool]]:
    """What a body says of each purpose that is not so yet."""
    for purpose, given in asked(body):
        newest = current.get(purpose)
        if body.consent_method == "import" and newest and newest.method != "import":
            continue  # what somebody said themselves is not undone by a file
        if given != (newest.given if newest else False):
            yield purpose, given


def asked(body: ProfileIn) -> tuple[tuple[Purpose, bool], ...]:
    """What a body says of each purpose."""
    asked = body.consents
    return (
        ("matching", asked.matching),
        ("contact", asked.contact),
        ("statistics", asked.statistics),
    )


def record(
    session: Session,
    row: ProfileRow,
    purpose: Purpose,
    given: bool,
    *,
    method: ConsentMethod,
    actor: Actor,
    by_file: bool = False,
) -> ConsentRow:
    """Write a consent down; one that somebody else records is told to the person."""
    consent = ConsentRow(
        profile_id=row.id,
        purpose=purpose,
        given=given,
        method=method if by_file else heard(actor, method),
        recorded_by=actor.role.value,
        recorded_by_id=actor.id,
        organisation=actor.organisation,
    )
    session.add(consent)
    session.flush()
    if actor.role is not Role.JOBSEEKER:
        kind: AccountEventKind = "consent_given" if given else "consent_withdrawn"
        # Who is being entered is there, and hears the sentences; later they may be far away.
        new = row.revision == 0
        events.note(session, row, kind, actor=actor, purpose=purpose, tell=not new)
    return consent


def heard(actor: Actor, said: ConsentMethod) -> ConsentMethod:
    """How a consent was given, as the session has it and whatever a body says: only the person
    says something themselves, and only a file is an import."""
    if actor.role is Role.JOBSEEKER:
        return "self"
    return said if said in ("read_aloud", "paper") else "read_aloud"
