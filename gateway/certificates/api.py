"""Public API of certificates: forwarded as declared."""

from __future__ import annotations

from amuddu.contracts.support import certificates
from gateway.web.forwarding import forwarded

router = forwarded(
    certificates.LIST_CERTIFICATES,
    certificates.READ_CERTIFICATE,
    certificates.CHECK_CERTIFICATE,
    *certificates.CERTIFICATE.operations(),
)
