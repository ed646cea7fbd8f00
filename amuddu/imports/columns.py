"""The documented columns of the three kinds of file, and what each cell becomes.

A header may be the French name, the field's name or one of `headers.py`; case and accents do not
matter. Columns that are not known are named in the report and left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from amuddu.imports import headers
from amuddu.imports.values import (
    contracts,
    dates,
    languages,
    lists,
    numbers,
    people,
    phones,
    places,
    reasons,
    text,
    training,
    wages,
)
from amuddu.kit.i18n import N_
from amuddu.reference.text import fold, listed

Kind = Literal["vacancies", "profiles", "courses"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field it fills (`consents.matching` fills inside), how its cells are read.

    `required`: a row cannot do without. `asked`: a vacancy cannot be published without; a row that
    does not say it is kept as a draft.
    `offered`: whether a new file gets it. Others serve files that keep the same thing otherwise:
    one column for the whole name, an age, a period for all wages.
    """

    field: str
    header: str
    read: Callable[[Any], Any]
    help: str
    example: str
    required: bool = False
    asked: bool = False
    offered: bool = True


_REFERENCE_HELP = N_(
    "Votre numéro pour cette ligne : le même numéro met à jour, sans doublon. "
    "Sans numéro, la ligne entière sert de numéro."
)
_SEVERAL = N_("Plusieurs valeurs : séparez-les par un point-virgule ou une barre |.")
_LONGEST_WORK = 720

VACANCIES: tuple[Column, ...] = (
    Column("external_ref", "référence", text.reference, _REFERENCE_HELP, "OF-2026-014"),
    Column("title", "intitulé", text.job, N_("Le nom du poste."), "Maçon", required=True),
    Column("description", "description", text.long, N_("Ce que la personne fera."), "Montage de murs et enduits"),
    Column("occupation", "métier", lists.trade, N_("Le métier, dans la langue que vous voulez ; sinon l'intitulé sert."), "maçon"),
    Column("essential_skills", "compétences indispensables", lists.wanted, _SEVERAL, "lire un plan; monter un mur"),
    Column("wanted_skills", "compétences souhaitées", lists.wanted, _SEVERAL, "poser un enduit"),
    Column("languages", "langues", languages.spoken(5), N_("Cinq au plus : langue et niveau, séparés par un point-virgule."), "français A2; arabe B1"),
    Column("language_reason", "raison de la langue", reasons.one, N_("Si une langue est peu parlée au Maroc : clients, textes, enseignement ou équipe."), "clients"),
    Column("place", "ville", places.town, N_("La ville du poste."), "Casablanca", asked=True),
    Column("contract_type", "contrat", contracts.one, N_("CDI, CDD, saisonnier, intérim ou stage."), "CDD", asked=True),
    Column("contract_months", "durée en mois", numbers.months(1, 120), N_("Pour un contrat qui a une fin."), "12"),
    Column("wage_month", "salaire minimum", wages.lowest, N_("En dirhams par mois, brut."), "4200"),
    Column("wage_month_max", "salaire maximum", wages.highest, N_("En dirhams par mois, brut."), "5000"),
    Column("wage_period", "période du salaire", wages.period, N_("Année, mois, semaine, jour ou heure, si les salaires ne sont pas par mois."), "mois", offered=False),
    Column("wage_currency", "monnaie du salaire", wages.currency, N_("Seuls les salaires en dirhams sont gardés."), "MAD", offered=False),
    Column("starts_on", "début", dates.day, N_("Le premier jour de travail."), "2027-01-04"),
    Column("places", "nombre de postes", numbers.whole(1, 500), N_("Combien de personnes vous cherchez."), "2"),
    Column("hours_week", "heures de travail par semaine", numbers.hours_a_week, N_("Vide pour un temps plein."), "22"),
    Column("household", "employeur particulier", people.yes_no, N_("oui si le travail est au domicile d'un particulier."), "non"),
    Column("incentive_scheme", "aide à l'embauche", text.code, N_("Le code de l'aide, par exemple MA_PRIME_APPUI_EMPLOI."), "MA_PRIME_APPUI_EMPLOI"),
    Column("new_hire", "nouvelle personne", people.yes_no, N_("oui si la personne n'a jamais travaillé dans l'entreprise."), "oui"),
    Column("employer_name", "employeur", text.employer, N_("Si le fichier réunit plusieurs employeurs."), "Atelier Exemple"),
)  # fmt: skip

PROFILES: tuple[Column, ...] = (
    Column("external_ref", "référence", text.reference, _REFERENCE_HELP, "P-0042"),
    Column("given_name", "prénom", people.name, N_("Le prénom."), "Awa", required=True),
    Column("family_name", "nom", people.name, N_("Le nom de famille."), "Exemple"),
    Column("full_name", "nom et prénom", people.name, N_("Si le fichier a une seule colonne pour le nom entier."), "Exemple Awa", offered=False),
    Column("sex", "sexe", people.sex, N_("f ou m, facultatif."), "f"),
    Column("birth_year", "année de naissance", dates.birth_year, N_("Quatre chiffres."), "1996"),
    Column("birth_month", "mois de naissance", dates.birth_month, N_("De 1 à 12. Utile seulement vers 15 ou 18 ans."), "6"),
    Column("age", "âge", dates.age, N_("En années, si le fichier n'a pas l'année de naissance."), "30", offered=False),
    Column("nationality", "nationalité", places.country, N_("Pays ou code à deux lettres. Reste confidentiel."), "SN"),
    Column("residence.status", "titre de séjour", people.residence, N_("Le code du titre. Reste confidentiel."), "permit_work"),
    Column("residence.valid_until", "titre valable jusqu'au", dates.day, N_("La date de fin du titre."), "2027-06-30"),
    Column("email", "e-mail", phones.email, N_("L'adresse e-mail."), "awa@exemple.ma"),
    Column("phone", "téléphone", phones.phone, N_("Le numéro, avec l'indicatif."), "+212 6 00 00 00 00"),
    Column("channel", "prévenir par", phones.channel, N_("email, sms ou agent."), "sms"),
    Column("language", "langue de contact", languages.contact, N_("fr, ar, en ou es."), "fr"),
    Column("about", "présentation", text.long, N_("Ce que la personne dit d'elle-même."), "Je couds depuis dix ans."),
    Column("occupations", "métiers recherchés", lists.occupations, _SEVERAL, "couturière; retoucheuse", required=True),
    Column("skills", "compétences", lists.skills, _SEVERAL, "machine à coudre; patron"),
    Column("experience.title", "dernier emploi", text.job, N_("Le métier déjà exercé."), "tailleur"),
    Column("experience.months", "durée du dernier emploi en mois", numbers.months(0, _LONGEST_WORK), N_("En mois."), "36"),
    Column("experience.description", "tâches du dernier emploi", text.long, N_("Ce que la personne y faisait."), "Coupe et retouches"),
    Column("languages", "langues", languages.spoken(12), N_("Langue et niveau, séparés par un point-virgule."), "français B1; wolof maternelle"),
    Column("place", "ville", places.town, N_("Où la personne habite."), "Rabat"),
    Column("max_distance_km", "distance maximum en km", numbers.kilometres, N_("Jusqu'où la personne peut aller travailler."), "20"),
    Column("available_from", "disponible à partir du", dates.day, N_("Première date possible."), "2026-12-01"),
    Column("contract_types", "contrats acceptés", contracts.several, _SEVERAL, "CDI; CDD"),
    Column("consents.matching", "accord pour être proposé", people.yes_no, N_("oui seulement si la personne l'a dit."), "oui"),
    Column("consents.contact", "accord pour être prévenu", people.yes_no, N_("oui seulement si la personne l'a dit."), "oui"),
    Column("consents.statistics", "accord pour les statistiques", people.yes_no, N_("oui seulement si la personne l'a dit."), "non"),
)  # fmt: skip

COURSES: tuple[Column, ...] = (
    Column("external_ref", "référence", text.reference, _REFERENCE_HELP, "CFA-2026-07"),
    Column("title", "intitulé", text.job, N_("Le nom de la formation."), "Coiffure dames", required=True),
    Column("centre", "centre", text.title, N_("Le nom du centre : le même nom est le même centre."), "Centre Exemple", required=True),
    Column("operator", "organisme", training.operator, N_("Qui tient le centre : ofppt, entraide_nationale, amappe, association ou autre."), "association"),
    Column("level", "niveau", training.level, N_("Initiation, spécialisation, qualification, technicien, technicien spécialisé ou certificat."), "qualification"),
    Column("diploma", "type", training.diploma, N_("Diplômante ou qualifiante."), "diplômante"),
    Column("mode", "mode", training.mode, N_("Cours du jour, du soir, résidentiel, en alternance ou à distance."), "cours du jour"),
    Column("sector", "secteur", text.title, N_("Le secteur, dans vos mots."), "Coiffure et esthétique"),
    Column("description", "description", text.long, N_("Ce qu'on y apprend."), "Coupe, couleur, accueil"),
    Column("trade", "métier", lists.trade, N_("Le métier qu'elle apprend ; sinon l'intitulé sert."), "coiffeuse"),
    Column("skills", "compétences", lists.wanted, _SEVERAL, "couper les cheveux; accueillir des clients"),
    Column("towns", "villes", training.towns, N_("Où elle se donne, séparées par un point-virgule."), "Rabat; Salé"),
    Column("age_least", "âge minimum", numbers.whole(10, 99), N_("À partir de quel âge."), "15"),
    Column("age_most", "âge maximum", numbers.whole(10, 99), N_("Jusqu'à quel âge."), "30"),
    Column("school_level", "niveau scolaire", training.school_level, N_("Ce qu'il faut avoir terminé : aucun, primaire, 3e collège, niveau bac ou bac."), "3e collège"),
    Column("languages", "langues", languages.spoken(4), N_("Langue et niveau, séparés par un point-virgule."), "français A2"),
    Column("semesters", "semestres", numbers.whole(1, 12), N_("Combien de semestres."), "2"),
    Column("hours", "heures", numbers.whole(1, 10_000), N_("Combien d'heures en tout."), "900"),
    Column("starts_on", "début", dates.day, N_("Le premier jour d'une session ; une ligne par session."), "2027-01-11"),
    Column("ends_on", "fin", dates.day, N_("Le dernier jour de la session."), "2027-06-25"),
    Column("closes_on", "demandes jusqu'au", dates.day, N_("Le dernier jour pour demander une place."), "2027-01-05"),
    Column("places", "nombre de places", numbers.whole(1, 1000), N_("Combien de personnes la session peut prendre."), "20"),
    Column("source", "source", text.title, N_("D'où viennent ces informations."), "catalogue du centre, 2026"),
)  # fmt: skip

COLUMNS: dict[Kind, tuple[Column, ...]] = {
    "vacancies": VACANCIES,
    "profiles": PROFILES,
    "courses": COURSES,
}
_HEADERS = {
    "vacancies": headers.VACANCIES,
    "profiles": headers.PROFILES,
    "courses": headers.COURSES,
}


_ASIDE = re.compile(r"\s*\(([^()]*)\)\s*[*:]?\s*$")
_OF_FORM = frozenset(
    fold(word)
    for word in listed(
        "1|2|3|4|km|kms|en km|ans|en années|années|mois|en mois|h|heures|mad|dh|dhs|en dh|dh/mois|"
        "jj/mm/aaaa|jj-mm-aaaa|jj/mm/aa|dd/mm/yyyy|dd-mm-yyyy|yyyy-mm-dd|aaaa-mm-jj|mm/yyyy|"
        "aaaa|yyyy|+212|06|06/07|gsm|h/f|f/h|m/f|f/m|oui/non|o/n|yes/no|obligatoire|facultatif|"
        "facultative|optionnel|requis|required|optional|si connu|si connue|brut|net|brut/net|"
        "يوم/شهر/سنة|اختياري|إجباري"
    )
)
"""What headers put in brackets that says how a cell is written, not what it means."""


def column_of(kind: Kind, name: str) -> Column | None:
    """The column that a header means, without what it says of the form: `Distance (km)`."""
    known = by_header(kind)
    found = known.get(fold(name))
    if found is None and (aside := _ASIDE.search(name)) and fold(aside[1]) in _OF_FORM:
        return column_of(kind, name[: aside.start()])
    return found


@cache
def by_header(kind: Kind) -> Mapping[str, Column]:
    """Columns by every header they answer to, folded; a documented one before the others."""
    found: dict[str, Column] = {}
    for column in COLUMNS[kind]:
        for name in (column.header, column.field, column.field.replace("_", " ")):
            found[fold(name)] = column
    for column in COLUMNS[kind]:
        for name in _HEADERS[kind].get(column.field, ()):
            found.setdefault(fold(name), column)
    return found
