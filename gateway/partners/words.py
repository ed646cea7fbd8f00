"""Words of what partners may read, of what they hear, and of what became of messages."""

from __future__ import annotations

from collections.abc import Mapping

from amuddu.kit.i18n import N_

SCOPES: Mapping[str, str] = {
    "offers:read": N_("Lire les offres publiques, avec ce qui change"),
    "report:read": N_("Lire les chiffres publiés du bilan"),
}
EVENTS: Mapping[str, str] = {
    "offer.published": N_("Une offre est publiée"),
    "offer.changed": N_("Une offre change"),
    "offer.closed": N_("Une offre est fermée ou retirée"),
}
STATES: Mapping[str, str] = {
    "on": N_("En marche"),
    "off": N_("Arrêtée"),
    "given_up": N_("Arrêtée : plus d'un jour sans réponse"),
}
DELIVERIES: Mapping[str, str] = {
    "queued": N_("En attente"),
    "sent": N_("Reçu"),
    "given_up": N_("Abandonné"),
}
FAILURES: Mapping[str, str] = {
    "refused": N_("Le serveur a refusé"),
    "redirected": N_("Le serveur renvoie ailleurs : donnez l'adresse finale"),
    "unreachable": N_("Le serveur ne répond pas"),
    "too_slow": N_("Le serveur répond trop lentement"),
    "address": N_("Le nom mène à une adresse privée, ou nulle part"),
    "certificate": N_("Le certificat du serveur n'est pas valable"),
}
DONE: Mapping[str, str] = {
    "partner_added": N_("Partenaire ajouté"),
    "token_made": N_("Jeton fait"),
    "token_revoked": N_("Jeton retiré"),
    "webhook_added": N_("Adresse ajoutée"),
    "webhook_secret_renewed": N_("Secret changé"),
    "webhook_started": N_("Envois repris"),
    "webhook_stopped": N_("Envois arrêtés"),
}
