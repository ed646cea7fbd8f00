"""What is kept about a person: taken along, read back change by change, corrected."""
