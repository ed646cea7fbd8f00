"""OpenTelemetry traces: one story across HTTP, the outbox and the bus.

Off, and not even imported, unless `OTEL_EXPORTER_OTLP_ENDPOINT` names a collector; the other
standard variables (`OTEL_SERVICE_NAME`, `OTEL_TRACES_SAMPLER`, ...) are the SDK's own.

A span is named for a route's pattern or an event's type and holds ids and codes alone. Errors
are told by their type: a library's message quotes what somebody typed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span, Tracer

HEADER = "traceparent"
"""Header of W3C Trace Context, in HTTP and on the bus alike."""

Kind = Literal["internal", "server", "client", "producer", "consumer"]
Attribute = str | int | float | bool

_tracer: Tracer | None = None


def configure(process: str) -> None:
    """Send this process's spans to the collector that the environment names, if it names one."""
    if _tracer is not None or not os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise SystemExit(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, but the extra 'tracing' is not installed"
        ) from None
    named = {} if os.environ.get("OTEL_SERVICE_NAME") else {"service.name": f"amuddu-{process}"}
    provider = TracerProvider(resource=Resource.create(named))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    use(provider)


def use(provider: TracerProvider | None) -> None:
    """Make spans with this provider from now on; `None` makes none."""
    global _tracer  # noqa: PLW0603 - a process has one tracer, as it has one logger
    _tracer = None if provider is None else provider.get_tracer("amuddu")


@contextmanager
def span(
    name: str,
    *,
    kind: Kind = "internal",
    parent: Mapping[str, str] | None = None,
    attributes: Mapping[str, Attribute] | None = None,
) -> Iterator[Span | None]:
    """A span for the length of the block; `None` where traces are off.

    It belongs to the trace that `parent`'s header names; without `parent`, to the trace in
    progress.
    """
    if _tracer is None:
        yield None
        return
    from opentelemetry.trace import SpanKind, StatusCode

    with _tracer.start_as_current_span(
        name,
        context=_context(parent),
        kind=SpanKind[kind.upper()],
        attributes=attributes,
        record_exception=False,
        set_status_on_exception=False,
    ) as made:
        try:
            yield made
        except BaseException as error:
            made.set_status(StatusCode.ERROR, type(error).__name__)
            raise


@contextmanager
def extracting(
    headers: Mapping[str, str], name: str, attributes: Mapping[str, Attribute] | None = None
) -> Iterator[Span | None]:
    """A consumer's span: it belongs to the trace that the message's header names."""
    with span(name, kind="consumer", parent=headers, attributes=attributes) as made:
        yield made


def inject(headers: dict[str, str]) -> dict[str, str]:
    """Add the trace in progress to the headers of a call or a message; return the headers."""
    if _tracer is not None:
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        TraceContextTextMapPropagator().inject(headers)
    return headers


def traceparent() -> str:
    """The trace in progress as the header's value, empty outside of one."""
    return inject({}).get(HEADER, "")


def _context(parent: Mapping[str, str] | None) -> Context | None:
    if parent is None:
        return None
    from opentelemetry.context import Context
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    # From an empty context: a message belongs to its own story, not to the thread's last one.
    carrier = {HEADER: parent.get(HEADER, "")}
    return TraceContextTextMapPropagator().extract(carrier, context=Context())
