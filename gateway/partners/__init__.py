"""Partners' access, as administrators run it, and the list of changes that partners read."""
