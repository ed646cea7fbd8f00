"""`amuddu evaluate ranking` measures what runs: the facts, functions and lists of the service."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from amuddu.contracts.profiles import ProfileIn, ProfileUpdated
from amuddu.kit.clock import today
from amuddu.kit.db import Database
from amuddu.kit.settings import Settings
from cli.evaluate import app
from cli.evaluating import entered, models
from services.matching.app import create
from services.matching.evaluation import judged
from services.matching.evaluation.listing import listing
from services.matching.vectors.encoder import Encoder
from services.profiles.people import facts, service
from tests.conftest import DatabaseOf
from tests.services.matching.support import Caller, bundled, tell
from tests.support import counsellor

CHOSEN = ("A04", "E02", "F05")
RUNNER = CliRunner()


@pytest.fixture
def database(database_of: DatabaseOf) -> Database:
    return database_of("services.matching")


@pytest.fixture
def client(database: Database, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create(database=database, encoder=bundled().encoder)) as client:
        yield client


@pytest.mark.parametrize("reference", CHOSEN)
def test_the_service_shows_the_list_that_is_measured(
    reference: str, client: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Encoder, "load", lambda *_: bundled().encoder)
    one = next(each for each in judged.vacancies() if each.id == reference)
    people = list(entered.people(judged.people()[ref] for ref in one.people).values())
    vacancy = entered.vacancies([one.cells])[one.id]
    vacancy = vacancy.model_copy(update={"agency_id": counsellor().agency_id})
    tell(database, vacancy, *people, encoder=bundled().encoder)
    client.app.state.engine.replica.refresh()  # type: ignore[attr-defined] # TestClient hides FastAPI
    found = listing(models.shipped(), vacancy, people, on=today())
    caller = Caller(client, counsellor())
    for part, measured in (("inside", found.inside), ("outside", found.outside)):
        address = f"/vacancies/{vacancy.vacancy_id}/ranking"
        shown = caller.get(address, part=part, limit=100).json()["items"]
        assert {item["profile_id"]: item["fit"] for item in shown} == {
            str(who): fit for who, fit in measured.items()
        }
        assert [item["fit"] for item in shown] == sorted(measured.values(), reverse=True)
    assert client.app.state.matcher is models.shipped()  # type: ignore[attr-defined]
    assert len(found.inside) + len(found.outside) + len(found.below) == 30


def test_what_the_profiles_service_tells_is_what_is_ranked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert service.facts is facts
    called: list[object] = []
    updated = facts.updated

    def noted(*args: object, **how: object) -> ProfileUpdated:
        called.append(args[0])
        return updated(*args, **how)  # type: ignore[arg-type] # passed on as it came

    monkeypatch.setattr(facts, "updated", noted)
    body = ProfileIn.model_validate(
        {
            "given_name": "Zyx",
            "external_ref": "x",
            "occupations": [{"text": "maçon"}],
            "about": "Appelez le 0612345678.",
        }
    )
    event = entered.person(body)
    assert len(called) == 1
    assert event.occupations[0].concept == "mason"
    assert "0612345678" not in event.about


def test_a_row_that_the_import_would_not_take_is_refused() -> None:
    cells = {"external_ref": "x", "title": "Maçon", "languages": "klingon B2"}
    with pytest.raises(entered.Refused):
        entered.vacancies([cells])


def test_pairs_are_printed_as_typed_and_without_a_grade() -> None:
    done = RUNNER.invoke(app, ["pairs"])
    assert done.exit_code == 0, done.output
    assert done.output.count("\n=== ") == 12
    assert "je fais les murs et les dalles" in done.output
    assert "kinds" not in done.output
    assert "own_words" not in done.output


def test_the_first_sheet_agrees_with_itself_and_a_bad_one_is_refused(tmp_path: Path) -> None:
    done = RUNNER.invoke(app, ["agreement", str(judged.FIRST_SHEET), "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert told["vacancies"] == 60
    assert told["as_it_is"]["kappa"] == told["the_work_alone"]["exact"] == 1
    bad = tmp_path / "bad.txt"
    bad.write_text("A01 nobody 3\n", encoding="utf-8")
    assert RUNNER.invoke(app, ["agreement", str(bad)]).exit_code == 2
