"""Chaos finds each kind of loss of seats where it is planted."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.chaos.journal import Journal
from tests.chaos.reconcile import Databases, double_seats, lost_seats
from tests.services.support.conftest import Training
from tests.support import jobseeker

PLANTED = {
    "DELETE FROM place_request_log; DELETE FROM place_requests": "acknowledged, not kept",
    "UPDATE place_requests SET profile_id = gen_random_uuid()": "acknowledged, not kept",
    "UPDATE place_requests SET state = 'waiting' WHERE state = 'withdrawn'": "taken back, and",
    "UPDATE sessions SET places = 5": "seats are free while 1 wait",
    "UPDATE place_requests SET state = 'refused' WHERE state = 'held'": "its log ends with held",
    "DELETE FROM place_request_log": "its log ends with None",
    "UPDATE sessions SET places = 1; UPDATE place_requests SET state = 'held'": "3 have one of 1",
    "INSERT INTO place_request_log (request_id, name, to_state, note, actor_id, actor_role, at)"
    " SELECT request_id, name, to_state, note, actor_id, actor_role, at FROM place_request_log"
    " WHERE name = 'ask'": "entered 2 times",
    "INSERT INTO place_requests (id, session_id, profile_id, code, state, asked_at, updated_at)"
    " SELECT gen_random_uuid(), session_id, profile_id, code, 'refused', asked_at, updated_at"
    " FROM place_requests WHERE state = 'waiting'": "asked 2 times by",
}


def journal(training: Training) -> Journal:
    """Three who asked for one seat, of whom the first took it back."""
    kept = Journal()
    session_id = training.session(places=1)
    for _ in range(3):
        person = jobseeker(profile_id=uuid4())
        made = training.ask(session_id, person)
        kept.request(made["id"], session_id, str(person.profile_id))
    first = next(iter(kept.requests))
    training.step(training.counsellor, first, "withdraw")
    kept.request_given_back(first)
    return kept


def said(training: Training, kept: Journal) -> list[str]:
    databases = Databases({"support": training.database.url})
    return [*lost_seats(databases, kept), *double_seats(databases)]


@pytest.mark.parametrize(("statement", "found"), PLANTED.items(), ids=range(len(PLANTED)))
def test_each_loss_is_found_where_it_is(training: Training, statement: str, found: str) -> None:
    kept = journal(training)
    assert said(training, kept) == []
    with training.database.engine.begin() as connection:
        for part in statement.split("; "):
            connection.execute(text(part))
    assert any(found in line for line in said(training, kept)), said(training, kept)
