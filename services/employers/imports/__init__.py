"""Vacancies of files: the rows of a batch, each judged alone."""
