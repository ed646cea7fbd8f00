"""What was changed of a person: which field, when, on whose word, from what to what.

Old and new value are sealed under the person's key in profiles, and leave it for the person and
for those who follow them alone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from amuddu.contracts.operations import Operations, Paged
from amuddu.contracts.types import Contract, Role

ChangeWay = Literal["person", "staff", "import", "merge", "merge_undone", "training"]
"""On whose word: the person's own, that of those who follow them, a file's, a merge's, that of a
centre where a course was completed."""


class FieldChange(Contract):
    """One field: its name as `ProfileIn` has it (those of the title apart), old and new value."""

    field: str
    before: Any = None
    after: Any = None
    withheld: bool = False
    """The value turned out to be somebody else's: a merge was undone."""


class ChangeRecord(Contract):
    """What was changed at once."""

    id: UUID
    at: datetime
    way: ChangeWay
    role: str
    """Role of whoever did it."""
    organisation: str | None = None
    fields: tuple[FieldChange, ...] = ()


_HISTORY = Operations("profiles", tag="privacy", public=True)
_THEM = (Role.JOBSEEKER, Role.COUNSELLOR, Role.AGENT)
# fmt: off
LIST_CHANGES = _HISTORY.get("/profiles/{profile_id}/changes", tuple[ChangeRecord, ...], "list_changes", "What was changed of a person, when and on whose word, newest first.", query=Paged, roles=_THEM)
# fmt: on
