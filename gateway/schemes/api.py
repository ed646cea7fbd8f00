"""Public API of schemes and money: forwarded as declared."""

from __future__ import annotations

from amuddu.contracts import schemes as contract
from amuddu.contracts.schemes import proposals as proposed
from gateway.web.forwarding import forwarded

router = forwarded(
    contract.LIST_SCHEME_VERSIONS,  # before one scheme: `all` and `proposals` are not ids
    proposed.LIST_SCHEME_PROPOSALS,
    proposed.READ_SCHEME_PROPOSAL,
    contract.READ_SCHEME,
    proposed.PROPOSE_SCHEME,
    *proposed.SCHEME_VERSION.operations(),
    contract.LIST_ENVELOPES,
    contract.OPEN_ENVELOPE,
    contract.FUND_ENVELOPE,
    contract.READ_LEDGER,
)
