"""The vacancy form, read once: what was typed becomes a `Sent`, what is stored becomes typed again.

Fields bear the names of the contract and are read by its types, so that a service's problems land
beside them. Three are written otherwise here: rows of languages are `language_0`, `level_0` and so
on; ticked skills are `essential:<id>` and `wanted:<id>`; the occupation is linked to the reference
data where it bears one exact name, else the form comes back once with a question, and
`occupation_for` remembers which words were asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData

from amuddu.contracts.employers import MOST_LANGUAGES, Vacancy, VacancyIn
from amuddu.contracts.types import Lang
from amuddu.kit.errors import FieldError, Invalid
from amuddu.kit.i18n import N_, Text
from amuddu.reference import concepts
from amuddu.reference.languages import COMMON
from gateway.web import forms
from gateway.web.forms import text_of

LANGUAGE_ROWS = 4
_MOST_ROWS = 10
"""Rows that are read: a vacancy of before may hold as many."""
KEEP_WORDS = "-"
"""Answer to the question about the occupation: none of the proposals, keep my words."""
_NO_TITLE_YET = "…"
"""Stands in for the title in a preview, which does not depend on it."""

_NO_TITLE = N_("Donnez un titre à l'offre, par exemple « Maçon pour un chantier ».")
_NEEDED = {
    "occupation": N_("Indiquez le métier, par exemple « maçon »."),
    "place": N_("Indiquez la ville du travail."),
    "contract_type": N_("Choisissez le type de contrat."),
}
_NO_LEVEL = N_("Choisissez le niveau demandé pour chaque langue.")
_NO_LANGUAGE = N_("Choisissez la langue à côté du niveau.")
_NO_REASON = N_(
    "Une langue demandée est peu parlée au Maroc : choisissez pourquoi le travail en a besoin, ou "
    "retirez-la."
)
_TOO_MANY = N_("Demandez {most} langues au plus : gardez celles dont le travail a besoin.")

Rows = list[tuple[str, str]]
"""Code and level of each language, as chosen: one of the two may be missing."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent: what it says, what is wrong with it, and what to show again."""

    values: Mapping[str, str]
    vacancy: VacancyIn | None
    """`None` where there are problems."""
    problems: tuple[FieldError, ...]
    lacks: tuple[FieldError, ...]
    """What a publication lacks. The service says the same, and more, of a form that can be read:
    it is told here with what cannot be read, and not one mistake later."""
    open_words: str
    """Words of the occupation that nobody has linked yet, else nothing."""
    publishing: bool
    employer_id: UUID | None
    key: UUID | None
    """What the form was made with, so that sending it twice posts one vacancy."""

    def read(self) -> VacancyIn:
        """The vacancy that was typed. Raises `Invalid` with every problem at once."""
        if self.vacancy is None:
            raise Invalid(fields=(*self.problems, *self.lacks))
        return self.vacancy


# --- typed -> contract --------------------------------------------------------------------------


def parse(
    form: FormData, *, lang: Lang, before: Vacancy | None = None, preview: bool = False
) -> Sent:
    """Read a form. `before` is the vacancy being changed: what the form does not show stays."""
    words, chosen = _trade(form)
    rows = [
        (text_of(form, f"language_{row}"), text_of(form, f"level_{row}"))
        for row in range(_MOST_ROWS)
    ]
    typed = forms.read_fields(VacancyIn, form) | {
        "occupation": {"text": words, "concept": _concept(chosen)} if words else None,
        "essential_skills": _skills(form, "essential", lang, before),
        "wanted_skills": _skills(form, "wanted", lang, before),
        "languages": [{"code": code, "level": level} for code, level in rows if code and level],
        "external_ref": before.external_ref if before else None,
    }
    typed["title"] = typed["title"] or (_NO_TITLE_YET if preview else "")
    vacancy, problems = _read(typed, rows)
    publishing = text_of(form, "action") == "publish"
    return Sent(
        values=forms.typed_values(form) | {"occupation_concept": chosen, "occupation_for": words},
        vacancy=vacancy,
        problems=problems,
        lacks=tuple(_lacks(form)) if publishing else (),
        open_words="" if chosen else words,
        publishing=publishing,
        employer_id=_uuid(form, "employer_id"),
        key=_uuid(form, "key"),
    )


def _read(typed: dict[str, Any], rows: Rows) -> tuple[VacancyIn | None, tuple[FieldError, ...]]:
    problems = list(_row_problems(rows))
    if not typed["title"]:
        problems.append(FieldError("title", Text(_NO_TITLE)))
        typed = {**typed, "title": "-"}  # what else is wrong is told as well
    try:
        vacancy = forms.read_model(VacancyIn, typed)
    except Invalid as error:
        return None, (*problems, *error.fields)
    return (None if problems else vacancy), tuple(problems)


def _row_problems(rows: Rows) -> Iterator[FieldError]:
    if any(code and not level for code, level in rows):
        yield FieldError("languages", Text(_NO_LEVEL))
    elif any(level and not code for code, level in rows):
        yield FieldError("languages", Text(_NO_LANGUAGE))
    if sum(bool(code) for code, _ in rows) > MOST_LANGUAGES:
        yield FieldError("languages", Text(_TOO_MANY, {"most": MOST_LANGUAGES}))


def _lacks(form: FormData) -> Iterator[FieldError]:
    for field, sentence in _NEEDED.items():
        if not text_of(form, field):
            yield FieldError(field, Text(sentence))
    asked = {text_of(form, f"language_{row}") for row in range(_MOST_ROWS)} - {""}
    if not asked <= COMMON and not text_of(form, "language_reason"):
        yield FieldError("language_reason", Text(_NO_REASON))


def _trade(form: FormData) -> tuple[str, str]:
    """The words, and the concept chosen for these very words or so named; nothing if still open."""
    words = text_of(form, "occupation")
    chosen = text_of(form, "occupation_concept")
    if chosen and text_of(form, "occupation_for") == words:
        return words, chosen
    found = concepts.find_occupation(words)
    return words, found.id if found else ""


def _concept(chosen: str) -> str | None:
    return None if chosen in ("", KEEP_WORDS) else chosen


def _skills(form: FormData, kind: str, lang: Lang, before: Vacancy | None) -> list[dict[str, Any]]:
    """Skills typed, one a line, then those ticked; words that were linked keep their concept."""
    stored = (*before.essential_skills, *before.wanted_skills) if before else ()
    known = {ref.text: ref.concept for ref in stored}
    typed: list[dict[str, Any]] = [
        {**line, "concept": known.get(line["text"]) or _skill_id(line["text"])}
        for line in forms.lines_of(form, f"{kind}_skills")
    ]
    seen = {line["concept"] for line in typed}
    return typed + [
        {"text": concepts.label(concepts.skill(skill), lang), "concept": skill}
        for skill in forms.ticked(form, kind)
        if skill in concepts.skills() and skill not in seen
    ]


def _skill_id(words: str) -> str | None:
    found = concepts.find_skill(words)
    return found.id if found else None


def _uuid(form: FormData, name: str) -> UUID | None:
    try:
        return UUID(text_of(form, name))
    except ValueError:
        return None


# --- contract -> typed --------------------------------------------------------------------------


def stored(vacancy: Vacancy) -> dict[str, str]:
    """A stored vacancy as if it had just been typed."""
    values = forms.shown_fields(vacancy, VacancyIn) | {"employer_id": str(vacancy.employer_id)}
    if ref := vacancy.occupation:
        values |= {"occupation": ref.text, "occupation_for": ref.text}
        values["occupation_concept"] = ref.concept or KEEP_WORDS
    for row, language in enumerate(vacancy.languages):
        values |= {f"language_{row}": language.code, f"level_{row}": language.level}
    return values


def language_rows(values: Mapping[str, str]) -> range:
    """Rows of languages to show: four, one more than are filled, and all that are filled."""
    filled = [row for row in range(_MOST_ROWS) if values.get(f"language_{row}")]
    last = max((row + 1 for row in filled), default=0)
    return range(max(LANGUAGE_ROWS, min(last + 1, MOST_LANGUAGES), last))
