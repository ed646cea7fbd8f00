"""Partners, their tokens, and what a program that bears one may ask."""
