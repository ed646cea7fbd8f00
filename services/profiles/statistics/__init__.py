"""People counted, small numbers hidden."""
