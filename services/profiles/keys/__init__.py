"""Keys: one for each person, wrapped by a master key, in a database apart from their data."""
