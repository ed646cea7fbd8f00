"""Ids of reference data in a profile: unknown ones are refused, missing links are made. Pure.

Every problem is collected, so that somebody mends all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from amuddu.contracts.profiles import ProfileIn
from amuddu.kit import checks
from amuddu.kit.checks import field_error
from amuddu.kit.clock import today
from amuddu.kit.errors import FieldError
from amuddu.kit.i18n import N_
from amuddu.reference import countries
from services.profiles.people import ages
from services.profiles.residence import rights

_TITLE = N_("Titre de séjour inconnu : choisissez dans la liste.")


def linked(body: ProfileIn) -> ProfileIn:
    """The profile with its words linked to the concepts that bear exactly these names.

    Raises `Invalid` for each id that the reference data or the rules do not have. Words that
    no concept bears stay words: matching links them by meaning.
    """
    checks.refuse_if_any(problems(body))
    occupation = partial(checks.linked, find=checks.occupation_id)
    skill = partial(checks.linked, find=checks.skill_id)
    experience = tuple(
        item.model_copy(update={"occupation": item.occupation or checks.occupation_id(item.title)})
        for item in body.experience
    )
    return body.model_copy(
        update={
            "occupations": tuple(occupation(ref) for ref in body.occupations),
            "skills": tuple(skill(ref) for ref in body.skills),
            "experience": experience,
        }
    )


def problems(body: ProfileIn) -> Iterator[FieldError]:
    """Ids in a profile that the reference data or the rules do not have."""
    yield from checks.unknown_place(body.place)
    yield from _unknown_concepts(body)
    yield from checks.unknown_languages(body.languages)
    if body.nationality and body.nationality not in countries.countries():
        yield field_error("nationality", N_("Pays inconnu : choisissez dans la liste."))
    yield from ages.problems(body, on=today())
    yield from _unknown_title(body)


def _unknown_concepts(body: ProfileIn) -> Iterator[FieldError]:
    for index, ref in enumerate(body.occupations):
        yield from checks.unknown_occupation(f"occupations.{index}.concept", ref.concept)
    for index, ref in enumerate(body.skills):
        yield from checks.unknown_skill(f"skills.{index}.concept", ref.concept)
    for index, item in enumerate(body.experience):
        yield from checks.unknown_occupation(f"experience.{index}.occupation", item.occupation)


def _unknown_title(body: ProfileIn) -> Iterator[FieldError]:
    title = body.residence
    if title is None:
        return
    if not rights.is_status(title.status):
        yield field_error("residence.status", _TITLE)
    if title.underlying and not rights.is_status(title.underlying):
        yield field_error("residence.underlying", _TITLE)
    for index, overlay in enumerate(title.overlays):
        if not rights.is_overlay(overlay):
            field = f"residence.overlays.{index}"
            yield field_error(field, N_("Situation inconnue : choisissez dans la liste."))
