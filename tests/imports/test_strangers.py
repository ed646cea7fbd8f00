"""Rows that are no person and no ad: totals, notes, headers come again, other separators."""

from __future__ import annotations

from typing import Any

import pytest

from amuddu.contracts.batch import BatchOut, RowResult
from amuddu.imports.columns import Kind, by_header
from amuddu.imports.importer import Importer
from amuddu.imports.reading import read
from amuddu.imports.report import Report

HEADER = "prénom;nom;téléphone;métier"
PERSON = "Awa;Essai;0661234567;maçon"


def imported(kind: Kind, text: str) -> tuple[list[dict[str, Any]], Report]:
    bodies: list[dict[str, Any]] = []

    def send(rows: list[dict[str, Any]]) -> BatchOut:
        bodies.extend(rows)
        results = (RowResult(index=place, outcome="created") for place in range(len(rows)))
        return BatchOut(results=tuple(results))

    table = read(text.encode(), "x.csv", known=tuple(by_header(kind)))
    importer = Importer(kind, table, mapping=None, lang="fr")
    list(importer.run(send))
    return bodies, importer.report


def test_rows_that_are_nobody_are_refused_and_named() -> None:
    strangers = {
        "total": [
            "Total;2;;",
            "TOTAL (2 personnes);;;",
            "Sous-total;;;1",
            "المجموع;٢;;",
            ";;Total :;2",
        ],
        "note": [
            "Source : fichier de la coopérative;;;",
            "* à compléter;;;",
            "NB : numéros à vérifier",
            "Fait à Rabat, le 12/03/2026;;;",
            "Page 1/3;;;",
            ";;ملاحظة: للتحقق;",
            "# fin;;;",
            "----;;;",
            "FIN DU FICHIER;;;",
        ],
        "en-tête": [
            "Prénom;NOM;Téléphone;Métier",
            "PRENOM;NOM;TEL;METIER",
            "\ufeffprénom;nom;téléphone;métier",
            "First name;Last name;Phone;Occupation",
            "entreprise;ville;;",
        ],
        "séparée": ["Moussa,Essai,0662345678,cuisinier", "Moussa\tEssai\t0662345678\tcuisinier"],
    }
    lines = [(kind, line) for kind, written in strangers.items() for line in written]
    text = "\n".join([HEADER, PERSON, *(line for _, line in lines)]) + "\n"
    bodies, report = imported("profiles", text)
    assert [body["given_name"] for body in bodies] == ["Awa"]
    assert not report.complete
    named = {remark.line: remark.message for remark in report.refused}
    for number, (kind, line) in enumerate(lines, start=3):
        assert kind in named[number], (line, named[number])


@pytest.mark.parametrize(
    "row",
    [
        "Total;Essai;0662345678;cuisinier",  # a name
        "Note;Essai;;cuisinier",
        "Source;Essai;;",
        "Moussa;Essai;;",
        "Moussa",
    ],
)
def test_people_who_look_a_little_like_it_are_kept(row: str) -> None:
    bodies, report = imported("profiles", f"{HEADER}\n{PERSON}\n{row}\n")
    assert len(bodies) == 2, report.refused


def test_a_total_of_places_is_no_ad() -> None:
    header = "intitulé;ville;contrat;nombre de postes"
    bodies, report = imported("vacancies", f"{header}\nMaçon;Rabat;CDI;2\nTotal général;;;2\n")
    assert [body["title"] for body in bodies] == ["Maçon"]
    assert [remark.line for remark in report.refused] == [3]
