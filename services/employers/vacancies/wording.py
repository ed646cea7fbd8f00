"""The words of a vacancy: what has to go before it is published, what its agency decides on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from amuddu.contracts.employers import VacancyIn, WordingNote
from amuddu.contracts.types import Lang, WordingKind
from amuddu.kit.errors import FieldError
from amuddu.kit.i18n import N_, Text
from amuddu.wording.notes import notes
from services.employers.vacancies import checks

_TO_MEND = N_("Mots à changer. {each}")
_EACH = N_("« {words} » : {why} {better}")


def of(content: VacancyIn, *, on: date, lang: Lang) -> tuple[WordingNote, ...]:
    """Everything that is wrong with the words, in a language."""
    minimum = checks.legal_minimum(content, on=max(on, content.starts_on or on))
    return notes(_texts(content), minimum=minimum, lang=lang)


def problems(content: VacancyIn, *, on: date, lang: Lang) -> Iterator[FieldError]:
    """What has to go before the vacancy is published, once a field."""
    said: dict[str, dict[WordingKind, list[WordingNote]]] = {}
    for note in of(content, on=on, lang=lang):
        if note.sure:
            said.setdefault(note.field, {}).setdefault(note.kind, []).append(note)
    for field, kinds in said.items():
        each = " ".join(_said(found).in_(lang) for found in kinds.values())
        yield FieldError(field, Text(_TO_MEND, {"each": each}))


def _said(found: Sequence[WordingNote]) -> Text:
    """Words of one kind, with why and what to write instead."""
    words = ", ".join(note.words for note in found)
    return Text(_EACH, {"words": words, "why": found[0].why, "better": found[0].better})


def doubtful(content: VacancyIn, *, on: date) -> frozenset[str]:
    """The words that somebody of the agency has to look at. An address or a number is not among
    them: what is told of a vacancy leaves it out (`masking`)."""
    found = of(content, on=on, lang="fr")
    return frozenset(each.words for each in found if not each.sure and each.kind != "contact")


def _texts(content: VacancyIn) -> Iterable[tuple[str, str]]:
    """What the employer wrote in their own words; names of trades and skills are the house's."""
    yield "title", content.title
    if content.occupation and content.occupation.concept is None:
        yield "occupation", content.occupation.text
    yield "description", content.description
    for field in ("essential_skills", "wanted_skills"):
        for skill in getattr(content, field):
            if skill.concept is None:
                yield field, skill.text
