"""What a vacancy or an employer must hold: known ids always, the essentials at publication.

Pure functions that collect every problem, so that somebody mends all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import partial

from amuddu.contracts.employers import MOST_LANGUAGES, VacancyIn
from amuddu.kit import checks
from amuddu.kit.checks import field_error
from amuddu.kit.errors import FieldError
from amuddu.kit.i18n import N_
from amuddu.reference.languages import COMMON
from amuddu.reference.rare_languages import only_asks_rare_language
from amuddu.rules.protection import domestic, minimum
from amuddu.rules.protection.minimum import Minimum, WorkKind
from services.employers.schemes import evaluating as incentives
from services.employers.schemes.book import Book

FARMING = "farming"
UNKNOWN_SCHEME = N_("Aide inconnue : choisissez dans la liste des aides.")
_DATED_CONTRACTS = frozenset({"CDD", "seasonal"})


# --- ids of the reference data ----------------------------------------------------------------


def linked(content: VacancyIn, *, book: Book) -> VacancyIn:
    """The vacancy with its words linked to the concepts that bear exactly these names.

    Raises `Invalid` for an id that neither the reference data nor the book of schemes has. Words
    that no concept bears stay words: matching links them by meaning. A reason to ask for a rare
    language where none is asked goes.
    """
    checks.refuse_if_any(unknown_ids(content, book=book))
    skill = partial(checks.linked, find=checks.skill_id)
    occupation = content.occupation and checks.linked(content.occupation, checks.occupation_id)
    return content.model_copy(
        update={
            "occupation": occupation,
            "essential_skills": tuple(skill(x) for x in content.essential_skills),
            "wanted_skills": tuple(skill(x) for x in content.wanted_skills),
            "language_reason": content.language_reason if asks_rare_language(content) else None,
        }
    )


def unknown_ids(content: VacancyIn, *, book: Book) -> Iterable[FieldError]:
    """Ids in a vacancy that neither the reference data nor the book of schemes has."""
    if content.occupation:
        yield from checks.unknown_occupation("occupation.concept", content.occupation.concept)
    yield from _unknown_skills(content)
    yield from checks.unknown_languages(content.languages)
    yield from checks.unknown_place(content.place)
    if content.incentive_scheme and not incentives.is_known(book, content.incentive_scheme):
        yield field_error("incentive_scheme", UNKNOWN_SCHEME)


def _unknown_skills(content: VacancyIn) -> Iterable[FieldError]:
    for name in ("essential_skills", "wanted_skills"):
        for index, skill in enumerate(getattr(content, name)):
            yield from checks.unknown_skill(f"{name}.{index}.concept", skill.concept)


# --- publication ------------------------------------------------------------------------------


def publication_problems(
    content: VacancyIn, *, on: date, start_before: date | None = None
) -> Iterable[FieldError]:
    """What keeps a vacancy from being published on a day.

    `start_before` is the start that the vacancy was last published with: it may have passed
    since, and correcting a word of the text does not ask for a new one.
    """
    yield from _missing(content)
    yield from language_problems(content)
    yield from _too_long_a_week(content)
    # A contract that began before a new minimum pays the new one from its day on.
    yield from _below_minimum(content, on=max(on, content.starts_on or on))
    start = content.starts_on
    if start and start < on and start != start_before:
        yield field_error(
            "starts_on",
            N_("Ce jour est passé : choisissez un jour à venir, ou laissez vide."),
        )


def _missing(content: VacancyIn) -> Iterable[FieldError]:
    if content.occupation is None:
        yield field_error("occupation", N_("Indiquez le métier, par exemple « maçon »."))
    if content.place is None:
        yield field_error("place", N_("Indiquez la ville du travail."))
    if content.contract_type is None:
        yield field_error("contract_type", N_("Choisissez le type de contrat."))
    if content.contract_type in _DATED_CONTRACTS and content.contract_months is None:
        yield field_error("contract_months", N_("Indiquez la durée du contrat, en mois."))


def asks_rare_language(content: VacancyIn) -> bool:
    """Whether a language is asked which few people in Morocco speak."""
    return any(spoken.code not in COMMON for spoken in content.languages)


def language_problems(content: VacancyIn) -> Iterable[FieldError]:
    """Too many languages, and a rare one without a reason or in the words of a skill: asking for
    it singles out where people come from."""
    if len(content.languages) > MOST_LANGUAGES:
        yield field_error(
            "languages",
            N_("Demandez {most} langues au plus : gardez celles dont le travail a besoin."),
            most=MOST_LANGUAGES,
        )
    if asks_rare_language(content) and content.language_reason is None:
        yield field_error(
            "language_reason",
            N_(
                "Une langue demandée est peu parlée au Maroc : choisissez pourquoi le travail en a "
                "besoin, ou retirez-la."
            ),
        )
    for name in ("essential_skills", "wanted_skills"):
        for index, skill in enumerate(getattr(content, name)):
            if only_asks_rare_language(skill.text):
                yield field_error(
                    f"{name}.{index}.text",
                    N_(
                        "« {words} » est une langue : demandez-la parmi les langues, avec la "
                        "raison, et retirez-la des compétences."
                    ),
                    words=skill.text,
                )


def contract_problems(content: VacancyIn, *, on: date) -> Iterable[FieldError]:
    """What keeps a contract from being written down: its length, its hours, and a wage below the
    legal one."""
    if content.contract_type in _DATED_CONTRACTS and content.contract_months is None:
        yield field_error("contract_months", N_("Indiquez la durée du contrat, en mois."))
    yield from _too_long_a_week(content)
    yield from _below_minimum(content, on=content.starts_on or on)


def _below_minimum(content: VacancyIn, *, on: date) -> Iterable[FieldError]:
    # A "contrat d'insertion" pays an allowance, not a wage (law 1-93-16): no minimum wage.
    if content.contract_type == "trainee":
        return
    field = "wage_month" if content.wage_month is not None else "wage_month_max"
    wage: Decimal | None = getattr(content, field)
    if wage is None:
        return
    legal = minimum_of(content, on=on)
    if legal is not None and wage < legal.amount:
        yield field_error(
            field, _too_low(content, legal), amount=legal.amount, hours=legal.hours_week
        )


_TOO_LOW = N_(
    "Ce salaire est sous le minimum légal : {amount} MAD par mois à plein temps. "
    "Indiquez au moins ce montant."
)
_TOO_LOW_PART = N_(
    "Ce salaire est sous le minimum légal : {amount} MAD par mois pour {hours} heures par semaine. "
    "Indiquez au moins ce montant."
)
_TOO_LOW_HOME = N_(
    "Ce salaire est sous le minimum légal du travail à domicile (loi 19-12) : {amount} MAD par "
    "mois. Indiquez au moins ce montant."
)


def _too_low(content: VacancyIn, legal: Minimum) -> str:
    if is_domestic(content):
        return _TOO_LOW_HOME
    return _TOO_LOW_PART if legal.part_time else _TOO_LOW


def _too_long_a_week(content: VacancyIn) -> Iterable[FieldError]:
    most = minimum.most_hours(_kind(content))
    if content.hours_week is not None and content.hours_week > most:
        yield field_error(
            "hours_week",
            N_(
                "C'est plus que la semaine légale : indiquez {most} heures au plus. "
                "Les heures en plus se paient à part."
            ),
            most=most,
        )


def minimum_of(content: VacancyIn, *, on: date) -> Minimum | None:
    """The legal minimum of a vacancy on a day, for its hours; `None` before our figures."""
    return minimum.minimum_month(_kind(content), on=on, hours_week=content.hours_week)


def legal_minimum(content: VacancyIn, *, on: date) -> Decimal | None:
    """Lowest legal wage of a month of its hours, in dirhams; `None` before our figures."""
    found = minimum_of(content, on=on)
    return found.amount if found else None


def is_domestic(content: VacancyIn) -> bool:
    """Whether a vacancy is domestic work for a private household (law 19-12)."""
    trade = content.occupation.concept if content.occupation else None
    return domestic.is_domestic(trade, household=content.household)


def _kind(content: VacancyIn) -> WorkKind:
    if is_domestic(content):
        return "domestic"
    return "farming" if incentives.sector_of(content) == FARMING else "general"
