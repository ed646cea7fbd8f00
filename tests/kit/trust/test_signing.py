"""Signatures of events: they survive every way an event takes, and nothing else does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import text

from amuddu.contracts.employers import VacancyClosed
from amuddu.contracts.events.envelope import FORGED, Envelope
from amuddu.contracts.matching import CandidacyChanged, CandidateCancelled
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.kit import clock
from amuddu.kit.bus.records import Place, Written, read, read_again, write
from amuddu.kit.db import Database
from amuddu.kit.events import dead_letters, outbox, replay
from amuddu.kit.events.consumer import Consumer
from amuddu.kit.events.signing import KEY_ID, PRODUCER, SIGNATURE, Checks, Forged
from amuddu.kit.observability import metrics
from tests.keys import keys, sealed, signed
from tests.support import outbox_envelopes

CHECKS = Checks(keys("employers").known)

texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12)
numbers = st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def changed(reasons: dict[str, Any], fit: float | None = None) -> CandidacyChanged:
    """An event that carries whatever it is given."""
    return CandidacyChanged(
        candidacy_id=uuid4(),
        vacancy_id=uuid4(),
        profile_id=uuid4(),
        state="told",
        round=1,
        fit=fit,
        reasons=reasons,
        updated_at=clock.now(),
    )


def through_kafka(envelope: Envelope) -> Envelope:
    record = write(envelope)
    place = Place(envelope.topic, 0, 0, 0)
    came = read(Written(record.key, record.value, record.headers), place)
    assert came is not None
    return came


@given(st.dictionaries(texts, values, max_size=4), numbers.map(float) | st.none())
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_a_signature_survives_outbox_and_broker(
    database: Database, reasons: dict[str, Any], fit: float | None
) -> None:
    event = changed(reasons, fit)
    with database.engine.begin() as connection:
        connection.execute(text("TRUNCATE outbox"))
    with database.session() as session:
        session.info["keys"] = keys("matching")
        outbox.add(session, event)
    with database.engine.connect() as connection:
        kept = connection.execute(text("SELECT CAST(envelope AS text) FROM outbox")).scalar_one()
    out_of_jsonb = Envelope.model_validate_json(kept)
    for came in (out_of_jsonb, through_kafka(out_of_jsonb), through_kafka(signed(event))):
        assert CHECKS.opened(came).key == event.key
    assert outbox_envelopes(database)[0].headers == out_of_jsonb.headers


def test_many_at_once_are_signed_like_one(database: Database) -> None:
    events = [VacancyClosed(vacancy_id=uuid4(), revision=1, reason="filled") for _ in range(3)]
    with database.session() as session:
        outbox.add_all(session, events)
    found = outbox_envelopes(database)
    assert [CHECKS.opened(each) for each in found] == events
    assert {each.headers[PRODUCER] for each in found} == {"employers"}


TRUE = signed(VacancyClosed(vacancy_id=uuid4(), revision=3, reason="filled"))
OTHER = signed(VacancyClosed(vacancy_id=uuid4(), revision=3, reason="filled"))


@pytest.mark.parametrize(
    "altered",
    [
        {"id": uuid4()},
        {"version": 2},
        {"type": "vacancy.published"},
        {"key": str(uuid4())},
        {"occurred_at": TRUE.occurred_at + timedelta(seconds=1)},
        {"data": {**TRUE.data, "revision": 4}},
        {"data": {**TRUE.data, "more": None}},
        {"headers": {**TRUE.headers, SIGNATURE: OTHER.headers[SIGNATURE]}},
        {"headers": {**TRUE.headers, SIGNATURE: "no base64"}},
        {"headers": {**TRUE.headers, SIGNATURE: ""}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_is_altered_is_no_longer_signed(altered: dict[str, Any]) -> None:
    with pytest.raises(Forged, match="signature"):
        CHECKS.opened(TRUE.model_copy(update=altered))
    assert CHECKS.opened(TRUE).key == TRUE.key


def test_what_is_only_told_on_the_way_may_change() -> None:
    told = {"correlation_id": "another", "headers": {**TRUE.headers, "traceparent": "00-1"}}
    assert CHECKS.opened(TRUE.model_copy(update=told)).key == TRUE.key


def test_a_producer_speaks_of_its_own_topics_types_and_keys_alone() -> None:
    event = VacancyClosed(vacancy_id=uuid4(), revision=1, reason="filled")
    plain = Envelope.wrap(event)
    cases = {
        "unsigned": plain,
        "producer": sealed(plain, by="matching"),
        "topic": sealed(plain.model_copy(update={"topic": "nobody.listens"}), by="employers"),
        "type": sealed(
            plain.model_copy(update={"topic": "employers.schemes"}),
        ),
        "key": sealed(plain.model_copy(update={"key": str(uuid4())})),
    }
    for why, envelope in cases.items():
        with pytest.raises(Forged, match=why):
            CHECKS.opened(envelope)


def test_a_key_that_nobody_has_is_looked_for_once_and_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("amuddu.kit.events.signing.time.sleep", waits.append)
    checks = Checks(keys("employers").known)
    for key_id in ("0" * 16, "1" * 16, "2" * 16):
        strange = {"headers": {**TRUE.headers, KEY_ID: key_id}}
        with pytest.raises(Forged, match="unknown key"):
            checks.opened(TRUE.model_copy(update=strange))
    assert len(waits) == 1


def refusals(topic: str) -> float:
    return sum(
        sample.value
        for family in metrics.EVENTS_FORGED.collect()
        for sample in family.samples
        if sample.name.endswith("_total") and sample.labels["topic"] == topic
    )


def test_what_is_refused_is_kept_whole_counted_and_judged_again_at_its_replay(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    handled: list[str] = []
    handlers = {ProfileUpdated: lambda _, event: handled.append(event.key)}
    consumer = Consumer("matching", database, handlers)
    event = ProfileUpdated(profile_id=uuid4(), revision=1, code="SECRET-CODE")
    true, before = signed(event), refusals(ProfileUpdated.topic)
    forged = Envelope.wrap(event).model_copy(update={"id": true.id, "correlation_id": "SECRET-ID"})
    consumer(forged, true)
    assert handled == [event.key], "the true event under that id is heard"
    (letter,) = dead_letters.waiting(database)
    assert letter.reason == "forged: unsigned"
    assert letter.envelope.type == FORGED
    assert read_again(letter.envelope) == forged
    assert refusals(ProfileUpdated.topic) == before + 1
    said = capsys.readouterr()
    assert "SECRET" not in said.out + said.err
    assert replay.replay(database, consumer, letter.envelope.id) == "forged: unsigned"
    assert handled == [event.key]
    copy = outbox_envelopes(database)[-1]
    assert copy.headers[PRODUCER] == "employers", "as whom this database's service signs"


def test_a_letter_whose_key_came_late_is_handled_at_its_replay(database: Database) -> None:
    handled: list[str] = []
    handlers = {CandidateCancelled: lambda _, event: handled.append(event.key)}
    consumer = Consumer("profiles", database, handlers)
    event = CandidateCancelled(
        candidacy_id=uuid4(), vacancy_id=uuid4(), profile_id=uuid4(), reason="counsellor"
    )
    true = signed(event)
    with database.session() as session:
        letter = Envelope(
            type=FORGED,
            version=0,
            topic=true.topic,
            key=true.key,
            data=true.model_dump(mode="json"),
        )
        dead_letters.bury(session, "profiles", letter, reason="forged: unknown key")
    assert replay.replay(database, consumer, letter.id) == ""
    assert handled == [event.key]
    assert dead_letters.waiting(database) == []


def test_events_are_written_only_where_the_services_key_is(database: Database) -> None:
    database.keys = database.info["keys"] = None
    with database.session() as session, pytest.raises(RuntimeError, match="keys"):
        outbox.add(session, VacancyClosed(vacancy_id=uuid4(), revision=1, reason="filled"))
    with pytest.raises(RuntimeError, match="keys"):
        Consumer("matching", database, {})
