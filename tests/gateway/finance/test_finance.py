"""The directory of finance through its doors, and refusals that nothing leads back from."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from amuddu.contracts.support.finance import LEAST, ProductIn, RefusalIn
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError
from gateway.clients.base import Caller
from services.support.finance import seeding
from tests.gateway.conftest import House, themselves, words
from tests.support import coordinator, outbox_envelopes

KEEPER = Caller(coordinator(), "fr")
PRODUCT: dict[str, Any] = {
    "institution": "Banque Exemple",
    "name": "Compte simple",
    "kind": "account",
    "papers": ["residence_card", "address"],
    "places": ["rabat"],
    "source": "appel du guichet",
}


def product(house: House, **changes: Any) -> Any:
    body = ProductIn.model_validate({**PRODUCT, **changes})
    return house.services.support.add_product(KEEPER, body)


def test_anybody_finds_a_product_by_sort_and_town(house: House) -> None:
    one = product(house)
    everywhere = product(house, name="Microcrédit", kind="microcredit", places=[])
    nobody = house.browser()
    assert "Compte simple" in words(nobody.get("/finance", ville="rabat"))
    elsewhere = words(nobody.get("/finance", ville="oujda"))
    assert "Compte simple" not in elsewhere
    assert "Microcrédit" in elsewhere, "it is offered everywhere"
    assert "Compte simple" not in words(nobody.get("/finance", sorte="microcredit"))
    page = words(nobody.get(f"/finance/{one.id}"))
    assert "Preuve de l'adresse" in page
    assert "à vérifier avant d'y aller" in page, "nobody has asked at the counter"
    assert "Se connecter pour le dire" in page
    assert nobody.get(f"/finance/{uuid4()}").status_code == 404
    assert everywhere.to_check


def test_the_coordination_keeps_it_and_nothing_is_there_twice(house: House) -> None:
    keeper = house.browser(Role.COORDINATOR)
    typed = {
        "institution": "Banque Exemple",
        "name": "Compte simple",
        "kind": "account",
        "papers:passport": "1",
        "places": "Rabat\nSalé",
        "amount_most": "5000",
        "offered": "1",
        "source": "appel du guichet",
    }
    for field, value, said in (
        ("places", "Atlantis", "Atlantis"),
        ("amount_least", "9000", "inversez-les"),
        ("checked_on", "2099-01-01", "pas encore venu"),
        ("kind", "", "Sorte"),
    ):
        wrong = keeper.post("/finance/nouveau", {**typed, field: value})
        assert wrong.status_code == 422, field
        assert said in words(wrong)
        assert "Compte simple" in wrong.text, "what was typed is still there"
    made = keeper.post("/finance/nouveau", typed)
    assert "Passeport" in words(made)
    twice = keeper.post("/finance/nouveau", {**typed, "institution": "BANQUE EXEMPLE"})
    assert twice.status_code == 409
    assert "déjà dans la liste" in words(twice)
    address = str(made.url.path)
    changed = keeper.post(f"{address}/modifier", {**typed, "name": "Compte de base"})
    assert "Compte de base" in words(changed)


@pytest.mark.parametrize("role", [Role.JOBSEEKER, Role.COUNSELLOR, Role.AGENT])
def test_a_refusal_is_counted_and_holds_nothing_of_who_said_it(house: House, role: Role) -> None:
    one, person = product(house), house.person()
    of: dict[str, Any] = (
        {"profile_id": person.id} if role is Role.JOBSEEKER else {"agency_id": "rabat"}
    )
    account = house.account(role, **of)
    browser = house.browser(role, **of)
    path = f"/finance/{one.id}/refus"
    assert "ni nom, ni jour, ni agence" in words(browser.get(path))
    empty = browser.post("/finance/refus", {"product_id": str(one.id)})
    assert empty.status_code == 422
    assert "Compte simple" in words(empty)
    said = {"product_id": str(one.id), "reason": "renewal", "form": "spoken", "place": "rabat"}
    before = len(outbox_envelopes(house.databases["support"]))
    assert "compté, sans nom" in words(browser.post("/finance/refus", said))
    other = {"kind": "loan", "reason": "no_reason", "form": "written"}
    assert "compté, sans nom" in words(browser.post("/finance/refus", other))
    assert len(outbox_envelopes(house.databases["support"])) == before, "no event tells of it"
    with house.databases["support"].engine.connect() as connection:
        kept = str(connection.exec_driver_sql("SELECT * FROM finance_refusals").all())
    for telling in (account.id, account.login, person.id, person.code, "Zibounda"):
        assert str(telling) not in kept
    assert "'renewal'" in kept


def test_who_may_not_tell_or_count_is_refused(house: House) -> None:
    one = product(house)
    firm = house.boss(house.employer())
    assert firm.get(f"/finance/{one.id}/refus").status_code == 403
    said = {"product_id": str(one.id), "reason": "paper", "form": "spoken"}
    assert firm.post("/finance/refus", said).status_code == 403
    assert "/connexion" in str(house.browser().post("/finance/refus", said).url)
    for browser in (firm, house.counsellor()):
        assert browser.get("/finance/refus/comptes").status_code == 403
        assert browser.get("/finance/nouveau").status_code == 403
    with pytest.raises(AmudduError) as refused:
        house.services.support.refusals(house.staff)
    assert refused.value.status == 403


def test_counts_say_nothing_of_one_person(house: House) -> None:
    """One refusal more moves nothing that is shown, but where it fills up a whole step."""
    one, support = product(house), house.services.support
    me = themselves(house.person().id)
    shown = []
    for _ in range(2 * LEAST):
        support.tell_refusal(me, RefusalIn(product_id=one.id, reason="paper", form="written"))
        found = support.refusals(KEEPER)
        ((count, written),) = {(each.count, each.written) for each in found.items}
        assert count == written
        shown.append((count, found.total))
    assert set(shown) == {(0, 0), (LEAST, LEAST), (2 * LEAST, 2 * LEAST)}
    page = words(house.browser(Role.COORDINATOR).get("/finance/refus/comptes"))
    assert "Banque Exemple Compte bancaire Ce papier n'est pas accepté 10 10" in page
    there = RefusalIn(product_id=one.id, reason="paper", form="written", place="oujda")
    for _ in range(LEAST):
        support.tell_refusal(me, there)
    assert support.refusals(KEEPER, place="oujda").total == LEAST
    assert support.refusals(KEEPER, place="rabat").total == 0
    wrong = house.browser(Role.COORDINATOR).get("/finance/refus/comptes", since="2026-13")
    assert wrong.status_code == 422
    turned = {"since": "2026-05", "until": "2026-01"}
    assert "inversez-les" in words(
        house.browser(Role.COORDINATOR).get("/finance/refus/comptes", **turned)
    )


def test_what_is_known_from_the_start_is_entered_once(house: House) -> None:
    with house.databases["support"].session() as session:
        assert seeding.seed(session) == len(seeding.known())
    with house.databases["support"].session() as session:
        assert seeding.seed(session) == 0
    found = house.services.support.products(KEEPER)
    assert found.total == len(seeding.known())
    account = next(each for each in found.items if each.kind == "account")
    for lang, said in (("fr", "article 150"), ("en", "registered letter"), ("ar", "بنك المغرب")):
        assert said in words(house.browser(lang=lang).get(f"/finance/{account.id}"))
