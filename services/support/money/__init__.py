"""Envelopes of money for people, and a bank's file held against what was ordered."""
