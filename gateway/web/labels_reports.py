"""Words for the codes of reports."""

from __future__ import annotations

from amuddu.kit.i18n import N_

REPORT_LABELS: dict[str, dict[str, str]] = {
    "report_reason": {
        "money_asked": N_("On demande de l'argent pour avoir le travail"),
        "papers_kept": N_("On garde ou on demande mes papiers d'origine"),
        "violence": N_("Menaces, violence ou travail forcé"),
        "minors": N_("Des enfants travaillent"),
        "fake": N_("L'offre ou l'entreprise est fausse"),
        "discrimination": N_("On refuse des gens pour ce qu'ils sont"),
        "not_paid": N_("Le salaire n'est pas payé comme promis"),
        "other_job": N_("Le travail n'est pas celui de l'offre"),
        "contact_outside": N_("On veut me parler sans l'agence"),
        "other": N_("Autre chose"),
    },
    "report_about": {
        "offer": N_("Cette offre"),
        "employer": N_("L'employeur"),
    },
    "report_state": {
        "received": N_("Reçu : l'agence va regarder"),
        "looked_at": N_("L'agence regarde"),
        "upheld": N_("Terminé : vous aviez raison"),
        "dismissed": N_("Terminé"),
    },
    "report_measure": {
        "taken_off": N_("L'offre est retirée"),
        "mended": N_("L'offre est corrigée"),
        "warned": N_("L'employeur est averti"),
    },
    "report_finding": {
        "nothing_found": N_("L'agence a vérifié et n'a rien trouvé d'anormal"),
        "not_enough": N_("L'agence n'a pas assez d'éléments pour agir"),
    },
    "report_step": {
        "receive": N_("Signalement reçu"),
        "look": N_("L'agence regarde"),
        "uphold": N_("Suite donnée"),
        "dismiss": N_("Sans suite"),
    },
}
