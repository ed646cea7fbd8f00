"""Who looks after which line of the first page: kept as ids and kinds, for one team each."""
