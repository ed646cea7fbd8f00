"""Offers as files for job boards: CSV, XML. The same facts as on the page, no contact."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from xml.etree import ElementTree as Xml

from amuddu.contracts.postings.offers import PublicOffer
from gateway.web.spreadsheets import harmless

COLUMNS = (
    "id",
    "url",
    "title",
    "description",
    "trade",
    "skills",
    "languages",
    "employer",
    "agency",
    "place",
    "contract",
    "months",
    "wage_month",
    "wage_month_max",
    "hours_week",
    "starts_on",
    "places",
    "published_on",
    "valid_through",
    "updated_at",
)
"""Names of the columns of the CSV, and of the elements of each `offer` of the XML. They stay: a
name more is added at the end."""


def rows(offers: Iterable[PublicOffer], *, base: str) -> Iterable[dict[str, str]]:
    """What each offer says, by column; empty where nothing is said."""
    for offer in offers:
        skills = (*offer.essential_skills, *offer.wanted_skills)
        said = {
            "id": offer.id,
            "url": f"{base}/emplois/{offer.id}",
            "title": offer.title,
            "description": offer.description,
            "trade": offer.occupation.concept or offer.occupation.text,
            "skills": "; ".join(each.text for each in skills),
            "languages": "; ".join(f"{each.code} {each.level}" for each in offer.languages),
            "employer": offer.employer_name,
            "agency": offer.agency_id,
            "place": offer.place,
            "contract": offer.contract_type,
            "months": offer.contract_months,
            "wage_month": offer.wage_month,
            "wage_month_max": offer.wage_month_max,
            "hours_week": offer.hours_week,
            "starts_on": offer.starts_on,
            "places": offer.places,
            "published_on": offer.published_on,
            "valid_through": offer.closes_on,
            "updated_at": offer.updated_at.isoformat(),
        }
        yield {name: "" if said[name] is None else str(said[name]) for name in COLUMNS}


def as_csv(offers: Iterable[PublicOffer], *, base: str) -> bytes:
    """Commas, UTF-8, one line a name first; no cell is run by a spreadsheet."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for row in rows(offers, base=base):
        writer.writerow([harmless(value) for value in row.values()])
    return written.getvalue().encode()


def as_xml(offers: Iterable[PublicOffer], *, base: str) -> bytes:
    """One `offer` element an offer, in it an element a fact that is known."""
    root = Xml.Element("offers")
    for row in rows(offers, base=base):
        one = Xml.SubElement(root, "offer")
        for name, value in row.items():
            if value:
                Xml.SubElement(one, name).text = value
    return document(root)


def document(root: Xml.Element) -> bytes:
    """A document with its declaration."""
    said: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return said
