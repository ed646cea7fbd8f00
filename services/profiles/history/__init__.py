"""What was changed of a person, field by field, sealed under their key."""
