"""Partners' tokens: what they open, what they do not, when they end, and what is known of them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from fastapi.routing import APIRoute
from sqlalchemy import text

from amuddu.contracts.employers import CloseIn
from amuddu.contracts.postings.partners import SCOPES
from amuddu.kit import clock
from amuddu.kit.audit.tables import entries
from amuddu.kit.auth import Role
from gateway.clients.base import Caller
from gateway.credentials.kept import Keys
from gateway.credentials.tables import ContactRow
from gateway.tokens import ending
from tests.gateway.conftest import House
from tests.gateway.partners.support import Program, last_day, partner_of, signed_in, token_of
from tests.gateway.report.test_report_page import release
from tests.support import administrator


@pytest.fixture
def chief(house: House) -> Program:
    return signed_in(house)


def actions(house: House) -> list[tuple[str, str, str | None]]:
    """What the audit says of partners."""
    with house.app.state.audit.database.engine.connect() as connection:
        rows = connection.execute(entries.select().order_by(entries.c.number))
        said = ("partner_added", "token_made", "token_revoked", "token_used")
        return [(r.action, r.role, r.organisation) for r in rows if r.action in said]


# --- what it opens --------------------------------------------------------------------------------


def test_a_partner_reads_offers_what_changes_and_what_is_gone(house: House, chief: Program) -> None:
    program = Program(house, token_of(chief, partner_of(chief), ["offers:read"])["token"])
    vacancy = house.vacancy(house.employer())
    kept = house.vacancy(house.employer("Autre"), title="Carreleur")
    found = program.get("/offers/changes").json()
    assert [each["offer_id"] for each in found["items"]] == [str(vacancy.id), str(kept.id)]
    assert found["items"][0]["offer"]["employer_name"] == "Atlas BTP"
    house.services.employers.close(
        Caller(administrator(), "fr"), vacancy.id, CloseIn(reason="withdrawn")
    )
    house.pump()
    gone = program.get("/offers/changes", after=found["after"]).json()
    assert [(each["type"], each["offer"]) for each in gone["items"]] == [("offer.closed", None)]
    since = program.get("/offers/changes", since=(clock.now()).isoformat()).json()
    assert since["items"] == []
    assert since["after"] == gone["after"]
    assert program.get("/offers").status_code == 200
    assert program.get("/offers.csv").status_code == 200
    assert program.get("/offers.xml").status_code == 200
    assert program.get(f"/offers/{kept.id}").status_code == 200


def test_a_partner_reads_the_figures_that_the_report_shows(house: House, chief: Program) -> None:
    program = Program(house, token_of(chief, partner_of(chief), ["report:read"])["token"])
    assert program.get("/report").status_code == 404, "nothing is released yet"
    house.vacancy(house.employer())
    release(house)
    mine, shown = program.get("/report").json(), chief.get("/report").json()
    assert mine == shown
    assert program.get("/report/releases").json() == chief.get("/report/releases").json()


# --- what it does not open ------------------------------------------------------------------------


def test_a_token_opens_what_its_scopes_name_and_nothing_else(house: House, chief: Program) -> None:
    """Every operation of the public API is tried with a token that has all scopes, and with one
    that has each."""
    partner_id = partner_of(chief)
    vacancy = house.vacancy(house.employer())
    release(house)
    opened = {
        scope: Program(house, token_of(chief, partner_id, [scope])["token"]) for scope in SCOPES
    }
    whole = Program(house, token_of(chief, partner_id)["token"])
    house.app.state.settings = house.app.state.settings.model_copy(
        update={"partner_requests_minute": 100_000}
    )
    routes = [
        (method, route.path)
        for route in house.app.routes
        if isinstance(route, APIRoute) and route.path.startswith("/api/v1")
        for method in route.methods
    ]
    assert len(routes) > 120
    allowed = frozenset().union(*SCOPES.values())
    assert allowed <= set(routes), "a scope names an operation that is gone"
    for method, path in routes:
        address = path.removeprefix("/api/v1").replace("{offer_id}", str(vacancy.id))
        address = address.translate(str.maketrans("", "", "{}"))
        answer = whole.call(method, address)
        if (method, path) in allowed:
            assert answer.status_code == 200, (method, path, answer.text)
            for scope, program in opened.items():
                right = (method, path) in SCOPES[scope]
                status = program.call(method, address).status_code
                assert status == (200 if right else 403), (scope, method, path)
        else:
            assert answer.status_code == 403, (method, path)
    refused = whole.get("/profiles")
    assert refused.json()["type"] == "urn:amuddu:problem:scope_missing"
    assert "agreed" in refused.json()["title"]
    assert refused.headers["content-language"] == "en"


def test_a_token_is_nobody_on_pages_and_an_account_is_no_partner(
    house: House, chief: Program
) -> None:
    token = token_of(chief, partner_of(chief))["token"]
    client = house.browser()
    page = client._client.get(
        "/administration/partenaires", headers={"Authorization": f"Bearer {token}"}
    )
    assert page.url.path == "/connexion"
    client._client.cookies.set("amuddu_session", token)
    assert client.get("/administration/partenaires").url.path == "/connexion"
    assert chief.get("/offers/changes").status_code == 403
    assert Program(house).get("/offers/changes").status_code == 401


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PATCH", "PUT"])
def test_no_other_method_comes_through(house: House, chief: Program, method: str) -> None:
    program = Program(house, token_of(chief, partner_of(chief))["token"])
    for path in ("/report", "/profiles", "/nowhere"):
        assert program.call(method, path).status_code == 403


# --- when it ends ---------------------------------------------------------------------------------


def test_a_revoked_token_is_refused_at_once(house: House, chief: Program) -> None:
    partner_id = partner_of(chief)
    made = token_of(chief, partner_id)
    program = Program(house, made["token"])
    assert program.get("/offers").status_code == 200
    path = f"/partners/{partner_id}/tokens/{made['about']['id']}"
    assert chief.call("DELETE", path).status_code == 204
    for asked in ("/offers", "/offers/changes", "/report", "/profiles"):
        answer = program.get(asked)
        assert answer.status_code == 401, asked
        assert answer.headers["www-authenticate"] == "Bearer"
    assert chief.call("DELETE", path).status_code == 204, "twice is once"
    other = f"/partners/{partner_of(chief, 'Autre')}/tokens/{made['about']['id']}"
    assert chief.call("DELETE", other).status_code == 404


def test_a_token_ends_with_its_last_day(
    house: House, chief: Program, time_machine: time_machine.TimeMachineFixture
) -> None:
    program = Program(house, token_of(chief, partner_of(chief), days=2)["token"])
    time_machine.move_to(clock.now().replace(hour=23, minute=59) + timedelta(days=2))
    assert program.get("/offers").status_code == 200
    time_machine.move_to(clock.now() + timedelta(minutes=1))
    assert program.get("/offers").status_code == 401


def test_a_token_lives_a_year_at_most_and_is_somebodys(house: House, chief: Program) -> None:
    at = f"/partners/{partner_of(chief)}/tokens"
    body = {"scopes": ["offers:read"], "expires_on": last_day(365)}
    assert chief.post(at, body).status_code == 201
    counsellor = house.account(Role.COUNSELLOR, agency_id="rabat")
    for field, wrong in (
        ("expires_on", {"expires_on": last_day(367)}),
        ("expires_on", {"expires_on": last_day(-1)}),
        ("owner_id", {"owner_id": str(uuid4())}),
        ("owner_id", {"owner_id": str(counsellor.id)}),
        ("scopes.0", {"scopes": ["profiles:read"]}),
        ("scopes", {"scopes": []}),
    ):
        answer = chief.post(at, {**body, **wrong})
        assert answer.status_code == 422, wrong
        assert answer.json()["errors"][0]["field"] == field


def test_a_guessed_token_opens_nothing(house: House, chief: Program) -> None:
    token = token_of(chief, partner_of(chief))["token"]
    with house.databases["gateway"].session() as session:
        digest, hint = (
            session.connection().execute(text("SELECT digest, hint FROM partner_token")).one()
        )
    for guess in (
        "amuddu_p_",
        "amuddu_p_" + "A" * 43,
        token[:-1],
        token + "A",
        token.lower(),
        "amuddu_p_" + digest,
        digest,
        hint,
        "amuddu_p_\x00",
        "amuddu_p_" + "x" * 100_000,
    ):
        answer = Program(house, guess.replace("\x00", "%00")).get("/offers/changes")
        assert answer.status_code in (401, 403), guess[:60]
    assert Program(house, token).get("/offers/changes").status_code == 200


# --- what is known of it --------------------------------------------------------------------------


def test_a_token_is_told_once_and_stands_in_no_dump(house: House, chief: Program) -> None:
    partner_id = partner_of(chief)
    made = token_of(chief, partner_id)
    assert made["token"].startswith("amuddu_p_")
    Program(house, made["token"]).get("/offers")
    other = signed_in(house)
    for program in (chief, other):
        listed = program.get(f"/partners/{partner_id}").json()["tokens"]
        assert [each["id"] for each in listed] == [made["about"]["id"]]
        assert listed[0]["used_at"] is not None
        assert made["token"] not in program.get(f"/partners/{partner_id}").text
    secret = made["token"].removeprefix(made["about"]["hint"])
    for database in ("gateway", "notifications"):
        with house.databases[database].engine.connect() as connection:
            names = connection.execute(
                text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            ).scalars()
            for name in list(names):
                rows = connection.execute(text(f'SELECT t::text FROM "{name}" t')).scalars()
                assert not any(secret in row for row in rows), name


def test_the_audit_knows_of_making_revoking_and_the_first_use_of_a_day(
    house: House, chief: Program, time_machine: time_machine.TimeMachineFixture
) -> None:
    partner_id = partner_of(chief)
    made = token_of(chief, partner_id)
    program = Program(house, made["token"])
    for _ in range(3):
        program.get("/offers")
    used = ("token_used", "service", "Observatoire")
    assert [each for each in actions(house) if each == used] == [used]
    time_machine.move_to(clock.now() + timedelta(days=1))
    program.get("/offers")
    signed_in(house).call("DELETE", f"/partners/{partner_id}/tokens/{made['about']['id']}")
    assert [each[0] for each in actions(house)] == [
        "partner_added",
        "token_made",
        "token_used",
        "token_used",
        "token_revoked",
    ]


def test_only_administrators_run_partners(house: House, chief: Program) -> None:
    partner_id = partner_of(chief)
    made = token_of(chief, partner_id)["about"]["id"]
    hook = uuid4()
    body = {"url": "https://8.8.8.8/", "events": ["offer.closed"]}
    for role in (Role.COORDINATOR, Role.OFFICER):
        program = signed_in(house, role)
        for method, path, sent in (
            ("GET", "/partners", None),
            ("POST", "/partners", {"name": "Moi"}),
            ("GET", f"/partners/{partner_id}", None),
            (
                "POST",
                f"/partners/{partner_id}/tokens",
                {"scopes": ["offers:read"], "expires_on": last_day()},
            ),
            ("DELETE", f"/partners/{partner_id}/tokens/{made}", None),
            ("GET", f"/partners/{partner_id}/webhooks", None),
            ("POST", f"/partners/{partner_id}/webhooks", body),
            ("POST", f"/partners/{partner_id}/webhooks/{hook}/secret", None),
            ("POST", f"/partners/{partner_id}/webhooks/{hook}/start", None),
            ("POST", f"/partners/{partner_id}/webhooks/{hook}/stop", None),
            ("GET", f"/partners/{partner_id}/webhooks/{hook}/deliveries", None),
        ):
            assert program.call(method, path, json=sent).status_code == 403, (role, path)
    assert chief.post(f"/partners/{uuid4()}/webhooks", body).status_code == 404
    assert chief.get(f"/partners/{uuid4()}").status_code == 404


def test_its_owner_is_told_once_before_it_ends(
    house: House, time_machine: time_machine.TimeMachineFixture
) -> None:
    account = house.account(Role.ADMINISTRATOR)
    database, keys = house.databases["gateway"], Keys.of(house.app.state.settings)
    with database.session() as session:
        row = ContactRow(
            account_id=account.id,
            channel="email",
            sealed=b"",
            digest=keys.digest("a@b.ma"),
            verified_at=clock.now(),
        )
        row.sealed = keys.sealed("a@b.ma", row=row.id, purpose="contact")
        session.add(row)
    body = {"scopes": ["offers:read"], "expires_on": last_day(20), "owner_id": str(account.id)}
    chief = signed_in(house)
    chief.post(f"/partners/{partner_of(chief)}/tokens", body)
    assert ending.look(database, keys) == 0
    time_machine.move_to(clock.now() + timedelta(days=7))
    assert [ending.look(database, keys), ending.look(database, keys)] == [1, 0]
    house.pump()
    assert [(each.address, "bientôt" in each.text.body) for each in house.messages.sent] == [
        ("a@b.ma", True)
    ]
