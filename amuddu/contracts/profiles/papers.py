"""Papers of a hire: contracts, wage slips, attestations, photographed or as PDF.

They name a person, so profiles keeps them, sealed under the person's own key; the file of the
hire and the claim know their ids. Whoever may see the person's contact for that hire may add and
open them; each opening is written down.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Base64Bytes, Field

from amuddu.contracts.operations import Operations
from amuddu.contracts.profiles import STAFF
from amuddu.contracts.profiles.hireability import RouteReader
from amuddu.contracts.types import Contract, Role

PAPERS_OF_A_HIRE = 60
"""At most: a claim has some five, and two years of wage slips are twenty-four."""

MediaType = Literal["image/jpeg", "application/pdf"]


class PaperIn(Contract):
    """A paper to be kept. `key` is chosen by whoever sends it: the same again keeps it once."""

    key: UUID
    content: Annotated[Base64Bytes, Field(max_length=7_500_000)]
    """The bytes of a photo (JPEG, PNG, WebP) or of a PDF, in base64; 5 MB at most."""


class Paper(Contract):
    """A paper that is kept."""

    id: UUID
    candidacy_id: UUID
    media_type: MediaType
    pages: int
    size: int
    """Bytes, as it is kept: a photo is made anew, smaller and without what a camera adds."""
    added_at: datetime
    added_role: Role
    own: bool = False
    """Whether the reader added it."""
    read_at: datetime | None = None
    """When somebody of the agency first opened it."""


class Papers(Contract):
    """The papers of a hire, as they were added."""

    items: tuple[Paper, ...] = ()


class OpenedPaper(Paper):
    """A paper with what it shows."""

    content: str
    """In base64."""


class HirePapersIn(Contract):
    """Ask which papers of a hire there are, for the reader who wants them counted."""

    candidacy_id: UUID
    reader: RouteReader


_CALLS = Operations("profiles", tag="papers", public=True)
_KEEPERS = (Role.EMPLOYER, Role.COUNSELLOR, Role.AGENT)

# fmt: off
ADD_PAPER = _CALLS.post("/hires/{candidacy_id}/papers", Paper, "add_paper", "Keep a paper of a hire: looked at first, then sealed.", body=PaperIn, status=201, roles=_KEEPERS)
LIST_PAPERS = _CALLS.get("/hires/{candidacy_id}/papers", Papers, "papers", "The papers of a hire, without what they show.", roles=_KEEPERS)
OPEN_PAPER = _CALLS.get("/papers/{paper_id}", OpenedPaper, "open_paper", "What a paper shows; the person sees who opened it.", roles=(*_KEEPERS, Role.JOBSEEKER))
REMOVE_PAPER = _CALLS.delete("/papers/{paper_id}", Papers, "remove_paper", "Take a paper away: one's own while nobody of the agency has opened it, any as the agency.", roles=_KEEPERS)
OWN_PAPERS = _CALLS.get("/profiles/{profile_id}/papers", Papers, "own_papers", "The papers that are kept about a person.", tag="privacy", roles=(Role.JOBSEEKER, *STAFF))
HIRE_PAPERS = Operations("profiles", tag="papers").post("/papers/hire", Papers, "hire_papers", "Which papers of a hire there are: for the service that keeps its file, on behalf of a reader who is there.", body=HirePapersIn, roles=(Role.SERVICE,))
# fmt: on
