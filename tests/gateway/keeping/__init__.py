"""The state of the house, by page."""
