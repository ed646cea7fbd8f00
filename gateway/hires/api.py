"""Public API of the files of hires: forwarded as declared."""

from __future__ import annotations

from amuddu.contracts import hires as contract
from amuddu.contracts.claims import CLAIMABLE
from gateway.web.forwarding import forwarded

router = forwarded(
    contract.LIST_HIRES,
    contract.STUCK_HIRES,
    contract.READ_HIRE,
    contract.SET_PAPERS,
    CLAIMABLE,
    *contract.HIRE.operations(),
)
