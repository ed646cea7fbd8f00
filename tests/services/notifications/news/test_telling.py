"""Who is told what: each event once, to those whom it concerns, and to nobody else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args
from uuid import uuid4

import pytest
from time_machine import TimeMachineFixture

from amuddu.contracts.claims import ClaimMoved
from amuddu.contracts.events.erasures import ErasureBegun
from amuddu.contracts.hires import HireAbandoned, HireStartSet
from amuddu.contracts.support.training import ToldReason
from amuddu.contracts.types import LANGS
from amuddu.kit import clock
from services.notifications.delivery import gsm, news_texts
from services.notifications.news.book import book
from tests import support
from tests.attack.inside.dumps import dump
from tests.services.notifications.conftest import House
from tests.services.notifications.news.story import EMPLOYER_NAME, TITLE, Story, stranger_boss

LONG_URL = "https://emploi.anapec.amuddu.ma"


@pytest.fixture
def story(house: House, time_machine: TimeMachineFixture) -> Story:
    time_machine.move_to("2026-06-01T10:00:00Z")  # a Monday
    return Story.begun(house)


def test_a_yes_and_all_that_follows_reaches_each_and_nobody_else(story: Story) -> None:
    others = (
        stranger_boss(),
        support.counsellor(agency="casablanca"),
        support.jobseeker(profile_id=uuid4()),
        support.coordinator(),
    )
    story.answer("yes")
    story.meet()
    story.house.send_all()
    story.hire(clock.today())
    assert story.kinds(story.person) == ["hired", "meet", "offer"]
    assert story.kinds(story.boss) == ["hired", "yes"]
    assert story.kinds(story.counsellor) == ["hired", "meet", "yes"]
    assert story.kinds(support.agent()) == ["hired"]
    assert [story.kinds(each) for each in others] == [[], [], [], []]
    line = story.page(story.boss)["items"][0]
    assert line["profile_id"] is None, "an employer's list names nobody"
    for other in others:
        assert story.call(other, "POST", f"/news/{line['id']}/read").status_code == 404
    # People are told as they agreed; nothing in it says who, where or what.
    story.house.send_all()
    assert story.addresses() == ["joy@example.ma"] * 2
    for body in story.bodies():
        assert EMPLOYER_NAME not in body
        assert TITLE not in body


def test_an_event_that_comes_twice_tells_once(story: Story) -> None:
    story.answer("yes")
    story.answer("yes")
    event = story.meet()
    story.house.handle(event)
    ended = story.end("refused", refusal="skills")
    story.house.handle(ended)
    story.house.send_all()
    assert story.kinds(story.person) == ["not_chosen", "meet", "offer"]
    assert story.kinds(story.boss) == ["yes"]
    assert len(story.bodies()) == 1, "that they want to meet is not true any more"
    assert "formations" in story.bodies()[0]
    story.house.mail.received.clear()
    story.house.handle(ended, event)
    story.house.send_all()
    assert story.bodies() == []


def test_an_employer_hears_of_a_yes_taken_back_and_never_why(story: Story) -> None:
    story.answer("no", "wage")
    assert story.kinds(story.boss) == []
    story.answer("yes")
    story.answer("no", "wage")
    assert story.kinds(story.boss) == ["gone", "yes"]
    assert story.kinds(story.counsellor) == ["no", "yes", "no"]
    seen = str(story.page(story.boss))
    assert "wage" not in seen
    assert "salaire" not in seen.lower()
    assert str(story.asked.profile_id) not in seen


def test_who_withdraws_is_told_nothing_and_the_employer_not_why(story: Story) -> None:
    story.answer("yes")
    story.end("person_withdrawn")
    story.house.send_all()
    assert story.bodies() == []
    assert story.kinds(story.boss) == ["gone", "yes"]
    reasons = {line["text"] for line in story.page(story.boss)["items"]}
    assert reasons == {
        "Une personne a dit oui à une offre.",
        "Une personne qui avait dit oui n'est plus candidate.",
    }


def test_who_was_erased_hears_nothing_and_stands_in_no_list(story: Story) -> None:
    story.answer("yes")
    story.choose(story.person, muted=("hired",))
    begun = ErasureBegun(erasure_id=uuid4(), profile_ids=(story.asked.profile_id,))
    story.house.handle(begun)
    story.meet()
    story.end("person_withdrawn")
    story.hire(clock.today())
    story.house.send_all()
    assert story.bodies() == []
    assert story.kinds(story.boss) == story.kinds(story.counsellor) == []
    left = dump(story.house.database)
    kept = [name for name, rows in left.items() if name.startswith("public.news") and rows]
    assert kept == [], "no line, no choice"


def test_the_first_day_is_told_the_day_before_as_it_stands_then(
    story: Story, time_machine: TimeMachineFixture
) -> None:
    story.answer("yes")
    day = clock.today() + timedelta(days=10)
    story.hire(day)
    story.house.send_all()
    assert len(story.bodies()) == 1
    moved = HireStartSet(
        candidacy_id=story.asked.candidacy_id,
        vacancy_id=story.asked.vacancy_id,
        starts_on=day - timedelta(days=5),
    )
    story.house.handle(moved)
    time_machine.move_to("2026-06-05T12:00:00Z", tick=False)
    story.house.send_all()
    assert "demain" in story.bodies()[-1]
    assert len(story.bodies()) == 2
    assert story.kinds(story.person)[0] == "first_day"
    time_machine.move_to("2026-06-10T12:00:00Z", tick=False)
    story.house.send_all()
    assert len(story.bodies()) == 2, "the day of before is not told"


def test_a_hire_that_falls_through_calls_off_what_was_planned(
    story: Story, time_machine: TimeMachineFixture
) -> None:
    story.answer("yes")
    story.hire(clock.today() + timedelta(days=10))
    story.house.send_all()
    story.house.mail.received.clear()
    story.house.handle(
        HireAbandoned(candidacy_id=story.asked.candidacy_id, vacancy_id=story.asked.vacancy_id)
    )
    story.end("counsellor")
    time_machine.move_to("2026-06-15T12:00:00Z", tick=False)
    story.house.send_all()
    assert [("n'aura pas lieu" in body) for body in story.bodies()] == [True]
    assert story.kinds(story.boss)[0] == "hire_off"
    assert "first_day" not in story.kinds(story.person)
    assert "cancelled" not in story.kinds(story.person)


def test_a_claim_is_told_to_its_employer_and_those_who_decide(house: House) -> None:
    story = Story.begun(house)
    claim = {
        "claim_id": uuid4(),
        "vacancy_id": story.asked.vacancy_id,
        "employer_id": story.asked.employer_id,
        "agency_id": "rabat",
    }
    house.handle(ClaimMoved.model_validate({**claim, "state": "submitted", "at": clock.now()}))
    assert (
        story.kinds(story.counsellor) == story.kinds(support.coordinator()) == ["claim_submitted"]
    )
    assert story.kinds(story.boss) == []
    for state in ("returned", "approved", "paid", "contract_signed"):
        house.handle(ClaimMoved.model_validate({**claim, "state": state, "at": clock.now()}))
    assert story.kinds(story.boss) == ["claim_paid", "claim_approved", "claim_returned"]
    assert story.kinds(stranger_boss()) == []
    assert story.kinds(support.counsellor(agency="casablanca")) == []


def test_somebody_whom_no_message_reaches_is_told_by_their_agency(house: House) -> None:
    story = Story.begun(house, channel="agent", address=None)
    story.answer("yes")
    story.meet()
    house.send_all()
    said = story.call(support.agent(), "GET", "/messages/to-say").json()
    assert len(said) == 1
    assert TITLE in said[0]["text"]
    assert "rencontrer" in said[0]["text"]
    assert EMPLOYER_NAME not in said[0]["text"]
    story.end("refused")
    assert story.call(support.agent(), "GET", "/messages/to-say").json() == [], "not true any more"


# --- words ------------------------------------------------------------------------------------

_REASONS = (
    *(None, "skills", "language", "experience", "filled", "no_show", "other"),
    *get_args(ToldReason),
)
_NEVER = ("réfugié", "refugee", "refugiad", "لاجئ", "séjour", "residen", "إقامة", EMPLOYER_NAME)


@pytest.mark.parametrize("lang", LANGS)
def test_every_word_is_there_short_and_harmless(lang: str) -> None:
    for entry in book().events:
        for who, way in entry.told.items():
            if not way.house:
                continue
            for text in news_texts.every(entry.kind, who, lang=lang):  # type: ignore[arg-type]
                assert not any(word in text.lower() for word in _NEVER)
                assert "{" not in text
            assert news_texts.every(entry.kind, who, lang=lang)  # type: ignore[arg-type]
        if (mine := entry.told.get("person")) is None or not (mine.message and mine.house):
            continue
        for reason in _REASONS:
            link = f"{LONG_URL}/r/{'x' * 32}"
            sms = news_texts.rendered(
                entry.kind,
                lang=lang,
                channel="sms",
                link=link,
                reason=reason,
                day=date(2026, 12, 28),
            )
            assert "..." not in sms.body
            assert "{" not in sms.body
            assert gsm.parts(sms.body) <= 2, sms.body
            assert (lang == "ar") != gsm.plain(sms.body), "French, English and Spanish are GSM-7"
            assert sms.body.endswith(link)


def test_the_shortest_message_counts_two_parts_too(house: House) -> None:
    """A rule that cannot fail is none: a longer text would be found."""
    long = "ك" * 140
    assert news_texts.parts((long,), LONG_URL) > 2
