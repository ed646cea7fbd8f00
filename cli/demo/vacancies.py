"""Invented vacancies in French, as employers of these towns and sectors write them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from amuddu.reference.concepts import Occupation, occupation
from cli.demo.own_words import said
from cli.demo.tables import EMPLOYERS, TRADES, WAGES

_SECTORS_OF: dict[str, tuple[str, ...]] = {
    "Bâti Exemple": ("building",),
    "Ateliers Fictifs": ("textile", "building"),
    "La Table Modèle": ("catering",),
    "Appels Démo": ("contact-centre", "digital"),
    "Logistique Essai": ("driving", "cleaning-security"),
    "Rénov Imaginaire": ("building",),
    "Maison Exemple Services": ("domestic-work", "care", "cleaning-security"),
    "Hôtel Fictif": ("hospitality", "catering"),
    "Garage Modèle": ("mechanics",),
    "Couture Démo": ("textile",),
    "Port Essai Services": ("driving", "trade", "office"),
    "Ferme Imaginaire": ("farming",),
}
_OPENINGS = (
    "Nous cherchons une personne sérieuse pour renforcer notre équipe.",
    "Poste à pourvoir rapidement, formation aux gestes du poste assurée.",
    "Vous rejoignez une petite équipe ; un collègue vous accompagne le premier mois.",
)
_CONTRACTS = (
    ("CDI", None),
    ("CDI", None),
    ("CDD", 12),
    ("CDD", 6),
    ("interim", 3),
    ("seasonal", 4),
)
_LINKED = 0.5
"""How often an employer also chooses the trade from the list."""
_SCHEMES = ("MA_PRIME_APPUI_EMPLOI", "MA_TAHFIZ", None, None)


def vacancies(count: int, *, seed: int, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """Bodies of vacancies with the name of their employer, as the batch import takes them."""
    for number in range(count):
        rng = random.Random(f"{seed}:vacancy:{number}")  # noqa: S311 - invented data
        name, _, town, _ = EMPLOYERS[number % len(EMPLOYERS)]
        yield name, _vacancy(rng, number, _trade(rng, name), town, today)


def _trade(rng: random.Random, employer: str) -> Occupation:
    offered = [occupation(each) for each, _, _ in TRADES]
    return rng.choice([each for each in offered if each.sector in _SECTORS_OF[employer]])


def _vacancy(
    rng: random.Random, number: int, trade: Occupation, town: str, today: date
) -> dict[str, Any]:
    asked = said(trade.id, "employer").work
    essential, wanted = asked[:2], asked[2:]
    contract, months = rng.choice(_CONTRACTS)
    low, high = WAGES[trade.sector]
    wage = round(rng.uniform(low, (low + high) / 2), -2)
    return {
        "external_ref": f"demo-{number:03d}",
        "title": _title(trade),
        "description": _description(rng, asked),
        "occupation": {
            "text": _title(trade),
            "concept": trade.id if rng.random() < _LINKED else None,
        },
        "essential_skills": [{"text": words} for words in essential],
        "wanted_skills": [{"text": words} for words in wanted],
        "languages": (languages := _languages(rng, trade)),
        "language_reason": "customers" if len(languages) > 1 else None,
        "place": town,
        "contract_type": contract,
        "contract_months": months,
        "wage_month": f"{max(wage, low):.0f}",
        "wage_month_max": f"{round(rng.uniform((low + high) / 2, high), -2):.0f}",
        "starts_on": (today + timedelta(days=rng.randint(7, 150))).isoformat(),
        "places": rng.choice((1, 1, 1, 2, 3)),
        "incentive_scheme": _scheme(rng, contract, months),
        "new_hire": True,
    }


def _scheme(rng: random.Random, contract: str, months: int | None) -> str | None:
    """A scheme whose contract rules this vacancy can meet."""
    scheme = rng.choice(_SCHEMES)
    if scheme == "MA_TAHFIZ" and contract != "CDI":
        return None
    short = contract != "CDI" and (months or 0) < 12
    return None if scheme == "MA_PRIME_APPUI_EMPLOI" and short else scheme


def _title(trade: Occupation) -> str:
    """The trade for a man and for a woman, as advertisements write it."""
    told = said(trade.id, "employer")
    return f"{told.man} / {told.woman}" if told.man != told.woman else told.man


def _description(rng: random.Random, asked: Sequence[str]) -> str:
    tasks = "\n".join(f"- {each}" for each in asked)
    return f"{rng.choice(_OPENINGS)}\n\nVos missions :\n{tasks}"


def _languages(rng: random.Random, trade: Occupation) -> list[dict[str, str]]:
    if trade.sector == "contact-centre":
        return [{"code": "fr", "level": "B2"}]
    if trade.sector == "hospitality" and rng.random() < 0.2:  # guests who speak German
        return [{"code": "fr", "level": "B1"}, {"code": "de", "level": "A2"}]
    if trade.sector in {"office", "digital", "education", "hospitality"}:
        return [{"code": "fr", "level": "B1"}]
    return [{"code": "fr", "level": "A2"}] if rng.random() < 0.5 else []
