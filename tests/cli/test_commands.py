"""The command's own work: accounts, agencies, templates and columns of import files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlmodel import Session, select
from typer.testing import CliRunner

from amuddu.imports.reading import read
from amuddu.kit.db import Database
from amuddu.kit.settings import Settings
from cli.main import app
from gateway.sessions.tables import Account
from tests.conftest import DatabaseOf

Amuddu = Callable[..., Result]


@pytest.fixture
def database(database_of: DatabaseOf) -> Database:
    return database_of("gateway")


@pytest.fixture
def amuddu(database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Amuddu:
    """The command on the test's gateway database."""
    monkeypatch.setenv("AMUDDU_GATEWAY_DATABASE_URL", database.url)

    def run(*arguments: str, **environment: str) -> Result:
        return CliRunner().invoke(app, list(arguments), env=environment)

    return run


def accounts_of(database: Database) -> dict[str, Any]:
    with Session(database.engine) as session:
        return {row.login: row for row in session.exec(select(Account)).all()}


def test_an_agency_and_its_counsellor_are_added_and_closed(
    amuddu: Amuddu, database: Database
) -> None:
    assert amuddu("agency", "add", "sale", "Agence de Salé", "--place", "sale").exit_code == 0
    made = amuddu(
        "account", "add", "awa", "--role", "counsellor", "--agency", "sale",
        AMUDDU_PASSWORD="une phrase assez longue",
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    row = accounts_of(database)["awa"]
    assert (row.role, row.agency_id, row.organisation) == ("counsellor", "sale", "Agence de Salé")
    assert "une phrase" not in row.password_hash
    assert amuddu("account", "close", "AWA").exit_code == 0
    assert accounts_of(database)["awa"].disabled_at is not None


@pytest.mark.parametrize(
    "arguments",
    [
        ("account", "add", "awa", "--role", "counsellor"),
        ("account", "add", "awa", "--role", "counsellor", "--agency", "nulle-part"),
        ("account", "add", "awa", "--role", "employer"),
        ("account", "add", "awa", "--role", "service"),
        ("account", "add", "a b", "--role", "administrator"),
        ("account", "close", "personne"),
        ("agency", "add", "x", "X", "--place", "atlantide"),
    ],
)
def test_what_cannot_be_done_leaves_nothing(
    amuddu: Amuddu, database: Database, arguments: tuple[str, ...]
) -> None:
    refused = amuddu(*arguments, AMUDDU_PASSWORD="une phrase assez longue")
    assert refused.exit_code != 0
    assert accounts_of(database) == {}


def test_a_weak_password_is_refused_in_words(amuddu: Amuddu, database: Database) -> None:
    refused = amuddu("account", "add", "awa", "--role", "administrator", AMUDDU_PASSWORD="court")
    assert refused.exit_code != 0
    assert accounts_of(database) == {}


@pytest.mark.parametrize("name", ["modele.csv", "modele.xlsx"])
def test_the_template_is_a_file_that_imports(tmp_path: Path, amuddu: Amuddu, name: str) -> None:
    path = tmp_path / name
    assert amuddu("import", "template", "vacancies", str(path)).exit_code == 0
    assert [row.cells["intitulé"] for row in read(path.read_bytes(), name).rows] == ["Maçon"]


def test_the_columns_are_listed(amuddu: Amuddu) -> None:
    listed = amuddu("import", "columns", "profiles").output
    assert "métiers recherchés" in listed
    assert "consents.matching" in listed
