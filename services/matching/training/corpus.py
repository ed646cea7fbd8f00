"""Reads the ESCO and ROME files into concepts.

A concept is one thing with many names: an occupation, a skill, an ISCO-08 group or a ROME field
of work. The names in all languages are what the model learns to bring together.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from amuddu.reference import esco as download
from services.matching.lexicon.text import split_gendered

LANGUAGES = ("en", "fr", "ar", "es")
DARIJA = "ary"
MEMBERS = "members"
NAME_KEYS = (*LANGUAGES, DARIJA, MEMBERS)
"""Keys of a concept's names: languages, Moroccan Arabic in either script, and for a field of work
the titles that it gathers."""

ROME_FILE = "rome_appellations.csv"
HELD_OUT = "held_out"

Kind = Literal["occupation", "skill", "group", "field"]
Row = dict[str, str]


@dataclass(frozen=True)
class Concept:
    """One occupation, skill, group or field with its names.

    ``group`` is the ISCO-08 code of an occupation (its siblings share it), empty for a skill.
    ``names`` is keyed by NAME_KEYS, ``descriptions`` by language; what has no text has no key.
    """

    key: str
    kind: Kind
    group: str = ""
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Corpus:
    """Everything the training reads. ``skills_of`` maps an occupation's key to skill keys."""

    concepts: tuple[Concept, ...]
    skills_of: dict[str, tuple[str, ...]]

    def texts(self) -> Iterator[str]:
        """Every name and description, in file order."""
        for concept in self.concepts:
            for key in NAME_KEYS:
                yield from concept.names.get(key, ())
            yield from concept.descriptions.values()


def read_corpus(esco: Path, *, rome: Path | None = None) -> Corpus:
    """Read an ESCO folder, and a ROME folder where one is given.

    Either layout of ``amuddu.reference.esco``. Occupations and skills must be there
    (``FileNotFoundError``); groups and relations are used where present.
    """
    appellations = _read_appellations(rome) if rome else {}
    occupations = [_occupation(row, appellations) for row in download.occupations(esco)]
    skills = [_concept(row, kind="skill") for row in download.skills(esco)]
    groups = [_group(row) for row in download.groups(esco)]
    fields = _read_fields(rome) if rome else []
    concepts = (*occupations, *groups, *fields, *skills)
    return Corpus(concepts, _read_relations(esco))


def rome_beside(esco: Path) -> Path | None:
    """The ROME folder that lies beside an ESCO folder under the name ``rome``, if one does."""
    folder = esco.resolve().parent / "rome"
    return folder if (folder / ROME_FILE).is_file() else None


def _occupation(row: Row, appellations: dict[str, list[str]]) -> Concept:
    """An occupation; its French names are completed by the ROME appellations linked to it."""
    concept = _concept(row, kind="occupation")
    extra = appellations.get(concept.key, [])
    if extra:
        concept.names["fr"] = distinct([*concept.names.get("fr", ()), *extra])
    return concept


def _concept(row: Row, *, kind: Kind) -> Concept:
    names = {language: _names(row, language) for language in LANGUAGES}
    descriptions = {language: row.get(f"{language}_desc", "").strip() for language in LANGUAGES}
    return Concept(
        key=row["uuid"],
        kind=kind,
        group=row.get("isco", ""),
        names={language: texts for language, texts in names.items() if texts},
        descriptions={language: text for language, text in descriptions.items() if text},
    )


def _group(row: Row) -> Concept:
    """An ISCO-08 group. Its description is left out: it lists what the group excludes."""
    return Concept(
        key=f"isco:{row['code']}",
        kind="group",
        group=row["code"],
        names={language: (row[language],) for language in LANGUAGES if row.get(language)},
    )


def _names(row: Row, language: str) -> tuple[str, ...]:
    """Preferred label and alternatives, each two-gender label also as its single forms."""
    labels = [row.get(f"{language}_label", ""), *row.get(f"{language}_alt", "").split("|")]
    return distinct([form for label in labels for form in split_gendered(label)])


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Drop empty texts and repetitions, keep the order."""
    return tuple(dict.fromkeys(text for text in texts if text))


def _read_appellations(rome: Path) -> dict[str, list[str]]:
    """French job titles by ESCO occupation; titles held out for testing are not read."""
    titles: dict[str, list[str]] = {}
    for row in _rows(rome / ROME_FILE):
        if row["relation"] != HELD_OUT and row["esco_uuid"]:
            titles.setdefault(row["esco_uuid"], []).extend(split_gendered(row["appellation"]))
    return titles


def _read_fields(rome: Path) -> list[Concept]:
    """ROME's fields of work with their titles: which trades are neighbours, in French words.

    They tell the meaning of 1,000 words that ESCO lacks. Held-out titles are not read.
    """
    labels: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    for row in _rows(rome / ROME_FILE):
        if row["relation"] != HELD_OUT:
            labels[row["rome_code"]] = row["rome_label"]
            members.setdefault(row["rome_code"], []).extend(split_gendered(row["appellation"]))
    return [
        Concept(
            key=f"rome:{code}",
            kind="field",
            group=f"rome:{code[0]}",
            names={"fr": (labels[code],), MEMBERS: distinct(titles)},
        )
        for code, titles in members.items()
    ]


def _read_relations(esco: Path) -> dict[str, tuple[str, ...]]:
    skills: dict[str, list[str]] = {}
    for row in download.relations(esco):
        if row["relation"] == "essential":
            skills.setdefault(row["occupation_uuid"], []).append(row["skill_uuid"])
    return {occupation: tuple(keys) for occupation, keys in skills.items()}


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
