"""Who looked at whom, for the officer who looks after the protection of data."""
