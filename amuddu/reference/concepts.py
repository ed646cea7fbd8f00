"""Occupations and skills: the words of the trades in four languages, and which skills make a trade.

One file per sector: `data/occupations/<sector>.csv` and `data/skills/<sector>.csv`; the file's
name is the sector. A cell that holds several values separates them with `|`. Occupations point to
skills of any sector. Labels are our own words; `isco` is the unit group of the International
Standard Classification of Occupations (ISCO-08, International Labour Organization).

`AMUDDU_REFERENCE_DIR` names another folder of the same form, such as the one that `amuddu import
esco` writes; it is read in place of the bundled one.

`find_occupation` and `find_skill` answer only when a text is the whole name of one concept, e.g. a
job title typed in a form or read in an import. Free text is the work of matching, not of this
module.

- LookupError
  - UnknownConcept: no occupation or skill has this id
"""

from __future__ import annotations

import csv
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeVar, cast

from amuddu.contracts.types import LANGS
from amuddu.reference import text as letters

LANGUAGES = LANGS
"""Languages in which every concept has a label."""

Kind = Literal["skill", "knowledge", "tool", "transversal"]
"""What a skill is: something one does, knows or handles, or one that serves in every trade."""


class UnknownConcept(LookupError):
    """No occupation or skill has this id, kept in `id`."""

    def __init__(self, identifier: str) -> None:
        super().__init__(f"no occupation or skill is called {identifier!r}")
        self.id = identifier


@dataclass(frozen=True, slots=True)
class Skill:
    """Something a person can do or knows, e.g. `skill("lay-bricks")`.

    Synonyms are everyday words by language, those of Darija under "ary", as a trade's are.
    """

    id: str
    kind: Kind
    sector: str
    labels: Mapping[str, str] = field(hash=False)
    synonyms: Mapping[str, tuple[str, ...]] = field(hash=False)
    esco: str | None = None
    """ESCO's id, where an ESCO download was imported."""


@dataclass(frozen=True, slots=True)
class Occupation:
    """A trade, e.g. `occupation("mason")`.

    The French label holds both titles where they differ, "maçon / maçonne". Synonyms are everyday
    words by language; those of Darija, in both scripts, are under "ary". Essential skills are what
    the trade cannot do without, optional ones what many who practise it also do.
    """

    id: str
    isco: str
    sector: str
    labels: Mapping[str, str] = field(hash=False)
    synonyms: Mapping[str, tuple[str, ...]] = field(hash=False)
    essential_skills: tuple[str, ...]
    optional_skills: tuple[str, ...]
    esco: str | None = None
    """ESCO's id, where an ESCO download was imported."""


Concept = Occupation | Skill
_C = TypeVar("_C", Occupation, Skill)


@cache
def occupations() -> Mapping[str, Occupation]:
    """Every occupation by id, sector by sector."""
    return MappingProxyType(
        {row["id"]: _occupation(row, sector=sector) for sector, row in _rows("occupations")}
    )


@cache
def skills() -> Mapping[str, Skill]:
    """Every skill by id, sector by sector."""
    return MappingProxyType(
        {row["id"]: _skill(row, sector=sector) for sector, row in _rows("skills")}
    )


def occupation(identifier: str) -> Occupation:
    """The occupation with this id; raises `UnknownConcept`."""
    return _get(occupations(), identifier)


def skill(identifier: str) -> Skill:
    """The skill with this id; raises `UnknownConcept`."""
    return _get(skills(), identifier)


def label(concept: Concept, lang: str) -> str:
    """Name of the concept in this language, else in French, else in English."""
    return concept.labels.get(lang) or concept.labels.get("fr") or concept.labels["en"]


def title(trade: Occupation, lang: str) -> str:
    """The trade as men and women call it: "طباخ / طباخة", "cocinero / cocinera".

    French labels hold both already, English ones are for both.
    """
    name = label(trade, lang)
    feminine = _feminine().get((trade.id, lang))
    return f"{name} / {feminine}" if feminine else name


def find_occupation(text: str) -> Occupation | None:
    """The one occupation that bears this name in any language, whole; `None` when none or several.

    >>> find_occupation("Maçon (H/F)").id, find_occupation("albañil").id
    ('mason', 'mason')
    """
    identifier = _find(text, index=_occupation_index())
    return occupations()[identifier] if identifier else None


def find_skill(text: str) -> Skill | None:
    """The one skill that bears this name in any language, whole; `None` when none or several."""
    identifier = _find(text, index=_skill_index())
    return skills()[identifier] if identifier else None


def named_so(folded: str, kind: Literal["occupation", "skill"]) -> str | None:
    """Id of the concept that bears a name already folded, as `find_occupation` and `find_skill`."""
    index = _occupation_index() if kind == "occupation" else _skill_index()
    return index.get(folded) or index.get(_without_article(folded))


def fold(text: str) -> str:
    """A job title as it is compared: as `amuddu.reference.text.fold`, and without marks of gender.

    >>> fold("Maçon(ne) H/F"), fold("vendeur·euse"), fold("بنّاء/ة")
    ('macon', 'vendeur', 'بناء')
    """
    # NFKC first: letters of another shape (full width, mathematical) must be letters before case.
    plain = unicodedata.normalize("NFKC", text).casefold()
    return letters.fold(_ENDING.sub("", _BOTH.sub(" ", plain)))


# "H/F", "(F/H)", "m/f/x": said of a vacancy that is open to all.
_BOTH = re.compile(r"\(?\b(?:[hfmwdx](?:\s*/\s*[hfmwdx]){1,2}|hommes?\s*/\s*femmes?)\b\)?")

# The feminine hung on the masculine: "maçon(ne)", "soudeur/euse", "employé.e.s", "albañil/a",
# after three letters at least, counting Arabic vowel marks.
_ENDINGS = "e|es|ne|se|te|le|ère|ere|euse|rice|trice|esse|a|as|ة"
_ENDING = re.compile(
    rf"(?<=[\w\u064b-\u0652]{{3}})(?:\((?:{_ENDINGS})\)|[/·•.]-?(?:{_ENDINGS})\b(?:[·•.]s\b)?"
    r"|-(?:e|ne|se|euse|rice|trice|ère)\b(?:-s\b)?)"
)

_BETWEEN_TITLES = re.compile(r"\s*/\s*|\s+(?:ou|or|o|أو)\s+")


@cache
def _feminine() -> Mapping[tuple[str, str], str]:
    """Occupation and language -> its title for a woman, where that differs."""
    text = files("amuddu.reference").joinpath("data/feminine.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {(row["id"], lang): row[lang] for row in rows for lang in ("ar", "es") if row[lang]}


def _find(text: str, *, index: Mapping[str, str]) -> str | None:
    whole = _named(text, index=index)
    if whole:
        return whole
    # "maçon / maçonne", "plombier ou plombière": two titles that must mean the same trade.
    parts = {_named(part, index=index) for part in _BETWEEN_TITLES.split(text)}
    return parts.pop() if len(parts) == 1 else None


def _named(text: str, *, index: Mapping[str, str]) -> str | None:
    folded = fold(text)
    return index.get(folded) or index.get(_without_article(folded))


def _without_article(folded: str) -> str:
    """Arabic names stand in the tables without "the": "البناء" is looked up as "بناء"."""
    return " ".join(
        word[2:] if word.startswith("ال") and len(word) > 4 else word for word in folded.split()
    )


@cache
def _occupation_index() -> Mapping[str, str]:
    index = dict(_index(occupations().values()))
    # What a woman is called names her trade too, unless the tables say otherwise.
    for key, owners in _owners(occupations().values(), names=_womens_titles).items():
        if len(owners) == 1:
            index.setdefault(key, next(iter(owners)))
    return MappingProxyType(index)


@cache
def _skill_index() -> Mapping[str, str]:
    return _index(skills().values())


def _index(concepts: Iterable[Concept]) -> Mapping[str, str]:
    """Folded name -> id. A label wins over another's synonym; what two share names neither."""
    named = list(concepts)
    index: dict[str, str] = {}
    for names in (_synonyms, _titles):  # titles last: they overwrite
        for key, owners in _owners(named, names=names).items():
            if len(owners) == 1:
                index[key] = next(iter(owners))
            else:
                index.pop(key, None)
    return MappingProxyType(index)


def _owners(
    concepts: Iterable[Concept], *, names: Callable[[Concept], Iterator[str]]
) -> Mapping[str, set[str]]:
    owners: dict[str, set[str]] = defaultdict(set)
    for concept in concepts:
        for name in names(concept):
            owners[fold(name)].add(concept.id)
    return owners


def _titles(concept: Concept) -> Iterator[str]:
    for name in concept.labels.values():
        yield from name.split(" / ")


def _womens_titles(concept: Concept) -> Iterator[str]:
    assert isinstance(concept, Occupation)
    for lang in concept.labels:
        if (concept.id, lang) in _feminine():
            yield from (_feminine()[concept.id, lang], title(concept, lang))


def _synonyms(concept: Concept) -> Iterator[str]:
    for names in concept.synonyms.values():
        yield from names


def _get(concepts: Mapping[str, _C], identifier: str) -> _C:
    try:
        return concepts[identifier]
    except KeyError:
        raise UnknownConcept(identifier) from None


def _occupation(row: Mapping[str, str], *, sector: str) -> Occupation:
    titles = dict.fromkeys((row["fr_m"], row["fr_f"]))
    return Occupation(
        id=row["id"],
        isco=row["isco"],
        sector=sector,
        labels=_labels(row, french=" / ".join(titles)),
        synonyms=MappingProxyType(_synonyms_of(row)),
        essential_skills=_many(row["essential_skills"]),
        optional_skills=_many(row["optional_skills"]),
        esco=row.get("esco") or None,
    )


def _skill(row: Mapping[str, str], *, sector: str) -> Skill:
    return Skill(
        id=row["id"],
        kind=cast(Kind, row["kind"]),
        sector=sector,
        labels=_labels(row, french=row["fr"]),
        synonyms=MappingProxyType(_synonyms_of(row)),
        esco=row.get("esco") or None,
    )


def _labels(row: Mapping[str, str], *, french: str) -> Mapping[str, str]:
    others = {lang: row[lang] for lang in ("ar", "en", "es") if row[lang]}
    return MappingProxyType({"fr": french} | others)


def _synonyms_of(row: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    darija = _many(row.get("ary_latin") or "") + _many(row.get("ary_arab") or "")
    return {lang: _many(row[f"{lang}_syn"]) for lang in LANGUAGES} | {"ary": darija}


def _many(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def bundled_rows(kind: Literal["occupations", "skills"]) -> Iterator[tuple[str, dict[str, str]]]:
    """Id and row of each concept of the bundled files, the row with its sector."""
    for sector, row in _read(files("amuddu.reference").joinpath("data", kind)):
        yield row["id"], row | {"sector": sector}


def _rows(kind: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Sector and row of every file in use."""
    chosen = os.environ.get("AMUDDU_REFERENCE_DIR")
    if not chosen:
        return _read(files("amuddu.reference").joinpath("data", kind))
    folder = Path(chosen) / kind
    if not folder.is_dir():
        raise SystemExit(
            f"AMUDDU_REFERENCE_DIR: no folder {folder}; write it with `amuddu import esco`"
        )
    return _read(folder)


def _read(folder: Traversable) -> Iterator[tuple[str, dict[str, str]]]:
    """Files by name, so that every run agrees."""
    for source in sorted(folder.iterdir(), key=lambda path: path.name):
        if source.name.endswith(".csv"):
            with source.open("r", encoding="utf-8") as stream:
                for row in csv.DictReader(stream):
                    yield source.name.removesuffix(".csv"), row
