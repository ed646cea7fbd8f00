"""Client of the notifications service."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from amuddu.contracts.notifications import AnswerIn, CallTask, Invitation, MessagePage
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
        """People to be called, who waits longest first: messages to be read out to them."""
        params = {"limit": limit, "offset": offset}
        return self._get(MessagePage, "/v1/messages/for-agents", caller, params)

    def call(self, caller: Caller, message_id: UUID) -> CallTask:
        return self._get(CallTask, f"/v1/messages/for-agents/{message_id}", caller)

    def note_answer(self, caller: Caller, message_id: UUID, body: AnswerIn) -> CallTask:
        path = f"/v1/messages/for-agents/{message_id}/answer"
        return self._post(CallTask, path, caller, body)

    def note_nobody(self, caller: Caller, message_id: UUID) -> CallTask:
        return self._post(CallTask, f"/v1/messages/for-agents/{message_id}/nobody", caller)

    def mine(self, caller: Caller, *, limit: int = 5) -> MessagePage:
        """Offers that the person who is signed in may still answer."""
        return self._get(MessagePage, "/v1/messages/mine", caller, {"limit": limit})
