"""What a row says only where its cells are taken together: wages of a period, a name in one column.

Functions change the body in place and return what there is to say, by field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from amuddu.imports.columns import Kind
from amuddu.imports.values.base import Notes, Said, ValueProblem
from amuddu.imports.values.wages import FULL_WEEK, Period, to_month
from amuddu.kit.i18n import N_, Text
from amuddu.reference.text import fold

Remarks = Iterator[tuple[str, Said]]
Body = dict[str, Any]

_IN_DIRHAMS = N_("Ce salaire est en {currency} : écrivez-le en dirhams.")
_WAGES = ("wage_month", "wage_month_max")


def complete(kind: Kind, body: Body) -> list[tuple[str, Said]]:
    """Fill what follows from the cells, and take out what cannot stand beside the others."""
    return list(_COMPLETED[kind](body))


# --- vacancies --------------------------------------------------------------------------------


def _vacancy(body: Body) -> Remarks:
    yield from _wages(body)
    if "occupation" not in body and "title" in body:
        body["occupation"] = {"text": body["title"]}


def _wages(body: Body) -> Remarks:
    period = body.pop("wage_period", "month")
    currency = body.pop("wage_currency", "MAD")
    for field in _WAGES:
        hourly = body.pop(f"hourly_{field}", None)
        monthly = body.pop(f"monthly_{field}", False)
        if field not in body:
            continue
        if hourly is not None:
            yield from _by_the_month(body, field, hourly, "hour")
        elif currency != "MAD" and not monthly:
            del body[field]
            yield field, _left(_IN_DIRHAMS, currency=currency)
        elif not monthly:
            yield from _by_the_month(body, field, body[field], period)
    low, high = (body.get(field) for field in _WAGES)
    if low is not None and high is not None and Decimal(high) < Decimal(low):
        del body["wage_month_max"]
        yield (
            "wage_month_max",
            _left(N_("Le salaire maximum est sous le minimum : il n'est pas gardé.")),
        )


def _by_the_month(body: Body, field: str, amount: str, period: Period) -> Remarks:
    notes = Notes()
    try:
        hours = body.get("hours_week", FULL_WEEK)
        body[field] = to_month(Decimal(amount), period, notes, hours=hours)
    except ValueProblem as problem:
        del body[field]
        notes.said.append(Said(problem.text, left_out=True))
    yield from ((field, said) for said in notes.said)


# --- people -----------------------------------------------------------------------------------


def _person(body: Body) -> Remarks:
    yield from _names(body)
    yield from _birth(body)
    yield from _residence(body)
    yield from _experience(body)
    yield from _channel(body)


def _names(body: Body) -> Remarks:
    whole = body.pop("full_name", None)
    if "given_name" in body:
        known = fold(f"{body['given_name']} {body.get('family_name', '')}").split()
        if whole is not None and not set(fold(whole).split()) <= set(known):
            yield (
                "full_name",
                _left(N_("Le nom entier n'est pas gardé : prénom et nom ont leurs colonnes.")),
            )
        return
    if whole is not None:
        if set(fold(body.get("family_name", "")).split()) <= set(fold(whole).split()):
            body.pop("family_name", None)
        body["given_name"] = whole
        yield (
            "full_name",
            _right(N_("Le nom entier est gardé comme prénom : rien ne dit où est le prénom.")),
        )
    elif "family_name" in body:
        body["given_name"] = body.pop("family_name")
        yield "family_name", _right(N_("Le seul nom est gardé comme prénom."))


def _birth(body: Body) -> Remarks:
    by_age = body.pop("age", None)
    if by_age is None:
        return
    year = body.setdefault("birth_year", by_age)
    if year is by_age:
        yield (
            "age",
            _right(
                N_("Année de naissance comptée d'après l'âge : elle peut être d'un an plus tôt.")
            ),
        )
    elif not by_age - 1 <= year <= by_age:
        yield "age", _left(N_("L'âge ne va pas avec l'année de naissance, qui est gardée."))


def _residence(body: Body) -> Remarks:
    if "residence" in body and "status" not in body["residence"]:
        del body["residence"]
        yield "residence.valid_until", _left(N_("Sans titre lu, cette date n'est pas gardée."))


def _experience(body: Body) -> Remarks:
    experience = body.pop("experience", None)
    if experience is None:
        return
    if "title" in experience:
        body["experience"] = [experience]
        return
    for field in experience:
        yield f"experience.{field}", _left(N_("Sans nom d'emploi, ceci n'est pas gardé."))


def _channel(body: Body) -> Remarks:
    """A channel needs its address; without a wish, the first address that there is serves."""
    wished = body.get("channel")
    possible = [
        channel for channel, field in (("email", "email"), ("sms", "phone")) if field in body
    ]
    if wished is None:
        body["channel"] = possible[0] if possible else "agent"
    elif wished != "agent" and wished not in possible:
        body["channel"] = possible[0] if possible else "agent"
        yield (
            "channel",
            _left(N_("L'adresse ou le numéro manque : la personne sera prévenue autrement.")),
        )


# --- courses ----------------------------------------------------------------------------------


def _course(body: Body) -> Remarks:
    low, high = body.get("age_least"), body.get("age_most")
    if low is not None and high is not None and high < low:
        del body["age_most"]
        yield "age_most", _left(N_("L'âge maximum est sous le minimum : il n'est pas gardé."))


_COMPLETED: dict[Kind, Callable[[Body], Remarks]] = {
    "vacancies": _vacancy,
    "profiles": _person,
    "courses": _course,
}


def _right(message: str, **params: Any) -> Said:
    return Said(Text(message, params))


def _left(message: str, **params: Any) -> Said:
    return Said(Text(message, params), left_out=True)
