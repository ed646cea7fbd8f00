"""Addresses made unreadable, for those who look after deliveries.

>>> masked("joy@example.ma"), masked("+212612345678")
('j…@e…', '+2126••••78')
"""

from __future__ import annotations


def masked(address: str) -> str:
    """Enough of an address to tell two apart, too little to write to."""
    local, at, domain = address.rpartition("@")
    if at:
        return f"{local[:1]}…@{domain[:1]}…"
    head = min(5 if address.startswith("+") else 4, max(len(address) - 6, 0))
    return f"{address[:head]}••••{address[-2:]}"
