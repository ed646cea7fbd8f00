"""Notes of the agency about a person."""
