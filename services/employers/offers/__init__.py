"""Open vacancies as anybody may read them."""
