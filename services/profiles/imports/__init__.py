"""People of an agency's files: the rows of a batch, each judged alone."""
