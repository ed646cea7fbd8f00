"""Numbers of certificates as people type them, and where they are checked."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError

from amuddu.contracts.support.certificates import CertificateNumber

CHECK = "/attestation"
"""The page where anybody types a number; below it, what one says."""
_NUMBER: TypeAdapter[str] = TypeAdapter(CertificateNumber)


def read(typed: str) -> str | None:
    """The number that somebody typed; nothing where it is none."""
    try:
        return _NUMBER.validate_python(typed)
    except ValidationError:
        return None
