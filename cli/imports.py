"""`amuddu import vacancies FILE` and `amuddu import profiles FILE`, through the public API;
`amuddu import esco FOLDER`, which writes reference data for the services to read."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from amuddu.contracts.batch import BatchOut
from amuddu.contracts.types import LANGS, Lang
from amuddu.imports import mapping as mappings
from amuddu.imports.columns import COLUMNS, Kind, by_header
from amuddu.imports.importer import Importer
from amuddu.imports.mapping import Mapped
from amuddu.imports.reading import read
from amuddu.imports.report import Remark, Report
from amuddu.imports.template import Format, template
from amuddu.kit.errors import AmudduError
from amuddu.kit.i18n import N_, Text
from amuddu.kit.settings import Settings
from amuddu.reference import enrich, esco
from cli.client import Api

app = typer.Typer(help="Import vacancies or profiles from CSV, XLSX or JSON lines.")

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, XLSX or JSONL.")]
Mapping = Annotated[
    Path | None, typer.Option(exists=True, dir_okay=False, help="YAML: which column fills what.")
]
Url = Annotated[str, typer.Option(envvar="AMUDDU_PUBLIC_URL", help="Where Amuddu runs.")]
Login = Annotated[str, typer.Option(envvar="AMUDDU_LOGIN", help="Account that imports.")]
Password = Annotated[
    str, typer.Option(envvar="AMUDDU_PASSWORD", prompt=True, hide_input=True, help="Its password.")
]
Language = Annotated[str, typer.Option(help="Language of the report: fr, ar, en, es.")]
Agency = Annotated[str | None, typer.Option(help="Agency the rows belong to (administrators).")]

AsJson = Annotated[bool, typer.Option("--json", help="Print the report as one JSON object.")]

LOCAL = "http://127.0.0.1:8000"

EVERYTHING_KEPT, LEFT_OUT, UNREADABLE, CUT_SHORT = 0, 1, 2, 3
"""Exit status: every row was kept and nothing left out; something was; the file is no table; the
import did not come to its end, because Amuddu refused it or went away, or somebody stopped it."""

_STOPPED = N_("L'import a été arrêté.")
_SAFE = N_(
    "Ce qui a été compté jusqu'ici est enregistré. Renvoyez le même fichier : rien ne sera "
    "enregistré deux fois."
)


@app.command("vacancies")
def vacancies(
    file: File,
    login: Login,
    password: Password,
    mapping: Mapping = None,
    url: Url = LOCAL,
    agency: Agency = None,
    employer: Annotated[str | None, typer.Option(help="Id of the employer of all rows.")] = None,
    lang: Language = "fr",
    as_json: AsJson = False,
) -> None:
    """Import vacancies; rows that are right are kept, the others are listed with what to mend."""
    whose = {"agency_id": agency, "employer_id": employer}
    spoken = _lang(lang)
    sign_in = partial(Api(url, lang=spoken).sign_in, login, password)
    _import("vacancies", file, mapping, sign_in, whose, spoken, as_json=as_json)


@app.command("profiles")
def profiles(
    file: File,
    login: Login,
    password: Password,
    mapping: Mapping = None,
    url: Url = LOCAL,
    agency: Agency = None,
    lang: Language = "fr",
    as_json: AsJson = False,
) -> None:
    """Import people of an agency."""
    spoken = _lang(lang)
    sign_in = partial(Api(url, lang=spoken).sign_in, login, password)
    _import("profiles", file, mapping, sign_in, {"agency_id": agency}, spoken, as_json=as_json)


@app.command("courses")
def courses(
    file: File,
    login: Login,
    password: Password,
    mapping: Mapping = None,
    url: Url = LOCAL,
    lang: Language = "fr",
    as_json: AsJson = False,
) -> None:
    """Import courses of training centres, and their sessions."""
    spoken = _lang(lang)
    sign_in = partial(Api(url, lang=spoken).sign_in, login, password)
    _import("courses", file, mapping, sign_in, {}, spoken, as_json=as_json)


@app.command("template")
def write_template(
    kind: Annotated[str, typer.Argument(help="vacancies, profiles or courses")],
    file: Annotated[Path, typer.Argument(help="File to write, .csv or .xlsx")],
    lang: Language = "fr",
) -> None:
    """Write a file with the columns and one example line."""
    chosen = _kind(kind)
    form: Format = "xlsx" if file.suffix.lower() == ".xlsx" else "csv"
    file.write_bytes(template(chosen, form, lang=_lang(lang)))
    sys.stdout.write(f"{file}\n")


@app.command("columns")
def columns(kind: Annotated[str, typer.Argument(help="vacancies, profiles or courses")]) -> None:
    """List the columns that a file may have, and the field each fills."""
    for column in COLUMNS[_kind(kind)]:
        star = "*" if column.required or column.asked else " "
        sys.stdout.write(f"{star} {column.header:32} {column.field:24} {column.example}\n")


@app.command("esco")
def esco_download(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="ESCO's CSV download.")
    ],
    into: Annotated[
        Path | None,
        typer.Option(help="Folder to write; by default `reference` in the data folder."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="ESCO's occupations and skills alone, without ours.")
    ] = False,
    isco: Annotated[
        str, typer.Option(help="Only occupations whose ISCO-08 code begins so, e.g. 5,6,7,8,9.")
    ] = "",
) -> None:
    """Enrich the occupations and skills with ESCO's, or replace them."""
    target = (into or Settings().data_dir / "reference").resolve()
    try:
        codes = [code.strip() for code in isco.split(",") if code.strip()]
        found = enrich.enrich(folder, replace=replace, isco=codes)
    except FileNotFoundError as error:
        raise SystemExit(
            f"{error.filename or error}: not found. Unpack ESCO's CSV download (classification,"
            " one language or several: occupations_fr.csv, skills_fr.csv ...) and name its folder."
        ) from None
    except esco.BadEsco as error:
        raise SystemExit(str(error)) from None
    enrich.write(found, target)
    lines = (
        f"occupations: {found.known_occupations} of ours enriched, {found.new_occupations} added",
        f"skills: {found.known_skills} of ours enriched, {found.new_skills} added",
        f"written to {target}",
        "To use them, start every process with this setting, and encode everything again:",
        f"  export AMUDDU_REFERENCE_DIR={target}",
        "  amuddu reindex",
        "ESCO: (c) European Union, reuse allowed with attribution to the European Commission.",
    )
    sys.stdout.write("\n".join(lines) + "\n")


def _kind(text: str) -> Kind:
    for kind in COLUMNS:
        if text == kind:
            return kind
    raise typer.BadParameter("vacancies, profiles or courses")


def _lang(text: str) -> Lang:
    for lang in LANGS:
        if text == lang:
            return lang
    raise typer.BadParameter("fr, ar, en or es")


def _import(
    kind: Kind,
    file: Path,
    mapping: Path | None,
    sign_in: Callable[[], Api],
    whose: dict[str, Any],
    lang: Lang,
    *,
    as_json: bool,
) -> None:
    """Read, send, report. Ends with 0: everything was kept; 1: something was not; 2: no table;
    3: cut short, with the report of what was kept before."""
    try:
        chosen: Mapped | None = mappings.load(mapping, kind) if mapping else None
        known = chosen.columns() if chosen else by_header(kind)
        table = read(file.read_bytes(), file.name, known=known)
        importer = Importer(kind, table, mapping=chosen, lang=lang)
    except AmudduError as error:
        _print_unreadable(error, lang, as_json=as_json)
        raise typer.Exit(UNREADABLE) from None
    stopped = _stopped_by(lambda: _send(importer, kind, file, sign_in(), whose, table.total))
    if stopped is not None:
        _print_cut_short(importer.report, stopped or Text(_STOPPED).in_(lang), lang, as_json)
        raise typer.Exit(CUT_SHORT)
    if as_json:
        sys.stdout.write(json.dumps(importer.report.as_json(), ensure_ascii=False) + "\n")
    else:
        _print(importer.report, lang)
    raise typer.Exit(EVERYTHING_KEPT if importer.report.complete else LEFT_OUT)


def _stopped_by(work: Callable[[], None]) -> str | None:
    """What cut the work short, in words; nothing where it came to its end, and an empty sentence
    where somebody stopped it."""
    try:
        work()
    except SystemExit as problem:  # what the API says, or that it is not there
        return str(problem.code)
    except KeyboardInterrupt:
        return ""
    return None


def _send(
    importer: Importer,
    kind: Kind,
    file: Path,
    api: Api,
    whose: dict[str, Any],
    total: int | None,
) -> None:
    def send(bodies: list[dict[str, Any]]) -> BatchOut:
        return BatchOut.model_validate(
            api.post(f"/imports/{kind}/batch", {**whose, "rows": bodies})
        )

    bar = (TextColumn(file.name), BarColumn(), MofNCompleteColumn())
    with Progress(*bar, console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=total)
        for done in importer.run(send):
            progress.update(task, completed=done)


def _print_cut_short(report: Report, why: str, lang: Lang, as_json: bool) -> None:
    """What was kept before the end, why there was no more, and that sending again is safe."""
    safe = f" {Text(_SAFE).in_(lang)}" if report.done else ""
    if as_json:
        report.refused.append(Remark(0, "", why + safe))
        sys.stdout.write(json.dumps(report.as_json(), ensure_ascii=False) + "\n")
        return
    if report.done:
        _print(report, lang)
    sys.stderr.write(f"{why}{safe}\n")


def _print_unreadable(error: AmudduError, lang: Lang, *, as_json: bool) -> None:
    said = [(each.field, each.text.in_(lang)) for each in error.fields] or [
        ("", error.text.in_(lang))
    ]
    if as_json:
        report = Report(refused=[Remark(0, column, message) for column, message in said])
        sys.stdout.write(json.dumps(report.as_json(), ensure_ascii=False) + "\n")
    else:
        lines = [error.text.in_(lang), *(f"  {field}: {text}" for field, text in said if field)]
        sys.stderr.write("\n".join(lines) + "\n")


def _print(report: Report, lang: Lang) -> None:
    """The report on standard output, a line for each remark."""

    def say(sentence: str, /, **params: Any) -> None:
        sys.stdout.write(Text(sentence, params).in_(lang) + "\n")

    for remark in (*sorted(report.notes), *sorted(report.refused)):
        place = f"{remark.sheet}: " if remark.sheet else ""
        sys.stdout.write(place)
        if not remark.line:
            sys.stdout.write(": ".join(filter(None, (remark.column, remark.message))) + "\n")
            continue
        say(
            N_("ligne {line}, {column} : {message}"),
            line=remark.line,
            column=remark.column or "-",
            message=remark.message,
        )
    counts = report.counts
    say(
        N_(
            "{created} ajoutées, {updated} mises à jour, {unchanged} inchangées, {refused} refusées"
        ),
        created=counts["created"],
        updated=counts["updated"],
        unchanged=counts["unchanged"],
        refused=counts["refused"],
    )
    if report.drafts:
        say(
            N_("{drafts} gardées en brouillon : à compléter avant de publier"), drafts=report.drafts
        )
