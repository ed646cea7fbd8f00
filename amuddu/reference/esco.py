"""Reads a download of ESCO, the European classification of occupations and skills.

Two layouts are understood, plain or gzipped, in one folder or in one per language:

- the official CSV download, a file per kind and language: `occupations_fr.csv`, `skills_ar.csv`,
  `ISCOGroups_en.csv`, `occupationSkillRelations_en.csv`;
- the joined layout, a file per kind with columns per language:
  `occupations_en_fr_ar_es.csv`, `skills_en_fr_ar_es.csv`, `isco08_en_fr_es.csv`,
  `occupation_skill_relations.csv`.

Rows come out in the joined layout: `uuid`, `isco` (occupations), `<lang>_label`, `<lang>_alt`
(names separated by `|`), `<lang>_desc`. A language that the download lacks has no columns.

- FileNotFoundError: no file of occupations, or none of skills
- BadEsco: a file lacks a column that is needed
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from amuddu.contracts.types import LANGS

Kind = Literal["occupations", "skills", "groups", "relations"]
Row = dict[str, str]

_JOINED: Mapping[Kind, str] = {
    "occupations": "occupations_en_fr_ar_es.csv",
    "skills": "skills_en_fr_ar_es.csv",
    "groups": "isco08_en_fr_es.csv",
    "relations": "occupation_skill_relations.csv",
}
_OFFICIAL: Mapping[Kind, re.Pattern[str]] = {
    "occupations": re.compile(r"occupations_([a-z]{2})\.csv(\.gz)?", re.IGNORECASE),
    "skills": re.compile(r"skills_([a-z]{2})\.csv(\.gz)?", re.IGNORECASE),
    "groups": re.compile(r"iscogroups_([a-z]{2})\.csv(\.gz)?", re.IGNORECASE),
    "relations": re.compile(r"occupationskillrelations(?:_([a-z]{2}))?\.csv(\.gz)?", re.IGNORECASE),
}
_NEEDED: Mapping[Kind, frozenset[str]] = {
    "occupations": frozenset({"conceptUri", "iscoGroup", "preferredLabel"}),
    "skills": frozenset({"conceptUri", "preferredLabel"}),
    "groups": frozenset({"code", "preferredLabel"}),
    "relations": frozenset({"occupationUri", "relationType", "skillUri"}),
}


class BadEsco(ValueError):
    """A file of the download is not as ESCO's files are; the message names file and column."""


def occupations(folder: Path) -> list[Row]:
    """Every occupation, those of the joined file in its order, official ones by uuid."""
    return _concepts(folder, "occupations")


def skills(folder: Path) -> list[Row]:
    """Every skill and piece of knowledge."""
    return _concepts(folder, "skills")


def groups(folder: Path) -> list[Row]:
    """ISCO-08 groups: `code`, and a name under each language. Empty where the file is absent."""
    joined = _joined(folder, "groups")
    if joined is not None:
        return list(_rows(joined))
    named: dict[str, Row] = {}
    for lang, path in _official(folder, "groups"):
        for row in _checked(path, "groups"):
            code = row["code"].removeprefix("C")
            named.setdefault(code, {"code": code})[lang] = row["preferredLabel"]
    return [named[code] for code in sorted(named)]


def relations(folder: Path) -> list[Row]:
    """Which skill an occupation needs: `occupation_uuid`, `skill_uuid`, `relation` (essential or
    optional). Empty where the file is absent."""
    joined = _joined(folder, "relations")
    if joined is not None:
        return list(_rows(joined))
    for _, path in _official(folder, "relations"):
        return [
            {
                "occupation_uuid": _uuid(row["occupationUri"]),
                "skill_uuid": _uuid(row["skillUri"]),
                "relation": row["relationType"],
            }
            for row in _checked(path, "relations")
        ]
    return []


def _concepts(folder: Path, kind: Kind) -> list[Row]:
    joined = _joined(folder, kind)
    if joined is not None:
        return list(_rows(joined))
    found: dict[str, Row] = {}
    for lang, path in _official(folder, kind):
        for row in _checked(path, kind):
            uuid = _uuid(row["conceptUri"])
            concept = found.setdefault(uuid, {"uuid": uuid})
            concept.update(_in_language(row, lang))
            if kind == "occupations":
                concept["isco"] = row["iscoGroup"].removeprefix("C")
    if not found:
        raise FileNotFoundError(folder / _JOINED[kind])
    return [found[uuid] for uuid in sorted(found)]


def _in_language(row: Row, lang: str) -> Row:
    """A concept's texts in one language. ESCO writes one name a line, hidden ones apart."""
    names = [*row.get("altLabels", "").splitlines(), *row.get("hiddenLabels", "").splitlines()]
    return {
        f"{lang}_label": row["preferredLabel"].strip(),
        f"{lang}_alt": "|".join(name.strip() for name in names if name.strip()),
        f"{lang}_desc": row.get("description", "").strip(),
    }


def _uuid(uri: str) -> str:
    return uri.rsplit("/", 1)[-1]


def _joined(folder: Path, kind: Kind) -> Path | None:
    for name in (_JOINED[kind], f"{_JOINED[kind]}.gz"):
        if (folder / name).is_file():
            return folder / name
    return None


def _official(folder: Path, kind: Kind) -> list[tuple[str, Path]]:
    """Language and path of the official files of a kind, in the order of our languages."""
    found = []
    for path in sorted(folder.rglob("*.csv*")):
        match = _OFFICIAL[kind].fullmatch(path.name)
        lang = (match[1] or "en").lower() if match else ""
        if lang in LANGS:
            found.append((lang, path))
    return sorted(found, key=lambda each: LANGS.index(each[0]))


def _checked(path: Path, kind: Kind) -> Iterator[Row]:
    for number, row in enumerate(_rows(path)):
        if number == 0 and not _NEEDED[kind] <= row.keys():
            missing = ", ".join(sorted(_NEEDED[kind] - row.keys()))
            raise BadEsco(f"{path.name}: no column {missing}; is this ESCO's CSV download?")
        yield row


def _rows(path: Path) -> Iterator[Row]:
    packed = path.suffix == ".gz"
    with gzip.open(path, "rb") if packed else path.open("rb") as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        for row in csv.DictReader(text):
            yield {key: value or "" for key, value in row.items() if key}
