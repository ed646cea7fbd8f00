"""Erasing somebody, as profiles tells: nothing of them stays, and their seat is the next's."""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.events.restored import ErasureAgain
from amuddu.contracts.support.training import TOPIC
from amuddu.kit import clock
from amuddu.kit.db import Session
from amuddu.kit.events import erasing, restored
from amuddu.kit.events.erasing import ToErase
from amuddu.kit.ledger import book
from services.support.catalogue import repository as catalogue
from services.support.certificates import repository as certificates
from services.support.erasures import repository
from services.support.places import steps
from services.support.places.steps import ITSELF
from services.support.scholarships import repository as scholarships_repository
from services.support.scholarships import steps as scholarships
from services.support.settings import SupportSettings


def erase(session: Session, event: ToErase) -> None:
    """Delete all that is held of the person, and answer once the topic is clean."""
    sessions = [
        catalogue.lock_session(session, each)
        for each in repository.sessions_of(session, event.profile_ids)
    ]
    held = repository.requests(session, event.profile_ids)
    ids = [row.id for row in held]
    repository.erase(session, ids)
    ids = [*ids, *_applications(session, event), *_certificates(session, event)]
    days = SupportSettings().training_hold_days
    for of in sessions:
        if of is not None:
            steps.move_up(session, of, on=clock.today(), days=days)
    erasing.heard(
        session,
        event,
        places={
            "support": (),
            "support_letters": (),
            "support_topics": erasing.kept(records_until_compaction=len(ids)),
        },
        ids=ids,
        topics={TOPIC: ids},
    )


def _applications(session: Session, event: ToErase) -> list[UUID]:
    """Delete applications for scholarships; money that nobody was paid is free again, and orders
    that the bank has not carried out are taken back."""
    ids = list(repository.applications(session, event.profile_ids))
    for each in ids:
        row, _, envelope = scholarships.held(session, each)
        for _, payment in scholarships_repository.months(session, [each]).get(each, []):
            if payment is not None and payment.state == "ordered":
                book.cancel(session, payment)
        scholarships.left(session, row, envelope, by=ITSELF)
    repository.erase_applications(session, ids)
    return ids


def _certificates(session: Session, event: ToErase) -> list[UUID]:
    """Part certificates from the person: the number still says that a course was completed, so
    that a paper in somebody's hands does not become a forgery."""
    ids = [row.id for row in certificates.of_people(session, event.profile_ids)]
    certificates.part_from(session, ids)
    return ids


def erase_again(session: Session, event: ErasureAgain) -> None:
    """The same of people who came back with a backup; told to every service, for one."""
    restored.again(session, event, service="support", people=repository.people_held, erase=erase)
