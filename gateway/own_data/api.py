"""Public API of what is kept about a person: everything as one document, changes, corrections."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import Request

from amuddu.contracts.export.document import PersonExport
from amuddu.contracts.export.profiles import ExportIn
from amuddu.contracts.profiles import corrections as contract
from amuddu.contracts.profiles.history import LIST_CHANGES
from amuddu.kit.db import SessionDep
from gateway.clients import ServicesDep
from gateway.credentials.kept import Keys
from gateway.own_data.composing import compose
from gateway.sessions.security import ProvedCallerDep
from gateway.web.forwarding import forwarded

router = forwarded(
    LIST_CHANGES,
    contract.ASK_CORRECTION,
    contract.LIST_CORRECTIONS,
    contract.DO_CORRECTION,
    contract.REFUSE_CORRECTION,
    contract.LIST_OPEN_CORRECTIONS,
)


@router.get("/export-schema", tags=["privacy"])
def export_schema() -> dict[str, Any]:
    """The JSON schema of an export."""
    return PersonExport.model_json_schema(mode="serialization")


@router.post("/profiles/{profile_id}/export", tags=["privacy"])
def export(
    request: Request,
    caller: ProvedCallerDep,
    services: ServicesDep,
    session: SessionDep,
    profile_id: UUID,
    body: ExportIn,
) -> PersonExport:
    """Everything that is kept about a person: for them, or for somebody without an account."""
    keys = Keys.of(request.app.state.settings)
    return compose(session, services, caller, profile_id, body, keys=keys, lang=caller.lang)
