"""What is open to somebody, without an account."""
