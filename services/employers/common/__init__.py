"""What every subject of this service stands on: base of the tables, checks of fields."""
