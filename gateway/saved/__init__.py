"""Sets of filters and order of the ranked list that a counsellor named, to come back to."""
