"""Searches that people saved: kept, looked through again, told once a week at most."""
