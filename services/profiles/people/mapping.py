"""Between rows and the bodies of the API. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from amuddu.contracts.ages import AgeStanding, AgeState
from amuddu.contracts.profiles import (
    AccessRecord,
    ConsentMethod,
    ConsentRecord,
    Profile,
    ProfileIn,
    ProfileSummary,
    Purpose,
)
from amuddu.kit.audit.chain import Kept
from services.profiles.common.tables import ProfileRow
from services.profiles.consents.repository import as_consents
from services.profiles.consents.tables import ConsentRow
from services.profiles.residence import vault
from services.profiles.residence.tables import ResidenceRow

_DOCUMENTS = ("occupations", "skills", "experience", "languages", "contract_types")
_VALUES = (
    "given_name",
    "family_name",
    "sex",
    "email",
    "phone",
    "channel",
    "language",
    "about",
    "place",
    "max_distance_km",
    "available_from",
)
_ENTERED = (*_VALUES, *_DOCUMENTS, "external_ref")


def fill(row: ProfileRow, body: ProfileIn) -> bool:
    """Put what a body says of a person into their row; whether anything changed."""
    changed = changes(row, body)
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def changes(row: ProfileRow, body: ProfileIn) -> dict[str, Any]:
    """What a body says of a person that is not so yet, by column."""
    said = values(body)
    return {name: value for name, value in said.items() if getattr(row, name) != value}


def values(body: ProfileIn) -> dict[str, Any]:
    """What a body says of a person, by column.

    A reference that is not mentioned is kept: a person who mends their own profile does not
    know by which number a file knows them.
    """
    documents = body.model_dump(mode="json", include=set(_DOCUMENTS))
    said = {**{name: getattr(body, name) for name in _VALUES}, **documents}
    if "external_ref" in body.model_fields_set:
        said["external_ref"] = body.external_ref
    return said


def entered(
    row: ProfileRow, sensitive: ResidenceRow, newest: Mapping[Purpose, ConsentRow]
) -> dict[str, Any]:
    """What was entered of a person, under the names of `ProfileIn`."""
    return {
        **{name: getattr(row, name) for name in _ENTERED},
        "nationality": sensitive.nationality,
        "birth_year": sensitive.birth_year,
        "birth_month": sensitive.birth_month,
        "residence": vault.title_in(sensitive),
        "consents": as_consents(newest),
        "consent_method": _last_method(newest),
    }


def _last_method(newest: Mapping[Purpose, ConsentRow]) -> ConsentMethod:
    last = max(newest.values(), key=lambda consent: consent.id or 0, default=None)
    return last.method if last else "self"


def profile(
    row: ProfileRow,
    sensitive: ResidenceRow,
    newest: Mapping[Purpose, ConsentRow],
    age: AgeStanding,
) -> Profile:
    """A whole profile, for those who may open it."""
    return Profile.of(row, age=age, **entered(row, sensitive, newest))


def summary(
    row: ProfileRow,
    newest: Mapping[Purpose, ConsentRow],
    *,
    title_expires_on: date | None,
    age: AgeState,
) -> ProfileSummary:
    """A line of a list of people."""
    return ProfileSummary.of(
        row,
        display_name=display_name(row),
        consents=as_consents(newest),
        title_expires_on=title_expires_on,
        age=age,
    )


def display_name(row: ProfileRow) -> str:
    """How a person is called by those who may know: given name, then family name."""
    return " ".join(name for name in (row.given_name, row.family_name) if name)


def consent(row: ConsentRow) -> ConsentRecord:
    """Receipt of one consent."""
    return ConsentRecord.of(row)


def access(row: Kept) -> AccessRecord:
    """One access, as the person reads it: the role and organisation, not the individual."""
    return AccessRecord.of(row, emergency=row.emergency is not None)
