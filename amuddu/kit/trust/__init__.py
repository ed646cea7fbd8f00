"""How one process of the house knows another, and on whose behalf it asks."""
