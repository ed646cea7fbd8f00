"""The terms of a scheme as a form, and the form as terms.

Lists are rows of fields with a number behind their names (`share_pct_2` is of the second
instalment); a row left empty says nothing. What holds beside another scheme is a choice a scheme.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData

from amuddu.contracts.schemes import SchemeIn, SchemeTerms, SchemeVersionIn
from amuddu.contracts.types import LANGS
from gateway.web.forms import read_fields, read_form, shown, shown_fields, text_of

STACKING = "stacking:"
"""Before the id of another scheme, in the name of its choice."""

# --- form -> terms ------------------------------------------------------------------------------


def read(form: FormData) -> SchemeVersionIn:
    """The version that was typed. Raises `Invalid` with a sentence for each field."""
    return read_form(SchemeVersionIn, form, terms=_terms(form))


def read_new(form: FormData) -> SchemeIn:
    """The scheme that was typed, with its first version. Raises `Invalid` likewise."""
    identifier = _identifier(text_of(form, "id"))
    return read_form(SchemeIn, form, id=identifier, name=_in_each(form, "name"), terms=_terms(form))


def _identifier(typed: str) -> str:
    """An id as it is kept: whoever writes "aide rabat" means AIDE_RABAT."""
    return "_".join(typed.replace("-", " ").upper().split())


def _terms(form: FormData) -> dict[str, Any]:
    return read_fields(SchemeTerms, form) | {
        "summary": _in_each(form, "summary"),
        "amount_currency": text_of(form, "amount_currency").upper(),
        "documents": _documents(form),
        "payment_schedule": _instalments(form),
        "stacking": _beside_others(form),
    }


def _in_each(form: FormData, name: str) -> dict[str, str]:
    return {lang: text_of(form, f"{name}_{lang}") for lang in LANGS}


def _documents(form: FormData) -> list[dict[str, str]]:
    rows = ({lang: text_of(form, f"document_{lang}_{n}") for lang in LANGS} for n in _numbers(form))
    return [{lang: text for lang, text in row.items() if text} for row in rows if any(row.values())]


def _instalments(form: FormData) -> list[dict[str, str]]:
    rows = (
        (text_of(form, f"after_months_{n}"), text_of(form, f"share_pct_{n}"))
        for n in _numbers(form)
    )
    return [
        {"after_months": after, "share_pct": share.removesuffix("%").strip().replace(",", ".")}
        for after, share in rows
        if after or share
    ]


def _beside_others(form: FormData) -> dict[str, str]:
    """What was chosen for each other scheme; nothing where nothing was."""
    return {
        name.removeprefix(STACKING): text_of(form, name)
        for name in form
        if name.startswith(STACKING) and text_of(form, name)
    }


def _numbers(form: FormData) -> list[int]:
    """Numbers of rows that the form holds, in order; no more than any list may have."""
    held = {name.rpartition("_")[2] for name in form}
    return sorted(int(each) for each in held if each.isascii() and each.isdigit() and len(each) < 3)


# --- terms -> form ------------------------------------------------------------------------------


def stored(terms: SchemeTerms) -> dict[str, str]:
    """Terms as if they had just been typed."""
    values = shown_fields(terms, SchemeTerms)
    values |= {f"summary_{lang}": getattr(terms.summary, lang) for lang in LANGS}
    for number, share in enumerate(terms.payment_schedule, start=1):
        values[f"after_months_{number}"] = str(share.after_months)
        values[f"share_pct_{number}"] = shown(share.share_pct)
    for number, texts in enumerate(terms.documents, start=1):
        values |= {f"document_{lang}_{number}": getattr(texts, lang) for lang in LANGS}
    return values | {f"{STACKING}{other}": said for other, said in terms.stacking.items()}


def rows(values: Mapping[str, str], *names: str, spare: int, most: int) -> range:
    """Numbers of the rows to show: those that say something, and a few empty ones."""
    said = [
        int(name.rpartition("_")[2])
        for name, value in values.items()
        if value and name.rpartition("_")[0] in names and name.rpartition("_")[2].isdigit()
    ]
    return range(1, min(max(said, default=0) + spare, most) + 1)


def beside_fields(errors: Mapping[str, str]) -> dict[str, str]:
    """Sentences by field of the form: `terms.summary.fr` stands beside `summary_fr`, and
    `name.fr` beside `name_fr`."""
    found: dict[str, str] = {}
    for path, text in errors.items():
        field = path.removeprefix("terms.")
        if field.startswith(("summary.", "name.")):
            field = field.replace(".", "_")
        found.setdefault(field.split(".")[0], text)
    for whole in ("terms", "summary", "name"):
        found.pop(whole, None)
    return found
