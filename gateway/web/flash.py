"""Confirmations after an action, carried to the next page as a code, never as free text."""

from __future__ import annotations

from amuddu.kit.i18n import N_, Text
from gateway.sessions.security import Viewer

PARAMETER = "fait"

_SAID = {
    "draft": N_("Brouillon enregistré. L'offre n'est pas encore visible."),
    "published": N_("Offre publiée. L'agence cherche maintenant des personnes qui correspondent."),
    "saved": N_("Changements enregistrés."),
    "proposed": N_("Version proposée. Une autre personne doit maintenant l'accepter."),
    "closed": N_("Offre fermée. Elle ne reçoit plus de candidats."),
    "shortlisted": N_("Présélection faite. La personne va être prévenue et pourra répondre."),
    "set_aside": N_("Personne écartée pour cette offre. Vous pouvez la remettre dans la liste."),
    "restored": N_("Personne remise dans la liste."),
    "cancelled": N_("Présélection annulée."),
    "confirmed": N_("Merci. L'offre reste ouverte, et l'agence continue de chercher."),
    "meeting": N_("C'est noté : l'agence sait que vous voulez rencontrer cette personne."),
    "nobody": N_("C'est noté : pas de réponse. La personne reste dans la liste."),
    "hired": N_("Embauche enregistrée."),
    "refused": N_("C'est noté : cette personne n'est pas retenue."),
}


def said(code: str | None, viewer: Viewer) -> str:
    """The sentence of a code; a code that somebody invented says nothing."""
    message = _SAID.get(code or "")
    return Text(message).in_(viewer.lang) if message else ""


def with_flash(url: str, code: str) -> str:
    """The address of the next page, which will say what was done."""
    return f"{url}{'&' if '?' in url else '?'}{PARAMETER}={code}"
