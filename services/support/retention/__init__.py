"""What support keeps no longer than the table of retention says."""
