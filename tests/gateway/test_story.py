"""One story, from the form to the sent message: one correlation id, one trace, its figures."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import REGISTRY

from amuddu.kit.observability import tracing
from tests.gateway.conftest import Browser, House, mason
from tests.support import outbox_envelopes


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """The spans that were made, instead of a collector."""
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    tracing.use(provider)
    yield kept
    tracing.use(None)


class Kept(logging.Handler):
    """Log lines as the house's loggers made them."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.msg, dict):
            self.lines.append(dict(record.msg))

    def of(self, logger: str, event: str) -> list[dict[str, Any]]:
        return [
            line for line in self.lines if (line.get("logger"), line["event"]) == (logger, event)
        ]


@pytest.fixture
def lines(house: House) -> Iterator[Kept]:
    """What is logged from here on; the house has set up its logs before."""
    kept = Kept()
    root = logging.getLogger()
    before = root.level
    root.addHandler(kept)
    root.setLevel(logging.INFO)
    yield kept
    root.removeHandler(kept)
    root.setLevel(before)


def shortlist_by_form(house: House, counsellor: Browser) -> str:
    """A counsellor presses the button; the id that the answer to their form carries."""
    vacancy = house.vacancy(house.employer())
    profile = house.person()
    house.pump()
    pressed = {"profile_id": str(profile.id), "action": "shortlist"}
    answer = counsellor.post(f"/offres/{vacancy.id}/candidats", pressed, follow=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["x-correlation-id"]


def test_one_correlation_id_from_the_form_to_the_sent_message(house: House, lines: Kept) -> None:
    counsellor = house.counsellor()
    story = shortlist_by_form(house, counsellor)
    assert UUID(story)
    house.pump()
    assert len(house.messages.sent) == 1
    requests = lines.of("amuddu.kit.web.http", "request")
    of_story = [line["route"] for line in requests if line["correlation_id"] == story]
    assert "/offres/{vacancy_id}/candidats" in of_story  # the gateway
    shortlist = "/v1/vacancies/{vacancy_id}/candidates/{profile_id}/shortlist"
    assert shortlist in of_story  # matching
    assert "/v1/profiles/{profile_id}/contact-route" in of_story  # profiles, asked by the sender
    queued = lines.of("services.notifications.invitations.service", "invitation queued")
    sent = lines.of("services.notifications.invitations.service", "message sent")
    assert [line["correlation_id"] for line in (*queued, *sent)] == [story, story]
    told = outbox_envelopes(house.databases["notifications"])
    assert all(envelope.correlation_id == story for envelope in told)


def parent_of(span: ReadableSpan, spans: list[ReadableSpan]) -> ReadableSpan | None:
    """The span that a span hangs from."""
    wanted = span.parent.span_id if span.parent else None
    return next((each for each in spans if each.context and each.context.span_id == wanted), None)


def chain(span: ReadableSpan, spans: list[ReadableSpan]) -> list[str]:
    """Names from a span up to where its trace began."""
    found: list[str] = []
    at: ReadableSpan | None = span
    while at is not None:
        found.append(at.name)
        at = parent_of(at, spans)
    return found


def test_one_trace_joins_gateway_employers_outbox_bus_and_matching(
    house: House, spans: InMemorySpanExporter
) -> None:
    counsellor = house.counsellor()
    employer = house.employer()
    spans.clear()
    form = {
        "title": "Maçon",
        "occupation": mason()["occupation"]["text"],
        "occupation_id": "mason",
        "employer_id": str(employer.id),
        "place": "rabat",
        "contract_type": "CDI",
        "places": "1",
        "action": "publish",
    }
    page = counsellor.post("/offres/nouvelle", form, follow=False)
    assert page.status_code == 303, page.text
    house.pump()
    made = list(spans.get_finished_spans())
    handled = {
        str((span.attributes or {})["amuddu.service"]): span
        for span in made
        if span.name == "handle vacancy.published"
    }
    assert set(handled) == {"matching", "notifications", "profiles"}
    for span in handled.values():
        assert chain(span, made) == [
            "handle vacancy.published",
            "POST /v1/vacancies",
            "POST /offres/nouvelle",
        ]


def test_one_trace_runs_to_the_sent_message(house: House, spans: InMemorySpanExporter) -> None:
    counsellor = house.counsellor()
    shortlist_by_form(house, counsellor)
    house.pump()
    made = list(spans.get_finished_spans())
    sent = [span for span in made if span.name == "send message"]
    assert len(sent) == 1
    assert chain(sent[0], made) == [
        "send message",
        "handle candidate.shortlisted",
        "POST /v1/vacancies/{vacancy_id}/candidates/{profile_id}/shortlist",
        "POST /offres/{vacancy_id}/candidats",
    ]
    asked = [span for span in made if span.name == "GET /v1/profiles/{profile_id}/contact-route"]
    assert chain(asked[0], made)[1] == "send message"


def test_no_span_holds_a_name_a_contact_an_address_or_a_signed_link(
    house: House, spans: InMemorySpanExporter
) -> None:
    shortlist_by_form(house, house.counsellor())
    house.pump()
    link = house.messages.sent[-1].link.rpartition("/")[2]
    house.answer("yes")
    house.browser().get("/r/" + "x" * 30)
    told = "\n".join(span.to_json() for span in spans.get_finished_spans())
    assert "/r/{token}" in told
    for secret in ("Zibounda", "Korvalan", "exemple.ma", "61 23 45", "permit", link, "x" * 30):
        assert secret not in told
    for span in spans.get_finished_spans():
        assert not span.events  # an exception's message quotes what somebody typed
        assert "url" not in json.dumps(dict(span.attributes or {}))


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_what_happened_is_counted(house: House) -> None:
    of_matching = {"service": "matching", "type": "vacancy.published"}
    handled = value("amuddu_events_handled_total", outcome="handled", **of_matching)
    took = value("amuddu_publish_to_handled_seconds_count", **of_matching)
    published = value("amuddu_events_published_total", type="candidate.shortlisted")
    sent = value("amuddu_send_attempts_total", channel="email", outcome="sent")
    notified = value("amuddu_publish_to_notify_seconds_count", channel="email")
    shortlist_by_form(house, house.counsellor())
    house.pump()
    assert value("amuddu_events_handled_total", outcome="handled", **of_matching) == handled + 1
    assert value("amuddu_publish_to_handled_seconds_count", **of_matching) == took + 1
    assert value("amuddu_events_published_total", type="candidate.shortlisted") == published + 1
    assert value("amuddu_send_attempts_total", channel="email", outcome="sent") == sent + 1
    assert value("amuddu_publish_to_notify_seconds_count", channel="email") == notified + 1
