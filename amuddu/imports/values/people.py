"""What is said of people: names, sex, yes and no, the title. No sentence repeats a cell."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from amuddu.imports.values.base import (
    INVISIBLE,
    Notes,
    ValueProblem,
    as_text,
    ascii_digits,
    reader,
    says_nothing,
    words,
)
from amuddu.imports.values.text import LOST_LETTER, one_line
from amuddu.kit.i18n import N_
from amuddu.reference.text import fold, listed
from amuddu.rules.residence import statuses

# --- names ------------------------------------------------------------------------------------

_TECHNICAL = frozenset(listed("NULL|null|N/A|n/a|#N/A|#N/D|NaN|nan|#NA"))
"""What programs write for nothing. "Nan", "Null" and "None" are names of people."""
_SENTENCES = frozenset(
    fold(words)
    for words in listed(
        "non renseigné|non renseignée|non communiqué|non précisé|non disponible|"
        "anonyme|inconnu|inconnue|sans nom|pas de nom|nom inconnu|xxx|xxxx|xxxxx|test|unknown|"
        "anonymous|no name|noname|desconocido|desconocida|sin nombre|مجهول|مجهولة|بدون اسم|"
        "not available|not specified|not provided|sin datos|no especificado|لا يوجد|"
        "غير متوفر|غير محدد"
    )
)


def _no_name(cell: Any) -> bool:
    return says_nothing(cell) and (not isinstance(cell, str) or not any(c.isalnum() for c in cell))


@reader(nothing=_no_name)
def name(cell: Any, notes: Notes) -> str | None:
    """A name as it stands, with the case, the accents and the script that it has."""
    if isinstance(cell, bool) or (isinstance(cell, list) and len(cell) > 1):
        raise ValueProblem(_NO_NAME)
    written = as_text(cell).strip()
    if written in _TECHNICAL or fold(written) in _SENTENCES:
        notes.right(N_("Cette cellule dit qu'il n'y a pas de nom."))
        return None
    line = one_line(written, notes)
    if line is not None and (civil := _CIVILITY.match(line) or _CIVILITY_LAST.search(line)):
        bare = f"{line[: civil.start()]} {line[civil.end() :]}".strip()
        if bare:
            notes.right(N_("La civilité n'est pas gardée dans le nom."))
            line = bare
            if said := _SEXES.get(fold(civil[1])):
                notes.also["sex"] = said
    if line is not None and _is_no_name(line):
        raise ValueProblem(_NO_NAME)
    if line is not None and "?" in line:
        raise ValueProblem(LOST_LETTER)
    if line is not None and _TWO.search(line):
        raise ValueProblem(
            N_("Cette cellule semble nommer deux personnes : écrivez une ligne pour chacune.")
        )
    return line


_CIVILITIES = (
    "mme|mlle|melle|mr|madame|mademoiselle|monsieur|mrs|ms|miss|dr|sr|sra|السيد|السيدة|الآنسة"
)
_CIVILITY = re.compile(rf"((?:{_CIVILITIES})\b\.?|M\.)\s+(?=\S)", re.IGNORECASE)
_CIVILITY_LAST = re.compile(rf"\s*\(({_CIVILITIES}|m)\.?\)$", re.IGNORECASE)
"""Mme Awa, Awa (Mme)."""
_NO_NAME = N_("Un nom est attendu ici : cette cellule contient autre chose.")
_MOST_FIGURES = 5
_TWO = re.compile(r"[^\W\d_]\s+(?:et|and|و)\s+[^\W\d_]|[^\W\d_]\s*[&+]\s*[^\W\d_]", re.IGNORECASE)


def _is_no_name(line: str) -> bool:
    """A number, a telephone, an address: some other column's cell."""
    figures = sum(character.isdecimal() for character in line)
    return "@" in line or figures > _MOST_FIGURES or not any(map(str.isalpha, line))


# --- sex --------------------------------------------------------------------------------------


def _known(**names: str) -> dict[str, str]:
    return {fold(word): code for code, said in names.items() for word in listed(said)}


_SEXES = _known(
    f="f|fem|femmes|melle|♀|femme|féminin|féminine|mme|madame|mlle|mademoiselle|fille|dame|female|woman|girl|mrs|ms|miss|"
    "mujer|femenino|femenina|señora|señorita|sra|srta|أنثى|امرأة|سيدة|آنسة|السيدة|الآنسة|مؤنث|انثى|فتاة|نساء",
    m="m|h|homme|masculin|masculine|mr|monsieur|garçon|male|man|boy|mister|sir|masc|hommes|♂|hombre|masculino|señor|sr|"
    "varón|ذكر|رجل|سيد|السيد|مذكر|شاب|ولد",
)


@reader(repeated=True)
def sex(cell: Any, notes: Notes) -> str:  # noqa: ARG001 - a reader
    """`f` or `m`, by a word, a letter or a title of courtesy."""
    found = _SEXES.get(fold(words(cell)))
    if found is None:
        raise ValueProblem(
            N_("Choisissez une des valeurs proposées : {expected}."), expected="f, m"
        )
    return found


# --- yes and no -------------------------------------------------------------------------------

_YES = frozenset(
    fold(word)
    for word in listed(
        "1|oui|o|yes|y|si|sí|true|vrai|x|ok|d'accord|accord|verdadero|ja|نعم|موافق|موافقة|اوافق"
    )
)
_NO = frozenset(
    fold(word)
    for word in listed(
        "0|non|n|no|false|faux|falso|refus|refuse|pas d'accord|لا|غير موافق|غير موافقة|كلا"
    )
)
_TICKS = frozenset("✓✔☑✅🗸")
_CROSSES = frozenset("✗✘☐❌☒")


@reader(repeated=True)
def yes_no(cell: Any, notes: Notes) -> bool:
    """Yes or no, in any of the languages, or a tick."""
    written = re.sub(r"[.,]0+$", "", ascii_digits(words(cell))).strip("\ufe0f ")
    if written and set(written) <= _TICKS:
        return True
    if written and set(written) <= _CROSSES:
        return False
    bare = re.sub(r"\([^()]*\)", " ", written)
    folded = fold(bare)
    if folded not in _YES | _NO:
        raise ValueProblem(N_("Répondez par oui ou par non."))
    if bare != written:
        notes.right(N_("Seul le oui ou le non est gardé de cette cellule."))
    return folded in _YES


# --- residence title --------------------------------------------------------------------------

_TITLE = N_("Titre inconnu : écrivez son code, ou choisissez-le dans la fiche de la personne.")


@reader(repeated=True)
def residence(cell: Any, notes: Notes) -> str:  # noqa: ARG001 - a reader
    """The id of a residence title, by the id itself or by its name in one of the languages."""
    written = INVISIBLE.sub("", words(cell))
    found = _titles().get(fold(written))
    if found is None:
        raise ValueProblem(_TITLE)
    return found


@cache
def _titles() -> dict[str, str]:
    """Ids of titles by folded id and names; what two titles bear names neither."""
    owners: dict[str, set[str]] = {}
    for each in statuses().values():
        for said in (each.id, *each.label.values()):
            owners.setdefault(fold(said), set()).add(each.id)
            owners.setdefault(fold(re.sub(r"\([^()]*\)", "", said)), set()).add(each.id)
    return {said: ids.pop() for said, ids in owners.items() if len(ids) == 1 and said}
