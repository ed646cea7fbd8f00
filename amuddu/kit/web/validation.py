"""Pydantic's validation errors, said in plain words in the reader's language.

Each known error type becomes a sentence with its fix. Types not listed here get a general
sentence, so that no English library text and no value that somebody typed reaches the answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from amuddu.kit.errors import FieldError
from amuddu.kit.i18n import N_, Text

_MESSAGES: dict[str, str] = {
    "missing": N_("Ce champ est obligatoire : remplissez-le."),
    "extra_forbidden": N_("Champ inconnu : retirez-le."),
    "string_too_short": N_("Écrivez au moins {min_length} caractère(s)."),
    "string_too_long": N_("Trop long : {max_length} caractères au plus."),
    "string_type": N_("Un texte est attendu."),
    "string_pattern_mismatch": N_("Ce format n'est pas reconnu."),
    "string_unicode": N_("Ce texte contient un caractère illisible : réécrivez-le."),
    "control_character": N_("Ce texte contient un caractère interdit : retirez-le."),
    "int_parsing": N_("Un nombre entier est attendu."),
    "int_type": N_("Un nombre entier est attendu."),
    "int_from_float": N_("Un nombre entier est attendu."),
    "float_parsing": N_("Un nombre est attendu."),
    "float_type": N_("Un nombre est attendu."),
    "decimal_parsing": N_("Un montant est attendu, par exemple 3500 ou 3500,50."),
    "decimal_type": N_("Un montant est attendu, par exemple 3500 ou 3500,50."),
    "decimal_max_digits": N_("Ce montant est trop grand."),
    "decimal_max_places": N_("Deux chiffres au plus après la virgule."),
    "decimal_whole_digits": N_("Ce montant est trop grand."),
    "greater_than_equal": N_("La valeur doit être au moins {ge}."),
    "less_than_equal": N_("La valeur doit être au plus {le}."),
    "greater_than": N_("La valeur doit être plus grande que {gt}."),
    "less_than": N_("La valeur doit être plus petite que {lt}."),
    "bool_parsing": N_("Répondez par oui ou par non."),
    "bool_type": N_("Répondez par oui ou par non."),
    "date_parsing": N_("Cette date n'existe pas : écrivez-la comme 2026-09-01."),
    "date_type": N_("Une date est attendue, comme 2026-09-01."),
    "date_from_datetime_parsing": N_("Cette date n'existe pas : écrivez-la comme 2026-09-01."),
    "date_from_datetime_inexact": N_("Une date sans heure est attendue, comme 2026-09-01."),
    "uuid_parsing": N_("Cet identifiant n'est pas valable."),
    "uuid_type": N_("Cet identifiant n'est pas valable."),
    "enum": N_("Choisissez une des valeurs proposées : {expected}."),
    "literal_error": N_("Choisissez une des valeurs proposées : {expected}."),
    "too_long": N_("Trop d'éléments : {max_length} au plus."),
    "too_short": N_("Il manque des éléments : {min_length} au moins."),
    "json_invalid": N_("Le texte envoyé n'est pas du JSON valable."),
    "model_attributes_type": N_("Un objet est attendu."),
    "model_type": N_("Un objet est attendu."),
    "dict_type": N_("Un objet est attendu."),
    "list_type": N_("Une liste est attendue."),
    "tuple_type": N_("Une liste est attendue."),
    "value_error": N_("Cette valeur n'est pas valable."),
    "phone_number": N_("Ce numéro n'est pas complet : écrivez-le comme +212 6 12 34 56 78."),
    "channel_without_email": N_("Pour être prévenu par e-mail, indiquez une adresse e-mail."),
    "channel_without_phone": N_("Pour être prévenu par SMS, indiquez un numéro de téléphone."),
    "scheme_id": N_("2 à 60 majuscules sans accent, chiffres ou _, par exemple AIDE_RABAT."),
    "wage_order": N_("Le salaire maximum doit être au moins égal au salaire minimum."),
}
_EMAIL = N_("Cette adresse e-mail n'est pas complète : écrivez-la comme nom@exemple.ma.")
_UNKNOWN = N_("Cette valeur n'est pas valable.")

# A check over the whole body has no location of its own: the field it is shown beside.
_WHOLE_BODY_FIELDS = {
    "channel_without_email": "email",
    "channel_without_phone": "phone",
    "wage_order": "wage_month_max",
}
_PLACES = {"body", "query", "path", "header", "cookie"}


def field_errors(errors: Sequence[Mapping[str, Any]]) -> tuple[FieldError, ...]:
    """Turn `ValidationError.errors()` into field errors, in their order."""
    return tuple(FieldError(_path(error), _text(error)) for error in errors)


def _path(error: Mapping[str, Any]) -> str:
    parts = [str(part) for part in error["loc"]]
    if parts and parts[0] in _PLACES:
        parts = parts[1:]
    if error["type"] == "json_invalid":
        return ""
    own = _WHOLE_BODY_FIELDS.get(error["type"])
    return ".".join([*parts, own] if own else parts)


def _text(error: Mapping[str, Any]) -> Text:
    kind = str(error["type"])
    if kind == "value_error" and "email" in str(error.get("msg", "")):
        return Text(_EMAIL)
    return Text(_MESSAGES.get(kind, _UNKNOWN), dict(error.get("ctx") or {}))
