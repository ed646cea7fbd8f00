"""What the columns of an unknown file may be: a guess for each, for a person to confirm.

By the words of the header first, then by what its cells look like. Where two fields are as likely
nothing is guessed, and agreements and papers are guessed by their own header alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from rapidfuzz.distance import Indel

from amuddu.imports.columns import COLUMNS, Column, Kind, by_header, column_of
from amuddu.imports.importer import expected
from amuddu.imports.rows import Table
from amuddu.imports.values import Reading, ValueProblem
from amuddu.reference.text import fold

MOST_COLUMNS = 100
"""Columns that are asked about; the others are left aside."""
_LOOKED_AT = 50
"""Rows from which the samples come."""
_SAMPLES = 3
_LONGEST = 60
_ALIKE = 0.84
"""Likeness of two words, of 1, from which one is taken for a spelling of the other."""
_LIKELY = 0.7
"""Likeness, less what the cells say against it, from which a field is guessed."""
_WORDS = 8
"""Words of a header that are looked at."""
_MOSTLY = 0.8
"""Part of the cells that have to look like something."""
_NEVER_GUESSED = ("consents.", "residence.")
INSTEAD: Mapping[str, str] = {"given_name": "full_name"}
"""What may stand in the place of a field that is needed."""

_HINTS: dict[Kind, Mapping[str, str]] = {
    "vacancies": {
        "title": "poste fonction emploi offre job position intitule puesto empleo الوظيفه المنصب",
        "description": "description missions mission taches detail profil descripcion الوصف",
        "place": "ville lieu localite commune region localisation location ciudad المدينه",
        "contract_type": "contrat contract contrato العقد",
        "wage_month": "salaire remuneration wage salary salario الاجر الراتب",
        "starts_on": "debut demarrage start inicio",
        "places": "effectif postes places vacantes openings",
        "employer_name": "entreprise societe employeur recruteur company empresa الشركه المشغل",
        "external_ref": "reference ref numero id code",
    },
    "profiles": {
        "given_name": "prenom firstname given nombre الاسم",
        "family_name": "nom lastname surname family apellido النسب",
        "sex": "sexe genre gender sex sexo الجنس",
        "birth_year": "naissance birth nacimiento الميلاد",
        "nationality": "nationalite nationality pays country nacionalidad الجنسيه",
        "email": "email mail courriel correo البريد",
        "phone": "telephone tel gsm portable mobile phone whatsapp telefono movil الهاتف",
        "occupations": "metier metiers profession occupation oficio profesion المهنه",
        "skills": "competence competences skills habilidades المهارات",
        "languages": "langue langues languages idiomas اللغات",
        "place": "ville residence adresse quartier city ciudad المدينه",
        "external_ref": "reference ref numero dossier id code",
    },
    "courses": {
        "title": "formation cours filiere course curso التكوين",
        "centre": "centre etablissement institut center centro المركز",
        "towns": "ville lieu city town ciudad المدينه",
        "hours": "heures hours horas الساعات",
        "places": "places capacite seats plazas المقاعد",
    },
}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"[+(]?\d[\d\s().+-]{7,20}\d")


@dataclass(frozen=True, slots=True)
class Asked:
    """A column that somebody is asked about. `guess`: a field, or nothing."""

    header: str
    samples: tuple[str, ...]
    guess: str


def unknown(kind: Kind, headers: Sequence[str]) -> bool:
    """Whether somebody has to say what the columns are: what is needed is missing, or most of
    the file would be left aside."""
    if not headers:
        return False
    known = filter(None, (column_of(kind, header) for header in headers))
    found = {column.field for column in known}
    if lacking(kind, found):
        return True
    return len(found) * 3 < len([header for header in headers if header.strip()])


def lacking(kind: Kind, fields: Collection[str]) -> list[Column]:
    """What a file with these fields should still say."""
    return [
        column
        for column in expected(kind)
        if column.field not in fields and INSTEAD.get(column.field) not in fields
    ]


def asked(kind: Kind, table: Table) -> list[Asked]:
    """The columns of a file with some of their cells and a guess for each."""
    headers = [header for header in table.headers if header.strip()][:MOST_COLUMNS]
    rows = [row.cells for row in islice(table.rows, _LOOKED_AT)]
    cells = {header: list(_filled(header, rows)) for header in headers}
    guesses = _guesses(kind, headers, cells)
    return [Asked(header, _samples(cells[header]), guesses.get(header, "")) for header in headers]


def _filled(header: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[Any]:
    for cells in rows:
        cell = cells.get(header)
        if cell is not None and str(cell).strip():
            yield cell


def _samples(cells: Sequence[Any]) -> tuple[str, ...]:
    texts = dict.fromkeys(" ".join(str(cell).split())[:_LONGEST] for cell in cells)
    return tuple(islice(texts, _SAMPLES))


def _guesses(kind: Kind, headers: Sequence[str], cells: Mapping[str, list[Any]]) -> dict[str, str]:
    """A field for some of the columns; no field for two, the likeliest column has it."""
    scored = [
        (score, -place, header, field)
        for place, header in enumerate(headers)
        for field, score in _likely(kind, header, cells[header]).items()
    ]
    found: dict[str, str] = {}
    for _, _, header, field in sorted(scored, reverse=True):
        if header not in found and field not in found.values():
            found[header] = field
    return found


def _likely(kind: Kind, header: str, cells: list[Any]) -> dict[str, float]:
    """How likely each field is for a column, of 1; those that are not likely are left out."""
    known = column_of(kind, header)
    if known is not None:
        return {known.field: 1.0}
    by_words = _alike(kind, fold(header).split())
    if not by_words:
        return {field: 0.5 for field, fits in _LOOKS[kind].items() if _mostly(fits, cells)}
    if by_words.keys() >= {"given_name", "family_name"}:  # a name in one piece
        whole = any(column.field == "full_name" for column in COLUMNS[kind])
        return {"full_name" if whole else "given_name": 0.9}
    # The cells have their say: an address that holds e-mails is no town.
    for field, fits in _LOOKS[kind].items():
        if field in by_words and cells:
            by_words[field] += 0.05 if _mostly(fits, cells) else -0.2
    best = max(by_words.values())
    likeliest = [field for field, score in by_words.items() if score == best]
    # As likely as each other: nobody chooses between them but a person.
    return {likeliest[0]: best * 0.9} if len(likeliest) == 1 and best >= _LIKELY else {}


@cache
def _names(kind: Kind) -> tuple[tuple[str, list[str]], ...]:
    """The words of every name that a field answers to, by field."""
    known = [(column.field, name.split()) for name, column in by_header(kind).items()]
    hints = [(field, [hint]) for field, said in _HINTS[kind].items() for hint in said.split()]
    return tuple(each for each in (*known, *hints) if not each[0].startswith(_NEVER_GUESSED))


def _alike(kind: Kind, words: list[str]) -> dict[str, float]:
    """How well the words of a header say each field."""
    best: dict[str, float] = {}
    for field, name in _names(kind):
        best[field] = max(best.get(field, 0.0), _contained(name, words))
    return {field: score for field, score in best.items() if score >= _ALIKE}


def _contained(name: list[str], words: list[str]) -> float:
    """How surely all words of a name stand in a header; an earlier word weighs a little more."""
    least = 1.0
    for part in name:
        each = [
            Indel.normalized_similarity(part, word) - place * 0.01
            for place, word in enumerate(words[:_WORDS])
        ]
        least = min(least, max(each, default=0.0))
        if least < _ALIKE:
            return 0.0
    return least + 0.005 * len(name)


def _mostly(fits: Callable[[Any], bool], cells: list[Any]) -> bool:
    return bool(cells) and sum(map(fits, cells)) >= _MOSTLY * len(cells)


def _reads(kind: Kind, field: str) -> Callable[[Any], bool]:
    """Whether a cell can be read as this field."""
    read = next(column.read for column in COLUMNS[kind] if column.field == field)

    def fits(cell: Any) -> bool:
        try:
            found = read(cell)
        except (ValueProblem, ValueError, TypeError):
            return False
        return (found.value if isinstance(found, Reading) else found) is not None

    return fits


def _is(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda cell: pattern.fullmatch(fold_digits(str(cell).strip())) is not None


def fold_digits(text: str) -> str:
    """Arabic digits as ASCII."""
    return "".join(str(int(c)) if c.isdecimal() else c for c in text)


_LOOKS: dict[Kind, Mapping[str, Callable[[Any], bool]]] = {
    "vacancies": {
        "place": _reads("vacancies", "place"),
        "contract_type": _reads("vacancies", "contract_type"),
    },
    "profiles": {
        "email": _is(_EMAIL),
        "phone": _is(_PHONE),
        "place": _reads("profiles", "place"),
        "nationality": _reads("profiles", "nationality"),
        "contract_types": _reads("profiles", "contract_types"),
    },
    "courses": {"towns": _reads("courses", "towns")},
}
"""What cells look like; a date may be that of a birth, a start, an end or of many things."""
