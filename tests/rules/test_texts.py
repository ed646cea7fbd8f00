"""Every text of the rule files is said in four languages, with the same figures in each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from string import Formatter

import pytest
import yaml

from amuddu.contracts.types import LANGS

DATA = {
    source.name: yaml.safe_load(source.read_text(encoding="utf-8"))
    for source in files("amuddu.rules").joinpath("data").iterdir()
    if source.name.endswith(".yaml") and source.name != "worked_cases.yaml"
}
THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f.,](?=\d{3}(?!\d))")
ARABIC = re.compile("[\u0621-\u064a]")


def texts(node: object) -> Iterator[dict[str, str]]:
    """The texts under a node of a rule file: the mappings that have some French."""
    if isinstance(node, dict):
        if "fr" in node:
            yield node
            return
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from texts(child)


ALL = {name: tuple(texts(found)) for name, found in DATA.items()}
BY_FILE = pytest.mark.parametrize("name", sorted(ALL))


def figures(text: str) -> list[str]:
    """The numbers of a text in any order: thousands closed up, decimals after a point."""
    closed = THOUSANDS.sub("", text)
    return sorted(found.replace(",", ".") for found in re.findall(r"\d+(?:[.,]\d+)?", closed))


def placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("de 15 000 à 30 000 MAD", ["15000", "30000"]),
        ("from 15,000 to 30,000 MAD", ["15000", "30000"]),
        ("de 15.000 a 30.000 MAD", ["15000", "30000"]),
        ("au moins 1,5", ["1.5"]),
        ("at least 1.5", ["1.5"]),
        ("1, 2 à 3, 5, 10", ["1", "10", "2", "3", "5"]),
    ],
)
def test_a_number_is_the_same_however_a_language_writes_it(text: str, found: list[str]) -> None:
    assert figures(text) == found


@pytest.mark.parametrize("name", sorted(DATA.keys() - {"wages.yaml", "figures.yaml"}))
def test_the_texts_of_a_rule_file_are_found(name: str) -> None:
    assert ALL[name]


@BY_FILE
def test_every_text_is_said_in_the_four_languages(name: str) -> None:
    def whole(text: dict[str, str]) -> bool:
        return set(text) == set(LANGS) and all(said.strip() == said != "" for said in text.values())

    assert [text for text in ALL[name] if not whole(text)] == []


@BY_FILE
def test_every_language_keeps_the_figures_of_the_french(name: str) -> None:
    def kept(text: dict[str, str]) -> bool:
        return all(figures(said) == figures(text["fr"]) for said in text.values())

    assert [text for text in ALL[name] if not kept(text)] == []


@BY_FILE
def test_every_language_keeps_the_placeholders_of_the_french(name: str) -> None:
    def kept(text: dict[str, str]) -> bool:
        return all(placeholders(said) == placeholders(text["fr"]) for said in text.values())

    assert [text for text in ALL[name] if not kept(text)] == []


@BY_FILE
def test_arabic_is_in_arabic_save_for_proper_names(name: str) -> None:
    def arabic(text: dict[str, str]) -> bool:
        return bool(ARABIC.search(text["ar"])) or text["ar"] == text["fr"] == text["es"]

    assert [text for text in ALL[name] if not arabic(text)] == []


def test_what_people_read_of_a_service_is_no_note_of_research() -> None:
    """How many agencies there were in a year helps nobody; where it was read is its source."""
    for service in DATA["services.yaml"]["services"]:
        for text in service.get("note", {}).values():
            counted = re.search(r"\d+ (agences|agents)\b", text)
            assert not counted, (service["id"], text)
