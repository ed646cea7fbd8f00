"""Routes of notes: parse, authorise, one call."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from amuddu.contracts.desk import NoteIn, Notes
from amuddu.kit.auth import ActorDep
from amuddu.kit.db import SessionDep
from services.profiles.common.dependencies import RESPONSES
from services.profiles.notes import service

router = APIRouter(prefix="/v1", responses=RESPONSES)


@router.get("/profiles/{profile_id}/notes", tags=["notes"])
def list_notes(profile_id: UUID, actor: ActorDep, session: SessionDep) -> Notes:
    """The agency's notes about a person, newest first."""
    return service.of_person(session, profile_id, actor=actor)


@router.post("/profiles/{profile_id}/notes", tags=["notes"])
def add_note(profile_id: UUID, body: NoteIn, actor: ActorDep, session: SessionDep) -> Notes:
    """Keep a note about a person, for the agency alone."""
    return service.add(session, profile_id, body, actor=actor)


@router.delete("/profiles/{profile_id}/notes/{note_id}", tags=["notes"])
def delete_note(profile_id: UUID, note_id: UUID, actor: ActorDep, session: SessionDep) -> Notes:
    """Take a note of one's own away."""
    return service.delete(session, profile_id, note_id, actor=actor)
