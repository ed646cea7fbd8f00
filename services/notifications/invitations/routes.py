"""Routes: answering through a signed link, and looking after messages.

Nobody signs in to answer: the token in the link is the authority, and what it opens holds no
personal data. The link of a message is therefore shown to nobody else, except in the
demonstration; who calls a person writes the answer down in their own name.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from amuddu.contracts import notifications as contract
from amuddu.kit.auth import ActorDep
from amuddu.kit.db import SessionDep
from amuddu.kit.web.serving import Serving
from services.notifications.invitations import reading, service
from services.notifications.settings import NotificationsSettings


def _settings(request: Request) -> NotificationsSettings:
    settings: NotificationsSettings = request.app.state.settings
    return settings


serve = Serving(
    session=SessionDep,
    actor=ActorDep,
    settings=Annotated[NotificationsSettings, Depends(_settings)],
)

serve(contract.READ_INVITATION, service.behind_link)
serve(contract.ANSWER_INVITATION, service.answer_by_link)
serve(contract.LIST_MESSAGES, reading.list_messages)
serve(contract.LIST_OWN_INVITATIONS, reading.list_own_invitations)

router = serve.router
