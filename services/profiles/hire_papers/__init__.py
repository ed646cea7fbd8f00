"""Who adds and opens the papers of a hire."""
