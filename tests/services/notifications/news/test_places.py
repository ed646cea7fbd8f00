"""What is told of a place in training: to the person and her counsellor, and to nobody else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from time_machine import TimeMachineFixture

from amuddu.contracts.events.erasures import ErasureBegun
from amuddu.contracts.support.training import PlaceMoved, RequestState, RequestStep
from amuddu.kit import clock
from amuddu.kit.auth import Actor
from tests import support
from tests.attack.inside.dumps import dump
from tests.services.notifications.conftest import House
from tests.services.notifications.news.story import Story, reached

MONDAY = "2026-06-01T09:00:00Z"
HELD, FIRST_DAY = date(2026, 6, 5), date(2026, 6, 20)


@dataclass
class Place:
    """A request, moved step by step, and who may read of it."""

    story: Story
    profile_id: UUID = field(default_factory=uuid4)
    request_id: UUID = field(default_factory=uuid4)
    state: RequestState | None = None
    moves: int = 0

    @classmethod
    def of(cls, house: House, **route: Any) -> Place:
        made = cls(Story.begun(house))
        reached(house, made.profile_id, **route)
        return made

    @property
    def person(self) -> Actor:
        return support.jobseeker(profile_id=self.profile_id)

    @property
    def counsellor(self) -> Actor:
        return self.story.counsellor

    def move(self, step: RequestStep, state: RequestState, **more: Any) -> PlaceMoved:
        self.moves += 1
        event = PlaceMoved.model_validate(
            {
                "request_id": self.request_id,
                "profile_id": self.profile_id,
                "agency_id": "rabat",
                "course_id": uuid4(),
                "session_id": uuid4(),
                "step": step,
                "from_state": self.state,
                "state": state,
                "held_until": HELD if state == "held" else None,
                "starts_on": FIRST_DAY,
                "by_person": False,
                "at": clock.now() + timedelta(microseconds=self.moves),
                **more,
            }
        )
        self.state = state
        self.story.house.handle(event)
        return event

    def ask(self, state: RequestState = "held") -> PlaceMoved:
        return self.move("ask", state, by_person=True)

    def kinds(self, reader: Actor) -> list[str]:
        return self.story.kinds(reader)

    def heard(self) -> list[str]:
        """What went to the person since, oldest first."""
        self.story.house.send_all()
        house = self.story.house
        mine = [str(mail["to"]) == "sara@example.ma" for mail in house.mail.received]
        return [body for body, own in zip(self.story.bodies(), mine, strict=True) if own]


@pytest.fixture
def place(house: House, time_machine: TimeMachineFixture) -> Place:
    time_machine.move_to(MONDAY, tick=False)
    return Place.of(house)


def test_a_held_seat_is_told_to_the_person_and_who_confirms_it(place: Place) -> None:
    place.ask()
    assert place.kinds(place.person) == ["place_held"]
    assert place.kinds(place.counsellor) == ["place_asked"]
    (body,) = place.heard()
    assert "jusqu'au 5 juin 2026" in body
    assert "https://amuddu.example/places\n" in f"{body}\n".replace("\r", "")
    line = place.story.page(place.counsellor)["items"][0]
    assert line["request_id"] == str(place.request_id)
    assert line["profile_id"] == str(place.profile_id)
    # A colleague of the agency reads it; nobody of another, no agent, no stranger.
    assert place.kinds(support.counsellor()) == ["place_asked"]
    others = (
        support.counsellor(agency="casablanca"),
        support.agent(),
        support.coordinator(),
        support.jobseeker(profile_id=uuid4()),
        place.story.boss,
    )
    for other in others:
        assert "place_asked" not in place.kinds(other)
        assert "place_held" not in place.kinds(other)
        assert place.story.call(other, "POST", f"/news/{line['id']}/read").status_code == 404


def test_who_asks_for_her_is_not_told_that_they_did(place: Place) -> None:
    place.move("ask", "held")
    assert place.kinds(place.person) == ["place_held"]
    assert place.kinds(place.counsellor) == []
    place.move("withdraw", "withdrawn")
    assert place.kinds(place.counsellor) == []
    assert place.kinds(place.person) == ["place_back", "place_held"]
    (body,) = place.heard()
    assert "a noté que vous retirez" in body, "the seat that was held is not told any more"


def test_who_waits_hears_when_the_turn_has_come(place: Place) -> None:
    place.ask("waiting")
    assert place.heard() == []
    assert place.kinds(place.counsellor) == []
    place.move("offer", "held")
    assert place.kinds(place.counsellor) == place.kinds(place.person) == ["place_up"]
    (body,) = place.heard()
    assert "s'est libérée" in body
    assert "5 juin" in body


def test_a_hold_that_ends_is_told_the_morning_before_and_once_it_ended(
    place: Place, time_machine: TimeMachineFixture
) -> None:
    house, story = place.story.house, place.story
    story.works(place.counsellor, "conseil@example.ma")
    place.ask()
    place.heard()
    for at in ("2026-06-04T06:30:00Z", "2026-06-04T07:30:00Z"):  # half past seven and eight there
        time_machine.move_to(at, tick=False)
        place.heard()
    assert place.kinds(place.counsellor) == ["place_ending", "place_asked"]
    assert "se termine demain" in next(b for b in story.bodies() if "Une place gardée" in b)
    house.mail.received.clear()
    time_machine.move_to("2026-06-06T10:00:00Z", tick=False)
    place.move("expire", "expired")
    (body,) = place.heard()
    assert "de nouveau" in body
    assert place.kinds(place.counsellor)[0] == "place_ended"
    assert place.kinds(place.person) == ["place_ended", "place_held"]


def test_a_confirmed_seat_is_told_with_its_day_and_again_the_day_before(
    place: Place, time_machine: TimeMachineFixture
) -> None:
    place.ask()
    place.move("confirm", "confirmed")
    (body,) = place.heard()
    assert "20 juin 2026" in body, "that it is held was not sent yet, and is not true any more"
    time_machine.move_to("2026-06-04T12:00:00Z", tick=False)
    assert "place_ending" not in place.kinds(place.counsellor)
    time_machine.move_to("2026-06-19T12:00:00Z", tick=False)
    assert "demain" in place.heard()[-1]
    assert place.kinds(place.person)[0] == "place_eve"


def test_another_first_day_is_told_and_the_day_before_is_that_one(
    place: Place, time_machine: TimeMachineFixture
) -> None:
    place.ask()
    place.move("confirm", "confirmed")
    place.heard()
    place.move("reschedule", "confirmed", starts_on=date(2026, 6, 25))
    assert "25 juin" in place.heard()[-1]
    time_machine.move_to("2026-06-19T12:00:00Z", tick=False)
    assert len(place.heard()) == 2
    time_machine.move_to("2026-06-24T12:00:00Z", tick=False)
    assert "demain" in place.heard()[-1]


def test_who_takes_back_a_turn_hears_nothing_of_it_any_more(place: Place) -> None:
    place.ask("waiting")
    place.move("reschedule", "waiting", starts_on=date(2026, 6, 25))
    place.move("withdraw", "withdrawn", by_person=True)
    assert place.heard() == []
    assert place.kinds(place.counsellor) == []


@pytest.mark.parametrize(
    ("step", "state", "by_person"),
    [("withdraw", "withdrawn", True), ("call_off", "refused", False), ("drop", "dropped", False)],
)
def test_who_is_not_coming_is_not_told_that_it_begins(
    place: Place,
    time_machine: TimeMachineFixture,
    step: RequestStep,
    state: RequestState,
    by_person: bool,
) -> None:
    place.ask()
    place.move("confirm", "confirmed")
    place.heard()
    place.move(step, state, by_person=by_person)
    time_machine.move_to("2026-06-19T12:00:00Z", tick=False)
    assert "demain" not in "".join(place.heard())
    assert "place_eve" not in place.kinds(place.person)
    assert ("place_off" in place.kinds(place.person)) == (step == "call_off")
    assert ("place_withdrawn" in place.kinds(place.counsellor)) == by_person


def test_a_seat_that_is_kept_longer_is_told_with_its_new_day(
    place: Place, time_machine: TimeMachineFixture
) -> None:
    place.ask()
    place.move("keep", "held", held_until=date(2026, 6, 12))
    (body,) = place.heard()
    assert "12 juin" in body
    time_machine.move_to("2026-06-04T12:00:00Z", tick=False)
    assert "place_ending" not in place.kinds(place.counsellor)
    time_machine.move_to("2026-06-11T12:00:00Z", tick=False)
    assert place.kinds(place.counsellor)[0] == "place_ending"


@pytest.mark.parametrize(
    ("reason", "word"),
    [("other_course", "autre formation"), ("not_reached", "joindre"), ("other", "vous explique")],
)
def test_a_refusal_says_a_kind_reason_and_the_way_on(place: Place, reason: str, word: str) -> None:
    place.ask()
    place.move("refuse", "refused", reason=reason)
    (body,) = place.heard()
    assert word in body
    assert "papier" not in body


def test_a_replayed_event_tells_once_and_undoes_nothing(
    place: Place, time_machine: TimeMachineFixture
) -> None:
    house = place.story.house
    asked = place.ask()
    house.handle(asked)
    assert len(place.heard()) == 1, "what waited is not called off by itself"
    confirmed = place.move("confirm", "confirmed")
    off = place.move("call_off", "refused")
    house.handle(asked, confirmed, off)
    assert place.kinds(place.person) == ["place_off", "place_confirmed", "place_held"]
    assert len(place.heard()) == 2
    time_machine.move_to("2026-06-19T12:00:00Z", tick=False)
    house.handle(confirmed)
    assert len(place.heard()) == 2
    assert "place_eve" not in place.kinds(place.person)


def test_who_was_erased_hears_nothing_and_stands_in_no_list(place: Place) -> None:
    house = place.story.house
    place.ask()
    house.handle(ErasureBegun(erasure_id=uuid4(), profile_ids=(place.profile_id,)))
    place.move("offer", "held")  # late: said before support had heard of it
    place.move("confirm", "confirmed")
    assert place.heard() == []
    assert place.kinds(place.counsellor) == place.kinds(place.person) == []
    kept = dump(house.database)
    for name in ("news", "news_choice", "notice"):
        assert str(place.profile_id) not in kept[f"public.{name}"]


def test_who_opted_out_hears_nothing_of_that_kind_and_what_must_be_stays(place: Place) -> None:
    chosen = place.story.choose(place.person, muted=("place_held", "place_ended", "place_off"))
    assert set(chosen["muted"]) == {"place_held", "place_ended"}, "called off: it is always told"
    place.ask()
    assert place.heard() == []
    place.move("expire", "expired")
    assert place.heard() == []
    assert place.kinds(place.person) == ["place_ended", "place_held"], "the list has everything"
    other = Place.of(place.story.house)
    other.story.choose(other.person, muted=("place_ended",))
    other.ask()
    other.move("call_off", "refused")
    assert len(other.heard()) == 1


def test_whom_no_message_reaches_is_told_by_the_agency_with_the_day(house: House) -> None:
    place = Place.of(house, channel="agent", address=None)
    place.ask()
    house.send_all()
    found = place.story.call(place.counsellor, "GET", "/messages/to-say")
    assert found.status_code == 200, found.text
    assert "5 juin 2026" in found.text


def test_an_sms_says_neither_name_nor_id(house: House) -> None:
    place = Place.of(house, channel="sms", address="+212612345678")
    place.ask()
    house.send_all()
    (sent,) = house.phone.received.values()
    assert "jusqu'au 5/06" in str(sent)
    for secret in (place.request_id, place.profile_id):
        assert str(secret) not in str(sent)
