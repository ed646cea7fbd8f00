"""What matching knows, as one number: two databases that say the same have the same hash.

Counted in: people and vacancies with their facts, candidacies with every step, interests. Left out:
rows that hold nothing any more (somebody who withdrew), vectors (made of the facts), the notes of
counsellors (no event carries them), which steps were taken together (they can be undone for some
minutes only), and whatever only moves events.
"""

from __future__ import annotations

import json
from hashlib import sha256

from amuddu.kit.db import Session
from services.matching.rebuild import repository


def state_hash(session: Session) -> str:
    """SHA-256 over the durable state that the session sees."""
    digest = sha256()
    for kind, row in repository.durable_rows(session):
        digest.update(json.dumps([kind, *row], sort_keys=True, default=str).encode() + b"\n")
    return digest.hexdigest()
