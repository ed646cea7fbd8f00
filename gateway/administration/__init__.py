"""Pages of administrators: offices, and the accounts of those who work here."""
