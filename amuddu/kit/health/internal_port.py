"""The internal port: health and figures where only our own machines reach them.

The gateway's public address must not show figures, and a worker has no HTTP address at all;
both open a second port with `/livez`, `/readyz` and `/metrics`, and nothing else.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import uvicorn
from fastapi import FastAPI

from amuddu.kit.health import probes
from amuddu.kit.health.probes import Health
from amuddu.kit.web.http import install_error_handlers


def create_app(of: Health) -> FastAPI:
    """The three addresses of one process."""
    app = FastAPI(openapi_url=None)
    app.state.health = of
    install_error_handlers(app)
    app.include_router(probes.probes)
    app.include_router(probes.figures)
    return app


@contextlib.contextmanager
def serving(of: Health, *, host: str, port: int) -> Iterator[int]:
    """Serve them in a thread for the length of the block; the port, chosen freely where 0."""
    with socket.create_server((host, port)) as listening:
        config = uvicorn.Config(create_app(of), log_config=None, access_log=False, lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": [listening]}, name="inside", daemon=True
        )
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(timeout=10)
