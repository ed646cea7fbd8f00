"""Fields of a file in the reader's words, and the states of a job."""

from __future__ import annotations

from amuddu.contracts.types import Lang
from amuddu.imports.columns import COLUMNS, Kind
from amuddu.kit.i18n import N_, Text

_FIELDS: dict[str, str] = {
    "external_ref": N_("Votre référence"),
    "title": N_("Nom du poste"),
    "description": N_("Description du travail"),
    "occupation": N_("Métier"),
    "essential_skills": N_("Compétences indispensables"),
    "wanted_skills": N_("Compétences souhaitées"),
    "languages": N_("Langues"),
    "language_reason": N_("Pourquoi une langue peu parlée au Maroc"),
    "place": N_("Ville"),
    "contract_type": N_("Contrat"),
    "contract_months": N_("Durée en mois"),
    "wage_month": N_("Salaire par mois, au moins"),
    "wage_month_max": N_("Salaire par mois, au plus"),
    "wage_period": N_("Salaire : par mois, jour ou heure"),
    "wage_currency": N_("Salaire : monnaie"),
    "hours_week": N_("Heures par semaine"),
    "household": N_("L'employeur est un particulier"),
    "new_hire": N_("Personne nouvelle dans l'entreprise"),
    "starts_on": N_("Premier jour de travail"),
    "places": N_("Nombre de postes"),
    "incentive_scheme": N_("Aide à l'embauche"),
    "employer_name": N_("Employeur"),
    "centre": N_("Centre de formation"),
    "operator": N_("Qui tient le centre"),
    "level": N_("Niveau de la formation"),
    "diploma": N_("Avec ou sans diplôme"),
    "mode": N_("Quand et comment"),
    "sector": N_("Secteur"),
    "trade": N_("Métier appris"),
    "towns": N_("Villes"),
    "age_least": N_("À partir de quel âge"),
    "age_most": N_("Jusqu'à quel âge"),
    "school_level": N_("Niveau scolaire demandé"),
    "semesters": N_("Semestres"),
    "hours": N_("Heures en tout"),
    "ends_on": N_("Dernier jour"),
    "closes_on": N_("Dernier jour pour demander"),
    "source": N_("D'où viennent ces informations"),
    "given_name": N_("Prénom"),
    "family_name": N_("Nom de famille"),
    "full_name": N_("Nom et prénom ensemble"),
    "age": N_("Âge"),
    "birth_month": N_("Mois de naissance"),
    "sex": N_("Sexe"),
    "birth_year": N_("Année de naissance"),
    "nationality": N_("Nationalité"),
    "residence.status": N_("Papiers : code"),
    "residence.valid_until": N_("Papiers : date de fin"),
    "email": N_("E-mail"),
    "phone": N_("Téléphone"),
    "channel": N_("Comment prévenir la personne"),
    "language": N_("Langue pour la prévenir"),
    "about": N_("Présentation de la personne"),
    "occupations": N_("Métiers recherchés"),
    "skills": N_("Compétences"),
    "experience.title": N_("Dernier emploi"),
    "experience.months": N_("Dernier emploi : durée en mois"),
    "experience.description": N_("Dernier emploi : ce que la personne faisait"),
    "max_distance_km": N_("Distance maximum en km"),
    "available_from": N_("Disponible à partir du"),
    "contract_types": N_("Contrats acceptés"),
    "consents.matching": N_("Accord pour être proposé"),
    "consents.contact": N_("Accord pour être prévenu"),
    "consents.statistics": N_("Accord pour les statistiques"),
}


def fields(kind: Kind, lang: Lang) -> dict[str, str]:
    """Every field of a kind, as it is called on pages; one without a word by its header."""
    return {
        column.field: Text(_FIELDS.get(column.field, column.header)).in_(lang)
        for column in COLUMNS[kind]
    }
