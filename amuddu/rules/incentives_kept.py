"""A scheme as JSON: how a version of it is kept and told, and read again.

>>> from amuddu.rules.incentives import all_schemes
>>> all(read(content_of(one)) == one for one in all_schemes())
True
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from amuddu.rules.incentives.data import Scheme


def content_of(scheme: Scheme) -> dict[str, Any]:
    """A scheme as it is kept: JSON that `read` reads again."""
    content: dict[str, Any] = _json(scheme)
    return content


def read(content: Mapping[str, Any]) -> Scheme:
    """A kept scheme as the rules read it. Raises pydantic's `ValidationError`."""
    return Scheme.model_validate(content)


def digest_of(content: Mapping[str, Any]) -> str:
    """Digest of a kept scheme: the same for the same content."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _json(value: Any) -> Any:
    """The rules hold texts in read-only mappings, which pydantic's own JSON mode refuses."""
    if isinstance(value, BaseModel):
        return {name: _json(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {name: _json(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [_json(each) for each in value]
    return str(value) if isinstance(value, Decimal | date) else value
