"""Telephone numbers, e-mail addresses, and how somebody wants to be told.

No sentence here repeats a number or an address.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from email_validator import EmailNotValidError, validate_email

from amuddu.contracts.phone_numbers import all_e164, e164
from amuddu.imports.values.base import Notes, ValueProblem, ascii_digits, reader, words
from amuddu.kit.i18n import N_
from amuddu.reference.text import fold, listed

_FORMULA = re.compile(r"=\"([^\"]*)\"")
_DECIMALS = re.compile(r"(\d{8,15})[.,]0+")
_ROUNDED = re.compile(r"\d[.,]?\d*\s*e\s*\+?\s*\d+", re.IGNORECASE)
_APART = re.compile(
    r"[/;,|\n]|\b(?:ou|et|or|and|y|أو|او)\b|(?<=\d)\s+[-–]\s+(?=[+0])|(?<=\d{9})[-–](?=[+0])|\s{2,}(?=[+0])"
)
_LABEL = re.compile(r"[^\W\d_][^\d+;,/|]*?[:.]?\s*(?=[+(\d])")
_AFTER = re.compile(r"\([^()\d]*\)|[^\W\d_][^\d+]*$")
_LETTER_FOR_DIGIT = re.compile(r"(?<![^\W\d_])[oOlI](?=\d)|(?<=\d)[oOlI](?![^\W\d_]{2})")
_LOST_ZERO = re.compile(r"[5-8]\d{8}")
_AS_IN_SENEGAL = re.compile(r"7\d[ .-]\d{3}[ .-]\d{2}[ .-]\d{2}")
"""Nine figures parted as in Senegal, without their country: a Moroccan number that lost its zero
is parted otherwise."""


@reader
def phone(cell: Any, notes: Notes) -> str:
    """A number in E.164: `06 12 34 56 78`, `612345678`, `212612345678.0`, "WhatsApp: +212…".

    Of several, the first that can be dialled.
    """
    if isinstance(cell, bool | dict):
        raise ValueProblem(_PHONE)
    written = ascii_digits(words(cell)).removeprefix("'")
    written = _FORMULA.sub(r"\1", written)
    if _ROUNDED.fullmatch(written):
        raise ValueProblem(
            N_("Le tableur a arrondi ce numéro : écrivez-le de nouveau, comme un texte.")
        )
    if _AS_IN_SENEGAL.fullmatch(_bare(written)):
        raise ValueProblem(
            N_("Ce numéro peut être du Sénégal ou du Maroc : écrivez-le avec l'indicatif du pays.")
        )
    if decimals := _DECIMALS.fullmatch(written):
        written = decimals[1]
    whole = e164(_bare(written))
    found = [whole] if whole else _several(written, notes)
    _tell(written, found[0], notes)
    return found[0]


_PHONE = N_("Ce numéro n'est pas complet : écrivez-le comme +212 6 12 34 56 78.")


def _bare(written: str) -> str:
    """A number without the words around it."""
    if _LETTER_FOR_DIGIT.search(written):
        return written
    bare = _LABEL.sub("", written, count=1) if written[:1].isalpha() else written
    return _AFTER.sub("", bare).strip(" :;,.")


def _several(written: str, notes: Notes) -> list[str]:
    parts = [part for part in _APART.split(written) if re.search(r"\d", part)]
    dialled = [e164(_bare(part.strip())) for part in parts]
    found = list(dict.fromkeys(each for each in dialled if each))
    if not found:
        found, dialled = list(all_e164(written)), []
    if not found:
        raise ValueProblem(_PHONE)
    if len(found) > 1 or None in dialled:
        notes.left(
            N_("Plusieurs numéros dans cette cellule : le premier qui est complet est gardé.")
        )
    return found


def _tell(written: str, found: str, notes: Notes) -> None:
    digits = re.sub(r"\D", "", written)
    if _LOST_ZERO.fullmatch(digits) and "+" not in written:
        notes.right(N_("Le zéro du début manquait : ce numéro est lu comme un numéro marocain."))
    elif found == "+" + digits and "+" not in written:
        notes.right(N_("Ce numéro est lu avec l'indicatif d'un pays."))


# --- e-mail -----------------------------------------------------------------------------------

_ADDRESS = re.compile(r"[^\s<>;,|]+@[^\s<>;,|]+")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_+-]{1,30}(?:\.[A-Za-z0-9_+-]{1,30}){0,1}")
_EMAIL = N_("Cette adresse e-mail n'est pas complète : vérifiez-la.")


@reader
def email(cell: Any, notes: Notes) -> str:
    """An e-mail address; of several, the first that is complete."""
    written = re.sub(r"^mailto:", "", words(cell), flags=re.IGNORECASE)
    candidates = [each.strip(".,;:<>\"'()") for each in _ADDRESS.findall(written)]
    found = list(dict.fromkeys(each for each in map(_address, candidates) if each))
    if not found or written.count("@") < 1:
        raise ValueProblem(_EMAIL)
    if len(found) > 1 or len(candidates) > 1:
        notes.left(N_("Plusieurs adresses dans cette cellule : la première est gardée."))
    elif len(written) > len(candidates[0]) + 1 and re.search(r"\S\s+@|@\s+\S|,\S", written):
        raise ValueProblem(_EMAIL)
    return found[0]


def _address(written: str) -> str | None:
    name, _, domain = written.rpartition("@")
    if _PLAIN_NAME.fullmatch(name):
        known = _domain(domain)
        return f"{name}@{known}" if known else None
    return _validated(written)


@lru_cache(maxsize=4096)
def _domain(written: str) -> str | None:
    """A domain as addresses bear it: the same few stand in every row."""
    found = _validated(f"a@{written}")
    return found.removeprefix("a@") if found else None


def _validated(written: str) -> str | None:
    try:
        return validate_email(written, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


# --- how somebody wants to be told ------------------------------------------------------------


def _known(**names: str) -> dict[str, str]:
    return {fold(word): code for code, said in names.items() for word in listed(said)}


_CHANNELS = _known(
    email="email|e-mail|mail|courriel|adresse e-mail|correo|correo electrónico|"
    "بريد إلكتروني|البريد الإلكتروني|الايميل|إيميل",
    sms="sms|texto|text|text message|par sms|mensaje|mensaje de texto|رسالة قصيرة|رسالة نصية",
    agent="agent|téléphone|tel|tél|appel|appel téléphonique|par téléphone|phone|call|phone call|"
    "llamada|teléfono|agente|هاتف|الهاتف|مكالمة|اتصال|conseiller|en personne",
)
_BY_PHONE = _known(
    agent="mobile|portable|gsm|cellulaire|móvil|celular|cell|الجوال|الهاتف المحمول|محمول"
)
_WHATSAPP = _known(sms="whatsapp|whats app|wathsapp|whatapp|واتساب|واتس اب|واتس آب")


@reader(repeated=True)
def channel(cell: Any, notes: Notes) -> str:
    """`email`, `sms`, or `agent` for a call."""
    folded = fold(words(cell))
    if folded in _WHATSAPP:
        notes.right(N_("WhatsApp n'est pas proposé : la personne sera prévenue par SMS."))
        return "sms"
    if folded in _BY_PHONE:
        notes.right(N_("Lu comme un appel : l'agence téléphone à la personne."))
        return "agent"
    if folded not in _CHANNELS:
        raise ValueProblem(
            N_("Choisissez une des valeurs proposées : {expected}."), expected="email, sms, agent"
        )
    return _CHANNELS[folded]
