"""The API's reference: a page of our own, complete, without a script."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient

from gateway.rules.reference import Said, said, schemas, subjects
from tests.gateway.conftest import House, words


def test_every_operation_is_on_the_page_with_its_fields(house: House) -> None:
    page = house.browser().get("/api")
    assert page.status_code == 200
    shown = words(page)
    for path, item in house.app.openapi()["paths"].items():
        for method in item:
            assert f"{method.upper()} {path}" in shown
    for name, schema in house.app.openapi()["components"]["schemas"].items():
        assert f'id="schema-{name}"' in page.text
        assert all(f"<code>{field}</code>" in page.text for field in schema.get("properties", {}))
    assert "curl -s" in shown
    assert "/api/v1/imports/{kind}" in shown


def test_its_links_lead_somewhere_and_it_loads_no_script_of_others(house: House) -> None:
    page = house.browser().get("/api").text
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert re.findall(r"<script[^>]*>", page) == re.findall(
        r'<script src="/static/app\.js\?v=[0-9a-f]+" defer>', page
    )
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)


def test_it_is_linked_from_every_page_and_the_document_is_served(house: House) -> None:
    browser = house.browser()
    assert 'href="/api"' in browser.get("/").text
    assert browser.get("/openapi.json").json()["info"]["title"] == "Amuddu"


def test_viewers_that_need_scripts_from_elsewhere_are_gone(house: House) -> None:
    client = TestClient(house.app)
    for path in ("/docs", "/redoc"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("text/html")


def test_unknown_addresses_of_the_api_stay_problems(house: House) -> None:
    answer = TestClient(house.app).get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_types_are_said_in_a_few_words() -> None:
    of_words = {
        "list of Vacancy": {"type": "array", "items": {"$ref": "#/components/schemas/Vacancy"}},
        "integer, 1 to 100": {"type": "integer", "minimum": 1, "maximum": 100},
        '"yes" or "no"': {"enum": ["yes", "no"]},
        "string, uuid or null": {"anyOf": [{"type": "string", "format": "uuid"}, {"type": "null"}]},
        "any": {},
    }
    for sentence, schema in of_words.items():
        assert "".join(piece.text for piece in said(schema)) == sentence
    assert list(said({"$ref": "#/components/schemas/Vacancy"})) == [Said("Vacancy", "Vacancy")]


def test_the_document_is_read_whole(house: House) -> None:
    document = house.app.openapi()
    operations = [each for found in subjects(document).values() for each in found]
    assert len(operations) == sum(len(item) for item in document["paths"].values())
    assert len({each.anchor for each in operations}) == len(operations)
    assert schemas(document).keys() == document["components"]["schemas"].keys()
    posted = next(each for each in operations if each.path == "/api/v1/profiles" and each.body)
    assert posted.signed_in
    assert posted.body is not None
    assert {"given_name", "consents"} <= {field.name for field in posted.body.fields}
