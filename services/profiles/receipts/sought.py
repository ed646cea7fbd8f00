"""By what an erased person may still be found in reports of imports: kept sealed until looked for.

A backup of the database tells nobody whom it was about.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from uuid import UUID

from amuddu.contracts.profiles.receipts import OpenErasure
from amuddu.kit.trust import sealing
from services.profiles.receipts.tables import ErasureProcessRow

_PURPOSE = b"amuddu.profiles.erasures"


def sealed(
    erasure_id: UUID, words: Collection[str], agencies: Collection[str], *, secret: str
) -> bytes:
    """Codes and references, and the agencies whose files may hold them, as they may be kept."""
    said = json.dumps({"words": sorted(words), "agencies": sorted(agencies)}).encode()
    return sealing.sealed(said, row=erasure_id, purpose=_PURPOSE, secret=secret)


def opened(row: ErasureProcessRow, *, secrets: Sequence[str]) -> OpenErasure:
    """What the gateway is told of an erasure. Raises `SealBroken`."""
    said: dict[str, list[str]] = {"words": [], "agencies": []}
    if row.sought is not None:
        content = sealing.opened(row.sought, row=row.id, purpose=_PURPOSE, secrets=secrets)
        said = json.loads(content)
    return OpenErasure(
        erasure_id=row.id,
        profile_ids=tuple(row.profile_ids or ()),
        words=tuple(said["words"]),
        agencies=tuple(said["agencies"]),
    )
