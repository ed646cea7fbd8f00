"""Corrections that a person asks for, of what they cannot change themselves, and what became of
them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.operations import Limit, Offset, Operations, Query
from amuddu.contracts.profiles import STAFF
from amuddu.contracts.types import Contract, LongText, Role
from amuddu.contracts.workflows import Step, Workflow

CorrectionSubject = Literal[
    "papers", "birth", "name", "contact", "agency", "reference", "note", "reason", "other"
]
"""papers: title and nationality; agency and reference: what the agency's file says; note: a note
of the agency; reason: why somebody was put forward, set aside or refused."""
CorrectionState = Literal["asked", "done", "refused"]
RefusalReason = Literal["proof_missing", "already_right", "kept_by_law", "not_here", "own_page"]
"""The paper was not shown; it says so already; the law has it kept; nothing of it is kept here; the
person may change it themselves."""


class CorrectionIn(Contract):
    """Ask for a correction, in one's own words. They are sealed with the profile."""

    key: UUID
    """Chosen by whoever asks: the same key twice asks once."""
    subject: CorrectionSubject
    text: Annotated[LongText, Field(min_length=1, max_length=1000)]


class RefusalIn(Contract):
    """Say no, with a reason that is chosen."""

    reason: RefusalReason


class Correction(Contract):
    """A correction that was asked for. With a card alone the words are not shown."""

    id: UUID
    subject: CorrectionSubject
    state: CorrectionState
    text: str | None = None
    asked_at: datetime
    reason: RefusalReason | None = None
    decided_at: datetime | None = None
    decided_role: str | None = None
    decided_organisation: str | None = None


class OpenCorrection(Contract):
    """A correction that waits, in the list of those who follow people."""

    id: UUID
    profile_id: UUID
    code: str
    display_name: str
    subject: CorrectionSubject
    asked_at: datetime


class OpenCorrections(Contract):
    """Those that wait, the oldest first; `total` counts them all."""

    items: tuple[OpenCorrection, ...]
    total: int


class OpenQuery(Query):
    """Which part of the list."""

    limit: Limit = 20
    offset: Offset = 0


_CORRECTIONS = Operations("profiles", tag="privacy", public=True)
_THEM = (Role.JOBSEEKER, *STAFF)
# fmt: off
ASK_CORRECTION = _CORRECTIONS.post("/profiles/{profile_id}/corrections", Correction, "ask_correction", "Ask for a correction of what one cannot change oneself.", body=CorrectionIn, status=201, roles=(Role.JOBSEEKER,))
LIST_CORRECTIONS = _CORRECTIONS.get("/profiles/{profile_id}/corrections", tuple[Correction, ...], "list_corrections", "Corrections that a person asked for, newest first.", roles=_THEM)
DO_CORRECTION = _CORRECTIONS.post("/profiles/{profile_id}/corrections/{correction_id}/do", Correction, "do_correction", "Say that a correction is made; the person is told.", roles=STAFF)
REFUSE_CORRECTION = _CORRECTIONS.post("/profiles/{profile_id}/corrections/{correction_id}/refuse", Correction, "refuse_correction", "Refuse a correction with a reason; the person is told.", body=RefusalIn, roles=STAFF)
LIST_OPEN_CORRECTIONS = _CORRECTIONS.get("/corrections", OpenCorrections, "list_open_corrections", "Corrections that wait for those who follow people, the oldest first.", query=OpenQuery, roles=STAFF)
# fmt: on

CORRECTION: Workflow[CorrectionState] = Workflow(
    "correction",
    Step("ask", (), "asked", operation=ASK_CORRECTION),
    Step("do", ("asked",), "done", operation=DO_CORRECTION),
    Step("refuse", ("asked",), "refused", operation=REFUSE_CORRECTION),
)
