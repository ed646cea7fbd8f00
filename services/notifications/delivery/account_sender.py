"""Sends messages about what lets somebody in: a link for a new password, that one was changed.

Address, kind and link are asked of the gateway as the message leaves, and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from amuddu.contracts.notifications import AccountMessage, AccountMessageKind
from amuddu.kit.db import Database, Session
from amuddu.kit.i18n import N_, Text
from services.notifications.delivery import gsm
from services.notifications.delivery.channels import Addressed, Channel, Outgoing, Refused
from services.notifications.delivery.courier import Courier, Outcome
from services.notifications.delivery.gateway_client import GatewayClient
from services.notifications.invitations.schemas import Rendered
from services.notifications.notices import account_messages
from services.notifications.notices.account_messages import DueMessage
from services.notifications.settings import NotificationsSettings

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


class AccountSender(Courier[DueMessage]):
    """Sends one message at a time."""

    what: ClassVar[str] = "message"

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

    def _take(self, session: Session) -> DueMessage | None:
        return account_messages.take_next(session, lease_seconds=self._settings.send_lease_seconds)

    def _settle(self, session: Session, due: DueMessage, outcome: Outcome) -> None:
        account_messages.settled(session, due.id, "sent" if outcome == "sent" else "failed")

    def _postpone(self, session: Session, due: DueMessage, seconds: float) -> None:
        account_messages.postponed(session, due.id, seconds=seconds)

    def _send(self, due: DueMessage) -> Outcome:
        message = self._gateway.account_message(due.id)
        if message is None:
            return "failed"
        base = self._settings.public_url.rstrip("/")
        page = _PAGES.get(message.kind)
        link = f"{base}/{page}/{message.token}" if page and message.token else ""
        text = rendered(message, link=link)
        try:
            self._channels[message.channel].send(Outgoing(due.id, message.address, text, link))
        except Refused:
            return "failed"
        return "sent"


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
