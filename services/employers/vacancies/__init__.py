"""Vacancies: posted, checked, published, confirmed, closed."""
