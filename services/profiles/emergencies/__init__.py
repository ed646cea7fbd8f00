"""Profiles opened to an administrator in an emergency."""
