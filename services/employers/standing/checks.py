"""A declaration as it is kept: numbers as digits alone, and every problem at once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from amuddu.contracts.organisations import CorrectIn, DeclarationIn
from amuddu.contracts.phone_numbers import e164
from amuddu.kit import checks
from amuddu.kit.checks import field_error
from amuddu.kit.errors import FieldError
from amuddu.kit.i18n import N_
from amuddu.reference import identifiers
from amuddu.reference.places import places

_ICE = N_(
    "Ce numéro n'est pas un ICE : vérifiez ses 15 chiffres un par un. Si votre ICE est bien écrit "
    "et refusé, demandez à votre agence."
)
_CNSS = N_("Le numéro d'affiliation à la CNSS a 7 chiffres.")
_RC = N_("Le numéro du registre de commerce a 9 chiffres au plus.")
_PHONE = N_("Ce numéro n'est pas complet : écrivez-le comme +212 5 37 12 34 56.")
_COURT = N_("Dites aussi la ville du tribunal qui tient le registre : choisissez dans la liste.")

_READERS: Mapping[str, tuple[Callable[[str], str | None], str]] = {
    "ice": (identifiers.ice, _ICE),
    "cnss": (identifiers.cnss, _CNSS),
    "rc_number": (identifiers.rc, _RC),
    "phone": (e164, _PHONE),
}


def declared(body: DeclarationIn | CorrectIn) -> dict[str, Any]:
    """Columns of what was declared. Raises `Invalid` with all that is to be mended."""
    values = body.model_dump(exclude_unset=isinstance(body, CorrectIn))
    problems: list[FieldError] = []
    for name, (read, message) in _READERS.items():
        typed = values.get(name)
        if typed is None:
            continue
        optional = name in ("cnss", "rc_number") and not identifiers.written(typed)
        values[name] = None if optional else read(typed)
        if values[name] is None and not optional:
            problems.append(field_error(name, message))
    problems.extend(_places(values))
    checks.refuse_if_any(problems)
    if "rc_number" in values and values["rc_number"] is None:
        values["rc_court"] = None
    return values


def _places(values: Mapping[str, Any]) -> Iterator[FieldError]:
    yield from checks.unknown_place(values.get("place"))
    court = values.get("rc_court")
    if (values.get("rc_number") and court is None) or (court is not None and court not in places()):
        yield field_error("rc_court", _COURT)
