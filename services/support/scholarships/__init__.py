"""Scholarships: calls, applications, a committee that scores without names, awards, payments."""
