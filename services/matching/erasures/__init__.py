"""Erasing somebody: facts, vector, candidacies, their log, and every replica's copy."""
