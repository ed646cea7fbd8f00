"""What cells of a row say together: one column for the name, a period for all wages."""

from __future__ import annotations

import csv
import io
from typing import Any

from amuddu.contracts.batch import BatchOut, RowResult
from amuddu.contracts.profiles import ProfileIn
from amuddu.imports.columns import Kind
from amuddu.imports.importer import Importer
from amuddu.imports.reading import read
from amuddu.imports.report import Report


def imported(kind: Kind, **cells: str) -> tuple[dict[str, Any], Report]:
    """The body of one row and the report."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    names = {name.replace("_", " "): cell for name, cell in cells.items()}
    writer.writerows([names.keys(), names.values()])
    bodies: list[dict[str, Any]] = []

    def send(rows: list[dict[str, Any]]) -> BatchOut:
        bodies.extend(rows)
        return BatchOut(
            results=tuple(RowResult(index=i, outcome="created") for i in range(len(rows)))
        )

    importer = Importer(kind, read(written.getvalue().encode(), "x.csv"), mapping=None, lang="fr")
    list(importer.run(send))
    assert bodies, importer.report.refused
    return bodies[0], importer.report


def person(**cells: str) -> tuple[dict[str, Any], Report]:
    body, report = imported("profiles", **{"métier": "maçon", **cells})
    ProfileIn.model_validate(body)
    return body, report


def vacancy(**cells: str) -> tuple[dict[str, Any], Report]:
    return imported("vacancies", **{"titre": "Maçon", "ville": "Rabat", "contrat": "CDI", **cells})


def columns(report: Report) -> list[str]:
    return [remark.column for remark in report.notes]


def test_one_column_for_the_name_is_kept_whole_and_said() -> None:
    body, report = person(nom_et_prénom="Essai Awa")
    assert (body["given_name"], "family_name" in body) == ("Essai Awa", False)
    assert columns(report) == ["nom et prénom"]
    assert report.complete


def test_a_family_name_alone_is_the_name() -> None:
    body, report = person(nom="Essai")
    assert (body["given_name"], "family_name" in body) == ("Essai", False)
    assert columns(report) == ["nom"]


def test_a_whole_name_beside_its_parts_adds_nothing() -> None:
    body, report = person(prénom="Awa", nom="Essai", full_name="Essai Awa")
    assert (body["given_name"], body["family_name"]) == ("Awa", "Essai")
    assert not report.notes
    _, report = person(prénom="Awa", nom="Essai", full_name="Essai Awa Exemple")
    assert not report.complete


def test_an_age_stands_in_for_a_year_of_birth_alone() -> None:
    body, report = person(prénom="Awa", âge="30")
    assert body["birth_year"] > 1900
    assert columns(report) == ["âge"]
    body, report = person(prénom="Awa", âge="30", naissance="1950")
    assert body["birth_year"] == 1950
    assert not report.complete


def test_a_title_that_is_not_read_takes_its_date_along() -> None:
    body, report = person(
        prénom="Awa", titre_de_séjour="carte inconnue", **{"titre valable jusqu'au": "30/06/2027"}
    )
    assert "residence" not in body
    assert sorted(columns(report)) == ["titre de séjour", "titre valable jusqu'au"]


def test_a_channel_without_its_address_gives_way() -> None:
    body, report = person(prénom="Awa", téléphone="06 12", prévenir_par="sms")
    assert body["channel"] == "agent"
    assert sorted(columns(report)) == ["prévenir par", "téléphone"]
    body, _ = person(prénom="Awa", téléphone="06 12", email="a@exemple.ma", prévenir_par="sms")
    assert body["channel"] == "email"


def test_a_length_of_work_needs_its_work() -> None:
    body, report = person(prénom="Awa", durée_du_dernier_emploi_en_mois="12")
    assert "experience" not in body
    assert not report.complete


def test_a_period_and_a_currency_for_all_wages() -> None:
    body, _ = vacancy(min_amount="48000", max_amount="60000", interval="yearly", currency="MAD")
    assert (body["wage_month"], body["wage_month_max"]) == ("4000", "5000")
    body, report = vacancy(min_amount="1000", currency="EUR")
    assert "wage_month" not in body
    assert not report.complete


def test_a_cell_that_tells_its_period_is_not_changed_twice() -> None:
    body, _ = vacancy(salaire="4000 à 5000 DH par mois", interval="yearly")
    assert (body["wage_month"], body["wage_month_max"]) == ("4000", "5000")


def test_pay_by_the_hour_takes_the_hours_of_the_week() -> None:
    body, report = vacancy(salaire="17,92 DH/h")
    assert body["wage_month"] == "3422.72"
    assert "44" in report.notes[0].message
    body, report = vacancy(salaire="20 DH/h", heures_par_semaine="22")
    assert body["wage_month"] == "1910"
    assert "22" in report.notes[0].message
    body, _ = vacancy(min_amount="20", max_amount="24", interval="hourly", heures="22")
    assert (body["wage_month"], body["wage_month_max"]) == ("1910", "2292")


def test_a_whole_date_of_birth_tells_the_month() -> None:
    body, _ = person(prénom="Awa", naissance="16/02/1992")
    assert (body["birth_year"], body["birth_month"]) == (1992, 2)
    body, _ = person(prénom="Awa", naissance="16/02/1992", mois_de_naissance="mars")
    assert body["birth_month"] == 3
    body, _ = person(prénom="Awa", naissance="00/00/1985")
    assert "birth_month" not in body


def test_wages_out_of_order_keep_the_lower_one() -> None:
    body, report = vacancy(salaire="5000", salaire_max="4000")
    assert (body["wage_month"], "wage_month_max" in body) == ("5000", False)
    assert columns(report) == ["salaire max"]


def test_nothing_that_only_serves_other_columns_is_sent() -> None:
    body, _ = vacancy(salaire="48000/an", interval="yearly", currency="MAD")
    assert set(body) == {
        "title",
        "place",
        "contract_type",
        "wage_month",
        "occupation",
        "external_ref",
    }


def test_an_optional_cell_that_cannot_be_read_keeps_the_person() -> None:
    body, report = person(
        prénom="Awa", sexe="autre", naissance="jadis", nationalité="Atlantide", téléphone="06 12",
        email="non", langues="klingon", ville="Paris", distance="loin", disponible="un jour",
    )  # fmt: skip
    assert body["given_name"] == "Awa"
    assert len(report.notes) == 9
    assert report.left_out == 9
