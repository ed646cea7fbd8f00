"""Everybody who may be proposed, as columns of numbers; and the best of them for a vacancy."""
