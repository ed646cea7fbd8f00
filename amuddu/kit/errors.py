"""Errors that know their HTTP status, rendered by one handler as problem+json (RFC 9457).

- AmudduError
  - BadRequest 400, NotSignedIn 401, Forbidden 403, NotFound 404, Conflict 409, Gone 410,
    TooLarge 413, Invalid 422 (carries fields), TooManyRequests 429
  - Unavailable 503 (carries Retry-After)

Somebody else's entity is `NotFound`, never `Forbidden`: its existence is not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from amuddu.kit.i18n import N_, Text

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field and how to mend it. `field` is a path: `languages.0.level`.

    `left_out`: in a row of a file that was kept, this field was not taken over.
    """

    field: str
    text: Text
    left_out: bool = False


class AmudduError(Exception):
    """Base of the errors that a caller can understand and act on."""

    status: int = 500
    code: str = "error"
    default: str = N_("Une erreur est survenue.")

    def __init__(
        self,
        message: str | None = None,
        *,
        fields: Sequence[FieldError] = (),
        retry_after: int | None = None,
        **params: Any,
    ) -> None:
        self.text = Text(message or self.default, params)
        self.fields = tuple(fields)
        self.retry_after = retry_after
        super().__init__(self.code)

    @property
    def summary(self) -> Text:
        """The one sentence for a narrow place: how to mend its first field, else its own."""
        return self.fields[0].text if self.fields else self.text


class BadRequest(AmudduError):
    status, code = 400, "bad_request"
    default = N_("Cette demande n'est pas lisible.")


class NotSignedIn(AmudduError):
    status, code = 401, "not_signed_in"
    default = N_("Connectez-vous pour continuer.")


class Forbidden(AmudduError):
    status, code = 403, "forbidden"
    default = N_("Votre compte ne permet pas cette action.")


class NotFound(AmudduError):
    status, code = 404, "not_found"
    default = N_("Introuvable : vérifiez l'adresse.")


class Conflict(AmudduError):
    status, code = 409, "conflict"
    default = N_("Cette action n'est plus possible : la situation a changé.")


class Gone(AmudduError):
    status, code = 410, "gone"
    default = N_("Ce lien n'est plus valable.")


class TooLarge(AmudduError):
    status, code = 413, "too_large"
    default = N_("Ce fichier est trop gros.")


class Invalid(AmudduError):
    status, code = 422, "invalid"
    default = N_("Certaines réponses sont à corriger.")


class TooManyRequests(AmudduError):
    status, code = 429, "too_many_requests"
    default = N_("Trop d'essais. Attendez un peu puis recommencez.")


class Unavailable(AmudduError):
    status, code = 503, "unavailable"
    default = N_("Le service est momentanément indisponible. Réessayez dans un instant.")


def known(row: T | None, message: str | None = None) -> T:
    """The row that was asked for. Raises `NotFound` where there is none."""
    if row is None:
        raise NotFound(message)
    return row


def invalid(field: str, message: str, **params: Any) -> Invalid:
    """One wrong field: `raise invalid("place", N_("Ville inconnue."))`."""
    return Invalid(fields=(FieldError(field, Text(message, params)),))
