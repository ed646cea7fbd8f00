"""Scholarships: calls, applications one question a page, committees, decisions, money."""
