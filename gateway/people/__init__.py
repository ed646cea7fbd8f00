"""People: profiles, cards, notes, erasure."""
