"""Words for the codes of training: centres, courses, requests for a place."""

from __future__ import annotations

from amuddu.kit.i18n import N_

TRAINING_LABELS: dict[str, dict[str, str]] = {
    "operator": {
        "ofppt": N_("OFPPT"),
        "entraide_nationale": N_("Entraide Nationale"),
        "amappe": N_("AMAPPE"),
        "association": N_("Association"),
        "other": N_("Autre organisme"),
    },
    "course_level": {
        "initiation": N_("Initiation"),
        "specialisation": N_("Spécialisation"),
        "qualification": N_("Qualification"),
        "technician": N_("Technicien"),
        "specialised_technician": N_("Technicien spécialisé"),
        "certificate": N_("Formation courte"),
    },
    "school_level": {
        "none": N_("Aucun niveau demandé"),
        "primary": N_("École primaire terminée"),
        "lower_secondary": N_("Troisième année du collège terminée"),
        "upper_secondary": N_("Deuxième année du bac terminée, sans le diplôme"),
        "bac": N_("Baccalauréat obtenu"),
    },
    "training_mode": {
        "day": N_("En journée"),
        "evening": N_("Le soir"),
        "residential": N_("Sur place, avec logement"),
        "alternating": N_("Au centre et en entreprise"),
        "distance": N_("À distance"),
    },
    "request_state": {
        "held": N_("Place gardée"),
        "waiting": N_("Sur la liste d'attente"),
        "confirmed": N_("Place confirmée"),
        "attending": N_("Formation en cours"),
        "completed": N_("Formation terminée"),
        "dropped": N_("Formation arrêtée"),
        "refused": N_("Pas possible cette fois"),
        "withdrawn": N_("Demande retirée"),
        "expired": N_("Place rendue : le délai est passé"),
    },
    "request_step": {
        "ask": N_("Demande faite"),
        "offer": N_("Une place s'est libérée"),
        "keep": N_("Place gardée plus longtemps"),
        "confirm": N_("Place confirmée"),
        "refuse": N_("Pas possible cette fois"),
        "withdraw": N_("Demande retirée"),
        "expire": N_("Délai passé : la place va à la personne suivante"),
        "call_off": N_("Session annulée"),
        "reschedule": N_("Premier jour changé"),
        "start": N_("Formation commencée"),
        "complete": N_("Formation terminée"),
        "drop": N_("Formation arrêtée"),
    },
    "place_reason": {
        "asked_in_time": N_("Il restait une place au moment de la demande"),
        "moved_up": N_("Une place s'est libérée et c'était son tour"),
        "waits_turn": N_("Les places sont prises : chacun passe dans l'ordre des demandes"),
    },
    "refuse_place_reason": {
        "other_course": N_("Une autre formation convient mieux : votre conseiller vous la propose"),
        "paper_missing": N_(
            "Un document demandé par le centre manque encore : demandez de nouveau une fois que "
            "vous l'avez"
        ),
        "not_reached": N_(
            "Nous n'avons pas réussi à vous joindre : demandez de nouveau quand vous voulez"
        ),
        "already_training": N_("Une autre formation est déjà en cours aux mêmes dates"),
        "other": N_("Votre conseiller vous explique et cherche avec vous"),
    },
    "called_off": {
        "session_cancelled": N_("Le centre a annulé cette session : choisissez-en une autre"),
    },
    "drop_reason": {
        "found_work": N_("A trouvé un travail"),
        "illness": N_("Maladie"),
        "childcare": N_("Garde des enfants"),
        "moved": N_("A changé de ville"),
        "money": N_("Raison d'argent"),
        "other": N_("Autre raison"),
    },
    "training_paper": {
        "open": N_("Ce centre vous est ouvert, d'après les règles"),
        "conditional": N_("Ouvert à une condition"),
        "ask": N_("À demander au centre avant de vous déplacer"),
        "closed": N_(
            "Pas ouvert pour l'instant, d'après les règles : parlez-en à votre conseiller"
        ),
        "unknown": N_("Ce que le centre demande n'est pas connu : demandez-lui d'abord"),
    },
}
