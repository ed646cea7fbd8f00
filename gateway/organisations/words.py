"""Words of where an employer stands: states, what is looked at, what is to be mended."""

from __future__ import annotations

from collections.abc import Mapping

from amuddu.kit.i18n import N_

STATES: Mapping[str, str] = {
    "entered": N_("Inscrite par l'agence"),
    "declared": N_("À vérifier"),
    "returned": N_("À corriger par l'entreprise"),
    "verified": N_("Vérifiée"),
    "suspended": N_("Suspendue"),
    "merged": N_("Réunie avec une autre"),
}

TONES: Mapping[str, str] = {
    "entered": "plain",
    "declared": "warm",
    "returned": "plain",
    "verified": "good",
    "suspended": "bad",
    "merged": "plain",
}

BASES: Mapping[str, str] = {
    "register": N_("J'ai trouvé l'entreprise dans le registre public"),
    "papers": N_("J'ai vu ses papiers"),
    "visit": N_("Je suis allé sur place"),
    "known": N_("L'agence travaille déjà avec elle"),
}
"""What the agency looked at."""

TO_MEND: Mapping[str, str] = {
    "ice": N_("L'ICE n'est pas celui de cette entreprise."),
    "name": N_("Le nom n'est pas celui du registre."),
    "rc": N_("Le numéro ou la ville du registre de commerce n'est pas bon."),
    "cnss": N_("Le numéro d'affiliation à la CNSS n'est pas bon."),
    "address": N_("L'adresse n'est pas bonne ou n'est pas complète."),
    "phone": N_("Personne ne répond à ce numéro : donnez-en un autre."),
    "rights": N_(
        "L'entreprise ne confirme pas ce compte : venez à l'agence avec un papier d'elle."
    ),
    "not_employer": N_("Ces papiers ne sont pas ceux d'un employeur."),
}
"""What an employer reads when its agency hands its file back."""

HALTS: Mapping[str, str] = {
    "complaint": N_("Plainte d'une personne"),
    "false_offer": N_("Offre fausse"),
    "money_asked": N_("De l'argent a été demandé"),
    "closed_down": N_("L'entreprise n'existe plus"),
    "asked": N_("L'entreprise l'a demandé"),
    "other": N_("Autre raison"),
}

STEPS: Mapping[str, str] = {
    "enter": N_("Inscrite par l'agence"),
    "declare": N_("L'entreprise a rempli sa fiche"),
    "verify": N_("L'agence a vérifié l'entreprise"),
    "hand_back": N_("L'agence a rendu la fiche à corriger"),
    "withdraw": N_("L'agence a retiré la vérification"),
    "correct": N_("L'agence a corrigé la fiche"),
    "suspend": N_("L'agence a suspendu l'entreprise"),
    "resume": N_("L'agence a rétabli l'entreprise"),
    "merge": N_("La fiche a été réunie avec une autre"),
}

SAME: Mapping[str, str] = {
    "ice": N_("même ICE"),
    "enterprise": N_("autre établissement de la même entreprise"),
    "name": N_("même nom"),
}

FIELDS: Mapping[str, str] = {
    "name": N_("Nom"),
    "place": N_("Ville"),
    "address": N_("Adresse"),
    "phone": N_("Téléphone"),
    "ice": N_("ICE"),
    "cnss": N_("CNSS"),
    "rc_number": N_("Registre de commerce"),
    "rc_court": N_("Tribunal"),
}

REASONS: Mapping[str, str] = {**FIELDS, **BASES, **TO_MEND, **HALTS}
"""Why a step was taken, by the code of the log."""

CHECKED: Mapping[str, str] = {
    "verified": N_("Oui : une agence a vérifié cette entreprise."),
    "unknown": N_("Aucune entreprise vérifiée ne porte ce numéro ou ce nom exact."),
    "several": N_("Plusieurs entreprises vérifiées portent ce nom : demandez-lui son ICE."),
    "ours": N_("Oui : ce message vient bien d'Amuddu."),
    "over": N_("Oui : ce message venait bien d'Amuddu. Il n'est plus valable."),
    "not_ours": N_("Non : ce message ne vient pas d'Amuddu. N'ouvrez pas son lien, ne payez rien."),
}
"""What somebody reads who asks whether an employer or a message is genuine."""
