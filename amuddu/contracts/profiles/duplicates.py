"""People entered twice: who is likely one person, compared, told apart or merged; and undone."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.operations import Operations, Paged
from amuddu.contracts.profiles import Consents, Profile
from amuddu.contracts.types import Contract, Role, Slug

Likeness = Literal["phone", "email", "name"]
"""What two people have in common; `name` is a whole name, in any spelling, and a year of birth."""

EnteredBy = Literal["self", "staff", "file"]

MergeField = Literal[
    "given_name",
    "family_name",
    "sex",
    "birth_year",
    "nationality",
    "residence",
    "email",
    "phone",
    "channel",
    "language",
    "about",
    "occupations",
    "skills",
    "experience",
    "languages",
    "place",
    "max_distance_km",
    "available_from",
    "contract_types",
]
"""What may be taken from the other profile. Of a list, what is missing is added."""

NotMergeable = Literal["two_accounts", "live_candidacies"]
"""Both have an account of their own; or the one to remove is put forward or taken on."""


class Lookalike(Contract):
    """One of two people in the list."""

    id: UUID
    code: str
    display_name: str
    created_at: datetime
    entered_by: EnteredBy


class Duplicate(Contract):
    """Two people who are likely one, and why."""

    first: Lookalike
    second: Lookalike
    reasons: tuple[Likeness, ...]


class DuplicatePage(Contract):
    """The pairs of an agency that nobody has answered yet; `total` counts them all."""

    items: tuple[Duplicate, ...]
    total: int


class Side(Contract):
    """One of two people, whole."""

    profile: Profile
    entered_by: EnteredBy


class Comparison(Contract):
    """Two people side by side: the one whose profile would stay, and the other."""

    kept: Side
    removed: Side
    reasons: tuple[Likeness, ...]
    differing: tuple[MergeField, ...]
    not_mergeable: NotMergeable | None = None


class WithAccounts(Contract):
    """Which of two people can sign in, for all the caller knows: with a card, for example."""

    with_account: tuple[UUID, ...] = Field(default=(), max_length=2)


class MergeIn(WithAccounts):
    """They are one person: which profile stays, and what it takes from the other."""

    kept_id: UUID
    """As it was shown; where another is to stay by now, nothing is merged."""
    take: tuple[MergeField, ...] = ()
    consents: Consents | None = None
    """What the person says now, asked again. Otherwise what either profile refused is refused."""
    consent_method: Literal["read_aloud", "paper"] = "read_aloud"


class Merge(Contract):
    """A merge that took place; `may_undo` until a day, or until it was undone."""

    id: UUID
    kept_id: UUID
    kept_name: str
    kept_code: str
    removed_code: str
    merged_at: datetime
    by_role: str
    undo_until: datetime
    undone_at: datetime | None = None
    may_undo: bool


class Merges(Contract):
    """The merges of an agency, newest first."""

    items: tuple[Merge, ...]


class OfAgency(Paged):
    """Whose people; an administrator names the agency, a counsellor has their own."""

    agency_id: Slug | None = None


_BOSSES = (Role.COUNSELLOR, Role.ADMINISTRATOR)
_DUPLICATES = Operations("profiles", tag="profiles")

# fmt: off
LIST_DUPLICATES = _DUPLICATES.get("/duplicates", DuplicatePage, "list_duplicates", "People of an agency who are likely one person, the last entered first.", query=OfAgency, roles=_BOSSES)
COMPARE_DUPLICATES = _DUPLICATES.post("/duplicates/{first_id}/{second_id}/compare", Comparison, "compare_duplicates", "Two people side by side; the reading is kept and shown to both.", body=WithAccounts, roles=_BOSSES)
TELL_APART = _DUPLICATES.post("/duplicates/{first_id}/{second_id}/different", DuplicatePage, "tell_apart", "They are two people: not asked again. Answers with those that are left.", roles=_BOSSES)
MERGE_DUPLICATES = _DUPLICATES.post("/duplicates/{first_id}/{second_id}/merge", Merge, "merge_duplicates", "They are one person: one profile stays.", body=MergeIn, roles=_BOSSES)
LIST_MERGES = _DUPLICATES.get("/merges", Merges, "list_merges", "The merges of an agency, newest first.", query=OfAgency, roles=_BOSSES)
UNDO_MERGE = _DUPLICATES.post("/merges/{merge_id}/undo", Merge, "undo_merge", "Bring both profiles back as they were.", roles=_BOSSES)
# fmt: on
