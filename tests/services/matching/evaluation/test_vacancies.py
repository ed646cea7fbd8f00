"""The measure of whole vacancies."""

import json
from pathlib import Path

import pytest

from services.matching.evaluation.vacancies import measure, read_vacancies
from services.matching.lexicon.concept_index import ConceptIndex, Named
from services.matching.lexicon.lexicon import Lexicon
from tests.services.matching.support import ENCODER

LINKER = Lexicon(
    "occupation",
    ENCODER,
    index=ConceptIndex.build(
        (
            Named("mason", ("maçon",), isco="7112"),
            Named("cook", ("cuisinier",), isco="5120"),
            Named("chef", ("chef de cuisine",), isco="3434"),
        ),
        ENCODER,
    ),
).linker_of_trades


def line(title: str, *right: str, **more: object) -> str:
    return json.dumps({"title": title, "esco": [{"uuid": one} for one in right], **more})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "vacancies.jsonl"
    rows = [
        line("Maçon (H/F)", "mason"),
        line("Chef de cuisine", "chef", description="Repas.", skills=["dresser"]),
        line("Unjudged", appellation="maçon"),
    ]
    path.write_text("\n".join(rows) + "\n\n", encoding="utf-8")
    return path


def test_answers_count_by_their_group_and_by_the_esco_occupation_beside_them(file: Path) -> None:
    figures = measure(read_vacancies(file), LINKER)
    assert figures.vacancies == 2
    assert figures.esco == {1: 1.0, 3: 1.0, 10: 1.0}
    assert figures.isco == {1: 1.0, 3: 1.0, 10: 1.0}


def test_no_vacancies_give_zeros() -> None:
    assert measure([], LINKER).isco == {1: 0.0, 3: 0.0, 10: 0.0}
