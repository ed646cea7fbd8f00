"""Files of hires."""
