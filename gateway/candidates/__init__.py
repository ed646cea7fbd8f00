"""Candidates: the ranked list, the board, comparing, the shortlist, today's work."""
