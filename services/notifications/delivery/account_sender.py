"""Sends messages about what lets somebody in: a link for a new password, that one was changed.

Address, kind and link are asked of the gateway as the message leaves, and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from amuddu.contracts.notifications import AccountMessage, AccountMessageKind
from amuddu.kit.db import Database
from amuddu.kit.i18n import N_, Text
from amuddu.kit.observability import logs
from services.notifications.delivery import gsm
from services.notifications.delivery.channels import (
    Addressed,
    Channel,
    Outgoing,
    OutOfReach,
    Refused,
)
from services.notifications.delivery.gateway_client import GatewayClient, GatewayOutOfReach
from services.notifications.invitations.schemas import Rendered
from services.notifications.notices import account_messages
from services.notifications.notices.account_messages import DueMessage
from services.notifications.settings import NotificationsSettings

log = logs.get(__name__)

_SUBJECT = N_("Votre compte Amuddu")
_PAGES: Mapping[AccountMessageKind, str] = {
    "recover": "mot-de-passe",
    "verify": "mon-contact",
    "invited": "invitation",
}
_SENTENCES: Mapping[AccountMessageKind, str] = {
    "recover": N_("Amuddu : pour choisir un nouveau mot de passe, 30 minutes :"),
    "verify": N_("Amuddu : est-ce bien votre contact ? Dites-le ici :"),
    "invited": N_("Amuddu : on vous invite à ouvrir un compte, 7 jours :"),
    "password_changed": N_("Amuddu : le mot de passe de votre compte a été changé."),
    "contact_changed": N_("Amuddu : le contact de votre compte a été changé."),
    "code_given": N_("Amuddu : un code a été donné pour ouvrir votre compte."),
    "proof_changed": N_("Amuddu : la deuxième preuve de votre compte a été changée."),
    "identity_changed": N_("Amuddu : la connexion par votre organisation a été changée."),
    "token_ends": N_("Amuddu : l'accès d'un partenaire dont vous répondez finit bientôt."),
}
_ADVICE = N_("Ce n'est pas vous ? Parlez-en à votre agence.")
_ADVISED: Mapping[AccountMessageKind, str] = {
    "token_ends": N_("Faites un autre jeton sur la page des partenaires."),
}


class AccountSender:
    """Sends one message at a time."""

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
        """Send the message that has waited longest; `False` when nothing is due."""
        with self._database.session() as session:
            due = account_messages.take_next(
                session, lease_seconds=self._settings.send_lease_seconds
            )
        if due is None:
            return False
        try:
            sent = self._send(due)
        except (GatewayOutOfReach, OutOfReach) as error:
            log.info("message postponed", message_id=str(due.id), why=str(error))
            pause = min(self._settings.send_pause_seconds * 2 ** (due.attempt - 1), 3600.0)
            with self._database.session() as session:
                account_messages.postponed(session, due.id, seconds=pause)
            return True
        with self._database.session() as session:
            account_messages.settled(session, due.id, "sent" if sent else "failed")
        return True

    def _send(self, due: DueMessage) -> bool:
        if due.attempt > self._settings.send_attempts:
            return False
        message = self._gateway.account_message(due.id)
        if message is None:
            return False
        base = self._settings.public_url.rstrip("/")
        page = _PAGES.get(message.kind)
        link = f"{base}/{page}/{message.token}" if page and message.token else ""
        text = rendered(message, link=link)
        try:
            self._channels[message.channel].send(Outgoing(due.id, message.address, text, link))
        except Refused:
            return False
        return True


def rendered(message: AccountMessage, *, link: str) -> Rendered:
    """The message, in the language of its account; it names nobody."""
    lang = message.language
    sentence = Text(_SENTENCES[message.kind]).in_(lang)
    body = (
        f"{sentence} {link}"
        if link
        else f"{sentence} {Text(_ADVISED.get(message.kind, _ADVICE)).in_(lang)}"
    )
    if message.channel == "sms":
        return Rendered(language=lang, subject="", body=gsm.fold(body))
    return Rendered(language=lang, subject=Text(_SUBJECT).in_(lang), body=body)
