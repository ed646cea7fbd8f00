"""The rows of a batch: read with tolerance, each judged alone."""
