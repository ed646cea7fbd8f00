"""Somebody was erased; whoever holds every database and the broker looks for them.

And somebody who wants it believed that an erasure was done, when it was not: with an invented
receipt, an altered one, another service's key, or an answer in another's name.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from joserfc import jws
from joserfc.jwk import OKPKey
from sqlalchemy import text

from amuddu.contracts.events.envelope import Envelope
from amuddu.contracts.events.erasures import (
    PLACES,
    ErasedByEmployers,
    ErasedByMatching,
    PlaceErased,
    places_of,
)
from amuddu.contracts.profiles.receipts import AnswerIn, CheckedReceipt, ReceiptIn
from amuddu.kit.auth import Role
from amuddu.kit.events import dead_letters
from gateway.clients.base import Caller
from gateway.erasures import words as erasure_words
from tests.attack.inside.dumps import dump, whole
from tests.attack.inside.erased_house import Left
from tests.attack.inside.retained import Retaining
from tests.gateway.conftest import Browser, House, words
from tests.keys import keys, sealed
from tests.support import headers_for, service

ANYBODY = Caller(None, "fr")


@pytest.fixture
def left(house: House) -> Left:
    return Left(house, Retaining(house.bus))


def token_of(address: str) -> str:
    return address.rpartition("/")[2]


def checked(house: House, receipt: str) -> CheckedReceipt:
    return house.services.profiles.check_receipt(ANYBODY, ReceiptIn(receipt=receipt))


# --- nothing is left ---------------------------------------------------------------------------


def test_nobody_finds_the_person_anywhere(left: Left) -> None:
    house = left.house
    before = left.found()
    assert {*before} >= {"profiles", "matching", "employers", "notifications", "gateway", "broker"}

    address = left.erase()
    house.carry_out_erasures()

    assert left.found() == {}
    with house.app.state.services.matching._http.app.state.engine.replica.people() as view:
        assert left.person.id not in view.ids
    page = Browser(house.app).get(address)
    assert "C'est effacé" in words(page)
    assert "pas encore" not in words(page)
    assert "sans la personne : 1" in words(page)


def test_money_stays_without_the_person_and_the_receipt_says_so(left: Left) -> None:
    house = left.house
    address = left.erase()
    house.carry_out_erasures()
    with house.databases["employers"].engine.connect() as connection:
        rows = connection.execute(text("SELECT state, hire_id FROM claims")).all()
        hires = connection.execute(text("SELECT id, profile_id, code FROM hires")).all()
    assert [row.state for row in rows] == ["submitted"]
    assert [(row.profile_id, row.code) for row in hires] == [(None, "")]
    assert rows[0].hire_id == hires[0].id
    state = house.services.profiles.receipt(ANYBODY, token_of(address))
    kept = {each.place: {one.code: one.count for one in each.kept} for each in state.places}
    assert kept["employers"] == {"claim_money": 1}
    assert kept["notifications"]["messages_delivered"] >= 1
    assert kept["profiles"] == {"reference_mark": 1}


def test_what_is_late_brings_nobody_back(left: Left) -> None:
    house = left.house
    late = {
        name: [each for each in envelopes if str(left.person.id) in each.model_dump_json()]
        for name, envelopes in left.log.published.items()
    }
    left.erase()
    house.carry_out_erasures()
    for envelopes in late.values():
        fresh = [each.model_copy(update={"id": uuid4()}) for each in envelopes]
        left.log.bus.publish([sealed(each) for each in fresh])
    left.log.records.clear()
    house.carry_out_erasures()
    assert left.found() == {}


def test_the_audit_outlives_the_person_without_their_name(left: Left) -> None:
    audit = left.house.databases["profiles"].info["audit"]
    person, asked = left.person.id, {"reason": "asked_here", "confirm": "1"}
    left.house.counsellor().post(f"/personnes/{person}/effacer", asked)
    done = left.house.counsellor().post(f"/personnes/{person}/effacer/confirmer", {"confirm": "1"})
    assert "Donnez cette page" in words(done)
    left.house.carry_out_erasures()
    assert left.found() == {}
    said = whole(dump(audit.database)).lower()
    assert "erased" in said
    assert [each for each in left.sought() if each in said] == []


def test_the_account_that_the_audit_names_leads_nowhere(left: Left) -> None:
    """The person signed in, so the audit names their account; nothing else does any more."""
    house, account = left.house, left.account.id
    audit = house.databases["profiles"].info["audit"]
    left.erase()
    house.carry_out_erasures()
    assert str(account) in whole(dump(audit.database))
    places = {name: whole(dump(each)) for name, each in house.databases.items()}
    places["broker"] = left.log.text()
    forms = (str(account), account.hex)
    assert [name for name, said in places.items() if any(each in said for each in forms)] == []


# --- a place that is down ----------------------------------------------------------------------


@pytest.mark.parametrize("away", ["matching", "employers", "notifications", "support", "gateway"])
def test_a_place_that_is_down_keeps_it_incomplete(left: Left, away: str) -> None:
    house = left.house
    token = token_of(left.erase())
    house.carry_out_erasures(without=[away])
    state = house.services.profiles.receipt(ANYBODY, token)
    missing = {each.place for each in state.places if each.acknowledged_at is None}
    assert missing == set(places_of(away))
    assert state.completed_at is None
    assert not checked(house, state.signed).complete
    page = Browser(house.app).get(f"/effacement/{token}")
    assert "L'effacement est en cours" in words(page)
    officer = house.browser(Role.OFFICER)
    assert erasure_words.PLACES[next(iter(missing))] in words(officer.get("/effacements"))

    house.carry_out_erasures()
    state = house.services.profiles.receipt(ANYBODY, token)
    assert state.completed_at is not None
    assert left.found() == {}


def test_erasing_again_changes_nothing(left: Left) -> None:
    house = left.house
    token = token_of(left.erase())
    house.carry_out_erasures()
    first = house.services.profiles.receipt(ANYBODY, token)
    assert left.browser.post("/profil/effacer", {"confirm": "1"}).status_code in (200, 403, 404)
    house.carry_out_erasures()
    assert house.services.profiles.receipt(ANYBODY, token) == first


# --- receipts ----------------------------------------------------------------------------------


def test_only_the_very_receipt_is_believed(left: Left) -> None:
    house = left.house
    token = token_of(left.erase())
    begun = house.services.profiles.receipt(ANYBODY, token).signed
    house.carry_out_erasures()
    final = house.services.profiles.receipt(ANYBODY, token).signed
    for receipt in (begun, final):
        found = checked(house, receipt)
        assert (found.verdict, found.complete) == ("genuine", True)

    header, payload, signature = final.split(".")
    said = json.loads(jws.extract_compact(final.encode()).payload)
    assert {each["place"] for each in said["places"]} == set(PLACES)
    altered = [
        f"{header}.{payload[:-2]}AA.{signature}",
        f"{header}.{payload}.{signature[:-4]}AAAA",
        f"{header}.{begun.split('.')[1]}.{signature}",
        str(uuid4()),
        "{}",
        "eyJhbGciOiJub25lIn0.e30.",
    ]
    assert {checked(house, each).verdict for each in altered} == {"altered"}
    for name in ("matching", "gateway"):
        assert (
            checked(house, _signed(said, by=name, kid=keys(name).own.key_id)).verdict == "altered"
        )
        own = keys("profiles").own.key_id
        assert checked(house, _signed(said, by=name, kid=own)).verdict == "altered"
    # Even profiles' own key says nothing that is not in the register.
    other = _signed({**said, "receipt": str(uuid4())}, by="profiles", kid=own)
    assert checked(house, other).verdict == "unknown"


def test_a_file_and_a_pasted_text_are_judged_by_anybody(left: Left) -> None:
    house = left.house
    address = left.erase()
    house.carry_out_erasures()
    anybody = Browser(house.app)
    file = anybody.get(f"{address}/recu.json")
    assert "attachment" in file.headers["content-disposition"]
    for pasted, judged in (
        (file.text, "Ce reçu est vrai."),
        (file.json()["signed"], "Ce reçu est vrai."),
        (file.text.replace("ey", "eY", 1), "Ce n'est pas un de nos reçus"),
        (str(uuid4()), "Ce n'est pas un de nos reçus"),
    ):
        assert judged in words(anybody.post("/verifier-un-recu", {"receipt": pasted}))
    empty = anybody.post("/verifier-un-recu", {"receipt": " "})
    assert empty.status_code == 422
    assert "Collez le reçu" in words(empty)


def _signed(said: dict[str, Any], *, by: str, kid: str) -> str:
    header = {"alg": "Ed25519", "kid": kid, "typ": "amuddu-erasure-receipt"}
    key = OKPKey.import_key(keys(by).own.key)
    return jws.serialize_compact(header, json.dumps(said), key, algorithms=["Ed25519"])


def test_no_number_opens_a_receipt(house: House) -> None:
    for guess in (str(uuid4()), "x" * 32, str(UUID(int=0))):
        assert Browser(house.app).get(f"/effacement/{guess}").status_code == 404
        assert Browser(house.app).get(f"/efface/{guess}").status_code == 404


def test_a_key_written_by_sql_signs_nothing(left: Left) -> None:
    """Whoever writes in the table of keys has no later key to vouch for theirs."""
    house = left.house
    token = token_of(left.erase())
    said = json.loads(
        jws.extract_compact(house.services.profiles.receipt(ANYBODY, token).signed.encode()).payload
    )
    own = keys("employers").own
    raw = own.key.public_key().public_bytes_raw()
    with house.databases["profiles"].engine.begin() as connection:
        row = "INSERT INTO receipt_keys VALUES (:id, :raw, :by, :signature)"
        forged = {"id": own.key_id, "raw": raw, "by": keys("profiles").own.key_id}
        connection.execute(text(row), {**forged, "signature": own.sign(raw)})
    assert checked(house, _signed(said, by="employers", kid=own.key_id)).verdict == "altered"


# --- answers in another's name -----------------------------------------------------------------


def test_a_forged_answer_is_a_dead_letter(left: Left) -> None:
    house = left.house
    token = token_of(left.erase())
    erasure_id = house.services.profiles.receipt(ANYBODY, token).receipt
    done = tuple(PlaceErased(place=place) for place in places_of("matching"))
    forged = [
        # matching's answer, by the key of employers; then employers' topic, about matching's places
        sealed(Envelope.wrap(ErasedByMatching(erasure_id=erasure_id, places=done)), by="employers"),
        sealed(Envelope.wrap(ErasedByEmployers(erasure_id=erasure_id, places=done))),
    ]
    house.bus.publish(forged)
    reasons = {each.reason for each in dead_letters.waiting(house.databases["profiles"])}
    assert {"forged: producer", "forged: place"} <= reasons
    state = house.services.profiles.receipt(ANYBODY, token)
    told = {each.place: each.acknowledged_at for each in state.places}
    assert told["matching"] is None


def test_no_service_answers_for_the_gateway(left: Left) -> None:
    house = left.house
    token = token_of(left.erase())
    erasure_id = house.services.profiles.receipt(ANYBODY, token).receipt
    api: Any = house.services.profiles._http
    body = AnswerIn(places=(PlaceErased(place="gateway"),)).model_dump(mode="json")
    for name in ("matching", "employers", "notifications", "support"):
        answer = api.post(
            f"/v1/open-erasures/{erasure_id}", json=body, headers=headers_for(service(name))
        )
        assert answer.status_code == 403
        assert api.get("/v1/open-erasures", headers=headers_for(service(name))).status_code == 403
    state = house.services.profiles.receipt(ANYBODY, token)
    assert {each.place: each.acknowledged_at for each in state.places}["gateway"] is None


def test_every_place_and_every_reason_has_words() -> None:
    assert set(erasure_words.PLACES) == set(PLACES)
