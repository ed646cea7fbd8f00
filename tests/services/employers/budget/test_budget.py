"""Money: two claims never win the last of it, and the ledger always adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from hypothesis import strategies as st
from sqlalchemy import func, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from amuddu.kit.auth import Actor
from amuddu.kit.errors import AmudduError
from services.employers.budget.tables import EnvelopeRow, LedgerRow
from services.employers.claims import paying
from services.employers.claims.tables import ClaimRow
from services.employers.organisations.access import Caller
from tests.services.employers.claims.claims_support import (
    CHECKED,
    SCHEME,
    TODAY,
    Programme,
    programme,
)
from tests.services.employers.conftest import House
from tests.support import counsellor

BALANCES = ("total", "reserved", "committed", "paid")


def adds_up(house: House) -> None:
    """The sum of every envelope's lines is its balances, none below zero or above the total."""
    with house.database.session() as session:
        for envelope in session.exec(select(EnvelopeRow)):
            sums = session.exec(
                select(
                    *(func.coalesce(func.sum(getattr(LedgerRow, n)), 0) for n in BALANCES)
                ).where(  # type: ignore[call-overload]
                    LedgerRow.envelope_id == envelope.id
                )
            ).one()
            assert tuple(sums) == tuple(getattr(envelope, name) for name in BALANCES)
            assert min(envelope.reserved, envelope.committed, envelope.paid, envelope.free) >= 0
            owed = Counter[str]()
            for claim in session.exec(select(ClaimRow).where(ClaimRow.envelope_id == envelope.id)):
                if claim.state in {"submitted", "returned"}:
                    owed["reserved"] += claim.total  # type: ignore[assignment, operator]
            assert owed["reserved"] == envelope.reserved


# --- the race -----------------------------------------------------------------------------------


def test_of_fifty_claims_at_once_exactly_ten_win(house: House, boss: Actor) -> None:
    """A budget for ten: fifty claims sent in at the same moment over HTTP."""
    running = Programme(house, boss=boss)
    running.open_scheme(documents=[])
    running.fund("120000")  # ten times 12,000
    vacancy = UUID(house.new_vacancy(by=boss, incentive_scheme=SCHEME, places=50)["id"])
    claims = [running.draft(running.hired_on(vacancy)) for _ in range(50)]

    def send(claim: dict[str, Any]) -> tuple[int, str]:
        while True:  # a house that is busy says 503 and to come again, as any client does
            response = house.call("POST", f"/claims/{claim['id']}/submit", by=boss)
            if response.status_code != 503:
                break
        return response.status_code, response.json().get("title", "")

    with ThreadPoolExecutor(max_workers=50) as pool:
        answers = list(pool.map(send, claims))
    statuses = Counter(status for status, _ in answers)
    assert statuses == {200: 10, 409: 40}
    assert all("épuisée" in title for status, title in answers if status == 409)
    found = running.balances()
    assert (found["reserved"], found["free"]) == (Decimal(120_000), Decimal(0))
    states = Counter(running.claim(claim["id"])["state"] for claim in claims)
    assert states == {"submitted": 10, "draft": 40}
    adds_up(house)


def test_one_that_waited_wins_once_money_is_free_again(house: House, boss: Actor) -> None:
    running = Programme(house, boss=boss)
    running.open_scheme()
    running.fund("12000")
    first, second = running.submitted(), running.draft()
    running.complete(second)
    for lang, word in (("fr", "épuisée"), ("en", "spent"), ("es", "agotado"), ("ar", "نفد")):
        refused = house.call("POST", f"/claims/{second['id']}/submit", by=boss, lang=lang)
        assert refused.status_code == 409
        assert word in refused.json()["title"], lang
    running.step(first, "withdraw", by=boss, body={})
    assert running.step(second["id"], "submit", by=boss)["state"] == "submitted"


# --- the ledger ---------------------------------------------------------------------------------


def walk(running: Programme) -> Iterator[tuple[str, Any, Actor]]:
    """The steps that a walk may try, as path, body, actor."""
    day = TODAY.isoformat()
    yield "submit", None, running.boss
    yield "withdraw", {}, running.boss
    yield "send-back", {"comment": "à corriger"}, running.adviser
    yield (
        "refuse",
        {"reason": "other", "justification": "Une raison assez longue."},
        running.adviser,
    )
    yield "approve", CHECKED, running.leader
    yield "lapse", {}, running.adviser
    signed = {"signed_on": day, "starts_on": day, "although": "Essai"}
    yield "sign-contract", signed, running.adviser
    for number in (1, 2):
        path = f"instalments/{number}"
        yield f"{path}/due", {"proof": "P"}, running.adviser
        yield f"{path}/pay", {"paid_on": day, "reference": "V"}, running.leader
    yield "end", {"ended_on": day, "cause": "other"}, running.adviser
    yield "end", {"ended_on": day, "cause": "worker_resigned"}, running.adviser
    yield "recover", {"amount": "100", "reference": "R"}, running.leader
    yield "close", {"note": "clos"}, running.leader


LIKELY = [0, 0, 4, 4, 6, 6, 7, 8, 9, 10]
"""The way a claim goes when all is well, so that walks reach the end."""


def test_after_any_walk_the_ledger_adds_up(house: House, boss: Actor) -> None:
    running = Programme(house, boss=boss)
    running.open_scheme(
        apply_before_start=False,
        payment_schedule=[
            {"after_months": 0, "share_pct": "33.33"},
            {"after_months": 0, "share_pct": "66.67"},
        ],
        amount_value="33.33",
        duration_months=3,
        documents=[],
    )
    running.fund("250")  # two claims and a half: walks run into the bottom
    steps = list(walk(running))
    hires = [running.hired() for _ in range(3)]
    moves = st.tuples(st.integers(0, 2), st.sampled_from(LIKELY) | st.integers(0, len(steps) - 1))

    @bounded(
        max_examples=8, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(moves=st.lists(moves, min_size=10, max_size=30))
    def walks(moves: list[tuple[int, int]]) -> None:
        current: dict[int, str] = {}
        for which, step in moves:
            if which not in current:
                body = {"scheme_id": SCHEME}
                path = f"/hires/{hires[which]}/claims"
                made = house.call("POST", path, by=boss, body=body)
                if made.status_code != 201:
                    found = house.ok("GET", "/claims", by=boss, hire_id=str(hires[which]))
                    current[which] = found["items"][0]["id"]
                else:
                    current[which] = made.json()["id"]
            name, body, by = steps[step]
            path = f"/claims/{current[which]}/{name}"
            done = house.call("POST", path, by=by, body=body)
            assert done.status_code in {200, 403, 404, 409, 422}, done.text
            if done.status_code == 200 and done.json()["state"] in {"refused", "withdrawn"}:
                del current[which]
        adds_up(house)

    walks()
    with house.database.session() as session:
        kinds = set(session.exec(select(LedgerRow.kind)))
    assert {"fund", "reserve", "commit", "pay"} <= kinds


@pytest.mark.parametrize("table", ["ledger", "scheme_versions", "claim_log", "hire_log"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = DEFAULT", "DELETE FROM {}"])
def test_what_was_written_cannot_be_rewritten(
    house: House, boss: Actor, table: str, change: str
) -> None:
    programme(house, boss).submitted()
    with (
        pytest.raises(DBAPIError, match="keeps its rows"),
        house.database.engine.begin() as connection,
    ):
        connection.execute(text(change.format(table)))


def test_only_the_ledger_moves_an_envelope(house: House, boss: Actor) -> None:
    programme(house, boss)
    for change in ("UPDATE envelopes SET paid = 1", "DELETE FROM envelopes"):
        with (
            pytest.raises(DBAPIError, match="only the ledger"),
            house.database.engine.begin() as connection,
        ):
            connection.execute(text(change))


def test_the_database_refuses_a_balance_that_cannot_be(house: House, boss: Actor) -> None:
    running = programme(house, boss)
    with house.database.engine.connect() as connection:
        line = "INSERT INTO ledger (envelope_id, kind, committed, paid, actor_id, actor_role,"
        line += " reason, at) VALUES (:id, 'pay', -1, 1, :id, 'x', '', now())"
        with pytest.raises(DBAPIError, match="never_overdrawn"):
            connection.execute(text(line), {"id": running.envelope_id})


def test_an_envelope_is_topped_up_and_cut_to_what_is_used(house: House, boss: Actor) -> None:
    running = programme(house, boss)
    running.submitted()
    path = f"/envelopes/{running.envelope_id}/fund"
    more = {"amount": "1000", "reason": "Avenant numéro 1"}
    assert house.ok("POST", path, by=running.leader, body=more)["total"] == "121000.00"
    cut = {"amount": "-109000.01", "reason": "Reprise du solde"}
    assert "amount" in house.problems("POST", path, by=running.leader, body=cut)
    cut["amount"] = "-109000"
    assert house.ok("POST", path, by=running.leader, body=cut)["free"] == "0.00"
    lines = house.ok("GET", f"/envelopes/{running.envelope_id}/ledger", by=running.leader)
    assert [each["kind"] for each in lines["items"]] == ["fund", "reserve", "fund", "fund"]
    assert lines["total"] == 4
    adds_up(house)


def test_envelopes_of_a_scheme_do_not_overlap(house: House, boss: Actor) -> None:
    running = programme(house, boss)
    body = {
        "scheme_id": SCHEME,
        "label": "Doublon",
        "starts_on": TODAY.isoformat(),
        "ends_on": TODAY.isoformat(),
        "total": "10",
    }
    assert "starts_on" in house.problems("POST", "/envelopes", by=running.leader, body=body)
    other = {**body, "scheme_id": "NOTHING"}
    assert "scheme_id" in house.problems("POST", "/envelopes", by=running.leader, body=other)
    back = {**body, "scheme_id": "MA_TAHFIZ", "ends_on": "2020-01-01"}
    assert "ends_on" in house.problems("POST", "/envelopes", by=running.leader, body=back)


def test_who_touches_money(house: House, boss: Actor) -> None:
    running = programme(house, boss)
    body = {"amount": "1", "reason": "Essai de droits"}
    path = f"/envelopes/{running.envelope_id}"
    for who in (counsellor(), boss):
        assert house.call("POST", f"{path}/fund", by=who, body=body).status_code == 403
    assert house.call("GET", f"{path}/ledger", by=boss).status_code == 403
    assert house.call("GET", f"{path}/ledger", by=counsellor()).status_code == 200


def test_a_refused_step_moves_no_money(house: House, boss: Actor) -> None:
    running = programme(house, boss)
    claim_id = running.submitted()
    before = running.balances()
    with pytest.raises(AmudduError), house.database.session() as session:
        paying.lapse(
            session,
            UUID(claim_id),
            paying.NoteIn(note=""),
            caller=Caller(running.adviser),
        )
    assert running.balances() == before
