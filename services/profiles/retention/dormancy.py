"""People who were not heard of for long: asked, asked again, and erased if nobody answers.

    by a message, where they agreed to messages: twice, with a link that answers; then erased
    by the agency in person, everybody else: it has a task; then they are put aside, proposed no
    more, and erased after long

An erasure is the gateway's to carry out, as it alone knows the account; whether it is due is
looked at again here, with the profile locked. Whoever answers in between is heard of first or
finds the profile gone, never half of both.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from amuddu.contracts.profiles import ErasureReceipt
from amuddu.contracts.profiles.erasure import ErasureIn
from amuddu.contracts.profiles.staying import Dormant, DormantPage, DueDormant, Stay, StayAnswer
from amuddu.kit import retention
from amuddu.kit.auth import Actor, Role, service_actor
from amuddu.kit.clock import now, today
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, Forbidden, Gone, NotFound
from amuddu.kit.i18n import N_
from services.profiles.account import activity, events
from services.profiles.account.tables import DormancyRow
from services.profiles.common import repository as common_repository
from services.profiles.common.sealed import opens
from services.profiles.common.tables import ProfileRow
from services.profiles.erasures import repository as erasures_repository
from services.profiles.erasures import service as erasures
from services.profiles.people import mapping
from services.profiles.people import service as people
from services.profiles.people.access import opened
from services.profiles.residence import vault
from services.profiles.residence.vault import Visit
from services.profiles.retention import repository
from services.profiles.retention.schemas import Days

ASKED, UNANSWERED = "dormant_profile", "unanswered_profile"
DUE_AT_ONCE = 50

_ANSWERED = N_("Ce lien a déjà servi. Pour effacer le profil, ouvrez-le avec votre mot de passe.")
_NOBODY_ASKS = N_("Rien n'est à confirmer : cette personne a donné de ses nouvelles.")


def days(at: datetime) -> Days:
    """What has waited long enough at a moment, by the table."""
    on = at.date()
    return Days(
        silent=retention.term(ASKED, on=on).before(on),
        asked=retention.term(ASKED, step="asked_again", on=on).before(on),
        asked_agency=retention.term(ASKED, step="set_aside", on=on).before(on),
        asked_twice=retention.term(UNANSWERED, on=on).before(on),
        aside=retention.term(UNANSWERED, step="set_aside", on=on).before(on),
    )


# --- asking, by the job ---------------------------------------------------------------------------


def due(session: Session, at: datetime) -> int:
    """How many are to be asked, asked again or put aside."""
    return repository.silent_count(session, days(at))


def ask(session: Session, at: datetime, limit: int) -> int:
    """Take the next step with some of them; how many."""
    waited = days(at)
    new = repository.silent(session, waited, limit=limit)
    for row in new:
        asking = DormancyRow(profile_id=row.id, by_message=_told(session, row), asked_on=at.date())
        repository.put_asking(session, asking)
    further = repository.next_steps(session, waited, limit=limit - len(new))
    for row, asking in further:
        _go_on(session, row, asking, on=at.date())
    return len(new) + len(further)


def _go_on(session: Session, row: ProfileRow, asking: DormancyRow, *, on: date) -> None:
    if not asking.by_message:
        _put_aside(session, row, on=on)
    elif _told(session, row):
        asking.again_on = on
    else:  # no message reaches them any more: the agency asks, from today
        asking.by_message, asking.asked_on = False, on
    session.flush()


def _told(session: Session, row: ProfileRow) -> bool:
    """Send the message that asks; whether one goes."""
    if not opens(row) or not (row.email if row.channel == "email" else row.phone):
        return False
    return events.note(session, row, "stay_asked", actor=service_actor("profiles")).told


def _put_aside(session: Session, row: ProfileRow, *, on: date) -> None:
    repository.put_aside(session, row, on=on)
    if opens(row):
        sensitive = vault.opened(session, row, visit=vault.refreshing())
        people.publish_change(session, row, sensitive, on=today(), changed=False)


# --- erasing, by the gateway ----------------------------------------------------------------------


def unanswered(session: Session, at: datetime) -> int:
    """How many did not answer in time."""
    return repository.unanswered_count(session, days(at))


def due_ones(session: Session) -> DueDormant:
    """Those whose time is over."""
    return DueDormant(ids=tuple(repository.unanswered(session, days(now()), limit=DUE_AT_ONCE)))


def erase(
    session: Session, profile_id: UUID, *, actor: Actor, keys: tuple[str, ...]
) -> ErasureReceipt:
    """Erase somebody who did not answer in time. Raises `NotFound` for anybody else."""
    row = common_repository.locked(session, profile_id)
    if row is None or not repository.is_unanswered(session, row.id, days(now())):
        raise NotFound
    return people.erase_locked(session, row, actor=actor, keys=keys)


# --- the link -------------------------------------------------------------------------------------


def behind_link(session: Session, token: str, *, keys: tuple[str, ...]) -> Stay:
    """Whether the person stays, as it stands."""
    asking, row = _found(session, token, keys)
    return _stay(session, asking, row)


def answer_by_link(
    session: Session, token: str, body: StayAnswer, *, keys: tuple[str, ...]
) -> Stay:
    """Keep the profile, or have it erased after a week; the same link stops that."""
    asking, row = _found(session, token, keys)
    person = Actor(id=row.owner_id or row.id, role=Role.JOBSEEKER, profile_id=row.id)
    state = _stay(session, asking, row).state
    if body.answer == "keep":
        if state == "erasing":
            _stop(session, row, person)
        activity.heard_of(session, row)
    elif state == "asked":
        erasures.ask(session, row.id, ErasureIn(reason="asked_in_writing"), actor=person)
        events.note(session, row, "stay_erase_asked", actor=person)
    elif state == "kept":
        raise Gone(_ANSWERED)
    session.refresh(asking)
    return _stay(session, asking, row)


def _stop(session: Session, row: ProfileRow, person: Actor) -> None:
    """Stop what a link has asked; what staff asked is stopped by who signs in."""
    asked = erasures_repository.request_of(session, row.id)
    if asked is not None and asked.asked_role == Role.JOBSEEKER.value:
        erasures.stop(session, row.id, actor=person)


def _found(session: Session, token: str, keys: tuple[str, ...]) -> tuple[DormancyRow, ProfileRow]:
    known = repository.dormancy_of_link(session, activity.read_token(token, keys))
    row = common_repository.locked(session, known.profile_id) if known else None
    asking = repository.dormancy(session, row.id) if row else None
    if known is None or row is None or asking is None or asking.id != known.id or not opens(row):
        raise NotFound
    return asking, row


def _stay(session: Session, asking: DormancyRow, row: ProfileRow) -> Stay:
    asked = erasures_repository.request_of(session, row.id)
    if asked is not None:
        return Stay(state="erasing", language=row.language, erased_on=asked.due_at.date())
    if asking.answered_on is not None:
        return Stay(state="kept", language=row.language)
    return Stay(state="asked", language=row.language, erased_on=_erased_on(asking, row))


def _erased_on(asking: DormancyRow, row: ProfileRow) -> date:
    """The day on which the person goes, if nobody is heard of until then."""
    if asking.by_message:
        again = retention.term(ASKED, step="asked_again").after(asking.asked_on)
        return retention.term(UNANSWERED).after(asking.again_on or again)
    aside = retention.term(ASKED, step="set_aside").after(asking.asked_on)
    return retention.term(UNANSWERED, step="set_aside").after(row.aside_on or aside)


# --- the agency -----------------------------------------------------------------------------------


def listed(session: Session, *, actor: Actor, limit: int) -> DormantPage:
    """People of one's agency to be asked in person, the longest waiting first."""
    if actor.agency_id is None:
        raise Forbidden
    own = actor.id if actor.role is Role.AGENT else None
    found, total = repository.to_ask_in_person(
        session, agency_id=actor.agency_id, agent_id=own, limit=limit
    )
    shown = [(row, asking) for row, asking in found if opens(row)]
    Visit(actor, "listed").record_daily(session, [row.id for row, _ in shown])
    items = tuple(_dormant(row, asking) for row, asking in shown)
    return DormantPage(items=items, total=total)


def _dormant(row: ProfileRow, asking: DormancyRow) -> Dormant:
    return Dormant(
        profile_id=row.id,
        code=row.code,
        display_name=mapping.display_name(row),
        asked_on=asking.asked_on,
        aside=row.aside_on is not None,
        erased_on=_erased_on(asking, row),
    )


def confirm(session: Session, profile_id: UUID, *, actor: Actor) -> Stay:
    """Note that somebody said in person that they stay: once asked for, never before, under the
    name of who says so; the person reads of it."""
    row = opened(session, profile_id, actor=actor, lock=True)
    asking = repository.dormancy(session, row.id)
    if asking is None or asking.answered_on is not None:
        raise Conflict(_NOBODY_ASKS)
    Visit(actor, "stay_confirmed").record(session, row)
    activity.heard_of(session, row)
    events.note(session, row, "stay_confirmed", actor=actor)
    session.refresh(asking)
    return _stay(session, asking, row)
