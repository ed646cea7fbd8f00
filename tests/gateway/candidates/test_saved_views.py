"""A counsellor names filters and an order, comes back to them, and shares them or not."""

from __future__ import annotations

import re

import httpx2
import pytest

from amuddu.contracts.employers import Vacancy
from amuddu.kit.auth import Role
from tests.gateway.conftest import Browser, House, words
from tests.support import AGENCY, OTHER_AGENCY


@pytest.fixture
def vacancy(house: House) -> Vacancy:
    made = house.vacancy(house.employer())
    house.person()
    return made


def save(browser: Browser, vacancy: Vacancy, name: str, **fields: str) -> httpx2.Response:
    said = {"action": "keep", "filters": "max_km=20&essentiels=1&offset=20", **fields}
    return browser.post(f"/offres/{vacancy.id}/vues", {**said, "name": name})


def views(page: httpx2.Response) -> list[tuple[str, str]]:
    """Addresses and names, as the menu has them."""
    menu = page.text.partition('id="vues"')[2].partition("</details>")[0]
    found = re.findall(r'<a href="\?([^"]+)"[^>]*><bdi>([^<]+)</bdi>', menu)
    return [(query.replace("&amp;", "&"), name) for query, name in found]


def test_a_view_is_kept_and_serves_on_every_offer(house: House, vacancy: Vacancy) -> None:
    desk = house.counsellor()
    page = save(desk, vacancy, "  Près   d'ici ")
    assert "Vue enregistrée" in words(page)
    assert views(page) == [("max_km=20&essentiels=1", "Près d&#39;ici")]
    assert 'aria-current="true"><bdi>Près' in page.text
    other = house.vacancy(house.employer("Autre"))
    assert len(views(desk.get(f"/offres/{other.id}/candidats"))) == 1
    again = save(desk, vacancy, "Près d'ici", filters="tri=distance")  # the same name: the new one
    assert [query for query, _ in views(again)] == ["tri=distance"]
    found = re.search(r'name="view_id" value="([^"]+)"', again.text)
    assert found is not None
    gone = desk.post(f"/offres/{vacancy.id}/vues", {"action": "drop", "view_id": found.group(1)})
    assert "Vue enlevée" in words(gone)
    assert views(gone) == []


def test_colleagues_see_what_is_shared_and_nobody_else(house: House, vacancy: Vacancy) -> None:
    desk, colleague = house.counsellor(), house.counsellor()
    save(desk, vacancy, "À moi")
    shared = save(desk, vacancy, "À tous", shared="1", filters="libre=1")
    assert len(views(shared)) == 2
    theirs = colleague.get(f"/offres/{vacancy.id}/candidats")
    assert views(theirs) == [("libre=1", "À tous")]
    assert 'name="view_id"' not in theirs.text
    ids = re.findall(r'name="view_id" value="([^"]+)"', shared.text)
    for view_id in ids:
        drop = {"action": "drop", "view_id": view_id}
        assert colleague.post(f"/offres/{vacancy.id}/vues", drop).status_code == 404
    assert len(views(desk.get(f"/offres/{vacancy.id}/candidats"))) == 2
    elsewhere = house.vacancy(house.employer("Loin", agency=OTHER_AGENCY))
    stranger = house.counsellor(agency=OTHER_AGENCY)
    assert views(stranger.get(f"/offres/{elsewhere.id}/candidats")) == []
    for role, of in ((Role.AGENT, {"agency_id": AGENCY}), (Role.ADMINISTRATOR, {})):
        browser = house.browser(role, **of)
        assert save(browser, vacancy, "Vue").status_code == 403


@pytest.mark.parametrize(
    ("name", "filters", "said"),
    [
        ("", "libre=1", "Donnez un nom"),
        ("x" * 41, "libre=1", "Donnez un nom"),
        ("Réfugiés à Rabat", "libre=1", "Retirez ces mots"),
        ("Tout", "", "Choisissez d'abord un filtre"),
        ("Tout", "zzz=1&max_km=abc", "Choisissez d'abord un filtre"),
    ],
)
def test_what_cannot_be_kept_is_said_at_the_field(
    house: House, vacancy: Vacancy, name: str, filters: str, said: str
) -> None:
    page = save(house.counsellor(), vacancy, name, filters=filters)
    assert page.status_code == 422
    assert said in words(page)
    assert 'id="vues" open' in page.text
    assert views(page) == []


def test_twenty_are_enough(house: House, vacancy: Vacancy) -> None:
    desk = house.counsellor()
    for number in range(20):
        save(desk, vacancy, f"Vue {number}")
    assert "Vous avez déjà 20 vues" in words(save(desk, vacancy, "Encore une"))
    assert save(desk, vacancy, "Vue 3", filters="tri=jour").status_code == 200
