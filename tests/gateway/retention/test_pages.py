"""How long what is kept, for everybody; the link that asks whether somebody stays; the agency."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from time_machine import TimeMachineFixture

from amuddu.contracts.types import LANGS
from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.retention.book import book
from gateway.accounts import due_erasures
from gateway.retention.keeping import KEEPER as GATEWAY
from services.profiles.retention.keeping import KEEPER as PROFILES
from tests.gateway.conftest import House, words
from tests.support import AGENCY


@pytest.mark.parametrize("lang", LANGS)
def test_everybody_reads_how_long_what_is_kept(house: House, lang: str) -> None:
    page = words(house.browser(lang=lang).get("/conservation"))
    for kind in book().kinds:
        if kind.words is not None:
            assert kind.words[lang] in page  # type: ignore[index]


def test_the_page_says_the_terms_of_the_table(house: House) -> None:
    page = words(house.browser().get("/conservation"))
    assert "Votre profil, quand vous ne l'utilisez plus 18 mois, puis nous vous demandons" in page
    assert "Les notes de votre agence 24 mois, puis c'est effacé." in page
    assert "Les chiffres publiés, sans personne Sans limite." in page
    assert "quand vous retirez votre accord Tout de suite : c'est effacé." in page
    assert " 0 jour" not in page
    arabic = words(house.browser(lang="ar").get("/conservation"))
    assert "18 شهر" in arabic
    assert "duration" not in arabic


def test_every_page_leads_there(house: House) -> None:
    for path in ("/connexion", "/ouvert", "/api"):
        assert 'href="/conservation"' in house.browser().get(path).text or path == "/api"


def quiet(house: House, time_machine: TimeMachineFixture, **changes: object) -> UUID:
    """Somebody of whom nothing was heard for eighteen months, just asked."""
    profile = house.person(**changes)
    later = clock.now() + timedelta(days=560)
    time_machine.move_to(later, tick=True)
    PROFILES.run(house.databases["profiles"])
    house.pump()
    return profile.id


def test_a_message_asks_and_its_link_keeps_the_profile(
    house: House, time_machine: TimeMachineFixture
) -> None:
    quiet(house, time_machine, language="en")
    message = house.messages.sent[-1]
    assert "do you keep your profile?" in message.text.body
    path = message.link.removeprefix(message.link.split("/garder/")[0])
    browser = house.browser(lang="fr")
    page = browser.get(path)
    assert "Do you keep your profile?" in words(page)  # the language of the message
    assert "Zibounda" not in page.text
    kept = browser.post(path, {"answer": "keep"})
    assert "Your profile stays. Thank you." in words(kept)
    late = browser.post(path, {"answer": "erase"})
    assert late.status_code == 410
    assert browser.post(path, {"answer": "maybe"}).status_code == 422


def test_opening_the_link_answers_nothing(house: House, time_machine: TimeMachineFixture) -> None:
    quiet(house, time_machine)
    path = "/garder/" + house.messages.sent[-1].link.rpartition("/")[2]
    for _ in range(3):
        assert "Gardez-vous votre profil ?" in words(house.browser().get(path))
    unknown = house.browser().get("/garder/" + "A" * 32)
    assert unknown.status_code == 404


def test_who_never_answers_is_erased_with_their_account(
    house: House, time_machine: TimeMachineFixture
) -> None:
    profile_id = quiet(house, time_machine)
    house.account(Role.JOBSEEKER, "quelqu-un", profile_id=profile_id)
    time_machine.shift(timedelta(days=31))
    PROFILES.run(house.databases["profiles"])
    gateway = house.databases["gateway"]
    assert due_erasures.carry_out(gateway, house.services) == 0
    time_machine.shift(timedelta(days=31))
    assert due_erasures.carry_out(gateway, house.services) == 1
    with gateway.engine.connect() as connection:
        left = "SELECT count(*) FROM account WHERE login = 'quelqu-un'"
        assert connection.execute(text(left)).scalar() == 0


@pytest.mark.parametrize(
    ("role", "path"), [(Role.COUNSELLOR, "/aujourdhui"), (Role.AGENT, "/appels")]
)
def test_the_agency_has_a_task_and_notes_that_somebody_stays(
    house: House, time_machine: TimeMachineFixture, role: Role, path: str
) -> None:
    account = house.account(role, agency_id=AGENCY)
    by = None
    if role is Role.AGENT:
        from gateway.sessions.service import actor
        from tests.signing import with_session

        by = with_session(actor(account))
    profile_id = quiet(house, time_machine, channel="agent", **({"by": by} if by else {}))
    browser = house.browser().sign_in(account.login)
    page = browser.get(path)
    assert "Personnes sans nouvelles" in words(page)
    done = browser.post(f"/personnes/{profile_id}/garder", {})
    assert "la personne garde son profil" in words(done)
    assert "Personnes sans nouvelles" not in words(browser.get(path))
    assert browser.post(f"/personnes/{profile_id}/garder", {}).status_code == 409


def test_a_boss_or_a_stranger_notes_nothing(house: House, time_machine: TimeMachineFixture) -> None:
    profile_id = quiet(house, time_machine, channel="agent")
    boss = house.boss(house.employer())
    assert boss.post(f"/personnes/{profile_id}/garder", {}).status_code in (403, 404)
    stranger = house.browser().post(f"/personnes/{profile_id}/garder", {}, follow=False)
    assert stranger.status_code == 303


def test_an_account_that_is_used_stays_open(house: House, time_machine: TimeMachineFixture) -> None:
    used, unused = (house.account(Role.COUNSELLOR, agency_id=AGENCY) for _ in range(2))
    time_machine.move_to(datetime.now(UTC) + timedelta(days=300), tick=True)
    house.browser().sign_in(used.login)
    time_machine.shift(timedelta(days=100))
    GATEWAY.run(house.databases["gateway"])
    house.browser().sign_in(used.login)
    with house.databases["gateway"].engine.connect() as connection:
        closed = connection.execute(text("SELECT login FROM account WHERE disabled_at IS NOT NULL"))
        assert closed.scalars().all() == [unused.login]
