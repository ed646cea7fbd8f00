"""The state of the house, for who keeps it."""
