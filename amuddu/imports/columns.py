"""The documented columns of the two kinds of file, and what each cell becomes.

A header may be the French name, the field's name or one of the aliases; case and accents do not
matter. Columns that are not known are named in the report and left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from amuddu.imports import values
from amuddu.kit.i18n import N_
from amuddu.reference.text import fold

Kind = Literal["vacancies", "profiles"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field it fills (`consents.matching` fills inside), how its cells are read."""

    field: str
    header: str
    read: Callable[[Any], Any]
    help: str
    example: str
    aliases: tuple[str, ...] = ()
    required: bool = False


_REFERENCE_HELP = N_(
    "Votre numéro pour cette ligne : le même numéro met à jour, sans doublon. "
    "Sans numéro, la ligne entière sert de numéro."
)
_SEVERAL = N_("Plusieurs valeurs : séparez-les par un point-virgule ou une barre |.")

VACANCIES: tuple[Column, ...] = (
    Column("external_ref", "référence", values.text, _REFERENCE_HELP, "OF-2026-014", ("id", "ref")),
    Column("title", "intitulé", values.text, N_("Le nom du poste."), "Maçon", ("titre", "poste", "title"), True),
    Column("description", "description", values.text, N_("Ce que la personne fera."), "Montage de murs et enduits", ("missions",)),
    Column("occupation", "métier", values.word, N_("Le métier, dans la langue que vous voulez ; sinon l'intitulé sert."), "maçon", ("occupation", "appellation")),
    Column("essential_skills", "compétences indispensables", values.words, _SEVERAL, "lire un plan; monter un mur", ("competences requises", "essential skills")),
    Column("wanted_skills", "compétences souhaitées", values.words, _SEVERAL, "poser un enduit", ("competences", "skills", "wanted skills")),
    Column("languages", "langues", values.languages, N_("Langue et niveau, séparés par un point-virgule."), "français A2; arabe B1", ("languages",)),
    Column("place", "ville", values.place, N_("La ville du poste."), "Casablanca", ("lieu", "city", "place"), True),
    Column("contract_type", "contrat", values.contract, N_("CDI, CDD, saisonnier, intérim ou stage."), "CDD", ("contract", "type de contrat"), True),
    Column("contract_months", "durée en mois", values.whole, N_("Pour un contrat qui a une fin."), "12", ("duree", "mois", "months")),
    Column("wage_month", "salaire minimum", values.amount, N_("En dirhams par mois, brut."), "4200", ("salaire", "wage")),
    Column("wage_month_max", "salaire maximum", values.amount, N_("En dirhams par mois, brut."), "5000", ("wage max",)),
    Column("starts_on", "début", values.day, N_("Le premier jour de travail."), "2027-01-04", ("date de debut", "start")),
    Column("places", "nombre de postes", values.whole, N_("Combien de personnes vous cherchez."), "2", ("postes", "places")),
    Column("hours_week", "heures par semaine", values.whole, N_("Vide pour un temps plein."), "22", ("heures", "hours per week", "hours week")),
    Column("household", "employeur particulier", values.yes_no, N_("oui si le travail est au domicile d'un particulier."), "non", ("particulier", "household")),
    Column("incentive_scheme", "aide à l'embauche", values.text, N_("Le code de l'aide, par exemple MA_PRIME_APPUI_EMPLOI."), "MA_PRIME_APPUI_EMPLOI", ("aide", "scheme")),
    Column("employer_name", "employeur", values.text, N_("Si le fichier réunit plusieurs employeurs."), "Atelier Exemple", ("entreprise", "societe", "company", "employer")),
)  # fmt: skip

PROFILES: tuple[Column, ...] = (
    Column("external_ref", "référence", values.text, _REFERENCE_HELP, "P-0042", ("id", "ref")),
    Column("given_name", "prénom", values.text, N_("Le prénom."), "Awa", ("given name", "first name"), True),
    Column("family_name", "nom", values.text, N_("Le nom de famille."), "Exemple", ("family name", "last name")),
    Column("sex", "sexe", values.one_of("f", "m", femme="f", homme="m", female="f", male="m"), N_("f ou m, facultatif."), "f", ("sex",)),
    Column("birth_year", "année de naissance", values.whole, N_("Quatre chiffres."), "1996", ("birth year", "naissance")),
    Column("birth_month", "mois de naissance", values.whole, N_("De 1 à 12. Utile seulement vers 15 ou 18 ans."), "6", ("birth month",)),
    Column("nationality", "nationalité", values.country, N_("Pays ou code à deux lettres. Reste confidentiel."), "SN", ("nationality", "pays")),
    Column("residence.status", "titre de séjour", values.text, N_("Le code du titre. Reste confidentiel."), "permit_work", ("residence status", "statut")),
    Column("residence.valid_until", "titre valable jusqu'au", values.day, N_("La date de fin du titre."), "2027-06-30", ("valid until",)),
    Column("email", "e-mail", values.text, N_("L'adresse e-mail."), "awa@exemple.ma", ("mail", "courriel")),
    Column("phone", "téléphone", values.text, N_("Le numéro, avec l'indicatif."), "+212 6 00 00 00 00", ("tel", "phone")),
    Column("channel", "prévenir par", values.one_of("email", "sms", "agent", mail="email", telephone="agent"), N_("email, sms ou agent."), "sms", ("canal", "channel")),
    Column("language", "langue de contact", values.one_of("fr", "ar", "en", "es", français="fr", arabe="ar", anglais="en", espagnol="es"), N_("fr, ar, en ou es."), "fr", ("contact language",)),
    Column("about", "présentation", values.text, N_("Ce que la personne dit d'elle-même."), "Je couds depuis dix ans.", ("about", "presentation")),
    Column("occupations", "métiers recherchés", values.words, _SEVERAL, "couturière; retoucheuse", ("metiers", "metier", "occupations"), True),
    Column("skills", "compétences", values.words, _SEVERAL, "machine à coudre; patron", ("skills", "savoir-faire")),
    Column("experience.title", "dernier emploi", values.text, N_("Le métier déjà exercé."), "tailleur", ("experience", "emploi")),
    Column("experience.months", "durée du dernier emploi en mois", values.whole, N_("En mois."), "36", ("experience months",)),
    Column("languages", "langues", values.languages, N_("Langue et niveau, séparés par un point-virgule."), "français B1; wolof maternelle", ("languages",)),
    Column("place", "ville", values.place, N_("Où la personne habite."), "Rabat", ("lieu", "city", "place")),
    Column("max_distance_km", "distance maximum en km", values.whole, N_("Jusqu'où la personne peut aller travailler."), "20", ("distance",)),
    Column("available_from", "disponible à partir du", values.day, N_("Première date possible."), "2026-12-01", ("disponible", "available from")),
    Column("contract_types", "contrats acceptés", values.contracts, _SEVERAL, "CDI; CDD", ("contrats", "contract types")),
    Column("consents.matching", "accord pour être proposé", values.yes_no, N_("oui seulement si la personne l'a dit."), "oui", ("consent matching",)),
    Column("consents.contact", "accord pour être prévenu", values.yes_no, N_("oui seulement si la personne l'a dit."), "oui", ("consent contact",)),
    Column("consents.statistics", "accord pour les statistiques", values.yes_no, N_("oui seulement si la personne l'a dit."), "non", ("consent statistics",)),
)  # fmt: skip

COLUMNS: dict[Kind, tuple[Column, ...]] = {"vacancies": VACANCIES, "profiles": PROFILES}


def by_header(kind: Kind) -> Mapping[str, Column]:
    """Columns by every header they answer to, folded."""
    return {
        fold(name): column
        for column in COLUMNS[kind]
        for name in (column.header, column.field, column.field.replace("_", " "), *column.aliases)
    }
