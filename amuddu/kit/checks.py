"""What fields of several bodies are checked for, and words linked to concepts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from amuddu.contracts.types import ConceptRef, LanguageSkill
from amuddu.kit.errors import FieldError, Invalid
from amuddu.kit.i18n import N_, Text
from amuddu.reference import concepts, languages, places, unit_groups


def refuse_if_any(problems: Iterable[FieldError]) -> None:
    """Raise `Invalid` with the problems, if there are any."""
    found = tuple(problems)
    if found:
        raise Invalid(fields=found)


def field_error(field: str, message: str, **params: object) -> FieldError:
    return FieldError(field, Text(message, params))


def unknown_place(place: str | None) -> Iterable[FieldError]:
    if place is None or place in places.places():
        return
    meant = places.find_place(place)
    if meant:
        yield field_error(
            "place", N_("Ville inconnue. Vouliez-vous dire « {place} » ?"), place=meant.id
        )
    else:
        yield field_error("place", N_("Ville inconnue : choisissez dans la liste."))


def unknown_occupation(field: str, concept: str | None) -> Iterable[FieldError]:
    """A trade of ours, or a unit group of ISCO-08 where somebody's title is none of them."""
    known = concept in concepts.occupations() or unit_groups.of_concept(concept) is not None
    if concept is not None and not known:
        message = N_("Métier inconnu : choisissez dans la liste, ou écrivez-le seulement en mots.")
        yield field_error(field, message)


def unknown_skill(field: str, concept: str | None) -> Iterable[FieldError]:
    if concept is not None and concept not in concepts.skills():
        message = N_("Compétence inconnue : choisissez-la, ou écrivez-la seulement en mots.")
        yield field_error(field, message)


def unknown_languages(spoken: Sequence[LanguageSkill]) -> Iterable[FieldError]:
    for index, language in enumerate(spoken):
        if language.code not in languages.languages():
            yield field_error(
                f"languages.{index}.code", N_("Langue inconnue : choisissez dans la liste.")
            )


def linked(ref: ConceptRef, find: Callable[[str], str | None]) -> ConceptRef:
    """The words with the concept that bears exactly this name, if they have none yet."""
    return ref if ref.concept else ref.model_copy(update={"concept": find(ref.text)})


@lru_cache(maxsize=16_384)
def occupation_id(text: str) -> str | None:
    """The occupation that bears exactly this name."""
    found = concepts.find_occupation(text)
    return found.id if found else None


@lru_cache(maxsize=16_384)
def skill_id(text: str) -> str | None:
    """The skill that bears exactly this name."""
    found = concepts.find_skill(text)
    return found.id if found else None
