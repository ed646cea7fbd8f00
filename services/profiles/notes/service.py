"""Notes about a person, for the agency that follows them. They never leave this service's API.

A note is about work: "prefers mornings". One that tells a status, an origin, an illness, a faith,
a family or a contact comes back to whoever wrote it with what was found: they mend it, or let the
words be replaced. Notes go
with the profile when the person is erased, and are part of what a person may ask to be shown.
"""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.follow_up import Note, NoteIn, Notes
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.errors import Invalid, NotFound
from amuddu.kit.web.telling import problem
from amuddu.redaction.text import passages, redact
from services.profiles.common import policy as common_policy
from services.profiles.common import repository as common_repository
from services.profiles.common.tables import ProfileRow
from services.profiles.notes import repository
from services.profiles.notes.tables import NoteRow
from services.profiles.residence.vault import Visit


def add(session: Session, profile_id: UUID, body: NoteIn, *, actor: Actor) -> Notes:
    """Keep a note; the same key again keeps it once. Answers with all of them."""
    row = _followed(session, profile_id, actor)
    names = (row.given_name, row.family_name)
    found = passages(body.text, names=names, phone=row.phone)
    if found and not body.replace:
        raise Invalid(fields=(problem("text", found),))
    text = redact(body.text, names=names, phone=row.phone)
    note = NoteRow(
        id=body.key,
        profile_id=row.id,
        author_id=actor.id,
        author_role=actor.role.value,
    ).saying(text=text)
    repository.add_note(session, note)
    return _all(session, row, actor)


def of_person(session: Session, profile_id: UUID, *, actor: Actor) -> Notes:
    """The agency's notes about a person."""
    row = _followed(session, profile_id, actor)
    Visit(actor, "notes").record(session, row)
    return _all(session, row, actor)


def delete(session: Session, profile_id: UUID, note_id: UUID, *, actor: Actor) -> Notes:
    """Take a note of one's own away; one that is gone already is gone."""
    row = _followed(session, profile_id, actor)
    note = repository.note(session, note_id)
    if note is not None and (note.profile_id, note.author_id) == (row.id, actor.id):
        session.delete(note)
        session.flush()
    return _all(session, row, actor)


def _followed(session: Session, profile_id: UUID, actor: Actor) -> ProfileRow:
    row = common_repository.get(session, profile_id)
    if row is None or not common_policy.follows(actor, row):
        Visit(actor, "notes").record_refused(session, row)
        raise NotFound
    return row


def _all(session: Session, row: ProfileRow, actor: Actor) -> Notes:
    return Notes(
        items=tuple(
            Note.of(note, role=note.author_role, own=note.author_id == actor.id)
            for note in repository.notes_of(session, row.id)
        )
    )
