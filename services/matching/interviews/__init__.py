"""Interviews: their table, their life, and what the product is told of each step."""
