"""Open offers for everybody: pages, search engines, job boards. No account is needed."""
