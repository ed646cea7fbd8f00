"""Vacancies: written, read, kept open."""
