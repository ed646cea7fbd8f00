"""Pieces of the reference page: tables, dates, sources and certainty in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from amuddu.contracts.types import Lang
from amuddu.kit.i18n import N_, Text
from amuddu.rules.base import RECHECK, Dated, Known, Meta, Sourced, apart, cite, in_language
from cli.rules.words import CONFIDENCE, say


def said(sentence: str, lang: Lang, **params: object) -> str:
    """A sentence in a language."""
    return Text(sentence, params).in_(lang)


def cell(text: object) -> str:
    """Something as one cell of a table."""
    return " ".join(str(text).split()).replace("|", "/")


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The lines of a Markdown table."""
    names = list(heads)
    yield "| " + " | ".join(names) + " |"
    yield "|" + "---|" * len(names)
    for row in rows:
        yield "| " + " | ".join(cell(each) for each in row) + " |"
    yield ""


def cited(fact: Sourced, known: Known) -> str:
    """Where a fact was read, with a link where there is one to open."""
    return " ; ".join(linked(source) for source in cite(known, fact))


def linked(source: str) -> str:
    """A written source in Markdown."""
    name, address = apart(source)
    return f"[{name}]({address})" if address else name


def sure(fact: Sourced, lang: Lang) -> str:
    """How sure a fact is."""
    return say(CONFIDENCE, fact.confidence, lang)


def checked(meta: Meta, lang: Lang) -> Iterator[str]:
    """When the facts of a file were last checked, when again, and by whom."""
    sentence = N_(
        "Dernière vérification : {day}. À vérifier de nouveau à partir du {again}, par : {who}."
    )
    again = meta.as_of + RECHECK + timedelta(days=1)
    who = in_language(meta.owner or {"fr": ""}, lang)
    yield said(sentence, lang, day=meta.as_of, again=again, who=who)
    yield ""


def dates(fact: Dated, lang: Lang) -> str:
    """Between which days a fact holds; nothing where no day is known."""
    if fact.valid_from and fact.valid_to:
        return said(N_("du {start} au {end}"), lang, start=fact.valid_from, end=fact.valid_to)
    if fact.valid_from:
        return said(N_("depuis le {start}"), lang, start=fact.valid_from)
    return said(N_("jusqu'au {end}"), lang, end=fact.valid_to) if fact.valid_to else ""
