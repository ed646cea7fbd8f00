"""Public API of the rules: what is open to somebody and what a hire costs. No account, no trace.

The answers of a person travel in the body of a POST: an address is kept by proxies and histories.
"""

from __future__ import annotations

from fastapi import APIRouter, Request

from amuddu.contracts.rules import HiringCost, HiringCostIn, OpenToMe, OpenToMeIn, OpenToMeQuestions
from amuddu.contracts.rules import versions as contract
from amuddu.contracts.types import Lang
from amuddu.kit import clock
from amuddu.kit.auth import service_actor
from amuddu.kit.web.http import request_language
from amuddu.kit.web.problems import PROBLEMS
from amuddu.rules.incentives.evaluation import Scheme
from amuddu.rules.incentives_kept import read
from gateway.clients import Services, ServicesDep
from gateway.clients.base import Caller
from gateway.open_to_me import answer
from gateway.rules import cost
from gateway.web.forwarding import forwarded

versions = forwarded(
    contract.LIST_FACTS,
    contract.READ_FACT,
    contract.TRY_VERSION,
    contract.PROPOSE_VERSION,
    contract.LIST_VERSIONS,
    contract.READ_VERSION,
    contract.APPROVE_VERSION,
    contract.REFUSE_VERSION,
    contract.WITHDRAW_VERSION,
)
router = APIRouter(prefix="/api/v1", responses=PROBLEMS, tags=["rules"])


@router.get("/open-to-me")
def open_to_me_questions(request: Request) -> OpenToMeQuestions:
    """The questions behind `POST /api/v1/open-to-me`."""
    return answer.questions(request_language(request))


@router.post("/open-to-me")
def open_to_me_answer(request: Request, body: OpenToMeIn) -> OpenToMe:
    """What is open to somebody, who can help, where, what to bring. Nothing is stored."""
    return answer.answer(body, lang=request_language(request), on=clock.today())


@router.post("/hiring-cost")
def hiring_cost(request: Request, body: HiringCostIn, services: ServicesDep) -> HiringCost:
    """What a hire costs the employer over the contract, line by line. Nothing is stored.

    Incentives are those in force today, as the coordination wrote them.
    """
    lang = request_language(request)
    return cost.told(cost.view(body, lang=lang, known=_kept(services, body, lang)))


def _kept(services: Services, body: HiringCostIn, lang: Lang) -> dict[str, Scheme]:
    """The incentives asked about, as kept; one that nobody knows is left out."""
    caller = Caller(service_actor("gateway"), lang)
    kept = (services.employers.scheme_rules(caller, name) for name in dict.fromkeys(body.schemes))
    return {one.id: read(one.content) for one in kept if one}
