"""Who is likely the same person: of a file's rows before they are kept, and of those already here.

Two share a phone or an e-mail; or a whole name, across spellings and scripts, and a year of
birth. It is a question for somebody who knows them, never an answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol
from uuid import UUID

from amuddu.kit.db import Session
from amuddu.reference.names import same_name
from services.profiles.common import repository as common_repository
from services.profiles.common.sealed import keys_of
from services.profiles.common.tables import ProfileRow
from services.profiles.likeness import keys, repository
from services.profiles.likeness.keys import Named, whole_name
from services.profiles.residence import vault

Reason = Literal["phone", "email", "name"]

AT_ONCE = 500
"""People whose keys are made again in one transaction."""


class Body(Named, Protocol):
    """A row of a file, as it is about to be kept."""

    @property
    def birth_year(self) -> int | None: ...
    @property
    def external_ref(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Match:
    """A row of a batch that is likely somebody else: somebody stored, or an earlier row."""

    index: int
    reasons: tuple[Reason, ...]
    profile_id: UUID | None = None
    other_index: int | None = None


def renew(session: Session, row: ProfileRow) -> None:
    """Make the keys of a person from what their row says now."""
    key(session, row, [former for _, former in common_repository.former_refs(session, row.id)])
    session.flush()
    repository.replace_keys(session, row, _pair_digests(session, row), new=row.revision == 0)


def key(session: Session, row: ProfileRow, former: Sequence[str] = ()) -> None:
    """Put the digests by which a person is found into their row."""
    agency, reference = row.agency_id, row.external_ref
    row.ref_digest = (
        common_repository.ref_digest(session, agency, reference) if agency and reference else None
    )
    row.tokens = tokens(session, agency, sorted(keys.search_tokens(row, former))) if agency else []
    row.keyed = keys.VERSION


def tokens(session: Session, agency_id: str, said: Iterable[str]) -> list[int]:
    """Digests for the search of one agency, in as many bits as PostgreSQL's integers have."""
    digest = partial(keys_of(session).digest, "search", agency_id)
    return [int.from_bytes(digest(each)[:8], "big", signed=True) for each in said]


def add_keys(session: Session, rows: Sequence[ProfileRow]) -> None:
    """The keys of people who are new."""
    repository.add_keys(session, [(row, _pair_digests(session, row)) for row in rows])


def _pair_digests(session: Session, row: ProfileRow) -> frozenset[str]:
    return _digested(session, row.agency_id, keys.pair_keys(row)) if row.agency_id else frozenset()


def _digested(session: Session, agency_id: str, said: Iterable[str]) -> frozenset[str]:
    """What two people may have in common, as it is kept: its kind and a keyed digest."""
    digest = partial(keys_of(session).digest, "likeness", agency_id)
    return frozenset(f"{key.partition(':')[0]}:{digest(key)[:16].hex()}" for key in said)


def renew_some(session: Session, *, limit: int = AT_ONCE) -> int:
    """Make the keys of people who have none of the present rules; of how many. Call it again
    until it is zero."""
    found = repository.unkeyed(session, keys.VERSION, limit=limit)
    for row in found:
        renew(session, row)
    return len(found)


def hidden_of(session: Session, row: ProfileRow) -> list[UUID]:
    """Profiles that were merged into this one and can still come back."""
    return repository.hidden_of(session, row.id)


def merged_of(session: Session, row: ProfileRow) -> list[UUID]:
    """Ids of all profiles that were merged into this one and stayed so, erased since or not."""
    return repository.merged_of(session, row.id)


def likely_same(session: Session, agency_id: str, bodies: Sequence[Body]) -> tuple[Match, ...]:
    """Which rows of a batch are likely somebody of the agency, or an earlier row of the batch.

    A row whose reference is somebody's own is that person and asks nothing about them. Two
    queries, however many rows.
    """
    wanted = [_digested(session, agency_id, keys.pair_keys(body)) for body in bodies]
    stored: dict[str, list[ProfileRow]] = defaultdict(list)
    for key, row in repository.with_keys(session, agency_id, frozenset().union(*wanted)):
        stored[key].append(row)
    people = {row.id: row for rows in stored.values() for row in rows}
    years = vault.birth_years(session, list(people))
    earlier: dict[str, list[int]] = defaultdict(list)
    found: list[Match] = []
    for index, (body, own) in enumerate(zip(bodies, wanted, strict=True)):
        shared: dict[UUID, set[str]] = defaultdict(set)
        before: dict[int, set[str]] = defaultdict(set)
        for key in own:
            for row in stored.get(key, ())[: repository.MOST_WITH_ONE_KEY]:
                shared[row.id].add(key)
            for other in earlier[key][: repository.MOST_WITH_ONE_KEY]:
                before[other].add(key)
            earlier[key].append(index)
        found += _stored_matches(index, body, shared, people, years)
        found += _earlier_matches(index, body, before, bodies)
    return tuple(found)


def _stored_matches(
    index: int,
    body: Body,
    shared: Mapping[UUID, set[str]],
    people: Mapping[UUID, ProfileRow],
    years: Mapping[UUID, int | None],
) -> Iterable[Match]:
    for profile_id, common in shared.items():
        row = people[profile_id]
        if body.external_ref and body.external_ref == row.external_ref:
            continue
        reasons = why(common, (body, body.birth_year), (row, years.get(profile_id)))
        if reasons:
            yield Match(index, reasons, profile_id=profile_id)


def _earlier_matches(
    index: int, body: Body, before: Mapping[int, set[str]], bodies: Sequence[Body]
) -> Iterable[Match]:
    for other, common in before.items():
        earlier = bodies[other]
        if body.external_ref and body.external_ref == earlier.external_ref:
            continue
        reasons = why(common, (body, body.birth_year), (earlier, earlier.birth_year))
        if reasons:
            yield Match(index, reasons, other_index=other)


def why(
    common: Iterable[str], one: tuple[Named, int | None], other: tuple[Named, int | None]
) -> tuple[Reason, ...]:
    """Why two who share keys are likely one; nothing where the names only sound alike."""
    kinds = {key.partition(":")[0] for key in common}
    (first, born), (second, also_born) = one, other
    found: list[Reason] = [kind for kind in ("phone", "email") if kind in kinds]
    same_year = born is not None and born == also_born
    if "name" in kinds and same_year and same_name(whole_name(first), whole_name(second)):
        found.append("name")
    return tuple(found)
