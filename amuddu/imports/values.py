"""Cells as people write them: dates, amounts, towns, languages, contracts.

Each reader returns the value, or a `Reading` where there is more to say than a value, and raises
`ValueProblem`, whose sentence says what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from amuddu.kit.i18n import N_, Text
from amuddu.reference.countries import find_country
from amuddu.reference.languages import LEVELS, find_language
from amuddu.reference.places import find_place
from amuddu.reference.text import fold


class ValueProblem(Exception):
    """A cell that cannot be read."""

    def __init__(self, message: str, **params: Any) -> None:
        self.text = Text(message, params)
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says, where it is more than a value.

    `value`: `None` where the cell says nothing ("N/A", "to be agreed"). `note`: what was set right,
    for the report. `also`: other fields of the row that this cell fills, by name (the upper end of
    a range of wages), where no column of their own does.
    """

    value: Any
    note: Text | None = None
    also: Mapping[str, Any] = field(default_factory=dict)


_CONTRACTS = {
    "cdi": "CDI",
    "duree indeterminee": "CDI",
    "permanent": "CDI",
    "cdd": "CDD",
    "duree determinee": "CDD",
    "fixed term": "CDD",
    "saisonnier": "seasonal",
    "saisonniere": "seasonal",
    "seasonal": "seasonal",
    "interim": "interim",
    "temporaire": "interim",
    "temporary": "interim",
    "trainee": "trainee",
    "stage": "trainee",
    "insertion": "trainee",
    "anapec": "trainee",
}
_LEVEL_WORDS = {
    "notions": "A1",
    "debutant": "A1",
    "beginner": "A1",
    "basic": "A2",
    "scolaire": "A2",
    "elementaire": "A2",
    "moyen": "B1",
    "intermediaire": "B1",
    "intermediate": "B1",
    "bon": "B2",
    "bonne": "B2",
    "good": "B2",
    "courant": "C1",
    "fluent": "C1",
    "bilingue": "C2",
    "maternelle": "native",
    "natif": "native",
    "native": "native",
}
_LONGEST_NUMBER = 15
_YES = {"1", "oui", "yes", "si", "true", "vrai", "x", "نعم"}
_NO = {"0", "non", "no", "false", "faux", "لا"}


def text(cell: Any) -> str:
    """Words, as they stand."""
    return str(cell).strip()


def words(cell: Any) -> list[dict[str, str]]:
    """Several terms in a cell, divided by `|`, `;` or line breaks (a list in JSON)."""
    parts = cell if isinstance(cell, list) else re.split(r"[|;\n]", str(cell))
    return [{"text": str(part).strip()} for part in parts if str(part).strip()]


def word(cell: Any) -> dict[str, str]:
    """One term."""
    return {"text": text(cell)}


def whole(cell: Any) -> int:
    """A whole number: `12`, `12.0`, `12 mois`."""
    found = re.search(r"-?\d+(?:[.,]0+)?(?![\d.,])", str(cell).replace("\u00a0", ""))
    if found is None:
        raise ValueProblem(N_("Un nombre entier est attendu."))
    digits = found.group().replace(",", ".")
    if len(digits) > _LONGEST_NUMBER:
        raise ValueProblem(N_("Ce nombre est trop grand."))
    return int(float(digits))


def amount(cell: Any) -> str:
    """An amount: `3500`, `3 500,50`, `3500 DH`."""
    compact = re.sub(r"[\s\u00a0\u202f']", "", str(cell)).replace(",", ".")
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?)(?:[a-zA-Z./]*)", compact)
    if found is None:
        raise ValueProblem(N_("Un montant est attendu, par exemple 3500 ou 3500,50."))
    return found.group(1)


def day(cell: Any) -> str:
    """A date: a date cell, `2026-09-01`, `01/09/2026`, `01.09.2026`."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    written = text(cell)
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(written, form).date().isoformat()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    raise ValueProblem(N_("Cette date n'existe pas : écrivez-la comme 2026-09-01 ou 01/09/2026."))


def place(cell: Any) -> str:
    """A town by any of its names."""
    found = find_place(text(cell))
    if found is None:
        raise ValueProblem(N_("Ville inconnue : vérifiez l'orthographe, par exemple Casablanca."))
    return found.id


def country(cell: Any) -> str:
    """A country by its name or two-letter code."""
    found = find_country(text(cell))
    if found is None:
        raise ValueProblem(N_("Pays inconnu : écrivez son nom ou son code à deux lettres."))
    return found.code


def contract(cell: Any) -> str:
    """The first kind of contract that a cell names."""
    folded = fold(text(cell))
    places = [(folded.find(known), code) for known, code in _CONTRACTS.items() if known in folded]
    if not places:
        raise ValueProblem(N_("Contrat inconnu : écrivez CDI, CDD, saisonnier, intérim ou stage."))
    return min(places)[1]


def contracts(cell: Any) -> list[str]:
    """Several kinds of contract."""
    return [contract(item["text"]) for item in words(cell)]


def languages(cell: Any) -> list[dict[str, str]]:
    """Languages with their level: `français B1; arabe courant; wolof maternelle`."""
    return [_language(item["text"]) for item in words(cell)]


def _language(written: str) -> dict[str, str]:
    parts = [part for part in re.split(r"[\s:()/,-]+", written) if part]
    levels = [level for part in parts if (level := _level(part))]
    name = " ".join(part for part in parts if not _level(part))
    found = find_language(name)
    if found is None:
        raise ValueProblem(N_("Langue inconnue : écrivez par exemple français B1; arabe courant."))
    if not levels:
        raise ValueProblem(
            N_("Ajoutez le niveau de chaque langue : A1 à C2, notions, courant ou maternelle.")
        )
    return {"code": found.code, "level": levels[0]}


def _level(part: str) -> str | None:
    if part.upper() in LEVELS:
        return part.upper()
    return _LEVEL_WORDS.get(fold(part))


def yes_no(cell: Any) -> bool:
    """Yes or no, in any of the languages."""
    folded = fold(text(cell))
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    raise ValueProblem(N_("Répondez par oui ou par non."))


def one_of(*codes: str, **aliases: str) -> Callable[[Any], str]:
    """A reader of one code among a few, by the code itself or an everyday word for it."""
    known = {fold(code): code for code in codes} | {fold(k): v for k, v in aliases.items()}

    def read(cell: Any) -> str:
        found = known.get(fold(text(cell)))
        if found is None:
            raise ValueProblem(
                N_("Choisissez une des valeurs proposées : {expected}."), expected=", ".join(codes)
            )
        return found

    return read
