"""What the demonstration prints on a page opens nothing in production."""

from __future__ import annotations

import hashlib

import pytest
from typer.testing import CliRunner

from amuddu.kit.auth import Role
from amuddu.kit.production.refusals import DEMONSTRATION
from amuddu.kit.settings import WrongSettings
from cli.main import app
from gateway.app import create
from gateway.sessions import service as accounts
from gateway.sessions.tables import Account
from gateway.settings import GatewaySettings
from tests.conftest import DatabaseOf


@pytest.fixture
def production(settings: object, monkeypatch: pytest.MonkeyPatch) -> GatewaySettings:
    monkeypatch.setenv("AMUDDU_MODE", "production")
    monkeypatch.setenv("AMUDDU_SECRET_KEY", hashlib.sha256(b"of a test").hexdigest())
    monkeypatch.setenv("AMUDDU_PUBLIC_URL", "https://amuddu.example")
    return GatewaySettings()


def test_a_gateway_over_accounts_that_anybody_may_try_does_not_start(
    production: GatewaySettings, database_of: DatabaseOf
) -> None:
    database = database_of("gateway")
    account = Account(
        login="essai", password_hash="", role=Role.COORDINATOR, display_name="Essai", demo=True
    )
    with database.session() as session:
        accounts.create(session, account, password=DEMONSTRATION)
    with pytest.raises(WrongSettings, match="amuddu account close essai"):
        create(production, database=database)
    with database.session() as session:
        accounts.disable(session, "essai")
    create(production, database=database)


def test_nobody_is_given_the_password_of_the_demonstration(production: GatewaySettings) -> None:
    assert production.mode == "production"
    asked = ["account", "add", "chief", "--role", "administrator", "--password", DEMONSTRATION]
    done = CliRunner().invoke(app, asked)
    assert "AMUDDU_PASSWORD" in str(done.exception)
