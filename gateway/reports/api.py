"""Public API of reports, for the agency's programs. They come in by the pages alone."""

from __future__ import annotations

from amuddu.contracts.postings import reports as contract
from gateway.web.forwarding import forwarded

router = forwarded(
    contract.LIST_REPORTS,
    contract.READ_REPORT,
    contract.LOOK,
    contract.UPHOLD,
    contract.DISMISS,
)
