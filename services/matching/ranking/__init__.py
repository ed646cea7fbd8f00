"""Who fits what and why: pure functions over facts."""
