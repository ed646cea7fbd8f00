"""Occupations and skills of the reference data, as matching needs them: every name they go by.

Beneath the trades stand the unit groups of ISCO-08, `isco-5120`: what a title is answered with
that is none of our trades. A group has no skills of its own and is called by its labels alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Literal

from amuddu.contracts.types import LANGS, ConceptRef, Lang
from amuddu.reference import concepts as reference
from amuddu.reference import unit_groups as classification
from amuddu.reference.text import fold

Kind = Literal["occupation", "skill"]

GROUP = classification.PREFIX


@dataclass(frozen=True, slots=True)
class Concept:
    """A trade or a skill. `labels` is its name in each language, `titles` the same as people
    read it (a trade's for men and women), `names` all it is called; `names_in` the same by
    language, the label first, without the names in Darija.

    A trade also has its ISCO-08 unit group, the skills it cannot do without, and those that many
    who practise it have.
    """

    id: str
    labels: Mapping[Lang, str]
    titles: Mapping[Lang, str]
    names: tuple[str, ...]
    names_in: Mapping[Lang, tuple[str, ...]]
    isco: str | None = None
    esco: str | None = None
    essential_skills: tuple[str, ...] = ()
    optional_skills: tuple[str, ...] = ()


@cache
def concepts(kind: Kind) -> Mapping[str, Concept]:
    """All concepts of a kind by id, always in the same order."""
    source: Mapping[str, reference.Concept] = (
        reference.occupations() if kind == "occupation" else reference.skills()
    )
    return MappingProxyType({item.id: _concept(item) for item in source.values()})


@cache
def unit_groups() -> Mapping[str, Concept]:
    """The unit groups of ISCO-08 as concepts, by id, always in the same order."""
    return MappingProxyType(
        {f"{GROUP}{isco}": _unit_group(item) for isco, item in classification.unit_groups().items()}
    )


@cache
def answers(kind: Kind) -> Mapping[str, Concept]:
    """All that words of a kind may be linked to: our concepts, then the unit groups of trades."""
    if kind == "skill":
        return concepts(kind)
    return MappingProxyType({**concepts(kind), **unit_groups()})


def is_group(identifier: str) -> bool:
    """Whether an id is that of a unit group, not of a trade."""
    return identifier.startswith(GROUP)


def _unit_group(item: classification.UnitGroup) -> Concept:
    labels = {lang: classification.title(item, lang) for lang in LANGS}
    names_in = {lang: tuple(dict.fromkeys(labels[lang].split(" / "))) for lang in LANGS}
    return Concept(
        id=f"{GROUP}{item.isco}",
        labels=labels,
        titles=labels,
        names=tuple(dict.fromkeys(name for names in names_in.values() for name in names)),
        names_in=MappingProxyType(names_in),
        isco=item.isco,
    )


def _concept(item: reference.Concept) -> Concept:
    first = [title for label in item.labels.values() for title in label.split(" / ")]
    labels = {lang: reference.label(item, lang) for lang in LANGS}
    synonyms = [name for names in item.synonyms.values() for name in names]
    known = Concept(
        id=item.id,
        labels=labels,
        titles=labels,
        names=tuple(dict.fromkeys((*first, *synonyms))),
        names_in=MappingProxyType({lang: _names_in(item, lang) for lang in LANGS}),
        esco=item.esco,
    )
    if isinstance(item, reference.Skill):
        return known
    return replace(
        known,
        titles={lang: reference.title(item, lang) for lang in LANGS},
        isco=item.isco,
        essential_skills=item.essential_skills,
        optional_skills=item.optional_skills,
    )


def _names_in(item: reference.Concept, lang: Lang) -> tuple[str, ...]:
    titles = item.labels[lang].split(" / ") if lang in item.labels else ()
    return tuple(dict.fromkeys((*titles, *item.synonyms.get(lang, ()))))


def find(kind: Kind, text: str) -> str | None:
    """Id of the concept that bears this very name in any language, if one does."""
    found = reference.find_occupation(text) if kind == "occupation" else reference.find_skill(text)
    return found.id if found else None


def named_so(kind: Kind, folded: str) -> str | None:
    """The same of words already folded, many times faster."""
    return reference.named_so(folded, kind)


def bears_a_name(text: str) -> bool:
    """Whether a text is, whole, the name of a trade or of a skill."""
    return find("occupation", text) is not None or find("skill", text) is not None


@cache
def vocabulary() -> frozenset[str]:
    """The folded words of all names of trades and skills."""
    kinds: tuple[Kind, ...] = ("occupation", "skill")
    names = (name for kind in kinds for each in concepts(kind).values() for name in each.names)
    return frozenset(word for name in names for word in fold(name).split())


def resolve(kind: Kind, ref: ConceptRef) -> Concept | None:
    """The concept somebody's words stand for: the one they were linked to, or so named."""
    known = answers(kind)
    if ref.concept is not None and ref.concept in known:
        return known[ref.concept]
    found = find(kind, ref.text)
    return known[found] if found else None


def said_in(kind: Kind, ref: ConceptRef, *, lang: Lang | None) -> str:
    """The concept's name in a language; the own words where none is known or `lang` is `None`."""
    concept = resolve(kind, ref) if lang else None
    return concept.titles[lang] if concept and lang else ref.text
