"""Finance: a directory that anybody reads, and refusals that are said without a name."""
