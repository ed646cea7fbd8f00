"""Profiles: written, read, imported, erased, and told as match facts."""
