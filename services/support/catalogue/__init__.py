"""The catalogue: centres, courses with what they ask from which day on, sessions with places."""
