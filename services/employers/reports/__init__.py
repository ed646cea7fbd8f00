"""Reports of offers and employers, from anybody, followed by the agency to their end."""
