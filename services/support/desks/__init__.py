"""A centre's way in: a link that opens the lists of its own sessions."""
