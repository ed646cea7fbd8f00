"""Erasing somebody: facts, vector, candidacies, their log, interests, and every replica's copy."""
