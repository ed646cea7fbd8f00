"""Use cases that only read. They still write: whoever opens somebody's facts leaves a trace."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from amuddu.contracts.profiles import (
    AccessRecord,
    ConsentRecord,
    ContactRoute,
    Label,
    Labels,
    LabelsIn,
    Profile,
    ProfilePage,
)
from amuddu.contracts.profiles.rights import RightsOut
from amuddu.contracts.profiles.witness import TalkIn, TalkNoted
from amuddu.contracts.types import Lang
from amuddu.kit.audit import recording
from amuddu.kit.auth import Actor, Role
from amuddu.kit.clock import today
from amuddu.kit.db import Session
from amuddu.kit.errors import Forbidden, NotFound
from services.profiles.account import contact
from services.profiles.common import policy as common_policy
from services.profiles.common import repository as common_repository
from services.profiles.common.tables import ProfileRow
from services.profiles.consents import repository as consents_repository
from services.profiles.guardians import repository as guardians_repository
from services.profiles.people import ages, mapping, search
from services.profiles.people.access import opened
from services.profiles.residence import rights, vault
from services.profiles.residence.tables import ResidenceRow
from services.profiles.residence.vault import Visit


def read(session: Session, profile_id: UUID, *, actor: Actor) -> Profile:
    """A whole profile."""
    row = opened(session, profile_id, actor=actor)
    sensitive = vault.opened(session, row, visit=Visit(actor, "read"))
    return told(session, row, sensitive, actor=actor)


def told(session: Session, row: ProfileRow, sensitive: ResidenceRow, *, actor: Actor) -> Profile:
    """A profile as a session may read it: with a card alone, without title and nationality."""
    found = whole(session, row, sensitive)
    unread = {"residence": None, "nationality": None}
    return found if common_policy.sees_title(actor) else found.model_copy(update=unread)


def whole(session: Session, row: ProfileRow, sensitive: ResidenceRow) -> Profile:
    """A profile whose facts were opened."""
    newest = consents_repository.consents_of(session, row.id)
    found = mapping.profile(row, sensitive, newest, ages.standing(session, sensitive, on=today()))
    return found.model_copy(update={"contact_waiting": contact.waiting(session, row)})


def page(session: Session, *, actor: Actor, q: str = "", limit: int, offset: int) -> ProfilePage:
    """The people of a counsellor's agency, or an agent's own; `q` is looked for in names, phones,
    e-mails, references and codes."""
    if actor.agency_id is None:
        raise Forbidden
    rows, total = search.find(
        session,
        q,
        agency_id=actor.agency_id,
        agent_id=actor.id if actor.role is Role.AGENT else None,
        limit=limit,
        offset=offset,
    )
    listed = vault.listed(session, rows, visit=Visit(actor, "listed"))
    ids = [row.id for row in rows]
    consents = consents_repository.newest_consents(session, ids)
    agreements = guardians_repository.newest(session, ids)
    items = [
        mapping.summary(
            row,
            consents[row.id],
            title_expires_on=listed[row.id].title_ends,
            age=ages.state(listed[row.id].birth, agreements.get(row.id), on=today()),
        )
        for row in rows
    ]
    return ProfilePage(items=tuple(items), total=total)


def labels(session: Session, body: LabelsIn, *, actor: Actor) -> Labels:
    """How people may be called: by name for those one follows, by code for all others."""
    rows = common_repository.by_ids(session, body.ids)
    return Labels(labels={row.id: _label(row, actor) for row in rows})


def _label(row: ProfileRow, actor: Actor) -> Label:
    name = mapping.display_name(row) if common_policy.follows(actor, row) else None
    return Label(code=row.code, display_name=name)


def consents(
    session: Session, profile_id: UUID, *, actor: Actor, limit: int, offset: int
) -> tuple[ConsentRecord, ...]:
    """Consents given and withdrawn, newest first."""
    row = opened(session, profile_id, actor=actor)
    found = consents_repository.consent_history(session, row.id, limit=limit, offset=offset)
    return tuple(mapping.consent(consent) for consent in found)


def accesses(
    session: Session, profile_id: UUID, *, actor: Actor, limit: int, offset: int
) -> tuple[AccessRecord, ...]:
    """Who looked at or changed what, newest first."""
    row = opened(session, profile_id, actor=actor)
    # That rights were worked out again tells when a title ended.
    without = () if common_policy.sees_title(actor) else (vault.REFRESHED,)
    found = recording.of(session).about(row.audit_id, without=without, limit=limit, offset=offset)
    return tuple(mapping.access(access) for access in found)


def rights_of(
    session: Session, profile_id: UUID, *, actor: Actor, lang: Lang, on: date
) -> RightsOut:
    """What is open to the person on a day. Raises `NeedsPassword` with a card alone."""
    row = opened(session, profile_id, actor=actor)
    common_policy.require_strong(actor)
    sensitive = vault.opened(session, row, visit=Visit(actor, "rights"))
    return rights.rights_out(vault.title_of(sensitive), on=on, lang=lang)


def note_talk(session: Session, profile_id: UUID, body: TalkIn, *, actor: Actor) -> TalkNoted:
    """Write down what somebody of the person's agency did with their interviews. Raises
    `NotFound`."""
    row, visit = common_repository.get(session, profile_id), Visit(actor, body.did)
    if row is None or actor.agency_id is None or row.agency_id != actor.agency_id:
        visit.record_refused(session, row)
        raise NotFound
    if body.did == "interviews_read":
        visit.record_daily(session, [row.id])
    else:
        visit.record(session, row)
    return TalkNoted(did=body.did)


def contact_route(session: Session, profile_id: UUID, *, actor: Actor) -> ContactRoute:
    """Where the person agreed to be told. `NotFound` where they do not, or no longer, agree
    both to be proposed and to be told of it."""
    row = common_repository.get(session, profile_id)
    if row is None or not _agrees_to_contact(session, row):
        raise NotFound
    Visit(actor, "contact_route").record(session, row)
    address = {"email": row.email, "sms": row.phone, "agent": None}[row.channel]
    return ContactRoute(
        channel=row.channel,
        address=address,
        language=row.language,
        agency_id=row.agency_id,
        agent_id=row.agent_id,
    )


def _agrees_to_contact(session: Session, row: ProfileRow) -> bool:
    given = consents_repository.as_consents(consents_repository.consents_of(session, row.id))
    return given.matching and given.contact
