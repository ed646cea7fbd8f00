"""Finance: the directory of products, and refusals that are counted and name nobody."""
