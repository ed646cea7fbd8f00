"""What hiring a person takes, and whether a scheme is open to them: who is answered what.

- who follows the person (their agency's counsellor, their agent): route and verdict
- the employer of a candidacy whose person said yes: the route, which is what there is to do
- everybody else: one answer, the same for all

A verdict that would tell few people or few statuses apart is not given before somebody is hired:
see `sharing.py`.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from amuddu.contracts.profiles.hireability import (
    ClaimJudged,
    Hireabilities,
    Hireability,
    HireabilityIn,
    HireRoute,
    HireRouteIn,
    OpenedRoutes,
    OpenedRoutesIn,
    OwnOpening,
)
from amuddu.contracts.types import HiringRouteCode, Verdict
from amuddu.kit.auth import Actor, Role
from amuddu.kit.clock import today
from amuddu.kit.db import Session
from amuddu.kit.errors import Forbidden, NotFound, known
from amuddu.kit.trust.gate import Gate
from amuddu.rules.incentives.evaluation import Scheme
from services.profiles.common import policy
from services.profiles.common import repository as common_repository
from services.profiles.disclosures import service as disclosures
from services.profiles.hireability import sharing
from services.profiles.residence import rights, schemes, vault
from services.profiles.residence.tables import ResidenceRow
from services.profiles.residence.vault import Visit

WITH_AGENCY = Hireability()
"""What everybody reads of people whom they do not follow: it is to be looked at with the agency of
that person. Whether there is such a person changes nothing."""


def hireability(session: Session, body: HireabilityIn, *, actor: Actor) -> Hireabilities:
    """What hiring each of these people takes today, of those whom the actor follows."""
    on = today()
    rows = common_repository.by_ids(session, body.people)
    own = [row for row in rows if policy.follows(actor, row)]
    opened = vault.opened_all(session, own, visit=Visit(actor, "hireability"))
    scheme = _told_before_yes(session, body.scheme_id, on=on) if opened else None
    answers = {each: _answer(facts, scheme, body, on=on) for each, facts in opened.items()}
    return Hireabilities(people={each: answers.get(each, WITH_AGENCY) for each in body.people})


def _answer(
    facts: ResidenceRow, scheme: Scheme | None, body: HireabilityIn, *, on: date
) -> Hireability:
    title = vault.title_of(facts)
    verdict: Verdict | None = rights.verdict_of(title, scheme, on=on) if scheme else None
    if verdict is None and body.scheme_id is not None:
        verdict = "ask"
    return Hireability(followed=True, route=rights.route_of(title, on=on), scheme_verdict=verdict)


def _told_before_yes(session: Session, scheme_id: str | None, *, on: date) -> Scheme | None:
    """A scheme whose verdicts may be told before a yes."""
    if scheme_id is None:
        return None
    found = schemes.in_force(session, on=on).that_pays_for_a_hire(scheme_id, on=on)
    return found if found and sharing.shared(session, found, on=on) else None


_TO_LOOK_AT: frozenset[HiringRouteCode] = frozenset({"not_now", "ask"})
"""What an employer reads alike: the person's agency looks at it and tells what may be told."""


def own_opening(session: Session, profile_id: UUID, *, actor: Actor) -> OwnOpening:
    """Whether offers are open to the person who asks, as their title stands today; untold where a
    card opened the session, whoever it is. Looking at one's own leaves no trace."""
    row = common_repository.get(session, profile_id)
    if row is None or not policy.owns(actor, row):
        raise NotFound
    if not policy.sees_title(actor):
        return OwnOpening(answer="untold")
    facts = vault.opened(session, row, visit=Visit(actor, "hireability"))
    route = rights.route_of(vault.title_of(facts), on=today())
    return OwnOpening(answer="with_agency" if route in _TO_LOOK_AT else "open")


def opened_routes(session: Session, body: OpenedRoutesIn, *, actor: Actor) -> OpenedRoutes:
    """What hiring takes, by candidacy, while the employer may see whom they would hire."""
    on = today()
    people = disclosures.opened_to(session, body.candidacies, actor=actor)
    opened = vault.opened_all(session, people.values(), visit=Visit(actor, "route_opened"))
    routes: dict[UUID, HiringRouteCode] = {}
    for candidacy_id, row in people.items():
        routes[candidacy_id] = _for_employer(rights.route_of(vault.title_of(opened[row.id]), on=on))
    return OpenedRoutes(routes=routes)


def _for_employer(route: HiringRouteCode) -> HiringRouteCode:
    return "ask" if route in _TO_LOOK_AT else route


def hire_route(session: Session, body: HireRouteIn, *, gate: Gate) -> HireRoute:
    """The route that the file of a hire follows, for a reader whom another service names.

    The service is not believed: the gateway has to know this very reader in their session. What
    they may read is what they may read here themselves, and it is written down under their name.
    Raises `Forbidden` for somebody who is not there, `Unavailable` where nobody can say.
    """
    reader = Actor.model_validate(body.reader.model_dump())
    visit = Visit(reader, "route_opened")
    if reader.role is Role.SERVICE or not gate.sessions.hold(reader):
        visit.record_refused(session, None)
        raise Forbidden
    row = disclosures.concerned(session, body.candidacy_id, actor=reader)
    if row is None:
        return HireRoute()
    facts = vault.opened(session, row, visit=visit)
    route = rights.route_of(vault.title_of(facts), on=today())
    return HireRoute(route=_for_employer(route) if reader.role is Role.EMPLOYER else route)


def judge_claim(
    session: Session, candidacy_id: UUID, scheme_id: str, *, actor: Actor
) -> ClaimJudged:
    """A scheme's criterion on the person who was hired, for a counsellor who follows them.

    It is asked of one person, after their yes and the hire, so any scheme is judged. Raises
    `NotFound` for a candidacy without a hire, for somebody else's person, for no scheme.
    """
    on = today()
    row = disclosures.hired_by_candidacy(session, candidacy_id)
    if row is None or not policy.follows(actor, row):
        raise NotFound
    scheme = known(schemes.in_force(session, on=on).that_pays_for_a_hire(scheme_id, on=on))
    facts = vault.opened(session, row, visit=Visit(actor, "claim_judged"))
    verdict = rights.verdict_of(vault.title_of(facts), scheme, on=on)
    return ClaimJudged(scheme_id=scheme_id, verdict=verdict)
