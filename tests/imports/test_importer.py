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
from amuddu.imports.columns import COLUMNS, Kind
from amuddu.imports.importer import Importer
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
    total = len(importer.report.rows)
    return sorted({*range(50, total, 50), total} - {0}) if total else []


@pytest.mark.parametrize("kind", ["vacancies", "profiles"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_imports_as_it_is(kind: Kind, form: Format) -> None:
    service = Service(kind)
    importer = run(template(kind, form, lang="fr"), service, name=f"modele.{form}")
    assert importer.report.counts == {"created": 1}
    assert importer.report.ignored_columns == ()
    body = next(iter(service.kept.values()))
    filled = {column.field.split(".")[0] for column in COLUMNS[kind]}
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
        "2,Maçon,Atlantide,CDI,4200,01/02/2027\n"
        "3,Maçon,Fès,contrat moral,beaucoup,31/02/2027\n"
        f"4,{'x' * 400},Casa,CDI,,\n",
        service,
    ).report
    assert report.counts == {"created": 1, "refused": 3}
    found = {row.line: [problem.column for problem in row.problems] for row in report.refused}
    assert found == {3: ["Ville"], 4: ["Contrat", "Salaire", "Début"], 5: ["TITRE"]}
    assert all(problem.message for row in report.refused for problem in row.problems)


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
