"""Writing down what was changed: the field, old and new value, on whose word."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from amuddu.contracts.profiles.history import ChangeWay
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from services.profiles.common.tables import ProfileRow
from services.profiles.history import repository
from services.profiles.history.tables import FieldChangeRow

TITLE = frozenset({"nationality", "status", "overlays", "underlying", "valid_until"})
"""Fields that only a strong session of the person's own reads."""

Values = Mapping[str, tuple[Any, Any]]
"""Old and new value by field."""


@dataclass(frozen=True, slots=True)
class Word:
    """On whose word something is changed, where it is not simply whoever asks."""

    way: ChangeWay
    merge_id: UUID | None = None


def way_of(actor: Actor) -> ChangeWay:
    """Whose word it is that an actor gives."""
    return "person" if actor.role is Role.JOBSEEKER else "staff"


def differing(row: object, wanted: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What a row says now and is to say."""
    return {name: (getattr(row, name), value) for name, value in wanted.items()}


def note(
    session: Session, row: ProfileRow, changed: Values, *, actor: Actor, word: Word | None = None
) -> None:
    """Write down what is changed of somebody who is known; what is the same is left out."""
    fields = [
        {"field": name, "before": before, "after": after}
        for name, (before, after) in changed.items()
        if before != after
    ]
    if not fields or row.revision == 0:
        return
    kept = FieldChangeRow(
        profile_id=row.id,
        way=word.way if word else way_of(actor),
        role=actor.role.value,
        actor_id=actor.id,
        organisation=actor.organisation,
        merge_id=word.merge_id if word else None,
    )
    plain = json.loads(json.dumps(fields, default=str))  # as it reads once it was sealed
    repository.add(session, kept.saying(fields=plain))


def withhold(session: Session, row: ProfileRow, merge_id: UUID) -> None:
    """Forget the values that an undone merge had brought: they are another person's."""
    merged = [
        change
        for change in repository.of_person(session, row.id)
        if change.merge_id == merge_id and change.way == "merge"
    ]
    if not merged:
        return
    brought = [(one["field"], one["after"]) for change in merged for one in change.fields]
    for change in repository.since(session, row.id, min(one.at for one in merged)):
        fields = [_without(one, brought) for one in change.fields]
        if fields != change.fields:
            change.fields = fields
            repository.add(session, change)


def _without(one: dict[str, Any], brought: list[tuple[str, Any]]) -> dict[str, Any]:
    """A field without the values that were brought."""
    found = {side for side in ("before", "after") if (one["field"], one[side]) in brought}
    if not found:
        return one
    return {**one, **dict.fromkeys(found), "withheld": True}
