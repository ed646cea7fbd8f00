"""Claims of hiring incentives."""
