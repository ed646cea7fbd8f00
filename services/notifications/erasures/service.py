"""Erasing somebody, as profiles tells: nothing of them stays but how many messages had left.

A link that the person still holds leads nowhere from now on. What was sent lies with them and with
whoever carried it: that is said in the answer, as a count.
"""

from __future__ import annotations

from amuddu.contracts.events.restored import ErasureAgain
from amuddu.contracts.notifications import ANSWERS, DELIVERIES
from amuddu.kit.db import Session
from amuddu.kit.events import erasing, restored
from amuddu.kit.events.erasing import ToErase
from services.notifications.erasures import repository


def erase(session: Session, event: ToErase) -> None:
    """Delete all that is held of the person, and answer once the topics are clean."""
    held = repository.held(session, event.profile_ids)
    repository.erase(session, held, event.profile_ids)
    records = 2 * len(held.candidacies)
    erasing.heard(
        session,
        event,
        places={
            "notifications": erasing.kept(messages_delivered=held.delivered),
            "notifications_letters": (),
            "notifications_topics": erasing.kept(records_until_compaction=records),
        },
        ids=[*held.candidacies, *held.invitations, *held.notices, *held.news],
        topics={ANSWERS: held.candidacies, DELIVERIES: held.candidacies},
    )


def erase_again(session: Session, event: ErasureAgain) -> None:
    """The same of people who came back with a backup; told to every service, for one."""
    restored.again(
        session, event, service="notifications", people=repository.people_held, erase=erase
    )
