"""A row's body: what it says, over what is known of the person already. Pure.

A cell that is empty says nothing. What a row does not say of somebody known stays as it is
stored, down to the parts of a title, of the consents and of a job; a title of another status is
another title, and takes over nothing of the one before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from amuddu.contracts.profiles import ProfileIn
from amuddu.kit.batch.tolerance import Body, Tolerance
from amuddu.kit.errors import FieldError
from amuddu.kit.i18n import N_, Text
from amuddu.reference.text import fold
from services.profiles.people import checks

Row = Mapping[str, Any]
_ONE_NAME = N_("Cette ligne n'a qu'un nom : la personne est appelée par ce nom.")
_METHOD = {"consent_method": "import"}


def new(raw: Row) -> tuple[ProfileIn, tuple[FieldError, ...]]:
    """What a row says of somebody new, and what was left out. Raises `Invalid`."""
    row, named = _named(_said(raw))
    row.setdefault("channel", _by_address(row))
    body, notes = _TOLERANCE.read({**row, **_METHOD})
    return checks.linked(body), (*named, *notes)


def known(raw: Row, stored: Row) -> tuple[ProfileIn, tuple[FieldError, ...]]:
    """The same of somebody known. Consents that the row does not mention are not asked again."""
    row, named = _named(_said(raw))
    base = {name: value for name, value in stored.items() if name != "consents"}
    for name, joined in (("residence", _title), ("experience", _jobs), ("consents", _consents)):
        if name in row and stored.get(name):
            row[name] = joined(row[name], stored[name])
    body, notes = _TOLERANCE.read({**row, **_METHOD}, base)
    return checks.linked(body), (*named, *notes)


# --- what a row says --------------------------------------------------------------------------


def _said(raw: Row) -> Body:
    """The row without its empty cells."""
    return {name: value for name, value in raw.items() if not _empty(value)}


def _empty(value: Any) -> bool:
    return value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())


def _named(row: Body) -> tuple[Body, tuple[FieldError, ...]]:
    """Whoever has one name alone is called by it, in whichever column it stands."""
    if "given_name" in row or "family_name" not in row:
        return row, ()
    row["given_name"] = row.pop("family_name")
    return row, (FieldError("given_name", Text(_ONE_NAME)),)


def _by_address(row: Row) -> str:
    if row.get("email"):
        return "email"
    return "sms" if row.get("phone") else "agent"


def _instead(body: Body, stored: Row) -> None:
    """A way of being told that lacks its address: the one before, or that of another address."""
    before = stored.get("channel")
    body["channel"] = before if before not in (None, body["channel"]) else _other_way(body)


def _other_way(body: Body) -> str:
    ways = {"email": "sms" if body.get("phone") else "agent"}
    return ways.get(str(body["channel"])) or ("email" if body.get("email") else "agent")


_TOLERANCE = Tolerance(
    ProfileIn,
    needed=frozenset({"given_name", "external_ref", "consent_method"}),
    whole=frozenset({"residence"}),
    texts=frozenset({"about", "description"}),
    faults=checks.problems,
    instead={"channel_without_email": _instead, "channel_without_phone": _instead},
)


# --- over what is stored ----------------------------------------------------------------------


def _title(row: Any, stored: Any) -> Any:
    before = stored.model_dump(mode="json")
    if not isinstance(row, dict) or row.get("status", before["status"]) != before["status"]:
        return row
    return {**before, **_said(row)}


def _consents(row: Any, stored: Any) -> Any:
    return {**stored.model_dump(), **_said(row)} if isinstance(row, dict) else row


def _jobs(row: Any, stored: Any) -> Any:
    if not isinstance(row, list):
        return row
    before = {fold(job["title"]): job for job in stored}
    return [_job(job, before) for job in row]


def _job(row: Any, before: Mapping[str, Row]) -> Any:
    if not isinstance(row, dict):
        return row
    return {**before.get(fold(str(row.get("title"))), {}), **_said(row)}
