"""A thief of backups, with the dumps of every database, wants titles, contacts and names.

They have what an operator's laptop or a lost disk has: dumps of today and of yesterday, perhaps
the database of keys, and write access to a table. They have not the file of the master key.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from amuddu.contracts.profiles import Profile
from amuddu.kit.db import Database
from amuddu.kit.settings import Settings
from services.profiles import app as profiles_app
from services.profiles.keys.keyring import Keyring
from services.profiles.keys.master import FileMaster, UnknownMaster, WrongMaster, drawn
from services.profiles.keys.opening import MIGRATIONS
from tests.attack.inside.dumps import Dump, dump, read, restored, whole
from tests.gateway.conftest import House
from tests.support import counsellor, headers_for, jobseeker

PEOPLE: tuple[dict[str, Any], ...] = (
    {
        "given_name": "Zibounda",
        "family_name": "Korvalan",
        "nationality": "SY",
        "birth_year": 1957,
        "residence": {
            "status": "refugee_bra_permit",
            "overlays": ["stateless"],
            "valid_until": "2097-06-29",
        },
        "email": "zibounda.k@exemple.ma",
        "phone": "+212661234567",
        "about": "J'aime les murs droits du quartier Bramefaim.",
        "external_ref": "DOS-KORVALAN-17",
        "sex": "f",
    },
    {
        "given_name": "Qadmouri",
        "family_name": "Tarnalou",
        "nationality": "CM",
        "birth_year": 1959,
        "residence": {"status": "permit_student", "valid_until": "2096-03-27"},
        "email": "qadmouri@exemple.ma",
        "phone": "+212667654321",
        "about": "J'ai gardé des moutons à Oukimalou.",
        "external_ref": "DOS-TARNALOU-18",
        "sex": "m",
    },
)
OF_WORK = ("Bramefaim", "Oukimalou")
"""Words of what they write of their work."""
OTHERS = ("employers", "matching", "notifications", "support", "gateway", "keys")


def secrets_of(person: dict[str, Any]) -> list[str]:
    """Patterns of all that a line about somebody would give away."""
    title = person["residence"]
    words = [person["given_name"], person["family_name"], person["email"], person["external_ref"]]
    words += [title["status"], title["valid_until"], *title.get("overlays", ())]
    words += [person["email"].partition("@")[0], person["phone"][-8:], *OF_WORK]
    exact = [rf'(?<![\w+/=-])"?{person["nationality"]}"?(?![\w+/=-])']
    return [
        *(rf"(?i){re.escape(word)}" for word in words),
        *exact,
        rf"(?<![\d.:]){person['birth_year']}(?!\d)",
    ]


def told(dumped: Dump) -> set[str]:
    text = read(dumped)
    wanted = [pattern for person in PEOPLE for pattern in secrets_of(person)]
    return {pattern for pattern in wanted if re.search(pattern, text)}


def api_of(house: House) -> TestClient:
    client = house.services.profiles._http
    assert isinstance(client, TestClient)
    return client


@pytest.fixture
def people(house: House) -> list[Profile]:
    made = [house.person(**person) for person in PEOPLE]
    notes = {"key": str(made[0].id), "text": "Préfère le matin, parle de Bramefaim."}
    api = api_of(house)
    path = f"/v1/profiles/{made[0].id}/notes"
    assert api.post(path, json=notes, headers=headers_for(house.staff.actor)).status_code < 300
    return made


def test_a_dump_of_every_database_tells_nothing_of_anybody(
    house: House, people: list[Profile]
) -> None:
    clear = "SY\trefugee_bra_permit\t1957\tzibounda.k@exemple.ma"
    assert len(told({"a row in clear": clear})) == 6, "the search itself works"
    dumped = {name: dump(house.databases[name]) for name in ("profiles", *OTHERS)}
    assert str(people[0].id) in whole(dumped["profiles"])
    found = {(name, secret) for name, each in dumped.items() for secret in told(each)}
    # What somebody says of their work is weighed by matching, in redacted words.
    weighed = {("matching", rf"(?i){word}") for word in OF_WORK}
    assert found <= weighed


def test_yesterdays_backup_is_unreadable_for_whoever_was_erased_since(
    house: House, people: list[Profile], settings: Settings
) -> None:
    yesterday = dump(house.databases["profiles"])
    themselves = headers_for(jobseeker(profile_id=people[0].id))
    erased = api_of(house).delete(f"/v1/profiles/{people[0].id}", headers=themselves)
    assert erased.status_code == 200
    house.pump()
    today = {name: dump(database) for name, database in house.databases.items()}
    assert str(people[0].id) in whole(yesterday)
    with restored(house.databases["profiles"], profiles_app.MIGRATIONS, yesterday) as old:
        app = profiles_app.create(database=old, keys=house.databases["keys"])
        api = TestClient(app)
        boss = headers_for(house.staff.actor)
        # Even with the master key and the keys of today.
        assert api.get(f"/v1/profiles/{people[0].id}", headers=boss).status_code == 404
        assert api.get(f"/v1/profiles/{people[1].id}", headers=boss).status_code == 200
        listed = api.get("/v1/profiles", headers=boss).json()["items"]
        assert [line["id"] for line in listed] == [str(people[1].id)]
        notes = api.get(f"/v1/profiles/{people[0].id}/notes", headers=boss)
        assert "Bramefaim" not in notes.text
        assert api.get("/v1/profiles/renewals", headers=boss).status_code < 500
        keyring: Keyring = old.info["keyring"]
        assert keyring.found([person.id for person in people]).keys() == {people[1].id}
    assert str(people[0].id) not in whole(today["keys"])
    wanted = [one for one in secrets_of(PEOPLE[0]) if "Oukimalou" not in one]  # the other's
    left = {
        (name, one) for name, each in today.items() for one in wanted if re.search(one, read(each))
    }
    assert left == set()


def test_a_row_moved_to_another_person_or_table_does_not_open(
    house: House, people: list[Profile]
) -> None:
    first, second = people
    swaps = (
        "UPDATE residence r SET sealed = o.sealed FROM residence o"
        f" WHERE r.profile_id = '{second.id}' AND o.profile_id = '{first.id}'",
        f"UPDATE residence r SET sealed = p.sealed FROM profiles p"
        f" WHERE r.profile_id = '{second.id}' AND p.id = '{second.id}'",
        "UPDATE profiles r SET sealed = o.sealed FROM profiles o"
        f" WHERE r.id = '{second.id}' AND o.id = '{first.id}'",
        f"UPDATE profiles SET sealed = set_byte(sealed, 40, 255 - get_byte(sealed, 40))"
        f" WHERE id = '{second.id}'",
    )
    api = api_of(house)
    boss = headers_for(counsellor())
    for swap in swaps:
        with house.databases["profiles"].engine.connect() as connection:
            before = [
                connection.exec_driver_sql(query).scalar_one()
                for query in (
                    f"SELECT sealed FROM residence WHERE profile_id = '{second.id}'",
                    f"SELECT sealed FROM profiles WHERE id = '{second.id}'",
                )
            ]
            assert connection.exec_driver_sql(swap).rowcount == 1
            connection.commit()
            answer = api.get(f"/v1/profiles/{second.id}", headers=boss)
            assert answer.status_code == 404, swap
            assert "refugee" not in answer.text
            connection.exec_driver_sql(
                f"UPDATE residence SET sealed = %s WHERE profile_id = '{second.id}'", (before[0],)
            )
            connection.exec_driver_sql(
                f"UPDATE profiles SET sealed = %s WHERE id = '{second.id}'", (before[1],)
            )
            connection.commit()
    assert api.get(f"/v1/profiles/{second.id}", headers=boss).status_code == 200


def test_a_stolen_database_of_keys_opens_nothing_without_the_master(
    house: House, people: list[Profile], tmp_path: Path
) -> None:
    stolen = dump(house.databases["keys"])
    assert str(people[0].id) in whole(stolen)
    mine = tmp_path / "of-the-thief.key"
    mine.write_text(f"{drawn()}\n")
    with restored(house.databases["keys"], MIGRATIONS, stolen) as keys:
        thief = Keyring(keys, FileMaster.read(mine))
        with pytest.raises(WrongMaster):
            thief.check()
        with pytest.raises(UnknownMaster):
            thief.found([people[0].id])
        with pytest.raises(UnknownMaster):
            thief.digest("search", "rabat", "phone:661234567")
        _renamed(keys, FileMaster.read(mine).current)
        assert thief.found([person.id for person in people]) == {}
        with pytest.raises(WrongMaster):
            thief.check()


def _renamed(keys: Database, master: str) -> None:
    with keys.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE wrapped_keys SET master = '{master}'")


def test_a_key_moved_to_another_person_opens_nothing(house: House, people: list[Profile]) -> None:
    first, second = people
    with house.databases["keys"].engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE wrapped_keys k SET wrapped = o.wrapped FROM wrapped_keys o"
            f" WHERE k.id = '{second.id}' AND o.id = '{first.id}'"
        )
    keyring: Keyring = house.databases["profiles"].info["keyring"]
    assert keyring.found([first.id, second.id]).keys() == {first.id}


def test_the_lengths_of_what_is_sealed_tell_no_title(house: House, people: list[Profile]) -> None:
    house.person(external_ref="X", email="x@exemple.ma", residence=None, nationality=None)
    with house.databases["profiles"].engine.connect() as connection:
        lengths = connection.exec_driver_sql("SELECT length(sealed) FROM residence").scalars()
        assert len(set(lengths)) == 1
