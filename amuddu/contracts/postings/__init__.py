"""What becomes of a vacancy beside its own steps: read by everybody, reported, asked about."""
