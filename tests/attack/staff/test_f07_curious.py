"""A counsellor at their own desk, who wants to know about people of another agency.

They know ids (from an old list, from a link) and try them; and they wait for the day on which
nobody can write down that they looked.
"""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from amuddu.contracts.profiles import ProfileIn
from amuddu.kit.audit import recording, unusual
from amuddu.kit.audit.store import Audit
from amuddu.kit.audit.tables import entries
from amuddu.kit.auth import Role
from amuddu.kit.db import Database
from amuddu.kit.errors import AmudduError
from gateway.clients.base import Caller
from gateway.sessions import service as accounts
from tests.conftest import TEST_SECRET
from tests.gateway.conftest import House, person, words
from tests.signing import with_session
from tests.support import OTHER_AGENCY, counsellor, jobseeker

PEOPLE = 50


def test_fifty_people_of_others_are_refused_and_every_try_is_kept(
    house: House, audit: Audit
) -> None:
    owner = Caller(counsellor(), "fr")
    body = ProfileIn.model_validate(person(email=None, channel="agent"))
    made = [house.services.profiles.create(owner, body) for _ in range(PEOPLE)]
    curious = house.counsellor(agency=OTHER_AGENCY)
    for one in made:
        page = curious.get(f"/personnes/{one.id}")
        assert page.status_code == 404
        assert "Korvalan" not in page.text
    tried = [row for row in audit.rows(select(entries)) if row.outcome == "refused"]
    assert len({row.subject for row in tried}) == PEOPLE
    assert {(row.role, row.agency_id, row.elsewhere) for row in tried} == {
        ("counsellor", OTHER_AGENCY, True)
    }
    assert unusual.look(audit) > 0
    assert unusual.look(audit) == 0  # what was told once is not news: the job rests
    kinds = {one.kind for one in unusual.alert_list(audit, waiting=True, limit=10)}
    assert kinds >= {"refused", "other_agencies"}
    me = Caller(jobseeker(profile_id=made[0].id), "fr")
    seen = house.services.profiles.accesses(me, made[0].id)
    assert (seen[0].action, seen[0].outcome) == ("opened", "refused")


def test_with_the_audit_away_nobody_is_opened(house: House) -> None:
    known = house.person()
    desk = house.counsellor()
    mine = house.browser(Role.JOBSEEKER, profile_id=known.id)
    away = Audit(Database("postgresql+psycopg://nobody@127.0.0.1:1/audit"), TEST_SECRET)
    before = recording.attached(house.databases["profiles"])
    recording.attach(house.databases["profiles"], away)
    try:
        for path in ("", "/droits", "/titre", "/notes", "/acces"):
            page = desk.get(f"/personnes/{known.id}{path}")
            assert (path, page.status_code) == (path, 503)
            assert "Korvalan" not in page.text
        assert "reste fermé pour l'instant" in words(desk.get(f"/personnes/{known.id}"))
        people = desk.get("/personnes")
        assert (people.status_code, "Korvalan" in people.text) == (503, False)
        assert desk.get("/offres").status_code == 200  # everything else goes on
        assert mine.get("/profil").status_code == 200  # and everybody has what is theirs
    finally:
        assert before is not None
        recording.attach(house.databases["profiles"], before)
    assert desk.get(f"/personnes/{known.id}").status_code == 200


def test_erasing_a_person_leaves_the_record_without_them(house: House, audit: Audit) -> None:
    known = house.person()
    desk = house.counsellor()
    assert desk.get(f"/personnes/{known.id}").status_code == 200
    before = [row for row in audit.rows(select(entries)) if row.action == "read"]
    house.services.profiles.erase(Caller(jobseeker(profile_id=known.id), "fr"), known.id)
    house.pump()
    after = [row for row in audit.rows(select(entries)) if row.action == "read"]
    assert after == before
    assert audit.verify() == audit.head()
    for name, database in house.databases.items():
        assert not holds(database, str(before[0].subject)), name
    assert not holds(audit.database, str(known.id))


def holds(database: Database, value: str) -> bool:
    """Whether any row of a database says this."""
    with database.engine.connect() as connection:
        tables = connection.exec_driver_sql(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).scalars()
        return any(
            connection.exec_driver_sql(
                f'SELECT count(*) FROM "{table}" AS row WHERE row::text LIKE %s', (f"%{value}%",)
            ).scalar_one()
            for table in list(tables)
        )


@pytest.mark.parametrize("path", ["", "/rights", "/accesses", "/consents"])
def test_an_officer_reads_nothing_of_people(house: House, path: str) -> None:
    known = house.person()
    officer = Caller(with_session(accounts.actor(house.account(Role.OFFICER))), "fr")
    with pytest.raises(AmudduError) as refused:
        house.services.profiles._send("profiles", "GET", f"/v1/profiles/{known.id}{path}", officer)
    assert refused.value.status == 403


def test_an_officers_pages_name_nobody(house: House) -> None:
    known = house.person()
    house.counsellor().get(f"/personnes/{known.id}")
    officer = house.browser(Role.OFFICER)
    for path in ("/personnes", f"/personnes/{known.id}", "/messages", "/offres", "/doublons"):
        assert officer.get(path).status_code == 403, path
    journal = officer.get("/journal")
    assert journal.status_code == 200
    assert "A lu le profil" in journal.text
    assert UUID(str(known.id)).hex not in journal.text.replace("-", "")
    assert "Korvalan" not in journal.text + officer.get("/journal.csv").text
