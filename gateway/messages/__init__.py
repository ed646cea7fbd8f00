"""Messages sent, calls to make, and the page behind a signed link."""
