"""Over TLS a process talks to whoever has the certificate for the name that it calls, or not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID

from amuddu.kit import clock
from amuddu.kit.db import Database
from amuddu.kit.health import internal_port
from amuddu.kit.health.probes import Health
from amuddu.kit.settings import Settings
from amuddu.kit.trust import tls
from amuddu.kit.trust.calls import client


def certified(folder: Path, name: str) -> Settings:
    """Settings with a certificate for a name, which is its own authority."""
    key = Ed25519PrivateKey.generate()
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, None)
    )
    paths = {name: folder / f"{name}.pem" for name in ("cert", "key")}
    paths["cert"].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths["key"].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return Settings(
        inside_cert_file=paths["cert"], inside_key_file=paths["key"], inside_ca_file=paths["cert"]
    )


@pytest.mark.parametrize(("name", "answers"), [("localhost", True), ("profiles", False)])
def test_the_certificate_bears_the_name_that_is_called(
    tmp_path: Path, name: str, answers: bool
) -> None:
    settings = certified(tmp_path, name)
    health = Health("profiles", settings, Database("postgresql+psycopg://nobody@127.0.0.1:1/none"))
    opened = internal_port.serving(
        health, host="127.0.0.1", port=0, encrypts=tls.answering(settings)
    )
    with opened as port, client(settings, f"https://localhost:{port}", seconds=10) as http:
        if answers:
            assert http.get("/livez").status_code == 200
        else:
            with pytest.raises(httpx2.ConnectError, match=r"(?i)certificate|hostname"):
                http.get("/livez")


def test_a_certificate_without_its_key_is_refused_in_one_line(tmp_path: Path) -> None:
    alone = certified(tmp_path, "profiles").model_copy(update={"inside_key_file": None})
    with pytest.raises(SystemExit, match="AMUDDU_INSIDE_KEY_FILE"):
        tls.answering(alone)
