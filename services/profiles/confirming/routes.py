"""Routes of accounts: each operation of `amuddu.contracts`, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts.profiles import account as contract
from amuddu.kit.web.serving import Serving
from services.profiles.common.dependencies import KeysDep
from services.profiles.confirming import service

serve = Serving(keys=KeysDep)

serve(contract.LIST_ACCOUNT_EVENTS, service.listed)
serve(contract.NOTE_ACCOUNT_EVENT, service.note)
serve(contract.SETTLE_CONTACT, service.settle)
serve(contract.READ_CONTACT_CHANGE, service.behind_link)
serve(contract.ANSWER_CONTACT_CHANGE, service.answer_by_link)
serve(contract.READ_NOTICE, service.notice)

router = serve.router
