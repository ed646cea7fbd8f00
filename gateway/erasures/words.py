"""Words of erasures: places that answer, what stays and why, how a receipt is judged."""

from __future__ import annotations

from collections.abc import Mapping

from amuddu.contracts.events.erasures import KeptCode, Place
from amuddu.contracts.profiles.receipts import Verdict
from amuddu.kit.i18n import N_

PLACES: Mapping[Place, str] = {
    "profiles": N_("Le profil et ce qui sert à le retrouver"),
    "profiles_key": N_("La clé qui ouvrait le profil, même dans les sauvegardes"),
    "profiles_letters": N_("Profils : les envois en attente ou refusés"),
    "profiles_topics": N_("Profils : les messages entre nos machines"),
    "matching": N_("Les propositions d'emploi et leur historique"),
    "matching_index": N_("Les listes de candidats en mémoire"),
    "matching_letters": N_("Propositions : les envois en attente ou refusés"),
    "matching_topics": N_("Propositions : les messages entre nos machines"),
    "employers": N_("Les dossiers d'embauche"),
    "employers_letters": N_("Embauches : les envois en attente ou refusés"),
    "notifications": N_("Les messages, les liens et les appels"),
    "notifications_letters": N_("Messages : les envois en attente ou refusés"),
    "notifications_topics": N_("Messages : les messages entre nos machines"),
    "support": N_("Les demandes de place en formation"),
    "support_letters": N_("Formations : les envois en attente ou refusés"),
    "support_topics": N_("Formations : les messages entre nos machines"),
    "gateway": N_("Le compte, les cartes et les fichiers importés"),
}

KEPT: Mapping[KeptCode, str] = {
    "claim_money": N_(
        "Demandes d'aide publique gardées pour les comptes, sans la personne : {count}"
    ),
    "messages_delivered": N_("Messages déjà partis, que nous ne pouvons plus reprendre : {count}"),
    "records_until_compaction": N_(
        "Enregistrements que le serveur de messages supprime en deux jours : {count}"
    ),
    "reference_mark": N_(
        "Empreintes d'un numéro de dossier, pour qu'un fichier ne ramène pas la personne : {count}"
    ),
    "files_until_read": N_(
        "Fichiers importés qui attendent, illisibles sans clé, supprimés sous un jour : {count}"
    ),
}

VERDICTS: Mapping[Verdict, str] = {
    "genuine": N_("Ce reçu est vrai."),
    "altered": N_("Ce n'est pas un de nos reçus, ou il a été changé."),
    "unknown": N_("Ce reçu est bien signé, mais il n'est pas dans notre registre."),
}
