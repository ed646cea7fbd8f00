"""schema.org `JobPosting` (https://schema.org/JobPosting) as a vacancy."""

from __future__ import annotations

from typing import Any

from amuddu.imports.parsing.objects.vocabulary import Found, at, several

_USED = {
    "identifier", "url", "title", "name", "description", "responsibilities", "qualifications",
    "skills", "jobLocation", "employmentType", "jobStartDate", "totalJobOpenings", "baseSalary",
    "hiringOrganization", "relevantOccupation",
}  # fmt: skip
_HOURS = {"FULL_TIME", "PART_TIME"}
"""They say how long a week is, not how long the contract lasts."""
_PERIODS = {"HOUR": "heure", "DAY": "jour", "WEEK": "semaine", "YEAR": "an"}


def is_posting(value: Any) -> bool:
    """Whether an object says that it is a `JobPosting`."""
    return (
        isinstance(value, dict)
        and "@type" in value
        and any(
            isinstance(each, str) and each.rpartition("/")[2] == "JobPosting"
            for each in several(value.get("@type"))
        )
    )


def recognised(value: dict[str, Any]) -> Found | None:
    """A vacancy's cells; `None` for any other object."""
    if not is_posting(value):
        return None
    found = Found()
    found.put("external_ref", _identifier(value))
    found.put("title", value.get("title") or value.get("name"))
    texts = [value.get(key) for key in ("description", "responsibilities", "qualifications")]
    found.put("description", "\n".join(text for text in texts if isinstance(text, str) and text))
    found.put("occupation", at(value, "relevantOccupation", "name"))
    found.put("wanted_skills", _names(value.get("skills")))
    found.put_first("place", [_town(place) for place in several(value.get("jobLocation"))])
    found.put("contract_type", _contract(value.get("employmentType")))
    found.put("starts_on", value.get("jobStartDate"))
    found.put("places", value.get("totalJobOpenings"))
    _wage(found, value.get("baseSalary"))
    employer = value.get("hiringOrganization")
    found.put("employer_name", employer if isinstance(employer, str) else at(employer, "name"))
    found.rest(value, _USED)
    return found


def _identifier(value: dict[str, Any]) -> Any:
    identifier = value.get("identifier")
    if isinstance(identifier, str | int):
        return identifier
    return at(identifier, "value") or value.get("url") or value.get("@id")


def _names(value: Any) -> Any:
    """Skills as a list of names; a text stays one text."""
    if isinstance(value, str):
        return value
    return [each if isinstance(each, str) else at(each, "name") for each in several(value)]


def _town(place: Any) -> Any:
    if isinstance(place, str):
        return place
    address = at(place, "address")
    if isinstance(address, str):
        return address
    return at(address, "addressLocality") or at(address, "addressRegion") or at(place, "name")


def _contract(value: Any) -> Any:
    """Kinds of contract; hours alone are left to be refused, they name no contract."""
    kinds = [each for each in several(value) if isinstance(each, str)]
    named = [kind for kind in kinds if kind.upper() not in _HOURS] or kinds
    written = ["stage" if kind.upper() == "INTERN" else kind for kind in named]
    return ", ".join(written)


def _wage(found: Found, salary: Any) -> None:
    """A wage with its currency and period, in words where they are not dirhams a month."""
    if isinstance(salary, str | int | float):
        found.put("wage_month", salary)
        return
    value = at(salary, "value")
    amounts = value if isinstance(value, dict) else {"value": value}
    currency = at(salary, "currency") or "MAD"
    unit = str(amounts.get("unitText") or at(salary, "unitText") or "MONTH").upper()
    for field, keys in (("wage_month", ("minValue", "value")), ("wage_month_max", ("maxValue",))):
        amount = next((amounts[key] for key in keys if amounts.get(key) is not None), None)
        if amount is not None:
            plain = currency == "MAD" and unit == "MONTH"
            period = _PERIODS.get(unit, "mois" if unit == "MONTH" else unit)
            found.put(field, amount if plain else f"{amount} {currency} / {period}")
