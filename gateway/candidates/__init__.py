"""Candidates: the ranked list, the board, comparing, the shortlist."""
