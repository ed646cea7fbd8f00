"""Everything about one person, for that person: law 09-08 (right of access), GDPR 15 and 20.

The profiles service decides who may ask and answers with its own part, and with a pass for each of
the other services. A pass is signed by profiles, names the person, whoever asks and their session,
and lives half a minute; the gateway hands it on in the name of the same session. So no process
can ask by its key alone. See docs/decisions/0058.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from amuddu.contracts.types import Contract, Role

ExportReason = Literal["asked_here", "asked_by_phone", "asked_in_writing"]
"""Why staff make it for somebody who has no account."""
Holder = Literal["matching", "employers", "notifications", "support"]
"""Services that are asked with a pass."""
HOLDERS: tuple[Holder, ...] = ("matching", "employers", "notifications", "support")

ASKERS = (Role.JOBSEEKER, Role.COUNSELLOR, Role.AGENT)
"""Whoever profiles may give a pass to."""


class PassIn(Contract):
    """The pass that profiles gave."""

    token: Annotated[str, Field(max_length=8000)]
