"""Everything about a person, for them: see docs/decisions/0058."""
