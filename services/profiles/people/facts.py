"""A profile as the other services may know it: match facts, in redacted words. Pure.

Left out: name, contact, sex, birth, nationality, title, and all that follows from the title; of an
age is told whether it is under 18, or unknown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from amuddu.contracts.ages import AgeState
from amuddu.contracts.profiles import Consents, ExperienceFact, ProfileUpdated
from amuddu.contracts.types import ConceptRef
from amuddu.kit import checks
from amuddu.redaction.text import MARK, redact
from amuddu.rules.protection import ages
from amuddu.rules.protection.data import LimitId
from services.profiles.common.tables import ProfileRow

MAY_BE_PROPOSED: frozenset[AgeState] = frozenset({"unknown", "young", "adult"})
"""A child is not, nor is somebody under 18 without the agreement of a parent or guardian."""
_AGES: tuple[LimitId, ...] = ("work", "adult", "domestic")
SHORT = 160
"""Characters of a short text of the contracts."""


def matchable(row: ProfileRow, consents: Consents, age: AgeState) -> bool:
    """Whether the person agrees to be proposed, says something to be proposed for, is of an age at
    which they may be, and was not put aside as nobody hears of them."""
    heard_of = row.aside_on is None
    return heard_of and consents.matching and has_substance(row) and age in MAY_BE_PROPOSED


def has_substance(row: ProfileRow) -> bool:
    """Whether the profile names an occupation, a skill or an experience."""
    return bool(row.occupations or row.skills or row.experience)


def updated(row: ProfileRow, consents: Consents, *, age: AgeState, revision: int) -> ProfileUpdated:
    """The event that tells matching what it may weigh."""
    clean = partial(_clean, names=(row.given_name, row.family_name), phone=row.phone)
    short = partial(clean, limit=SHORT, of_trade=True)
    return ProfileUpdated.model_validate(
        {
            "profile_id": row.id,
            "revision": revision,
            "code": row.code,
            "agency_id": row.agency_id,
            "occupations": _concepts(row.occupations, short),
            "skills": _concepts(row.skills, short),
            "experience": [_experience(fact, short, clean) for fact in row.experience],
            "about": clean(row.about),
            "languages": row.languages,
            "place": row.place,
            "max_distance_km": row.max_distance_km,
            "available_from": row.available_from,
            "contract_types": row.contract_types,
            "contactable": consents.contact,
            "young": age == "young",
            "age_unknown": age == "unknown",
        }
    )


def _clean(text: str, *, phone: str | None, **how: Any) -> str:
    """The text without what tells who it is; where it has no digit, it has no number either."""
    if not text:
        return ""
    return redact(text, phone=phone if any(map(str.isnumeric, text)) else None, **how)


def digest(event: ProfileUpdated) -> str:
    """Digest of the facts, revision apart: the same facts are not told twice."""
    told = event.model_dump_json(exclude={"revision"})
    return hashlib.sha256(told.encode()).hexdigest()


def stamp() -> str:
    """Digest of what decides about everybody's facts alike: the ages that the rules know, and the
    version of the event. Whoever was told under another stamp is looked at again."""
    decides = repr((ProfileUpdated.version, [ages.limit(name) for name in _AGES]))
    return hashlib.sha256(decides.encode()).hexdigest()


def _concepts(items: Iterable[Mapping[str, Any]], short: partial[str]) -> list[ConceptRef]:
    return [_concept(item["text"], item["concept"], short) for item in items]


def _concept(text: str, concept: str | None, short: partial[str]) -> ConceptRef:
    # The name of a trade or a skill tells no more than the link to it does.
    named = concept is not None and concept in (checks.occupation_id(text), checks.skill_id(text))
    return ConceptRef(text=text if named else short(text) or MARK, concept=concept)


def _experience(
    item: Mapping[str, Any], short: partial[str], clean: partial[str]
) -> ExperienceFact:
    return ExperienceFact(
        occupation=_concept(item["title"], item["occupation"], short),
        months=item["months"],
        text=clean(item["description"]),
    )
