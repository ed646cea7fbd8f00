"""Routes of vacancies: each operation of `amuddu.contracts.employers`, and what answers it.

Which employers and vacancies a role may know of is decided by `access.Caller.scope`.
"""

from __future__ import annotations

from amuddu.contracts import employers as contract
from amuddu.contracts.organisations import CHANGE_EMPLOYER
from amuddu.contracts.statistics import VACANCIES
from amuddu.kit.web.serving import Serving
from services.employers.organisations.caller import CallerDep
from services.employers.vacancies import employer_changes, filling, incentives, service, statistics

serve = Serving(caller=CallerDep)

serve(CHANGE_EMPLOYER, employer_changes.change_employer)
serve(contract.LIST_VACANCIES, service.vacancies)
serve(contract.READ_VACANCY, service.vacancy)
serve(contract.VACANCY_LOG, service.history)
serve(contract.SCHEMES_ON_OFFER, incentives.schemes_on_offer)
serve(contract.EVALUATE, incentives.evaluate)
serve(VACANCIES.list, statistics.PRESS.releases)
serve(VACANCIES.read, statistics.PRESS.read)
serve(VACANCIES.release, statistics.PRESS.release)

serve.steps(
    contract.VACANCY,
    create=service.post_vacancy,
    publish=service.publish_vacancy,
    hand_back=service.hand_back_vacancy,
    revise=service.change_vacancy,
    confirm=service.confirm_vacancy,
    close=service.close_vacancy,
    reopen=filling.reopen_vacancy,
)

router = serve.router
