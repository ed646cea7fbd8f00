"""Traces cost nothing until a collector is named, and then reach it."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from amuddu.kit.observability import tracing

SPAN = """
from amuddu.kit.observability import tracing
tracing.configure("employers")
with tracing.span("GET /v1/x", kind="server"):
    print(tracing.traceparent())
"""


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_without_a_collector_nothing_is_imported_and_nothing_written() -> None:
    code = SPAN + "import sys; print([m for m in sys.modules if m.startswith('opentelemetry')])"
    done = run(code)
    assert done.stdout.split() == ["[]"], done.stderr
    assert tracing.inject({}) == {}
    with tracing.extracting({"traceparent": "00-" + "1" * 32 + "-" + "2" * 16 + "-01"}, "x") as no:
        assert no is None


class Collector(BaseHTTPRequestHandler):
    """Takes traces over OTLP as a collector does."""

    taken: list[ExportTraceServiceRequest] = []  # noqa: RUF012 - one server a test

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.taken.append(ExportTraceServiceRequest.FromString(body))
        self.send_response(200)
        self.send_header("Content-Type", "application/x-protobuf")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def collector() -> Iterator[str]:
    Collector.taken = []
    server = HTTPServer(("127.0.0.1", 0), Collector)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_spans_reach_the_collector_that_the_environment_names(collector: str) -> None:
    done = run(SPAN, OTEL_EXPORTER_OTLP_ENDPOINT=collector, NO_PROXY="127.0.0.1")
    assert done.returncode == 0, done.stderr
    version, trace, parent, _ = done.stdout.strip().split("-")
    assert (version, len(trace), len(parent)) == ("00", 32, 16)
    (request,) = Collector.taken
    resource = {a.key: a.value.string_value for a in request.resource_spans[0].resource.attributes}
    assert resource["service.name"] == "amuddu-employers"
    (span,) = request.resource_spans[0].scope_spans[0].spans
    assert (span.name, span.trace_id.hex()) == ("GET /v1/x", trace)


def test_a_collector_that_is_away_stops_nobody() -> None:
    done = run(
        SPAN, OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:1", OTEL_EXPORTER_OTLP_TIMEOUT="1"
    )
    assert done.returncode == 0
    assert done.stdout.startswith("00-")


def test_an_error_is_told_by_its_type_and_not_by_its_message(collector: str) -> None:
    code = """
from amuddu.kit.observability import tracing
tracing.configure("employers")
try:
    with tracing.span("GET /v1/x", kind="server"):
        raise ValueError("somebody@exemple.ma")
except ValueError:
    pass
"""
    assert run(code, OTEL_EXPORTER_OTLP_ENDPOINT=collector).returncode == 0
    (request,) = Collector.taken
    assert b"somebody" not in request.SerializeToString()
    (span,) = request.resource_spans[0].scope_spans[0].spans
    assert span.status.message == "ValueError"
