"""What people write around, instead of and beside the names of trades."""
