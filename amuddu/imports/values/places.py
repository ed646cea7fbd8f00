"""Towns and countries. No sentence here repeats a country: it may be somebody's nationality."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from amuddu.imports.values.base import (
    INVISIBLE,
    Notes,
    ValueProblem,
    ascii_digits,
    reader,
    says_nothing,
    shortened,
    words,
)
from amuddu.kit.i18n import N_
from amuddu.reference.countries import countries_named, misspelt_country
from amuddu.reference.localities import Located, locate
from amuddu.reference.text import fold, listed

_TOWN = N_("Ville inconnue : vérifiez l'orthographe, par exemple Casablanca.")
_WIDER = {
    "region": N_("C'est une région : écrivez la ville."),
    "country": N_("C'est un pays : écrivez la ville."),
    "anywhere": N_("Aucune ville n'est nommée : écrivez la ville."),
}
_BY = {
    "district": N_("« {written} » est un quartier : la ville lue est {town}."),
    "province": N_("« {written} » est une province : la ville lue est son chef-lieu, {town}."),
    "within": N_("Ville lue dans « {written} » : {town}."),
    "spelling": N_("« {written} » est lu {town} : vérifiez."),
}
_MOST_NAMED = 4


@reader(repeated=True)
def town(cell: Any, notes: Notes) -> str:
    """A town by any of its names, a quarter or a province, or inside longer words."""
    written = ascii_digits(words(cell))
    found = locate(written)
    if len(found.towns) != 1:
        raise _no_town(found)
    name = found.towns[0].names["fr"]
    if found.by != "name":
        notes.right(_BY[found.by], written=shortened(written), town=name)
    return found.towns[0].id


def _no_town(found: Located) -> ValueProblem:
    if found.towns:
        names = ", ".join(each.names["fr"] for each in found.towns[:_MOST_NAMED])
        return ValueProblem(
            N_("Plusieurs villes sont possibles ({towns}) : écrivez-en une seule."), towns=names
        )
    return ValueProblem(_WIDER[found.wider] if found.wider else _TOWN)


_STATELESS = frozenset(
    fold(word)
    for word in listed(
        "apatride|apatrides|stateless|stateless person|sans nationalité|apátrida|"
        "sin nacionalidad|عديم الجنسية|عديمة الجنسية|بدون جنسية|بدون"
    )
)
_COUNTRY = N_("Pays inconnu : écrivez son nom ou son code à deux lettres.")
_DIVIDERS = ("/", ",", ";", "|", "،")


def _says_no_country(cell: Any) -> bool:
    return says_nothing(cell) and not (isinstance(cell, str) and cell.strip().casefold() == "na")


@reader(nothing=_says_no_country, repeated=True)
def country(cell: Any, notes: Notes) -> str | None:
    """A country by its name, its code of two or three letters, or what its nationals are called."""
    written = INVISIBLE.sub("", words(cell))
    if written.casefold() == "na":
        raise ValueProblem(
            N_("« NA » est un pays ou dit que rien n'est connu : écrivez le nom du pays.")
        )
    if fold(written) in _STATELESS:
        notes.right(N_("Ce mot ne nomme pas de pays : la nationalité reste vide."))
        return None
    codes, misspelt = _country(written)
    if len(codes) > 1:
        raise ValueProblem(
            N_("Ce mot peut désigner plusieurs pays : écrivez le code à deux lettres du bon pays.")
        )
    if not codes:
        raise ValueProblem(_COUNTRY)
    if misspelt:
        notes.right(N_("L'orthographe du pays a été corrigée : vérifiez."))
    return codes[0]


@lru_cache(maxsize=16_384)
def _country(written: str) -> tuple[tuple[str, ...], bool]:
    """Codes of the countries that a word may mean, and whether a letter of it was wrong."""
    found = tuple(each.code for each in countries_named(written))
    if found:
        return found, False
    for divider in _DIVIDERS:
        if divider in written:
            parts = (countries_named(part) for part in written.split(divider) if part.strip())
            return tuple(dict.fromkeys(each.code for part in parts for each in part)), False
    if aside := re.fullmatch(r"([^()]+)\(([^()]{2,})\)", written):
        named, within = ([each.code for each in countries_named(part)] for part in aside.groups())
        both = tuple(code for code in named if code in within)
        if both or within:
            return both or tuple(dict.fromkeys(named + within)), False
    meant = misspelt_country(written)
    return ((meant.code,), True) if meant else ((), False)
