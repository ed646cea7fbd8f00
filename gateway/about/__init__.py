"""What every public service says of itself: help, contacts, privacy, terms, access, state."""
