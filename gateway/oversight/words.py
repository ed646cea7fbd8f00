"""Words of the audit for an officer: what was done, what looks unusual, what it was."""

from __future__ import annotations

from collections.abc import Mapping

from amuddu.kit.i18n import N_
from gateway.people import words as person_words

ACTIONS: Mapping[str, str] = {
    **person_words.ACCESSES,
    "signed_in": N_("S'est connecté"),
    "signed_in_card": N_("S'est connecté avec une carte"),
    "false_name": N_("A été nommé sans session"),
    "account_added": N_("Compte ouvert"),
    "account_closed": N_("Compte fermé"),
    "card_made": N_("A fait une carte"),
    "card_stopped": N_("A bloqué une carte"),
    "access_code_given": N_("A donné un code d'accès"),
    "identity_linked": N_("A relié un compte de son organisation"),
    "identity_unlinked": N_("A détaché un compte de son organisation"),
    "password_changed": N_("Mot de passe changé"),
    "proof_changed": N_("Deuxième preuve changée"),
    "sessions_ended": N_("Connexions terminées"),
    "account_invited": N_("A invité quelqu'un"),
    "invitation_withdrawn": N_("A retiré une invitation"),
    "account_suspended": N_("A suspendu un compte"),
    "account_reopened": N_("A rouvert un compte"),
    "account_moved": N_("A changé le rôle ou l'agence d'un compte"),
    "partner_added": N_("A ajouté un partenaire"),
    "token_made": N_("A fait un jeton pour un partenaire"),
    "token_revoked": N_("A retiré le jeton d'un partenaire"),
    "token_used": N_("Le programme d'un partenaire a lu, pour la première fois du jour"),
    "webhook_added": N_("A ajouté l'adresse d'un partenaire à prévenir"),
    "webhook_secret_renewed": N_("A changé le secret d'une adresse d'un partenaire"),
    "webhook_started": N_("A repris les envois à un partenaire"),
    "webhook_stopped": N_("A arrêté les envois à un partenaire"),
    "exported": N_("A pris un fichier de candidats"),
    "audit_exported": N_("A pris un fichier de ce journal"),
    "tidied": N_("Effacé à la fin de sa durée"),
    "alert_answered": N_("A répondu à une alerte"),
}
"""What somebody did, by the code that is written down."""

ALERTS: Mapping[str, str] = {
    "many_people": N_("Beaucoup de dossiers ouverts en une heure"),
    "other_agencies": N_("Des personnes d'autres agences"),
    "refused": N_("Plusieurs refus à la suite"),
    "odd_hours": N_("La nuit ou le week-end"),
    "same_person": N_("Toujours la même personne"),
    "emergency": N_("Dossier ouvert en urgence"),
    "erasure": N_("Effacement demandé pour une personne"),
}

REASONS: Mapping[str, str] = {
    "usual_work": N_("Travail habituel"),
    "explained": N_("La personne concernée a expliqué"),
    "training": N_("Formation ou essai"),
    "passed_on": N_("Transmis à la direction"),
    "misuse": N_("Usage abusif : suite donnée"),
}
"""What an officer may answer to an alert."""

OUTCOMES: Mapping[str, str] = {"allowed": N_("Fait"), "refused": N_("Refusé")}
