"""Which kinds of line each role's first page has, the most urgent first.

Each kind is read by an operation that the role may call anyway: this page opens nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from amuddu.kit.auth import Role
from amuddu.kit.i18n import N_
from gateway.today import people, programme, scholarships, talks, vacancies, yes
from gateway.today.lines import Kind


@dataclass(frozen=True, slots=True)
class Plan:
    """What a role's day is made of, and where to go on (`next_page`) when nothing waits."""

    kinds: tuple[Kind, ...]
    next_page: str
    next_icon: str
    next_words: str


_HIRES = Kind("hire", N_("Embauches à suivre"), programme.hires, more="/embauches")
_RENEWALS = Kind(
    "renewal",
    N_("Papiers et accords à renouveler"),
    people.renewals,
    note=N_("Vous voyez ces dates parce que vous suivez ces personnes. Chaque lecture est notée."),
)
_CORRECTIONS = Kind(
    "correction", N_("Corrections demandées"), people.corrections, more="/corrections"
)
_DORMANT = Kind(
    "dormant",
    N_("Personnes sans nouvelles"),
    people.dormant,
    note=N_("Demandez-leur si elles gardent leur profil. Elles liront que vous l'avez noté."),
)
_IMPORTS = Kind(
    "import", N_("Vos fichiers importés"), programme.imports, more="/imports", shared=False
)

_COUNSELLOR = Plan(
    (
        talks.SOON,
        talks.OTHER,
        talks.TO_CHOOSE,
        talks.TO_TELL,
        Kind("meet", N_("Des employeurs veulent rencontrer ces personnes"), yes.wanted),
        Kind("yes", N_("Ces personnes ont dit oui"), yes.said_yes),
        Kind("report", N_("Signalements à suivre"), vacancies.reports, more="/signalements"),
        _HIRES,
        Kind("claim", N_("Demandes d'aide à décider"), programme.claims, more="/demandes"),
        Kind("seat", N_("Places en formation à confirmer"), people.seats, more="/places"),
        scholarships.TO_ADMIT,
        scholarships.TO_SIGN,
        scholarships.TO_SCORE,
        _RENEWALS,
        Kind(
            "young",
            N_("Accords d'un parent ou du tuteur à demander"),
            people.young,
            note=N_(
                "Ces personnes ont moins de 18 ans : elles ne sont pas proposées sans cet accord."
            ),
        ),
        Kind("answer", N_("Réponses à relancer"), people.answers),
        Kind("offer", N_("Offres à traiter"), vacancies.untouched, more="/offres?statut=published"),
        Kind(
            "interest",
            N_("Des offres intéressent ces personnes"),
            people.interests,
            note=N_("L'employeur n'en sait rien. Présélectionner la personne vaut réponse."),
            shared=False,  # its own button says to the person that the agency looks after it
        ),
        _CORRECTIONS,
        Kind(
            "words",
            N_("Offres dont les mots sont à regarder"),
            vacancies.doubtful,
            more="/offres?statut=waiting",
        ),
        Kind("firm", N_("Entreprises à vérifier"), vacancies.firms, more="/entreprises"),
        _DORMANT,
        Kind("silent", N_("Employeurs sans nouvelles"), vacancies.silent),
        _IMPORTS,
    ),
    "/offres",
    "work",
    N_("Voir toutes les offres"),
)


def _seen_in_part(kind: Kind) -> Kind:
    """For who may follow fewer people than the rest of the team: what is not here is not over."""
    return replace(kind, ends=False)


_AGENT = Plan(
    (
        _seen_in_part(talks.TO_CHOOSE),
        Kind("call", N_("Personnes à appeler"), people.calls, more="/appels"),
        Kind("say", N_("À dire aux personnes"), people.words_to_say, more="/appels"),
        _seen_in_part(_HIRES),
        _seen_in_part(_RENEWALS),
        _seen_in_part(replace(_CORRECTIONS, more="")),
        _seen_in_part(_DORMANT),
    ),
    "/personnes",
    "people",
    N_("Voir mes personnes"),
)

_EMPLOYER = Plan(
    (
        talks.SOON,
        talks.OTHER,
        talks.TO_TELL,
        Kind("yes", N_("Ces personnes ont dit oui"), yes.to_meet),
        Kind("decide", N_("Personnes que vous vouliez rencontrer"), yes.to_decide),
        Kind("own_firm", N_("Votre entreprise"), vacancies.own_firm),
        _HIRES,
        Kind("claim", N_("Demandes d'aide à compléter"), programme.claims, more="/demandes"),
        Kind("silent", N_("Recrutez-vous toujours ?"), vacancies.silent),
        Kind("draft", N_("Offres pas encore en ligne"), vacancies.drafts, more="/offres"),
    ),
    "/offres",
    "work",
    N_("Voir mes offres"),
)

_COORDINATOR = Plan(
    (
        Kind(
            "claim", N_("Demandes d'aide à décider ou à payer"), programme.claims, more="/demandes"
        ),
        scholarships.TO_DECIDE,
        scholarships.TO_ORDER,
        scholarships.TO_SCORE,
        Kind("scheme", N_("Aides proposées"), programme.scheme_versions, more="/aides"),
        Kind("rule", N_("Règles proposées"), programme.rule_versions, more="/regles"),
        Kind("hire", N_("Embauches bloquées"), programme.hires, more="/embauches?etat=stuck"),
        _IMPORTS,
    ),
    "/bilan",
    "eye",
    N_("Voir le bilan"),
)

PLANS: Mapping[Role, Plan] = {
    Role.EMPLOYER: _EMPLOYER,
    Role.COUNSELLOR: _COUNSELLOR,
    Role.AGENT: _AGENT,
    Role.COORDINATOR: _COORDINATOR,
}
