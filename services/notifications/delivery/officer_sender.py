"""Sends e-mails to the officer: that there is something to look at, and nothing of whom.

The address is asked of the gateway as the message leaves, and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid5

from amuddu.contracts.profiles.oversight import CallKind, OfficerAddress
from amuddu.kit.db import Database
from amuddu.kit.i18n import N_, Text
from amuddu.kit.observability import logs
from services.notifications.delivery.channels import (
    Addressed,
    Channel,
    Outgoing,
    OutOfReach,
    Refused,
)
from services.notifications.delivery.gateway_client import GatewayClient, GatewayOutOfReach
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


class OfficerSender:
    """Sends one call at a time, to each officer who gave an address."""

    def __init__(
        self,
        settings: NotificationsSettings,
        *,
        database: Database,
        gateway: GatewayClient,
        channels: Mapping[Addressed, Channel],
    ) -> None:
        self._settings = settings
        self._database = database
        self._gateway = gateway
        self._channels = channels

    def send_next(self) -> bool:
        """Send the call that has waited longest; `False` when nothing is due."""
        with self._database.session() as session:
            due = calling.take_next(session, lease_seconds=self._settings.send_lease_seconds)
        if due is None:
            return False
        try:
            sent = self._send(due)
        except (GatewayOutOfReach, OutOfReach) as error:
            log.info("call postponed", call_id=str(due.id), why=str(error))
            pause = min(self._settings.send_pause_seconds * 2 ** (due.attempt - 1), 3600.0)
            with self._database.session() as session:
                calling.postponed(session, due, seconds=pause)
            return True
        with self._database.session() as session:
            calling.settled(session, due, "sent" if sent else "failed")
        return True

    def _send(self, due: DueCall) -> bool:
        if due.attempt > self._settings.send_attempts:
            return False
        officers = self._gateway.officers()
        if not officers:
            log.warning("no officer has an address", kind=due.kind)
        return sum(self._told(due, officer) for officer in officers) > 0

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
