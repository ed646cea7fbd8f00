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
from gateway.web.forms import day_of, number_of, optional, read_model, text_of

LANGS = ("fr", "ar", "en", "es")
DAYS = ("active_from", "active_to", "confirmed_until", "created_from", "created_to", "starts_from")
NUMBERS = (
    "amount_value",
    "cap_per_month",
    "cap_per_person",
    "duration_months",
    "hire_within_months",
    "max_size",
    "persons_cap",
    "min_months",
    "wage_min",
    "wage_max",
    "retention_months",
    "retention_max_months",
    "clawback_share_pct",
    "clawback_last_months",
)
CHECKS = (
    "cnss_up_to_date",
    "not_subsidised_before",
    "new_hire_only",
    "apply_before_start",
    "retention_equal_to_funded",
    "clawback_pro_rata",
    "discretionary",
)
CHOICES = ("amount_kind", "amount_base", "open_to_foreigners", "payee")
MANY = (
    "contract_types",
    "regions",
    "employer_regions",
    "sectors",
    "statuses",
    "clawback_exceptions",
)
_MAY_BE_ALL = frozenset(MANY) - {"clawback_exceptions"}
"""Nothing ticked asks nothing."""


# --- form -> terms ------------------------------------------------------------------------------


def read(form: FormData) -> SchemeVersionIn:
    """The version that was typed. Raises `Invalid` with a sentence for each field."""
    return read_model(SchemeVersionIn, _version(form))


def read_new(form: FormData) -> SchemeIn:
    """The scheme that was typed, with its first version. Raises `Invalid` likewise."""
    return read_model(
        SchemeIn,
        {
            "id": _identifier(text_of(form, "id")),
            "name": {lang: text_of(form, f"name_{lang}") for lang in LANGS},
            "source": text_of(form, "source"),
            **{name: optional(form, name) for name in ("kind", "funder", "operator", "legal")},
            **_version(form),
        },
    )


def _identifier(typed: str) -> str:
    """An id as it is kept: whoever writes "aide rabat" means AIDE_RABAT."""
    return "_".join(typed.replace("-", " ").upper().split())


def _version(form: FormData) -> dict[str, Any]:
    return {
        "valid_from": day_of(form, "valid_from"),
        "reason": text_of(form, "reason"),
        "terms": _terms(form),
    }


def _terms(form: FormData) -> dict[str, Any]:
    return {
        "summary": {lang: text_of(form, f"summary_{lang}") for lang in LANGS},
        "amount_currency": text_of(form, "amount_currency").upper(),
        **{name: day_of(form, name) for name in DAYS},
        **{name: number_of(form, name) for name in NUMBERS},
        **{name: bool(text_of(form, name)) for name in CHECKS},
        **{name: optional(form, name) for name in CHOICES},
        **{name: _ticked(form, name) for name in MANY},
        "documents": [_texts(line) for line in _lines(form, "documents")],
        "payment_schedule": [_share(line) for line in _lines(form, "payment_schedule")],
        "stacking": dict(_pair(line) for line in _lines(form, "stacking")),
    }


def _ticked(form: FormData, name: str) -> list[str] | None:
    prefix = f"{name}:"
    found = [key.removeprefix(prefix) for key in form if key.startswith(prefix)]
    return None if not found and name in _MAY_BE_ALL else found


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
    values = {name: _plain(getattr(terms, name)) for name in (*DAYS, *NUMBERS, *CHOICES)}
    values |= {name: "1" for name in CHECKS if getattr(terms, name)}
    values |= {f"summary_{lang}": getattr(terms.summary, lang) for lang in LANGS}
    values |= {f"{name}:{each}": "1" for name in MANY for each in getattr(terms, name) or ()}
    return values | {
        "amount_currency": terms.amount_currency,
        "documents": "\n".join(_document(each) for each in terms.documents),
        "payment_schedule": "\n".join(
            f"{each.after_months} : {_plain(each.share_pct)}" for each in terms.payment_schedule
        ),
        "stacking": "\n".join(f"{name} : {said}" for name, said in terms.stacking.items()),
    }


def _document(texts: Texts) -> str:
    return " | ".join((texts.fr, texts.ar, texts.en, texts.es)).rstrip(" |")


def _plain(value: object) -> str:
    return "" if value is None else str(value).removesuffix(".00")


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
