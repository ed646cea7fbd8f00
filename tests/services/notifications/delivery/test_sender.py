"""Sending: once, to those who agreed, again when it may help, never for ever."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from amuddu.contracts.employers import VacancyClosed
from amuddu.contracts.matching import CandidateCancelled, CandidateShortlisted
from amuddu.contracts.notifications import NotificationFailed, NotificationSent
from amuddu.contracts.profiles import ContactRoute, ProfileWithdrawn
from amuddu.contracts.types import LANGS, Lang
from amuddu.kit import retention
from services.notifications.delivery.channels import Channel, Outgoing
from services.notifications.delivery.sender import Sender
from tests.services.notifications.conftest import House
from tests.services.notifications.events import published, shortlisted
from tests.support import outbox_envelopes, outbox_events


def test_an_email_goes_to_who_agreed_to_email(house: House) -> None:
    event = house.invite(address="joy@example.ma")

    house.send_all()

    (mail,) = house.mail.received
    assert mail["To"] == "joy@example.ma"
    message = house.message(event.candidacy_id)
    assert (message.state, message.channel) == ("sent", "email")
    assert message.address_hint == "j…@e…"
    sent = NotificationSent(candidacy_id=event.candidacy_id, channel="email")
    assert outbox_events(house.database) == [sent]
    assert outbox_envelopes(house.database)[0].correlation_id == "a-story-of-tests"


def test_an_sms_goes_to_who_agreed_to_sms(house: House) -> None:
    event = house.invite(channel="sms", address="+212612345678")

    house.send_all()

    ((headers, body),) = house.phone.requests
    message = house.message(event.candidacy_id)
    assert body["to"] == "+212612345678"
    assert headers["Authorization"] == "Bearer key-of-tests"
    assert headers["Idempotency-Key"] == str(message.id)
    assert (message.state, message.address_hint) == ("sent", "+2126••••78")


@pytest.mark.parametrize("language", LANGS)
def test_everybody_is_told_in_their_language(house: House, language: Lang) -> None:
    house.invite(language=language)
    house.send_all()
    assert house.mail.received[0]["Content-Language"] == language


def test_a_person_who_wants_a_call_becomes_a_task_and_nothing_is_sent(house: House) -> None:
    event = house.invite(channel="agent", address=None)

    house.send_all()
    house.send_all()

    assert house.mail.received == []
    assert house.phone.requests == []
    message = house.message(event.candidacy_id)
    assert (message.state, message.channel) == ("queued", "agent")
    sent = NotificationSent(candidacy_id=event.candidacy_id, channel="agent")
    assert outbox_events(house.database) == [sent]


def test_consent_withdrawn_after_shortlisting_stops_the_message(house: House) -> None:
    event = house.invite()
    del house.profiles.routes[event.profile_id]

    house.send_all()

    assert house.mail.received == []
    failed = NotificationFailed(candidacy_id=event.candidacy_id, reason="no_consent")
    assert outbox_events(house.database) == [failed]


def test_consent_withdrawn_between_two_tries_stops_the_second(house: House) -> None:
    event = house.invite()
    house.mail.replies.append("451 later")
    assert house.sender().send_next()
    del house.profiles.routes[event.profile_id]

    house.send_all()

    assert house.mail.received == []
    assert house.message(event.candidacy_id).failure == "no_consent"


def test_a_route_without_address_fails(house: House) -> None:
    event = house.invite(address=None)
    house.send_all()
    assert house.message(event.candidacy_id).failure == "no_address"


def test_a_provider_that_stumbles_is_tried_again_with_the_same_key(house: House) -> None:
    event = house.invite(channel="sms", address="+212612345678")
    house.phone.reply(500)

    house.send_all()

    keys = [headers["Idempotency-Key"] for headers, _ in house.phone.requests]
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert house.message(event.candidacy_id).state == "sent"
    assert len(outbox_events(house.database)) == 1


def test_profiles_out_of_reach_is_tried_again(house: House) -> None:
    event = house.invite()
    house.profiles.failures += [503]
    house.send_all()
    assert house.message(event.candidacy_id).state == "sent"


def test_tries_are_bounded(house: House) -> None:
    event = house.invite()
    house.profiles.failures += [503, 500, 502]

    house.send_all()

    message = house.message(event.candidacy_id)
    assert (message.state, message.failure, message.attempts) == ("failed", "gave_up", 3)
    failed = NotificationFailed(candidacy_id=event.candidacy_id, reason="gave_up")
    assert outbox_events(house.database) == [failed]


def test_a_refused_address_is_not_tried_again(house: House) -> None:
    event = house.invite()
    house.mail.recipient_replies.append("550 no such mailbox")

    house.send_all()

    message = house.message(event.candidacy_id)
    assert (message.failure, message.attempts) == ("rejected", 1)
    assert message.address_hint == "j…@e…"


def test_pauses_grow_and_are_spread(house: House) -> None:
    event = house.invite()
    house.mail.replies += ["451 later"] * 2
    sender = house.sender(send_pause_seconds=100)
    pauses = []
    for _ in range(2):
        _make_due(house)
        before = datetime.now(UTC)
        assert sender.send_next()
        due_at = house.message(event.candidacy_id).due_at
        assert due_at is not None
        pauses.append((due_at - before).total_seconds())

    assert 100 <= pauses[0] <= 151
    assert 200 <= pauses[1] <= 301


def test_a_provider_may_name_the_pause(house: House) -> None:
    event = house.invite(channel="sms", address="+212612345678")
    house.phone.replies.append((429, {"Retry-After": "600"}))

    assert house.sender().send_next()

    due_at = house.message(event.candidacy_id).due_at
    assert due_at is not None
    assert due_at > datetime.now(UTC) + timedelta(seconds=590)


class _Crash(BaseException):
    """The process is gone."""


class _CrashAfter:
    """A channel whose process dies as soon as the message is out."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def send(self, message: Outgoing) -> None:
        self._channel.send(message)
        raise _Crash


def _crashing(sender: Sender) -> Sender:
    sender._channels = {name: _CrashAfter(it) for name, it in sender._channels.items()}
    return sender


@pytest.mark.parametrize(("channel", "address"), [("email", "a@b.ma"), ("sms", "+212612345678")])
def test_a_crash_after_sending_repeats_the_message_once_under_its_id(
    house: House, channel: str, address: str
) -> None:
    event = house.invite(channel=channel, address=address)  # type: ignore[arg-type]  # two literals
    with pytest.raises(_Crash):
        _crashing(house.sender()).send_next()
    assert house.message(event.candidacy_id).state == "queued"
    assert not house.sender().send_next(), "the lease still runs"

    _make_due(house)
    house.send_all()

    seen = [mail["Message-ID"] for mail in house.mail.received]
    seen += [headers["Idempotency-Key"] for headers, _ in house.phone.requests]
    assert len(seen) == 2
    assert len(set(seen)) == 1
    assert str(house.message(event.candidacy_id).id) in seen[0]
    assert len(outbox_events(house.database)) == 1


def test_a_message_whose_senders_keep_dying_is_given_up(house: House) -> None:
    event = house.invite()
    for _ in range(house.settings.send_attempts):
        with pytest.raises(_Crash):
            _crashing(house.sender()).send_next()
        _make_due(house)

    house.send_all()

    assert house.message(event.candidacy_id).failure == "gave_up"


def test_senders_that_race_send_each_message_once(house: House) -> None:
    for number in range(12):
        house.invite(address=f"person{number}@example.ma")
    threads = [threading.Thread(target=house.send_all) for _ in range(3)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    addresses = sorted(mail["To"] for mail in house.mail.received)
    assert addresses == sorted(f"person{number}@example.ma" for number in range(12))
    assert len(outbox_events(house.database)) == 12


def test_cancelling_while_sending_blocks_nobody(house: House) -> None:
    """Every message ends as sent or as cancelled, and no event is buried for a deadlock."""
    events = [house.invite() for _ in range(20)]
    senders = [threading.Thread(target=house.send_all) for _ in range(2)]

    for thread in senders:
        thread.start()
    for event in reversed(events):
        house.handle(_cancelled(event), event)
    for thread in senders:
        thread.join()
    house.send_all()

    for event in events:
        first, second = house.messages(event.candidacy_id)
        assert first.state in {"sent", "cancelled"}
        assert second.state == "sent"
    with house.database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM dead_letters")).scalar() == 0


class _Stumbling:
    """A channel with a fault that nobody foresaw, once."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._stumbled = False

    def send(self, message: Outgoing) -> None:
        if not self._stumbled:
            self._stumbled = True
            raise RuntimeError("unforeseen")
        self._channel.send(message)


def test_an_unforeseen_fault_stops_neither_the_sender_nor_the_message(house: House) -> None:
    events = [house.invite(), house.invite()]
    sender = house.sender(send_poll_seconds=0.02, send_lease_seconds=0.2)
    sender._channels = {name: _Stumbling(it) for name, it in sender._channels.items()}

    sender.start()
    for _ in range(200):
        if len(house.mail.received) == 2:
            break
        threading.Event().wait(0.02)
    sender.stop()

    assert [house.message(event.candidacy_id).state for event in events] == ["sent", "sent"]


def test_a_slow_sender_does_not_undo_what_another_did_meanwhile(house: House) -> None:
    """Its lease ran out, another one sent; its own failure comes too late to count."""
    event = house.invite()
    slow = house.sender()
    real = slow._outcome

    def outcome(due: object) -> object:
        found = real(due)  # type: ignore[arg-type]  # passed on as it came
        _make_due(house)
        house.send_all()
        return found

    slow._outcome = outcome  # type: ignore[method-assign, assignment]  # a pause in the middle
    house.profiles.failures.append(503)
    assert slow.send_next()

    message = house.message(event.candidacy_id)
    assert (message.state, message.due_at) == ("sent", None)
    assert len(house.mail.received) == 1


def test_a_cancelled_message_is_not_sent(house: House) -> None:
    event = house.invite()
    house.handle(_cancelled(event))
    house.send_all()
    assert house.mail.received == []
    assert outbox_events(house.database) == []


def test_a_message_of_a_closed_offer_is_given_up(house: House) -> None:
    event = house.invite()
    house.handle(VacancyClosed(vacancy_id=event.vacancy_id, revision=2, reason="filled"))
    house.send_all()
    assert house.mail.received == []
    assert house.message(event.candidacy_id).failure == "gave_up"


def test_a_message_waits_for_its_offer(house: House) -> None:
    """The vacancy and the shortlist come by two topics: either may be first."""
    vacancy, profile_id = published(), uuid4()
    event = shortlisted(vacancy, profile_id=profile_id)
    house.profiles.routes[profile_id] = ContactRoute(
        channel="email", address="a@b.ma", language="fr"
    )
    house.handle(event)
    assert not house.sender().send_next()

    house.handle(vacancy)
    house.send_all()

    assert house.message(event.candidacy_id).state == "sent"


def test_a_message_does_not_wait_for_its_offer_for_ever(house: House) -> None:
    event = shortlisted(published())
    house.handle(event)
    _age(house, days=retention.term("offer_link").days + 1)
    house.send_all()
    assert house.message(event.candidacy_id).failure == "gave_up"


def test_a_message_whose_days_ran_out_is_not_sent(house: House) -> None:
    event = house.invite()
    house.mail.replies.append("451 later")
    assert house.sender().send_next()
    _run(house, "UPDATE invitation SET expires_at = now() - interval '1 minute'")

    house.send_all()

    assert house.mail.received == []
    assert house.message(event.candidacy_id).failure == "expired"


def test_sms_that_is_not_set_up_fails_and_says_so(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    event = house.invite(channel="sms", address="+212612345678")
    house.sender(sms_url="").send_next()
    assert house.message(event.candidacy_id).failure == "rejected"
    assert "AMUDDU_SMS_URL is empty" in caplog.text


def test_logs_hold_ids_and_codes_only(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    house.invite(channel="sms", address="+212612345678")
    house.invite(address="joy@example.ma")
    house.invite(address="refused@example.ma")
    house.mail.recipient_replies += ["550 <joy@example.ma> unknown", "250 OK"]
    house.phone.reply(503)
    house.send_all()

    assert "message sent" in caplog.text
    assert "message refused" in caplog.text
    own = "\n".join(str(it.msg) for it in caplog.records if "notifications" in it.name)
    for secret in ("612345678", "example.ma", "Maçon", "/r/"):
        assert secret not in own


def test_a_withdrawn_person_leaves_counts_and_no_words(house: House) -> None:
    sent, queued = house.invite(), None
    house.send_all()
    vacancy = published()
    queued = shortlisted(vacancy, profile_id=sent.profile_id)
    house.handle(
        vacancy,
        queued,
        ProfileWithdrawn(profile_id=sent.profile_id, revision=9, reason="erased"),
    )

    house.send_all()

    kept, cancelled = house.message(sent.candidacy_id), house.message(queued.candidacy_id)
    assert (kept.state, kept.subject, kept.body, kept.address_hint) == ("sent", "", "", "")
    assert cancelled.state == "cancelled"
    assert len(house.mail.received) == 1


def _cancelled(event: CandidateShortlisted) -> CandidateCancelled:
    return CandidateCancelled(
        candidacy_id=event.candidacy_id,
        vacancy_id=event.vacancy_id,
        profile_id=event.profile_id,
        reason="counsellor",
    )


def _make_due(house: House) -> None:
    _run(house, "UPDATE message SET due_at = now() WHERE due_at IS NOT NULL")


def _age(house: House, *, days: int) -> None:
    _run(house, f"UPDATE message SET created_at = created_at - interval '{days} days'")


def _run(house: House, statement: str) -> None:
    with house.database.engine.begin() as connection:
        connection.execute(text(statement))
