"""`amuddu evaluate linking` and `vacancies`, with the bundled model and its concept index."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.evaluate import app

RUNNER = CliRunner()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sets = tmp_path / "sets"
    one = sets / "fr_en"
    one.mkdir(parents=True)
    (one / "queries.tsv").write_text("q1\tmaçon (h/f/x)\n", encoding="utf-8")
    (one / "corpus.tsv").write_text("n1\tmason\nn2\taccountant\n", encoding="utf-8")
    (one / "qrels.tsv").write_text("q1\t0\tn1\t1\n", encoding="utf-8")
    return sets


def test_linking_prints_one_object_for_one_set(folder: Path) -> None:
    done = RUNNER.invoke(app, ["linking", str(folder / "fr_en"), "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert told.pop("reliability") == []  # the set's concepts are none of the index
    assert told == {"mrr": 1.0, "success_at_10": 1.0, "queries": 1}


def test_linking_prints_a_table_of_all_sets(folder: Path) -> None:
    done = RUNNER.invoke(app, ["linking", str(folder)])
    assert done.exit_code == 0, done.output
    assert "fr_en" in done.output
    assert "1.000" in done.output


def test_vacancies_are_read_without_any_esco_folder(tmp_path: Path) -> None:
    path = tmp_path / "vacancies.jsonl"
    row = {"title": "Cuisinier (H/F)", "skills": ["Dresser des plats"], "esco": [{"uuid": "x"}]}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    done = RUNNER.invoke(app, ["vacancies", str(path), "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert set(told) == {"isco", "esco", "vacancies"}
    assert set(told["isco"]) == {"1", "3", "10"}


def test_a_folder_without_judged_set_is_refused(tmp_path: Path) -> None:
    done = RUNNER.invoke(app, ["linking", str(tmp_path), "--json"])
    assert done.exit_code == 2
