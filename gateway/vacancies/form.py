"""The vacancy form: what was typed becomes a `VacancyIn`, what is stored becomes typed again.

Names of fields are those of the contract, so that a service's problems land beside them; rows of
languages are `language_0`, `level_0` and so on; ticked skills are `essential:<id>` and
`wanted:<id>`. The occupation is linked to the reference data where it bears one exact name, else
the form comes back once with a question, and `occupation_for` remembers which words were asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData

from amuddu.contracts.employers import Vacancy, VacancyIn
from amuddu.contracts.matching.ranking import LinkedConcept
from amuddu.contracts.types import ConceptRef, Lang
from amuddu.kit.errors import AmudduError, FieldError, Invalid
from amuddu.kit.i18n import N_, Text
from amuddu.reference import concepts
from gateway.clients import Services
from gateway.clients.base import Caller
from gateway.web.forms import (
    as_lines,
    day_of,
    lines_of,
    number_of,
    optional,
    read_model,
    text_of,
    typed_values,
)

LANGUAGE_ROWS = 4
KEEP_WORDS = "-"
"""Answer to the question about the occupation: none of the proposals, keep my words."""
PROPOSALS = 6

_NO_TITLE = N_("Donnez un titre à l'offre, par exemple « Maçon pour un chantier ».")
_NEEDED = {
    "occupation": N_("Indiquez le métier, par exemple « maçon »."),
    "place": N_("Indiquez la ville du travail."),
    "contract_type": N_("Choisissez le type de contrat."),
}
_NO_LEVEL = N_("Choisissez le niveau demandé pour chaque langue.")
_NO_LANGUAGE = N_("Choisissez la langue à côté du niveau.")
_WHICH_TRADE = N_("Choisissez le métier le plus proche dans la liste ci-dessous.")
_ANSWERS: Mapping[str, bool] = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it is shown: what was typed, its problems, and what the trade proposes."""

    values: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    proposals: tuple[LinkedConcept, ...] = ()

    @property
    def occupation_id(self) -> str:
        """The occupation that the words stand for, where that is settled."""
        chosen = self.values.get("occupation_concept", "")
        return "" if self.proposals or chosen == KEEP_WORDS else chosen


# --- typed -> contract --------------------------------------------------------------------------


def read(
    form: FormData, *, lang: Lang, before: Vacancy | None = None, title: str = ""
) -> VacancyIn:
    """The vacancy that was typed. Raises `Invalid` with every problem at once.

    `before` is the vacancy being changed: what the form does not show stays as it was. `title`
    stands in for a missing one, where only a preview is asked for.
    """
    values = _contract_values(form, lang, before) | {"title": text_of(form, "title") or title}
    problems = list(_row_problems(form))
    if not values["title"]:
        problems.append(FieldError("title", Text(_NO_TITLE)))
        values["title"] = "-"
    try:
        content = read_model(VacancyIn, values)
    except Invalid as error:
        raise Invalid(fields=(*problems, *error.fields, *missing(form))) from None
    if problems:
        raise Invalid(fields=(*problems, *missing(form)))
    return content


def missing(form: FormData) -> Iterator[FieldError]:
    """What a publication lacks, to be told with what cannot be read and not one mistake later.

    The service says the same, and more, of a form that can be read.
    """
    if text_of(form, "action") == "publish":
        for field, sentence in _NEEDED.items():
            if not text_of(form, field):
                yield FieldError(field, Text(sentence))


def _contract_values(form: FormData, lang: Lang, before: Vacancy | None) -> dict[str, Any]:
    return {
        "description": text_of(form, "description"),
        "occupation": _occupation(form),
        "essential_skills": _skills(form, "essential", lang, before),
        "wanted_skills": _skills(form, "wanted", lang, before),
        "languages": list(_languages(form)),
        "place": optional(form, "place"),
        "contract_type": optional(form, "contract_type"),
        "contract_months": number_of(form, "contract_months"),
        "wage_month": number_of(form, "wage_month"),
        "wage_month_max": number_of(form, "wage_month_max"),
        "starts_on": day_of(form, "starts_on"),
        "places": number_of(form, "places") or 1,
        "incentive_scheme": optional(form, "incentive_scheme"),
        "new_hire": _ANSWERS.get(text_of(form, "new_hire")),
        "external_ref": before.external_ref if before else None,
    }


def _occupation(form: FormData) -> dict[str, Any] | None:
    words = text_of(form, "occupation")
    return {"text": words, "concept": settled(form)} if words else None


def settled(form: FormData) -> str | None:
    """The concept of the words typed: the one chosen for these very words, or so named."""
    words = text_of(form, "occupation")
    chosen = text_of(form, "occupation_concept")
    if chosen and text_of(form, "occupation_for") == words:
        return None if chosen == KEEP_WORDS else chosen
    found = concepts.find_occupation(words)
    return found.id if found else None


def _skills(form: FormData, kind: str, lang: Lang, before: Vacancy | None) -> list[dict[str, Any]]:
    """Skills typed, one a line, then those ticked; words that were linked keep their concept."""
    known = _known_concepts(before)
    typed: list[dict[str, Any]] = [
        {**line, "concept": known.get(line["text"]) or _skill_id(line["text"])}
        for line in lines_of(form, f"{kind}_skills")
    ]
    seen = {line["concept"] for line in typed}
    return typed + [
        {"text": concepts.label(concepts.skill(skill), lang), "concept": skill}
        for skill in ticked(form, kind)
        if skill not in seen
    ]


def _known_concepts(before: Vacancy | None) -> dict[str, str | None]:
    if before is None:
        return {}
    return {ref.text: ref.concept for ref in (*before.essential_skills, *before.wanted_skills)}


def _skill_id(words: str) -> str | None:
    found = concepts.find_skill(words)
    return found.id if found else None


def ticked(form: FormData, kind: str) -> list[str]:
    """Ids of the proposed skills that were ticked."""
    prefix = f"{kind}:"
    ids = (name.removeprefix(prefix) for name in form if name.startswith(prefix))
    return [skill for skill in ids if skill in concepts.skills()]


def _rows(form: FormData) -> Iterator[tuple[str, str]]:
    for row in range(LANGUAGE_ROWS * 4):
        yield text_of(form, f"language_{row}"), text_of(form, f"level_{row}")


def _languages(form: FormData) -> Iterator[dict[str, str]]:
    yield from ({"code": code, "level": level} for code, level in _rows(form) if code and level)


def _row_problems(form: FormData) -> Iterator[FieldError]:
    rows = list(_rows(form))
    if any(code and not level for code, level in rows):
        yield FieldError("languages", Text(_NO_LEVEL))
    elif any(level and not code for code, level in rows):
        yield FieldError("languages", Text(_NO_LANGUAGE))


# --- the question about the occupation ----------------------------------------------------------


def proposals(form: FormData, services: Services, caller: Caller) -> tuple[LinkedConcept, ...]:
    """Occupations that the words may stand for; none where it is settled or cannot be asked."""
    words = text_of(form, "occupation")
    answered = text_of(form, "occupation_concept") and text_of(form, "occupation_for") == words
    if not words or answered or settled(form):
        return ()
    try:
        return services.matching.link(caller, q=words, limit=PROPOSALS).items
    except AmudduError:
        return ()  # the words alone are enough to go on


def question(lang: Lang) -> dict[str, str]:
    """The problem that stands beside an occupation which has to be chosen."""
    return {"occupation": Text(_WHICH_TRADE).in_(lang)}


# --- contract -> typed --------------------------------------------------------------------------


def typed(form: FormData) -> dict[str, str]:
    """Everything that was typed, with the occupation's concept where it is settled."""
    values = typed_values(form)
    words = text_of(form, "occupation")
    if text_of(form, "occupation_for") != words or not values.get("occupation_concept"):
        values["occupation_concept"] = settled(form) or ""
        values["occupation_for"] = words
    return values


def stored(vacancy: Vacancy) -> dict[str, str]:
    """A stored vacancy as if it had just been typed."""
    values = {
        "title": vacancy.title,
        "description": vacancy.description,
        "essential_skills": as_lines(vacancy.essential_skills),
        "wanted_skills": as_lines(vacancy.wanted_skills),
        "place": vacancy.place or "",
        "contract_type": vacancy.contract_type or "",
        "contract_months": _plain(vacancy.contract_months),
        "wage_month": _plain(vacancy.wage_month),
        "wage_month_max": _plain(vacancy.wage_month_max),
        "starts_on": _plain(vacancy.starts_on),
        "places": _plain(vacancy.places),
        "incentive_scheme": vacancy.incentive_scheme or "",
        "new_hire": {True: "yes", False: "no", None: ""}[vacancy.new_hire],
        "employer_id": str(vacancy.employer_id),
    }
    return values | _stored_occupation(vacancy.occupation) | _stored_languages(vacancy)


def _stored_occupation(ref: ConceptRef | None) -> dict[str, str]:
    if ref is None:
        return {}
    concept = ref.concept or KEEP_WORDS
    return {"occupation": ref.text, "occupation_for": ref.text, "occupation_concept": concept}


def _stored_languages(vacancy: Vacancy) -> dict[str, str]:
    values: dict[str, str] = {}
    for row, language in enumerate(vacancy.languages):
        values |= {f"language_{row}": language.code, f"level_{row}": language.level}
    return values


def _plain(value: object) -> str:
    text = "" if value is None else str(value)
    return text.removesuffix(".00")


def language_rows(values: Mapping[str, str]) -> range:
    """Rows of languages to show: four, and one more than are filled."""
    filled = [row for row in range(LANGUAGE_ROWS * 4) if values.get(f"language_{row}")]
    return range(min(max([LANGUAGE_ROWS, *(row + 2 for row in filled)]), LANGUAGE_ROWS * 4))
