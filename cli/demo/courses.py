"""Invented courses with sessions to come, so that somebody finds a place to ask for."""

from __future__ import annotations

from datetime import date, timedelta

from amuddu.reference.concepts import label, occupation, skill
from cli.client import Api

_COURSES = (
    ("mason", "Maçonnerie : murs et enduits", "rabat", 600, 12),
    ("hairdresser", "Coiffure", "rabat", 900, 10),
    ("cook", "Cuisine", "casablanca", 800, 15),
    ("plumber", "Plomberie et sanitaire", "casablanca", 700, 12),
    ("baker", "Boulangerie", "tanger", 480, 8),
    ("waiter", "Service en salle", "tanger", 300, 2),
)
"""Trade, title, town, hours, places."""
_SOURCE = "Démonstration : inventé"
_SKILLS = 6


def add(api: Api, *, today: date) -> int:
    """A centre in each town, its courses, a session of each; how many. Once."""
    if api.get("/training/courses", limit=1)["total"]:
        return 0
    centres: dict[str, str] = {}
    for number, (trade_id, title, town, hours, places) in enumerate(_COURSES):
        if town not in centres:
            body = {"name": f"Centre d'essai, {town}", "place": town, "source": _SOURCE}
            centres[town] = api.post("/training/centres", body)["id"]
        trade = occupation(trade_id)
        skills = [skill(each) for each in trade.essential_skills[:_SKILLS]]
        made = api.post(
            "/training/courses",
            {
                "centre_id": centres[town],
                "title": title,
                "level": "qualification",
                "hours": hours,
                "trade": {"text": label(trade, "fr"), "concept": trade_id},
                "skills": [{"text": label(one, "fr"), "concept": one.id} for one in skills],
                "criteria": {"towns": [town], "age_least": 16},
                "source": _SOURCE,
            },
        )
        start = today + timedelta(days=21 + 7 * number)
        session = {"starts_on": start.isoformat(), "places": places}
        api.post(f"/training/courses/{made['id']}/sessions", session)
    return len(_COURSES)
