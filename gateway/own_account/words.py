"""What happened with an account, in words."""

from __future__ import annotations

from collections.abc import Mapping

from amuddu.kit.i18n import N_

HAPPENED: Mapping[str, str] = {
    "signed_in": N_("Le compte a été ouvert sur un nouvel appareil"),
    "card_made": N_("Une carte a été faite"),
    "card_stopped": N_("La carte a été bloquée"),
    "contact_asked": N_("On a demandé de changer le contact"),
    "contact_changed": N_("Le contact a été changé"),
    "contact_refused": N_("Le contact n'a pas été changé"),
    "contact_undone": N_("Le contact d'avant est revenu"),
    "consent_given": N_("Un accord a été noté"),
    "consent_withdrawn": N_("La fin d'un accord a été notée"),
}
