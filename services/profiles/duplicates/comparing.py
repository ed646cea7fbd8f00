"""Who is likely one person, and two profiles side by side.

Which profile would stay: the one whose person can sign in, else the one that is put forward, else
the older. Two accounts are two people for all we know, and are not merged; nor is a profile
removed that employers have been told of: end or move its candidacies first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, get_args
from uuid import UUID

from amuddu.contracts.profiles.duplicates import (
    Comparison,
    Duplicate,
    DuplicatePage,
    EnteredBy,
    Likeness,
    Lookalike,
    MergeField,
    NotMergeable,
    Side,
    WithAccounts,
)
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import Forbidden, NotFound
from services.profiles.common import repository as common_repository
from services.profiles.common.tables import ProfileRow
from services.profiles.duplicates import repository
from services.profiles.likeness import keys
from services.profiles.likeness import repository as likeness_repository
from services.profiles.likeness import service as likeness
from services.profiles.likeness.tables import DifferentRow
from services.profiles.people import mapping, queries
from services.profiles.people.access import opened
from services.profiles.residence import vault
from services.profiles.residence.tables import ResidenceRow
from services.profiles.residence.vault import Visit

MOST_PAIRS = 1000
"""Pairs that are looked at for one list."""
FIELDS: tuple[MergeField, ...] = get_args(MergeField)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two profiles of one agency, and which of them would stay."""

    kept: ProfileRow
    removed: ProfileRow
    agency_id: str
    not_mergeable: NotMergeable | None


def agency_of(actor: Actor, agency_id: str | None) -> str:
    """The agency that is asked about. Raises `Forbidden` for another's."""
    asked = agency_id if actor.role is Role.ADMINISTRATOR else actor.agency_id
    if asked is None or (agency_id is not None and agency_id != asked):
        raise Forbidden
    return asked


def page(
    session: Session, *, actor: Actor, limit: int, offset: int, agency_id: str | None = None
) -> DuplicatePage:
    """The pairs that wait for an answer; whoever is shown reads of it in their log."""
    agency = agency_of(actor, agency_id)
    found = _likely(session, agency)
    shown = found[offset : offset + limit]
    ids = sorted({row.id for first, second, _ in shown for row in (first, second)})
    Visit(actor, "listed").record_daily(session, ids)
    items = tuple(
        Duplicate(first=_line(first), second=_line(second), reasons=reasons)
        for first, second, reasons in shown
    )
    return DuplicatePage(items=items, total=len(found))


def _likely(
    session: Session, agency_id: str
) -> list[tuple[ProfileRow, ProfileRow, tuple[Likeness, ...]]]:
    pairs = likeness_repository.pairs(session, agency_id, limit=MOST_PAIRS)
    ids = {profile_id for first, second, _ in pairs for profile_id in (first, second)}
    rows = {row.id: row for row in common_repository.by_ids(session, ids)}
    years = vault.birth_years(session, list(ids))
    found = []
    for one, other, common in pairs:
        first, second = sorted((rows[one], rows[other]), key=lambda row: (row.created_at, row.id))
        born = (first, years.get(first.id)), (second, years.get(second.id))
        if reasons := likeness.why(common, *born):
            found.append((first, second, reasons))
    return found


def _line(row: ProfileRow) -> Lookalike:
    return Lookalike(
        id=row.id,
        code=row.code,
        display_name=mapping.display_name(row),
        created_at=row.created_at,
        entered_by=_entered_by(row),
    )


def _entered_by(row: ProfileRow) -> EnteredBy:
    if row.owner_id is not None:
        return "self"
    return "file" if row.entered == "imported" else "staff"


def compare(
    session: Session, first_id: UUID, second_id: UUID, body: WithAccounts, *, actor: Actor
) -> Comparison:
    """Two people whole, side by side."""
    pair = pair_of(session, first_id, second_id, actor=actor, with_account=body.with_account)
    kept_facts, removed_facts = (
        vault.opened(session, row, visit=Visit(actor, "compared"))
        for row in (pair.kept, pair.removed)
    )
    kept, removed = (
        said(session, row, facts)
        for row, facts in ((pair.kept, kept_facts), (pair.removed, removed_facts))
    )
    shared = keys.pair_keys(pair.kept) & keys.pair_keys(pair.removed)
    return Comparison(
        kept=_side(session, pair.kept, kept_facts),
        removed=_side(session, pair.removed, removed_facts),
        reasons=likeness.why(
            shared, (pair.kept, kept_facts.birth_year), (pair.removed, removed_facts.birth_year)
        ),
        differing=tuple(name for name in FIELDS if kept[name] != removed[name]),
        not_mergeable=pair.not_mergeable,
    )


def _side(session: Session, row: ProfileRow, facts: ResidenceRow) -> Side:
    return Side(profile=queries.whole(session, row, facts), entered_by=_entered_by(row))


def said(session: Session, row: ProfileRow, facts: ResidenceRow) -> dict[str, Any]:
    """What was entered of a person, as it is written down."""
    entered = queries.whole(session, row, facts)
    return entered.model_dump(mode="json", include={*FIELDS, "birth_month", "external_ref"})


def pair_of(
    session: Session,
    first_id: UUID,
    second_id: UUID,
    *,
    actor: Actor,
    with_account: Collection[UUID] = (),
    lock: bool = False,
) -> Pair:
    """Two people of one agency whom the actor may open. Raises `NotFound` for others."""
    if first_id == second_id:
        raise NotFound
    # In the order of their ids, so that two who merge the same pair wait for one another.
    rows = [opened(session, one, actor=actor, lock=lock) for one in sorted((first_id, second_id))]
    if rows[0].agency_id is None or rows[0].agency_id != rows[1].agency_id:
        raise NotFound
    ids = [row.id for row in rows]
    accounts = {row.id for row in rows if row.owner_id} | (set(with_account) & set(ids))
    forward = repository.put_forward(session, ids)
    kept, removed = sorted(
        rows,
        key=lambda row: (row.id not in accounts, row.id not in forward, row.created_at, row.id),
    )
    return Pair(kept, removed, rows[0].agency_id, _refusal(removed, ids, accounts, forward))


def _refusal(
    removed: ProfileRow, ids: Iterable[UUID], accounts: set[UUID], forward: set[UUID]
) -> NotMergeable | None:
    if accounts.issuperset(ids):
        return "two_accounts"
    return "live_candidacies" if removed.id in forward else None


def tell_apart(session: Session, first_id: UUID, second_id: UUID, *, actor: Actor) -> DuplicatePage:
    """Write down that two people are two."""
    pair = pair_of(session, first_id, second_id, actor=actor)
    smaller, larger = sorted((pair.kept.id, pair.removed.id))
    row = DifferentRow(first_id=smaller, second_id=larger, by_id=actor.id, by_role=actor.role.value)
    likeness_repository.tell_apart(session, row)
    asked = pair.agency_id if actor.role is Role.ADMINISTRATOR else None
    return page(session, actor=actor, limit=20, offset=0, agency_id=asked)
