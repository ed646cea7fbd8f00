"""Who is signed in: accounts, sessions, form tokens, forms sent twice."""
