"""Whether a password is hard to guess: how long it is, and what a guesser would try first.

No rules of composition. zxcvbn (MIT) brings the words that people choose in several languages;
those of this house, and of the person, stand beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from zxcvbn import zxcvbn

from amuddu.kit.auth import Role
from amuddu.kit.errors import invalid
from amuddu.kit.i18n import N_

MINIMUM = 10
MINIMUM_STAFF = 12
LONGEST = 256
_LOOKED_AT = 72
"""Characters that are judged: what follows makes a password only better."""
_ENOUGH, _ENOUGH_STAFF = 9.0, 11.0
"""Guesses that it must withstand, as powers of ten: they are counted, and their hash is slow."""
_NEAR_HERE = tuple(files(__package__).joinpath("near_here.txt").read_text().split())
"""Words that somebody here would try first, written for this house."""


def check(password: str, *, role: Role, about: Sequence[str] = ()) -> None:
    """Raise `Invalid`, which says how to mend it. `about`: words that a guesser knows of them."""
    staff = role is not Role.JOBSEEKER
    least = MINIMUM_STAFF if staff else MINIMUM
    if len(password) < least:
        raise invalid(
            "password",
            N_("Choisissez un mot de passe d'au moins {minimum} caractères."),
            minimum=least,
        )
    words = [word for word in about if len(word) > 2]
    parts = [part for word in words for part in word.replace("@", " ").replace(".", " ").split()]
    judged = zxcvbn(password[:_LOOKED_AT], user_inputs=[*words, *parts, *_NEAR_HERE])
    enough = _ENOUGH_STAFF if staff else _ENOUGH
    if float(judged["guesses_log10"]) < enough:
        raise invalid("password", _mended(judged))


def _mended(judged: dict[str, Any]) -> str:
    """What to do, by the piece that a guesser would find first."""
    pieces = judged["sequence"]
    weakest = max(pieces, key=lambda piece: len(piece["token"]))
    if weakest["pattern"] == "dictionary":
        if weakest["dictionary_name"] == "user_inputs":
            return N_(
                "Ce mot de passe est trop proche de vous ou d'ici. Mettez plutôt trois ou quatre "
                "mots sans lien entre eux."
            )
        return N_(
            "Ce mot de passe est parmi les premiers que l'on essaie. Ajoutez deux ou trois mots "
            "sans lien entre eux."
        )
    if weakest["pattern"] in ("repeat", "sequence", "spatial"):
        return N_(
            "Ce mot de passe se répète ou suit les touches. Mettez plutôt trois ou quatre mots "
            "sans lien entre eux."
        )
    if weakest["pattern"] == "date":
        return N_(
            "Une date se devine vite. Mettez plutôt trois ou quatre mots sans lien entre eux."
        )
    return N_("Ce mot de passe se devine trop vite. Ajoutez un ou deux mots.")
