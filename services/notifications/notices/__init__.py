"""Short messages about somebody's own account. They name nobody and say nothing of a title."""
