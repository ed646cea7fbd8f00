"""Joins an ESCO download to our own occupations and skills, as files of the same form.

An own concept that ESCO also has (same ISCO-08 unit group for a trade, and one same English or
French name) gains ESCO's id and names; ESCO's other concepts stand beside it, in the sector of the
own trades closest by ISCO code. With `replace`, ESCO's concepts alone are written.

The folder that `write` makes is used in place of the bundled data where `AMUDDU_REFERENCE_DIR`
names it. ESCO is published by the European Commission and reusable with attribution.
"""

from __future__ import annotations

import csv
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from amuddu.contracts.types import LANGS
from amuddu.reference import concepts, esco
from amuddu.reference.text import fold

_NAMES = ("ar", "en", "es", "fr_syn", "ar_syn", "en_syn", "es_syn")
_DARIJA = ("ary_latin", "ary_arab")
_SKILLS = ("essential_skills", "optional_skills")
OCCUPATION_COLUMNS = (
    *("id", "isco", "fr_m", "fr_f"),
    *(*_NAMES, *_DARIJA, *_SKILLS, "esco"),
)
SKILL_COLUMNS = ("id", "kind", "fr", *_NAMES, *_DARIJA, "esco")
PREFIX = "esco-"
"""Opens the id of a concept that only ESCO has: `esco-<uuid>`."""
OTHER = "other"
"""Sector of skills that ESCO alone has."""
_MOST_SKILLS = 40

Row = dict[str, str]
Tables = dict[str, list[Row]]
"""Rows by sector."""


@dataclass(frozen=True, slots=True)
class Enriched:
    """What an import brought: rows by sector, and how many concepts were known or are new."""

    occupations: Tables
    skills: Tables
    known_occupations: int
    new_occupations: int
    known_skills: int
    new_skills: int


def enrich(folder: Path, *, replace: bool = False, isco: Sequence[str] = ()) -> Enriched:
    """Read a download and join it to the bundled data.

    `isco` keeps the occupations whose code begins with one of these, and the skills they need;
    fewer concepts load faster. Raises what `amuddu.reference.esco` raises.
    """
    own_trades = {} if replace else dict(concepts.bundled_rows("occupations"))
    own_skills = {} if replace else dict(concepts.bundled_rows("skills"))
    wanted, known, relations = esco.occupations(folder), esco.skills(folder), esco.relations(folder)
    if isco:
        wanted = [row for row in wanted if row["isco"].startswith(tuple(isco))]
        kept = {row["uuid"] for row in wanted}
        needed = {row["skill_uuid"] for row in relations if row["occupation_uuid"] in kept}
        known = [row for row in known if row["uuid"] in needed]
    skills, skill_ids = _join(own_skills, known, trade=False)
    trades, trade_ids = _join(own_trades, wanted, trade=True)
    _give_skills(trades, trade_ids, skill_ids, relations)
    known_skills = sum(not each.startswith(PREFIX) for each in skill_ids.values())
    known_trades = sum(not each.startswith(PREFIX) for each in trade_ids.values())
    return Enriched(
        occupations=_by_sector(trades),
        skills=_by_sector(skills),
        known_occupations=known_trades,
        new_occupations=len(trade_ids) - known_trades,
        known_skills=known_skills,
        new_skills=len(skill_ids) - known_skills,
    )


def write(enriched: Enriched, into: Path) -> None:
    """Write the tables; a folder that is there is exchanged whole, never half-written."""
    into.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(mkdtemp(prefix=f".{into.name}-", dir=into.parent))
    fresh.chmod(0o755)
    for name, tables, columns in (
        ("occupations", enriched.occupations, OCCUPATION_COLUMNS),
        ("skills", enriched.skills, SKILL_COLUMNS),
    ):
        (fresh / name).mkdir()
        for sector, rows in tables.items():
            with (fresh / name / f"{sector}.csv").open("w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows({key: row.get(key, "") for key in columns} for row in rows)
    if into.exists():
        old = fresh.with_name(f"{fresh.name}-old")
        into.replace(old)
        fresh.replace(into)
        shutil.rmtree(old)
    else:
        fresh.replace(into)


# --- joining --------------------------------------------------------------------------------------


def _join(
    own: Mapping[str, Row], found: Iterable[Row], *, trade: bool
) -> tuple[dict[str, Row], dict[str, str]]:
    """Rows by id with their sector under `sector`, and our id of each ESCO uuid."""
    rows = {identifier: {"esco": "", **row} for identifier, row in own.items()}
    twins = _names(rows.values(), trade=trade)
    sectors = _Sectors(rows.values())
    ids: dict[str, str] = {}
    for concept in found:
        code = concept.get("isco", "")[:4] if trade else ""
        twin = next((twins[key] for key in _keys(concept, code) if key in twins), None)
        if twin is not None and not rows[twin]["esco"]:
            ids[concept["uuid"]] = twin
            rows[twin] = _lent(rows[twin], concept)
        elif _label(concept):
            identifier = PREFIX + concept["uuid"]
            ids[concept["uuid"]] = identifier
            rows[identifier] = _new(concept, identifier, trade=trade) | {
                "sector": sectors.of(code) if trade else OTHER
            }
    return rows, ids


def _names(rows: Iterable[Row], *, trade: bool) -> dict[tuple[str, str], str]:
    """Own ids by ISCO code and folded English or French name; labels win over synonyms."""
    found: dict[tuple[str, str], str] = {}
    labels = ("en", "fr_m", "fr_f") if trade else ("en", "fr")
    for columns in (labels, ("en_syn", "fr_syn")):
        for row in rows:
            for column in columns:
                for name in row[column].split("|"):
                    if name:
                        found.setdefault((row.get("isco", ""), fold(name)), row["id"])
    return found


def _keys(concept: Row, code: str) -> Iterator[tuple[str, str]]:
    for lang in ("en", "fr"):
        for name in concept.get(f"{lang}_label", "").split("/"):
            if name.strip():
                yield code, fold(name)


def _label(concept: Row) -> str:
    return next((concept[f"{lang}_label"] for lang in LANGS if concept.get(f"{lang}_label")), "")


def _lent(row: Row, concept: Row) -> Row:
    """An own row with ESCO's id, and ESCO's names among its synonyms."""
    lent = row | {"esco": concept["uuid"]}
    for lang in LANGS:
        names = [*row[f"{lang}_syn"].split("|"), *_names_in(concept, lang)]
        labels = {row.get(key, "") for key in (lang, f"{lang}_m", f"{lang}_f")}
        lent[f"{lang}_syn"] = "|".join(n for n in dict.fromkeys(names) if n and n not in labels)
    return lent


def _new(concept: Row, identifier: str, *, trade: bool) -> Row:
    row = {"id": identifier, "esco": concept["uuid"], "kind": "skill"}
    if concept.get("skill_type") == "knowledge":
        row["kind"] = "knowledge"
    for lang in LANGS:
        label = _clean(concept.get(f"{lang}_label", ""))
        row[lang] = label
        names = (name for name in _names_in(concept, lang) if name != label)
        row[f"{lang}_syn"] = "|".join(dict.fromkeys(names))
    if trade:
        titles = [title.strip() for title in row["fr"].split("/") if title.strip()]
        row |= {"isco": concept["isco"][:4], "fr_m": row["fr"], "fr_f": row["fr"]}
        if len(titles) == 2:
            row |= {"fr_m": titles[0], "fr_f": titles[1]}
        if not row["fr"]:  # the French columns are the ones that every occupation has
            row |= {"fr_m": _label(concept), "fr_f": _label(concept)}
    elif not row["fr"]:
        row["fr"] = _label(concept)
    return row


def _names_in(concept: Row, lang: str) -> list[str]:
    names = [concept.get(f"{lang}_label", ""), *concept.get(f"{lang}_alt", "").split("|")]
    return [clean for name in names if (clean := _clean(name))]


def _clean(name: str) -> str:
    return " ".join(name.replace("|", " ").split())


def _give_skills(
    trades: Mapping[str, Row],
    trade_ids: Mapping[str, str],
    skill_ids: Mapping[str, str],
    relations: Iterable[Row],
) -> None:
    """Skills of the trades that ESCO alone has; an own trade keeps the skills we gave it."""
    wanted: dict[tuple[str, str], list[str]] = defaultdict(list)
    for relation in relations:
        trade = trade_ids.get(relation["occupation_uuid"], "")
        skill = skill_ids.get(relation["skill_uuid"])
        if trade.startswith(PREFIX) and skill:
            wanted[trade, relation["relation"]].append(skill)
    for (trade, kind), skills in wanted.items():
        trades[trade][f"{kind}_skills"] = "|".join(dict.fromkeys(skills[:_MOST_SKILLS]))


class _Sectors:
    """Sector of an ISCO code: that of most own trades that share its longest beginning."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        for row in rows:
            for size in range(1, 5):
                self._counts[row.get("isco", "")[:size]][row["sector"]] += 1

    def of(self, code: str) -> str:
        for size in range(4, 0, -1):
            if self._counts.get(code[:size]):
                return self._counts[code[:size]].most_common(1)[0][0]
        return OTHER


def _by_sector(rows: Mapping[str, Row]) -> Tables:
    tables: Tables = defaultdict(list)
    for row in rows.values():
        tables[row["sector"]].append(row)
    return dict(sorted(tables.items()))
