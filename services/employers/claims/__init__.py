"""Claims of hiring incentives, from draft to closed."""
