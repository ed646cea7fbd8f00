"""Never more than somebody wants: kinds, pace, quiet hours, and what became untrue meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from time_machine import TimeMachineFixture

from amuddu.kit import clock
from services.notifications.delivery.sender import Sender
from services.notifications.news.book import book
from tests import support
from tests.services.notifications.conftest import House
from tests.services.notifications.news.story import EMPLOYER_NAME, TITLE, Story

MONDAY_NOON = "2026-06-01T11:00:00Z"  # noon in Morocco
MONDAY_NIGHT = "2026-06-01T21:30:00Z"
TUESDAY_MORNING = "2026-06-02T07:30:00Z"
SUNDAY_MORNING = "2026-06-07T08:00:00Z"
SUNDAY_AFTERNOON = "2026-06-07T11:30:00Z"


@pytest.fixture
def story(house: House, time_machine: TimeMachineFixture) -> Story:
    time_machine.move_to(MONDAY_NOON, tick=False)
    return Story.begun(house)


def quiet(house: House) -> Sender:
    """A sender as in production."""
    return house.sender(mode="production")


def send(sender: Sender) -> None:
    while sender.send_next():
        pass


def test_who_opted_out_hears_nothing_of_that_kind_and_what_must_be_stays(story: Story) -> None:
    chosen = story.choose(story.person, muted=("not_chosen", "meet", "offer", "account"))
    assert chosen["muted"] == ["not_chosen"], "what asks for an answer is not switched off"
    assert "meet" not in chosen["kinds"]
    story.answer("yes")
    story.meet()
    story.house.send_all()
    assert len(story.bodies()) == 1
    story.end("refused", refusal="language")
    story.house.send_all()
    assert len(story.bodies()) == 1
    assert story.kinds(story.person)[0] == "not_chosen", "the list has everything"
    # Another person's choice changes nothing for this one, nor does a firm's.
    assert story.choose(story.boss, pace="none")["pace"] == "none"


@pytest.mark.parametrize(
    ("at", "over"),
    [
        (MONDAY_NIGHT, "2026-06-02T07:00:00Z"),
        ("2026-06-02T03:00:00Z", "2026-06-02T07:00:00Z"),
        ("2026-06-06T20:00:00Z", "2026-06-07T11:00:00Z"),
        (SUNDAY_MORNING, "2026-06-07T11:00:00Z"),
        (SUNDAY_AFTERNOON, SUNDAY_AFTERNOON),
        (MONDAY_NOON, MONDAY_NOON),
    ],
)
def test_quiet_hours_are_those_of_morocco(at: str, over: str) -> None:
    moment, end = datetime.fromisoformat(at), datetime.fromisoformat(over)
    assert book().quiet.holds(moment) == (moment != end)
    assert book().quiet.over(moment) == end
    assert not book().quiet.holds(end)


def test_no_moment_of_a_year_is_lost_in_quiet_hours() -> None:
    """Also where Morocco changes its hour: the end is never quiet, and never far off."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for hours in range(0, 366 * 24, 5):
        moment = at + timedelta(hours=hours, minutes=17)
        end = book().quiet.over(moment)
        assert not book().quiet.holds(end)
        assert timedelta(0) <= end - moment <= timedelta(hours=17)
        digest = book().next_digest(moment)
        assert timedelta(0) < digest - moment <= timedelta(hours=29)
        assert not book().quiet.holds(digest)


def test_what_falls_in_the_night_waits_and_what_became_untrue_is_not_sent(
    story: Story, time_machine: TimeMachineFixture
) -> None:
    sender = quiet(story.house)
    time_machine.move_to(MONDAY_NIGHT, tick=False)
    story.works(story.boss, "boss@example.ma")
    story.answer("yes")
    story.meet()
    send(sender)
    assert story.bodies() == []
    story.end("refused", refusal="experience")
    time_machine.move_to(TUESDAY_MORNING, tick=False)
    send(sender)
    mine = [body for body in story.bodies() if "recherche d'emploi" in body]
    assert len(mine) == 1
    assert "expérience" in mine[0]
    assert story.addresses() == ["joy@example.ma"], "the yes came to nothing: no e-mail of it"


def test_who_takes_a_yes_back_in_the_night_is_heard_of_in_the_list_alone(
    story: Story, time_machine: TimeMachineFixture
) -> None:
    sender = quiet(story.house)
    story.works(story.boss, "boss@example.ma")
    time_machine.move_to(MONDAY_NIGHT, tick=False)
    story.answer("yes")
    send(sender)
    story.answer("no")
    time_machine.move_to(TUESDAY_MORNING, tick=False)
    send(sender)
    assert story.addresses() == []
    assert story.kinds(story.boss) == ["gone", "yes"]


def test_an_offer_waits_for_the_morning_too(house: House, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(SUNDAY_MORNING, tick=False)
    house.invite()
    send(quiet(house))
    assert house.mail.received == []
    time_machine.move_to(SUNDAY_AFTERNOON, tick=False)
    send(quiet(house))
    assert len(house.mail.received) == 1


# --- people at work ---------------------------------------------------------------------------


def test_at_once_once_a_day_or_never(story: Story, time_machine: TimeMachineFixture) -> None:
    sender = quiet(story.house)
    daily, never = support.counsellor(), support.counsellor()
    story.works(story.boss, "boss@example.ma", language="en")
    story.works(daily, "daily@example.ma")
    story.works(never, "never@example.ma")
    story.choose(never, pace="none")
    story.answer("yes")
    send(sender)
    assert story.addresses() == ["boss@example.ma"], "an employer's users hear at once"
    assert "said yes" in story.bodies()[0]
    other = Story.begun(story.house, address="moi@example.ma")
    other.answer("yes")
    send(sender)
    time_machine.move_to(TUESDAY_MORNING, tick=False)
    send(sender)
    assert story.addresses() == ["daily@example.ma"], "one e-mail for all of the day"
    body = story.bodies()[0]
    assert "(2)" in body
    assert "/notifications" in body
    assert EMPLOYER_NAME not in body
    assert TITLE not in body
    send(sender)
    assert len(story.bodies()) == 1


def test_an_email_is_sent_again_as_the_same_and_once_it_went_never(
    story: Story, time_machine: TimeMachineFixture
) -> None:
    story.works(story.boss, "boss@example.ma")
    story.house.mail.replies = ["451 later"]
    story.answer("yes")
    story.house.send_all()
    assert [str(mail["to"]) for mail in story.house.mail.received] == ["boss@example.ma"]
    story.house.officers.failures = [503, 503]
    story.hire(clock.today())
    story.house.send_all()
    story.house.send_all()
    assert story.addresses().count("boss@example.ma") == 1


def test_who_left_or_was_suspended_gets_nothing_not_even_what_waits(
    story: Story, time_machine: TimeMachineFixture
) -> None:
    gone = support.counsellor()
    story.works(gone, "gone@example.ma")
    story.answer("yes")
    story.house.send_all()
    story.house.officers.at_work.clear()
    time_machine.move_to(TUESDAY_MORNING, tick=False)
    story.house.send_all()
    assert story.bodies() == []


def test_a_list_is_read_line_by_line_or_all_at_once(story: Story) -> None:
    story.answer("yes")
    story.meet()
    page = story.page(story.counsellor)
    assert (page["unread"], page["total"]) == (2, 2)
    first = page["items"][0]["id"]
    colleague = support.counsellor()
    assert story.call(story.counsellor, "POST", f"/news/{first}/read").json()["read"]
    assert story.page(story.counsellor)["unread"] == 1
    assert story.page(colleague)["unread"] == 2, "each opens for themselves"
    assert story.call(story.counsellor, "POST", "/news/read").json() == {"count": 0}
    assert story.call(story.counsellor, "GET", "/news/unread").json() == {"count": 0}
    assert story.page(story.counsellor, limit=1, offset=1)["items"][0]["read"]


def test_who_has_no_place_reads_nothing(house: House) -> None:
    story = Story.begun(house)
    for reader in (support.administrator(), support.jobseeker(profile_id=None)):
        assert story.call(reader, "GET", "/news").status_code == 403
    for reader in (story.boss, story.counsellor, story.person):
        assert story.call(reader, "GET", "/news/table").status_code == 403
    table = story.call(support.coordinator(), "GET", "/news/table").json()
    assert {event["kind"] for event in table["events"]} >= {"yes", "not_chosen", "account"}
    assert all(
        max(told["parts"].values(), default=0) <= 2 for e in table["events"] for told in e["told"]
    )
