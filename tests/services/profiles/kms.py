"""A KMS for tests: the four calls of Vault's Transit engine that are used, over real HTTP.

It follows the engine's HTTP API: `keys/:name`, `keys/:name/rotate`, `encrypt/:name` and
`decrypt/:name` with `batch_input`; a batch of which an item fails is a 400 with all the results, a
wrong token a 403, a sealed KMS a 503.
"""

from __future__ import annotations

import base64
import json
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

TOKEN = "hvs.of-the-tests"


@dataclass
class Kms:
    """The engine: versions of one key, and how it stands."""

    kind: str = "aes256-gcm96"
    versions: list[AESGCM] = field(default_factory=lambda: [AESGCM(AESGCM.generate_key(256))])
    oldest: int = 1
    sealed: bool = False
    calls: list[str] = field(default_factory=list)
    url: str = ""

    def rotate(self) -> None:
        self.versions.append(AESGCM(AESGCM.generate_key(256)))

    def answer(self, method: str, path: str, token: str, body: Any) -> tuple[int, Any]:
        self.calls.append(path)
        if self.sealed:
            return 503, {"errors": ["Vault is sealed"]}
        if token != TOKEN:
            return 403, {"errors": ["permission denied"]}
        asked = re.fullmatch(r"/v1/transit/(keys|encrypt|decrypt)/amuddu", path)
        if asked is None:
            return 404, {"errors": []}
        if asked[1] == "keys" and method == "GET":
            return 200, {
                "data": {
                    "type": self.kind,
                    "latest_version": len(self.versions),
                    "min_decryption_version": self.oldest,
                    "derived": False,
                }
            }
        one = self._encrypted if asked[1] == "encrypt" else self._decrypted
        results = [one(item) for item in body["batch_input"]]
        failed = any("error" in result for result in results)
        return (400 if failed else 200), {"data": {"batch_results": results}}

    def _encrypted(self, item: dict[str, str]) -> dict[str, Any]:
        nonce, version = os.urandom(12), len(self.versions)
        bound, clear = (base64.b64decode(item[name]) for name in ("associated_data", "plaintext"))
        made = base64.b64encode(nonce + self.versions[-1].encrypt(nonce, clear, bound)).decode()
        return {"ciphertext": f"vault:v{version}:{made}", "key_version": version}

    def _decrypted(self, item: dict[str, str]) -> dict[str, Any]:
        version, _, text = item["ciphertext"].removeprefix("vault:v").partition(":")
        if int(version) < self.oldest:
            why = "ciphertext or signature version is disallowed by policy (too old)"
            return {"plaintext": "", "error": why}
        raw = base64.b64decode(text)
        bound = base64.b64decode(item["associated_data"])
        try:
            clear = self.versions[int(version) - 1].decrypt(raw[:12], raw[12:], bound)
        except (InvalidTag, IndexError):
            return {"plaintext": "", "error": "cipher: message authentication failed"}
        return {"plaintext": base64.b64encode(clear).decode()}


@contextmanager
def running() -> Iterator[Kms]:
    """A KMS on a port of this machine."""
    kms = Kms()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            body = json.loads(self.rfile.read(length) or b"null")
            token = self.headers.get("x-vault-token", "")
            status, said = kms.answer(self.command, self.path, token, body)
            written = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        do_GET = do_POST = _answer  # noqa: N815 - the names of the base class

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kms.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield kms
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
