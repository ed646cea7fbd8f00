"""What every subject of this service stands on: the row of a person, who may do what with it."""
