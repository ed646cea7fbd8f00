"""Interests: offers that people said they are interested in, and what became of that."""
