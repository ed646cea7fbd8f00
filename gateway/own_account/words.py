"""What happened with an account, in words."""

from __future__ import annotations

from collections.abc import Mapping

from amuddu.kit.i18n import N_

HAPPENED: Mapping[str, str] = {
    "signed_in": N_("Le compte a été ouvert sur un nouvel appareil"),
    "card_made": N_("Une carte a été faite"),
    "card_stopped": N_("La carte a été bloquée"),
    "password_changed": N_("Le mot de passe a été changé"),
    "code_given": N_("L'agence a donné un code pour choisir un nouveau mot de passe"),
    "contact_asked": N_("On a demandé de changer le contact"),
    "contact_changed": N_("Le contact a été changé"),
    "contact_refused": N_("Le contact n'a pas été changé"),
    "contact_undone": N_("Le contact d'avant est revenu"),
    "stay_asked": N_("On a demandé si le profil reste"),
    "stay_confirmed": N_("L'agence a noté que le profil reste"),
    "stay_erase_asked": N_("L'effacement du profil a été demandé par le lien d'un message"),
    "consent_given": N_("Un accord a été noté"),
    "consent_withdrawn": N_("La fin d'un accord a été notée"),
    "erasure_asked": N_("L'agence a demandé d'effacer le profil"),
    "erasure_stopped": N_("L'agence a arrêté l'effacement du profil"),
    "emergency_opened": N_("Un administrateur a ouvert le profil en urgence"),
    "data_exported": N_("L'agence a pris une copie de tout ce que nous gardons"),
    "correction_done": N_("Une correction demandée est faite"),
    "correction_refused": N_("Une correction demandée a été refusée"),
}
