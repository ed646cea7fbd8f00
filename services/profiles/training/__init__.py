"""Training: what is in the way of a course for somebody, and what they can do once it is done."""
