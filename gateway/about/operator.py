"""What only the operator can say: who runs the house, its numbers, where its agencies are.

It comes from a file that the settings name. What is not there is shown as still to be filled in;
nothing is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from amuddu.contracts.types import Lang
from amuddu.kit.settings import WrongSettings


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Office(_Said):
    """Where an agency is found."""

    address: str | None = None
    phone: str | None = None
    email: str | None = None
    hours: Mapping[Lang, str] = Field(default_factory=dict)


class Operator(_Said):
    """Who runs the house; whatever is not said is `None`."""

    name: str | None = None
    """The legal entity."""
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    cndp_number: str | None = None
    """Number of the declaration or authorisation of the CNDP (law 09-08)."""
    protection_email: str | None = None
    """Who answers about personal data."""
    accessibility_email: str | None = None
    security_contact: str | None = None
    """An address (`mailto:`, `https:`) for whoever found a hole."""
    agencies: Mapping[str, Office] = Field(default_factory=dict)
    """By the agency's id."""


@lru_cache(maxsize=4)
def read(file: str) -> Operator:
    """What the file says; nothing where none is named. Raises `WrongSettings` for a wrong one."""
    if not file:
        return Operator()
    try:
        said = yaml.safe_load(Path(file).read_text(encoding="utf-8"))
        return Operator.model_validate(said or {})
    except ValidationError as error:
        wrong = ", ".join(".".join(map(str, each["loc"])) for each in error.errors())
        raise WrongSettings(f"amuddu: AMUDDU_OPERATOR_FILE: not understood: {wrong}") from None
    except (OSError, yaml.YAMLError) as error:
        why = type(error).__name__
        raise WrongSettings(f"amuddu: AMUDDU_OPERATOR_FILE: cannot be read: {why}") from None
