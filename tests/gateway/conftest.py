"""The whole house in memory: the gateway's application over the services' own applications.

Nothing is imitated but the outside world: messages are kept instead of sent, and the encoder is
the small one of matching's tests. Events move when a test says `house.pump()`.
"""

from __future__ import annotations

import html
import re
import secrets
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.types import ASGIApp

from amuddu.contracts.employers import Employer, EmployerIn, Vacancy, VacancyCreate
from amuddu.contracts.profiles import Profile, ProfileIn
from amuddu.kit.app import Worker
from amuddu.kit.auth import Actor, Role
from amuddu.kit.bus.memory import MemoryBus
from amuddu.kit.db import Database
from amuddu.kit.events import erasing
from amuddu.kit.events.relay import relay_once
from amuddu.kit.health import internal_port
from amuddu.kit.settings import Settings
from amuddu.kit.trust.tokens import Signer
from gateway.app import create as gateway_app
from gateway.clients import Services
from gateway.clients.base import Caller
from gateway.clients.employers import EmployersClient
from gateway.clients.matching import MatchingClient
from gateway.clients.notifications import NotificationsClient
from gateway.clients.profiles import ProfilesClient
from gateway.clients.support import SupportClient
from gateway.credentials import inside, messages, recovery
from gateway.credentials.kept import Keys
from gateway.erasures import here as erasures_here
from gateway.sessions import devices, passwords, security
from gateway.sessions import service as accounts
from gateway.sessions.tables import Account, Agency
from gateway.settings import GatewaySettings
from services.employers import app as employers_app
from services.employers import worker as employers_worker
from services.employers.hires.profiles_client import ProfilesClient as HireRoutes
from services.employers.schemes import catalogue as schemes
from services.matching import app as matching_app
from services.matching import worker as matching_worker
from services.matching.erasures.service import followed
from services.matching.search.engine import Engine
from services.notifications import app as notifications_app
from services.notifications.consumers import HANDLERS as NOTIFICATION_HANDLERS
from services.notifications.delivery.channels import Outgoing
from services.notifications.delivery.gateway_client import GatewayClient
from services.notifications.delivery.profiles_client import ProfilesClient as ContactRoutes
from services.notifications.delivery.sender import Sender
from services.notifications.settings import NotificationsSettings
from services.profiles import app as profiles_app
from services.profiles import worker as profiles_worker
from services.profiles.receipts import process as processes
from services.support import app as support_app
from services.support import worker as support_worker
from services.support.places.profiles_client import ProfilesClient as TrainingJudge
from tests.conftest import BEGINNINGS, DatabaseOf
from tests.keys import FOLDER
from tests.services.matching.support import ENCODER
from tests.signing import signer
from tests.support import AGENCY, OTHER_AGENCY, administrator, counsellor, jobseeker

PASSWORD = "mot-de-passe-de-test"
SOON = (datetime.now(UTC) + timedelta(days=60)).date()
SERVICES = ("profiles", "employers", "matching", "notifications", "support")
_TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]+)"')


@dataclass
class KeptMessages:
    """A channel whose messages reach the test instead of a phone."""

    sent: list[Outgoing] = field(default_factory=list)

    def send(self, message: Outgoing) -> None:
        self.sent.append(message)


class Browser:
    """Somebody's browser, signed in or not: follows redirects, carries the form token."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        lang: str = "fr",
        cookies: dict[str, str] | None = None,
        csrf: str = "",
    ) -> None:
        self.app: Any = app
        self._client = TestClient(app, headers={"Accept-Language": lang})
        for name, value in (cookies or {}).items():
            self._client.cookies.set(name, value, domain="testserver.local")
        self.csrf = csrf or _token(self._client.get("/connexion").text)

    def sign_in(self, login: str) -> Browser:
        """Sign in as the account of this login."""
        page = self.post(
            "/connexion", {"login": login, "password": PASSWORD, "suite": "/connexion"}
        )
        assert page.status_code == 200, page.text
        self.csrf = _token(page.text)
        return self

    def forget_session(self) -> None:
        """Be the browser that it was before it signed in."""
        self._client.cookies.delete("amuddu_session")

    def get(self, path: str, **params: Any) -> httpx2.Response:
        """A page, after redirects."""
        return self._client.get(path, params=params or None)

    def go(self, path: str) -> httpx2.Response:
        """A page, or the redirect itself; the next form is that of the page."""
        page = self._client.get(path, follow_redirects=False)
        if found := _TOKEN.search(page.text):
            self.csrf = found.group(1)
        return page

    def post(self, path: str, fields: dict[str, Any], *, follow: bool = True) -> httpx2.Response:
        """Send a form with its token; the page that follows, or the redirect itself."""
        return self.post_without_token(path, {"csrf_token": self.csrf, **fields}, follow=follow)

    def upload(self, path: str, fields: dict[str, Any], content: bytes) -> httpx2.Response:
        """Send a form with a file; the page that follows."""
        data = {"csrf_token": self.csrf, **fields}
        file = ("scan.jpg", content, "image/jpeg")
        page = self._client.post(path, data=data, files={"file": file}, follow_redirects=True)
        if found := _TOKEN.search(page.text):
            self.csrf = found.group(1)
        return page

    def send(
        self, path: str, fields: dict[str, Any], *, headers: dict[str, str]
    ) -> httpx2.Response:
        """Send a form as a script does."""
        return self._client.post(path, data={"csrf_token": self.csrf, **fields}, headers=headers)

    def post_without_token(
        self, path: str, fields: dict[str, Any], *, follow: bool = True
    ) -> httpx2.Response:
        """Send a form as some other site would. The next form is that of the page that follows."""
        page = self._client.post(path, data=fields, follow_redirects=follow)
        if found := _TOKEN.search(page.text):
            self.csrf = found.group(1)
        return page


def _token(page: str) -> str:
    found = _TOKEN.search(page)
    assert found is not None, "no form on this page"
    return found.group(1)


def words(page: httpx2.Response) -> str:
    """The text of a page as it is read, without tags, with single spaces."""
    body = re.sub(r"<(style|datalist|head)\b.*?</\1>", " ", page.text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


@dataclass
class House:
    """Everything, and short ways to fill it."""

    app: FastAPI
    services: Services
    databases: dict[str, Database]
    bus: MemoryBus
    sender: Sender
    messages: KeptMessages
    refresh: Callable[[], None]
    staff: Caller = field(default_factory=lambda: Caller(counsellor(), "fr"))

    def pump(self) -> None:
        """Move events and messages until nothing moves any more."""
        recovery.look(self.databases["gateway"], Keys.of(self.app.state.settings))
        messages.hand_over(self.databases["gateway"], self.services)
        moved = True
        while moved:
            moved = sum(relay_once(self.databases[name], self.bus) for name in SERVICES) > 0
            while self.sender.send_next():
                moved = True
        self.refresh()

    def carry_out_erasures(self, *, without: Collection[str] = ()) -> None:
        """What the workers and the gateway do by themselves, until nothing moves any more; not
        those who are away."""
        for _ in range(3):
            self.pump()
            with self.databases["profiles"].session() as session:
                processes.look(session)
            for name in ("matching", "employers", "notifications", "support"):
                if name not in without:
                    ready = followed if name == "matching" else None
                    erasing.answer(self.databases[name], name, ready=ready)
            if "gateway" not in without:
                erasures_here.look(self.databases["gateway"], self.services)

    def account(self, role: Role, login: str = "", **of: Any) -> Account:
        """An account that signs in with `PASSWORD`."""
        account = Account(
            login=login or f"{role.value}-{uuid4().hex[:8]}",
            password_hash="",
            role=role.value,
            display_name="Compte de test",
            **of,
        )
        with self.databases["gateway"].session() as session:
            return accounts.create(session, account, password=PASSWORD)

    def browser(self, role: Role | None = None, *, lang: str = "fr", **of: Any) -> Browser:
        """A browser, signed in to a new account where a role is given."""
        if role is None:
            return Browser(self.app, lang=lang)
        account = self.account(role, language=lang, **of)
        if account.profile_id is not None:  # whose page tells of it
            return Browser(self.app, lang=lang).sign_in(account.login)
        return self._let_in(account, lang)

    def _let_in(self, account: Account, lang: str) -> Browser:
        """What signing in leaves in a browser, without its pages, which have tests of their own."""
        settings: GatewaySettings = self.app.state.settings
        with self.databases["gateway"].session() as session:
            token = accounts.open_session(
                session, account, kind="page", hours=settings.session_hours
            )
        device = devices.read(None, settings.accepted_keys)
        known = device.with_mark(account.id, account.password_hash)
        cookies = {
            security.BROWSER_COOKIE: secrets.token_urlsafe(24),
            security.SESSION_COOKIE: token,
            devices.COOKIE: devices.written(known, settings.accepted_keys),
        }
        csrf = security.csrf_token(settings.signing_key, cookies[security.BROWSER_COOKIE], token)
        return Browser(self.app, lang=lang, cookies=cookies, csrf=csrf)

    def counsellor(self, *, agency: str = AGENCY, lang: str = "fr") -> Browser:
        """Browser of an agency's counsellor."""
        return self.browser(Role.COUNSELLOR, agency_id=agency, lang=lang)

    def boss(self, employer: Employer, *, lang: str = "fr") -> Browser:
        """Browser of an employer's user."""
        return self.browser(Role.EMPLOYER, employer_id=employer.id, lang=lang)

    def employer(self, name: str = "Atlas BTP", *, agency: str = AGENCY) -> Employer:
        body = EmployerIn(name=name, agency_id=agency, place="rabat")
        return self.services.employers.create_employer(Caller(administrator(), "fr"), body)

    def vacancy(self, employer: Employer, **changes: Any) -> Vacancy:
        """A published vacancy, known to every service."""
        body = VacancyCreate.model_validate(
            {**mason(), "employer_id": employer.id, "publish": True, **changes}
        )
        made = self.services.employers.create(Caller(administrator(), "fr"), body)
        self.pump()
        return made

    def person(self, *, agency: str = AGENCY, by: Actor | None = None, **changes: Any) -> Profile:
        """Somebody of an agency who agreed to be proposed and told."""
        caller = Caller(by or counsellor(agency=agency), "fr")
        made = self.services.profiles.create(caller, ProfileIn.model_validate(person(**changes)))
        self.pump()
        return made

    def shortlisted(self, vacancy: Vacancy, profile: Profile) -> UUID:
        """Put somebody forward and tell them; the id of the candidacy."""
        made = self.services.matching.shortlist(self.staff, vacancy.id, profile.id)
        self.pump()
        return made.id

    def answer(self, answer: str = "yes") -> None:
        """The person told last answers through their link."""
        link = self.messages.sent[-1].link
        token = link.rpartition("/")[2]
        page = self.browser().post(f"/r/{token}", {"answer": answer})
        assert page.status_code == 200, page.text
        self.pump()


def themselves(profile_id: UUID) -> Caller:
    """Somebody, who reads what is stored of them."""
    return Caller(jobseeker(profile_id=profile_id), "fr")


def mason(**changes: Any) -> dict[str, Any]:
    """A vacancy that may be published."""
    return {
        "title": "Maçon pour un chantier",
        "description": "Murs et enduits.",
        "occupation": {"text": "maçon", "concept": "mason"},
        "essential_skills": [
            {"text": "monter des murs", "concept": "lay-bricks"},
            {"text": "gâcher le mortier", "concept": "mix-mortar"},
        ],
        "languages": [{"code": "fr", "level": "A2"}],
        "place": "rabat",
        "contract_type": "CDD",
        "contract_months": 12,
        "wage_month": "4000",
        "starts_on": SOON,
        **changes,
    }


def person(**changes: Any) -> dict[str, Any]:
    """A mason, invented from end to end."""
    return {
        "given_name": "Zibounda",
        "family_name": "Korvalan",
        "birth_year": 1990,
        "residence": {"status": "permit_work", "valid_until": "2099-06-30"},
        "email": "zibounda@exemple.ma",
        "phone": "+212 6 61 23 45 67",
        "channel": "email",
        "language": "fr",
        "occupations": [{"text": "maçon", "concept": "mason"}],
        "skills": [{"text": "bennay", "concept": "lay-bricks"}],
        "experience": [{"title": "maçon", "occupation": "mason", "months": 27}],
        "languages": [{"code": "fr", "level": "B2"}],
        "place": "sale",
        "max_distance_km": 30,
        "contract_types": ["CDI", "CDD"],
        "consents": {"matching": True, "contact": True},
        **changes,
    }


@pytest.fixture(autouse=True, scope="session")
def _passwords_quickly() -> Iterator[None]:
    """Argon2 as elsewhere, without the work that makes guessing slow."""
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "hasher", quick)
        patch.setattr(passwords, "decoy", quick.hash("nobody's"))
        yield


@pytest.fixture(autouse=True, scope="module")
def _two_loops() -> Iterator[None]:
    """One event loop for the gateway and one for the services that it calls.

    A client of an application in memory starts a thread and a loop for each request otherwise.
    """
    with start_blocking_portal() as outer, start_blocking_portal() as inner:

        @contextmanager
        def portal(client: TestClient) -> Iterator[BlockingPortal]:
            of_gateway = getattr(client.app, "title", "") == "Amuddu"
            yield client.portal or (outer if of_gateway else inner)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(TestClient, "_portal_factory", portal)
            yield


@pytest.fixture
def house(database_of: DatabaseOf, settings: Settings) -> House:
    """All five services, the gateway and the workers, over databases that hold two agencies and
    the schemes, of which everybody has heard."""
    databases = {name: database_of(f"services.{name}") for name in SERVICES}
    databases["gateway"] = database_of("gateway")
    # Begins empty: its keys are wrapped by a master of this test's folder alone.
    keys = {"keys": database_of("services.profiles.keys")}
    today = datetime.now(UTC).date()
    filled = [BEGINNINGS[databases[name].url] for name in ("gateway", "employers", "profiles")]
    if _begun_on.get(databases["gateway"].url) == today:
        for each in filled:
            each.fill()
        return _over(databases | keys)
    with databases["gateway"].session() as session:
        session.add_all(
            Agency(id=name, name=f"Agence de {name}") for name in (AGENCY, OTHER_AGENCY)
        )
    made = _built(databases | keys)
    made.pump()
    for each in filled:
        each.keep()
    _begun_on[databases["gateway"].url] = today
    return made


_begun_on: dict[str, date] = {}
"""The day of a worker's first house, whose beginning the next ones take over: they begin the same,
and making it and telling of it would cost each of them more than all the rest."""


def _built(databases: dict[str, Database]) -> House:
    """Over databases that hold no schemes yet."""
    with databases["employers"].session() as session:
        schemes.seed(session, on=datetime.now(UTC).date())
    return _over(databases)


def _over(databases: dict[str, Database]) -> House:
    matching = matching_app.create(database=databases["matching"], encoder=ENCODER)
    apps = {
        "profiles": profiles_app.create(database=databases["profiles"], keys=databases["keys"]),
        "matching": matching,
        "notifications": notifications_app.create(database=databases["notifications"]),
    }
    apps["employers"] = employers_app.create(
        database=databases["employers"],
        profiles=HireRoutes(TestClient(apps["profiles"]), _signer("employers")),
    )
    apps["support"] = support_app.create(
        database=databases["support"],
        profiles=TrainingJudge(TestClient(apps["profiles"]), _signer("support")),
    )
    # Without their lifespans: databases belong to the whole run, and the copy of the numbers is
    # refreshed when events were pumped, not by a thread.
    clients = {name: TestClient(app) for name, app in apps.items()}
    engine: Engine = matching.state.engine
    engine.replica.refresh()
    messages = KeptMessages()
    services = _clients(clients)
    bus = MemoryBus()
    _workers(databases, bus)
    app = gateway_app(database=databases["gateway"], services=services)
    within = TestClient(_inside(app))
    sender = Sender(
        NotificationsSettings(send_pause_seconds=0),
        database=databases["notifications"],
        profiles=ContactRoutes(clients["profiles"], _signer("notifications")),
        gateway=GatewayClient(within, _signer("notifications")),
        channels={"email": messages, "sms": messages},
    )
    for each in apps.values():
        each.state.gate.sessions._http = within

    def refresh() -> None:
        """Follow, and tell how far at once: in a test no second passes in between."""
        engine.replica._told_at = float("-inf")
        engine.replica.refresh()

    return House(app, services, databases, bus, sender, messages, refresh)


def _signer(name: str) -> Signer:
    return signer(FOLDER, name)


def _inside(gateway: FastAPI) -> FastAPI:
    """What the gateway's internal port answers."""
    state = gateway.state
    return internal_port.create_app(
        state.health, partial(inside.serve, settings=state.settings, database=state.database)
    )


def _clients(http: dict[str, TestClient]) -> Services:
    signer = _signer("gateway")
    return Services(
        ProfilesClient(http["profiles"], signer),
        EmployersClient(http["employers"], signer),
        MatchingClient(http["matching"], signer),
        NotificationsClient(http["notifications"], signer),
        SupportClient(http["support"], signer),
    )


def _workers(databases: dict[str, Database], bus: MemoryBus) -> None:
    """Subscribe every service; nothing is started, `House.pump` moves the events."""
    profiles_worker.create(database=databases["profiles"], bus=bus)
    employers_worker.create(database=databases["employers"], bus=bus)
    matching_worker.create(database=databases["matching"], bus=bus, encoder=ENCODER)
    Worker("notifications", databases["notifications"], bus, NOTIFICATION_HANDLERS)
    support_worker.create(database=databases["support"], bus=bus)
