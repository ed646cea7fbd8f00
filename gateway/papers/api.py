"""Public API of papers: forwarded as declared."""

from __future__ import annotations

from amuddu.contracts.profiles import papers as contract
from gateway.web.forwarding import forwarded

router = forwarded(
    contract.ADD_PAPER,
    contract.LIST_PAPERS,
    contract.OPEN_PAPER,
    contract.REMOVE_PAPER,
    contract.OWN_PAPERS,
)
