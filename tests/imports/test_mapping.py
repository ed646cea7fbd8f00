"""A mapping that names columns which the file does not have."""

from __future__ import annotations

import pytest

from amuddu.imports.mapping import parse
from amuddu.kit.errors import Invalid


def test_a_column_that_the_file_lacks_is_named_with_the_one_that_was_meant() -> None:
    mapping = parse({"title": "Postes", "place": "Altitude"}, "vacancies")
    with pytest.raises(Invalid) as refused:
        mapping.refuse_unknown(["n", "Poste", "zone"])
    said = {each.field: each.text.in_("fr") for each in refused.value.fields}
    assert "Vouliez-vous dire « Poste » ?" in said["title"]
    assert "pas de colonne « Altitude ». Ses colonnes : n, Poste, zone." in said["place"]


def test_a_mapping_comes_out_as_it_was_kept() -> None:
    written = {
        "title": "Poste",
        "place": {"constant": "Rabat"},
        "description": {"from": ["a", "b"]},
    }
    mapping = parse(written, "vacancies")
    again = parse(mapping.model_dump(mode="json", by_alias=True), "vacancies")
    assert again == mapping
    assert again.sources() == {"title": ["Poste"], "place": [], "description": ["a", "b"]}
    assert again.constants() == {"place": "Rabat"}
