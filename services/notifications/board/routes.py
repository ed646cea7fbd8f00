"""Routes of news: each operation of `amuddu.contracts`, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts import news as contract
from amuddu.contracts.notifications import ANSWER_INVITATION
from amuddu.kit.web.serving import Serving
from services.notifications.board import listing
from services.notifications.news import answering, choosing

serve = Serving()

serve(ANSWER_INVITATION, answering.by_link)
serve(contract.LIST_NEWS, listing.page)
serve(contract.COUNT_UNREAD, listing.unread)
serve(contract.READ_ALL, listing.read_all)
serve(contract.READ_CHOICES, choosing.chosen)
serve(contract.CHOOSE, choosing.choose)
serve(contract.READ_TELLING, listing.table)
serve(contract.OPEN_NEWS, listing.opened)

router = serve.router
