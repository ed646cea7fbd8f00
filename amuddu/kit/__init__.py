"""Domain-free plumbing that every process shares: settings, errors, database, events, HTTP.

Nothing here knows what a vacancy or a profile is.
"""
