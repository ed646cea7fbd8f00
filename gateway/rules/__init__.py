"""What the rules say, and what a hire costs."""
