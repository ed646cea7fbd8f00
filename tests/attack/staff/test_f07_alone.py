"""Somebody of the house who acts alone: an administrator who is curious about a title, a
counsellor who wants somebody gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from amuddu.contracts.profiles import Profile
from amuddu.contracts.profiles.emergency import EmergencyIn
from amuddu.kit.audit.store import Audit
from amuddu.kit.audit.tables import entries
from amuddu.kit.auth import Role
from amuddu.kit.clock import now
from amuddu.kit.errors import AmudduError
from gateway.accounts.due_erasures import carry_out
from gateway.clients.base import Caller
from gateway.sessions.tables import Account
from tests.gateway.conftest import Browser, House, words
from tests.support import AGENCY, administrator

TITLE = "2099"
"""In the last day of the invented person's title, and nowhere else."""


def test_an_administrator_gets_no_title(house: House) -> None:
    known, other = house.person(), house.person(given_name="Zoura")
    boss = house.browser(Role.ADMINISTRATOR)
    for path in ("/modifier", "/titre", "/droits", "/acces", "/offres", "/effacer"):
        page = boss.get(f"/personnes/{known.id}{path}")
        assert (path, page.status_code) in ((path, 404), (path, 403))
        assert TITLE not in page.text
        assert "Korvalan" not in page.text
    first = boss.get(f"/personnes/{known.id}")
    assert "Ouvrir en urgence" in first.text
    assert "Korvalan" not in first.text
    assert boss.get(f"/doublons/{known.id}/{other.id}").status_code == 404


def test_an_emergency_opens_one_profile_to_be_read_and_everybody_hears(
    house: House, audit: Audit, time_machine: Any
) -> None:
    known, other = house.person(), house.person(given_name="Zoura")
    boss = house.browser(Role.ADMINISTRATOR)
    form = f"/personnes/{known.id}/urgence"
    assert boss.post(form, {"minutes": "15"}).status_code == 422  # no reason, no file
    page = boss.post(form, {"reason": "fault", "minutes": "15"})
    assert (page.status_code, "Korvalan" in page.text) == (200, True)
    changed = boss.post(f"/personnes/{known.id}/titre", {"status": "irregular"})
    assert changed.status_code in (403, 404)
    assert house.services.profiles.get(house.staff, known.id).residence == known.residence
    assert "Korvalan" not in boss.get(f"/personnes/{other.id}").text
    rows = [row for row in audit.rows(select(entries)) if row.role == "administrator"]
    under = [row for row in rows if row.subject and row.outcome == "allowed"]
    assert {row.action for row in under} >= {"emergency_opened", "read"}
    assert len({row.emergency for row in under}) == 1
    assert under[0].emergency is not None
    # The officer, at once; the person, on their own page.
    assert "Dossier ouvert en urgence" in house.browser(Role.OFFICER).get("/alertes").text
    mine = house.browser(Role.JOBSEEKER, profile_id=known.id)
    assert "réparer une panne" in words(mine.get("/profil/acces"))
    time_machine.move_to(now() + timedelta(minutes=16))
    assert "Korvalan" not in boss.get(f"/personnes/{known.id}").text


@pytest.mark.parametrize("minutes", [0, 61, 600])
def test_no_emergency_lasts_longer_than_an_hour(house: House, minutes: int) -> None:
    known = house.person()
    body = EmergencyIn.model_construct(reason="danger", minutes=minutes)
    boss = Caller(administrator(), "fr")
    with pytest.raises(AmudduError) as refused:
        house.services.profiles.open_in_emergency(boss, known.id, body)
    assert refused.value.status == 422


def asked(house: House, known: Profile) -> tuple[Browser, str]:
    """A counsellor who has asked that somebody be erased, and where."""
    alone = house.counsellor()
    path = f"/personnes/{known.id}/effacer"
    page = alone.post(path, {"reason": "asked_here", "confirm": "1"})
    assert "Une autre personne de l'agence" in words(page)
    return alone, path


def test_one_of_the_staff_cannot_erase_alone(house: House, audit: Audit) -> None:
    known = house.person()
    mine = house.account(Role.JOBSEEKER, profile_id=known.id)
    alone, path = asked(house, known)
    refused = alone.post(f"{path}/confirmer", {"confirm": "1"})
    assert refused.status_code == 409
    assert "une autre personne" in words(refused)
    assert house.services.profiles.get(house.staff, known.id).id == known.id
    assert "arrêtez-le ici" in words(house.browser().sign_in(mine.login).get("/profil"))
    with pytest.raises(AmudduError):  # nor by the way of before
        house.services.profiles.erase(house.staff, known.id)
    tried = [row for row in audit.rows(select(entries)) if row.action == "erased"]
    assert [row.outcome for row in tried] == ["refused"]


def test_another_of_the_agency_confirms(house: House, audit: Audit) -> None:
    known = house.person()
    _, path = asked(house, known)
    elsewhere = house.counsellor(agency="casablanca")
    assert elsewhere.post(f"{path}/confirmer", {"confirm": "1"}).status_code == 404
    done = house.counsellor(agency=AGENCY).post(f"{path}/confirmer", {"confirm": "1"})
    assert "/effacement/" in str(done.url)
    with pytest.raises(AmudduError):
        house.services.profiles.get(house.staff, known.id)
    actions = [row.action for row in audit.rows(select(entries).order_by(entries.c.number))]
    assert actions.index("erasure_asked") < actions.index("erased")


def test_the_person_stops_it_or_a_week_goes_by(house: House, time_machine: Any) -> None:
    known, other = house.person(), house.person(given_name="Zoura")
    mine = house.browser(Role.JOBSEEKER, profile_id=known.id)
    gone = house.account(Role.JOBSEEKER, profile_id=other.id)
    for one in (known, other):
        asked(house, one)
    mine.get("/profil")
    mine.post("/profil/effacer/arreter", {})
    gateway = house.databases["gateway"]
    time_machine.move_to(now() + timedelta(days=6))
    assert carry_out(gateway, house.services) == 0
    time_machine.move_to(now() + timedelta(days=2))
    assert carry_out(gateway, house.services) == 1
    assert house.services.profiles.get(house.staff, known.id).id == known.id
    with pytest.raises(AmudduError):
        house.services.profiles.get(house.staff, other.id)
    with gateway.session() as session:
        assert session.get(Account, gone.id) is None
