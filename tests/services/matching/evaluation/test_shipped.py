"""What is measured is what runs: the evaluation asks the linker of the service, with its data."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from amuddu.kit.db import Database
from amuddu.kit.settings import Settings
from cli import evaluate
from services.matching.app import create
from services.matching.lexicon.linker import Linker
from services.matching.vectors.encoder import BUNDLED_MODEL, Encoder
from tests.services.matching.support import Caller, bundled
from tests.support import counsellor


@pytest.fixture
def app(database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """The service as it starts without settings: with the bundled model."""
    encoder = bundled().encoder
    assert isinstance(encoder, Encoder)
    assert encoder.folder == BUNDLED_MODEL
    monkeypatch.setattr(Encoder, "load", lambda *_: encoder)
    return create(database=database)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Linker]:
    """The linkers that gathered evidence, in order."""
    found: list[Linker] = []
    gather = Linker.evidence

    def noted(self: Linker, jobs: object) -> object:
        found.append(self)
        return gather(self, jobs)  # type: ignore[arg-type] # passed on as it came

    monkeypatch.setattr(Linker, "evidence", noted)
    return found


def test_the_service_and_the_evaluation_share_one_linker_and_its_arrays(app: FastAPI) -> None:
    running, measured = app.state.matcher.linker, evaluate.shipped().linker
    assert running is measured
    assert running.index is not None
    assert len(running.index) > 3_000
    assert app.state.engine.matcher.occupations.linker is running


def test_page_ranking_and_evaluation_ask_it_by_the_same_function(
    app: FastAPI, asked: list[Linker], tmp_path: Path
) -> None:
    linker = app.state.matcher.linker
    with TestClient(app) as client:
        answer = Caller(client, counsellor()).get("/link", q="dentiste")
    assert answer.json()["items"][0]["concept"] == "isco-2261"
    assert asked == [linker]

    app.state.matcher.occupations.linker_of_trades.meanings(["arracheur de dents"])
    assert asked == [linker] * 2

    (tmp_path / "queries.tsv").write_text("q1\tdentiste\n", encoding="utf-8")
    (tmp_path / "corpus.tsv").write_text("n1\tdentist\n", encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("q1\t0\tn1\t1\n", encoding="utf-8")
    done = CliRunner().invoke(evaluate.app, ["linking", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert len(asked) > 2
    assert set(map(id, asked)) == {id(linker)}
