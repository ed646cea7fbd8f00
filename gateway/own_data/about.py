"""Of each kind of data: what for, where from, who receives it, how long it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from amuddu.contracts.export.document import About, PartName
from amuddu.contracts.types import Lang
from amuddu.kit.i18n import N_, Text

_WORK = N_("Trouver un emploi avec vous.")
_REACH = N_("Vous prévenir quand une offre correspond.")
_LAW = N_("Savoir ce que la loi vous ouvre, et vous protéger au travail.")
_PROOF = N_("Pouvoir montrer ce que vous avez accepté ou refusé.")
_GUARD = N_("Protéger vos données et votre compte.")
_HIRE = N_("Suivre votre embauche et l'aide qui va avec.")
_TRAIN = N_("Vous garder une place en formation.")
_ONCE = N_("Ne pas vous inscrire deux fois.")

_YOU = N_("Vous, ou l'agence avec vous.")
_AGENCY = N_("L'agence qui vous suit.")
_PLATFORM = N_("La plateforme, quand quelqu'un fait quelque chose.")
_COMPARING = N_("La plateforme, à partir de ce que vous avez écrit.")
_FIRM = N_("L'employeur et l'agence.")

_NOBODY = N_("Personne d'autre que vous et l'agence qui vous suit.")
_VAULT = N_("Vous et l'agence qui vous suit. Aucun autre service, aucun employeur.")
_YES = N_("L'employeur à qui vous avez dit oui, pour cette offre.")
_OFFICER = N_("La personne qui veille à la protection des données, sans votre nom.")
_SENDER = N_("Le service qui envoie les messages, au moment de l'envoi.")
_MATCH = N_("Les agences qui cherchent quelqu'un, sans votre nom ni votre contact.")
_CENTRES = N_("Le centre, quand la formation est terminée.")
_CENTRE = N_("La coordination, avec un code à la place du nom.")
_DECIDERS = N_("L'employeur, l'agence et la coordination, avec un code à la place du nom.")

_ANYBODY = N_("Qui a le numéro du papier : la formation, le centre et le jour, jamais votre nom.")

_ERASED = N_("Jusqu'à ce que votre profil soit effacé.")
_NUMBER = N_("Après l'effacement, il n'en reste qu'un numéro sans nom.")
_PAPER = N_(
    "Dix ans. Après l'effacement, le numéro dit encore que le papier est vrai, sans lien avec vous."
)
_AUDIT = N_("Le journal est gardé après l'effacement, sans lien avec vous.")
_MONEY = N_("Aussi longtemps que la loi le demande pour l'argent public, avec un code.")
_PAPERS = N_("Trois ans, ou jusqu'à ce que votre profil soit effacé.")
_SHORT = N_("Jusqu'à la fin de la connexion.")
_UNDO = N_("Trente jours pour annuler, puis l'autre profil est effacé.")


@dataclass(frozen=True, slots=True)
class _Kind:
    title: str
    purpose: str
    source: str
    recipients: str
    kept: str


ABOUT: Mapping[str, _Kind] = {
    "profiles.profile": _Kind(N_("Ce que vous avez écrit"), _WORK, _YOU, _YES, _ERASED),
    "profiles.title": _Kind(N_("Vos papiers et votre naissance"), _LAW, _YOU, _VAULT, _ERASED),
    "profiles.consents": _Kind(N_("Accords donnés et retirés"), _PROOF, _YOU, _NOBODY, _ERASED),
    "profiles.guardians": _Kind(
        N_("Accord d'un parent ou du tuteur"), _LAW, _AGENCY, _NOBODY, _ERASED
    ),
    "profiles.notes": _Kind(N_("Notes de l'agence"), _WORK, _AGENCY, _NOBODY, _ERASED),
    "profiles.papers": _Kind(N_("Documents de vos embauches"), _HIRE, _FIRM, _YES, _PAPERS),
    "profiles.opened_contacts": _Kind(
        N_("À qui votre contact a été ouvert"), _HIRE, _PLATFORM, _YES, _ERASED
    ),
    "profiles.merges": _Kind(N_("Profils réunis"), _ONCE, _AGENCY, _NOBODY, _UNDO),
    "profiles.told_apart": _Kind(
        N_("Comparé avec une autre personne : deux personnes différentes"),
        _ONCE,
        _AGENCY,
        _NOBODY,
        _ERASED,
    ),
    "profiles.changes": _Kind(N_("Ce qui a été changé"), _PROOF, _PLATFORM, _NOBODY, _ERASED),
    "profiles.corrections": _Kind(N_("Corrections demandées"), _PROOF, _YOU, _NOBODY, _ERASED),
    "profiles.account_events": _Kind(
        N_("Ce qui s'est passé avec le compte"), _GUARD, _PLATFORM, _NOBODY, _ERASED
    ),
    "profiles.contact_changes": _Kind(N_("Changements de contact"), _GUARD, _YOU, _NOBODY, _ERASED),
    "profiles.emergencies": _Kind(
        N_("Profil ouvert en urgence"), _GUARD, _PLATFORM, _OFFICER, _ERASED
    ),
    "profiles.erasures": _Kind(N_("Effacement demandé"), _GUARD, _AGENCY, _OFFICER, _ERASED),
    "profiles.exports": _Kind(N_("Copies comme celle-ci"), _GUARD, _PLATFORM, _OFFICER, _ERASED),
    "profiles.accesses": _Kind(N_("Qui a regardé"), _GUARD, _PLATFORM, _OFFICER, _AUDIT),
    "matching.compared": _Kind(
        N_("Ce qui est comparé avec les offres"), _WORK, _COMPARING, _MATCH, _NUMBER
    ),
    "matching.candidacies": _Kind(N_("Candidatures"), _WORK, _AGENCY, _YES, _NUMBER),
    "matching.interests": _Kind(N_("Offres qui vous intéressent"), _WORK, _YOU, _NOBODY, _NUMBER),
    "matching.searches": _Kind(N_("Recherches que vous gardez"), _WORK, _YOU, _NOBODY, _NUMBER),
    "matching.interviews": _Kind(N_("Vos rendez-vous"), _WORK, _FIRM, _YES, _NUMBER),
    "employers.hires": _Kind(N_("Dossiers d'embauche"), _HIRE, _FIRM, _DECIDERS, _MONEY),
    "employers.claims": _Kind(
        N_("Demandes d'aide pour votre embauche"), _HIRE, _FIRM, _DECIDERS, _MONEY
    ),
    "notifications.offers": _Kind(
        N_("Offres, messages, appels et réponses"), _REACH, _PLATFORM, _SENDER, _NUMBER
    ),
    "notifications.notices": _Kind(
        N_("Messages sur votre compte"), _GUARD, _PLATFORM, _SENDER, _ERASED
    ),
    "notifications.news": _Kind(
        N_("Votre liste de notifications"), _REACH, _PLATFORM, _NOBODY, _ERASED
    ),
    "notifications.muted": _Kind(
        N_("Messages que vous ne voulez pas"), _REACH, _YOU, _SENDER, _ERASED
    ),
    "support.certificates": _Kind(
        N_("Attestations de formation"), _TRAIN, _CENTRES, _ANYBODY, _PAPER
    ),
    "support.scholarships": _Kind(N_("Demandes de bourse"), _TRAIN, _AGENCY, _DECIDERS, _NUMBER),
    "support.trainings": _Kind(
        N_("Demandes de place en formation"), _TRAIN, _AGENCY, _CENTRE, _NUMBER
    ),
    "account.accounts": _Kind(N_("Compte"), _GUARD, _YOU, _NOBODY, _ERASED),
    "account.sessions": _Kind(N_("Connexions ouvertes"), _GUARD, _PLATFORM, _NOBODY, _SHORT),
    "account.cards": _Kind(N_("Cartes"), _GUARD, _AGENCY, _NOBODY, _ERASED),
    "account.contacts": _Kind(N_("Contacts du compte"), _GUARD, _YOU, _SENDER, _ERASED),
    "account.passkeys": _Kind(N_("Clés d'accès"), _GUARD, _YOU, _NOBODY, _ERASED),
}
"""By the place of a kind in the document; a test compares with the document itself."""

PART_NAMES: Mapping[PartName, str] = {
    "profiles": N_("Profil"),
    "matching": N_("Candidatures et ce qui est comparé"),
    "employers": N_("Dossiers d'embauche et aides"),
    "notifications": N_("Offres, messages et réponses"),
    "support": N_("Demandes de place en formation"),
    "account": N_("Compte et connexions"),
}


def about(lang: Lang) -> tuple[About, ...]:
    """All of it in a language."""

    def said(text: str) -> str:
        return Text(text).in_(lang)

    return tuple(
        About(
            section=section,
            title=said(kind.title),
            purpose=said(kind.purpose),
            source=said(kind.source),
            recipients=said(kind.recipients),
            kept=said(kind.kept),
        )
        for section, kind in ABOUT.items()
    )
