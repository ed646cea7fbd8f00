"""Papers about people: their rows, and the files beside the database."""
