"""An ESCO download, in either layout, joined to the house's own occupations and skills."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from amuddu.reference import concepts, enrich, esco
from cli.main import app
from services.matching.training.corpus import read_corpus

JOINED = Path(__file__).parents[1] / "services" / "matching" / "data" / "tiny_esco"
MASON, SPACE = "11111111-0000-0000-0000-000000000001", "11111111-0000-0000-0000-000000000002"
BRICKS, ORBIT = "22222222-0000-0000-0000-000000000001", "22222222-0000-0000-0000-000000000002"
URI = "http://data.europa.eu/esco/"


def table(path: Path, columns: str, rows: Sequence[Sequence[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns.split(","))
        writer.writerows(rows)


@pytest.fixture
def official(tmp_path: Path) -> Path:
    """An invented download in the official layout: one folder per language."""
    folder = tmp_path / "download"
    names = {
        "en": ("mason", "wall builder\nbrick artist", "orbit gardener", "lay bricks", "float"),
        "fr": ("maçon/maçonne", "bâtisseur", "jardinier orbital", "poser des briques", "flotter"),
    }
    columns = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,description"
    skill_columns = "conceptType,conceptUri,skillType,preferredLabel,altLabels,description"
    for lang, (mason, other, gardener, bricks, orbit) in names.items():
        table(
            folder / lang / f"occupations_{lang}.csv",
            columns,
            [
                ["Occupation", f"{URI}occupation/{MASON}", "7112", mason, other, "", "Walls."],
                ["Occupation", f"{URI}occupation/{SPACE}", "6113", gardener, "", "", "Far away."],
            ],
        )
        table(
            folder / lang / f"skills_{lang}.csv",
            skill_columns,
            [
                ["Skill", f"{URI}skill/{BRICKS}", "skill/competence", bricks, "", ""],
                ["Skill", f"{URI}skill/{ORBIT}", "knowledge", orbit, "", ""],
            ],
        )
    table(
        folder / "en" / "occupationSkillRelations_en.csv",
        "occupationUri,relationType,skillType,skillUri",
        [
            [f"{URI}occupation/{SPACE}", "essential", "x", f"{URI}skill/{ORBIT}"],
            [f"{URI}occupation/{SPACE}", "optional", "x", f"{URI}skill/{BRICKS}"],
        ],
    )
    table(
        folder / "en" / "ISCOGroups_en.csv",
        "conceptType,conceptUri,code,preferredLabel",
        [["Group", f"{URI}isco/C7112", "7112", "Bricklayers"]],
    )
    return folder


def by_id(tables: enrich.Tables) -> dict[str, dict[str, str]]:
    return {row["id"]: row for rows in tables.values() for row in rows}


def test_the_official_layout_reads_like_the_joined_one(official: Path) -> None:
    mason, gardener = esco.occupations(official)
    assert (mason["uuid"], mason["isco"], mason["en_alt"]) == (
        MASON,
        "7112",
        "wall builder|brick artist",
    )
    assert gardener["fr_label"] == "jardinier orbital"
    assert esco.groups(official) == [{"code": "7112", "en": "Bricklayers"}]
    assert esco.relations(official)[0] == {
        "occupation_uuid": SPACE,
        "skill_uuid": ORBIT,
        "relation": "essential",
    }


def test_training_reads_the_official_layout(official: Path) -> None:
    corpus = read_corpus(official)
    mason = next(concept for concept in corpus.concepts if concept.key == MASON)
    assert mason.names["fr"] == ("maçon", "maçonne", "bâtisseur")
    assert corpus.skills_of == {SPACE: (ORBIT,)}


def test_an_own_trade_gains_the_id_and_the_names(official: Path) -> None:
    found = enrich.enrich(official)
    mason = by_id(found.occupations)["mason"]
    assert mason["esco"] == MASON
    assert "wall builder" in mason["en_syn"].split("|")
    assert "bricklayer" in mason["en_syn"].split("|")  # our own words stay
    assert (found.known_occupations, found.new_occupations) == (1, 1)
    assert (found.known_skills, found.new_skills) == (1, 1)


def test_a_trade_that_only_esco_has_stands_beside_ours(official: Path) -> None:
    found = enrich.enrich(official)
    gardener = by_id(found.occupations)[f"esco-{SPACE}"]
    assert gardener["essential_skills"] == f"esco-{ORBIT}"
    assert gardener["optional_skills"] == "lay-bricks"
    assert gardener in found.occupations["farming"]  # ISCO 6113 is farming work
    assert len(by_id(found.occupations)) == len(concepts.occupations()) + 1


def test_replacing_leaves_escos_alone(official: Path) -> None:
    found = enrich.enrich(official, replace=True)
    assert set(by_id(found.occupations)) == {f"esco-{MASON}", f"esco-{SPACE}"}


def test_isco_codes_narrow_the_import(official: Path) -> None:
    found = enrich.enrich(official, isco=["7"])
    assert (found.known_occupations, found.new_occupations) == (1, 0)
    assert found.known_skills == found.new_skills == 0


def test_what_was_written_is_what_a_process_reads(official: Path, tmp_path: Path) -> None:
    into = tmp_path / "reference"
    for _ in range(2):  # the second time exchanges the folder
        ran = CliRunner().invoke(app, ["import", "esco", str(official), "--into", str(into)])
        assert ran.exit_code == 0, ran.output
    assert "1 of ours enriched, 1 added" in ran.output
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    asked = (
        "from amuddu.reference import concepts as c;"
        f"print(c.find_occupation('Wall builder').id, c.find_occupation('brick artist').esco,"
        f"c.find_occupation('jardinier orbital').id, c.label(c.skill('esco-{ORBIT}'), 'ar'))"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked],
        env={"AMUDDU_REFERENCE_DIR": str(into), "PATH": ""},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["mason", MASON, f"esco-{SPACE}", "flotter"]


def test_a_folder_without_esco_is_refused_in_words(tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["import", "esco", str(tmp_path), "--into", str(tmp_path / "x")])
    assert ran.exit_code == 1
    assert "occupations_fr.csv" in str(ran.exception or ran.output) + ran.output
    table(tmp_path / "occupations_fr.csv", "uri,name", [["a", "b"]])
    table(tmp_path / "skills_fr.csv", "uri,name", [["a", "b"]])
    ran = CliRunner().invoke(app, ["import", "esco", str(tmp_path), "--into", str(tmp_path / "x")])
    assert ran.exit_code == 1
    assert "conceptUri" in str(ran.exception) + ran.output
    assert not (tmp_path / "x").exists()


def test_the_joined_layout_enriches_too() -> None:
    found = enrich.enrich(JOINED)
    assert found.known_occupations == 20  # ours know each of the twenty invented ones
    assert by_id(found.occupations)["mason"]["esco"]
