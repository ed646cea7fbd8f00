"""People entered twice: compared, told apart, merged, and brought back."""
