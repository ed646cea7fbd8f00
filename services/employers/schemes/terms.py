"""Between a scheme as the rules read it and the terms that a coordinator changes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from amuddu.contracts.schemes import SchemeChange, SchemeIn, SchemeName, SchemeTerms, Texts
from amuddu.contracts.types import LANGS, Lang
from amuddu.kit.errors import FieldError
from amuddu.kit.i18n import N_, Text
from amuddu.rules.incentives.data import AmountRule, PersonRules, Scheme, unknown_ids
from amuddu.rules.incentives.evaluation import HOME
from amuddu.rules.incentives_kept import content_of


def _named(*same: str, **other: str) -> dict[str, str]:
    """Field of the form -> field of a part of the scheme, of the same name or another."""
    return {**{name: name for name in same}, **other}


_PARTS: Mapping[str, Mapping[str, str]] = {
    "amount": _named(
        "cap_per_month",
        "cap_per_person",
        amount_kind="kind",
        amount_value="value",
        amount_currency="currency",
        amount_base="base",
        amount_invented="invented",
    ),
    "employer": _named(
        "created_from",
        "created_to",
        "hire_within_months",
        "max_size",
        "persons_cap",
        "cnss_up_to_date",
        "not_subsidised_before",
        employer_regions="regions",
    ),
    "vacancy": _named(
        "contract_types",
        "min_months",
        "new_hire_only",
        "apply_before_start",
        "starts_from",
        "regions",
        "sectors",
        "wage_min",
        "wage_max",
    ),
    "person": _named("open_to_foreigners", "statuses"),
}
_LATER: Mapping[str, Mapping[str, str]] = {
    "retention": _named(
        retention_months="months",
        retention_equal_to_funded="equal_to_funded",
        retention_max_months="max_months",
    ),
    "clawback": _named(
        clawback_share_pct="share_pct",
        clawback_last_months="last_months",
        clawback_pro_rata="pro_rata",
        clawback_exceptions="exceptions",
    ),
}
"""Parts that a scheme may lack."""
_WHOLE = (
    "active_from",
    "active_to",
    "confirmed_until",
    "duration_months",
    "discretionary",
    "payee",
)


def terms_of(scheme: Scheme) -> SchemeTerms:
    """What a coordinator sees of a scheme, ready to be changed."""
    values: dict[str, Any] = {name: getattr(scheme, name) for name in _WHOLE}
    for name, fields in (*_PARTS.items(), *_LATER.items()):
        part = getattr(scheme, name)
        if part is not None:
            values |= {field: getattr(part, own) for field, own in fields.items()}
    return SchemeTerms.model_validate(
        {
            **values,
            "summary": dict(scheme.summary),
            "documents": [dict(each) for each in scheme.documents],
            "payment_schedule": [each.model_dump() for each in scheme.payment_schedule],
            "stacking": dict(scheme.stacking),
        }
    )


def changed(scheme: Scheme, terms: SchemeTerms) -> Scheme:
    """The scheme with these terms. Raises pydantic's `ValidationError` for what cannot be.

    What no form shows (funder, sources, notes on the person) stays. A note on the amount goes
    when the amount changes: it spoke of the former one.
    """
    content = content_of(scheme)
    given = terms.model_dump(mode="json")
    for part, fields in _PARTS.items():
        content[part] |= {own: given[field] for field, own in fields.items()}
    if content["amount"]["value"] != content_of(scheme)["amount"]["value"]:
        content["amount"] |= {"note": None, "sources": []}
    if terms.active_to != scheme.active_to or terms.confirmed_until != scheme.confirmed_until:
        content["status_note"] = None
    content |= {name: given[name] for name in _WHOLE}
    content["summary"] = _words(terms.summary)
    content["documents"] = [_words(each) for each in terms.documents]
    content["payment_schedule"] = given["payment_schedule"]
    content["stacking"] = given["stacking"]
    lasting = given["retention_months"] is not None or given["retention_equal_to_funded"]
    content["retention"] = _later("retention", given) if lasting else None
    owed = given["clawback_share_pct"] is not None
    content["clawback"] = _later("clawback", given) if owed else None
    return Scheme.model_validate(content)


def blank(body: SchemeIn) -> Scheme:
    """The scheme that is being written, before its terms are laid over it."""
    return Scheme(
        id=body.id,
        kind=body.kind,
        name=_words(body.name),
        summary=_words(body.terms.summary),
        funder=body.funder,
        operator=body.operator,
        country=HOME,
        legal=body.legal,
        amount=AmountRule(kind=body.terms.amount_kind, value=None),
        person=PersonRules(open_to_foreigners=body.terms.open_to_foreigners),
        sources=(body.source,),
        confidence="medium",  # nobody but the writer has checked it against its source
    )


def _words(texts: Texts | SchemeName) -> dict[Lang, str]:
    """English falls back to French: the rules ask for both, a coordinator may write one."""
    said: dict[Lang, str] = {lang: text for lang in LANGS if (text := getattr(texts, lang))}
    return {"en": said["fr"], **said}


def _later(part: str, given: Mapping[str, Any]) -> dict[str, Any]:
    return {own: given[field] for field, own in _LATER[part].items()}


# --- what is wrong ------------------------------------------------------------------------------


def problems(scheme: Scheme, terms: SchemeTerms, *, known: Iterable[str]) -> Iterator[FieldError]:
    """What keeps these terms from being a version of the scheme; every problem at once."""
    yield from _in_order(terms)
    yield from _of_money(terms)
    yield from _unknown(scheme, terms)
    odd = set(terms.stacking) - set(known)
    if odd:
        yield _field("stacking", N_("Aide inconnue : {ids}."), ids=", ".join(sorted(odd)))


_ORDERED = (
    ("active_from", "active_to"),
    ("created_from", "created_to"),
    ("wage_min", "wage_max"),
)


def _in_order(terms: SchemeTerms) -> Iterator[FieldError]:
    for low, high in _ORDERED:
        first, last = getattr(terms, low), getattr(terms, high)
        if first is not None and last is not None and last < first:
            yield _field(high, N_("La fin vient avant le début : corrigez l'un des deux."))


def _of_money(terms: SchemeTerms) -> Iterator[FieldError]:
    percent = terms.amount_kind.startswith("percent")
    if percent and terms.amount_value is not None and terms.amount_value > 100:
        yield _field("amount_value", N_("Un pourcentage ne dépasse pas 100."))
    months = [share.after_months for share in terms.payment_schedule]
    if months and sum((s.share_pct for s in terms.payment_schedule), Decimal(0)) != 100:
        yield _field("payment_schedule", N_("Les parts des versements doivent faire 100 %."))
    elif months != sorted(months):
        yield _field("payment_schedule", N_("Écrivez les versements dans l'ordre des mois."))
    lasting = terms.retention_months or terms.retention_equal_to_funded or terms.duration_months
    if terms.clawback_share_pct is not None and not lasting:
        yield _field(
            "clawback_share_pct",
            N_("Indiquez aussi une durée, ou un maintien dans l'emploi : c'est jusque-là."),
        )


def _unknown(scheme: Scheme, terms: SchemeTerms) -> Iterator[FieldError]:
    """Ids that nobody knows, beside the field that holds them."""
    try:
        unknown = unknown_ids(changed(scheme, terms))
    except ValidationError:
        return  # told by the checks above, or by `could_be`
    for field in ("regions", "employer_regions", "sectors", "statuses", "contract_types"):
        wrong = unknown & set(getattr(terms, field) or ())
        if wrong:
            yield _field(field, N_("Inconnu : {ids}."), ids=", ".join(sorted(wrong)))


def _field(field: str, message: str, **params: object) -> FieldError:
    return FieldError(f"terms.{field}", Text(message, params))


# --- differences --------------------------------------------------------------------------------


def changes(before: Scheme, after: Scheme, *, lang: Lang) -> tuple[SchemeChange, ...]:
    """The fields of the form in which two versions differ, as text."""
    old, new = terms_of(before), terms_of(after)
    return tuple(
        SchemeChange(field=name, before=_said(was, lang), after=_said(now, lang))
        for name in SchemeTerms.model_fields
        if (was := getattr(old, name)) != (now := getattr(new, name))
    )


def _said(value: Any, lang: Lang) -> str:
    """A value as a line of text: codes and ids as they are, words in the reader's language."""
    if value is None or value == () or value == {}:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Texts):
        return str(getattr(value, lang) or value.fr)
    if isinstance(value, tuple):
        return " ; ".join(_said(each, lang) for each in value)
    if isinstance(value, dict):
        return " ; ".join(f"{name}: {each}" for name, each in sorted(value.items()))
    if hasattr(value, "after_months"):
        return f"{value.after_months}: {value.share_pct} %"
    return value.isoformat() if isinstance(value, date) else str(value)
