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
        "order": N_("Versement demandé à la banque"),
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
        "noted": N_("À demander à la banque"),
        "ordered": N_("Demandé à la banque"),
        "paid": N_("Payé"),
        "cancelled": N_("Annulé"),
    },
    "scholarship_month_why": {
        "planned": N_("Le centre n'a pas encore dit la présence de ce mois."),
        "not_due": N_(
            "Le centre a noté une absence sans excuse. Ce n'est pas juste ? Parlez-en à l'agence."
        ),
        "noted": N_("La présence est notée. La coordination demande le versement à la banque."),
        "ordered": N_("Le versement est demandé : la banque doit encore le faire."),
        "paid": N_("La banque a payé."),
        "cancelled": N_("Ce versement est annulé : l'agence peut dire pourquoi."),
    },
    "scholarship_excuse": {
        "illness": N_("Maladie"),
        "childbirth": N_("Naissance"),
        "papers": N_("Renouvellement de papiers"),
    },
    "scholarship_call": {
        "draft": N_("Pas encore ouvert"),
        "open": N_("Ouvert"),
        "closed": N_("Fermé"),
    },
    "scholarship_verdict": {"yes": N_("oui"), "no": N_("non"), "ask": N_("à voir")},
    "scholarship_criterion": {
        "open_yes": N_("L'appel prend des demandes."),
        "open_no": N_("L'appel ne prend plus de demandes : regardez les autres appels."),
        "place_yes": N_("Il y a une place en formation."),
        "place_no": N_("Il faut d'abord une place en formation, gardée ou confirmée."),
        "course_yes": N_("L'appel prend cette formation."),
        "course_no": N_("L'appel ne prend pas cette formation : il faut une autre place."),
        "course_ask": N_("La formation sera regardée quand une place est choisie."),
        "school_level_yes": N_("Le niveau d'école demandé est dit."),
        "school_level_ask": N_("Un niveau d'école est demandé : la question vient à l'envoi."),
        "age_yes": N_("L'âge convient."),
        "age_no": N_("L'appel prend un autre âge : regardez les autres appels."),
        "age_ask": N_("L'année ou le mois de naissance manque pour savoir si l'âge convient."),
        "paper_yes": N_("Le centre prend cette demande."),
        "paper_no": N_(
            "Le centre demande autre chose : voyez-le avec l'agence. Personne n'est refusé "
            "automatiquement, et une bourse en cours reste payée."
        ),
        "paper_ask": N_(
            "À vérifier avec le centre, avec l'aide de l'agence. Une bourse en cours reste payée."
        ),
        "once_yes": N_("Pas d'autre bourse pour cette formation."),
        "once_no": N_("Il y a déjà une bourse pour cette formation : une seule est possible."),
    },
    "scholarship_points": {
        "need": N_("Besoin"),
        "benefit": N_("Utilité"),
        "chance": N_("Chances de réussir"),
    },
    "scholarship_scale": {
        "need": N_("0 : pourrait suivre la formation sans bourse. 5 : ne pourrait pas sans elle."),
        "benefit": N_("0 : la formation change peu. 5 : elle ouvre un travail ou une activité."),
        "chance": N_("0 : rien ne dit que la formation sera finie. 5 : tout est prévu pour."),
    },
    "bank_verdict": {
        "paid": N_("payée"),
        "already": N_("déjà payée"),
        "twice": N_("deux fois dans le fichier"),
        "wrong_amount": N_("autre montant"),
        "unknown": N_("référence inconnue"),
        "cancelled": N_("versement annulé"),
        "unreadable": N_("illisible"),
        "future": N_("jour à venir"),
    },
    "bank_way": {
        "paid": N_("Le mois est payé."),
        "already": N_("Rien de plus n'est payé."),
        "twice": N_(
            "Aucune des deux lignes n'a payé : demandez à la banque laquelle est juste, puis "
            "envoyez un fichier avec celle-là."
        ),
        "wrong_amount": N_("Rien n'est payé : demandez à la banque de corriger."),
        "unknown": N_("Aucun versement de cette enveloppe ne porte cette référence."),
        "cancelled": N_("Rien n'est payé : demandez à la banque de rendre l'argent."),
        "unreadable": N_("La date ou le montant ne se lit pas : corrigez la ligne."),
        "future": N_("Rien n'est payé : envoyez la ligne quand ce jour est passé."),
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
