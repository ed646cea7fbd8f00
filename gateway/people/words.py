"""Plain words for a person's own pages: papers, questions, consents, accesses, distances.

Papers are named by what is written on them, never by what they say of the person who holds
them: a page read over somebody's shoulder, on a phone that several share, tells nothing.
Every status and overlay of the rules has its words here; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping

from amuddu.contracts.matching.ranking import Reasons
from amuddu.contracts.types import Lang
from amuddu.kit.i18n import N_, Text

PAPERS: Mapping[str, str] = {
    "resident_card": N_("Carte de résidence"),
    "permit_work": N_("Carte d'immatriculation, mention travail"),
    "regularised_exceptional": N_(
        "Carte d'immatriculation, après une régularisation (2014 ou 2016-2017)"
    ),
    "permit_family": N_("Carte d'immatriculation, mention regroupement familial"),
    "permit_student": N_("Carte d'immatriculation, mention étudiant"),
    "permit_visitor": N_("Carte d'immatriculation, mention visiteur"),
    "permit_self_employed": N_("Carte d'immatriculation pour sa propre activité"),
    "receipt_application": N_("Récépissé d'une demande ou d'un renouvellement"),
    "refugee_bra_permit": N_("Carte du BRA et carte d'immatriculation"),
    "refugee_bra_no_permit": N_("Carte du BRA, sans carte d'immatriculation"),
    "refugee_unhcr_pending_bra": N_("Carte ou certificat du HCR, en attente du BRA"),
    "asylum_seeker": N_("Certificat du HCR, demande en cours"),
    "syrian_bra_heard": N_("Document du HCR et récépissé d'audition"),
    "short_stay": N_("Passeport avec un visa ou un cachet d'entrée (90 jours au plus)"),
    "irregular": N_("Pas de papier en cours de validité"),
}
"""Base statuses of `amuddu/rules/data/residence.yaml`, the most common papers first."""

CARDS = (
    "resident_card",
    "permit_work",
    "regularised_exceptional",
    "permit_family",
    "permit_student",
    "permit_visitor",
    "permit_self_employed",
    "refugee_bra_permit",
)
"""Papers that a receipt may stand for."""

QUESTIONS: Mapping[str, str] = {
    "spouse_of_moroccan": N_("Marié ou mariée avec une personne marocaine ?"),
    "spouse_of_resident_foreigner": N_(
        "Marié ou mariée avec une personne étrangère qui a un titre de séjour au Maroc ?"
    ),
    "born_in_morocco": N_("Né ou née au Maroc, et y vivre depuis au moins 6 mois sans partir ?"),
    "salaried_resident_10y": N_("Salarié ou salariée au Maroc depuis plus de 10 ans sans arrêt ?"),
    "owner_manager": N_("Patron, gérante ou associé d'une entreprise au Maroc ?"),
    "stateless": N_("Reconnu ou reconnue sans nationalité, avec un document du BRA ?"),
    "minor_16_18_parent_card": N_("Entre 16 et 18 ans, avec un parent qui a une carte de séjour ?"),
}
"""Overlays that a person may say yes to; those that follow from the nationality are not asked."""

CHANNELS: Mapping[str, str] = {
    "sms": N_("Par SMS"),
    "email": N_("Par e-mail"),
    "agent": N_("Par téléphone : l'agence appelle"),
}

PURPOSES: Mapping[str, str] = {
    "matching": N_("Être proposé pour des offres d'emploi"),
    "contact": N_("Être prévenu quand une offre correspond"),
    "statistics": N_("Être compté dans les chiffres, sans le nom"),
}
"""The purposes as the person and those who help them both read them."""

CONSENTS: Mapping[str, str] = {
    "matching": N_(
        "L'agence peut comparer ce profil avec les offres d'emploi. L'employeur ne voit pas le nom."
    ),
    "contact": N_(
        "L'agence peut écrire ou appeler quand une offre correspond. Répondre n'est pas obligé."
    ),
    "statistics": N_("Le profil est compté dans les chiffres du programme, sans le nom."),
}
"""One plain sentence a purpose, beside its box."""

TO_READ_ALOUD: Mapping[str, str] = {
    "matching": N_(
        "Êtes-vous d'accord pour que nous comparions votre profil avec les offres d'emploi ? "
        "L'employeur ne verra pas votre nom tant que vous n'avez pas dit oui à son offre."
    ),
    "contact": N_(
        "Êtes-vous d'accord pour que nous vous prévenions quand une offre vous correspond ? "
        "Vous pourrez toujours dire non."
    ),
    "statistics": N_(
        "Êtes-vous d'accord pour être compté dans nos chiffres, sans votre nom ? "
        "Si vous dites non, cela ne change rien pour vous."
    ),
}

ACCESSES: Mapping[str, str] = {
    "created": N_("A créé le profil"),
    "imported": N_("A ajouté ou mis à jour le profil depuis un fichier"),
    "read": N_("A lu le profil"),
    "opened": N_("A voulu ouvrir le profil"),
    "saved": N_("A modifié le profil"),
    "listed": N_("A vu le nom dans une liste"),
    "notes": N_("A lu les notes de l'agence"),
    "rights": N_("A regardé ce qui est ouvert"),
    "consent": N_("A noté un accord ou un refus"),
    "guardian": N_("A noté l'accord d'un parent ou du tuteur, ou son retrait"),
    "guardian_read": N_("A lu les accords d'un parent ou du tuteur"),
    "contact_route": N_("A pris l'adresse pour envoyer un message"),
    "disclosure": N_("A vu le nom et le contact, après un oui"),
    "paper_added": N_("A ajouté un document de l'embauche"),
    "paper_opened": N_("A ouvert un document de l'embauche"),
    "paper_removed": N_("A retiré un document de l'embauche"),
    "compared": N_("A comparé ce profil avec un autre"),
    "merged": N_("A réuni deux profils de la personne"),
    "merge_undone": N_("A remis les deux profils de la personne"),
    "stay_confirmed": N_("A noté que la personne garde son profil"),
    "erasure_asked": N_("A demandé d'effacer le profil"),
    "erasure_stopped": N_("A arrêté l'effacement du profil"),
    "erased": N_("A effacé le profil"),
    "emergency_opened": N_("A ouvert le profil en urgence"),
    "data_exported": N_("A pris une copie de tout ce que nous gardons"),
    "changes_read": N_("A lu ce qui a été changé"),
    "corrections_read": N_("A lu les corrections demandées"),
    "correction_decided": N_("A répondu à une demande de correction"),
    "rights_refreshed": N_("A recalculé ce qui est ouvert"),
    "hireability": N_("A regardé les démarches pour être embauché"),
    "route_opened": N_("A vu les démarches pour embaucher, après un oui"),
    "interviews_read": N_("A lu les rendez-vous de la personne"),
    "interview_noted": N_("A noté quelque chose dans un rendez-vous de la personne"),
    "training_asked": N_("A regardé ce qui est demandé pour une formation"),
    "trained": N_("A ajouté ce qu'une formation terminée apprend"),
    "claim_judged": N_("A vérifié une aide à l'embauche, après l'embauche"),
}
"""What somebody did, by the code that the profiles service writes down."""

ACCESS_COLUMNS = (
    N_("Quand"),
    N_("Qui"),
    N_("Organisation"),
    N_("Quoi"),
    N_("Pourquoi"),
    N_("Résultat"),
)
REFUSED, DONE = N_("Refusé"), N_("Fait")

READING_PURPOSES: Mapping[str, str] = {
    "follow_up": N_("pour l'accompagnement"),
    "registration": N_("pour l'inscription"),
    "duplicates": N_("pour ne pas inscrire deux fois"),
    "training": N_("pour une formation"),
    "message": N_("pour envoyer un message"),
    "hiring": N_("pour une embauche"),
    "rules": N_("pour tenir à jour ce qui est ouvert"),
    "erasure": N_("pour une demande d'effacement"),
    "own_data": N_("pour montrer ou corriger les données de la personne"),
    "emergency": N_("pour une urgence"),
    "emergency_danger": N_("pour une urgence : quelqu'un est en danger"),
    "emergency_authority": N_("pour une urgence : une autorité le demande par écrit"),
    "emergency_fault": N_("pour une urgence : réparer une panne"),
    "emergency_request": N_("pour une urgence : la personne l'a demandé"),
    "security": N_("pour la sécurité des comptes"),
    "oversight": N_("pour le contrôle"),
    "retention": N_("parce que la durée de garde est finie"),
}
"""For what something was read, by the code that is written down."""

EMERGENCY_REASONS: Mapping[str, str] = {
    "danger": N_("Quelqu'un est en danger"),
    "authority": N_("Une autorité le demande par écrit"),
    "fault": N_("Réparer une panne"),
    "request": N_("La personne l'a demandé"),
}

ERASURE_REASONS: Mapping[str, str] = {
    "asked_here": N_("La personne l'a demandé à l'agence"),
    "asked_by_phone": N_("La personne l'a demandé au téléphone"),
    "asked_in_writing": N_("La personne l'a demandé par écrit"),
    "entered_by_error": N_("Profil inscrit par erreur"),
}

DISTANCES: Mapping[str, str] = {
    "5": N_("Près de chez moi (5 km)"),
    "10": N_("Jusqu'à 10 km"),
    "20": N_("Jusqu'à 20 km"),
    "30": N_("Jusqu'à 30 km"),
    "50": N_("Jusqu'à 50 km"),
    "100": N_("Jusqu'à 100 km"),
    "2000": N_("Partout au Maroc"),
}


def trade(reasons: Reasons) -> str:
    """How near the vacancy's trade is to the person's own: `same`, `near`, `other`, `unknown`.

    The nearest trade is named even where it is far: the feature's value tells which it is.
    """
    value = next((each.value for each in reasons.features if each.name == "occupation"), None)
    if value is None or reasons.occupation_found is None:
        return "unknown"
    return "same" if value >= 0.95 else "near" if value >= 0.5 else "other"


def say(words: Mapping[str, str], lang: Lang) -> dict[str, str]:
    """Words by code, in a language, in the order of the table."""
    return {code: Text(text).in_(lang) for code, text in words.items()}
