"""Mappings kept for the next file of the same shape: applied by themselves, shown, removable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from amuddu.imports.columns import Kind
from amuddu.imports.mapping import Mapped, parse
from amuddu.kit import clock
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.errors import Invalid, NotFound
from gateway.imports import access, repository
from gateway.imports.tables import ImportJob, KeptMapping

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Found:
    """A kept mapping, and since when it is kept."""

    mapping: Mapped
    kept_at: datetime


def keep(session: Session, job: ImportJob, shape: str) -> None:
    """Keep what was chosen for a job's file for the next file of its shape."""
    assert job.mapping is not None
    row = KeptMapping(
        id=uuid4(),
        organisation=job.organisation,
        kind=job.kind,
        shape=shape,
        mapping=job.mapping,
        account_id=job.account_id,
        kept_at=clock.now(),
    )
    repository.keep_mapping(session, row)


def of_shape(session: Session, organisation: str, kind: Kind, shape: str) -> Found | None:
    """The mapping kept for files of a shape; one that fits the fields no more is dropped."""
    row = repository.mapping_of_shape(session, organisation, shape)
    if row is None:
        return None
    try:
        return Found(parse(row.mapping, kind), row.kept_at)
    except Invalid:
        repository.drop_mapping(session, row)
        return None


def shown(session: Session, actor: Actor) -> Sequence[KeptMapping]:
    """The mappings that somebody may see, the last first."""
    sight = access.sight_of(actor)
    return repository.mappings(
        session, organisation=sight.organisation, account_id=sight.account_id, limit=SHOWN
    )


def remove(session: Session, actor: Actor, mapping_id: UUID) -> None:
    """Forget a mapping. Raises `NotFound`."""
    row = repository.mapping(session, mapping_id)
    if row is None or not access.sight_of(actor).covers(row):
        raise NotFound
    repository.drop_mapping(session, row)


def pairs(mapping: object, kind: str) -> list[tuple[str, str]]:
    """What stands in which column, by field: for a page that shows a mapping."""
    try:
        read = parse(mapping, cast(Kind, kind))
    except Invalid:
        return []
    return [
        (field, ", ".join(names) or str(read.constants().get(field, "")))
        for field, names in read.sources().items()
    ]
