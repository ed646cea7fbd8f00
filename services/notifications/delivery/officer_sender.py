"""Sends e-mails to the officer: that there is something to look at, and nothing of whom.

The address is asked of the gateway as the message leaves, and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid5

from amuddu.contracts.profiles.oversight import CallKind, OfficerAddress
from amuddu.kit.db import Database, Session
from amuddu.kit.i18n import N_, Text
from amuddu.kit.observability import logs
from services.notifications.delivery.channels import Addressed, Channel, Outgoing, Refused
from services.notifications.delivery.courier import Courier, Outcome
from services.notifications.delivery.gateway_client import GatewayClient
from services.notifications.invitations.schemas import Rendered
from services.notifications.notices import calling
from services.notifications.notices.calling import DueCall
from services.notifications.settings import NotificationsSettings

log = logs.get(__name__)

_SUBJECT = N_("Amuddu : une alerte vous attend")
_SENTENCES: Mapping[CallKind, str] = {
    "emergency": N_("Un dossier a été ouvert en urgence."),
    "erasure": N_("Un ou plusieurs effacements ont été demandés pour des personnes."),
}
_WHERE = N_("Connectez-vous pour voir les alertes :")


class OfficerSender(Courier[DueCall]):
    """Sends one call at a time, to each officer who gave an address."""

    what: ClassVar[str] = "call"

    def __init__(
        self,
        settings: NotificationsSettings,
        *,
        database: Database,
        gateway: GatewayClient,
        channels: Mapping[Addressed, Channel],
    ) -> None:
        super().__init__(settings, database)
        self._gateway = gateway
        self._channels = channels

    def _take(self, session: Session) -> DueCall | None:
        return calling.take_next(session, lease_seconds=self._settings.send_lease_seconds)

    def _settle(self, session: Session, due: DueCall, outcome: Outcome) -> None:
        calling.settled(session, due, "sent" if outcome == "sent" else "failed")

    def _postpone(self, session: Session, due: DueCall, seconds: float) -> None:
        calling.postponed(session, due, seconds=seconds)

    def _send(self, due: DueCall) -> Outcome:
        officers = self._gateway.officers()
        if not officers:
            log.warning("no officer has an address", kind=due.kind)
        return "sent" if sum(self._told(due, officer) for officer in officers) else "failed"

    def _told(self, due: DueCall, officer: OfficerAddress) -> bool:
        link = f"{self._settings.public_url.rstrip('/')}/alertes"
        # A second try is the same message to each of them: their servers tell it apart by this.
        message_id = uuid5(due.id, officer.address)
        try:
            self._channels["email"].send(
                Outgoing(message_id, officer.address, rendered(due.kind, officer, link=link), link)
            )
        except Refused:
            log.warning("an officer's address takes no e-mail", kind=due.kind)
            return False
        return True


def rendered(kind: CallKind, officer: OfficerAddress, *, link: str) -> Rendered:
    """The message: what happened, and where to look."""
    sentences = (Text(each).in_(officer.language) for each in (_SENTENCES[kind], _WHERE))
    body = f"{' '.join(sentences)} {link}"
    subject = Text(_SUBJECT).in_(officer.language)
    return Rendered(language=officer.language, subject=subject, body=body)
