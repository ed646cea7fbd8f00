"""The texts of a person or a vacancy that are weighed, and how much each counts. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.contracts.types import ConceptRef
from services.matching.lexicon.concepts import Kind, answers, resolve
from services.matching.lexicon.outright import TOLD, read
from services.matching.vectors.embedding import Part

TITLE_WEIGHT = 3.0


EXPERIENCE_WEIGHT = 2.0


PROSE_WEIGHT = 1.0


def profile_parts(profile: ProfileUpdated) -> tuple[Part, ...]:
    """What a person did, wants to do and says of themselves; skills only for want of these."""
    return _said(
        [
            *(Part(meaning("occupation", ref), TITLE_WEIGHT) for ref in profile.occupations),
            *(
                Part(meaning("occupation", job.occupation), EXPERIENCE_WEIGHT)
                for job in profile.experience
            ),
            *(Part(job.text, PROSE_WEIGHT) for job in profile.experience),
            Part(profile.about, PROSE_WEIGHT),
        ]
    ) or _said(Part(meaning("skill", ref), 1.0) for ref in profile.skills)


def vacancy_parts(vacancy: VacancyPublished) -> tuple[Part, ...]:
    """The trade, the title, and the description."""
    return _said(
        [
            Part(meaning("occupation", vacancy.occupation), TITLE_WEIGHT),
            Part(meaning("occupation", ConceptRef(text=vacancy.title)), TITLE_WEIGHT),
            Part(vacancy.description, PROSE_WEIGHT),
        ]
    )


def meaning(kind: Kind, ref: ConceptRef) -> str:
    """What a name is weighed by: of trades or a skill that we know, their labels in every language,
    alike for a man and a woman and whatever they wrote; else the own words."""
    concept = resolve(kind, ref)
    if concept is None and kind == "occupation":
        said = (answers(kind)[trade] for trade, sure in read(ref.text).trades if sure >= TOLD)
        known = [*said]
    else:
        known = [concept] if concept else []
    labels = dict.fromkeys(label for each in known for label in each.labels.values())
    return ", ".join(labels) if labels else ref.text


def tells_a_story(profile: ProfileUpdated) -> bool:
    """Whether the profile holds words beside its skills, so that its text can be compared."""
    jobs: tuple[ConceptRef, ...] = (
        *profile.occupations,
        *(job.occupation for job in profile.experience),
    )
    return bool(jobs or profile.about)


def _said(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.words.strip())
