"""What it takes to hire somebody: worked out on demand, where the residence title is.

Whoever follows a person asks it of them; of everybody else the answer is the same, whoever they
are, so it carries nothing. An employer asks it of a candidacy whose person said yes. The
service that keeps the files of hires asks it for a reader. Each answer is written into the person's
own log of accesses.
"""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.operations import Operations
from amuddu.contracts.profiles import ASKED_AT_ONCE
from amuddu.contracts.types import Contract, EmployerRight, HiringRouteCode, Role, Slug, Verdict

PEOPLE_AT_ONCE = 100
"""Most people that one question is about: a page of a list."""


class OwnOpening(Contract):
    """What the person reads beside offers: whether they may be hired for them as things stand.

    `untold` in a session by card, whoever they are: whoever holds the card is to learn nothing.
    """

    answer: Literal["open", "with_agency", "untold"]
    """`with_agency`: to be looked at with their agency before anything begins."""


class HireabilityIn(Contract):
    """Ask what hiring these people takes, and whether a scheme is open to them."""

    people: Annotated[tuple[UUID, ...], Field(max_length=PEOPLE_AT_ONCE)]
    scheme_id: Slug | None = None
    """The incentive that a vacancy names."""


class Hireability(Contract):
    """What hiring somebody takes. Of somebody whom the reader does not follow: nothing, and it is
    to be looked at with that person's agency."""

    followed: bool = False
    route: HiringRouteCode | None = None
    scheme_verdict: Verdict | None = None


class Hireabilities(Contract):
    """Answers by person: one for every id that was asked."""

    people: dict[UUID, Hireability]


class OpenedRoutesIn(Contract):
    """Ask what hiring takes, of candidacies whose person said yes."""

    candidacies: Annotated[tuple[UUID, ...], Field(max_length=ASKED_AT_ONCE)]


class OpenedRoutes(Contract):
    """Routes by candidacy; those that the reader may not see are left out.

    An employer reads `ask` where hiring is not possible today: the person's agency tells more.
    """

    routes: dict[UUID, HiringRouteCode]


class RouteReader(Contract):
    """Somebody for whom another service asks: exactly whom the gateway knows in their session."""

    id: UUID
    role: Role
    employer_id: UUID | None = None
    employer_right: EmployerRight | None = None
    agency_id: Slug | None = None
    profile_id: UUID | None = None
    organisation: Annotated[str, Field(max_length=300)] | None = None
    session_id: Annotated[str, Field(max_length=64)] | None = None
    strong: bool = False


class HireRouteIn(Contract):
    """Ask which route the file of a hire may follow, for the reader who wants it followed."""

    candidacy_id: UUID
    reader: RouteReader


class HireRoute(Contract):
    """The route that is open to that reader; `null` where none is."""

    route: HiringRouteCode | None = None


class ClaimJudged(Contract):
    """Whether the person who was hired meets a scheme's personal criterion."""

    scheme_id: Slug
    verdict: Verdict


_CALLS = Operations("profiles", tag="profiles")

# fmt: off
ASK_HIREABILITY = _CALLS.post("/hireability", Hireabilities, "hireability", "What hiring people of one's own takes; of all others the answer is the same.", body=HireabilityIn, public=True, roles=(Role.COUNSELLOR, Role.AGENT, Role.ADMINISTRATOR))
OWN_OPENING = _CALLS.get("/profiles/{profile_id}/opening", OwnOpening, "own_opening", "Whether offers are open to the person themselves, as their title stands today.", roles=(Role.JOBSEEKER,))
OPENED_ROUTES = _CALLS.post("/hireability/opened", OpenedRoutes, "opened_routes", "What hiring takes, of candidacies whose person said yes to the employer who asks.", body=OpenedRoutesIn, public=True, roles=(Role.EMPLOYER,))
HIRE_ROUTE = _CALLS.post("/hireability/hire", HireRoute, "hire_route", "Which route the file of a hire follows: for the service that keeps the file, on behalf of a reader who is there.", body=HireRouteIn, roles=(Role.SERVICE,))
JUDGE_CLAIM = _CALLS.get("/hireability/hires/{candidacy_id}/schemes/{scheme_id}", ClaimJudged, "judge_claim", "Whether somebody who was hired meets a scheme's personal criterion, for their own agency when it decides on a claim.", parameters={"scheme_id": Slug}, roles=(Role.COUNSELLOR,))
# fmt: on
