"""Corrections that people ask for, and the log of what was changed of them, to be read."""
