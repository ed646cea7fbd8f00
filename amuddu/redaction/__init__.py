"""Free text made fit to leave this service."""
