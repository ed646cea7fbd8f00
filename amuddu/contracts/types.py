"""Types that every contract shares: bounded, free of NUL, the same at every door.

PostgreSQL refuses NUL in text and overflows on integers that JSON allows, so every
string and number that comes in is bounded here, once.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError


class Role(StrEnum):
    """What somebody does here. `service` is another process of this product."""

    JOBSEEKER = "jobseeker"
    EMPLOYER = "employer"
    COUNSELLOR = "counsellor"
    AGENT = "agent"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    OFFICER = "officer"
    """Looks after the protection of data: reads the audit, and nothing of people's data."""
    SERVICE = "service"


EmployerRight = Literal["owner", "publish", "read"]
"""What an employer's user may do: all, all but the enterprise's file and users, or only read."""

Lang = Literal["fr", "ar", "en", "es"]
LANGS: tuple[Lang, ...] = ("fr", "ar", "en", "es")

Level = Literal["A1", "A2", "B1", "B2", "C1", "C2", "native"]
"""CEFR level of a language, or mother tongue."""

ContractType = Literal["CDI", "CDD", "seasonal", "interim", "trainee"]
"""CDI: open-ended; CDD: fixed term; interim: agency work; trainee: contrat d'insertion."""

HiringRouteCode = Literal[
    "contract_only", "visa", "simplified", "attestation_and_visa", "not_now", "ask"
]
"""What an employer has to do to hire somebody: obligations, never the ground for them."""

Verdict = Literal["eligible", "not_eligible", "ask"]


class AboutSomebody:
    """Marks a text that is kept outside the vault and may be about a person: it is refused with
    what it tells: a status, an origin, an illness, a faith, a family, a contact."""


class OfPaper(AboutSomebody):
    """The same of the reference of a paper or a transfer: a long number in it is no contact,
    unless somebody can be called under it."""


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but tab and line breaks (categories Cc and Cs of Unicode)."""


def _no_control(value: str) -> str:
    """Refuse control characters (NUL above all) and lone surrogates; keep line breaks and tabs."""
    if _CONTROL.search(value):
        raise PydanticCustomError("control_character", "control character")
    return value


def _one_line(value: str) -> str:
    return " ".join(value.split())


ShortText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=160),
    AfterValidator(_no_control),
    AfterValidator(_one_line),
]
LongText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=8000),
    AfterValidator(_no_control),
]
Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9:._-]{0,79}$")]
"""Identifier of reference data: an occupation, a skill, a place, a scheme."""

Slugs = Annotated[str, Field(max_length=2500, pattern=r"^[A-Za-z0-9:._,-]*$")]
"""Identifiers divided by commas, as an address carries them."""

LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
ExternalRef = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=300),
    AfterValidator(_no_control),
]
"""By what a file knows a row again; of an ad this is often its address on the web."""
PaperRef = Annotated[ExternalRef, OfPaper()]
"""Under which reference a paper or a transfer is found again."""
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2100, 12, 31))]
Money = Annotated[Decimal, Field(ge=0, le=10_000_000, max_digits=10, decimal_places=2)]
Months = Annotated[int, Field(ge=1, le=120)]
Kilometres = Annotated[int, Field(ge=0, le=2000)]


class Contract(BaseModel):
    """Base of what crosses a process boundary: frozen, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def of(cls, source: object, **more: Any) -> Self:
        """What `source` has under the names of the fields, and `more` beside it or instead.

        A field that a row has no column for, and that nobody gives, is at its default.
        """
        own = [name for name in cls.model_fields if name not in more and hasattr(source, name)]
        return cls.model_validate({**{name: getattr(source, name) for name in own}, **more})


class LanguageSkill(Contract):
    """A language and how well it is spoken, e.g. French at B1."""

    code: LanguageCode
    level: Level


class ConceptRef(Contract):
    """Words as somebody wrote them, linked to a concept of the reference data where known.

    >>> ConceptRef(text="bennay", concept="mason")
    ConceptRef(text='bennay', concept='mason')
    """

    text: ShortText
    concept: Slug | None = None


WordingKind = Literal[
    "sex",
    "age",
    "nationality",
    "looks",
    "religion",
    "family",
    "health",
    "money",
    "hidden_employer",
    "contact",
    "abroad",
    "pay",
]
"""What the wording of a vacancy may get wrong; see `amuddu.wording`."""
