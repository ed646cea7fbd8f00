"""TLS between processes, where no mesh does it: the certificate names the service it is for."""

from __future__ import annotations

import ssl

from amuddu.kit.settings import Settings


def verifying(settings: Settings) -> ssl.SSLContext:
    """How a caller checks who answers: by the house's own authority, else by the system's."""
    return ssl.create_default_context(cafile=settings.inside_ca_file)


def answering(settings: Settings) -> dict[str, str]:
    """How uvicorn shows who answers; nothing where a mesh does, or nobody has to."""
    if settings.inside_cert_file is None:
        return {}
    if settings.inside_key_file is None:
        raise SystemExit("AMUDDU_INSIDE_KEY_FILE: the key of AMUDDU_INSIDE_CERT_FILE is needed")
    return {
        "ssl_certfile": str(settings.inside_cert_file),
        "ssl_keyfile": str(settings.inside_key_file),
    }
