"""Logins of people who make their own account: offered, never asked for.

Whoever chooses a login learns which are taken, and so who has an account here. So one is offered:
a word and digits, that follow from the browser and a secret of ours. They tell nothing of whoever
bears them, which a chosen one often does.
"""

from __future__ import annotations

import hashlib
import hmac

_WORDS = (
    "argan", "atlas", "bambou", "canal", "cedre", "citron", "colline", "coton", "cumin", "desert",
    "dune", "etoile", "figue", "foret", "galet", "girofle", "henne", "jasmin", "lagune", "laurier",
    "lune", "mangue", "menthe", "mimosa", "mirage", "nuage", "oasis", "olive", "orange", "palmier",
    "phare", "pluie", "rivage", "riviere", "safran", "soleil", "sable", "tamaris", "thym", "vallee",
)  # fmt: skip
MOST = 50
"""Offers that one browser may turn over."""


def offered(key: str, browser_id: str, turn: int) -> str:
    """The login that a browser is offered at its n-th turn, e.g. "safran-48213"."""
    message = f"login:{turn}:{browser_id}".encode()
    number = int.from_bytes(hmac.new(key.encode(), message, hashlib.sha256).digest()[:8], "big")
    return f"{_WORDS[number % len(_WORDS)]}-{number // len(_WORDS) % 90_000 + 10_000}"
