"""`amuddu rules`: every id answers, in every language; the check names line, row and fix."""

from __future__ import annotations

import json
import shutil
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from amuddu.contracts.types import LANGS
from amuddu.rules.checking import FILES
from amuddu.rules.incentives.evaluation import all_schemes
from amuddu.rules.residence import Residence, overlays, statuses
from cli.rules.commands import app
from cli.rules.options import ROUTES
from cli.rules.printed import rights, rights_lines
from cli.rules.reference import page
from cli.rules.words import PROBLEMS

ROOT = Path(__file__).resolve().parents[2]
DATA = files("amuddu.rules").joinpath("data")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def answered(*arguments: str) -> Any:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


@pytest.mark.parametrize("status", sorted(statuses()))
def test_every_status_answers(status: str) -> None:
    told = answered("rights", "--status", status, "--on", "2026-11-23")
    assert len(told["rights"]) == 13
    assert all(right["sources"] for right in told["rights"])
    found = answered("route", "--status", status)
    assert found["route"] in {code.value for code in ROUTES.values()}


@pytest.mark.parametrize("overlay", sorted(overlays()))
def test_every_overlay_answers(overlay: str) -> None:
    told = answered("rights", "--status", "permit_work", "--overlay", overlay)
    assert told["overlays"] == [overlay]
    for status in statuses():
        person = Residence(status, frozenset({overlay}))
        for lang in LANGS:
            printed = rights(person, on=date(2026, 11, 23), lang=lang)
            assert len(rights_lines(printed, lang)) > 26


@pytest.mark.parametrize("lang", LANGS)
def test_a_person_reads_it_in_four_languages(lang: str) -> None:
    done = run("rights", "--status", "receipt_application", "--valid-until", "2027-01-01",
               "--on", "2026-11-23", "--lang", lang)  # fmt: skip
    assert done.exit_code == 0, done.output
    assert {"fr": "à demander", "ar": "يجب السؤال", "en": "to be asked", "es": "hay que preguntar"}[
        lang
    ] in done.output
    assert "2027-01-02" in done.output


@pytest.mark.parametrize("code", sorted(ROUTES))
def test_every_route_answers_by_both_names(code: str) -> None:
    assert answered("route", "--route", code)["route"] == ROUTES[code].value
    assert run("route", "--route", code).exit_code == 0


def test_every_scheme_answers() -> None:
    for scheme in all_schemes():
        told = answered("incentives", "--scheme", scheme.id, "--status", "refugee_bra_permit")
        assert told["schemes"][0]["id"] == scheme.id
    assert run("incentives", "--contract", "CDI", "--wage", "5000").exit_code == 0


@pytest.mark.parametrize(
    "region", ["REGION_10", "MA-04", "rabat-sale-kenitra", "Rabat-Salé-Kénitra"]
)
def test_a_region_is_known_by_all_its_names(region: str) -> None:
    told = answered("incentives", "--scheme", "AMUDDU_HIRING", "--region", region)
    met = {one["id"]: one["verdict"] for one in told["schemes"][0]["criteria"]}
    assert met["region_id"] == "eligible"


def test_the_cost_is_told_to_person_and_program() -> None:
    told = answered("cost", "--status", "refugee_bra_permit", "--wage", "4000", "--months", "12",
                    "--contract", "CDD", "--starts-on", "2026-12-01",
                    "--scheme", "MA_PRIME_APPUI_EMPLOI")  # fmt: skip
    assert told["known_net"] == {"low": "58123.20", "high": "58123.20"}  # not confirmed since 2023
    lines = run("cost", "--route", "R2_exempt", "--wage", "4000", "--wage-max", "5000",
                "--months", "12", "--starts-on", "2026-12-01").output  # fmt: skip
    assert "58123.20" in lines
    assert "montant inconnu" in lines


@pytest.mark.parametrize(
    ("options", "least"),
    [
        (["--hours", "22"], "1711.36"),
        (["--hours", "44"], "3422.72"),
        (["--sector", "domestic"], "2053.63"),
        (["--sector", "domestic", "--hours", "48"], "2053.63"),
        (["--sector", "domestic", "--hours", "22"], "1026.82"),
        (["--sector", "farming"], "2533.44"),
    ],
)
def test_the_minimum_follows_hours_and_kind_of_work(options: list[str], least: str) -> None:
    post = ["--route", "visa", "--on", "2026-12-10", *options]
    told = answered("cost", "--wage", least, *post)
    assert told["minimum_wage"] == least
    below = run("cost", "--wage", str(float(least) - 0.01), *post)
    assert below.exit_code == 1
    assert least in below.output


@pytest.mark.parametrize(
    ("options", "most"),
    [(["--hours", "50"], "44"), (["--sector", "domestic", "--hours", "49"], "48")],
)
def test_a_week_is_no_longer_than_the_law_has_it(options: list[str], most: str) -> None:
    refused = run("cost", "--route", "visa", "--wage", "4000", *options)
    assert refused.exit_code == 1
    assert f"Au plus {most} heures" in refused.output


def test_what_is_told_of_a_start_is_what_holds_that_day() -> None:
    def verdict(starts_on: str) -> Any:
        told = answered("incentives", "--scheme", "MA_IR_FIRST_JOB_U35", "--contract", "CDI",
                        "--starts-on", starts_on, "--on", "2026-11-23")  # fmt: skip
        return told["schemes"][0]["verdict"]

    assert (verdict("2026-12-15"), verdict("2027-01-15")) == ("ask", "not_eligible")
    ended = ["--status", "permit_work", "--valid-until", "2026-12-20", "--wage", "4000"]
    assert run("cost", *ended, "--starts-on", "2026-12-01", "--on", "2026-11-23").exit_code == 0
    refused = run("cost", *ended, "--starts-on", "2027-01-15", "--on", "2026-11-23")
    assert refused.exit_code == 1
    assert "n'est pas possible" in refused.output


def test_a_paper_past_its_date_tells_how_it_is_renewed() -> None:
    paper = ["--status", "asylum_seeker", "--valid-until", "2026-11-20", "--on", "2026-11-23"]
    told = answered("rights", *paper)
    assert (told["status"], told["lawful_stay"], told["expired"]) == (
        "asylum_seeker",
        "tolerated",
        True,
    )
    assert "HCR" in told["renewal"]
    assert told["renewal"] in run("rights", *paper).output


def test_old_checks_are_told_with_who_owns_the_next() -> None:
    fresh, old = (run("check", "--on", day) for day in ("2027-11-23", "2027-11-24"))
    assert (fresh.exit_code, old.exit_code) == (0, 0)
    assert "à vérifier de nouveau" not in fresh.output
    assert "residence.yaml" in old.output
    assert "un juriste" in old.output
    told = run("rights", "--status", "permit_work", "--on", "2027-11-24").output
    assert "à vérifier de nouveau (dernière vérification le 2026-11-23)" in told


def test_a_day_of_the_past_is_answered_by_the_rules_of_that_day() -> None:
    def cover(on: str) -> Any:
        told = answered("rights", "--status", "permit_work", "--on", on)
        return next(right for right in told["rights"] if right["id"] == "amo_tadamon")

    assert "RAMED" in cover("2022-11-30")["condition"].split(" ;")[0]
    assert "remplacé" in cover("2022-12-01")["condition"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["rights", "--status", "martian"],
        ["rights", "--status", "permit_work", "--overlay", "martian"],
        ["rights", "--status", "permit_work", "--nationality", "ZZ"],
        ["rights", "--status", "permit_work", "--on", "2026-13-01"],
        ["route"],
        ["route", "--route", "by_boat"],
        ["route", "--route", "visa", "--status", "permit_work"],
        ["cost", "--route", "visa", "--wage", "lots"],
        ["cost", "--route", "visa", "--wage", "3000", "--on", "2026-11-23"],
        ["cost", "--route", "not_now", "--wage", "4000"],
        ["incentives", "--scheme", "NOBODY"],
        ["incentives", "--region", "atlantide"],
    ],
)
def test_what_cannot_be_is_refused_with_a_word(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.exit_code in (1, 2)
    assert done.output.strip()
    assert "Traceback" not in done.output


def test_the_page_of_the_rules_is_up_to_date() -> None:
    on_file = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert on_file == page("fr"), "run `make rules`"


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_can_be_written_in_every_language(lang: Any, tmp_path: Path) -> None:
    done = run("reference", "--lang", lang, "--write", str(tmp_path / "page.md"))
    assert done.exit_code == 0
    for status in statuses():
        assert f"(`{status}`)" in (tmp_path / "page.md").read_text(encoding="utf-8")


# --- checking -------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the product's own files come to be spoilt."""
    return tmp_path


def spoil(folder: Path, name: str, old: str, new: str) -> int:
    """Change one place of a file; the line on which the change begins."""
    if not (folder / name).exists():
        shutil.copy(str(DATA.joinpath(name)), folder / name)
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text, old
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_product_s_own_files_are_in_order(folder: Path) -> None:
    for name in FILES:
        shutil.copy(str(DATA.joinpath(name)), folder / name)
    for arguments in (["check"], ["check", str(folder)]):
        done = run(*arguments)
        assert done.exit_code == 0, done.output
        assert "Fichiers en ordre" in done.output


SPOILT = [
    ("wages.yaml", 'rate: "17.10"', "rate: dix-sept", 0, "n'est pas un nombre"),
    (
        "wages.yaml",
        "valid_from: 2026-01-01",
        "valid_from: 2024-01-01",
        0,
        "pas après la précédente",
    ),
    ("wages.yaml", "valid_from: 2023-09-01", "valid_from: 2023-19-01", 0, "n'est pas une date"),
    (
        "wages.yaml",
        "sector: general, valid_from: 2019",
        "sector: genral, valid_from: 2019",
        0,
        "general",
    ),
    ("residence.yaml", "valid_to: 2022-11-30", "valid_to: 2022-11-29", None, "Il manque des jours"),
    ("residence.yaml", "valid_to: 2022-11-30", "valid_to: 2022-12-15", None, "comptés deux fois"),
    ("residence.yaml", "valid_to: 2022-11-30", "# no end", None, "se suivent sans dates"),
    (
        "residence.yaml",
        "work_employee: visa_protected",
        "work_employee: visa_protegted",
        0,
        "visa_protegted",
    ),
    (
        "residence.yaml",
        "leads_to: [refugee_bra_permit]",
        "leads_to: [refuge]",
        0,
        "Le titre « refuge »",
    ),
    ("residence.yaml", "sources: [jaldu, decimal]", "sources: []", 0, "chaque fait cite sa source"),
    (
        "residence.yaml",
        "sources: [jaldu, decimal]",
        "sources: [jaldu, personne]",
        0,
        "« personne »",
    ),
    ("residence.yaml", "confidence: medium", "confidence: sure", 0, "high"),
    ("residence.yaml", 'value: "no"', "value: no", None, "no"),
    ("residence.yaml", "  - id: permit_work\n", "  - id: permit_family\n", None, "existe déjà"),
    (
        "hiring.yaml",
        "steps: [check_stay, check_employer, ask_desk",
        "steps: [check_stay, chek, ask_desk",
        0,
        "« chek »",
    ),
    ("hiring.yaml", "desks: [casablanca", "desks: [casablanka", 0, "La ville « casablanka »"),
    ("contributions.yaml", '    employer_pct: "6.40"\n', "", None, "Il manque « employer_pct »"),
    ("contributions.yaml", 'employer_pct: "6.40"', 'employer_pct: "640"', 0, "hors des limites"),
    (
        "contributions.yaml",
        'employee_pct: "0.33"',
        'employee_pct: "0.33"\n    employee_pct: "0.4"',
        None,
        "écrit deux fois",
    ),
    ("services.yaml", "rights: [ofppt_training]", "rights: [ofppt]", 0, "Le droit « ofppt »"),
    ("services.yaml", "category: health", "categorie: health", None, "n'existe pas ici"),
    (
        "services.yaml",
        "services: [amappe, anapec_register]",
        "services: [amapp]",
        0,
        "Le service « amapp »",
    ),
    ("schemes.yaml", "currency: EUR", "currency: euro", None, "forme attendue"),
    ("cost.yaml", "lines:", "lines: [", None, "lisible"),
]


@pytest.mark.parametrize(("name", "old", "new", "offset", "said"), SPOILT)
def test_a_spoilt_file_is_told_with_line_problem_and_fix(
    folder: Path, name: str, old: str, new: str, offset: int | None, said: str
) -> None:
    line = spoil(folder, name, old, new)
    done = run("check", str(folder))
    assert done.exit_code == 1
    assert said in done.output
    assert "→ " in done.output
    assert "à corriger" in done.output
    if offset is not None:
        assert f"{name}:{line + offset}  " in done.output, done.output


def test_all_problems_are_told_at_once(folder: Path) -> None:
    spoil(folder, "residence.yaml", "sources: [jaldu, decimal]", "sources: [personne]")
    spoil(folder, "residence.yaml", "work_employee: visa_protected", "work_employee: rien")
    spoil(folder, "wages.yaml", "sources: [le360, lobs]", "sources: [lobz]")
    output = run("check", str(folder)).output
    assert all(word in output for word in ("« personne »", "« rien »", "« lobz »"))


def test_an_empty_folder_is_no_success(tmp_path: Path) -> None:
    done = run("check", str(tmp_path))
    assert done.exit_code == 1
    assert "Aucun fichier de règles" in done.output


def test_every_problem_has_its_two_sentences() -> None:
    source = "".join(path.read_text() for path in (ROOT / "amuddu" / "rules").rglob("*.py"))
    for code in PROBLEMS:
        assert f'"{code}"' in source or code.startswith("unknown_"), code
