"""The public JSON API, versioned; `/docs` shows it."""
