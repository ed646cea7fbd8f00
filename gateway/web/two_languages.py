"""The same words in two languages, one under the other, for those who ask for it.

Somebody who reads a little French beside their own language, or an agent who helps them, chooses
a second language on the page (`?deux=ar`); what the template marks with `| two` then shows both.
It is found by the French source of the sentence, so nothing is written twice.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from babel.messages.pofile import read_po
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from amuddu.contracts.types import Lang
from amuddu.kit.i18n import translations


@cache
def _sources(lang: Lang) -> dict[str, str]:
    """French sentences by their translation."""
    source = files("amuddu").joinpath(f"locales/{lang}.po")
    if not source.is_file():
        return {}
    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=lang)
    return {
        each.string: each.id
        for each in catalogue
        if isinstance(each.id, str) and isinstance(each.string, str) and each.id
    }


def in_second(text: str, *, lang: Lang, second: Lang) -> str:
    """A sentence of one language in another; empty where it is no sentence of ours."""
    source = text if lang == "fr" else _sources(lang).get(text, "")
    found: str = translations(second).gettext(source) if source else ""
    return "" if found == text else found


@pass_context
def two(context: Context, text: str) -> Markup:
    """The words, with those of the reader's second language under them if they chose one."""
    viewer = context.get("viewer")
    second = getattr(viewer, "second", None)
    found = in_second(str(text), lang=viewer.lang, second=second) if second else ""
    if not found:
        return escape(text)
    direction = "rtl" if second == "ar" else "ltr"
    return escape(text) + Markup(' <span class="second" lang="{}" dir="{}">{}</span>').format(
        second, direction, found
    )
