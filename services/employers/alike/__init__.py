"""Vacancies that are likely the same ad."""
