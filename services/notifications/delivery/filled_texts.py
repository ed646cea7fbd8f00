"""Word that the places of a vacancy are taken, in the person's language."""

from __future__ import annotations

from typing import Literal

from amuddu.contracts.types import Lang
from amuddu.kit.i18n import N_, Text
from services.notifications.delivery import gsm, templates
from services.notifications.invitations.schemas import OfferFacts, Rendered

_TAKEN = N_(
    "Amuddu : {work} : toutes les places sont prises. Merci d'avoir attendu. Votre profil reste "
    "prêt pour d'autres offres."
)
_OTHERS = N_("Autres offres : {link}")
_SUBJECT = N_("Les places sont prises")


def said(facts: OfferFacts, *, lang: Lang) -> str:
    """The word as somebody says it."""
    return Text(_TAKEN, {"work": templates.named(facts, language=lang)}).in_(lang)


def rendered(
    facts: OfferFacts, *, lang: Lang, channel: Literal["email", "sms"], link: str
) -> Rendered:
    """The word as a message, with where other offers are."""
    body = f"{said(facts, lang=lang)} {Text(_OTHERS, {'link': link}).in_(lang)}"
    if channel == "sms":
        return Rendered(language=lang, subject="", body=gsm.fold(body))
    return Rendered(language=lang, subject=Text(_SUBJECT).in_(lang), body=body)
