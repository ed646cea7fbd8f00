"""The API as its callers meet it: who may see what, filters, steps, languages."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from amuddu.contracts.employers import IncentiveTerms, VacancyClosed, VacancyPublished
from amuddu.contracts.matching import CandidateCancelled, CandidateHired, CandidateShortlisted
from amuddu.contracts.notifications import CandidateAnswered, NotificationSent
from amuddu.contracts.profiles import ProfileUpdated, ProfileWithdrawn
from amuddu.kit.auth import Actor
from amuddu.kit.db import Database
from services.matching.facts.pseudonym import stand_in
from services.matching.people import best
from services.matching.search.replica import Replica
from tests.services.matching.support import Caller, job, profile, ref, spoken, tell, vacancy, words
from tests.support import (
    OTHER_AGENCY,
    administrator,
    agent,
    counsellor,
    employer,
    jobseeker,
    outbox_events,
    service,
)

Call = Callable[..., Caller]


@pytest.fixture
def told(database: Database, replica: Replica) -> Callable[..., None]:
    """Events consumed, and the copy in memory up to date."""

    def tell_and_refresh(*events: Any) -> None:
        tell(database, *events)
        replica.refresh()

    return tell_and_refresh


def yes(candidacy: str) -> CandidateAnswered:
    return CandidateAnswered(
        candidacy_id=UUID(candidacy),
        vacancy_id=uuid4(),
        profile_id=uuid4(),
        employer_id=uuid4(),
        answer="yes",
    )


def ranked(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["profile_id"] for item in answer.json()["items"]]


def named(*people: ProfileUpdated) -> list[str]:
    return [str(person.profile_id) for person in people]


def shortlist(call: Call, who: Actor, one: VacancyPublished, person: ProfileUpdated) -> Any:
    return call(who).post(f"/vacancies/{one.vacancy_id}/candidates/{person.profile_id}/shortlist")


# --- ranking ----------------------------------------------------------------------------------


def test_people_are_ranked_with_what_stands_beside_their_fit(call: Call, told: Any) -> None:
    one = vacancy()
    mason = profile()
    cook = profile(occupations=(ref("cook"),), skills=(), contactable=False)
    told(one, cook, mason)
    body = call(counsellor()).get(f"/vacancies/{one.vacancy_id}/ranking", part="all").json()
    assert (body["total"], body["considered"]) == (2, 2)
    assert body["vacancy"]["title"] == "Maçon"
    assert body["vacancy"]["occupation"] == "maçon / maçonne"
    first, second = body["items"]
    assert (first["profile_id"], second["profile_id"]) == tuple(named(mason, cook))
    assert (first["rank"], second["rank"]) == (1, 2)
    assert first["fit"] > second["fit"]
    assert (first["code"], first["state"], first["contactable"]) == ("K7-4QX", "proposed", True)
    assert not second["contactable"]
    assert not first.keys() & {"route", "scheme_verdict"}


def test_a_ranking_is_paged_in_one_order(call: Call, told: Any) -> None:
    one = vacancy()
    people = [
        profile(place=place, skills=tuple(ref(skill) for skill in skills))
        for place in ("rabat", "sale", "casablanca", "agadir")
        for skills in (("lay-bricks",), ("lay-bricks", "render-walls"), ("cash-handling",))
    ]
    told(one, *people)
    path = f"/vacancies/{one.vacancy_id}/ranking"
    whole = call(counsellor()).get(path, limit=100).json()
    fits = [item["fit"] for item in whole["items"]]
    assert fits == sorted(fits, reverse=True)
    assert [item["rank"] for item in whole["items"]] == list(range(1, 13))
    pages = [ranked(call(counsellor()).get(path, limit=5, offset=start)) for start in (0, 5, 10)]
    assert [one for page in pages for one in page] == [
        item["profile_id"] for item in whole["items"]
    ]
    assert ranked(call(counsellor()).get(path, limit=5, offset=50)) == []


@pytest.mark.parametrize(
    ("filters", "passing"),
    [
        ({"max_km": 10}, {"near"}),
        ({"max_km": 100}, {"near", "far"}),
        ({"language": "fr", "level": "B2"}, {"near"}),
        ({"language": "fr"}, {"near", "far"}),
        ({"hireable_only": True}, {"near", "far", "nowhere"}),  # no such filter
        ({"min_fit": 1}, set()),
        ({"min_fit": 0}, {"near", "far", "nowhere"}),
        ({"state": "proposed"}, {"near", "far", "nowhere"}),
        ({"state": "shortlisted"}, set()),
        ({}, {"near", "far", "nowhere"}),
    ],
)
def test_filters_hide_people(
    call: Call, told: Any, filters: dict[str, Any], passing: set[str]
) -> None:
    one = vacancy()
    people = {
        "near": profile(languages=(spoken("fr", "C1"),)),
        "far": profile(place="casablanca"),
        "nowhere": profile(place=None, languages=()),
    }
    told(one, *people.values())
    answer = call(counsellor()).get(f"/vacancies/{one.vacancy_id}/ranking", **filters)
    assert set(ranked(answer)) == set(named(*(people[name] for name in passing)))
    assert (answer.json()["total"], answer.json()["considered"]) == (len(passing), 3)


def test_of_very_many_people_nobody_is_left_out(
    call: Call, told: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few are compared at once, the page is that of comparing everybody."""
    one, mason, other = vacancy(), profile(), profile(place="agadir")
    told(one, *(profile(occupations=(ref("cook"),)) for _ in range(4)), mason, other)
    path = f"/vacancies/{one.vacancy_id}/ranking"
    whole = call(counsellor()).get(path, part="all").json()
    monkeypatch.setattr(best, "FIRST", 1)
    answer = call(counsellor()).get(path, part="all", limit=2)
    assert ranked(answer) == [item["profile_id"] for item in whole["items"][:2]]
    assert ranked(answer) == named(mason, other)
    assert (answer.json()["total"], answer.json()["considered"]) == (6, 6)


def test_filters_do_not_move_a_fit(call: Call, told: Any) -> None:
    one, person = vacancy(), profile()
    told(one, person, profile(place="agadir"))
    path = f"/vacancies/{one.vacancy_id}/ranking"
    alone = call(counsellor()).get(path, max_km=5).json()["items"]
    among = call(counsellor()).get(path).json()["items"]
    assert alone == among[:1]


def test_somebody_who_just_withdrew_is_not_shown(call: Call, told: Any, database: Database) -> None:
    one, person = vacancy(), profile()
    told(one, person)
    tell(database, ProfileWithdrawn(profile_id=person.profile_id, revision=2, reason="erased"))
    assert ranked(call(counsellor()).get(f"/vacancies/{one.vacancy_id}/ranking")) == []


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (counsellor(), 200),
        (agent(), 200),
        (administrator(), 200),
        (counsellor(agency=OTHER_AGENCY), 404),
        (agent(agency=OTHER_AGENCY), 404),
        (employer(), 403),
        (jobseeker(), 403),
        (service("profiles"), 403),
    ],
    ids=lambda value: getattr(value, "role", value),
)
def test_a_ranking_is_for_the_agency(call: Call, told: Any, who: Actor, status: int) -> None:
    one = vacancy()
    told(one)
    assert call(who).get(f"/vacancies/{one.vacancy_id}/ranking").status_code == status


def test_a_vacancy_without_agency_is_for_every_agency(call: Call, told: Any) -> None:
    one = vacancy(agency_id=None)
    told(one)
    who = counsellor(agency=OTHER_AGENCY)
    assert call(who).get(f"/vacancies/{one.vacancy_id}/ranking").status_code == 200


def test_an_unknown_vacancy_and_a_caller_without_name(call: Call, client: Any) -> None:
    assert call(counsellor()).get(f"/vacancies/{uuid4()}/ranking").status_code == 404
    assert client.get(f"/v1/vacancies/{uuid4()}/ranking").status_code == 401


# --- a person's vacancies ---------------------------------------------------------------------


def test_a_person_sees_open_vacancies_with_the_reasons_their_counsellor_sees(
    call: Call, told: Any
) -> None:
    masonry, kitchen, closed = (
        vacancy(),
        vacancy(title="Cuisinier", occupation=ref("cook"), essential_skills=(), wanted_skills=()),
        vacancy(),
    )
    person = profile()
    told(masonry, kitchen, closed, person)
    told(VacancyClosed(vacancy_id=closed.vacancy_id, revision=2, reason="filled"))
    path = f"/profiles/{person.profile_id}/vacancies"
    asked = call(jobseeker(profile_id=person.profile_id))
    assert [item["vacancy"]["id"] for item in asked.get(path).json()["items"]] == [
        str(masonry.vacancy_id)
    ]
    body = asked.get(path, part="all").json()
    assert [item["vacancy"]["id"] for item in body["items"]] == [
        str(masonry.vacancy_id),
        str(kitchen.vacancy_id),
    ]
    assert (body["total"], body["considered"]) == (2, 2)
    mine = body["items"][0]
    theirs = call(counsellor()).get(f"/vacancies/{masonry.vacancy_id}/ranking").json()["items"][0]
    assert (mine["fit"], mine["reasons"]) == (theirs["fit"], theirs["reasons"])


def test_the_order_follows_what_the_person_and_the_vacancies_become(call: Call, told: Any) -> None:
    masonry = vacancy()
    kitchen = vacancy(occupation=ref("cook"), essential_skills=(), wanted_skills=())
    person = profile(occupations=(ref("mason"),), experience=())
    path = f"/profiles/{person.profile_id}/vacancies"

    def order() -> list[str]:
        items = call(counsellor()).get(path, part="all").json()["items"]
        assert [each["fit"] for each in items] == sorted((e["fit"] for e in items), reverse=True)
        return [each["vacancy"]["id"] for each in items]

    told(masonry, kitchen, person)
    first, second = str(masonry.vacancy_id), str(kitchen.vacancy_id)
    assert order() == order() == [first, second]
    told(person.model_copy(update={"revision": 2, "occupations": (ref("cook"),)}))
    assert order() == [second, first]
    told(kitchen.model_copy(update={"revision": 2, "occupation": ref("welder"), "place": "oujda"}))
    assert order() == [first, second]
    told(VacancyClosed(vacancy_id=masonry.vacancy_id, revision=2, reason="filled"))
    assert order() == [second]


def test_a_person_sees_where_they_stand(call: Call, told: Any) -> None:
    one, person = vacancy(), profile()
    told(one, person)
    shortlist(call, counsellor(), one, person)
    body = call(counsellor()).get(f"/profiles/{person.profile_id}/vacancies").json()
    assert body["items"][0]["state"] == "shortlisted"


def test_somebody_elses_vacancies_are_not_found(call: Call, told: Any) -> None:
    person = profile()
    told(person)
    path = f"/profiles/{person.profile_id}/vacancies"
    assert call(jobseeker(profile_id=uuid4())).get(path).status_code == 404
    assert call(jobseeker()).get(path).status_code == 404
    assert call(counsellor(agency=OTHER_AGENCY)).get(path).status_code == 404
    assert call(employer()).get(path).status_code == 403
    assert call(agent()).get(path).status_code == 200


# --- shortlisting -----------------------------------------------------------------------------


def test_shortlisting_keeps_fit_and_reasons_as_they_were(call: Call, told: Any) -> None:
    one, person = vacancy(), profile(experience=(job("mason", 24),))
    told(one, person)
    before = call(counsellor()).get(f"/vacancies/{one.vacancy_id}/ranking").json()["items"][0]
    answer = shortlist(call, counsellor(), one, person)
    assert answer.status_code == 201
    body = answer.json()
    assert (body["state"], body["fit"], body["reasons"]) == (
        "shortlisted",
        before["fit"],
        before["reasons"],
    )
    told(person.model_copy(update={"revision": 2, "skills": ()}))
    after = call(counsellor(), lang="en").get(f"/candidacies/{body['id']}").json()
    assert after["fit"] == body["fit"]
    assert after["reasons"]["occupation_wanted"] == after["reasons"]["occupation_found"] == "mason"
    assert after["reasons"]["skills"][0]["found"] == "lay bricks"
    listed = call(counsellor()).get(f"/vacancies/{one.vacancy_id}/ranking").json()["items"][0]
    assert (listed["state"], listed["candidacy_id"]) == ("shortlisted", body["id"])


def test_shortlisting_twice_changes_nothing(call: Call, told: Any, database: Database) -> None:
    one, person = vacancy(), profile()
    told(one, person)
    first, second = (shortlist(call, counsellor(), one, person) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert len(outbox_events(database)) == 1


def test_who_cannot_be_put_forward_and_why(call: Call, told: Any, database: Database) -> None:
    one, person = vacancy(), profile(contactable=False)
    told(one, person)
    answer = shortlist(call, counsellor(), one, person)
    assert answer.status_code == 409
    assert "accord" in answer.json()["title"]
    assert outbox_events(database) == []
    listed = call(counsellor()).get(f"/vacancies/{one.vacancy_id}/candidacies").json()
    assert listed["total"] == 0


def test_nobody_is_put_forward_for_a_closed_vacancy(call: Call, told: Any) -> None:
    one, person = vacancy(), profile()
    told(one, person, VacancyClosed(vacancy_id=one.vacancy_id, revision=2, reason="filled"))
    assert shortlist(call, counsellor(), one, person).status_code == 409


def test_only_counsellors_of_the_agency_put_people_forward(call: Call, told: Any) -> None:
    one, person = vacancy(), profile()
    told(one, person)
    for who, status in (
        (agent(), 403),
        (employer(employer_id=one.employer_id), 403),
        (administrator(), 403),
        (counsellor(agency=OTHER_AGENCY), 404),
    ):
        assert shortlist(call, who, one, person).status_code == status
    assert shortlist(call, counsellor(), one, profile()).status_code == 404
    assert shortlist(call, counsellor(), vacancy(), person).status_code == 404


def test_two_counsellors_at_once_make_one_candidacy(
    call: Call, told: Any, database: Database
) -> None:
    one, person = vacancy(), profile()
    told(one, person)
    callers = [call(counsellor()) for _ in range(6)]
    path = f"/vacancies/{one.vacancy_id}/candidates/{person.profile_id}/shortlist"
    start, answers = threading.Barrier(len(callers)), []

    def put_forward(caller: Caller) -> None:
        start.wait()
        answers.append(caller.post(path))

    threads = [threading.Thread(target=put_forward, args=(caller,)) for caller in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert [type(event) for event in outbox_events(database)] == [CandidateShortlisted]


# --- the steps after --------------------------------------------------------------------------


def test_set_aside_and_restored(call: Call, told: Any) -> None:
    one, person, other = vacancy(), profile(), profile()
    told(one, person, other)
    me = call(counsellor())
    base = f"/vacancies/{one.vacancy_id}/candidates/{person.profile_id}"
    answer = me.post(f"{base}/set-aside", {"reason": "too_far", "note": "sans véhicule"})
    assert (answer.status_code, answer.json()["state"]) == (200, "set_aside")
    assert "sans véhicule" not in answer.text
    path = f"/vacancies/{one.vacancy_id}/ranking"
    assert ranked(me.get(path)) == named(other)
    assert ranked(me.get(path, state="set_aside")) == named(person)
    assert shortlist(call, counsellor(), one, person).status_code == 409
    restored = me.post(f"{base}/restore").json()
    assert restored["state"] == "proposed"
    assert [step["name"] for step in restored["log"]] == ["set_aside", "restore"]
    assert restored["log"][0]["reason"] == "too_far"
    assert set(ranked(me.get(path))) == set(named(person, other))
    again = me.post(f"{base}/restore").json()
    assert again["log"] == restored["log"], "a double click acts once"
    assert me.post(f"{base}/set-aside", {"reason": "ugly"}).status_code == 422


def test_somebody_put_forward_is_not_simply_set_aside(call: Call, told: Any) -> None:
    one, person = vacancy(), profile()
    told(one, person)
    shortlist(call, counsellor(), one, person)
    path = f"/vacancies/{one.vacancy_id}/candidates/{person.profile_id}/set-aside"
    answer = call(counsellor()).post(path, {"reason": "skills"})
    assert answer.status_code == 409
    assert "annulez d'abord" in answer.json()["title"]


def test_cancelling_tells_the_others_and_may_be_followed_by_a_new_start(
    call: Call, told: Any, database: Database
) -> None:
    one, person = vacancy(), profile()
    told(one, person)
    first = shortlist(call, counsellor(), one, person).json()
    path = f"/candidacies/{first['id']}/cancel"
    assert call(counsellor(agency=OTHER_AGENCY)).post(path).status_code == 404
    assert call(employer(employer_id=one.employer_id)).post(path).status_code == 403
    for _ in range(2):  # a double click acts once
        assert call(counsellor()).post(path).json()["state"] == "cancelled"
    again = shortlist(call, counsellor(), one, person)
    assert (again.status_code, again.json()["id"]) == (201, first["id"])
    assert [type(event) for event in outbox_events(database)] == [
        CandidateShortlisted,
        CandidateCancelled,
        CandidateShortlisted,
    ]


@pytest.mark.parametrize("by_employer", [True, False])
@pytest.mark.parametrize(
    ("step", "body", "end"),
    [("hire", None, "hired"), ("refuse", {"reason": "no_show"}, "refused")],
)
def test_the_employer_or_a_counsellor_decides_after_a_yes(
    call: Call, told: Any, database: Database, by_employer: bool, step: str, body: Any, end: str
) -> None:
    one, person = vacancy(), profile()
    told(one, person)
    candidacy = shortlist(call, counsellor(), one, person).json()["id"]
    who = employer(employer_id=one.employer_id) if by_employer else counsellor()
    path = f"/candidacies/{candidacy}/{step}"
    early = call(who).post(path, body)
    assert early.status_code == 409
    assert "attendez sa réponse" in early.json()["title"]
    told(yes(candidacy))
    assert call(employer()).post(path, body).status_code == 404
    assert call(agent()).post(path, body).status_code == 403
    answer = call(who).post(path, body)
    assert (answer.status_code, answer.json()["state"]) == (200, end)
    assert answer.json()["log"][-1]["reason"] == (body or {}).get("reason")
    ended = [e for e in outbox_events(database) if isinstance(e, CandidateCancelled)]
    assert [each.refusal for each in ended] == (["no_show"] if step == "refuse" else [])


def test_a_hire_is_told_with_what_its_file_needs_and_no_more(
    call: Call, told: Any, database: Database
) -> None:
    terms = IncentiveTerms(scheme_id="MA_TAHFIZ", verdict="ask")
    one = vacancy(incentive=terms)
    person = profile()
    told(one, person)
    candidacy = shortlist(call, counsellor(), one, person).json()["id"]
    told(yes(candidacy))
    call(employer(employer_id=one.employer_id)).post(f"/candidacies/{candidacy}/hire")
    event = outbox_events(database)[-1]
    assert isinstance(event, CandidateHired)
    assert event.code == stand_in(UUID(candidacy))
    assert (event.agency_id, event.employer_id) == (person.agency_id, one.employer_id)
    assert event.scheme_id == "MA_TAHFIZ"
    assert not event.model_dump().keys() & {"route", "scheme_verdict"}


# --- candidacies ------------------------------------------------------------------------------


def test_an_employer_sees_codes_and_no_own_words(call: Call, told: Any) -> None:
    own = "restaurer des moucharabiehs comme Idrissa"
    one = vacancy(essential_skills=(ref("lay-bricks"), words("restaurer des moucharabiehs")))
    person = profile(
        occupations=(words("ancien maître bâtisseur de Ségou"),),
        skills=(words(own), ref("lay-bricks", "les briques de mon quartier")),
    )
    told(one, person)
    made = shortlist(call, counsellor(), one, person)
    assert "Idrissa" in made.text
    boss = employer(employer_id=one.employer_id)
    candidacies = call(boss).get(f"/vacancies/{one.vacancy_id}/candidacies")
    single = call(boss).get(f"/candidacies/{made.json()['id']}")
    for answer in (candidacies, single):
        assert answer.status_code == 200
        for secret in (str(person.profile_id), "Idrissa", "Ségou", "quartier"):
            assert secret not in answer.text
    item = candidacies.json()["items"][0]
    assert item["profile_id"] is None
    assert item["code"] == stand_in(UUID(item["id"])) != "K7-4QX"
    assert (item["fit"], item["reasons"]) == (None, None)
    told(yes(item["id"]))
    opened = call(boss).get(f"/candidacies/{item['id']}")
    for secret in (str(person.profile_id), "Idrissa", "Ségou", "quartier"):
        assert secret not in opened.text
    bricks, other, _ = opened.json()["reasons"]["skills"]
    assert (bricks["found"], bricks["closeness"]) == ("monter un mur en briques", 1)
    assert other["found"] is None


def test_an_employer_does_not_see_who_said_no_or_was_set_aside(call: Call, told: Any) -> None:
    one = vacancy()
    shown, no, aside = profile(), profile(), profile()
    told(one, shown, no, aside)
    shortlist(call, counsellor(), one, shown)
    declined = shortlist(call, counsellor(), one, no).json()["id"]
    told(yes(declined).model_copy(update={"answer": "no", "reason": "wage"}))
    call(counsellor()).post(
        f"/vacancies/{one.vacancy_id}/candidates/{aside.profile_id}/set-aside",
        {"reason": "language"},
    )
    boss = call(employer(employer_id=one.employer_id))
    path = f"/vacancies/{one.vacancy_id}/candidacies"
    assert boss.get(path).json()["total"] == 1
    assert boss.get(path, state="declined").json()["total"] == 0
    assert boss.get(f"/candidacies/{declined}").status_code == 404
    mine = call(counsellor())
    assert mine.get(path).json()["total"] == 3
    assert [item["profile_id"] for item in mine.get(path, state="declined").json()["items"]] == (
        named(no)
    )


def test_an_employer_does_not_learn_that_somebody_had_to_be_called(call: Call, told: Any) -> None:
    one, person = vacancy(), profile()
    told(one, person)
    candidacy = shortlist(call, counsellor(), one, person).json()["id"]
    said = yes(candidacy).model_copy(update={"noted_as": "agent", "noted_by": uuid4()})
    told(NotificationSent(candidacy_id=UUID(candidacy), channel="agent"), said)

    def log(who: Any) -> list[tuple[str, str, str | None]]:
        steps = call(who).get(f"/candidacies/{candidacy}").json()["log"]
        return [(step["name"], step["role"], step["reason"]) for step in steps][1:]

    assert log(counsellor()) == [("mark_told", "service", "agent"), ("accept", "agent", None)]
    assert log(employer(employer_id=one.employer_id)) == [
        ("mark_told", "service", None),
        ("accept", "jobseeker", None),
    ]


def test_an_employer_does_not_learn_that_a_yes_was_a_no_before(call: Call, told: Any) -> None:
    one, person = vacancy(), profile()
    told(one, person)
    candidacy = shortlist(call, counsellor(), one, person).json()["id"]
    told(yes(candidacy).model_copy(update={"answer": "no", "reason": "wage"}), yes(candidacy))
    boss = call(employer(employer_id=one.employer_id)).get(f"/candidacies/{candidacy}")
    assert [step["name"] for step in boss.json()["log"]] == ["shortlist", "accept"]
    assert "declined" not in boss.text
    assert "wage" not in boss.text
    mine = call(jobseeker(profile_id=person.profile_id)).get(f"/candidacies/{candidacy}")
    assert [step["name"] for step in mine.json()["log"]] == ["shortlist", "decline", "accept"]


def test_who_may_read_a_candidacy(call: Call, told: Any) -> None:
    one, person = vacancy(), profile()
    told(one, person)
    path = f"/candidacies/{shortlist(call, counsellor(), one, person).json()['id']}"
    for who, status in (
        (counsellor(), 200),
        (agent(), 200),
        (administrator(), 200),
        (jobseeker(profile_id=person.profile_id), 200),
        (employer(employer_id=one.employer_id), 200),
        (jobseeker(profile_id=uuid4()), 404),
        (employer(), 404),
        (counsellor(agency=OTHER_AGENCY), 404),
        (service("profiles"), 403),
    ):
        assert call(who).get(path).status_code == status, who.role
    assert call(counsellor()).get(f"/candidacies/{uuid4()}").status_code == 404


def test_somebody_who_withdrew_leaves_a_line_without_facts(call: Call, told: Any) -> None:
    one, person = vacancy(), profile()
    told(one, person)
    candidacy = shortlist(call, counsellor(), one, person).json()["id"]
    told(ProfileWithdrawn(profile_id=person.profile_id, revision=2, reason="erased"))
    body = call(counsellor()).get(f"/candidacies/{candidacy}").json()
    assert (body["state"], body["reasons"]) == ("cancelled", None)
    assert body["code"] != "K7-4QX"


# --- linking ----------------------------------------------------------------------------------


def test_words_are_linked_in_the_callers_language(call: Call) -> None:
    body = call(jobseeker(), lang="en").get("/link", q="bennay", kind="occupation", limit=1).json()
    assert body["items"] == [
        {"concept": "mason", "label": "mason", "isco": "7112", "esco": None, "score": 1.0}
    ]
    assert call(employer()).get("/link", q="gâcher du plâtre", kind="skill").status_code == 200


def test_several_texts_are_linked_at_once_as_each_alone(call: Call, client: Any) -> None:
    caller = call(jobseeker(), lang="es")
    texts = ["monter des murs en briques", "الطبخ", "xxzzqq"]
    body = {"texts": texts, "kind": "skill", "limit": 3}
    together = caller.post("/link/batch", body).json()["texts"]
    alone = [caller.get("/link", q=each, kind="skill", limit=3).json() for each in texts]
    assert together == alone
    assert any(each["items"] for each in alone)
    assert caller.post("/link/batch", {"texts": []}).json() == {"texts": []}
    assert caller.post("/link/batch", {"texts": [""]}).status_code == 422
    assert caller.post("/link/batch", {"texts": ["x"] * 21}).status_code == 422
    assert client.post("/v1/link/batch", json=body).status_code == 401


def test_linking_asks_for_words_and_a_name(call: Call, client: Any) -> None:
    assert client.get("/v1/link?q=mason").status_code == 401
    assert call(agent()).get("/link", q="").status_code == 422
    assert call(agent()).get("/link", q="x", kind="planet").status_code == 422


def test_a_vacancys_skills_and_description_help_to_name_its_trade(call: Call) -> None:
    caller = call(employer())
    body = {"title": "Maçon", "skills": ["poser des briques"], "description": "Un chantier."}
    found = caller.post("/link/job", body).json()["items"]
    assert found[0]["concept"] == "mason"
    refused = caller.post("/link/job", {"title": ""})
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]] == ["title"]
    assert caller.post("/link/job", {"title": "x", "skills": ["y"] * 61}).status_code == 422
