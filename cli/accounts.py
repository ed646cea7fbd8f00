"""`amuddu account` and `amuddu agency`: who may sign in, on a deployment of one's own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

import typer

from amuddu.kit.app import open_audit, open_database
from amuddu.kit.audit import recording
from amuddu.kit.auth import Role
from amuddu.kit.db import Session
from amuddu.kit.errors import AmudduError
from amuddu.kit.production.refusals import DEMONSTRATION
from amuddu.reference.places import places
from gateway.app import MIGRATIONS
from gateway.sessions import repository as sessions_repository
from gateway.sessions import service as accounts
from gateway.sessions import trail
from gateway.sessions.tables import Account, Agency
from gateway.settings import GatewaySettings

account_app = typer.Typer(help="Accounts: add one, or close one.")
agency_app = typer.Typer(help="Agencies of the public employment service.")


@contextmanager
def _session() -> Iterator[Session]:
    settings = GatewaySettings()
    database = open_database(settings, "gateway", settings.database_url, MIGRATIONS)
    audit = open_audit(settings, database)
    try:
        with database.session() as session:
            yield session
    except AmudduError as error:
        lines = [error.text.in_("fr"), *(f"  {f.field}: {f.text.in_('fr')}" for f in error.fields)]
        raise SystemExit("\n".join(lines)) from None
    finally:
        audit.database.close()
        database.close()


@account_app.command("add")
def add_account(
    login: Annotated[str, typer.Argument(help="What the person types to sign in.")],
    role: Annotated[Role, typer.Option(help="What the person does here.")],
    password: Annotated[
        str,
        typer.Option(
            envvar="AMUDDU_PASSWORD", prompt=True, confirmation_prompt=True, hide_input=True
        ),
    ],
    name: Annotated[str, typer.Option(help="How pages call the person.")] = "",
    agency: Annotated[str | None, typer.Option(help="Agency of a counsellor or agent.")] = None,
    employer: Annotated[
        UUID | None, typer.Option(help="Employer that the person speaks for.")
    ] = None,
    organisation: Annotated[str | None, typer.Option(help="Name of the organisation.")] = None,
) -> None:
    """Add an account: the first administrator, staff of an agency, an employer's user."""
    if role in {Role.COUNSELLOR, Role.AGENT} and agency is None:
        raise typer.BadParameter("a counsellor or agent works in an agency: --agency")
    if role is Role.EMPLOYER and employer is None:
        raise typer.BadParameter("an employer's user speaks for an employer: --employer")
    if role is Role.SERVICE:
        raise typer.BadParameter("services do not sign in")
    if GatewaySettings().mode == "production" and password == DEMONSTRATION:
        raise SystemExit("AMUDDU_PASSWORD: that of the demonstration is printed on a page; another")
    with _session() as session:
        found = sessions_repository.agency(session, agency) if agency else None
        if agency and found is None:
            raise SystemExit(f"no agency {agency}: amuddu agency add")
        row = Account(
            login=login,
            password_hash="",
            role=role,
            display_name=name or login,
            agency_id=agency,
            employer_id=employer,
            organisation=organisation or (found.name if found else None),
        )
        accounts.create(session, row, password=password)
        trail.told(recording.of(session), accounts.actor(row), "account_added")
    sys.stdout.write(f"{login}: {role}\n")


@account_app.command("close")
def close_account(login: Annotated[str, typer.Argument(help="Account to close.")]) -> None:
    """Close an account: nobody can sign in with it, and its sessions end at once."""
    with _session() as session:
        closed = accounts.disable(session, login)
        if closed is None:
            raise SystemExit(f"no account {login}")
        trail.told(recording.of(session), accounts.actor(closed), "account_closed")
    sys.stdout.write(f"{login}: closed\n")


@agency_app.command("add")
def add_agency(
    identifier: Annotated[str, typer.Argument(help="Short id, best that of its town: rabat.")],
    name: Annotated[str, typer.Argument(help="Its name.")],
    place: Annotated[str | None, typer.Option(help="Id of its town.")] = None,
) -> None:
    """Add an agency, or rename one."""
    if place is not None and place not in places():
        raise typer.BadParameter(f"no town {place}")
    with _session() as session:
        known = sessions_repository.agency(session, identifier)
        row = known or Agency(id=identifier, name=name)
        row.name, row.place = name, place or row.place
        sessions_repository.save(session, row)
    sys.stdout.write(f"{identifier}: {name}\n")
