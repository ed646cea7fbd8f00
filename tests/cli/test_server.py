"""The servers that the command starts."""

from __future__ import annotations

import httpx2
from fastapi import FastAPI

from amuddu.kit.settings import Settings
from cli.processes.one_process import server


def test_a_server_keeps_a_connection_longer_than_a_client_reuses_it(settings: Settings) -> None:
    """A call sent on a connection that closes at that moment is lost: a page says 503."""
    reused = httpx2.Limits().keepalive_expiry
    assert reused is not None
    assert server(FastAPI(), settings).config.timeout_keep_alive > 2 * reused
