"""Routes of messages about accounts."""

from __future__ import annotations

from amuddu.contracts import notifications as contract
from amuddu.kit.web.serving import Serving
from services.notifications.notices import account_messages

serve = Serving()

serve(contract.QUEUE_ACCOUNT_MESSAGE, account_messages.queue)

router = serve.router
