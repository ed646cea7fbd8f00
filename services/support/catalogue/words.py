"""What a course is found by, and what a search asks for. Pure.

The names of its trade and its skills stand in all four languages, so that somebody who asks in
Arabic finds a course that a centre wrote in French.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from amuddu.contracts.support.catalogue import CourseSearch
from amuddu.reference import concepts, unit_groups
from amuddu.reference.places import parts_of
from amuddu.reference.text import fold
from services.support.catalogue.repository import Wanted
from services.support.catalogue.tables import CourseRow

_MOST_WORDS = 8
_MOST_CONCEPTS = 12
_MOST_SKILLS = 30
_KEY_LENGTH = 200


def name_key(name: str) -> str:
    """A name as compared: two spellings of it are one centre."""
    return (fold(name) or name.casefold())[:_KEY_LENGTH]


def concepts_of(trade: dict[str, Any] | None, skills: list[dict[str, Any]]) -> list[str]:
    """Ids of a course's trade and skills."""
    linked = [each["concept"] for each in ([trade] if trade else []) + skills]
    return list(dict.fromkeys(each for each in linked if each))


def words_of(row: CourseRow, centre_name: str) -> str:
    """All words of a course, folded."""
    said = [row.title, row.sector or "", row.description, centre_name]
    said += [each["text"] for each in row.skills]
    for concept in row.concepts:
        said += _names(concept)
    return " ".join(filter(None, (fold(text) for text in said)))


def _names(concept: str) -> Iterator[str]:
    found = concepts.occupations().get(concept) or concepts.skills().get(concept)
    if found is not None:
        yield from found.labels.values()
        for synonyms in found.synonyms.values():
            yield from synonyms
        return
    group = unit_groups.of_concept(concept)
    if group is not None:
        yield from (unit_groups.title(group, lang) for lang in ("fr", "ar", "en", "es"))


def wanted(asked: CourseSearch) -> Wanted:
    """What a search asks for."""
    parts = parts_of(asked.q)[:_MOST_WORDS]
    return Wanted(
        words=tuple(part.text for part in parts if not part.town),
        towns=tuple(part for part in parts if part.town),
        concepts=tuple(filter(None, asked.concepts.split(",")))[:_MOST_CONCEPTS],
        skills=_skills(asked.skills),
        place=asked.place,
        level=asked.level,
        free=asked.free,
        coming=asked.coming,
    )


def _skills(asked: str) -> tuple[str, ...] | None:
    """The skills that are asked for, none of them a trade; `None` where none is asked."""
    named = [each for each in asked.split(",") if each]
    if not named:
        return None
    known = concepts.skills()
    return tuple(each for each in dict.fromkeys(named) if each in known)[:_MOST_SKILLS]
