"""Accounts: signing in, signing up, the first page."""
