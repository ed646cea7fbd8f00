"""Routes: what is behind a signed link, and looking after messages. Answers are in `board`.

Nobody signs in to answer: the token in the link is the authority, and what it opens holds no
personal data. The link of a message is therefore shown to nobody else, except in the
demonstration; who calls a person writes the answer down in their own name.
"""

from __future__ import annotations

from amuddu.contracts import notifications as contract
from amuddu.kit.web.serving import Serving
from services.notifications.invitations import reading, service

serve = Serving()

serve(contract.READ_INVITATION, service.behind_link)
serve(contract.READ_QUESTION, service.asked_behind_link)
serve(contract.READ_SAID_YES, service.yes_behind_link)
serve(contract.LIST_MESSAGES, reading.list_messages)
serve(contract.READ_SENDING, reading.sending)
serve(contract.LIST_OWN_INVITATIONS, reading.list_own_invitations)

router = serve.router
