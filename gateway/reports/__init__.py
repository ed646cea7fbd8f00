"""Reports of offers and employers: sent by anybody, answered behind a code, decided by agencies."""
