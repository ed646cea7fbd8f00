"""Titles as registers and vacancies write them, down to the words that say the trade."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.lexicon.text import core_title


@pytest.mark.parametrize(
    ("title", "core"),
    [
        ("Maçon (H/F)", "Maçon"),
        ("Monteur-câbleur (h/f:x)", "Monteur-câbleur"),
        ("Chef(fe) d'équipe CDI 80%", "Chef d'équipe"),
        ("Assistant (e) administratif (ve) H/F", "Assistant administratif"),
        ("CONDUCTEUR DE CARS secteur AUBENAS (07) (H/F)", "CONDUCTEUR DE CARS"),
        ("Ouvrier vigneron h/f en CDI à Mauves", "Ouvrier vigneron"),
        ("Architects, Except Landscape and Naval", "Architects"),
        ("Engineers, All Other", "Engineers"),
        ("Teacher in Special Education", "Teacher in Special Education"),
        ("Cocinero(a)", "Cocinero"),
        ("بنّاء", "بنّاء"),
        ("3D artist", "3D artist"),
        ("Chauffeur à mi-temps", "Chauffeur à mi-temps"),
    ],
)
def test_what_is_no_part_of_the_trade_is_dropped(title: str, core: str) -> None:
    assert core_title(title) == core


@pytest.mark.parametrize("title", ["H/F", "CDI", "35h", "Except", "", "   "])
def test_a_title_never_becomes_empty(title: str) -> None:
    assert core_title(title) == title.strip()


@given(st.text(max_size=80))
def test_any_text_is_accepted_and_only_shortened(title: str) -> None:
    assert len(core_title(title)) <= len(title)
