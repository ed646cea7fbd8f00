"""Public API of claims: forwarded as declared."""

from __future__ import annotations

from amuddu.contracts import claims as contract
from gateway.web.forwarding import forwarded

router = forwarded(
    contract.LIST_CLAIMS,
    contract.READ_CLAIM,
    *contract.CLAIM.operations(),
)
