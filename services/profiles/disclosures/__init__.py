"""To whom a person's contact was opened."""
