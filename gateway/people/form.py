"""The form of a profile: what is stored shown as fields, fields read into a `ProfileIn`.

Rows that were left empty are skipped, so the contracts count items otherwise than the form counts
rows; `Rows` remembers which row each item came from, and a problem is shown in its own row.
What the form does not ask (residence title, reference) is kept as stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from starlette.datastructures import FormData

from amuddu.contracts.profiles import LONGEST_WORK_MONTHS, Profile, ProfileIn, Purpose
from amuddu.contracts.types import ConceptRef, ContractType
from amuddu.kit import clock
from amuddu.kit.errors import AmudduError, Conflict, FieldError, Invalid
from amuddu.kit.i18n import N_, Text
from amuddu.reference.text import fold
from amuddu.rules.protection import ages
from amuddu.rules.protection.ages import Birth
from gateway.web.forms import as_lines, lines_of, number_of, optional, read_model, shown, text_of

PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
CONTRACTS: tuple[ContractType, ...] = get_args(ContractType)
STAFF_METHODS = ("read_aloud", "paper")

_BIRTH = ("birth_year", "birth_month")
_TEXTS = ("given_name", "family_name", "sex", *_BIRTH, "phone", "email", "channel", "language")
_WHERE = ("place", "max_distance_km", "available_from")
_LEAST_ROWS = {"occupations": 3, "experience": 3, "languages": 5}
_MOST_ROWS = {"occupations": 10, "experience": 20, "languages": 12}


class ChangedMeanwhile(Conflict):
    """Somebody else saved the profile while this form was open."""

    default = N_(
        "Ce profil a été modifié par quelqu'un d'autre pendant ce temps. "
        "Vérifiez ce qui est écrit, puis enregistrez de nouveau."
    )


@dataclass(slots=True)
class Rows:
    """Items read from rows of a form, and the row of each."""

    items: list[dict[str, Any]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    def add(self, row: int, **item: Any) -> None:
        """Keep the item of a row."""
        self.items.append(item)
        self.rows.append(row)


def row_counts(profile: Profile | None) -> dict[str, int]:
    """How many rows to show for each list: a few, and one more than what is stored."""
    stored = {name: len(getattr(profile, name)) if profile else 0 for name in _LEAST_ROWS}
    return {
        name: min(_MOST_ROWS[name], max(least, stored[name] + 1))
        for name, least in _LEAST_ROWS.items()
    }


def open_rows(values: Mapping[str, str], counts: Mapping[str, int]) -> dict[str, int]:
    """How many rows stand open: those that say something, and the next one; a tap shows more."""
    return {name: _said(name, values, count) + 1 for name, count in counts.items()}


def _said(name: str, values: Mapping[str, str], count: int) -> int:
    """Rows up to the last one that says something; a unit alone says nothing."""
    parts = ("title", "length", "description", "code", "level")
    said = (
        row + 1
        for row in range(count)
        if any(values.get(f"{name}.{row}.{part}", "").strip() for part in parts)
    )
    return max(said, default=0)


# --- from a profile to the form -----------------------------------------------------------------


def values_of(profile: Profile) -> dict[str, str]:
    """A stored profile under the names of the form's fields."""
    values = {
        name: shown(getattr(profile, name)) for name in (*_TEXTS, *_WHERE, "about", "agency_id")
    }
    values["skills"] = as_lines(profile.skills)
    for row, ref in enumerate(profile.occupations):
        values[f"occupations.{row}"] = ref.text
    for row, job in enumerate(profile.experience):
        values[f"experience.{row}.title"] = job.title
        values[f"experience.{row}.description"] = job.description
        values[f"experience.{row}.length"], values[f"experience.{row}.unit"] = _length(job.months)
    for row, spoken in enumerate(profile.languages):
        values[f"languages.{row}.code"] = spoken.code
        values[f"languages.{row}.level"] = spoken.level
    for code in profile.contract_types:
        values[f"contract_types.{code}"] = "1"
    return values | consent_values(profile)


def consent_values(profile: Profile) -> dict[str, str]:
    """The boxes of the consents as they stand."""
    return {f"consents.{p}": "1" if getattr(profile.consents, p) else "" for p in PURPOSES}


def _length(months: int) -> tuple[str, str]:
    """A length as people say it: 36 months are 3 years, 30 months stay months."""
    if not months:
        return "", "years"
    return (str(months // 12), "years") if months % 12 == 0 else (str(months), "months")


# --- from the form to a profile -----------------------------------------------------------------


def read(form: FormData, stored: Profile | None, *, own: bool) -> ProfileIn:
    """The profile that a form describes.

    Raises `Invalid` whose fields bear the form's names, and `ChangedMeanwhile`.
    """
    rows = _rows(form, stored)
    given = _consents(form, stored)
    values = {
        **kept(stored),
        **{name: optional(form, name) for name in (*_TEXTS, *_WHERE) if _asked(form, name)},
        "about": text_of(form, "about"),
        "skills": _with_known(lines_of(form, "skills"), stored.skills if stored else ()),
        "contract_types": [code for code in CONTRACTS if form.get(f"contract_types.{code}")],
        "consents": given,
        "consent_method": "self" if own else text_of(form, "consent_method") or "read_aloud",
        **{name: read_rows.items for name, read_rows in rows.items()},
    }
    if own and "agency_id" in form:
        values["agency_id"] = optional(form, "agency_id")
    asked = () if own else _method_missing(form, given, stored)
    body = _validated(values, rows, (*asked, *_half_rows(rows)))
    if stored is not None and text_of(form, "revision") != str(stored.revision):
        raise ChangedMeanwhile
    return body


def _asked(form: FormData, name: str) -> bool:
    """Whether the form asked for a field: the month is asked only where it decides something."""
    return name != "birth_month" or name in form


def month_asked(values: Mapping[str, str]) -> bool:
    """Whether the form asks for the month of birth: where the year alone leaves open if somebody
    is 15 or 18 already, and where a month was given."""
    year = values.get("birth_year", "").strip()
    if values.get("birth_month", "").strip():
        return True
    known = year.isascii() and year.isdigit() and len(year) == 4
    return known and ages.month_decides(Birth(int(year)), on=clock.today())


def kept(stored: Profile | None) -> dict[str, Any]:
    """What is stored, under the names of `ProfileIn`, for a form that changes a part of it."""
    return stored.model_dump(include=set(ProfileIn.model_fields)) if stored else {}


def on_the_form(error: AmudduError, rows: Mapping[str, Rows]) -> Invalid:
    """The same problems under the names of the form's fields."""
    return Invalid(
        fields=[replace(item, field=_form_field(item.field, rows)) for item in error.fields]
    )


def placed(error: AmudduError, form: FormData) -> AmudduError:
    """A refusal by the service, its fields named as on the form that was sent."""
    if not error.fields:
        return error
    return on_the_form(error, _rows(form, None))


def _form_field(path: str, rows: Mapping[str, Rows]) -> str:
    """`languages.0.level` is in row 2 where the first two rows were left empty."""
    name, *rest = path.split(".")
    if name in rows and rest and rest[0].isdigit() and int(rest[0]) < len(rows[name].rows):
        row = rows[name].rows[int(rest[0])]
        if name == "occupations":
            return f"occupations.{row}"
        part = {"months": "length", "occupation": "title"}.get(rest[-1], rest[-1])
        return f"{name}.{row}.{part}"
    return f"{name}.0" if name == "occupations" else name


def _validated(
    values: Mapping[str, Any], rows: Mapping[str, Rows], asked: Iterable[FieldError]
) -> ProfileIn:
    problems = list(asked)
    try:
        body = read_model(ProfileIn, values)
    except Invalid as error:
        problems += on_the_form(error, rows).fields
    if problems:
        raise Invalid(fields=problems)
    return body


def _rows(form: FormData, stored: Profile | None) -> dict[str, Rows]:
    return {
        "occupations": _occupations(form, stored),
        "experience": _experience(form, stored),
        "languages": _languages(form),
    }


def _occupations(form: FormData, stored: Profile | None) -> Rows:
    found = Rows()
    known = _concepts(stored.occupations if stored else ())
    for row in range(_MOST_ROWS["occupations"]):
        if text := text_of(form, f"occupations.{row}"):
            found.add(row, text=text, concept=known.get(text))
    return found


def _experience(form: FormData, stored: Profile | None) -> Rows:
    found = Rows()
    known = {job.title: job.occupation for job in (stored.experience if stored else ())}
    for row in range(_MOST_ROWS["experience"]):
        title = text_of(form, f"experience.{row}.title")
        description = text_of(form, f"experience.{row}.description")
        length = number_of(form, f"experience.{row}.length")
        if title or description or length:
            found.add(
                row,
                title=title,
                occupation=known.get(title),
                months=_months(length, text_of(form, f"experience.{row}.unit")),
                description=description,
            )
    return found


_UNITS = {
    "years": (
        "ans",
        "an",
        "annees",
        "annee",
        "years",
        "year",
        "anos",
        "ano",
        "سنوات",
        "سنة",
        "عام",
    ),
    "months": ("mois", "months", "month", "meses", "mes", "اشهر", "شهرا", "شهر", "شهور"),
}
"""How people write a unit behind a number, without accents."""
_WITH_UNIT = re.compile(r"([0-9.]+)([^\W\d]+)")


def _apart(length: str | None, unit: str) -> tuple[str | None, str]:
    """`2ans` as the number and the unit written behind it, whatever the list beside says."""
    written = _WITH_UNIT.fullmatch(length or "")
    if written:
        for name, words in _UNITS.items():
            if fold(written[2]) in {fold(word) for word in words}:
                return written[1], name
    return length, unit


def _months(length: str | None, unit: str) -> int | str:
    """Months of a length as typed: a number, or `2 ans` with its unit; what is neither goes on as
    it is, to be refused."""
    length, unit = _apart(length, unit)
    try:
        number = float(length or 0)
        return round(number * (12 if unit == "years" else 1))
    except (ValueError, OverflowError):
        return length or ""


def _languages(form: FormData) -> Rows:
    found = Rows()
    for row in range(_MOST_ROWS["languages"]):
        code, level = (text_of(form, f"languages.{row}.{part}") for part in ("code", "level"))
        if code or level:
            found.add(row, code=code, level=level)
    return found


_LEVEL_MISSING = Text(N_("Dites aussi comment cette langue est parlée."))
_LANGUAGE_MISSING = Text(N_("Choisissez la langue."))
_TITLE_MISSING = Text(N_("Dites quel était ce travail."))
_TOO_LONG = Text(N_("C'est trop long : écrivez 60 ans au plus. Des mois ? Choisissez « mois »."))


def _half_rows(rows: Mapping[str, Rows]) -> Iterable[FieldError]:
    """Rows that say one half; their own sentence comes before the general one."""
    for row, item in zip(rows["languages"].rows, rows["languages"].items, strict=True):
        if not item["level"]:
            yield FieldError(f"languages.{row}.level", _LEVEL_MISSING)
        if not item["code"]:
            yield FieldError(f"languages.{row}.code", _LANGUAGE_MISSING)
    for row, item in zip(rows["experience"].rows, rows["experience"].items, strict=True):
        if not item["title"]:
            yield FieldError(f"experience.{row}.title", _TITLE_MISSING)
        if isinstance(item["months"], int) and item["months"] > LONGEST_WORK_MONTHS:
            yield FieldError(f"experience.{row}.length", _TOO_LONG)


def _with_known(lines: list[dict[str, str]], stored: Iterable[ConceptRef]) -> list[dict[str, Any]]:
    known = _concepts(stored)
    return [{**line, "concept": known.get(line["text"])} for line in lines]


def _concepts(stored: Iterable[ConceptRef]) -> dict[str, str | None]:
    """Concepts by their words: words that did not change keep what they were linked to."""
    return {ref.text: ref.concept for ref in stored}


# --- consents -----------------------------------------------------------------------------------


def _consents(form: FormData, stored: Profile | None) -> dict[str, bool]:
    """The boxes; only a box that was changed on the form counts against what is stored.

    Somebody may withdraw a consent while this form is open elsewhere: an old tick left alone must
    not bring it back.
    """
    given: dict[str, bool] = {
        purpose: bool(form.get(f"consents.{purpose}")) for purpose in PURPOSES
    }
    if stored is None:
        return given
    return {
        purpose: getattr(stored.consents, purpose)
        if ticked == bool(text_of(form, f"was.{purpose}"))
        else ticked
        for purpose, ticked in given.items()
    }


_METHOD_MISSING = Text(N_("Dites comment la personne a donné sa réponse."))


def _method_missing(
    form: FormData, given: Mapping[str, bool], stored: Profile | None
) -> tuple[FieldError, ...]:
    """Staff who note a consent say how it was given."""
    before = stored.consents.model_dump() if stored else dict.fromkeys(PURPOSES, False)
    if given == before or text_of(form, "consent_method") in STAFF_METHODS:
        return ()
    return (FieldError("consent_method", _METHOD_MISSING),)
