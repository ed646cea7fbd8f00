"""Routes of search: each operation of `amuddu.contracts.matching.ranking`, and what answers it."""

from __future__ import annotations

from amuddu.contracts.matching import ranking as contract
from amuddu.kit.auth import ActorDep
from amuddu.kit.db import SessionDep
from amuddu.kit.web.serving import Serving
from services.matching.dependencies import LangDep, MatcherDep
from services.matching.search import linking, reading
from services.matching.search.dependencies import EngineDep
from services.matching.search.skill_gap import skill_gap

serve = Serving(
    session=SessionDep, actor=ActorDep, engine=EngineDep, matcher=MatcherDep, lang=LangDep
)

serve(contract.RANK_NAMED, reading.ranking)
serve(contract.VACANCIES_FOR, reading.vacancies_for)
serve(contract.SKILL_GAP, skill_gap)
serve(contract.LINK, linking.link_words)
serve(contract.LINK_MANY, linking.link_many)

router = serve.router
