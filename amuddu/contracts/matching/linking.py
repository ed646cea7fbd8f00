"""Words linked to occupations and skills."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from amuddu.contracts.matching.ranking import Few
from amuddu.contracts.operations import Operations, Query
from amuddu.contracts.types import Contract, LongText, Role, ShortText, Slug

ConceptKind = Literal["occupation", "skill"]


class LinkedConcept(Contract):
    """A concept that some words may stand for."""

    concept: Slug
    label: str
    isco: str | None = None
    esco: str | None = None
    score: float = Field(ge=0, le=1)


class Linked(Contract):
    """Concepts proposed for a text, best first."""

    items: tuple[LinkedConcept, ...]


class LinkManyIn(Contract):
    """Several texts whose concepts are wanted, at most `limit` of each."""

    texts: tuple[ShortText, ...] = Field(max_length=20)
    kind: ConceptKind = "occupation"
    limit: Few = 5


class LinkJobIn(Contract):
    """What a vacancy tells of its trade: the words for it, its skills and its description."""

    title: ShortText
    skills: tuple[ShortText, ...] = Field(default=(), max_length=60)
    description: LongText = ""
    limit: Few = 5


class LinkedMany(Contract):
    """What was found for each text, in their order."""

    texts: tuple[Linked, ...]


class LinkQuery(Query):
    """Words, in any language, and how many concepts are proposed."""

    q: ShortText
    kind: ConceptKind = "occupation"
    limit: Few = 5


_SIGNED_IN = tuple(role for role in Role if role is not Role.SERVICE)

_CALLS = Operations("matching", tag="matching")

LINK = _CALLS.get(
    "/link",
    Linked,
    "link_words",
    "Occupations or skills that some words, in any language, may stand for.",
    query=LinkQuery,
    roles=_SIGNED_IN,
)
LINK_JOB = _CALLS.post(
    "/link/job",
    Linked,
    "link_job",
    "Occupations that a vacancy may be about, by its title, skills and description.",
    body=LinkJobIn,
    roles=_SIGNED_IN,
)
LINK_MANY = _CALLS.post(
    "/link/batch",
    LinkedMany,
    "link_many",
    "The same for several texts, in one call.",
    body=LinkManyIn,
    roles=_SIGNED_IN,
)
