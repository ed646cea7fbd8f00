"""Routes of what partners hear: each operation of the contract, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts.postings import partners as contract
from amuddu.kit.web.serving import Serving
from services.notifications.partners import shelf, webhooks

serve = Serving()

serve(contract.CHANGED_OFFERS, shelf.changes)
serve(contract.LIST_WEBHOOKS, webhooks.list_webhooks)
serve(contract.READ_WEBHOOK, webhooks.read)
serve(contract.ADD_WEBHOOK, webhooks.add)
serve(contract.RENEW_SECRET, webhooks.renew)
serve(contract.START_WEBHOOK, webhooks.start)
serve(contract.STOP_WEBHOOK, webhooks.stop)
serve(contract.LIST_DELIVERIES, webhooks.deliveries)
serve(contract.REDELIVER, webhooks.redeliver)

router = serve.router
