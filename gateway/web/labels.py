"""Words for the codes of the contracts, in plain language: states, reasons, levels, contracts.

Every value of these enumerations has a label; a test compares them with the contracts.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from amuddu.contracts.matching.ranking import Reasons
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Role
from amuddu.kit.i18n import N_, Text
from gateway.web.vocabulary.certificates import CERTIFICATE_LABELS
from gateway.web.vocabulary.finance import FINANCE_LABELS
from gateway.web.vocabulary.interviews import INTERVIEW_LABELS
from gateway.web.vocabulary.programme import INCENTIVE_LABELS, REPORT_LABELS, RULE_LABELS
from gateway.web.vocabulary.scholarships import SCHOLARSHIP_LABELS
from gateway.web.vocabulary.training import TRAINING_LABELS

FitCode = Literal["very", "well", "partly", "little", "other"]

FIT_WORDS: Mapping[FitCode, str] = {
    "very": N_("Très bien pour ce travail"),
    "well": N_("Bien pour ce travail"),
    "partly": N_("Seulement en partie"),
    "little": N_("Peu pour ce travail"),
    "other": N_("Autre métier"),
}
TONES: Mapping[FitCode, str] = {
    "very": "good",
    "well": "good",
    "partly": "warm",
    "little": "plain",
    "other": "plain",
}
"""Classes of the tag around each word."""
_LEAST: tuple[tuple[float, FitCode], ...] = ((0.75, "very"), (0.5, "well"), (0.3, "partly"))
_ORDER: tuple[FitCode, ...] = ("other", "little", "partly", "well", "very")
OTHER_TRADE = 0.2
"""Closeness of trades below which the work is called another trade: less than two leading digits of
ISCO-08 in common."""

LABELS: dict[str, dict[str, str]] = {
    "role": {
        Role.JOBSEEKER: N_("Personne en recherche d'emploi"),
        Role.EMPLOYER: N_("Employeur"),
        Role.COUNSELLOR: N_("Conseiller ou conseillère en emploi"),
        Role.AGENT: N_("Agent ou agente communautaire"),
        Role.COORDINATOR: N_("Coordination"),
        Role.ADMINISTRATOR: N_("Administration"),
        Role.OFFICER: N_("Protection des données"),
        Role.SERVICE: N_("Service de la plateforme"),
    },
    "contract_type": {
        "CDI": N_("CDI (durée indéterminée)"),
        "CDD": N_("CDD (durée déterminée)"),
        "seasonal": N_("Travail saisonnier"),
        "interim": N_("Intérim"),
        "trainee": N_("Contrat d'insertion"),
    },
    "level": {
        "A1": N_("A1 : quelques mots"),
        "A2": N_("A2 : phrases simples"),
        "B1": N_("B1 : se débrouille"),
        "B2": N_("B2 : à l'aise"),
        "C1": N_("C1 : très à l'aise"),
        "C2": N_("C2 : parfaitement"),
        "native": N_("Langue maternelle"),
    },
    "channel": {
        "email": N_("Par e-mail"),
        "sms": N_("Par SMS"),
        "agent": N_("Par un agent qui m'appelle"),
    },
    "purpose": {
        "matching": N_("Être proposé pour des offres d'emploi"),
        "contact": N_("Être prévenu quand une offre me correspond"),
        "statistics": N_("Être compté dans les statistiques, sans mon nom"),
    },
    "method": {
        "self": N_("par la personne elle-même"),
        "read_aloud": N_("lu à voix haute"),
        "paper": N_("sur papier"),
        "import": N_("par import"),
    },
    "vacancy_status": {
        "draft": N_("Brouillon"),
        "waiting": N_("Attend l'accord de l'agence"),
        "published": N_("En ligne"),
        "closed": N_("Fermée"),
    },
    "wording": {
        "sex": N_("Homme ou femme"),
        "age": N_("L'âge"),
        "nationality": N_("L'origine ou la nationalité"),
        "looks": N_("L'apparence"),
        "religion": N_("La religion"),
        "family": N_("La situation de famille"),
        "health": N_("La santé ou un handicap"),
        "money": N_("De l'argent demandé"),
        "hidden_employer": N_("L'employeur caché"),
        "contact": N_("Un contact dans le texte"),
        "abroad": N_("Un départ à l'étranger promis"),
        "pay": N_("Un salaire trop bas"),
    },
    "closing_reason": {
        "filled": N_("Le poste est pourvu"),
        "withdrawn": N_("Le recrutement est annulé"),
        "expired": N_("La date est passée"),
        "silent": N_("Sans nouvelles de l'employeur"),
    },
    "state": {
        "proposed": N_("En proposition"),
        "shortlisted": N_("Présélection faite, message en route"),
        "told": N_("Réponse attendue"),
        "unreachable": N_("Injoignable : à rappeler"),
        "accepted": N_("A dit oui"),
        "declined": N_("A dit non"),
        "set_aside": N_("À l'écart"),
        "cancelled": N_("Annulé"),
        "hired": N_("Embauche faite"),
        "refused": N_("Non retenu par l'employeur"),
    },
    "interest_state": {
        "open": N_("Attend l'agence"),
        "taken_up": N_("L'agence s'en occupe"),
        "withdrawn": N_("N'intéresse plus la personne"),
        "ended": N_("Terminé"),
    },
    "transition": {
        "shortlist": N_("Présélection"),
        "set_aside": N_("Mise de côté"),
        "restore": N_("Remise dans la liste"),
        "restore_declined": N_("Remise dans la liste"),
        "undo_shortlist": N_("Présélection reprise avant l'envoi"),
        "mark_told": N_("Message remis"),
        "mark_unreachable": N_("Message non remis"),
        "accept": N_("Réponse : oui"),
        "decline": N_("Réponse : non"),
        "fall_through": N_("L'embauche ne se fait pas"),
        "cancel": N_("Annulation"),
        "ask_to_meet": N_("L'employeur veut rencontrer la personne"),
        "hire": N_("Embauche"),
        "refuse": N_("Refus de l'employeur"),
    },
    "set_aside_reason": {
        "too_far": N_("Trop loin"),
        "skills": N_("Compétences insuffisantes pour ce poste"),
        "language": N_("Niveau de langue insuffisant"),
        "experience": N_("Pas assez d'expérience"),
        "not_available": N_("Pas disponible à cette date"),
        "already_placed": N_("A déjà trouvé un emploi"),
        "other": N_("Autre raison"),
    },
    "refusal_reason": {
        "skills": N_("Compétences"),
        "language": N_("Langue"),
        "experience": N_("Expérience"),
        "filled": N_("Poste pourvu"),
        "no_show": N_("Ne s'est pas présenté"),
        "other": N_("Autre raison"),
    },
    "cancel_reason": {
        "counsellor": N_("Par l'agence"),
        "vacancy_closed": N_("L'offre est fermée"),
        "person_withdrawn": N_("La personne s'est retirée"),
        "refused": N_("L'employeur ne donne pas suite"),
    },
    "decline_reason": {
        "too_far": N_("C'est trop loin"),
        "wage": N_("Le salaire est trop bas"),
        "hours": N_("Les horaires ne me vont pas"),
        "found_work": N_("J'ai trouvé un travail"),
        "not_my_trade": N_("Ce n'est pas mon métier"),
        "other": N_("Autre raison"),
    },
    "route": {
        "contract_only": N_("Contrat de travail, sans visa du ministère"),
        "visa": N_("Contrat visé par le ministère, sans attestation"),
        "simplified": N_("Attestation sans annonce, puis visa du contrat"),
        "attestation_and_visa": N_("Attestation d'activité, puis visa du contrat"),
        "not_now": N_("Embauche directe impossible aujourd'hui : orienter"),
        "ask": N_("Démarches à vérifier avec un conseiller"),
    },
    "verdict": {
        "eligible": N_("Ouvre droit à l'aide"),
        "not_eligible": N_("N'ouvre pas droit à l'aide"),
        "ask": N_("Aide à confirmer"),
    },
    "feature": {
        "occupation": N_("Métier"),
        "essential_skills": N_("Compétences indispensables"),
        "wanted_skills": N_("Compétences souhaitées"),
        "text": N_("Proximité de la description"),
        "experience": N_("Expérience"),
        "languages": N_("Langues"),
        "distance": N_("Distance"),
        "availability": N_("Disponibilité"),
        "contract": N_("Type de contrat"),
    },
    "limit": {
        "distance": N_("la distance"),
        "languages": N_("une langue demandée"),
        "licence": N_("un permis demandé"),
        "contract": N_("le type de contrat"),
        "start": N_("le jour du début"),
    },
    "message_state": {
        "queued": N_("En attente"),
        "sent": N_("Envoyé"),
        "failed": N_("Non remis"),
        "cancelled": N_("Annulé"),
    },
    "failure": {
        "no_consent": N_("La personne n'a pas donné son accord"),
        "no_address": N_("Pas d'adresse"),
        "rejected": N_("Refusé par le destinataire"),
        "gave_up": N_("Plusieurs essais sans succès"),
        "expired": N_("L'offre a fermé avant l'envoi"),
    },
    "language_reason": {
        "customers": N_("Pour parler avec des clients, des patients ou des usagers"),
        "texts": N_("Pour lire, écrire ou répondre au téléphone"),
        "teaching": N_("Pour l'enseigner, la traduire ou l'interpréter"),
        "team": N_("L'équipe n'a pas d'autre langue en commun"),
    },
    "glimpse_fit": {
        "high": FIT_WORDS["well"],
        "fair": FIT_WORDS["partly"],
        "low": FIT_WORDS["little"],
    },
    "glimpse_trade": {
        "same": N_("Même métier"),
        "near": N_("Métier proche"),
        "other": N_("Autre métier"),
    },
    "glimpse_essentials": {
        "all": N_("Toutes les compétences indispensables"),
        "some": N_("Une partie des compétences indispensables"),
        "none": N_("Aucune des compétences indispensables n'est dans son profil"),
    },
    "glimpse_languages": {
        "yes": N_("Parle les langues demandées"),
        "no": N_("Ne parle pas toutes les langues demandées"),
    },
    "glimpse_other_languages": {
        "yes": N_("Parle les autres langues demandées"),
        "no": N_("Ne parle pas toutes les autres langues demandées"),
    },
    "glimpse_distance": {
        "near": N_("À moins de 30 km"),
        "region": N_("Entre 30 et 100 km"),
        "far": N_("À plus de 100 km"),
    },
    "glimpse_experience": {
        "little": N_("Moins d'un an d'expérience"),
        "some": N_("Un à trois ans d'expérience"),
        "long": N_("Plus de trois ans d'expérience"),
    },
    "glimpse_start": {
        "yes": N_("Disponible pour le début de l'emploi"),
        "no": N_("Disponible plus tard"),
    },
    "answer": {"yes": N_("Oui"), "no": N_("Non")},
    **INCENTIVE_LABELS,
    **RULE_LABELS,
    **REPORT_LABELS,
    **TRAINING_LABELS,
    **INTERVIEW_LABELS,
    **CERTIFICATE_LABELS,
    **FINANCE_LABELS,
    **SCHOLARSHIP_LABELS,
}


def in_language(lang: Lang) -> Mapping[str, Mapping[str, str]]:
    """All labels in one language."""
    return MappingProxyType(
        {
            kind: MappingProxyType({code: Text(text).in_(lang) for code, text in values.items()})
            for kind, values in LABELS.items()
        }
    )


# --- how well somebody fits ----------------------------------------------------------------------
# The same word for jobseeker, counsellor and employer, and never above the evidence: an essential
# skill that is not stated keeps it below the best word, none stated keeps it at "in part", and
# another trade is called that.


def fit_code(fit: float, reasons: Reasons | None = None) -> FitCode:
    """The word for a fit, with what its reasons allow it to say."""
    code: FitCode = next((word for least, word in _LEAST if fit >= least), "little")
    return min(code, _most(reasons), key=_ORDER.index) if reasons else code


def fit_words(fit: float, lang: Lang, reasons: Reasons | None = None) -> str:
    """The same in a language."""
    return Text(FIT_WORDS[fit_code(fit, reasons)]).in_(lang)


def _most(reasons: Reasons) -> FitCode:
    """The best word that the evidence bears."""
    trade = next((each.value for each in reasons.features if each.name == "occupation"), None)
    if trade is not None and trade < OTHER_TRADE and not reasons.stated:
        return "other"
    if reasons.stated is None or reasons.stated >= 1:
        return "very"
    return "well" if reasons.stated > 0 else "partly"
