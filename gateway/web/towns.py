"""Several towns in one field, a line each, as somebody writes them."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import FormData

from amuddu.contracts.types import Lang
from amuddu.kit.errors import invalid
from amuddu.kit.i18n import N_
from amuddu.reference.places import find_place, places
from gateway.web.forms import text_of

_TOWN = N_("« {town} » n'est pas connue : écrivez une ville par ligne.")
_SHOWN = 60


def towns_of(form: FormData, name: str) -> list[str]:
    """Ids of the towns that were typed. Raises `Invalid`."""
    found = []
    for line in text_of(form, name).splitlines():
        if not line.strip():
            continue
        town = find_place(line.strip())
        if town is None:
            raise invalid(name, _TOWN, town=line.strip()[:_SHOWN])
        found.append(town.id)
    return found


def as_typed(ids: Iterable[str], lang: Lang) -> str:
    """The reverse of `towns_of`, for a form that shows what is stored."""
    known = places()
    return "\n".join(known[each].names[lang] if each in known else each for each in ids)
