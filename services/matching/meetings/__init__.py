"""Interviews as they are proposed, chosen, moved, called off and written down; who may do what."""
