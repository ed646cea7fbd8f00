"""Sentences of every kind, frame and language: what closes a door is found, what opens it is not.

Not a measure: `test_judged` says how well ads are read.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from amuddu.wording.facts import wording
from amuddu.wording.reading import read

PHRASINGS: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("phrasings.yaml").read_text(encoding="utf-8")
)
MINIMUM = Decimal(3100)


@pytest.mark.parametrize("kind", PHRASINGS["wrong"])
def test_every_phrasing_of_a_kind_is_found(kind: str) -> None:
    missed = [
        text
        for text in PHRASINGS["wrong"][kind]
        if kind not in {found.kind for found in read(text, minimum=MINIMUM)}
    ]
    assert missed == []


def test_every_kind_has_phrasings() -> None:
    assert set(PHRASINGS["wrong"]) == set(wording().kinds)


def test_what_opens_the_work_or_speaks_of_others_is_left_alone() -> None:
    flagged = {
        text: [(found.kind, found.words) for found in read(text, minimum=MINIMUM)]
        for text in PHRASINGS["fair"]
        if read(text, minimum=MINIMUM)
    }
    assert flagged == {}


@pytest.mark.parametrize(
    ("closed", "opened"),
    [
        ("Toutes les nationalités, femmes uniquement", "Toutes les nationalités, femmes et hommes"),
        ("Sans distinction d'âge, mais pas de réfugiés", "Sans distinction d'âge ni d'origine"),
        ("Refugees are not welcome", "Refugees are welcome"),
        ("Los refugiados no son bienvenidos", "Los refugiados son bienvenidos"),
        ("غير مرحب باللاجئين", "مرحبا باللاجئين"),
    ],
)
def test_openness_ends_where_the_sentence_turns(closed: str, opened: str) -> None:
    assert [found.sure for found in read(closed)] == [True]
    assert read(opened) == ()


@pytest.mark.parametrize(
    "text", ["Sexe : masculin", "Âge : 25-35 ans", "Taille : 1,75 m", "الطول : 1.75 متر"]
)
def test_labels_and_decimals_do_not_end_a_sentence(text: str) -> None:
    assert [found.sure for found in read(text)] == [True]
