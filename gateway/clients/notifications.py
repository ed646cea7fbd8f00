"""Client of the notifications service."""

from __future__ import annotations

from urllib.parse import quote

from amuddu.contracts.notifications import AnswerIn, Invitation, MessagePage
from gateway.clients.base import Caller, ServiceClient


class NotificationsClient(ServiceClient):
    """Invitations behind signed links, and the messages sent."""

    def invitation(self, caller: Caller, token: str) -> Invitation:
        return self._get(Invitation, f"/v1/invitations/{quote(token, safe='')}", caller)

    def answer(self, caller: Caller, token: str, body: AnswerIn) -> Invitation:
        path = f"/v1/invitations/{quote(token, safe='')}/answer"
        return self._post(Invitation, path, caller, body)

    def messages(self, caller: Caller, *, limit: int = 20, offset: int = 0) -> MessagePage:
        params = {"limit": limit, "offset": offset}
        return self._get(MessagePage, "/v1/messages", caller, params)

    def to_call(self, caller: Caller, *, limit: int = 20, offset: int = 0) -> MessagePage:
        """Messages that agents read out to people who have no other channel."""
        params = {"limit": limit, "offset": offset}
        return self._get(MessagePage, "/v1/messages/for-agents", caller, params)

    def mine(self, caller: Caller, *, limit: int = 5) -> MessagePage:
        """Offers that the person who is signed in may still answer."""
        return self._get(MessagePage, "/v1/messages/mine", caller, {"limit": limit})
