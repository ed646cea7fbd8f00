"""What fields of several bodies are checked for. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from amuddu.kit.errors import FieldError, Invalid
from amuddu.kit.i18n import N_, Text
from amuddu.reference import places


def refuse_if_any(problems: Iterable[FieldError]) -> None:
    """Raise `Invalid` with the problems, if there are any."""
    found = tuple(problems)
    if found:
        raise Invalid(fields=found)


def unknown_place(place: str | None) -> Iterable[FieldError]:
    if place is None or place in places.places():
        return
    meant = places.find_place(place)
    if meant:
        yield field_error(
            "place", N_("Ville inconnue. Vouliez-vous dire « {place} » ?"), place=meant.id
        )
    else:
        yield field_error("place", N_("Ville inconnue : choisissez dans la liste."))


def field_error(field: str, message: str, **params: object) -> FieldError:
    return FieldError(field, Text(message, params))
