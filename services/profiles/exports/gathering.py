"""All that this service holds about a person, put together. Another person's data is left out.

A merge that was undone had brought another person's values here: wherever such a value still
stands it is left out, and so is what named that person. A profile that is kept for the undoing of
a merge is left out too: until the thirty days are over it may turn out to be somebody else's.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from amuddu.contracts.ages import GuardianRecord
from amuddu.contracts.export.profiles import (
    KeptContactChange,
    KeptEmergency,
    KeptErasure,
    KeptEvent,
    KeptExport,
    KeptMerge,
    KeptNote,
    KeptPaper,
    KeptProfile,
    KeptTitle,
    OpenedContact,
    ProfilesPart,
    ToldApart,
)
from amuddu.contracts.profiles import ConsentRecord
from amuddu.kit.audit import recording
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from services.profiles.common import repository as common_repository
from services.profiles.common.sealed import opens, readable
from services.profiles.common.tables import ProfileRow
from services.profiles.consents import repository as consents_repository
from services.profiles.corrections import repository as corrections_repository
from services.profiles.corrections import service as corrections
from services.profiles.erasures import repository as erasures_repository
from services.profiles.exports import repository
from services.profiles.history import repository as history_repository
from services.profiles.likeness.tables import MergeRow
from services.profiles.papers import repository as papers_repository
from services.profiles.people import mapping
from services.profiles.residence import vault
from services.profiles.residence.tables import ResidenceRow

MOST_ACCESSES = 10_000
_EVERY = 1_000_000


def people(session: Session, row: ProfileRow) -> tuple[UUID, ...]:
    """The ids under which other services know the person: theirs, and those of profiles that were
    merged into theirs for good."""
    merged = repository.merges(session, row.id)
    final = (one.removed_id for one in merged if one.purged_at and not one.undone_at)
    return (row.id, *final)


def part(
    session: Session, row: ProfileRow, sensitive: ResidenceRow, *, actor: Actor
) -> ProfilesPart:
    """Everything."""
    merged = repository.merges(session, row.id)
    foreign = _foreign(session, merged)
    erasure = erasures_repository.request_of(session, row.id)
    changes = corrections.told(history_repository.of_person(session, row.id), actor=actor)
    asked = corrections_repository.of_person(session, row.id)
    audit = recording.of(session)
    seen = audit.about(row.audit_id, limit=MOST_ACCESSES + 1, offset=0)
    return ProfilesPart(
        profile=_profile(session, row),
        title=KeptTitle.of(sensitive),
        consents=tuple(
            ConsentRecord.of(one)
            for one in consents_repository.consent_history(session, row.id, limit=_EVERY, offset=0)
        ),
        guardians=_each(GuardianRecord, readable(repository.guardians(session, row.id))),
        notes=_each(KeptNote, readable(repository.notes(session, row.id))),
        papers=_each(KeptPaper, papers_repository.of_people(session, [row.id])),
        opened_contacts=_each(OpenedContact, repository.grants(session, row.id)),
        merges=tuple(_merge(session, one) for one in merged),
        told_apart=_each(ToldApart, repository.told_apart(session, row.id)),
        changes=changes,
        corrections=tuple(corrections.shown(one, actor=actor) for one in asked),
        account_events=_each(KeptEvent, repository.account_events(session, row.id)),
        contact_changes=tuple(
            KeptContactChange.of(
                one, before=_own(one.before, foreign), wanted=_own(one.wanted, foreign)
            )
            for one in readable(repository.contact_changes(session, row.id))
        ),
        emergencies=_each(KeptEmergency, repository.emergencies(session, row.id)),
        erasures=(KeptErasure.of(erasure),) if erasure else (),
        exports=_each(KeptExport, repository.exports(session, row.id)),
        accesses=tuple(mapping.access(one) for one in seen[:MOST_ACCESSES]),
        accesses_left_out=max(0, len(seen) - MOST_ACCESSES),
    )


def _each(model: Any, rows: Any) -> tuple[Any, ...]:
    return tuple(model.of(one) for one in rows)


def _profile(session: Session, row: ProfileRow) -> KeptProfile:
    return KeptProfile.of(
        row,
        has_agent=row.agent_id is not None,
        has_account=row.owner_id is not None,
        former_refs=tuple(ref for _, ref in common_repository.former_refs(session, row.id)),
    )


def _merge(session: Session, one: MergeRow) -> KeptMerge:
    undone = one.undone_at is not None
    known = not undone and opens(one)
    snapshot = vault.kept_snapshot(session, one.id)
    return KeptMerge.of(
        one,
        removed_code=None if undone else one.removed_code,
        removed_ref=one.removed_ref if known else None,
        before=snapshot.before if snapshot is not None and opens(snapshot) else None,
    )


def _foreign(session: Session, merged: list[MergeRow]) -> list[tuple[str, Any]]:
    """Values by field that merges had brought which were undone."""
    found: list[tuple[str, Any]] = []
    for one in merged:
        snapshot = vault.kept_snapshot(session, one.id) if one.undone_at else None
        if snapshot is not None and opens(snapshot):
            found.extend(snapshot.after.items())
    return found


def _own(contact: dict[str, Any], foreign: list[tuple[str, Any]]) -> dict[str, Any]:
    """A contact without what was another person's."""
    return {
        name: value
        for name, value in contact.items()
        if name == "channel" or (name, value) not in foreign
    }
