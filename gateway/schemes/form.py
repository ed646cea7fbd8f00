"""The terms of a scheme as a form, and the form as terms.

Lists are written the way people write lists: a document a line with its translations behind a
bar, an instalment a line ("3 : 50" is half of the total after three months), another scheme a
line ("MA_TAHFIZ : forbid").
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData

from amuddu.contracts.schemes import SchemeIn, SchemeTerms, SchemeVersionIn, Texts
from amuddu.contracts.types import LANGS
from gateway.web.forms import read_fields, read_form, shown, shown_fields, text_of

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
        "documents": [_texts(line) for line in _lines(form, "documents")],
        "payment_schedule": [_share(line) for line in _lines(form, "payment_schedule")],
        "stacking": dict(_pair(line) for line in _lines(form, "stacking")),
    }


def _in_each(form: FormData, name: str) -> dict[str, str]:
    return {lang: text_of(form, f"{name}_{lang}") for lang in LANGS}


def _lines(form: FormData, name: str) -> list[str]:
    return [line.strip() for line in text_of(form, name).splitlines() if line.strip()]


def _texts(line: str) -> dict[str, str]:
    parts = [part.strip() for part in line.split("|")]
    return dict(zip(LANGS, parts, strict=False))


def _share(line: str) -> dict[str, str]:
    months, _, share = line.partition(":")
    return {
        "after_months": months.strip(),
        "share_pct": share.strip().removesuffix("%").strip().replace(",", "."),
    }


def _pair(line: str) -> tuple[str, str]:
    name, _, said = line.partition(":")
    return name.strip(), said.strip()


# --- terms -> form ------------------------------------------------------------------------------


def stored(terms: SchemeTerms) -> dict[str, str]:
    """Terms as if they had just been typed."""
    values = shown_fields(terms, SchemeTerms)
    values |= {f"summary_{lang}": getattr(terms.summary, lang) for lang in LANGS}
    return values | {
        "documents": "\n".join(_document(each) for each in terms.documents),
        "payment_schedule": "\n".join(
            f"{each.after_months} : {shown(each.share_pct)}" for each in terms.payment_schedule
        ),
        "stacking": "\n".join(f"{name} : {said}" for name, said in terms.stacking.items()),
    }


def _document(texts: Texts) -> str:
    return " | ".join((texts.fr, texts.ar, texts.en, texts.es)).rstrip(" |")


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
