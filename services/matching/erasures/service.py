"""Erasing somebody, as profiles tells: in the tables at once, then in every replica.

A replica learns of a change by the row that changed. So the row stays, empty, until each replica
that lives has followed (`facts.repository.all_followed`); then it goes, and the answer with it.
"""

from __future__ import annotations

from amuddu.contracts import matching as contract
from amuddu.contracts.events.restored import ErasureAgain
from amuddu.kit.db import Session
from amuddu.kit.events import erased, erasing, restored
from amuddu.kit.events.erasing import ToErase
from services.matching.erasures import repository
from services.matching.facts import repository as facts_repository
from services.matching.interests import repository as interests_repository
from services.matching.searches import repository as searches_repository

_TOPICS = (contract.TOPIC, contract.HIRES, contract.LOG)


def erase(session: Session, event: ToErase) -> None:
    """Delete all that is held of the person but an empty row."""
    session.flush()  # what other events of this transaction wrote
    people = repository.locked_people(session, event.profile_ids)
    candidacies = repository.drop_candidacies(session, event.profile_ids)
    interests = interests_repository.drop_of(session, event.profile_ids)
    searches = searches_repository.drop_of(session, event.profile_ids)
    for row in people:
        row.code, row.agency_id, row.place, row.contactable = "", None, None, False
        row.facts, row.vector, row.model_id = None, None, None
    facts_repository.mark_changed(session, people)
    records = len(_TOPICS) * len(candidacies) + len(interests) + len(searches)
    erasing.heard(
        session,
        event,
        places={
            "matching": (),
            "matching_index": (),
            "matching_letters": (),
            "matching_topics": erasing.kept(records_until_compaction=records),
        },
        ids=[*candidacies, *interests, *searches],
        topics={
            **dict.fromkeys(_TOPICS, candidacies),
            contract.INTERESTS: interests,
            contract.SEARCHES: searches,
        },
    )


def erase_again(session: Session, event: ErasureAgain) -> None:
    """The same of people who came back with a backup; told to every service, for one."""
    restored.again(session, event, service="matching", people=repository.people_held, erase=erase)


def followed(session: Session, written: int) -> bool:
    """Whether no replica holds any more what a transaction took away; the empty rows go then."""
    if not facts_repository.all_followed(session, written):
        return False
    gone = erased.marked(session, repository.let_go_by(session, written))
    facts_repository.drop_people(session, gone)
    return True
