"""What the columns of an unknown file are: guessed, chosen by a person, kept for the next."""
