"""The internal port: health and figures where only our own machines reach them.

The gateway's public address must not show figures, and a worker has no HTTP address at all;
both open a second port with `/livez`, `/readyz` and `/metrics`, and the gateway one door for the
services (`gateway/sessions/inside.py`).
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping

import uvicorn
from fastapi import FastAPI

from amuddu.kit.health import probes
from amuddu.kit.health.probes import Health
from amuddu.kit.web.http import install_error_handlers

Adds = Callable[[FastAPI], None]


def create_app(of: Health, adds: Adds | None = None) -> FastAPI:
    """The three addresses of one process, and what it adds."""
    app = FastAPI(openapi_url=None)
    app.state.health = of
    install_error_handlers(app)
    app.include_router(probes.probes)
    app.include_router(probes.figures)
    if adds is not None:
        adds(app)
    return app


@contextlib.contextmanager
def serving(
    of: Health,
    *,
    host: str,
    port: int,
    adds: Adds | None = None,
    encrypts: Mapping[str, str] | None = None,
) -> Iterator[int]:
    """Serve them in a thread for the length of the block; the port, chosen freely where 0.

    Replicas on one machine share a port, as they share that of the pages. `encrypts`: what
    uvicorn needs to answer over TLS.
    """
    with socket.create_server((host, port), reuse_port=True) as listening:
        config = uvicorn.Config(
            create_app(of, adds),
            log_config=None,
            access_log=False,
            lifespan="off",
            ssl_certfile=(encrypts or {}).get("ssl_certfile"),
            ssl_keyfile=(encrypts or {}).get("ssl_keyfile"),
        )
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
