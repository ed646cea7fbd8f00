"""Routes of claims: each operation of `amuddu.contracts.claims`, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts import claims as contract
from amuddu.contracts.claims import CLAIM
from amuddu.contracts.schemes import LIST_SCHEME_VERSIONS
from amuddu.kit.db import SessionDep
from amuddu.kit.web.serving import Serving
from services.employers.claims import deciding, paying, reading, writing
from services.employers.organisations.caller import CallerDep, LangDep, TodayDep

serve = Serving(session=SessionDep, caller=CallerDep, lang=LangDep, on=TodayDep)

serve(contract.LIST_CLAIMS, reading.claims)
serve(contract.READ_CLAIM, reading.claim)
serve(contract.CLAIMABLE, reading.claimable)
serve(LIST_SCHEME_VERSIONS, reading.schemes_listed)

serve.steps(
    CLAIM,
    create=writing.begin,
    edit=writing.tick_documents,
    submit=writing.submit,
    withdraw=writing.withdraw,
    send_back=deciding.send_back,
    refuse=deciding.refuse,
    approve=deciding.approve,
    sign_contract=paying.sign_contract,
    lapse=paying.lapse,
    mark_due=paying.mark_due,
    pay=paying.pay,
    check_retention=paying.check_retention,
    end_early=paying.end,
    recover=paying.recover,
    close=paying.close,
)

router = serve.router
