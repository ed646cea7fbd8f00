"""The first page of those who work here: what waits for them, the most urgent first."""
