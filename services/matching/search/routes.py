"""Routes of search: each operation, and what answers it."""

from __future__ import annotations

from amuddu.contracts.matching import linking as words
from amuddu.contracts.matching import ranking as contract
from amuddu.kit.web.serving import Serving, of_app
from services.matching.search import linking, reading
from services.matching.search.skill_gap import skill_gap

serve = Serving(engine=of_app("engine"), matcher=of_app("matcher"))

serve(contract.RANK_NAMED, reading.ranking)
serve(contract.VACANCIES_FOR, reading.vacancies_for)
serve(contract.SKILL_GAP, skill_gap)
serve(words.LINK, linking.link_words)
serve(words.LINK_JOB, linking.link_job)
serve(words.LINK_MANY, linking.link_many)

router = serve.router
