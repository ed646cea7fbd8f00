"""Words of the pages of duplicates: what two people have in common, what a profile says."""

from __future__ import annotations

from collections.abc import Mapping

from amuddu.contracts.profiles.duplicates import MergeField
from amuddu.kit.i18n import N_

FIELDS: Mapping[MergeField, str] = {
    "given_name": N_("Prénom"),
    "family_name": N_("Nom de famille"),
    "sex": N_("Sexe"),
    "birth_year": N_("Année de naissance"),
    "nationality": N_("Nationalité"),
    "residence": N_("Papiers"),
    "email": N_("E-mail"),
    "phone": N_("Téléphone"),
    "channel": N_("Comment"),
    "language": N_("Langue des messages"),
    "about": N_("Autre chose à dire"),
    "occupations": N_("Travail recherché"),
    "skills": N_("Savoir-faire"),
    "experience": N_("Travaux déjà faits"),
    "languages": N_("Langues"),
    "place": N_("Ville"),
    "max_distance_km": N_("Jusqu'où"),
    "available_from": N_("À partir du"),
    "contract_types": N_("Contrats"),
}

LISTS = frozenset({"occupations", "skills", "experience", "languages", "contract_types"})
"""Fields of which what is missing is added."""

NEVER_PROPOSED = frozenset({"birth_year", "nationality", "residence", "email", "phone", "channel"})
"""Fields that are taken only where somebody says so, be they empty or not."""

REASONS: Mapping[str, str] = {
    "phone": N_("Même téléphone"),
    "email": N_("Même e-mail"),
    "name": N_("Même nom et même année de naissance"),
}

ENTERED: Mapping[str, str] = {
    "self": N_("par la personne elle-même"),
    "staff": N_("par l'agence"),
    "file": N_("par un fichier"),
}

NOT_MERGEABLE: Mapping[str, str] = {
    "two_accounts": N_(
        "Les deux personnes peuvent se connecter, avec un compte ou une carte. "
        "Gardez les deux profils."
    ),
    "live_candidacies": N_(
        "Les deux profils ont une candidature en cours. Terminez d'abord celle du profil à retirer."
    ),
}

DONE: Mapping[str, str] = {
    "merged": N_("C'est fait : il reste un seul profil. Vous pouvez annuler pendant 30 jours."),
    "apart": N_("C'est noté : ce sont deux personnes."),
    "undone": N_("C'est annulé : les deux profils sont revenus."),
}
