"""Routes of certificates: each operation, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts.support import certificates as contract
from amuddu.kit.web.serving import Serving
from services.support.certificates import service

serve = Serving()

serve(contract.LIST_CERTIFICATES, service.certificates)
serve(contract.READ_CERTIFICATE, service.certificate)
serve(contract.CHECK_CERTIFICATE, service.check)

serve.steps(contract.CERTIFICATE, service)

router = serve.router
