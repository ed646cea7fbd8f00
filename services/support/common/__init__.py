"""What every subject of this service stands on: base of the tables, rows written."""
