"""What this service holds about a person, for them: see docs/decisions/0058."""
