"""Offers for the person who is signed in: what waits for them, what fits, what came of answers."""
