"""Which ads say the same under two references: asked, never decided here. Pure but for `asked`.

The same employer, title, place and text, written as it may be: accents, case, "H/F" apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from amuddu.kit.db import Session
from amuddu.kit.errors import FieldError
from amuddu.kit.i18n import N_, Text
from amuddu.reference import concepts
from amuddu.reference.text import fold
from services.employers.imports import repository
from services.employers.vacancies.tables import VacancyRow

_ASKED = N_(
    "Cette offre dit la même chose que celle de la référence {reference} : est-ce la même ? "
    "Si oui, fermez-en une."
)
_ASKED_WITHOUT = N_(
    "Cette offre dit la même chose qu'une offre déjà enregistrée : est-ce la même ? "
    "Si oui, fermez-en une."
)


def digest(row: VacancyRow) -> str:
    """Digest of what an ad says, whoever wrote it down."""
    said = "\0".join((concepts.fold(row.title), row.place or "", fold(row.description)))
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


def asked(session: Session, new: Sequence[VacancyRow]) -> list[tuple[FieldError, ...]]:
    """What to ask of each new vacancy, in their order; keeps what they say for those to come."""
    keys = [(row.employer_id, digest(row)) for row in new]
    before = repository.like(session, set(keys))
    first: dict[repository.Key, VacancyRow] = {
        key: row for key, rows in before.items() for row in rows[:1] if digest(row) == key[1]
    }
    found: list[tuple[FieldError, ...]] = []
    for key, row in zip(keys, new, strict=True):
        other = first.setdefault(key, row)
        found.append(() if other is row else (_question(other),))
    said = [(*key, row.id) for key, row in zip(keys, new, strict=True)]
    repository.add_likenesses(session, said)
    return found


def _question(other: VacancyRow) -> FieldError:
    if other.external_ref is None:
        return FieldError("external_ref", Text(_ASKED_WITHOUT))
    return FieldError("external_ref", Text(_ASKED, {"reference": other.external_ref}))
