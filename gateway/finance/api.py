"""Public API of finance: forwarded as declared."""

from __future__ import annotations

from amuddu.contracts.support import finance
from gateway.web.forwarding import forwarded

router = forwarded(
    finance.LIST_PRODUCTS,
    finance.READ_PRODUCT,
    finance.ADD_PRODUCT,
    finance.CHANGE_PRODUCT,
    finance.TELL_REFUSAL,
    finance.COUNT_REFUSALS,
)
