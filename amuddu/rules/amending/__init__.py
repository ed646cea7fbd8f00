"""New versions of a fact: of which facts (`facts`), what one would change (`impact`), on whom the
answers are tried (`cases`). The versions themselves are rows of the `book`."""
