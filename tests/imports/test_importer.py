"""From a file to the service: bodies, report by line and column, the same file twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from amuddu.contracts.batch import BatchOut, FieldProblem, RowResult
from amuddu.contracts.employers import VacancyIn
from amuddu.contracts.profiles import ProfileIn
from amuddu.imports import mapping as mappings
from amuddu.imports.columns import COLUMNS, Kind, by_header, column_of
from amuddu.imports.importer import BATCH, Importer
from amuddu.imports.mapping import Mapped
from amuddu.imports.reading import read
from amuddu.imports.rows import UnreadableFile
from amuddu.imports.template import Format, template
from amuddu.kit.errors import Invalid

BODIES = {"vacancies": VacancyIn, "profiles": ProfileIn}


class Service:
    """Keeps rows by reference as the services do, and checks them against the contract."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.kept: dict[str, dict[str, Any]] = {}

    def __call__(self, bodies: list[dict[str, Any]]) -> BatchOut:
        return BatchOut(results=tuple(self._results(bodies)))

    def _results(self, bodies: list[dict[str, Any]]) -> Iterator[RowResult]:
        for index, body in enumerate(bodies):
            content = {k: v for k, v in body.items() if k != "employer_name"}
            try:
                BODIES[self.kind].model_validate(content)
            except ValidationError as error:
                path = ".".join(str(part) for part in error.errors()[0]["loc"])
                problem = FieldProblem(field=path, message="à corriger")
                yield RowResult(index=index, outcome="refused", problems=(problem,))
                continue
            before = self.kept.get(body["external_ref"])
            self.kept[body["external_ref"]] = body
            if before is None:
                yield RowResult(index=index, outcome="created")
            else:
                yield RowResult(index=index, outcome="unchanged" if before == body else "updated")


def run(
    content: str | bytes,
    service: Service,
    *,
    name: str = "x.csv",
    mapping: Mapped | None = None,
) -> Importer:
    data = content if isinstance(content, bytes) else content.encode()
    importer = Importer(service.kind, read(data, name), mapping=mapping, lang="fr")
    assert list(importer.run(service)) == sorted(importer_progress(importer))
    return importer


def importer_progress(importer: Importer) -> list[int]:
    total = importer.report.done
    return sorted({*range(BATCH, total, BATCH), total} - {0}) if total else []


@pytest.mark.parametrize("kind", ["vacancies", "profiles"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_imports_as_it_is(kind: Kind, form: Format) -> None:
    service = Service(kind)
    importer = run(template(kind, form, lang="fr"), service, name=f"modele.{form}")
    assert importer.report.counts == {"created": 1}
    assert importer.report.ignored_columns == ()
    body = next(iter(service.kept.values()))
    filled = {column.field.split(".")[0] for column in COLUMNS[kind] if column.offered}
    assert filled <= set(body) | {"experience"}


def test_the_same_file_twice_changes_nothing_with_or_without_references() -> None:
    for content in (
        "intitulé;ville;contrat\nMaçon;Rabat;CDI\n",
        "ref;titre;ville\n7;Maçon;Rabat\n",
    ):
        service = Service("vacancies")
        assert run(content, service).report.counts == {"created": 1}
        assert run(content, service).report.counts == {"unchanged": 1}


def test_good_rows_are_kept_and_bad_ones_name_line_column_and_fix() -> None:
    service = Service("vacancies")
    report = run(
        "Référence,TITRE,Ville,Contrat,Salaire,Début\n"
        "1,Maçon,Rabat,CDI,4200,01/02/2027\n"
        "2,Maçon,Atlantide,contrat moral,4200,01/02/2027\n"
        "3,,Fès,CDI,beaucoup,31/02/2027\n",
        service,
    ).report
    assert report.counts == {"created": 2, "refused": 1}
    found = {(remark.line, remark.column) for remark in report.refused}
    assert found == {(4, "TITRE"), (4, "Salaire"), (4, "Début")}
    assert all(remark.message for remark in report.refused)
    # What is asked for before a vacancy is published, and cannot be read, is chosen afterwards.
    named = {(remark.line, remark.column) for remark in report.notes}
    assert named == {(3, "Ville"), (3, "Contrat")}
    assert not {"place", "contract_type"} & service.kept["2"].keys()


def test_an_optional_cell_that_cannot_be_read_is_left_empty_and_named() -> None:
    service = Service("vacancies")
    report = run(
        "ref;titre;ville;contrat;salaire\n1;Maçon;Rabat;CDI;beaucoup\n2;Maçon;Rabat;CDI;4200\n",
        service,
    ).report
    assert report.counts == {"created": 2}
    assert "wage_month" not in service.kept["1"]
    assert [(note.line, note.column) for note in report.notes] == [(2, "salaire")]
    assert not report.complete


@pytest.mark.parametrize(
    ("content", "column"),
    [
        ("ref;titre;ville;contrat\n1;Maçon;Rabat;CDI\n\n1;Soudeur;Rabat;CDI\n", "ref"),
        ("titre;ville;contrat\nMaçon;Rabat;CDI\n\nMaçon;Rabat;CDI\n", ""),
    ],
)
def test_a_row_that_repeats_another_names_its_line(content: str, column: str) -> None:
    report = run(content, Service("vacancies")).report
    assert report.counts == {"created": 1, "refused": 1}
    [remark] = report.refused
    assert (remark.line, remark.column) == (4, column)
    assert "2" in remark.message


def test_two_batches_apart_a_repeated_reference_is_still_refused() -> None:
    rows = "".join(f"{n};Maçon;Rabat;CDI\n" for n in range(230))
    service = Service("vacancies")
    report = run(f"ref;titre;ville;contrat\n{rows}7;Soudeur;Rabat;CDI\n", service).report
    assert report.counts == {"created": 230, "refused": 1}
    assert service.kept["7"]["title"] == "Maçon"


def test_a_mapping_that_names_a_missing_column_is_refused(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path, "title: Poste\nplace: {from: [Vile, Ville]}\n")
    with pytest.raises(Invalid) as refused:
        run("Poste;Ville\nMaçon;Rabat\n", Service("vacancies"), mapping=mapping)
    [wrong] = refused.value.fields
    assert wrong.field == "place"
    assert "Vile" in wrong.text.in_("fr")


def test_the_report_is_one_object() -> None:
    report = run(
        "ref;titre;ville;contrat;couleur\n1;Maçon;Rabat;CDI;bleu\n2;;Rabat;CDI;vert\n",
        Service("vacancies"),
    ).report.as_json()
    assert (report["added"], report["changed"], report["unchanged"]) == (1, 0, 0)
    assert [(each["line"], each["column"]) for each in report["refused"]] == [(3, "titre")]
    assert [(each["line"], each["column"]) for each in report["notes"]] == [(None, "couleur")]


def test_cells_are_read_as_people_write_them() -> None:
    service = Service("vacancies")
    run(
        "id;titre;ville;contrat;salaire;langues;compétences;début\n"
        "1;Cuisinier;الدار البيضاء;Contrat à durée indéterminée;4 200,50 DH;"
        '"français courant; arabe (B1)";"cuire | servir";2027-02-01\n',
        service,
    )
    body = service.kept["1"]
    assert body["place"] == "casablanca"
    assert body["contract_type"] == "CDI"
    assert body["wage_month"] == "4200.50"
    assert body["languages"] == [{"code": "fr", "level": "C1"}, {"code": "ar", "level": "B1"}]
    assert body["wanted_skills"] == [{"text": "cuire"}, {"text": "servir"}]
    assert body["starts_on"] == "2027-02-01"


def test_a_file_with_no_known_column_says_which_are_expected() -> None:
    with pytest.raises(UnreadableFile) as refused:
        run("foo;bar\n1;2\n", Service("vacancies"))
    assert "intitulé" in refused.value.text.in_("fr")


def test_unknown_columns_are_named_in_the_report() -> None:
    report = run("titre;ville;couleur\nMaçon;Rabat;bleu\n", Service("vacancies")).report
    assert report.ignored_columns == ("couleur",)


def test_consent_is_never_presumed() -> None:
    service = Service("profiles")
    run("ref;prénom;métier\n1;Awa;cuisinière\n", service)
    profile = ProfileIn.model_validate(service.kept["1"])
    assert profile.consents.matching is False
    assert profile.consents.contact is False


def mapping_of(tmp_path: Path, text: str) -> Mapped:
    path = tmp_path / "m.yaml"
    path.write_text(text, encoding="utf-8")
    return mappings.load(path, "vacancies")


def test_a_mapping_serves_any_file(tmp_path: Path) -> None:
    mapping = mapping_of(
        tmp_path,
        "external_ref: n\ntitle: Poste\ncontract_type: {constant: CDI}\n"
        'place: {from: zone, values: {"Nord": Tanger}, default: Rabat}\n'
        "description: {from: [a, b]}\n",
    )
    service = Service("vacancies")
    run("n,Poste,zone,a,b\n1,Maçon,Nord,x,y\n2,Maçon,Sud,,z\n", service, mapping=mapping)
    assert [body["place"] for body in service.kept.values()] == ["tanger", "rabat"]
    assert [body["description"] for body in service.kept.values()] == ["x\ny", "z"]


@pytest.mark.parametrize(
    "text", ["title: [", "colour: x", "title: {from: a, surprise: 1}", "- title", "title: 3"]
)
def test_a_wrong_mapping_is_refused_in_words(tmp_path: Path, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        mapping_of(tmp_path, text)
    assert refused.value.text.in_("fr")


@pytest.mark.parametrize("path", sorted(Path("docs/mappings").glob("*.yaml")))
def test_the_documented_mappings_load(path: Path) -> None:
    mappings.load(path, "vacancies")


def test_what_stands_under_another_header_is_refused_until_the_own_one_comes_again() -> None:
    service = Service("profiles")
    head = "prénom;nom;métiers recherchés;ville\n"
    report = run(
        f"{head}Awa;Ndiaye;maçon;Rabat\n"
        "intitulé;ville;contrat;places\nMaçon;Rabat;CDI;2\nChef;Fès;CDD;1\n"
        f"{head}Musa;Kone;cuisinier;Fès\n",
        service,
    ).report
    assert report.counts == {"created": 2, "refused": 3}
    assert [remark.line for remark in sorted(report.refused)] == [3, 4, 5]
    assert {body["given_name"] for body in service.kept.values()} == {"Awa", "Musa"}


@pytest.mark.parametrize("content", ["// liste\n[{", '{"nom": "a", "nom": "b"}', "[{'nom': 1}]"])
def test_where_no_object_can_be_read_the_file_is_none(content: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        run(content, Service("profiles"), name="x.json")
    assert "olonne" not in refused.value.text.in_("fr")


def test_a_second_column_of_a_telephone_stands_in_where_the_first_is_empty() -> None:
    service = Service("profiles")
    report = run(
        "prénom;nom;téléphone;gsm;métiers recherchés\n"
        "Awa;Essai;;0612345678;maçon\n"
        "Musa;Essai;0612345679;0612345670;maçon\n"
        "Ines;Essai;0612345671;0612345671;maçon\n",
        service,
    ).report
    assert [body["phone"] for body in service.kept.values()] == [
        "+212612345678", "+212612345679", "+212612345671",
    ]  # fmt: skip
    assert [(note.line, note.column) for note in report.notes] == [(3, "gsm")]
    assert not report.complete


def test_columns_of_two_people_side_by_side_are_never_mixed() -> None:
    service = Service("profiles")
    head = "prénom;nom;téléphone;métiers recherchés"
    text = f"{head};{head}\nAwa;Essai;;maçon;Musa;Autre;0612345679;cuisinier\n"
    table = read(text.encode(), "x.csv", known=by_header("profiles"))
    importer = Importer("profiles", table, mapping=None, lang="fr")
    list(importer.run(service))
    (body,) = service.kept.values()
    assert (body["given_name"], body.get("phone")) == ("Awa", None)
    assert not importer.report.complete


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Distance (km)", "max_distance_km"),
        ("Date de naissance (JJ/MM/AAAA) *", "birth_year"),
        ("Téléphone (+212)", "phone"),
        ("Nom (obligatoire)", "family_name"),
        ("Nom (mère)", None),
        ("Téléphone (garant)", None),
    ],
)
def test_what_a_header_says_of_the_form_is_no_part_of_its_name(
    header: str, field: str | None
) -> None:
    found = column_of("profiles", header)
    assert (found.field if found else None) == field


@pytest.mark.parametrize(
    ("period", "kept"), [("quinzaine", False), ("mois", True), ("n/a", True), ("forfait", False)]
)
def test_a_wage_of_a_period_that_cannot_be_read_is_left_out(period: str, kept: bool) -> None:
    service = Service("vacancies")
    report = run(
        f"intitulé;ville;salaire minimum;période du salaire\nMaçon;Rabat;4000;{period}\n", service
    ).report
    (body,) = service.kept.values()
    assert ("wage_month" in body) is kept
    assert report.complete is kept
