"""What pages are made of, shown at `/style`."""
