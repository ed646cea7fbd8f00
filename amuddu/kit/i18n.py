"""Texts in the reader's language, from gettext catalogues read as they are (no compiled files).

The source language is French: a message id is the French sentence itself, so French is never
untranslated and a missing translation falls back to French. `N_` marks a sentence for
extraction; `Text` carries it, with its parameters, to the edge where the language is known.

>>> Text(N_("Page introuvable.")).in_("fr")
'Page introuvable.'
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from amuddu.contracts.types import LANGS, Lang

DEFAULT: Lang = "fr"


def N_(message: str) -> str:
    """Mark a French sentence for translation without translating it yet."""
    return message


@cache
def translations(lang: Lang) -> NullTranslations:
    """Catalogue of one language; French and languages without a catalogue read as French."""
    source = files("amuddu").joinpath(f"locales/{lang}.po")
    if not source.is_file():
        return _French()
    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=lang)
    for message in list(catalogue):
        if isinstance(message.string, tuple | list) and not all(message.string):
            catalogue.delete(message.id)  # half a plural is none: it reads in French
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    made = Translations(fp=compiled)
    made.add_fallback(_French())
    return made


class _French(NullTranslations):
    """The source language, with its own rule: zero is singular."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if abs(n) < 2 else msgid2


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence that will be read by somebody whose language is not known yet."""

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def in_(self, lang: Lang) -> str:
        """The sentence in a language, with its parameters set in."""
        translated: str = translations(lang).gettext(self.message)
        return translated.format(**self.params) if self.params else translated


def negotiate(accept_language: str | None) -> Lang:
    """Best language of an `Accept-Language` header; Darija and Tamazight speakers read Arabic."""
    offered: list[tuple[float, int, Lang]] = []
    for order, part in enumerate((accept_language or "").split(",")[:20]):
        tag, _, quality = part.partition(";q=")
        primary = tag.strip().split("-")[0].lower()
        primary = {"ary": "ar", "zgh": "ar", "ber": "ar"}.get(primary, primary)
        if primary in LANGS:
            offered.append((_quality(quality), -order, primary))
    return max(offered)[2] if offered else DEFAULT


def _quality(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0) if text else 1.0
    except ValueError:
        return 0.0
