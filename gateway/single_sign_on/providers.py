"""Providers of identities that the operator trusts, from the file that the settings name.

Each issuer signs in accounts that somebody linked to it, and no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from amuddu.contracts.types import Role
from amuddu.kit.settings import WrongSettings

_STAFF = (
    Role.COUNSELLOR,
    Role.AGENT,
    Role.COORDINATOR,
    Role.OFFICER,
    Role.ADMINISTRATOR,
    Role.EMPLOYER,
)
_HERE = ("localhost", "127.0.0.1", "::1")
SETTING = "AMUDDU_IDENTITY_PROVIDERS_FILE"


class Provider(BaseModel):
    """One provider, as the operator describes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{1,38}$")]
    """Part of the address to which the provider sends people back; keep it."""
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60)]
    """As people read it on the button."""
    issuer: Annotated[str, StringConstraints(max_length=300)]
    client_id: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    client_secret_file: Path
    roles: frozenset[Role] = frozenset(_STAFF)
    """Whose accounts may be opened with it; never those of people who look for work."""
    proves: frozenset[str] = frozenset()
    """Values of `amr` or `acr` with which the provider says that it asked a second proof itself;
    none: the house asks its own."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        at = urlsplit(self.issuer)
        if at.scheme not in ("https", "http") or not at.hostname or at.query or at.fragment:
            raise ValueError("issuer: an https address without query")
        if at.scheme == "http" and at.hostname not in _HERE:
            raise ValueError("issuer: https, but for a provider on this very machine")
        if self.roles - frozenset(_STAFF):
            raise ValueError("roles: staff and employers alone")
        return self

    @property
    def secret(self) -> str:
        """The client's secret, read each time: it may be renewed."""
        return self.client_secret_file.read_text(encoding="utf-8").strip()


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    providers: tuple[Provider, ...] = Field(max_length=20)


@lru_cache(maxsize=4)
def read(file: str, *, production: bool = False) -> Mapping[str, Provider]:
    """The providers by their id; none where no file is named. Raises `WrongSettings`."""
    if not file:
        return {}
    try:
        said = yaml.safe_load(Path(file).read_text(encoding="utf-8"))
        found = _File.model_validate(said or {"providers": ()}).providers
        empty = [each.id for each in found if not each.secret]
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()
        )
        raise WrongSettings(f"amuddu: {SETTING}: not understood: {wrong}") from None
    except (OSError, yaml.YAMLError) as error:
        why = type(error).__name__
        raise WrongSettings(f"amuddu: {SETTING}: cannot be read: {why}") from None
    by_id = {each.id: each for each in found}
    if len(by_id) < len(found) or len({each.issuer for each in found}) < len(found):
        raise WrongSettings(f"amuddu: {SETTING}: the same id or issuer stands there twice")
    if empty:
        raise WrongSettings(f"amuddu: {SETTING}: the secret of {empty[0]} is empty")
    if production and any(each.issuer.startswith("http:") for each in found):
        raise WrongSettings(f"amuddu: {SETTING}: issuers over https alone in production")
    return by_id
