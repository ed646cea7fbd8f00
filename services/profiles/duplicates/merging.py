"""Two profiles become one, and two again where it was an error.

The profile that stays takes what was chosen, field by field, and nothing else: no phone, birth or
title comes over by itself. What either profile refused stays refused unless the person was asked
again; a yes of the removed profile counts for nothing. Both references find the one that stays.

The removed profile is followed by nobody and told of to nobody, and kept for thirty days: undoing
brings it back as it was, with its own receipts of consent, and gives the other its values back
where nobody has changed them since. Then it is erased.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from amuddu.contracts.profiles import ConsentMethod, Consents, ProfileIn
from amuddu.contracts.profiles.duplicates import Merge, MergeField, MergeIn, Merges
from amuddu.kit import retention
from amuddu.kit.auth import Actor
from amuddu.kit.clock import now
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, Invalid, NotFound
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from amuddu.kit.web.validation import field_errors
from services.profiles.common import repository as common_repository
from services.profiles.common.tables import ProfileRow
from services.profiles.consents import repository as consents_repository
from services.profiles.duplicates import repository
from services.profiles.duplicates.comparing import Pair, agency_of, pair_of, said
from services.profiles.history import recording as history
from services.profiles.likeness import service as likeness
from services.profiles.likeness.tables import MergeRow
from services.profiles.people import mapping
from services.profiles.people import service as people
from services.profiles.people.access import opened
from services.profiles.residence import vault
from services.profiles.residence.tables import ResidenceRow
from services.profiles.residence.vault import Visit

log = logs.get(__name__)


_REFUSED = {
    "two_accounts": N_("Les deux personnes ont un compte : gardez les deux profils."),
    "live_candidacies": N_(
        "Les deux profils ont une candidature en cours : terminez d'abord celle du plus récent."
    ),
}
_CHANGED = N_("Ces profils ont changé entre-temps : comparez-les encore.")
_TOO_LATE = N_("Il est trop tard pour annuler : les deux profils ne peuvent plus revenir.")


def merge(
    session: Session, first_id: UUID, second_id: UUID, body: MergeIn, *, actor: Actor
) -> Merge:
    """Keep one of two profiles. Raises `Conflict` where they are not to be merged."""
    pair = pair_of(
        session, first_id, second_id, actor=actor, with_account=body.with_account, lock=True
    )
    if pair.not_mergeable:
        raise Conflict(_REFUSED[pair.not_mergeable])
    if pair.kept.id != body.kept_id:
        raise Conflict(_CHANGED)
    row = MergeRow(
        agency_id=pair.agency_id,
        kept_id=pair.kept.id,
        removed_id=pair.removed.id,
        removed_code=pair.removed.code,
        removed_agent_id=pair.removed.agent_id,
        by_id=actor.id,
        by_role=actor.role.value,
        undo_until=retention.term("merged_profile").after(now()),
    ).saying(removed_ref=pair.removed.external_ref)
    session.add(row)
    _put_together(session, pair, body, row, actor=actor)
    log.info("profiles merged", merge_id=str(row.id), role=actor.role.value)
    return _out(row, pair.kept)


def _put_together(
    session: Session, pair: Pair, body: MergeIn, row: MergeRow, *, actor: Actor
) -> None:
    visit = Visit(actor, "merged")
    facts = vault.opened(session, pair.kept, visit=visit)
    before = _state(session, pair.kept, facts)
    other = said(session, pair.removed, vault.opened(session, pair.removed, visit=visit))
    people.leave(session, pair.removed)
    # The earlier day: entering somebody again and merging them in is no sign of life of theirs.
    pair.kept.last_active_on = min(pair.kept.last_active_on, pair.removed.last_active_on)
    if row.removed_ref and pair.kept.external_ref:
        repository.give_reference(session, pair.agency_id, row.removed_ref, pair.kept.id)
    wanted = _chosen(before, other, body.take)
    wanted["external_ref"] = before["external_ref"] or row.removed_ref
    wanted |= _consents(session, pair, body)
    word = history.Word("merge", row.id)
    people.write(session, pair.kept, facts, _read(wanted), actor=actor, word=word)
    likeness.renew(session, pair.kept)
    after = _state(session, pair.kept, facts)
    changed = {name for name in before if before[name] != after[name]}
    vault.keep_snapshot(
        session,
        row.id,
        of_profile=pair.kept.id,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        notes=repository.move_notes(session, of=pair.removed.id, to=pair.kept.id),
    )


def _state(session: Session, row: ProfileRow, facts: ResidenceRow) -> dict[str, Any]:
    """Everything that a merge may change of a profile, as it is written down."""
    newest = consents_repository.consents_of(session, row.id)
    given = consents_repository.as_consents(newest).model_dump()
    method = mapping.entered(row, facts, newest)["consent_method"]
    return {**said(session, row, facts), "consents": given, "consent_method": method}


def _chosen(
    before: dict[str, Any], other: dict[str, Any], take: tuple[MergeField, ...]
) -> dict[str, Any]:
    wanted = {name: value for name, value in before.items() if not name.startswith("consent")}
    for name in take:
        mine, theirs = before[name], other[name]
        if isinstance(mine, list):
            theirs = [*mine, *(item for item in theirs if item not in mine)]
        wanted[name] = theirs
    if "birth_year" in take:
        wanted["birth_month"] = other["birth_month"]  # one person's birth, never half of two
    return wanted


def _consents(session: Session, pair: Pair, body: MergeIn) -> dict[str, Any]:
    """What the person says now; else the stricter of the two, as it was said."""
    if body.consents is not None:
        return {"consents": body.consents, "consent_method": body.consent_method}
    own = consents_repository.as_consents(
        consents_repository.consents_of(session, pair.kept.id)
    ).model_dump()
    refused = {
        purpose: consent
        for purpose, consent in consents_repository.consents_of(session, pair.removed.id).items()
        # What a file leaves empty is no refusal.
        if not consent.given and consent.method != "import" and own[purpose]
    }
    if not refused:
        return {}
    method: ConsentMethod = next(iter(refused.values())).method
    stricter = Consents(
        **{purpose: given and purpose not in refused for purpose, given in own.items()}
    )
    return {"consents": stricter, "consent_method": method}


def _read(wanted: dict[str, Any]) -> ProfileIn:
    try:
        return ProfileIn.model_validate(wanted)
    except ValidationError as error:
        raise Invalid(fields=field_errors(error.errors())) from None


# --- undoing --------------------------------------------------------------------------------------


def undo(session: Session, merge_id: UUID, *, actor: Actor) -> Merge:
    """Bring both profiles back. Raises `Conflict` once it is too late."""
    row = repository.merge(session, merge_id)
    if row is None:
        raise NotFound
    kept = opened(session, row.kept_id, actor=actor, lock=True)
    if row.undone_at is not None:
        return _out(row, kept)
    removed = common_repository.locked(session, row.removed_id)
    if removed is None or now() > row.undo_until or kept.agency_id != row.agency_id:
        raise Conflict(_TOO_LATE)
    visit = Visit(actor, "merge_undone")
    facts = vault.opened(session, kept, visit=visit)
    snapshot = vault.snapshot(session, row.id)
    current = _state(session, kept, facts)
    back = {
        name: value
        for name, value in snapshot.before.items()
        if current[name] == snapshot.after[name]
    }
    if row.removed_ref:
        repository.take_reference(session, row.agency_id, row.removed_ref)
    wanted = {**current, **back}
    if "consents" not in back:
        wanted = {name: value for name, value in wanted.items() if not name.startswith("consent")}
    word = history.Word("merge_undone", row.id)
    people.write(session, kept, facts, _read(wanted), actor=actor, word=word)
    history.withhold(session, kept, row.id)
    likeness.renew(session, kept)
    repository.move_notes(
        session, of=kept.id, to=removed.id, only=[UUID(note) for note in snapshot.notes]
    )
    people.come_back(
        session,
        removed,
        vault.opened(session, removed, visit=visit),
        agency_id=row.agency_id,
        agent_id=row.removed_agent_id,
        external_ref=row.removed_ref,
    )
    row.undone_at, row.undone_by_id = now(), actor.id
    log.info("merge undone", merge_id=str(row.id), role=actor.role.value)
    return _out(row, kept)


def merges(
    session: Session, *, actor: Actor, limit: int, offset: int, agency_id: str | None = None
) -> Merges:
    """The log of an agency's merges."""
    found = repository.merges_of(session, agency_of(actor, agency_id), limit=limit, offset=offset)
    rows = {row.id: row for row in common_repository.by_ids(session, [x.kept_id for x in found])}
    return Merges(items=tuple(_out(row, rows[row.kept_id]) for row in found))


def erase_removed(session: Session, at: datetime, limit: int) -> int:
    """Erase removed profiles that nobody can bring back any more; how many."""
    found = repository.past_undoing(session, at, limit=limit)
    for row in found:
        removed = common_repository.locked(session, row.removed_id)
        if removed is not None:
            people.forget(session, removed)
        row.purged_at = now()
        vault.drop_snapshot(session, row.id)
    return len(found)


def _out(row: MergeRow, kept: ProfileRow) -> Merge:
    return Merge(
        id=row.id,
        kept_id=kept.id,
        kept_name=mapping.display_name(kept),
        kept_code=kept.code,
        removed_code=row.removed_code,
        merged_at=row.merged_at,
        by_role=row.by_role,
        undo_until=row.undo_until,
        undone_at=row.undone_at,
        may_undo=row.undone_at is None and row.purged_at is None and now() <= row.undo_until,
    )
