"""Ids of reference data in a profile: unknown ones are refused, missing links are made. Pure.

Every problem is collected, so that somebody mends all of them at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from amuddu.contracts.profiles import ProfileIn
from amuddu.contracts.types import ConceptRef
from amuddu.kit.errors import FieldError, Invalid
from amuddu.kit.i18n import N_, Text
from amuddu.reference import concepts, countries, languages, places
from services.profiles.residence import rights

_OCCUPATION = N_("Métier inconnu : choisissez dans la liste, ou écrivez-le seulement en mots.")
_SKILL = N_("Compétence inconnue : choisissez-la, ou écrivez-la seulement en mots.")
_TITLE = N_("Titre de séjour inconnu : choisissez dans la liste.")


def linked(body: ProfileIn) -> ProfileIn:
    """The profile with its words linked to the concepts that bear exactly these names.

    Raises `Invalid` for each id that the reference data or the rules do not have. Words that
    no concept bears stay words: matching links them by meaning.
    """
    problems = tuple(_problems(body))
    if problems:
        raise Invalid(fields=problems)
    experience = tuple(
        item.model_copy(update={"occupation": item.occupation or _occupation_id(item.title)})
        for item in body.experience
    )
    return body.model_copy(
        update={
            "occupations": tuple(_linked(ref, _occupation_id) for ref in body.occupations),
            "skills": tuple(_linked(ref, _skill_id) for ref in body.skills),
            "experience": experience,
        }
    )


def _linked(ref: ConceptRef, find: Callable[[str], str | None]) -> ConceptRef:
    return ref if ref.concept else ref.model_copy(update={"concept": find(ref.text)})


def _occupation_id(text: str) -> str | None:
    found = concepts.find_occupation(text)
    return found.id if found else None


def _skill_id(text: str) -> str | None:
    found = concepts.find_skill(text)
    return found.id if found else None


def _problems(body: ProfileIn) -> Iterator[FieldError]:
    yield from _unknown_place(body.place)
    yield from _unknown_concepts(body)
    for index, language in enumerate(body.languages):
        if language.code not in languages.languages():
            field = f"languages.{index}.code"
            yield _problem(field, N_("Langue inconnue : choisissez dans la liste."))
    if body.nationality and body.nationality not in countries.countries():
        yield _problem("nationality", N_("Pays inconnu : choisissez dans la liste."))
    yield from _unknown_title(body)


def _unknown_place(place: str | None) -> Iterator[FieldError]:
    if place is None or place in places.places():
        return
    meant = places.find_place(place)
    if meant:
        yield _problem(
            "place", N_("Ville inconnue. Vouliez-vous dire « {place} » ?"), place=meant.id
        )
    else:
        yield _problem("place", N_("Ville inconnue : choisissez dans la liste."))


def _unknown_concepts(body: ProfileIn) -> Iterator[FieldError]:
    occupations, skills = concepts.occupations(), concepts.skills()
    asked: Iterable[tuple[str, str | None, bool, str]] = (
        *(
            (f"occupations.{index}.concept", ref.concept, ref.concept in occupations, _OCCUPATION)
            for index, ref in enumerate(body.occupations)
        ),
        *(
            (f"skills.{index}.concept", ref.concept, ref.concept in skills, _SKILL)
            for index, ref in enumerate(body.skills)
        ),
        *(
            (
                f"experience.{index}.occupation",
                x.occupation,
                x.occupation in occupations,
                _OCCUPATION,
            )
            for index, x in enumerate(body.experience)
        ),
    )
    for field, concept, known, message in asked:
        if concept is not None and not known:
            yield _problem(field, message)


def _unknown_title(body: ProfileIn) -> Iterator[FieldError]:
    title = body.residence
    if title is None:
        return
    if not rights.is_status(title.status):
        yield _problem("residence.status", _TITLE)
    if title.underlying and not rights.is_status(title.underlying):
        yield _problem("residence.underlying", _TITLE)
    for index, overlay in enumerate(title.overlays):
        if not rights.is_overlay(overlay):
            field = f"residence.overlays.{index}"
            yield _problem(field, N_("Situation inconnue : choisissez dans la liste."))


def _problem(field: str, message: str, **params: object) -> FieldError:
    return FieldError(field, Text(message, params))
