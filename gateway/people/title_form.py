"""The form of the residence title: which paper, until when, and what comes on top of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.datastructures import FormData

from amuddu.contracts.profiles import Profile, ProfileIn
from amuddu.kit.errors import AmudduError, Invalid
from amuddu.rules.residence import overlays, statuses
from gateway.people.form import kept
from gateway.web.forms import optional, read_model, text_of


def asked_overlays() -> tuple[str, ...]:
    """Overlays to ask about: one that follows from the nationality is not a question."""
    return tuple(code for code, facts in overlays().items() if not facts.nationalities)


def values_of(profile: Profile) -> dict[str, str]:
    """What is stored, under the names of the form's fields."""
    title = profile.residence
    values = {"nationality": profile.nationality or ""}
    if title is None:
        return values
    values |= {
        "status": title.status,
        "underlying": title.underlying or "",
        "valid_until": title.valid_until.isoformat() if title.valid_until else "",
    }
    answers = {code: "yes" if code in title.overlays else "no" for code in asked_overlays()}
    return values | {f"overlay.{code}": answer for code, answer in answers.items()}


def read(form: FormData, stored: Profile) -> ProfileIn:
    """The profile with this title; no paper chosen means that the person does not say."""
    values = {
        **kept(stored),
        "nationality": optional(form, "nationality"),
        "residence": _title(form, stored) if text_of(form, "status") else None,
    }
    try:
        return read_model(ProfileIn, values)
    except Invalid as error:
        raise placed(error) from None


def placed(error: AmudduError) -> Invalid:
    """Problems under the names of the form's fields."""
    return Invalid(
        fields=[
            replace(item, field=item.field.removeprefix("residence.").split(".")[0])
            for item in error.fields
        ]
    )


def _title(form: FormData, stored: Profile) -> dict[str, Any]:
    status = text_of(form, "status")
    receipt = status in statuses() and statuses()[status].receipt
    before = stored.residence.overlays if stored.residence else ()
    unasked = [code for code in before if code not in asked_overlays()]
    said_yes = [code for code in asked_overlays() if form.get(f"overlay.{code}") == "yes"]
    return {
        "status": status,
        "overlays": [*unasked, *said_yes],
        "underlying": optional(form, "underlying") if receipt else None,
        "valid_until": optional(form, "valid_until"),
    }
