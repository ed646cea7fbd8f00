"""Runs in a process of its own: reads one file, says what it is, gives it back clean."""
