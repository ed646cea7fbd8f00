"""Offers for everybody: what stands there, what never does, what machines read."""

from __future__ import annotations

import csv
import io
import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier, Event
from xml.etree import ElementTree as Xml

import pytest

from amuddu.contracts.employers import CloseIn, Vacancy
from amuddu.kit.errors import Unavailable
from gateway.offers.boards import COLUMNS
from gateway.offers.shelf import AT_ONCE, STALE, Shelf
from tests.gateway.conftest import House, words

CONTACT = "Appelez le 06 12 34 56 78 ou chef@hotel.ma."


def posting_of(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    said: dict[str, object] = json.loads(found.group(1))
    return said


def test_anybody_reads_open_offers_of_firms_and_nothing_else(house: House) -> None:
    firm = house.employer("Bâtir Essai")
    shown = house.vacancy(firm, description=f"Murs. {CONTACT}")
    never: list[Vacancy] = [
        house.vacancy(firm, publish=False, title="Brouillon caché"),
        house.vacancy(
            firm,
            title="Nounou à la maison",
            occupation={"text": "nounou", "concept": "nanny"},
            household=True,
        ),
        house.vacancy(
            firm,
            title="Ménage peut-être chez un particulier",
            occupation={"text": "nettoyage", "concept": "cleaner"},
        ),
        house.vacancy(firm, title="Fermée déjà"),
    ]
    house.services.employers.close(house.staff, never[-1].id, CloseIn(reason="withdrawn"))
    stranger = house.browser()
    page = stranger.get("/emplois")
    assert page.status_code == 200
    assert "Maçon pour un chantier" in words(page)
    everything = page.text + "".join(
        stranger.get(path).text
        for path in ("/emplois.atom", "/sitemap.xml", "/api/v1/offers.csv", "/api/v1/offers.xml")
    )
    everything += stranger.get("/api/v1/offers").text + stranger.get(f"/emplois/{shown.id}").text
    for each in never:
        assert each.title not in everything
        assert str(each.id) not in everything
        assert stranger.get(f"/emplois/{each.id}").status_code == 404
        assert stranger.get(f"/api/v1/offers/{each.id}").status_code == 404
    for secret in ("06 12 34", "chef@hotel", str(firm.id)):
        assert secret not in everything


def test_offers_are_found_by_trade_in_any_language_and_by_town(house: House) -> None:
    firm = house.employer()
    house.vacancy(firm, title="Maçon à Rabat")
    house.vacancy(firm, title="Maçon à Tanger", place="tanger")
    stranger = house.browser()
    for typed in ("maçon", "MACON", "mason", "بناء"):
        assert "Maçon à Rabat" in words(stranger.get("/emplois", q=typed)), typed
    assert "Maçon à Tanger" not in words(stranger.get("/emplois", ville="rabat"))
    assert "Maçon à Tanger" in words(stranger.get("/emplois", ville="tanger", q="maçon"))
    nothing = stranger.get("/emplois", q="astronaute")
    assert "Aucune offre ne correspond" in words(nothing)
    # What cannot be read asks for nothing: no error, no page of errors.
    for odd in ({"ville": "nulle-part"}, {"offset": "-5"}, {"offset": "9" * 30}, {"q": "x" * 900}):
        assert stranger.get("/emplois", **odd).status_code == 200


def test_a_page_tells_search_engines_what_is_known_and_no_more(house: House) -> None:
    firm = house.employer()
    offer = house.vacancy(
        firm,
        title="Maçon </script><script>alert(1)</script>",
        wage_month="4000",
        wage_month_max="5000",
        hours_week=20,
        places=3,
    )
    page = house.browser().get(f"/emplois/{offer.id}").text
    assert "<script>alert" not in page
    said = posting_of(page)
    assert said["@type"] == "JobPosting"
    assert said["title"] == offer.title
    assert said["validThrough"] > said["datePosted"]  # type: ignore[operator]  # two days as text
    assert said["baseSalary"] == {
        "@type": "MonetaryAmount",
        "currency": "MAD",
        "value": {
            "@type": "QuantitativeValue",
            "unitText": "MONTH",
            "minValue": 4000.0,
            "maxValue": 5000.0,
        },
    }
    assert said["employmentType"] == ["TEMPORARY", "PART_TIME"]
    assert said["totalJobOpenings"] == 3
    assert said["hiringOrganization"] == {"@type": "Organization", "name": "Atlas BTP"}
    silent = house.vacancy(firm, wage_month=None, wage_month_max=None, starts_on=None)
    told = posting_of(house.browser().get(f"/emplois/{silent.id}").text)
    assert not {"baseSalary", "jobStartDate", "workHours"} & told.keys()


def test_maps_feeds_and_files_are_whole_cacheable_and_harmless(house: House) -> None:
    firm = house.employer()
    offer = house.vacancy(firm, title="=cmd|' /C calc'!A0")
    stranger = house.browser()
    for path in ("/sitemap.xml", "/emplois.atom", "/api/v1/offers.xml"):
        answer = stranger.get(path)
        root = Xml.fromstring(answer.content)
        assert str(offer.id) in Xml.tostring(root, encoding="unicode")
        assert answer.headers["cache-control"].startswith("public")
        assert "set-cookie" not in answer.headers
        mark = answer.headers["etag"]
        again = stranger._client.get(path, headers={"If-None-Match": mark})
        assert (again.status_code, again.content) == (304, b"")
    table = list(csv.reader(io.StringIO(stranger.get("/api/v1/offers.csv").text)))
    assert tuple(table[0]) == COLUMNS
    assert table[1][COLUMNS.index("title")].startswith("'=")
    robots = stranger.get("/robots.txt").text
    assert "Allow: /emplois/" in robots
    assert robots.rstrip().endswith("/sitemap.xml")
    listed = re.findall(r"Allow: (/[\w-]+)\$", robots)
    assert all(stranger.get(path).status_code == 200 for path in listed)


def test_pages_for_everybody_may_be_listed_and_all_others_not(house: House) -> None:
    offer = house.vacancy(house.employer())
    stranger = house.browser()
    for path in ("/emplois", f"/emplois/{offer.id}", "/aide", "/vie-privee"):
        assert "noindex" not in stranger.get(path).text, path
    for path in ("/", "/connexion", f"/emplois/{offer.id}/signaler", "/signalement"):
        assert "noindex" in stranger.get(path).text, path


def test_a_flood_takes_a_few_turns_and_whoever_is_late_comes_back() -> None:
    shelf, inside, done = Shelf(), Barrier(AT_ONCE + 1), Event()

    def slow() -> str:
        inside.wait(10)
        done.wait(10)
        return "read"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        taken = [pool.submit(shelf.get, number, slow) for number in range(AT_ONCE)]
        inside.wait(10)
        with pytest.raises(Unavailable):
            shelf.get("one more", lambda: "read")
        done.set()
        assert [each.result() for each in taken] == ["read"] * AT_ONCE
    assert shelf.get("one more", lambda: "read") == "read"


def test_what_was_read_is_shown_again_and_stands_in_for_a_service_that_is_away(
    time_machine: object,
) -> None:
    shelf, asked = Shelf(), []

    def read() -> int:
        asked.append(1)
        return len(asked)

    def away() -> int:
        raise Unavailable(retry_after=2)

    start = datetime.fromisoformat("2026-12-01T10:00:00+00:00")
    time_machine.move_to(start, tick=False)  # type: ignore[attr-defined]  # a fixture of time_machine
    assert [shelf.get("a", read), shelf.get("a", read)] == [1, 1]
    time_machine.move_to(start + timedelta(minutes=1), tick=False)  # type: ignore[attr-defined]
    assert shelf.get("a", away) == 1
    assert shelf.get("a", read) == 2
    time_machine.move_to(start + STALE * 2, tick=False)  # type: ignore[attr-defined]
    with pytest.raises(Unavailable):
        shelf.get("a", away)


def test_the_service_away_is_said_and_not_a_failure(house: House) -> None:
    def away(*_: object, **__: object) -> object:
        raise Unavailable(retry_after=2)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(house.services.employers), "_send", away)
        answer = house.browser().get("/emplois")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
