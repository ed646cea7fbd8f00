"""Versions of the rules: proposed, tried, approved by a second person, told to the services."""
