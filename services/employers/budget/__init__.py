"""Envelopes of money and their append-only ledger."""
