"""Pictures for people who read little: the SVG files of `static/icons/`, set into the page.

Set in rather than linked, so that a picture takes the colour of the words beside it and a page
needs no further request. Each is decoration: the words beside it say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from markupsafe import Markup

RIGHTS: Mapping[str, str] = {
    "work_employee": "work",
    "cte_visa_required": "stamp",
    "anapec_attestation_exempt": "paper",
    "anapec_services": "agency",
    "entraide_nationale": "people",
    "ofppt_training": "training",
    "health_primary_public": "health",
    "amo_as_employee": "shield",
    "amo_tadamon": "shield",
    "cooperative_member": "people",
    "auto_entrepreneur": "shop",
    "bank_account": "bank",
    "unhcr_partner_livelihoods": "hand",
}
"""Picture of each right."""

CATEGORIES: Mapping[str, str] = {
    "public_employment": "agency",
    "employment": "work",
    "self_employment": "shop",
    "training": "training",
    "social": "people",
    "social_training": "people",
    "health": "health",
    "legal": "law",
    "protection": "shield",
    "permit": "paper",
    "finance": "bank",
    "outreach": "people",
}
"""Picture of each kind of service."""


@cache
def icon(name: str) -> Markup:
    """The drawing of this name. Raises `FileNotFoundError`."""
    found = files("gateway").joinpath("static", "icons", f"{name}.svg")
    return Markup(found.read_text(encoding="utf-8").strip())  # noqa: S704 - our own file
