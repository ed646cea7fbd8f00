"""Versions of schemes as they are proposed by one person and decided on by another."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.operations import Operations
from amuddu.contracts.schemes import READERS, WRITERS, SchemeIn, SchemeTerms, SchemeVersionIn
from amuddu.contracts.types import Contract, LongText, Role, Slug
from amuddu.contracts.workflows import Step, Workflow

ProposalState = Literal["proposed", "approved", "refused", "withdrawn"]


class SchemeProposal(Contract):
    """A version that was proposed, and what became of it. `own`: the caller proposed it."""

    id: UUID
    scheme_id: Slug
    name: str
    state: ProposalState
    valid_from: date
    reason: str
    proposed_at: datetime
    own: bool
    decided_at: datetime | None = None
    decision: str = ""
    terms: SchemeTerms
    before: SchemeTerms | None = None
    """Of the version that stood when it was proposed; none of a scheme that nobody kept yet."""
    after_hire_only: bool
    """Whether a verdict on a person would tell few statuses apart: it is then told to nobody
    before a hire."""


class SchemeProposals(Contract):
    """Proposals, those that wait first, then the newest."""

    items: tuple[SchemeProposal, ...]


class SchemeDecisionIn(Contract):
    """Why a version is approved, refused or taken back."""

    reason: Annotated[LongText, Field(min_length=3)]


DECIDERS = (Role.COORDINATOR, Role.ADMINISTRATOR)

_CALLS = Operations("employers", tag="incentives", public=True)
_ID = {"scheme_id": Annotated[str, Field(pattern=r"^[A-Z0-9_]{2,60}$")]}
_ONE = "/schemes/proposals/{proposal_id}"

# fmt: off
PROPOSE_SCHEME = _CALLS.post("/schemes", SchemeProposal, "propose_scheme", "Propose a scheme that nobody has kept yet; somebody else approves it.", body=SchemeIn, status=201, roles=WRITERS)
PROPOSE_SCHEME_VERSION = _CALLS.post("/schemes/{scheme_id}/versions", SchemeProposal, "propose_scheme_version", "Propose a version; somebody else approves it, and the ones before stay as they are.", body=SchemeVersionIn, status=201, parameters=_ID, roles=WRITERS)
LIST_SCHEME_PROPOSALS = _CALLS.get("/schemes/proposals", SchemeProposals, "scheme_proposals", "Versions of schemes that were proposed, those that wait first.", roles=READERS)
READ_SCHEME_PROPOSAL = _CALLS.get(_ONE, SchemeProposal, "scheme_proposal", "A version that was proposed, and what it changes.", roles=READERS)
APPROVE_SCHEME = _CALLS.post(f"{_ONE}/approve", SchemeProposal, "approve_scheme", "Approve a version that somebody else proposed: it holds from its day on.", body=SchemeDecisionIn, roles=DECIDERS)
REFUSE_SCHEME = _CALLS.post(f"{_ONE}/refuse", SchemeProposal, "refuse_scheme", "Refuse a version, with the reason.", body=SchemeDecisionIn, roles=DECIDERS)
WITHDRAW_SCHEME = _CALLS.post(f"{_ONE}/withdraw", SchemeProposal, "withdraw_scheme", "Take back a version that one proposed.", body=SchemeDecisionIn, roles=WRITERS)

SCHEME_VERSION: Workflow[ProposalState] = Workflow(
    "scheme_version",
    Step("propose", (), "proposed", operation=PROPOSE_SCHEME_VERSION),
    Step("approve", ("proposed",), "approved", operation=APPROVE_SCHEME),
    Step("refuse", ("proposed",), "refused", operation=REFUSE_SCHEME),
    Step("withdraw", ("proposed",), "withdrawn", operation=WITHDRAW_SCHEME),
)
# fmt: on
"""Who takes which step of a proposed version, from which state to which, by which call."""
