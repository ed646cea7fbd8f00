"""Erasing somebody: their requests and what was done to them; a seat that they had is free."""
