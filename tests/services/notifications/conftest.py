"""A house for messages: a database, a mail server, an SMS provider and a profiles service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from amuddu.contracts.events.envelope import Event
from amuddu.contracts.matching import CandidateShortlisted
from amuddu.contracts.profiles import Channel as ChannelName
from amuddu.contracts.profiles import ContactRoute
from amuddu.contracts.types import Lang
from amuddu.kit import identity
from amuddu.kit.db import Database
from amuddu.kit.events.consumer import Consumer
from amuddu.kit.settings import Settings
from amuddu.kit.trust.tokens import Signer
from services.notifications import app
from services.notifications.consumers import HANDLERS
from services.notifications.delivery import channels
from services.notifications.delivery.gateway_client import GatewayClient
from services.notifications.delivery.profiles_client import ProfilesClient
from services.notifications.delivery.sender import Sender
from services.notifications.invitations.tables import Invitation, Message
from services.notifications.settings import NotificationsSettings
from tests.conftest import DatabaseOf
from tests.keys import signed
from tests.services.notifications.events import published, shortlisted
from tests.services.notifications.sinks import MailSink, Officers, Profiles, SmsSink


@pytest.fixture
def mail() -> Iterator[MailSink]:
    with MailSink() as sink:
        yield sink


@pytest.fixture
def phone() -> Iterator[SmsSink]:
    with SmsSink() as sink:
        yield sink


@dataclass
class House:
    """The service with everything around it, driven message by message."""

    settings: NotificationsSettings
    database: Database
    profiles: Profiles
    mail: MailSink
    phone: SmsSink
    client: TestClient
    officers: Officers = field(default_factory=Officers)

    def handle(self, *events: Event) -> None:
        """Receive events as from the bus."""
        consumer = Consumer("notifications", self.database, HANDLERS)
        for event in events:
            consumer(signed(event, correlation_id="a-story-of-tests"))

    def sender(self, **changed: object) -> Sender:
        """A sender; settings may be changed for it."""
        settings = self.settings.model_copy(update=changed)
        http = TestClient(self.profiles.app)
        signer = Signer(identity.own(Settings(), "notifications"))
        return Sender(
            settings,
            database=self.database,
            profiles=ProfilesClient(http, signer),
            gateway=GatewayClient(TestClient(self.officers.app), signer),
            channels=channels.configured(settings, client=httpx2.Client()),
        )

    def send_all(self) -> None:
        """Send what is due."""
        sender = self.sender()
        while sender.send_next():
            pass

    def invite(
        self,
        *,
        channel: ChannelName = "email",
        address: str | None = "joy@example.ma",
        language: Lang = "fr",
        agency: str | None = "rabat",
    ) -> CandidateShortlisted:
        """Shortlist a new person for a new vacancy; nothing is sent yet."""
        profile_id = uuid4()
        self.profiles.routes[profile_id] = ContactRoute(
            channel=channel, address=address, language=language, agency_id=agency
        )
        vacancy = published()
        event = shortlisted(vacancy, profile_id=profile_id, agency=agency)
        self.handle(vacancy, event)
        return event

    def message(self, candidacy_id: UUID) -> Message:
        """The newest message of a candidacy, as stored."""
        return self.messages(candidacy_id)[-1]

    def messages(self, candidacy_id: UUID) -> list[Message]:
        with Session(self.database.engine) as session:
            query = (
                select(Message)
                .join(Invitation)
                .where(Invitation.candidacy_id == candidacy_id)
                .order_by(Message.created_at)  # type: ignore[arg-type]  # SQLModel types it as a date
            )
            return list(session.exec(query))


@pytest.fixture
def house(database_of: DatabaseOf, settings: object, mail: MailSink, phone: SmsSink) -> House:
    database = database_of("services.notifications")
    own = NotificationsSettings(
        smtp_host="127.0.0.1",
        smtp_port=mail.port,
        sms_url=phone.url,
        sms_key="key-of-tests",
        send_pause_seconds=0,
        send_attempts=3,
        send_timeout_seconds=5,
        public_url="https://amuddu.example",
    )
    # Without entering its lifespan: the database belongs to the whole run.
    client = TestClient(app.create(own, database=database))
    return House(own, database, Profiles(), mail, phone, client)
