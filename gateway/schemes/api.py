"""Public API of schemes and money: forwarded as declared."""

from __future__ import annotations

from amuddu.contracts import schemes as contract
from gateway.web.forwarding import forwarded

router = forwarded(
    contract.LIST_SCHEME_VERSIONS,  # before one scheme: `all` is not the id of one
    contract.READ_SCHEME,
    contract.ADD_SCHEME,
    contract.ADD_SCHEME_VERSION,
    contract.LIST_ENVELOPES,
    contract.OPEN_ENVELOPE,
    contract.FUND_ENVELOPE,
    contract.READ_LEDGER,
)
