"""Words for the codes of interviews."""

from __future__ import annotations

from amuddu.kit.i18n import N_

INTERVIEW_LABELS: dict[str, dict[str, str]] = {
    "interview_state": {
        "proposed": N_("Heures proposées, à choisir"),
        "none_fits": N_("Aucune heure ne convient"),
        "set": N_("Rendez-vous confirmé"),
        "off": N_("Rendez-vous annulé"),
        "happened": N_("Le rendez-vous a eu lieu"),
        "person_absent": N_("La personne n'est pas venue"),
        "employer_absent": N_("L'employeur n'est pas venu"),
    },
    "interview_step": {
        "propose": N_("Heures proposées"),
        "move": N_("Autres heures proposées"),
        "choose": N_("Heure choisie"),
        "none_fits": N_("Une autre heure est demandée"),
        "call_off": N_("Rendez-vous annulé"),
        "end": N_("La candidature est terminée"),
        "record": N_("Ce qui s'est passé est noté"),
    },
    "interview_side": {
        "person": N_("la personne"),
        "employer": N_("l'employeur"),
        "agency": N_("l'agence"),
        "house": N_("Amuddu"),
    },
    "interview_how": {
        "place": N_("Sur place"),
        "phone": N_("Par téléphone"),
        "video": N_("Par vidéo"),
    },
    "bring_item": {
        "id_document": N_("Une pièce d'identité"),
        "cv": N_("Un CV, si vous en avez un"),
        "diplomas": N_("Des diplômes ou attestations, si vous en avez"),
        "work_clothes": N_("Une tenue de travail"),
        "pen": N_("De quoi écrire"),
    },
    "interview_reason": {
        "hours": N_("L'heure ne convient pas"),
        "ill": N_("Maladie"),
        "family": N_("Raison de famille"),
        "transport": N_("Problème de transport"),
        "busy": N_("Empêchement"),
        "found_work": N_("Un travail a été trouvé"),
        "changed_mind": N_("Plus intéressé"),
        "other": N_("Autre raison"),
    },
}
