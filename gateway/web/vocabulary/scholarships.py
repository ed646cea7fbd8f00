"""Words for the codes of scholarships and of the money behind them."""

from __future__ import annotations

from amuddu.kit.i18n import N_

SCHOLARSHIP_LABELS: dict[str, dict[str, str]] = {
    "scholarship_state": {
        "draft": N_("À compléter"),
        "submitted": N_("Envoyée"),
        "eligible": N_("Chez le comité"),
        "not_eligible": N_("Ne convient pas"),
        "scored": N_("Notée"),
        "waiting": N_("Sur la liste d'attente"),
        "awarded": N_("Bourse accordée"),
        "refused": N_("Refusée"),
        "active": N_("Bourse en cours"),
        "suspended": N_("Bourse suspendue"),
        "completed": N_("Bourse terminée"),
        "ended": N_("Bourse arrêtée"),
        "withdrawn": N_("Retirée"),
    },
    "scholarship_step": {
        "apply": N_("Demande commencée"),
        "write": N_("Demande complétée"),
        "submit": N_("Demande envoyée"),
        "admit": N_("La demande convient"),
        "decline": N_("La demande ne convient pas"),
        "score": N_("Points donnés"),
        "award": N_("Bourse accordée"),
        "wait": N_("Mise sur la liste d'attente"),
        "refuse": N_("Bourse refusée"),
        "appeal": N_("Revue demandée"),
        "agree": N_("Convention signée"),
        "attend": N_("Présence notée"),
        "suspend": N_("Bourse suspendue"),
        "resume": N_("Bourse reprise"),
        "complete": N_("Bourse terminée"),
        "end": N_("Bourse arrêtée"),
        "withdraw": N_("Demande retirée"),
    },
    "scholarship_reason": {
        "no_place": N_("Il faut d'abord une place en formation."),
        "other_course": N_("Cet appel est pour d'autres formations."),
        "conditions": N_("Une condition de l'appel manque."),
        "not_reached": N_("La personne n'a pas pu être jointe."),
        "scores": N_("D'autres demandes ont eu plus de points."),
        "no_money": N_("Il n'y a plus d'argent dans cet appel."),
        "household": N_("Une personne du même foyer a déjà une bourse."),
        "course": N_("Il y a déjà une bourse pour cette formation."),
        "absences": N_("Trop d'absences."),
        "person_asks": N_("La personne l'a demandé."),
        "stopped_course": N_("La formation s'est arrêtée."),
        "found_work": N_("Un travail a été trouvé."),
        "moved": N_("La personne a changé de ville."),
        "present": N_("Présence"),
        "excused": N_("Absence excusée"),
        "absent": N_("Absence"),
    },
    "scholarship_instalment": {
        "planned": N_("À venir"),
        "not_due": N_("Pas à payer"),
        "ordered": N_("Demandé à la banque"),
        "paid": N_("Payé"),
        "cancelled": N_("Annulé"),
    },
}

SCHOLARSHIP_FIELDS: dict[str, str] = {
    "call_title": N_("Appel à bourses"),
    "number": N_("Numéro"),
    "amount": N_("Montant"),
    "why": N_("Pourquoi"),
    "refused_on": N_("Refusé le"),
    "appealed": N_("Revue demandée"),
    "household_id": N_("Numéro du foyer"),
    "place_id": N_("Numéro de la demande de place"),
    "scores": N_("Points du comité"),
    "conflict": N_("Ne pouvait pas noter"),
    "need": N_("Besoin"),
    "benefit": N_("Utilité"),
    "chance": N_("Chances de réussir"),
    "attendance": N_("Présence"),
    "paid_on": N_("Payé le"),
}
"""Names of what is kept of an application, as its person reads them."""

SCHOLARSHIP_LABELLED: dict[str, tuple[str, ...]] = {
    "support.scholarships.state": ("scholarship_state", "scholarship_instalment"),
    "support.scholarships.from_state": ("scholarship_state",),
    "support.scholarships.to_state": ("scholarship_state",),
    "support.scholarships.name": ("scholarship_step",),
    "support.scholarships.reason": ("scholarship_reason",),
    "support.scholarships.attendance": ("scholarship_reason",),
}
"""Which of these words say a field of the copy of one's data."""
