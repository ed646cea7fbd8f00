"""Training: courses to look for, places to ask for, sessions and their lists."""
