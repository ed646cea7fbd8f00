"""Searches that somebody saved: new offers that answer to one are told, once a week at most."""

from __future__ import annotations

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from amuddu.contracts.matching.ranking import HoursWanted
from amuddu.contracts.operations import Operations
from amuddu.contracts.types import Contract, Role, Slug


class SavedSearchIn(Contract):
    """A town, a trade, hours: one of them at least. No words: what somebody types is not kept."""

    place: Slug | None = None
    occupation: Slug | None = None
    wanted: HoursWanted | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.place is None and self.occupation is None and self.wanted is None:
            raise PydanticCustomError("missing", "nothing is looked for")
        return self


class SavedSearch(Contract):
    """A search as it is kept; `sent_at`: when its new offers were told last."""

    id: UUID
    place: str | None = None
    occupation: str | None = None
    wanted: HoursWanted | None = None
    created_at: datetime
    sent_at: datetime | None = None


class SavedSearches(Contract):
    """All of a person's, the oldest first."""

    items: tuple[SavedSearch, ...]


_PERSON = (Role.JOBSEEKER,)
_CALLS = Operations("matching", tag="matching")
_OF = "/profiles/{profile_id}/searches"

LIST_SEARCHES = _CALLS.get(
    _OF, SavedSearches, "saved_searches", "Searches that somebody saved.", roles=_PERSON
)
SAVE_SEARCH = _CALLS.post(
    _OF,
    SavedSearches,
    "save_search",
    "Save a search; the same once more changes nothing.",
    body=SavedSearchIn,
    roles=_PERSON,
)
DROP_SEARCH = _CALLS.post(
    f"{_OF}/{{search_id}}/drop",
    SavedSearches,
    "drop_search",
    "Stop looking; what is not there any more is no error.",
    roles=_PERSON,
)
