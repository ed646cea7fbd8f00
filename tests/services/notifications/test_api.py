"""The doors of the service: answering by link, and looking after messages."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from amuddu.contracts.employers import VacancyClosed
from amuddu.contracts.matching import CandidateCancelled, CandidateShortlisted
from amuddu.contracts.notifications import CandidateAnswered, NotificationSent
from amuddu.contracts.profiles import ProfileWithdrawn
from amuddu.kit.auth import Actor, Role
from services.notifications import app
from services.notifications.invitations import links
from tests import support
from tests.services.notifications.conftest import House
from tests.services.notifications.events import published


def token_of(house: House, event: CandidateShortlisted) -> str:
    invitation_id = house.message(event.candidacy_id).invitation_id
    return links.token(invitation_id, key=house.settings.signing_key)


def told(house: House, **how: Any) -> tuple[CandidateShortlisted, str]:
    """Somebody who got their link."""
    event = house.invite(**how)
    house.send_all()
    return event, token_of(house, event)


def read(house: House, token: str, *, lang: str = "fr") -> httpx2.Response:
    return house.client.get(f"/v1/invitations/{token}", headers={"Accept-Language": lang})


def say(house: House, token: str, answer: str, reason: str | None = None) -> httpx2.Response:
    body = {"answer": answer, "reason": reason}
    return house.client.post(f"/v1/invitations/{token}/answer", json=body)


def answers(house: House) -> list[tuple[str, str | None]]:
    events = support.outbox_events(house.database)
    return [(it.answer, it.reason) for it in events if isinstance(it, CandidateAnswered)]


# --- by link ----------------------------------------------------------------------------------


def test_the_link_in_the_message_opens_the_offer(house: House) -> None:
    told(house, language="ar")
    part = house.mail.received[0].get_body(("plain",))
    assert part is not None
    token = part.get_content().split("https://amuddu.example/r/")[1].split()[0]

    found = read(house, token).json()

    assert found.pop("expires_at")
    assert found.pop("vacancy_id")
    assert found == {
        "title": "Maçon",
        "occupation": None,
        "employer_name": "Bâtisseurs du Bouregreg",
        "place": "rabat",
        "contract_type": "CDD",
        "contract_months": 6,
        "wage_month": "3500",
        "wage_month_max": None,
        "starts_on": "2026-09-01",
        "language": "ar",
        "open": True,
        "answer": None,
        "reason": None,
        "answered_at": None,
    }


def test_a_yes_is_told_to_the_others(house: House) -> None:
    event, token = told(house)

    response = say(house, token, "yes")

    assert response.status_code == 200
    assert response.json()["answer"] == "yes"
    assert response.json()["answered_at"]
    assert support.outbox_events(house.database)[-1] == CandidateAnswered(
        candidacy_id=event.candidacy_id,
        vacancy_id=event.vacancy_id,
        profile_id=event.profile_id,
        employer_id=event.employer_id,
        answer="yes",
    )


def test_the_same_answer_again_changes_nothing(house: House) -> None:
    _, token = told(house)
    first = say(house, token, "yes").json()
    again = say(house, token, "yes")
    assert again.status_code == 200
    assert again.json() == first
    assert answers(house) == [("yes", None)]


def test_one_may_change_ones_mind(house: House) -> None:
    _, token = told(house)
    for answer in ("yes", "no", "yes"):
        assert say(house, token, answer).json()["answer"] == answer
    assert answers(house) == [("yes", None), ("no", None), ("yes", None)]


def test_a_reason_may_follow_a_no_and_is_kept(house: House) -> None:
    _, token = told(house)
    say(house, token, "no")
    say(house, token, "no", "wage")
    say(house, token, "no")
    assert answers(house) == [("no", None), ("no", "wage")]


def test_a_yes_has_no_reason(house: House) -> None:
    _, token = told(house)
    say(house, token, "no", "wage")
    say(house, token, "yes", "wage")
    assert answers(house) == [("no", "wage"), ("yes", None)]


@pytest.mark.parametrize("token", ["x", "A" * 32, "A" * 500, "%00", "é" * 32])
def test_a_forged_link_is_not_found_without_looking(house: House, token: str) -> None:
    client = TestClient(app.create(house.settings, database=_NoDatabase()))  # type: ignore[arg-type]  # never asked
    for response in (
        client.get(f"/v1/invitations/{token}"),
        client.post(f"/v1/invitations/{token}/answer", json={"answer": "yes"}),
    ):
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"


class _NoDatabase:
    """Opens sessions that fail on their first question."""

    def session(self) -> Any:
        return nullcontext(None)


def test_a_signed_link_to_nothing_is_not_found(house: House) -> None:
    assert read(house, links.token(uuid4(), key=house.settings.signing_key)).status_code == 404


def test_a_link_that_never_went_out_is_not_found(house: House) -> None:
    event = house.invite()
    token = token_of(house, event)
    assert read(house, token).status_code == say(house, token, "yes").status_code == 404


def test_an_expired_link_is_gone_in_plain_words(house: House) -> None:
    _, token = told(house)
    with house.database.engine.begin() as connection:
        connection.execute(text("UPDATE invitation SET expires_at = now() - interval '1 second'"))
    for response in (read(house, token), say(house, token, "yes")):
        assert response.status_code == 410
        assert "La date pour répondre est passée" in response.json()["title"]
    assert answers(house) == []


def _end(event: CandidateShortlisted, how: str) -> Any:
    ids = {"candidacy_id": event.candidacy_id, "vacancy_id": event.vacancy_id}
    if how == "vacancy closed":
        return VacancyClosed(vacancy_id=event.vacancy_id, revision=2, reason="filled")
    if how == "candidacy cancelled":
        return CandidateCancelled(**ids, profile_id=event.profile_id, reason="counsellor")
    return ProfileWithdrawn(profile_id=event.profile_id, revision=3, reason="erased")


@pytest.mark.parametrize("how", ["vacancy closed", "candidacy cancelled", "person withdrew"])
def test_a_link_of_what_ended_is_gone_in_plain_words(house: House, how: str) -> None:
    event, token = told(house)
    house.handle(_end(event, how))
    for response in (read(house, token), say(house, token, "yes")):
        assert response.status_code == 410
        assert "n'est plus ouverte" in response.json()["title"]
    assert answers(house) == []


def test_publishing_again_opens_the_link_again(house: House) -> None:
    event, token = told(house)
    house.handle(
        VacancyClosed(vacancy_id=event.vacancy_id, revision=2, reason="filled"),
        published(vacancy_id=event.vacancy_id, revision=3, title="Chef maçon"),
    )
    assert read(house, token).json()["title"] == "Chef maçon"


@pytest.mark.parametrize("body", [{}, {"answer": "maybe"}, {"answer": "no", "reason": "tired"}, []])
def test_an_unreadable_answer_is_refused(house: House, body: object) -> None:
    _, token = told(house)
    response = house.client.post(f"/v1/invitations/{token}/answer", json=body)
    assert response.status_code == 422


# --- looking after messages -------------------------------------------------------------------


def get(house: House, actor: Actor, path: str = "/v1/messages", **params: int) -> httpx2.Response:
    return house.client.get(path, params=params, headers=support.headers_for(actor))


def coordinator() -> Actor:
    return Actor(id=uuid4(), role=Role.COORDINATOR)


def in_production(house: House) -> House:
    settings = house.settings.model_copy(update={"mode": "production"})
    client = TestClient(app.create(settings, database=house.database))
    return House(settings, house.database, house.profiles, house.mail, house.phone, client)


def test_a_counsellor_sees_the_messages_of_the_own_agency(house: House) -> None:
    mine, _ = told(house, agency="rabat")
    told(house, agency="casablanca")
    told(house, agency=None)

    page = get(house, support.counsellor(agency="rabat")).json()

    assert page["total"] == 1
    (item,) = page["items"]
    assert item["candidacy_id"] == str(mine.candidacy_id)
    assert item["address_hint"] == "j…@e…"
    assert item["state"] == "sent"
    assert item["link"] in item["body"]
    assert "Maçon" in item["subject"]


@pytest.mark.parametrize("actor", [support.administrator(), coordinator()])
def test_the_demonstration_shows_all_to_those_who_run_it(house: House, actor: Actor) -> None:
    for agency in ("rabat", "casablanca", None):
        told(house, agency=agency)
    assert get(house, actor).json()["total"] == 3
    page = get(house, actor, limit=1, offset=1).json()
    assert (len(page["items"]), page["total"]) == (1, 3)


def test_newest_first(house: House) -> None:
    events = [house.invite() for _ in range(3)]
    found = get(house, support.administrator()).json()["items"]
    assert [it["candidacy_id"] for it in found] == [str(it.candidacy_id) for it in events[::-1]]
    assert {it["state"] for it in found} == {"queued"}
    assert {it["channel"] for it in found} == {None}
    assert {it["link"] for it in found} == {""}


def test_in_production_no_text_and_no_link_shows(house: House) -> None:
    told(house)
    found = get(in_production(house), support.counsellor()).json()["items"][0]
    assert (found["subject"], found["body"], found["link"]) == ("", "", "")
    assert found["address_hint"] == "j…@e…"


@pytest.mark.parametrize("actor", [support.administrator(), coordinator()])
def test_in_production_only_the_agency_sees_messages(house: House, actor: Actor) -> None:
    assert get(in_production(house), actor).status_code == 403


@pytest.mark.parametrize(
    "actor", [support.employer(), support.jobseeker(), support.agent(), support.service("matching")]
)
def test_others_do_not_see_messages(house: House, actor: Actor) -> None:
    assert get(house, actor).status_code == 403


def test_nobody_sees_messages_without_signing_in(house: House) -> None:
    for path in ("/v1/messages", "/v1/messages/for-agents"):
        assert house.client.get(path).status_code == 401


def test_staff_without_agency_sees_none(house: House) -> None:
    told(house, agency=None)
    actor = Actor(id=uuid4(), role=Role.COUNSELLOR)
    assert get(house, actor).status_code == 403


def test_why_a_message_failed_shows(house: House) -> None:
    event = house.invite()
    del house.profiles.routes[event.profile_id]
    house.send_all()
    (item,) = get(house, support.counsellor()).json()["items"]
    assert (item["state"], item["failure"], item["channel"]) == ("failed", "no_consent", None)


# --- for agents -------------------------------------------------------------------------------

AGENTS = "/v1/messages/for-agents"


@pytest.mark.parametrize("production", [False, True])
def test_an_agent_gets_what_to_read_out_and_notes_the_answer(
    house: House, production: bool
) -> None:
    event = house.invite(channel="agent", address=None, language="ar")
    house.send_all()
    told(house)
    if production:
        house = in_production(house)

    (task,) = get(house, support.agent(), AGENTS).json()["items"]
    assert (task["state"], task["channel"], task["language"]) == ("queued", "agent", "ar")
    assert "http" not in task["body"]  # read out: nobody hears a link
    assert task["link"] == ""  # which is the person's alone
    assert get(house, support.agent(agency="casablanca"), AGENTS).json()["total"] == 0
    one = f"{AGENTS}/{task['id']}"
    assert get(house, support.agent(), one).json()["offer"]["title"] == "Maçon"

    assert note(house, support.agent(), f"{one}/answer", {"answer": "yes"}).status_code == 200

    assert get(house, support.agent(), AGENTS).json() == {"items": [], "total": 0}
    assert get(house, support.agent(), one).json()["offer"]["answer"] == "yes"
    assert house.message(event.candidacy_id).state == "sent"
    sent = NotificationSent(candidacy_id=event.candidacy_id, channel="agent")
    assert support.outbox_events(house.database).count(sent) == 1
    assert answers(house) == [("yes", None)]


def note(
    house: House, actor: Actor, path: str, body: dict[str, Any] | None = None
) -> httpx2.Response:
    return house.client.post(path, json=body, headers=support.headers_for(actor))


def a_call(house: House) -> str:
    """The address of somebody's call."""
    event = house.invite(channel="agent", address=None)
    house.send_all()
    return f"{AGENTS}/{house.message(event.candidacy_id).id}"


@pytest.mark.parametrize("caller", [support.agent(), support.counsellor()])
def test_the_answer_says_who_wrote_it_down(house: House, caller: Actor) -> None:
    one = a_call(house)
    assert note(house, caller, f"{one}/answer", {"answer": "no", "reason": "wage"}).is_success
    (event,) = [e for e in support.outbox_events(house.database) if e.type == "candidate.answered"]
    assert isinstance(event, CandidateAnswered)
    assert (event.noted_as, event.noted_by) == (caller.role.value, caller.id)
    assert (event.answer, event.reason) == ("no", "wage")


def test_who_answers_through_their_link_answers_themselves(house: House) -> None:
    _, token = told(house)
    assert say(house, token, "yes").status_code == 200
    (said,) = [e for e in support.outbox_events(house.database) if e.type == "candidate.answered"]
    assert isinstance(said, CandidateAnswered)
    assert (said.noted_as, said.noted_by) == (None, None)


def test_a_call_that_nobody_took_goes_to_the_end_of_the_list(house: House) -> None:
    first, second = a_call(house), a_call(house)

    def listed() -> list[tuple[str, int]]:
        items = get(house, support.agent(), AGENTS).json()["items"]
        return [(f"{AGENTS}/{item['id']}", item["calls"]) for item in items]

    assert listed() == [(first, 0), (second, 0)]  # who waits longest first
    for _ in range(2):  # a double click is one call
        body = note(house, support.agent(), f"{first}/nobody").json()
        assert body["message"]["calls"] == 1
        assert body["message"]["called_at"] is not None
    assert listed() == [(second, 0), (first, 1)]


def test_calls_of_others_are_not_found(house: House) -> None:
    one = a_call(house)
    elsewhere = support.agent(agency="casablanca")
    assert get(house, elsewhere, one).status_code == 404
    assert note(house, elsewhere, f"{one}/answer", {"answer": "yes"}).status_code == 404
    assert note(house, elsewhere, f"{one}/nobody").status_code == 404
    assert get(house, support.employer(), one).status_code == 403
    administrator = note(house, support.administrator(), f"{one}/answer", {"answer": "yes"})
    assert administrator.status_code == 403
    assert answers(house) == []


def test_a_message_that_went_by_mail_is_no_call(house: House) -> None:
    event = house.invite()
    house.send_all()
    one = f"{AGENTS}/{house.message(event.candidacy_id).id}"
    assert get(house, support.agent(), one).status_code == 404


def test_an_answered_call_is_not_made_again(house: House) -> None:
    one = a_call(house)
    assert note(house, support.agent(), f"{one}/answer", {"answer": "yes"}).is_success
    refused = note(house, support.agent(), f"{one}/nobody")
    assert refused.status_code == 410
    assert "n'est plus à faire" in refused.json()["title"]


@pytest.mark.parametrize("how", ["vacancy closed", "candidacy cancelled", "person withdrew"])
def test_a_call_that_has_become_pointless_leaves_the_list(house: House, how: str) -> None:
    event = house.invite(channel="agent", address=None)
    house.send_all()
    house.handle(_end(event, how))
    assert get(house, support.agent(), AGENTS).json()["total"] == 0


@pytest.mark.parametrize("actor", [support.employer(), support.jobseeker(), coordinator()])
def test_others_have_no_calls_to_make(house: House, actor: Actor) -> None:
    assert get(house, actor, AGENTS).status_code == 403
