"""Staff find people by what they have at hand: a name however it is written, a number, a code."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amuddu.contracts.profiles import ProfileIn
from amuddu.kit.auth import Actor
from amuddu.kit.db import Database
from services.profiles.likeness import service as likeness
from tests.services.profiles.conftest import Call, person
from tests.support import OTHER_AGENCY, agent, counsellor

BOSS = counsellor()
REF = "DOS-2024/0017"


def add(call: Call, given: str, family: str | None = None, *, by: Actor = BOSS, **more: Any) -> str:
    body = person(
        **{"given_name": given, "family_name": family, "phone": None, "channel": "agent"} | more
    )
    return str(call(by, "POST", "/profiles", body, expect=201)["id"])


def found(call: Call, q: str, *, by: Actor = BOSS) -> list[str]:
    return [line["display_name"] for line in call(by, "GET", "/profiles", q=q)["items"]]


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        (("Mohamed", "Exemple"), ("Mohammed", "muhammad exemple", "محمد", "EXEMPLE mouhamed")),
        (("محمد", "العمراني"), ("Mohamed", "amrani", "El Amrani", "العمراني محمد", "مُحَمَّد")),
        (("NDiaye", "Essai"), ("N'Diaye", "n diaye", "Ndiaye essai", "N’DIAYE")),
        (("Awa", "N'Diaye"), ("ndiaye", "N'diaye Awa", "ndi")),
        (("عبد الله", "Essai"), ("عبدالله", "Abdallah", "Abdellah essai", "abd allah")),
        (("عبدالله", "Essai"), ("عبد الله", "abdellah")),
        (("أحمد", "Essai"), ("احمد", "Ahmad", "أَحْمَد")),
        (("Aissata", "Essai"), ("Aïssata", "essai aissata", "AISSATA")),
        (("Khadija", "Essai"), ("Khadidja", "خديجة", "khad")),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(
    call: Call, stored: tuple[str, str], asked: tuple[str, ...]
) -> None:
    add(call, *stored)
    add(call, "Zibounda", "Korvalan")
    for q in asked:
        assert found(call, q) == [" ".join(stored)], q


def test_names_that_only_look_alike_are_not_found(call: Call) -> None:
    for name in ("Mahmoud", "Hamid", "Mamadou", "Fatoumata"):
        add(call, name, "Essai")
    assert found(call, "Mohamed") == []
    assert found(call, "fatou") == ["Fatoumata Essai"], "a beginning"


def test_who_is_spelled_so_comes_before_who_sounds_so(call: Call) -> None:
    add(call, "Mohamed", "Essai")
    add(call, "Mohammed", "Exemple")
    assert found(call, "mohamed") == ["Mohamed Essai", "Mohammed Exemple"]
    assert found(call, "mohammed") == ["Mohammed Exemple", "Mohamed Essai"]
    pages = [call(BOSS, "GET", "/profiles", q="mohamed", limit=1, offset=n) for n in range(3)]
    assert [page["total"] for page in pages] == [2, 2, 2]
    assert [[x["display_name"] for x in page["items"]] for page in pages] == [
        ["Mohamed Essai"],
        ["Mohammed Exemple"],
        [],
    ]


@pytest.mark.parametrize(
    "q",
    [
        *("0612345678", "06 12 34 56 78", "+212 6 12 34 56 78", "00212612345678", "06-12-34-56-78"),
        *("+212 (0)6 12 34 56 78", "٠٦١٢٣٤٥٦٧٨", "345678", "\u202a0612345678\u202c", "612345678"),
        *("essai 0612345678", "Zib@exemple.ma", "zib@", "DOS-2024/0017", "dos 2024", "2024/0017"),
    ],
)
def test_a_number_a_reference_an_address_find_one_person(call: Call, q: str) -> None:
    add(
        call,
        "Awa",
        "Essai",
        phone="+212612345678",
        email="zib@exemple.ma",
        external_ref="DOS-2024/0017",
    )
    add(call, "Binta", "Essai", phone="+212699999999", email="x@exemple.ma", external_ref="X1")
    assert found(call, q) == ["Awa Essai"]


def test_a_search_stays_in_the_agency_and_with_the_agent(call: Call) -> None:
    helper, other = agent(), counsellor(agency=OTHER_AGENCY)
    add(call, "Mohamed", "Ailleurs", by=other, phone="+212612345678")
    add(call, "Mohamed", "Essai", by=helper, phone="+212612345678")
    for q in ("Mohammed", "0612345678", "محمد"):
        assert found(call, q) == ["Mohamed Essai"]
        assert found(call, q, by=helper) == ["Mohamed Essai"]
        assert found(call, q, by=agent()) == []


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(q=st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=80))
def test_whatever_is_typed_is_answered(call: Call, q: str) -> None:
    call(BOSS, "GET", "/profiles", q=q)


def test_people_of_before_get_their_keys_from_the_worker(call: Call, database: Database) -> None:
    add(call, "Mohamed", "Essai", external_ref="DOS-7")
    with database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE profiles SET keyed = 0, tokens = '{}', ref_digest = NULL"
        )
        connection.exec_driver_sql("DELETE FROM profile_keys")
    assert found(call, "mohamed") == found(call, "محمد") == []
    with database.session() as session:
        assert likeness.renew_some(session) == 1
        assert likeness.renew_some(session) == 0
    assert found(call, "محمد") == found(call, "dos 7") == ["Mohamed Essai"]


def body(given: str, family: str, **more: Any) -> ProfileIn:
    return ProfileIn.model_validate({"given_name": given, "family_name": family, **more})


def test_rows_of_a_file_are_compared_with_people_and_with_one_another(
    call: Call, database: Database
) -> None:
    known = add(
        call, "Mohamed", "N'Diaye", phone="+212612345678", birth_year=1990, external_ref="A"
    )
    add(call, "Awa", "Ailleurs", by=counsellor(agency=OTHER_AGENCY), phone="+212611111111")
    rows = [
        body("محمد", "Ndiaye", birth_year=1990),
        body("Mohammed", "NDiaye", birth_year=1991),
        body("Autre", "Essai", phone="06 12 34 56 78"),
        body("Awa", "Essai", phone="+212611111111"),
        body("Awa", "Exemple", phone="0611111111", email="Awa@exemple.ma"),
        body("Binta", "Exemple", email="awa@exemple.ma"),
        body("Mohamed", "N'Diaye", phone="+212612345678", external_ref="A"),
    ]
    with database.session() as session:
        matches = likeness.likely_same(session, "rabat", rows)
    said = [
        (m.index, str(m.profile_id) if m.profile_id else m.other_index, m.reasons) for m in matches
    ]
    assert sorted(said, key=str) == sorted(
        [
            (0, known, ("name",)),
            (2, known, ("phone",)),
            (4, 3, ("phone",)),
            (5, 4, ("email",)),
            (6, 2, ("phone",)),
        ],
        key=str,
    )
