"""A database server crashes and comes back: what was acknowledged is there, what was typed too."""

from __future__ import annotations

import re
from html import unescape
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.gateway.conftest import SERVICES, Browser, House, mason
from tests.outage.conftest import Server


@pytest.fixture(scope="module")
def counsellor(house: House) -> Browser:
    return house.counsellor()


def test_what_was_typed_is_kept_and_can_be_sent_again(
    house: House, counsellor: Browser, server: Server
) -> None:
    employer = house.employer()
    typed = {
        "csrf_token": counsellor.csrf,
        "title": 'Maçon "confirmé" <b>&',
        "description": "\nPremière ligne\nSeconde ligne",
        "employer_id": str(employer.id),
        "occupation": mason()["occupation"]["text"],
        "occupation_id": mason()["occupation"]["concept"],
        "place": "rabat",
        "contract_type": "CDI",
        "places": "1",
        "action": "draft",
    }
    server.crash()
    page = counsellor.post_without_token("/offres/nouvelle", typed)
    server.start()
    assert page.status_code == 503
    assert "<b>&" not in page.text
    kept = fields_kept(page.text)
    assert kept == typed
    sent_again = counsellor.post_without_token("/offres/nouvelle", kept, follow=False)
    assert sent_again.status_code == 303, sent_again.text
    vacancy = house.services.employers.get(
        house.staff, UUID(sent_again.headers["location"].split("/")[2][:36])
    )
    assert vacancy.title == typed["title"]


def fields_kept(page: str) -> dict[str, str]:
    """The hidden fields as a browser reads them: it drops the first line break of a text area."""
    found = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    return {unescape(name): unescape(value) for name, value in found}


def test_connections_that_were_cut_are_made_again(house: House, counsellor: Browser) -> None:
    for name in (*SERVICES, "gateway"):
        with house.databases[name].engine.connect() as connection:
            cut = text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND datname IS NOT NULL"
            )
            connection.execute(cut)
    assert counsellor.get("/offres").status_code == 200
    assert counsellor.get("/personnes").status_code == 200


def test_every_acknowledged_write_survives_the_crash(
    house: House, counsellor: Browser, server: Server
) -> None:
    employer = house.employer("Béton du Souss")
    made = house.vacancy(employer)
    server.crash()
    server.start()
    assert house.services.employers.get(house.staff, made.id) == made
