"""Certificates through the doors: given, printed, checked by a stranger, revoked, outliving."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from time_machine import TimeMachineFixture

from amuddu.contracts.profiles import Profile
from amuddu.contracts.support.certificates import LENGTH, LETTERS, RevokeIn
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError
from gateway.clients.base import Caller
from tests.gateway.conftest import Browser, House, themselves, words
from tests.gateway.own_data.test_copies import copied, own
from tests.gateway.training.test_story import KEEPER, ask, course
from tests.support import OTHER_AGENCY

NUMBER = re.compile(rf"\b(?:[{LETTERS}]{{4}}-){{2}}[{LETTERS}]{{4}}\b")


class Trained:
    """Somebody who has completed a course, and who gives the paper."""

    def __init__(self, house: House, clock: TimeMachineFixture) -> None:
        made = course(house)
        self.house = house
        self.person: Profile = house.person(nationality="SN")
        self.request = ask(house, made, self.person)
        house.services.support.move(house.staff, "confirm", self.request.id)
        clock.move_to(datetime.now(UTC) + timedelta(days=30))
        house.services.support.note(KEEPER, "start", self.request.id)
        self.session = f"/formations/sessions/{made.sessions[0].id}"
        self.page = f"/places/{self.request.id}"
        self.keeper = house.browser(Role.COORDINATOR)

    def complete(self) -> None:
        self.house.services.support.note(KEEPER, "complete", self.request.id)

    def act(self, name: str, **more: str) -> str:
        """What the coordination reads after an act on the session's page."""
        fields = {"action": name, "request_id": str(self.request.id), **more}
        return words(self.keeper.post(self.session, fields))

    def own(self) -> Browser:
        return self.house.browser(Role.JOBSEEKER, profile_id=self.person.id)

    def number(self) -> str:
        found = NUMBER.search(words(self.own().get(f"{self.page}/attestation")))
        assert found is not None
        return found.group()


@pytest.fixture
def trained(house: House, time_machine: TimeMachineFixture) -> Trained:
    return Trained(house, time_machine)


def test_a_paper_is_given_once_printed_with_the_name_and_checked_without(trained: Trained) -> None:
    assert "notez d'abord" in trained.act("issue"), "the course is not completed"
    trained.complete()
    assert "ne l'a pas encore donnée" in words(trained.own().get(trained.page))
    given = trained.act("issue")
    assert "Attestation donnée" in given
    assert "Zibounda" not in given
    assert "a déjà son attestation" in trained.act("issue")
    paper = words(trained.own().get(f"{trained.page}/attestation"))
    assert "Zibounda Korvalan a terminé la formation Maçonnerie" in paper
    assert "Zibounda" in words(trained.house.counsellor().get(f"{trained.page}/attestation"))

    stranger, number = trained.house.browser(), trained.number()
    for typed in (number, number.lower().replace("-", " "), f" {number.replace('-', '')} "):
        page = words(stranger.get("/attestation", numero=typed))
        assert "Cette attestation est vraie" in page, typed
        assert "Maçonnerie" in page
        for telling in ("Zibounda", "Korvalan", trained.person.code, str(trained.person.id)):
            assert telling not in page
    asked = stranger.post("/verifier", {"asked": number})
    assert "Cette attestation est vraie" in words(asked)


@pytest.mark.parametrize(
    "typed", ["AB2C", "AB2C-3D4E-F5G0", "<script>", "AB2C-3D4E-F5GHH", "é" * 12]
)
def test_what_is_no_number_comes_back_with_how_one_looks(house: House, typed: str) -> None:
    page = house.browser().get("/attestation", numero=typed)
    assert page.status_code == 422
    assert "douze lettres et chiffres" in words(page)


def test_a_number_of_nobody_is_named_and_guessing_is_bounded(house: House) -> None:
    stranger = house.browser()
    unknown = stranger.get(f"/attestation/{LETTERS[:LENGTH]}")
    assert unknown.status_code == 404
    assert "Aucune attestation n'a ce numéro" in words(unknown)
    statuses = [stranger.get(f"/attestation/{LETTERS[:LENGTH]}").status_code for _ in range(60)]
    assert statuses[-1] == 429


def test_a_paper_that_is_revoked_says_so_to_everybody_and_another_may_be_given(
    trained: Trained,
) -> None:
    trained.complete()
    trained.act("issue")
    number = trained.number()
    assert "Attestation annulée" in trained.act("revoke", reason="mistake")
    stranger = trained.house.browser()
    assert "ne vaut plus" in words(stranger.get(f"/attestation/{number}"))
    assert "erreur" not in words(stranger.get(f"/attestation/{number}")), "why is the person's"
    mine = words(trained.own().get(trained.page))
    assert "annulée" in mine
    assert "demandez-en un autre" in mine
    assert NUMBER.search(words(trained.own().get(f"{trained.page}/attestation"))) is None
    assert "Attestation donnée" in trained.act("issue")
    assert trained.number() != number
    assert "ne vaut plus" in words(stranger.get(f"/attestation/{number}"))


def test_nobody_else_reads_gives_or_takes_back_a_paper(trained: Trained) -> None:
    trained.complete()
    trained.act("issue")
    house, support = trained.house, trained.house.services.support
    (one,) = support.certificates(themselves(trained.person.id)).items
    other = house.counsellor(agency=OTHER_AGENCY)
    assert other.get(f"{trained.page}/attestation").status_code == 404
    stranger = house.person(email="autre@exemple.ma")
    assert support.certificates(themselves(stranger.id)).items == ()
    for who in (themselves(stranger.id), Caller(None, "fr")):
        with pytest.raises(AmudduError) as refused:
            support.certificate(who, one.id)
        assert refused.value.status in (401, 404)
    for who in (house.staff, themselves(trained.person.id)):
        with pytest.raises(AmudduError) as refused:
            support.revoke_certificate(who, one.id, RevokeIn(reason="mistake"))
        assert refused.value.status == 403
        with pytest.raises(AmudduError) as refused:
            support.issue_certificate(who, trained.request.id)
        assert refused.value.status == 403


def test_the_person_hears_of_it_in_neutral_words(trained: Trained) -> None:
    trained.complete()
    trained.house.pump()
    trained.house.messages.sent.clear()
    trained.act("issue")
    trained.house.pump()
    (told,) = [each.text.body for each in trained.house.messages.sent]
    assert "attestation de formation est prête" in told
    assert "Maçonnerie" not in told
    assert "attestation de formation est prête" in words(trained.own().get("/notifications"))


def test_an_erased_person_leaves_a_number_that_says_nothing_of_anybody(trained: Trained) -> None:
    trained.complete()
    trained.act("issue")
    number, house = trained.number(), trained.house
    mine = themselves(trained.person.id)
    house.services.profiles.erase(mine, trained.person.id)
    house.carry_out_erasures()
    page = words(house.browser().get(f"/attestation/{number}"))
    assert "Cette attestation est vraie" in page, "the paper is no forgery"
    with house.databases["support"].engine.connect() as connection:
        for table in ("certificates", "certificate_log"):
            kept = str(connection.exec_driver_sql(f"SELECT * FROM {table}").all())
            for telling in (trained.person.id, trained.request.id, trained.person.code):
                assert str(telling) not in kept, table
    assert house.services.support.certificates(KEEPER).items == ()


def test_the_copy_of_ones_data_has_it(trained: Trained) -> None:
    trained.complete()
    trained.act("issue")
    part = copied(own(trained.house, trained.person)).support
    assert part is not None
    (one,) = part.certificates
    assert one.course_title == "Maçonnerie"
    assert [each.name for each in one.steps] == ["issue"]
