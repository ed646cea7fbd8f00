"""Routes of candidacies: the operations of `amuddu.contracts.matching.candidacies`, and answers."""

from __future__ import annotations

from uuid import UUID

from fastapi import Response, status

from amuddu.contracts.matching import candidacies as contract
from amuddu.contracts.matching.candidacies import CANDIDACY, Candidacy
from amuddu.contracts.statistics import CANDIDACIES
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.web.serving import Serving, of_app
from services.matching.candidacies import bulk, counsellor_desk, reading, service, statistics
from services.matching.ranking.matcher import Matcher

serve = Serving(matcher=of_app("matcher"), glimpses=of_app("glimpses"), response=Response)


def shortlist(
    session: Session,
    matcher: Matcher,
    glimpses: service.Glimpses,
    actor: Actor,
    *,
    vacancy_id: UUID,
    profile_id: UUID,
    lang: Lang,
    response: Response,
) -> Candidacy:
    """Put a person forward: 201 where this very call did it."""
    done = service.shortlist(
        session, matcher, glimpses, actor, vacancy_id=vacancy_id, profile_id=profile_id
    )
    if done.fresh:
        response.status_code = status.HTTP_201_CREATED
    return reading.whole_candidacy(session, actor, done.row, lang=lang)


serve(contract.COUNT_STATES, counsellor_desk.state_counts)
serve(contract.FIND_BY_CODE, reading.by_code)
serve(contract.LIST_PENDING, counsellor_desk.pending)
serve(contract.ACT_ON_SEVERAL, bulk.act)
serve(contract.READ_BULK, bulk.one)
serve(contract.UNDO_BULK, bulk.undo)
serve(CANDIDACIES.list, statistics.PRESS.releases)
serve(CANDIDACIES.read, statistics.PRESS.read)
serve(CANDIDACIES.release, statistics.PRESS.release)
serve(contract.LIST_CANDIDACIES, reading.candidacies)
serve(contract.READ_CANDIDACY, reading.candidacy)

serve.steps(
    CANDIDACY,
    shortlist=shortlist,
    set_aside=service.set_one_aside,
    restore=service.restore_one,
    cancel=service.cancel,
    ask_to_meet=service.ask_to_meet,
    hire=service.hire,
    refuse=service.refuse,
)

router = serve.router
