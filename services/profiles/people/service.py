"""Use cases on profiles. Nothing here commits; what matching may know is told here alone.

Each change locks the profile, and ends in `_publish_change`: the revision moves, and the other
services are told what changed of what they may know, and only if it did.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from amuddu.contracts.ages import AgeState
from amuddu.contracts.profiles import (
    ConsentIn,
    ConsentRecord,
    Consents,
    ErasureReceipt,
    Profile,
    ProfileIn,
    ProfileUpdated,
    ProfileWithdrawn,
    Purpose,
)
from amuddu.kit.auth import Actor, Role
from amuddu.kit.clock import now, today
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, Forbidden, invalid
from amuddu.kit.events import outbox
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from services.profiles.account import consenting, contact
from services.profiles.account import repository as account_repository
from services.profiles.common import policy as common_policy
from services.profiles.common import pseudonym
from services.profiles.common import repository as common_repository
from services.profiles.common.sealed import forget_keys, opens
from services.profiles.common.tables import ProfileRow
from services.profiles.consents import repository as consents_repository
from services.profiles.consents.tables import ConsentRow
from services.profiles.history import recording as history
from services.profiles.likeness import service as likeness
from services.profiles.papers import keeping
from services.profiles.people import ages, checks, facts, mapping, queries, repository
from services.profiles.people.access import opened
from services.profiles.receipts import process as processes
from services.profiles.residence import vault
from services.profiles.residence.tables import ResidenceRow
from services.profiles.residence.vault import Visit

log = logs.get(__name__)

# --- writing ------------------------------------------------------------------------------------


def create(session: Session, body: ProfileIn, *, actor: Actor) -> Profile:
    """A profile for oneself, or for somebody of one's agency."""
    if actor.is_staff and actor.agency_id is None:
        raise Forbidden
    if actor.role is Role.JOBSEEKER and (own := _own(session, actor)) is not None:
        if actor.profile_id is not None:
            raise Conflict(N_("Vous avez déjà un profil : ouvrez-le pour le modifier."))
        # The account never learnt of the profile it had made: the same request, sent again.
        return change(session, own.id, body, actor=actor)
    row, sensitive = add(session, body, actor=actor, agency_id=actor.agency_id, action="created")
    return queries.told(session, row, sensitive, actor=actor)


def _own(session: Session, actor: Actor) -> ProfileRow | None:
    if actor.profile_id and (row := common_repository.locked(session, actor.profile_id)):
        return row
    return common_repository.locked_of_owner(session, actor.id)


def add(
    session: Session, body: ProfileIn, *, actor: Actor, agency_id: str | None, action: str
) -> tuple[ProfileRow, ResidenceRow]:
    """A new profile in an agency, or in none for somebody who comes by themselves."""
    person = actor.role is Role.JOBSEEKER
    row = ProfileRow(
        code=_free_code(session),
        owner_id=actor.id if person else None,
        agency_id=None if person else agency_id,
        agent_id=actor.id if actor.role is Role.AGENT else None,
        entered=None if person else action,
        revision=0,
    )
    session.add(row)
    session.flush()
    sensitive = vault.new(session, row, visit=Visit(actor, action))
    write(session, row, sensitive, body, actor=actor)
    log.info("profile created", profile_id=str(row.id), role=actor.role.value)
    return row, sensitive


def _free_code(session: Session) -> str:
    code = pseudonym.draw()
    while common_repository.code_taken(session, code):
        code = pseudonym.draw()
    return code


def change(session: Session, profile_id: UUID, body: ProfileIn, *, actor: Actor) -> Profile:
    """Replace a profile by what the body says; the same content changes nothing."""
    row = opened(session, profile_id, actor=actor, lock=True)
    sensitive = vault.opened(session, row, visit=Visit(actor, "saved"))
    write(session, row, sensitive, body, actor=actor)
    return queries.told(session, row, sensitive, actor=actor)


def write(
    session: Session,
    row: ProfileRow,
    sensitive: ResidenceRow,
    body: ProfileIn,
    *,
    actor: Actor,
    by_file: bool = False,
    word: history.Word | None = None,
) -> bool:
    """Put what a body says into a locked profile; whether anything changed. `word`: on whose it
    is, where not simply the actor's.

    With a card alone, title and nationality stay as they are, and a contact or an agency is only
    asked for.
    """
    followed_by = row.agency_id
    body = checks.linked(body)
    moved = False
    if not common_policy.sees_title(actor) and row.revision:
        unread = {"nationality": sensitive.nationality, "residence": vault.title_in(sensitive)}
        body = body.model_copy(update=unread)
        if body.agency_id not in (None, row.agency_id):
            raise invalid("agency_id", common_policy.NeedsPassword.default)
    body = contact.allowed(session, row, body, actor=actor)
    if actor.role is Role.JOBSEEKER:
        told = _may_be_contacted(session, row, body)
        moved = _choose_agency(row, body, actor=actor, told=told)
        # An agency's references are the agency's: nobody gives themselves one.
        body = body.model_copy(update={"external_ref": row.external_ref})
    _refuse_taken_ref(session, row, body)
    changed_of = {
        "agency_id": (followed_by, row.agency_id),
        **history.differing(row, mapping.changes(row, body)),
        **history.differing(sensitive, vault.changes(sensitive, body)),
    }
    word = history.Word("import") if by_file else word
    history.note(session, row, changed_of, actor=actor, word=word)
    said = mapping.fill(row, body)
    kept = vault.fill(sensitive, body)
    agreed = "consents" in body.model_fields_set and consenting.agree(
        session, row, body, actor=actor, by_file=by_file
    )
    changed = moved or said or kept or agreed or row.revision == 0
    if changed:
        row.updated_at = now()
        likeness.renew(session, row)
    publish_change(session, row, sensitive, on=today(), changed=changed)
    return changed


def would_change(
    row: ProfileRow, sensitive: ResidenceRow, current: Mapping[Purpose, ConsentRow], body: ProfileIn
) -> bool:
    """Whether `write` would change anything, for somebody's staff."""
    said = mapping.changes(row, body) or vault.changes(sensitive, body)
    return bool(said) or bool(
        "consents" in body.model_fields_set and list(consenting.newly_said(current, body))
    )


_NOBODY_CALLS = N_(
    "Choisissez aussi votre agence : c'est elle qui appelle. Ou prenez SMS ou e-mail."
)


def _may_be_contacted(session: Session, row: ProfileRow, body: ProfileIn) -> bool:
    """Whether the person agrees to be told of offers, by this body or from before."""
    if "consents" in body.model_fields_set:
        return body.consents.contact
    newest = consents_repository.consents_of(session, row.id).get("contact")
    return newest is not None and newest.given


def _choose_agency(row: ProfileRow, body: ProfileIn, *, actor: Actor, told: bool) -> bool:
    """Put a person in the agency they say they go to; whether it is another than before.

    Who agrees to be told by a call has to say who calls; a profile begun without that consent
    may wait with the answer.
    """
    chosen = body.agency_id if "agency_id" in body.model_fields_set else row.agency_id
    if told and body.channel == "agent" and chosen is None:
        raise invalid("agency_id", _NOBODY_CALLS)
    if chosen == row.agency_id:
        return False
    if row.owner_id != actor.id:
        raise invalid(
            "agency_id", N_("Votre agence a fait ce profil : demandez-lui pour changer d'agence.")
        )
    row.agency_id, row.agent_id, row.external_ref = chosen, None, None
    return True


def _refuse_taken_ref(session: Session, row: ProfileRow, body: ProfileIn) -> None:
    if row.agency_id is None or body.external_ref in (None, row.external_ref):
        return
    with session.no_autoflush:
        if common_repository.locked_by_ref(session, row.agency_id, str(body.external_ref)):
            raise Conflict(N_("Cette référence désigne déjà une autre personne de l'agence."))


def set_consent(
    session: Session, profile_id: UUID, purpose: Purpose, body: ConsentIn, *, actor: Actor
) -> ConsentRecord:
    """Give or withdraw one consent. Saying the same thing again adds nothing to the history."""
    row = opened(session, profile_id, actor=actor, lock=True)
    newest = consents_repository.consents_of(session, row.id).get(purpose)
    method = consenting.heard(actor, body.method)
    if newest and (newest.given, newest.method) == (body.given, method):
        return mapping.consent(newest)
    if purpose == "contact" and body.given and row.channel == "agent" and row.agency_id is None:
        raise invalid("agency_id", _NOBODY_CALLS)
    sensitive = vault.opened(session, row, visit=Visit(actor, "consent"))
    record = consenting.record(session, row, purpose, body.given, method=method, actor=actor)
    row.updated_at = now()
    publish_change(session, row, sensitive, on=today(), changed=True)
    return mapping.consent(record)


def erase(
    session: Session, profile_id: UUID, *, actor: Actor, keys: tuple[str, ...]
) -> ErasureReceipt:
    """Erase everything about a person: profile, title, consents, accesses, grants.

    What an agency's file knew them by leaves a mark made with the first key, so that the next file
    does not bring them back.
    """
    row = opened(session, profile_id, actor=actor, lock=True)
    common_policy.require_strong(actor)
    return erase_locked(session, row, actor=actor, keys=keys)


def erase_locked(
    session: Session, row: ProfileRow, *, actor: Actor, keys: tuple[str, ...]
) -> ErasureReceipt:
    """The same of somebody who is found and locked."""
    Visit(actor, "erased").record(session, row)
    gone_too = common_repository.by_ids(session, likeness.hidden_of(session, row))
    people = list({row.id, *(hidden.id for hidden in gone_too), *likeness.merged_of(session, row)})
    references = _references(session, row)
    marks = [pseudonym.mark(*each, key=keys[0]) for each in references]
    known = processes.Known(
        notices=account_repository.told(session, people),
        references=len(marks),
        words=[row.code, *(one.code for one in gone_too), *(each for _, each in references)],
        agencies={agency for agency, _ in (*references, (row.agency_id, "")) if agency},
    )
    process, token = processes.begin(session, people, known, secret=keys[0])
    for hidden in gone_too:
        forget(session, hidden, because=process.id)
    gone = _erased(row, because=process.id)
    for mark in marks:
        repository.mark_erased(session, mark)
    papers = keeping.of_people(session, people)
    repository.erase(session, row)
    outbox.add(session, gone)
    session.flush()
    # Before anything else of the erasure holds: were it to fail now, nobody can read the person
    # any more, here or in any backup, and erasing again does the rest.
    forget_keys(session, people)
    keeping.erase(session, papers)
    processes.key_destroyed(session, process.id)
    log.info("profile erased", erasure_id=str(process.id), role=actor.role.value)
    return ErasureReceipt(receipt=process.id, erased_at=process.begun_at, token=token)


def _references(session: Session, row: ProfileRow) -> list[tuple[str, str]]:
    """Agency and reference of each by which a file knows the person."""
    references = common_repository.former_refs(session, row.id)
    if row.agency_id and opens(row) and row.external_ref:
        references.append((row.agency_id, row.external_ref))
    return references


# --- one of two profiles of a person ------------------------------------------------------------


def leave(session: Session, row: ProfileRow) -> None:
    """Put a locked profile aside that was found to be another's: nobody follows it, nobody is
    told of it. It keeps what it says."""
    row.agency_id = row.agent_id = row.external_ref = None
    row.revision += 1
    if row.told_hash is not None:
        row.told_hash = None
        outbox.add(
            session, ProfileWithdrawn(profile_id=row.id, revision=row.revision, reason="paused")
        )
    likeness.renew(session, row)


def come_back(
    session: Session,
    row: ProfileRow,
    sensitive: ResidenceRow,
    *,
    agency_id: str,
    agent_id: UUID | None,
    external_ref: str | None,
) -> None:
    """Bring back a profile that was put aside, as it was."""
    row.agency_id, row.agent_id, row.external_ref = agency_id, agent_id, external_ref
    likeness.renew(session, row)
    publish_change(session, row, sensitive, on=today(), changed=True)


def forget(session: Session, row: ProfileRow, *, because: UUID | None = None) -> None:
    """Erase a profile that was put aside; its person has another, or goes too: `because`."""
    gone = _erased(row, because=because)
    session.delete(row)
    session.flush()
    outbox.add(session, gone)
    forget_keys(session, [row.id])


def _erased(row: ProfileRow, *, because: UUID | None) -> ProfileWithdrawn:
    return ProfileWithdrawn(
        profile_id=row.id, revision=row.revision + 1, reason="erased", erasure_id=because
    )


# --- telling the other services -----------------------------------------------------------------


def publish_change(
    session: Session, row: ProfileRow, sensitive: ResidenceRow, *, on: date, changed: bool
) -> bool:
    """Move the revision, and tell what is news to the other services; whether there was any."""
    row.rules_stamp = facts.stamp()
    vault.review(sensitive, on=on)
    news = _news(session, row, age=ages.state_of(session, sensitive, on=on))
    if changed or news:
        row.revision += 1
    if news:
        row.told_hash = facts.digest(news) if isinstance(news, ProfileUpdated) else None
        outbox.add(session, news)
    session.flush()
    return news is not None


def _news(
    session: Session, row: ProfileRow, *, age: AgeState
) -> ProfileUpdated | ProfileWithdrawn | None:
    newest = consents_repository.consents_of(session, row.id)
    return told(row, consents_repository.as_consents(newest), age=age)


def told(
    row: ProfileRow, consents: Consents, *, age: AgeState
) -> ProfileUpdated | ProfileWithdrawn | None:
    """What is news to the other services about a person with these consents; `None`: nothing."""
    revision = row.revision + 1
    if facts.matchable(row, consents, age):
        told = facts.updated(row, consents, age=age, revision=revision)
        return told if facts.digest(told) != row.told_hash else None
    if row.told_hash is None:
        return None
    reason = "paused" if consents.matching else "consent_withdrawn"
    return ProfileWithdrawn.model_validate(
        {"profile_id": row.id, "revision": revision, "reason": reason}
    )
