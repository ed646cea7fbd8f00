"""Messages about an account in words: harmless on a shared phone, the same for everybody."""

from __future__ import annotations

from collections.abc import Mapping

from amuddu.contracts.profiles.account import AccountEventKind, Notice
from amuddu.contracts.types import Lang
from amuddu.kit.i18n import N_, Text
from services.notifications.delivery import gsm
from services.notifications.invitations.schemas import Rendered

_ADVICE = N_("Ce n'est pas vous ? Parlez-en à votre agence.")
_SUBJECT = N_("Votre compte Amuddu")

_SENTENCES: Mapping[AccountEventKind, str] = {
    "signed_in": N_("Amuddu : votre compte a été ouvert sur un nouvel appareil."),
    "card_made": N_("Amuddu : une carte a été faite pour votre compte."),
    "card_stopped": N_("Amuddu : la carte de votre compte a été bloquée."),
    "password_changed": N_("Amuddu : le mot de passe de votre compte a été changé."),
    "code_given": N_("Amuddu : un code a été donné pour ouvrir votre compte."),
    "contact_asked": N_("Amuddu : on demande de changer votre contact. C'est vous ou pas ?"),
    "contact_changed": N_("Amuddu : votre contact a été changé."),
    "contact_refused": N_("Amuddu : votre contact n'a pas été changé."),
    "contact_undone": N_("Amuddu : votre contact d'avant est revenu."),
    "consent_given": N_("Amuddu : votre agence a noté un accord de votre part."),
    "consent_withdrawn": N_("Amuddu : votre agence a noté la fin d'un accord."),
    "stay_asked": N_("Amuddu : gardez-vous votre profil ? Sans réponse, il sera effacé."),
    "stay_confirmed": N_("Amuddu : votre agence a noté que vous gardez votre profil."),
    "stay_erase_asked": N_(
        "Amuddu : votre profil sera effacé dans une semaine. Vous pouvez l'arrêter."
    ),
    "erasure_asked": N_("Amuddu : votre agence a demandé d'effacer votre profil."),
    "erasure_stopped": N_("Amuddu : l'effacement de votre profil est arrêté."),
    "emergency_opened": N_("Amuddu : un administrateur a ouvert votre profil."),
    "data_exported": N_("Amuddu : votre agence a pris une copie de votre profil."),
    "correction_done": N_("Amuddu : votre demande de correction est faite."),
    "correction_refused": N_("Amuddu : réponse à votre demande de correction : non."),
}


def rendered(notice: Notice, *, link: str) -> Rendered:
    """The message; without a link of its own it says whom to ask."""
    lang: Lang = notice.language
    sentence = Text(_SENTENCES[notice.kind]).in_(lang)
    body = f"{sentence} {link}" if link else f"{sentence} {Text(_ADVICE).in_(lang)}"
    if notice.channel == "sms":
        return Rendered(language=lang, subject="", body=gsm.fold(body))
    return Rendered(language=lang, subject=Text(_SUBJECT).in_(lang), body=body)
