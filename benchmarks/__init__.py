"""Figures beside those of a peer from the same run: `make bench`.

Each module prints a table; nothing here is a test, and nothing in the tests is timed.
"""
