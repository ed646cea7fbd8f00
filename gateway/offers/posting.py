"""An offer as schema.org's `JobPosting`, for search engines and job boards.

The employer is a name, never a contact; what nobody said is left out, not guessed.
"""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from amuddu.contracts.postings.offers import PublicOffer
from amuddu.contracts.types import ContractType
from amuddu.reference.places import places, regions

_KIND: dict[ContractType, str] = {
    "CDI": "FULL_TIME",
    "CDD": "TEMPORARY",
    "seasonal": "TEMPORARY",
    "interim": "TEMPORARY",
    "trainee": "OTHER",
}
_FULL_WEEK = 40
"""Hours from which work is full time; the legal week has 44."""


def posting(offer: PublicOffer, *, url: str) -> dict[str, Any]:
    """The offer in the words of https://schema.org/JobPosting."""
    said = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "url": url,
        "identifier": {"@type": "PropertyValue", "name": "Amuddu", "value": str(offer.id)},
        "title": offer.title,
        "description": _description(offer),
        "datePosted": offer.published_on.isoformat(),
        "validThrough": offer.closes_on.isoformat(),
        "employmentType": _kinds(offer),
        "hiringOrganization": {"@type": "Organization", "name": offer.employer_name},
        "jobLocation": {"@type": "Place", "address": _address(offer.place)},
        "totalJobOpenings": offer.places,
        "jobStartDate": offer.starts_on.isoformat() if offer.starts_on else None,
        "baseSalary": _wage(offer),
        "skills": ", ".join(each.text for each in offer.essential_skills) or None,
        "workHours": f"{offer.hours_week} h" if offer.hours_week else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def script(said: dict[str, Any]) -> Markup:
    """As the content of a script element: nothing in it ends the element or begins another."""
    text = json.dumps(said, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - JSON without a sign that HTML reads


def _description(offer: PublicOffer) -> str:
    """What search engines ask for: never empty."""
    skills = ", ".join(each.text for each in (*offer.essential_skills, *offer.wanted_skills))
    return "\n\n".join(part for part in (offer.description or offer.title, skills) if part)


def _kinds(offer: PublicOffer) -> list[str]:
    hours = offer.hours_week
    part = hours is not None and hours < _FULL_WEEK
    return [_KIND[offer.contract_type], *(("PART_TIME",) if part else ())]


def _address(place: str) -> dict[str, str]:
    found = places().get(place)
    said = {"@type": "PostalAddress", "addressCountry": "MA"}
    if found is None:
        return said
    region = regions()[found.region_id].names["fr"]
    return {**said, "addressLocality": found.names["fr"], "addressRegion": region}


def _wage(offer: PublicOffer) -> dict[str, Any] | None:
    low, high = offer.wage_month, offer.wage_month_max
    if low is None and high is None:
        return None
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": "MONTH"}
    if low is not None:
        value["minValue"] = float(low)
    if high is not None:
        value["maxValue"] = float(high)
    return {"@type": "MonetaryAmount", "currency": "MAD", "value": value}
