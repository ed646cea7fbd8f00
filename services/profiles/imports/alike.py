"""Questions about rows that are likely somebody else: both are kept, and somebody compares them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from amuddu.contracts.profiles import ProfileIn
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import FieldError
from amuddu.kit.i18n import N_, Text
from services.profiles.common import repository as common_repository
from services.profiles.likeness.service import likely_same

_KNOWN = N_("Peut-être la même personne que le dossier {code} : comparez-les dans les doublons.")
_SOMEBODY = N_("Peut-être une personne déjà inscrite à l'agence : demandez à un conseiller.")
_OTHER_ROW = N_("Peut-être la même personne que la référence {reference} : comparez-les.")

MOST_ASKED = 3
"""Questions about one row: a phone of many people is asked about once it is looked at."""

Questions = Mapping[str, tuple[FieldError, ...]]


def questions(
    session: Session, bodies: Sequence[ProfileIn], *, actor: Actor, agency_id: str
) -> Questions:
    """What to ask of each row, by its reference."""
    matches = likely_same(session, agency_id, bodies)
    ids = {match.profile_id for match in matches if match.profile_id}
    codes = {row.id: row.code for row in common_repository.by_ids(session, ids)}
    asked: dict[str, dict[str, Text]] = defaultdict(dict)
    for match in matches:
        reference = str(bodies[match.index].external_ref)
        if match.profile_id is None:
            other = str(bodies[match.other_index or 0].external_ref)
            asked[reference][other] = Text(_OTHER_ROW, {"reference": other})
        elif actor.role is Role.AGENT:  # an agent knows their own people alone
            asked[reference][""] = Text(_SOMEBODY)
        else:
            code = codes[match.profile_id]
            asked[reference][code] = Text(_KNOWN, {"code": code})
    return defaultdict(
        tuple,
        {
            row: tuple(FieldError("", text) for text in list(said.values())[:MOST_ASKED])
            for row, said in asked.items()
        },
    )
