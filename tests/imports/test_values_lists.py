"""Trades and skills, languages, kinds of contract: several in a cell."""

from __future__ import annotations

from typing import Any

import pytest

from amuddu.imports.values import contracts, languages, lists, reasons, text
from tests.imports.cells import notes, reading, refusal, value

SPOKEN = languages.spoken(12)


def terms(reader: Any, cell: Any) -> list[str]:
    return [each["text"] for each in value(reader, cell) or []]


@pytest.mark.parametrize(
    "cell",
    [
        "maçon; plombier; cuisinier",
        "maçon|plombier|cuisinier",
        "maçon, plombier, cuisinier",
        "maçon\nplombier\ncuisinier",
        "maçon • plombier • cuisinier",
        "- maçon\n- plombier\n- cuisinier",
        "1) maçon\n2) plombier\n3) cuisinier",
        "maçon / plombier / cuisinier",
        "maçon/plombier/cuisinier",
        "maçon - plombier - cuisinier",
        "['maçon', 'plombier', 'cuisinier']",
        '["maçon", "plombier", "cuisinier"]',
        ["maçon", "plombier", "cuisinier"],
        [{"name": "maçon"}, {"text": "plombier"}, "cuisinier"],
        "<ul><li>maçon</li><li>plombier</li><li>cuisinier</li></ul>",
        "maçon; plombier; maçon; N/A; cuisinier; MAÇON",
    ],
)
def test_marks_divide_a_cell(cell: Any) -> None:
    assert terms(lists.occupations, cell) == ["maçon", "plombier", "cuisinier"]


def test_arabic_commas_divide() -> None:
    assert terms(lists.occupations, "بناء، سباك") == ["بناء", "سباك"]


@pytest.mark.parametrize("cell", ["macon plombier", "maçon et plombier", "chef_de_chantier macon"])
def test_words_without_a_mark_are_divided_only_where_each_is_a_trade_or_a_code(cell: str) -> None:
    assert len(terms(lists.occupations, cell)) == 2
    assert len(notes(lists.occupations, cell)) == 1


@pytest.mark.parametrize(
    "cell",
    [
        "agent de nettoyage",
        "vendeur/vendeuse",
        "hôtellerie et restauration",
        "soudeur TIG/MIG",
        "maçon (coffrage, ferraillage)",
        "aide-maçon",
        "niveau 1,5",
        "accueillir les clients avec le sourire, et tenir le magasin propre tous les jours",
    ],
)
def test_what_is_one_term_stays_one(cell: str) -> None:
    assert terms(lists.skills, cell) == [cell]


def test_a_list_that_is_too_long_is_cut_and_said() -> None:
    found = reading(lists.occupations, "|".join(f"métier {n}" for n in range(14)))
    assert len(found.value) == 10
    assert [said.left_out for said in found.notes] == [True]
    assert "10" in found.notes[0].text.in_("fr")
    assert "14" in found.notes[0].text.in_("fr")


# --- languages --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "spoken"),
    [
        ("français B1; arabe courant", [("fr", "B1"), ("ar", "C1")]),
        ("Français (B1), Arabe (natif)", [("fr", "B1"), ("ar", "native")]),
        ("Arabic (Native); English (Good)", [("ar", "native"), ("en", "B2")]),
        ("Français: très bien; Anglais: moyen", [("fr", "C1"), ("en", "B1")]),
        ("fr:B1|ar:C1|en:A2", [("fr", "B1"), ("ar", "C1"), ("en", "A2")]),
        ("bambara langue maternelle", [("bm", "native")]),
        ("العربية (لغة الأم)، الفرنسية (متوسط)", [("ar", "native"), ("fr", "B1")]),
        ("arabe dialectal courant", [("ary", "C1")]),
        ("inglés avanzado y francés básico", [("en", "C1"), ("fr", "A2")]),
        ("français courant arabe moyen", [("fr", "C1"), ("ar", "B1")]),
        ("fluent English", [("en", "C1")]),
        ("Anglais niveau B2", [("en", "B2")]),
        ([{"language": "French", "fluency": "B1"}], [("fr", "B1")]),
    ],
)
def test_languages_with_their_level(cell: Any, spoken: list[tuple[str, str]]) -> None:
    found = value(SPOKEN, cell)
    assert [(each["code"], each["level"]) for each in found] == spoken
    assert value(SPOKEN, found) == found


@pytest.mark.parametrize(
    ("cell", "kept", "named"),
    [
        ("français B1, anglais", ["fr"], "Anglais"),
        ("français B1/B2; arabe C1", ["ar"], "Français"),
        ("français B1; ewondo natif", ["fr"], "ewondo"),
    ],
)
def test_what_is_not_clear_is_named_and_the_others_are_kept(
    cell: str, kept: list[str], named: str
) -> None:
    found = reading(SPOKEN, cell)
    assert [each["code"] for each in found.value] == kept
    assert [said.left_out for said in found.notes] == [True]
    assert named in found.notes[0].text.in_("fr")


@pytest.mark.parametrize(
    "cell", ["français", "français, arabe", "klingon B1", "français B1 oral; français A2 écrit"]
)
def test_a_cell_without_one_clear_language_is_refused(cell: str) -> None:
    assert refusal(SPOKEN, cell)


def test_the_language_somebody_is_written_to() -> None:
    for cell, code in (("Français", "fr"), ("العربية", "ar"), ("fr_FR", "fr"), ("es-ES", "es")):
        assert value(languages.contact, cell) == code
    assert value(languages.contact, "darija") == "ar"
    assert notes(languages.contact, "darija")
    assert refusal(languages.contact, "wolof")
    assert refusal(languages.contact, "Arabe/Français")


# --- contracts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("CDI", "CDI"), ("Contrat à durée indéterminée", "CDI"), ("Permanent", "CDI"),
        ("Indefinido", "CDI"),
        ("عقد غير محدد المدة", "CDI"), ("CDI temps plein", "CDI"), ("CDI عقد", "CDI"),
        ("CDD", "CDD"), ("Contrat à durée déterminée", "CDD"), ("عقد محدد المدة", "CDD"),
        ("Temporal", "CDD"),
        ("fixed-term", "CDD"), ("Travail saisonnier", "seasonal"), ("موسمي", "seasonal"),
        ("Intérim", "interim"),
        ("Contrat ANAPEC", "trainee"), ("Stage PFE", "trainee"), ("Contrat d'insertion", "trainee"),
        ("Pas de CDI, CDD seulement", "CDD"), ("Temporary (no CDI)", "interim"),
    ],
)  # fmt: skip
def test_kinds_of_contract(cell: str, kind: str) -> None:
    assert value(contracts.one, cell) == kind
    assert not notes(contracts.one, cell)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("CDI, ,, SIVP", "CDI"), ("CDI & Anapec", "CDI"), ("Stage rémunéré puis CDI", "trainee")],
)
def test_of_several_the_first_is_kept_and_the_others_are_told(cell: str, kind: str) -> None:
    assert value(contracts.one, cell) == kind
    assert [said.left_out for said in notes(contracts.one, cell)] == [True]


def test_the_length_beside_the_kind_fills_its_own_field() -> None:
    assert reading(contracts.one, "CDD 12 mois renouvelable").also == {"contract_months": 12}
    assert reading(contracts.one, "CDI").also == {}


@pytest.mark.parametrize(
    "cell",
    ["non permanent", "pas de CDI", "hors intérim", "Temps plein", "Full-time", "Freelance",
     "Apprentissage", "Auto-entrepreneur", "contrat moral", "À déterminer"],
)  # fmt: skip
def test_what_is_no_contract_is_refused_with_the_list(cell: str) -> None:
    assert "CDI, CDD" in str(refusal(contracts.one, cell))


def test_kinds_that_somebody_accepts() -> None:
    assert value(contracts.several, "CDI; CDD") == ["CDI", "CDD"]
    assert value(contracts.several, "CDI ou intérim") == ["CDI", "interim"]
    assert value(contracts.several, ["CDD", "CDI"]) == ["CDD", "CDI"]
    assert value(contracts.several, "tous") is None
    assert value(contracts.several, "CDD, pas d'intérim") == ["CDD"]
    assert notes(contracts.several, "CDI, freelance")[0].left_out
    assert refusal(contracts.several, "pas de CDI")


# --- why a language is asked ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("customers", "customers"),
        ("Pour parler avec nos clients", "customers"),
        ("التواصل مع الزبناء", "customers"),
        ("appels et courriers", "texts"),
        ("traducción", "teaching"),
        ("L'équipe", "team"),
    ],
)
def test_why_a_language_is_asked(cell: str, code: str) -> None:
    assert value(reasons.one, cell) == code


def test_of_several_reasons_the_first_is_kept_and_no_other_word_is_one() -> None:
    assert value(reasons.one, "équipe, clients") == "team"
    assert notes(reasons.one, "équipe, clients")
    assert "customers" in refusal(reasons.one, "parce que")
    assert value(reasons.one, "n/a") is None


def test_a_number_is_no_trade() -> None:
    assert refusal(lists.occupations, "0612345678")
    assert refusal(lists.trade, "12")
    assert refusal(text.job, 46391)
    assert refusal(text.job, True)
    assert value(lists.skills, "12; souder") == [{"text": "souder"}]
    assert [said.left_out for said in notes(lists.skills, "12; souder")] == [True]
