"""Confirming changes of contact, and reading what happened with an account."""
