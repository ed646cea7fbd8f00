"""Words of notifications: kinds, who is told, at which pace; where a line leads."""

from __future__ import annotations

from collections.abc import Mapping

from amuddu.contracts.news import News, NewsKind, Who
from amuddu.kit.i18n import N_

KINDS: Mapping[str, str] = {
    "offer": N_("Une offre attend une réponse"),
    "yes": N_("Quelqu'un a dit oui"),
    "yes_noted": N_("Un oui noté par l'agence"),
    "no": N_("Quelqu'un a dit non"),
    "gone": N_("Quelqu'un n'est plus candidat"),
    "unreachable": N_("Quelqu'un n'a pas pu être prévenu"),
    "meet": N_("L'employeur veut rencontrer la personne"),
    "not_chosen": N_("Une autre personne est choisie"),
    "filled": N_("Toutes les places sont prises"),
    "cancelled": N_("L'offre n'est plus ouverte"),
    "hired": N_("Embauche enregistrée"),
    "first_day": N_("Le travail commence demain"),
    "hire_off": N_("L'embauche n'aura pas lieu"),
    "claim_submitted": N_("Une demande d'aide attend une décision"),
    "claim_returned": N_("Une demande d'aide est à compléter"),
    "claim_approved": N_("Une demande d'aide est acceptée"),
    "claim_refused": N_("Une demande d'aide est refusée"),
    "claim_paid": N_("Une aide est payée"),
    "place_held": N_("Une place en formation est gardée"),
    "place_asked": N_("Une place en formation attend d'être confirmée"),
    "place_up": N_("Une place en formation s'est libérée"),
    "place_confirmed": N_("La place en formation est confirmée"),
    "place_day": N_("La formation commence un autre jour"),
    "place_eve": N_("La formation commence demain"),
    "place_ending": N_("Une place gardée se termine demain"),
    "place_ended": N_("Une place gardée est rendue"),
    "place_refused": N_("Une place en formation n'est pas possible"),
    "place_off": N_("La session de formation est annulée"),
    "place_withdrawn": N_("Quelqu'un a retiré sa demande de formation"),
    "place_back": N_("Une demande de formation retirée par l'agence"),
    "paper_ready": N_("Votre attestation est prête"),
    "paper_off": N_("Une attestation est annulée"),
    "grant_sent": N_("Une demande de bourse est envoyée"),
    "grant_fits": N_("Une demande de bourse convient"),
    "grant_unfit": N_("Une demande de bourse ne convient pas"),
    "grant_scored": N_("Une demande de bourse attend une décision"),
    "grant_awarded": N_("Une bourse est accordée"),
    "grant_waiting": N_("Une demande de bourse est sur la liste d'attente"),
    "grant_refused": N_("Une demande de bourse est refusée"),
    "grant_appealed": N_("Une décision de bourse est à revoir"),
    "grant_agreed": N_("Une convention de bourse est acceptée"),
    "grant_signed": N_("Une convention de bourse est notée par l'agence"),
    "grant_month": N_("Un mois de bourse est noté"),
    "grant_paused": N_("Une bourse est suspendue"),
    "grant_resumed": N_("Une bourse reprend"),
    "grant_done": N_("Une bourse est terminée"),
    "grant_ended": N_("Une bourse s'arrête avant la fin"),
    "grant_back": N_("Une demande de bourse retirée par l'agence"),
    "grant_left": N_("Quelqu'un a retiré sa demande de bourse"),
    "talk_times": N_("Un rendez-vous est proposé"),
    "talk_set": N_("L'heure d'un rendez-vous est choisie"),
    "talk_none": N_("Aucune heure ne convient"),
    "talk_off": N_("Un rendez-vous est annulé"),
    "talk_eve": N_("Un rendez-vous a lieu demain"),
    "talk_day": N_("Un rendez-vous a lieu aujourd'hui"),
    "talk_missed": N_("Quelqu'un n'est pas venu au rendez-vous"),
    "search_found": N_("De nouvelles offres pour une recherche gardée"),
    "account": N_("Quelque chose s'est passé avec le compte"),
    "profile_ending": N_("Le profil va être effacé"),
}

WHO: Mapping[str, str] = {
    "person": N_("La personne"),
    "employer": N_("L'employeur"),
    "counsellor": N_("Le conseiller"),
    "agent": N_("L'agent"),
    "coordinator": N_("La coordination"),
}

PACES: Mapping[str, str] = {
    "at_once": N_("Tout de suite, un e-mail à chaque fois"),
    "daily": N_("Une fois par jour, tout ensemble"),
    "none": N_("Pas d'e-mail : je regarde ici"),
}

_OF_CLAIMS: frozenset[NewsKind] = frozenset(
    {"claim_submitted", "claim_returned", "claim_approved", "claim_refused", "claim_paid"}
)
_OF_TALKS: frozenset[NewsKind] = frozenset(
    {"talk_times", "talk_set", "talk_none", "talk_off", "talk_eve", "talk_day", "talk_missed"}
)
_OF_HIRES: frozenset[NewsKind] = frozenset({"hired", "first_day", "hire_off"})


def act(line: News, who: Who) -> str:
    """The page on which the reader does something about a line."""
    if line.request_id is not None and line.kind.startswith("grant_"):
        return "/bourses" if who == "coordinator" else f"/bourses/{line.request_id}"
    if line.request_id is not None:
        return f"/places/{line.request_id}"
    if line.kind in _OF_TALKS:
        return "/mes-rendez-vous" if who == "person" else f"/rendez-vous/{line.candidacy_id}"
    if who == "person":
        return "/offres-pour-moi"
    if line.kind in _OF_CLAIMS:
        return f"/demandes/{line.claim_id}"
    if line.kind in _OF_HIRES:
        return f"/embauches/{line.candidacy_id}"
    page = "preselection" if who == "employer" else "suivi"
    return f"/offres/{line.vacancy_id}/{page}"
